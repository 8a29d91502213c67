// STS sessions in depth: chains of roles with their tags and source identity, MFA, federation tokens, root sessions, tokens
// for others, messages about denials; and how each ends.
import { after, before, describe, it } from 'node:test';
import assert from 'node:assert/strict';
import { createRemoteJWKSet, jwtVerify, decodeProtectedHeader, importX509 } from 'jose';
import * as iamSdk from '@aws-sdk/client-iam';
import * as stsSdk from '@aws-sdk/client-sts';
import { CloseAccountCommand, EnableAWSServiceAccessCommand, OrganizationsClient } from '@aws-sdk/client-organizations';
import { awsError, startGatehouse } from '../support/gatehouse.mjs';
import { createAccount, createOrganization } from '../support/organization.mjs';
import { totp, totpStep } from '../support/totp.mjs';

const { IAMClient, AttachRolePolicyCommand, CreateAccessKeyCommand, CreatePolicyCommand, CreateRoleCommand, CreateUserCommand, CreateVirtualMFADeviceCommand,
  DeletePolicyCommand, DeleteRoleCommand, DeleteRolePolicyCommand, DeleteUserPolicyCommand, EnableMFADeviceCommand, EnableOrganizationsRootSessionsCommand, GetUserCommand,
  ListUsersCommand, PutRolePolicyCommand, PutUserPolicyCommand, UpdateAccessKeyCommand, EnableOutboundWebIdentityFederationCommand, DisableOutboundWebIdentityFederationCommand,
  DisableOrganizationsRootSessionsCommand, ListAccessKeysCommand, CreateLoginProfileCommand, GetLoginProfileCommand } = iamSdk;
const { STSClient, AssumeRoleCommand, AssumeRootCommand, DecodeAuthorizationMessageCommand, GetAccessKeyInfoCommand, GetCallerIdentityCommand,
  GetDelegatedAccessTokenCommand, GetFederationTokenCommand, GetSessionTokenCommand, GetWebIdentityTokenCommand } = stsSdk;

let gatehouse, iam, sts, account, memberId;
const session = (c) => ({ accessKeyId: c.AccessKeyId, secretAccessKey: c.SecretAccessKey, sessionToken: c.SessionToken });
const policy = (...Statement) => JSON.stringify({ Version: '2012-10-17', Statement });
const allow = (Action, more = {}) => ({ Effect: 'Allow', Action, Resource: '*', ...more });
const trusting = (AWS, Condition, Action = ['sts:AssumeRole', 'sts:TagSession', 'sts:SetSourceIdentity']) =>
  policy({ Effect: 'Allow', Principal: { AWS }, Action, ...(Condition && { Condition }) });
const as = (Client, credentials) => gatehouse.client(Client, credentials);
const whoami = (credentials) => as(STSClient, credentials).send(new GetCallerIdentityCommand({}));

async function user(UserName, ...statements) {
  await iam.send(new CreateUserCommand({ UserName }));
  if (statements.length) await iam.send(new PutUserPolicyCommand({ UserName, PolicyName: 'p', PolicyDocument: policy(...statements) }));
  const { AccessKey: k } = await iam.send(new CreateAccessKeyCommand({ UserName }));
  return { accessKeyId: k.AccessKeyId, secretAccessKey: k.SecretAccessKey };
}
async function role(RoleName, trust, ...statements) {
  const { Role } = await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: trust, MaxSessionDuration: 43_200 }));
  if (statements.length) await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: 'p', PolicyDocument: policy(...statements) }));
  return Role.Arn;
}
const assume = (client, RoleArn, more = {}) => client.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'tests', ...more }));

before(async () => {
  gatehouse = await startGatehouse();
  iam = as(IAMClient);
  sts = as(STSClient);
  account = (await whoami()).Account;
  const { organizations } = await createOrganization(gatehouse);
  memberId = await createAccount(organizations, 'Member', 'member@example.com');
});
after(() => gatehouse?.stop());

describe('chains of roles', () => {
  let first, second, third, start;
  before(async () => {
    first = await role('chain-1', trusting(account), allow(['sts:*', 'iam:ListUsers']));
    second = await role('chain-2', trusting(account), allow(['sts:*', 'iam:ListUsers'], { Condition: { StringEquals: { 'aws:PrincipalTag/team': 'red' } } }));
    third = await role('chain-3', trusting(account, { StringEquals: { 'aws:PrincipalTag/team': 'red' } }), allow('iam:ListUsers'));
    start = as(STSClient, await user('chainer', allow('sts:*')));
  });

  it('hand transitive tags on, and no others', async () => {
    const Tags = [{ Key: 'team', Value: 'red' }, { Key: 'cost', Value: '7' }];
    const one = await assume(start, first, { Tags, TransitiveTagKeys: ['TEAM'] });
    assert.ok(one.PackedPolicySize > 0 && one.PackedPolicySize < 20);
    const two = await assume(as(STSClient, session(one.Credentials)), second);
    assert.ok(await as(IAMClient, session(two.Credentials)).send(new ListUsersCommand({})), 'team=red has come along');
    const three = await assume(as(STSClient, session(two.Credentials)), third);
    assert.ok(three.Credentials);
    const without = await assume(start, first, { Tags });
    const after = await assume(as(STSClient, session(without.Credentials)), second);
    await assert.rejects(as(IAMClient, session(after.Credentials)).send(new ListUsersCommand({})), awsError('AccessDenied'), 'not transitive');
  });

  it('do not let a transitive tag be set again', async () => {
    const one = await assume(start, first, { Tags: [{ Key: 'team', Value: 'red' }], TransitiveTagKeys: ['team'] });
    await assert.rejects(assume(as(STSClient, session(one.Credentials)), second, { Tags: [{ Key: 'Team', Value: 'blue' }] }),
      awsError('ValidationError', /conflicts with a transitive tag key from the calling session/));
    await assert.rejects(assume(start, first, { TransitiveTagKeys: ['team'] }), awsError('ValidationError', /must be included in the requested tags/));
    await assert.rejects(assume(start, first, { Tags: [{ Key: 'a', Value: '1' }, { Key: 'A', Value: '2' }] }), awsError('ValidationError', /Duplicate tag keys/));
    await assert.rejects(assume(start, first, { Tags: Array.from({ length: 51 }, (_, i) => ({ Key: `k${i}`, Value: 'v' })) }), awsError('ValidationError'));
  });

  it('need sts:TagSession on every step that carries tags', async () => {
    const plain = await role('no-tags', trusting(account, null, 'sts:AssumeRole'), allow('iam:ListUsers'));
    assert.ok(await assume(start, plain));
    await assert.rejects(assume(start, plain, { Tags: [{ Key: 'a', Value: '1' }] }), awsError('AccessDenied', /sts:TagSession/));
    const one = await assume(start, first, { Tags: [{ Key: 'team', Value: 'red' }], TransitiveTagKeys: ['team'] });
    await assert.rejects(assume(as(STSClient, session(one.Credentials)), plain), awsError('AccessDenied', /sts:TagSession/));
    const picky = await role('picky', trusting(account, { StringEquals: { 'aws:RequestTag/team': 'red' }, 'ForAllValues:StringEquals': { 'aws:TagKeys': ['team'] } }), allow('iam:ListUsers'));
    assert.ok(await assume(start, picky, { Tags: [{ Key: 'team', Value: 'red' }] }));
    for (const Tags of [[{ Key: 'team', Value: 'blue' }], [{ Key: 'team', Value: 'red' }, { Key: 'x', Value: '1' }]])
      await assert.rejects(assume(start, picky, { Tags }), awsError('AccessDenied'));
  });

  it('keep the source identity, and never change it', async () => {
    const one = await assume(start, first, { SourceIdentity: 'ada' });
    assert.equal(one.SourceIdentity, 'ada');
    const inside = as(STSClient, session(one.Credentials));
    const asks = await role('asks', trusting(account, { StringEquals: { 'sts:SourceIdentity': 'ada', 'aws:SourceIdentity': 'ada' } }), allow('iam:ListUsers'));
    const two = await assume(inside, asks);
    assert.equal(two.SourceIdentity, 'ada');
    assert.equal((await assume(inside, asks, { SourceIdentity: 'ada' })).SourceIdentity, 'ada');
    await assert.rejects(assume(inside, first, { SourceIdentity: 'eve' }), awsError('AccessDenied', /sts:SetSourceIdentity/));
    const closed = await role('closed', trusting(account, null, 'sts:AssumeRole'), allow('iam:ListUsers'));
    await assert.rejects(assume(inside, closed), awsError('AccessDenied', /sts:SetSourceIdentity/));
  });

  it('last an hour at most', async () => {
    const one = await assume(start, first, { DurationSeconds: 43_200 });
    assert.ok(one.Credentials.Expiration - Date.now() > 43_000_000);
    const inside = as(STSClient, session(one.Credentials));
    await assert.rejects(assume(inside, first, { DurationSeconds: 3601 }), awsError('ValidationError', /1 hour session limit for roles assumed by role chaining/));
    assert.ok(await assume(inside, first, { DurationSeconds: 3600 }));
  });

  it('let a session be the principal', async () => {
    const arn = `arn:aws:sts::${account}:assumed-role/chain-1/special`;
    const only = await role('for-special', trusting(arn), allow('iam:ListUsers'));
    const special = await assume(start, first, { RoleSessionName: 'special' });
    assert.ok(await assume(as(STSClient, session(special.Credentials)), only));
    const other = await assume(start, first);
    await assert.rejects(assume(as(STSClient, session(other.Credentials)), only), awsError('AccessDenied'));
  });
});

describe('conditions of trust', () => {
  let caller;
  before(async () => (caller = as(STSClient, await user('conditions', allow('sts:*')))));

  it('ExternalId: as asked, or not at all', async () => {
    const arn = await role('external', trusting(account, { StringEquals: { 'sts:ExternalId': 'secret-42' } }), allow('iam:ListUsers'));
    assert.ok(await assume(caller, arn, { ExternalId: 'secret-42' }));
    for (const ExternalId of [undefined, 'secret-43', 'SECRET-42']) await assert.rejects(assume(caller, arn, { ExternalId }), awsError('AccessDenied'));
  });

  it('RoleSessionName: the user\'s own', async () => {
    const arn = await role('own-name', trusting(account, { StringLike: { 'sts:RoleSessionName': '${aws:username}' } }), allow('iam:ListUsers'));
    assert.ok(await assume(caller, arn, { RoleSessionName: 'conditions' }));
    await assert.rejects(assume(caller, arn, { RoleSessionName: 'somebody' }), awsError('AccessDenied'));
  });

  it('session policies: managed ones too, of the role\'s account', async () => {
    const arn = await role('wide', trusting(account), allow('*'));
    const { Policy } = await iam.send(new CreatePolicyCommand({ PolicyName: 'narrow', PolicyDocument: policy(allow('iam:GetUser')) }));
    const { Credentials } = await assume(caller, arn, { PolicyArns: [{ arn: Policy.Arn }] });
    await assert.rejects(as(IAMClient, session(Credentials)).send(new ListUsersCommand({})), awsError('AccessDenied', /no session policy allows/));
    const two = await assume(caller, arn, { PolicyArns: [{ arn: 'arn:aws:iam::aws:policy/IAMReadOnlyAccess' }], Policy: policy(allow('iam:ListUsers')) });
    assert.ok(await as(IAMClient, session(two.Credentials)).send(new ListUsersCommand({})));
    await assert.rejects(assume(caller, arn, { PolicyArns: [{ arn: 'arn:aws:iam::aws:policy/Nothing' }] }), awsError('ValidationError', /does not exist or is not attachable/));
    await assert.rejects(assume(caller, arn, { PolicyArns: [{ arn: Policy.Arn.replace(account, memberId) }] }), awsError('ValidationError', /does not exist/));
    await assert.rejects(assume(caller, arn, { PolicyArns: Array(11).fill({ arn: Policy.Arn }) }), awsError('ValidationError', /more than 10/));
    await assert.rejects(assume(caller, arn, { Policy: policy(allow('iam:GetUser'), ...Array.from({ length: 60 }, (_, i) => allow(`iam:Get${i}`))) }), awsError('ValidationError', /2048/));
    // A managed policy that is gone takes the session's permissions along.
    await iam.send(new DeletePolicyCommand({ PolicyArn: Policy.Arn }));
    await assert.rejects(as(IAMClient, session(Credentials)).send(new GetUserCommand({ UserName: 'conditions' })), awsError('AccessDenied'));
  });

  it('refuses what is too large for a token, and says by how much', async () => {
    const arn = await role('large', trusting(account), allow('*'));
    const noise = (n) => Array.from({ length: n }, () => String.fromCharCode(33 + Math.floor(Math.random() * 90))).join('').replace(/["\\]/g, 'x');
    const Tags = Array.from({ length: 50 }, (_, i) => ({ Key: `k${i}-${i}`, Value: noise(200).replace(/[^\w]/g, '_') }));
    await assert.rejects(assume(caller, arn, { Tags }), awsError('PackedPolicyTooLargeException', /consumes \d{3,}% of the allotted space/));
    const some = await assume(caller, arn, { Tags: Tags.slice(0, 5) });
    assert.ok(some.PackedPolicySize > 10 && some.PackedPolicySize <= 100, `${some.PackedPolicySize}`);
    assert.equal((await assume(caller, arn)).PackedPolicySize, undefined);
  });
});

describe('MFA', () => {
  let keys, client, device, arn;
  before(async () => {
    keys = await user('mia', allow('sts:*'), allow('iam:*', { Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } } }));
    client = as(STSClient, keys);
    const { VirtualMFADevice } = await iam.send(new CreateVirtualMFADeviceCommand({ VirtualMFADeviceName: 'mia' }));
    device = { serial: VirtualMFADevice.SerialNumber, seed: Buffer.from(VirtualMFADevice.Base32StringSeed).toString() };
    await iam.send(new EnableMFADeviceCommand({ UserName: 'mia', SerialNumber: device.serial, AuthenticationCode1: totp(device.seed, totpStep() - 2), AuthenticationCode2: totp(device.seed, totpStep() - 1) }));
    arn = await role('mfa', trusting(account, { Bool: { 'aws:MultiFactorAuthPresent': 'true' }, NumericLessThan: { 'aws:MultiFactorAuthAge': '60' } }), allow('iam:ListUsers'));
  });
  const code = (step) => ({ SerialNumber: device.serial, TokenCode: totp(device.seed, step) });

  it('opens a role that asks for it, once a code', async () => {
    await assert.rejects(assume(client, arn), awsError('AccessDenied', /is not authorized to perform: sts:AssumeRole/));
    await assert.rejects(assume(client, arn, { SerialNumber: device.serial }), awsError('AccessDenied', /must provide both/));
    await assert.rejects(assume(client, arn, { SerialNumber: device.serial, TokenCode: '000000' }), awsError('AccessDenied', /invalid MFA one time pass code/));
    await assert.rejects(assume(client, arn, { ...code(), SerialNumber: `arn:aws:iam::${account}:mfa/other` }), awsError('AccessDenied', /unable to validate MFA code/));
    const given = code();
    const { Credentials } = await assume(client, arn, given);
    assert.ok(Credentials);
    await assert.rejects(assume(client, arn, given), awsError('AccessDenied', /invalid MFA/));
    // AWS: the role's session knows nothing of the code.
    await assert.rejects(assume(as(STSClient, session(Credentials)), arn), awsError('AccessDenied'));
  });

  it('opens IAM to GetSessionToken', async () => {
    const plain = session((await client.send(new GetSessionTokenCommand({}))).Credentials);
    assert.equal((await whoami(plain)).Arn, `arn:aws:iam::${account}:user/mia`);
    await assert.rejects(as(IAMClient, plain).send(new ListUsersCommand({})), awsError('InvalidClientTokenId'), 'as AWS closes it');
    await assert.rejects(as(IAMClient, keys).send(new ListUsersCommand({})), awsError('AccessDenied'));
    const reply = await client.send(new GetSessionTokenCommand(code(totpStep() + 1)));
    assert.ok((await as(IAMClient, session(reply.Credentials)).send(new ListUsersCommand({}))).Users);
    assert.ok(await assume(as(STSClient, session(reply.Credentials)), arn), 'MFA of the session counts for the trust policy');
  });

  it('of one user is not another\'s', async () => {
    const other = as(STSClient, await user('max', allow('sts:*')));
    await assert.rejects(assume(other, arn, code(totpStep() + 2)), awsError('AccessDenied', /unable to validate MFA code/));
  });

  it('of one user is not kept from them by others', async () => {
    const other = as(STSClient, await user('moe', allow('sts:*')));
    for (let i = 0; i < 20; i++)
      await assert.rejects(other.send(new GetSessionTokenCommand({ SerialNumber: device.serial, TokenCode: '000000' })), awsError('AccessDenied'));
    const fresh = await user('may', allow('sts:*'));
    const { VirtualMFADevice } = await iam.send(new CreateVirtualMFADeviceCommand({ VirtualMFADeviceName: 'may' }));
    const seed = Buffer.from(VirtualMFADevice.Base32StringSeed).toString(), SerialNumber = VirtualMFADevice.SerialNumber;
    await iam.send(new EnableMFADeviceCommand({ UserName: 'may', SerialNumber, AuthenticationCode1: totp(seed, totpStep() - 2), AuthenticationCode2: totp(seed, totpStep() - 1) }));
    for (let i = 0; i < 20; i++)
      await assert.rejects(other.send(new GetSessionTokenCommand({ SerialNumber, TokenCode: '000000' })), awsError('AccessDenied'));
    assert.ok(await as(STSClient, fresh).send(new GetSessionTokenCommand({ SerialNumber, TokenCode: totp(seed, totpStep()) })));
  });
});

describe('GetSessionToken and GetFederationToken', () => {
  let keys, client;
  before(async () => {
    keys = await user('lender', allow(['sts:*', 'organizations:Describe*', 'iam:ListUsers']));
    client = as(STSClient, keys);
  });

  it('cannot be called with a session, and open little of STS', async () => {
    const own = session((await client.send(new GetSessionTokenCommand({}))).Credentials);
    for (const command of [new GetSessionTokenCommand({}), new GetFederationTokenCommand({ Name: 'bob' }), new GetAccessKeyInfoCommand({ AccessKeyId: keys.accessKeyId })])
      await assert.rejects(as(STSClient, own).send(command), awsError('AccessDenied', /^Cannot call \w+ with session credentials$/));
    const arn = await role('lent', trusting(account), allow('iam:ListUsers'));
    assert.ok(await assume(as(STSClient, own), arn));
  });

  it('lend the intersection with the session policies, and no IAM', async () => {
    const lend = async (more) => session((await client.send(new GetFederationTokenCommand({ Name: 'bob', ...more }))).Credentials);
    const reply = await client.send(new GetFederationTokenCommand({ Name: 'bob', Policy: policy(allow('organizations:*')), Tags: [{ Key: 'a', Value: '1' }] }));
    assert.deepEqual(reply.FederatedUser, { FederatedUserId: `${account}:bob`, Arn: `arn:aws:sts::${account}:federated-user/bob` });
    assert.ok(reply.PackedPolicySize > 0);
    const bob = session(reply.Credentials);
    const me = await whoami(bob);
    assert.deepEqual([me.Arn, me.UserId, me.Account], [reply.FederatedUser.Arn, reply.FederatedUser.FederatedUserId, account]);
    const { DescribeOrganizationCommand, ListAccountsCommand } = await import('@aws-sdk/client-organizations');
    assert.ok(await as(OrganizationsClient, bob).send(new DescribeOrganizationCommand({})));
    await assert.rejects(as(OrganizationsClient, bob).send(new ListAccountsCommand({})), awsError('AccessDeniedException'), 'the user may not');
    await assert.rejects(as(IAMClient, bob).send(new ListUsersCommand({})), awsError('InvalidClientTokenId'));
    await assert.rejects(assume(as(STSClient, bob), `arn:aws:iam::${account}:role/lent`), awsError('AccessDenied'));
    await assert.rejects(as(STSClient, bob).send(new GetSessionTokenCommand({})), awsError('AccessDenied'));
    const nothing = await lend({});
    await assert.rejects(as(OrganizationsClient, nothing).send(new DescribeOrganizationCommand({})), awsError('AccessDeniedException', /no session policy allows/));
    const managed = await lend({ PolicyArns: [{ arn: 'arn:aws:iam::aws:policy/AWSOrganizationsReadOnlyAccess' }] });
    assert.ok(await as(OrganizationsClient, managed).send(new DescribeOrganizationCommand({})));
    // Disabling the user's key ends what was lent with it.
    await iam.send(new UpdateAccessKeyCommand({ UserName: 'lender', AccessKeyId: keys.accessKeyId, Status: 'Inactive' }));
    await assert.rejects(whoami(bob), awsError('InvalidClientTokenId'));
    await iam.send(new UpdateAccessKeyCommand({ UserName: 'lender', AccessKeyId: keys.accessKeyId, Status: 'Active' }));
    assert.ok(await whoami(bob));
  });

  it('keep to their lengths', async () => {
    for (const Command of [GetSessionTokenCommand, GetFederationTokenCommand])
      for (const DurationSeconds of [899, 129_601])
        await assert.rejects(client.send(new Command({ Name: 'bob', DurationSeconds })), awsError('ValidationError', /durationSeconds/));
    const { Credentials } = await client.send(new GetFederationTokenCommand({ Name: 'bob' }));
    assert.ok(Math.abs(Credentials.Expiration - Date.now() - 43_200_000) < 60_000);
    await assert.rejects(client.send(new GetFederationTokenCommand({ Name: 'b b' })), awsError('ValidationError'));
    await assert.rejects(client.send(new GetFederationTokenCommand({ Name: 'bob', Policy: '{}' })), awsError('MalformedPolicyDocumentException'));
  });

  it('of a root user last an hour, and a lent part of root is limited too', async (t) => {
    const root = await startGatehouse({ args: ['--first-key', 'root'] });
    t.after(() => root.stop());
    const rootSts = root.client(STSClient);
    const own = await rootSts.send(new GetSessionTokenCommand({ DurationSeconds: 43_200 }));
    assert.ok(own.Credentials.Expiration - Date.now() <= 3_601_000);
    const lent = await rootSts.send(new GetFederationTokenCommand({ Name: 'bob', Policy: policy(allow('organizations:DescribeOrganization')) }));
    assert.ok(lent.Credentials.Expiration - Date.now() <= 3_601_000);
    const { DescribeOrganizationCommand, CreateOrganizationCommand } = await import('@aws-sdk/client-organizations');
    await assert.rejects(root.client(OrganizationsClient, session(lent.Credentials)).send(new CreateOrganizationCommand({})), awsError('AccessDeniedException', /no session policy allows/));
    await assert.rejects(root.client(OrganizationsClient, session(lent.Credentials)).send(new DescribeOrganizationCommand({})), awsError('AWSOrganizationsNotInUseException'));
    await assert.rejects(assume(rootSts, 'arn:aws:iam::123456789012:role/x'), awsError('AccessDenied', /Roles may not be assumed by root accounts/));
    await assert.rejects(rootSts.send(new AssumeRootCommand({ TargetPrincipal: '123456789012', TaskPolicyArn: { arn: 'arn:aws:iam::aws:policy/root-task/IAMAuditRootUserCredentials' } })),
      awsError('AccessDenied', 'RootSession may not be assumed by root accounts'));
  });
});

describe('the end of sessions', () => {
  it('older ones are revoked by a policy on aws:TokenIssueTime', async () => {
    const caller = as(STSClient, await user('revoker', allow('sts:*')));
    const arn = await role('revoked', trusting(account), allow('iam:ListUsers'));
    const old = session((await assume(caller, arn)).Credentials);
    assert.ok(await as(IAMClient, old).send(new ListUsersCommand({})));
    await new Promise((resolve) => setTimeout(resolve, 1100)); // moments in conditions are whole seconds
    await iam.send(new PutRolePolicyCommand({ RoleName: 'revoked', PolicyName: 'AWSRevokeOlderSessions', PolicyDocument: policy({ Effect: 'Deny', Action: '*', Resource: '*',
      Condition: { DateLessThan: { 'aws:TokenIssueTime': new Date().toISOString().replace(/\.\d+/, '') } } }) }));
    await assert.rejects(as(IAMClient, old).send(new ListUsersCommand({})), awsError('AccessDenied', /explicit deny/));
    const young = session((await assume(caller, arn)).Credentials);
    assert.ok(await as(IAMClient, young).send(new ListUsersCommand({})));
    await iam.send(new DeleteRolePolicyCommand({ RoleName: 'revoked', PolicyName: 'p' }));
    await assert.rejects(as(IAMClient, young).send(new ListUsersCommand({})), awsError('AccessDenied', /no identity-based policy/));
  });

  it('comes with the role\'s, at once and for good', async () => {
    const caller = as(STSClient, await user('ender', allow('sts:*')));
    const arn = await role('short-lived', trusting(account));
    await iam.send(new AttachRolePolicyCommand({ RoleName: 'short-lived', PolicyArn: 'arn:aws:iam::aws:policy/IAMReadOnlyAccess' }));
    const live = session((await assume(caller, arn)).Credentials);
    assert.ok(await as(IAMClient, live).send(new ListUsersCommand({})));
    await iam.send(new iamSdk.DetachRolePolicyCommand({ RoleName: 'short-lived', PolicyArn: 'arn:aws:iam::aws:policy/IAMReadOnlyAccess' }));
    await assert.rejects(as(IAMClient, live).send(new ListUsersCommand({})), awsError('AccessDenied'));
    await iam.send(new DeleteRoleCommand({ RoleName: 'short-lived' }));
    await assert.rejects(whoami(live), awsError('InvalidClientTokenId'));
    await role('short-lived', trusting(account), allow('*'));
    await assert.rejects(whoami(live), awsError('InvalidClientTokenId'), 'a new role of the same name is another');
  });
});

describe('GetAccessKeyInfo', () => {
  it('tells the account from the key id, whosever it is', async () => {
    const other = await gatehouse.createAccount('Elsewhere', 'elsewhere@example.com');
    const elsewhere = (await whoami(other)).Account;
    assert.equal((await sts.send(new GetAccessKeyInfoCommand({ AccessKeyId: other.accessKeyId }))).Account, elsewhere);
    const { Credentials } = await sts.send(new GetSessionTokenCommand({}));
    assert.equal((await sts.send(new GetAccessKeyInfoCommand({ AccessKeyId: Credentials.AccessKeyId }))).Account, account);
    for (const AccessKeyId of ['AKIA0000000000000000', 'AKIAsmallsmallsmall1', 'A'.repeat(21)])
      await assert.rejects(sts.send(new GetAccessKeyInfoCommand({ AccessKeyId })), awsError('ValidationError'));
  });
});

describe('DecodeAuthorizationMessage', () => {
  async function denied(credentials, command) {
    const client = as(IAMClient, credentials);
    let message;
    client.middlewareStack.add((next) => async (args) => {
      const result = await next(args);
      message = result.response.headers['x-gatehouse-authorization-message'];
      return result;
    }, { step: 'deserialize', priority: 'low' });
    await assert.rejects(client.send(command), awsError('AccessDenied'));
    return message;
  }

  it('opens what a denial carries, for those who may', async () => {
    const keys = await user('curious', { Sid: 'NoLists', Effect: 'Deny', Action: 'iam:List*', Resource: '*' });
    const EncodedMessage = await denied(keys, new ListUsersCommand({}));
    assert.match(EncodedMessage, /^[\w-]{100,10240}$/);
    await assert.rejects(as(STSClient, keys).send(new DecodeAuthorizationMessageCommand({ EncodedMessage })), awsError('AccessDenied', /sts:DecodeAuthorizationMessage/));
    const decoded = JSON.parse((await sts.send(new DecodeAuthorizationMessageCommand({ EncodedMessage }))).DecodedMessage);
    assert.deepEqual([decoded.allowed, decoded.explicitDeny], [false, true]);
    assert.equal(decoded.matchedStatements.items[0].statementId, 'NoLists');
    assert.equal(decoded.context.principal.arn, `arn:aws:iam::${account}:user/curious`);
    assert.equal(decoded.context.action, 'iam:ListUsers');
    assert.ok(decoded.context.conditions.items.some((c) => c.key === 'aws:SourceIp' && c.values.items[0].value === '127.0.0.1'));
    const implicit = await denied(keys, new GetUserCommand({ UserName: 'curious' }));
    const other = JSON.parse((await sts.send(new DecodeAuthorizationMessageCommand({ EncodedMessage: implicit }))).DecodedMessage);
    assert.deepEqual([other.allowed, other.explicitDeny, other.matchedStatements.items], [false, false, []]);
    const stranger = as(STSClient, await gatehouse.createAccount('Nosy', 'nosy@example.com'));
    for (const [client, message] of [[stranger, EncodedMessage], [sts, 'nonsense'], [sts, `${EncodedMessage.slice(0, -8)}AAAAAAAA`]])
      await assert.rejects(client.send(new DecodeAuthorizationMessageCommand({ EncodedMessage: message })), awsError('InvalidAuthorizationMessageException'));
  });
});

describe('GetWebIdentityToken', () => {
  let keys, client;
  before(async () => {
    keys = await user('outgoing', allow('sts:*'));
    client = as(STSClient, keys);
  });

  it('is off until the account turns it on', async () => {
    await assert.rejects(client.send(new GetWebIdentityTokenCommand({ Audience: ['x'], SigningAlgorithm: 'RS256' })), awsError('OutboundWebIdentityFederationDisabledException'));
  });

  it('answers tokens that anyone can verify from the issuer\'s documents', async () => {
    const { IssuerIdentifier } = await iam.send(new EnableOutboundWebIdentityFederationCommand({}));
    const discovery = await (await fetch(`${IssuerIdentifier}/.well-known/openid-configuration`)).json();
    assert.equal(discovery.issuer, IssuerIdentifier);
    for (const SigningAlgorithm of ['RS256', 'ES384']) {
      const { WebIdentityToken, Expiration } = await client.send(new GetWebIdentityTokenCommand({ Audience: ['https://app.example.com'], SigningAlgorithm, DurationSeconds: 120,
        Tags: [{ Key: 'env', Value: 'test' }] }));
      const { payload } = await jwtVerify(WebIdentityToken, createRemoteJWKSet(new URL(discovery.jwks_uri)), { issuer: IssuerIdentifier, audience: 'https://app.example.com', algorithms: [SigningAlgorithm] });
      assert.equal(payload.sub, `arn:aws:iam::${account}:user/outgoing`);
      assert.equal(payload.exp - payload.iat, 120);
      assert.equal(payload.exp, Math.floor(Expiration / 1000));
      assert.equal(payload['https://sts.amazonaws.com/'].aws_account, account);
      assert.deepEqual(payload['https://sts.amazonaws.com/'].request_tags, { env: 'test' });
      const { keys: published } = await (await fetch(`${gatehouse.url}/.well-known/jwks.json`)).json();
      const jwk = published.find((k) => k.kid === decodeProtectedHeader(WebIdentityToken).kid);
      await jwtVerify(WebIdentityToken, await importX509(`-----BEGIN CERTIFICATE-----\n${jwk.x5c[0]}\n-----END CERTIFICATE-----`, SigningAlgorithm));
      assert.ok(!('d' in jwk) && !('p' in jwk), 'public halves only');
    }
    const two = await client.send(new GetWebIdentityTokenCommand({ Audience: ['a', 'b'], SigningAlgorithm: 'ES384' }));
    assert.deepEqual(JSON.parse(Buffer.from(two.WebIdentityToken.split('.')[1], 'base64url')).aud, ['a', 'b']);
  });

  it('names the role of a session, and does not outlive it', async () => {
    const arn = await role('out', trusting(account), allow('sts:*'));
    const { Credentials } = await assume(client, arn, { DurationSeconds: 900 });
    const inside = as(STSClient, session(Credentials));
    await assert.rejects(inside.send(new GetWebIdentityTokenCommand({ Audience: ['x'], SigningAlgorithm: 'ES384', DurationSeconds: 3600 })), awsError('SessionDurationEscalationException'));
    const { WebIdentityToken } = await inside.send(new GetWebIdentityTokenCommand({ Audience: ['x'], SigningAlgorithm: 'ES384' }));
    assert.equal(JSON.parse(Buffer.from(WebIdentityToken.split('.')[1], 'base64url')).sub, arn);
  });

  it('heeds its condition keys and wants tags allowed', async () => {
    const limited = as(STSClient, await user('limited', allow('sts:GetWebIdentityToken', { Condition: { NumericLessThanEquals: { 'sts:DurationSeconds': '100' },
      'ForAllValues:StringEquals': { 'sts:IdentityTokenAudience': ['a', 'b'] }, StringEquals: { 'sts:SigningAlgorithm': 'ES384' } } })));
    const ask = (more) => limited.send(new GetWebIdentityTokenCommand({ Audience: ['a'], SigningAlgorithm: 'ES384', DurationSeconds: 60, ...more }));
    assert.ok(await ask());
    for (const more of [{ DurationSeconds: 101 }, { Audience: ['a', 'c'] }, { SigningAlgorithm: 'RS256' }]) await assert.rejects(ask(more), awsError('AccessDenied', /sts:GetWebIdentityToken/));
    await assert.rejects(ask({ Tags: [{ Key: 'a', Value: '1' }] }), awsError('AccessDenied', /sts:TagGetWebIdentityToken/));
    for (const more of [{ DurationSeconds: 59 }, { DurationSeconds: 3601 }, { Audience: [] }, { SigningAlgorithm: 'HS256' }]) await assert.rejects(client.send(new GetWebIdentityTokenCommand({ Audience: ['a'], SigningAlgorithm: 'ES384', ...more })), awsError('ValidationError'));
  });

  it('is off again, while its documents stay', async () => {
    const { IssuerIdentifier } = await iam.send(new iamSdk.GetOutboundWebIdentityFederationInfoCommand({}));
    await iam.send(new DisableOutboundWebIdentityFederationCommand({}));
    await assert.rejects(client.send(new GetWebIdentityTokenCommand({ Audience: ['x'], SigningAlgorithm: 'RS256' })), awsError('OutboundWebIdentityFederationDisabledException'));
    assert.equal((await fetch(`${IssuerIdentifier}/.well-known/jwks.json`)).status, 200);
    assert.equal((await fetch(`${gatehouse.url}/outbound-federation/nobody/.well-known/openid-configuration`)).status, 404);
  });
});

describe('GetDelegatedAccessToken', () => {
  it('takes no trade-in token', async () => {
    await assert.rejects(sts.send(new GetDelegatedAccessTokenCommand({ TradeInToken: 'x'.repeat(40) })), awsError('ExpiredTradeInTokenException'));
  });
});

describe('AssumeRoot', () => {
  const task = (name) => ({ arn: `arn:aws:iam::aws:policy/root-task/${name}` });
  const ask = (client, more = {}) => client.send(new AssumeRootCommand({ TargetPrincipal: memberId, TaskPolicyArn: task('IAMAuditRootUserCredentials'), ...more }));

  it('is refused until the organization turns it on', async () => {
    await assert.rejects(ask(sts), awsError('AccessDenied', /not enabled/));
    await as(OrganizationsClient).send(new EnableAWSServiceAccessCommand({ ServicePrincipal: 'iam.amazonaws.com' }));
    await iam.send(new EnableOrganizationsRootSessionsCommand({}));
    assert.ok((await ask(sts)).Credentials);
  });

  it('answers a short session of the member\'s root user, within its task', async () => {
    const { Credentials } = await ask(sts, { TargetPrincipal: `arn:aws:iam::${memberId}:root` });
    assert.ok(Credentials.Expiration - Date.now() <= 901_000);
    const root = session(Credentials);
    const me = await whoami(root);
    assert.deepEqual([me.Arn, me.Account], [`arn:aws:iam::${memberId}:root`, memberId]);
    assert.ok(await as(IAMClient, root).send(new ListAccessKeysCommand({})));
    await assert.rejects(as(IAMClient, root).send(new GetLoginProfileCommand({})), awsError('NoSuchEntityException', 'Login Profile for User null cannot be found.'));
    await assert.rejects(as(IAMClient, root).send(new ListUsersCommand({})), awsError('AccessDenied', /explicit deny/));
    await assert.rejects(as(IAMClient, root).send(new CreateLoginProfileCommand({ Password: 'x'.repeat(20) })), awsError('AccessDenied'));
  });

  it('refuses other targets, tasks and lengths', async () => {
    await assert.rejects(ask(sts, { TargetPrincipal: account }), awsError('AccessDenied', /not a member account/));
    await assert.rejects(ask(sts, { TargetPrincipal: '999999999999' }), awsError('AccessDenied', /not a member account/));
    await assert.rejects(ask(sts, { TargetPrincipal: `arn:aws:iam::${memberId}:user/x` }), awsError('ValidationError'));
    await assert.rejects(ask(sts, { TaskPolicyArn: { arn: 'arn:aws:iam::aws:policy/AdministratorAccess' } }), awsError('ValidationError', /task policy/));
    await assert.rejects(ask(sts, { TaskPolicyArn: task('Nothing') }), awsError('ValidationError', /task policy/));
    await assert.rejects(ask(sts, { DurationSeconds: 901 }), awsError('ValidationError'));
    const { Credentials } = await assume(sts, `arn:aws:iam::${memberId}:role/OrganizationAccountAccessRole`);
    await assert.rejects(ask(as(STSClient, session(Credentials))), awsError('AccessDenied'));
    const limited = as(STSClient, await user('auditor', allow('sts:AssumeRoot', { Condition: { StringEquals: { 'sts:TaskPolicyArn': task('IAMAuditRootUserCredentials').arn } } })));
    assert.ok(await ask(limited));
    await assert.rejects(ask(limited, { TaskPolicyArn: task('S3UnlockBucketPolicy') }), awsError('AccessDenied', /sts:AssumeRoot/));
  });

  it('is refused for an account that is closed, and ends with it', async () => {
    const organizations = as(OrganizationsClient);
    const TargetPrincipal = await createAccount(organizations, 'Closing', 'closing@example.com');
    const RoleArn = `arn:aws:iam::${TargetPrincipal}:role/OrganizationAccountAccessRole`;
    const root = session((await ask(sts, { TargetPrincipal })).Credentials);
    await assume(sts, RoleArn);
    await organizations.send(new CloseAccountCommand({ AccountId: TargetPrincipal }));
    await assert.rejects(whoami(root), awsError('InvalidClientTokenId'));
    await assert.rejects(assume(sts, RoleArn), awsError('AccessDenied'));
    await assert.rejects(ask(sts, { TargetPrincipal }), awsError('AccessDenied', /closed/));
    assert.ok(await ask(sts));
  });

  it('ends when the organization turns it off', async () => {
    const root = session((await ask(sts)).Credentials);
    assert.ok(await whoami(root));
    await iam.send(new DisableOrganizationsRootSessionsCommand({}));
    await assert.rejects(whoami(root), awsError('InvalidClientTokenId'));
  });
});
