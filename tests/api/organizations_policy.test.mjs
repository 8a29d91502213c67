// Policies of an organization: making, changing, attaching and listing them, what AWS refuses, and effective policies.
import { after, before, describe, it } from 'node:test';
import assert from 'node:assert/strict';
import * as sdk from '@aws-sdk/client-organizations';
import * as iam from '@aws-sdk/client-iam';
import * as sts from '@aws-sdk/client-sts';
import { awsError, listAll, startGatehouse } from '../support/gatehouse.mjs';
import { createAccount, createOrganization } from '../support/organization.mjs';

const SCP = 'SERVICE_CONTROL_POLICY';
const RCP = 'RESOURCE_CONTROL_POLICY';
const TAG = 'TAG_POLICY';
const EVERYTHING = 'p-FullAWSAccess';
let gatehouse, client, organization, rootId, ouId, memberId;
const send = (name, input = {}, as = client) => as.send(new sdk[`${name}Command`](input));
const refused = (promise, name, reason) => assert.rejects(promise, (error) => {
  awsError(name)(error);
  assert.equal(error.Reason, reason);
  return true;
});
const scp = (...Statement) => JSON.stringify({ Version: '2012-10-17', Statement });
const DENY = scp({ Effect: 'Deny', Action: 's3:*', Resource: '*' });
let made = 0;
const create = async (Type = SCP, Content = DENY, more = {}) =>
  (await send('CreatePolicy', { Name: `policy ${made++}`, Description: 'a test', Type, Content, ...more })).Policy;
const createId = async (...args) => (await create(...args)).PolicySummary.Id;
const memberOf = async (account) => {
  const { Credentials: c } = await gatehouse.client(sts.STSClient).send(new sts.AssumeRoleCommand({
    RoleArn: `arn:aws:iam::${account}:role/OrganizationAccountAccessRole`, RoleSessionName: 'member' }));
  return { accessKeyId: c.AccessKeyId, secretAccessKey: c.SecretAccessKey, sessionToken: c.SessionToken };
};

before(async () => {
  gatehouse = await startGatehouse();
  ({ organizations: client, organization, rootId } = await createOrganization(gatehouse));
  ouId = (await send('CreateOrganizationalUnit', { ParentId: rootId, Name: 'Unit' })).OrganizationalUnit.Id;
  memberId = await createAccount(client, 'Member', 'member@example.com');
});
after(() => gatehouse?.stop());

describe('policy types', () => {
  it('are all off in a new organization', async () => {
    assert.deepEqual((await send('ListRoots')).Roots[0].PolicyTypes, []);
    await assert.rejects(send('AttachPolicy', { PolicyId: EVERYTHING, TargetId: rootId }), awsError('PolicyTypeNotEnabledException'));
    assert.deepEqual((await send('ListTargetsForPolicy', { PolicyId: EVERYTHING })).Targets, []);
  });

  it('are switched on once', async () => {
    const { Root } = await send('EnablePolicyType', { RootId: rootId, PolicyType: SCP });
    assert.deepEqual(Root.PolicyTypes, [{ Type: SCP, Status: 'ENABLED' }]);
    assert.deepEqual((await send('ListRoots')).Roots, [Root]);
    await assert.rejects(send('EnablePolicyType', { RootId: rootId, PolicyType: SCP }), awsError('PolicyTypeAlreadyEnabledException'));
    await assert.rejects(send('EnablePolicyType', { RootId: 'r-zzzzz', PolicyType: SCP }), awsError('RootNotFoundException'));
    await assert.rejects(send('DisablePolicyType', { RootId: rootId, PolicyType: TAG }), awsError('PolicyTypeNotEnabledException'));
    await assert.rejects(send('EnablePolicyType', { RootId: rootId, PolicyType: 'NO_POLICY' }), awsError('InvalidInputException'));
  });

  it('bring FullAWSAccess to everything that is there and that comes', async () => {
    const later = (await send('CreateOrganizationalUnit', { ParentId: ouId, Name: 'Later' })).OrganizationalUnit.Id;
    const account = await createAccount(client, 'Later', 'later@example.com');
    const { items, pages } = await listAll(client, sdk.ListTargetsForPolicyCommand, { PolicyId: EVERYTHING, MaxResults: 2 }, 'Targets');
    assert.equal(pages, 3);
    assert.deepEqual(items.map((t) => [t.TargetId, t.Type, t.Name]).sort(), [[rootId, 'ROOT', 'Root'], [ouId, 'ORGANIZATIONAL_UNIT', 'Unit'],
      [later, 'ORGANIZATIONAL_UNIT', 'Later'], [memberId, 'ACCOUNT', 'Member'], [account, 'ACCOUNT', 'Later'],
      [organization.MasterAccountId, 'ACCOUNT', items.find((t) => t.TargetId === organization.MasterAccountId).Name]].sort());
    assert.equal(items.find((t) => t.TargetId === ouId).Arn, `arn:aws:organizations::${organization.MasterAccountId}:ou/${organization.Id}/${ouId}`);
    await send('DeleteOrganizationalUnit', { OrganizationalUnitId: later });
    assert.equal((await listAll(client, sdk.ListTargetsForPolicyCommand, { PolicyId: EVERYTHING }, 'Targets')).items.length, 5);
  });

  it('of a service go with its trusted access', async () => {
    const type = { RootId: rootId, PolicyType: 'SECURITYHUB_POLICY' };
    const service = { ServicePrincipal: 'securityhub.amazonaws.com' };
    await refused(send('EnablePolicyType', type), 'ConstraintViolationException', 'SERVICE_ACCESS_NOT_ENABLED');
    await send('EnableAWSServiceAccess', service);
    await send('EnablePolicyType', type);
    await refused(send('DisableAWSServiceAccess', service), 'ConstraintViolationException', 'POLICY_TYPE_ENABLED_FOR_THIS_SERVICE');
    await send('DisablePolicyType', type);
    await send('DisableAWSServiceAccess', service);
  });

  it('need all features', async () => {
    const credentials = await gatehouse.createAccount('Billing', 'billing@example.com');
    const other = gatehouse.client(sdk.OrganizationsClient, credentials);
    await send('CreateOrganization', { FeatureSet: 'CONSOLIDATED_BILLING' }, other);
    const { Roots } = await send('ListRoots', {}, other);
    await assert.rejects(send('EnablePolicyType', { RootId: Roots[0].Id, PolicyType: SCP }, other), awsError('PolicyTypeNotAvailableForOrganizationException'));
    await assert.rejects(send('CreatePolicy', { Name: 'x', Description: '', Type: SCP, Content: DENY }, other),
      awsError('PolicyTypeNotAvailableForOrganizationException'));
    await refused(send('RegisterDelegatedAdministrator', { AccountId: Roots[0].Arn.split(':')[4], ServicePrincipal: 'sso.amazonaws.com' }, other),
      'ConstraintViolationException', 'ORGANIZATION_NOT_IN_ALL_FEATURES_MODE');
  });
});

describe('policies', () => {
  it('come back as they were sent', async () => {
    const Content = `{\n  "Version": "2012-10-17",\n  "Statement": { "Effect": "Deny", "Action": "s3:*",   "Resource": "*" }\n}`;
    const { PolicySummary: s, Content: back } = await create(SCP, Content, { Name: 'Kept', Description: '' });
    assert.match(s.Id, /^p-[0-9a-z]{8,}$/);
    assert.deepEqual(s, { Id: s.Id, Arn: `arn:aws:organizations::${organization.MasterAccountId}:policy/${organization.Id}/service_control_policy/${s.Id}`,
      Name: 'Kept', Description: '', Type: SCP, AwsManaged: false });
    assert.equal(back, Content);
    assert.deepEqual((await send('DescribePolicy', { PolicyId: s.Id })).Policy, { PolicySummary: s, Content });
    const { Policy } = await send('UpdatePolicy', { PolicyId: s.Id, Description: 'now with one' });
    assert.deepEqual([Policy.PolicySummary.Name, Policy.PolicySummary.Description, Policy.Content], ['Kept', 'now with one', Content]);
    await send('UpdatePolicy', { PolicyId: s.Id, Name: 'Renamed', Content: DENY });
    assert.equal((await send('DescribePolicy', { PolicyId: s.Id })).Policy.Content, DENY);
    await send('DeletePolicy', { PolicyId: s.Id });
    for (const name of ['DescribePolicy', 'DeletePolicy', 'ListTargetsForPolicy', 'UpdatePolicy'])
      await assert.rejects(send(name, { PolicyId: s.Id }), awsError('PolicyNotFoundException'), name);
  });

  it('have a name of their own within their type', async () => {
    const id = await createId(SCP, DENY, { Name: 'Taken' });
    await assert.rejects(create(SCP, DENY, { Name: 'Taken' }), awsError('DuplicatePolicyException'));
    await assert.rejects(create(SCP, DENY, { Name: 'FullAWSAccess' }), awsError('DuplicatePolicyException'));
    await create(TAG, '{"tags":{}}', { Name: 'Taken' });
    const other = await createId();
    await assert.rejects(send('UpdatePolicy', { PolicyId: other, Name: 'Taken' }), awsError('DuplicatePolicyException'));
    await send('UpdatePolicy', { PolicyId: id, Name: 'Taken' });
  });

  it('must be fit for their type', async () => {
    const statement = { Effect: 'Deny', Action: 's3:*', Resource: '*' };
    const bad = {
      [SCP]: ['{', '[]', '{}', scp({ ...statement, Principal: '*' }), scp({ ...statement, Effect: 'Maybe' }), scp({ Effect: 'Deny', Resource: '*' }),
        '{"Version":"2012-10-17","Version":"2012-10-17","Statement":[]}'],
      [RCP]: [scp(statement), scp({ ...statement, Effect: 'Allow', Principal: '*' }), scp({ ...statement, Principal: { AWS: memberId } })],
      [TAG]: ['{', '{}', '{"plans":{}}', '{"tags":{"a":"b"}}', '{"tags":{"a":{"tag_key":{"@@set":"b"}}}}', '{"tags":{"a":{"@@assign":{}}}}',
        '{"tags":{},"more":{}}', '{"tags":{"a":{"@@assign":"x","b":{}}}}'],
    };
    for (const [type, contents] of Object.entries(bad))
      for (const content of contents)
        await assert.rejects(create(type, content), awsError('MalformedPolicyDocumentException', /^The provided policy document does not meet the requirements of the specified policy type\./), `${type} ${content}`);
    const id = await createId();
    await assert.rejects(send('UpdatePolicy', { PolicyId: id, Content: '{}' }), awsError('MalformedPolicyDocumentException'));
  });

  it('have a largest size', async () => {
    const sized = (n) => DENY.padEnd(n, ' ');
    await refused(create(SCP, sized(5121)), 'ConstraintViolationException', 'POLICY_CONTENT_LIMIT_EXCEEDED');
    const id = await createId(SCP, sized(5120));
    await refused(send('UpdatePolicy', { PolicyId: id, Content: sized(5121) }), 'ConstraintViolationException', 'POLICY_CONTENT_LIMIT_EXCEEDED');
    await refused(create('AISERVICES_OPT_OUT_POLICY', '{"services":{}}'.padEnd(2501)), 'ConstraintViolationException', 'POLICY_CONTENT_LIMIT_EXCEEDED');
    await create(TAG, '{"tags":{}}'.padEnd(10000));
  });

  it('of AWS stay as they are', async () => {
    for (const PolicyId of [EVERYTHING, 'p-RCPFullAWSAccess']) {
      await refused(send('UpdatePolicy', { PolicyId, Name: 'x' }), 'InvalidInputException', 'IMMUTABLE_POLICY');
      await refused(send('DeletePolicy', { PolicyId }), 'InvalidInputException', 'IMMUTABLE_POLICY');
    }
    const { Policy } = await send('DescribePolicy', { PolicyId: EVERYTHING });
    assert.deepEqual(Policy.PolicySummary, { Id: EVERYTHING, Arn: 'arn:aws:organizations::aws:policy/service_control_policy/p-FullAWSAccess',
      Name: 'FullAWSAccess', Description: 'Allows access to every operation', Type: SCP, AwsManaged: true });
    assert.deepEqual(JSON.parse(Policy.Content).Statement, [{ Effect: 'Allow', Action: '*', Resource: '*' }]);
  });

  it('are listed by type, AWS\'s own among them', async () => {
    for (let i = 0; i < 5; i++) await create();
    const one = await listAll(client, sdk.ListPoliciesCommand, { Filter: SCP }, 'Policies');
    const paged = await listAll(client, sdk.ListPoliciesCommand, { Filter: SCP, MaxResults: 2 }, 'Policies');
    assert.ok(paged.pages > 3);
    assert.deepEqual(paged.items, one.items);
    assert.equal(one.items.filter((p) => p.AwsManaged).length, 1);
    assert.equal(new Set(one.items.map((p) => p.Id)).size, one.items.length);
    const { Policies } = await send('ListPolicies', { Filter: 'BACKUP_POLICY' });
    assert.deepEqual(Policies, []);
  });
});

describe('attachments', () => {
  it('are told from both ends', async () => {
    const id = await createId();
    await send('AttachPolicy', { PolicyId: id, TargetId: ouId });
    assert.deepEqual((await send('ListTargetsForPolicy', { PolicyId: id })).Targets.map((t) => t.TargetId), [ouId]);
    const { Policies } = await send('ListPoliciesForTarget', { TargetId: ouId, Filter: SCP });
    assert.deepEqual(Policies.map((p) => p.Id).sort(), [EVERYTHING, id].sort());
    await assert.rejects(send('AttachPolicy', { PolicyId: id, TargetId: ouId }), awsError('DuplicatePolicyAttachmentException'));
    await assert.rejects(send('DeletePolicy', { PolicyId: id }), awsError('PolicyInUseException'));
    await send('DetachPolicy', { PolicyId: id, TargetId: ouId });
    await assert.rejects(send('DetachPolicy', { PolicyId: id, TargetId: ouId }), awsError('PolicyNotAttachedException'));
    await send('DeletePolicy', { PolicyId: id });
  });

  it('need a policy and a target that are there', async () => {
    const id = await createId();
    const nowhere = `ou-${rootId.slice(2)}-zzzzzzzz`;
    for (const name of ['AttachPolicy', 'DetachPolicy']) {
      await assert.rejects(send(name, { PolicyId: id, TargetId: nowhere }), awsError('TargetNotFoundException'), name);
      await assert.rejects(send(name, { PolicyId: id, TargetId: '000000000000' }), awsError('TargetNotFoundException'), name);
      await assert.rejects(send(name, { PolicyId: 'p-zzzzzzzzzz', TargetId: ouId }), awsError('PolicyNotFoundException'), name);
    }
    await assert.rejects(send('ListPoliciesForTarget', { TargetId: nowhere, Filter: SCP }), awsError('TargetNotFoundException'));
  });

  it('are five at most, and of service control policies one at least', async () => {
    const ids = [];
    for (let i = 0; i < 4; i++) await send('AttachPolicy', { PolicyId: (ids[i] = await createId()), TargetId: ouId });
    await refused(send('AttachPolicy', { PolicyId: await createId(), TargetId: ouId }), 'ConstraintViolationException', 'MAX_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED');
    for (const PolicyId of ids) await send('DetachPolicy', { PolicyId, TargetId: ouId });
    await refused(send('DetachPolicy', { PolicyId: EVERYTHING, TargetId: ouId }), 'ConstraintViolationException', 'MIN_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED');
    assert.equal((await send('ListPoliciesForTarget', { TargetId: ouId, Filter: SCP })).Policies.length, 1);
  });

  it('of RCPFullAWSAccess are for good', async () => {
    await send('EnablePolicyType', { RootId: rootId, PolicyType: RCP });
    await refused(send('DetachPolicy', { PolicyId: 'p-RCPFullAWSAccess', TargetId: ouId }), 'InvalidInputException', 'NON_DETACHABLE_POLICY');
    const id = await createId(RCP, scp({ Effect: 'Deny', Principal: '*', Action: 'sts:*', Resource: '*', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }));
    await send('AttachPolicy', { PolicyId: id, TargetId: ouId });
    assert.equal((await send('ListPoliciesForTarget', { TargetId: ouId, Filter: RCP })).Policies.length, 2);
    await send('DisablePolicyType', { RootId: rootId, PolicyType: RCP });
    assert.deepEqual((await send('ListPoliciesForTarget', { TargetId: ouId, Filter: RCP })).Policies, []);
  });
});

describe('effective policies', () => {
  const tags = (value) => JSON.stringify({ tags: { costcenter: value } });
  const effective = async (TargetId = memberId, PolicyType = TAG) =>
    JSON.parse((await send('DescribeEffectivePolicy', { TargetId, PolicyType })).EffectivePolicy.PolicyContent);
  const attached = async (content, TargetId) => {
    const PolicyId = await createId(TAG, content);
    await send('AttachPolicy', { PolicyId, TargetId });
    return () => send('DetachPolicy', { PolicyId, TargetId });
  };
  before(() => send('MoveAccount', { AccountId: memberId, SourceParentId: rootId, DestinationParentId: ouId }));

  it('are not there before something is attached', async () => {
    await assert.rejects(send('DescribeEffectivePolicy', { TargetId: memberId, PolicyType: TAG }), awsError('EffectivePolicyNotFoundException'));
    await send('EnablePolicyType', { RootId: rootId, PolicyType: TAG });
    await assert.rejects(send('DescribeEffectivePolicy', { TargetId: memberId, PolicyType: TAG }), awsError('EffectivePolicyNotFoundException'));
    await refused(send('DescribeEffectivePolicy', { TargetId: ouId, PolicyType: TAG }), 'InvalidInputException', 'TARGET_NOT_SUPPORTED');
    await assert.rejects(send('DescribeEffectivePolicy', { TargetId: '000000000000', PolicyType: TAG }), awsError('TargetNotFoundException'));
  });

  it('add up from the root down', async () => {
    const undo = [
      await attached(tags({ tag_key: { '@@assign': 'CostCenter' }, tag_value: { '@@assign': ['100', '200'] } }), rootId),
      await attached(tags({ tag_value: { '@@append': ['300', '100'], '@@remove': ['200'] } }), ouId),
      await attached(JSON.stringify({ tags: { team: { tag_key: { '@@assign': 'Team' } } } }), memberId),
    ];
    assert.deepEqual(await effective(), { tags: { costcenter: { tag_key: 'CostCenter', tag_value: ['100', '300'] }, team: { tag_key: 'Team' } } });
    const { EffectivePolicy: e } = await send('DescribeEffectivePolicy', { TargetId: memberId, PolicyType: TAG });
    assert.deepEqual([e.TargetId, e.PolicyType, e.LastUpdatedTimestamp instanceof Date], [memberId, TAG, true]);
    const own = gatehouse.client(sdk.OrganizationsClient, await memberOf(memberId));
    assert.equal((await send('DescribeEffectivePolicy', { PolicyType: TAG }, own)).EffectivePolicy.PolicyContent, e.PolicyContent);
    await assert.rejects(send('DescribeEffectivePolicy', { PolicyType: TAG, TargetId: organization.MasterAccountId }, own), awsError('AccessDeniedException'));
    for (const one of undo) await one();
  });

  it('keep what a level above has closed', async () => {
    const undo = [
      await attached(tags({ tag_key: { '@@assign': 'CostCenter', '@@operators_allowed_for_child_policies': ['@@none'] },
        tag_value: { '@@operators_allowed_for_child_policies': ['@@append'], '@@assign': ['100'] } }), rootId),
      await attached(tags({ tag_key: { '@@assign': 'costcenter' }, tag_value: { '@@assign': ['666'] } }), ouId),
      await attached(tags({ tag_value: { '@@append': ['200'], '@@remove': ['100'] } }), memberId),
    ];
    assert.deepEqual(await effective(), { tags: { costcenter: { tag_key: 'CostCenter', tag_value: ['100', '200'] } } });
    for (const one of undo) await one();
  });

  it('close everything below the element', async () => {
    const undo = [
      await attached('{"tags":{"@@operators_allowed_for_child_policies":["@@none"],"a":{"tag_key":{"@@assign":"A"}}}}', rootId),
      await attached('{"tags":{"a":{"tag_key":{"@@assign":"B"}},"b":{"tag_key":{"@@assign":"B"}}}}', ouId),
    ];
    assert.deepEqual(await effective(), { tags: { a: { tag_key: 'A' } } });
    for (const one of undo) await one();
  });
});

describe('tags', () => {
  it('hang on accounts, units, the root and policies', async () => {
    const policyId = await createId(SCP, DENY, { Tags: [{ Key: 'first', Value: '1' }] });
    for (const ResourceId of [memberId, ouId, rootId, policyId]) {
      await send('TagResource', { ResourceId, Tags: [{ Key: 'team', Value: 'a' }, { Key: 'stage', Value: '' }] });
      await send('TagResource', { ResourceId, Tags: [{ Key: 'team', Value: 'b' }] });
      const { Tags } = await send('ListTagsForResource', { ResourceId });
      const expected = [...(ResourceId === policyId ? [['first', '1']] : []), ['stage', ''], ['team', 'b']];
      assert.deepEqual(Tags.map((t) => [t.Key, t.Value]), expected, ResourceId);
      await send('UntagResource', { ResourceId, TagKeys: ['team', 'stage', 'first', 'never'] });
      assert.deepEqual((await send('ListTagsForResource', { ResourceId })).Tags, []);
    }
  });

  it('given at creation need leave to tag', async () => {
    const administrator = gatehouse.client(iam.IAMClient);
    await administrator.send(new iam.CreateUserCommand({ UserName: 'maker' }));
    await administrator.send(new iam.PutUserPolicyCommand({ UserName: 'maker', PolicyName: 'p', PolicyDocument:
      scp({ Effect: 'Allow', Action: ['organizations:Create*', 'organizations:InviteAccountToOrganization'], Resource: '*' }) }));
    const { AccessKey: k } = await administrator.send(new iam.CreateAccessKeyCommand({ UserName: 'maker' }));
    const maker = gatehouse.client(sdk.OrganizationsClient, { accessKeyId: k.AccessKeyId, secretAccessKey: k.SecretAccessKey });
    const Tags = [{ Key: 'a', Value: 'b' }];
    const calls = { CreateOrganizationalUnit: { ParentId: rootId, Name: 'Made' }, CreatePolicy: { Name: 'Made', Description: '', Type: SCP, Content: DENY },
      CreateAccount: { AccountName: 'Made', Email: 'made@example.com' }, InviteAccountToOrganization: { Target: { Type: 'EMAIL', Id: 'nobody@example.com' } } };
    for (const [name, input] of Object.entries(calls)) {
      await assert.rejects(send(name, { ...input, Tags }, maker), awsError('AccessDeniedException', /organizations:TagResource/), name);
      await send(name, input, maker);
    }
  });

  it('keep AWS\'s rules', async () => {
    const tag = (Tags, ResourceId = ouId) => send('TagResource', { ResourceId, Tags });
    await refused(tag([{ Key: 'a', Value: '1' }, { Key: 'a', Value: '2' }]), 'InvalidInputException', 'DUPLICATE_TAG_KEY');
    await refused(tag([{ Key: 'aws:a', Value: '1' }]), 'InvalidInputException', 'INVALID_SYSTEM_TAGS_PARAMETER');
    await refused(send('UntagResource', { ResourceId: ouId, TagKeys: ['aws:a'] }), 'InvalidInputException', 'INVALID_SYSTEM_TAGS_PARAMETER');
    const many = Array.from({ length: 50 }, (_, i) => ({ Key: `k${i}`, Value: '' }));
    await tag(many);
    await refused(tag([{ Key: 'one-more', Value: '' }]), 'ConstraintViolationException', 'MAX_TAG_LIMIT_EXCEEDED');
    await tag([{ Key: 'k0', Value: 'again' }]);
    await refused(tag([...many, { Key: 'k50', Value: '' }], rootId), 'ConstraintViolationException', 'MAX_TAG_LIMIT_EXCEEDED');
    assert.equal((await send('ListTagsForResource', { ResourceId: ouId })).Tags.length, 50);
    for (const ResourceId of ['000000000000', 'p-zzzzzzzzzz', 'p-FullAWSAccess', `ou-${rootId.slice(2)}-zzzzzzzz`])
      await assert.rejects(tag([{ Key: 'a', Value: '' }], ResourceId), awsError('TargetNotFoundException'), ResourceId);
  });
});

describe('units', () => {
  it('are renamed and removed', async () => {
    const unit = async (Name) => (await send('CreateOrganizationalUnit', { ParentId: rootId, Name })).OrganizationalUnit;
    const one = await unit('One');
    await unit('Two');
    const { OrganizationalUnit } = await send('UpdateOrganizationalUnit', { OrganizationalUnitId: one.Id, Name: 'Uno' });
    assert.deepEqual(OrganizationalUnit, { ...one, Name: 'Uno' });
    await send('UpdateOrganizationalUnit', { OrganizationalUnitId: one.Id, Name: 'Uno' });
    await assert.rejects(send('UpdateOrganizationalUnit', { OrganizationalUnitId: one.Id, Name: 'Two' }), awsError('DuplicateOrganizationalUnitException'));
    await assert.rejects(send('DeleteOrganizationalUnit', { OrganizationalUnitId: ouId }), awsError('OrganizationalUnitNotEmptyException'));
    await send('DeleteOrganizationalUnit', { OrganizationalUnitId: one.Id });
    for (const name of ['DeleteOrganizationalUnit', 'UpdateOrganizationalUnit', 'DescribeOrganizationalUnit'])
      await assert.rejects(send(name, { OrganizationalUnitId: one.Id }), awsError('OrganizationalUnitNotFoundException'), name);
  });
});

describe('delegated administrators', () => {
  const service = 'config.amazonaws.com';
  const register = (AccountId, ServicePrincipal = service) => send('RegisterDelegatedAdministrator', { AccountId, ServicePrincipal });
  const deregister = (AccountId, ServicePrincipal = service) => send('DeregisterDelegatedAdministrator', { AccountId, ServicePrincipal });
  let member;
  before(async () => (member = gatehouse.client(sdk.OrganizationsClient, await memberOf(memberId))));

  it('need trusted access of the service first', async () => {
    await refused(register(memberId), 'ConstraintViolationException', 'SERVICE_ACCESS_NOT_ENABLED');
    await refused(register(memberId, 'nobody'), 'InvalidInputException', 'UNRECOGNIZED_SERVICE_PRINCIPAL');
    await send('EnableAWSServiceAccess', { ServicePrincipal: service });
    await refused(register(organization.MasterAccountId), 'ConstraintViolationException', 'CANNOT_REGISTER_MASTER_AS_DELEGATED_ADMINISTRATOR');
    await assert.rejects(register('000000000000'), awsError('AccountNotFoundException'));
    await assert.rejects(deregister(memberId), awsError('AccountNotRegisteredException'));
    await assert.rejects(send('ListDelegatedServicesForAccount', { AccountId: memberId }), awsError('AccountNotRegisteredException'));
    await assert.rejects(send('ListAccounts', {}, member), awsError('AccessDeniedException'));
  });

  it('read the whole organization, and change nothing', async () => {
    await register(memberId);
    await assert.rejects(register(memberId), awsError('AccountAlreadyRegisteredException'));
    const { DelegatedAdministrators: [a] } = await send('ListDelegatedAdministrators', { ServicePrincipal: service });
    assert.deepEqual([a.Id, a.Arn, a.Email, a.Name, a.Status, a.State, a.JoinedMethod], [memberId,
      `arn:aws:organizations::${organization.MasterAccountId}:account/${organization.Id}/${memberId}`, 'member@example.com', 'Member', 'ACTIVE', 'ACTIVE', 'CREATED']);
    assert.ok(a.DelegationEnabledDate instanceof Date && a.JoinedTimestamp instanceof Date);
    assert.deepEqual((await send('ListDelegatedServicesForAccount', { AccountId: memberId })).DelegatedServices.map((s) => s.ServicePrincipal), [service]);
    for (const [name, input] of Object.entries({ ListAccounts: {}, ListRoots: {}, ListPolicies: { Filter: SCP }, DescribeAccount: { AccountId: memberId },
      ListTagsForResource: { ResourceId: ouId }, ListDelegatedAdministrators: {}, ListParents: { ChildId: memberId }, ListAWSServiceAccessForOrganization: {},
      DescribePolicy: { PolicyId: EVERYTHING }, ListHandshakesForOrganization: {} }))
      await send(name, input, member);
    await assert.rejects(send('CreateOrganizationalUnit', { ParentId: rootId, Name: 'No' }, member), awsError('AccessDeniedException'));
    await assert.rejects(send('CreatePolicy', { Name: 'No', Description: '', Type: SCP, Content: DENY }, member), awsError('AccessDeniedException'));
    await deregister(memberId);
    await assert.rejects(send('ListAccounts', {}, member), awsError('AccessDeniedException'));
    assert.deepEqual((await send('ListDelegatedAdministrators')).DelegatedAdministrators, []);
  });

  it('are one at most where AWS has it so', async () => {
    const other = await createAccount(client, 'Other', 'other@example.com');
    for (const ServicePrincipal of ['sso.amazonaws.com', service]) await send('EnableAWSServiceAccess', { ServicePrincipal });
    await register(memberId, 'sso.amazonaws.com');
    await refused(register(other, 'sso.amazonaws.com'), 'ConstraintViolationException', 'DELEGATED_ADMINISTRATOR_EXISTS_FOR_THIS_SERVICE');
    await register(memberId);
    await register(other);
    const { items, pages } = await listAll(client, sdk.ListDelegatedAdministratorsCommand, { MaxResults: 1 }, 'DelegatedAdministrators');
    assert.deepEqual([items.map((a) => a.Id), pages], [[memberId, other].sort(), 2]);
    for (const [id, name] of [[memberId, 'sso.amazonaws.com'], [memberId, service], [other, service]]) await deregister(id, name);
  });
});

describe('the resource policy', () => {
  const put = (Statement, more = {}) => send('PutResourcePolicy', { Content: JSON.stringify({ Version: '2012-10-17', Statement }), ...more });
  const grant = (more = {}) => ({ Sid: 'x', Effect: 'Allow', Principal: { AWS: memberId }, Action: ['organizations:CreatePolicy', 'organizations:AttachPolicy',
    'organizations:DetachPolicy', 'organizations:DescribePolicy', 'organizations:ListRoots'], Resource: '*', ...more });
  let member;
  before(async () => (member = gatehouse.client(sdk.OrganizationsClient, await memberOf(memberId))));

  it('is one or none', async () => {
    for (const name of ['DescribeResourcePolicy', 'DeleteResourcePolicy']) await assert.rejects(send(name), awsError('ResourcePolicyNotFoundException'), name);
    const { ResourcePolicy: p } = await put(grant(), { Tags: [{ Key: 'a', Value: 'b' }] });
    assert.match(p.ResourcePolicySummary.Id, /^rp-[0-9a-zA-Z_]{4,128}$/);
    assert.equal(p.ResourcePolicySummary.Arn, `arn:aws:organizations::${organization.MasterAccountId}:resourcepolicy/${organization.Id}/${p.ResourcePolicySummary.Id}`);
    assert.deepEqual((await send('ListTagsForResource', { ResourceId: p.ResourcePolicySummary.Id })).Tags, [{ Key: 'a', Value: 'b' }]);
    assert.equal((await put(grant({ Sid: 'y' }))).ResourcePolicy.ResourcePolicySummary.Id, p.ResourcePolicySummary.Id);
    assert.match((await send('DescribeResourcePolicy')).ResourcePolicy.Content, /"Sid":"y"/);
  });

  it('lets members do what it says, and no more', async () => {
    await put(grant({ Condition: { StringLikeIfExists: { 'organizations:PolicyType': 'TAG_POLICY' } } }));
    await send('ListRoots', {}, member);
    const { Policy } = await send('CreatePolicy', { Name: 'By a member', Description: '', Type: TAG, Content: '{"tags":{}}' }, member);
    const PolicyId = Policy.PolicySummary.Id;
    await send('AttachPolicy', { PolicyId, TargetId: ouId }, member);
    await send('DetachPolicy', { PolicyId, TargetId: ouId }, member);
    await send('DescribePolicy', { PolicyId }, member);
    await assert.rejects(send('DeletePolicy', { PolicyId }, member), awsError('AccessDeniedException'));
    await assert.rejects(send('ListAccounts', {}, member), awsError('AccessDeniedException'));
    await assert.rejects(send('CreatePolicy', { Name: 'Scp', Description: '', Type: SCP, Content: DENY }, member), awsError('AccessDeniedException'));
    await assert.rejects(send('AttachPolicy', { PolicyId: EVERYTHING, TargetId: ouId }, member), awsError('AccessDeniedException'));
    await send('DeleteResourcePolicy');
    await assert.rejects(send('ListRoots', {}, member), awsError('AccessDeniedException'));
    await assert.rejects(send('PutResourcePolicy', { Content: '{}' }, member), awsError('AccessDeniedException'));
  });

  it('lets members tag what they make where it says so', async () => {
    const tagged = (Name) => send('CreatePolicy', { Name, Description: '', Type: TAG, Content: '{"tags":{}}', Tags: [{ Key: 'approved', Value: 'yes' }] }, member);
    await put(grant());
    await assert.rejects(tagged('Tagged'), awsError('AccessDeniedException'));
    await put(grant({ Action: ['organizations:CreatePolicy', 'organizations:TagResource'] }));
    const { Policy } = await tagged('Tagged');
    assert.equal((await send('ListTagsForResource', { ResourceId: Policy.PolicySummary.Id })).Tags.length, 1);
    await send('DeleteResourcePolicy');
  });

  it('does not add to what the caller\'s own policies allow', async () => {
    const client = gatehouse.client(iam.IAMClient, await memberOf(memberId));
    await client.send(new iam.CreateUserCommand({ UserName: 'plain' }));
    const { AccessKey: k } = await client.send(new iam.CreateAccessKeyCommand({ UserName: 'plain' }));
    const plain = gatehouse.client(sdk.OrganizationsClient, { accessKeyId: k.AccessKeyId, secretAccessKey: k.SecretAccessKey });
    await put(grant());
    await assert.rejects(send('ListRoots', {}, plain), awsError('AccessDeniedException', /no identity-based policy/));
    await send('DeleteResourcePolicy');
  });

  it('must be what AWS takes', async () => {
    await refused(put(grant({ Principal: '*' })), 'InvalidInputException', 'INVALID_PRINCIPAL');
    await refused(put(grant({ Principal: { Service: 'x.amazonaws.com' } })), 'InvalidInputException', 'INVALID_PRINCIPAL');
    await refused(put(grant({ Action: 'organizations:CloseAccount' })), 'InvalidInputException', 'UNSUPPORTED_ACTION_IN_RESOURCE_POLICY');
    await refused(put(grant({ Action: ['organizations:ListRoots', 's3:*'] })), 'InvalidInputException', 'UNSUPPORTED_ACTION_IN_RESOURCE_POLICY');
    await refused(put(grant({ Action: undefined, NotAction: 'organizations:CloseAccount' })), 'InvalidInputException', 'UNSUPPORTED_ACTION_IN_RESOURCE_POLICY');
    await refused(put([grant(), grant({ Sid: 'y', Resource: undefined, NotResource: 'arn:aws:s3:::x' })]), 'InvalidInputException', 'UNSUPPORTED_RESOURCE_IN_RESOURCE_POLICY');
    await refused(put(grant({ Effect: 'Maybe' })), 'InvalidInputException', 'INVALID_RESOURCE_POLICY_JSON');
    await refused(send('PutResourcePolicy', { Content: '{' }), 'InvalidInputException', 'INVALID_RESOURCE_POLICY_JSON');
  });
});
