// IAM users and root users at their own sign-in page: password, MFA code, renewal, sessions, and what a failure tells.
import { after, before, describe, it } from 'node:test';
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import path from 'node:path';
import * as iamSdk from '@aws-sdk/client-iam';
import { STSClient, AssumeRoleCommand, GetCallerIdentityCommand, GetSessionTokenCommand } from '@aws-sdk/client-sts';
import { awsError, startGatehouse, until } from '../support/gatehouse.mjs';
import { Browser } from '../support/browser.mjs';
import { furnish, PASSWORD } from '../support/organization.mjs';
import { totp, totpStep } from '../support/totp.mjs';
import { readTrail } from '../support/trail.mjs';

const { IAMClient, CreateUserCommand, CreateAccessKeyCommand, CreateAccountAliasCommand, CreateLoginProfileCommand, UpdateLoginProfileCommand,
  DeleteLoginProfileCommand, DeleteAccountAliasCommand, DeleteAccountPasswordPolicyCommand, DeleteUserCommand, GetUserCommand, ChangePasswordCommand,
  CreateVirtualMFADeviceCommand, EnableMFADeviceCommand, DeactivateMFADeviceCommand, PutUserPolicyCommand, UpdateAccountPasswordPolicyCommand,
  UpdateUserCommand } = iamSdk;
const WRONG = 'Wrong-password-1';
const NEXT = 'Another-horse-8';
const ALIAS = 'green-meadow';
const SESSION = 'gatehouse_console';

let gatehouse, f, iam, account, users = 0;
before(async () => {
  gatehouse = await startGatehouse();
  f = await furnish(gatehouse);
  await new Browser().setPassword(await gatehouse.mailedLink('jdoe@example.com'), PASSWORD);
  connect();
  account = (await gatehouse.client(STSClient).send(new GetCallerIdentityCommand({}))).Account;
  await iam.send(new CreateAccountAliasCommand({ AccountAlias: ALIAS }));
});
after(() => gatehouse?.stop());

const connect = () => { iam = gatehouse.client(IAMClient); };
const at = (where) => `${gatehouse.url}${where}`;
const send = (command) => iam.send(command);
const restart = async (offsetS = 0) => {
  await gatehouse.stop({ keep: true });
  await gatehouse.start({ GATEHOUSE_CLOCK_OFFSET_S: String(offsetS) });
  connect();
};
async function user(password = PASSWORD, more = {}) {
  const UserName = `user-${users++}`;
  await send(new CreateUserCommand({ UserName }));
  if (password) await send(new CreateLoginProfileCommand({ UserName, Password: password, ...more }));
  return UserName;
}
const allow = (UserName, Action, more = {}) => send(new PutUserPolicyCommand({ UserName, PolicyName: 'p',
  PolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement: { Effect: 'Allow', Action, Resource: '*', ...more } }) }));
async function keyOf(UserName, Client = IAMClient) {
  const { AccessKey } = await send(new CreateAccessKeyCommand({ UserName }));
  return gatehouse.client(Client, { accessKeyId: AccessKey.AccessKeyId, secretAccessKey: AccessKey.SecretAccessKey });
}
async function device(UserName, name = UserName) {
  const { VirtualMFADevice } = await send(new CreateVirtualMFADeviceCommand({ VirtualMFADeviceName: name }));
  const seed = Buffer.from(VirtualMFADevice.Base32StringSeed).toString();
  const serial = VirtualMFADevice.SerialNumber;
  await send(new EnableMFADeviceCommand({ UserName, SerialNumber: serial, AuthenticationCode1: totp(seed, totpStep() - 2), AuthenticationCode2: totp(seed, totpStep() - 1) }));
  return { seed, serial };
}
async function signIn(name, password = PASSWORD, { account: where = account, browser = new Browser() } = {}) {
  await browser.open(at('/console/signin'));
  return browser.submit({ account: where, user_name: name, password });
}
const isIn = (browser) => browser.url.startsWith(at('/console')) && !browser.url.includes('signin') && browser.status === 200;
const stillIn = async (browser) => isIn(await browser.open(at('/console')));
const text = (browser) => browser.html.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ');
/** All that a failure tells, but for what was typed. */
const told = (browser, ...typed) => ({
  status: browser.status,
  headers: ['content-length', 'content-type', 'cache-control', 'set-cookie', 'retry-after', 'location'].map((name) => browser.responseHeaders.get(name)),
  html: typed.reduce((html, word) => html.replaceAll(`value="${word}"`, 'value="TYPED"'), browser.html).replace(/name="csrf" value="[^"]*"/g, ''),
});

describe('an IAM user', () => {
  it('signs in with account, name and password, and sees who they are', async () => {
    const name = await user();
    const browser = new Browser();
    await browser.open(at('/console'));
    assert.equal(browser.url, at('/console/signin'));
    await browser.submit({ account, user_name: name, password: PASSWORD });
    assert.equal(browser.url, at('/console'));
    const page = text(browser);
    for (const fact of [account, ALIAS, name, `arn:aws:iam::${account}:user/${name}`, 'MFA No', 'Session ends']) assert.ok(page.includes(fact), fact);
    assert.ok(!browser.html.includes('/console/password'), 'without the permission there is no way to change the password');
    const read = await send(new GetUserCommand({ UserName: name }));
    assert.ok(Math.abs(read.User.PasswordLastUsed - Date.now()) < 60_000);
  });

  it('may name the account by its id, with hyphens too, or its alias, and their name in any case', async () => {
    const name = await user();
    const hyphened = account.replace(/(\d{4})(?=\d)/g, '$1-');
    for (const where of [account, hyphened, ALIAS, ` ${ALIAS.toUpperCase()} `])
      assert.ok(isIn(await signIn(name.toUpperCase(), PASSWORD, { account: where })), where);
    await send(new DeleteAccountAliasCommand({ AccountAlias: ALIAS }));
    assert.equal((await signIn(name, PASSWORD, { account: ALIAS })).status, 401);
    await send(new CreateAccountAliasCommand({ AccountAlias: ALIAS }));
  });

  it('finds the page by the address of the account', async () => {
    const name = await user();
    for (const where of [account, ALIAS]) {
      const browser = await new Browser().open(at(`/${where}/console`));
      assert.equal(browser.url, at(`/console/signin?account=${where}`));
      assert.equal(browser.form().fields.find((field) => field.name === 'account').value, where);
      await browser.submit({ user_name: name, password: PASSWORD });
      assert.ok(isIn(browser));
      assert.equal((await browser.open(at(`/${where}/console`))).url, at('/console'));
      assert.equal((await browser.open(at('/another-account/console'))).url, at('/console/signin?account=another-account'));
    }
    for (const odd of ['/ab/console', '/A_b/console', '//console', '/a%20b/console', `/${'a'.repeat(64)}/console`])
      assert.ok(![303, 302].includes((await new Browser().request(at(odd))).status), odd);
  });

  it('gets a cookie that scripts and other sites cannot use, kept as its hash', async () => {
    const name = await user();
    const browser = await new Browser().open(at('/console/signin'));
    const form = browser.form();
    const body = new URLSearchParams(form.fields.map((field) => [field.name, { account, user_name: name, password: PASSWORD }[field.name] ?? field.value ?? '']));
    const reply = await browser.request(at('/console/signin'), { method: 'POST', body: body.toString(), headers: { 'content-type': 'application/x-www-form-urlencoded' } });
    const cookie = reply.headers.getSetCookie().find((line) => line.startsWith(`${SESSION}=`));
    assert.match(cookie, /; HttpOnly/);
    assert.match(cookie, /; SameSite=Lax/);
    assert.match(cookie, /; Path=\//);
    assert.match(cookie, /; Max-Age=43200/);
    assert.match(cookie, /=[A-Za-z0-9_-]{43};/);
  });

  it('is no person of Identity Center, and the other way round', async () => {
    const name = await user();
    const browser = await signIn(name);
    await browser.open(at('/start'));
    assert.ok(browser.url.includes('/signin'));
    await browser.signIn('jdoe', PASSWORD);
    assert.equal(browser.url, at('/start'));
    assert.ok(await stillIn(browser));
    await browser.open(at('/console/signout'), { method: 'POST', body: new URLSearchParams({ csrf: /action="\/console\/signout">\s*<input type="hidden" name="csrf" value="([^"]*)"/.exec(browser.html)[1] }).toString(),
      headers: { 'content-type': 'application/x-www-form-urlencoded' } });
    assert.match(text(browser), /You are signed out/);
    assert.ok(!(await stillIn(browser)));
    assert.equal((await browser.open(at('/start'))).url, at('/start'));
    assert.equal((await signIn('jdoe')).status, 401);
    for (const cookie of ['gatehouse_session', SESSION]) {
      const other = new Browser();
      other.cookies.set(cookie, browser.cookies.get('gatehouse_session'));
      assert.ok(!(await stillIn(other)));
    }
  });
});

describe('a failure', () => {
  it('looks the same whatever failed', async () => {
    const name = await user(), bare = await user(null), coded = await user();
    const { seed } = await device(coded);
    const expired = await user(PASSWORD, { PasswordResetRequired: true });
    const attempts = [[account, name, WRONG], [account, bare, PASSWORD], [account, 'nobody', PASSWORD], ['111122223333', name, PASSWORD],
      ['no-such-alias', name, PASSWORD], [account, coded, WRONG], [account, expired, WRONG], [ALIAS, name, WRONG], [account, '', PASSWORD, 400]];
    const seen = [];
    for (const [where, who, password, status = 401] of attempts) {
      const browser = await signIn(who, password, { account: where });
      assert.equal(browser.status, status, `${where} ${who}`);
      if (status === 401) seen.push(told(browser, where, who));
      assert.ok(!browser.cookies.has(SESSION));
    }
    const browser = await signIn(coded);
    assert.ok(browser.hasField('code'));
    await browser.submit({ code: totp(seed, totpStep() + 100) });
    seen.push(told(browser, account, coded));
    for (const one of seen) assert.deepEqual({ ...one, headers: one.headers.slice(1) }, { ...seen[0], headers: seen[0].headers.slice(1) });
    const lengths = new Set(seen.map((one) => one.html.length));
    assert.equal(lengths.size, 1);
  });

  it('is slowed down after some, the right password too, known or not', async () => {
    for (const name of ['nobody-at-all', await user()]) {
      for (let i = 0; i < 6; i++) assert.equal((await signIn(name, WRONG)).status, 401);
      const refused = await signIn(name);
      assert.equal(refused.status, 429);
      assert.ok(Number(refused.responseHeaders.get('retry-after')) >= 1);
      assert.ok(!refused.cookies.has(SESSION));
      assert.equal((await signIn(name, WRONG, { account: ALIAS })).status, 429, 'under any name of the account');
      await until('the wait to end', async () => (await signIn(name, WRONG)).status === 401, { everyMs: 400 });
    }
  });

  it('from elsewhere keeps nobody out, neither from the page nor from a new password', async () => {
    const name = await user();
    await allow(name, 'iam:ChangePassword');
    const own = await keyOf(name), signedIn = await signIn(name);
    const stranger = (password) => signIn(name, password, { browser: new Browser({}, { from: '127.0.0.2' }) });
    for (let i = 0; i < 6; i++) assert.equal((await stranger(WRONG)).status, 401);
    assert.equal((await stranger(PASSWORD)).status, 429);
    assert.ok(isIn(await signIn(name)));
    assert.equal((await signedIn.open(at('/console/password'))).status, 200);
    await own.send(new ChangePasswordCommand({ OldPassword: PASSWORD, NewPassword: NEXT }));
    assert.ok(isIn(await signIn(name, NEXT)));
  });

  it('of many at once gains nothing', async () => {
    const name = await user();
    const browsers = await Promise.all(Array.from({ length: 16 }, () => new Browser().open(at('/console/signin'))));
    await Promise.all(browsers.map((browser) => browser.submit({ account, user_name: name, password: WRONG })));
    assert.equal(browsers.filter((b) => b.status === 401).length, 6);
    assert.equal(browsers.filter((b) => b.status === 429).length, 10);
  });

  it('is what a form from elsewhere gets', async () => {
    const name = await user();
    const browser = await new Browser().open(at('/console/signin'));
    const other = await new Browser().open(at('/console/signin'));
    const body = new URLSearchParams({ csrf: other.form().fields.find((field) => field.name === 'csrf').value, account, user_name: name, password: PASSWORD }).toString();
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    assert.equal((await browser.request(at('/console/signin'), { method: 'POST', body, headers })).status, 403);
    assert.equal((await other.request(at('/console/signin'), { method: 'POST', body, headers: { ...headers, origin: 'https://evil.example' } })).status, 403);
    assert.equal((await new Browser().request(at('/console/signin'), { method: 'POST', body, headers })).status, 403);
  });
});

describe('a session', () => {
  it('is another one after each sign-in, and ends with sign-out', async () => {
    const name = await user(), other = await user();
    const browser = await signIn(name);
    const first = browser.cookies.get(SESSION);
    await browser.open(at('/console/signin?account=another-one'));
    await browser.submit({ account, user_name: other, password: PASSWORD });
    assert.ok(text(browser).includes(other));
    assert.notEqual(browser.cookies.get(SESSION), first);
    const thief = new Browser();
    thief.cookies.set(SESSION, first);
    assert.ok(!(await stillIn(thief)));
    thief.cookies.set(SESSION, browser.cookies.get(SESSION));
    assert.ok(await stillIn(thief));
    const csrf = /action="\/console\/signout">\s*<input type="hidden" name="csrf" value="([^"]*)"/.exec(browser.html)[1];
    const signOut = (who, token) => who.request(at('/console/signout'), { method: 'POST', body: `csrf=${token}`, headers: { 'content-type': 'application/x-www-form-urlencoded' } });
    assert.equal((await signOut(browser, 'x')).status, 403);
    assert.ok(await stillIn(thief));
    assert.equal((await signOut(browser, csrf)).status, 200);
    assert.ok(!(await stillIn(thief)));
    assert.ok(!browser.cookies.has(SESSION));
  });

  it('ends when the password is changed, taken away or given anew, or the user goes', async () => {
    const name = await user();
    let browser = await signIn(name);
    await send(new UpdateLoginProfileCommand({ UserName: name, PasswordResetRequired: false }));
    assert.ok(await stillIn(browser));
    await send(new UpdateLoginProfileCommand({ UserName: name, Password: NEXT }));
    assert.ok(!(await stillIn(browser)));
    browser = await signIn(name, NEXT);
    assert.ok(isIn(browser));
    await send(new UpdateUserCommand({ UserName: name, NewUserName: `${name}-renamed` }));
    assert.ok(await stillIn(browser));
    assert.ok(text(browser).includes(`user/${name}-renamed`));
    await send(new DeleteLoginProfileCommand({ UserName: `${name}-renamed` }));
    assert.ok(!(await stillIn(browser)));
    await send(new CreateLoginProfileCommand({ UserName: `${name}-renamed`, Password: NEXT }));
    assert.ok(!(await stillIn(browser)), 'a password of the same text is another one');
    browser = await signIn(`${name}-renamed`, NEXT);
    await send(new DeleteLoginProfileCommand({ UserName: `${name}-renamed` }));
    await send(new DeleteUserCommand({ UserName: `${name}-renamed` }));
    assert.ok(!(await stillIn(browser)));
  });

  it('lasts twelve hours, over a restart', async () => {
    const name = await user();
    const browser = await signIn(name);
    await restart(12 * 3600 - 120);
    assert.ok(await stillIn(browser));
    await restart(12 * 3600 + 120);
    assert.ok(!(await stillIn(browser)));
    await restart();
  });
});

describe('an MFA device', () => {
  it('is asked for its code, which works once', async () => {
    const name = await user();
    const { seed, serial } = await device(name);
    const step = totpStep();
    let browser = await signIn(name);
    assert.ok(browser.hasField('code'));
    assert.ok(!browser.cookies.has(SESSION));
    const replayed = Object.assign(new Browser(), { cookies: new Map(browser.cookies), url: browser.url, status: browser.status, html: browser.html });
    await browser.submit({ code: '' });
    assert.equal(browser.status, 400);
    assert.ok(browser.hasField('code'), 'nothing was given, nothing is lost');
    await browser.submit({ code: totp(seed, step).replace(/(...)/, '$1 ') });
    assert.ok(isIn(browser));
    assert.ok(text(browser).includes(`Yes, with ${serial}`));
    await replayed.submit({ code: totp(seed, step) });
    assert.equal(replayed.status, 401);
    browser = await signIn(name);
    await browser.submit({ code: totp(seed, step + 1) });
    assert.ok(isIn(browser));
  });

  it('may be any of several', async () => {
    const name = await user();
    const devices = [];
    for (let i = 0; i < 8; i++) devices.push(await device(name, `${name}-${i}`));
    for (const { seed, serial } of [devices[7], devices[0]]) {
      const browser = await signIn(name);
      await browser.submit({ code: totp(seed) });
      assert.ok(isIn(browser));
      assert.ok(text(browser).includes(serial));
    }
  });

  it('binds its page to one browser, one password and one user', async () => {
    const name = await user(), other = await user();
    const { seed } = await device(name);
    await device(other);
    const mine = await signIn(name), theirs = await signIn(other);
    const ticket = (browser) => browser.form().fields.find((field) => field.name === 'ticket').value;
    const stolen = ticket(mine);
    await theirs.submit({ ticket: stolen, code: totp(seed) });
    assert.equal(theirs.status, 400, 'another browser');
    const late = await signIn(name);
    await send(new UpdateLoginProfileCommand({ UserName: name, Password: NEXT }));
    await late.submit({ code: totp(seed) });
    assert.equal(late.status, 401, 'another password');
    const browser = await signIn(name, NEXT);
    await browser.submit({ ticket: `${ticket(browser).slice(0, -4)}AAAA`, code: totp(seed) });
    assert.equal(browser.status, 400, 'not ours');
  });

  it('waits after wrong codes, and so does the name', async () => {
    const name = await user();
    const { seed } = await device(name);
    for (let i = 0; i < 6; i++) {
      const browser = await signIn(name);
      await browser.submit({ code: totp(seed, totpStep() + 100 + i) });
      assert.equal(browser.status, 401);
    }
    assert.equal((await signIn(name)).status, 429);
  });

  it('taken off or put on between the steps lets nobody in', async () => {
    const name = await user();
    const { seed, serial } = await device(name);
    const browser = await signIn(name);
    await send(new DeactivateMFADeviceCommand({ UserName: name, SerialNumber: serial }));
    await browser.submit({ code: totp(seed) });
    assert.equal(browser.status, 401);
    assert.ok(isIn(await signIn(name)));
  });

  it('shows a code once, whether the call that it came with was allowed or not', async () => {
    const name = await user();
    const { seed, serial } = await device(name);
    const step = totpStep();
    const sts = await keyOf(name, STSClient);
    const call = { SerialNumber: serial, TokenCode: totp(seed, step) };
    await assert.rejects(sts.send(new AssumeRoleCommand({ RoleArn: `arn:aws:iam::${account}:role/none`, RoleSessionName: 'session', ...call })), awsError('AccessDenied'));
    await assert.rejects(sts.send(new GetSessionTokenCommand(call)), awsError('AccessDenied', /invalid MFA one time pass code/));
    const browser = await signIn(name);
    await browser.submit({ code: totp(seed, step) });
    assert.equal(browser.status, 401, 'not here either');
    await sts.send(new GetSessionTokenCommand({ SerialNumber: serial, TokenCode: totp(seed, step + 1) }));
  });
});

describe('a password that must be renewed', () => {
  const policy = (more) => send(new UpdateAccountPasswordPolicyCommand({ MinimumPasswordLength: 10, RequireSymbols: true, ...more }));
  after(() => send(new DeleteAccountPasswordPolicyCommand({})).catch(() => {}));
  const choose = (browser, password, confirmed = password) => browser.submit({ new_password: password, confirm_password: confirmed });

  it('is asked for by an administrator, and held against the account\'s policy', async () => {
    const name = await user(PASSWORD, { PasswordResetRequired: true });
    await allow(name, 'iam:ChangePassword');
    await policy({ PasswordReusePrevention: 3 });
    const browser = await signIn(name);
    assert.ok(browser.hasField('new_password'));
    assert.ok(!browser.cookies.has(SESSION));
    const replay = Object.assign(new Browser(), { cookies: new Map(browser.cookies), url: browser.url, status: browser.status, html: browser.html });
    for (const [password, confirmed, why] of [['Short-1', 'Short-1', /every rule/], ['NoSymbolsHere1', 'NoSymbolsHere1', /every rule/], [NEXT, `${NEXT}x`, /differ/],
      [PASSWORD, PASSWORD, /not the present one/], ['Schöne-Grüße-€', 'Schöne-Grüße-€', /western European/], [`A-${'a'.repeat(127)}`, `A-${'a'.repeat(127)}`, /at most 128/]]) {
      await choose(browser, password, confirmed);
      assert.equal(browser.status, 400);
      assert.match(text(browser), why);
      assert.ok(!browser.html.includes(password), 'a password is not sent back');
    }
    await choose(browser, 'Schöne-Grüße-1');
    assert.equal(browser.url, at('/console?changed=1'));
    assert.match(text(browser), /Your password was changed/);
    await choose(replay, NEXT);
    assert.equal(replay.status, 400);
    assert.ok(!replay.hasField('new_password'), 'the page is good once');
    assert.equal((await signIn(name)).status, 401);
    assert.ok(isIn(await signIn(name, 'Schöne-Grüße-1')));
    await send(new UpdateLoginProfileCommand({ UserName: name, PasswordResetRequired: true }));
    const again = await signIn(name, 'Schöne-Grüße-1');
    await choose(again, PASSWORD);
    assert.match(text(again), /not had before/);
  });

  it('takes the permission to change it', async () => {
    const name = await user(PASSWORD, { PasswordResetRequired: true });
    await policy({});
    const browser = await signIn(name);
    assert.equal(browser.status, 403);
    assert.match(text(browser), /You need a new password/);
    await policy({ AllowUsersToChangePassword: true });
    assert.ok((await signIn(name)).hasField('new_password'));
    await send(new PutUserPolicyCommand({ UserName: name, PolicyName: 'p', PolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement: { Effect: 'Deny', Action: 'iam:ChangePassword', Resource: `arn:aws:iam::*:user/\${aws:username}` } }) }));
    assert.equal((await signIn(name)).status, 403, 'an explicit deny');
    await send(new PutUserPolicyCommand({ UserName: name, PolicyName: 'p', PolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement: { Effect: 'Deny', Action: 'iam:*', Resource: '*', Condition: { BoolIfExists: { 'aws:MultiFactorAuthPresent': 'false' } } } }) }));
    assert.equal((await signIn(name)).status, 403, 'without a code');
    const { seed } = await device(name);
    const coded = await signIn(name);
    await coded.submit({ code: totp(seed) });
    assert.ok(coded.hasField('new_password'));
    await choose(coded, NEXT);
    assert.ok(isIn(coded));
    assert.match(text(coded), /Yes, with/);
  });

  it('takes a code too where a device was put on meanwhile', async () => {
    const name = await user(PASSWORD, { PasswordResetRequired: true });
    await allow(name, 'iam:ChangePassword');
    const browser = await signIn(name);
    const { seed } = await device(name);
    await choose(browser, NEXT);
    assert.equal(browser.status, 400);
    assert.ok(browser.hasField('user_name') && !browser.cookies.has(SESSION));
    const coded = await signIn(name);
    await coded.submit({ code: totp(seed) });
    await choose(coded, NEXT);
    assert.ok(isIn(coded));
  });

  it('may have expired, for good where the account says so', async () => {
    const name = await user();
    await allow(name, 'iam:ChangePassword');
    await policy({ MaxPasswordAge: 30 });
    assert.match(text(await signIn(name)), /Password expires/);
    await restart(31 * 86_400);
    const browser = await signIn(name);
    assert.match(text(browser), /Your password has expired\. You will be signed in with the new one/);
    await choose(browser, NEXT);
    assert.ok(isIn(browser));
    assert.ok(isIn(await signIn(name, NEXT)));
    await restart();
    await policy({ MaxPasswordAge: 30, HardExpiry: true });
    await restart(62 * 86_400);
    const blocked = await signIn(name, NEXT);
    assert.equal(blocked.status, 403);
    assert.match(text(blocked), /Your password has expired/);
    assert.ok(!blocked.hasField('new_password'));
    assert.equal((await signIn(name, WRONG)).status, 401);
    await restart();
    await send(new DeleteAccountPasswordPolicyCommand({}));
  });
});

describe('changing one\'s password', () => {
  const change = (browser, from, to, confirmed = to) => browser.submit({ old_password: from, new_password: to, confirm_password: confirmed });

  it('takes the old one and the permission, and signs out everywhere else', async () => {
    const name = await user();
    const browser = await signIn(name), elsewhere = await signIn(name);
    assert.equal((await browser.open(at('/console/password'))).status, 403);
    await allow(name, 'iam:ChangePassword');
    await browser.open(at('/console'));
    assert.ok(browser.html.includes('href="/console/password"'));
    await browser.open(at('/console/password'));
    await change(browser, WRONG, NEXT);
    assert.match(text(browser), /current password is not right/);
    await change(browser, PASSWORD, 'short');
    assert.match(text(browser), /every rule/);
    await change(browser, PASSWORD, NEXT, `${NEXT}x`);
    assert.match(text(browser), /differ/);
    const before = browser.cookies.get(SESSION);
    await change(browser, PASSWORD, NEXT);
    assert.equal(browser.url, at('/console?changed=1'));
    assert.notEqual(browser.cookies.get(SESSION), before);
    assert.ok(await stillIn(browser));
    assert.ok(!(await stillIn(elsewhere)));
    assert.ok(isIn(await signIn(name, NEXT)));
    assert.equal((await new Browser().open(at('/console/password'))).url, at('/console/signin'));
  });

  it('counts guesses of the old one, here and in the API together; a sign-in forgets them', async () => {
    const name = await user();
    await allow(name, 'iam:ChangePassword');
    const own = await keyOf(name);
    const guess = (OldPassword) => own.send(new ChangePasswordCommand({ OldPassword, NewPassword: NEXT }));
    const browser = await signIn(name);
    await browser.open(at('/console/password'));
    for (let i = 0; i < 3; i++) assert.equal((await change(browser, WRONG, NEXT)).status, 400);
    for (let i = 0; i < 3; i++) await assert.rejects(guess(WRONG), awsError('AccessDenied', 'The old password is not correct.'));
    await assert.rejects(guess(PASSWORD), awsError('Throttling', 'Rate exceeded'));
    assert.equal((await browser.open(at('/console/password'))).status, 429);
    assert.equal((await signIn(name, WRONG)).status, 401, 'at the sign-in page others are counted');
    await until('the wait to end', async () => guess(PASSWORD).then(() => true, (error) => error.name !== 'Throttling' && Promise.reject(error)), { everyMs: 400 });
    for (let i = 0; i < 6; i++) await assert.rejects(guess(WRONG), awsError('AccessDenied'), 'the right one clears the count');
    await assert.rejects(guess(WRONG), awsError('Throttling'));
    assert.ok(isIn(await signIn(name, NEXT)));
    await assert.rejects(guess(WRONG), awsError('AccessDenied'));
  });

  it('of many guesses at once gains nothing in the API', async () => {
    const name = await user();
    await allow(name, 'iam:ChangePassword');
    const own = await keyOf(name);
    const guesses = Array.from({ length: 12 }, () => own.send(new ChangePasswordCommand({ OldPassword: WRONG, NewPassword: NEXT })).catch((error) => error.name));
    await Promise.all(guesses);
    await assert.rejects(own.send(new ChangePasswordCommand({ OldPassword: PASSWORD, NewPassword: NEXT })), awsError('Throttling'));
  });

  it('of a right one that changes nothing is no way around the limit', async () => {
    const name = await user('Former-horse-0');
    await allow(name, 'iam:ChangePassword');
    await send(new UpdateAccountPasswordPolicyCommand({ PasswordReusePrevention: 24 }));
    const own = await keyOf(name);
    const guess = (OldPassword) => own.send(new ChangePasswordCommand({ OldPassword, NewPassword: 'Former-horse-0' })).catch((error) => error.name);
    /* The right one takes longer than the wrong ones: the new password is compared with all that there were. */
    for (const Password of [...Array.from({ length: 6 }, (_, i) => `Former-horse-${i + 1}`), PASSWORD]) await send(new UpdateLoginProfileCommand({ UserName: name, Password }));
    const signedIn = await Promise.all(Array.from({ length: 2 }, () => signIn(name)));
    for (const browser of signedIn) await browser.open(at('/console/password'));
    for (let i = 0; i < 5; i++) assert.equal(await guess(WRONG), 'AccessDenied');
    const [right, wrong] = await Promise.all([change(signedIn[0], PASSWORD, 'Former-horse-0'), change(signedIn[1], WRONG, NEXT)]);
    assert.deepEqual([right.status, wrong.status], [429, 400]);
    assert.equal(await until('the wait to end', async () => [await guess(PASSWORD)].find((told) => told !== 'Throttling'), { everyMs: 400 }), 'PasswordPolicyViolationException');
    assert.ok(isIn(await signIn(name)), 'the right one clears the count');
    for (let i = 0; i < 5; i++) assert.equal(await guess(WRONG), 'AccessDenied');
    assert.deepEqual(await Promise.all([guess(PASSWORD), guess(WRONG)]), ['Throttling', 'AccessDenied']);
    await send(new DeleteAccountPasswordPolicyCommand({}));
  });

  it('of two at once lets one through, and whoever knew the old one no more', async () => {
    const name = await user();
    await allow(name, 'iam:ChangePassword');
    const own = await keyOf(name);
    const outcomes = await Promise.all(['First-horse-1', 'Second-horse-2', 'Third-horse-3'].map((NewPassword) =>
      own.send(new ChangePasswordCommand({ OldPassword: PASSWORD, NewPassword })).then(() => NewPassword, (error) => error.name)));
    const won = outcomes.filter((outcome) => outcome.includes('horse'));
    assert.equal(won.length, 1, outcomes.join());
    assert.ok(outcomes.every((outcome) => outcome === won[0] || ['EntityTemporarilyUnmodifiableException', 'AccessDenied'].includes(outcome)), outcomes.join());
    assert.ok(isIn(await signIn(name, won[0])));
  });
});

describe('signing in to a second instance', () => {
  it('ends the first one\'s session', async () => {
    const { SSOAdminClient, CreateInstanceCommand, ListInstancesCommand } = await import('@aws-sdk/client-sso-admin');
    const { IdentitystoreClient, CreateUserCommand: CreatePerson } = await import('@aws-sdk/client-identitystore');
    const own = await gatehouse.createAccount('Alone', 'alone@example.com');
    const admin = gatehouse.client(SSOAdminClient, own);
    await admin.send(new CreateInstanceCommand({}));
    const storeId = (await admin.send(new ListInstancesCommand({}))).Instances.find((i) => i.IdentityStoreId !== f.storeId).IdentityStoreId;
    const person = { UserName: 'loner', Name: { GivenName: 'A', FamilyName: 'B' }, DisplayName: 'A B', Emails: [{ Value: 'loner@example.com', Primary: true }] };
    await gatehouse.client(IdentitystoreClient, own).send(new CreatePerson({ IdentityStoreId: storeId, ...person }));
    await new Browser().setPassword(at(new URL(await gatehouse.mailedLink('loner@example.com')).pathname), PASSWORD);
    const browser = await new Browser().open(at('/signin'));
    await browser.signIn('jdoe', PASSWORD);
    const first = new Browser();
    first.cookies.set('gatehouse_session', browser.cookies.get('gatehouse_session'));
    assert.equal((await first.open(at('/start'))).url, at('/start'));
    await browser.open(at(`/${storeId}/start`));
    await browser.signIn('loner', PASSWORD);
    assert.equal(browser.url, at(`/${storeId}/start`));
    assert.ok((await first.open(at('/start'))).url.includes('/signin'));
  });
});

describe('the trail', () => {
  const console_ = (name) => readTrail(gatehouse.data).filter((event) => event.userIdentity.userName === name || event.userIdentity.arn?.endsWith(`/${name}`));
  const skip = process.env.GATEHOUSE_TEST_POSTGRES ? 'the events command reads this data directory' : false;

  it('has each sign-in as CloudTrail has it', { skip }, async () => {
    const name = await user(), coded = await user();
    const { seed, serial } = await device(coded);
    await signIn(name, WRONG);
    await signIn(name);
    await (await signIn(coded)).submit({ code: totp(seed, totpStep() + 100) });
    await (await signIn(coded)).submit({ code: totp(seed) });
    await signIn('Secret-typed-as-a-name', WRONG);
    await signIn(name, WRONG, { account: 'nowhere-at-all' });
    await gatehouse.stop({ keep: true });
    const [wrong, right] = console_(name).filter((event) => event.eventName === 'ConsoleLogin');
    assert.deepEqual(wrong.userIdentity, { type: 'IAMUser', principalId: right.userIdentity.principalId, arn: `arn:aws:iam::${account}:user/${name}`, accountId: account, userName: name });
    assert.match(right.userIdentity.principalId, /^AIDA/);
    assert.equal(wrong.errorMessage, 'Failed authentication');
    assert.deepEqual(wrong.responseElements, { ConsoleLogin: 'Failure' });
    assert.deepEqual(right.responseElements, { ConsoleLogin: 'Success' });
    assert.equal(right.errorMessage, undefined);
    for (const event of [wrong, right]) {
      assert.equal(event.eventSource, 'signin.amazonaws.com');
      assert.equal(event.eventType, 'AwsConsoleSignIn');
      assert.equal(event.recipientAccountId, account);
      assert.equal(event.readOnly, false);
      assert.deepEqual(event.additionalEventData, { LoginTo: `${gatehouse.url}/console`, MobileVersion: 'No', MFAUsed: 'No' });
    }
    const steps = console_(coded).filter((event) => event.eventSource === 'signin.amazonaws.com');
    assert.deepEqual(steps.map((event) => [event.eventName, Object.values(event.responseElements)[0], event.errorMessage]), [
      ['CheckMfa', 'Failure', 'Failed authentication'], ['ConsoleLogin', 'Failure', 'Failed authentication'], ['CheckMfa', 'Success', undefined], ['ConsoleLogin', 'Success', undefined]]);
    assert.equal(steps[1].additionalEventData.MFAUsed, 'Yes');
    assert.equal(steps[3].additionalEventData.MFAIdentifier, serial);
    const hidden = console_('HIDDEN_DUE_TO_SECURITY_REASONS').filter((event) => event.eventName === 'ConsoleLogin' && event.errorMessage === 'No username found in supplied account');
    assert.equal(hidden.at(-2).recipientAccountId, account);
    assert.equal(hidden.at(-1).userIdentity.accountId, undefined);
    assert.ok(!JSON.stringify(readTrail(gatehouse.data)).includes('Secret-typed-as-a-name'));
    await gatehouse.start();
    connect();
  });

  it('has one event of all attempts that one wait refuses', { skip }, async () => {
    const name = await user();
    const early = () => readTrail(gatehouse.data).filter((event) => event.errorMessage === 'Too many failed attempts');
    const before = early().length;
    const browsers = await Promise.all(Array.from({ length: 30 }, () => new Browser().open(at('/console/signin'))));
    for (let i = 0; i < 8; i++) await until('a guess that counts', async () => (await signIn(name, WRONG)).status === 401, { everyMs: 400 });
    await Promise.all(browsers.map((browser) => browser.submit({ account, user_name: name, password: PASSWORD })));
    assert.ok(browsers.every((browser) => browser.status === 429));
    await gatehouse.stop({ keep: true });
    const events = early().slice(before);
    assert.ok(events.length >= 1 && events.length <= 3, `${events.length} events of three waits`);
    assert.equal(events[0].recipientAccountId, account);
    for (const event of events) assert.ok(event.additionalEventData.RefusedAttempts >= 1);
    await gatehouse.start();
    connect();
  });

  it('has the change of a password, without it', { skip }, async () => {
    const name = await user(PASSWORD, { PasswordResetRequired: true });
    await allow(name, 'iam:ChangePassword');
    const browser = await signIn(name);
    await browser.submit({ new_password: NEXT, confirm_password: NEXT });
    await gatehouse.stop({ keep: true });
    const events = console_(name).map((event) => [event.eventSource, event.eventName, event.eventType]);
    assert.deepEqual(events, [['iam.amazonaws.com', 'ChangePassword', 'AwsApiCall'], ['signin.amazonaws.com', 'ConsoleLogin', 'AwsConsoleSignIn']]);
    assert.ok(!JSON.stringify(readTrail(gatehouse.data)).includes(NEXT));
    await gatehouse.start();
    connect();
  });
});

// What no call can set, written into the database of a stopped server.
describe('in the database', { skip: process.env.GATEHOUSE_TEST_POSTGRES ? 'the test writes to the SQLite file' : false }, () => {
  // argon2id of PASSWORD, cheaper than today's.
  const OLD_HASH = '$argon2id$v=19$m=1024,t=1,p=1$MDEyMzQ1Njc4OWFiY2RlZg$S3o5zjy/VvN9deKUNdagjNRayAgxSTyETTtOydeDVh0';
  async function sql(statement, ...values) {
    await gatehouse.stop({ keep: true });
    const run = 'import json, sqlite3, sys\nc = sqlite3.connect(sys.argv[1])\nprint(json.dumps(c.execute(sys.argv[2], sys.argv[3:]).fetchall()))\nc.commit()';
    const out = execFileSync('python3', ['-c', run, path.join(gatehouse.data, 'gatehouse.db'), statement, ...values], { encoding: 'utf8' });
    await gatehouse.start();
    connect();
    return JSON.parse(out);
  }
  const hashOf = async (id) => (await sql('SELECT hash FROM iam_login_profile WHERE owner_id = ?', id))[0][0];

  it('an alias that looks like the id of another account leads nobody there', async () => {
    const name = await user(), alias = (id) => id.replace(/(\d{4})(?=\d)/g, '$1-'), free = '9999-8888-7777';
    await gatehouse.createAccount('Elsewhere', 'elsewhere@example.com');
    const [[other]] = await sql("SELECT id FROM account WHERE email = 'elsewhere@example.com'");
    await sql('INSERT INTO iam_account_alias (account_id, alias) VALUES (?, ?)', other, alias(account));
    for (const where of [account, alias(account)]) assert.ok(isIn(await signIn(name, PASSWORD, { account: where })), where);
    await sql('UPDATE iam_account_alias SET alias = ? WHERE account_id = ?', free, account);
    assert.ok(isIn(await signIn(name, PASSWORD, { account: free })), 'an old alias goes on where it is nobody\'s id');
    await send(new CreateAccountAliasCommand({ AccountAlias: ALIAS }));
  });

  it('a hash of another cost is made anew at the sign-in', async () => {
    const name = await user(), coded = await user();
    const { seed } = await device(coded);
    const ids = [];
    for (const UserName of [name, coded]) ids.push((await send(new GetUserCommand({ UserName }))).User.UserId);
    await sql('UPDATE iam_login_profile SET hash = ? WHERE owner_id IN (?, ?)', OLD_HASH, ...ids);
    assert.equal((await signIn(name, WRONG)).status, 401);
    assert.equal(await hashOf(ids[0]), OLD_HASH);
    const browser = await signIn(name);
    assert.ok(isIn(browser));
    const made = await hashOf(ids[0]);
    assert.match(made, /^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    assert.ok(await stillIn(Object.assign(browser, {})), 'the session goes on');
    assert.ok(isIn(await signIn(name)));
    assert.equal(await hashOf(ids[0]), made);
    const second = await signIn(coded);
    await second.submit({ code: totp(seed) });
    assert.ok(isIn(second));
    assert.match(await hashOf(ids[1]), /m=19456/);
  });

  it('a right password beyond the limit is refused in the write, with a device as without one', async () => {
    const names = [await user(), await user()];
    await device(names[1]);
    const ids = await Promise.all(names.map(async (UserName) => (await send(new GetUserCommand({ UserName }))).User.UserId));
    /* The right one takes longer than the wrong ones: its hash is made anew. */
    await sql('UPDATE iam_login_profile SET hash = ? WHERE owner_id IN (?, ?)', OLD_HASH, ...ids);
    for (const name of names) {
      for (let i = 0; i < 5; i++) assert.equal((await signIn(name, WRONG)).status, 401);
      const browsers = await Promise.all(Array.from({ length: 3 }, () => new Browser().open(at('/console/signin'))));
      const guess = (browser, password) => browser.submit({ account, user_name: name, password });
      const [right, ...wrong] = await Promise.all(browsers.map((browser, i) => guess(browser, i ? WRONG : PASSWORD)));
      assert.deepEqual(wrong.map((b) => b.status).sort(), [401, 429], 'one guess was left');
      assert.equal(right.status, 429);
      assert.ok(!right.hasField('code'));
    }
  });

  it('that of a person of Identity Center too', async () => {
    const stored = async () => (await sql('SELECT hash FROM identity_password WHERE user_id = ?', f.userId))[0][0];
    await sql('UPDATE identity_password SET hash = ? WHERE user_id = ?', OLD_HASH, f.userId);
    const browser = await new Browser().open(at('/signin'));
    await browser.signIn('jdoe', PASSWORD);
    assert.equal(browser.url, at('/start'));
    assert.match(await stored(), /m=19456/);
  });

  it('a root user with a password signs in by mail address', async () => {
    const [[email]] = await sql('SELECT email FROM account WHERE id = ?', account);
    const root = async (address, password) => {
      const browser = await new Browser().open(at('/console/signin/root'));
      return browser.submit({ email: address, password });
    };
    const none = await root(email, PASSWORD);
    await sql('INSERT INTO iam_login_profile (owner_id, account_id, hash, reset_required, created_ms, changed_ms) VALUES (?, ?, ?, 0, 1, 1)', account, account, OLD_HASH);
    await sql('INSERT INTO iam_password_history (owner_id, number, hash) VALUES (?, 1, ?)', account, OLD_HASH);
    // The root user's id is the account's: typed as a name it counts against nobody.
    for (let i = 0; i < 7; i++) await signIn(account, WRONG);
    const wrong = await root(email, WRONG), nobody = await root('nobody@example.com', WRONG);
    for (const browser of [none, wrong, nobody]) {
      assert.equal(browser.status, 401);
      assert.deepEqual(told(browser, email, 'nobody@example.com').html, told(wrong, email, 'nobody@example.com').html);
    }
    const browser = await root(email.toUpperCase(), PASSWORD);
    assert.ok(isIn(browser));
    assert.ok(text(browser).includes('Root user'));
    assert.ok(text(browser).includes(`arn:aws:iam::${account}:root`));
    await browser.open(at('/console/password'));
    await browser.submit({ old_password: PASSWORD, new_password: NEXT, confirm_password: NEXT });
    assert.ok(isIn(browser));
    assert.ok(isIn(await root(email, NEXT)));
    await gatehouse.stop({ keep: true });
    const events = readTrail(gatehouse.data).filter((event) => event.userIdentity.type === 'Root' && event.eventType === 'AwsConsoleSignIn');
    assert.deepEqual(events.slice(-3).map((event) => [event.eventName, event.userIdentity.arn]),
      ['ConsoleLogin', 'PasswordUpdated', 'ConsoleLogin'].map((name) => [name, `arn:aws:iam::${account}:root`]));
    assert.ok(events.some((event) => event.errorMessage && !event.userIdentity.arn));
    await gatehouse.start();
    connect();
  });
});
