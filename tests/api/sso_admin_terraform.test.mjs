// The Terraform provider's calls for Identity Center, resource by resource in the order it makes them: each Create is
// followed at once by its Read, nothing is retried, and what is gone is said to be gone by the code the provider knows.
import { after, before, describe, it } from 'node:test';
import assert from 'node:assert/strict';
import { CreatePolicyCommand, DeletePolicyCommand, IAMClient } from '@aws-sdk/client-iam';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { awsError, startGatehouse } from '../support/gatehouse.mjs';
import { furnish } from '../support/organization.mjs';
import { accountAdministrator, Center } from '../support/center.mjs';

const READ_ONLY = 'arn:aws:iam::aws:policy/ReadOnlyAccess';
const INLINE = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["s3:ListAllMyBuckets"],"Resource":["*"]}]}';
const GONE = awsError('ResourceNotFoundException');
let gatehouse, f, center, iam, set, policyArn;
const send = (name, input = {}) => center.send(name, input);
const ofSet = (name, input = {}) => center.send(name, { PermissionSetArn: set, ...input });
const cmp = { CustomerManagedPolicyReference: { Name: 'TerraformPolicy', Path: '/' } };
const attributes = (...pairs) => ({ InstanceAccessControlAttributeConfiguration: {
  AccessControlAttributes: pairs.map(([Key, path]) => ({ Key, Value: { Source: [`\${path:${path}}`] } })) } });
const assignment = () => ({ PermissionSetArn: set, TargetType: 'AWS_ACCOUNT', TargetId: f.accountId, PrincipalType: 'GROUP', PrincipalId: f.groupId });
const listAssignments = async () => (await ofSet('ListAccountAssignments', { AccountId: f.accountId })).AccountAssignments
  .filter((a) => a.PrincipalId === f.groupId && a.PrincipalType === 'GROUP');
/** As after each change: TargetType ALL_PROVISIONED_ACCOUNTS, then polls. */
async function reprovision() {
  assert.equal((await center.provision(set)).Status, 'SUCCEEDED');
}

before(async () => {
  gatehouse = await startGatehouse();
  f = await furnish(gatehouse);
  center = new Center(f.admin, f.instanceArn);
  iam = gatehouse.client(IAMClient, await accountAdministrator(gatehouse, f.accountId));
  policyArn = (await iam.send(new CreatePolicyCommand({ PolicyName: 'TerraformPolicy', PolicyDocument: INLINE }))).Policy.Arn;
});
after(() => gatehouse?.stop());

describe('apply', () => {
  it('starts with the caller\'s account and the instance', async () => {
    assert.match((await gatehouse.client(STSClient).send(new GetCallerIdentityCommand({}))).Account, /^\d{12}$/);
    const { Instances, NextToken } = await send('ListInstances', { InstanceArn: undefined });
    assert.deepEqual([Instances.length, Instances[0].InstanceArn, Instances[0].IdentityStoreId, NextToken], [1, f.instanceArn, f.storeId, undefined]);
  });

  it('creates aws_ssoadmin_permission_set', async () => {
    const { PermissionSet } = await send('CreatePermissionSet', { Name: 'Terraformed', Description: 'by Terraform', RelayState: 'https://example.com/home',
      SessionDuration: 'PT1H', Tags: [{ Key: 'managed-by', Value: 'terraform' }] });
    set = PermissionSet.PermissionSetArn;
    const { PermissionSet: p } = await ofSet('DescribePermissionSet');
    assert.deepEqual([p.Name, p.Description, p.RelayState, p.SessionDuration, p.PermissionSetArn], ['Terraformed', 'by Terraform', 'https://example.com/home', 'PT1H', set]);
    assert.ok(p.CreatedDate instanceof Date);
    const { Tags, NextToken } = await send('ListTagsForResource', { ResourceArn: set });
    assert.deepEqual([Tags, NextToken], [[{ Key: 'managed-by', Value: 'terraform' }], undefined]);
  });

  it('creates aws_ssoadmin_managed_policy_attachment', async () => {
    const list = async () => (await ofSet('ListManagedPoliciesInPermissionSet')).AttachedManagedPolicies;
    assert.deepEqual(await list(), []);
    await ofSet('AttachManagedPolicyToPermissionSet', { ManagedPolicyArn: READ_ONLY });
    await reprovision();
    assert.deepEqual(await list(), [{ Name: 'ReadOnlyAccess', Arn: READ_ONLY }]);
  });

  it('creates aws_ssoadmin_customer_managed_policy_attachment', async () => {
    const list = async () => (await ofSet('ListCustomerManagedPolicyReferencesInPermissionSet')).CustomerManagedPolicyReferences;
    assert.deepEqual(await list(), []);
    await ofSet('AttachCustomerManagedPolicyReferenceToPermissionSet', cmp);
    await reprovision();
    assert.deepEqual(await list(), [{ Name: 'TerraformPolicy', Path: '/' }]);
  });

  it('creates aws_ssoadmin_permission_set_inline_policy', async () => {
    assert.equal((await ofSet('GetInlinePolicyForPermissionSet')).InlinePolicy, '');
    await ofSet('PutInlinePolicyToPermissionSet', { InlinePolicy: INLINE });
    await reprovision();
    assert.equal((await ofSet('GetInlinePolicyForPermissionSet')).InlinePolicy, INLINE);
  });

  it('creates aws_ssoadmin_permissions_boundary_attachment', async () => {
    await assert.rejects(ofSet('GetPermissionsBoundaryForPermissionSet'), GONE);
    await ofSet('PutPermissionsBoundaryToPermissionSet', { PermissionsBoundary: cmp });
    await reprovision();
    assert.deepEqual((await ofSet('GetPermissionsBoundaryForPermissionSet')).PermissionsBoundary, cmp);
  });

  it('creates aws_ssoadmin_instance_access_control_attributes', async () => {
    await send('CreateInstanceAccessControlAttributeConfiguration', attributes(['name', 'name.givenName'], ['last', 'name.familyName']));
    const d = await send('DescribeInstanceAccessControlAttributeConfiguration');
    assert.deepEqual([d.Status, d.StatusReason], ['ENABLED', undefined]);
    assert.deepEqual(d.InstanceAccessControlAttributeConfiguration, attributes(['name', 'name.givenName'], ['last', 'name.familyName']).InstanceAccessControlAttributeConfiguration);
  });

  it('creates aws_ssoadmin_account_assignment', async () => {
    assert.deepEqual(await listAssignments(), []);
    assert.equal((await center.assign(assignment())).Status, 'SUCCEEDED');
    assert.equal((await listAssignments()).length, 1);
  });
});

describe('a second apply', () => {
  it('updates the permission set: what the configuration leaves out is cleared', async () => {
    await ofSet('UpdatePermissionSet', { Description: 'changed', SessionDuration: 'PT2H' });
    await reprovision();
    const { PermissionSet: p } = await ofSet('DescribePermissionSet');
    assert.deepEqual([p.Description, p.SessionDuration, p.RelayState], ['changed', 'PT2H', undefined]);
    await send('UntagResource', { ResourceArn: set, TagKeys: ['managed-by'] });
    await send('TagResource', { ResourceArn: set, Tags: [{ Key: 'env', Value: 'prod' }] });
    assert.deepEqual((await send('ListTagsForResource', { ResourceArn: set })).Tags, [{ Key: 'env', Value: 'prod' }]);
  });

  it('updates the others in place', async () => {
    await ofSet('PutInlinePolicyToPermissionSet', { InlinePolicy: INLINE.replace('ListAllMyBuckets', 'GetObject') });
    await reprovision();
    await send('UpdateInstanceAccessControlAttributeConfiguration', attributes(['name', 'displayName']));
    assert.deepEqual((await send('DescribeInstanceAccessControlAttributeConfiguration')).InstanceAccessControlAttributeConfiguration.AccessControlAttributes.map((a) => a.Value.Source),
      [['${path:displayName}']]);
  });

  it('finds an assignment that is there already', async () => assert.equal((await listAssignments()).length, 1));
});

describe('destroy', () => {
  it('deletes everything, dependents first', async () => {
    assert.equal((await center.unassign(assignment())).Status, 'SUCCEEDED');
    assert.deepEqual(await listAssignments(), []);
    await send('DeleteInstanceAccessControlAttributeConfiguration');
    await ofSet('DeletePermissionsBoundaryFromPermissionSet');
    await reprovision();
    await ofSet('DeleteInlinePolicyFromPermissionSet');
    await reprovision();
    await ofSet('DetachCustomerManagedPolicyReferenceFromPermissionSet', cmp);
    await reprovision();
    await ofSet('DetachManagedPolicyFromPermissionSet', { ManagedPolicyArn: READ_ONLY });
    await reprovision();
    await ofSet('DeletePermissionSet');
    await iam.send(new DeletePolicyCommand({ PolicyArn: policyArn }));
  });

  it('and a refresh afterwards finds it all gone, by the code that says so', async () => {
    const gone = { DescribePermissionSet: {}, DeletePermissionSet: {}, UpdatePermissionSet: {}, ListManagedPoliciesInPermissionSet: {},
      ListCustomerManagedPolicyReferencesInPermissionSet: {}, GetInlinePolicyForPermissionSet: {}, GetPermissionsBoundaryForPermissionSet: {},
      ListAccountAssignments: { AccountId: f.accountId }, DeleteAccountAssignment: assignment(), CreateAccountAssignment: assignment(),
      DetachManagedPolicyFromPermissionSet: { ManagedPolicyArn: READ_ONLY }, DetachCustomerManagedPolicyReferenceFromPermissionSet: cmp,
      DeleteInlinePolicyFromPermissionSet: {}, DeletePermissionsBoundaryFromPermissionSet: {}, ProvisionPermissionSet: { TargetType: 'ALL_PROVISIONED_ACCOUNTS' } };
    for (const [name, input] of Object.entries(gone)) await assert.rejects(ofSet(name, input), GONE, name);
    await assert.rejects(send('ListTagsForResource', { ResourceArn: set }), GONE);
    await assert.rejects(send('DescribeInstanceAccessControlAttributeConfiguration'), GONE);
    await assert.rejects(send('DeleteInstanceAccessControlAttributeConfiguration'), GONE);
  });
});
