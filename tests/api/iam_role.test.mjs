// Roles of the account's own: trust and whom it names, policies, boundaries, tags, quotas, conflicts, instance profiles;
// and the roles that are AWS's, which nobody may touch.
import { after, before, describe, it } from 'node:test';
import assert from 'node:assert/strict';
import * as sdk from '@aws-sdk/client-iam';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { awsError, listAll, startGatehouse } from '../support/gatehouse.mjs';
import { createInstance, createOrganization } from '../support/organization.mjs';

const READ_ONLY = 'arn:aws:iam::aws:policy/IAMReadOnlyAccess';
const SSO_ROLE = 'AWSServiceRoleForSSO';
const statement = (Effect, Action, more = {}) => ({ Effect, Action, Resource: '*', ...more });
const policy = (...Statement) => JSON.stringify({ Version: '2012-10-17', Statement });
const trust = (Principal, more = {}) =>
  JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal, Action: 'sts:AssumeRole', ...more }] });
const EC2 = trust({ Service: 'ec2.amazonaws.com' });

let gatehouse, iam, account;
const call = (name, input = {}, client = iam) => client.send(new sdk[`${name}Command`](input));
const makeRole = async (RoleName, AssumeRolePolicyDocument = EC2, more = {}) =>
  (await call('CreateRole', { RoleName, AssumeRolePolicyDocument, ...more })).Role;
const trustOf = async (RoleName) => JSON.parse(decodeURIComponent((await call('GetRole', { RoleName })).Role.AssumeRolePolicyDocument));
async function key(UserName) {
  const { AccessKey: k } = await call('CreateAccessKey', { UserName });
  return { accessKeyId: k.AccessKeyId, secretAccessKey: k.SecretAccessKey };
}
async function assume(credentials, RoleName) {
  const { Credentials: c } = await gatehouse.client(STSClient, credentials).send(
    new AssumeRoleCommand({ RoleArn: `arn:aws:iam::${account}:role/${RoleName}`, RoleSessionName: 'test' }));
  return { accessKeyId: c.AccessKeyId, secretAccessKey: c.SecretAccessKey, sessionToken: c.SessionToken };
}
before(async () => {
  gatehouse = await startGatehouse();
  iam = gatehouse.client(sdk.IAMClient);
  account = (await call('GetUser')).User.Arn.split(':')[4];
});
after(() => gatehouse?.stop());

describe('roles', () => {
  it('are made, read, changed and deleted', async () => {
    const made = await makeRole('First', EC2, { Path: '/team/', Description: 'what for', MaxSessionDuration: 7200, Tags: [{ Key: 'k', Value: 'v' }] });
    assert.match(made.RoleId, /^AROA[A-Z2-7]{17}$/);
    assert.equal(made.Arn, `arn:aws:iam::${account}:role/team/First`);
    assert.deepEqual([made.Description, made.MaxSessionDuration, made.Tags], ['what for', 7200, [{ Key: 'k', Value: 'v' }]]);
    assert.equal(decodeURIComponent(made.AssumeRolePolicyDocument), EC2);
    await assert.rejects(makeRole('fIRST'), awsError('EntityAlreadyExistsException', 'Role with name fIRST already exists.'));
    await call('UpdateRole', { RoleName: 'first', MaxSessionDuration: 43200 });
    let read = (await call('GetRole', { RoleName: 'First' })).Role;
    assert.deepEqual([read.MaxSessionDuration, read.Description, read.RoleLastUsed], [43200, 'what for', {}]);
    await call('UpdateRole', { RoleName: 'First', Description: 'changed' });
    read = (await call('GetRole', { RoleName: 'First' })).Role;
    assert.deepEqual([read.MaxSessionDuration, read.Description], [3600, 'changed']);
    const { Role: described } = await call('UpdateRoleDescription', { RoleName: 'First', Description: 'again' });
    assert.deepEqual([described.Description, described.RoleId], ['again', made.RoleId]);
    for (const MaxSessionDuration of [3599, 43201])
      await assert.rejects(call('UpdateRole', { RoleName: 'First', MaxSessionDuration }), awsError('ValidationError'));
    await call('DeleteRole', { RoleName: 'First' });
    for (const name of ['GetRole', 'DeleteRole'])
      await assert.rejects(call(name, { RoleName: 'First' }), awsError('NoSuchEntityException', 'The role with name First cannot be found.'));
    const again = await makeRole('First');
    assert.notEqual(again.RoleId, made.RoleId);
    assert.deepEqual([again.Tags ?? [], (await call('GetRole', { RoleName: 'First' })).Role.Tags ?? []], [[], []]);
  });

  it('may not pretend to be AWS\'s', async () => {
    await assert.rejects(makeRole('AWSServiceRoleForX'), awsError('InvalidInputException', /reserved prefix for role name/));
    await assert.rejects(makeRole('awsreservedsso_x_0123456789abcdef'), awsError('InvalidInputException'));
    await assert.rejects(makeRole('x', EC2, { Path: '/aws-service-role/sso.amazonaws.com/' }), awsError('InvalidInputException'));
    await assert.rejects(makeRole('x', EC2, { Path: '/aws-reserved/' }), awsError('InvalidInputException'));
  });

  it('cannot be deleted while something hangs on them', async () => {
    await makeRole('laden');
    await call('AttachRolePolicy', { RoleName: 'laden', PolicyArn: READ_ONLY });
    await call('PutRolePolicy', { RoleName: 'laden', PolicyName: 'p', PolicyDocument: policy(statement('Allow', 'iam:GetUser')) });
    await call('CreateInstanceProfile', { InstanceProfileName: 'laden' });
    await call('AddRoleToInstanceProfile', { InstanceProfileName: 'laden', RoleName: 'laden' });
    const conflict = (what) => assert.rejects(call('DeleteRole', { RoleName: 'laden' }), awsError('DeleteConflictException', `Cannot delete entity, ${what}.`));
    await conflict('must remove roles from instance profile first');
    await call('RemoveRoleFromInstanceProfile', { InstanceProfileName: 'laden', RoleName: 'laden' });
    await conflict('must detach all policies first');
    await call('DetachRolePolicy', { RoleName: 'laden', PolicyArn: READ_ONLY });
    await conflict('must delete policies first');
    await call('DeleteRolePolicy', { RoleName: 'laden', PolicyName: 'p' });
    await call('DeleteRole', { RoleName: 'laden' });
  });

  it('hold inline policies of 10,240 characters and ten managed ones', async () => {
    await makeRole('full');
    const padded = (n) => policy(statement('Allow', `s3:${'x'.repeat(n)}`));
    const room = 10240 - padded(0).length;
    await call('PutRolePolicy', { RoleName: 'full', PolicyName: 'p', PolicyDocument: padded(room) });
    await assert.rejects(call('PutRolePolicy', { RoleName: 'full', PolicyName: 'q', PolicyDocument: padded(0) }),
      awsError('LimitExceededException', 'Maximum policy size of 10240 bytes exceeded for role full'));
    const { Policies } = await call('ListPolicies', { Scope: 'AWS', PathPrefix: '/job-function/' });
    const arns = [...Policies, ...(await call('ListPolicies', { Scope: 'AWS', MaxItems: 30 })).Policies].map((p) => p.Arn)
      .filter((arn, i, all) => all.indexOf(arn) === i && !arn.includes('aws-service-role')).slice(0, 11);
    for (const PolicyArn of arns.slice(0, 10)) await call('AttachRolePolicy', { RoleName: 'full', PolicyArn });
    await call('AttachRolePolicy', { RoleName: 'full', PolicyArn: arns[0] });
    await assert.rejects(call('AttachRolePolicy', { RoleName: 'full', PolicyArn: arns[10] }),
      awsError('LimitExceededException', 'Cannot exceed quota for PoliciesPerRole: 10'));
    const { items, pages } = await listAll(iam, sdk.ListAttachedRolePoliciesCommand, { RoleName: 'full', MaxItems: 4 }, 'AttachedPolicies', 'Marker');
    assert.deepEqual([pages, items.length], [3, 10]);
  });
});

describe('trust', () => {
  it('must be a trust policy of 2,048 characters at most', async () => {
    for (const bad of ['{', policy(statement('Allow', 'sts:AssumeRole')), trust({ AWS: '*' }, { Resource: '*' })])
      await assert.rejects(makeRole('bad', bad), awsError('MalformedPolicyDocumentException'), bad);
    const padded = (n) => trust({ Service: 'ec2.amazonaws.com' }, { Sid: 'x'.repeat(n) });
    const room = 2048 - padded(0).length;
    await makeRole('trust-full', padded(room));
    const limit = awsError('LimitExceededException', 'Cannot exceed quota for ACLSizePerRole: 2048');
    await assert.rejects(makeRole('trust-fuller', padded(room + 1)), limit);
    await assert.rejects(call('UpdateAssumeRolePolicy', { RoleName: 'trust-full', PolicyDocument: padded(room + 1) }), limit);
  });

  it('names only what exists', async () => {
    const invalid = (principal, text) => assert.rejects(makeRole('bad', trust(principal)),
      awsError('MalformedPolicyDocumentException', `Invalid principal in policy: ${text}`), text);
    const arn = (rest) => `arn:aws:iam::${account}:${rest}`;
    await makeRole('pathed', EC2, { Path: '/p/' });
    for (const AWS of [arn('user/nobody'), arn('role/nobody'), arn('role/pathed'), 'arn:aws:iam::000000000001:root', '000000000001',
      `arn:aws:sts::${account}:assumed-role/nobody/s`, 'AIDAAAAAAAAAAAAAAAAAA', 'AROAAAAAAAAAAAAAAAAAA'])
      await invalid({ AWS }, `"AWS":"${AWS}"`);
    await invalid({ Federated: arn('saml-provider/none') }, `"FEDERATED":"${arn('saml-provider/none')}"`);
    await invalid({ Service: 'example.com' }, '"SERVICE":"example.com"');
    await makeRole('good', trust({ AWS: [arn('root'), arn('role/p/pathed'), `arn:aws:sts::${account}:assumed-role/pathed/s`],
      Service: ['ec2.amazonaws.com', 'sso.amazonaws.com'], Federated: 'accounts.google.com' }));
    await makeRole('anyone', trust({ AWS: '*' }));
    await makeRole('number', trust({ AWS: account }));
    assert.equal((await trustOf('number')).Statement[0].Principal.AWS, arn('root'));
  });

  it('keeps whom it names by id: a namesake is somebody else, a new name is the same', async () => {
    const arn = `arn:aws:iam::${account}:user/trusted`;
    const first = (await call('CreateUser', { UserName: 'trusted' })).User;
    const credentials = await key('trusted');
    await makeRole('trusting', trust({ AWS: arn }, { Condition: { StringLike: { 'aws:PrincipalArn': [arn, '*'] } } }));
    assert.equal((await trustOf('trusting')).Statement[0].Principal.AWS, arn);
    await assume(credentials, 'trusting');
    await call('UpdateUser', { UserName: 'trusted', NewUserName: 'renamed', NewPath: '/n/' });
    assert.equal((await trustOf('trusting')).Statement[0].Principal.AWS, `arn:aws:iam::${account}:user/n/renamed`);
    assert.deepEqual((await trustOf('trusting')).Statement[0].Condition, { StringLike: { 'aws:PrincipalArn': [arn, '*'] } });
    await assume(credentials, 'trusting');
    await call('DeleteAccessKey', { UserName: 'renamed', AccessKeyId: credentials.accessKeyId });
    await call('DeleteUser', { UserName: 'renamed' });
    await call('CreateUser', { UserName: 'renamed', Path: '/n/' });
    assert.equal((await trustOf('trusting')).Statement[0].Principal.AWS, first.UserId);
    const listed = (await call('ListRoles')).Roles.find((r) => r.RoleName === 'trusting');
    assert.ok(decodeURIComponent(listed.AssumeRolePolicyDocument).includes(first.UserId));
    await assert.rejects(assume(await key('renamed'), 'trusting'), awsError('AccessDenied', /is not authorized to perform: sts:AssumeRole/));
    const shown = decodeURIComponent((await call('GetRole', { RoleName: 'trusting' })).Role.AssumeRolePolicyDocument);
    await assert.rejects(call('UpdateAssumeRolePolicy', { RoleName: 'trusting', PolicyDocument: shown }),
      awsError('MalformedPolicyDocumentException', `Invalid principal in policy: "AWS":"${first.UserId}"`));
    await call('UpdateAssumeRolePolicy', { RoleName: 'trusting', PolicyDocument: trust({ AWS: `arn:aws:iam::${account}:user/n/renamed` }) });
  });

  it('keeps roles by id, too', async () => {
    const { RoleId } = await makeRole('middle', trust({ AWS: account }));
    await makeRole('end', trust({ AWS: [`arn:aws:iam::${account}:role/middle`] }));
    await call('CreateUser', { UserName: 'chain' });
    await call('PutUserPolicy', { UserName: 'chain', PolicyName: 'p', PolicyDocument: policy(statement('Allow', 'sts:AssumeRole')) });
    const credentials = await key('chain');
    await assume(await assume(credentials, 'middle'), 'end');
    await call('DeleteRole', { RoleName: 'middle' });
    await makeRole('middle', trust({ AWS: account }));
    assert.deepEqual((await trustOf('end')).Statement[0].Principal.AWS, [RoleId]);
    const session = await assume(credentials, 'middle');
    await assert.rejects(assume(session, 'end'), awsError('AccessDenied'));
  });

  it('changes with the next request', async () => {
    await call('CreateUser', { UserName: 'mover' });
    const credentials = await key('mover');
    await makeRole('moving', trust({ AWS: `arn:aws:iam::${account}:user/mover` }));
    await assume(credentials, 'moving');
    await call('UpdateAssumeRolePolicy', { RoleName: 'moving', PolicyDocument: EC2 });
    await assert.rejects(assume(credentials, 'moving'), awsError('AccessDenied'));
  });
});

describe('what a role may do', () => {
  const as = async (RoleName, UserName) => gatehouse.client(sdk.IAMClient, await assume(await key(UserName), RoleName));
  before(async () => {
    await call('CreateUser', { UserName: 'actor' });
  });
  const actorTrust = () => trust({ AWS: `arn:aws:iam::${account}:user/actor` });

  it('is its policies within its boundary, from the next request on', async () => {
    await makeRole('bounded', actorTrust());
    const role = await as('bounded', 'actor');
    const denied = (text) => assert.rejects(call('ListUsers', {}, role), awsError('AccessDenied', text));
    await denied(/no identity-based policy allows/);
    await call('AttachRolePolicy', { RoleName: 'bounded', PolicyArn: READ_ONLY });
    await call('ListUsers', {}, role);
    const PolicyArn = (await call('CreatePolicy', { PolicyName: 'role-bound', PolicyDocument: policy(statement('Allow', 'iam:ListGroups')) })).Policy.Arn;
    await call('PutRolePermissionsBoundary', { RoleName: 'bounded', PermissionsBoundary: PolicyArn });
    assert.deepEqual((await call('GetRole', { RoleName: 'bounded' })).Role.PermissionsBoundary,
      { PermissionsBoundaryType: 'Policy', PermissionsBoundaryArn: PolicyArn });
    await denied(/no permissions boundary allows the iam:ListUsers action/);
    await call('ListGroups', {}, role);
    await call('CreatePolicyVersion', { PolicyArn, PolicyDocument: policy(statement('Deny', 'iam:*')), SetAsDefault: true });
    await denied(/with an explicit deny in a permissions boundary/);
    await call('DeleteRolePermissionsBoundary', { RoleName: 'bounded' });
    await call('ListUsers', {}, role);
    await call('DetachRolePolicy', { RoleName: 'bounded', PolicyArn: READ_ONLY });
    await call('PutRolePolicy', { RoleName: 'bounded', PolicyName: 'p', PolicyDocument: policy(statement('Allow', 'iam:ListUsers')) });
    await call('ListUsers', {}, role);
    await call('DeleteRolePolicy', { RoleName: 'bounded', PolicyName: 'p' });
    await denied(/no identity-based policy allows/);
  });

  it('a boundary is made with the role', async () => {
    const none = 'arn:aws:iam::aws:policy/NoSuchPolicy';
    await assert.rejects(makeRole('bounded-at-once', EC2, { PermissionsBoundary: none }),
      awsError('NoSuchEntityException', `Scope ARN: ${none} does not exist or is not attachable.`));
    const made = await makeRole('bounded-at-once', EC2, { PermissionsBoundary: READ_ONLY });
    assert.equal(made.PermissionsBoundary.PermissionsBoundaryArn, READ_ONLY);
  });

  it('tags of the role are tags of the principal', async () => {
    await makeRole('tagged', actorTrust(), { Tags: [{ Key: 'Team', Value: 'blue' }] });
    await call('PutRolePolicy', { RoleName: 'tagged', PolicyName: 'p', PolicyDocument: policy(
      statement('Allow', 'iam:ListUsers', { Condition: { StringEquals: { 'aws:PrincipalTag/Team': 'blue' } } }),
      statement('Allow', 'iam:GetRole', { Condition: { StringEquals: { 'iam:ResourceTag/Team': '${aws:PrincipalTag/Team}' } } })) });
    const role = await as('tagged', 'actor');
    await call('ListUsers', {}, role);
    await call('GetRole', { RoleName: 'tagged' }, role);
    await assert.rejects(call('GetRole', { RoleName: 'bounded' }, role), awsError('AccessDenied'));
    await call('TagRole', { RoleName: 'tagged', Tags: [{ Key: 'team', Value: 'red' }] });
    await assert.rejects(call('ListUsers', {}, role), awsError('AccessDenied'));
    await call('GetRole', { RoleName: 'tagged' }, role);
    const { Tags } = await call('ListRoleTags', { RoleName: 'tagged' });
    assert.deepEqual(Tags, [{ Key: 'Team', Value: 'red' }]);
    await call('UntagRole', { RoleName: 'tagged', TagKeys: ['TEAM'] });
    await assert.rejects(call('GetRole', { RoleName: 'tagged' }, role), awsError('AccessDenied'));
  });
});

describe('users', () => {
  const user = async (UserName, statements, more = {}) => {
    await call('CreateUser', { UserName, ...more });
    await call('PutUserPolicy', { UserName, PolicyName: 'p', PolicyDocument: policy(...statements) });
    return gatehouse.client(sdk.IAMClient, await key(UserName));
  };

  it('get another name and path, and stay who they are', async () => {
    const { User } = await call('CreateUser', { UserName: 'before', Path: '/x/' });
    await call('UpdateUser', { UserName: 'before', NewUserName: 'After' });
    const { User: read } = await call('GetUser', { UserName: 'after' });
    assert.deepEqual([read.UserId, read.UserName, read.Path], [User.UserId, 'After', '/x/']);
    await call('UpdateUser', { UserName: 'After', NewUserName: 'AFTER', NewPath: '/' });
    assert.equal((await call('GetUser', { UserName: 'after' })).User.Arn, `arn:aws:iam::${account}:user/AFTER`);
    await call('CreateUser', { UserName: 'taken' });
    await assert.rejects(call('UpdateUser', { UserName: 'AFTER', NewUserName: 'Taken' }),
      awsError('EntityAlreadyExistsException', 'User with name Taken already exists.'));
    await assert.rejects(call('UpdateUser', { UserName: 'before', NewPath: '/y/' }), awsError('NoSuchEntityException'));
  });

  it('have boundaries', async () => {
    const client = await user('bounded', [statement('Allow', '*')]);
    await call('ListGroups', {}, client);
    await call('PutUserPermissionsBoundary', { UserName: 'bounded', PermissionsBoundary: 'arn:aws:iam::aws:policy/AmazonS3FullAccess' });
    assert.equal((await call('GetUser', { UserName: 'bounded' })).User.PermissionsBoundary.PermissionsBoundaryType, 'Policy');
    await assert.rejects(call('ListGroups', {}, client), awsError('AccessDenied', /because no permissions boundary allows/));
    await call('DeleteUserPermissionsBoundary', { UserName: 'bounded' });
    await call('ListGroups', {}, client);
    assert.equal((await call('GetUser', { UserName: 'bounded' })).User.PermissionsBoundary, undefined);
    await assert.rejects(call('PutUserPermissionsBoundary', { UserName: 'bounded', PermissionsBoundary: 'arn:aws:iam::aws:policy/None' }),
      awsError('NoSuchEntityException', /^Scope ARN/));
    await assert.rejects(call('PutUserPermissionsBoundary', { UserName: 'bounded', PermissionsBoundary: 'twenty-characters-of-nothing' }),
      awsError('InvalidInputException'));
  });

  it('may be made only within a boundary: iam:PermissionsBoundary, of the request and of the user', async () => {
    const bound = (value) => ({ Condition: { StringEquals: { 'iam:PermissionsBoundary': value } } });
    const client = await user('delegate', [statement('Allow', ['iam:CreateUser', 'iam:PutUserPermissionsBoundary', 'iam:AttachUserPolicy',
      'iam:PutUserPolicy'], bound(READ_ONLY))]);
    await assert.rejects(call('CreateUser', { UserName: 'child' }, client), awsError('AccessDenied'));
    await assert.rejects(call('CreateUser', { UserName: 'child', PermissionsBoundary: 'arn:aws:iam::aws:policy/AdministratorAccess' }, client), awsError('AccessDenied'));
    await call('CreateUser', { UserName: 'child', PermissionsBoundary: READ_ONLY }, client);
    await call('AttachUserPolicy', { UserName: 'child', PolicyArn: READ_ONLY }, client);
    await call('PutUserPolicy', { UserName: 'child', PolicyName: 'p', PolicyDocument: policy(statement('Allow', '*')) }, client);
    await assert.rejects(call('AttachUserPolicy', { UserName: 'taken', PolicyArn: READ_ONLY }, client), awsError('AccessDenied'));
  });

  it('may attach only what a condition names: iam:PolicyARN', async () => {
    const client = await user('attacher', [statement('Allow', 'iam:AttachUserPolicy', { Condition: { ArnEquals: { 'iam:PolicyARN': READ_ONLY } } })]);
    await call('AttachUserPolicy', { UserName: 'attacher', PolicyArn: READ_ONLY }, client);
    await assert.rejects(call('AttachUserPolicy', { UserName: 'attacher', PolicyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' }, client), awsError('AccessDenied'));
  });

  it('have tags, which decide', async () => {
    const client = await user('tags', [statement('Allow', ['iam:TagUser', 'iam:UntagUser'], { Condition: { 'ForAllValues:StringEquals': { 'aws:TagKeys': ['Team'] },
      StringEquals: { 'aws:PrincipalTag/Role': 'tagger' } } })], { Tags: [{ Key: 'Role', Value: 'tagger' }] });
    await call('TagUser', { UserName: 'taken', Tags: [{ Key: 'Team', Value: 'a' }] }, client);
    await assert.rejects(call('TagUser', { UserName: 'taken', Tags: [{ Key: 'Role', Value: 'tagger' }] }, client), awsError('AccessDenied'));
    assert.deepEqual((await call('ListUserTags', { UserName: 'taken' })).Tags, [{ Key: 'Team', Value: 'a' }]);
    await call('UntagUser', { UserName: 'taken', TagKeys: ['Team'] }, client);
    assert.deepEqual((await call('GetUser', { UserName: 'taken' })).User.Tags ?? [], []);
    await call('UntagUser', { UserName: 'tags', TagKeys: ['Role'] });
    await assert.rejects(call('TagUser', { UserName: 'taken', Tags: [{ Key: 'Team', Value: 'a' }] }, client), awsError('AccessDenied'));
    await assert.rejects(call('TagUser', { UserName: 'taken', Tags: [{ Key: 'a', Value: '1' }, { Key: 'A', Value: '2' }] }), awsError('InvalidInputException'));
    const many = Array.from({ length: 50 }, (_, i) => ({ Key: `k${i}`, Value: '' }));
    await call('TagUser', { UserName: 'taken', Tags: many });
    await assert.rejects(call('TagUser', { UserName: 'taken', Tags: [{ Key: 'one-more', Value: '' }] }), awsError('LimitExceededException'));
    const { items, pages } = await listAll(iam, sdk.ListUserTagsCommand, { UserName: 'taken', MaxItems: 20 }, 'Tags', 'Marker');
    assert.deepEqual([pages, items.length], [3, 50]);
  });
});

describe('roles that are AWS\'s', () => {
  it('refuse every change', async () => {
    await createOrganization(gatehouse);
    await createInstance(gatehouse);
    const { Roles } = await call('ListRoles', { PathPrefix: '/aws-service-role/' });
    const RoleName = Roles.map((r) => r.RoleName).find((n) => n === SSO_ROLE) ??
      (await call('CreateServiceLinkedRole', { AWSServiceName: 'sso.amazonaws.com' })).Role.RoleName;
    const refused = awsError('UnmodifiableEntityException',
      `Cannot perform the operation on the protected role '${SSO_ROLE}' - this role is only modifiable by AWS`);
    for (const [name, more] of [['AttachRolePolicy', { PolicyArn: READ_ONLY }], ['DetachRolePolicy', { PolicyArn: READ_ONLY }],
      ['PutRolePolicy', { PolicyName: 'p', PolicyDocument: policy(statement('Allow', '*')) }], ['DeleteRolePolicy', { PolicyName: 'p' }],
      ['UpdateAssumeRolePolicy', { PolicyDocument: EC2 }], ['UpdateRole', { MaxSessionDuration: 3600 }], ['DeleteRole'],
      ['PutRolePermissionsBoundary', { PermissionsBoundary: READ_ONLY }], ['DeleteRolePermissionsBoundary'],
      ['TagRole', { Tags: [{ Key: 'a', Value: '' }] }], ['UntagRole', { TagKeys: ['a'] }]])
      await assert.rejects(call(name, { RoleName, ...more }), refused, name);
    await call('CreateInstanceProfile', { InstanceProfileName: 'for-protected' });
    await assert.rejects(call('AddRoleToInstanceProfile', { InstanceProfileName: 'for-protected', RoleName }), refused);
    await call('UpdateRoleDescription', { RoleName, Description: 'may be described' });
    await call('UpdateRole', { RoleName, Description: 'may be described' });
  });
});

describe('instance profiles', () => {
  it('are made, read, listed and deleted', async () => {
    const { InstanceProfile: made } = await call('CreateInstanceProfile', { InstanceProfileName: 'First', Path: '/ip/', Tags: [{ Key: 'k', Value: 'v' }] });
    assert.match(made.InstanceProfileId, /^AIPA[A-Z2-7]{17}$/);
    assert.equal(made.Arn, `arn:aws:iam::${account}:instance-profile/ip/First`);
    assert.deepEqual([made.Roles, made.Tags], [[], [{ Key: 'k', Value: 'v' }]]);
    await assert.rejects(call('CreateInstanceProfile', { InstanceProfileName: 'FIRST' }),
      awsError('EntityAlreadyExistsException', 'Instance Profile FIRST already exists.'));
    await makeRole('in-profile', EC2, { Path: '/r/' });
    await makeRole('not-in-profile');
    await call('AddRoleToInstanceProfile', { InstanceProfileName: 'first', RoleName: 'in-profile' });
    const { InstanceProfile: read } = await call('GetInstanceProfile', { InstanceProfileName: 'First' });
    assert.deepEqual([read.Roles.length, read.Roles[0].Arn], [1, `arn:aws:iam::${account}:role/r/in-profile`]);
    await assert.rejects(call('AddRoleToInstanceProfile', { InstanceProfileName: 'First', RoleName: 'not-in-profile' }),
      awsError('LimitExceededException', 'Cannot exceed quota for InstanceSessionsPerInstanceProfile: 1'));
    await assert.rejects(call('RemoveRoleFromInstanceProfile', { InstanceProfileName: 'First', RoleName: 'not-in-profile' }), awsError('NoSuchEntityException'));
    await assert.rejects(call('DeleteInstanceProfile', { InstanceProfileName: 'First' }),
      awsError('DeleteConflictException', 'Cannot delete entity, must remove roles from instance profile first.'));
    for (const n of [1, 2, 3]) {
      await call('CreateInstanceProfile', { InstanceProfileName: `more-${n}`, Path: '/ip/' });
      await call('AddRoleToInstanceProfile', { InstanceProfileName: `more-${n}`, RoleName: 'in-profile' });
    }
    const listed = await listAll(iam, sdk.ListInstanceProfilesCommand, { PathPrefix: '/ip/', MaxItems: 3 }, 'InstanceProfiles', 'Marker');
    assert.deepEqual([listed.pages, listed.items.map((p) => p.InstanceProfileName)], [2, ['First', 'more-1', 'more-2', 'more-3']]);
    const ofRole = await listAll(iam, sdk.ListInstanceProfilesForRoleCommand, { RoleName: 'in-profile', MaxItems: 2 }, 'InstanceProfiles', 'Marker');
    assert.deepEqual([ofRole.pages, ofRole.items.length], [2, 4]);
    await call('RemoveRoleFromInstanceProfile', { InstanceProfileName: 'First', RoleName: 'in-profile' });
    await call('TagInstanceProfile', { InstanceProfileName: 'First', Tags: [{ Key: 'K', Value: 'w' }, { Key: 'l', Value: '' }] });
    await call('UntagInstanceProfile', { InstanceProfileName: 'First', TagKeys: ['l'] });
    assert.deepEqual((await call('ListInstanceProfileTags', { InstanceProfileName: 'First' })).Tags, [{ Key: 'k', Value: 'w' }]);
    await call('DeleteInstanceProfile', { InstanceProfileName: 'First' });
    await assert.rejects(call('GetInstanceProfile', { InstanceProfileName: 'First' }),
      awsError('NoSuchEntityException', 'Instance Profile First cannot be found.'));
  });

  it('take a role only from who may pass it, to EC2', async () => {
    await call('CreateInstanceProfile', { InstanceProfileName: 'passed' });
    await call('CreateUser', { UserName: 'passer' });
    const put = (...more) => call('PutUserPolicy', { UserName: 'passer', PolicyName: 'p',
      PolicyDocument: policy(statement('Allow', 'iam:AddRoleToInstanceProfile'), ...more) });
    const client = gatehouse.client(sdk.IAMClient, await key('passer'));
    const add = () => call('AddRoleToInstanceProfile', { InstanceProfileName: 'passed', RoleName: 'in-profile' }, client);
    const denied = awsError('AccessDenied', new RegExp(`perform: iam:PassRole on resource: arn:aws:iam::${account}:role/r/in-profile because no identity-based policy`));
    await put();
    await assert.rejects(add(), denied);
    const pass = (service, Resource = `arn:aws:iam::${account}:role/r/*`) =>
      ({ Effect: 'Allow', Action: 'iam:PassRole', Resource, Condition: { StringEquals: { 'iam:PassedToService': service } } });
    await put(pass('lambda.amazonaws.com'));
    await assert.rejects(add(), denied);
    await put(pass('ec2.amazonaws.com', `arn:aws:iam::${account}:role/other/*`));
    await assert.rejects(add(), denied);
    await put(pass('ec2.amazonaws.com'));
    await add();
  });
});
