// Instances of Identity Center: whose they are, what a delegated administrator may do, Regions, and their end.
import { after, before, describe, it } from 'node:test';
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import * as sdk from '@aws-sdk/client-sso-admin';
import * as iamSdk from '@aws-sdk/client-iam';
import * as ids from '@aws-sdk/client-identitystore';
import * as org from '@aws-sdk/client-organizations';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { awsError, startGatehouse, until } from '../support/gatehouse.mjs';
import { assign, createAccount, createInstance, createOrganization, createPermissionSet, furnish, newUser } from '../support/organization.mjs';
import { accountAdministrator, Center } from '../support/center.mjs';
import { roleCredentials, signInPerson } from '../support/person.mjs';
import { GatehouseService } from '../support/gatehouse_service.mjs';
import { ssoAdminCall } from '../support/sso_admin_call.mjs';

const READ_ONLY = 'arn:aws:iam::aws:policy/ReadOnlyAccess';
const INLINE = '{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"iam:List*","Resource":"*"}}';

describe('an instance', () => {
  let gatehouse, f, center, member, guest;
  before(async () => {
    gatehouse = await startGatehouse();
    f = await furnish(gatehouse);
    center = new Center(f.admin, f.instanceArn);
    member = new Center(gatehouse.client(sdk.SSOAdminClient, await accountAdministrator(gatehouse, f.accountId)), f.instanceArn);
    guest = new Center(gatehouse.client(sdk.SSOAdminClient, await gatehouse.createAccount('Guest', 'guest@example.com')), f.instanceArn);
  });
  after(() => gatehouse?.stop());

  it('opens the organization to Identity Center', async () => {
    const { EnabledServicePrincipals } = await f.organizations.send(new org.ListAWSServiceAccessForOrganizationCommand({}));
    assert.deepEqual(EnabledServicePrincipals.map((s) => s.ServicePrincipal), ['sso.amazonaws.com']);
  });

  it('is renamed by its owner alone', async () => {
    await center.send('UpdateInstance', { Name: 'Corporate' });
    assert.equal((await center.send('DescribeInstance')).Name, 'Corporate');
    assert.equal((await center.send('ListInstances', { InstanceArn: undefined })).Instances[0].Name, 'Corporate');
    await center.send('UpdateInstance');
    assert.equal((await center.send('DescribeInstance')).Name, 'Corporate');
    for (const other of [member, guest]) {
      await assert.rejects(other.send('UpdateInstance', { Name: 'Taken' }), awsError('AccessDeniedException'));
      await assert.rejects(other.send('DeleteInstance'), awsError('AccessDeniedException'));
    }
    await assert.rejects(center.send('UpdateInstance', { Name: 'x y' }), awsError('ValidationException'));
    await assert.rejects(center.send('UpdateInstance', { EncryptionConfiguration: { KeyType: 'CUSTOMER_MANAGED_KEY',
      KmsKeyArn: 'arn:aws:kms:us-east-1:111122223333:key/11111111-2222-4333-8444-555555555555' } }), awsError('ValidationException', /key management/));
    await center.send('UpdateInstance', { EncryptionConfiguration: { KeyType: 'AWS_OWNED_KMS_KEY' } });
    const { InstanceArn } = f.instanceArn && { InstanceArn: f.instanceArn };
    await ssoAdminCall(gatehouse, 'UpdateInstance', { InstanceArn, PermissionSetsEnabled: true });
    await assert.rejects(ssoAdminCall(gatehouse, 'UpdateInstance', { InstanceArn, PermissionSetsEnabled: false }), awsError('ValidationException'));
    await assert.rejects(ssoAdminCall(gatehouse, 'UpdateInstance', { InstanceArn, PermissionSetsEnabled: true,
      EncryptionConfiguration: { KeyType: 'AWS_OWNED_KMS_KEY' } }), awsError('ValidationException'));
  });

  it('is in one Region', async () => {
    const InstanceArn = f.instanceArn;
    // The SDK has no AddRegionCommand, RemoveRegionCommand, DescribeRegionCommand and ListRegionsCommand yet.
    const call = (name, input, who) => ssoAdminCall(gatehouse, name, { InstanceArn, ...input }, who);
    const { Regions, NextToken } = await call('ListRegions');
    assert.deepEqual([Regions.map((r) => [r.RegionName, r.Status, r.IsPrimaryRegion]), NextToken], [[['us-east-1', 'ACTIVE', true]], undefined]);
    const created = (await center.send('DescribeInstance')).CreatedDate.getTime() / 1000;
    assert.ok(Math.abs(Regions[0].AddedDate - created) < 1);
    const described = await call('DescribeRegion', { RegionName: 'us-east-1' });
    assert.deepEqual([described.RegionName, described.Status, described.IsPrimaryRegion], ['us-east-1', 'ACTIVE', true]);
    await assert.rejects(call('DescribeRegion', { RegionName: 'eu-west-1' }), awsError('ResourceNotFoundException'));
    await assert.rejects(call('AddRegion', { RegionName: 'us-east-1' }), awsError('ConflictException'));
    await assert.rejects(call('AddRegion', { RegionName: 'eu-west-1' }), awsError('ValidationException', /us-east-1 only/));
    await assert.rejects(call('RemoveRegion', { RegionName: 'us-east-1' }), awsError('ValidationException', /primary/));
    await assert.rejects(call('RemoveRegion', { RegionName: 'eu-west-1' }), awsError('ResourceNotFoundException'));
    await assert.rejects(call('ListRegions', { NextToken: 'bogus' }), awsError('ValidationException'));
    for (const who of [member, guest])
      await assert.rejects(call('ListRegions', {}, await who.client.config.credentials()), awsError('AccessDeniedException'));
  });

  it('of an account is made once for a token, and goes at once', async () => {
    const input = { Name: 'Own', ClientToken: 'token-1', Tags: [{ Key: 'team', Value: 'red' }] };
    const create = (more = {}) => member.client.send(new sdk.CreateInstanceCommand({ ...input, ...more }));
    const { InstanceArn } = await create();
    assert.equal((await create()).InstanceArn, InstanceArn);
    await assert.rejects(create({ Name: 'Other' }), awsError('ConflictException', /other parameters/));
    await assert.rejects(create({ Tags: [] }), awsError('ConflictException', /other parameters/));
    await assert.rejects(create({ ClientToken: 'token-2' }), awsError('ConflictException', /exists/));
    const own = new Center(member.client, InstanceArn);
    await assert.rejects(ssoAdminCall(gatehouse, 'UpdateInstance', { InstanceArn, PermissionSetsEnabled: true }, await member.client.config.credentials()),
      awsError('ValidationException'));
    await assert.rejects(center.send('DeleteInstance', { InstanceArn }), awsError('AccessDeniedException'));
    await assert.rejects(center.send('DescribeInstance', { InstanceArn }), awsError('AccessDeniedException'));
    await own.send('DeleteInstance');
    await until('the end of the instance', () => own.send('DescribeInstance').then(() => false, awsError('AccessDeniedException')));
    const { InstanceArn: next } = await create();
    assert.notEqual(next, InstanceArn);
    assert.deepEqual((await member.client.send(new sdk.ListTagsForResourceCommand({ ResourceArn: next }))).Tags, input.Tags);
  });
});

describe('a delegated administrator', () => {
  let gatehouse, f, center, delegate, management, delegateId, atHome, abroad, store;
  before(async () => {
    gatehouse = await startGatehouse();
    f = await furnish(gatehouse);
    center = new Center(f.admin, f.instanceArn);
    management = (await gatehouse.client(STSClient).send(new GetCallerIdentityCommand({}))).Account;
    delegateId = await createAccount(f.organizations, 'Security', 'security@example.com');
    const credentials = await accountAdministrator(gatehouse, delegateId);
    delegate = new Center(gatehouse.client(sdk.SSOAdminClient, credentials), f.instanceArn);
    store = gatehouse.client(ids.IdentitystoreClient, credentials);
    atHome = await createPermissionSet(f.admin, f.instanceArn, 'AtHome', READ_ONLY);
    abroad = await createPermissionSet(f.admin, f.instanceArn, 'Abroad', READ_ONLY);
    for (const PermissionSetArn of [atHome, abroad])
      for (const TargetId of PermissionSetArn === atHome ? [management, f.accountId] : [f.accountId])
        assert.equal((await center.assign({ PermissionSetArn, TargetId, PrincipalId: f.groupId })).Status, 'SUCCEEDED');
  });
  after(() => gatehouse?.stop());

  it('is nobody before', async () => {
    await assert.rejects(delegate.send('ListPermissionSets'), awsError('AccessDeniedException'));
    await assert.rejects(store.send(new ids.ListUsersCommand({ IdentityStoreId: f.storeId })), awsError('ResourceNotFoundException'));
    await f.organizations.send(new org.RegisterDelegatedAdministratorCommand({ AccountId: delegateId, ServicePrincipal: 'sso.amazonaws.com' }));
  });

  it('manages people, permission sets and assignments', async () => {
    const { UserId } = await store.send(new ids.CreateUserCommand({ IdentityStoreId: f.storeId, ...newUser('hired') }));
    const PermissionSetArn = await createPermissionSet(delegate.client, f.instanceArn, 'Delegated', READ_ONLY);
    const to = { PermissionSetArn, TargetId: f.accountId, PrincipalType: 'USER', PrincipalId: UserId };
    assert.equal((await delegate.assign(to)).Status, 'SUCCEEDED');
    await delegate.send('PutInlinePolicyToPermissionSet', { PermissionSetArn, InlinePolicy: INLINE });
    assert.equal((await delegate.provision(PermissionSetArn)).Status, 'SUCCEEDED');
    assert.equal((await delegate.unassign(to)).Status, 'SUCCEEDED');
    await delegate.send('DeletePermissionSet', { PermissionSetArn });
    await delegate.send('UpdatePermissionSet', { PermissionSetArn: abroad, Description: 'changed' });
    await delegate.send('CreateInstanceAccessControlAttributeConfiguration', { InstanceAccessControlAttributeConfiguration: { AccessControlAttributes: [] } });
    await delegate.send('DeleteInstanceAccessControlAttributeConfiguration');
    await delegate.send('TagResource', { ResourceArn: f.instanceArn, Tags: [{ Key: 'owner', Value: 'security' }] });
    assert.deepEqual((await delegate.send('ListTagsForResource', { ResourceArn: f.instanceArn })).Tags, [{ Key: 'owner', Value: 'security' }]);
    assert.ok((await delegate.send('ListAccountAssignmentsForPrincipal', { PrincipalId: f.groupId, PrincipalType: 'GROUP' })).AccountAssignments.length >= 3);
  });

  it('keeps its hands off what concerns the management account', async () => {
    const denied = awsError('AccessDeniedException', /management account/);
    const PolicyArn = { ManagedPolicyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' };
    const changes = { UpdatePermissionSet: {}, DeletePermissionSet: {}, AttachManagedPolicyToPermissionSet: PolicyArn,
      DetachManagedPolicyFromPermissionSet: { ManagedPolicyArn: READ_ONLY }, PutInlinePolicyToPermissionSet: { InlinePolicy: INLINE },
      DeleteInlinePolicyFromPermissionSet: {}, PutPermissionsBoundaryToPermissionSet: { PermissionsBoundary: PolicyArn }, DeletePermissionsBoundaryFromPermissionSet: {},
      AttachCustomerManagedPolicyReferenceToPermissionSet: { CustomerManagedPolicyReference: { Name: 'x' } },
      DetachCustomerManagedPolicyReferenceFromPermissionSet: { CustomerManagedPolicyReference: { Name: 'x' } },
      ProvisionPermissionSet: { TargetType: 'ALL_PROVISIONED_ACCOUNTS' },
      CreateAccountAssignment: { TargetType: 'AWS_ACCOUNT', TargetId: f.accountId, PrincipalType: 'GROUP', PrincipalId: f.groupId },
      DeleteAccountAssignment: { TargetType: 'AWS_ACCOUNT', TargetId: management, PrincipalType: 'GROUP', PrincipalId: f.groupId } };
    for (const [name, input] of Object.entries(changes)) await assert.rejects(delegate.send(name, { PermissionSetArn: atHome, ...input }), denied, name);
    await assert.rejects(delegate.send('TagResource', { ResourceArn: atHome, Tags: [{ Key: 'approved', Value: 'yes' }] }), denied);
    await assert.rejects(delegate.send('UntagResource', { ResourceArn: atHome, TagKeys: ['approved'] }), denied);
    assert.deepEqual((await delegate.send('ListTagsForResource', { ResourceArn: atHome })).Tags, []);
    const abroadToHome = { PermissionSetArn: abroad, TargetType: 'AWS_ACCOUNT', TargetId: management };
    await assert.rejects(delegate.send('CreateAccountAssignment', { ...abroadToHome, PrincipalType: 'GROUP', PrincipalId: f.groupId }), denied);
    await assert.rejects(delegate.send('ProvisionPermissionSet', abroadToHome), denied);
    assert.equal((await delegate.send('DescribePermissionSet', { PermissionSetArn: atHome })).PermissionSet.Name, 'AtHome');
    assert.equal((await center.send('GetInlinePolicyForPermissionSet', { PermissionSetArn: atHome })).InlinePolicy, '');
    await assert.rejects(delegate.send('DeleteInstance'), awsError('AccessDeniedException'));
    await assert.rejects(delegate.send('UpdateInstance', { Name: 'Mine' }), awsError('AccessDeniedException'));
  });

  it('changes nothing in a set once the owner has asked for it in the management account', async () => {
    const PermissionSetArn = await createPermissionSet(f.admin, f.instanceArn, 'Coming', READ_ONLY);
    const iam = gatehouse.client(iamSdk.IAMClient);
    // Work that stands before the owner's.
    const Assignments = Array.from({ length: 2000 }, () => ({ AccountId: f.accountId, PermissionSetArn: abroad, PrincipalType: 'USER', PrincipalId: randomUUID() }));
    await new GatehouseService(gatehouse).send('CreateAccountAssignments', { InstanceArn: f.instanceArn, Assignments });
    const { AccountAssignmentCreationStatus: asked } = await center.send('CreateAccountAssignment', { PermissionSetArn, TargetType: 'AWS_ACCOUNT',
      TargetId: management, PrincipalType: 'GROUP', PrincipalId: f.groupId });
    const status = async () => (await center.send('DescribeAccountAssignmentCreationStatus', {
      AccountAssignmentCreationRequestId: asked.RequestId })).AccountAssignmentCreationStatus;
    const answers = [];
    for (const [name, input] of [['AttachManagedPolicyToPermissionSet', { ManagedPolicyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' }],
      ['PutInlinePolicyToPermissionSet', { InlinePolicy: INLINE }], ['DeletePermissionSet', {}]])
      answers.push(await delegate.send(name, { PermissionSetArn, ...input }).then(() => 'done', (error) => error.name));
    assert.deepEqual(answers, Array(3).fill('AccessDeniedException'));
    assert.equal((await center.ended('the assignment', status)).Status, 'SUCCEEDED');
    const role = (await iam.send(new iamSdk.ListRolesCommand({ PathPrefix: '/aws-reserved/' }))).Roles.find((r) => r.RoleName.startsWith('AWSReservedSSO_Coming_'));
    const { AttachedPolicies } = await iam.send(new iamSdk.ListAttachedRolePoliciesCommand({ RoleName: role.RoleName }));
    assert.deepEqual(AttachedPolicies.map((p) => p.PolicyArn), [READ_ONLY]);
  });

  it('is nobody again after', async () => {
    await f.organizations.send(new org.DeregisterDelegatedAdministratorCommand({ AccountId: delegateId, ServicePrincipal: 'sso.amazonaws.com' }));
    await assert.rejects(delegate.send('ListPermissionSets'), awsError('AccessDeniedException'));
    await assert.rejects(store.send(new ids.ListUsersCommand({ IdentityStoreId: f.storeId })), awsError('ResourceNotFoundException'));
  });
});

it('deleting the organization\'s instance takes everything with it', async (t) => {
  const gatehouse = await startGatehouse();
  t.after(() => gatehouse.stop());
  const f = await furnish(gatehouse);
  const center = new Center(f.admin, f.instanceArn);
  const member = gatehouse.client(iamSdk.IAMClient, await accountAdministrator(gatehouse, f.accountId));
  const reserved = async () => (await member.send(new iamSdk.ListRolesCommand({ PathPrefix: '/aws-reserved/' }))).Roles;
  const token = await signInPerson(gatehouse, 'jdoe');
  const credentials = await roleCredentials(gatehouse, token, f.accountId, 'DeveloperAccess');
  const identity = () => gatehouse.client(STSClient, credentials).send(new GetCallerIdentityCommand({}));
  await center.send('CreateInstanceAccessControlAttributeConfiguration', { InstanceAccessControlAttributeConfiguration: { AccessControlAttributes: [] } });
  const PermissionSetArn = await createPermissionSet(f.admin, f.instanceArn, 'Loose', READ_ONLY);
  await center.send('AttachCustomerManagedPolicyReferenceToPermissionSet', { PermissionSetArn, CustomerManagedPolicyReference: { Name: 'x' } });
  await center.send('TagResource', { ResourceArn: PermissionSetArn, Tags: [{ Key: 'a', Value: 'b' }] });
  for (let i = 0; i < 230; i++)
    await f.store.send(new ids.CreateGroupCommand({ IdentityStoreId: f.storeId, DisplayName: `Group ${i}` }));
  // Assigned to an empty unit, the set is in no account, and yet in use.
  await new GatehouseService(gatehouse).send('CreateAssignmentTarget', { InstanceArn: f.instanceArn, PermissionSetArn, PrincipalType: 'GROUP',
    PrincipalId: f.groupId, TargetId: f.ouId });
  await assert.rejects(center.send('DeletePermissionSet', { PermissionSetArn }), awsError('ConflictException', new RegExp(f.ouId)));
  await identity();
  assert.equal((await reserved()).length, 1);

  await center.send('DeleteInstance');
  await assert.rejects(roleCredentials(gatehouse, token, f.accountId, 'DeveloperAccess'), (e) => ['ForbiddenException', 'UnauthorizedException'].includes(e.name));
  await assert.rejects(center.send('ListPermissionSets'), awsError('ResourceNotFoundException'));
  await until('the end of the instance', () => center.send('DescribeInstance').then((d) => {
    assert.equal(d.Status, 'DELETE_IN_PROGRESS');
    return false;
  }, awsError('AccessDeniedException')));
  assert.deepEqual((await center.send('ListInstances', { InstanceArn: undefined })).Instances, []);
  assert.deepEqual(await reserved(), []);
  await assert.rejects(identity(), awsError('InvalidClientTokenId'));
  await assert.rejects(f.store.send(new ids.ListUsersCommand({ IdentityStoreId: f.storeId })), awsError('ResourceNotFoundException'));
  // A new one begins empty, and its names are other names.
  const { InstanceArn } = await f.admin.send(new sdk.CreateInstanceCommand({}));
  assert.notEqual(InstanceArn, f.instanceArn);
  const next = new Center(f.admin, InstanceArn);
  assert.deepEqual((await next.send('ListPermissionSets')).PermissionSets, []);
  assert.deepEqual((await next.send('ListAccountAssignmentCreationStatus')).AccountAssignmentsCreationStatus, []);
  await assert.rejects(next.send('DescribeInstanceAccessControlAttributeConfiguration'), awsError('ResourceNotFoundException'));
});

it('a deletion that was cut short goes on after a restart', async (t) => {
  const gatehouse = await startGatehouse();
  t.after(() => gatehouse.stop());
  const f = await furnish(gatehouse);
  for (let i = 0; i < 120; i++)
    await f.store.send(new ids.CreateGroupCommand({ IdentityStoreId: f.storeId, DisplayName: `Group ${i}` }));
  await new Center(f.admin, f.instanceArn).send('DeleteInstance');
  await gatehouse.kill9();
  await gatehouse.start();
  const center = new Center(gatehouse.client(sdk.SSOAdminClient), f.instanceArn);
  await until('the end of the instance', () => center.send('DescribeInstance').then(() => false, awsError('AccessDeniedException')));
  const iam = gatehouse.client(iamSdk.IAMClient, await accountAdministrator(gatehouse, f.accountId));
  assert.deepEqual((await iam.send(new iamSdk.ListRolesCommand({ PathPrefix: '/aws-reserved/' }))).Roles, []);
});

describe('the end of an organization', () => {
  it("takes its Identity Center along, and leaves room for another", async () => {
    const gatehouse = await startGatehouse();
    try {
      const { organizations } = await createOrganization(gatehouse);
      const { admin, instanceArn, storeId } = await createInstance(gatehouse);
      const set = await createPermissionSet(admin, instanceArn, 'Owners', READ_ONLY);
      const { UserId } = await gatehouse.client(ids.IdentitystoreClient).send(new ids.CreateUserCommand({ IdentityStoreId: storeId, ...newUser('owner') }));
      const { Account } = await gatehouse.client(STSClient).send(new GetCallerIdentityCommand({}));
      await assign(admin, { InstanceArn: instanceArn, TargetId: Account, PermissionSetArn: set, PrincipalType: 'USER', PrincipalId: UserId });
      const iam = gatehouse.client(iamSdk.IAMClient);
      const reserved = async () => (await iam.send(new iamSdk.ListRolesCommand({ PathPrefix: '/aws-reserved/' }))).Roles.length;
      assert.equal(await reserved(), 1);
      await organizations.send(new org.DeleteOrganizationCommand({}));
      await until('the instance to be gone', async () => !(await admin.send(new sdk.ListInstancesCommand({}))).Instances.length);
      assert.equal(await reserved(), 0);
      await createOrganization(gatehouse);
      const again = await createInstance(gatehouse);
      assert.notEqual(again.instanceArn, instanceArn);
    } finally {
      await gatehouse.stop();
    }
  });
});
