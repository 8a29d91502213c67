// What a permission set takes from each account: customer managed policies by name, and the permissions boundary.
import { after, before, describe, it } from 'node:test';
import assert from 'node:assert/strict';
import * as sdk from '@aws-sdk/client-sso-admin';
import * as iamSdk from '@aws-sdk/client-iam';
import { awsError, listAll, startGatehouse } from '../support/gatehouse.mjs';
import { createAccount, createPermissionSet, furnish } from '../support/organization.mjs';
import { accountAdministrator, Center } from '../support/center.mjs';
import { roleCredentials, signInPerson } from '../support/person.mjs';

const READ_ONLY = 'arn:aws:iam::aws:policy/ReadOnlyAccess';
const allow = (...Action) => JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action, Resource: '*' }] });
let gatehouse, f, center, iam, second, secondIam;
const send = (...args) => center.send(...args);
const reference = (Name, Path) => ({ CustomerManagedPolicyReference: { Name, ...(Path && { Path }) } });
const iamOf = (client, name, input) => client.send(new iamSdk[`${name}Command`](input));
const createPolicy = async (client, PolicyName, document, Path) =>
  (await iamOf(client, 'CreatePolicy', { PolicyName, PolicyDocument: document, ...(Path && { Path }) })).Policy.Arn;

async function reservedRole(client, name) {
  const { Roles } = await iamOf(client, 'ListRoles', { PathPrefix: '/aws-reserved/' });
  const found = Roles.find((r) => r.RoleName.startsWith(`AWSReservedSSO_${name}_`));
  return found && (await iamOf(client, 'GetRole', { RoleName: found.RoleName })).Role;
}
const attached = async (client, RoleName) => (await iamOf(client, 'ListAttachedRolePolicies', { RoleName })).AttachedPolicies.map((p) => p.PolicyArn).sort();
const group = (PermissionSetArn, TargetId = f.accountId) => ({ PermissionSetArn, TargetId, PrincipalId: f.groupId });

before(async () => {
  gatehouse = await startGatehouse();
  f = await furnish(gatehouse);
  center = new Center(f.admin, f.instanceArn);
  iam = gatehouse.client(iamSdk.IAMClient, await accountAdministrator(gatehouse, f.accountId));
  second = await createAccount(f.organizations, 'Second', 'second@example.com');
  secondIam = gatehouse.client(iamSdk.IAMClient, await accountAdministrator(gatehouse, second));
});
after(() => gatehouse?.stop());

describe('customer managed policy references', () => {
  it('are attached, listed in pages and detached', async () => {
    const set = { PermissionSetArn: await createPermissionSet(f.admin, f.instanceArn, 'Referring') };
    const list = () => send('ListCustomerManagedPolicyReferencesInPermissionSet', set);
    assert.deepEqual((await list()).CustomerManagedPolicyReferences, []);
    await send('AttachCustomerManagedPolicyReferenceToPermissionSet', { ...set, ...reference('Builder') });
    await send('AttachCustomerManagedPolicyReferenceToPermissionSet', { ...set, ...reference('Auditor', '/team/red/') });
    assert.deepEqual((await list()).CustomerManagedPolicyReferences, [{ Name: 'Auditor', Path: '/team/red/' }, { Name: 'Builder', Path: '/' }]);
    const { items, pages } = await listAll(f.admin, sdk.ListCustomerManagedPolicyReferencesInPermissionSetCommand,
      { InstanceArn: f.instanceArn, ...set, MaxResults: 1 }, 'CustomerManagedPolicyReferences');
    assert.deepEqual([items.map((p) => p.Name), pages], [['Auditor', 'Builder'], 2]);
    await assert.rejects(send('AttachCustomerManagedPolicyReferenceToPermissionSet', { ...set, ...reference('Builder', '/') }), awsError('ConflictException', /Builder/));
    await assert.rejects(send('DetachCustomerManagedPolicyReferenceFromPermissionSet', { ...set, ...reference('Auditor') }), awsError('ResourceNotFoundException'));
    await assert.rejects(send('DetachCustomerManagedPolicyReferenceFromPermissionSet', { ...set, ...reference('builder') }), awsError('ResourceNotFoundException'));
    await send('DetachCustomerManagedPolicyReferenceFromPermissionSet', { ...set, ...reference('Auditor', '/team/red/') });
    assert.deepEqual((await list()).CustomerManagedPolicyReferences, [{ Name: 'Builder', Path: '/' }]);
    for (const bad of [reference('no space'), reference('x'.repeat(129)), reference('Builder', 'team'), reference('')])
      await assert.rejects(send('AttachCustomerManagedPolicyReferenceToPermissionSet', { ...set, ...bad }), awsError('ValidationException'));
    await send('DeletePermissionSet', set);
    await assert.rejects(list(), awsError('ResourceNotFoundException'));
  });

  it('count with AWS\'s policies, twenty a set', async () => {
    const PermissionSetArn = await createPermissionSet(f.admin, f.instanceArn, 'Full', READ_ONLY);
    const attach = (i) => send('AttachCustomerManagedPolicyReferenceToPermissionSet', { PermissionSetArn, ...reference(`Policy${i}`) });
    for (let i = 0; i < 19; i++) await attach(i);
    await assert.rejects(attach(19), awsError('ServiceQuotaExceededException', /20/));
    await assert.rejects(send('AttachManagedPolicyToPermissionSet', { PermissionSetArn, ManagedPolicyArn: 'arn:aws:iam::aws:policy/PowerUserAccess' }),
      awsError('ServiceQuotaExceededException', /20/));
  });

  it('that an account lacks fail the assignment, naming policy and account', async () => {
    const PermissionSetArn = await createPermissionSet(f.admin, f.instanceArn, 'Lacking');
    await send('AttachCustomerManagedPolicyReferenceToPermissionSet', { PermissionSetArn, ...reference('Absent', '/team/') });
    const failed = await center.assign(group(PermissionSetArn));
    assert.equal(failed.Status, 'FAILED');
    assert.match(failed.FailureReason, new RegExp(`arn:aws:iam::${f.accountId}:policy/team/Absent`));
    assert.match(failed.FailureReason, new RegExp(`Absent with path /team/ in account ${f.accountId}`));
    assert.deepEqual((await send('ListAccountAssignments', { PermissionSetArn, AccountId: f.accountId })).AccountAssignments, []);
    assert.equal(await reservedRole(iam, 'Lacking'), undefined);
    // Provisioning brings a role up to date and makes none.
    assert.match((await center.provision(PermissionSetArn, f.accountId)).FailureReason, /Lacking is not provisioned in account .* assigned/);
    assert.equal(await reservedRole(iam, 'Lacking'), undefined);
    // Another path, or another case of its name, is another policy.
    await createPolicy(iam, 'absent', allow('s3:ListAllMyBuckets'), '/team/');
    assert.equal((await center.assign(group(PermissionSetArn))).Status, 'FAILED');
    await iamOf(iam, 'DeletePolicy', { PolicyArn: `arn:aws:iam::${f.accountId}:policy/team/absent` });
    await createPolicy(iam, 'Absent', allow('s3:ListAllMyBuckets'), '/team/');
    assert.equal((await center.assign(group(PermissionSetArn))).Status, 'SUCCEEDED');
    const role = await reservedRole(iam, 'Lacking');
    assert.deepEqual(await attached(iam, role.RoleName), [`arn:aws:iam::${f.accountId}:policy/team/Absent`]);
    // It is in use now, and the role is Identity Center's.
    await assert.rejects(iamOf(iam, 'DeletePolicy', { PolicyArn: `arn:aws:iam::${f.accountId}:policy/team/Absent` }), awsError('DeleteConflictException'));
    const protectedRole = awsError('UnmodifiableEntityException', new RegExp(`Cannot perform the operation on the protected role '${role.RoleName}' - this role is only modifiable by AWS`));
    await assert.rejects(iamOf(iam, 'DetachRolePolicy', { RoleName: role.RoleName, PolicyArn: `arn:aws:iam::${f.accountId}:policy/team/Absent` }), protectedRole);
    await assert.rejects(iamOf(iam, 'PutRolePermissionsBoundary', { RoleName: role.RoleName, PermissionsBoundary: READ_ONLY }), protectedRole);
    await assert.rejects(iamOf(iam, 'DeleteRole', { RoleName: role.RoleName }), protectedRole);
    await center.unassign(group(PermissionSetArn));
    await iamOf(iam, 'DeletePolicy', { PolicyArn: `arn:aws:iam::${f.accountId}:policy/team/Absent` });
  });

  it('are each account\'s own, and drift until provisioned', async () => {
    const PermissionSetArn = await createPermissionSet(f.admin, f.instanceArn, 'Shared');
    assert.equal((await center.assign(group(PermissionSetArn))).Status, 'SUCCEEDED');
    assert.equal((await center.assign(group(PermissionSetArn, second))).Status, 'SUCCEEDED');
    const accounts = async (ProvisioningStatus) => (await send('ListAccountsForProvisionedPermissionSet', { PermissionSetArn, ProvisioningStatus })).AccountIds;
    const both = [f.accountId, second].sort();
    await createPolicy(iam, 'Common', allow('iam:ListUsers'));
    await send('AttachCustomerManagedPolicyReferenceToPermissionSet', { PermissionSetArn, ...reference('Common') });
    assert.deepEqual([await accounts('LATEST_PERMISSION_SET_PROVISIONED'), await accounts('LATEST_PERMISSION_SET_NOT_PROVISIONED')], [[], both]);
    // One account lacks the policy: the others get it all the same, and the request says which.
    const status = await center.provision(PermissionSetArn);
    assert.equal(status.Status, 'FAILED');
    assert.match(status.FailureReason, new RegExp(`Common with path / in account ${second}`));
    assert.doesNotMatch(status.FailureReason, new RegExp(f.accountId));
    assert.deepEqual([await accounts('LATEST_PERMISSION_SET_PROVISIONED'), await accounts('LATEST_PERMISSION_SET_NOT_PROVISIONED')], [[f.accountId], [second]]);
    await createPolicy(secondIam, 'Common', allow('iam:ListRoles'));
    assert.equal((await center.provision(PermissionSetArn)).Status, 'SUCCEEDED');
    assert.deepEqual(await accounts('LATEST_PERMISSION_SET_PROVISIONED'), both);
    for (const [client, id] of [[iam, f.accountId], [secondIam, second]])
      assert.deepEqual(await attached(client, (await reservedRole(client, 'Shared')).RoleName), [`arn:aws:iam::${id}:policy/Common`]);
    await send('DetachCustomerManagedPolicyReferenceFromPermissionSet', { PermissionSetArn, ...reference('Common') });
    assert.equal((await center.provision(PermissionSetArn)).Status, 'SUCCEEDED');
    assert.deepEqual(await attached(iam, (await reservedRole(iam, 'Shared')).RoleName), []);
  });
});

describe('the permissions boundary', () => {
  it('is one of AWS\'s policies or a reference, never both', async () => {
    const set = { PermissionSetArn: await createPermissionSet(f.admin, f.instanceArn, 'Bounds') };
    const get = async () => (await send('GetPermissionsBoundaryForPermissionSet', set)).PermissionsBoundary;
    const put = (PermissionsBoundary) => send('PutPermissionsBoundaryToPermissionSet', { ...set, PermissionsBoundary });
    await assert.rejects(get(), awsError('ResourceNotFoundException'));
    await put({ ManagedPolicyArn: READ_ONLY });
    assert.deepEqual(await get(), { ManagedPolicyArn: READ_ONLY });
    await put(reference('Fence'));
    assert.deepEqual(await get(), { CustomerManagedPolicyReference: { Name: 'Fence', Path: '/' } });
    await assert.rejects(put({}), awsError('ValidationException'));
    await assert.rejects(put({ ManagedPolicyArn: READ_ONLY, ...reference('Fence') }), awsError('ValidationException'));
    await assert.rejects(put({ ManagedPolicyArn: `arn:aws:iam::${f.accountId}:policy/Fence` }), awsError('ValidationException'));
    await assert.rejects(put({ ManagedPolicyArn: 'arn:aws:iam::aws:policy/NoSuchPolicy' }), awsError('ResourceNotFoundException'));
    await send('DeletePermissionsBoundaryFromPermissionSet', set);
    await send('DeletePermissionsBoundaryFromPermissionSet', set);
    await assert.rejects(get(), awsError('ResourceNotFoundException'));
  });

  it('bounds the role in the account, from its own policy', async () => {
    const set = { PermissionSetArn: await createPermissionSet(f.admin, f.instanceArn, 'Bounded', 'arn:aws:iam::aws:policy/AdministratorAccess') };
    await send('PutPermissionsBoundaryToPermissionSet', { ...set, PermissionsBoundary: reference('Fence', '/limits/') });
    const failed = await center.assign(group(set.PermissionSetArn));
    assert.match(failed.FailureReason, new RegExp(`Fence with path /limits/ in account ${f.accountId}`));
    const fence = await createPolicy(iam, 'Fence', allow('iam:ListUsers'), '/limits/');
    assert.equal((await center.assign(group(set.PermissionSetArn))).Status, 'SUCCEEDED');
    assert.deepEqual((await reservedRole(iam, 'Bounded')).PermissionsBoundary, { PermissionsBoundaryType: 'Policy', PermissionsBoundaryArn: fence });

    const token = await signInPerson(gatehouse, 'jdoe');
    const person = gatehouse.client(iamSdk.IAMClient, await roleCredentials(gatehouse, token, f.accountId, 'Bounded'));
    await iamOf(person, 'ListUsers', {});
    await assert.rejects(iamOf(person, 'ListRoles', {}), awsError('AccessDenied', /no permissions boundary allows/));

    await send('PutPermissionsBoundaryToPermissionSet', { ...set, PermissionsBoundary: { ManagedPolicyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' } });
    await assert.rejects(iamOf(person, 'ListRoles', {}), awsError('AccessDenied'), 'not before it is provisioned');
    assert.equal((await center.provision(set.PermissionSetArn)).Status, 'SUCCEEDED');
    await iamOf(person, 'ListRoles', {});
    await iamOf(iam, 'DeletePolicy', { PolicyArn: fence });

    await send('DeletePermissionsBoundaryFromPermissionSet', set);
    assert.equal((await center.provision(set.PermissionSetArn)).Status, 'SUCCEEDED');
    assert.equal((await reservedRole(iam, 'Bounded')).PermissionsBoundary, undefined);
  });

  it('leaves the account with the role', async () => {
    const set = { PermissionSetArn: await createPermissionSet(f.admin, f.instanceArn, 'Passing') };
    await send('PutPermissionsBoundaryToPermissionSet', { ...set, PermissionsBoundary: reference('Passing') });
    const PolicyArn = await createPolicy(iam, 'Passing', allow('s3:*'));
    assert.equal((await center.assign(group(set.PermissionSetArn))).Status, 'SUCCEEDED');
    await assert.rejects(iamOf(iam, 'DeletePolicy', { PolicyArn }), awsError('DeleteConflictException'));
    await center.unassign(group(set.PermissionSetArn));
    await iamOf(iam, 'DeletePolicy', { PolicyArn });
  });
});

it('group membership takes effect on the next request', async () => {
  const { RemoveMember, credentials } = await (async () => {
    const ids = await import('@aws-sdk/client-identitystore');
    const { UserId } = await f.store.send(new ids.CreateUserCommand({ IdentityStoreId: f.storeId, UserName: 'joiner',
      Name: { GivenName: 'J', FamilyName: 'O' }, DisplayName: 'J O', Emails: [{ Value: 'joiner@example.com', Primary: true }] }));
    const token = await signInPerson(gatehouse, 'joiner');
    await assert.rejects(roleCredentials(gatehouse, token, f.accountId, 'DeveloperAccess'), awsError('ForbiddenException', 'No access'));
    const { MembershipId } = await f.store.send(new ids.CreateGroupMembershipCommand({ IdentityStoreId: f.storeId, GroupId: f.groupId, MemberId: { UserId } }));
    return { credentials: await roleCredentials(gatehouse, token, f.accountId, 'DeveloperAccess'),
      RemoveMember: () => f.store.send(new ids.DeleteGroupMembershipCommand({ IdentityStoreId: f.storeId, MembershipId })) };
  })();
  const { STSClient, GetCallerIdentityCommand } = await import('@aws-sdk/client-sts');
  const identity = () => gatehouse.client(STSClient, credentials).send(new GetCallerIdentityCommand({}));
  await identity();
  await RemoveMember();
  await assert.rejects(identity(), awsError('InvalidClientTokenId'));
});
