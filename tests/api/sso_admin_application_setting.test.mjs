// What hangs on an application: access scopes, authentication methods, grants, session configuration.
import { after, before, describe, it } from 'node:test';
import assert from 'node:assert/strict';
import * as sdk from '@aws-sdk/client-sso-admin';
import { awsError, listAll, startGatehouse } from '../support/gatehouse.mjs';
import { call, newApplication, stage, unseen } from '../support/application.mjs';

const JWT = 'urn:ietf:params:oauth:grant-type:jwt-bearer', EXCHANGE = 'urn:ietf:params:oauth:grant-type:token-exchange';
let gatehouse, f, admin, InstanceArn, ApplicationArn, issuers;
const send = (name, input = {}) => call(admin, name, { ApplicationArn, ...input });
const notFound = awsError('ResourceNotFoundException'), invalid = awsError('ValidationException');
const policy = (statement) => ({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { AWS: f.ownerId },
  Action: 'sso-oauth:CreateTokenWithIAM', Resource: '*', ...statement }] });

async function issuer(client, of, name) {
  const { TrustedTokenIssuerArn } = await call(client, 'CreateTrustedTokenIssuer', { InstanceArn: of, Name: name, TrustedTokenIssuerType: 'OIDC_JWT',
    TrustedTokenIssuerConfiguration: { OidcJwtConfiguration: { IssuerUrl: `https://${name}.example.com`, ClaimAttributePath: 'email',
      IdentityStoreAttributePath: 'emails.value', JwksRetrievalOption: 'OPEN_ID_DISCOVERY' } } });
  return TrustedTokenIssuerArn;
}

before(async () => {
  gatehouse = await startGatehouse();
  f = await stage(gatehouse);
  ({ admin, instanceArn: InstanceArn } = f);
  ApplicationArn = await newApplication(admin, InstanceArn, 'Configured');
  issuers = [await issuer(admin, InstanceArn, 'one'), await issuer(admin, InstanceArn, 'two')];
});
after(() => gatehouse?.stop());

describe('an access scope', () => {
  const scope = (Scope) => send('GetApplicationAccessScope', { Scope });

  it('is put, shown, changed and removed', async () => {
    await assert.rejects(scope('sso:account:access'), notFound);
    await send('PutApplicationAccessScope', { Scope: 'sso:account:access' });
    const plain = await scope('sso:account:access');
    assert.deepEqual([plain.Scope, plain.AuthorizedTargets], ['sso:account:access', undefined]);
    const targets = [ApplicationArn, InstanceArn];
    await send('PutApplicationAccessScope', { Scope: 'sso:account:access', AuthorizedTargets: targets });
    assert.deepEqual((await scope('sso:account:access')).AuthorizedTargets, targets);
    await send('PutApplicationAccessScope', { Scope: 'sso:account:access' });
    assert.equal((await scope('sso:account:access')).AuthorizedTargets, undefined);
    await send('DeleteApplicationAccessScope', { Scope: 'sso:account:access' });
    await assert.rejects(scope('sso:account:access'), notFound);
    await send('DeleteApplicationAccessScope', { Scope: 'sso:account:access' });
  });

  it('is refused where it is malformed', async () => {
    await assert.rejects(send('PutApplicationAccessScope', { Scope: 'a:b:c:d' }), invalid);
    await assert.rejects(send('PutApplicationAccessScope', { Scope: 'redshift:connect', AuthorizedTargets: ['arn:aws:s3:::bucket'] }), invalid);
    await assert.rejects(send('PutApplicationAccessScope', { Scope: 'redshift:connect', AuthorizedTargets: Array(11).fill(ApplicationArn) }), invalid);
    await assert.rejects(scope('redshift:connect'), notFound);
  });

  it('is one of at most 25, listed ten at a time', async () => {
    const arn = await newApplication(admin, InstanceArn, 'Scopes');
    const names = Array.from({ length: 25 }, (_, i) => `scope${String(i).padStart(2, '0')}`);
    for (const Scope of names) await send('PutApplicationAccessScope', { ApplicationArn: arn, Scope, AuthorizedTargets: [arn] });
    await assert.rejects(send('PutApplicationAccessScope', { ApplicationArn: arn, Scope: 'one_more' }), awsError('ValidationException', /25/));
    await assert.rejects(send('GetApplicationAccessScope', { ApplicationArn: arn, Scope: 'one_more' }), notFound);
    await send('PutApplicationAccessScope', { ApplicationArn: arn, Scope: names[0] });
    const list = (more) => listAll(admin, sdk.ListApplicationAccessScopesCommand, { ApplicationArn: arn, ...more }, 'Scopes');
    const { items, pages } = await list();
    assert.deepEqual([items.map((s) => s.Scope), pages], [names, 3]);
    assert.deepEqual([items[0].AuthorizedTargets, items[1].AuthorizedTargets], [undefined, [arn]]);
    assert.equal((await list({ MaxResults: 4 })).pages, 7);
    await assert.rejects(list({ MaxResults: 11 }), invalid);
    await send('DeleteApplicationAccessScope', { ApplicationArn: arn, Scope: names[3] });
    await send('PutApplicationAccessScope', { ApplicationArn: arn, Scope: 'one_more' });
  });
});

describe('an authentication method', () => {
  const put = (ActorPolicy, more) => send('PutApplicationAuthenticationMethod', { AuthenticationMethodType: 'IAM', AuthenticationMethod: { Iam: { ActorPolicy } }, ...more });
  const get = (more) => send('GetApplicationAuthenticationMethod', { AuthenticationMethodType: 'IAM', ...more });

  it('is put, shown, listed and removed', async () => {
    await assert.rejects(get(), notFound);
    assert.deepEqual((await send('ListApplicationAuthenticationMethods')).AuthenticationMethods, []);
    await put(policy());
    assert.deepEqual((await get()).AuthenticationMethod, { Iam: { ActorPolicy: policy() } });
    const second = policy({ Principal: { AWS: [`arn:aws:iam::${f.memberId}:role/app`] }, Condition: { Bool: { 'aws:SecureTransport': 'true' } } });
    await put(second);
    assert.deepEqual((await send('ListApplicationAuthenticationMethods')).AuthenticationMethods,
      [{ AuthenticationMethodType: 'IAM', AuthenticationMethod: { Iam: { ActorPolicy: second } } }]);
    await send('DeleteApplicationAuthenticationMethod', { AuthenticationMethodType: 'IAM' });
    await assert.rejects(get(), notFound);
    await send('DeleteApplicationAuthenticationMethod', { AuthenticationMethodType: 'IAM' });
  });

  it('is refused with what is no policy of a resource', async () => {
    await put(policy());
    const { Principal, ...withoutPrincipal } = policy().Statement[0];
    for (const bad of ['{}', [], 7, {}, { Version: '2012-10-17' }, policy({ Effect: 'Perhaps' }), policy({ Action: 'nonsense' }),
      { Version: '2012-10-17', Statement: [withoutPrincipal] }, policy({ Condition: { Nonsense: { 'aws:SourceIp': '1.2.3.4' } } }),
      policy({ Sid: 'x'.repeat(10_240) })])
      await assert.rejects(put(bad), invalid, JSON.stringify(bad).slice(0, 100));
    await assert.rejects(put(policy(), { AuthenticationMethodType: 'PASSWORD' }), invalid);
    assert.deepEqual((await get()).AuthenticationMethod.Iam.ActorPolicy, policy(), 'a refused call changes nothing');
    await assert.rejects(get({ AuthenticationMethodType: 'PASSWORD' }), invalid);
  });
});

describe('a grant', () => {
  const put = (GrantType, Grant, more) => send('PutApplicationGrant', { GrantType, Grant, ...more });
  const get = async (GrantType) => (await send('GetApplicationGrant', { GrantType })).Grant;
  const code = (...RedirectUris) => ({ AuthorizationCode: { RedirectUris } });
  const bearer = (...AuthorizedTokenIssuers) => ({ JwtBearer: { AuthorizedTokenIssuers } });
  const from = (TrustedTokenIssuerArn, ...AuthorizedAudiences) => ({ TrustedTokenIssuerArn, AuthorizedAudiences });

  it('of each type is put, shown, listed and removed', async () => {
    const grants = {
      authorization_code: code('https://example.com/callback', 'http://127.0.0.1/callback', 'com.example.app:/callback'),
      refresh_token: { RefreshToken: {} },
      [JWT]: bearer(from(issuers[0], 'audience', 'https://example.com'), from(issuers[1], 'other')),
      [EXCHANGE]: { TokenExchange: {} },
    };
    for (const [type, grant] of Object.entries(grants)) {
      await assert.rejects(get(type), notFound);
      await put(type, grant);
      assert.deepEqual(await get(type), grant);
    }
    const { Grants, NextToken } = await send('ListApplicationGrants');
    assert.equal(NextToken, undefined);
    assert.deepEqual(Object.fromEntries(Grants.map((g) => [g.GrantType, g.Grant])), grants);
    await put('authorization_code', code('https://example.com/second'));
    assert.deepEqual(await get('authorization_code'), code('https://example.com/second'));
    for (const GrantType of Object.keys(grants)) {
      await send('DeleteApplicationGrant', { GrantType });
      await assert.rejects(get(GrantType), notFound);
      await send('DeleteApplicationGrant', { GrantType });
    }
    assert.deepEqual((await send('ListApplicationGrants')).Grants, []);
  });

  it('is that of its type', async () => {
    await assert.rejects(put('authorization_code', { RefreshToken: {} }), invalid);
    await assert.rejects(put('refresh_token', code('https://example.com')), invalid);
    await assert.rejects(put(JWT, { TokenExchange: {} }), invalid);
    await assert.rejects(put(EXCHANGE, { RefreshToken: {} }), invalid);
    await assert.rejects(put('password', { RefreshToken: {} }), invalid);
    await assert.rejects(put('refresh_token', {}), (e) => e.name === 'ValidationException' || e.name === 'SerializationException');
    assert.deepEqual((await send('ListApplicationGrants')).Grants, []);
  });

  it('of a code names where a browser may be sent', async () => {
    await assert.rejects(put('authorization_code', { AuthorizationCode: {} }), invalid);
    await assert.rejects(put('authorization_code', code()), invalid);
    await assert.rejects(put('authorization_code', code(...Array.from({ length: 11 }, (_, i) => `https://example.com/${i}`))), invalid);
    for (const bad of ['', '/callback', 'example.com', 'https:', 'https://example.com/#part', 'https://exa mple.com', 'javascript:alert(1)', 'JavaScript:x',
      'data:text/html,x', '1https://example.com', `https://example.com/${'x'.repeat(2048)}`])
      await assert.rejects(put('authorization_code', code('https://example.com', bad)), invalid, bad);
  });

  it('of a JWT names issuers of its instance and their audiences', async () => {
    await assert.rejects(put(JWT, { JwtBearer: {} }), invalid);
    await assert.rejects(put(JWT, bearer()), invalid);
    await assert.rejects(put(JWT, bearer({ AuthorizedAudiences: ['a'] })), invalid);
    await assert.rejects(put(JWT, bearer({ TrustedTokenIssuerArn: issuers[0] })), invalid);
    await assert.rejects(put(JWT, bearer(from(issuers[0], 'a'), from(issuers[0], 'b'))), invalid);
    await assert.rejects(put(JWT, bearer(from(issuers[0], ...Array(11).fill('a')))), invalid);
    await assert.rejects(put(JWT, bearer(from(issuers[0].replace(/.{4}$/, 'ffff'), 'a'))), notFound);
    const { InstanceArn: alone } = await call(f.guest, 'CreateInstance', {});
    const foreign = await issuer(f.guest, alone, 'foreign');
    await assert.rejects(put(JWT, bearer(from(foreign, 'a'))), notFound);
    const own = await newApplication(f.member, InstanceArn, 'A member\'s');
    const ofMember = (arn) => call(f.member, 'PutApplicationGrant', { ApplicationArn: own, GrantType: JWT, Grant: bearer(from(arn, 'a')) });
    await ofMember(issuers[0]);
    const { InstanceArn: second } = await call(f.member, 'CreateInstance', {});
    await assert.rejects(ofMember(await issuer(f.member, second, 'elsewhere')), notFound, 'an issuer of another instance, though the caller sees it');
  });

  it('keeps an issuer that was deleted since', async () => {
    const third = await issuer(admin, InstanceArn, 'three');
    await put(JWT, bearer(from(third, 'a')));
    await call(admin, 'DeleteTrustedTokenIssuer', { TrustedTokenIssuerArn: third });
    assert.deepEqual(await get(JWT), bearer(from(third, 'a')));
    await assert.rejects(put(JWT, bearer(from(third, 'a'))), notFound);
    await send('DeleteApplicationGrant', { GrantType: JWT });
  });
});

describe('session configuration', () => {
  it('is off until it is put', async () => {
    const status = async () => (await send('GetApplicationSessionConfiguration')).UserBackgroundSessionApplicationStatus;
    const put = (UserBackgroundSessionApplicationStatus) => send('PutApplicationSessionConfiguration', { UserBackgroundSessionApplicationStatus });
    assert.equal(await status(), 'DISABLED');
    await put('ENABLED');
    assert.equal(await status(), 'ENABLED');
    await put(undefined);
    assert.equal(await status(), 'ENABLED');
    await assert.rejects(put('PERHAPS'), invalid);
    await put('DISABLED');
    assert.equal(await status(), 'DISABLED');
  });
});

describe('other accounts', () => {
  it('find no application to configure', async () => {
    const type = { AuthenticationMethodType: 'IAM' }, grant = { GrantType: 'refresh_token' }, scope = { Scope: 'a' };
    const inputs = { PutApplicationAccessScope: scope, GetApplicationAccessScope: scope, DeleteApplicationAccessScope: scope, ListApplicationAccessScopes: {},
      PutApplicationAuthenticationMethod: { ...type, AuthenticationMethod: { Iam: { ActorPolicy: policy() } } }, GetApplicationAuthenticationMethod: type,
      DeleteApplicationAuthenticationMethod: type, ListApplicationAuthenticationMethods: {}, PutApplicationGrant: { ...grant, Grant: { RefreshToken: {} } },
      GetApplicationGrant: grant, DeleteApplicationGrant: grant, ListApplicationGrants: {},
      PutApplicationSessionConfiguration: { UserBackgroundSessionApplicationStatus: 'ENABLED' }, GetApplicationSessionConfiguration: {} };
    await send('PutApplicationAccessScope', scope);
    await send('PutApplicationGrant', { ...grant, Grant: { RefreshToken: {} } });
    for (const [name, input] of Object.entries(inputs)) await unseen([f.member, f.guest], name, { ApplicationArn, ...input }, ApplicationArn);
    assert.equal((await send('ListApplicationGrants')).Grants.length, 1);
  });
});

describe('a restart', () => {
  it('keeps everything that hangs on an application', async () => {
    await send('PutApplicationAuthenticationMethod', { AuthenticationMethodType: 'IAM', AuthenticationMethod: { Iam: { ActorPolicy: policy() } } });
    await send('PutApplicationSessionConfiguration', { UserBackgroundSessionApplicationStatus: 'ENABLED' });
    await gatehouse.stop({ keep: true });
    await gatehouse.start();
    admin = gatehouse.client(sdk.SSOAdminClient);
    assert.deepEqual((await send('GetApplicationAuthenticationMethod', { AuthenticationMethodType: 'IAM' })).AuthenticationMethod.Iam.ActorPolicy, policy());
    assert.deepEqual((await send('ListApplicationGrants')).Grants, [{ GrantType: 'refresh_token', Grant: { RefreshToken: {} } }]);
    assert.deepEqual((await send('ListApplicationAccessScopes')).Scopes, [{ Scope: 'a' }]);
    assert.equal((await send('GetApplicationSessionConfiguration')).UserBackgroundSessionApplicationStatus, 'ENABLED');
  });
});
