// Identity Center: the instance, permission sets, assignments, provisioning, and the roles that come of them.
import { after, before, describe, it } from 'node:test';
import assert from 'node:assert/strict';
import * as sdk from '@aws-sdk/client-sso-admin';
import { IAMClient, GetRoleCommand, GetRolePolicyCommand, ListAttachedRolePoliciesCommand, ListRolePoliciesCommand, ListRolesCommand } from '@aws-sdk/client-iam';
import { IdentitystoreClient, DeleteUserCommand, CreateUserCommand } from '@aws-sdk/client-identitystore';
import { STSClient, AssumeRoleCommand } from '@aws-sdk/client-sts';
import { awsError, listAll, startGatehouse, until } from '../support/gatehouse.mjs';
import { assign, createPermissionSet, furnish, newUser } from '../support/organization.mjs';

const INLINE = '{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":["organizations:*","account:*"],"Resource":"*"}]}';
let gatehouse, f, admin, InstanceArn, PermissionSetArn, iam;
const send = (name, input = {}) => admin.send(new sdk[`${name}Command`]({ InstanceArn, ...input }));
const ofSet = (name, input = {}) => send(name, { PermissionSetArn, ...input });

async function memberIam() {
  const { Credentials: c } = await gatehouse.client(STSClient).send(new AssumeRoleCommand({
    RoleArn: `arn:aws:iam::${f.accountId}:role/OrganizationAccountAccessRole`, RoleSessionName: 'look' }));
  return gatehouse.client(IAMClient, { accessKeyId: c.AccessKeyId, secretAccessKey: c.SecretAccessKey, sessionToken: c.SessionToken });
}

async function reservedRole(name) {
  const { Roles } = await iam.send(new ListRolesCommand({ PathPrefix: '/aws-reserved/' }));
  return Roles.find((r) => r.RoleName.startsWith(`AWSReservedSSO_${name}_`));
}

async function provision(input) {
  const { PermissionSetProvisioningStatus: first } = await send('ProvisionPermissionSet', input);
  return until('provisioning', async () => {
    const { PermissionSetProvisioningStatus: s } = await send('DescribePermissionSetProvisioningStatus', { ProvisionPermissionSetRequestId: first.RequestId });
    return s.Status !== 'IN_PROGRESS' && s;
  });
}

async function unassign(input) {
  const { AccountAssignmentDeletionStatus: first } = await send('DeleteAccountAssignment', { TargetType: 'AWS_ACCOUNT', TargetId: f.accountId, ...input });
  return until('the end of the assignment', async () => {
    const { AccountAssignmentDeletionStatus: s } = await send('DescribeAccountAssignmentDeletionStatus', { AccountAssignmentDeletionRequestId: first.RequestId });
    return s.Status !== 'IN_PROGRESS' && s;
  });
}

before(async () => {
  gatehouse = await startGatehouse();
  f = await furnish(gatehouse);
  ({ admin, instanceArn: InstanceArn, permissionSetArn: PermissionSetArn } = f);
  iam = await memberIam();
});
after(() => gatehouse?.stop());

describe('the instance', () => {
  it('has the ids of an organization instance', async () => {
    assert.match(InstanceArn, /^arn:aws:sso:::instance\/ssoins-[0-9a-f]{16}$/);
    assert.match(f.storeId, /^d-[0-9a-f]{10}$/);
    const d = await send('DescribeInstance');
    assert.deepEqual([d.InstanceArn, d.IdentityStoreId, d.Status], [InstanceArn, f.storeId, 'ACTIVE']);
    await assert.rejects(admin.send(new sdk.CreateInstanceCommand({})), awsError('ConflictException'));
    await assert.rejects(send('DescribeInstance', { InstanceArn: InstanceArn.replace(/.{4}$/, 'ffff') }),
      (error) => ['ResourceNotFoundException', 'AccessDeniedException'].includes(error.name));
  });
});

describe('permission sets', () => {
  it('come back as they were made, with AWS\'s defaults', async () => {
    const arn = await createPermissionSet(admin, InstanceArn, 'Plain');
    const { PermissionSet: p } = await send('DescribePermissionSet', { PermissionSetArn: arn });
    assert.match(arn, /^arn:aws:sso:::permissionSet\/ssoins-[0-9a-f]{16}\/ps-[0-9a-f]{16}$/);
    assert.deepEqual([p.Name, p.SessionDuration], ['Plain', 'PT4H']);
    assert.ok(p.CreatedDate instanceof Date);
    const { PermissionSet: q } = await send('CreatePermissionSet', { Name: 'Defaults' });
    assert.equal(q.SessionDuration ?? 'PT1H', 'PT1H');
    await assert.rejects(send('CreatePermissionSet', { Name: 'Plain' }), awsError('ConflictException'));
    await assert.rejects(send('CreatePermissionSet', { Name: 'Long', SessionDuration: 'PT13H' }), awsError('ValidationException'));
    await send('DeletePermissionSet', { PermissionSetArn: q.PermissionSetArn });
    await assert.rejects(send('DescribePermissionSet', { PermissionSetArn: q.PermissionSetArn }), awsError('ResourceNotFoundException'));
  });

  it('lose what an update leaves out', async () => {
    const { PermissionSet: p } = await send('CreatePermissionSet', { Name: 'Updated', Description: 'one', RelayState: 'https://example.com' });
    await send('UpdatePermissionSet', { PermissionSetArn: p.PermissionSetArn, Description: 'two', SessionDuration: 'PT2H' });
    const { PermissionSet: q } = await send('DescribePermissionSet', { PermissionSetArn: p.PermissionSetArn });
    assert.deepEqual([q.Description, q.SessionDuration, q.RelayState], ['two', 'PT2H', undefined]);
  });

  it('are listed in pages', async () => {
    const { items, pages } = await listAll(admin, sdk.ListPermissionSetsCommand, { InstanceArn, MaxResults: 1 }, 'PermissionSets');
    assert.equal(pages, items.length);
    assert.ok(items.includes(PermissionSetArn));
  });

  it('hold managed policies', async () => {
    const arn = await createPermissionSet(admin, InstanceArn, 'Managed', 'arn:aws:iam::aws:policy/ViewOnlyAccess'.replace('policy/', 'policy/job-function/'));
    const set = { PermissionSetArn: arn };
    const { AttachedManagedPolicies: m } = await send('ListManagedPoliciesInPermissionSet', set);
    assert.deepEqual(m, [{ Name: 'ViewOnlyAccess', Arn: 'arn:aws:iam::aws:policy/job-function/ViewOnlyAccess' }]);
    await assert.rejects(send('AttachManagedPolicyToPermissionSet', { ...set, ManagedPolicyArn: m[0].Arn }), awsError('ConflictException'));
    await assert.rejects(send('AttachManagedPolicyToPermissionSet', { ...set, ManagedPolicyArn: 'arn:aws:iam::aws:policy/NoSuchPolicy' }),
      awsError('ResourceNotFoundException'));
    await send('DetachManagedPolicyFromPermissionSet', { ...set, ManagedPolicyArn: m[0].Arn });
    await assert.rejects(send('DetachManagedPolicyFromPermissionSet', { ...set, ManagedPolicyArn: m[0].Arn }), awsError('ResourceNotFoundException'));
  });

  it('hold one inline policy', async () => {
    const set = { PermissionSetArn: await createPermissionSet(admin, InstanceArn, 'Inline') };
    assert.equal((await send('GetInlinePolicyForPermissionSet', set)).InlinePolicy ?? '', '');
    await send('PutInlinePolicyToPermissionSet', { ...set, InlinePolicy: INLINE });
    assert.equal((await send('GetInlinePolicyForPermissionSet', set)).InlinePolicy, INLINE);
    await assert.rejects(send('PutInlinePolicyToPermissionSet', { ...set, InlinePolicy: '{"Version":"2012-10-17"}' }), awsError('ValidationException'));
    await send('DeleteInlinePolicyFromPermissionSet', set);
    assert.equal((await send('GetInlinePolicyForPermissionSet', set)).InlinePolicy ?? '', '');
  });

  it('in use cannot be deleted', async () => {
    await assert.rejects(ofSet('DeletePermissionSet'), awsError('ConflictException'));
  });
});

describe('a provisioned role', () => {
  it('is as AWS makes it', async () => {
    const found = await reservedRole('DeveloperAccess');
    const { Role: r } = await iam.send(new GetRoleCommand({ RoleName: found.RoleName }));
    assert.match(r.RoleName, /^AWSReservedSSO_DeveloperAccess_[0-9a-f]{16}$/);
    assert.equal(r.Path, '/aws-reserved/sso.amazonaws.com/');
    assert.equal(r.Arn, `arn:aws:iam::${f.accountId}:role/aws-reserved/sso.amazonaws.com/${r.RoleName}`);
    assert.equal(r.MaxSessionDuration, 43_200);
    const [statement] = [JSON.parse(decodeURIComponent(r.AssumeRolePolicyDocument)).Statement].flat();
    assert.match([statement.Principal.Federated].flat()[0], new RegExp(`^arn:aws:iam::${f.accountId}:saml-provider/AWSSSO_[0-9a-f]{16}_DO_NOT_DELETE$`));
    assert.deepEqual(statement.Action, ['sts:AssumeRoleWithSAML', 'sts:TagSession']);
    const { AttachedPolicies } = await iam.send(new ListAttachedRolePoliciesCommand({ RoleName: r.RoleName }));
    assert.deepEqual(AttachedPolicies.map((p) => p.PolicyName), ['PowerUserAccess']);
  });

  it('changes only when provisioned again', async () => {
    const { RoleName } = await reservedRole('DeveloperAccess');
    await ofSet('PutInlinePolicyToPermissionSet', { InlinePolicy: INLINE });
    assert.deepEqual((await iam.send(new ListRolePoliciesCommand({ RoleName }))).PolicyNames, []);
    const stale = await send('ListPermissionSetsProvisionedToAccount', { AccountId: f.accountId, ProvisioningStatus: 'LATEST_PERMISSION_SET_NOT_PROVISIONED' });
    assert.deepEqual(stale.PermissionSets, [PermissionSetArn]);
    assert.equal((await provision({ PermissionSetArn, TargetType: 'ALL_PROVISIONED_ACCOUNTS' })).Status, 'SUCCEEDED');
    assert.deepEqual((await iam.send(new ListRolePoliciesCommand({ RoleName }))).PolicyNames, ['AwsSSOInlinePolicy']);
    const { PolicyDocument } = await iam.send(new GetRolePolicyCommand({ RoleName, PolicyName: 'AwsSSOInlinePolicy' }));
    assert.equal(decodeURIComponent(PolicyDocument), INLINE);
    assert.deepEqual((await ofSet('ListAccountsForProvisionedPermissionSet')).AccountIds, [f.accountId]);
    assert.ok((await send('ListPermissionSetProvisioningStatus')).PermissionSetsProvisioningStatus.length >= 1);
  });

  it('needs no account to be provisioned in all of them', async () => {
    const set = await createPermissionSet(admin, InstanceArn, 'Nowhere');
    assert.equal((await provision({ PermissionSetArn: set, TargetType: 'ALL_PROVISIONED_ACCOUNTS' })).Status, 'SUCCEEDED');
  });

  it('is gone with the last assignment and comes back by the same name and id', async () => {
    const set = await createPermissionSet(admin, InstanceArn, 'Tide', 'arn:aws:iam::aws:policy/ReadOnlyAccess');
    const who = { PermissionSetArn: set, PrincipalType: 'GROUP', PrincipalId: f.groupId };
    const come = () => assign(admin, { InstanceArn, TargetId: f.accountId, ...who });
    await come();
    const one = await reservedRole('Tide');
    assert.equal((await unassign(who)).Status, 'SUCCEEDED');
    assert.equal(await reservedRole('Tide'), undefined);
    await come();
    const two = await reservedRole('Tide');
    assert.deepEqual([two.RoleName, two.RoleId], [one.RoleName, one.RoleId]);
    await unassign(who);
  });
});

describe('assignments', () => {
  it('are listed by account and by principal', async () => {
    const expected = { AccountId: f.accountId, PermissionSetArn, PrincipalType: 'GROUP', PrincipalId: f.groupId };
    const { AccountAssignments } = await ofSet('ListAccountAssignments', { AccountId: f.accountId });
    assert.deepEqual(AccountAssignments, [expected]);
    const mine = await send('ListAccountAssignmentsForPrincipal', { PrincipalId: f.userId, PrincipalType: 'USER' });
    assert.deepEqual(mine.AccountAssignments, [expected]);
    assert.ok((await send('ListAccountAssignmentCreationStatus')).AccountAssignmentsCreationStatus.length >= 1);
    assert.ok((await send('ListAccountAssignmentDeletionStatus')).AccountAssignmentsDeletionStatus.length >= 1);
  });

  it('twice are once', async () => {
    const again = await assign(admin, { InstanceArn, TargetId: f.accountId, PermissionSetArn, PrincipalId: f.groupId });
    assert.equal(again.Status, 'SUCCEEDED');
    assert.equal((await ofSet('ListAccountAssignments', { AccountId: f.accountId })).AccountAssignments.length, 1);
  });

  it('of what is not there are refused', async () => {
    const none = '11111111-2222-4333-8444-555555555555';
    const refused = (promise) => promise.then((done) => assert.equal(done.Status, 'FAILED'),
      (error) => assert.ok(['ResourceNotFoundException', 'ValidationException'].includes(error.name) || /FAILED/.test(error.message), error.message));
    await refused(assign(admin, { InstanceArn, TargetId: f.accountId, PermissionSetArn, PrincipalId: none }));
    await refused(assign(admin, { InstanceArn, TargetId: '000000000000', PermissionSetArn, PrincipalId: f.groupId }));
    await refused(assign(admin, { InstanceArn, TargetId: f.accountId, PermissionSetArn: PermissionSetArn.replace(/.{4}$/, 'ffff'), PrincipalId: f.groupId }));
    await assert.rejects(send('DescribeAccountAssignmentCreationStatus', { AccountAssignmentCreationRequestId: none }), awsError('ResourceNotFoundException'));
    await assert.rejects(send('DescribeAccountAssignmentDeletionStatus', { AccountAssignmentDeletionRequestId: none }), awsError('ResourceNotFoundException'));
    await assert.rejects(send('DescribePermissionSetProvisioningStatus', { ProvisionPermissionSetRequestId: none }), awsError('ResourceNotFoundException'));
  });

  it('outlive their person but give nothing', async () => {
    const store = gatehouse.client(IdentitystoreClient);
    const { UserId } = await store.send(new CreateUserCommand({ IdentityStoreId: f.storeId, ...newUser('shortlived') }));
    await assign(admin, { InstanceArn, TargetId: f.accountId, PermissionSetArn, PrincipalType: 'USER', PrincipalId: UserId });
    await store.send(new DeleteUserCommand({ IdentityStoreId: f.storeId, UserId }));
    const { AccountAssignments } = await ofSet('ListAccountAssignments', { AccountId: f.accountId });
    assert.ok(AccountAssignments.some((a) => a.PrincipalId === UserId));
    await unassign({ PermissionSetArn, PrincipalType: 'USER', PrincipalId: UserId });
  });
});
