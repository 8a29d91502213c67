// gatehouse.mjs: a Gatehouse of one's own for a test file: a fresh data directory, port 0, the first credentials, SDK
// clients that point at it, and its mail. Stops with SIGTERM and must then exit 0.
import { spawn, execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

export const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
export const BUILD = path.resolve(ROOT, process.env.BUILD ?? 'build');
export const BINARY = process.env.GATEHOUSE ?? path.join(BUILD, 'gatehouse');
const START_TIMEOUT_MS = 20_000;
const STOP_TIMEOUT_MS = 20_000;
const run = promisify(execFile);

/** Every server of this process, so that none outlives it. */
const running = new Set();
process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

/** Reads one profile of an AWS credentials file. */
export function readCredentials(file, profile = 'default') {
  const values = {};
  let inside = false;
  for (const line of readFileSync(file, 'utf8').split('\n')) {
    const section = /^\s*\[(.+)\]\s*$/.exec(line);
    if (section) inside = section[1] === profile;
    const pair = /^\s*(\w+)\s*=\s*(\S+)\s*$/.exec(line);
    if (inside && pair) values[pair[1]] = pair[2];
  }
  if (!values.aws_access_key_id) throw new Error(`${file} has no profile ${profile}`);
  return {
    accessKeyId: values.aws_access_key_id,
    secretAccessKey: values.aws_secret_access_key,
    ...(values.aws_session_token && { sessionToken: values.aws_session_token }),
  };
}

/** Polls until `probe` answers something true. */
export async function until(what, probe, { timeoutMs = 15_000, everyMs = 50 } = {}) {
  const end = Date.now() + timeoutMs;
  for (;;) {
    const found = await probe();
    if (found) return found;
    if (Date.now() > end) throw new Error(`waited ${timeoutMs} ms for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
}

function decodePart(head, body) {
  const encoding = /^content-transfer-encoding:\s*(\S+)/im.exec(head)?.[1]?.toLowerCase();
  if (encoding === 'base64') return Buffer.from(body, 'base64').toString('utf8');
  if (encoding !== 'quoted-printable') return body;
  const joined = body.replace(/=\r?\n/g, '');
  return Buffer.from(joined.replace(/=([0-9A-Fa-f]{2})/g, (_, h) => String.fromCharCode(parseInt(h, 16))), 'latin1').toString('utf8');
}

/** A mail as { headers, text }: the texts of its parts, decoded, one after another. */
export function parseMail(source) {
  const split = source.search(/\r?\n\r?\n/);
  const headers = source.slice(0, split).replace(/\r?\n[ \t]+/g, ' ');
  const body = source.slice(split).trimStart();
  const boundary = /^content-type:.*boundary="?([^";\r\n]+)/im.exec(headers)?.[1];
  if (!boundary) return { headers, text: decodePart(headers, body) };
  const parts = body.split(`--${boundary}`).slice(1, -1).map((part) => parseMail(part.trimStart()).text);
  return { headers, text: parts.join('\n') };
}

export class Gatehouse {
  constructor(options) {
    this.options = options;
    this.data = options.data ?? mkdtempSync(path.join(tmpdir(), 'gatehouse-test-'));
    this.log = '';
  }

  get credentials() {
    return readCredentials(path.join(this.data, 'credentials'));
  }

  databaseArguments() {
    return this.options.database ? ['--database', this.options.database] : [];
  }

  async start(env = {}) {
    const args = ['serve', '--data', this.data, '--listen', '127.0.0.1:0', ...this.databaseArguments(), ...(this.options.args ?? [])];
    const child = spawn(BINARY, args, { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...this.options.env, ...env } });
    this.child = child;
    running.add(child);
    this.exited = new Promise((resolve) => {
      child.on('exit', (code, signal) => {
        running.delete(child);
        resolve({ code, signal });
      });
    });
    child.stderr.on('data', (bytes) => (this.log += bytes));
    this.url = await new Promise((resolve, reject) => {
      let out = '';
      const fail = (why) => reject(new Error(`${why}\n${out}${this.log}`));
      const timer = setTimeout(() => fail(`no "listening on" after ${START_TIMEOUT_MS} ms`), START_TIMEOUT_MS);
      child.on('error', (error) => fail(`${BINARY}: ${error.message}`));
      child.on('exit', (code, signal) => fail(`gatehouse ended at its start: ${code ?? signal}`));
      child.stdout.on('data', (bytes) => {
        out += bytes;
        const found = /^listening on (\S+)/m.exec(out);
        if (!found) return;
        clearTimeout(timer);
        resolve(found[1].replace(/\/$/, ''));
      });
    });
    return this;
  }

  /** SIGTERM must drain and exit 0. */
  async stop({ keep = false } = {}) {
    if (this.child?.exitCode === null && this.child.signalCode === null) {
      this.child.kill('SIGTERM');
      const timer = setTimeout(() => this.child.kill('SIGKILL'), STOP_TIMEOUT_MS);
      const { code, signal } = await this.exited;
      clearTimeout(timer);
      if (code !== 0) throw new Error(`gatehouse ended with ${code ?? signal} on SIGTERM\n${this.log}`);
    }
    if (!keep && !this.options.data) rmSync(this.data, { recursive: true, force: true });
  }

  async kill9() {
    this.child.kill('SIGKILL');
    await this.exited;
  }

  /** An SDK client. One attempt only: a retry would hide an error. */
  client(Client, credentials = this.credentials, more = {}) {
    return new Client({ endpoint: this.url, region: 'us-east-1', maxAttempts: 1, ...(credentials && { credentials }), ...more });
  }

  /** Runs a gatehouse command on this data directory. */
  async command(name, ...args) {
    const { stdout } = await run(BINARY, [name, '--data', this.data, ...this.databaseArguments(), ...args]);
    return stdout;
  }

  /** A stand-alone account with its own administrator, as AWS's sign-up would make: its credentials. */
  async createAccount(name, email) {
    const file = path.join(this.data, `credentials-${name.replace(/\W/g, '')}`);
    await this.command('create-account', '--account-name', name, '--root-email', email, '--credentials-file', file);
    return readCredentials(file);
  }

  /** Mails to an address, oldest first. */
  mails(to) {
    const folder = path.join(this.data, 'mail');
    if (!existsSync(folder)) return [];
    return readdirSync(folder)
      .filter((name) => name.endsWith('.eml'))
      .sort()
      .map((name) => parseMail(readFileSync(path.join(folder, name), 'utf8')))
      .filter((mail) => new RegExp(`^to:.*${to.replace(/[.+]/g, '\\$&')}`, 'im').test(mail.headers));
  }

  /** The first link in the newest mail to an address, once there is one. */
  async mailedLink(to) {
    return until(`a mail to ${to}`, () => /https?:\/\/[^\s"'<>]+/.exec(this.mails(to).at(-1)?.text ?? '')?.[0]);
  }
}

let databases = 0;

/** Under postgres.sh: the URL of a new database of that cluster. */
async function newDatabase(cluster) {
  const name = `gatehouse_${process.pid}_${databases++}`;
  await run('psql', ['-q', '-d', cluster, '-c', `CREATE DATABASE ${name}`]);
  return cluster.replace(/\/postgres(?=[?]|$)/, `/${name}`);
}

/** A running Gatehouse: on SQLite, or on PostgreSQL where tests/support/postgres.sh runs this program. */
export async function startGatehouse(options = {}) {
  const cluster = process.env.GATEHOUSE_TEST_POSTGRES;
  const database = options.database ?? (cluster && (await newDatabase(cluster)));
  return new Gatehouse({ ...options, database }).start();
}

/** For assert.rejects: a service error of that name, and optionally with that text. */
export function awsError(name, message) {
  return (error) => {
    if (error.name !== name) throw new Error(`expected ${name}, got ${error.name}: ${error.message}`);
    if (message instanceof RegExp ? !message.test(error.message) : message && error.message !== message)
      throw new Error(`${name} says "${error.message}", expected ${message}`);
    return true;
  };
}

/** Everything a paginated command lists, and how many pages it took. */
export async function listAll(client, Command, input, member, token = 'NextToken', sentAs = token) {
  const items = [];
  let next, pages = 0;
  do {
    const page = await client.send(new Command({ ...input, ...(next && { [sentAs]: next }) }));
    items.push(...page[member]);
    next = page[token];
    pages++;
    if (next === '') throw new Error('an empty page token: it must be left out');
  } while (next);
  return { items, pages };
}
