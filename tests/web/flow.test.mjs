// A person's way through the pages in a real browser, without script: invitation, password, sign-in, accounts, command
// line access, a device, sign-out; and what the pages say when something is wrong.
import { after, before, describe, it } from 'node:test';
import assert from 'node:assert/strict';
import { SSOOIDCClient, RegisterClientCommand, StartDeviceAuthorizationCommand, CreateTokenCommand } from '@aws-sdk/client-sso-oidc';
import { startGatehouse } from '../support/gatehouse.mjs';
import { assign, createAccount, createPermissionSet, furnish, PASSWORD } from '../support/organization.mjs';
import { launch, newPage, noChromium } from './chromium.mjs';
import { Gate } from './pages.mjs';

const DEVICE_GRANT = 'urn:ietf:params:oauth:grant-type:device_code';

describe('pages in a browser without script', { skip: noChromium }, () => {
  let gatehouse, f, browser, tab, gate, link, secondAccount;
  before(async () => {
    gatehouse = await startGatehouse();
    f = await furnish(gatehouse);
    const viewer = await createPermissionSet(f.admin, f.instanceArn, 'ViewOnlyAccess', 'arn:aws:iam::aws:policy/job-function/ViewOnlyAccess');
    secondAccount = await createAccount(f.organizations, '<b>Odd & "quoted"</b>', 'odd@example.com');
    for (const TargetId of [f.accountId, secondAccount])
      await assign(f.admin, { InstanceArn: f.instanceArn, TargetId, PermissionSetArn: viewer, PrincipalId: f.groupId });
    link = await gatehouse.mailedLink('jdoe@example.com');
    browser = await launch();
    await fresh();
  });
  after(async () => {
    await browser?.close();
    await gatehouse?.stop();
  });

  /** A browser window of a person who has never been here. */
  async function fresh() {
    await tab?.context.close();
    tab = await newPage(browser);
    gate = new Gate(tab.page, gatehouse.url);
  }

  async function signedIn() {
    await fresh();
    await gate.signIn('jdoe', PASSWORD);
  }

  async function startDevice(clientName = 'botocore-client-web') {
    const oidc = gatehouse.client(SSOOIDCClient, null);
    const client = await oidc.send(new RegisterClientCommand({ clientName, clientType: 'public', scopes: ['sso:account:access'] }));
    const device = await oidc.send(new StartDeviceAuthorizationCommand({
      clientId: client.clientId, clientSecret: client.clientSecret, startUrl: `${gatehouse.url}/start` }));
    const token = () => oidc.send(new CreateTokenCommand({
      clientId: client.clientId, clientSecret: client.clientSecret, grantType: DEVICE_GRANT, deviceCode: device.deviceCode }));
    return { ...device, token };
  }

  it('an invitation shows the rules and judges the password by them', async () => {
    await gate.page.goto(link);
    assert.match(await gate.heading(), /^Welcome/);
    assert.equal(await gate.field('Username').inputValue(), 'jdoe');
    assert.equal(await gate.field('New password').getAttribute('autocomplete'), 'new-password');
    assert.ok((await gate.rules()).length > 0);
    await gate.choosePassword('short');
    assert.ok(await gate.problem());
    assert.equal(await gate.focused(), 'problem');
    assert.ok((await gate.rules()).some((rule) => rule.missed));
    assert.equal(await gate.field('New password').getAttribute('aria-invalid'), 'true');
    assert.equal(await gate.field('New password').inputValue(), '', 'a password is not sent back');
    assert.match(await gate.page.title(), /^Error: /);
  });

  it('both passwords must agree', async () => {
    await gate.choosePassword(PASSWORD, `${PASSWORD}x`);
    assert.equal(await gate.field('Confirm password').getAttribute('aria-invalid'), 'true');
    await gate.page.locator('#problem').getByRole('link').first().click();
    assert.equal(await gate.focused(), 'confirm_password');
  });

  it('a good password is set, and the link is used up', async () => {
    await gate.choosePassword(PASSWORD);
    assert.equal(await gate.page.getByLabel('New password').count(), 0);
    await fresh();
    await gate.page.goto(link);
    assert.match(await gate.heading(), /has been used|no longer works/);
    await gate.link('Sign in').click();
    assert.equal(await gate.heading(), 'Sign in');
  });

  it('signing in asks for the name, then the password', async () => {
    await fresh();
    await gate.open('/start');
    assert.equal(new URL(gate.page.url()).pathname, '/signin');
    assert.equal(await gate.focused(), 'user_name');
    assert.equal(await gate.field('Username').getAttribute('autocomplete'), 'username');
    await gate.page.keyboard.type('jdoe');
    await gate.page.keyboard.press('Enter');
    await gate.field('Password').waitFor();
    assert.equal(await gate.focused(), 'password');
    assert.equal(await gate.field('Password').getAttribute('autocomplete'), 'current-password');
    await gate.page.keyboard.type(PASSWORD);
    await gate.page.keyboard.press('Enter');
    await gate.page.waitForURL('**/start');
    assert.match(await gate.heading(), /^Your accounts/);
  });

  it('a wrong password is told as one, with the focus on it', async () => {
    await fresh();
    await gate.signIn('jdoe', 'Wrong-password-1');
    assert.ok(await gate.problem());
    assert.equal(await gate.focused(), 'problem');
    assert.equal(await gate.page.locator('#problem').getAttribute('role'), 'alert');
    const field = gate.page.locator('[aria-invalid=true]').first();
    assert.equal(await field.getAttribute('aria-describedby'), 'problem');
  });

  it('the start page names its region as clients look for it, signed in or not', async () => {
    const region = '<meta name="region" content="us-east-1"/>';
    assert.ok((await (await fetch(`${gatehouse.url}/start`)).text()).includes(region));
    await signedIn();
    assert.ok((await (await gate.open('/start')).text()).includes(region));
  });

  it('home lists accounts and roles, escaped', async () => {
    await signedIn();
    const accounts = await gate.accounts();
    assert.deepEqual(accounts.map((account) => account.name).sort(), ['<b>Odd & "quoted"</b>', 'Development Account']);
    const development = accounts.find((account) => account.name === 'Development Account');
    assert.deepEqual(development.roles.sort(), ['DeveloperAccess', 'ViewOnlyAccess']);
    assert.ok(development.text.includes(f.accountId));
  });

  it('search narrows accounts and roles, and says when nothing matches', async () => {
    await signedIn();
    await gate.search('DEVELOPER');
    assert.deepEqual((await gate.accounts()).map((account) => account.roles), [['DeveloperAccess']]);
    await gate.search(secondAccount);
    assert.deepEqual((await gate.accounts()).map((account) => account.roles), [['ViewOnlyAccess']]);
    await gate.search('"><script>alert(1)</script>');
    assert.equal((await gate.accounts()).length, 0);
    assert.match(await gate.page.locator('main').innerText(), /No matches/);
    assert.equal(await gate.page.getByRole('searchbox').inputValue(), '"><script>alert(1)</script>');
    await gate.link('Show all accounts').click();
    assert.equal((await gate.accounts()).length, 2);
  });

  it('command line access gives a profile for this account and role', async () => {
    await signedIn();
    await gate.openAccess(f.accountId, 'DeveloperAccess');
    const config = await gate.snippet('config');
    assert.match(config, /^\[profile development-account-DeveloperAccess\]$/m);
    assert.match(config, new RegExp(`^sso_account_id = ${f.accountId}$`, 'm'));
    assert.match(config, /^sso_role_name = DeveloperAccess$/m);
    assert.match(config, /^sso_region = us-east-1$/m);
    assert.ok(config.includes(`endpoint_url = ${gatehouse.url}`));
    assert.match(await gate.snippet('login'), /^aws sso login --profile development-account-DeveloperAccess\b/);
  });

  it('command line access to what one does not have is not found', async () => {
    await signedIn();
    for (const query of [`account_id=${f.accountId}&role_name=AdministratorAccess`, 'account_id=999999999999&role_name=ViewOnlyAccess', '']) {
      const reply = await gate.open(`/start/access?${query}`);
      assert.ok(reply.status() >= 400 && reply.status() < 500, `${query}: ${reply.status()}`);
    }
  });

  it('a device is approved after its code, client, person and origin were shown', async () => {
    await fresh();
    const device = await startDevice('<i>client</i>');
    await gate.page.goto(device.verificationUriComplete);
    await gate.signIn('jdoe', PASSWORD);
    assert.equal(await gate.field('Code').inputValue(), device.userCode);
    await gate.enterCode();
    assert.ok((await gate.page.locator('main').innerText()).includes(device.userCode));
    const facts = await gate.facts();
    assert.equal(facts.Application, '<i>client</i>');
    assert.equal(facts['Signed in as'], 'John Doe');
    assert.equal(facts['Requested from'], '127.0.0.1');
    assert.match(facts['Requested at'], /\d{1,2} \w+ 20\d\d, \d\d:\d\d UTC/);
    await gate.button('Allow').click();
    assert.equal(await gate.heading(), 'Access allowed');
    assert.ok((await device.token()).accessToken);
  });

  it('a code typed by hand may be in lower case', async () => {
    await signedIn();
    const device = await startDevice();
    await gate.open('/device');
    assert.equal(await gate.field('Code').inputValue(), '');
    await gate.enterCode(device.userCode.toLowerCase());
    await gate.button('Deny').click();
    assert.equal(await gate.heading(), 'Access denied');
    await assert.rejects(device.token(), (error) => error.error !== 'authorization_pending');
  });

  it('a wrong code and a used code are refused', async () => {
    await signedIn();
    await gate.open('/device');
    await gate.enterCode('AAAA-AAAA');
    assert.ok(await gate.problem());
    assert.equal(await gate.field('Code').inputValue(), 'AAAA-AAAA');
    const device = await startDevice();
    for (const decision of ['Allow', null]) {
      await gate.open('/device');
      await gate.enterCode(device.userCode);
      if (decision) await gate.button(decision).click();
    }
    assert.ok(await gate.problem());
  });

  it('signing out ends the session', async () => {
    await signedIn();
    await gate.signOut();
    assert.equal(await gate.heading(), 'You are signed out');
    await gate.open('/start');
    assert.equal(await gate.heading(), 'Sign in');
  });

  it('an unknown address is a page too', async () => {
    await fresh();
    const reply = await gate.open('/start/nothing');
    assert.equal(reply.status(), 404);
    assert.equal(await gate.heading(), 'Page not found');
  });

  it('the browser objected to nothing', () => assert.deepEqual(tab.complaints, []));
});
