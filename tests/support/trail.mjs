// trail.mjs: the audit trail of a stopped Gatehouse, read from its SQLite file by Python's own sqlite3.
import { execFileSync } from 'node:child_process';
import path from 'node:path';

const READ = `
import json, sqlite3, sys
rows = sqlite3.connect(sys.argv[1]).execute("SELECT body FROM audit_event ORDER BY time_ms, node, sequence")
json.dump([json.loads(body) for body, in rows], sys.stdout)`;

/** Every event, oldest first, as CloudTrail's JSON. */
export function readTrail(data) {
  const out = execFileSync('python3', ['-c', READ, path.join(data, 'gatehouse.db')], { maxBuffer: 256 << 20 });
  return JSON.parse(out);
}
