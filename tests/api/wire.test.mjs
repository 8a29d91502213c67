// What every operation has from the wire engines: validation in AWS's words, serialization errors, operations that are
// not built, limits, request ids.
import { after, before, describe, it } from 'node:test';
import assert from 'node:assert/strict';
import { IdentitystoreClient, CreateUserCommand } from '@aws-sdk/client-identitystore';
import { SSOAdminClient, CreatePermissionSetCommand } from '@aws-sdk/client-sso-admin';
import { SSOOIDCClient, CreateTokenWithIAMCommand } from '@aws-sdk/client-sso-oidc';
import { awsError, startGatehouse } from '../support/gatehouse.mjs';
import { send, sign } from '../support/sigv4.mjs';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
let gatehouse;
before(async () => (gatehouse = await startGatehouse()));
after(() => gatehouse?.stop());

function call(request, headers = {}) {
  const all = { ...request, method: 'POST', path: request.path ?? '/', headers: { ...request.headers, ...headers } };
  const signed = sign(all, { credentials: gatehouse.credentials, service: request.service, host: new URL(gatehouse.url).host });
  return send(gatehouse.url, all, signed);
}
const json = (target, body, service = 'identitystore') =>
  call({ service, body, headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': target } });
const query = (body, service = 'iam') => call({ service, body, headers: { 'content-type': 'application/x-www-form-urlencoded' } });

describe('validation', () => {
  it('lists every failing constraint of every member, and no sensitive value', async () => {
    const store = gatehouse.client(IdentitystoreClient);
    await assert.rejects(store.send(new CreateUserCommand({ IdentityStoreId: 'nonsense', UserName: '', DisplayName: 'x'.repeat(1025) })),
      awsError('ValidationException', /^4 validation errors detected: Value 'nonsense' at 'identityStoreId' failed to satisfy constraint: .*; Value at 'userName' failed.*; Value at 'displayName' failed/));
  });

  it('says one error in the singular', async () => {
    const admin = gatehouse.client(SSOAdminClient);
    await assert.rejects(admin.send(new CreatePermissionSetCommand({ InstanceArn: 'arn:aws:sso:::instance/ssoins-0123456789abcdef', Name: 'a b' })),
      awsError('ValidationException', /^1 validation error detected: Value 'a b' at 'name' failed to satisfy constraint: Member must satisfy regular expression pattern: /));
  });

  it('wants required members', async () => {
    const reply = await json('AWSIdentityStore.DescribeUser', '{}');
    assert.equal(reply.status, 400);
    assert.equal(reply.code, 'ValidationException');
    assert.match(reply.message, /2 validation errors detected: .*Member must not be null/);
  });

  it('of query services answers ValidationError', async () => {
    const reply = await query('Action=CreateUser&Version=2010-05-08');
    assert.equal(reply.status, 400);
    assert.equal(reply.code, 'ValidationError');
    assert.match(reply.message, /1 validation error detected: .*'userName' failed to satisfy constraint: Member must not be null/);
  });
});

describe('what cannot be read', () => {
  it('is a SerializationException', async () => {
    for (const body of ['{', '[]', '{"IdentityStoreId":7}', '{"IdentityStoreId":"a","IdentityStoreId":"b"}', '{"a":"\ud800"}'.replace('\ud800', '\\ud800')]) {
      const reply = await json('AWSIdentityStore.ListUsers', body);
      assert.equal(reply.status, 400, body);
      assert.ok(['SerializationException', 'ValidationException'].includes(reply.code), `${body}: ${reply.text}`);
    }
    assert.equal((await json('AWSIdentityStore.ListUsers', '{')).code, 'SerializationException');
  });

  it('is MalformedInput in a query, and the parameter is named', async () => {
    for (const [parameters, text] of [
      ['UserName=%FF', "Parameter 'UserName' is not UTF-8 text"],
      ['UserName=a%00', "Parameter 'UserName' is not UTF-8 text"],
      ['UserName=ann&Tags.member.1.Key=%C3&Tags.member.1.Value=x', "Parameter 'Tags.member.1.Key' is not UTF-8 text"],
      ['UserName=%4', "Parameter 'UserName' has bad percent-encoding"],
      ['UserName=ann&%FF=x', 'The name of parameter 4 is not UTF-8 text'],
    ]) {
      const reply = await query(`Action=CreateUser&Version=2010-05-08&${parameters}`);
      assert.deepEqual([reply.status, reply.code, reply.message], [400, 'MalformedInput', text], parameters);
    }
    const unknown = await query('Action=Create%FFUser&Version=2010-05-08');
    assert.deepEqual([unknown.status, unknown.code], [400, 'InvalidAction']);
    const stranger = await send(gatehouse.url, { method: 'POST', path: '/', service: 'iam', body: 'Action=CreateUser&Version=2010-05-08&UserName=%FF',
      headers: {} }, { 'content-type': 'application/x-www-form-urlencoded' });
    assert.equal(stranger.status, 403, 'nobody is told before they are known');
  });

  it('is refused when nested too deeply', async () => {
    const reply = await json('AWSIdentityStore.ListUsers', '['.repeat(100_000));
    assert.equal(reply.status, 400);
  });

  it('is refused when too large', async () => {
    let reply;
    try {
      reply = await json('AWSIdentityStore.ListUsers', JSON.stringify({ IdentityStoreId: 'x'.repeat(20 << 20) }));
    } catch (error) {
      assert.match(String(error.cause ?? error), /ECONNRESET|EPIPE|closed/);
      return;
    }
    assert.equal(reply.status, 413);
  });
});

describe('operations', () => {
  it('that do not exist are unknown', async () => {
    assert.equal((await json('AWSIdentityStore.MakeCoffee', '{}')).code, 'UnknownOperationException');
    const reply = await query('Action=MakeCoffee&Version=2010-05-08');
    assert.equal(reply.status, 400);
    assert.equal(reply.code, 'InvalidAction');
  });

  it('that are not built say so, by name, once the caller is known', async () => {
    const token = new CreateTokenWithIAMCommand({ clientId: 'arn:aws:sso::123456789012:application/ssoins-0123456789abcdef/apl-0123456789abcdef',
      grantType: 'refresh_token', refreshToken: 'x' });
    await assert.rejects(gatehouse.client(SSOOIDCClient).send(token), (error) =>
      error.$metadata.httpStatusCode === 501 && error.name === 'NotImplemented' && error.message.includes('CreateTokenWithIAM'));
    const wrong = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'x' };
    await assert.rejects(gatehouse.client(SSOOIDCClient, wrong).send(token), awsError('UnrecognizedClientException'));
  });
});

describe('replies', () => {
  it('carry a request id', async () => {
    const one = await json('AWSOrganizationsV20161128.DescribeOrganization', '{}', 'organizations');
    assert.match(one.headers.get('x-amzn-requestid'), UUID);
    const two = await query('Action=GetCallerIdentity&Version=2011-06-15', 'sts');
    assert.match(two.headers.get('x-amzn-requestid'), UUID);
    assert.equal(/<RequestId>([^<]*)</.exec(two.text)[1], two.headers.get('x-amzn-requestid'));
    assert.equal(two.headers.get('content-type').split(';')[0], 'text/xml');
  });

  it('of errors name the type in the header too', async () => {
    const reply = await json('AWSIdentityStore.DescribeUser', '{}');
    assert.equal(reply.headers.get('x-amzn-errortype')?.split(':')[0] ?? 'ValidationException', 'ValidationException');
    assert.equal(reply.headers.get('content-type'), 'application/x-amz-json-1.1');
  });
});
