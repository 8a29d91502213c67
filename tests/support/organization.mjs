// organization.mjs: the small organization that many tests start from: one OU, one member account, Identity Center, a
// group with one person, a permission set and its assignment.
import { OrganizationsClient, CreateOrganizationCommand, ListRootsCommand, CreateOrganizationalUnitCommand, CreateAccountCommand,
  DescribeCreateAccountStatusCommand } from '@aws-sdk/client-organizations';
import { SSOAdminClient, CreateInstanceCommand, ListInstancesCommand, CreatePermissionSetCommand, CreateAccountAssignmentCommand,
  DescribeAccountAssignmentCreationStatusCommand, AttachManagedPolicyToPermissionSetCommand } from '@aws-sdk/client-sso-admin';
import { IdentitystoreClient, CreateUserCommand, CreateGroupCommand, CreateGroupMembershipCommand } from '@aws-sdk/client-identitystore';
import { until } from './gatehouse.mjs';

export const PASSWORD = 'Correct-horse-7-battery';

export async function createOrganization(gatehouse) {
  const organizations = gatehouse.client(OrganizationsClient);
  const { Organization } = await organizations.send(new CreateOrganizationCommand({ FeatureSet: 'ALL' }));
  const { Roots } = await organizations.send(new ListRootsCommand({}));
  return { organizations, organization: Organization, rootId: Roots[0].Id };
}

export async function createAccount(organizations, name, email) {
  const { CreateAccountStatus: first } = await organizations.send(new CreateAccountCommand({ AccountName: name, Email: email }));
  const done = await until(`account ${name}`, async () => {
    const { CreateAccountStatus: s } = await organizations.send(
      new DescribeCreateAccountStatusCommand({ CreateAccountRequestId: first.Id }));
    return s.State !== 'IN_PROGRESS' && s;
  });
  if (done.State !== 'SUCCEEDED') throw new Error(`account ${name}: ${done.State} ${done.FailureReason}`);
  return done.AccountId;
}

export async function createInstance(gatehouse) {
  const admin = gatehouse.client(SSOAdminClient);
  await admin.send(new CreateInstanceCommand({}));
  const { Instances } = await admin.send(new ListInstancesCommand({}));
  return { admin, instanceArn: Instances[0].InstanceArn, storeId: Instances[0].IdentityStoreId };
}

export function newUser(name, more = {}) {
  return {
    UserName: name,
    Name: { GivenName: 'John', FamilyName: 'Doe' },
    Emails: [{ Value: `${name}@example.com`, Primary: true }],
    DisplayName: 'John Doe',
    ...more,
  };
}

export async function createPermissionSet(admin, instanceArn, name, managedPolicy) {
  const { PermissionSet } = await admin.send(new CreatePermissionSetCommand({ InstanceArn: instanceArn, Name: name, SessionDuration: 'PT4H' }));
  if (managedPolicy)
    await admin.send(new AttachManagedPolicyToPermissionSetCommand({
      InstanceArn: instanceArn, PermissionSetArn: PermissionSet.PermissionSetArn, ManagedPolicyArn: managedPolicy,
    }));
  return PermissionSet.PermissionSetArn;
}

export async function waitForAssignment(admin, instanceArn, requestId) {
  return until('the assignment', async () => {
    const { AccountAssignmentCreationStatus: s } = await admin.send(new DescribeAccountAssignmentCreationStatusCommand({
      InstanceArn: instanceArn, AccountAssignmentCreationRequestId: requestId,
    }));
    return s.Status !== 'IN_PROGRESS' && s;
  });
}

export async function assign(admin, input) {
  const { AccountAssignmentCreationStatus: first } = await admin.send(
    new CreateAccountAssignmentCommand({ TargetType: 'AWS_ACCOUNT', PrincipalType: 'GROUP', ...input }));
  const done = await waitForAssignment(admin, input.InstanceArn, first.RequestId);
  if (done.Status !== 'SUCCEEDED') throw new Error(`assignment: ${done.Status} ${done.FailureReason}`);
  return done;
}

/** All of it, on a fresh server. */
export async function furnish(gatehouse) {
  const { organizations, organization, rootId } = await createOrganization(gatehouse);
  const { OrganizationalUnit } = await organizations.send(new CreateOrganizationalUnitCommand({ ParentId: rootId, Name: 'Development' }));
  const accountId = await createAccount(organizations, 'Development Account', 'dev-account@example.com');
  const { admin, instanceArn, storeId } = await createInstance(gatehouse);
  const store = gatehouse.client(IdentitystoreClient);
  const { UserId } = await store.send(new CreateUserCommand({ IdentityStoreId: storeId, ...newUser('jdoe') }));
  const { GroupId } = await store.send(new CreateGroupCommand({ IdentityStoreId: storeId, DisplayName: 'Developers' }));
  await store.send(new CreateGroupMembershipCommand({ IdentityStoreId: storeId, GroupId, MemberId: { UserId } }));
  const permissionSetArn = await createPermissionSet(admin, instanceArn, 'DeveloperAccess', 'arn:aws:iam::aws:policy/PowerUserAccess');
  await assign(admin, { InstanceArn: instanceArn, TargetId: accountId, PermissionSetArn: permissionSetArn, PrincipalId: GroupId });
  return { organizations, organization, rootId, ouId: OrganizationalUnit.Id, accountId, admin, instanceArn, storeId, store,
    userId: UserId, groupId: GroupId, permissionSetArn };
}
