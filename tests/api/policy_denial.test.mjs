// AWS's words for a refusal: they name the layer that refused, for each layer there is, by silence and by an explicit deny.
// And what decides beside the words: principals by id, and texts of the caller's that must not act as patterns.
import { after, before, describe, it } from 'node:test';
import assert from 'node:assert/strict';
import net from 'node:net';
import * as orgSdk from '@aws-sdk/client-organizations';
import * as iamSdk from '@aws-sdk/client-iam';
import * as stsSdk from '@aws-sdk/client-sts';
import { awsError, startGatehouse } from '../support/gatehouse.mjs';
import { listUsersRequest, sign } from '../support/sigv4.mjs';
import { GatehouseService } from '../support/gatehouse_service.mjs';
import { createAccount, createOrganization } from '../support/organization.mjs';

const ADMINISTRATOR = 'arn:aws:iam::aws:policy/AdministratorAccess';
const policy = (...Statement) => JSON.stringify({ Version: '2012-10-17', Statement });
const allow = (Action, more = {}) => ({ Effect: 'Allow', Action, Resource: '*', ...more });
const deny = (Action, more = {}) => ({ ...allow(Action, more), Effect: 'Deny' });
const ALL = allow('*');

let gatehouse, account, organizations, rootId, memberId, member, admin;
const iam = (name, input = {}, as = admin) => gatehouse.client(iamSdk.IAMClient, as).send(new iamSdk[`${name}Command`](input));
const sts = (name, input = {}, as = admin) => gatehouse.client(stsSdk.STSClient, as).send(new stsSdk[`${name}Command`](input));
const org = (name, input = {}, as = admin) => gatehouse.client(orgSdk.OrganizationsClient, as).send(new orgSdk[`${name}Command`](input));
const session = ({ Credentials: c }) => ({ accessKeyId: c.AccessKeyId, secretAccessKey: c.SecretAccessKey, sessionToken: c.SessionToken });

async function makeUser(UserName, { policies = [], boundary, as = admin, Path } = {}) {
  const { User } = await iam('CreateUser', { UserName, Path, PermissionsBoundary: boundary }, as);
  for (const [i, p] of policies.entries()) await iam('PutUserPolicy', { UserName, PolicyName: `p${i}`, PolicyDocument: policy(...p) }, as);
  const { AccessKey: k } = await iam('CreateAccessKey', { UserName }, as);
  return { arn: User.Arn, id: User.UserId, accessKeyId: k.AccessKeyId, secretAccessKey: k.SecretAccessKey };
}

async function makeRole(RoleName, trust, { policies = [[ALL]], as = admin } = {}) {
  const { Role } = await iam('CreateRole', { RoleName, AssumeRolePolicyDocument: policy(...trust) }, as);
  for (const [i, p] of policies.entries()) await iam('PutRolePolicy', { RoleName, PolicyName: `p${i}`, PolicyDocument: policy(...p) }, as);
  return Role.Arn;
}

before(async () => {
  gatehouse = await startGatehouse();
  admin = gatehouse.credentials;
  ({ organizations, rootId } = await createOrganization(gatehouse));
  account = (await sts('GetCallerIdentity')).Account;
  memberId = await createAccount(organizations, 'Member', 'member@example.com');
  member = session(await sts('AssumeRole', { RoleArn: `arn:aws:iam::${memberId}:role/OrganizationAccountAccessRole`, RoleSessionName: 'test' }));
  for (const PolicyType of ['SERVICE_CONTROL_POLICY', 'RESOURCE_CONTROL_POLICY']) await org('EnablePolicyType', { RootId: rootId, PolicyType });
});
after(() => gatehouse?.stop());

let lastControlPolicy;
async function withControlPolicy(Type, Content, TargetId, run) {
  const { Policy } = await org('CreatePolicy', { Name: `c-${Math.random()}`, Description: '', Type, Content });
  const PolicyId = Policy.PolicySummary.Id;
  lastControlPolicy = Policy.PolicySummary.Arn;
  await org('AttachPolicy', { PolicyId, TargetId });
  try {
    return await run(PolicyId);
  } finally {
    await org('DetachPolicy', { PolicyId, TargetId });
  }
}

/** What each layer says: how to bring it about, as who, and the words. Each `refuse` answers the promise of a refused call. */
const USERS = 'iam:ListUsers';
const users = (of = account) => `arn:aws:iam::${of}:user/`;
const target = (name) => `user ${name}`;
const ownPolicy = (name) => `arn:aws:iam::${account}:policy/${name}`;
const makePolicy = (PolicyName, ...statements) => iam('CreatePolicy', { PolicyName, PolicyDocument: policy(...statements) }).then((r) => r.Policy.Arn);
const bounded = async (name, statement) => {
  const { Policy } = await iam('CreatePolicy', { PolicyName: `b-${name}`, PolicyDocument: policy(...statement) });
  return makeUser(name, { policies: [[ALL]], boundary: Policy.Arn });
};
const inSession = async (name, statement) => session(await sts('AssumeRole', {
  RoleArn: await makeRole(name, [{ Effect: 'Allow', Principal: { AWS: account }, Action: 'sts:AssumeRole' }]), RoleSessionName: 'tester', Policy: policy(...statement) }));
const assume = (as, name) => sts('AssumeRole', { RoleArn: `arn:aws:iam::${account}:role/${name}`, RoleSessionName: 'tester' }, as);

const LAYERS = [
  { layer: 'no identity policy', action: USERS, resource: () => users(), why: 'because no identity-based policy allows the iam:ListUsers action',
    who: () => makeUser('silent'), call: (as) => iam('ListUsers', {}, as) },
  { layer: 'an identity policy', action: USERS, resource: () => users(), why: 'with an explicit deny in an identity-based policy',
    who: () => makeUser('denied', { policies: [[ALL], [deny('iam:List*')]] }), call: (as) => iam('ListUsers', {}, as) },
  { layer: 'the policy of a group', action: USERS, resource: () => users(), why: 'with an explicit deny in an identity-based policy',
    async who() {
      const user = await makeUser('grouped', { policies: [[ALL]] });
      await iam('CreateGroup', { GroupName: 'g' });
      await iam('PutGroupPolicy', { GroupName: 'g', PolicyName: 'p', PolicyDocument: policy(deny('iam:*')) });
      await iam('AddUserToGroup', { GroupName: 'g', UserName: 'grouped' });
      return user;
    }, call: (as) => iam('ListUsers', {}, as) },
  { layer: 'an attached policy, also where an inline one denies', action: USERS, resource: () => users(), why: () => `with an explicit deny in an identity-based policy: ${ownPolicy('d-attached')}`,
    async who() {
      const user = await makeUser('attached', { policies: [[ALL], [deny('iam:*')]] });
      await iam('AttachUserPolicy', { UserName: 'attached', PolicyArn: await makePolicy('d-attached', deny('iam:ListUsers')) });
      return user;
    }, call: (as) => iam('ListUsers', {}, as) },
  { layer: 'an attached policy of a group', action: 'iam:TagUser', resource: () => `arn:aws:iam::${account}:user/new-one`, why: () => `with an explicit deny in an identity-based policy: ${ownPolicy('d-group')}`,
    async who() {
      const user = await makeUser('in-group', { policies: [[ALL]] });
      await iam('CreateGroup', { GroupName: 'g2' });
      await iam('AttachGroupPolicy', { GroupName: 'g2', PolicyArn: await makePolicy('d-group', deny('iam:TagUser')) });
      await iam('AddUserToGroup', { GroupName: 'g2', UserName: 'in-group' });
      return user;
    }, call: (as) => iam('CreateUser', { UserName: 'new-one', Tags: [{ Key: 'a', Value: 'b' }] }, as) },
  { layer: 'a session policy by its ARN', action: 'iam:GetUser', resource: () => target('nobody'), why: () => `with an explicit deny in a session policy: ${ownPolicy('d-session')}`,
    async who() {
      const RoleArn = await makeRole('by-arn', [{ Effect: 'Allow', Principal: { AWS: account }, Action: 'sts:AssumeRole' }]);
      return session(await sts('AssumeRole', { RoleArn, RoleSessionName: 'tester', PolicyArns: [{ arn: await makePolicy('d-session', ALL, deny('iam:GetUser')) }] }));
    }, call: (as) => iam('GetUser', { UserName: 'nobody' }, as) },
  { layer: 'no boundary', action: 'iam:DeleteUser', resource: () => target('nobody'), why: 'because no permissions boundary allows the iam:DeleteUser action',
    who: () => bounded('narrow', [allow('iam:List*')]), call: (as) => iam('DeleteUser', { UserName: 'nobody' }, as) },
  { layer: 'a boundary', action: 'iam:DeleteUser', resource: () => target('nobody'), why: () => `with an explicit deny in a permissions boundary: ${ownPolicy('b-barred')}`,
    who: () => bounded('barred', [ALL, deny('iam:Delete*')]), call: (as) => iam('DeleteUser', { UserName: 'nobody' }, as) },
  { layer: 'no session policy', action: 'iam:GetUser', resource: () => target('nobody'), why: 'because no session policy allows the iam:GetUser action',
    who: () => inSession('limited', [allow('iam:List*')]), call: (as) => iam('GetUser', { UserName: 'nobody' }, as) },
  { layer: 'a session policy', action: 'iam:GetUser', resource: () => target('nobody'), why: 'with an explicit deny in a session policy',
    who: () => inSession('lessened', [ALL, deny('iam:GetUser')]), call: (as) => iam('GetUser', { UserName: 'nobody' }, as) },
  { layer: 'no trust policy', action: 'sts:AssumeRole', resource: () => `arn:aws:iam::${account}:role/closed`, why: 'because no role trust policy allows the sts:AssumeRole action',
    async who() {
      await makeRole('closed', [{ Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' }]);
      return makeUser('visitor', { policies: [[ALL]] });
    }, call: (as) => assume(as, 'closed') },
  { layer: 'a trust policy', action: 'sts:AssumeRole', resource: () => `arn:aws:iam::${account}:role/barring`, why: 'with an explicit deny in the role trust policy',
    async who() {
      const user = await makeUser('barred-visitor', { policies: [[ALL]] });
      await makeRole('barring', [{ Effect: 'Allow', Principal: { AWS: account }, Action: 'sts:AssumeRole' }, { Effect: 'Deny', Principal: { AWS: user.arn }, Action: 'sts:*' }]);
      return user;
    }, call: (as) => assume(as, 'barring') },
  { layer: 'the trust policy of a role that is not there', action: 'sts:AssumeRole', resource: () => `arn:aws:iam::${account}:role/nowhere`,
    why: 'because no role trust policy allows the sts:AssumeRole action', who: () => makeUser('lost', { policies: [[ALL]] }), call: (as) => assume(as, 'nowhere') },
  { layer: 'no service control policy', action: USERS, resource: () => users(memberId), why: 'because no service control policy allows the iam:ListUsers action',
    who: () => makeUser('member1', { policies: [[ALL]], as: member }),
    call: (as) => withControlPolicy('SERVICE_CONTROL_POLICY', policy(allow('s3:*')), memberId, async () => {
      await org('DetachPolicy', { PolicyId: 'p-FullAWSAccess', TargetId: memberId });
      try {
        return await iam('ListUsers', {}, as);
      } finally {
        await org('AttachPolicy', { PolicyId: 'p-FullAWSAccess', TargetId: memberId });
      }
    }) },
  { layer: 'a service control policy', action: USERS, resource: () => users(memberId), why: () => `with an explicit deny in a service control policy: ${lastControlPolicy}`,
    who: () => makeUser('member2', { policies: [[ALL]], as: member }),
    call: (as) => withControlPolicy('SERVICE_CONTROL_POLICY', policy(deny('iam:ListUsers')), rootId, () => iam('ListUsers', {}, as)) },
  // RCPFullAWSAccess cannot be detached, so no resource control policy ever refuses by silence. The organization's own resource
  // policy has one text for all refusals (organizations_policy.test.mjs); other resource policies: Authorize, below.
  { layer: 'a resource control policy', action: 'sts:AssumeRole', resource: () => `arn:aws:iam::${memberId}:role/OrganizationAccountAccessRole`,
    why: () => `with an explicit deny in a resource control policy: ${lastControlPolicy}`, who: () => makeUser('outsider', { policies: [[ALL]] }),
    call: (as) => withControlPolicy('RESOURCE_CONTROL_POLICY', policy(deny('sts:AssumeRole', { Principal: '*' })), memberId,
      () => sts('AssumeRole', { RoleArn: `arn:aws:iam::${memberId}:role/OrganizationAccountAccessRole`, RoleSessionName: 'tester' }, as)) },
];

describe('a refusal names the layer that refused', () => {
  for (const { layer, action, resource, why, code = 'AccessDenied', who, call } of LAYERS)
    it(layer, async () => {
      const as = await who();
      const me = (await sts('GetCallerIdentity', {}, as)).Arn;
      const refused = await call(as).catch((e) => e);
      assert.deepEqual([refused.name, refused.message],
        [code, `User: ${me} is not authorized to perform: ${action} on resource: ${resource()} ${typeof why === 'function' ? why() : why}`]);
    });

  it('and the policy only within an account or an organization', async () => {
    const outside = await gatehouse.createAccount('Elsewhere', 'elsewhere@example.com');
    const foreign = (await sts('GetCallerIdentity', {}, outside)).Account;
    const opened = async (RoleName, as) => makeRole(RoleName, [{ Effect: 'Allow', Principal: { AWS: account }, Action: 'sts:AssumeRole' }], { as });
    const user = await makeUser('abroad', { policies: [[ALL]] });
    await iam('AttachUserPolicy', { UserName: 'abroad', PolicyArn: await makePolicy('d-abroad', deny('sts:AssumeRole')) });
    const refusal = async (RoleArn) => (await sts('AssumeRole', { RoleArn, RoleSessionName: 'tester' }, user).catch((e) => e)).message.replace(/.* with/, 'with');
    assert.equal(await refusal(await opened('at-member', member)), `with an explicit deny in an identity-based policy: ${ownPolicy('d-abroad')}`);
    const away = await opened('away', outside);
    assert.ok(away.includes(foreign));
    assert.equal(await refusal(away), 'with an explicit deny in an identity-based policy');
  });
});

describe('what a list is decided on: where its paths begin', () => {
  const arn = (rest) => `arn:aws:iam::${account}:${rest}`;
  const lists = { ListUsers: 'user/', ListRoles: 'role/', ListGroups: 'group/', ListInstanceProfiles: 'instance-profile/',
    ListServerCertificates: 'server-certificate/', ListVirtualMFADevices: 'mfa/', ListOpenIDConnectProviders: 'oidc-provider/*' };
  for (const [name, begin] of Object.entries(lists))
    it(name, async () => {
      const action = `iam:${name}`, elsewhere = allow(action, { Resource: arn('report/*') });
      const may = await makeUser(`may-${name}`, { policies: [[allow(action, { Resource: arn(`${begin.split('/')[0]}/*`) })]] });
      await iam(name, {}, may);
      const mayNot = await makeUser(`not-${name}`, { policies: [[elsewhere]] });
      await assert.rejects(iam(name, {}, mayNot), awsError('AccessDenied',
        `User: ${mayNot.arn} is not authorized to perform: ${action} on resource: ${arn(begin)} because no identity-based policy allows the ${action} action`));
      const barred = await makeUser(`bar-${name}`, { policies: [[ALL, deny(action, { Resource: arn(`${begin.split('/')[0]}/*`) })]] });
      await assert.rejects(iam(name, {}, barred), awsError('AccessDenied', /with an explicit deny in an identity-based policy/));
      if (/mfa|oidc/.test(begin)) return;
      const team = await makeUser(`team-${name}`, { policies: [[allow(action, { Resource: arn(`${begin}team/*`) })]] });
      await iam(name, { PathPrefix: '/team/' }, team);
      await iam(name, { PathPrefix: '/team/red/x' }, team);
      for (const [PathPrefix, at] of [['/', begin], ['/team', `${begin}team`], ['/Team/', `${begin}Team/`]])
        await assert.rejects(iam(name, { PathPrefix }, team), awsError('AccessDenied', new RegExp(`on resource: ${arn(at)} because`)));
    });

  it('but all where AWS shows nothing else', async () => {
    const narrow = await makeUser('narrow-lists', { policies: [[allow('iam:List*', { Resource: arn('*') })]] });
    for (const name of ['ListPolicies', 'ListSAMLProviders', 'ListAccountAliases', 'ListOrganizationsFeatures'])
      await assert.rejects(iam(name, {}, narrow), awsError('AccessDenied'), name);
  });
});

// AWS's denials, as people have put them on record, name what the input gives by name by that name, what it gives by ARN and
// what is to be made by the ARN; a policy has a word before it. The exceptions are AWS's.
describe('a refusal of IAM names the resource as AWS does', () => {
  const arn = (rest) => `arn:aws:iam::${account}:${rest}`;
  const DOCUMENT = policy(ALL), TRUST = policy({ Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' });
  const P = { PolicyArn: 'arn:aws:iam::aws:policy/IAMReadOnlyAccess' }, own = () => ({ PolicyArn: arn('policy/p/own') });
  const R = { RoleName: 'told' }, U = { UserName: 'told' }, G = { GroupName: 'told' }, I = { InstanceProfileName: 'told' };
  const PUT = { PolicyName: 'p', PolicyDocument: DOCUMENT }, Tags = [{ Key: 'a', Value: 'b' }];
  const role = 'role told', user = 'user told', group = 'group told', profile = 'instance profile told';
  const WORDS = [
    ['GetRole', R, role], ['DeleteRole', R, role], ['AttachRolePolicy', { ...R, ...P }, role], ['DetachRolePolicy', { ...R, ...P }, role],
    ['PutRolePolicy', { ...R, ...PUT }, role], ['ListRolePolicies', R, role], ['ListAttachedRolePolicies', R, role], ['ListRoleTags', R, role],
    ['GetRolePolicy', { ...R, PolicyName: 'p' }, role], ['ListInstanceProfilesForRole', R, role],
    ['UpdateAssumeRolePolicy', { ...R, PolicyDocument: TRUST }, role], ['DeleteRolePermissionsBoundary', R, role],
    ['PutRolePermissionsBoundary', { ...R, PermissionsBoundary: P.PolicyArn }, () => arn('role/t/told')],
    ['TagRole', { ...R, Tags }, () => arn('role/t/told')], ['CreateRole', { RoleName: 'new', Path: '/n/', AssumeRolePolicyDocument: TRUST }, () => arn('role/n/new')],
    ['CreateServiceLinkedRole', { AWSServiceName: 'autoscaling.amazonaws.com' }, () => arn('role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling')],
    ['GetUser', U, user], ['CreateAccessKey', U, user], ['ListAccessKeys', U, user], ['AttachUserPolicy', { ...U, ...P }, user], ['PutUserPolicy', { ...U, ...PUT }, user],
    ['UpdateAccessKey', { ...U, AccessKeyId: 'AKIAAAAAAAAAAAAAAAAA', Status: 'Inactive' }, user], ['ListMFADevices', U, user],
    ['ListUserPolicies', U, user], ['ListAttachedUserPolicies', U, user], ['ListGroupsForUser', U, user], ['GetUser', { UserName: 'nobody' }, 'user nobody'],
    ['GetUser', {}, 'user words'], ['CreateUser', { UserName: 'new', Path: '/n/' }, () => arn('user/n/new')],
    ['AddUserToGroup', { ...G, ...U }, group], ['GetGroup', G, group], ['PutGroupPolicy', { ...G, ...PUT }, group], ['CreateGroup', { GroupName: 'new', Path: '/n/' }, () => arn('group/n/new')],
    ['CreatePolicy', { PolicyName: 'new', Path: '/n/', PolicyDocument: DOCUMENT }, 'policy new'], ['GetPolicy', P, `policy ${P.PolicyArn}`],
    ['GetPolicy', own, () => `policy ${arn('policy/p/own')}`], ['CreatePolicyVersion', () => ({ ...own(), PolicyDocument: DOCUMENT }), () => `policy ${arn('policy/p/own')}`],
    ['ListPolicyVersions', own, () => `policy ${arn('policy/p/own')}`], ['ListPolicies', {}, 'policy path /'], ['ListPolicies', { PathPrefix: '/team/' }, 'policy path /team/'],
    ['GetInstanceProfile', I, profile], ['AddRoleToInstanceProfile', { ...I, ...R }, profile], ['RemoveRoleFromInstanceProfile', { ...I, ...R }, profile],
    ['CreateInstanceProfile', { InstanceProfileName: 'new' }, () => arn('instance-profile/new')],
    ['DeleteServerCertificate', { ServerCertificateName: 'told' }, 'server certificate told'],
    ['CreateVirtualMFADevice', { VirtualMFADeviceName: 'new' }, () => arn('mfa/new')], ['DeleteVirtualMFADevice', () => ({ SerialNumber: arn('mfa/told') }), () => arn('mfa/told')],
    ['DeleteOpenIDConnectProvider', () => ({ OpenIDConnectProviderArn: arn('oidc-provider/told.example.com') }), () => arn('oidc-provider/told.example.com')],
    ['SimulatePrincipalPolicy', () => ({ PolicySourceArn: arn('user/told'), ActionNames: ['a:B'] }), () => arn('user/told')],
    ['GetAccountSummary', {}, '*'], ['ListAccountAliases', {}, '*'], ['GetAccountAuthorizationDetails', {}, '*'], ['CreateAccountAlias', { AccountAlias: 'told' }, '*'],
  ];
  const of = (value) => (typeof value === 'function' ? value() : value);
  let words;
  before(async () => {
    words = await makeUser('words', { Path: '/w/' });
    await iam('CreateRole', { ...R, Path: '/t/', AssumeRolePolicyDocument: TRUST });
  });

  for (const [name, input, resource] of WORDS)
    it(`${name} (${Object.keys(of(input))})`, () => assert.rejects(iam(name, of(input), words), awsError('AccessDenied',
      `User: ${words.arn} is not authorized to perform: iam:${name} on resource: ${of(resource)} because no identity-based policy allows the iam:${name} action`)));

  it('with the action of tagging too', async () => {
    const maker = await makeUser('maker', { policies: [[allow('iam:Create*')]] });
    const refused = (name, input, action, resource) => assert.rejects(iam(name, { ...input, Tags }, maker), awsError('AccessDenied', new RegExp(`perform: iam:${action} on resource: ${resource} because`)));
    await refused('CreatePolicy', { PolicyName: 'new', Path: '/n/', PolicyDocument: DOCUMENT }, 'TagPolicy', 'policy new');
    await refused('CreateRole', { RoleName: 'new', AssumeRolePolicyDocument: TRUST }, 'TagRole', arn('role/new'));
    await refused('CreateInstanceProfile', { InstanceProfileName: 'new' }, 'TagInstanceProfile', arn('instance-profile/new'));
    await refused('CreateOpenIDConnectProvider', { Url: 'https://new.example.com' }, 'TagOpenIDConnectProvider', arn('oidc-provider/new.example.com'));
  });

  it('and says the ARN where the caller is not what the operation is about', async () => {
    const as = await inSession('wordless', [allow('sts:*')]);
    await assert.rejects(iam('ListAccessKeys', {}, as), awsError('AccessDenied', new RegExp(`perform: iam:ListAccessKeys on resource: ${arn('role/wordless')} because`)));
  });
});

describe('a refusal by the policy of another resource', () => {
  const ARN = 'arn:aws:s3:::bucket/key';
  const reason = async (caller, statements, more = {}) => (await new GatehouseService(gatehouse).authorize([{
    PrincipalArn: caller.arn, Action: 's3:GetObject', Resource: ARN, ResourcePolicy: policy(...statements), ...more }])).Results[0].Reason;
  const on = (Effect, AWS) => ({ Effect, Principal: { AWS }, Action: 's3:*', Resource: ARN });
  const says = (caller, why) => `User: ${caller.arn} is not authorized to perform: s3:GetObject on resource: ${ARN} ${why}`;

  it('is named too', async () => {
    const reader = await makeUser('reader', { policies: [[ALL]] });
    assert.equal(await reason(reader, [on('Deny', reader.arn)]), says(reader, 'with an explicit deny in a resource-based policy'));
    assert.equal(await reason(reader, [on('Allow', memberId)], { ResourceAccount: memberId }), says(reader, 'because no resource-based policy allows the s3:GetObject action'));
    assert.equal(await reason(reader, [on('Allow', account)], { ResourceAccount: memberId }), undefined);
  });
});

describe('control policies have no say over', () => {
  const ask = (caller) => new GatehouseService(gatehouse, caller.as).authorize([{ PrincipalArn: caller.arn, Action: 'iam:ListUsers' }]).then((r) => r.Results[0]);
  const underScp = (run) => withControlPolicy('SERVICE_CONTROL_POLICY', policy(deny('*')), rootId, run);

  it('service-linked roles, whatever they forbid to other roles of the account', async () => {
    const { Role: linked } = await iam('CreateServiceLinkedRole', { AWSServiceName: 'autoscaling.amazonaws.com' }, member);
    const plain = await makeRole('plain', [{ Effect: 'Allow', Principal: { AWS: memberId }, Action: 'sts:AssumeRole' }], { as: member });
    const before = (await ask({ arn: linked.Arn })).Decision;
    await underScp(async () => {
      const limited = await ask({ arn: plain });
      assert.deepEqual([limited.Decision, limited.Layer], ['EXPLICIT_DENY', 'SERVICE_CONTROL_POLICY']);
      assert.equal((await ask({ arn: linked.Arn })).Decision, before);
    });
    assert.notEqual(before, 'EXPLICIT_DENY');
  });

  it('the management account, its users and its root user', async () => {
    const user = await makeUser('manager', { policies: [[ALL]] });
    await underScp(async () => {
      assert.equal((await ask(user)).Decision, 'ALLOW');
      assert.equal((await ask({ arn: `arn:aws:iam::${account}:root` })).Decision, 'ALLOW');
      const root = await ask({ arn: `arn:aws:iam::${memberId}:root` });
      assert.deepEqual([root.Decision, root.Layer], ['EXPLICIT_DENY', 'SERVICE_CONTROL_POLICY'], 'a member\'s root user is limited');
    });
  });
});

describe('who is meant by a principal', () => {
  const trust = (AWS) => [{ Effect: 'Allow', Principal: { AWS }, Action: 'sts:AssumeRole' }];
  const shown = async (RoleName) => JSON.parse(decodeURIComponent((await iam('GetRole', { RoleName })).Role.AssumeRolePolicyDocument)).Statement[0].Principal.AWS;

  it('a user who was deleted and made anew is not the one that was named, in allows and denials', async () => {
    const first = await makeUser('again', { policies: [[ALL]] });
    await makeRole('opens', trust(first.arn));
    await makeRole('shuts', [...trust('*'), { Effect: 'Deny', Principal: { AWS: first.arn }, Action: 'sts:AssumeRole' }]);
    await assume(first, 'opens');
    await assert.rejects(assume(first, 'shuts'), awsError('AccessDenied', /explicit deny in the role trust policy$/));
    await iam('DeleteUserPolicy', { UserName: 'again', PolicyName: 'p0' });
    await iam('DeleteAccessKey', { UserName: 'again', AccessKeyId: first.accessKeyId });
    await iam('DeleteUser', { UserName: 'again' });
    const second = await makeUser('again', { policies: [[ALL]] });
    assert.equal(second.arn, first.arn);
    assert.notEqual(second.id, first.id);
    assert.match(await shown('opens'), /^AIDA[A-Z0-9]{17}$/);
    assert.equal(await shown('opens'), first.id);
    await assert.rejects(assume(second, 'opens'), awsError('AccessDenied', /no role trust policy allows/));
    await assume(second, 'shuts');
  });

  it('nor is a role', async () => {
    const arn = await makeRole('worker', trust(account));
    const { RoleId } = (await iam('GetRole', { RoleName: 'worker' })).Role;
    await makeRole('works', trust(arn));
    const user = await makeUser('foreman', { policies: [[ALL]] });
    await assume(session(await assume(user, 'worker')), 'works');
    await iam('DeleteRolePolicy', { RoleName: 'worker', PolicyName: 'p0' });
    await iam('DeleteRole', { RoleName: 'worker' });
    await makeRole('worker', trust(account));
    assert.equal(await shown('works'), RoleId);
    assert.match(RoleId, /^AROA/);
    await assert.rejects(assume(session(await assume(user, 'worker')), 'works'), awsError('AccessDenied', /no role trust policy allows/));
  });

  it('nor is a session of a role', async () => {
    const arn = `arn:aws:sts::${account}:assumed-role/shifts/night`;
    await makeRole('shifts', trust(account));
    const { RoleId } = (await iam('GetRole', { RoleName: 'shifts' })).Role;
    await makeRole('night-opens', trust(arn));
    await makeRole('night-shuts', [...trust('*'), { Effect: 'Deny', Principal: { AWS: [arn] }, Action: 'sts:AssumeRole' }]);
    const statement = (Principal, Effect) => ({ Effect, ...Principal, Action: 'organizations:ListRoots', Resource: '*' });
    const content = (AWS) => policy(statement({ Principal: { AWS } }, 'Allow'), statement({ NotPrincipal: { AWS } }, 'Deny'));
    await org('PutResourcePolicy', { Content: content(arn) });
    const inPolicy = async () => (await org('DescribeResourcePolicy')).ResourcePolicy.Content;
    const user = await makeUser('shift-leader', { policies: [[ALL]] });
    const as = async (RoleSessionName) => session(await sts('AssumeRole', { RoleArn: arn.replace('sts', 'iam').replace('assumed-role/shifts/night', 'role/shifts'), RoleSessionName }, user));
    assert.equal(await shown('night-opens'), arn);
    assert.equal(await inPolicy(), content(arn));
    await assume(await as('night'), 'night-opens');
    await assert.rejects(assume(await as('day'), 'night-opens'), awsError('AccessDenied', /no role trust policy allows/));
    await assert.rejects(assume(await as('night'), 'night-shuts'), awsError('AccessDenied', /explicit deny in the role trust policy$/));
    await assume(await as('day'), 'night-shuts');
    await iam('DeleteRolePolicy', { RoleName: 'shifts', PolicyName: 'p0' });
    await iam('DeleteRole', { RoleName: 'shifts' });
    await makeRole('shifts', trust(account));
    assert.equal(await shown('night-opens'), `${RoleId}:night`);
    assert.equal(await inPolicy(), content(`${RoleId}:night`));
    await assert.rejects(assume(await as('night'), 'night-opens'), awsError('AccessDenied', /no role trust policy allows/));
    await assume(await as('night'), 'night-shuts');
    await assert.rejects(iam('UpdateAssumeRolePolicy', { RoleName: 'night-opens', PolicyDocument: policy(...trust(`${RoleId}:night`)) }),
      awsError('MalformedPolicyDocumentException', /^Invalid principal in policy: "AWS":"AROA/));
    const now = (await iam('GetRole', { RoleName: 'shifts' })).Role.RoleId;
    await iam('UpdateAssumeRolePolicy', { RoleName: 'night-opens', PolicyDocument: policy(...trust(`${now}:night`)) });
    assert.equal(await shown('night-opens'), arn);
    await assume(await as('night'), 'night-opens');
    await org('DeleteResourcePolicy');
  });

  it('nor in the resource policy of the organization, in Principal and NotPrincipal', async () => {
    const on = { Action: 'organizations:ListRoots', Resource: '*' };
    const first = (await iam('CreateUser', { UserName: 'manages' }, member)).User;
    await org('PutResourcePolicy', { Content: policy({ Sid: 'a', Effect: 'Allow', Principal: { AWS: first.Arn }, ...on }, { Sid: 'b', Effect: 'Deny', NotPrincipal: { AWS: [first.Arn, memberId] }, ...on }) });
    const names = async () => (await org('DescribeResourcePolicy')).ResourcePolicy.Content;
    const root = `arn:aws:iam::${memberId}:root`;
    const shown = (AWS) => policy({ Sid: 'a', Effect: 'Allow', Principal: { AWS }, ...on }, { Sid: 'b', Effect: 'Deny', NotPrincipal: { AWS: [AWS, root] }, ...on });
    assert.equal(await names(), shown(first.Arn));
    const keyOf = async () => {
      await iam('PutUserPolicy', { UserName: 'manages', PolicyName: 'p', PolicyDocument: policy(ALL) }, member);
      const { AccessKey: k } = await iam('CreateAccessKey', { UserName: 'manages' }, member);
      return { accessKeyId: k.AccessKeyId, secretAccessKey: k.SecretAccessKey };
    };
    const keys = await keyOf();
    await org('ListRoots', {}, keys);
    await iam('DeleteAccessKey', { UserName: 'manages', AccessKeyId: keys.accessKeyId }, member);
    await iam('DeleteUserPolicy', { UserName: 'manages', PolicyName: 'p' }, member);
    await iam('DeleteUser', { UserName: 'manages' }, member);
    await iam('CreateUser', { UserName: 'manages' }, member);
    assert.equal(await names(), shown(first.UserId));
    await assert.rejects(org('ListRoots', {}, await keyOf()), awsError('AccessDeniedException'));
    await assert.rejects(org('PutResourcePolicy', { Content: shown(`arn:aws:iam::${memberId}:user/nobody`) }), awsError('InvalidInputException'));
    await org('DeleteResourcePolicy');
  });
});

describe('what a caller sends is text, not a pattern', () => {
  /** Like the SDK, with any bytes as User-Agent. */
  async function listUsers(as, agent) {
    const { host, port, hostname } = new URL(gatehouse.url);
    const { body, ...request } = listUsersRequest();
    const headers = sign({ ...request, body }, { credentials: as, service: 'iam', host });
    const head = Object.entries(headers).map(([k, v]) => `${k}: ${v}\r\n`).join('');
    const bytes = Buffer.concat([Buffer.from(`POST / HTTP/1.1\r\n${head}User-Agent: `), agent,
      Buffer.from(`\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n${body}`)]);
    return new Promise((resolve, reject) => {
      const socket = net.connect(port, hostname, () => socket.write(bytes));
      let reply = '';
      socket.on('data', (more) => (reply += more)).on('end', () => resolve(Number(reply.split(' ')[1]))).on('error', reject);
    });
  }

  it('a User-Agent that is no UTF-8 is no key at all', async () => {
    const agent = (operator, value) => [allow('iam:ListUsers', { Condition: { [operator]: { 'aws:UserAgent': value } } })];
    const plain = await makeUser('agent', { policies: [agent('StringEquals', 'secret-client')] });
    assert.equal(await listUsers(plain, Buffer.from('secret-client')), 200);
    assert.equal(await listUsers(plain, Buffer.from('other')), 403);
    for (const bytes of [[0xff], [0xfe], [0xfe, 0xfe, 0xfe], [...Buffer.from('secret-'), 0xff]])
      assert.equal(await listUsers(plain, Buffer.from(bytes)), 403, `${bytes}`);
    const missing = await makeUser('agent-null', { policies: [agent('Null', 'true')] });
    assert.equal(await listUsers(missing, Buffer.from('x')), 403);
    assert.equal(await listUsers(missing, Buffer.from([0xff])), 200);
    assert.equal(await listUsers(missing, Buffer.from([0xc3, 0xa9])), 403, 'UTF-8 is a key');
    const own = await makeUser('*', { policies: [] }).catch((e) => e);
    assert.equal(own.name, 'ValidationError', 'nor can a name hold a wildcard');
  });
});
