// What the sign-in pages and the token endpoint must withstand: guessing, stale and planted forms, stolen tokens, redirects.
import { after, before, describe, it } from 'node:test';
import assert from 'node:assert/strict';
import { SSOOIDCClient, RegisterClientCommand, StartDeviceAuthorizationCommand, CreateTokenCommand } from '@aws-sdk/client-sso-oidc';
import { SSOClient, ListAccountsCommand } from '@aws-sdk/client-sso';
import { SSOAdminClient, CreateInstanceCommand, ListInstancesCommand } from '@aws-sdk/client-sso-admin';
import { IdentitystoreClient, CreateUserCommand } from '@aws-sdk/client-identitystore';
import { awsError, startGatehouse, until } from '../support/gatehouse.mjs';
import { Browser, parseForms } from '../support/browser.mjs';
import { furnish, newUser, PASSWORD } from '../support/organization.mjs';

const DEVICE_GRANT = 'urn:ietf:params:oauth:grant-type:device_code';
let gatehouse, f;
before(async () => {
  gatehouse = await startGatehouse();
  f = await furnish(gatehouse);
  await new Browser().setPassword(await gatehouse.mailedLink('jdoe@example.com'), PASSWORD);
});
after(() => gatehouse.stop());

const at = (path) => `${gatehouse.url}${path}`;
/** A mailed link, after the server has come back on another port. */
const here = (link) => at(new URL(link).pathname);
async function addUser(name, password = PASSWORD) {
  await f.store.send(new CreateUserCommand({ IdentityStoreId: f.storeId, ...newUser(name) }));
  const link = here(await gatehouse.mailedLink(`${name}@example.com`));
  if (password) await new Browser().setPassword(link, password);
  return link;
}
async function signIn(user, password = PASSWORD, next = '', from = undefined) {
  const browser = new Browser({}, { from });
  await browser.open(at(`/signin${next && `?next=${encodeURIComponent(next)}`}`));
  await browser.signIn(user, password);
  return browser;
}
const restart = async (offsetS = 0) => {
  await gatehouse.stop({ keep: true });
  await gatehouse.start({ GATEHOUSE_CLOCK_OFFSET_S: String(offsetS) });
  f.store = gatehouse.client(IdentitystoreClient);
};
/** The links of a kind that were mailed to somebody, oldest first. */
const links = (to, kind) => gatehouse.mails(to).map((mail) => /https?:\/\/[^\s"'<>]+/.exec(mail.text)[0]).filter((link) => link.includes(`/${kind}/`));

describe('guessing a password', () => {
  for (const user of ['nobody', 'guessed']) {
    it(`is slowed down for ${user}, the right password too`, async () => {
      if (user === 'guessed') await addUser(user);
      let browser;
      for (let i = 0; i < 6; i++) {
        browser = await signIn(user, `Wrong-password-${i}`);
        assert.equal(browser.status, 401);
      }
      browser = await signIn(user);
      assert.equal(browser.status, 429);
      assert.ok(Number(browser.responseHeaders.get('retry-after')) >= 1);
      assert.ok(![...browser.cookies.keys()].some((name) => name.endsWith('gatehouse_session')));
    });
  }

  it('is counted over a restart, and forgotten after a success', async () => {
    await addUser('restarted');
    for (let i = 0; i < 9; i++) {
      const { status } = await signIn('restarted', 'Wrong-password-1');
      if (status === 429) await until('the wait to end', async () => (await signIn('restarted', 'Wrong-password-1')).status === 401, { everyMs: 500 });
    }
    await restart();
    assert.equal((await signIn('restarted')).status, 429);
    assert.equal((await signIn('jdoe')).status, 200);
    await restart(900);
    assert.equal((await signIn('restarted')).status, 200);
    for (let i = 0; i < 5; i++) assert.equal((await signIn('restarted', 'Wrong-password-1')).status, 401);
    assert.equal((await signIn('restarted')).status, 200);
    await restart();
  });

  it('from elsewhere keeps nobody out', async () => {
    await addUser('watched');
    for (let i = 0; i < 6; i++) assert.equal((await signIn('watched', 'Wrong-password-1', '', '127.0.0.2')).status, 401);
    assert.equal((await signIn('watched', PASSWORD, '', '127.0.0.2')).status, 429);
    assert.equal((await signIn('watched')).status, 200);
  });

  it('of many at once gains nothing', async () => {
    await addUser('flooded');
    const browsers = await Promise.all(Array.from({ length: 24 }, async () => {
      const browser = new Browser();
      await browser.open(at('/signin'));
      return browser.submit({ user_name: 'flooded' });
    }));
    await Promise.all(browsers.map((browser) => browser.submit({ password: 'Wrong-password-1' })));
    assert.equal(browsers.filter((b) => b.status === 401).length, 6);
    assert.equal(browsers.filter((b) => b.status === 429).length, 18);
  });
});

describe('a forgotten password', () => {
  const ask = async (user) => {
    const browser = new Browser();
    await browser.open(at('/signin/forgot'));
    return browser.submit({ user_name: user });
  };

  it('is answered alike for everybody', async () => {
    const strip = (b) => b.html.replace(/jdoe|nobody/g, 'NAME').replace(/name="csrf" value="[^"]*"/g, '');
    const known = await ask('jdoe'), unknown = await ask('nobody');
    assert.equal(known.status, 200);
    assert.equal(unknown.status, 200);
    assert.equal(strip(known), strip(unknown));
  });

  it('is reset by a mailed link, once, and ends older sessions', async () => {
    await addUser('forgetful');
    const before = await signIn('forgetful');
    await ask('FORGETFUL');
    await ask('forgetful');
    await until('two mails', () => links('forgetful@example.com', 'reset').length === 2);
    const [one, two] = links('forgetful@example.com', 'reset').map(here);
    const browser = new Browser();
    await browser.open(one);
    await browser.open(one); // looking at it uses nothing up
    await browser.submit({ new_password: PASSWORD, confirm_password: PASSWORD });
    assert.ok(browser.hasField('new_password'), 'one of the last three passwords');
    await browser.submit({ new_password: 'Another-horse-8', confirm_password: 'Another-horse-9' });
    assert.ok(browser.hasField('new_password'), 'two that differ');
    await browser.submit({ new_password: 'Another-horse-8', confirm_password: 'Another-horse-8' });
    assert.equal(browser.url, at('/start'));
    for (const link of [one, two]) assert.equal((await new Browser().open(link)).status, 410, link);
    await before.open(at('/start'));
    assert.ok(before.url.includes('/signin'), 'the session of the old password has ended');
    assert.equal((await signIn('forgetful')).status, 401);
    assert.equal((await signIn('forgetful', 'Another-horse-8')).status, 200);
  });

  it('fills nobody\'s mailbox', async () => {
    await addUser('mailbombed');
    for (let i = 0; i < 8; i++) assert.equal((await ask('mailbombed')).status, 200);
    await ask('jdoe');
    await until('the mail queue', () => links('jdoe@example.com', 'reset').length >= 2);
    assert.ok(links('mailbombed@example.com', 'reset').length <= 4);
  });

  it('an expired link says so', async () => {
    const link = await addUser('late', null);
    const path = new URL(link).pathname;
    await restart(8 * 86_400);
    assert.equal((await new Browser().open(at(path))).status, 410);
    assert.equal((await new Browser().open(at(path.replace('invite', 'reset')))).status, 410);
    await restart();
    assert.equal((await new Browser().open(at(path))).status, 200);
    assert.equal((await new Browser().open(at(path.replace('invite', 'reset')))).status, 410);
    assert.equal((await new Browser().open(at(`${path}x`))).status, 410);
  });
});

describe('cookies and forms', () => {
  it('a sign-in changes the session, a sign-out ends it', async () => {
    const one = await signIn('jdoe'), two = await signIn('jdoe');
    const cookie = (b) => [...b.cookies].find(([name]) => name.endsWith('gatehouse_session'))[1];
    assert.notEqual(cookie(one), cookie(two));
    const stolen = new Browser({ cookie: `gatehouse_session=${cookie(one)}` });
    assert.equal((await stolen.open(at('/start'))).url, at('/start'));
    const form = parseForms(one.html).find((x) => x.action === '/signout');
    const body = new URLSearchParams(form.fields.map((x) => [x.name, x.value])).toString();
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    assert.equal((await one.open(at('/signout'), { method: 'POST', body, headers })).status, 200);
    await stolen.open(at('/start'));
    assert.ok(stolen.url.includes('/signin'));
    assert.equal((await two.open(at('/start'))).url, at('/start'));
  });

  it('a field made without the session is no good for it', async () => {
    const browser = new Browser();
    await browser.open(at('/signin'));
    const csrf = browser.form().fields.find((x) => x.name === 'csrf').value;
    await browser.signIn('jdoe', PASSWORD);
    const post = (path, more) => browser.request(at(path), { method: 'POST', body: new URLSearchParams({ csrf, ...more }).toString(),
      headers: { 'content-type': 'application/x-www-form-urlencoded' } });
    assert.equal((await post('/signout')).status, 403);
    assert.equal((await post('/device/confirm', { user_code: 'BCDF-GHJK', decision: 'allow' })).status, 403);
    assert.equal((await browser.open(at('/start'))).url, at('/start'));
  });

  it('a cookie that is malformed or there twice counts for nothing', async () => {
    const good = [...(await signIn('jdoe')).cookies].find(([name]) => name.endsWith('gatehouse_session'))[1];
    for (const cookie of [`gatehouse_session=${good}x`, 'gatehouse_session=', 'gatehouse_session', `gatehouse_session=${good}; gatehouse_session=${good}`,
      `gatehouse_session=x; gatehouse_session=${good}`, `gatehouse_session=%00${good}`]) {
      const browser = new Browser({ cookie });
      const reply = await browser.request(at('/start'));
      assert.equal(reply.status, 303, cookie);
      assert.equal(reply.headers.get('location'), '/signin?next=%2Fstart');
    }
  });

  it('what is no form is refused', async () => {
    const browser = new Browser();
    await browser.open(at('/signin'));
    for (const [type, body] of [['text/plain', 'user_name=jdoe'], ['application/json', '{}'], ['application/x-www-form-urlencoded', '%zz=1']])
      assert.equal((await browser.request(at('/signin'), { method: 'POST', body, headers: { 'content-type': type } })).status, 400, type);
  });

  it('a sign-in leads to our own pages only', async () => {
    const there = `/start/access?account_id=${f.accountId}&role_name=DeveloperAccess`;
    assert.equal((await signIn('jdoe', PASSWORD, there)).url, at(there));
    for (const next of ['//evil.example/start', 'https://evil.example/', '/\\evil.example', '/signout', '/start\r\nx: y'])
      assert.equal((await signIn('jdoe', PASSWORD, next)).url, at('/start'), next);
  });
});

describe('the start URL', () => {
  it('names an AWS host to whoever asks with HEAD', async () => {
    const reply = await fetch(at('/start'), { method: 'HEAD', redirect: 'manual' });
    assert.equal(reply.status, 302);
    assert.match(reply.headers.get('location'), /^https:\/\/ssoins-[0-9a-f]{16}\.portal\.us-east-1\.app\.aws$/);
  });

  it('tells the region without a sign-in', async () => {
    const browser = await new Browser().open(at('/start'));
    assert.ok(browser.html.includes('<meta name="region" content="us-east-1"/>'));
  });

  it('of another instance signs that instance\'s people in', async () => {
    const own = await gatehouse.createAccount('Alone', 'alone@example.com');
    const admin = gatehouse.client(SSOAdminClient, own);
    await admin.send(new CreateInstanceCommand({}));
    const storeId = (await admin.send(new ListInstancesCommand({}))).Instances.find((i) => i.IdentityStoreId !== f.storeId).IdentityStoreId;
    await gatehouse.client(IdentitystoreClient, own).send(new CreateUserCommand({ IdentityStoreId: storeId, ...newUser('loner') }));
    await new Browser().setPassword(here(await gatehouse.mailedLink('loner@example.com')), PASSWORD);
    assert.equal((await signIn('loner')).status, 401, 'is nobody in the first instance');
    const browser = await new Browser().open(at(`/${storeId}/start`));
    await browser.signIn('loner', PASSWORD);
    assert.equal(browser.url, at(`/${storeId}/start`));
    assert.equal(browser.status, 200);
    assert.ok((await browser.open(at(`/${f.storeId}/start`))).url.includes('/signin'), 'is not signed in there');
    const oidc = gatehouse.client(SSOOIDCClient, null);
    const client = await oidc.send(new RegisterClientCommand({ clientName: 'loner', clientType: 'public' }));
    const started = await oidc.send(new StartDeviceAuthorizationCommand({ ...client, startUrl: `https://${storeId}.awsapps.com/start` }));
    await new Browser().approveDevice(started.verificationUriComplete, 'loner', PASSWORD);
    const token = await oidc.send(new CreateTokenCommand({ ...client, grantType: DEVICE_GRANT, deviceCode: started.deviceCode }));
    assert.deepEqual((await gatehouse.client(SSOClient, null).send(new ListAccountsCommand({ accessToken: token.accessToken }))).accountList, []);
    const stranger = await signIn('jdoe');
    await stranger.open(at(`/device?user_code=${started.userCode}`));
    assert.equal((await stranger.submit()).status, 400, 'a code of another instance is none here');
  });
});

describe('tokens', () => {
  let oidc, portal, client;
  const open = async (scopes = ['sso:account:access']) => {
    oidc = gatehouse.client(SSOOIDCClient, null);
    portal = gatehouse.client(SSOClient, null);
    client = await oidc.send(new RegisterClientCommand({ clientName: 'botocore-client-x', clientType: 'public', ...(scopes && { scopes }) }));
  };
  const create = (more) => oidc.send(new CreateTokenCommand({ clientId: client.clientId, clientSecret: client.clientSecret, ...more }));
  const start = () => oidc.send(new StartDeviceAuthorizationCommand({ clientId: client.clientId, clientSecret: client.clientSecret, startUrl: at('/start') }));
  const allowed = async () => {
    const device = await start();
    await new Browser().approveDevice(device.verificationUriComplete, 'jdoe', PASSWORD);
    return device;
  };
  const works = (accessToken) => portal.send(new ListAccountsCommand({ accessToken })).then(() => true, (error) => awsError('UnauthorizedException')(error) && false);
  const refresh = (refreshToken) => create({ grantType: 'refresh_token', refreshToken });

  it('poll at once, then keep the interval', async () => {
    await open();
    const { deviceCode } = await start();
    const poll = () => create({ grantType: DEVICE_GRANT, deviceCode });
    await assert.rejects(poll(), awsError('AuthorizationPendingException'));
    await assert.rejects(poll(), (error) => awsError('SlowDownException')(error) && error.error === 'slow_down');
    await new Promise((resolve) => setTimeout(resolve, 4800));
    await assert.rejects(poll(), awsError('AuthorizationPendingException'));
  });

  it('of a device code used twice are taken back', async () => {
    await open();
    const { deviceCode } = await allowed();
    const { accessToken } = await create({ grantType: DEVICE_GRANT, deviceCode });
    assert.ok(await works(accessToken));
    await assert.rejects(create({ grantType: DEVICE_GRANT, deviceCode }), awsError('InvalidGrantException'));
    assert.ok(!(await works(accessToken)));
  });

  it('last an hour and refresh, or eight and do not', async () => {
    await open();
    const scoped = await create({ grantType: DEVICE_GRANT, deviceCode: (await allowed()).deviceCode });
    assert.ok(scoped.expiresIn > 3500 && scoped.expiresIn <= 3600);
    assert.ok(scoped.refreshToken);
    await open(null);
    const legacy = await create({ grantType: DEVICE_GRANT, deviceCode: (await allowed()).deviceCode });
    assert.ok(legacy.expiresIn > 28_700 && legacy.expiresIn <= 28_800, `${legacy.expiresIn}`);
    assert.equal(legacy.refreshToken, undefined);
  });

  it('are refreshed in turn; a refresh token that comes back late ends the session', async () => {
    await open();
    const one = await create({ grantType: DEVICE_GRANT, deviceCode: (await allowed()).deviceCode });
    const two = await refresh(one.refreshToken);
    assert.notEqual(two.refreshToken, one.refreshToken);
    await assert.rejects(refresh(one.refreshToken), awsError('InvalidGrantException'));
    assert.ok(await works(two.accessToken), 'two programs that share a cache may be a moment apart');
    const registered = client;
    await open();
    await assert.rejects(refresh(two.refreshToken), awsError('InvalidGrantException'), 'is another client\'s');
    await restart(120);
    await open();
    client = registered;
    assert.ok(await works(two.accessToken));
    await assert.rejects(refresh(one.refreshToken), awsError('InvalidGrantException'));
    assert.ok(!(await works(two.accessToken)));
    await assert.rejects(refresh(two.refreshToken), awsError('InvalidGrantException'));
    await restart();
  });

  it('end with the code\'s ten minutes', async () => {
    await open();
    const registered = client;
    const { deviceCode } = await start();
    await restart(660);
    await open();
    client = registered;
    await assert.rejects(create({ grantType: DEVICE_GRANT, deviceCode }), (error) => awsError('ExpiredTokenException')(error) && error.error === 'expired_token');
    await restart();
  });

  it('are for registered clients of known kinds', async () => {
    await open();
    const register = (more) => oidc.send(new RegisterClientCommand({ clientName: 'x', clientType: 'public', ...more }));
    const pkce = { grantTypes: ['authorization_code', 'refresh_token'], redirectUris: ['http://127.0.0.1/oauth/callback'], scopes: ['sso:account:access'] };
    for (const issuerUrl of [at('/start'), `https://${f.storeId}.awsapps.com/start`])
      assert.ok((await register({ ...pkce, issuerUrl })).clientId, issuerUrl);
    await assert.rejects(register({ ...pkce, issuerUrl: 'https://evil.example/start' }), awsError('InvalidRequestException'));
    await assert.rejects(register({ ...pkce, redirectUris: ['https://evil.example/callback'] }), awsError('InvalidRedirectUriException'));
    await assert.rejects(register({ ...pkce, redirectUris: ['http://127.0.0.1.evil.example/'] }), awsError('InvalidRedirectUriException'));
    await assert.rejects(register({ grantTypes: ['password'] }), awsError('UnsupportedGrantTypeException'));
    await assert.rejects(register({ clientName: '' }), awsError('InvalidClientMetadataException'));
    await assert.rejects(register({ clientName: 'x'.repeat(300) }), awsError('InvalidClientMetadataException'));
    await assert.rejects(create({ grantType: 'authorization_code', code: 'x', redirectUri: 'http://127.0.0.1:1/oauth/callback', codeVerifier: 'x' }),
      (error) => awsError('UnauthorizedClientException')(error) && /--use-device-code/.test(error.error_description));
    await assert.rejects(create({ grantType: DEVICE_GRANT }), awsError('InvalidRequestException'));
  });
});

describe('guessing a device code', () => {
  it('is slowed down', async () => {
    await addUser('codebreaker');
    const browser = await signIn('codebreaker', PASSWORD, '/device');
    for (let i = 0; i < 11; i++) assert.equal((await browser.submit({ user_code: 'BCDF-GHJK' })).status, 400);
    const csrf = browser.form().fields.find((x) => x.name === 'csrf').value;
    const reply = await browser.request(at('/device'), { method: 'POST', body: new URLSearchParams({ csrf, user_code: 'BCDF-GHJL' }).toString(),
      headers: { 'content-type': 'application/x-www-form-urlencoded' } });
    assert.equal(reply.status, 429);
  });
});
