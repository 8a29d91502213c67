// browser.mjs: just enough of a browser for pages that work without script: cookies, redirects, forms. Also a command:
//   node browser.mjs set-password LINK PASSWORD
//   node browser.mjs approve-device URL USER PASSWORD
import http from 'node:http';
import https from 'node:https';
import { fileURLToPath } from 'node:url';

const ENTITIES = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'", '#x27': "'", '#34': '"' };
const decode = (text) => text.replace(/&(#?\w+);/g, (whole, name) => ENTITIES[name] ?? whole);

function attributes(tag) {
  const found = {};
  for (const [, name, , quoted, single, bare] of tag.matchAll(/\s([\w-]+)(\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+)))?/g))
    found[name.toLowerCase()] = decode(quoted ?? single ?? bare ?? '');
  return found;
}

/** The forms of a page: { method, action, fields: [attributes], buttons: [attributes] }. */
export function parseForms(html) {
  return [...html.matchAll(/<form\b([^>]*)>([\s\S]*?)<\/form>/g)].map(([, head, body]) => {
    const form = attributes(` ${head}`);
    return {
      method: (form.method ?? 'get').toUpperCase(),
      action: form.action ?? '',
      fields: [...body.matchAll(/<input\b[^>]*>/g)].map(([tag]) => attributes(tag)).filter((field) => field.name),
      buttons: [...body.matchAll(/<button\b[^>]*>/g)].map(([tag]) => attributes(tag)),
    };
  });
}

/**
 * One request, no redirects. Not fetch(): the one that Debian 12's Node has cannot tell cookies apart.
 * Answers { status, html, headers: { get(name), getSetCookie() } }.
 */
function exchange(url, { method, body, headers, localAddress }) {
  return new Promise((resolve, reject) => {
    const request = (url.startsWith('https:') ? https : http).request(url, { method, agent: false, localAddress,
      headers: { ...headers, ...(body !== undefined && { 'content-length': Buffer.byteLength(body) }) } }, (response) => {
      const chunks = [];
      response.on('data', (chunk) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => resolve({
        status: response.statusCode,
        html: Buffer.concat(chunks).toString('utf8'),
        headers: {
          get: (name) => response.headers[name.toLowerCase()] ?? null,
          getSetCookie: () => response.headers['set-cookie'] ?? [],
        },
      }));
    });
    request.on('error', reject);
    request.end(body);
  });
}

export class Browser {
  /** @from: the address that it comes from, 127.0.0.2 for example. */
  constructor(headers = {}, { from } = {}) {
    this.cookies = new Map();
    this.headers = headers;
    this.from = from;
  }

  keepCookies(response) {
    for (const line of response.headers.getSetCookie()) {
      const [pair, ...rest] = line.split(';');
      const at = pair.indexOf('=');
      const gone = rest.some((a) => /^\s*max-age=0\s*$/i.test(a));
      if (gone) this.cookies.delete(pair.slice(0, at).trim());
      else this.cookies.set(pair.slice(0, at).trim(), pair.slice(at + 1).trim());
    }
  }

  async request(url, { method = 'GET', body, headers = {} } = {}) {
    const response = await exchange(url, {
      method,
      body,
      localAddress: this.from,
      headers: {
        ...this.headers,
        ...(this.cookies.size && { cookie: [...this.cookies].map(([k, v]) => `${k}=${v}`).join('; ') }),
        ...(method === 'POST' && { origin: new URL(url).origin, 'sec-fetch-site': 'same-origin' }),
        ...headers,
      },
    });
    this.keepCookies(response);
    return response;
  }

  /** Follows redirects; keeps url, status, headers and html of where it ends. */
  async open(url, options) {
    let response = await this.request(url, options);
    let at = url;
    for (let hops = 0; response.status >= 300 && response.status < 400; hops++) {
      if (hops > 10) throw new Error(`redirects in a circle at ${at}`);
      at = new URL(response.headers.get('location'), at).href;
      response = await this.request(at);
    }
    Object.assign(this, { url: at, status: response.status, responseHeaders: response.headers, html: response.html });
    return this;
  }

  form() {
    const form = parseForms(this.html).find((f) => f.method === 'POST' && !/sign-?out|logout/.test(f.action));
    if (!form) throw new Error(`no form at ${this.url} (${this.status}):\n${this.html.slice(0, 2000)}`);
    return form;
  }

  /** Sends the page's form with these values; a button by its value. */
  submit(values = {}, button) {
    const form = this.form();
    const body = new URLSearchParams(form.fields.map((f) => [f.name, values[f.name] ?? f.value ?? '']));
    for (const name of Object.keys(values))
      if (!form.fields.some((f) => f.name === name)) throw new Error(`the form at ${this.url} has no field ${name}`);
    if (button) {
      const found = form.buttons.find((b) => b.value === button);
      if (!found) throw new Error(`the form at ${this.url} has no button ${button}`);
      body.set(found.name, found.value);
    }
    return this.open(new URL(form.action || this.url, this.url).href, {
      method: 'POST', body: body.toString(), headers: { 'content-type': 'application/x-www-form-urlencoded' },
    });
  }

  hasField(name) {
    return parseForms(this.html).some((f) => f.fields.some((field) => field.name === name && field.type !== 'hidden'));
  }

  /** From a page that asks for the name: name, then password. */
  async signIn(user, password) {
    await this.submit({ user_name: user });
    return this.submit({ password });
  }

  async setPassword(link, password) {
    await this.open(link);
    return this.submit({ new_password: password, confirm_password: password });
  }

  /** Opens a device's verification URL and goes all the way to Allow (or Deny). */
  async approveDevice(url, user, password, decision = 'allow') {
    await this.open(url);
    if (this.hasField('user_name')) await this.signIn(user, password);
    if (!this.form().buttons.some((b) => b.value === decision)) await this.submit();
    return this.submit({}, decision);
  }
}

async function main([command, ...args]) {
  const browser = new Browser();
  if (command === 'set-password') await browser.setPassword(...args);
  else if (command === 'approve-device') await browser.approveDevice(...args);
  else throw new Error(`no such command: ${command}`);
  if (browser.status >= 400) throw new Error(`${browser.status} at ${browser.url}\n${browser.html}`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  main(process.argv.slice(2)).catch((error) => {
    console.error(error.message);
    process.exit(1);
  });
}
