// Requests that must be refused before anything else is looked at, with AWS's codes, in JSON and in query services.
import { after, before, describe, it } from 'node:test';
import assert from 'node:assert/strict';
import { STSClient, GetSessionTokenCommand } from '@aws-sdk/client-sts';
import { IAMClient, CreateUserCommand, CreateAccessKeyCommand, UpdateAccessKeyCommand, DeleteAccessKeyCommand } from '@aws-sdk/client-iam';
import { startGatehouse } from '../support/gatehouse.mjs';
import { listRootsRequest, listUsersRequest, send, sign } from '../support/sigv4.mjs';

const MINUTE_MS = 60_000;
let gatehouse, credentials;
before(async () => {
  gatehouse = await startGatehouse();
  credentials = gatehouse.credentials;
});
after(() => gatehouse?.stop());

const host = () => new URL(gatehouse.url).host;
const signed = (request, more = {}) => sign(request, { credentials, service: request.service, host: host(), ...more });
const post = (request, headers) => send(gatehouse.url, request, headers);

function refused(reply, status, code, message) {
  assert.equal(reply.code, code, reply.text);
  assert.equal(reply.status, status);
  if (message) assert.match(reply.message, message);
}

// The same refusal as each protocol names it.
const PROTOCOLS = [
  {
    name: 'JSON', request: listRootsRequest, status: 400, missing: 'MissingAuthenticationTokenException',
    signature: 'InvalidSignatureException', unknown: 'UnrecognizedClientException', expired: 'ExpiredTokenException',
    incomplete: 'IncompleteSignatureException',
  },
  {
    name: 'query', request: listUsersRequest, status: 403, missing: 'MissingAuthenticationToken', signature: 'SignatureDoesNotMatch',
    unknown: 'InvalidClientTokenId', expired: 'ExpiredToken', incomplete: 'IncompleteSignature',
  },
];

for (const protocol of PROTOCOLS) {
  describe(`${protocol.name} services`, () => {
    const request = protocol.request();

    it('take a good signature', async () => {
      const reply = await post(request, signed(request));
      assert.ok(reply.status === 200 || reply.code === 'AWSOrganizationsNotInUseException', reply.text);
    });

    it('refuse an unsigned request', async () => {
      refused(await post(request, { ...request.headers, host: host() }), protocol.status, protocol.missing, /authentication token/i);
    });

    it('refuse a wrong secret', async () => {
      const wrong = { ...credentials, secretAccessKey: credentials.secretAccessKey.replace(/.$/, (c) => (c === 'x' ? 'y' : 'x')) };
      refused(await post(request, signed(request, { credentials: wrong })), protocol.status, protocol.signature,
        /The request signature we calculated does not match the signature you provided/);
    });

    it('refuse an altered body', async () => {
      const headers = signed(request);
      refused(await post({ ...request, body: request.body.replace(/$/, ' ') }, headers), protocol.status, protocol.signature);
    });

    it('refuse an altered signed header', async () => {
      const headers = { ...signed({ ...request, headers: { ...request.headers, 'x-amz-meta': 'a' } }), 'x-amz-meta': 'b' };
      refused(await post(request, headers), protocol.status, protocol.signature);
    });

    it('refuse an altered path and query', async () => {
      const reply = await post({ ...request, query: 'Action=DeleteUser' }, signed(request));
      assert.ok(reply.status >= 400 && reply.status < 500, reply.text);
    });

    it('refuse an unknown key', async () => {
      const unknown = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'x'.repeat(40) };
      refused(await post(request, signed(request, { credentials: unknown })), protocol.status, protocol.unknown,
        /The security token included in the request is invalid/);
    });

    it('refuse an access key with a token that is not its own', async () => {
      refused(await post(request, signed(request, { credentials: { ...credentials, sessionToken: 'IQoJb3JpZ2luX2Vj' } })),
        protocol.status, protocol.unknown);
    });

    it('refuse a stale date and accept small skew', async () => {
      const at = (minutes) => signed(request, { date: new Date(Date.now() + minutes * MINUTE_MS) });
      refused(await post(request, at(-6)), protocol.status, protocol.signature, /Signature expired: \d{8}T\d{6}Z is now earlier than/);
      refused(await post(request, at(6)), protocol.status, protocol.signature, /Signature not yet current: \d{8}T\d{6}Z is still later than/);
      for (const minutes of [-4, 4]) assert.notEqual((await post(request, at(minutes))).code, protocol.signature);
    });

    it('refuse a scope of another service', async () => {
      const reply = await post(request, signed(request, { service: 'sts' }));
      assert.ok(reply.status >= 400 && reply.status < 500, reply.text);
    });

    it('take any region in the scope', async () => {
      assert.notEqual((await post(request, signed(request, { region: 'eu-north-7' }))).code, protocol.signature);
    });

    it('refuse a date that is not the scope\'s', async () => {
      const headers = signed(request);
      headers.authorization = headers.authorization.replace(/\/(\d{8})\//, '/20200101/');
      const reply = await post(request, headers);
      assert.equal(reply.status, protocol.status === 400 ? 400 : reply.status);
      assert.ok([protocol.signature, protocol.incomplete].includes(reply.code), reply.text);
    });

    it('refuse half an Authorization header', async () => {
      const headers = signed(request);
      for (const cut of [/, Signature=.*/, / SignedHeaders=[^,]*,/, /Credential=[^,]*, /]) {
        const reply = await post(request, { ...headers, authorization: headers.authorization.replace(cut, '') });
        assert.equal(reply.code, protocol.incomplete, `${cut}: ${reply.text}`);
      }
    });

    it('refuse a host that was not signed', async () => {
      const headers = signed(request);
      headers.authorization = headers.authorization.replace('host;', '');
      const reply = await post(request, headers);
      assert.ok(reply.status >= 400 && reply.status < 500, reply.text);
    });

    it('refuse an altered session token', async () => {
      const { Credentials: c } = await gatehouse.client(STSClient).send(new GetSessionTokenCommand({}));
      const session = { accessKeyId: c.AccessKeyId, secretAccessKey: c.SecretAccessKey, sessionToken: c.SessionToken };
      const good = await post(request, signed(request, { credentials: session }));
      // AWS closes IAM to sessions without MFA, as if their token were none.
      if (protocol.name === 'JSON') assert.notEqual(good.code, protocol.unknown, good.text);
      const middle = Math.floor(session.sessionToken.length / 2);
      const letter = session.sessionToken[middle] === 'A' ? 'B' : 'A';
      const sessionToken = session.sessionToken.slice(0, middle) + letter + session.sessionToken.slice(middle + 1);
      refused(await post(request, signed(request, { credentials: { ...session, sessionToken } })), protocol.status, protocol.unknown);
      refused(await post(request, signed(request, { credentials: { ...session, sessionToken: undefined } })), protocol.status, protocol.unknown);
    });
  });
}

describe('keys', () => {
  it('stop working the moment they are made inactive or deleted', async () => {
    const iam = gatehouse.client(IAMClient);
    await iam.send(new CreateUserCommand({ UserName: 'keyed' }));
    const { AccessKey: key } = await iam.send(new CreateAccessKeyCommand({ UserName: 'keyed' }));
    const request = listUsersRequest();
    const call = () => post(request, signed(request, { credentials: { accessKeyId: key.AccessKeyId, secretAccessKey: key.SecretAccessKey } }));
    assert.equal((await call()).code, 'AccessDenied');
    await iam.send(new UpdateAccessKeyCommand({ UserName: 'keyed', AccessKeyId: key.AccessKeyId, Status: 'Inactive' }));
    assert.equal((await call()).code, 'InvalidClientTokenId');
    await iam.send(new UpdateAccessKeyCommand({ UserName: 'keyed', AccessKeyId: key.AccessKeyId, Status: 'Active' }));
    assert.equal((await call()).code, 'AccessDenied');
    await iam.send(new DeleteAccessKeyCommand({ UserName: 'keyed', AccessKeyId: key.AccessKeyId }));
    assert.equal((await call()).code, 'InvalidClientTokenId');
  });

  it('of a session end with it', async () => {
    const sts = gatehouse.client(STSClient);
    const { Credentials: c } = await sts.send(new GetSessionTokenCommand({ DurationSeconds: 900 }));
    const session = { accessKeyId: c.AccessKeyId, secretAccessKey: c.SecretAccessKey, sessionToken: c.SessionToken };
    await gatehouse.stop({ keep: true });
    await gatehouse.start({ GATEHOUSE_CLOCK_OFFSET_S: '901' });
    const date = new Date(Date.now() + 901_000);
    for (const protocol of PROTOCOLS) {
      const request = protocol.request();
      refused(await post(request, signed(request, { credentials: session, date })), protocol.status, protocol.expired,
        /The security token included in the request is expired/);
    }
    await gatehouse.stop({ keep: true });
    await gatehouse.start();
  });
});
