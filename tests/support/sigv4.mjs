// sigv4.mjs: a signer of the tests' own, so that they can also sign wrongly. AWS Signature Version 4, header form.
import { createHash, createHmac } from 'node:crypto';

const sha256 = (data) => createHash('sha256').update(data).digest('hex');
const hmac = (key, data) => createHmac('sha256', key).update(data).digest();

export function amzDate(date) {
  return date.toISOString().replace(/[-:]|\.\d{3}/g, '');
}

/**
 * The headers of a signed request. `request`: { method, path, query, headers, body }; everything in `headers` is signed,
 * and host and x-amz-date are added.
 */
export function sign(request, { credentials, service, region = 'us-east-1', date = new Date(), host }) {
  const stamp = amzDate(date);
  const scope = `${stamp.slice(0, 8)}/${region}/${service}/aws4_request`;
  const headers = { host, 'x-amz-date': stamp, ...request.headers };
  if (credentials.sessionToken) headers['x-amz-security-token'] = credentials.sessionToken;
  const names = Object.keys(headers).map((n) => n.toLowerCase()).sort();
  const lines = names.map((n) => `${n}:${String(headers[n]).trim()}\n`).join('');
  const canonical = [request.method, request.path, request.query ?? '', lines, names.join(';'), sha256(request.body ?? '')].join('\n');
  const toSign = ['AWS4-HMAC-SHA256', stamp, scope, sha256(canonical)].join('\n');
  const key = scope.split('/').reduce((k, part) => hmac(k, part), `AWS4${credentials.secretAccessKey}`);
  const signature = hmac(key, toSign).toString('hex');
  return {
    ...headers,
    authorization: `AWS4-HMAC-SHA256 Credential=${credentials.accessKeyId}/${scope}, SignedHeaders=${names.join(';')}, Signature=${signature}`,
  };
}

/** A request of each kind of service, unsigned. */
export function listRootsRequest() {
  return {
    method: 'POST', path: '/', service: 'organizations', body: '{}',
    headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': 'AWSOrganizationsV20161128.ListRoots' },
  };
}

export function listUsersRequest() {
  return {
    method: 'POST', path: '/', service: 'iam', body: 'Action=ListUsers&Version=2010-05-08',
    headers: { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' },
  };
}

/** Sends it; answers { status, code, message, headers, text } whatever the protocol. */
export async function send(url, request, headers) {
  const { host, ...rest } = headers;
  const response = await fetch(url + request.path + (request.query ? `?${request.query}` : ''), {
    method: request.method, headers: rest, body: request.body,
  });
  const text = await response.text();
  let code, message;
  if (text.startsWith('<')) {
    code = /<Code>([^<]*)<\/Code>/.exec(text)?.[1];
    message = /<Message>([^<]*)<\/Message>/.exec(text)?.[1];
  } else if (text) {
    const body = JSON.parse(text);
    code = body.__type?.split('#').at(-1);
    message = body.message ?? body.Message;
  }
  return { status: response.status, code, message, headers: response.headers, text };
}
