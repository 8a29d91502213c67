// sso_admin_call.mjs: operations and members of sso-admin that the installed SDK does not have yet: awsJson1.1, signed.
// It throws as the SDK's clients do: name, message, $metadata.httpStatusCode.
import { send, sign } from './sigv4.mjs';

export async function ssoAdminCall(gatehouse, operation, input = {}, credentials = gatehouse.credentials) {
  const request = { method: 'POST', path: '/', body: JSON.stringify(input),
    headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': `SWBExternalService.${operation}` } };
  const reply = await send(gatehouse.url, request, sign(request, { credentials, service: 'sso', host: new URL(gatehouse.url).host }));
  if (reply.status === 200) return JSON.parse(reply.text || '{}');
  const error = new Error(reply.message);
  error.name = reply.code;
  error.$metadata = { httpStatusCode: reply.status };
  throw error;
}
