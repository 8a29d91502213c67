// Requests signed in the query string, as aws-iam-authenticator and Vault's clients make them: what works, and every way
// to make two readers disagree about one.
import { after, before, describe, it } from 'node:test';
import assert from 'node:assert/strict';
import { SignatureV4 } from '@smithy/signature-v4';
import { Sha256 } from '@aws-crypto/sha256-js';
import { STSClient, GetCallerIdentityCommand, GetSessionTokenCommand } from '@aws-sdk/client-sts';
import { startGatehouse } from '../support/gatehouse.mjs';

let gatehouse, arn;
before(async () => {
  gatehouse = await startGatehouse();
  arn = (await gatehouse.client(STSClient).send(new GetCallerIdentityCommand({}))).Arn;
});
after(() => gatehouse?.stop());

const ACTION = { Action: 'GetCallerIdentity', Version: '2011-06-15' };
/** A presigned URL's parts. */
async function presign({ method = 'GET', query = ACTION, headers = {}, body, expiresIn = 60, at = new Date(), credentials = gatehouse.credentials, service = 'sts' } = {}) {
  const { host, hostname, port, protocol } = new URL(gatehouse.url);
  const signer = new SignatureV4({ credentials, region: 'us-east-1', service, sha256: Sha256, applyChecksum: false });
  const request = { method, protocol, hostname, port: Number(port), path: '/', query, headers: { host, ...headers }, ...(body && { body }) };
  const signed = await signer.presign(request, { expiresIn, signingDate: at, unhoistableHeaders: new Set(Object.keys(headers)) });
  return { method, query: signed.query, headers, body };
}
const encode = (pairs) => pairs.map(([k, v]) => `${encodeURIComponent(k)}=${encodeURIComponent(v)}`).join('&');
async function send({ method, query, headers, body }, change = (pairs) => pairs) {
  const text = await (await fetch(`${gatehouse.url}/?${encode(change(Object.entries(query)))}`, { method, headers, body })).text();
  return { text, arn: /<Arn>([^<]*)/.exec(text)?.[1], code: /<Code>([^<]*)/.exec(text)?.[1].replace(/Exception$/, ''), message: /<Message>([^<]*)/.exec(text)?.[1] };
}
async function works(request, change) {
  const reply = await send(request, change);
  assert.equal(reply.arn, arn, reply.text);
}
async function fails(code, request, change) {
  const reply = await send(request, change);
  assert.ok([code].flat().includes(reply.code), reply.text);
  return reply;
}

describe('a presigned GetCallerIdentity', () => {
  it('tells who signed it, as a GET and as a POST', async () => {
    await works(await presign());
    await works(await presign({ method: 'POST' }));
  });

  it('works as aws-iam-authenticator makes it, with the cluster\'s header signed', async () => {
    const request = await presign({ headers: { 'x-k8s-aws-id': 'cluster-1' } });
    assert.match(request.query['X-Amz-SignedHeaders'], /x-k8s-aws-id/);
    await works(request);
    await fails('SignatureDoesNotMatch', { ...request, headers: { 'x-k8s-aws-id': 'cluster-2' } });
    await fails(['SignatureDoesNotMatch', 'IncompleteSignature'], { ...request, headers: {} });
  });

  it('works with temporary credentials, whose token is signed along', async () => {
    const { Credentials: c } = await gatehouse.client(STSClient).send(new GetSessionTokenCommand({}));
    const request = await presign({ credentials: { accessKeyId: c.AccessKeyId, secretAccessKey: c.SecretAccessKey, sessionToken: c.SessionToken } });
    await works(request);
    await fails('InvalidClientTokenId', request, (pairs) => pairs.filter(([k]) => k !== 'X-Amz-Security-Token'));
    await fails('IncompleteSignature', { ...request, headers: { 'x-amz-security-token': c.SessionToken } });
  });

  it('ends with its X-Amz-Expires, and does not begin in the future', async () => {
    await works(await presign({ expiresIn: 900, at: new Date(Date.now() - 600_000) }));
    await fails('RequestExpired', await presign({ expiresIn: 60, at: new Date(Date.now() - 3600_000) }));
    await fails('SignatureDoesNotMatch', await presign({ at: new Date(Date.now() + 3600_000) }));
    for (const value of ['0', '-1', '604801', '1.5', 'x', ''])
      await fails(['IncompleteSignature', 'SignatureDoesNotMatch'], await presign(), (pairs) => pairs.map(([k, v]) => [k, k === 'X-Amz-Expires' ? value : v]));
  });

  it('is refused with credentials in both places', async () => {
    const request = await presign();
    const reply = await fails('IncompleteSignature', { ...request, headers: { authorization: 'AWS4-HMAC-SHA256 Credential=x/20260101/us-east-1/sts/aws4_request, SignedHeaders=host, Signature=0' } });
    assert.match(reply.message, /Only one auth mechanism allowed/);
  });

  it('is refused with any parameter doubled, added, left out or in another case', async () => {
    const request = await presign();
    const names = Object.keys(request.query);
    for (const name of names) {
      await fails(['IncompleteSignature', 'SignatureDoesNotMatch', 'InvalidAction'], request, (pairs) => [...pairs, [name, request.query[name]]]);
      await fails(['IncompleteSignature', 'SignatureDoesNotMatch', 'InvalidAction'], request, (pairs) => [...pairs, [name.toLowerCase(), 'x']]);
      await fails(['IncompleteSignature', 'SignatureDoesNotMatch', 'InvalidAction'], request, (pairs) => pairs.map(([k, v]) => [k === name ? name.toUpperCase() : k, v]));
      await fails(['IncompleteSignature', 'SignatureDoesNotMatch', 'InvalidAction', 'MissingAuthenticationToken'], request, (pairs) => pairs.filter(([k]) => k !== name));
      if (name !== 'X-Amz-Expires') await fails(['IncompleteSignature', 'SignatureDoesNotMatch', 'InvalidAction', 'InvalidClientTokenId', 'RequestExpired'], request,
        (pairs) => pairs.map(([k, v]) => [k, k === name ? `${v}1` : v]));
    }
    await fails('SignatureDoesNotMatch', request, (pairs) => [...pairs, ['x', 'y']]);
  });

  it('cannot become another action', async () => {
    const request = await presign({ method: 'POST' });
    for (const body of ['Action=GetSessionToken&Version=2011-06-15', 'action=GetSessionToken', 'x=y'])
      await fails(['InvalidAction', 'SignatureDoesNotMatch', 'IncompleteSignature'], { ...request, body, headers: { 'content-type': 'application/x-www-form-urlencoded' } });
    for (const query of [{ ...ACTION, action: 'GetSessionToken' }, { ...ACTION, ACTION: 'GetSessionToken' }, { ...ACTION, version: '2010-05-08' }])
      await fails('InvalidAction', await presign({ query }));
    await fails(['InvalidAction', 'SignatureDoesNotMatch'], await presign({ service: 'iam' }));
  });
});
