// Who may do what with which instance of Identity Center; tags, limits, failures, and the call sequences of Terraform.
import { after, before, describe, it } from 'node:test';
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import * as sdk from '@aws-sdk/client-sso-admin';
import { IAMClient, GetRoleCommand, ListRolesCommand } from '@aws-sdk/client-iam';
import { IdentitystoreClient, CreateGroupCommand } from '@aws-sdk/client-identitystore';
import { OrganizationsClient, CreateOrganizationCommand } from '@aws-sdk/client-organizations';
import { STSClient, AssumeRoleCommand, GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { awsError, listAll, startGatehouse, until } from '../support/gatehouse.mjs';
import { assign, createAccount, createPermissionSet, furnish, waitForAssignment } from '../support/organization.mjs';

const READ_ONLY = 'arn:aws:iam::aws:policy/ReadOnlyAccess';
const NOBODY = '11111111-2222-4333-8444-555555555555';
let gatehouse, f, admin, InstanceArn, member, guest;
const sendAs = (client, name, input = {}) => client.send(new sdk[`${name}Command`](input));
const send = (name, input = {}) => sendAs(admin, name, { InstanceArn, ...input });

async function memberCredentials(accountId) {
  const { Credentials: c } = await gatehouse.client(STSClient).send(new AssumeRoleCommand({
    RoleArn: `arn:aws:iam::${accountId}:role/OrganizationAccountAccessRole`, RoleSessionName: 'look' }));
  return { accessKeyId: c.AccessKeyId, secretAccessKey: c.SecretAccessKey, sessionToken: c.SessionToken };
}

const provisioned = (requestId) => until('provisioning', async () => {
  const { PermissionSetProvisioningStatus: s } = await send('DescribePermissionSetProvisioningStatus', { ProvisionPermissionSetRequestId: requestId });
  return s.Status !== 'IN_PROGRESS' && s;
});
async function provision(input) {
  return provisioned((await send('ProvisionPermissionSet', input)).PermissionSetProvisioningStatus.RequestId);
}
async function unassign(input) {
  const { AccountAssignmentDeletionStatus: first } = await send('DeleteAccountAssignment', { TargetType: 'AWS_ACCOUNT', ...input });
  return until('the end of the assignment', async () => {
    const { AccountAssignmentDeletionStatus: s } = await send('DescribeAccountAssignmentDeletionStatus', { AccountAssignmentDeletionRequestId: first.RequestId });
    return s.Status !== 'IN_PROGRESS' && s;
  });
}

before(async () => {
  gatehouse = await startGatehouse();
  f = await furnish(gatehouse);
  ({ admin, instanceArn: InstanceArn } = f);
  member = gatehouse.client(sdk.SSOAdminClient, await memberCredentials(f.accountId));
  guest = gatehouse.client(sdk.SSOAdminClient, await gatehouse.createAccount('Guest', 'guest@example.com'));
});
after(() => gatehouse?.stop());

describe('instances', () => {
  it('of an organization are seen by its accounts, managed by the management account', async () => {
    const { Account } = await gatehouse.client(STSClient).send(new GetCallerIdentityCommand({}));
    const { Instances: [mine] } = await send('ListInstances');
    assert.deepEqual([mine.InstanceArn, mine.IdentityStoreId, mine.OwnerAccountId, mine.Status], [InstanceArn, f.storeId, Account, 'ACTIVE']);
    assert.ok(mine.CreatedDate instanceof Date);
    assert.deepEqual((await sendAs(member, 'ListInstances')).Instances.map((i) => i.InstanceArn), [InstanceArn]);
    assert.equal((await sendAs(member, 'DescribeInstance', { InstanceArn })).OwnerAccountId, Account);
    const denied = awsError('AccessDeniedException', new RegExp(Account));
    await assert.rejects(sendAs(member, 'ListPermissionSets', { InstanceArn }), denied);
    await assert.rejects(sendAs(member, 'CreatePermissionSet', { InstanceArn, Name: 'Mine' }), denied);
    await assert.rejects(sendAs(member, 'DescribePermissionSet', { InstanceArn, PermissionSetArn: f.permissionSetArn }), denied);
  });

  it('of others are not there', async () => {
    assert.deepEqual((await sendAs(guest, 'ListInstances')).Instances, []);
    await assert.rejects(sendAs(guest, 'DescribeInstance', { InstanceArn }), awsError('AccessDeniedException'));
    await assert.rejects(sendAs(guest, 'ListPermissionSets', { InstanceArn }), awsError('ResourceNotFoundException'));
    await assert.rejects(sendAs(guest, 'DescribePermissionSet', { InstanceArn, PermissionSetArn: f.permissionSetArn }), awsError('ResourceNotFoundException'));
    await assert.rejects(sendAs(guest, 'ListTagsForResource', { InstanceArn, ResourceArn: f.permissionSetArn }), awsError('ResourceNotFoundException'));
  });

  it('of an account are one each, without permission sets', async () => {
    const input = { Name: 'Own', ClientToken: 'token-1', Tags: [{ Key: 'team', Value: 'red' }] };
    const { InstanceArn: own } = await sendAs(member, 'CreateInstance', input);
    assert.equal((await sendAs(member, 'CreateInstance', input)).InstanceArn, own);
    await assert.rejects(sendAs(member, 'CreateInstance', { ...input, Name: 'Other' }), awsError('ConflictException'));
    await assert.rejects(sendAs(member, 'CreateInstance', { ...input, ClientToken: 'token-2' }), awsError('ConflictException', new RegExp(own)));
    const described = await sendAs(member, 'DescribeInstance', { InstanceArn: own });
    assert.deepEqual([described.Name, described.OwnerAccountId, described.Status], ['Own', f.accountId, 'ACTIVE']);
    const { items, pages } = await listAll(member, sdk.ListInstancesCommand, { MaxResults: 1 }, 'Instances');
    assert.deepEqual([items.map((i) => i.InstanceArn), pages], [[own, InstanceArn].sort(), 2]);
    assert.deepEqual((await sendAs(member, 'ListTagsForResource', { ResourceArn: own })).Tags, input.Tags);
    await assert.rejects(sendAs(member, 'CreatePermissionSet', { InstanceArn: own, Name: 'No' }), awsError('ValidationException'));
    await assert.rejects(sendAs(admin, 'ListPermissionSets', { InstanceArn: own }), awsError('ResourceNotFoundException'));
  });

  it('need an organization with all features', async () => {
    const credentials = await gatehouse.createAccount('Payer', 'payer@example.com');
    await gatehouse.client(OrganizationsClient, credentials).send(new CreateOrganizationCommand({ FeatureSet: 'CONSOLIDATED_BILLING' }));
    const payer = gatehouse.client(sdk.SSOAdminClient, credentials);
    await assert.rejects(sendAs(payer, 'CreateInstance'), awsError('ValidationException', /all features/));
  });

  it('bring the service-linked role where they provision', async () => {
    const iam = gatehouse.client(IAMClient, await memberCredentials(f.accountId));
    const { Role } = await iam.send(new GetRoleCommand({ RoleName: 'AWSServiceRoleForSSO' }));
    assert.equal(Role.Arn, `arn:aws:iam::${f.accountId}:role/aws-service-role/sso.amazonaws.com/AWSServiceRoleForSSO`);
    assert.match(decodeURIComponent(Role.AssumeRolePolicyDocument), /"sso\.amazonaws\.com"/);
  });
});

describe('tags', () => {
  it('of a permission set are added, changed and taken off', async () => {
    const { PermissionSet: p } = await send('CreatePermissionSet', { Name: 'Tagged', Tags: [{ Key: 'a', Value: '1' }, { Key: 'b', Value: '2' }] });
    const of = { ResourceArn: p.PermissionSetArn };
    assert.deepEqual((await send('ListTagsForResource', of)).Tags, [{ Key: 'a', Value: '1' }, { Key: 'b', Value: '2' }]);
    await send('TagResource', { ...of, Tags: [{ Key: 'a', Value: 'one' }, { Key: 'c', Value: '' }] });
    await send('UntagResource', { ...of, TagKeys: ['b', 'missing'] });
    assert.deepEqual((await send('ListTagsForResource', of)).Tags, [{ Key: 'a', Value: 'one' }, { Key: 'c', Value: '' }]);
    await assert.rejects(send('TagResource', { ...of, Tags: [{ Key: 'aws:x', Value: '' }] }), awsError('ValidationException'));
    await assert.rejects(send('TagResource', { ...of, Tags: [{ Key: 'd', Value: '' }, { Key: 'd', Value: '1' }] }), awsError('ValidationException'));
    const many = Array.from({ length: 49 }, (_, i) => ({ Key: `k${i}`, Value: '' }));
    await assert.rejects(send('TagResource', { ...of, Tags: many }), awsError('ServiceQuotaExceededException'));
    assert.equal((await send('ListTagsForResource', of)).Tags.length, 2);
    await send('DeletePermissionSet', { PermissionSetArn: p.PermissionSetArn });
    await assert.rejects(send('ListTagsForResource', of), awsError('ResourceNotFoundException'));
  });
});

describe('limits', () => {
  it('of an inline policy count no white space', async () => {
    const PermissionSetArn = await createPermissionSet(admin, InstanceArn, 'Sized');
    const document = (n, space = '') => {
      const frame = JSON.stringify({ Version: '2012-10-17', Statement: [{ Sid: '', Effect: 'Allow', Action: 's3:*', Resource: 'arn:aws:s3:::' }] });
      return frame.replace('"Sid":"",', '').replace('s3:::', `s3:::${'x'.repeat(n - frame.length + '"Sid":"",'.length)}`) + space;
    };
    assert.equal(document(10_240).length, 10_240);
    await send('PutInlinePolicyToPermissionSet', { PermissionSetArn, InlinePolicy: document(10_240, ' \n'.repeat(5_000)) });
    await assert.rejects(send('PutInlinePolicyToPermissionSet', { PermissionSetArn, InlinePolicy: document(10_241) }), awsError('ValidationException', /10240/));
    await assert.rejects(send('PutInlinePolicyToPermissionSet', { PermissionSetArn, InlinePolicy: document(10_240, ' '.repeat(22_529)) }), awsError('ValidationException'));
    await assert.rejects(send('PutInlinePolicyToPermissionSet', { PermissionSetArn, InlinePolicy: 'not json' }), awsError('ValidationException'));
    await assert.rejects(send('PutInlinePolicyToPermissionSet', { PermissionSetArn, InlinePolicy: '{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"}}' }),
      awsError('ValidationException'));
    assert.equal((await send('GetInlinePolicyForPermissionSet', { PermissionSetArn })).InlinePolicy.trim(), document(10_240));
  });

  it('of managed policies is twenty a set', async () => {
    const files = Array.from({ length: 21 }, (_, i) => {
      const file = path.join(gatehouse.data, `Imported${i}.json`);
      writeFileSync(file, JSON.stringify({ Version: '2012-10-17', Statement: { Effect: 'Allow', Action: 's3:Get*', Resource: '*' } }));
      return file;
    });
    await gatehouse.command('import-managed-policies', ...files);
    const PermissionSetArn = await createPermissionSet(admin, InstanceArn, 'Many');
    const attach = (i) => send('AttachManagedPolicyToPermissionSet', { PermissionSetArn, ManagedPolicyArn: `arn:aws:iam::aws:policy/Imported${i}` });
    for (let i = 0; i < 20; i++) await attach(i);
    await assert.rejects(attach(20), awsError('ServiceQuotaExceededException'));
    const { items, pages } = await listAll(admin, sdk.ListManagedPoliciesInPermissionSetCommand, { InstanceArn, PermissionSetArn, MaxResults: 7 }, 'AttachedManagedPolicies');
    assert.deepEqual([items.length, pages], [20, 3]);
    await assert.rejects(send('AttachManagedPolicyToPermissionSet', { PermissionSetArn, ManagedPolicyArn: 'arn:aws:iam::aws:policy/aws-service-role/AWSSSOServiceRolePolicy' }),
      awsError('ValidationException'));
  });

  it('of session durations are an hour and twelve', async () => {
    const set = (SessionDuration, Name = `D${SessionDuration}`) => send('CreatePermissionSet', { Name, SessionDuration });
    for (const good of ['PT1H', 'PT12H', 'PT90M']) assert.equal((await set(good)).PermissionSet.SessionDuration, good);
    for (const bad of ['PT59M', 'PT12H1S', 'P1D', '-PT2H', 'P1Y']) await assert.rejects(set(bad, 'Bad'), awsError('ValidationException'), bad);
    await assert.rejects(send('UpdatePermissionSet', { PermissionSetArn: f.permissionSetArn, SessionDuration: 'PT13H' }), awsError('ValidationException'));
  });

  it('of paging tokens are operation and filter', async () => {
    const { NextToken } = await send('ListPermissionSets', { MaxResults: 1 });
    await assert.rejects(send('ListAccountAssignmentCreationStatus', { NextToken }), awsError('ValidationException'));
    await assert.rejects(send('ListPermissionSets', { NextToken: 'bogus' }), awsError('ValidationException'));
  });
});

describe('requests', () => {
  it('that fail say what and why', async () => {
    const create = async (input) => {
      const { AccountAssignmentCreationStatus: s } = await send('CreateAccountAssignment', {
        TargetType: 'AWS_ACCOUNT', TargetId: f.accountId, PermissionSetArn: f.permissionSetArn, PrincipalType: 'GROUP', PrincipalId: f.groupId, ...input });
      assert.deepEqual([s.Status, s.FailureReason], ['IN_PROGRESS', undefined]);
      assert.match(s.RequestId, /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
      return waitForAssignment(admin, InstanceArn, s.RequestId);
    };
    const stranger = await create({ TargetId: '000000000000' });
    assert.deepEqual([stranger.Status, stranger.TargetId, stranger.TargetType], ['FAILED', '000000000000', 'AWS_ACCOUNT']);
    assert.match(stranger.FailureReason, /Account 000000000000 is not a member of organization o-/);
    const nobody = await create({ PrincipalId: NOBODY });
    assert.match(nobody.FailureReason, new RegExp(`GROUP ${NOBODY} was not found in identity store ${f.storeId}`));
    assert.match((await create({ PrincipalType: 'USER' })).FailureReason, /USER .* was not found/);
    const { AccountAssignmentsCreationStatus: failed } = await send('ListAccountAssignmentCreationStatus', { Filter: { Status: 'FAILED' } });
    assert.equal(failed.length, 3);
    assert.ok(failed.every((s) => s.Status === 'FAILED' && s.CreatedDate instanceof Date));
    assert.ok(failed.some((s) => s.RequestId === nobody.RequestId));
    assert.deepEqual((await send('ListAccountAssignmentCreationStatus', { Filter: { Status: 'IN_PROGRESS' } })).AccountAssignmentsCreationStatus, []);
    await assert.rejects(send('DescribeAccountAssignmentDeletionStatus', { AccountAssignmentDeletionRequestId: nobody.RequestId }), awsError('ResourceNotFoundException'));
    await assert.rejects(sendAs(member, 'DescribeAccountAssignmentCreationStatus', { InstanceArn, AccountAssignmentCreationRequestId: nobody.RequestId }),
      awsError('AccessDeniedException'));
  });

  it('sent one after another without waiting end as the last one says', async () => {
    const PermissionSetArn = await createPermissionSet(admin, InstanceArn, 'Hasty');
    const input = { TargetType: 'AWS_ACCOUNT', TargetId: f.accountId, PermissionSetArn, PrincipalType: 'GROUP', PrincipalId: f.groupId };
    for (let i = 0; i < 5; i++) {
      await send('CreateAccountAssignment', input);
      await send('DeleteAccountAssignment', input);
    }
    await until('all requests', async () => !(await send('ListAccountAssignmentDeletionStatus', { Filter: { Status: 'IN_PROGRESS' } })).AccountAssignmentsDeletionStatus.length
      && !(await send('ListAccountAssignmentCreationStatus', { Filter: { Status: 'IN_PROGRESS' } })).AccountAssignmentsCreationStatus.length);
    assert.deepEqual((await send('ListAccountAssignments', { AccountId: f.accountId, PermissionSetArn })).AccountAssignments, []);
    assert.deepEqual((await send('ListAccountsForProvisionedPermissionSet', { PermissionSetArn })).AccountIds, []);
    await send('DeletePermissionSet', { PermissionSetArn });
  });

  it('to delete take the access away, whatever is asked for another kind of principal meanwhile', async () => {
    const PermissionSetArn = await createPermissionSet(admin, InstanceArn, 'Revoked');
    const to = { TargetType: 'AWS_ACCOUNT', TargetId: f.accountId, PermissionSetArn, PrincipalId: f.groupId };
    const left = async () => (await send('ListAccountAssignments', { AccountId: f.accountId, PermissionSetArn })).AccountAssignments;
    for (let i = 0; i < 5; i++) {
      await assign(admin, { InstanceArn, ...to });
      const [deletion] = await Promise.all([send('DeleteAccountAssignment', { ...to, PrincipalType: 'GROUP' }), send('CreateAccountAssignment', { ...to, PrincipalType: 'USER' })]);
      const status = await until('the deletion', async () => {
        const { AccountAssignmentDeletionStatus: s } = await send('DescribeAccountAssignmentDeletionStatus', {
          AccountAssignmentDeletionRequestId: deletion.AccountAssignmentDeletionStatus.RequestId });
        return s.Status !== 'IN_PROGRESS' && s.Status;
      });
      assert.equal(status, 'SUCCEEDED');
      assert.deepEqual(await left(), []);
    }
  });

  it('to provision name one account, or none for all', async () => {
    const PermissionSetArn = f.permissionSetArn;
    await assert.rejects(send('ProvisionPermissionSet', { PermissionSetArn, TargetType: 'AWS_ACCOUNT' }), awsError('ValidationException'));
    await assert.rejects(send('ProvisionPermissionSet', { PermissionSetArn, TargetType: 'ALL_PROVISIONED_ACCOUNTS', TargetId: f.accountId }), awsError('ValidationException'));
    const outside = await provision({ PermissionSetArn, TargetType: 'AWS_ACCOUNT', TargetId: '000000000000' });
    assert.equal(outside.Status, 'FAILED');
    assert.match(outside.FailureReason, /000000000000/);
    const inside = await provision({ PermissionSetArn, TargetType: 'AWS_ACCOUNT', TargetId: f.accountId });
    assert.deepEqual([inside.Status, inside.AccountId, inside.PermissionSetArn], ['SUCCEEDED', f.accountId, PermissionSetArn]);
    const { PermissionSetsProvisioningStatus: s } = await send('ListPermissionSetProvisioningStatus', { Filter: { Status: 'FAILED' } });
    assert.deepEqual(s.map((r) => r.RequestId), [outside.RequestId]);
  });
});

describe('lists', () => {
  it('of a principal\'s assignments have pages and a filter', async () => {
    const store = gatehouse.client(IdentitystoreClient);
    const { GroupId } = await store.send(new CreateGroupCommand({ IdentityStoreId: f.storeId, DisplayName: 'Elsewhere' }));
    const second = await createAccount(f.organizations, 'Second', 'second@example.com');
    const sets = [await createPermissionSet(admin, InstanceArn, 'ListA', READ_ONLY), await createPermissionSet(admin, InstanceArn, 'ListB')];
    const TargetIds = [f.accountId, second];
    for (const TargetId of TargetIds)
      for (const PermissionSetArn of sets) {
        await assign(admin, { InstanceArn, TargetId, PermissionSetArn, PrincipalType: 'USER', PrincipalId: f.userId });
        await assign(admin, { InstanceArn, TargetId, PermissionSetArn, PrincipalId: GroupId });
      }
    const of = (input) => listAll(admin, sdk.ListAccountAssignmentsForPrincipalCommand, { InstanceArn, PrincipalType: 'USER', PrincipalId: f.userId, ...input }, 'AccountAssignments');
    const all = await of({ MaxResults: 2 });
    assert.equal(all.pages, 3);
    assert.deepEqual(all.items.map((a) => a.PrincipalType).sort(), ['GROUP', 'USER', 'USER', 'USER', 'USER']);
    const filtered = await of({ Filter: { AccountId: second } });
    assert.deepEqual(filtered.items.map((a) => [a.AccountId, a.PermissionSetArn]), [...sets].sort().map((s) => [second, s]));
    const group = await of({ PrincipalType: 'GROUP', PrincipalId: GroupId, MaxResults: 3 });
    assert.deepEqual([group.items.length, group.pages], [4, 2]);
    assert.deepEqual((await of({ PrincipalType: 'GROUP', PrincipalId: f.userId })).items, []);
    const both = await listAll(admin, sdk.ListAccountAssignmentsCommand, { InstanceArn, AccountId: second, PermissionSetArn: sets[0], MaxResults: 1 }, 'AccountAssignments');
    assert.deepEqual([both.items.map((a) => a.PrincipalType), both.pages], [['GROUP', 'USER'], 2]);
    const accounts = await listAll(admin, sdk.ListAccountsForProvisionedPermissionSetCommand, { InstanceArn, PermissionSetArn: sets[0], MaxResults: 1 }, 'AccountIds');
    assert.deepEqual(accounts.items, [...TargetIds].sort());
  });

  it('of drift follow the permission set', async () => {
    const PermissionSetArn = await createPermissionSet(admin, InstanceArn, 'Drifting');
    await assign(admin, { InstanceArn, TargetId: f.accountId, PermissionSetArn, PrincipalId: f.groupId });
    const accounts = async (ProvisioningStatus) => (await send('ListAccountsForProvisionedPermissionSet', { PermissionSetArn, ProvisioningStatus })).AccountIds;
    const state = async () => [await accounts('LATEST_PERMISSION_SET_PROVISIONED'), await accounts('LATEST_PERMISSION_SET_NOT_PROVISIONED'), await accounts()];
    const here = [f.accountId];
    assert.deepEqual(await state(), [here, [], here]);
    const changes = {
      UpdatePermissionSet: { Description: 'new' }, AttachManagedPolicyToPermissionSet: { ManagedPolicyArn: READ_ONLY },
      DetachManagedPolicyFromPermissionSet: { ManagedPolicyArn: READ_ONLY },
      PutInlinePolicyToPermissionSet: { InlinePolicy: '{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}' },
      DeleteInlinePolicyFromPermissionSet: {},
    };
    for (const [name, input] of Object.entries(changes)) {
      await send(name, { PermissionSetArn, ...input });
      assert.deepEqual(await state(), [[], here, here], name);
      await provision({ PermissionSetArn, TargetType: 'ALL_PROVISIONED_ACCOUNTS' });
      assert.deepEqual(await state(), [here, [], here], name);
    }
    await send('DeleteInlinePolicyFromPermissionSet', { PermissionSetArn });
    assert.deepEqual(await state(), [here, [], here], 'nothing to remove is no change');
  });
});

// The provider reads at once after it has written, and retries nothing here.
describe('Terraform\'s sequence', () => {
  it('for a permission set, its policies and an assignment', async () => {
    const { PermissionSet: { PermissionSetArn } } = await send('CreatePermissionSet', { Name: 'Terraformed', SessionDuration: 'PT1H', RelayState: 'https://example.com',
      Tags: [{ Key: 'managed-by', Value: 'terraform' }] });
    const set = { PermissionSetArn };
    assert.ok((await send('DescribePermissionSet', set)).PermissionSet.CreatedDate instanceof Date);
    assert.equal((await send('ListTagsForResource', { ResourceArn: PermissionSetArn })).Tags.length, 1);

    assert.deepEqual((await send('ListManagedPoliciesInPermissionSet', set)).AttachedManagedPolicies, []);
    await send('AttachManagedPolicyToPermissionSet', { ...set, ManagedPolicyArn: READ_ONLY });
    assert.equal((await provision({ ...set, TargetType: 'ALL_PROVISIONED_ACCOUNTS' })).Status, 'SUCCEEDED');
    assert.deepEqual((await send('ListManagedPoliciesInPermissionSet', set)).AttachedManagedPolicies, [{ Name: 'ReadOnlyAccess', Arn: READ_ONLY }]);

    const to = { ...set, PrincipalType: 'GROUP', PrincipalId: f.groupId };
    assert.deepEqual((await send('ListAccountAssignments', { ...set, AccountId: f.accountId })).AccountAssignments, []);
    await assign(admin, { InstanceArn, TargetId: f.accountId, ...to });
    assert.equal((await send('ListAccountAssignments', { ...set, AccountId: f.accountId })).AccountAssignments.length, 1);

    await send('UpdatePermissionSet', { ...set, SessionDuration: 'PT2H' });
    assert.equal((await provision({ ...set, TargetType: 'ALL_PROVISIONED_ACCOUNTS' })).Status, 'SUCCEEDED');
    assert.equal((await send('DescribePermissionSet', set)).PermissionSet.RelayState, undefined);

    await assert.rejects(send('DeletePermissionSet', set), awsError('ConflictException', /Could not delete/));
    assert.equal((await unassign({ TargetId: f.accountId, ...to })).Status, 'SUCCEEDED');
    assert.deepEqual((await send('ListAccountAssignments', { ...set, AccountId: f.accountId })).AccountAssignments, []);
    await send('DetachManagedPolicyFromPermissionSet', { ...set, ManagedPolicyArn: READ_ONLY });
    assert.equal((await provision({ ...set, TargetType: 'ALL_PROVISIONED_ACCOUNTS' })).Status, 'SUCCEEDED');
    await send('DeletePermissionSet', set);
    const gone = { DescribePermissionSet: {}, DeletePermissionSet: {}, ListManagedPoliciesInPermissionSet: {}, GetInlinePolicyForPermissionSet: {},
      ListAccountAssignments: { AccountId: f.accountId }, DeleteAccountAssignment: { TargetType: 'AWS_ACCOUNT', TargetId: f.accountId, ...to },
      DetachManagedPolicyFromPermissionSet: { ManagedPolicyArn: READ_ONLY }, DeleteInlinePolicyFromPermissionSet: {} };
    for (const [name, input] of Object.entries(gone)) await assert.rejects(send(name, { ...set, ...input }), awsError('ResourceNotFoundException'), name);
  });

  it('in the management account, too', async () => {
    const { Account } = await gatehouse.client(STSClient).send(new GetCallerIdentityCommand({}));
    const PermissionSetArn = await createPermissionSet(admin, InstanceArn, 'AtHome', READ_ONLY);
    await assign(admin, { InstanceArn, TargetId: Account, PermissionSetArn, PrincipalId: f.groupId });
    const { Roles } = await gatehouse.client(IAMClient).send(new ListRolesCommand({ PathPrefix: '/aws-reserved/sso.amazonaws.com/' }));
    assert.ok(Roles.some((r) => r.RoleName.startsWith('AWSReservedSSO_AtHome_')));
    assert.equal((await unassign({ TargetId: Account, PermissionSetArn, PrincipalType: 'GROUP', PrincipalId: f.groupId })).Status, 'SUCCEEDED');
  });
});
