// From an invitation to role credentials: the password page, the device flow, the portal, and what is refused on the way.
import { after, before, describe, it } from 'node:test';
import assert from 'node:assert/strict';
import { SSOOIDCClient, RegisterClientCommand, StartDeviceAuthorizationCommand, CreateTokenCommand } from '@aws-sdk/client-sso-oidc';
import { SSOClient, ListAccountsCommand, ListAccountRolesCommand, GetRoleCredentialsCommand, LogoutCommand } from '@aws-sdk/client-sso';
import { STSClient, GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { IAMClient, CreateUserCommand as CreateIamUserCommand, ListUsersCommand } from '@aws-sdk/client-iam';
import { OrganizationsClient, ListAccountsCommand as ListOrganizationAccountsCommand } from '@aws-sdk/client-organizations';
import { DeleteGroupMembershipCommand, GetGroupMembershipIdCommand } from '@aws-sdk/client-identitystore';
import { awsError, startGatehouse } from '../support/gatehouse.mjs';
import { Browser } from '../support/browser.mjs';
import { assign, createPermissionSet, furnish, PASSWORD } from '../support/organization.mjs';

const DEVICE_GRANT = 'urn:ietf:params:oauth:grant-type:device_code';
let gatehouse, f, oidc, portal, registration;
before(async () => {
  gatehouse = await startGatehouse();
  f = await furnish(gatehouse);
  const viewer = await createPermissionSet(f.admin, f.instanceArn, 'ViewOnlyAccess', 'arn:aws:iam::aws:policy/job-function/ViewOnlyAccess');
  await assign(f.admin, { InstanceArn: f.instanceArn, TargetId: f.accountId, PermissionSetArn: viewer, PrincipalId: f.groupId });
  oidc = gatehouse.client(SSOOIDCClient, null);
  portal = gatehouse.client(SSOClient, null);
  registration = await oidc.send(new RegisterClientCommand({ clientName: 'botocore-client-tests', clientType: 'public', scopes: ['sso:account:access'] }));
});
after(() => gatehouse?.stop());

const client = () => ({ clientId: registration.clientId, clientSecret: registration.clientSecret });
const startDevice = (startUrl = `${gatehouse.url}/start`) => oidc.send(new StartDeviceAuthorizationCommand({ ...client(), startUrl }));
const token = (deviceCode, more = {}) => oidc.send(new CreateTokenCommand({ ...client(), grantType: DEVICE_GRANT, deviceCode, ...more }));

/** The device flow with a person who says yes: an access token. */
async function logIn(browser = new Browser()) {
  const device = await startDevice();
  await browser.approveDevice(device.verificationUriComplete, 'jdoe', PASSWORD);
  return (await token(device.deviceCode)).accessToken;
}

const credentialsOf = async (accessToken, roleName) => {
  const { roleCredentials: c } = await portal.send(new GetRoleCredentialsCommand({ accessToken, roleName, accountId: f.accountId }));
  return { accessKeyId: c.accessKeyId, secretAccessKey: c.secretAccessKey, sessionToken: c.sessionToken, expiration: new Date(c.expiration) };
};

describe('an invitation', () => {
  it('arrives by mail and sets a password once', async () => {
    const link = await gatehouse.mailedLink('jdoe@example.com');
    assert.ok(link.startsWith(gatehouse.url), link);
    const weak = new Browser();
    await weak.setPassword(link, 'short');
    assert.ok(weak.hasField('new_password'), 'a weak password is refused with the form again');
    const browser = new Browser();
    await browser.setPassword(link, PASSWORD);
    assert.equal(browser.status, 200);
    assert.ok(!browser.hasField('new_password'));
    const again = new Browser();
    await again.open(link);
    assert.ok(!again.hasField('new_password'), 'a link works once');
    assert.ok(again.status >= 400, `${again.status}`);
  });

  it('can be made by command', async () => {
    const out = await gatehouse.command('invite', '--url', gatehouse.url, 'jdoe');
    assert.ok(out.trim().startsWith(`${gatehouse.url}/`), out);
  });
});

describe('signing in', () => {
  const attempt = async (user, password) => {
    const browser = new Browser();
    await browser.open(`${gatehouse.url}/signin`);
    await browser.signIn(user, password);
    return browser;
  };

  it('fails alike for a wrong password and an unknown name', async () => {
    const strip = (b) => b.html.replace(/jdoe|nobody/g, 'NAME').replace(/name="csrf" value="[^"]*"/g, '').replace(/nonce-?="?[^"\s]+/g, '');
    const wrong = await attempt('jdoe', 'Wrong-password-1');
    const unknown = await attempt('nobody', 'Wrong-password-1');
    assert.equal(wrong.status, unknown.status);
    assert.equal(strip(wrong), strip(unknown));
    assert.ok(!wrong.cookies.size || wrong.cookies.size === unknown.cookies.size);
  });

  it('leads to the accounts and roles one has', async () => {
    const browser = await attempt('jdoe', PASSWORD);
    assert.equal(browser.status, 200);
    for (const text of ['Development Account', f.accountId, 'DeveloperAccess', 'ViewOnlyAccess']) assert.ok(browser.html.includes(text), text);
  });

  it('keeps a cookie that script cannot read', async () => {
    const browser = new Browser();
    await browser.open(`${gatehouse.url}/signin`);
    await browser.submit({ user_name: 'jdoe' });
    const form = browser.form();
    const body = new URLSearchParams(form.fields.map((x) => [x.name, x.name === 'password' ? PASSWORD : (x.value ?? '')])).toString();
    const reply = await browser.request(new URL(form.action, browser.url).href, { method: 'POST', body, headers: { 'content-type': 'application/x-www-form-urlencoded' } });
    const cookies = reply.headers.getSetCookie();
    assert.ok(cookies.length >= 1);
    for (const cookie of cookies) {
      assert.match(cookie, /;\s*HttpOnly/i);
      assert.match(cookie, /;\s*SameSite=(Lax|Strict)/i);
    }
  });

  it('refuses a form from elsewhere', async () => {
    const browser = new Browser();
    await browser.open(`${gatehouse.url}/signin`);
    const reply = await browser.request(`${gatehouse.url}/signin`, { method: 'POST', body: 'csrf=forged&user_name=jdoe', headers: {
      'content-type': 'application/x-www-form-urlencoded', origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' } });
    assert.ok(reply.status >= 400, `${reply.status}`);
  });

  it('sends strict headers with every page', async () => {
    const browser = new Browser();
    await browser.open(`${gatehouse.url}/signin`);
    const csp = browser.responseHeaders.get('content-security-policy');
    assert.match(csp, /default-src 'none'|default-src 'self'/);
    assert.ok(!/unsafe-inline|unsafe-eval/.test(csp), csp);
    assert.match(csp, /frame-ancestors 'none'/);
    assert.equal(browser.responseHeaders.get('x-content-type-options'), 'nosniff');
    assert.match(browser.responseHeaders.get('cache-control'), /no-store/);
    assert.ok(browser.responseHeaders.get('referrer-policy'));
  });
});

describe('the device flow', () => {
  it('registers, waits, and gives a token once', async () => {
    assert.ok(registration.clientSecretExpiresAt > Date.now() / 1000 + 86_400);
    const device = await startDevice();
    assert.match(device.userCode, /^[A-Z]{4}-[A-Z]{4}$/);
    assert.ok(device.verificationUriComplete.includes(device.userCode));
    assert.ok(device.expiresIn >= 300 && device.interval >= 1);
    await assert.rejects(token(device.deviceCode), (error) => awsError('AuthorizationPendingException')(error) && error.error === 'authorization_pending');
    const browser = new Browser();
    await browser.approveDevice(device.verificationUriComplete, 'jdoe', PASSWORD);
    assert.equal(browser.status, 200);
    const granted = await token(device.deviceCode);
    assert.equal(granted.tokenType, 'Bearer');
    assert.ok(granted.accessToken && granted.expiresIn > 0);
    await assert.rejects(token(device.deviceCode), (error) => /^(InvalidGrant|ExpiredToken|InvalidRequest)Exception$/.test(error.name));
  });

  it('takes the AWS name of the start URL', async () => {
    for (const startUrl of [`https://${f.storeId}.awsapps.com/start`, `https://${f.storeId}.awsapps.com/start/`, `https://${f.storeId}.awsapps.com/start#`])
      assert.ok((await startDevice(startUrl)).deviceCode, startUrl);
  });

  it('shows the code, the client and the person, and respects a no', async () => {
    const device = await startDevice();
    const browser = new Browser();
    await browser.open(device.verificationUriComplete);
    await browser.signIn('jdoe', PASSWORD);
    if (!browser.form().buttons.some((b) => b.value === 'deny')) await browser.submit();
    for (const text of [device.userCode, 'botocore-client-tests', 'John Doe']) assert.ok(browser.html.includes(text), text);
    await browser.submit({}, 'deny');
    await assert.rejects(token(device.deviceCode), (error) => awsError('AccessDeniedException')(error) && error.error === 'access_denied');
  });

  it('refuses what is longer than any registration, before it reads it', async () => {
    const body = `{"clientName":"x","clientType":"public","more":[${'0,'.repeat(20_000)}0]}`;
    const reply = await fetch(`${gatehouse.url}/client/register`, { method: 'POST', body, headers: { 'content-type': 'application/json' } });
    assert.equal(reply.status, 413);
  });

  it('refuses wrong secrets, codes, grants and clients', async () => {
    const device = await startDevice();
    await assert.rejects(token(device.deviceCode, { clientSecret: 'wrong' }), (error) =>
      awsError('InvalidClientException')(error) && error.$metadata.httpStatusCode === 401);
    await assert.rejects(token('wrong'), (error) => /^(InvalidGrant|InvalidRequest|ExpiredToken)Exception$/.test(error.name));
    await assert.rejects(token(device.deviceCode, { grantType: 'password' }), awsError('UnsupportedGrantTypeException'));
    await assert.rejects(oidc.send(new RegisterClientCommand({ clientName: 'x', clientType: 'confidential' })),
      (error) => /^(InvalidClientMetadata|InvalidRequest|UnauthorizedClient)Exception$/.test(error.name));
    const other = await oidc.send(new RegisterClientCommand({ clientName: 'other', clientType: 'public' }));
    await assert.rejects(token(device.deviceCode, { clientId: other.clientId, clientSecret: other.clientSecret }),
      (error) => /^(InvalidGrant|InvalidClient|UnauthorizedClient)Exception$/.test(error.name));
  });
});

describe("the portal's cookie", () => {
  const accounts = (browser, headers) => browser.request(`${gatehouse.url}/assignment/accounts`, { headers });
  const signedIn = async () => {
    const browser = new Browser();
    await browser.open(`${gatehouse.url}/signin`);
    await browser.signIn('jdoe', PASSWORD);
    return browser;
  };

  it('stands in for a token where our own page asks', async () => {
    const browser = await signedIn();
    const reply = await accounts(browser, { 'sec-fetch-site': 'same-origin' });
    assert.equal(reply.status, 200, reply.html);
    assert.deepEqual(JSON.parse(reply.html).accountList.map((a) => a.accountId), [f.accountId]);
  });

  it('counts for nobody else', async () => {
    const browser = await signedIn();
    const twice = { 'sec-fetch-site': 'same-origin', cookie: [...browser.cookies].flatMap(([k, v]) => [`${k}=${v}`, `${k}=planted`]).join('; ') };
    for (const headers of [{}, { 'sec-fetch-site': 'same-site' }, { 'sec-fetch-site': 'cross-site' }, { 'sec-fetch-site': 'none' },
      { origin: 'https://evil.example', 'sec-fetch-site': 'same-origin' }, { origin: 'null' }, twice]) {
      const reply = await accounts(browser, headers);
      assert.equal(reply.status, 401, JSON.stringify(headers));
      assert.equal(reply.headers.get('x-amzn-errortype'), 'UnauthorizedException');
    }
  });

  it('ends with a sign-out', async () => {
    const browser = await signedIn();
    assert.equal((await browser.request(`${gatehouse.url}/logout`, { method: 'POST', body: '' })).status, 200);
    assert.equal((await accounts(browser, { 'sec-fetch-site': 'same-origin' })).status, 401);
  });
});

describe('the portal', () => {
  let accessToken;
  before(async () => (accessToken = await logIn()));

  it('lists accounts and roles', async () => {
    const { accountList } = await portal.send(new ListAccountsCommand({ accessToken }));
    assert.deepEqual(accountList, [{ accountId: f.accountId, accountName: 'Development Account', emailAddress: 'dev-account@example.com' }]);
    const { roleList } = await portal.send(new ListAccountRolesCommand({ accessToken, accountId: f.accountId }));
    assert.deepEqual(roleList.map((r) => r.roleName).sort(), ['DeveloperAccess', 'ViewOnlyAccess']);
    const one = await portal.send(new ListAccountRolesCommand({ accessToken, accountId: f.accountId, maxResults: 1 }));
    const two = await portal.send(new ListAccountRolesCommand({ accessToken, accountId: f.accountId, maxResults: 1, nextToken: one.nextToken }));
    assert.notEqual(one.roleList[0].roleName, two.roleList[0].roleName);
    assert.equal(two.nextToken, undefined);
  });

  it('gives credentials of the role', async () => {
    const c = await credentialsOf(accessToken, 'DeveloperAccess');
    assert.match(c.accessKeyId, /^ASIA[A-Z0-9]{16}$/);
    const left = c.expiration - Date.now();
    assert.ok(left > 4 * 3_600_000 - 60_000 && left <= 4 * 3_600_000 + 1000, `${left} ms of PT4H`);
    const me = await gatehouse.client(STSClient, c).send(new GetCallerIdentityCommand({}));
    assert.equal(me.Account, f.accountId);
    assert.match(me.Arn, new RegExp(`^arn:aws:sts::${f.accountId}:assumed-role/AWSReservedSSO_DeveloperAccess_[0-9a-f]{16}/jdoe$`));
  });

  it('refuses roles one does not have, and no token', async () => {
    const no = (error) => awsError('ForbiddenException', 'No access')(error) && error.$metadata.httpStatusCode === 403;
    await assert.rejects(credentialsOf(accessToken, 'AdministratorAccess'), no);
    await assert.rejects(portal.send(new GetRoleCredentialsCommand({ accessToken, roleName: 'DeveloperAccess', accountId: '000000000000' })), no);
    await assert.rejects(portal.send(new ListAccountsCommand({ accessToken: `${accessToken}x` })),
      (error) => awsError('UnauthorizedException')(error) && error.$metadata.httpStatusCode === 401);
  });

  it('holds a viewer to viewing, in AWS\'s words', async () => {
    const c = await credentialsOf(accessToken, 'ViewOnlyAccess');
    const iam = gatehouse.client(IAMClient, c);
    assert.ok((await iam.send(new ListUsersCommand({}))).Users);
    const me = (await gatehouse.client(STSClient, c).send(new GetCallerIdentityCommand({}))).Arn;
    await assert.rejects(iam.send(new CreateIamUserCommand({ UserName: 'mallory' })), awsError('AccessDenied',
      `User: ${me} is not authorized to perform: iam:CreateUser on resource: arn:aws:iam::${f.accountId}:user/mallory because no identity-based policy allows the iam:CreateUser action`));
  });

  it('holds PowerUserAccess away from IAM', async () => {
    const iam = gatehouse.client(IAMClient, await credentialsOf(accessToken, 'DeveloperAccess'));
    await assert.rejects(iam.send(new CreateIamUserCommand({ UserName: 'mallory' })), awsError('AccessDenied'));
    await assert.rejects(gatehouse.client(OrganizationsClient, await credentialsOf(accessToken, 'DeveloperAccess')).send(new ListOrganizationAccountsCommand({})),
      awsError('AccessDeniedException'));
  });

  it('ends with logout', async () => {
    const mine = await logIn();
    await portal.send(new LogoutCommand({ accessToken: mine }));
    await assert.rejects(portal.send(new ListAccountsCommand({ accessToken: mine })), awsError('UnauthorizedException'));
  });

  it('takes credentials back when the assignment\'s ground is gone', async () => {
    const c = await credentialsOf(accessToken, 'DeveloperAccess');
    const sts = gatehouse.client(STSClient, c);
    assert.ok((await sts.send(new GetCallerIdentityCommand({}))).Arn);
    const id = { IdentityStoreId: f.storeId };
    const { MembershipId } = await f.store.send(new GetGroupMembershipIdCommand({ ...id, GroupId: f.groupId, MemberId: { UserId: f.userId } }));
    await f.store.send(new DeleteGroupMembershipCommand({ ...id, MembershipId }));
    await assert.rejects(sts.send(new GetCallerIdentityCommand({})), (error) => /InvalidClientTokenId|ExpiredToken/.test(error.name));
    assert.deepEqual((await portal.send(new ListAccountsCommand({ accessToken }))).accountList, []);
    await assert.rejects(credentialsOf(accessToken, 'DeveloperAccess'), awsError('ForbiddenException'));
  });
});
