// What concerns the account as a whole: alias, summary, authorization details; and service-linked roles.
import { after, before, describe, it } from 'node:test';
import assert from 'node:assert/strict';
import * as sdk from '@aws-sdk/client-iam';
import { awsError, startGatehouse } from '../support/gatehouse.mjs';
import { createOrganization } from '../support/organization.mjs';
import { iamQuery } from '../support/query.mjs';

const READ_ONLY = 'arn:aws:iam::aws:policy/IAMReadOnlyAccess';
const allow = (Action) => JSON.stringify({ Version: '2012-10-17', Statement: { Effect: 'Allow', Action, Resource: '*' } });
const EC2 = JSON.stringify({ Version: '2012-10-17', Statement: { Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' } });

let gatehouse, iam, account;
const send = (name, input = {}, client = iam) => client.send(new sdk[`${name}Command`](input));
before(async () => {
  gatehouse = await startGatehouse();
  iam = gatehouse.client(sdk.IAMClient);
  account = (await send('GetUser')).User.Arn.split(':')[4];
});
after(() => gatehouse?.stop());

describe('account summary', () => {
  it('counts, and tells the quotas', async () => {
    const { SummaryMap: before } = await send('GetAccountSummary');
    assert.equal(Object.keys(before).length, 34);
    assert.deepEqual([before.UsersQuota, before.GroupsQuota, before.PolicySizeQuota, before.AttachedPoliciesPerRoleQuota, before.VersionsPerPolicyQuota,
      before.AssumeRolePolicySizeQuota, before.AccountMFAEnabled], [5000, 300, 6144, 10, 5, 2048, 0]);
    await send('CreateUser', { UserName: 'counted' });
    await send('CreateGroup', { GroupName: 'counted' });
    await send('CreateRole', { RoleName: 'counted', AssumeRolePolicyDocument: EC2 });
    await send('CreateInstanceProfile', { InstanceProfileName: 'counted' });
    const { Policy } = await send('CreatePolicy', { PolicyName: 'counted', PolicyDocument: allow('iam:GetUser') });
    await send('CreatePolicyVersion', { PolicyArn: Policy.Arn, PolicyDocument: allow('iam:GetRole') });
    const { SummaryMap: now } = await send('GetAccountSummary');
    const grown = Object.keys(now).filter((k) => now[k] !== before[k]).map((k) => [k, now[k] - before[k]]);
    assert.deepEqual(Object.fromEntries(grown), { Users: 1, Groups: 1, Roles: 1, InstanceProfiles: 1, Policies: 1, PolicyVersionsInUse: 2 });
    const other = gatehouse.client(sdk.IAMClient, await gatehouse.createAccount('Summary', 'summary@example.com'));
    assert.equal((await send('GetAccountSummary', {}, other)).SummaryMap.Groups, 0);
  });
});

describe('account alias', () => {
  it('is one, and nobody else\'s', async () => {
    assert.deepEqual((await send('ListAccountAliases')).AccountAliases, []);
    await send('CreateAccountAlias', { AccountAlias: 'first-alias' });
    await send('CreateAccountAlias', { AccountAlias: 'first-alias' });
    await send('CreateAccountAlias', { AccountAlias: 'second-alias' });
    assert.deepEqual((await send('ListAccountAliases')).AccountAliases, ['second-alias']);
    const other = gatehouse.client(sdk.IAMClient, await gatehouse.createAccount('Aliased', 'aliased@example.com'));
    await assert.rejects(send('CreateAccountAlias', { AccountAlias: 'second-alias' }, other),
      awsError('EntityAlreadyExistsException', 'The account alias second-alias already exists.'));
    await send('CreateAccountAlias', { AccountAlias: 'first-alias' }, other);
    for (const AccountAlias of ['Upper', 'ab', 'a--b', '-ab', '123456789012345678901234567890123456789012345678901234567890abcd'])
      await assert.rejects(send('CreateAccountAlias', { AccountAlias }), awsError('ValidationError'), AccountAlias);
    for (const AccountAlias of ['173496817565', '1734-9681-7565', '1-734968175-65'])
      await assert.rejects(send('CreateAccountAlias', { AccountAlias }),
        awsError('ValidationError', 'The specified value for accountAlias is invalid. It cannot have the form of an account ID.'), AccountAlias);
    for (const AccountAlias of ['17349681756', '1734-9681-75655', '1734-9681-756a']) await send('CreateAccountAlias', { AccountAlias });
    await send('CreateAccountAlias', { AccountAlias: 'second-alias' });
    await assert.rejects(send('DeleteAccountAlias', { AccountAlias: 'first-alias' }), awsError('NoSuchEntityException'));
    await send('DeleteAccountAlias', { AccountAlias: 'second-alias' });
    assert.deepEqual((await send('ListAccountAliases')).AccountAliases, []);
  });
});

describe('authorization details', () => {
  const NAMES = { UserDetailList: 'UserName', GroupDetailList: 'GroupName', RoleDetailList: 'RoleName', Policies: 'PolicyName' };
  const all = async (input) => {
    const seen = { UserDetailList: [], GroupDetailList: [], RoleDetailList: [], Policies: [] };
    let Marker, pages = 0, most = 0;
    do {
      const page = await send('GetAccountAuthorizationDetails', { ...input, Marker });
      let items = 0;
      for (const list of Object.keys(NAMES)) {
        seen[list].push(...page[list]);
        items += page[list].length;
      }
      assert.equal(page.IsTruncated, Boolean(page.Marker));
      Marker = page.Marker;
      most = Math.max(most, items);
      pages++;
    } while (Marker);
    return { ...seen, pages, most };
  };
  const names = (details) => Object.entries(NAMES).map(([list, name]) => details[list].map((e) => e[name]));

  before(async () => {
    const { Policy } = await send('CreatePolicy', { PolicyName: 'detail', PolicyDocument: allow('iam:GetUser'), Description: 'd' });
    await send('CreatePolicyVersion', { PolicyArn: Policy.Arn, PolicyDocument: allow('iam:GetRole'), SetAsDefault: true });
    await send('CreateUser', { UserName: 'detail', Path: '/d/', PermissionsBoundary: Policy.Arn, Tags: [{ Key: 'k', Value: 'v' }] });
    await send('CreateGroup', { GroupName: 'detail' });
    await send('AddUserToGroup', { UserName: 'detail', GroupName: 'detail' });
    await send('PutUserPolicy', { UserName: 'detail', PolicyName: 'inline', PolicyDocument: allow('iam:GetUser') });
    await send('AttachUserPolicy', { UserName: 'detail', PolicyArn: Policy.Arn });
    await send('AttachGroupPolicy', { GroupName: 'detail', PolicyArn: READ_ONLY });
    await send('PutGroupPolicy', { GroupName: 'detail', PolicyName: 'of-group', PolicyDocument: allow('iam:GetGroup') });
    await send('CreateRole', { RoleName: 'detail', AssumeRolePolicyDocument: EC2, PermissionsBoundary: READ_ONLY, Tags: [{ Key: 'r', Value: 's' }] });
    await send('AttachRolePolicy', { RoleName: 'detail', PolicyArn: Policy.Arn });
    await send('CreateInstanceProfile', { InstanceProfileName: 'detail' });
    await send('AddRoleToInstanceProfile', { InstanceProfileName: 'detail', RoleName: 'detail' });
  });

  it('hold everything', async () => {
    const d = await all({});
    const user = d.UserDetailList.find((u) => u.UserName === 'detail');
    assert.deepEqual([user.Path, user.GroupList, user.AttachedManagedPolicies.map((p) => p.PolicyName), user.PermissionsBoundary.PermissionsBoundaryArn, user.Tags],
      ['/d/', ['detail'], ['detail'], `arn:aws:iam::${account}:policy/detail`, [{ Key: 'k', Value: 'v' }]]);
    assert.deepEqual(user.UserPolicyList.map((p) => [p.PolicyName, decodeURIComponent(p.PolicyDocument)]), [['inline', allow('iam:GetUser')]]);
    const group = d.GroupDetailList.find((g) => g.GroupName === 'detail');
    assert.deepEqual([group.GroupPolicyList[0].PolicyName, group.AttachedManagedPolicies[0].PolicyArn], ['of-group', READ_ONLY]);
    const role = d.RoleDetailList.find((r) => r.RoleName === 'detail');
    assert.deepEqual([decodeURIComponent(role.AssumeRolePolicyDocument), role.InstanceProfileList[0].InstanceProfileName, role.PermissionsBoundary.PermissionsBoundaryArn,
      role.AttachedManagedPolicies[0].PolicyName, role.Tags], [EC2, 'detail', READ_ONLY, 'detail', [{ Key: 'r', Value: 's' }]]);
    const own = d.Policies.find((p) => p.PolicyName === 'detail');
    assert.deepEqual([own.AttachmentCount, own.PermissionsBoundaryUsageCount, own.DefaultVersionId, own.Description], [2, 1, 'v2', 'd']);
    assert.deepEqual(own.PolicyVersionList.map((v) => [v.VersionId, v.IsDefaultVersion, decodeURIComponent(v.Document)]),
      [['v2', true, allow('iam:GetRole')], ['v1', false, allow('iam:GetUser')]]);
    const aws = d.Policies.filter((p) => p.Arn.startsWith('arn:aws:iam::aws:')).map((p) => p.PolicyName);
    assert.deepEqual(aws, ['AdministratorAccess', 'IAMReadOnlyAccess']);
  });

  it('come in pages of any size, each item once', async () => {
    const whole = names(await all({}));
    for (const MaxItems of [1, 2, 3, 5]) {
      const paged = await all({ MaxItems });
      assert.deepEqual(names(paged), whole);
      assert.equal(paged.most, MaxItems);
      assert.equal(paged.pages, Math.ceil(whole.flat().length / MaxItems));
    }
  });

  it('are filtered by kind', async () => {
    const [users, , roles, policies] = names(await all({}));
    assert.deepEqual(names(await all({ Filter: ['User', 'Role'], MaxItems: 2 })), [users, [], roles, []]);
    assert.deepEqual(names(await all({ Filter: ['LocalManagedPolicy'] })), [[], [], [], policies.filter((n) => !['AdministratorAccess', 'IAMReadOnlyAccess'].includes(n))]);
    assert.deepEqual(names(await all({ Filter: ['AWSManagedPolicy'], MaxItems: 1 })), [[], [], [], ['AdministratorAccess', 'IAMReadOnlyAccess']]);
    const xml = await iamQuery(gatehouse, 'GetAccountAuthorizationDetails', { Filter: ['Group'] });
    for (const list of Object.keys(NAMES)) assert.match(xml, new RegExp(`<${list}/?>`), `${list} is there, if empty`);
    const first = await send('GetAccountAuthorizationDetails', { MaxItems: 1 });
    await assert.rejects(send('GetAccountAuthorizationDetails', { MaxItems: 1, Filter: ['User'], Marker: first.Marker }), awsError('ValidationError'));
  });
});

describe('service-linked roles', () => {
  const status = async (DeletionTaskId) => send('GetServiceLinkedRoleDeletionStatus', { DeletionTaskId });

  it('are made by their service\'s name, with its policy', async () => {
    const { Role } = await send('CreateServiceLinkedRole', { AWSServiceName: 'organizations.amazonaws.com', Description: 'd' });
    assert.equal(Role.Arn, `arn:aws:iam::${account}:role/aws-service-role/organizations.amazonaws.com/AWSServiceRoleForOrganizations`);
    assert.deepEqual(JSON.parse(decodeURIComponent(Role.AssumeRolePolicyDocument)).Statement[0].Principal, { Service: 'organizations.amazonaws.com' });
    const sso = (await send('CreateServiceLinkedRole', { AWSServiceName: 'sso.amazonaws.com' })).Role;
    const { AttachedPolicies } = await send('ListAttachedRolePolicies', { RoleName: sso.RoleName });
    assert.deepEqual(AttachedPolicies.map((p) => p.PolicyArn), ['arn:aws:iam::aws:policy/aws-service-role/AWSSSOServiceRolePolicy']);
    await assert.rejects(send('CreateServiceLinkedRole', { AWSServiceName: 'organizations.amazonaws.com' }),
      awsError('InvalidInputException', 'Service role name AWSServiceRoleForOrganizations has been taken in this account, please try a different suffix.'));
    await assert.rejects(send('CreateServiceLinkedRole', { AWSServiceName: 'sso.amazonaws.com', CustomSuffix: 'x' }),
      awsError('InvalidInputException', 'Custom suffix is not allowed for sso.amazonaws.com'));
    await assert.rejects(send('CreateServiceLinkedRole', { AWSServiceName: 'nothing.amazonaws.com' }), awsError('InvalidInputException'));
    const suffixed = await send('CreateServiceLinkedRole', { AWSServiceName: 'autoscaling.amazonaws.com', CustomSuffix: 'blue' });
    assert.equal(suffixed.Role.RoleName, 'AWSServiceRoleForAutoScaling_blue');
  });

  it('go when nothing uses them, and it can be asked what became of it', async () => {
    const { DeletionTaskId } = await send('DeleteServiceLinkedRole', { RoleName: 'AWSServiceRoleForAutoScaling_blue' });
    assert.match(DeletionTaskId, /^task\/aws-service-role\/autoscaling\.amazonaws\.com\/AWSServiceRoleForAutoScaling_blue\/[0-9a-f-]{36}$/);
    assert.equal((await status(DeletionTaskId)).Status, 'SUCCEEDED');
    await assert.rejects(send('GetRole', { RoleName: 'AWSServiceRoleForAutoScaling_blue' }), awsError('NoSuchEntityException'));
    await assert.rejects(status('task/aws-service-role/x/y/z'), awsError('NoSuchEntityException'));
    await assert.rejects(send('DeleteServiceLinkedRole', { RoleName: 'detail' }), awsError('NoSuchEntityException', /not a service-linked role/));
    const other = gatehouse.client(sdk.IAMClient, await gatehouse.createAccount('Curious', 'curious@example.com'));
    await assert.rejects(send('GetServiceLinkedRoleDeletionStatus', { DeletionTaskId }, other), awsError('NoSuchEntityException'));
  });

  it('stay while their service uses them', async () => {
    await createOrganization(gatehouse);
    const { DeletionTaskId } = await send('DeleteServiceLinkedRole', { RoleName: 'AWSServiceRoleForOrganizations' });
    const { Status, Reason } = await status(DeletionTaskId);
    assert.deepEqual([Status, Reason.Reason], ['FAILED', 'The account is in an organization.']);
    await send('GetRole', { RoleName: 'AWSServiceRoleForOrganizations' });
  });

  it('are made and deleted only by who may', async () => {
    await send('CreateUser', { UserName: 'linker' });
    const { AccessKey: k } = await send('CreateAccessKey', { UserName: 'linker' });
    const client = gatehouse.client(sdk.IAMClient, { accessKeyId: k.AccessKeyId, secretAccessKey: k.SecretAccessKey });
    await send('PutUserPolicy', { UserName: 'linker', PolicyName: 'p', PolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement: {
      Effect: 'Allow', Action: 'iam:CreateServiceLinkedRole', Resource: 'arn:aws:iam::*:role/aws-service-role/autoscaling.amazonaws.com/*',
      Condition: { StringEquals: { 'iam:AWSServiceName': 'autoscaling.amazonaws.com' } } } }) });
    await assert.rejects(send('CreateServiceLinkedRole', { AWSServiceName: 'rds.amazonaws.com' }, client), awsError('AccessDenied'));
    await send('CreateServiceLinkedRole', { AWSServiceName: 'autoscaling.amazonaws.com' }, client);
  });
});
