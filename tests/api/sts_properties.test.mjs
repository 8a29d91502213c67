// The property behind every operation that makes a credential: what the child may do is within what its parent may and the
// session policies allow. Random policies of allows and denials, asked for real with each credential, against sets that are
// worked out here. GATEHOUSE_SEED and GATEHOUSE_CASES repeat and prolong a run.
import { after, before, describe, it } from 'node:test';
import assert from 'node:assert/strict';
import * as iamSdk from '@aws-sdk/client-iam';
import * as orgSdk from '@aws-sdk/client-organizations';
import * as stsSdk from '@aws-sdk/client-sts';
import { startGatehouse } from '../support/gatehouse.mjs';
import { SSOClient, GetRoleCredentialsCommand } from '@aws-sdk/client-sso';
import { SSOOIDCClient, CreateTokenCommand, RegisterClientCommand, StartDeviceAuthorizationCommand } from '@aws-sdk/client-sso-oidc';
import { PutInlinePolicyToPermissionSetCommand } from '@aws-sdk/client-sso-admin';
import { Browser } from '../support/browser.mjs';
import { PASSWORD, assign, createPermissionSet, furnish } from '../support/organization.mjs';
import { OidcProvider, TLS, base64, samlMetadata, samlResponse, signSaml, thumbprint } from '../support/federation.mjs';

const { IAMClient, CreateAccessKeyCommand, CreateOpenIDConnectProviderCommand, CreateRoleCommand, CreateSAMLProviderCommand, CreateUserCommand, EnableOrganizationsRootSessionsCommand,
  GetAccountPasswordPolicyCommand, GetAccountSummaryCommand, ListGroupsCommand, ListRolesCommand, ListUsersCommand, PutRolePolicyCommand, PutUserPolicyCommand } = iamSdk;
const { OrganizationsClient, AttachPolicyCommand, CreatePolicyCommand, DescribeOrganizationCommand, DetachPolicyCommand, EnableAWSServiceAccessCommand,
  EnablePolicyTypeCommand, ListAccountsCommand, ListRootsCommand } = orgSdk;
const { STSClient, AssumeRoleCommand, AssumeRootCommand, AssumeRoleWithSAMLCommand, AssumeRoleWithWebIdentityCommand, GetAccessKeyInfoCommand, GetCallerIdentityCommand,
  GetFederationTokenCommand, GetSessionTokenCommand } = stsSdk;

const seed = Number(process.env.GATEHOUSE_SEED ?? Date.now() % 1e6), cases = Number(process.env.GATEHOUSE_CASES ?? 8);
let state = seed + 1;
const random = () => { // mulberry32
  state = (state + 0x6d2b79f5) | 0;
  let t = Math.imul(state ^ (state >>> 15), 1 | state);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
};
const pick = (list) => list[Math.floor(random() * list.length)];

const PROBES = {
  'iam:ListUsers': [IAMClient, new ListUsersCommand({})], 'iam:ListRoles': [IAMClient, new ListRolesCommand({})], 'iam:ListGroups': [IAMClient, new ListGroupsCommand({})],
  'iam:GetAccountPasswordPolicy': [IAMClient, new GetAccountPasswordPolicyCommand({})], 'iam:GetAccountSummary': [IAMClient, new GetAccountSummaryCommand({})],
  'organizations:DescribeOrganization': [OrganizationsClient, new DescribeOrganizationCommand({})],
  'organizations:ListAccounts': [OrganizationsClient, new ListAccountsCommand({})], 'organizations:ListRoots': [OrganizationsClient, new ListRootsCommand({})],
  'sts:GetAccessKeyInfo': [STSClient, new GetAccessKeyInfoCommand({ AccessKeyId: 'ASIAAAAAAAAAAAAAAAAA' })],
};
const ACTIONS = Object.keys(PROBES);
const PATTERNS = [...ACTIONS, '*', 'iam:*', 'organizations:*', 'iam:List*', 'organizations:List*', 'sts:*', 'iam:Get*'];
const matches = (pattern, action) => new RegExp(`^${pattern.replace(/\*/g, '.*')}$`).test(action);

/** A random policy, and what it allows when nothing else has a say. */
function randomPolicy() {
  const statements = Array.from({ length: 1 + Math.floor(random() * 3) }, (_, i) => ({ Effect: i && random() < 0.4 ? 'Deny' : 'Allow',
    Action: Array.from({ length: 1 + Math.floor(random() * 3) }, () => pick(PATTERNS)), Resource: '*' }));
  const has = (effect, action) => statements.some((s) => s.Effect === effect && s.Action.some((p) => matches(p, action)));
  return { text: JSON.stringify({ Version: '2012-10-17', Statement: statements }), allows: (action) => has('Allow', action) && !has('Deny', action) };
}

let gatehouse, iam, account, house, oidc, oidcArn, samlArn, number = 0;
const as = (Client, credentials) => gatehouse.client(Client, credentials);
const session = (c) => ({ accessKeyId: c.AccessKeyId, secretAccessKey: c.SecretAccessKey, sessionToken: c.SessionToken });
const REFUSED = new Set(['AccessDenied', 'AccessDeniedException', 'InvalidClientTokenId']);

before(async () => {
  oidc = await new OidcProvider().start();
  gatehouse = await startGatehouse({ args: ['--private-providers', 'allow'] });
  iam = as(IAMClient);
  account = (await as(STSClient).send(new GetCallerIdentityCommand({}))).Account;
  house = await furnish(gatehouse);
  oidcArn = (await iam.send(new CreateOpenIDConnectProviderCommand({ Url: oidc.url, ClientIDList: ['my-client'], ThumbprintList: [thumbprint(TLS.cert)] }))).OpenIDConnectProviderArn;
  samlArn = (await iam.send(new CreateSAMLProviderCommand({ Name: 'P', SAMLMetadataDocument: samlMetadata() }))).SAMLProviderArn;
});
after(async () => {
  await gatehouse?.stop();
  await oidc?.stop();
});

async function allowed(credentials) {
  const found = await Promise.all(ACTIONS.map(async (action) => {
    const [Client, command] = PROBES[action];
    try {
      await as(Client, credentials).send(command);
      return true;
    } catch (error) {
      return !REFUSED.has(error.name);
    }
  }));
  return new Set(ACTIONS.filter((_, i) => found[i]));
}

async function makeUser(policy, extra) {
  const UserName = `user-${number++}`;
  await iam.send(new CreateUserCommand({ UserName }));
  await iam.send(new PutUserPolicyCommand({ UserName, PolicyName: 'p', PolicyDocument: policy.text }));
  if (extra) await iam.send(new PutUserPolicyCommand({ UserName, PolicyName: 'extra', PolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement: { Effect: 'Allow', Action: extra, Resource: '*' } }) }));
  const { AccessKey: k } = await iam.send(new CreateAccessKeyCommand({ UserName }));
  return { accessKeyId: k.AccessKeyId, secretAccessKey: k.SecretAccessKey };
}

async function makeRole(policy) {
  const RoleName = `role-${number++}`;
  const { Role } = await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement: [
    { Effect: 'Allow', Principal: { AWS: account }, Action: 'sts:AssumeRole' }, { Effect: 'Allow', Principal: { Federated: oidcArn }, Action: 'sts:AssumeRoleWithWebIdentity' },
    { Effect: 'Allow', Principal: { Federated: samlArn }, Action: 'sts:AssumeRoleWithSAML' }] }) }));
  await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: 'p', PolicyDocument: policy.text }));
  return Role.Arn;
}

/** The child may do exactly what both allow, where its kind of credential is let in at all. */
function check(child, parent, limits, { closed = () => false, what }) {
  for (const action of ACTIONS) {
    const within = parent.allows(action) && limits.every((p) => p.allows(action));
    if (child.has(action)) assert.ok(within, `seed ${seed}: ${what} may ${action}: parent ${parent.text}, limits ${limits.map((p) => p.text)}`);
    else assert.ok(!within || closed(action), `seed ${seed}: ${what} may not ${action}: parent ${parent.text}, limits ${limits.map((p) => p.text)}`);
  }
}
const closedToIam = (action) => action.startsWith('iam:') || action.startsWith('sts:');

describe(`a child's permissions are within its parent's and the session policies (seed ${seed}, ${cases} cases each)`, () => {
  const repeat = async (run) => { for (let i = 0; i < cases; i++) await run(); };
  const limitsOf = () => (random() < 0.7 ? [randomPolicy()] : []);
  const anonymous = () => gatehouse.client(STSClient, undefined, { credentials: { accessKeyId: '', secretAccessKey: '' } });

  it('AssumeRole', () => repeat(async () => {
    const parent = randomPolicy(), limits = limitsOf(), RoleArn = await makeRole(parent);
    const { Credentials } = await as(STSClient).send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'child', ...(limits[0] && { Policy: limits[0].text }) }));
    check(await allowed(session(Credentials)), parent, limits, { what: 'AssumeRole' });
  }));

  it('AssumeRole out of a limited session: the limits do not follow, but they decide who may go', () => repeat(async () => {
    const wide = { text: '{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}', allows: () => true };
    const first = await makeRole(wide), limit = randomPolicy(), second = await makeRole(wide);
    const { Credentials } = await as(STSClient).send(new AssumeRoleCommand({ RoleArn: first, RoleSessionName: 'child', Policy: limit.text }));
    const next = as(STSClient, session(Credentials)).send(new AssumeRoleCommand({ RoleArn: second, RoleSessionName: 'grandchild' }));
    const may = limit.allows('sts:AssumeRole');
    assert.equal(await next.then(() => true, (e) => { if (!REFUSED.has(e.name)) throw e; return false; }), may, limit.text);
  }));

  it('AssumeRoleWithWebIdentity', () => repeat(async () => {
    const parent = randomPolicy(), limits = limitsOf(), RoleArn = await makeRole(parent);
    const { Credentials } = await anonymous().send(new AssumeRoleWithWebIdentityCommand({ RoleArn, RoleSessionName: 'child', WebIdentityToken: await oidc.token(), ...(limits[0] && { Policy: limits[0].text }) }));
    check(await allowed(session(Credentials)), parent, limits, { what: 'AssumeRoleWithWebIdentity' });
  }));

  it('AssumeRoleWithSAML', () => repeat(async () => {
    const parent = randomPolicy(), limits = limitsOf(), RoleArn = await makeRole(parent);
    const SAMLAssertion = base64(signSaml(samlResponse({ with: { Role: `${RoleArn},${samlArn}`, RoleSessionName: 'child' } })));
    const { Credentials } = await anonymous().send(new AssumeRoleWithSAMLCommand({ RoleArn, PrincipalArn: samlArn, SAMLAssertion, ...(limits[0] && { Policy: limits[0].text }) }));
    check(await allowed(session(Credentials)), parent, limits, { what: 'AssumeRoleWithSAML' });
  }));

  it('GetSessionToken', () => repeat(async () => {
    const parent = randomPolicy(), keys = await makeUser(parent);
    const { Credentials } = await as(STSClient, keys).send(new GetSessionTokenCommand({}));
    check(await allowed(session(Credentials)), parent, [], { what: 'GetSessionToken', closed: closedToIam });
    check(await allowed(keys), parent, [], { what: 'CreateAccessKey' });
  }));

  it('GetFederationToken', () => repeat(async () => {
    const parent = randomPolicy(), limits = limitsOf(), keys = await makeUser(parent, ['sts:GetFederationToken']);
    const none = { text: 'none', allows: () => false };
    let reply;
    try {
      reply = await as(STSClient, keys).send(new GetFederationTokenCommand({ Name: 'child', ...(limits[0] && { Policy: limits[0].text }) }));
    } catch (error) {
      assert.equal(error.name, 'AccessDenied', error.message); // its own policy denies sts:*
      return;
    }
    check(await allowed(session(reply.Credentials)), parent, limits.length ? limits : [none], { what: 'GetFederationToken', closed: closedToIam });
  }));

  it('AssumeRoot: within the task, and within what control policies leave to the member', async () => {
    const organizations = as(OrganizationsClient), target = { TargetId: house.accountId };
    await organizations.send(new EnableAWSServiceAccessCommand({ ServicePrincipal: 'iam.amazonaws.com' }));
    await iam.send(new EnableOrganizationsRootSessionsCommand({}));
    await organizations.send(new EnablePolicyTypeCommand({ RootId: house.rootId, PolicyType: 'SERVICE_CONTROL_POLICY' }));
    const tasks = { IAMAuditRootUserCredentials: ['iam:GetAccountSummary'], IAMDeleteRootUserCredentials: [], S3UnlockBucketPolicy: [] };
    let first = 'p-FullAWSAccess';
    await repeat(async () => {
      const parent = randomPolicy(), task = pick(Object.keys(tasks));
      const { Policy } = await organizations.send(new CreatePolicyCommand({ Name: `scp-${number++}`, Description: '', Type: 'SERVICE_CONTROL_POLICY', Content: parent.text }));
      await organizations.send(new AttachPolicyCommand({ PolicyId: Policy.PolicySummary.Id, ...target }));
      await organizations.send(new DetachPolicyCommand({ PolicyId: first, ...target }));
      first = Policy.PolicySummary.Id;
      const { Credentials } = await as(STSClient).send(new AssumeRootCommand({ TargetPrincipal: house.accountId, TaskPolicyArn: { arn: `arn:aws:iam::aws:policy/root-task/${task}` } }));
      check(await allowed(session(Credentials)), parent, [{ text: task, allows: (action) => tasks[task].includes(action) }], { what: 'AssumeRoot' });
    });
    await organizations.send(new AttachPolicyCommand({ PolicyId: 'p-FullAWSAccess', ...target }));
    await organizations.send(new DetachPolicyCommand({ PolicyId: first, ...target }));
  });

  it('GetRoleCredentials: within the permission set', async () => {
    const center = gatehouse.client(SSOOIDCClient, null), portal = gatehouse.client(SSOClient, null);
    await new Browser().setPassword(await gatehouse.mailedLink('jdoe@example.com'), PASSWORD);
    const { clientId, clientSecret } = await center.send(new RegisterClientCommand({ clientName: 'tests', clientType: 'public', scopes: ['sso:account:access'] }));
    const device = await center.send(new StartDeviceAuthorizationCommand({ clientId, clientSecret, startUrl: `${gatehouse.url}/start` }));
    await new Browser().approveDevice(device.verificationUriComplete, 'jdoe', PASSWORD);
    const { accessToken } = await center.send(new CreateTokenCommand({ clientId, clientSecret, deviceCode: device.deviceCode, grantType: 'urn:ietf:params:oauth:grant-type:device_code' }));
    // A member account reads nothing of its organization but that it is in one.
    const closed = (action) => action.startsWith('organizations:List');
    await repeat(async () => {
      const parent = randomPolicy(), roleName = `Set${number++}`, InstanceArn = house.instanceArn;
      const PermissionSetArn = await createPermissionSet(house.admin, InstanceArn, roleName);
      await house.admin.send(new PutInlinePolicyToPermissionSetCommand({ InstanceArn, PermissionSetArn, InlinePolicy: parent.text }));
      await assign(house.admin, { InstanceArn, TargetId: house.accountId, PermissionSetArn, PrincipalId: house.groupId });
      const { roleCredentials: c } = await portal.send(new GetRoleCredentialsCommand({ accessToken, roleName, accountId: house.accountId }));
      check(await allowed({ accessKeyId: c.accessKeyId, secretAccessKey: c.secretAccessKey, sessionToken: c.sessionToken }), parent, [], { what: 'GetRoleCredentials', closed });
    });
  });

  it('a session cannot make a key where its policy does not let it', async () => {
    const wide = { text: '{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}', allows: () => true };
    const RoleArn = await makeRole(wide);
    const Policy = JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: ['iam:List*', 'sts:*'], Resource: '*' }] });
    const { Credentials } = await as(STSClient).send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'child', Policy }));
    const inside = session(Credentials);
    await iam.send(new CreateUserCommand({ UserName: 'target' }));
    for (const command of [new CreateAccessKeyCommand({ UserName: 'target' }), new CreateUserCommand({ UserName: 'other' }),
      new PutRolePolicyCommand({ RoleName: RoleArn.split('/').at(-1), PolicyName: 'x', PolicyDocument: wide.text })])
      await assert.rejects(as(IAMClient, inside).send(command), (e) => e.name === 'AccessDenied' && /no session policy allows/.test(e.message));
    await assert.rejects(as(STSClient, inside).send(new GetFederationTokenCommand({ Name: 'child', Policy: wide.text })), (e) => e.name === 'AccessDenied');
    await assert.rejects(as(STSClient, inside).send(new GetSessionTokenCommand({})), (e) => e.name === 'AccessDenied');
  });
});
