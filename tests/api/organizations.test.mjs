// Organizations: the tree, accounts made and invited.
import { after, before, describe, it } from 'node:test';
import assert from 'node:assert/strict';
import * as sdk from '@aws-sdk/client-organizations';
import { awsError, listAll, startGatehouse } from '../support/gatehouse.mjs';
import { createAccount } from '../support/organization.mjs';

let gatehouse, client, rootId, memberId;
const send = (name, input = {}, as = client) => as.send(new sdk[`${name}Command`](input));
before(async () => {
  gatehouse = await startGatehouse();
  client = gatehouse.client(sdk.OrganizationsClient);
});
after(() => gatehouse?.stop());

describe('without an organization', () => {
  it('everything says so', async () => {
    for (const name of ['DescribeOrganization', 'ListRoots', 'ListAccounts', 'ListCreateAccountStatus'])
      await assert.rejects(send(name), awsError('AWSOrganizationsNotInUseException', 'Your account is not a member of an organization.'), name);
  });
});

describe('an organization', () => {
  it('begins with its management account and root', async () => {
    const { Organization: o } = await send('CreateOrganization', { FeatureSet: 'ALL' });
    assert.match(o.Id, /^o-[a-z0-9]{10,32}$/);
    assert.equal(o.Arn, `arn:aws:organizations::${o.MasterAccountId}:organization/${o.Id}`);
    assert.equal(o.MasterAccountArn, `arn:aws:organizations::${o.MasterAccountId}:account/${o.Id}/${o.MasterAccountId}`);
    assert.equal(o.FeatureSet, 'ALL');
    assert.deepEqual((await send('DescribeOrganization')).Organization, o);
    const { Roots } = await send('ListRoots');
    assert.equal(Roots.length, 1);
    rootId = Roots[0].Id;
    assert.match(rootId, /^r-[0-9a-z]{4,32}$/);
    assert.deepEqual([Roots[0].Name, Roots[0].Arn], ['Root', `arn:aws:organizations::${o.MasterAccountId}:root/${o.Id}/${rootId}`]);
    const { Accounts } = await send('ListAccounts');
    assert.deepEqual(Accounts.map((a) => [a.Id, a.Status, a.JoinedMethod]), [[o.MasterAccountId, 'ACTIVE', 'INVITED']]);
    await assert.rejects(send('CreateOrganization'), awsError('AlreadyInOrganizationException'));
  });
});

describe('organizational units', () => {
  it('form a tree five deep', async () => {
    let ParentId = rootId;
    for (const Name of ['1', '2', '3', '4', '5']) {
      const { OrganizationalUnit: ou } = await send('CreateOrganizationalUnit', { ParentId, Name });
      assert.match(ou.Id, new RegExp(`^ou-${rootId.slice(2)}-[a-z0-9]{8,32}$`));
      assert.deepEqual((await send('ListParents', { ChildId: ou.Id })).Parents[0].Id, ParentId);
      assert.deepEqual((await send('DescribeOrganizationalUnit', { OrganizationalUnitId: ou.Id })).OrganizationalUnit.Name, Name);
      ParentId = ou.Id;
    }
    await assert.rejects(send('CreateOrganizationalUnit', { ParentId, Name: '6' }), (error) =>
      awsError('ConstraintViolationException')(error) && error.Reason === 'OU_DEPTH_LIMIT_EXCEEDED');
  });

  it('have a name of their own under a parent', async () => {
    await send('CreateOrganizationalUnit', { ParentId: rootId, Name: 'Twin' });
    await assert.rejects(send('CreateOrganizationalUnit', { ParentId: rootId, Name: 'Twin' }), awsError('DuplicateOrganizationalUnitException'));
    await assert.rejects(send('CreateOrganizationalUnit', { ParentId: 'r-zzzz', Name: 'x' }), awsError('ParentNotFoundException'));
    await assert.rejects(send('DescribeOrganizationalUnit', { OrganizationalUnitId: `ou-${rootId.slice(2)}-zzzzzzzz` }),
      awsError('OrganizationalUnitNotFoundException'));
  });

  it('are listed in pages', async () => {
    for (let i = 0; i < 5; i++) await send('CreateOrganizationalUnit', { ParentId: rootId, Name: `page-${i}` });
    const { items, pages } = await listAll(client, sdk.ListOrganizationalUnitsForParentCommand, { ParentId: rootId, MaxResults: 2 }, 'OrganizationalUnits');
    assert.ok(pages >= 3);
    assert.equal(items.length, 7);
    const { Children } = await send('ListChildren', { ParentId: rootId, ChildType: 'ORGANIZATIONAL_UNIT' });
    assert.deepEqual(Children.map((c) => c.Id).sort(), items.map((o) => o.Id).sort());
  });
});

describe('accounts', () => {
  it('are made in the background', async () => {
    const { CreateAccountStatus: s } = await send('CreateAccount', { AccountName: 'Development Account', Email: 'dev-account@example.com' });
    assert.match(s.Id, /^car-[a-z0-9]{8,32}$/);
    assert.equal(s.State, 'IN_PROGRESS');
    assert.equal(s.AccountName, 'Development Account');
    memberId = await createAccount(client, 'Second', 'second@example.com');
    const { Account: a } = await send('DescribeAccount', { AccountId: memberId });
    assert.deepEqual([a.Id, a.Name, a.Email, a.Status, a.JoinedMethod], [memberId, 'Second', 'second@example.com', 'ACTIVE', 'CREATED']);
    assert.ok(a.JoinedTimestamp instanceof Date);
    const { CreateAccountStatuses } = await send('ListCreateAccountStatus');
    assert.equal(CreateAccountStatuses.length, 2);
    const { Accounts } = await send('ListAccountsForParent', { ParentId: rootId });
    assert.equal(Accounts.length, 3);
  });

  it('of an address in use fail with the reason', async () => {
    await assert.rejects(createAccount(client, 'Again', 'second@example.com'), /FAILED EMAIL_ALREADY_EXISTS/);
    await assert.rejects(send('DescribeCreateAccountStatus', { CreateAccountRequestId: 'car-zzzzzzzz' }), awsError('CreateAccountStatusNotFoundException'));
    await assert.rejects(send('DescribeAccount', { AccountId: '000000000000' }), awsError('AccountNotFoundException'));
  });

  it('move only from where they are', async () => {
    const { OrganizationalUnit: ou } = await send('CreateOrganizationalUnit', { ParentId: rootId, Name: 'Home' });
    const move = (SourceParentId, DestinationParentId) => send('MoveAccount', { AccountId: memberId, SourceParentId, DestinationParentId });
    await assert.rejects(move(ou.Id, rootId), awsError('SourceParentNotFoundException'));
    await move(rootId, ou.Id);
    assert.equal((await send('ListParents', { ChildId: memberId })).Parents[0].Id, ou.Id);
    await assert.rejects(move(ou.Id, ou.Id), awsError('DuplicateAccountException'));
    await assert.rejects(move(ou.Id, `ou-${rootId.slice(2)}-zzzzzzzz`), awsError('DestinationParentNotFoundException'));
    await move(ou.Id, rootId);
  });
});

describe('handshakes', () => {
  let guest, guestId;
  before(async () => {
    const credentials = await gatehouse.createAccount('Guest', 'guest@example.com');
    guest = gatehouse.client(sdk.OrganizationsClient, credentials);
    const { STSClient, GetCallerIdentityCommand } = await import('@aws-sdk/client-sts');
    guestId = (await gatehouse.client(STSClient, credentials).send(new GetCallerIdentityCommand({}))).Account;
  });
  const invite = () => send('InviteAccountToOrganization', { Target: { Type: 'ACCOUNT', Id: guestId }, Notes: 'Join us' });

  it('can be declined and cancelled', async () => {
    const { Handshake: one } = await invite();
    assert.match(one.Id, /^h-[0-9a-z]{8,32}$/);
    assert.equal(one.Action, 'INVITE');
    assert.ok(['REQUESTED', 'OPEN'].includes(one.State), one.State);
    assert.ok(Math.abs(one.ExpirationTimestamp - one.RequestedTimestamp - 15 * 86_400_000) < 60_000);
    await assert.rejects(invite(), awsError('DuplicateHandshakeException'));
    const { Handshakes } = await send('ListHandshakesForAccount', {}, guest);
    assert.deepEqual(Handshakes.map((h) => h.Id), [one.Id]);
    assert.equal((await send('DeclineHandshake', { HandshakeId: one.Id }, guest)).Handshake.State, 'DECLINED');
    await assert.rejects(send('AcceptHandshake', { HandshakeId: one.Id }, guest), awsError('InvalidHandshakeTransitionException'));
    const { Handshake: two } = await invite();
    assert.equal((await send('CancelHandshake', { HandshakeId: two.Id })).Handshake.State, 'CANCELED');
    await assert.rejects(send('CancelHandshake', { HandshakeId: two.Id }), awsError('HandshakeAlreadyInStateException'));
  });

  it('accepted bring the account in', async () => {
    const { Handshake: h } = await invite();
    await assert.rejects(send('AcceptHandshake', { HandshakeId: h.Id }), (error) => /AccessDenied|HandshakeNotFound|InvalidHandshake|Constraint/.test(error.name));
    assert.equal((await send('AcceptHandshake', { HandshakeId: h.Id }, guest)).Handshake.State, 'ACCEPTED');
    assert.equal((await send('DescribeHandshake', { HandshakeId: h.Id })).Handshake.State, 'ACCEPTED');
    assert.ok((await send('ListHandshakesForOrganization')).Handshakes.some((x) => x.Id === h.Id));
    const { Account } = await send('DescribeAccount', { AccountId: guestId });
    assert.deepEqual([Account.JoinedMethod, Account.Status], ['INVITED', 'ACTIVE']);
    await assert.rejects(invite(), (error) => ['DuplicateHandshakeException', 'HandshakeConstraintViolationException', 'DuplicateAccountException'].includes(error.name));
  });

  it('leave the member only what members may', async () => {
    await assert.rejects(send('ListAccounts', {}, guest), awsError('AccessDeniedException'));
    assert.ok((await send('DescribeOrganization', {}, guest)).Organization.Id);
    await assert.rejects(send('DescribeHandshake', { HandshakeId: 'h-zzzzzzzz' }, guest), (error) => /HandshakeNotFound|AccessDenied/.test(error.name));
  });
});
