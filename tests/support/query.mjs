// query.mjs: awsQuery requests by hand, for members and operations that the SDK at hand does not know yet.
import { send, sign } from './sigv4.mjs';

/** { A: ['x'], B: { C: 1 } } as A.member.1=x&B.C=1 */
function flatten(value, prefix, into) {
  if (value === undefined) return into;
  if (Array.isArray(value)) value.forEach((v, i) => flatten(v, `${prefix}.member.${i + 1}`, into));
  else if (typeof value === 'object') for (const [k, v] of Object.entries(value)) flatten(v, prefix ? `${prefix}.${k}` : k, into);
  else into.append(prefix, String(value));
  return into;
}

/** Calls an IAM operation; answers its XML, or throws an error named by its code. */
export async function iamQuery(gatehouse, Action, input = {}, { credentials = gatehouse.credentials, date } = {}) {
  const body = flatten({ Action, Version: '2010-05-08', ...input }, '', new URLSearchParams()).toString();
  const request = { method: 'POST', path: '/', service: 'iam', body, headers: { 'content-type': 'application/x-www-form-urlencoded' } };
  const headers = sign(request, { credentials, date, service: 'iam', host: new URL(gatehouse.url).host });
  const answer = await send(gatehouse.url, request, headers);
  if (answer.status === 200) return answer.text;
  throw Object.assign(new Error(answer.message), { name: answer.code });
}

/** The texts of every element of that name. */
export const texts = (xml, name) => [...xml.matchAll(new RegExp(`<${name}>([^<]*)</${name}>`, 'g'))].map((m) => m[1]);
