// Customer managed policies: versions, quotas, conflicts, lists; AWS's own beside them; what they allow, and when.
import { after, before, describe, it } from 'node:test';
import assert from 'node:assert/strict';
import * as sdk from '@aws-sdk/client-iam';
import { awsError, listAll, startGatehouse } from '../support/gatehouse.mjs';

const READ_ONLY = 'arn:aws:iam::aws:policy/IAMReadOnlyAccess';
const statement = (Effect, Action) => ({ Effect, Action, Resource: '*' });
const policy = (...Statement) => JSON.stringify({ Version: '2012-10-17', Statement });
const allow = (...actions) => policy(statement('Allow', actions));

let gatehouse, iam, account;
const call = (name, input = {}, client = iam) => client.send(new sdk[`${name}Command`](input));
const make = async (PolicyName, PolicyDocument = allow('iam:GetUser'), more = {}) =>
  (await call('CreatePolicy', { PolicyName, PolicyDocument, ...more })).Policy.Arn;
async function userWithKey(UserName, more = {}) {
  await call('CreateUser', { UserName, ...more });
  const { AccessKey: k } = await call('CreateAccessKey', { UserName });
  return gatehouse.client(sdk.IAMClient, { accessKeyId: k.AccessKeyId, secretAccessKey: k.SecretAccessKey });
}
before(async () => {
  gatehouse = await startGatehouse();
  iam = gatehouse.client(sdk.IAMClient);
  account = (await call('GetUser')).User.Arn.split(':')[4];
});
after(() => gatehouse?.stop());

describe('customer managed policies', () => {
  it('are made, read and deleted', async () => {
    const { Policy: made } = await call('CreatePolicy', { PolicyName: 'First', Path: '/team/', Description: 'what for',
      PolicyDocument: allow('iam:GetUser'), Tags: [{ Key: 'k', Value: 'v' }] });
    assert.match(made.PolicyId, /^ANPA[A-Z2-7]{17}$/);
    assert.equal(made.Arn, `arn:aws:iam::${account}:policy/team/First`);
    assert.deepEqual([made.Path, made.DefaultVersionId, made.AttachmentCount, made.PermissionsBoundaryUsageCount, made.IsAttachable],
      ['/team/', 'v1', 0, 0, true]);
    const { Policy: read } = await call('GetPolicy', { PolicyArn: made.Arn });
    assert.deepEqual([read.PolicyId, read.Description, read.Tags], [made.PolicyId, 'what for', [{ Key: 'k', Value: 'v' }]]);
    await assert.rejects(make('fIRST'), awsError('EntityAlreadyExistsException', 'A policy called fIRST already exists. Duplicate names are not allowed.'));
    for (const arn of [made.Arn.replace('/team', ''), made.Arn.replace('First', 'first')])
      await assert.rejects(call('GetPolicy', { PolicyArn: arn }), awsError('NoSuchEntityException', `Policy ${arn} was not found.`));
    await call('DeletePolicy', { PolicyArn: made.Arn });
    await assert.rejects(call('DeletePolicy', { PolicyArn: made.Arn }), awsError('NoSuchEntityException', `Policy ${made.Arn} was not found.`));
    await assert.rejects(call('GetPolicy', { PolicyArn: 'twenty-characters-but-no-arn' }),
      awsError('InvalidInputException', 'ARN twenty-characters-but-no-arn is not valid.'));
  });

  it('must be valid and of the new version', async () => {
    await assert.rejects(make('bad', '{'), awsError('MalformedPolicyDocumentException'));
    await assert.rejects(make('bad', allow('iam:GetUser').replace('2012-10-17', '2008-10-17')), awsError('MalformedPolicyDocumentException', /2012-10-17/));
    await assert.rejects(make('bad', policy({ ...statement('Allow', 'iam:GetUser'), Principal: '*' })), awsError('MalformedPolicyDocumentException', /principal/i));
  });

  it('hold 6,144 characters, white space aside', async () => {
    const padded = (n) => allow(`s3:${'x'.repeat(n)}`);
    const room = 6144 - padded(0).length;
    await make('full', padded(room).replaceAll(',', ', \n'));
    await assert.rejects(make('fuller', padded(room + 1)), awsError('LimitExceededException', 'Cannot exceed quota for PolicySize: 6144'));
  });
});

describe('versions', () => {
  it('are numbered once, five at a time, one in force', async () => {
    const PolicyArn = await make('versions');
    for (let n = 2; n <= 5; n++) {
      const { PolicyVersion } = await call('CreatePolicyVersion', { PolicyArn, PolicyDocument: allow(`iam:Get${n}`), SetAsDefault: n === 3 });
      assert.deepEqual([PolicyVersion.VersionId, PolicyVersion.IsDefaultVersion], [`v${n}`, n === 3]);
    }
    await assert.rejects(call('CreatePolicyVersion', { PolicyArn, PolicyDocument: allow('iam:Get6') }),
      awsError('LimitExceededException', /^A managed policy can have up to 5 versions\./));
    assert.equal((await call('GetPolicy', { PolicyArn })).Policy.DefaultVersionId, 'v3');
    const { items, pages } = await listAll(iam, sdk.ListPolicyVersionsCommand, { PolicyArn, MaxItems: 2 }, 'Versions', 'Marker');
    assert.deepEqual([pages, items.map((v) => v.VersionId), items.filter((v) => v.IsDefaultVersion).map((v) => v.VersionId)],
      [3, ['v5', 'v4', 'v3', 'v2', 'v1'], ['v3']]);
    const { PolicyVersion: two } = await call('GetPolicyVersion', { PolicyArn, VersionId: 'v2' });
    assert.deepEqual([decodeURIComponent(two.Document), two.IsDefaultVersion], [allow('iam:Get2'), false]);
    await assert.rejects(call('DeletePolicyVersion', { PolicyArn, VersionId: 'v3' }),
      awsError('DeleteConflictException', 'Cannot delete the default version of a policy.'));
    await call('DeletePolicyVersion', { PolicyArn, VersionId: 'v5' });
    const none = (version) => awsError('NoSuchEntityException', `Policy ${PolicyArn} version ${version} does not exist or is not attachable.`);
    for (const name of ['GetPolicyVersion', 'DeletePolicyVersion', 'SetDefaultPolicyVersion'])
      await assert.rejects(call(name, { PolicyArn, VersionId: 'v5' }), none('v5'), name);
    assert.equal((await call('CreatePolicyVersion', { PolicyArn, PolicyDocument: allow('iam:Get6') })).PolicyVersion.VersionId, 'v6');
    await assert.rejects(call('DeletePolicy', { PolicyArn }), awsError('DeleteConflictException', /^This policy has more than one version\./));
    await call('SetDefaultPolicyVersion', { PolicyArn, VersionId: 'v6' });
    for (const n of [1, 2, 3, 4]) await call('DeletePolicyVersion', { PolicyArn, VersionId: `v${n}` });
    await call('DeletePolicy', { PolicyArn });
  });

  it('take effect on the next request', async () => {
    const PolicyArn = await make('changing', allow('iam:ListUsers'));
    const user = await userWithKey('changing');
    await call('AttachUserPolicy', { UserName: 'changing', PolicyArn });
    await call('ListUsers', {}, user);
    await call('CreatePolicyVersion', { PolicyArn, PolicyDocument: allow('iam:ListGroups') });
    await call('ListUsers', {}, user);
    await call('SetDefaultPolicyVersion', { PolicyArn, VersionId: 'v2' });
    await assert.rejects(call('ListUsers', {}, user), awsError('AccessDenied'));
    await call('ListGroups', {}, user);
    await call('CreatePolicyVersion', { PolicyArn, PolicyDocument: policy(statement('Deny', '*')), SetAsDefault: true });
    await assert.rejects(call('ListGroups', {}, user), awsError('AccessDenied', /with an explicit deny in an identity-based policy/));
  });
});

describe('use', () => {
  it('is counted, listed and stands in the way of deletion', async () => {
    const PolicyArn = await make('used', allow('iam:GetUser'), { Path: '/u/' });
    await call('CreateUser', { UserName: 'used-user', Path: '/a/' });
    await call('CreateUser', { UserName: 'used-bound', PermissionsBoundary: PolicyArn });
    await call('CreateGroup', { GroupName: 'used-group', Path: '/a/' });
    await call('AttachUserPolicy', { UserName: 'used-user', PolicyArn });
    await call('AttachGroupPolicy', { GroupName: 'used-group', PolicyArn });
    assert.deepEqual((await call('ListAttachedUserPolicies', { UserName: 'used-user', PathPrefix: '/u/' })).AttachedPolicies,
      [{ PolicyName: 'used', PolicyArn }]);
    assert.deepEqual((await call('ListAttachedUserPolicies', { UserName: 'used-user', PathPrefix: '/v/' })).AttachedPolicies, []);
    const { Policy } = await call('GetPolicy', { PolicyArn });
    assert.deepEqual([Policy.AttachmentCount, Policy.PermissionsBoundaryUsageCount], [2, 1]);
    const entities = async (filter) => {
      const e = await call('ListEntitiesForPolicy', { PolicyArn, ...filter });
      return [e.PolicyUsers.map((u) => u.UserName).sort(), e.PolicyGroups.map((g) => g.GroupName), e.PolicyRoles.map((r) => r.RoleName)];
    };
    assert.deepEqual(await entities({}), [['used-bound', 'used-user'], ['used-group'], []]);
    assert.deepEqual(await entities({ PolicyUsageFilter: 'PermissionsBoundary' }), [['used-bound'], [], []]);
    assert.deepEqual(await entities({ PolicyUsageFilter: 'PermissionsPolicy' }), [['used-user'], ['used-group'], []]);
    assert.deepEqual(await entities({ EntityFilter: 'Group' }), [[], ['used-group'], []]);
    assert.deepEqual(await entities({ PathPrefix: '/a/', EntityFilter: 'User' }), [['used-user'], [], []]);
    let marker, seen = [], pages = 0;
    do {
      const e = await call('ListEntitiesForPolicy', { PolicyArn, MaxItems: 1, Marker: marker });
      seen.push(...e.PolicyUsers.map((u) => u.UserName), ...e.PolicyGroups.map((g) => g.GroupName));
      marker = e.Marker;
      assert.equal(e.IsTruncated, Boolean(marker));
      pages++;
    } while (marker);
    assert.deepEqual([pages, seen.sort()], [3, ['used-bound', 'used-group', 'used-user']]);
    const attached = awsError('DeleteConflictException', 'Cannot delete a policy attached to entities.');
    await assert.rejects(call('DeletePolicy', { PolicyArn }), attached);
    await call('DetachUserPolicy', { UserName: 'used-user', PolicyArn });
    await call('DetachGroupPolicy', { GroupName: 'used-group', PolicyArn });
    await assert.rejects(call('DeletePolicy', { PolicyArn }), attached);
    await call('DeleteUserPermissionsBoundary', { UserName: 'used-bound' });
    await call('DeletePolicy', { PolicyArn });
    await assert.rejects(call('ListEntitiesForPolicy', { PolicyArn }), awsError('NoSuchEntityException'));
  });

  it('of an AWS managed policy is that of this account only', async () => {
    const other = gatehouse.client(sdk.IAMClient, await gatehouse.createAccount('Other', 'other@example.com'));
    await call('CreateGroup', { GroupName: 'elsewhere' }, other);
    await call('AttachGroupPolicy', { GroupName: 'elsewhere', PolicyArn: READ_ONLY }, other);
    assert.equal((await call('GetPolicy', { PolicyArn: READ_ONLY })).Policy.AttachmentCount, 0);
    assert.equal((await call('GetPolicy', { PolicyArn: READ_ONLY }, other)).Policy.AttachmentCount, 1);
    assert.deepEqual((await call('ListEntitiesForPolicy', { PolicyArn: READ_ONLY })).PolicyGroups, []);
    const mine = await make('mine');
    await assert.rejects(call('GetPolicy', { PolicyArn: mine }, other), awsError('NoSuchEntityException'));
    await assert.rejects(call('AttachGroupPolicy', { GroupName: 'elsewhere', PolicyArn: mine }, other),
      awsError('NoSuchEntityException', `Policy ${mine} does not exist or is not attachable.`));
  });
});

describe('AWS managed policies', () => {
  it('can be read', async () => {
    const { Policy } = await call('GetPolicy', { PolicyArn: READ_ONLY });
    assert.match(Policy.PolicyId, /^ANPA[A-Z2-7]{17}$/);
    assert.deepEqual([Policy.PolicyName, Policy.Path, Policy.DefaultVersionId], ['IAMReadOnlyAccess', '/', 'v1']);
    const { PolicyVersion } = await call('GetPolicyVersion', { PolicyArn: READ_ONLY, VersionId: 'v1' });
    assert.ok(JSON.parse(decodeURIComponent(PolicyVersion.Document)).Statement.length);
    assert.equal((await call('ListPolicyVersions', { PolicyArn: READ_ONLY })).Versions.length, 1);
    await assert.rejects(call('GetPolicyVersion', { PolicyArn: READ_ONLY, VersionId: 'v2' }), awsError('NoSuchEntityException'));
    assert.equal((await call('GetPolicy', { PolicyArn: 'arn:aws:iam::aws:policy/job-function/Billing' })).Policy.Path, '/job-function/');
  });

  it('cannot be changed', async () => {
    const denied = (name) => awsError('AccessDenied', new RegExp(`not authorized to perform: iam:${name} on resource: policy ${READ_ONLY}$`));
    for (const [name, more] of [['DeletePolicy'], ['CreatePolicyVersion', { PolicyDocument: allow('iam:GetUser') }],
      ['DeletePolicyVersion', { VersionId: 'v1' }], ['SetDefaultPolicyVersion', { VersionId: 'v1' }], ['TagPolicy', { Tags: [{ Key: 'a', Value: '' }] }],
      ['UntagPolicy', { TagKeys: ['a'] }]])
      await assert.rejects(call(name, { PolicyArn: READ_ONLY, ...more }), denied(name), name);
  });
});

describe('lists of policies', () => {
  const names = async (input) => (await listAll(iam, sdk.ListPoliciesCommand, input, 'Policies', 'Marker')).items.map((p) => p.PolicyName);

  it('hold the account\'s own and AWS\'s, by scope and path, in pages of any size', async () => {
    for (const n of [1, 2, 3]) await make(`listed-${n}`, undefined, { Path: '/listed/' });
    assert.deepEqual(await names({ Scope: 'Local', PathPrefix: '/listed/' }), ['listed-1', 'listed-2', 'listed-3']);
    const aws = await names({ Scope: 'AWS' });
    assert.ok(aws.includes('AdministratorAccess') && aws.includes('Billing') && !aws.includes('listed-1'));
    assert.ok((await names({ Scope: 'AWS', PathPrefix: '/job-function/' })).includes('Billing'));
    const all = await names({});
    const local = await names({ Scope: 'Local' });
    assert.deepEqual(all, [...local, ...aws]);
    for (const MaxItems of [1, 2, local.length, local.length + 1]) assert.deepEqual(await names({ MaxItems }), all, `${MaxItems}`);
    const first = await call('ListPolicies', { MaxItems: 1 });
    await assert.rejects(call('ListPolicies', { MaxItems: 1, Scope: 'AWS', Marker: first.Marker }), awsError('ValidationError'));
  });

  it('hold what is attached, or bounds', async () => {
    const [attached, bounding] = [await make('is-attached'), await make('is-bounding')];
    await call('CreateUser', { UserName: 'lists', PermissionsBoundary: bounding });
    await call('AttachUserPolicy', { UserName: 'lists', PolicyArn: attached });
    await call('AttachUserPolicy', { UserName: 'lists', PolicyArn: 'arn:aws:iam::aws:policy/SecurityAudit' });
    const only = await names({ OnlyAttached: true });
    assert.ok(only.includes('is-attached') && only.includes('SecurityAudit') && !only.includes('is-bounding') && !only.includes('listed-1'));
    assert.deepEqual(await names({ PolicyUsageFilter: 'PermissionsBoundary' }), ['is-bounding']);
    assert.ok(!(await names({ PolicyUsageFilter: 'PermissionsPolicy', Scope: 'Local' })).includes('is-bounding'));
  });
});

describe('tags of a policy', () => {
  it('are put, replaced whatever the case of the key, listed and taken', async () => {
    const PolicyArn = await make('tagged');
    await call('TagPolicy', { PolicyArn, Tags: [{ Key: 'Team', Value: 'a' }, { Key: 'Cost', Value: '1' }] });
    await call('TagPolicy', { PolicyArn, Tags: [{ Key: 'team', Value: 'b' }] });
    const { items, pages } = await listAll(iam, sdk.ListPolicyTagsCommand, { PolicyArn, MaxItems: 1 }, 'Tags', 'Marker');
    assert.deepEqual([pages, items], [2, [{ Key: 'Cost', Value: '1' }, { Key: 'Team', Value: 'b' }]]);
    await call('UntagPolicy', { PolicyArn, TagKeys: ['TEAM', 'none'] });
    assert.deepEqual((await call('ListPolicyTags', { PolicyArn })).Tags, [{ Key: 'Cost', Value: '1' }]);
  });

  it('decide: aws:ResourceTag', async () => {
    const user = await userWithKey('tag-decides');
    await call('PutUserPolicy', { UserName: 'tag-decides', PolicyName: 'p', PolicyDocument: policy({ ...statement('Allow', 'iam:GetPolicy'),
      Condition: { StringEquals: { 'aws:ResourceTag/Team': 'a' } } }) });
    const PolicyArn = await make('decides');
    await assert.rejects(call('GetPolicy', { PolicyArn }, user), awsError('AccessDenied'));
    await call('TagPolicy', { PolicyArn, Tags: [{ Key: 'Team', Value: 'a' }] });
    await call('GetPolicy', { PolicyArn }, user);
  });
});
