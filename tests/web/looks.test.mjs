// Every page at several widths, light and dark: nothing overflows, every text has contrast, every control is reached and
// shows its focus, nothing is held that the Content-Security-Policy forbids.
import { after, before, describe, it } from 'node:test';
import assert from 'node:assert/strict';
import { SSOOIDCClient, RegisterClientCommand, StartDeviceAuthorizationCommand } from '@aws-sdk/client-sso-oidc';
import { startGatehouse } from '../support/gatehouse.mjs';
import { iamUsers } from '../support/iam_user.mjs';
import { furnish, PASSWORD } from '../support/organization.mjs';
import { launch, newPage, noChromium } from './chromium.mjs';
import { keyboardFaults, pageFaults } from './checks.mjs';
import { Gate } from './pages.mjs';

const LONG = 'an-application-with-a-very-long-name-that-has-no-place-to-break-and-goes-on-and-on';
const VARIANTS = [
  { width: 320, dark: false }, { width: 375, dark: true }, { width: 768, dark: false }, { width: 1280, dark: true }, { width: 1920, dark: false },
];

describe('every page fits and can be used', { skip: noChromium }, () => {
  let gatehouse, f, browser, link, users;
  const showsCode = [];
  before(async () => {
    gatehouse = await startGatehouse();
    f = await furnish(gatehouse);
    link = await gatehouse.mailedLink('jdoe@example.com');
    users = await iamUsers(gatehouse, 'an-alias-of-the-account-that-is-as-long-as-they-come-63-letters');
    await users.add('plain', { change: true });
    await users.add('coded');
    await users.add('new', { reset: true, change: true });
    await users.add('stuck', { reset: true });
    for (const { width } of VARIANTS) showsCode.push(await users.addDevice('coded', `a-device-with-a-name-that-goes-on-and-on-and-on-${width}`));
    browser = await launch();
    const { page, context } = await newPage(browser);
    const gate = new Gate(page, gatehouse.url);
    await page.goto(link);
    await gate.choosePassword(PASSWORD);
    await context.close();
  });
  after(async () => {
    await browser?.close();
    await gatehouse?.stop();
  });

  /** Walks through the pages, stopping at each with its name. */
  async function* walk(gate) {
    await gate.open('/signin');
    yield 'sign in';
    await gate.open('/signin/forgot');
    yield 'forgot password';
    await gate.open(new URL(link).pathname);
    yield 'used link';
    await gate.open('/signin');
    await gate.enterName('jdoe');
    yield 'password';
    await gate.enterPassword('Wrong-password-1');
    yield 'wrong password';
    await gate.signIn('jdoe', PASSWORD);
    yield 'home';
    await gate.search('nothing like it');
    yield 'no match';
    await gate.open('/start');
    await gate.openAccess(f.accountId, 'DeveloperAccess');
    yield 'command line access';
    await gate.open('/device');
    await gate.enterCode('AAAA-AAAA');
    yield 'wrong code';
    await gate.enterCode(await userCode());
    yield 'approval';
    await gate.button('Deny').click();
    yield 'denied';
    await gate.open('/start/nothing');
    yield 'not found';
    await gate.open('/start');
    await gate.signOut();
    yield 'signed out';
    yield* walkConsole(gate);
  }

  /** The pages of IAM users. */
  async function* walkConsole(gate) {
    const signIn = (name, password = PASSWORD) => gate.signInToAccount(users.account, name, password);
    await gate.open('/console/signin');
    yield 'IAM user';
    await signIn('plain', 'Wrong-password-1');
    yield 'IAM user, wrong';
    await gate.open('/console/signin/root');
    yield 'root user';
    await gate.field('Mail address of the account').fill('nobody@example.com');
    await gate.enterPassword('Wrong-password-1');
    yield 'root user, wrong';
    await signIn('stuck');
    yield 'no permission';
    await signIn('new');
    yield 'renewal';
    await gate.changePassword({ to: 'short' });
    yield 'renewal, missed rules';
    await signIn('coded');
    yield 'MFA code';
    await gate.enterMfaCode(showsCode.pop()());
    yield 'session with MFA';
    await gate.open('/console/password');
    yield 'may not change';
    await gate.open('/console');
    await gate.signOut();
    yield 'signed out of the account';
    await signIn('plain');
    yield 'session';
    await gate.open('/console/password');
    yield 'change of the password';
    await gate.changePassword({ from: 'Wrong-password-1', to: 'Another-horse-8' });
    yield 'change, wrong';
    await gate.changePassword({ from: PASSWORD, to: 'Another-horse-8', confirmed: 'x' });
    yield 'change, differing';
    await gate.changePassword({ from: PASSWORD, to: PASSWORD });
    yield 'changed';
  }

  async function userCode() {
    const oidc = gatehouse.client(SSOOIDCClient, null);
    const { clientId, clientSecret } = await oidc.send(new RegisterClientCommand({ clientName: LONG, clientType: 'public' }));
    return (await oidc.send(new StartDeviceAuthorizationCommand({ clientId, clientSecret, startUrl: `${gatehouse.url}/start` }))).userCode;
  }

  for (const variant of VARIANTS) {
    it(`at ${variant.width} px, ${variant.dark ? 'dark' : 'light'}`, async () => {
      const { page, context, complaints } = await newPage(browser, variant);
      const faults = [];
      for await (const name of walk(new Gate(page, gatehouse.url)))
        for (const fault of [...(await pageFaults(page)), ...(await keyboardFaults(page)), ...complaints.splice(0)]) faults.push(`${name}: ${fault}`);
      await context.close();
      assert.deepEqual(faults, []);
    });
  }
});
