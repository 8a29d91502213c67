// SimulateChange: what a proposed policy, permission set or assignment would newly deny or allow.
import { after, before, describe, it } from 'node:test';
import assert from 'node:assert/strict';
import { IAMClient, CreateAccessKeyCommand, CreatePolicyCommand as CreatePolicyInAccountCommand, CreateUserCommand, GetUserCommand, ListRolesCommand, ListUsersCommand,
  PutUserPolicyCommand, GetRoleCommand } from '@aws-sdk/client-iam';
import { IdentitystoreClient, CreateGroupCommand, CreateGroupMembershipCommand, CreateUserCommand as CreatePersonCommand } from '@aws-sdk/client-identitystore';
import { AttachPolicyCommand, CreatePolicyCommand, DescribePolicyCommand, EnablePolicyTypeCommand, ListPoliciesForTargetCommand } from '@aws-sdk/client-organizations';
import { AttachCustomerManagedPolicyReferenceToPermissionSetCommand, DeletePermissionsBoundaryFromPermissionSetCommand,
  DescribePermissionSetProvisioningStatusCommand, DetachCustomerManagedPolicyReferenceFromPermissionSetCommand, ListAccountAssignmentsCommand,
  ProvisionPermissionSetCommand, PutPermissionsBoundaryToPermissionSetCommand } from '@aws-sdk/client-sso-admin';
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { startGatehouse, until } from '../support/gatehouse.mjs';
import { GatehouseService } from '../support/gatehouse_service.mjs';
import { send as sendSigned, sign } from '../support/sigv4.mjs';
import { assign, createAccount, createInstance, createOrganization, createPermissionSet, newUser } from '../support/organization.mjs';

const document = (...statements) => JSON.stringify({ Version: '2012-10-17', Statement: statements });
const code = async (promise) => promise.then(() => 'none', (error) => error.name);
const keys = (c) => ({ accessKeyId: c.AccessKeyId, secretAccessKey: c.SecretAccessKey, sessionToken: c.SessionToken });

let gatehouse, service, organizations, rootId, admin, store, account, member, memberAdmin, outsider, instanceArn, storeId;
before(async () => {
  gatehouse = await startGatehouse();
  service = new GatehouseService(gatehouse);
  ({ organizations, rootId } = await createOrganization(gatehouse));
  await organizations.send(new EnablePolicyTypeCommand({ RootId: rootId, PolicyType: 'SERVICE_CONTROL_POLICY' }));
  await organizations.send(new EnablePolicyTypeCommand({ RootId: rootId, PolicyType: 'RESOURCE_CONTROL_POLICY' }));
  ({ admin, instanceArn, storeId } = await createInstance(gatehouse));
  store = gatehouse.client(IdentitystoreClient);
  const sts = gatehouse.client(STSClient);
  account = (await sts.send(new GetCallerIdentityCommand({}))).Account;
  member = await createAccount(organizations, 'Member', 'member@example.com');
  memberAdmin = keys((await sts.send(new AssumeRoleCommand({ RoleArn: `arn:aws:iam::${member}:role/OrganizationAccountAccessRole`, RoleSessionName: 'setup' }))).Credentials);
  outsider = await gatehouse.createAccount('Outsider', 'outsider@example.com');
});
after(() => gatehouse?.stop());

async function simulate(Change, more = {}, by = service) {
  const all = { Differences: [], Examined: 0, Undetermined: 0, pages: 0 };
  let NextToken;
  do {
    const reply = await by.send('SimulateChange', { Change, ...more, ...(NextToken && { NextToken }) });
    all.Differences.push(...reply.Differences);
    all.Examined += reply.Examined;
    all.Undetermined += reply.Undetermined;
    all.pages++;
    NextToken = reply.NextToken;
  } while (NextToken && all.pages < 50);
  return all;
}

describe('a proposed control policy', () => {
  let zoe;
  before(async () => {
    const iam = gatehouse.client(IAMClient, memberAdmin);
    const { User } = await iam.send(new CreateUserCommand({ UserName: 'zoe' }));
    await iam.send(new PutUserPolicyCommand({ UserName: 'zoe', PolicyName: 'p', PolicyDocument: document({ Effect: 'Allow', Action: 'iam:*', Resource: '*' }) }));
    const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: 'zoe' }));
    const own = gatehouse.client(IAMClient, { accessKeyId: AccessKey.AccessKeyId, secretAccessKey: AccessKey.SecretAccessKey });
    for (let i = 0; i < 3; i++) await own.send(new ListUsersCommand({}));
    await own.send(new GetUserCommand({ UserName: 'zoe' }));
    await own.send(new ListRolesCommand({}));
    await own.send(new CreateUserCommand({ UserName: 'tagged', Tags: [{ Key: 'team', Value: 'red' }] }));
    await iam.send(new CreateUserCommand({ UserName: 'flush' })); // a write takes the reads before it along
    zoe = User.Arn;
  });

  it('shows recorded requests that it would deny, each once, with how often and why', async () => {
    const { Differences, Examined } = await simulate({ ControlPolicy: { Type: 'SERVICE_CONTROL_POLICY', TargetId: member,
      Content: document({ Sid: 'NoUsers', Effect: 'Deny', Action: ['iam:ListUsers', 'iam:GetUser'], Resource: '*' }) } });
    assert.ok(Examined >= 5);
    const of = (action) => Differences.filter((d) => d.PrincipalArn === zoe && d.Action === action);
    assert.equal(of('iam:ListUsers').length, 1);
    const d = of('iam:ListUsers')[0];
    assert.deepEqual([d.Kind, d.Before, d.After, d.Layer, d.Requests], ['NEWLY_DENIED', 'ALLOW', 'EXPLICIT_DENY', 'SERVICE_CONTROL_POLICY', 3]);
    assert.deepEqual([d.DecidingStatements[0].PolicyId, d.DecidingStatements[0].Sid], ['proposed', 'NoUsers']);
    assert.ok(d.FirstTime <= d.LastTime && d.LastRequestId);
    assert.equal(of('iam:GetUser')[0].Resource, zoe, 'the resource comes from the recorded input');
    assert.equal(of('iam:ListRoles').length, 0);
    assert.ok(Differences.every((x) => x.AccountId === member), 'the management account is exempt');
  });

  it('by resource, and by the condition keys of the request', async () => {
    const policy = (more) => ({ ControlPolicy: { Type: 'SERVICE_CONTROL_POLICY', TargetId: rootId,
      Content: document({ Effect: 'Deny', Action: 'iam:GetUser', Resource: '*', ...more }) } });
    const count = async (more) => (await simulate(policy(more), { AccountId: member })).Differences.filter((d) => d.PrincipalArn === zoe).length;
    assert.equal(await count({ Resource: zoe }), 1);
    assert.equal(await count({ Resource: `${zoe}x` }), 0);
    assert.equal(await count({ Condition: { IpAddress: { 'aws:SourceIp': '127.0.0.1/32' } } }), 1);
    assert.equal(await count({ Condition: { IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } } }), 0);
    assert.equal(await count({ Condition: { StringEquals: { 'aws:RequestedRegion': 'us-east-1' } } }), 1);
  });

  it('by the action that was asked for on top: that of tagging', async () => {
    const { Differences } = await simulate({ ControlPolicy: { Type: 'SERVICE_CONTROL_POLICY', TargetId: member,
      Content: document({ Effect: 'Deny', Action: 'iam:TagUser', Resource: '*', Condition: { StringEquals: { 'aws:RequestTag/team': 'red' } } }) } });
    assert.deepEqual(Differences.map((d) => [d.PrincipalArn, d.Action, d.Resource, d.Kind]),
      [[zoe, 'iam:TagUser', `arn:aws:iam::${member}:user/tagged`, 'NEWLY_DENIED']]);
  });

  it('changes nothing', async () => {
    const { Policies } = await organizations.send(new ListPoliciesForTargetCommand({ TargetId: member, Filter: 'SERVICE_CONTROL_POLICY' }));
    assert.deepEqual(Policies.map((p) => p.Name), ['FullAWSAccess']);
    await gatehouse.client(IAMClient, memberAdmin).send(new ListUsersCommand({}));
  });

  it('a new content of a policy that hangs somewhere, a policy that goes, and one that would be allowed', async () => {
    const { Policy } = await organizations.send(new CreatePolicyCommand({ Name: 'Guard', Description: 'd', Type: 'SERVICE_CONTROL_POLICY',
      Content: document({ Sid: 'Old', Effect: 'Deny', Action: 's3:DeleteBucket', Resource: '*' }) }));
    const PolicyId = Policy.PolicySummary.Id;
    await organizations.send(new AttachPolicyCommand({ PolicyId, TargetId: rootId }));
    const Requests = ['s3:DeleteBucket', 's3:PutObject'].map((Action) => ({ PrincipalArn: `arn:aws:iam::${member}:root`, Action }));
    const ask = async (change) => (await simulate({ ControlPolicy: { Type: 'SERVICE_CONTROL_POLICY', ...change } }, { Days: 0, Requests })).Differences
      .map((d) => [d.Kind, d.Action, d.DecidingStatements?.[0]?.Sid]);
    assert.deepEqual(await ask({ PolicyId, Content: document({ Sid: 'New', Effect: 'Deny', Action: 's3:PutObject', Resource: '*' }) }),
      [['NEWLY_ALLOWED', 's3:DeleteBucket', 'Old'], ['NEWLY_DENIED', 's3:PutObject', 'New']]);
    assert.deepEqual(await ask({ PolicyId, Detach: true, TargetId: rootId }), [['NEWLY_ALLOWED', 's3:DeleteBucket', 'Old']]);
    assert.deepEqual(await ask({ PolicyId, Detach: true, TargetId: member }), [], 'it does not hang there');
    assert.deepEqual(await ask({ PolicyId: 'p-FullAWSAccess', Detach: true, TargetId: member }), [['NEWLY_DENIED', 's3:PutObject', undefined]]);
    assert.equal((await organizations.send(new DescribePolicyCommand({ PolicyId }))).Policy.Content.includes('Old'), true);
  });

  it('a resource control policy, on the accounts that own the resources', async () => {
    const Requests = [{ PrincipalArn: `arn:aws:iam::${member}:root`, Action: 's3:GetObject', Resource: 'arn:aws:s3:::b/k' },
      { PrincipalArn: `arn:aws:iam::${account}:root`, Action: 's3:GetObject', Resource: 'arn:aws:s3:::b/k' }];
    const { Differences } = await simulate({ ControlPolicy: { Type: 'RESOURCE_CONTROL_POLICY', TargetId: rootId,
      Content: JSON.stringify({ Version: '2012-10-17', Statement: [{ Sid: 'F', Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: '*' }] }) } }, { Days: 0, Requests });
    assert.deepEqual(Differences.map((d) => [d.Kind, d.AccountId, d.Layer]), [['NEWLY_DENIED', member, 'RESOURCE_CONTROL_POLICY']]);
  });

  it('that is not valid, or not there, or not the caller\'s to ask about, is refused', async () => {
    const change = (more) => ({ ControlPolicy: { Type: 'SERVICE_CONTROL_POLICY', ...more } });
    const Content = document({ Effect: 'Deny', Action: '*', Resource: '*' });
    assert.equal(await code(simulate(change({ Content: '{"Version":"2012-10-17","Statement":[{"Effect":"Perhaps"}]}', TargetId: rootId }))), 'ValidationException');
    assert.equal(await code(simulate(change({ Content }))), 'ValidationException');
    assert.equal(await code(simulate(change({}))), 'ValidationException');
    assert.equal(await code(simulate(change({ PolicyId: 'p-aaaaaaaa', Detach: true, TargetId: rootId }))), 'ResourceNotFoundException');
    assert.equal(await code(simulate(change({ Content, TargetId: rootId }), {}, new GatehouseService(gatehouse, memberAdmin))), 'AccessDeniedException');
    assert.equal(await code(simulate(change({ Content, TargetId: rootId }), {}, new GatehouseService(gatehouse, outsider))), 'AccessDeniedException');
  });
});

describe('a proposed permission set or assignment', () => {
  let set, ann, bob, group, reader;
  before(async () => {
    set = await createPermissionSet(admin, instanceArn, 'Ops', 'arn:aws:iam::aws:policy/IAMReadOnlyAccess');
    const person = async (name) => (await store.send(new CreatePersonCommand({ IdentityStoreId: storeId, ...newUser(name) }))).UserId;
    [ann, bob] = [await person('ann'), await person('bob')];
    group = (await store.send(new CreateGroupCommand({ IdentityStoreId: storeId, DisplayName: 'ops' }))).GroupId;
    for (const UserId of [ann, bob]) await store.send(new CreateGroupMembershipCommand({ IdentityStoreId: storeId, GroupId: group, MemberId: { UserId } }));
    await assign(admin, { InstanceArn: instanceArn, PermissionSetArn: set, PrincipalId: group, TargetId: member });
    await assign(admin, { InstanceArn: instanceArn, PermissionSetArn: set, PrincipalId: ann, PrincipalType: 'USER', TargetId: member });
    const { Roles } = await gatehouse.client(IAMClient, memberAdmin).send(new ListRolesCommand({ PathPrefix: '/aws-reserved/sso.amazonaws.com/' }));
    reader = Roles.find((r) => r.RoleName.startsWith('AWSReservedSSO_Ops_'));
  });

  it('a permission set by what its roles would be allowed', async () => {
    const Requests = ['iam:ListUsers', 'iam:CreateUser', 's3:GetObject', 's3:PutObject'].map((Action) => ({ PrincipalArn: reader.Arn, Action }))
      .concat({ PrincipalArn: `arn:aws:iam::${member}:role/OrganizationAccountAccessRole`, Action: 's3:PutObject' });
    const ask = async (more) => (await simulate({ PermissionSet: { InstanceArn: instanceArn, PermissionSetArn: set, ...more } }, { Days: 0, Requests })).Differences
      .map((d) => `${d.Kind} ${d.Action}`).sort();
    assert.deepEqual(await ask({ InlinePolicy: document({ Effect: 'Allow', Action: 's3:PutObject', Resource: '*' }) }), ['NEWLY_ALLOWED s3:PutObject']);
    assert.deepEqual(await ask({ DetachManagedPolicyArns: ['arn:aws:iam::aws:policy/IAMReadOnlyAccess'], AttachManagedPolicyArns: ['arn:aws:iam::aws:policy/AmazonS3FullAccess'] }),
      ['NEWLY_ALLOWED s3:GetObject', 'NEWLY_ALLOWED s3:PutObject', 'NEWLY_DENIED iam:ListUsers']);
    assert.deepEqual(await ask({ InlinePolicy: document({ Effect: 'Deny', Action: 'iam:*', Resource: '*' }) }), ['NEWLY_DENIED iam:ListUsers']);
    assert.deepEqual(await ask({ InlinePolicy: '' }), []);
    assert.equal(await code(ask({ AttachManagedPolicyArns: ['arn:aws:iam::aws:policy/None'] })), 'ResourceNotFoundException');
    const { Role } = await gatehouse.client(IAMClient, memberAdmin).send(new GetRoleCommand({ RoleName: reader.RoleName }));
    assert.equal(Role.RoleId, reader.RoleId);
  });

  it('and by policies that each account has under a name, and a boundary', async () => {
    const iam = gatehouse.client(IAMClient, memberAdmin);
    const s3 = document({ Sid: 'Put', Effect: 'Allow', Action: 's3:PutObject', Resource: '*' });
    await iam.send(new CreatePolicyInAccountCommand({ PolicyName: 'TeamPut', Path: '/team/', PolicyDocument: s3 }));
    await iam.send(new CreatePolicyInAccountCommand({ PolicyName: 'OnlyS3', PolicyDocument: document({ Effect: 'Allow', Action: 's3:*', Resource: '*' }) }));
    const Requests = ['iam:ListUsers', 's3:PutObject'].map((Action) => ({ PrincipalArn: reader.Arn, Action }));
    const ask = async (more) => {
      const reply = await simulate({ PermissionSet: { InstanceArn: instanceArn, PermissionSetArn: set, ...more } }, { Days: 0, Requests });
      return [...reply.Differences.map((d) => `${d.Kind} ${d.Action} ${d.Layer}`).sort(), ...(reply.Undetermined ? [reply.Undetermined] : [])];
    };
    const put = { Name: 'TeamPut', Path: '/team/' }, only = { Name: 'OnlyS3' };
    assert.deepEqual(await ask({ AttachCustomerManagedPolicyReferences: [put] }), ['NEWLY_ALLOWED s3:PutObject IDENTITY_POLICY']);
    assert.deepEqual(await ask({ PermissionsBoundary: { CustomerManagedPolicyReference: only } }), ['NEWLY_DENIED iam:ListUsers PERMISSIONS_BOUNDARY']);
    assert.deepEqual(await ask({ AttachCustomerManagedPolicyReferences: [put], PermissionsBoundary: { CustomerManagedPolicyReference: only } }),
      ['NEWLY_ALLOWED s3:PutObject IDENTITY_POLICY', 'NEWLY_DENIED iam:ListUsers PERMISSIONS_BOUNDARY']);
    assert.deepEqual(await ask({ PermissionsBoundary: { ManagedPolicyArn: 'arn:aws:iam::aws:policy/AmazonS3FullAccess' } }), ['NEWLY_DENIED iam:ListUsers PERMISSIONS_BOUNDARY']);
    assert.deepEqual(await ask({ RemovePermissionsBoundary: true }), [], 'there is none');
    for (const reference of [{ Name: 'TeamPut' }, { Name: 'teamput', Path: '/team/' }, { Name: 'None' }]) {
      assert.deepEqual(await ask({ AttachCustomerManagedPolicyReferences: [reference] }), [2], 'such a policy is not there: it could not be provisioned');
      assert.deepEqual(await ask({ PermissionsBoundary: { CustomerManagedPolicyReference: reference } }), [2]);
      assert.deepEqual(await ask({ DetachCustomerManagedPolicyReferences: [reference] }), [], 'nor is it attached');
    }

    const PermissionSet = { InstanceArn: instanceArn, PermissionSetArn: set };
    await admin.send(new AttachCustomerManagedPolicyReferenceToPermissionSetCommand({ ...PermissionSet, CustomerManagedPolicyReference: put }));
    await admin.send(new PutPermissionsBoundaryToPermissionSetCommand({ ...PermissionSet, PermissionsBoundary: { CustomerManagedPolicyReference: only } }));
    const { PermissionSetProvisioningStatus: { RequestId } } = await admin.send(new ProvisionPermissionSetCommand({ ...PermissionSet, TargetType: 'AWS_ACCOUNT', TargetId: member }));
    await until('the set to be provisioned', async () => (await admin.send(new DescribePermissionSetProvisioningStatusCommand({ InstanceArn: instanceArn,
      ProvisionPermissionSetRequestId: RequestId }))).PermissionSetProvisioningStatus.Status === 'SUCCEEDED');
    assert.deepEqual(await ask({ AttachCustomerManagedPolicyReferences: [put], PermissionsBoundary: { CustomerManagedPolicyReference: only } }), [], 'that is how it stands');
    assert.deepEqual(await ask({ DetachCustomerManagedPolicyReferences: [put] }), ['NEWLY_DENIED s3:PutObject IDENTITY_POLICY']);
    assert.deepEqual(await ask({ RemovePermissionsBoundary: true }), ['NEWLY_ALLOWED iam:ListUsers PERMISSIONS_BOUNDARY']);

    for (const PermissionsBoundary of [{}, { CustomerManagedPolicyReference: only, ManagedPolicyArn: 'arn:aws:iam::aws:policy/AmazonS3FullAccess' }])
      assert.equal(await code(ask({ PermissionsBoundary })), 'ValidationException');
    assert.equal(await code(ask({ PermissionsBoundary: { CustomerManagedPolicyReference: only }, RemovePermissionsBoundary: true })), 'ValidationException');
    assert.equal(await code(ask({ PermissionsBoundary: { ManagedPolicyArn: 'arn:aws:iam::aws:policy/None' } })), 'ResourceNotFoundException');
    await admin.send(new DetachCustomerManagedPolicyReferenceFromPermissionSetCommand({ ...PermissionSet, CustomerManagedPolicyReference: put }));
    await admin.send(new DeletePermissionsBoundaryFromPermissionSetCommand(PermissionSet));
  });

  it('an assignment by whom it would let in, or shut out, who has no other way', async () => {
    const ask = async (more, by) => (await simulate({ Assignment: { InstanceArn: instanceArn, PermissionSetArn: set, AccountId: member,
      PrincipalType: 'GROUP', PrincipalId: group, Operation: 'DELETE', ...more } }, { Days: 0 }, by)).Differences.map((d) => `${d.Kind} ${d.UserName} ${d.AccountId}`);
    assert.deepEqual(await ask({}), [`ACCESS_LOST bob ${member}`], 'ann has an assignment of her own');
    assert.deepEqual(await ask({ PrincipalType: 'USER', PrincipalId: ann }), [], 'ann is in the group');
    assert.deepEqual(await ask({ AccountId: account, Operation: 'CREATE' }).then((v) => v.sort()), [`ACCESS_GAINED ann ${account}`, `ACCESS_GAINED bob ${account}`]);
    assert.deepEqual(await ask({ AccountId: account }), [], 'there is nothing to delete');
    assert.deepEqual(await ask({ Operation: 'CREATE' }), [], 'it is there already');
    assert.equal(await code(ask({}, new GatehouseService(gatehouse, memberAdmin))), 'AccessDeniedException');
    assert.equal(await code(ask({}, new GatehouseService(gatehouse, outsider))), 'ResourceNotFoundException');
    const { AccountAssignments } = await admin.send(new ListAccountAssignmentsCommand({ InstanceArn: instanceArn, PermissionSetArn: set, AccountId: member }));
    assert.equal(AccountAssignments.length, 2, 'nothing changed');
  });

  it('asks about principals that are named whether the caller may', async () => {
    const iam = gatehouse.client(IAMClient);
    const { User: boss } = await iam.send(new CreateUserCommand({ UserName: 'boss' }));
    await iam.send(new CreateUserCommand({ UserName: 'planner' }));
    await iam.send(new PutUserPolicyCommand({ UserName: 'planner', PolicyName: 'p', PolicyDocument: document(
      { Effect: 'Allow', Action: 'gatehouse:*', Resource: '*' }, { Effect: 'Deny', Action: 'gatehouse:SimulateChange', Resource: boss.Arn }) }));
    const { AccessKey: k } = await iam.send(new CreateAccessKeyCommand({ UserName: 'planner' }));
    const planner = new GatehouseService(gatehouse, { accessKeyId: k.AccessKeyId, secretAccessKey: k.SecretAccessKey });
    const ask = (PrincipalArn) => code(simulate({ PermissionSet: { InstanceArn: instanceArn, PermissionSetArn: set } }, { Days: 0, Requests: [{ PrincipalArn, Action: 'a:B' }] }, planner));
    assert.equal(await ask(boss.Arn), 'AccessDeniedException');
    assert.equal(await ask(`${boss.Arn}x`), 'none');
  });

  it('reads a long trail page by page, and each event once', async () => {
    const change = { PermissionSet: { InstanceArn: instanceArn, PermissionSetArn: set, InlinePolicy: document({ Effect: 'Deny', Action: '*', Resource: '*' }) } };
    const short = await simulate(change);
    assert.equal(short.pages, 1);
    const iam = gatehouse.client(IAMClient); // one commit, and so one block of the trail, after another
    for (let i = 0; i < 300; i++) await iam.send(new CreateUserCommand({ UserName: `many-${i}` }));
    const long = await simulate(change);
    assert.ok(long.pages > 1, `${long.pages}`);
    assert.ok(long.Examined >= short.Examined + 300 && long.Examined < short.Examined + 320, `${short.Examined} ${long.Examined}`);
  });

  it('the members of a large group by pages', async () => {
    const crowd = (await store.send(new CreateGroupCommand({ IdentityStoreId: storeId, DisplayName: 'crowd' }))).GroupId;
    for (let i = 0; i < 210; i++) {
      const { UserId } = await store.send(new CreatePersonCommand({ IdentityStoreId: storeId, ...newUser(`crowd-${i}`) }));
      await store.send(new CreateGroupMembershipCommand({ IdentityStoreId: storeId, GroupId: crowd, MemberId: { UserId } }));
    }
    await store.send(new CreateGroupMembershipCommand({ IdentityStoreId: storeId, GroupId: crowd, MemberId: { UserId: bob } }));
    const reply = await simulate({ Assignment: { InstanceArn: instanceArn, PermissionSetArn: set, AccountId: member, PrincipalType: 'GROUP', PrincipalId: crowd, Operation: 'CREATE' } }, { Days: 0 });
    assert.equal(reply.pages, 2);
    assert.equal(new Set(reply.Differences.map((d) => d.UserName)).size, 210);
    assert.ok(!reply.Differences.some((d) => d.UserName === 'bob'), 'bob comes in by another group');
  });

  it('exactly one change at a time, and a token serves the same one only', async () => {
    assert.equal(await code(service.send('SimulateChange', { Change: {} })), 'SerializationException');
    assert.equal(await code(service.send('SimulateChange', {})), 'ValidationException');
    assert.equal(await code(simulate({ PermissionSet: { InstanceArn: instanceArn, PermissionSetArn: set } }, { NextToken: 'bm9uc2Vuc2U=' })), 'ValidationException');
  });
});

describe('a trail that is hard to read', () => {
  let house, client, root, inside;
  const change = () => ({ ControlPolicy: { Type: 'SERVICE_CONTROL_POLICY', TargetId: root, Content: document({ Effect: 'Deny', Action: 's3:*', Resource: '*' }) } });
  before(async () => {
    house = await startGatehouse();
    client = new GatehouseService(house);
    const made = await createOrganization(house);
    root = made.rootId;
    inside = await createAccount(made.organizations, 'Member', 'member@example.com'); // so that it cannot be deleted
  });
  after(() => house?.stop());

  // The request that has nothing in it, in each protocol.
  function* emptyRequests() {
    const folder = new URL('../../model/', import.meta.url);
    for (const file of readdirSync(folder).filter((f) => f.endsWith('.smithy'))) {
      const text = readFileSync(new URL(file, folder), 'utf8');
      const operations = [...text.matchAll(/^operation (\w+)/gm)].map((m) => m[1]);
      const service = { iam: 'iam', sts: 'sts' }[file.replace('.smithy', '')];
      const target = { organizations: ['organizations', 'AWSOrganizationsV20161128'], 'sso-admin': ['sso', 'SWBExternalService'],
        identitystore: ['identitystore', 'AWSIdentityStore'], gatehouse: ['gatehouse', 'Gatehouse'] }[file.replace('.smithy', '')];
      const version = { iam: '2010-05-08', sts: '2011-06-15' }[service];
      for (const name of operations) {
        if (service) yield { method: 'POST', path: '/', service, body: `Action=${name}&Version=${version}`, headers: { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' } };
        if (target) yield { method: 'POST', path: '/', service: target[0], body: '{}', headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': `${target[1]}.${name}` } };
        if (file === 'account.smithy') yield { method: 'POST', path: `/${name[0].toLowerCase()}${name.slice(1)}`, service: 'account', body: '{}', headers: { 'content-type': 'application/json' } };
      }
    }
  }

  it('of empty requests to every operation', async () => {
    let n = 0;
    for (const request of emptyRequests()) {
      await sendSigned(house.url, request, sign(request, { credentials: house.credentials, service: request.service, host: new URL(house.url).host }));
      n++;
    }
    assert.ok(n > 350, `${n}`);
    await house.client(IAMClient).send(new CreateUserCommand({ UserName: 'flush' }));
    const { Examined, Undetermined } = await simulate(change(), {}, client);
    assert.ok(Examined > 300 && Undetermined > 100, `${Examined} ${Undetermined}`);
  });

  it('of many large requests, some of other tenants: every page ends, goes on, and looks at each event once', async () => {
    const other = new GatehouseService(house, await house.createAccount('Other', 'other@example.com'));
    const { Account } = await house.client(STSClient).send(new GetCallerIdentityCommand({}));
    const { Account: theirs } = await house.client(STSClient, other.credentials).send(new GetCallerIdentityCommand({}));
    const before = (await simulate(change(), {}, client)).Examined;
    const ask = (by, id, i) => by.authorize(Array.from({ length: 100 }, (_, j) =>
      ({ PrincipalArn: `arn:aws:iam::${id}:role/r${i}-${j}`, Action: 's3:GetObject', Resource: `arn:aws:s3:::b/${'x'.repeat(450)}` })));
    for (let i = 0; i < 60; i++) await Promise.all([ask(client, Account, i), ask(other, theirs, 3 * i), ask(other, theirs, 3 * i + 1), ask(other, theirs, 3 * i + 2)]);
    await house.client(IAMClient).send(new CreateUserCommand({ UserName: 'flush-2' }));
    const all = await simulate(change(), {}, client);
    assert.ok(all.pages > 2 && all.pages < 50, `${all.pages}`);
    // The simulation's own events, and what was made in between, are in it as well.
    assert.ok(all.Examined >= before + 60 && all.Examined < before + 75, `${before} ${all.Examined}`);
  });

  it('that another node goes on writing between two pages', { skip: process.env.GATEHOUSE_TEST_POSTGRES && 'the test writes to the SQLite file' }, async () => {
    const { Credentials } = await house.client(STSClient).send(new AssumeRoleCommand({ RoleArn: `arn:aws:iam::${inside}:role/OrganizationAccountAccessRole`, RoleSessionName: 'member' }));
    const theirs = new GatehouseService(house, keys(Credentials));
    for (let i = 0; i < 60; i++)
      await theirs.authorize(Array.from({ length: 100 }, (_, j) => ({ PrincipalArn: `arn:aws:iam::${inside}:role/r${i}-${j}`, Action: 's3:GetObject', Resource: 'arn:aws:s3:::b/k' })));
    await house.client(IAMClient).send(new CreateUserCommand({ UserName: 'flush-3' }));
    const ask = (NextToken) => client.send('SimulateChange', { Change: change(), AccountId: inside, ...(NextToken && { NextToken }) });
    let Examined = 0, NextToken;
    const page = async () => {
      const reply = await ask(NextToken);
      Examined += reply.Examined;
      ({ NextToken } = reply);
    };
    do await page(); while (NextToken && !Examined); // the first one that ends among them
    assert.ok(Examined < 60 && NextToken);
    await house.stop({ keep: true });
    execFileSync('python3', ['-c', `import sqlite3, sys
c = sqlite3.connect(sys.argv[1])
for i in range(15): c.execute("INSERT INTO audit_block SELECT last_ms, '!', 15 * rowid + ?, last_ms, 1, 0, CAST('{}' AS BLOB) FROM audit_block WHERE node <> '!'", (i,))
c.commit()`, path.join(house.data, 'gatehouse.db')]);
    await house.start();
    client = new GatehouseService(house);
    while (NextToken) await page();
    assert.equal(Examined, 60, 'each event once');
  });
});
