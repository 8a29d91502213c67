// Trusted token issuers: making, showing, changing, listing and removing them, tags, who may, what survives a restart.
import { after, before, describe, it } from 'node:test';
import assert from 'node:assert/strict';
import * as sdk from '@aws-sdk/client-sso-admin';
import { EnableAWSServiceAccessCommand, RegisterDelegatedAdministratorCommand } from '@aws-sdk/client-organizations';
import { awsError, listAll, startGatehouse } from '../support/gatehouse.mjs';
import { call, stage, unseen } from '../support/application.mjs';

let gatehouse, f, admin, InstanceArn;
const send = (name, input = {}) => call(admin, name, input);
const notFound = awsError('ResourceNotFoundException'), invalid = awsError('ValidationException');
const denied = awsError('AccessDeniedException');
const OIDC = { ClaimAttributePath: 'email', IdentityStoreAttributePath: 'emails.value', JwksRetrievalOption: 'OPEN_ID_DISCOVERY' };
const input = (Name, oidc = {}, more = {}) => ({ InstanceArn, Name, TrustedTokenIssuerType: 'OIDC_JWT', ...more,
  TrustedTokenIssuerConfiguration: { OidcJwtConfiguration: { IssuerUrl: `https://${Name}.example.com`, ...OIDC, ...oidc } } });
const make = async (...args) => (await send('CreateTrustedTokenIssuer', input(...args))).TrustedTokenIssuerArn;
const describeOne = async (TrustedTokenIssuerArn, client = admin) => {
  const { $metadata, ...shown } = await call(client, 'DescribeTrustedTokenIssuer', { TrustedTokenIssuerArn });
  return shown;
};

before(async () => {
  gatehouse = await startGatehouse();
  f = await stage(gatehouse);
  ({ admin, instanceArn: InstanceArn } = f);
});
after(() => gatehouse?.stop());

describe('a trusted token issuer', () => {
  it('comes back as it was made', async () => {
    const TrustedTokenIssuerArn = await make('plain', {}, { Tags: [{ Key: 'a', Value: 'b' }] });
    assert.match(TrustedTokenIssuerArn, new RegExp(
      `^arn:aws:sso::${f.ownerId}:trustedTokenIssuer/${f.instanceId}/tti-[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$`));
    assert.deepEqual(await describeOne(TrustedTokenIssuerArn), { TrustedTokenIssuerArn, Name: 'plain', TrustedTokenIssuerType: 'OIDC_JWT',
      TrustedTokenIssuerConfiguration: { OidcJwtConfiguration: { IssuerUrl: 'https://plain.example.com', ...OIDC } } });
    assert.deepEqual((await send('ListTagsForResource', { InstanceArn, ResourceArn: TrustedTokenIssuerArn })).Tags, [{ Key: 'a', Value: 'b' }]);
  });

  it('changes only where an update says so, its URL never', async () => {
    const TrustedTokenIssuerArn = await make('changed');
    const update = (more) => send('UpdateTrustedTokenIssuer', { TrustedTokenIssuerArn, ...more });
    const oidc = (more) => ({ TrustedTokenIssuerConfiguration: { OidcJwtConfiguration: more } });
    await update({ Name: 'renamed' });
    await update(oidc({ ClaimAttributePath: 'name' }));
    await update(oidc({ IdentityStoreAttributePath: 'userName', JwksRetrievalOption: 'OPEN_ID_DISCOVERY' }));
    await update({});
    const shown = await describeOne(TrustedTokenIssuerArn);
    assert.deepEqual([shown.Name, shown.TrustedTokenIssuerConfiguration.OidcJwtConfiguration], ['renamed',
      { IssuerUrl: 'https://changed.example.com', ClaimAttributePath: 'name', IdentityStoreAttributePath: 'userName', JwksRetrievalOption: 'OPEN_ID_DISCOVERY' }]);
    await assert.rejects(update({ Name: 'no spaces' }), invalid);
    await assert.rejects(update(oidc({ IdentityStoreAttributePath: 'title' })), invalid);
    await assert.rejects(update(oidc({ ClaimAttributePath: 'a.b.c.d' })), invalid);
  });

  it('is refused where it cannot be', async () => {
    const create = (...args) => send('CreateTrustedTokenIssuer', input(...args));
    for (const bad of ['not a url', 'ftp://example.com', 'https://example.com/?a=b', 'https://', 'https:///path', 'https://user@example.com', `https://${'x'.repeat(512)}`])
      await assert.rejects(create('bad', { IssuerUrl: bad }), invalid, bad);
    await assert.rejects(create('bad', { IdentityStoreAttributePath: 'displayName' }), awsError('ValidationException', /userName/));
    await assert.rejects(create('bad', { ClaimAttributePath: '1' }), invalid);
    await assert.rejects(create('bad', { JwksRetrievalOption: 'BY_MAIL' }), invalid);
    await assert.rejects(create('bad', {}, { TrustedTokenIssuerType: 'SAML' }), invalid);
    await assert.rejects(create('bad name'), invalid);
    await assert.rejects(create('bad', {}, { Tags: [{ Key: 'aws:x', Value: '' }] }), invalid);
    await assert.rejects(create('bad', {}, { InstanceArn: InstanceArn.replace(/.{4}$/, 'ffff') }), denied);
    await make('bad');
  });

  it('has its URL alone in its instance', async () => {
    const IssuerUrl = 'https://alone.example.com/realm';
    const arn = await make('first', { IssuerUrl });
    await assert.rejects(send('CreateTrustedTokenIssuer', input('second', { IssuerUrl })), awsError('ConflictException', /alone\.example\.com/));
    const raced = await Promise.allSettled(Array.from({ length: 8 }, (_, i) => make(`race-${i}`, { IssuerUrl: 'https://race.example.com' })));
    assert.equal(raced.filter((r) => r.status === 'fulfilled').length, 1);
    const { InstanceArn: own } = await call(f.guest, 'CreateInstance', {});
    await call(f.guest, 'CreateTrustedTokenIssuer', input('first', { IssuerUrl }, { InstanceArn: own }));
    await send('DeleteTrustedTokenIssuer', { TrustedTokenIssuerArn: arn });
    await make('again', { IssuerUrl });
  });

  it('is gone once deleted', async () => {
    const TrustedTokenIssuerArn = await make('doomed', {}, { Tags: [{ Key: 'a', Value: 'b' }] });
    await send('DeleteTrustedTokenIssuer', { TrustedTokenIssuerArn });
    for (const name of ['DescribeTrustedTokenIssuer', 'DeleteTrustedTokenIssuer', 'UpdateTrustedTokenIssuer'])
      await assert.rejects(send(name, { TrustedTokenIssuerArn }), notFound);
    await assert.rejects(send('ListTagsForResource', { ResourceArn: TrustedTokenIssuerArn }), notFound);
  });
});

describe('a client token', () => {
  it('makes the same call once', async () => {
    const again = input('token', {}, { ClientToken: 'token-1' });
    const arns = await Promise.all(Array.from({ length: 8 }, async () => (await send('CreateTrustedTokenIssuer', again)).TrustedTokenIssuerArn));
    assert.equal(new Set(arns).size, 1);
    await assert.rejects(send('CreateTrustedTokenIssuer', { ...again, Name: 'other' }), awsError('ConflictException', /token/));
    await assert.rejects(send('CreateTrustedTokenIssuer', { ...again, ClientToken: 'token-2' }), awsError('ConflictException', /URL/));
  });
});

describe('issuers', () => {
  it('are listed in pages', async () => {
    for (let i = 0; i < 5; i++) await make(`page-${i}`);
    const list = (more) => listAll(admin, sdk.ListTrustedTokenIssuersCommand, { InstanceArn, ...more }, 'TrustedTokenIssuers');
    const all = await list(), paged = await list({ MaxResults: 2 });
    assert.deepEqual(paged.items, all.items);
    assert.equal(paged.pages, Math.ceil(all.items.length / 2));
    const one = all.items.find((i) => i.Name === 'plain');
    assert.deepEqual(one, { TrustedTokenIssuerArn: one.TrustedTokenIssuerArn, Name: 'plain', TrustedTokenIssuerType: 'OIDC_JWT' });
    await assert.rejects(send('ListTrustedTokenIssuers', { InstanceArn, NextToken: 'bogus' }), invalid);
    await assert.rejects(send('ListTrustedTokenIssuers', { InstanceArn: InstanceArn.replace(/.{4}$/, 'ffff') }), denied);
  });

  it('have tags', async () => {
    const ResourceArn = await make('tagged');
    await send('TagResource', { InstanceArn, ResourceArn, Tags: [{ Key: 'a', Value: '1' }, { Key: 'b', Value: '2' }] });
    await send('UntagResource', { ResourceArn, TagKeys: ['b'] });
    assert.deepEqual((await send('ListTagsForResource', { ResourceArn })).Tags, [{ Key: 'a', Value: '1' }]);
    await unseen([f.guest], 'TagResource', { ResourceArn, Tags: [{ Key: 'x', Value: 'y' }] }, ResourceArn);
    await assert.rejects(call(f.member, 'TagResource', { ResourceArn, Tags: [{ Key: 'x', Value: 'y' }] }), denied);
  });
});

describe('who may', () => {
  it('see issuers: accounts of the organization; change them: its administrators', async () => {
    const TrustedTokenIssuerArn = await make('theirs');
    assert.equal((await describeOne(TrustedTokenIssuerArn, f.member)).Name, 'theirs');
    assert.ok((await call(f.member, 'ListTrustedTokenIssuers', { InstanceArn })).TrustedTokenIssuers.some((i) => i.TrustedTokenIssuerArn === TrustedTokenIssuerArn));
    await assert.rejects(call(f.member, 'CreateTrustedTokenIssuer', input('member')), denied);
    await assert.rejects(call(f.member, 'UpdateTrustedTokenIssuer', { TrustedTokenIssuerArn, Name: 'x' }), denied);
    await assert.rejects(call(f.member, 'DeleteTrustedTokenIssuer', { TrustedTokenIssuerArn }), denied);
    for (const name of ['DescribeTrustedTokenIssuer', 'UpdateTrustedTokenIssuer', 'DeleteTrustedTokenIssuer'])
      await unseen([f.guest], name, { TrustedTokenIssuerArn }, TrustedTokenIssuerArn);
    await assert.rejects(call(f.guest, 'ListTrustedTokenIssuers', { InstanceArn }), denied);
    await assert.rejects(call(f.guest, 'CreateTrustedTokenIssuer', input('guest')), denied);
    await assert.rejects(send('DescribeTrustedTokenIssuer', { TrustedTokenIssuerArn: TrustedTokenIssuerArn.replace(f.ownerId, f.memberId) }), notFound);
    assert.equal((await describeOne(TrustedTokenIssuerArn)).Name, 'theirs');
  });

  it('change them: a delegated administrator', async () => {
    const AccountId = f.otherId, ServicePrincipal = 'sso.amazonaws.com';
    await assert.rejects(call(f.other, 'CreateTrustedTokenIssuer', input('delegated')), denied);
    await f.organizations.send(new EnableAWSServiceAccessCommand({ ServicePrincipal }));
    await f.organizations.send(new RegisterDelegatedAdministratorCommand({ AccountId, ServicePrincipal }));
    const { TrustedTokenIssuerArn } = await call(f.other, 'CreateTrustedTokenIssuer', input('delegated'));
    await send('UpdateTrustedTokenIssuer', { TrustedTokenIssuerArn, Name: 'by-the-owner' });
    await call(f.other, 'DeleteTrustedTokenIssuer', { TrustedTokenIssuerArn });
  });
});

describe('a restart', () => {
  it('keeps issuers', async () => {
    const arn = await make('kept'), earlier = await describeOne(arn);
    await gatehouse.stop({ keep: true });
    await gatehouse.start();
    admin = gatehouse.client(sdk.SSOAdminClient);
    assert.deepEqual(await describeOne(arn), earlier);
    await assert.rejects(send('CreateTrustedTokenIssuer', input('other', { IssuerUrl: 'https://kept.example.com' })), awsError('ConflictException'));
  });
});

describe('the quota', () => {
  it('of issuers is 100', async () => {
    await assert.rejects((async () => {
      for (let i = 0; i <= 100; i++) await make(`quota-${i}`);
    })(), awsError('ServiceQuotaExceededException', /100/));
  });
});
