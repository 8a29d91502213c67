// gatehouse_service.mjs: a client of the `gatehouse` service, for which no SDK package exists: awsJson 1.1, signed. It
// throws as the SDK's clients do: name, message, $metadata.httpStatusCode.
import { sign } from './sigv4.mjs';

const TARGET = 'Gatehouse';

export class GatehouseService {
  constructor(gatehouse, credentials = gatehouse.credentials) {
    this.url = gatehouse.url;
    this.credentials = credentials;
  }

  /** The request as it would be sent: { method, path, body, headers }, signed. */
  request(operation, input, date) {
    const request = {
      method: 'POST', path: '/', body: JSON.stringify(input),
      headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': `${TARGET}.${operation}` },
    };
    const signed = sign(request, { credentials: this.credentials, service: 'gatehouse', host: new URL(this.url).host, date });
    return { ...request, headers: signed };
  }

  async send(operation, input = {}, date = undefined) {
    const { method, body, headers: { host, ...headers } } = this.request(operation, input, date);
    const response = await fetch(`${this.url}/`, { method, body, headers });
    const reply = JSON.parse(await response.text() || '{}');
    if (response.ok) return { ...reply, $metadata: { httpStatusCode: response.status, requestId: response.headers.get('x-amzn-requestid') } };
    const error = new Error(reply.message ?? reply.Message ?? `${response.status}`);
    error.name = String(reply.__type ?? response.headers.get('x-amzn-errortype') ?? 'Unknown').split('#').at(-1);
    error.$metadata = { httpStatusCode: response.status, requestId: response.headers.get('x-amzn-requestid') };
    error.authorizationMessage = response.headers.get('x-gatehouse-authorization-message');
    throw error;
  }

  authorize(requests) {
    return this.send('Authorize', { Requests: requests });
  }
}
