// AssumeRoleWithSAML with responses signed by xml-crypto, wrapped and altered in the ways that have deceived others; and the
// IAM operations on SAML providers.
import { after, before, describe, it } from 'node:test';
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { createRequire } from 'node:module';
import * as iamSdk from '@aws-sdk/client-iam';
import { STSClient, AssumeRoleWithSAMLCommand, GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { awsError, startGatehouse } from '../support/gatehouse.mjs';
import { IDP, OTHER_SAML_KEYS, RECIPIENT, SAML_KEYS, base64, samlMetadata, samlResponse, signSaml } from '../support/federation.mjs';
import { readTrail } from '../support/trail.mjs';

const xmlEncryption = createRequire(import.meta.url)('xml-encryption');
const { IAMClient, CreateRoleCommand, CreateSAMLProviderCommand, DeleteSAMLProviderCommand, GetSAMLProviderCommand, ListSAMLProvidersCommand,
  ListSAMLProviderTagsCommand, ListUsersCommand, PutRolePolicyCommand, TagSAMLProviderCommand, UntagSAMLProviderCommand, UpdateAssumeRolePolicyCommand,
  UpdateSAMLProviderCommand } = iamSdk;

let gatehouse, iam, anonymous, account, providerArn, roleArn;
const invalid = (text) => awsError('InvalidIdentityTokenException', text);
const refused = awsError('AccessDenied', 'Not authorized to perform sts:AssumeRoleWithSAML');
const trust = (Condition = { StringEquals: { 'SAML:aud': RECIPIENT } }, Action = 'sts:AssumeRoleWithSAML') => JSON.stringify({ Version: '2012-10-17', Statement: {
  Effect: 'Allow', Principal: { Federated: providerArn }, Action, Condition } });
const retrust = (PolicyDocument) => iam.send(new UpdateAssumeRolePolicyCommand({ RoleName: 'saml', PolicyDocument }));
const attributes = (more = {}) => ({ Role: `${roleArn},${providerArn}`, RoleSessionName: 'ada', ...more });
const response = (more = {}, map = {}) => samlResponse({ with: attributes(map), ...more });
const present = (xml, more = {}) => anonymous.send(new AssumeRoleWithSAMLCommand({ RoleArn: roleArn, PrincipalArn: providerArn, SAMLAssertion: base64(xml), ...more }));
const assume = (more, map, how) => present(signSaml(response(more, map), how));
const credentials = (c) => ({ accessKeyId: c.AccessKeyId, secretAccessKey: c.SecretAccessKey, sessionToken: c.SessionToken });

before(async () => {
  gatehouse = await startGatehouse();
  iam = gatehouse.client(IAMClient);
  anonymous = gatehouse.client(STSClient, undefined, { credentials: { accessKeyId: '', secretAccessKey: '' } });
  account = (await gatehouse.client(STSClient).send(new GetCallerIdentityCommand({}))).Account;
  ({ SAMLProviderArn: providerArn } = await iam.send(new CreateSAMLProviderCommand({ Name: 'Corp', SAMLMetadataDocument: samlMetadata() })));
  ({ Role: { Arn: roleArn } } = await iam.send(new CreateRoleCommand({ RoleName: 'saml', AssumeRolePolicyDocument: trust() })));
  await iam.send(new PutRolePolicyCommand({ RoleName: 'saml', PolicyName: 'p', PolicyDocument: JSON.stringify({ Version: '2012-10-17',
    Statement: { Effect: 'Allow', Action: 'iam:ListUsers', Resource: '*', Condition: { StringEquals: { 'saml:sub': 'ada', 'saml:sub_type': 'persistent', 'aws:FederatedProvider': providerArn } } } }) }));
});
after(() => gatehouse?.stop());

describe('SAML providers', () => {
  const arn = () => `arn:aws:iam::${account}:saml-provider/Other`;

  it('are made, read, listed, tagged, updated and deleted', async () => {
    const made = await iam.send(new CreateSAMLProviderCommand({ Name: 'Other', Tags: [{ Key: 'team', Value: 'x' }],
      SAMLMetadataDocument: samlMetadata({ more: ' validUntil="2099-01-02T03:04:05Z"' }) }));
    assert.deepEqual([made.SAMLProviderArn, made.Tags], [arn(), [{ Key: 'team', Value: 'x' }]]);
    let got = await iam.send(new GetSAMLProviderCommand({ SAMLProviderArn: arn() }));
    assert.equal(got.SAMLMetadataDocument, samlMetadata({ more: ' validUntil="2099-01-02T03:04:05Z"' }));
    assert.equal(got.ValidUntil.toISOString(), '2099-01-02T03:04:05.000Z');
    assert.match(got.SAMLProviderUUID, /^[A-Z0-9]{22,64}$/);
    const { SAMLProviderList } = await iam.send(new ListSAMLProvidersCommand({}));
    assert.deepEqual(SAMLProviderList.map((p) => p.Arn).sort(), [arn(), providerArn].sort());
    assert.ok(SAMLProviderList.every((p) => p.ValidUntil > Date.now() && p.CreateDate <= Date.now() + 1000));
    await iam.send(new TagSAMLProviderCommand({ SAMLProviderArn: arn(), Tags: [{ Key: 'a', Value: '1' }] }));
    await iam.send(new UntagSAMLProviderCommand({ SAMLProviderArn: arn(), TagKeys: ['team'] }));
    assert.deepEqual((await iam.send(new ListSAMLProviderTagsCommand({ SAMLProviderArn: arn() }))).Tags, [{ Key: 'a', Value: '1' }]);
    await iam.send(new UpdateSAMLProviderCommand({ SAMLProviderArn: arn(), SAMLMetadataDocument: samlMetadata({ entityId: 'https://new.example.com' }) }));
    got = await iam.send(new GetSAMLProviderCommand({ SAMLProviderArn: arn() }));
    assert.match(got.SAMLMetadataDocument, /new\.example\.com/);
    await assert.rejects(iam.send(new CreateSAMLProviderCommand({ Name: 'Other', SAMLMetadataDocument: samlMetadata() })),
      awsError('EntityAlreadyExistsException', 'Provider with name Other already exists.'));
    await iam.send(new DeleteSAMLProviderCommand({ SAMLProviderArn: arn() }));
    for (const Command of [GetSAMLProviderCommand, DeleteSAMLProviderCommand])
      await assert.rejects(iam.send(new Command({ SAMLProviderArn: arn() })), awsError('NoSuchEntityException', `Manifest not found for arn ${arn()}`));
  });

  it('are refused with metadata that is none', async () => {
    const pad = (xml) => xml.padEnd(1100);
    for (const document of [pad('<x/>'), pad('not xml'), `<!DOCTYPE x>${samlMetadata()}`, samlMetadata().replace('IDPSSODescriptor', 'SPSSODescriptor').replace('/md:IDPSSO', '/md:SPSSO'),
      samlMetadata().replace('use="signing"', 'use="encryption"'), samlMetadata().replace('<ds:X509Certificate>', '<ds:X509Certificate>A'),
      samlMetadata().replace('SAML:2.0:metadata', 'SAML:1.0:metadata'), samlMetadata({ more: ' validUntil="x"' }), samlMetadata().slice(0, -20)])
      await assert.rejects(iam.send(new CreateSAMLProviderCommand({ Name: 'Bad', SAMLMetadataDocument: document })), awsError('InvalidInputException', /^Could not parse metadata/));
  });

  it('cannot be named like the one of Identity Center, which its roles trust', async () => {
    for (const Name of ['AWSSSO_0123456789abcdef_DO_NOT_DELETE', 'awssso_x'])
      await assert.rejects(iam.send(new CreateSAMLProviderCommand({ Name, SAMLMetadataDocument: samlMetadata() })), awsError('InvalidInputException', /^Name: .*reserved/));
  });

  it('take encryption with a private key only', async () => {
    const base = { Name: 'Sealed', SAMLMetadataDocument: samlMetadata() };
    await assert.rejects(iam.send(new CreateSAMLProviderCommand({ ...base, AssertionEncryptionMode: 'Required' })), awsError('InvalidInputException', /private key/));
    await assert.rejects(iam.send(new CreateSAMLProviderCommand({ ...base, AddPrivateKey: SAML_KEYS.key })), awsError('InvalidInputException', /encryption mode/));
    await assert.rejects(iam.send(new CreateSAMLProviderCommand({ ...base, AssertionEncryptionMode: 'Allowed', AddPrivateKey: 'no key' })), awsError('InvalidInputException', /private key/));
    const { SAMLProviderArn } = await iam.send(new CreateSAMLProviderCommand({ ...base, AssertionEncryptionMode: 'Allowed', AddPrivateKey: SAML_KEYS.key }));
    let got = await iam.send(new GetSAMLProviderCommand({ SAMLProviderArn }));
    assert.equal(got.AssertionEncryptionMode, 'Allowed');
    assert.match(got.PrivateKeyList[0].KeyId, /^[A-Z0-9]{22,64}$/);
    await iam.send(new UpdateSAMLProviderCommand({ SAMLProviderArn, AddPrivateKey: OTHER_SAML_KEYS.key }));
    await assert.rejects(iam.send(new UpdateSAMLProviderCommand({ SAMLProviderArn, AddPrivateKey: OTHER_SAML_KEYS.key })), awsError('LimitExceededException'));
    await iam.send(new UpdateSAMLProviderCommand({ SAMLProviderArn, RemovePrivateKey: got.PrivateKeyList[0].KeyId, AssertionEncryptionMode: 'Required' }));
    got = await iam.send(new GetSAMLProviderCommand({ SAMLProviderArn }));
    assert.deepEqual([got.AssertionEncryptionMode, got.PrivateKeyList.length], ['Required', 1]);
    await assert.rejects(iam.send(new UpdateSAMLProviderCommand({ SAMLProviderArn, RemovePrivateKey: got.PrivateKeyList[0].KeyId })), awsError('InvalidInputException'));
    await assert.rejects(iam.send(new UpdateSAMLProviderCommand({ SAMLProviderArn, RemovePrivateKey: 'A'.repeat(22) })), awsError('NoSuchEntityException'));
    await iam.send(new DeleteSAMLProviderCommand({ SAMLProviderArn }));
  });
});

describe('AssumeRoleWithSAML', () => {
  it('answers credentials that work, and what the assertion said', async () => {
    const reply = await assume();
    assert.deepEqual([reply.Subject, reply.SubjectType, reply.Issuer, reply.Audience], ['ada', 'persistent', IDP, RECIPIENT]);
    assert.equal(reply.NameQualifier, createHash('sha1').update(`${IDP}${account}/Corp`).digest('base64'));
    assert.equal(reply.AssumedRoleUser.Arn, `arn:aws:sts::${account}:assumed-role/saml/ada`);
    const session = credentials(reply.Credentials);
    assert.equal((await gatehouse.client(STSClient, session).send(new GetCallerIdentityCommand({}))).Arn, reply.AssumedRoleUser.Arn);
    assert.ok((await gatehouse.client(IAMClient, session).send(new ListUsersCommand({}))).Users);
  });

  it('takes signed responses, and SHA-512, and both signatures', async () => {
    assert.ok(await assume({}, {}, { element: 'Response' }));
    assert.ok(await assume({}, {}, { hash: 'sha512' }));
    assert.ok(await present(signSaml(signSaml(response()), { element: 'Response' })));
  });

  it('takes an assertion once', async () => {
    const xml = signSaml(response());
    const [first, ...others] = await Promise.allSettled(Array.from({ length: 4 }, () => present(xml)));
    assert.equal([first, ...others].filter((r) => r.status === 'fulfilled').length, 1);
    await assert.rejects(present(xml), invalid('The assertion has already been redeemed'));
  });

  it('does not use up an assertion that opened nothing', async () => {
    const xml = signSaml(response());
    await assert.rejects(present(xml, { DurationSeconds: 43_200 }), awsError('ValidationError', /MaxSessionDuration/));
    assert.ok(await present(xml));
  });

  it('refuses what is too old, not for us, or of somebody else', async () => {
    await assert.rejects(assume({ at: Date.now() - 301_000, lifeS: 3600 }), awsError('ExpiredTokenException', 'Token must be redeemed within 5 minutes of issuance'));
    await assert.rejects(assume({ lifeS: 0 }), awsError('ExpiredTokenException'));
    await assert.rejects(assume({ at: Date.now() + 600_000 }), awsError('ExpiredTokenException'));
    await assert.rejects(assume({ audience: 'https://other.example.com' }), invalid(/audience/));
    await assert.rejects(assume({ recipient: 'https://other.example.com' }), invalid(/destination|recipient/));
    await assert.rejects(assume({ issuer: 'https://evil.example.com' }), invalid('Issuer not present in specified provider'));
    await assert.rejects(assume({ status: 'Responder' }), awsError('IDPRejectedClaimException'));
    await assert.rejects(assume({ sessionUntil: -1 }), awsError('ExpiredTokenException'));
    assert.ok(await assume({ recipient: `${gatehouse.url}/saml`, audience: 'urn:amazon:webservices' }, {}).catch((e) => /AccessDenied/.test(e.name)));
  });

  it('refuses unsigned, altered and foreign responses', async () => {
    const bad = invalid('Response signature invalid');
    await assert.rejects(present(response()), bad);
    await assert.rejects(assume({}, {}, { keys: OTHER_SAML_KEYS }), bad);
    const good = signSaml(response());
    await assert.rejects(present(good.replace('>ada<', '>root<')), bad);
    await assert.rejects(present(good.replace(/<SignatureValue>..../, '<SignatureValue>AAAA')), bad);
    await assert.rejects(present(signSaml(response()).replace(/<Signature .*<\/Signature>/s, '')), bad);
    await assert.rejects(present('not xml'), invalid('Invalid base64 SAMLResponse'));
    await assert.rejects(anonymous.send(new AssumeRoleWithSAMLCommand({ RoleArn: roleArn, PrincipalArn: providerArn, SAMLAssertion: 'n*t base64' })), invalid('Invalid base64 SAMLResponse'));
    await assert.rejects(present(`<!DOCTYPE x [<!ENTITY e "v">]>${good}`), invalid(/Invalid/));
    await assert.rejects(present(good.replace('>ada<', '>ada<!-- x --><')), invalid(/Invalid/));
    await assert.rejects(present(good, { PrincipalArn: `arn:aws:iam::${account}:saml-provider/Nobody` }), invalid("Specified provider doesn't exist"));
  });

  it('resists signature wrapping', async () => {
    const good = signSaml(response());
    const assertion = /<saml:Assertion.*<\/saml:Assertion>/s.exec(good)[0];
    const signature = /<Signature .*<\/Signature>/s.exec(assertion)[0];
    const plain = assertion.replace(signature, '');
    const evil = plain.replace('>ada<', '>root<').replace(/ID="[^"]*"/, 'ID="_evil"');
    const evilSigned = evil.replace('</saml:Issuer>', `</saml:Issuer>${signature}`);
    const put = (inside) => good.replace(assertion, inside);
    const variants = {
      'evil first': put(evil + assertion), 'evil last': put(assertion + evil), 'signature moved to evil': put(evilSigned + plain),
      'good in extensions': put(`<samlp:Extensions>${assertion}</samlp:Extensions>${evil}`),
      'good inside evil': put(evil.replace('<saml:Subject>', `${assertion}<saml:Subject>`)),
      'good in the signature of evil': put(evilSigned.replace('</Signature>', `<Object xmlns="http://www.w3.org/2000/09/xmldsig#">${plain}</Object></Signature>`)),
      'same id twice': put(evil.replace('_evil', /ID="([^"]*)"/.exec(assertion)[1]) + assertion),
      'evil in advice': put(assertion.replace('<saml:AuthnStatement', `<saml:Advice>${evil}</saml:Advice><saml:AuthnStatement`)),
      'a response in the response': good.replace(assertion, good), 'evil alone': put(evilSigned),
      'another namespace prefix': put(evil.replaceAll('saml:', 'x:').replace('<x:Assertion', '<x:Assertion xmlns:x="urn:oasis:names:tc:SAML:2.0:assertion"') + assertion),
    };
    for (const [name, xml] of Object.entries(variants))
      await assert.rejects(present(xml), (e) => e.name === 'InvalidIdentityTokenException', name);
    assert.ok(await present(good));
  });

  it('opens encrypted assertions, signed inside, and no unsigned ones', async () => {
    const sealed = await iam.send(new CreateSAMLProviderCommand({ Name: 'Sealed', SAMLMetadataDocument: samlMetadata(), AssertionEncryptionMode: 'Required', AddPrivateKey: OTHER_SAML_KEYS.key }));
    const arn = sealed.SAMLProviderArn;
    await retrust(JSON.stringify({ Version: '2012-10-17', Statement: { Effect: 'Allow', Principal: { Federated: [arn, providerArn] }, Action: 'sts:AssumeRoleWithSAML' } }));
    const wrap = async (xml, keyEncryptionAlgorithm = 'http://www.w3.org/2001/04/xmlenc#rsa-oaep-mgf1p', encryptionAlgorithm = 'http://www.w3.org/2009/xmlenc11#aes256-gcm') => {
      const assertion = /<saml:Assertion.*<\/saml:Assertion>/s.exec(xml)[0];
      const text = assertion.replace('<saml:Assertion', '<saml:Assertion xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion"').replace(/(xmlns:saml="[^"]*") ([^>]*)xmlns:saml="[^"]*"/, '$1 $2');
      const data = await new Promise((resolve, reject) => xmlEncryption.encrypt(text, { rsa_pub: OTHER_SAML_KEYS.cert, pem: OTHER_SAML_KEYS.cert, encryptionAlgorithm, keyEncryptionAlgorithm,
        disallowEncryptionWithInsecureAlgorithm: false, warnInsecureAlgorithm: false }, (e, r) => (e ? reject(e) : resolve(r))));
      return xml.replace(assertion, `<saml:EncryptedAssertion>${data}</saml:EncryptedAssertion>`);
    };
    const own = (map = {}) => samlResponse({ with: { Role: `${roleArn},${arn}`, RoleSessionName: 'ada', ...map } });
    const there = (xml) => present(xml, { PrincipalArn: arn });
    assert.ok(await there(await wrap(signSaml(own()))));
    assert.ok(await there(await wrap(signSaml(own()), undefined, 'http://www.w3.org/2001/04/xmlenc#aes128-cbc')));
    assert.ok(await there(signSaml(await wrap(own()), { element: 'Response' })), 'signed around');
    await assert.rejects(there(await wrap(own())), invalid('Response signature invalid'));
    await assert.rejects(there(signSaml(own())), invalid('Assertion must be encrypted'));
    await assert.rejects(there(await wrap(signSaml(own()), 'http://www.w3.org/2001/04/xmlenc#rsa-1_5')), invalid('Assertion cannot be decrypted'));
    await assert.rejects(there(await wrap(signSaml(own(), { keys: OTHER_SAML_KEYS }))), invalid('Response signature invalid'));
    await assert.rejects(present(await wrap(signSaml(response()))), invalid('Assertion cannot be decrypted'), 'a provider without a key');
    await retrust(trust());
  });

  it('wants role, session name and sane attributes', async () => {
    await assert.rejects(assume({}, { Role: undefined }), invalid('Role is required in AuthnResponse'));
    await assert.rejects(assume({}, { Role: `arn:aws:iam::${account}:role/other,${providerArn}` }), refused);
    assert.ok(await assume({}, { Role: [`x,y`, `${providerArn}, ${roleArn}`] }));
    await assert.rejects(assume({}, { RoleSessionName: undefined }), invalid('RoleSessionName is required in AuthnResponse'));
    await assert.rejects(assume({}, { RoleSessionName: 'a b' }), invalid(/RoleSessionName in AuthnResponse must match/));
    await assert.rejects(assume({}, { SessionDuration: '10' }), invalid(/SessionDuration/));
    await assert.rejects(assume({}, { SessionDuration: '7200' }), awsError('ValidationError', /MaxSessionDuration/));
    const left = (reply) => (reply.Credentials.Expiration - Date.now()) / 1000;
    assert.ok(Math.abs(left(await assume({}, { SessionDuration: '1800' })) - 1800) < 30);
    assert.ok(Math.abs(left(await assume({ sessionUntil: 1200 })) - 1200) < 30);
    assert.ok(Math.abs(left(await present(signSaml(response({}, { SessionDuration: '1800' })), { DurationSeconds: 900 })) - 900) < 30);
  });

  it('asks the trust policy, with the attributes as condition keys', async () => {
    const cases = [
      [{ 'saml:iss': IDP }, {}, {}, true], [{ 'saml:iss': 'x' }, {}, {}, false], [{ 'saml:doc': `${account}/Corp` }, {}, {}, true],
      [{ 'saml:sub_type': 'transient' }, { format: 'urn:oasis:names:tc:SAML:2.0:nameid-format:transient' }, {}, true],
      [{ 'saml:sub': 'bob' }, { subject: 'bob' }, {}, true], [{ 'saml:mail': 'a@b' }, {}, { 'urn:oid:0.9.2342.19200300.100.1.3': 'a@b' }, true],
      [{ 'saml:edupersonorgdn': 'dc=x' }, {}, { 'urn:oid:1.3.6.1.4.1.5923.1.1.1.3': 'dc=x' }, true], [{ 'sts:RoleSessionName': 'ada' }, {}, {}, true],
      [{ 'sts:RoleSessionName': 'bob' }, {}, {}, false], [{ 'saml:namequalifier': createHash('sha1').update(`${IDP}${account}/Corp`).digest('base64') }, {}, {}, true],
    ];
    for (const [StringEquals, how, map, allowed] of cases) {
      await retrust(trust({ StringEquals }));
      if (allowed) assert.ok(await assume(how, map), JSON.stringify(StringEquals));
      else await assert.rejects(assume(how, map), refused, JSON.stringify(StringEquals));
    }
    await retrust(trust({ 'ForAnyValue:StringEquals': { 'saml:edupersonaffiliation': 'staff' } }));
    assert.ok(await assume({}, { 'urn:oid:1.3.6.1.4.1.5923.1.1.1.1': ['member', 'staff'] }));
    await assert.rejects(assume({}, { 'urn:oid:1.3.6.1.4.1.5923.1.1.1.1': ['member'] }), refused);
    await retrust(trust());
  });

  it('takes session tags and a source identity from attributes', async () => {
    const map = { 'PrincipalTag:team': 'red', TransitiveTagKeys: 'team', SourceIdentity: 'ada' };
    await assert.rejects(assume({}, map), awsError('AccessDenied', /sts:TagSession/));
    await retrust(trust({ StringEquals: { 'aws:RequestTag/team': 'red', 'sts:SourceIdentity': 'ada' } }, ['sts:AssumeRoleWithSAML', 'sts:TagSession', 'sts:SetSourceIdentity']));
    assert.equal((await assume({}, map)).SourceIdentity, 'ada');
    await assert.rejects(assume({}, { ...map, 'PrincipalTag:team': 'blue' }), awsError('AccessDenied'));
    await assert.rejects(assume({}, { ...map, 'PrincipalTag:team': ['red', 'blue'] }), invalid(/PrincipalTag/));
    await assert.rejects(assume({}, { ...map, SourceIdentity: 'a b' }), invalid(/SourceIdentity/));
    await retrust(trust());
  });

  it('follows the metadata', async () => {
    await iam.send(new UpdateSAMLProviderCommand({ SAMLProviderArn: providerArn, SAMLMetadataDocument: samlMetadata({ cert: OTHER_SAML_KEYS.cert }) }));
    await assert.rejects(assume(), invalid('Response signature invalid'));
    assert.ok(await assume({}, {}, { keys: OTHER_SAML_KEYS }));
    await iam.send(new UpdateSAMLProviderCommand({ SAMLProviderArn: providerArn, SAMLMetadataDocument: samlMetadata({ more: ' validUntil="2020-01-01T00:00:00Z"' }) }));
    await assert.rejects(assume(), invalid(/metadata of the specified provider has expired/));
    await iam.send(new UpdateSAMLProviderCommand({ SAMLProviderArn: providerArn, SAMLMetadataDocument: samlMetadata() }));
  });

  it('is a SAMLUser\'s in the trail, without the assertion', async () => {
    const xml = signSaml(response());
    await present(xml);
    await gatehouse.stop({ keep: true });
    if (!gatehouse.options.database) {
      const last = readTrail(gatehouse.data).filter((e) => e.eventName === 'AssumeRoleWithSAML').at(-1);
      assert.equal(last.userIdentity.type, 'SAMLUser');
      assert.equal(last.userIdentity.userName, 'ada');
      assert.equal(last.recipientAccountId, account);
      assert.ok(!JSON.stringify(last).includes(base64(xml).slice(0, 100)));
    }
    await gatehouse.start();
    anonymous = gatehouse.client(STSClient, undefined, { credentials: { accessKeyId: '', secretAccessKey: '' } });
    await assert.rejects(present(xml), invalid('The assertion has already been redeemed'), 'also after a restart');
  });
});
