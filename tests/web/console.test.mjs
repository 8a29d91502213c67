// An IAM user's way through their pages in a real browser, without script: sign-in, MFA code, new password, session,
// sign-out; and back and forth between these pages and Identity Center's.
import { after, before, describe, it } from 'node:test';
import assert from 'node:assert/strict';
import { startGatehouse } from '../support/gatehouse.mjs';
import { iamUsers } from '../support/iam_user.mjs';
import { PASSWORD } from '../support/organization.mjs';
import { launch, newPage, noChromium } from './chromium.mjs';
import { Gate } from './pages.mjs';

const ALIAS = 'green-meadow';
const NEXT = 'Another-horse-8';

describe('pages of IAM users in a browser without script', { skip: noChromium }, () => {
  let gatehouse, browser, tab, gate, users, showsCode;
  before(async () => {
    gatehouse = await startGatehouse();
    users = await iamUsers(gatehouse, ALIAS);
    await users.add('alice', { change: true });
    await users.add('mia');
    await users.add('nina', { reset: true, change: true });
    showsCode = await users.addDevice('mia', 'mias-phone');
    browser = await launch();
  });
  after(async () => {
    await browser?.close();
    await gatehouse?.stop();
  });

  /** A browser window of a person who has never been here. */
  async function fresh() {
    assert.deepEqual(tab?.complaints ?? [], []);
    await tab?.context.close();
    tab = await newPage(browser);
    gate = new Gate(tab.page, gatehouse.url);
  }
  const at = () => new URL(gate.page.url()).pathname;

  it('the page of the account is filled in by keyboard alone', async () => {
    await fresh();
    await gate.open(`/${ALIAS}/console`);
    assert.equal(await gate.heading(), 'Sign in as an IAM user');
    assert.equal(await gate.field('Account ID or alias').inputValue(), ALIAS);
    assert.equal(await gate.focused(), 'user_name');
    assert.equal(await gate.field('IAM username').getAttribute('autocomplete'), 'username');
    assert.equal(await gate.field('Password').getAttribute('autocomplete'), 'current-password');
    await gate.page.keyboard.type('alice');
    await gate.page.keyboard.press('Tab');
    await gate.page.keyboard.type(PASSWORD);
    await gate.page.keyboard.press('Enter');
    await gate.page.waitForURL('**/console');
    assert.equal(await gate.heading(), 'You are signed in');
    const facts = await gate.facts();
    assert.equal(facts['Account ID'], users.account);
    assert.equal(facts['Account alias'], ALIAS);
    assert.equal(facts.User, 'alice');
    assert.equal(facts.ARN, `arn:aws:iam::${users.account}:user/alice`);
    assert.equal(facts.MFA, 'No');
    assert.match(facts['Session ends'], /\d{1,2} \w+ 20\d\d, \d\d:\d\d UTC/);
    assert.ok((await tab.page.locator('header').innerText()).includes(`alice @ ${ALIAS}`));
  });

  it('without an account the focus is on it, and a mistake is told where it is read', async () => {
    await fresh();
    await gate.open('/console/signin');
    assert.equal(await gate.focused(), 'account');
    await gate.signInToAccount(ALIAS, 'alice', 'Wrong-password-1');
    assert.ok(await gate.problem());
    assert.equal(await gate.focused(), 'problem');
    assert.equal(await gate.page.locator('#problem').getAttribute('role'), 'alert');
    assert.equal(await gate.page.locator('[aria-invalid=true]').getAttribute('aria-describedby'), 'problem');
    assert.equal(await gate.field('Account ID or alias').inputValue(), ALIAS);
    assert.equal(await gate.field('IAM username').inputValue(), 'alice');
    assert.equal(await gate.field('Password').inputValue(), '', 'a password is not sent back');
    assert.match(await gate.page.title(), /^Error: /);
  });

  it('a code is asked for where there is a device', async () => {
    await fresh();
    await gate.signInToAccount(users.account, 'mia', PASSWORD);
    assert.equal(await gate.heading(), 'Enter your MFA code');
    assert.equal(await gate.focused(), 'code');
    assert.equal(await gate.field('MFA code').getAttribute('inputmode'), 'numeric');
    assert.equal(await gate.field('MFA code').getAttribute('autocomplete'), 'one-time-code');
    await gate.enterMfaCode('000000');
    assert.equal(await gate.heading(), 'Sign in as an IAM user');
    assert.ok(await gate.problem());
    await gate.enterPassword(PASSWORD);
    await gate.field('MFA code').waitFor();
    await gate.page.keyboard.type(showsCode());
    await gate.page.keyboard.press('Enter');
    await gate.page.waitForURL('**/console');
    assert.equal((await gate.facts()).MFA, `Yes, with arn:aws:iam::${users.account}:mfa/mias-phone`);
    assert.equal(await gate.link('Change password').count(), 0);
    await gate.open('/console/password');
    assert.equal(await gate.heading(), 'You may not change your password');
    await gate.link('Go back').click();
    assert.equal(at(), '/console');
  });

  it('a new password is chosen before anything else, by the rules on the page', async () => {
    await fresh();
    await gate.signInToAccount(ALIAS, 'nina', PASSWORD);
    assert.equal(await gate.heading(), 'Choose a new password');
    assert.equal(await gate.focused(), 'new_password');
    assert.equal(await gate.field('IAM username').inputValue(), 'nina');
    assert.equal(await gate.field('New password').getAttribute('autocomplete'), 'new-password');
    await gate.changePassword({ to: 'short' });
    assert.equal(await gate.focused(), 'problem');
    assert.deepEqual((await gate.rules()).map((rule) => rule.missed), [true, true, false]);
    await gate.changePassword({ to: NEXT, confirmed: 'another' });
    await gate.page.locator('#problem').getByRole('link').first().click();
    assert.equal(await gate.focused(), 'confirm_password');
    await gate.open('/console');
    assert.equal(at(), '/console/signin', 'nobody is signed in yet');
    await gate.signInToAccount(ALIAS, 'nina', PASSWORD);
    await gate.changePassword({ to: NEXT });
    assert.equal(await gate.heading(), 'You are signed in');
    assert.match(await gate.page.getByRole('status').innerText(), /Your password was changed/);
  });

  it('a password is changed while signed in', async () => {
    await fresh();
    await gate.signInToAccount(ALIAS, 'alice', PASSWORD);
    await gate.link('Change password').click();
    assert.equal(await gate.focused(), 'old_password');
    await gate.changePassword({ from: 'Wrong-password-1', to: NEXT });
    assert.equal(await gate.field('Current password').getAttribute('aria-invalid'), 'true');
    await gate.changePassword({ from: PASSWORD, to: NEXT });
    assert.equal(await gate.heading(), 'You are signed in');
    await gate.signOut();
    assert.equal(await gate.heading(), 'You are signed out');
    await gate.link('Sign in again').click();
    assert.equal(at(), '/console/signin');
    await gate.signInToAccount(ALIAS, 'alice', NEXT);
    assert.equal(await gate.heading(), 'You are signed in');
  });

  it('each page leads to the other way in', async () => {
    await fresh();
    await gate.open('/signin');
    await gate.link('Sign in as an IAM user').click();
    assert.equal(at(), '/console/signin');
    await gate.link('Sign in as a root user').click();
    assert.equal(await gate.heading(), 'Sign in as a root user');
    await gate.link('Sign in with Identity Center').click();
    assert.equal(at(), '/signin');
  });

  it('the browser objected to nothing', () => assert.deepEqual(tab.complaints, []));
});
