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
const send = (name, input = {}, client = iam) => client.send(new sdk[`${name}Command`](input));
const make = async (PolicyName, PolicyDocument = allow('iam:GetUser'), more = {}) =>
  (await send('CreatePolicy', { PolicyName, PolicyDocument, ...more })).Policy.Arn;
async function userWithKey(UserName, more = {}) {
  await send('CreateUser', { UserName, ...more });
  const { AccessKey: k } = await send('CreateAccessKey', { UserName });
  return gatehouse.client(sdk.IAMClient, { accessKeyId: k.AccessKeyId, secretAccessKey: k.SecretAccessKey });
}
before(async () => {
  gatehouse = await startGatehouse();
  iam = gatehouse.client(sdk.IAMClient);
  account = (await send('GetUser')).User.Arn.split(':')[4];
});
after(() => gatehouse?.stop());

describe('customer managed policies', () => {
  it('are made, read and deleted', async () => {
    const { Policy: made } = await send('CreatePolicy', { PolicyName: 'First', Path: '/team/', Description: 'what for',
      PolicyDocument: allow('iam:GetUser'), Tags: [{ Key: 'k', Value: 'v' }] });
    assert.match(made.PolicyId, /^ANPA[A-Z2-7]{17}$/);
    assert.equal(made.Arn, `arn:aws:iam::${account}:policy/team/First`);
    assert.deepEqual([made.Path, made.DefaultVersionId, made.AttachmentCount, made.PermissionsBoundaryUsageCount, made.IsAttachable],
      ['/team/', 'v1', 0, 0, true]);
    const { Policy: read } = await send('GetPolicy', { PolicyArn: made.Arn });
    assert.deepEqual([read.PolicyId, read.Description, read.Tags], [made.PolicyId, 'what for', [{ Key: 'k', Value: 'v' }]]);
    await assert.rejects(make('fIRST'), awsError('EntityAlreadyExistsException', 'A policy called fIRST already exists. Duplicate names are not allowed.'));
    for (const arn of [made.Arn.replace('/team', ''), made.Arn.replace('First', 'first')])
      await assert.rejects(send('GetPolicy', { PolicyArn: arn }), awsError('NoSuchEntityException', `Policy ${arn} was not found.`));
    await send('DeletePolicy', { PolicyArn: made.Arn });
    await assert.rejects(send('DeletePolicy', { PolicyArn: made.Arn }), awsError('NoSuchEntityException', `Policy ${made.Arn} was not found.`));
    await assert.rejects(send('GetPolicy', { PolicyArn: 'twenty-characters-but-no-arn' }),
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
      const { PolicyVersion } = await send('CreatePolicyVersion', { PolicyArn, PolicyDocument: allow(`iam:Get${n}`), SetAsDefault: n === 3 });
      assert.deepEqual([PolicyVersion.VersionId, PolicyVersion.IsDefaultVersion], [`v${n}`, n === 3]);
    }
    await assert.rejects(send('CreatePolicyVersion', { PolicyArn, PolicyDocument: allow('iam:Get6') }),
      awsError('LimitExceededException', /^A managed policy can have up to 5 versions\./));
    assert.equal((await send('GetPolicy', { PolicyArn })).Policy.DefaultVersionId, 'v3');
    const { items, pages } = await listAll(iam, sdk.ListPolicyVersionsCommand, { PolicyArn, MaxItems: 2 }, 'Versions', 'Marker');
    assert.deepEqual([pages, items.map((v) => v.VersionId), items.filter((v) => v.IsDefaultVersion).map((v) => v.VersionId)],
      [3, ['v5', 'v4', 'v3', 'v2', 'v1'], ['v3']]);
    const { PolicyVersion: two } = await send('GetPolicyVersion', { PolicyArn, VersionId: 'v2' });
    assert.deepEqual([decodeURIComponent(two.Document), two.IsDefaultVersion], [allow('iam:Get2'), false]);
    await assert.rejects(send('DeletePolicyVersion', { PolicyArn, VersionId: 'v3' }),
      awsError('DeleteConflictException', 'Cannot delete the default version of a policy.'));
    await send('DeletePolicyVersion', { PolicyArn, VersionId: 'v5' });
    const none = (version) => awsError('NoSuchEntityException', `Policy ${PolicyArn} version ${version} does not exist or is not attachable.`);
    for (const name of ['GetPolicyVersion', 'DeletePolicyVersion', 'SetDefaultPolicyVersion'])
      await assert.rejects(send(name, { PolicyArn, VersionId: 'v5' }), none('v5'), name);
    assert.equal((await send('CreatePolicyVersion', { PolicyArn, PolicyDocument: allow('iam:Get6') })).PolicyVersion.VersionId, 'v6');
    await assert.rejects(send('DeletePolicy', { PolicyArn }), awsError('DeleteConflictException', /^This policy has more than one version\./));
    await send('SetDefaultPolicyVersion', { PolicyArn, VersionId: 'v6' });
    for (const n of [1, 2, 3, 4]) await send('DeletePolicyVersion', { PolicyArn, VersionId: `v${n}` });
    await send('DeletePolicy', { PolicyArn });
  });

  it('take effect on the next request', async () => {
    const PolicyArn = await make('changing', allow('iam:ListUsers'));
    const user = await userWithKey('changing');
    await send('AttachUserPolicy', { UserName: 'changing', PolicyArn });
    await send('ListUsers', {}, user);
    await send('CreatePolicyVersion', { PolicyArn, PolicyDocument: allow('iam:ListGroups') });
    await send('ListUsers', {}, user);
    await send('SetDefaultPolicyVersion', { PolicyArn, VersionId: 'v2' });
    await assert.rejects(send('ListUsers', {}, user), awsError('AccessDenied'));
    await send('ListGroups', {}, user);
    await send('CreatePolicyVersion', { PolicyArn, PolicyDocument: policy(statement('Deny', '*')), SetAsDefault: true });
    await assert.rejects(send('ListGroups', {}, user), awsError('AccessDenied', /with an explicit deny in an identity-based policy/));
  });
});

describe('use', () => {
  it('is counted, listed and stands in the way of deletion', async () => {
    const PolicyArn = await make('used', allow('iam:GetUser'), { Path: '/u/' });
    await send('CreateUser', { UserName: 'used-user', Path: '/a/' });
    await send('CreateUser', { UserName: 'used-bound', PermissionsBoundary: PolicyArn });
    await send('CreateGroup', { GroupName: 'used-group', Path: '/a/' });
    await send('AttachUserPolicy', { UserName: 'used-user', PolicyArn });
    await send('AttachGroupPolicy', { GroupName: 'used-group', PolicyArn });
    assert.deepEqual((await send('ListAttachedUserPolicies', { UserName: 'used-user', PathPrefix: '/u/' })).AttachedPolicies,
      [{ PolicyName: 'used', PolicyArn }]);
    assert.deepEqual((await send('ListAttachedUserPolicies', { UserName: 'used-user', PathPrefix: '/v/' })).AttachedPolicies, []);
    const { Policy } = await send('GetPolicy', { PolicyArn });
    assert.deepEqual([Policy.AttachmentCount, Policy.PermissionsBoundaryUsageCount], [2, 1]);
    const entities = async (filter) => {
      const e = await send('ListEntitiesForPolicy', { PolicyArn, ...filter });
      return [e.PolicyUsers.map((u) => u.UserName).sort(), e.PolicyGroups.map((g) => g.GroupName), e.PolicyRoles.map((r) => r.RoleName)];
    };
    assert.deepEqual(await entities({}), [['used-bound', 'used-user'], ['used-group'], []]);
    assert.deepEqual(await entities({ PolicyUsageFilter: 'PermissionsBoundary' }), [['used-bound'], [], []]);
    assert.deepEqual(await entities({ PolicyUsageFilter: 'PermissionsPolicy' }), [['used-user'], ['used-group'], []]);
    assert.deepEqual(await entities({ EntityFilter: 'Group' }), [[], ['used-group'], []]);
    assert.deepEqual(await entities({ PathPrefix: '/a/', EntityFilter: 'User' }), [['used-user'], [], []]);
    let marker, seen = [], pages = 0;
    do {
      const e = await send('ListEntitiesForPolicy', { PolicyArn, MaxItems: 1, Marker: marker });
      seen.push(...e.PolicyUsers.map((u) => u.UserName), ...e.PolicyGroups.map((g) => g.GroupName));
      marker = e.Marker;
      assert.equal(e.IsTruncated, Boolean(marker));
      pages++;
    } while (marker);
    assert.deepEqual([pages, seen.sort()], [3, ['used-bound', 'used-group', 'used-user']]);
    const attached = awsError('DeleteConflictException', 'Cannot delete a policy attached to entities.');
    await assert.rejects(send('DeletePolicy', { PolicyArn }), attached);
    await send('DetachUserPolicy', { UserName: 'used-user', PolicyArn });
    await send('DetachGroupPolicy', { GroupName: 'used-group', PolicyArn });
    await assert.rejects(send('DeletePolicy', { PolicyArn }), attached);
    await send('DeleteUserPermissionsBoundary', { UserName: 'used-bound' });
    await send('DeletePolicy', { PolicyArn });
    await assert.rejects(send('ListEntitiesForPolicy', { PolicyArn }), awsError('NoSuchEntityException'));
  });

  it('of an AWS managed policy is that of this account only', async () => {
    const other = gatehouse.client(sdk.IAMClient, await gatehouse.createAccount('Other', 'other@example.com'));
    await send('CreateGroup', { GroupName: 'elsewhere' }, other);
    await send('AttachGroupPolicy', { GroupName: 'elsewhere', PolicyArn: READ_ONLY }, other);
    assert.equal((await send('GetPolicy', { PolicyArn: READ_ONLY })).Policy.AttachmentCount, 0);
    assert.equal((await send('GetPolicy', { PolicyArn: READ_ONLY }, other)).Policy.AttachmentCount, 1);
    assert.deepEqual((await send('ListEntitiesForPolicy', { PolicyArn: READ_ONLY })).PolicyGroups, []);
    const mine = await make('mine');
    await assert.rejects(send('GetPolicy', { PolicyArn: mine }, other), awsError('NoSuchEntityException'));
    await assert.rejects(send('AttachGroupPolicy', { GroupName: 'elsewhere', PolicyArn: mine }, other),
      awsError('NoSuchEntityException', `Policy ${mine} does not exist or is not attachable.`));
  });
});

describe('AWS managed policies', () => {
  it('can be read', async () => {
    const { Policy } = await send('GetPolicy', { PolicyArn: READ_ONLY });
    assert.match(Policy.PolicyId, /^ANPA[A-Z2-7]{17}$/);
    assert.deepEqual([Policy.PolicyName, Policy.Path, Policy.DefaultVersionId], ['IAMReadOnlyAccess', '/', 'v1']);
    const { PolicyVersion } = await send('GetPolicyVersion', { PolicyArn: READ_ONLY, VersionId: 'v1' });
    assert.ok(JSON.parse(decodeURIComponent(PolicyVersion.Document)).Statement.length);
    assert.equal((await send('ListPolicyVersions', { PolicyArn: READ_ONLY })).Versions.length, 1);
    await assert.rejects(send('GetPolicyVersion', { PolicyArn: READ_ONLY, VersionId: 'v2' }), awsError('NoSuchEntityException'));
    assert.equal((await send('GetPolicy', { PolicyArn: 'arn:aws:iam::aws:policy/job-function/Billing' })).Policy.Path, '/job-function/');
  });

  it('cannot be changed', async () => {
    const denied = (name) => awsError('AccessDenied', new RegExp(`not authorized to perform: iam:${name} on resource: policy ${READ_ONLY}$`));
    for (const [name, more] of [['DeletePolicy'], ['CreatePolicyVersion', { PolicyDocument: allow('iam:GetUser') }],
      ['DeletePolicyVersion', { VersionId: 'v1' }], ['SetDefaultPolicyVersion', { VersionId: 'v1' }], ['TagPolicy', { Tags: [{ Key: 'a', Value: '' }] }],
      ['UntagPolicy', { TagKeys: ['a'] }]])
      await assert.rejects(send(name, { PolicyArn: READ_ONLY, ...more }), denied(name), name);
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
    const first = await send('ListPolicies', { MaxItems: 1 });
    await assert.rejects(send('ListPolicies', { MaxItems: 1, Scope: 'AWS', Marker: first.Marker }), awsError('ValidationError'));
  });

  it('hold what is attached, or bounds', async () => {
    const [attached, bounding] = [await make('is-attached'), await make('is-bounding')];
    await send('CreateUser', { UserName: 'lists', PermissionsBoundary: bounding });
    await send('AttachUserPolicy', { UserName: 'lists', PolicyArn: attached });
    await send('AttachUserPolicy', { UserName: 'lists', PolicyArn: 'arn:aws:iam::aws:policy/SecurityAudit' });
    const only = await names({ OnlyAttached: true });
    assert.ok(only.includes('is-attached') && only.includes('SecurityAudit') && !only.includes('is-bounding') && !only.includes('listed-1'));
    assert.deepEqual(await names({ PolicyUsageFilter: 'PermissionsBoundary' }), ['is-bounding']);
    assert.ok(!(await names({ PolicyUsageFilter: 'PermissionsPolicy', Scope: 'Local' })).includes('is-bounding'));
  });
});

describe('tags of a policy', () => {
  it('are put, replaced whatever the case of the key, listed and taken', async () => {
    const PolicyArn = await make('tagged');
    await send('TagPolicy', { PolicyArn, Tags: [{ Key: 'Team', Value: 'a' }, { Key: 'Cost', Value: '1' }] });
    await send('TagPolicy', { PolicyArn, Tags: [{ Key: 'team', Value: 'b' }] });
    const { items, pages } = await listAll(iam, sdk.ListPolicyTagsCommand, { PolicyArn, MaxItems: 1 }, 'Tags', 'Marker');
    assert.deepEqual([pages, items], [2, [{ Key: 'Cost', Value: '1' }, { Key: 'Team', Value: 'b' }]]);
    await send('UntagPolicy', { PolicyArn, TagKeys: ['TEAM', 'none'] });
    assert.deepEqual((await send('ListPolicyTags', { PolicyArn })).Tags, [{ Key: 'Cost', Value: '1' }]);
  });

  it('decide: aws:ResourceTag', async () => {
    const user = await userWithKey('tag-decides');
    await send('PutUserPolicy', { UserName: 'tag-decides', PolicyName: 'p', PolicyDocument: policy({ ...statement('Allow', 'iam:GetPolicy'),
      Condition: { StringEquals: { 'aws:ResourceTag/Team': 'a' } } }) });
    const PolicyArn = await make('decides');
    await assert.rejects(send('GetPolicy', { PolicyArn }, user), awsError('AccessDenied'));
    await send('TagPolicy', { PolicyArn, Tags: [{ Key: 'Team', Value: 'a' }] });
    await send('GetPolicy', { PolicyArn }, user);
  });
});
