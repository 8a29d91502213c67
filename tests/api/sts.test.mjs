// STS: who am I, sessions, and roles of member accounts.
import { after, before, describe, it } from 'node:test';
import assert from 'node:assert/strict';
import { STSClient, GetCallerIdentityCommand, GetSessionTokenCommand, AssumeRoleCommand } from '@aws-sdk/client-sts';
import { IAMClient, CreateUserCommand, CreateAccessKeyCommand, PutUserPolicyCommand, DeleteUserPolicyCommand, ListRolesCommand } from '@aws-sdk/client-iam';
import { awsError, startGatehouse } from '../support/gatehouse.mjs';
import { createAccount, createOrganization } from '../support/organization.mjs';

let gatehouse, sts, accountId, memberId;
const session = (c) => ({ accessKeyId: c.AccessKeyId, secretAccessKey: c.SecretAccessKey, sessionToken: c.SessionToken });
before(async () => {
  gatehouse = await startGatehouse();
  sts = gatehouse.client(STSClient);
  accountId = (await sts.send(new GetCallerIdentityCommand({}))).Account;
  const { organizations } = await createOrganization(gatehouse);
  memberId = await createAccount(organizations, 'Member', 'member@example.com');
});
after(() => gatehouse?.stop());

describe('GetCallerIdentity', () => {
  it('names the administrator of the first account', async () => {
    const me = await sts.send(new GetCallerIdentityCommand({}));
    assert.match(me.Account, /^\d{12}$/);
    assert.match(me.Arn, new RegExp(`^arn:aws:iam::${me.Account}:user/`));
    assert.match(me.UserId, /^AIDA[A-Z0-9]{16,}$/);
  });
});

describe('GetSessionToken', () => {
  it('answers credentials of the same person', async () => {
    const { Credentials } = await sts.send(new GetSessionTokenCommand({ DurationSeconds: 900 }));
    assert.match(Credentials.AccessKeyId, /^ASIA[A-Z0-9]{16}$/);
    const left = Credentials.Expiration - Date.now();
    assert.ok(left > 890_000 && left <= 901_000, `${left}`);
    const me = await gatehouse.client(STSClient, session(Credentials)).send(new GetCallerIdentityCommand({}));
    assert.equal(me.Arn, (await sts.send(new GetCallerIdentityCommand({}))).Arn);
  });

  it('keeps to 15 minutes at least and 36 hours at most', async () => {
    for (const DurationSeconds of [899, 129_601])
      await assert.rejects(sts.send(new GetSessionTokenCommand({ DurationSeconds })), awsError('ValidationError', /durationSeconds/));
  });
});

describe('AssumeRole', () => {
  const roleOf = (account) => `arn:aws:iam::${account}:role/OrganizationAccountAccessRole`;
  const assume = (client, more = {}) => client.send(new AssumeRoleCommand({ RoleArn: roleOf(memberId), RoleSessionName: 'tests', ...more }));

  it('reaches a member account by its access role', async () => {
    const reply = await assume(sts);
    assert.equal(reply.AssumedRoleUser.Arn, `arn:aws:sts::${memberId}:assumed-role/OrganizationAccountAccessRole/tests`);
    assert.match(reply.AssumedRoleUser.AssumedRoleId, /^AROA[A-Z0-9]{16,}:tests$/);
    const me = await gatehouse.client(STSClient, session(reply.Credentials)).send(new GetCallerIdentityCommand({}));
    assert.deepEqual({ Arn: me.Arn, UserId: me.UserId, Account: me.Account },
      { Arn: reply.AssumedRoleUser.Arn, UserId: reply.AssumedRoleUser.AssumedRoleId, Account: memberId });
    const { Roles } = await gatehouse.client(IAMClient, session(reply.Credentials)).send(new ListRolesCommand({}));
    assert.ok(Roles.some((r) => r.RoleName === 'OrganizationAccountAccessRole'));
  });

  it('narrows by a session policy', async () => {
    const Policy = JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'iam:GetRole', Resource: '*' }] });
    const { Credentials } = await assume(sts, { Policy });
    await assert.rejects(gatehouse.client(IAMClient, session(Credentials)).send(new ListRolesCommand({})),
      awsError('AccessDenied', /because no session policy allows the iam:ListRoles action/));
  });

  it('is refused for a role that is not there, as for one that does not trust', async () => {
    const arn = (await sts.send(new GetCallerIdentityCommand({}))).Arn;
    const rest = new Set();
    for (const RoleArn of [`arn:aws:iam::${memberId}:role/Nobody`, `arn:aws:iam::${memberId}:role/aws-service-role/x`, roleOf('999999999999')])
      await assert.rejects(assume(sts, { RoleArn }), (error) => {
        const begins = `User: ${arn} is not authorized to perform: sts:AssumeRole on resource: ${RoleArn}`;
        rest.add(error.message.slice(begins.length));
        return awsError('AccessDenied')(error) && error.$metadata.httpStatusCode === 403 && error.message.startsWith(begins);
      });
    assert.equal(rest.size, 1, `nothing tells one from the other: ${[...rest]}`);
  });

  it('needs permission on the caller\'s side too', async () => {
    const iam = gatehouse.client(IAMClient);
    await iam.send(new CreateUserCommand({ UserName: 'assumer' }));
    const { AccessKey: k } = await iam.send(new CreateAccessKeyCommand({ UserName: 'assumer' }));
    const client = gatehouse.client(STSClient, { accessKeyId: k.AccessKeyId, secretAccessKey: k.SecretAccessKey });
    await assert.rejects(assume(client), awsError('AccessDenied'));
    const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: { Effect: 'Allow', Action: 'sts:AssumeRole', Resource: roleOf(memberId) } });
    await iam.send(new PutUserPolicyCommand({ UserName: 'assumer', PolicyName: 'p', PolicyDocument }));
    assert.ok((await assume(client)).Credentials);
    await iam.send(new DeleteUserPolicyCommand({ UserName: 'assumer', PolicyName: 'p' }));
    await assert.rejects(assume(client), awsError('AccessDenied'));
  });

  it('keeps to the role\'s session length and to an hour when chained', async () => {
    await assert.rejects(assume(sts, { DurationSeconds: 43_200 }), awsError('ValidationError', /MaxSessionDuration/));
    await assert.rejects(assume(sts, { DurationSeconds: 899 }), awsError('ValidationError', /durationSeconds/));
  });

  it('refuses a session policy that is none', async () => {
    await assert.rejects(assume(sts, { Policy: '{"Version":"2012-10-17"}' }), awsError('MalformedPolicyDocumentException'));
  });
});
