// trail.mjs: the audit trail of a data directory, as `gatehouse events` prints it.
import { execFileSync } from 'node:child_process';
import { BINARY } from './gatehouse.mjs';

/** Every event, oldest first, as CloudTrail's JSON. `more`: arguments of the command, such as which database. */
export function readTrail(data, more = []) {
  const out = execFileSync(BINARY, ['events', '--data', data, ...more], { encoding: 'utf8', maxBuffer: 256 << 20 });
  return out.trimEnd().split('\n').map((line) => JSON.parse(line));
}
