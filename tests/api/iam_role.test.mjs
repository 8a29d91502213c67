// Roles of the account's own: trust and whom it names, policies, boundaries, tags, quotas, conflicts, instance profiles;
// and the roles that are AWS's, which nobody may touch.
import { after, before, describe, it } from 'node:test';
import assert from 'node:assert/strict';
import * as sdk from '@aws-sdk/client-iam';
import { CreateUserCommand, IdentitystoreClient } from '@aws-sdk/client-identitystore';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { awsError, listAll, startGatehouse } from '../support/gatehouse.mjs';
import { assign, createInstance, createOrganization, createPermissionSet, newUser } from '../support/organization.mjs';

const READ_ONLY = 'arn:aws:iam::aws:policy/IAMReadOnlyAccess';
const SSO_ROLE = 'AWSServiceRoleForSSO';
const statement = (Effect, Action, more = {}) => ({ Effect, Action, Resource: '*', ...more });
const policy = (...Statement) => JSON.stringify({ Version: '2012-10-17', Statement });
const trust = (Principal, more = {}) =>
  JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal, Action: 'sts:AssumeRole', ...more }] });
const EC2 = trust({ Service: 'ec2.amazonaws.com' });

let gatehouse, iam, account;
const send = (name, input = {}, client = iam) => client.send(new sdk[`${name}Command`](input));
const makeRole = async (RoleName, AssumeRolePolicyDocument = EC2, more = {}) =>
  (await send('CreateRole', { RoleName, AssumeRolePolicyDocument, ...more })).Role;
const trustOf = async (RoleName) => JSON.parse(decodeURIComponent((await send('GetRole', { RoleName })).Role.AssumeRolePolicyDocument));
async function key(UserName) {
  const { AccessKey: k } = await send('CreateAccessKey', { UserName });
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
  account = (await send('GetUser')).User.Arn.split(':')[4];
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
    await send('UpdateRole', { RoleName: 'first', MaxSessionDuration: 43200 });
    let read = (await send('GetRole', { RoleName: 'First' })).Role;
    assert.deepEqual([read.MaxSessionDuration, read.Description, read.RoleLastUsed], [43200, 'what for', {}]);
    await send('UpdateRole', { RoleName: 'First', Description: 'changed' });
    read = (await send('GetRole', { RoleName: 'First' })).Role;
    assert.deepEqual([read.MaxSessionDuration, read.Description], [3600, 'changed']);
    const { Role: described } = await send('UpdateRoleDescription', { RoleName: 'First', Description: 'again' });
    assert.deepEqual([described.Description, described.RoleId], ['again', made.RoleId]);
    for (const MaxSessionDuration of [3599, 43201])
      await assert.rejects(send('UpdateRole', { RoleName: 'First', MaxSessionDuration }), awsError('ValidationError'));
    await send('DeleteRole', { RoleName: 'First' });
    for (const name of ['GetRole', 'DeleteRole'])
      await assert.rejects(send(name, { RoleName: 'First' }), awsError('NoSuchEntityException', 'The role with name First cannot be found.'));
    const again = await makeRole('First');
    assert.notEqual(again.RoleId, made.RoleId);
    assert.deepEqual([again.Tags ?? [], (await send('GetRole', { RoleName: 'First' })).Role.Tags ?? []], [[], []]);
  });

  it('may not pretend to be AWS\'s', async () => {
    await assert.rejects(makeRole('AWSServiceRoleForX'), awsError('InvalidInputException', /reserved prefix for role name/));
    await assert.rejects(makeRole('awsreservedsso_x_0123456789abcdef'), awsError('InvalidInputException'));
    await assert.rejects(makeRole('x', EC2, { Path: '/aws-service-role/sso.amazonaws.com/' }), awsError('InvalidInputException'));
    await assert.rejects(makeRole('x', EC2, { Path: '/aws-reserved/' }), awsError('InvalidInputException'));
  });

  it('cannot be deleted while something hangs on them', async () => {
    await makeRole('laden');
    await send('AttachRolePolicy', { RoleName: 'laden', PolicyArn: READ_ONLY });
    await send('PutRolePolicy', { RoleName: 'laden', PolicyName: 'p', PolicyDocument: policy(statement('Allow', 'iam:GetUser')) });
    await send('CreateInstanceProfile', { InstanceProfileName: 'laden' });
    await send('AddRoleToInstanceProfile', { InstanceProfileName: 'laden', RoleName: 'laden' });
    const conflict = (what) => assert.rejects(send('DeleteRole', { RoleName: 'laden' }), awsError('DeleteConflictException', `Cannot delete entity, ${what}.`));
    await conflict('must remove roles from instance profile first');
    await send('RemoveRoleFromInstanceProfile', { InstanceProfileName: 'laden', RoleName: 'laden' });
    await conflict('must detach all policies first');
    await send('DetachRolePolicy', { RoleName: 'laden', PolicyArn: READ_ONLY });
    await conflict('must delete policies first');
    await send('DeleteRolePolicy', { RoleName: 'laden', PolicyName: 'p' });
    await send('DeleteRole', { RoleName: 'laden' });
  });

  it('hold inline policies of 10,240 characters and ten managed ones', async () => {
    await makeRole('full');
    const padded = (n) => policy(statement('Allow', `s3:${'x'.repeat(n)}`));
    const room = 10240 - padded(0).length;
    await send('PutRolePolicy', { RoleName: 'full', PolicyName: 'p', PolicyDocument: padded(room) });
    await assert.rejects(send('PutRolePolicy', { RoleName: 'full', PolicyName: 'q', PolicyDocument: padded(0) }),
      awsError('LimitExceededException', 'Maximum policy size of 10240 bytes exceeded for role full'));
    const { Policies } = await send('ListPolicies', { Scope: 'AWS', PathPrefix: '/job-function/' });
    const arns = [...Policies, ...(await send('ListPolicies', { Scope: 'AWS', MaxItems: 30 })).Policies].map((p) => p.Arn)
      .filter((arn, i, all) => all.indexOf(arn) === i && !arn.includes('aws-service-role')).slice(0, 11);
    for (const PolicyArn of arns.slice(0, 10)) await send('AttachRolePolicy', { RoleName: 'full', PolicyArn });
    await send('AttachRolePolicy', { RoleName: 'full', PolicyArn: arns[0] });
    await assert.rejects(send('AttachRolePolicy', { RoleName: 'full', PolicyArn: arns[10] }),
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
    await assert.rejects(send('UpdateAssumeRolePolicy', { RoleName: 'trust-full', PolicyDocument: padded(room + 1) }), limit);
  });

  it('names only what exists', async () => {
    const invalid = (principal, text) => assert.rejects(makeRole('bad', trust(principal)),
      awsError('MalformedPolicyDocumentException', `Invalid principal in policy: ${text}`), text);
    const arn = (rest) => `arn:aws:iam::${account}:${rest}`;
    await makeRole('pathed', EC2, { Path: '/p/' });
    for (const AWS of [arn('user/nobody'), arn('role/nobody'), arn('role/pathed'), 'arn:aws:iam::000000000001:root', '000000000001',
      `arn:aws:sts::${account}:assumed-role/nobody/s`, `arn:aws:sts::${account}:assumed-role/PATHED/s`,
      `arn:aws:sts::${account}:assumed-role/pathed`, `arn:aws:sts::${account}:assumed-role/pathed/s/t`, 'AIDAAAAAAAAAAAAAAAAAA', 'AROAAAAAAAAAAAAAAAAAA'])
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
    const first = (await send('CreateUser', { UserName: 'trusted' })).User;
    const credentials = await key('trusted');
    await makeRole('trusting', trust({ AWS: arn }, { Condition: { StringLike: { 'aws:PrincipalArn': [arn, '*'] } } }));
    assert.equal((await trustOf('trusting')).Statement[0].Principal.AWS, arn);
    await assume(credentials, 'trusting');
    await send('UpdateUser', { UserName: 'trusted', NewUserName: 'renamed', NewPath: '/n/' });
    assert.equal((await trustOf('trusting')).Statement[0].Principal.AWS, `arn:aws:iam::${account}:user/n/renamed`);
    assert.deepEqual((await trustOf('trusting')).Statement[0].Condition, { StringLike: { 'aws:PrincipalArn': [arn, '*'] } });
    await assume(credentials, 'trusting');
    await send('DeleteAccessKey', { UserName: 'renamed', AccessKeyId: credentials.accessKeyId });
    await send('DeleteUser', { UserName: 'renamed' });
    await send('CreateUser', { UserName: 'renamed', Path: '/n/' });
    assert.equal((await trustOf('trusting')).Statement[0].Principal.AWS, first.UserId);
    const listed = (await send('ListRoles')).Roles.find((r) => r.RoleName === 'trusting');
    assert.ok(decodeURIComponent(listed.AssumeRolePolicyDocument).includes(first.UserId));
    await assert.rejects(assume(await key('renamed'), 'trusting'), awsError('AccessDenied', /is not authorized to perform: sts:AssumeRole/));
    const shown = decodeURIComponent((await send('GetRole', { RoleName: 'trusting' })).Role.AssumeRolePolicyDocument);
    await assert.rejects(send('UpdateAssumeRolePolicy', { RoleName: 'trusting', PolicyDocument: shown }),
      awsError('MalformedPolicyDocumentException', `Invalid principal in policy: "AWS":"${first.UserId}"`));
    await send('UpdateAssumeRolePolicy', { RoleName: 'trusting', PolicyDocument: trust({ AWS: `arn:aws:iam::${account}:user/n/renamed` }) });
  });

  it('keeps roles by id, too', async () => {
    const { RoleId } = await makeRole('middle', trust({ AWS: account }));
    await makeRole('end', trust({ AWS: [`arn:aws:iam::${account}:role/middle`] }));
    await send('CreateUser', { UserName: 'chain' });
    await send('PutUserPolicy', { UserName: 'chain', PolicyName: 'p', PolicyDocument: policy(statement('Allow', 'sts:AssumeRole')) });
    const credentials = await key('chain');
    await assume(await assume(credentials, 'middle'), 'end');
    await send('DeleteRole', { RoleName: 'middle' });
    await makeRole('middle', trust({ AWS: account }));
    assert.deepEqual((await trustOf('end')).Statement[0].Principal.AWS, [RoleId]);
    const session = await assume(credentials, 'middle');
    await assert.rejects(assume(session, 'end'), awsError('AccessDenied'));
  });

  it('changes with the next request', async () => {
    await send('CreateUser', { UserName: 'mover' });
    const credentials = await key('mover');
    await makeRole('moving', trust({ AWS: `arn:aws:iam::${account}:user/mover` }));
    await assume(credentials, 'moving');
    await send('UpdateAssumeRolePolicy', { RoleName: 'moving', PolicyDocument: EC2 });
    await assert.rejects(assume(credentials, 'moving'), awsError('AccessDenied'));
  });
});

describe('what a role may do', () => {
  const as = async (RoleName, UserName) => gatehouse.client(sdk.IAMClient, await assume(await key(UserName), RoleName));
  before(async () => {
    await send('CreateUser', { UserName: 'actor' });
  });
  const actorTrust = () => trust({ AWS: `arn:aws:iam::${account}:user/actor` });

  it('is its policies within its boundary, from the next request on', async () => {
    await makeRole('bounded', actorTrust());
    const role = await as('bounded', 'actor');
    const denied = (text) => assert.rejects(send('ListUsers', {}, role), awsError('AccessDenied', text));
    await denied(/no identity-based policy allows/);
    await send('AttachRolePolicy', { RoleName: 'bounded', PolicyArn: READ_ONLY });
    await send('ListUsers', {}, role);
    const PolicyArn = (await send('CreatePolicy', { PolicyName: 'role-bound', PolicyDocument: policy(statement('Allow', 'iam:ListGroups')) })).Policy.Arn;
    await send('PutRolePermissionsBoundary', { RoleName: 'bounded', PermissionsBoundary: PolicyArn });
    assert.deepEqual((await send('GetRole', { RoleName: 'bounded' })).Role.PermissionsBoundary,
      { PermissionsBoundaryType: 'Policy', PermissionsBoundaryArn: PolicyArn });
    await denied(/no permissions boundary allows the iam:ListUsers action/);
    await send('ListGroups', {}, role);
    await send('CreatePolicyVersion', { PolicyArn, PolicyDocument: policy(statement('Deny', 'iam:*')), SetAsDefault: true });
    await denied(/with an explicit deny in a permissions boundary/);
    await send('DeleteRolePermissionsBoundary', { RoleName: 'bounded' });
    await send('ListUsers', {}, role);
    await send('DetachRolePolicy', { RoleName: 'bounded', PolicyArn: READ_ONLY });
    await send('PutRolePolicy', { RoleName: 'bounded', PolicyName: 'p', PolicyDocument: policy(statement('Allow', 'iam:ListUsers')) });
    await send('ListUsers', {}, role);
    await send('DeleteRolePolicy', { RoleName: 'bounded', PolicyName: 'p' });
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
    await send('PutRolePolicy', { RoleName: 'tagged', PolicyName: 'p', PolicyDocument: policy(
      statement('Allow', 'iam:ListUsers', { Condition: { StringEquals: { 'aws:PrincipalTag/Team': 'blue' } } }),
      statement('Allow', 'iam:GetRole', { Condition: { StringEquals: { 'iam:ResourceTag/Team': '${aws:PrincipalTag/Team}' } } })) });
    const role = await as('tagged', 'actor');
    await send('ListUsers', {}, role);
    await send('GetRole', { RoleName: 'tagged' }, role);
    await assert.rejects(send('GetRole', { RoleName: 'bounded' }, role), awsError('AccessDenied'));
    await send('TagRole', { RoleName: 'tagged', Tags: [{ Key: 'team', Value: 'red' }] });
    await assert.rejects(send('ListUsers', {}, role), awsError('AccessDenied'));
    await send('GetRole', { RoleName: 'tagged' }, role);
    const { Tags } = await send('ListRoleTags', { RoleName: 'tagged' });
    assert.deepEqual(Tags, [{ Key: 'Team', Value: 'red' }]);
    await send('UntagRole', { RoleName: 'tagged', TagKeys: ['TEAM'] });
    await assert.rejects(send('GetRole', { RoleName: 'tagged' }, role), awsError('AccessDenied'));
  });
});

describe('users', () => {
  const user = async (UserName, statements, more = {}) => {
    await send('CreateUser', { UserName, ...more });
    await send('PutUserPolicy', { UserName, PolicyName: 'p', PolicyDocument: policy(...statements) });
    return gatehouse.client(sdk.IAMClient, await key(UserName));
  };

  it('get another name and path, and stay who they are', async () => {
    const { User } = await send('CreateUser', { UserName: 'before', Path: '/x/' });
    await send('UpdateUser', { UserName: 'before', NewUserName: 'After' });
    const { User: read } = await send('GetUser', { UserName: 'after' });
    assert.deepEqual([read.UserId, read.UserName, read.Path], [User.UserId, 'After', '/x/']);
    await send('UpdateUser', { UserName: 'After', NewUserName: 'AFTER', NewPath: '/' });
    assert.equal((await send('GetUser', { UserName: 'after' })).User.Arn, `arn:aws:iam::${account}:user/AFTER`);
    await send('CreateUser', { UserName: 'taken' });
    await assert.rejects(send('UpdateUser', { UserName: 'AFTER', NewUserName: 'Taken' }),
      awsError('EntityAlreadyExistsException', 'User with name Taken already exists.'));
    await assert.rejects(send('UpdateUser', { UserName: 'before', NewPath: '/y/' }), awsError('NoSuchEntityException'));
  });

  it('have boundaries', async () => {
    const client = await user('bounded', [statement('Allow', '*')]);
    await send('ListGroups', {}, client);
    await send('PutUserPermissionsBoundary', { UserName: 'bounded', PermissionsBoundary: 'arn:aws:iam::aws:policy/AmazonS3FullAccess' });
    assert.equal((await send('GetUser', { UserName: 'bounded' })).User.PermissionsBoundary.PermissionsBoundaryType, 'Policy');
    await assert.rejects(send('ListGroups', {}, client), awsError('AccessDenied', /because no permissions boundary allows/));
    await send('DeleteUserPermissionsBoundary', { UserName: 'bounded' });
    await send('ListGroups', {}, client);
    assert.equal((await send('GetUser', { UserName: 'bounded' })).User.PermissionsBoundary, undefined);
    await assert.rejects(send('PutUserPermissionsBoundary', { UserName: 'bounded', PermissionsBoundary: 'arn:aws:iam::aws:policy/None' }),
      awsError('NoSuchEntityException', /^Scope ARN/));
    await assert.rejects(send('PutUserPermissionsBoundary', { UserName: 'bounded', PermissionsBoundary: 'twenty-characters-of-nothing' }),
      awsError('InvalidInputException'));
  });

  it('may be made only within a boundary: iam:PermissionsBoundary, of the request and of the user', async () => {
    const bound = (value) => ({ Condition: { StringEquals: { 'iam:PermissionsBoundary': value } } });
    const client = await user('delegate', [statement('Allow', ['iam:CreateUser', 'iam:PutUserPermissionsBoundary', 'iam:AttachUserPolicy',
      'iam:PutUserPolicy'], bound(READ_ONLY))]);
    await assert.rejects(send('CreateUser', { UserName: 'child' }, client), awsError('AccessDenied'));
    await assert.rejects(send('CreateUser', { UserName: 'child', PermissionsBoundary: 'arn:aws:iam::aws:policy/AdministratorAccess' }, client), awsError('AccessDenied'));
    await send('CreateUser', { UserName: 'child', PermissionsBoundary: READ_ONLY }, client);
    await send('AttachUserPolicy', { UserName: 'child', PolicyArn: READ_ONLY }, client);
    await send('PutUserPolicy', { UserName: 'child', PolicyName: 'p', PolicyDocument: policy(statement('Allow', '*')) }, client);
    await assert.rejects(send('AttachUserPolicy', { UserName: 'taken', PolicyArn: READ_ONLY }, client), awsError('AccessDenied'));
  });

  it('may attach only what a condition names: iam:PolicyARN', async () => {
    const client = await user('attacher', [statement('Allow', 'iam:AttachUserPolicy', { Condition: { ArnEquals: { 'iam:PolicyARN': READ_ONLY } } })]);
    await send('AttachUserPolicy', { UserName: 'attacher', PolicyArn: READ_ONLY }, client);
    await assert.rejects(send('AttachUserPolicy', { UserName: 'attacher', PolicyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' }, client), awsError('AccessDenied'));
  });

  it('make what is tagged only where they may tag it', async () => {
    const tagged = (Value, RoleName, as) => send('CreateRole', { RoleName, Path: '/team/', AssumeRolePolicyDocument: EC2, Tags: [{ Key: 'team', Value }] }, as);
    const plain = (as) => send('CreateRole', { RoleName: 'untagged', AssumeRolePolicyDocument: EC2 }, as);
    const refused = (name, why) => awsError('AccessDenied', new RegExp(`perform: iam:TagRole on resource: arn:aws:iam::${account}:role/team/${name} ${why}`));
    const maker = await user('role-maker', [statement('Allow', 'iam:CreateRole'),
      statement('Allow', 'iam:TagRole', { Resource: `arn:aws:iam::${account}:role/team/*`, Condition: { StringEquals: { 'aws:RequestTag/team': 'red' } } })]);
    await assert.rejects(tagged('blue', 'blue', maker), refused('blue', 'because no identity-based policy allows the iam:TagRole action'));
    await assert.rejects(send('GetRole', { RoleName: 'blue' }), awsError('NoSuchEntityException'));
    assert.deepEqual((await tagged('red', 'red', maker)).Role.Tags, [{ Key: 'team', Value: 'red' }]);
    const bounded = await user('bounded-tagger', [statement('Allow', 'iam:CreateRole'),
      statement('Allow', 'iam:TagRole', { Condition: { StringEquals: { 'iam:PermissionsBoundary': READ_ONLY } } })]);
    await assert.rejects(send('CreateRole', { RoleName: 'bounded-tags', Path: '/team/', AssumeRolePolicyDocument: EC2, PermissionsBoundary: READ_ONLY, Tags: [{ Key: 'a', Value: 'b' }] }, bounded),
      refused('bounded-tags', 'because'), 'tagging has no such key');
    const barred = await user('no-tagger', [statement('Allow', '*'), statement('Deny', ['iam:TagRole', 'iam:TagUser'])]);
    await assert.rejects(tagged('red', 'red2', barred), refused('red2', 'with an explicit deny in an identity-based policy'));
    await assert.rejects(send('CreateUser', { UserName: 'taggedish', Tags: [{ Key: 'a', Value: 'b' }] }, barred),
      awsError('AccessDenied', new RegExp(`perform: iam:TagUser on resource: arn:aws:iam::${account}:user/taggedish with an explicit deny`)));
    await plain(barred);
  });

  it('have tags, which decide', async () => {
    const client = await user('tags', [statement('Allow', ['iam:TagUser', 'iam:UntagUser'], { Condition: { 'ForAllValues:StringEquals': { 'aws:TagKeys': ['Team'] },
      StringEquals: { 'aws:PrincipalTag/Role': 'tagger' } } })], { Tags: [{ Key: 'Role', Value: 'tagger' }] });
    await send('TagUser', { UserName: 'taken', Tags: [{ Key: 'Team', Value: 'a' }] }, client);
    await assert.rejects(send('TagUser', { UserName: 'taken', Tags: [{ Key: 'Role', Value: 'tagger' }] }, client), awsError('AccessDenied'));
    assert.deepEqual((await send('ListUserTags', { UserName: 'taken' })).Tags, [{ Key: 'Team', Value: 'a' }]);
    await send('UntagUser', { UserName: 'taken', TagKeys: ['Team'] }, client);
    assert.deepEqual((await send('GetUser', { UserName: 'taken' })).User.Tags ?? [], []);
    await send('UntagUser', { UserName: 'tags', TagKeys: ['Role'] });
    await assert.rejects(send('TagUser', { UserName: 'taken', Tags: [{ Key: 'Team', Value: 'a' }] }, client), awsError('AccessDenied'));
    await assert.rejects(send('TagUser', { UserName: 'taken', Tags: [{ Key: 'a', Value: '1' }, { Key: 'A', Value: '2' }] }), awsError('InvalidInputException'));
    const many = Array.from({ length: 50 }, (_, i) => ({ Key: `k${i}`, Value: '' }));
    await send('TagUser', { UserName: 'taken', Tags: many });
    await assert.rejects(send('TagUser', { UserName: 'taken', Tags: [{ Key: 'one-more', Value: '' }] }), awsError('LimitExceededException'));
    const { items, pages } = await listAll(iam, sdk.ListUserTagsCommand, { UserName: 'taken', MaxItems: 20 }, 'Tags', 'Marker');
    assert.deepEqual([pages, items.length], [3, 50]);
  });
});

describe('roles that are AWS\'s', () => {
  /** What may not be done to a role of either kind. */
  const changes = [['AttachRolePolicy', { PolicyArn: READ_ONLY }], ['DetachRolePolicy', { PolicyArn: READ_ONLY }],
    ['PutRolePolicy', { PolicyName: 'p', PolicyDocument: policy(statement('Allow', '*')) }], ['DeleteRolePolicy', { PolicyName: 'p' }],
    ['UpdateAssumeRolePolicy', { PolicyDocument: EC2 }], ['UpdateRole', { MaxSessionDuration: 3600 }], ['DeleteRole'],
    ['PutRolePermissionsBoundary', { PermissionsBoundary: READ_ONLY }], ['DeleteRolePermissionsBoundary'],
    ['TagRole', { Tags: [{ Key: 'a', Value: '' }] }], ['UntagRole', { TagKeys: ['a'] }]];
  const refused = (name) => awsError('UnmodifiableEntityException',
    `Cannot perform the operation on the protected role '${name}' - this role is only modifiable by AWS`);
  let ssoRole;
  before(async () => {
    await createOrganization(gatehouse);
    const { admin, instanceArn, storeId } = await createInstance(gatehouse);
    const permissionSet = await createPermissionSet(admin, instanceArn, 'Developer', READ_ONLY);
    const { UserId } = await gatehouse.client(IdentitystoreClient).send(new CreateUserCommand({ IdentityStoreId: storeId, ...newUser('jdoe') }));
    await assign(admin, { InstanceArn: instanceArn, TargetId: account, PermissionSetArn: permissionSet, PrincipalType: 'USER', PrincipalId: UserId });
    ssoRole = (await send('ListRoles', { PathPrefix: '/aws-reserved/' })).Roles[0].RoleName;
    await send('CreateInstanceProfile', { InstanceProfileName: 'for-protected' });
  });

  it('refuse every change: Identity Center\'s', async () => {
    assert.match(ssoRole, /^AWSReservedSSO_Developer_[0-9a-f]{16}$/);
    for (const [name, more] of [...changes, ['UpdateRole', { Description: 'x' }], ['UpdateRoleDescription', { Description: 'x' }]])
      await assert.rejects(send(name, { RoleName: ssoRole, ...more }), refused(ssoRole), name);
    await assert.rejects(send('AddRoleToInstanceProfile', { InstanceProfileName: 'for-protected', RoleName: ssoRole }), refused(ssoRole));
    await assert.rejects(send('DeleteServiceLinkedRole', { RoleName: ssoRole }), awsError('NoSuchEntityException'));
  });

  it('refuse every change but to their description: service-linked ones', async () => {
    for (const [name, more] of changes) await assert.rejects(send(name, { RoleName: SSO_ROLE, ...more }), refused(SSO_ROLE), name);
    await assert.rejects(send('AddRoleToInstanceProfile', { InstanceProfileName: 'for-protected', RoleName: SSO_ROLE }), refused(SSO_ROLE));
    await send('UpdateRoleDescription', { RoleName: SSO_ROLE, Description: 'may be described' });
    await send('UpdateRole', { RoleName: SSO_ROLE, Description: 'and again' });
    assert.equal((await send('GetRole', { RoleName: SSO_ROLE })).Role.Description, 'and again');
    const { DeletionTaskId } = await send('DeleteServiceLinkedRole', { RoleName: SSO_ROLE });
    assert.equal((await send('GetServiceLinkedRoleDeletionStatus', { DeletionTaskId })).Status, 'FAILED');
  });
});

describe('instance profiles', () => {
  it('are made, read, listed and deleted', async () => {
    const { InstanceProfile: made } = await send('CreateInstanceProfile', { InstanceProfileName: 'First', Path: '/ip/', Tags: [{ Key: 'k', Value: 'v' }] });
    assert.match(made.InstanceProfileId, /^AIPA[A-Z2-7]{17}$/);
    assert.equal(made.Arn, `arn:aws:iam::${account}:instance-profile/ip/First`);
    assert.deepEqual([made.Roles, made.Tags], [[], [{ Key: 'k', Value: 'v' }]]);
    await assert.rejects(send('CreateInstanceProfile', { InstanceProfileName: 'FIRST' }),
      awsError('EntityAlreadyExistsException', 'Instance Profile FIRST already exists.'));
    await makeRole('in-profile', EC2, { Path: '/r/' });
    await makeRole('not-in-profile');
    await send('AddRoleToInstanceProfile', { InstanceProfileName: 'first', RoleName: 'in-profile' });
    const { InstanceProfile: read } = await send('GetInstanceProfile', { InstanceProfileName: 'First' });
    assert.deepEqual([read.Roles.length, read.Roles[0].Arn], [1, `arn:aws:iam::${account}:role/r/in-profile`]);
    await assert.rejects(send('AddRoleToInstanceProfile', { InstanceProfileName: 'First', RoleName: 'not-in-profile' }),
      awsError('LimitExceededException', 'Cannot exceed quota for InstanceSessionsPerInstanceProfile: 1'));
    await assert.rejects(send('RemoveRoleFromInstanceProfile', { InstanceProfileName: 'First', RoleName: 'not-in-profile' }), awsError('NoSuchEntityException'));
    await assert.rejects(send('DeleteInstanceProfile', { InstanceProfileName: 'First' }),
      awsError('DeleteConflictException', 'Cannot delete entity, must remove roles from instance profile first.'));
    for (const n of [1, 2, 3]) {
      await send('CreateInstanceProfile', { InstanceProfileName: `more-${n}`, Path: '/ip/' });
      await send('AddRoleToInstanceProfile', { InstanceProfileName: `more-${n}`, RoleName: 'in-profile' });
    }
    const listed = await listAll(iam, sdk.ListInstanceProfilesCommand, { PathPrefix: '/ip/', MaxItems: 3 }, 'InstanceProfiles', 'Marker');
    assert.deepEqual([listed.pages, listed.items.map((p) => p.InstanceProfileName)], [2, ['First', 'more-1', 'more-2', 'more-3']]);
    const ofRole = await listAll(iam, sdk.ListInstanceProfilesForRoleCommand, { RoleName: 'in-profile', MaxItems: 2 }, 'InstanceProfiles', 'Marker');
    assert.deepEqual([ofRole.pages, ofRole.items.length], [2, 4]);
    await send('RemoveRoleFromInstanceProfile', { InstanceProfileName: 'First', RoleName: 'in-profile' });
    await send('TagInstanceProfile', { InstanceProfileName: 'First', Tags: [{ Key: 'K', Value: 'w' }, { Key: 'l', Value: '' }] });
    await send('UntagInstanceProfile', { InstanceProfileName: 'First', TagKeys: ['l'] });
    assert.deepEqual((await send('ListInstanceProfileTags', { InstanceProfileName: 'First' })).Tags, [{ Key: 'k', Value: 'w' }]);
    await send('DeleteInstanceProfile', { InstanceProfileName: 'First' });
    await assert.rejects(send('GetInstanceProfile', { InstanceProfileName: 'First' }),
      awsError('NoSuchEntityException', 'Instance Profile First cannot be found.'));
  });

  it('take a role only from who may pass it, to EC2', async () => {
    await send('CreateInstanceProfile', { InstanceProfileName: 'passed' });
    await send('CreateUser', { UserName: 'passer' });
    const put = (...more) => send('PutUserPolicy', { UserName: 'passer', PolicyName: 'p',
      PolicyDocument: policy(statement('Allow', 'iam:AddRoleToInstanceProfile'), ...more) });
    const client = gatehouse.client(sdk.IAMClient, await key('passer'));
    const add = () => send('AddRoleToInstanceProfile', { InstanceProfileName: 'passed', RoleName: 'in-profile' }, client);
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
