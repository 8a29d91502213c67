// A server between a client and Gatehouse that misbehaves as told, for tests of clients:
//   node proxy.mjs URL [busy] [missing=Operation,...] [drop=Operation] [die=Operation] [fail=Operation]
// busy: each call is first answered with 503 or a throttling error; missing: 501 NotImplemented; drop: the connection is
// cut after such a call was carried out; die: from such a call on every connection is cut; fail: such a call is carried out
// and answered with 502. Prints its URL, and on SIGTERM how many calls it has seen and cut.
import http from 'node:http';

const [url, ...rules] = process.argv.slice(2);
const rule = (name) => rules.find((r) => r === name || r.startsWith(`${name}=`))?.split('=')[1]?.split(',') ?? (rules.includes(name) ? [] : undefined);
const busy = rule('busy'), missing = rule('missing') ?? [], drop = rule('drop') ?? [], die = rule('die') ?? [], fail = rule('fail') ?? [];
const origin = new URL(url);
let calls = 0, dropped = 0, turned = false, dead = false;

function refuse(response, status, type, message) {
  response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' });
  response.end(JSON.stringify({ __type: type, message }));
}

function forward(request, body, response, cut) {
  const { method, url: path, headers } = request;
  const onward = http.request({ host: origin.hostname, port: origin.port, method, path, headers }, (answer) => {
    const parts = [];
    answer.on('data', (part) => parts.push(part));
    answer.on('end', () => {
      if (cut && fail.length) return response.writeHead(502).end('Bad Gateway');
      if (cut) return response.socket.destroy();
      response.writeHead(answer.statusCode, answer.headers);
      response.end(Buffer.concat(parts));
    });
  });
  onward.on('error', () => response.socket.destroy());
  onward.end(body);
}

const server = http.createServer((request, response) => {
  const operation = (request.headers['x-amz-target'] ?? '').split('.').pop();
  const parts = [];
  request.on('data', (part) => parts.push(part));
  request.on('end', () => {
    calls++;
    dead ||= die.includes(operation);
    if (dead) return request.socket.destroy();
    turned = !turned;
    if (missing.includes(operation)) return refuse(response, 501, 'NotImplemented', `${operation} is not implemented`);
    if (busy && turned && calls % 4 === 1) return refuse(response, 503, 'ServiceUnavailable', 'busy');
    if (busy && turned) return refuse(response, 400, 'com.amazonaws#TooManyRequestsException', 'slow down');
    const cut = drop.includes(operation) || fail.includes(operation);
    dropped += cut;
    forward(request, Buffer.concat(parts), response, cut);
  });
});
server.listen(0, '127.0.0.1', () => console.log(`listening on http://127.0.0.1:${server.address().port}`));
process.on('SIGTERM', () => {
  console.log(`calls ${calls}, dropped ${dropped}`);
  process.exit(0);
});
