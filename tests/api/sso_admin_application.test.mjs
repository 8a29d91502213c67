// Applications of Identity Center: making, showing, changing, listing and removing them, their providers, tags, who may,
// and what survives a restart.
import { after, before, describe, it } from 'node:test';
import assert from 'node:assert/strict';
import * as sdk from '@aws-sdk/client-sso-admin';
import { IAMClient, CreateAccessKeyCommand, CreateUserCommand, PutUserPolicyCommand } from '@aws-sdk/client-iam';
import { EnableAWSServiceAccessCommand, RegisterDelegatedAdministratorCommand } from '@aws-sdk/client-organizations';
import { awsError, listAll, startGatehouse, until } from '../support/gatehouse.mjs';
import { send as sendRaw, sign } from '../support/sigv4.mjs';
import { call, CUSTOM, newApplication, stage, unseen } from '../support/application.mjs';

const SAML = 'arn:aws:sso::aws:applicationProvider/custom-saml';
let gatehouse, f, admin, InstanceArn;
const send = (name, input = {}) => call(admin, name, input);
const make = (Name, more) => newApplication(admin, InstanceArn, Name, more);
const notFound = awsError('ResourceNotFoundException'), invalid = awsError('ValidationException');

/** The reply as it is on the wire: older SDKs leave out members that they do not know. */
async function raw(name, input) {
  const request = { method: 'POST', path: '/', service: 'sso', body: JSON.stringify(input),
    headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': `SWBExternalService.${name}` } };
  const host = new URL(gatehouse.url).host;
  return JSON.parse((await sendRaw(gatehouse.url, request, sign(request, { credentials: gatehouse.credentials, service: 'sso', host }))).text);
}

/** A user of the management account with that policy. */
async function user(UserName, ...statements) {
  const iam = gatehouse.client(IAMClient);
  await iam.send(new CreateUserCommand({ UserName }));
  await iam.send(new PutUserPolicyCommand({ UserName, PolicyName: 'p', PolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement: statements }) }));
  const { AccessKey: k } = await iam.send(new CreateAccessKeyCommand({ UserName }));
  return gatehouse.client(sdk.SSOAdminClient, { accessKeyId: k.AccessKeyId, secretAccessKey: k.SecretAccessKey });
}

before(async () => {
  gatehouse = await startGatehouse();
  f = await stage(gatehouse);
  ({ admin, instanceArn: InstanceArn } = f);
});
after(() => gatehouse?.stop());

describe('application providers', () => {
  it('are the custom ones', async () => {
    const { ApplicationProviders } = await send('ListApplicationProviders');
    assert.deepEqual(ApplicationProviders.map((p) => [p.ApplicationProviderArn, p.FederationProtocol]), [[CUSTOM, 'OAUTH'], [SAML, 'SAML']]);
    assert.ok(ApplicationProviders.every((p) => p.DisplayData.DisplayName));
    const one = await send('DescribeApplicationProvider', { ApplicationProviderArn: SAML });
    assert.deepEqual([one.ApplicationProviderArn, one.FederationProtocol], [SAML, 'SAML']);
    await assert.rejects(send('DescribeApplicationProvider', { ApplicationProviderArn: 'arn:aws:sso::aws:applicationProvider/none' }), notFound);
  });

  it('are listed in pages', async () => {
    const { items, pages } = await listAll(admin, sdk.ListApplicationProvidersCommand, { MaxResults: 1 }, 'ApplicationProviders');
    assert.deepEqual([items.length, pages], [2, 2]);
    await assert.rejects(send('ListApplicationProviders', { NextToken: 'bogus' }), invalid);
  });
});

describe('an application', () => {
  it('comes back as it was made, with AWS\'s defaults', async () => {
    const made = await send('CreateApplication', { InstanceArn, Name: 'Plain one', ApplicationProviderArn: CUSTOM });
    assert.match(made.ApplicationArn, new RegExp(`^arn:aws:sso::${f.ownerId}:application/${f.instanceId}/apl-[0-9a-f]{16}$`));
    const store = `arn:aws:identitystore::${f.ownerId}:identitystore/${f.storeId}`;
    assert.deepEqual([made.InstanceArn, made.IdentityStoreArn], [InstanceArn, store]);
    const { CreatedDate, ...shown } = await raw('DescribeApplication', { ApplicationArn: made.ApplicationArn });
    assert.ok(Math.abs(CreatedDate * 1000 - Date.now()) < 60_000);
    assert.deepEqual(shown, { ApplicationArn: made.ApplicationArn, ApplicationProviderArn: CUSTOM, Name: 'Plain one', ApplicationAccount: f.ownerId,
      InstanceArn, IdentityStoreArn: store, Status: 'ENABLED', PortalOptions: { Visibility: 'ENABLED' }, CreatedFrom: 'us-east-1' });
    const { Applications } = await raw('ListApplications', { InstanceArn });
    assert.deepEqual(Applications.find((a) => a.Name === 'Plain one'), { ...shown, CreatedDate });
    const config = { ApplicationArn: made.ApplicationArn };
    assert.equal((await send('GetApplicationAssignmentConfiguration', config)).AssignmentRequired, true);
  });

  it('keeps everything it was given', async () => {
    const given = { Description: 'what it is', Status: 'DISABLED',
      PortalOptions: { Visibility: 'DISABLED', SignInOptions: { Origin: 'APPLICATION', ApplicationUrl: 'http://example.com' } } };
    const ApplicationArn = await make('Full', { ...given, Tags: [{ Key: 'team', Value: 'red' }] });
    const a = await send('DescribeApplication', { ApplicationArn });
    assert.deepEqual([a.Description, a.Status, a.PortalOptions], [given.Description, given.Status, given.PortalOptions]);
    assert.deepEqual((await send('ListTagsForResource', { InstanceArn, ResourceArn: ApplicationArn })).Tags, [{ Key: 'team', Value: 'red' }]);
  });

  it('changes only where an update says so', async () => {
    const ApplicationArn = await make('Before', { Description: 'one' });
    await send('UpdateApplication', { ApplicationArn, Name: 'After' });
    await send('UpdateApplication', { ApplicationArn, PortalOptions: { SignInOptions: { Origin: 'APPLICATION', ApplicationUrl: 'https://example.com/a' } } });
    await send('UpdateApplication', { ApplicationArn, Status: 'DISABLED', PortalOptions: {} });
    let a = await send('DescribeApplication', { ApplicationArn });
    assert.deepEqual([a.Name, a.Description, a.Status], ['After', 'one', 'DISABLED']);
    assert.deepEqual(a.PortalOptions, { Visibility: 'ENABLED', SignInOptions: { Origin: 'APPLICATION', ApplicationUrl: 'https://example.com/a' } });
    await send('UpdateApplication', { ApplicationArn, Description: 'two', PortalOptions: { SignInOptions: { Origin: 'IDENTITY_CENTER' } } });
    a = await send('DescribeApplication', { ApplicationArn });
    assert.deepEqual([a.Description, a.PortalOptions.SignInOptions], ['two', { Origin: 'IDENTITY_CENTER' }]);
    await assert.rejects(send('UpdateApplication', { ApplicationArn, PortalOptions: { SignInOptions: { Origin: 'APPLICATION' } } }), invalid);
    await assert.rejects(send('UpdateApplication', { ApplicationArn, Status: 'SLEEPING' }), invalid);
  });

  it('is refused where it cannot be', async () => {
    const create = (more) => send('CreateApplication', { InstanceArn, Name: 'Refused', ApplicationProviderArn: CUSTOM, ...more });
    await assert.rejects(create({ ApplicationProviderArn: SAML }), awsError('ValidationException', /SAML/));
    await assert.rejects(create({ ApplicationProviderArn: 'arn:aws:sso::aws:applicationProvider/none' }), notFound);
    await assert.rejects(create({ InstanceArn: InstanceArn.replace(/.{4}$/, 'ffff') }), notFound);
    await assert.rejects(create({ PortalOptions: { SignInOptions: { Origin: 'APPLICATION' } } }), awsError('ValidationException', /ApplicationUrl/));
    await assert.rejects(create({ PortalOptions: { SignInOptions: { Origin: 'APPLICATION', ApplicationUrl: 'ftp://example.com' } } }), invalid);
    await assert.rejects(create({ Name: '' }), invalid);
    await assert.rejects(create({ Name: 'x'.repeat(101) }), invalid);
    await assert.rejects(create({ Description: 'x'.repeat(129) }), invalid);
    await assert.rejects(create({ Tags: [{ Key: 'aws:own', Value: 'x' }] }), invalid);
    await assert.rejects(create({ Tags: Array.from({ length: 51 }, (_, i) => ({ Key: `k${i}`, Value: 'v' })) }), awsError('ServiceQuotaExceededException'));
    const { items } = await listAll(admin, sdk.ListApplicationsCommand, { InstanceArn }, 'Applications');
    assert.ok(!items.some((a) => a.Name === 'Refused'), 'a refused call leaves nothing');
  });

  it('is gone with everything that hangs on it', async () => {
    const ApplicationArn = await make('Doomed', { Tags: [{ Key: 'a', Value: 'b' }] });
    await send('PutApplicationAccessScope', { ApplicationArn, Scope: 'sso:account:access' });
    await send('PutApplicationGrant', { ApplicationArn, GrantType: 'refresh_token', Grant: { RefreshToken: {} } });
    await send('PutApplicationAuthenticationMethod', { ApplicationArn, AuthenticationMethodType: 'IAM', AuthenticationMethod: { Iam: { ActorPolicy: {
      Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { AWS: f.ownerId }, Action: 'sso-oauth:CreateTokenWithIAM', Resource: '*' }] } } } });
    await send('DeleteApplication', { ApplicationArn });
    for (const name of ['DescribeApplication', 'DeleteApplication', 'UpdateApplication', 'GetApplicationAssignmentConfiguration', 'ListApplicationGrants',
      'ListApplicationAccessScopes', 'ListApplicationAuthenticationMethods', 'ListApplicationAssignments'])
      await assert.rejects(send(name, { ApplicationArn }), notFound);
    await assert.rejects(send('ListTagsForResource', { InstanceArn, ResourceArn: ApplicationArn }), notFound);
  });
});

describe('a client token', () => {
  it('makes the same call once', async () => {
    const input = { InstanceArn, Name: 'Once', ApplicationProviderArn: CUSTOM, ClientToken: 'token-1', Tags: [{ Key: 'a', Value: 'b' }] };
    const arns = await Promise.all(Array.from({ length: 8 }, async () => (await send('CreateApplication', input)).ApplicationArn));
    assert.equal(new Set(arns).size, 1);
    await send('UpdateApplication', { ApplicationArn: arns[0], Name: 'Renamed since' });
    assert.equal((await send('CreateApplication', input)).ApplicationArn, arns[0]);
    await assert.rejects(send('CreateApplication', { ...input, Name: 'Twice' }), awsError('ConflictException'));
    await assert.rejects(send('CreateApplication', { ...input, Tags: [{ Key: 'a', Value: 'c' }] }), awsError('ConflictException'));
    assert.notEqual(await newApplication(f.member, InstanceArn, 'Once', { ClientToken: 'token-1' }), arns[0], 'each account has its own tokens');
    await send('DeleteApplication', { ApplicationArn: arns[0] });
    assert.notEqual((await send('CreateApplication', input)).ApplicationArn, arns[0]);
  });

  it('of two calls makes two of one name', async () => {
    assert.notEqual(await make('Same name'), await make('Same name'));
  });
});

describe('tags of an application', () => {
  it('are put, listed and removed', async () => {
    const ResourceArn = await make('Tagged');
    await send('TagResource', { InstanceArn, ResourceArn, Tags: [{ Key: 'a', Value: '1' }, { Key: 'b', Value: '2' }] });
    await send('UntagResource', { InstanceArn, ResourceArn, TagKeys: ['a'] });
    assert.deepEqual((await send('ListTagsForResource', { InstanceArn, ResourceArn })).Tags, [{ Key: 'b', Value: '2' }]);
    assert.deepEqual((await send('ListTagsForResource', { ResourceArn })).Tags.length, 1);
    await assert.rejects(send('ListTagsForResource', { InstanceArn: InstanceArn.replace(/.{4}$/, 'ffff'), ResourceArn }), notFound);
    await unseen([f.guest, f.member], 'TagResource', { ResourceArn, Tags: [{ Key: 'x', Value: 'y' }] }, ResourceArn);
  });
});

describe('applications are listed', () => {
  it('in pages, by account, by provider', async () => {
    for (let i = 0; i < 12; i++) await make(`Page ${i}`);
    const own = await newApplication(f.member, InstanceArn, 'Of a member');
    const all = await listAll(admin, sdk.ListApplicationsCommand, { InstanceArn, MaxResults: 5 }, 'Applications');
    assert.equal(all.pages, Math.ceil(all.items.length / 5));
    const arns = all.items.map((a) => a.ApplicationArn);
    assert.equal(new Set(arns).size, arns.length);
    assert.deepEqual((await send('ListApplications', { InstanceArn })).Applications.map((a) => a.ApplicationArn), arns);
    const one = all.items.find((a) => a.Name === 'Full');
    const { $metadata, ...shown } = await send('DescribeApplication', { ApplicationArn: one.ApplicationArn });
    assert.deepEqual(one, shown);
    const filtered = async (Filter) => (await listAll(admin, sdk.ListApplicationsCommand, { InstanceArn, MaxResults: 7, Filter }, 'Applications'))
      .items.map((a) => a.ApplicationArn);
    const of = (id) => arns.filter((a) => a.includes(`::${id}:`));
    assert.ok(of(f.memberId).includes(own));
    assert.deepEqual(await filtered({ ApplicationAccount: f.memberId }), of(f.memberId));
    assert.deepEqual(await filtered({ ApplicationAccount: f.ownerId, ApplicationProvider: CUSTOM }), of(f.ownerId));
    assert.deepEqual(await filtered({ ApplicationProvider: CUSTOM }), arns);
    assert.deepEqual(await filtered({ ApplicationProvider: SAML }), []);
    assert.deepEqual(await filtered({ ApplicationProvider: SAML, ApplicationAccount: f.ownerId }), []);
  });

  it('at most 50 at a time, with a token for that list only', async () => {
    for (let i = 0; i < 45; i++) await make(`Many ${i}`);
    const page = await send('ListApplications', { InstanceArn, MaxResults: 100 });
    assert.equal(page.Applications.length, 50);
    assert.ok(page.NextToken);
    await assert.rejects(send('ListApplications', { InstanceArn, NextToken: page.NextToken, Filter: { ApplicationProvider: CUSTOM } }), invalid);
    await assert.rejects(send('ListApplications', { InstanceArn, MaxResults: 101 }), invalid);
  });
});

describe('who may', () => {
  it('see and manage an application: its account and the instance\'s, nobody else', async () => {
    const ApplicationArn = await newApplication(f.member, InstanceArn, 'A member\'s');
    assert.match(ApplicationArn, new RegExp(`::${f.memberId}:application/${f.instanceId}/`));
    for (const client of [f.member, admin])
      assert.equal((await call(client, 'DescribeApplication', { ApplicationArn })).ApplicationAccount, f.memberId);
    await unseen([f.other, f.guest], 'DescribeApplication', { ApplicationArn }, ApplicationArn);
    await unseen([f.other, f.guest], 'UpdateApplication', { ApplicationArn, Name: 'Stolen' }, ApplicationArn);
    await unseen([f.other, f.guest], 'DeleteApplication', { ApplicationArn }, ApplicationArn);
    await unseen([f.other, f.guest, f.member], 'DescribeApplication', { ApplicationArn: await make('The owner\'s') }, ApplicationArn);
    const forged = ApplicationArn.replace(f.memberId, f.ownerId);
    await assert.rejects(send('DescribeApplication', { ApplicationArn: forged }), notFound);
    await assert.rejects(call(f.guest, 'CreateApplication', { InstanceArn, Name: 'x', ApplicationProviderArn: CUSTOM }), notFound);
    await call(f.member, 'UpdateApplication', { ApplicationArn, Name: 'Mine' });
    assert.equal((await send('DescribeApplication', { ApplicationArn })).Name, 'Mine');
    await send('DeleteApplication', { ApplicationArn });
    await assert.rejects(call(f.member, 'DescribeApplication', { ApplicationArn }), notFound);
  });

  it('list: a member its own, and only when it says so', async () => {
    const ApplicationArn = await newApplication(f.other, InstanceArn, 'Another\'s');
    const list = (client, Filter) => call(client, 'ListApplications', { InstanceArn, Filter });
    await assert.rejects(list(f.other), invalid);
    await assert.rejects(list(f.other, { ApplicationProvider: CUSTOM }), invalid);
    await assert.rejects(list(f.other, { ApplicationAccount: f.ownerId }), awsError('AccessDeniedException'));
    assert.deepEqual((await list(f.other, { ApplicationAccount: f.otherId })).Applications.map((a) => a.ApplicationArn), [ApplicationArn]);
    await assert.rejects(list(f.guest, { ApplicationAccount: f.otherId }), awsError('AccessDeniedException'));
  });

  it('manage all of them: a delegated administrator', async () => {
    const ApplicationArn = await make('Delegated');
    const AccountId = f.otherId, ServicePrincipal = 'sso.amazonaws.com';
    await assert.rejects(call(f.other, 'DescribeApplication', { ApplicationArn }), notFound);
    await f.organizations.send(new EnableAWSServiceAccessCommand({ ServicePrincipal }));
    await f.organizations.send(new RegisterDelegatedAdministratorCommand({ AccountId, ServicePrincipal }));
    assert.equal((await call(f.other, 'DescribeApplication', { ApplicationArn })).Name, 'Delegated');
    assert.ok((await call(f.other, 'ListApplications', { InstanceArn })).Applications.length > 1);
    await call(f.other, 'DeleteApplication', { ApplicationArn });
  });

  it('use an account instance: its account', async () => {
    const { InstanceArn: own } = await call(f.guest, 'CreateInstance', {});
    const ApplicationArn = await newApplication(f.guest, own, 'Alone');
    assert.deepEqual((await call(f.guest, 'ListApplications', { InstanceArn: own })).Applications.map((a) => a.ApplicationArn), [ApplicationArn]);
    await unseen([admin, f.member], 'DescribeApplication', { ApplicationArn }, ApplicationArn);
  });

  it('use the applications of an instance that is deleted: nobody, and nothing is left of them', async () => {
    const { InstanceArn: own } = await call(f.member, 'CreateInstance', {});
    const ApplicationArn = await newApplication(f.member, own, 'Going', { Tags: [{ Key: 'a', Value: 'b' }] });
    await call(f.member, 'PutApplicationAccessScope', { ApplicationArn, Scope: 'a' });
    const { TrustedTokenIssuerArn } = await call(f.member, 'CreateTrustedTokenIssuer', { InstanceArn: own, Name: 'going', TrustedTokenIssuerType: 'OIDC_JWT',
      TrustedTokenIssuerConfiguration: { OidcJwtConfiguration: { IssuerUrl: 'https://going.example.com', ClaimAttributePath: 'email',
        IdentityStoreAttributePath: 'emails.value', JwksRetrievalOption: 'OPEN_ID_DISCOVERY' } } });
    await call(f.member, 'DeleteInstance', { InstanceArn: own });
    await assert.rejects(call(f.member, 'DescribeApplication', { ApplicationArn }), notFound);
    await assert.rejects(call(f.member, 'DescribeTrustedTokenIssuer', { TrustedTokenIssuerArn }), notFound);
    await assert.rejects(newApplication(f.member, own, 'Late'), notFound);
    await assert.rejects(call(f.member, 'ListApplications', { InstanceArn: own }), awsError('AccessDeniedException'));
    await until('the end of the instance', async () => {
      const { Instances } = await call(f.member, 'ListInstances');
      return !Instances.some((i) => i.InstanceArn === own);
    });
  });

  it('is what policies say of accounts, tags and providers', async () => {
    const allow = (Action, Resource, Condition) => ({ Effect: 'Allow', Action, Resource, ...(Condition && { Condition }) });
    const own = await make('Conditional', { Tags: [{ Key: 'team', Value: 'red' }] });
    const theirs = await newApplication(f.member, InstanceArn, 'Theirs');
    const client = await user('conditional', allow('sso:DescribeApplication', '*', { StringEquals: { 'sso:ApplicationAccount': f.memberId } }),
      allow('sso:UpdateApplication', '*', { StringEquals: { 'aws:ResourceTag/team': 'red' } }),
      allow('sso:ListApplicationAssignmentsForPrincipal', InstanceArn, { StringEquals: { 'sso:ApplicationAccount': f.memberId } }),
      allow(['sso:CreateApplication', 'sso:TagResource'], [CUSTOM, InstanceArn, `arn:aws:sso::${f.ownerId}:application/${f.instanceId}/*`], { 'ForAllValues:StringEquals': { 'aws:TagKeys': ['team'] } }));
    const denied = awsError('AccessDeniedException', /no identity-based policy allows/);
    assert.equal((await call(client, 'DescribeApplication', { ApplicationArn: theirs })).Name, 'Theirs');
    await assert.rejects(call(client, 'DescribeApplication', { ApplicationArn: own }), denied);
    await call(client, 'UpdateApplication', { ApplicationArn: own, Name: 'Painted' });
    await assert.rejects(call(client, 'UpdateApplication', { ApplicationArn: theirs, Name: 'Painted' }), denied);
    const assigned = (ApplicationArn) => call(client, 'ListApplicationAssignmentsForPrincipal', { InstanceArn, PrincipalType: 'USER',
      PrincipalId: '11111111-2222-4333-8444-555555555555', ...(ApplicationArn && { Filter: { ApplicationArn } }) });
    assert.deepEqual((await assigned(theirs)).ApplicationAssignments, []);
    await assert.rejects(assigned(own), denied);
    await assert.rejects(assigned(), denied);
    await newApplication(client, InstanceArn, 'Allowed', { Tags: [{ Key: 'team', Value: 'red' }] });
    await assert.rejects(newApplication(client, InstanceArn, 'Denied', { Tags: [{ Key: 'owner', Value: 'me' }] }), denied);
  });
});

describe('a restart', () => {
  it('keeps applications and their tags', async () => {
    const ApplicationArn = await make('Kept', { Description: 'still there', Tags: [{ Key: 'a', Value: 'b' }] });
    const { $metadata: _, ...earlier } = await send('DescribeApplication', { ApplicationArn });
    await gatehouse.stop({ keep: true });
    await gatehouse.start();
    admin = gatehouse.client(sdk.SSOAdminClient);
    const { $metadata, ...later } = await send('DescribeApplication', { ApplicationArn });
    assert.deepEqual(later, earlier);
    assert.deepEqual((await send('ListTagsForResource', { InstanceArn, ResourceArn: ApplicationArn })).Tags, [{ Key: 'a', Value: 'b' }]);
  });
});

describe('the quota', () => {
  it('of applications is 3,000', async () => {
    await assert.rejects((async () => {
      for (let i = 0; i < 60; i++) await Promise.all(Array.from({ length: 60 }, (_, j) => make(`Quota ${i}-${j}`)));
    })(), awsError('ServiceQuotaExceededException', /3000/));
  });
});
