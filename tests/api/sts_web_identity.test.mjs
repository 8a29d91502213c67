// AssumeRoleWithWebIdentity against a real provider (TLS, discovery, keys) and tokens signed by the jose library; and the
// IAM operations on OpenID Connect providers.
import { after, before, describe, it } from 'node:test';
import assert from 'node:assert/strict';
import { SignJWT, UnsecuredJWT, generateKeyPair, exportJWK } from 'jose';
import * as iamSdk from '@aws-sdk/client-iam';
import { STSClient, AssumeRoleCommand, AssumeRoleWithWebIdentityCommand, GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { awsError, startGatehouse } from '../support/gatehouse.mjs';
import { EVIL_TLS, OidcProvider, TLS, thumbprint } from '../support/federation.mjs';
import { GatehouseService } from '../support/gatehouse_service.mjs';
import { readTrail } from '../support/trail.mjs';

const { IAMClient, AddClientIDToOpenIDConnectProviderCommand, CreateOpenIDConnectProviderCommand, CreateRoleCommand, DeleteOpenIDConnectProviderCommand,
  GetOpenIDConnectProviderCommand, ListOpenIDConnectProvidersCommand, ListOpenIDConnectProviderTagsCommand, ListUsersCommand, PutRolePolicyCommand,
  RemoveClientIDFromOpenIDConnectProviderCommand, TagOpenIDConnectProviderCommand, UntagOpenIDConnectProviderCommand, UpdateAssumeRolePolicyCommand,
  UpdateOpenIDConnectProviderThumbprintCommand } = iamSdk;

let gatehouse, iam, sts, anonymous, provider, account, providerArn, roleArn;
const invalid = (text) => awsError('InvalidIdentityTokenException', text);
const refused = awsError('AccessDenied', 'Not authorized to perform sts:AssumeRoleWithWebIdentity');
const trust = (Condition, Action = 'sts:AssumeRoleWithWebIdentity') => JSON.stringify({ Version: '2012-10-17', Statement: {
  Effect: 'Allow', Principal: { Federated: providerArn }, Action, ...(Condition && { Condition }) } });
const usual = () => ({ StringEquals: { [`${provider.name}:aud`]: 'my-client', [`${provider.name}:sub`]: 'user-1' } });
const retrust = (PolicyDocument) => iam.send(new UpdateAssumeRolePolicyCommand({ RoleName: 'web', PolicyDocument }));
const assume = (WebIdentityToken, more = {}) => anonymous.send(new AssumeRoleWithWebIdentityCommand({ RoleArn: roleArn, RoleSessionName: 'tests', WebIdentityToken, ...more }));
const credentials = (c) => ({ accessKeyId: c.AccessKeyId, secretAccessKey: c.SecretAccessKey, sessionToken: c.SessionToken });

before(async () => {
  provider = await new OidcProvider().start();
  gatehouse = await startGatehouse({ args: ['--private-providers', 'allow'] });
  iam = gatehouse.client(IAMClient);
  sts = gatehouse.client(STSClient);
  anonymous = gatehouse.client(STSClient, undefined, { credentials: { accessKeyId: '', secretAccessKey: '' } });
  account = (await sts.send(new GetCallerIdentityCommand({}))).Account;
  ({ OpenIDConnectProviderArn: providerArn } = await iam.send(new CreateOpenIDConnectProviderCommand({
    Url: provider.url, ClientIDList: ['my-client'], ThumbprintList: [thumbprint(TLS.cert)] })));
  const { Role } = await iam.send(new CreateRoleCommand({ RoleName: 'web', AssumeRolePolicyDocument: trust(usual()) }));
  roleArn = Role.Arn;
  await iam.send(new PutRolePolicyCommand({ RoleName: 'web', PolicyName: 'p', PolicyDocument: JSON.stringify({ Version: '2012-10-17',
    Statement: { Effect: 'Allow', Action: 'iam:ListUsers', Resource: '*', Condition: { StringEquals: { [`${provider.name}:sub`]: 'user-1', 'aws:FederatedProvider': providerArn } } } }) }));
});
after(async () => {
  await gatehouse?.stop();
  await provider?.stop();
});

describe('OpenID Connect providers', () => {
  const url = 'https://accounts.example.com/tenant';
  const arn = () => `arn:aws:iam::${account}:oidc-provider/accounts.example.com/tenant`;

  it('are made, read, listed, tagged and deleted', async () => {
    const made = await iam.send(new CreateOpenIDConnectProviderCommand({ Url: url, ClientIDList: ['a', 'b', 'a'],
      ThumbprintList: ['A'.repeat(40)], Tags: [{ Key: 'team', Value: 'x' }] }));
    assert.deepEqual([made.OpenIDConnectProviderArn, made.Tags], [arn(), [{ Key: 'team', Value: 'x' }]]);
    const got = await iam.send(new GetOpenIDConnectProviderCommand({ OpenIDConnectProviderArn: arn() }));
    assert.deepEqual([got.Url, got.ClientIDList, got.ThumbprintList, got.Tags],
      ['accounts.example.com/tenant', ['a', 'b'], ['a'.repeat(40)], [{ Key: 'team', Value: 'x' }]]);
    assert.ok(Math.abs(got.CreateDate - Date.now()) < 60_000);
    const { OpenIDConnectProviderList } = await iam.send(new ListOpenIDConnectProvidersCommand({}));
    assert.deepEqual(OpenIDConnectProviderList.map((p) => p.Arn).sort(), [arn(), providerArn].sort());
    await assert.rejects(iam.send(new CreateOpenIDConnectProviderCommand({ Url: url, ThumbprintList: ['a'.repeat(40)] })),
      awsError('EntityAlreadyExistsException', `Provider with url ${url} already exists.`));
  });

  it('change their clients, thumbprints and tags', async () => {
    const OpenIDConnectProviderArn = arn();
    const get = () => iam.send(new GetOpenIDConnectProviderCommand({ OpenIDConnectProviderArn }));
    await iam.send(new AddClientIDToOpenIDConnectProviderCommand({ OpenIDConnectProviderArn, ClientID: 'c' }));
    await iam.send(new AddClientIDToOpenIDConnectProviderCommand({ OpenIDConnectProviderArn, ClientID: 'c' }));
    await iam.send(new RemoveClientIDFromOpenIDConnectProviderCommand({ OpenIDConnectProviderArn, ClientID: 'a' }));
    await iam.send(new RemoveClientIDFromOpenIDConnectProviderCommand({ OpenIDConnectProviderArn, ClientID: 'nobody' }));
    await iam.send(new UpdateOpenIDConnectProviderThumbprintCommand({ OpenIDConnectProviderArn, ThumbprintList: ['b'.repeat(40), 'c'.repeat(40)] }));
    const got = await get();
    assert.deepEqual([got.ClientIDList, got.ThumbprintList], [['b', 'c'], ['b'.repeat(40), 'c'.repeat(40)]]);
    await iam.send(new TagOpenIDConnectProviderCommand({ OpenIDConnectProviderArn, Tags: [{ Key: 'a', Value: '1' }] }));
    await iam.send(new UntagOpenIDConnectProviderCommand({ OpenIDConnectProviderArn, TagKeys: ['team'] }));
    assert.deepEqual((await iam.send(new ListOpenIDConnectProviderTagsCommand({ OpenIDConnectProviderArn }))).Tags, [{ Key: 'a', Value: '1' }]);
    await iam.send(new DeleteOpenIDConnectProviderCommand({ OpenIDConnectProviderArn }));
    await iam.send(new DeleteOpenIDConnectProviderCommand({ OpenIDConnectProviderArn }));
    await assert.rejects(get(), awsError('NoSuchEntityException', `OpenIDConnect Provider not found for arn ${arn()}`));
  });

  it('are refused where they make no sense', async () => {
    const ThumbprintList = ['a'.repeat(40)];
    for (const Url of ['http://idp.example.com', 'idp.example.com', 'https://', 'https://a@b', 'https://x?y=1', 'https://x#f', 'https://a b'])
      await assert.rejects(iam.send(new CreateOpenIDConnectProviderCommand({ Url, ThumbprintList })), awsError('InvalidInputException', /Invalid Open ID/));
    for (const list of [['a'], ['z'.repeat(40)], Array(6).fill('a'.repeat(40))])
      await assert.rejects(iam.send(new CreateOpenIDConnectProviderCommand({ Url: url, ThumbprintList: list })), (e) => /Exception|Error/.test(e.name));
    await assert.rejects(iam.send(new CreateOpenIDConnectProviderCommand({ Url: url, ThumbprintList, ClientIDList: Array.from({ length: 101 }, (_, i) => `c${i}`) })),
      awsError('LimitExceededException', /ClientIdsPerOpenIdConnectProvider: 100/));
  });

  it('take the thumbprint of the server where none is given', async () => {
    const other = await new OidcProvider().start();
    const { OpenIDConnectProviderArn } = await iam.send(new CreateOpenIDConnectProviderCommand({ Url: other.url }));
    assert.deepEqual((await iam.send(new GetOpenIDConnectProviderCommand({ OpenIDConnectProviderArn }))).ThumbprintList, [thumbprint(TLS.cert)]);
    await iam.send(new DeleteOpenIDConnectProviderCommand({ OpenIDConnectProviderArn }));
    await other.stop();
    await assert.rejects(iam.send(new CreateOpenIDConnectProviderCommand({ Url: other.url })), awsError('OpenIdIdpCommunicationErrorException'));
  });

  it('of another account are nobody\'s', async () => {
    const stranger = gatehouse.client(IAMClient, await gatehouse.createAccount('Stranger', 'stranger@example.com'));
    await assert.rejects(stranger.send(new GetOpenIDConnectProviderCommand({ OpenIDConnectProviderArn: providerArn })), (e) => /NoSuchEntity|AccessDenied/.test(e.name));
  });
});

describe('AssumeRoleWithWebIdentity', () => {
  it('answers credentials that work, to whoever has a good token', async () => {
    const reply = await assume(await provider.token());
    assert.deepEqual([reply.SubjectFromWebIdentityToken, reply.Audience, reply.Provider], ['user-1', 'my-client', providerArn]);
    assert.equal(reply.AssumedRoleUser.Arn, `arn:aws:sts::${account}:assumed-role/web/tests`);
    const session = credentials(reply.Credentials);
    const me = await gatehouse.client(STSClient, session).send(new GetCallerIdentityCommand({}));
    assert.equal(me.Arn, reply.AssumedRoleUser.Arn);
    // The policy asks for the subject: it stays with the session.
    assert.ok((await gatehouse.client(IAMClient, session).send(new ListUsersCommand({}))).Users);
  });

  it('says who it is to Authorize, whatever the asking service adds', async () => {
    const { Credentials: c } = await assume(await provider.token());
    const ask = (...entries) => new GatehouseService(gatehouse).authorize([{ AccessKeyId: c.AccessKeyId, SessionToken: c.SessionToken,
      Action: 'iam:ListUsers', Context: entries.map(([Key, ...Values]) => ({ Key, Values })) }]);
    const other = await iam.send(new CreateOpenIDConnectProviderCommand({ Url: 'https://idp.example.com', ThumbprintList: ['A'.repeat(40)] }));
    assert.equal((await ask(['aws:SourceIp', '10.0.0.1'], ['idp.example.org:sub', 'x'])).Results[0].Decision, 'ALLOW');
    for (const key of [`${provider.name}:sub`, `${provider.name}:email`, `${provider.name}:SUB`, 'idp.example.com:sub', 'IDP.example.com:aud',
      'saml:sub', 'SAML:aud', 'aws:FederatedProvider', 'aws:TokenIssueTime']) {
      const error = await ask(['aws:SourceIp', '10.0.0.1'], [key, 'user-2']).catch((e) => e);
      assert.deepEqual([error.name, error.message.includes(`context key ${key} is known from the`)], ['ValidationException', true], `${key}: ${error.message}`);
    }
    await iam.send(new DeleteOpenIDConnectProviderCommand(other));
  });

  it('takes every algorithm of AWS\'s list', async () => {
    const keys = await Promise.all(['RS384', 'RS512', 'ES256', 'ES384', 'ES512'].map((alg) => provider.addKey(alg, `k-${alg}`)));
    await new Promise((resolve) => setTimeout(resolve, 5100)); // new keys are looked for every five seconds
    for (const key of keys) assert.ok((await assume(await provider.token({}, { key }))).Credentials, key.alg);
  });

  it('asks for keys no more often than it must', async () => {
    const before = provider.fetches;
    for (let i = 0; i < 5; i++) await assume(await provider.token());
    assert.ok(provider.fetches - before <= 2, `${provider.fetches - before}`);
  });

  it('narrows by session policies and says how much room they take', async () => {
    const Policy = JSON.stringify({ Version: '2012-10-17', Statement: { Effect: 'Allow', Action: 'iam:GetUser', Resource: '*' } });
    const reply = await assume(await provider.token(), { Policy });
    assert.ok(reply.PackedPolicySize > 0 && reply.PackedPolicySize < 30, `${reply.PackedPolicySize}`);
    await assert.rejects(gatehouse.client(IAMClient, credentials(reply.Credentials)).send(new ListUsersCommand({})), awsError('AccessDenied', /no session policy allows/));
  });

  it('refuses tokens of a wrong time, audience, issuer or shape', async () => {
    const now = Math.floor(Date.now() / 1000);
    await assert.rejects(assume(await provider.token({ exp: now - 1 })), awsError('ExpiredTokenException', /^Token expired: current date\/time/));
    await assert.rejects(assume(await provider.token({ nbf: now + 3600 })), invalid(/not yet valid/));
    await assert.rejects(assume(await provider.token({ iat: now + 3600, exp: now + 7200 })), invalid(/not yet valid/));
    await assert.rejects(assume(await provider.token({ aud: 'other' })), invalid('Incorrect token audience'));
    await assert.rejects(assume(await provider.token({ aud: ['x', 'y'] })), invalid('Incorrect token audience'));
    await assert.rejects(assume(await provider.token({ azp: 'other' })), invalid('Incorrect token audience'));
    assert.ok(await assume(await provider.token({ aud: ['x', 'my-client'] })));
    await assert.rejects(assume(await provider.token({ iss: 'https://evil.example.com' })), invalid(`No OpenIDConnect provider found in your account for https://evil.example.com`));
    await assert.rejects(assume(await provider.token({ iss: provider.url.replace('https', 'http') })), invalid(/No OpenIDConnect provider/));
    for (const claim of ['iss', 'sub', 'aud', 'exp', 'iat'])
      await assert.rejects(assume(await provider.token({ [claim]: undefined })), invalid(`Missing a required claim: ${claim}`));
    await assert.rejects(assume('not-a-token'), invalid(/not a valid JWT/));
    const [h, , s] = (await provider.token()).split('.');
    await assert.rejects(assume(`${h}.${Buffer.from(`{"exp":1.5}`).toString('base64url')}.${s}`), invalid(/not a whole number/));
    await assert.rejects(assume(await provider.token(), { ProviderId: 'www.amazon.com' }), invalid(/not supported/));
  });

  it('refuses forged tokens', async () => {
    const claims = { iss: provider.url, sub: 'user-1', aud: 'my-client', iat: Math.floor(Date.now() / 1000), exp: Math.floor(Date.now() / 1000) + 300 };
    await assert.rejects(assume(new UnsecuredJWT(claims).encode()), invalid(/not a valid JWT/));
    const publicKey = Buffer.from(JSON.stringify(provider.keys[0].jwk));
    await assert.rejects(assume(await new SignJWT(claims).setProtectedHeader({ alg: 'HS256', kid: 'k1' }).sign(publicKey)), invalid(/not a valid JWT/));
    const { publicKey: evilPublic, privateKey: evil } = await generateKeyPair('RS256');
    await assert.rejects(assume(await new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid: 'k1' }).sign(evil)), invalid(/signature is not valid/));
    await assert.rejects(assume(await new SignJWT(claims).setProtectedHeader({ alg: 'RS256', jwk: await exportJWK(evilPublic) }).sign(evil)), invalid(/not a valid JWT/));
    await assert.rejects(assume(await new SignJWT(claims).setProtectedHeader({ alg: 'RS256', jku: `${provider.url}/evil` }).sign(evil)), invalid(/not a valid JWT/));
    await assert.rejects(assume(await new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid: 'unknown' }).sign(evil)), invalid(/Couldn't retrieve verification key/));
    const [h, p, s] = (await provider.token()).split('.');
    const altered = Buffer.from(JSON.stringify({ ...JSON.parse(Buffer.from(p, 'base64url')), sub: 'root' })).toString('base64url');
    await assert.rejects(assume(`${h}.${altered}.${s}`), invalid(/signature is not valid/));
    await assert.rejects(assume(`${h}.${p}.${s.slice(0, -4)}AAAA`), invalid(/signature is not valid/));
  });

  it('asks the trust policy, with the claims as condition keys', async () => {
    await assert.rejects(assume(await provider.token({ sub: 'user-2' })), refused);
    await retrust(trust({ StringLike: { [`${provider.name}:sub`]: 'user-*' }, StringEquals: { [`${provider.name}:aud`]: 'my-client' } }));
    assert.ok(await assume(await provider.token({ sub: 'user-2' })));
    await retrust(trust({ 'ForAnyValue:StringEquals': { [`${provider.name}:amr`]: 'mfa' } }));
    await assert.rejects(assume(await provider.token()), refused);
    assert.ok(await assume(await provider.token({ amr: ['pwd', 'mfa'] })));
    await retrust(trust({ StringEquals: { 'sts:RoleSessionName': 'other' } }));
    await assert.rejects(assume(await provider.token()), refused);
    await retrust(JSON.stringify({ Version: '2012-10-17', Statement: { Effect: 'Allow', Principal: { AWS: account }, Action: 'sts:AssumeRole' } }));
    await assert.rejects(assume(await provider.token()), refused);
    await retrust(trust(usual()));
    for (const RoleArn of [`arn:aws:iam::${account}:role/Nobody`, `arn:aws:iam::${account}:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_x_0123456789abcdef`])
      await assert.rejects(assume(await provider.token(), { RoleArn }), refused);
  });

  it('does not open roles to AssumeRole', async () => {
    await assert.rejects(sts.send(new AssumeRoleCommand({ RoleArn: roleArn, RoleSessionName: 'tests' })), awsError('AccessDenied'));
  });

  it('takes session tags and a source identity from the token', async () => {
    const tags = { 'https://aws.amazon.com/tags': { principal_tags: { team: ['red'], cost: ['7'] }, transitive_tag_keys: ['team'] }, 'https://aws.amazon.com/source_identity': 'ada' };
    await assert.rejects(assume(await provider.token(tags)), awsError('AccessDenied', /sts:TagSession|sts:SetSourceIdentity/));
    const actions = ['sts:AssumeRoleWithWebIdentity', 'sts:TagSession', 'sts:SetSourceIdentity'];
    await retrust(trust({ StringEquals: { ...usual().StringEquals, 'aws:RequestTag/team': 'red', 'sts:SourceIdentity': 'ada' },
      'ForAllValues:StringEquals': { 'sts:TransitiveTagKeys': ['team'], 'aws:TagKeys': ['team', 'cost'] } }, actions));
    const reply = await assume(await provider.token(tags));
    assert.equal(reply.SourceIdentity, 'ada');
    const flat = { 'https://aws.amazon.com/tags/principal_tags': { team: ['red'] }, 'https://aws.amazon.com/source_identity': 'ada' };
    assert.ok(await assume(await provider.token(flat)));
    await assert.rejects(assume(await provider.token({ ...tags, 'https://aws.amazon.com/tags': { principal_tags: { team: ['blue'] } } })), awsError('AccessDenied'));
    for (const bad of [{ principal_tags: [] }, { principal_tags: { a: ['1', '2'] } }, { principal_tags: { a: 7 } }, { principal_tags: { a: ['1'] }, transitive_tag_keys: 'a' },
      { principal_tags: Object.fromEntries(Array.from({ length: 51 }, (_, i) => [`k${i}`, ['v']])) }])
      await assert.rejects(assume(await provider.token({ 'https://aws.amazon.com/tags': bad })), invalid(/tag/));
    await assert.rejects(assume(await provider.token({ 'https://aws.amazon.com/source_identity': 'a b' })), invalid(/source identity/));
    await retrust(trust(usual()));
  });

  it('keeps to the role\'s session length', async () => {
    await assert.rejects(assume(await provider.token(), { DurationSeconds: 43_200 }), awsError('ValidationError', /MaxSessionDuration/));
    const { Credentials } = await assume(await provider.token(), { DurationSeconds: 900 });
    assert.ok(Credentials.Expiration - Date.now() <= 901_000);
  });

  it('notices at once that a client or the provider is gone', async () => {
    await iam.send(new RemoveClientIDFromOpenIDConnectProviderCommand({ OpenIDConnectProviderArn: providerArn, ClientID: 'my-client' }));
    await assert.rejects(assume(await provider.token()), invalid('Incorrect token audience'));
    await iam.send(new AddClientIDToOpenIDConnectProviderCommand({ OpenIDConnectProviderArn: providerArn, ClientID: 'my-client' }));
    assert.ok(await assume(await provider.token()));
  });

  it('trusts only the pinned certificate, and what it really signed', async () => {
    for (const [tls, good] of [[EVIL_TLS, false], [{ cert: `${EVIL_TLS.cert}\n${TLS.cert}`, key: EVIL_TLS.key }, false], [TLS, true]]) {
      const other = await new OidcProvider().start(tls);
      const { OpenIDConnectProviderArn } = await iam.send(new CreateOpenIDConnectProviderCommand({ Url: other.url, ClientIDList: ['my-client'], ThumbprintList: [thumbprint(TLS.cert)] }));
      await retrust(JSON.stringify({ Version: '2012-10-17', Statement: { Effect: 'Allow', Principal: { Federated: OpenIDConnectProviderArn }, Action: 'sts:AssumeRoleWithWebIdentity',
        Condition: { StringEquals: { [`${other.name}:aud`]: 'my-client', [`${other.name}:sub`]: 'user-1' } } } }));
      if (good) assert.ok(await assume(await other.token()));
      else await assert.rejects(assume(await other.token()), invalid("OpenIDConnect provider's HTTPS certificate doesn't match configured thumbprint"));
      await other.stop();
    }
    await retrust(trust(usual()));
  });

  it('says when the provider cannot be reached, or publishes nonsense', async () => {
    const other = await new OidcProvider().start();
    await iam.send(new CreateOpenIDConnectProviderCommand({ Url: other.url, ClientIDList: ['my-client'], ThumbprintList: [thumbprint(TLS.cert)] }));
    const attempt = async (documents) => {
      await iam.send(new UpdateOpenIDConnectProviderThumbprintCommand({ OpenIDConnectProviderArn: `arn:aws:iam::${account}:oidc-provider/${other.name}`,
        ThumbprintList: [thumbprint(TLS.cert), Buffer.from(String(Math.random()).slice(2).padEnd(20, '0').slice(0, 20)).toString('hex')] }));
      other.documents = documents;
      return assume(await other.token());
    };
    const at = '/.well-known/openid-configuration', noKey = /Couldn't retrieve verification key/;
    await assert.rejects(attempt({ [at]: '<html>' }), invalid(noKey));
    await assert.rejects(attempt({ [at]: { issuer: 'https://other.example.com', jwks_uri: `${other.url}/keys` } }), invalid(noKey));
    await assert.rejects(attempt({ [at]: { issuer: other.url, jwks_uri: 'http://127.0.0.1:1/keys' } }), invalid(noKey));
    await assert.rejects(attempt({ '/keys': '{"keys":{}}' }), invalid(noKey));
    await assert.rejects(attempt({ '/keys': { keys: [{ kty: 'oct', k: 'AAAA', kid: 'k1', alg: 'HS256' }] } }), invalid(noKey));
    other.down = true;
    await assert.rejects(attempt({}), awsError('IDPCommunicationErrorException'));
    await other.stop();
    await assert.rejects(attempt({}), awsError('IDPCommunicationErrorException'));
  });

  it('does not fetch from private addresses unless told to', async () => {
    const strict = await startGatehouse();
    const strictIam = strict.client(IAMClient);
    const { OpenIDConnectProviderArn } = await strictIam.send(new CreateOpenIDConnectProviderCommand({ Url: provider.url, ClientIDList: ['my-client'], ThumbprintList: [thumbprint(TLS.cert)] }));
    await strictIam.send(new CreateRoleCommand({ RoleName: 'web', AssumeRolePolicyDocument: JSON.stringify({ Version: '2012-10-17',
      Statement: { Effect: 'Allow', Principal: { Federated: OpenIDConnectProviderArn }, Action: 'sts:AssumeRoleWithWebIdentity' } }) }));
    const client = strict.client(STSClient, undefined, { credentials: { accessKeyId: '', secretAccessKey: '' } });
    await assert.rejects(client.send(new AssumeRoleWithWebIdentityCommand({ RoleArn: OpenIDConnectProviderArn.replace(/oidc-provider.*/, 'role/web'), RoleSessionName: 'tests',
      WebIdentityToken: await provider.token() })), awsError('IDPCommunicationErrorException'));
    await strict.stop();
  });

  it('warns of a role that any token of the provider opens', async () => {
    await retrust(trust({ StringEquals: { [`${provider.name}:aud`]: 'my-client' } }));
    const { Credentials } = await assume(await provider.token({ sub: 'anyone' }));
    await gatehouse.stop({ keep: true });
    if (!gatehouse.options.database) {
      const events = readTrail(gatehouse.data).filter((e) => e.eventName === 'AssumeRoleWithWebIdentity');
      const last = events.at(-1);
      assert.equal(last.userIdentity.type, 'WebIdentityUser');
      assert.equal(last.userIdentity.principalId, `${provider.name}:my-client:anyone`);
      assert.equal(last.userIdentity.identityProvider, providerArn);
      assert.equal(last.recipientAccountId, account);
      assert.match(last.additionalEventData.warning, /no condition on sub of/);
      const written = readTrail(gatehouse.data).filter((e) => e.eventName === 'UpdateAssumeRolePolicy').at(-1);
      assert.match(written.additionalEventData.warning, /no condition on sub of/, 'already when the policy was written');
      assert.ok(events.some((e) => e.errorCode === 'InvalidIdentityTokenException'));
      const text = JSON.stringify(events);
      assert.ok(!text.includes(Credentials.SessionToken) && !text.includes(Credentials.SecretAccessKey) && !/eyJ/.test(text), 'no secret in the trail');
    }
    await gatehouse.start();
  });
});
