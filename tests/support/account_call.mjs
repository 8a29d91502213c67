// account_call.mjs: operations of Account Management that the installed SDK does not have yet: restJson, signed. It throws
// as the SDK's clients do: name, message, $metadata.httpStatusCode.
import { sign } from './sigv4.mjs';

export async function accountCall(gatehouse, operation, input = {}, credentials = gatehouse.credentials, date = new Date()) {
  const request = { method: 'POST', path: `/${operation[0].toLowerCase()}${operation.slice(1)}`, body: JSON.stringify(input),
    headers: { 'content-type': 'application/json' } };
  const { host, ...headers } = sign(request, { credentials, service: 'account', date, host: new URL(gatehouse.url).host });
  const response = await fetch(gatehouse.url + request.path, { method: 'POST', body: request.body, headers });
  const reply = JSON.parse(await response.text() || '{}');
  if (response.ok) return reply;
  const error = new Error(reply.message);
  error.name = response.headers.get('x-amzn-errortype');
  error.reason = reply.reason;
  error.$metadata = { httpStatusCode: response.status };
  throw error;
}
