// Handshakes beyond the ordinary: by e-mail to nobody yet, duplicates among many, running out; the service-linked role
// that comes with a membership, and what the trail tells of it.
import { after, before, describe, it } from 'node:test';
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import path from 'node:path';
import * as sdk from '@aws-sdk/client-organizations';
import * as iam from '@aws-sdk/client-iam';
import * as sts from '@aws-sdk/client-sts';
import { awsError, listAll, startGatehouse, until } from '../support/gatehouse.mjs';
import { createAccount, createOrganization } from '../support/organization.mjs';
import { send as sendRaw, sign } from '../support/sigv4.mjs';
import { readTrail } from '../support/trail.mjs';

const onPostgres = Boolean(process.env.GATEHOUSE_TEST_POSTGRES);
const ROLE = 'AWSServiceRoleForOrganizations';
let gatehouse, client, organization, rootId, member;
const send = (name, input = {}, as = client) => as.send(new sdk[`${name}Command`](input));

async function standAlone(name, email = `${name.toLowerCase()}@example.com`) {
  const credentials = await gatehouse.createAccount(name, email);
  const { Account: id } = await gatehouse.client(sts.STSClient, credentials).send(new sts.GetCallerIdentityCommand({}));
  return { id, email, credentials, as: gatehouse.client(sdk.OrganizationsClient, credentials), iam: gatehouse.client(iam.IAMClient, credentials) };
}
const invite = (Type, Id, as = client) => send('InviteAccountToOrganization', { Target: { Type, Id } }, as).then((r) => r.Handshake);
const mine = async (as) => (await send('ListHandshakesForAccount', {}, as)).Handshakes.map((h) => h.Id);
/** Signed by hand: members that the SDK does not know yet. */
async function raw(operation, input) {
  const request = { method: 'POST', path: '/', body: JSON.stringify(input),
    headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': `AWSOrganizationsV20161128.${operation}` } };
  const headers = sign(request, { credentials: gatehouse.credentials, service: 'organizations', host: new URL(gatehouse.url).host });
  return JSON.parse((await sendRaw(gatehouse.url, request, headers)).text);
}

before(async () => {
  gatehouse = await startGatehouse();
  ({ organizations: client, organization, rootId } = await createOrganization(gatehouse));
  member = await createAccount(client, 'Member', 'member@example.com');
});
after(() => gatehouse?.stop());

describe('an invitation by e-mail', () => {
  it('is listed for whoever has the address later, in whatever letters', async () => {
    const h = await invite('EMAIL', 'Future@Example.com');
    const other = await standAlone('Other');
    const guest = await standAlone('Future', 'future@example.COM');
    assert.deepEqual(await mine(other.as), []);
    assert.deepEqual(await mine(guest.as), [h.Id]);
    await assert.rejects(send('AcceptHandshake', { HandshakeId: h.Id }, other.as), awsError('HandshakeNotFoundException'));
    await send('DeclineHandshake', { HandshakeId: h.Id }, guest.as);
    assert.equal((await send('DescribeHandshake', { HandshakeId: h.Id })).Handshake.State, 'DECLINED');
  });

  it('is listed in pages among those by account, each once and in order', async () => {
    const others = await Promise.all(['One', 'Two', 'Three'].map((name) => standAlone(name)));
    const early = [], late = [];
    for (const { as } of others) {
      await send('CreateOrganization', {}, as);
      early.push((await invite('EMAIL', 'mixed@example.com', as)).Id);
    }
    const guest = await standAlone('Mixed');
    late.push((await invite('ACCOUNT', guest.id)).Id);
    const { items, pages } = await listAll(guest.as, sdk.ListHandshakesForAccountCommand, { MaxResults: 1 }, 'Handshakes');
    assert.deepEqual(items.map((h) => h.Id), [...early, ...late].sort());
    assert.equal(pages, 4);
  });
});

describe('a duplicate', () => {
  it('is one whether the account is named by id or by address', async () => {
    const guest = await standAlone('Twice');
    const h = await invite('ACCOUNT', guest.id);
    await assert.rejects(invite('ACCOUNT', guest.id), awsError('DuplicateHandshakeException'));
    await assert.rejects(invite('EMAIL', guest.email.toUpperCase()), awsError('DuplicateHandshakeException'));
    await invite('EMAIL', 'nobody@example.com');
    await assert.rejects(invite('EMAIL', 'NOBODY@example.com'), awsError('DuplicateHandshakeException'));
    await send('CancelHandshake', { HandshakeId: h.Id });
    await invite('EMAIL', guest.email);
  });

  it('is found among thousands', { skip: onPostgres && 'the rows are put into SQLite' }, async () => {
    const guest = await standAlone('Needle');
    const first = await invite('ACCOUNT', guest.id);
    await gatehouse.stop({ keep: true });
    const now = Date.now() - 2 * 86_400_000;
    const rows = `WITH RECURSIVE s(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM s WHERE i < 5000)`;
    const insert = (id, target, key) => `INSERT INTO handshake (id, organization_id, management_account_id, action, state, target_type, target_id,
      target_account_id, address_key, requested_ms, expires_ms) ${rows} SELECT ${id}, '${organization.Id}', '${organization.MasterAccountId}',
      'INVITE', 'OPEN', 'EMAIL', 'x' || i, ${target}, ${key}, ${now}, ${now + 15 * 86_400_000} FROM s;`;
    execFileSync('python3', ['-c', 'import sqlite3, sys; d = sqlite3.connect(sys.argv[1]); d.executescript(sys.stdin.read()); d.commit()',
      path.join(gatehouse.data, 'gatehouse.db')], { input: insert("'h-0' || printf('%030d', i)", 'NULL', "'x' || i") });
    await gatehouse.start();
    client = gatehouse.client(sdk.OrganizationsClient);
    await assert.rejects(invite('ACCOUNT', guest.id), awsError('DuplicateHandshakeException'));
    await assert.rejects(invite('EMAIL', guest.email), awsError('DuplicateHandshakeException'));
    assert.equal((await send('DescribeHandshake', { HandshakeId: first.Id })).Handshake.State, 'OPEN');
  });
});

describe('an account that comes back', { skip: onPostgres && 'the job is put into SQLite' }, () => {
  async function sql(statements) {
    await gatehouse.stop({ keep: true });
    execFileSync('python3', ['-c', 'import sqlite3, sys; d = sqlite3.connect(sys.argv[1]); d.executescript(sys.stdin.read()); d.commit()',
      path.join(gatehouse.data, 'gatehouse.db')], { input: statements });
    await gatehouse.start();
    client = gatehouse.client(sdk.OrganizationsClient);
  }

  it('waits until what it had is gone', async () => {
    const guest = await standAlone('Returning');
    const job = `organizations.departure/${organization.Id}/${guest.id}`;
    const h = await invite('ACCOUNT', guest.id);
    await sql(`INSERT INTO job (id, kind, payload, position, attempts, run_ms, created_ms) VALUES ('${job}', 'organizations.departure', '', '', 0, ${Date.now() + 3_600_000}, 0)`);
    const accept = () => send('AcceptHandshake', { HandshakeId: h.Id }, gatehouse.client(sdk.OrganizationsClient, guest.credentials));
    await assert.rejects(accept(), awsError('ConcurrentModificationException', /still being removed/));
    await sql(`UPDATE job SET run_ms = 0 WHERE id = '${job}'`);
    const reply = await until('the job to end', () => accept().catch((error) => error.name !== 'ConcurrentModificationException' && Promise.reject(error)));
    assert.equal(reply.Handshake.State, 'ACCEPTED');
  });
});

describe('an invitation that nobody answers', () => {
  it('runs out after 15 days, not before', async () => {
    const guest = await standAlone('Slow');
    const h = await invite('ACCOUNT', guest.id);
    assert.equal(+h.ExpirationTimestamp - +h.RequestedTimestamp, 15 * 86_400_000);
    // A client takes over the clock that answers tell: a new one for each call.
    const later = (name, input, seconds, credentials = gatehouse.credentials) => send(name, input,
      gatehouse.client(sdk.OrganizationsClient, credentials, { systemClockOffset: seconds * 1000 }));
    for (const [seconds, state] of [[15 * 86_400 - 120, 'OPEN'], [15 * 86_400 + 60, 'EXPIRED'], [44 * 86_400, 'EXPIRED']]) {
      await gatehouse.stop({ keep: true });
      await gatehouse.start({ GATEHOUSE_CLOCK_OFFSET_S: String(seconds) });
      assert.equal((await later('DescribeHandshake', { HandshakeId: h.Id }, seconds)).Handshake.State, state);
      if (state === 'EXPIRED')
        await assert.rejects(later('AcceptHandshake', { HandshakeId: h.Id }, seconds, guest.credentials), awsError('InvalidHandshakeTransitionException'));
    }
    await gatehouse.stop({ keep: true });
    await gatehouse.start({ GATEHOUSE_CLOCK_OFFSET_S: String(46 * 86_400) });
    await until('it to be forgotten', () => later('DescribeHandshake', { HandshakeId: h.Id }, 46 * 86_400).then(() => false,
      (error) => error.name === 'HandshakeNotFoundException'));
    await gatehouse.stop({ keep: true });
    await gatehouse.start();
    client = gatehouse.client(sdk.OrganizationsClient);
  });
});

describe('AWSServiceRoleForOrganizations', () => {
  const role = (as) => as.send(new iam.GetRoleCommand({ RoleName: ROLE })).then((r) => r.Role);

  it('comes with the organization and with every member', async () => {
    const own = await role(gatehouse.client(iam.IAMClient));
    assert.equal(own.Path, '/aws-service-role/organizations.amazonaws.com/');
    assert.deepEqual(JSON.parse(decodeURIComponent(own.AssumeRolePolicyDocument)).Statement[0].Principal, { Service: 'organizations.amazonaws.com' });
    const guest = await standAlone('Joiner');
    await assert.rejects(role(guest.iam), awsError('NoSuchEntityException'));
    const h = await invite('ACCOUNT', guest.id);
    await send('AcceptHandshake', { HandshakeId: h.Id }, guest.as);
    assert.ok(await role(guest.iam));
    const { AttachedPolicies } = await guest.iam.send(new iam.ListAttachedRolePoliciesCommand({ RoleName: ROLE }));
    assert.deepEqual(AttachedPolicies.map((p) => p.PolicyName), ['AWSOrganizationsServiceTrustPolicy']);
    await send('LeaveOrganization', {}, guest.as);
    const again = await invite('ACCOUNT', guest.id);
    await send('AcceptHandshake', { HandshakeId: again.Id }, guest.as);
    await send('LeaveOrganization', {}, guest.as);
  });

  it('needs leave to be made, once', async () => {
    const owner = await standAlone('Owner');
    const user = async (UserName, Action) => {
      await owner.iam.send(new iam.CreateUserCommand({ UserName }));
      await owner.iam.send(new iam.PutUserPolicyCommand({ UserName, PolicyName: 'p', PolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement: [
        { Effect: 'Allow', Action: 'organizations:*', Resource: '*' }, ...(Action ? [Action] : [])] }) }));
      const { AccessKey: k } = await owner.iam.send(new iam.CreateAccessKeyCommand({ UserName }));
      return gatehouse.client(sdk.OrganizationsClient, { accessKeyId: k.AccessKeyId, secretAccessKey: k.SecretAccessKey });
    };
    const without = await user('without');
    const dependency = (promise) => assert.rejects(promise, (error) => {
      awsError('AccessDeniedForDependencyException')(error);
      assert.equal(error.Reason, 'ACCESS_DENIED_DURING_CREATE_SERVICE_LINKED_ROLE');
      return true;
    });
    await dependency(send('CreateOrganization', {}, without));
    await assert.rejects(send('DescribeOrganization', {}, owner.as), awsError('AWSOrganizationsNotInUseException'), 'nothing was made');
    const h = await invite('ACCOUNT', owner.id);
    await dependency(send('AcceptHandshake', { HandshakeId: h.Id }, without));
    assert.equal((await send('DescribeHandshake', { HandshakeId: h.Id })).Handshake.State, 'OPEN');
    const exact = await user('exact', { Effect: 'Allow', Action: 'iam:CreateServiceLinkedRole',
      Resource: `arn:aws:iam::${owner.id}:role/aws-service-role/organizations.amazonaws.com/${ROLE}`,
      Condition: { StringEquals: { 'iam:AWSServiceName': 'organizations.amazonaws.com' } } });
    await send('CreateOrganization', {}, exact);
    await send('DeleteOrganization', {}, without);
    await send('CreateOrganization', {}, without);
    await send('DeleteOrganization', {}, without);
  });
});

describe('an account', () => {
  it('tells its State, its retired Status and its path', async () => {
    const { Account } = await raw('DescribeAccount', { AccountId: member });
    assert.deepEqual([Account.State, Account.Status, Account.Paths], ['ACTIVE', 'ACTIVE', [`${organization.Id}/${rootId}/${member}/`]]);
    const { Accounts } = await raw('ListAccounts', {});
    assert.ok(Accounts.every((a) => a.State && a.Status && a.Paths.length === 1));
  });
});

describe('the trail of the management account', () => {
  it('tells who came and went, and what became of requests', { skip: onPostgres && 'the trail is read from SQLite' }, async () => {
    const mover = await standAlone('Mover');
    const second = await standAlone('Second');
    await send('CreateOrganization', {}, second.as);
    await send('AcceptHandshake', { HandshakeId: (await invite('ACCOUNT', mover.id)).Id }, mover.as);
    await send('AcceptHandshake', { HandshakeId: (await invite('ACCOUNT', mover.id, second.as)).Id }, mover.as);
    await send('RemoveAccountFromOrganization', { AccountId: mover.id }, second.as);
    await assert.rejects(createAccount(client, 'Taken', 'member@example.com'));
    const closing = await createAccount(client, 'Closing', 'closing@example.com');
    await send('CloseAccount', { AccountId: closing });
    await until('it to be closed', async () => (await send('DescribeAccount', { AccountId: closing })).Account.Status === 'SUSPENDED');
    await gatehouse.stop({ keep: true });
    const events = readTrail(gatehouse.data).filter((e) => e.eventType === 'AwsServiceEvent');
    for (const e of events) {
      assert.equal(e.eventSource, 'organizations.amazonaws.com');
      assert.equal(e.userIdentity.invokedBy, 'AWS Internal');
      assert.equal(e.userIdentity.accountId, e.recipientAccountId);
      assert.equal(e.errorCode, undefined);
    }
    const details = (recipient) => events.filter((e) => e.recipientAccountId === recipient && JSON.stringify(e.serviceEventDetails).includes(mover.id))
      .map((e) => [e.eventName, e.serviceEventDetails.joinedMethod ?? e.serviceEventDetails.departureMethod]);
    assert.deepEqual(details(organization.MasterAccountId), [['AccountJoinedOrganization', 'INVITED'], ['AccountDepartedOrganization', 'LEFT']]);
    assert.deepEqual(details(second.id), [['AccountJoinedOrganization', 'INVITED'], ['AccountDepartedOrganization', 'REMOVED']]);
    const named = (name) => events.filter((e) => e.eventName === name).map((e) => e.serviceEventDetails);
    const created = named('CreateAccountResult').map((d) => d.createAccountStatus);
    assert.ok(created.some((s) => s.state === 'SUCCEEDED' && s.accountId === closing && s.accountName === '****'));
    assert.ok(created.some((s) => s.state === 'FAILED' && s.failureReason === 'EMAIL_ALREADY_EXISTS' && !s.accountId));
    assert.ok(named('AccountJoinedOrganization').some((d) => d.accountId === closing && d.joinedMethod === 'CREATED' && d.joinedTime));
    assert.deepEqual(named('CloseAccountResult').map((d) => [d.closeAccountStatus.accountId, d.closeAccountStatus.state]), [[closing, 'SUCCEEDED']]);
  });
});
