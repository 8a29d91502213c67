// Control policies in force: on every service, from the next request on, for whom AWS lets them count.
import { after, before, describe, it } from 'node:test';
import assert from 'node:assert/strict';
import path from 'node:path';
import * as org from '@aws-sdk/client-organizations';
import * as iam from '@aws-sdk/client-iam';
import * as sts from '@aws-sdk/client-sts';
import { Gatehouse, awsError, readCredentials, startGatehouse } from '../support/gatehouse.mjs';
import { createAccount, createOrganization } from '../support/organization.mjs';

let gatehouse, organizations, rootId, ouId, innerId, memberId, memberUser, memberRole;
const call = (name, input = {}, as = organizations) => as.send(new org[`${name}Command`](input));
const EVERYTHING = 'p-FullAWSAccess';
const document = (...Statement) => JSON.stringify({ Version: '2012-10-17', Statement });
const deny = (Action, more = {}) => document({ Effect: 'Deny', Action, Resource: '*', ...more });

let made = 0;
async function policy(Content, Type = 'SERVICE_CONTROL_POLICY') {
  const { Policy } = await call('CreatePolicy', { Name: `policy-${made++}`, Description: '', Type, Content });
  return Policy.PolicySummary.Id;
}
const attach = (PolicyId, TargetId) => call('AttachPolicy', { PolicyId, TargetId });
const detach = (PolicyId, TargetId) => call('DetachPolicy', { PolicyId, TargetId });

const credentialsOf = ({ Credentials: c }) => ({ accessKeyId: c.AccessKeyId, secretAccessKey: c.SecretAccessKey, sessionToken: c.SessionToken });
const keyOf = ({ AccessKey: k }) => ({ accessKeyId: k.AccessKeyId, secretAccessKey: k.SecretAccessKey });
const managementSts = () => gatehouse.client(sts.STSClient);
const enter = (account, RoleName = 'OrganizationAccountAccessRole', as = managementSts()) =>
  as.send(new sts.AssumeRoleCommand({ RoleArn: `arn:aws:iam::${account}:role/${RoleName}`, RoleSessionName: 'test' })).then(credentialsOf);

async function makeAdministrator(client, UserName) {
  await client.send(new iam.CreateUserCommand({ UserName }));
  await client.send(new iam.AttachUserPolicyCommand({ UserName, PolicyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' }));
  return keyOf(await client.send(new iam.CreateAccessKeyCommand({ UserName })));
}

const listUsers = (credentials, url) => gatehouse.client(iam.IAMClient, credentials, url && { endpoint: url }).send(new iam.ListUsersCommand({}));
const allowed = (credentials) => listUsers(credentials);
const EXPLICIT = /is not authorized to perform: iam:ListUsers on resource: \S+ with an explicit deny in a service control policy: \S+\/service_control_policy\/p-[a-z0-9]+$/;
const IMPLICIT = /because no service control policy allows the iam:ListUsers action$/;
const denied = (credentials, text = EXPLICIT) => assert.rejects(listUsers(credentials), awsError('AccessDenied', text));

before(async () => {
  gatehouse = await startGatehouse();
  ({ organizations, rootId } = await createOrganization(gatehouse));
  ouId = (await call('CreateOrganizationalUnit', { ParentId: rootId, Name: 'Outer' })).OrganizationalUnit.Id;
  innerId = (await call('CreateOrganizationalUnit', { ParentId: ouId, Name: 'Inner' })).OrganizationalUnit.Id;
  memberId = await createAccount(organizations, 'Member', 'member@example.com');
  memberRole = await enter(memberId);
  memberUser = await makeAdministrator(gatehouse.client(iam.IAMClient, memberRole), 'admin');
  await call('MoveAccount', { AccountId: memberId, SourceParentId: rootId, DestinationParentId: innerId });
  await call('EnablePolicyType', { RootId: rootId, PolicyType: 'SERVICE_CONTROL_POLICY' });
});
after(() => gatehouse?.stop());

describe('a service control policy', () => {
  it('leaves everything as it was while FullAWSAccess hangs everywhere', async () => {
    for (const who of [memberUser, memberRole]) await allowed(who);
    for (const TargetId of [rootId, ouId, innerId, memberId]) {
      const { Policies } = await call('ListPoliciesForTarget', { TargetId, Filter: 'SERVICE_CONTROL_POLICY' });
      assert.deepEqual(Policies.map((p) => [p.Id, p.AwsManaged]), [[EVERYTHING, true]], TargetId);
    }
  });

  it('denies at every level, and no longer on the very next request after it is detached', async () => {
    const id = await policy(deny('iam:List*'));
    for (const target of [rootId, ouId, innerId, memberId]) {
      await attach(id, target);
      for (const who of [memberUser, memberRole]) await denied(who);
      await detach(id, target);
      for (const who of [memberUser, memberRole]) await allowed(who);
    }
  });

  it('must allow at each level', async () => {
    const id = await policy(document({ Effect: 'Allow', Action: ['sts:*', 'organizations:*'], Resource: '*' }));
    for (const target of [rootId, ouId, innerId, memberId]) {
      await attach(id, target);
      await allowed(memberUser);
      await detach(EVERYTHING, target);
      for (const who of [memberUser, memberRole]) await denied(who, IMPLICIT);
      await attach(EVERYTHING, target);
      await detach(id, target);
      await allowed(memberUser);
    }
  });

  it('changes with its content', async () => {
    const id = await policy(deny('iam:CreateUser'));
    await attach(id, ouId);
    await allowed(memberUser);
    await call('UpdatePolicy', { PolicyId: id, Content: deny('iam:*') });
    await denied(memberUser);
    await call('UpdatePolicy', { PolicyId: id, Name: 'renamed' });
    await denied(memberUser);
    await call('UpdatePolicy', { PolicyId: id, Content: deny('iam:CreateUser') });
    await allowed(memberUser);
    await detach(id, ouId);
  });

  it('goes with the place the account stands in', async () => {
    const id = await policy(deny('iam:*'));
    await attach(id, ouId);
    await denied(memberUser);
    await call('MoveAccount', { AccountId: memberId, SourceParentId: innerId, DestinationParentId: rootId });
    await allowed(memberUser);
    await call('MoveAccount', { AccountId: memberId, SourceParentId: rootId, DestinationParentId: innerId });
    await denied(memberUser);
    await detach(id, ouId);
  });

  it('spares the management account, at the root and on the account itself', async () => {
    const id = await policy(deny('*'));
    const { Account } = await managementSts().send(new sts.GetCallerIdentityCommand({}));
    const operator = await makeAdministrator(gatehouse.client(iam.IAMClient), 'operator');
    await attach(id, Account);
    await attach(id, rootId);
    await allowed(operator);
    await allowed(gatehouse.credentials);
    await denied(memberUser);
    await detach(id, rootId);
    await detach(id, Account);
  });

  it('limits the root user of a member account', async () => {
    const file = path.join(gatehouse.data, 'root-of-guest');
    await gatehouse.command('create-account', '--account-name', 'Guest', '--root-email', 'guest@example.com', '--first-key', 'root', '--credentials-file', file);
    const root = readCredentials(file);
    const guestSts = gatehouse.client(sts.STSClient, root);
    const { Account, Arn } = await guestSts.send(new sts.GetCallerIdentityCommand({}));
    assert.equal(Arn, `arn:aws:iam::${Account}:root`);
    const id = await policy(deny('iam:*', { Condition: { StringLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:root' } } }));
    await attach(id, rootId);
    await allowed(root);
    const { Handshake } = await call('InviteAccountToOrganization', { Target: { Type: 'ACCOUNT', Id: Account } });
    await call('AcceptHandshake', { HandshakeId: Handshake.Id }, gatehouse.client(org.OrganizationsClient, root));
    const { Policies } = await call('ListPoliciesForTarget', { TargetId: Account, Filter: 'SERVICE_CONTROL_POLICY' });
    assert.deepEqual(Policies.map((p) => p.Id), [EVERYTHING]);
    await denied(root);
    await allowed(memberUser);
    await detach(id, rootId);
    await allowed(root);
  });

  it('does not reach accounts outside the organization', async () => {
    const outsider = await gatehouse.createAccount('Outsider', 'outsider@example.com');
    const id = await policy(deny('iam:*'));
    await attach(id, rootId);
    await allowed(outsider);
    await denied(memberUser);
    await detach(id, rootId);
  });

  it('holds for sessions that were issued before it', async () => {
    const session = await enter(memberId);
    const federated = await gatehouse.client(sts.STSClient, memberUser).send(new sts.GetFederationTokenCommand({
      Name: 'guest', Policy: document({ Effect: 'Allow', Action: '*', Resource: '*' }) })).then(credentialsOf);
    const describe = (who) => call('DescribeOrganization', {}, gatehouse.client(org.OrganizationsClient, who));
    for (const who of [session, federated]) await describe(who);
    const id = await policy(deny('organizations:*'));
    await attach(id, memberId);
    for (const who of [session, federated])
      await assert.rejects(describe(who), awsError('AccessDeniedException', /explicit deny in a service control policy: arn:aws:organizations::\d{12}:policy\/o-[a-z0-9]+\/service_control_policy\/p-[a-z0-9]+$/));
    await detach(id, memberId);
    for (const who of [session, federated]) await describe(who);
  });

  it('holds in writes as in reads, and asks its conditions', async () => {
    const client = gatehouse.client(iam.IAMClient, memberUser);
    const id = await policy(deny('iam:CreateUser', { Condition: { StringNotEquals: { 'aws:RequestTag/team': 'a' } } }));
    await attach(id, innerId);
    await assert.rejects(client.send(new iam.CreateUserCommand({ UserName: 'untagged' })), awsError('AccessDenied', /explicit deny in a service control policy: arn:aws:organizations::\d{12}:policy\/o-[a-z0-9]+\/service_control_policy\/p-[a-z0-9]+$/));
    await client.send(new iam.CreateUserCommand({ UserName: 'tagged', Tags: [{ Key: 'team', Value: 'a' }] }));
    await detach(id, innerId);
    await client.send(new iam.CreateUserCommand({ UserName: 'untagged' }));
  });

  it('knows where the account stands, and whose the resource is', async () => {
    const { Organization } = await call('DescribeOrganization');
    const conditions = {
      'aws:PrincipalOrgPaths': ['ForAnyValue:StringEquals', `${Organization.Id}/${rootId}/${ouId}/${innerId}/`, `${Organization.Id}/${rootId}/${ouId}/`],
      'aws:ResourceOrgPaths': ['ForAnyValue:StringLike', `${Organization.Id}/${rootId}/${ouId}/*`, `${Organization.Id}/${rootId}/`],
      'aws:ResourceOrgID': ['StringEquals', Organization.Id, 'o-aaaaaaaaaa'],
      'aws:ResourceAccount': ['StringEquals', memberId, Organization.MasterAccountId],
      'aws:PrincipalOrgID': ['StringEquals', Organization.Id, 'o-aaaaaaaaaa'],
    };
    for (const [key, [operator, yes, no]] of Object.entries(conditions)) {
      const id = await policy(deny('iam:*', { Condition: { [operator]: { [key]: no } } }));
      await attach(id, memberId);
      await allowed(memberUser);
      await call('UpdatePolicy', { PolicyId: id, Content: deny('iam:*', { Condition: { [operator]: { [key]: yes } } }) });
      await denied(memberUser).catch((error) => assert.fail(`${key}: ${error.message}`));
      await detach(id, memberId);
    }
  });

  it('counts on every process of one database', async () => {
    const other = await new Gatehouse({ data: gatehouse.data, database: gatehouse.options.database }).start();
    try {
      const id = await policy(deny('iam:*'));
      for (let i = 0; i < 5; i++) {
        await listUsers(memberUser, other.url);
        await attach(id, ouId);
        await assert.rejects(listUsers(memberUser, other.url), awsError('AccessDenied', EXPLICIT));
        await detach(id, ouId);
      }
      await listUsers(memberUser, other.url);
    } finally {
      await other.stop({ keep: true });
    }
  });

  it('never lags behind an answer under load', async () => {
    const id = await policy(deny('iam:*'));
    let running = true;
    const load = Array.from({ length: 4 }, async () => {
      while (running) await listUsers(memberUser).catch((error) => awsError('AccessDenied')(error));
    });
    for (let i = 0; i < 20; i++) {
      await attach(id, ouId);
      await denied(memberUser);
      await detach(id, ouId);
      await allowed(memberUser);
    }
    running = false;
    await Promise.all(load);
  });

  it('ends with the type, and begins anew with FullAWSAccess', async () => {
    const id = await policy(deny('iam:*'));
    await attach(id, rootId);
    await denied(memberUser);
    await call('DisablePolicyType', { RootId: rootId, PolicyType: 'SERVICE_CONTROL_POLICY' });
    await allowed(memberUser);
    await call('EnablePolicyType', { RootId: rootId, PolicyType: 'SERVICE_CONTROL_POLICY' });
    await allowed(memberUser);
    assert.deepEqual((await call('ListTargetsForPolicy', { PolicyId: id })).Targets, []);
  });
});

describe('a resource control policy', () => {
  const IN_RCP = /with an explicit deny in a resource control policy$/;
  const rcp = (more) => policy(document({ Effect: 'Deny', Principal: '*', Action: 'sts:AssumeRole', Resource: '*', ...more }), 'RESOURCE_CONTROL_POLICY');
  before(() => call('EnablePolicyType', { RootId: rootId, PolicyType: 'RESOURCE_CONTROL_POLICY' }));

  it('guards the roles of member accounts, whoever asks', async () => {
    await enter(memberId);
    const id = await rcp();
    await attach(id, memberId);
    await assert.rejects(enter(memberId), awsError('AccessDenied', new RegExp(`with an explicit deny in a resource control policy: arn:aws:organizations::\\d{12}:policy/o-[a-z0-9]+/resource_control_policy/${id}$`)));
    await detach(id, memberId);
    await enter(memberId);
  });

  it('guards them against principals from outside', async () => {
    const outside = await gatehouse.createAccount('Foreign', 'foreign@example.com');
    const foreign = gatehouse.client(sts.STSClient, outside);
    const { Account } = await foreign.send(new sts.GetCallerIdentityCommand({}));
    await gatehouse.client(iam.IAMClient, memberRole).send(new iam.CreateRoleCommand({ RoleName: 'Open', AssumeRolePolicyDocument:
      document({ Effect: 'Allow', Principal: { AWS: Account }, Action: 'sts:AssumeRole' }) }));
    await enter(memberId, 'Open', foreign);
    const { Organization } = await call('DescribeOrganization');
    const id = await rcp({ Condition: { StringNotEqualsIfExists: { 'aws:PrincipalOrgID': Organization.Id } } });
    await attach(id, rootId);
    await assert.rejects(enter(memberId, 'Open', foreign), awsError('AccessDenied', IN_RCP));
    await enter(memberId);
    await detach(id, rootId);
    await enter(memberId, 'Open', foreign);
  });

  it('spares the resources of the management account', async () => {
    const { Account } = await managementSts().send(new sts.GetCallerIdentityCommand({}));
    await gatehouse.client(iam.IAMClient).send(new iam.CreateRoleCommand({ RoleName: 'Inside', AssumeRolePolicyDocument:
      document({ Effect: 'Allow', Principal: { AWS: [Account, memberId] }, Action: 'sts:AssumeRole' }) }));
    const id = await rcp();
    await attach(id, rootId);
    await enter(Account, 'Inside');
    await enter(Account, 'Inside', gatehouse.client(sts.STSClient, memberUser));
    await detach(id, rootId);
  });

  it('has no say over services that AWS does not list', async () => {
    const id = await rcp({ Action: '*' });
    await attach(id, rootId);
    await allowed(memberUser);
    await detach(id, rootId);
  });
});
