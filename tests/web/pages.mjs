// pages.mjs: what a person does on Gatehouse's pages, by the names they see and hear: roles and labels, not class names.

export class Gate {
  constructor(page, url) {
    this.page = page;
    this.url = url;
  }

  open(path) {
    return this.page.goto(new URL(path, this.url).href);
  }

  heading() {
    return this.page.getByRole('heading', { level: 1 }).innerText();
  }

  button(name) {
    return this.page.getByRole('button', { name, exact: true });
  }

  link(name) {
    return this.page.getByRole('link', { name, exact: true });
  }

  field(label) {
    return this.page.getByLabel(label, { exact: true });
  }

  /** The text of the error summary, or null. */
  async problem() {
    const alert = this.page.locator('#problem');
    return (await alert.count()) ? alert.innerText() : null;
  }

  /** The id of the element that has the focus. */
  focused() {
    return this.page.locator(':focus').getAttribute('id');
  }

  async enterName(name) {
    await this.field('Username').fill(name);
    await this.button('Next').click();
  }

  async enterPassword(password) {
    await this.field('Password').fill(password);
    await this.button('Sign in').click();
  }

  /** From the sign-in page if that is shown (it may lead on to somewhere), else from a new one. */
  async signIn(name, password) {
    if (!(await this.button('Next').count())) await this.open('/signin');
    await this.enterName(name);
    await this.enterPassword(password);
  }

  /** At the sign-in page of IAM users. */
  async signInToAccount(account, name, password) {
    await this.open('/console/signin');
    await this.field('Account ID or alias').fill(account);
    await this.field('IAM username').fill(name);
    await this.enterPassword(password);
  }

  async enterMfaCode(code) {
    await this.field('MFA code').fill(code);
    await this.button('Sign in').click();
  }

  /** The form that asks for a new password, for whatever reason. */
  async changePassword({ from, to, confirmed = to }) {
    if (from !== undefined) await this.field('Current password').fill(from);
    await this.field('New password').fill(to);
    await this.field('Confirm password').fill(confirmed);
    await this.button(from === undefined ? 'Set password and sign in' : 'Change password').click();
  }

  async choosePassword(password, confirmation = password) {
    await this.field('New password').fill(password);
    await this.field('Confirm password').fill(confirmation);
    await this.button('Set password').click();
  }

  /** The password rules with their state: { text, met, missed }. */
  rules() {
    return this.page.locator('#rules > li').evaluateAll((items) => items.map((item) => ({
      text: item.firstChild.textContent.trim(), met: /\(met\)/.test(item.textContent), missed: /\(not met\)/.test(item.textContent),
    })));
  }

  async enterCode(code) {
    if (code !== undefined) await this.field('Code').fill(code);
    await this.button('Continue').click();
  }

  /** What the approval page tells: { 'Signed in as': ..., 'Application': ..., ... }. */
  facts() {
    return this.page.locator('dl > div').evaluateAll((rows) =>
      Object.fromEntries(rows.map((row) => [row.querySelector('dt').innerText, row.querySelector('dd').innerText])));
  }

  async search(words) {
    await this.page.getByRole('searchbox').fill(words);
    await this.button('Search').click();
  }

  /** The accounts shown: { name, text, roles }. */
  accounts() {
    return this.page.locator('main > ul > li').evaluateAll((items) => items.map((item) => ({
      name: item.querySelector('h2').innerText,
      text: item.innerText,
      roles: [...item.querySelectorAll('ul > li > span:first-child')].map((role) => role.innerText),
    })));
  }

  openAccess(accountId, roleName) {
    return this.link(`Command line access as ${roleName} in account ${accountId}`).click();
  }

  snippet(id) {
    return this.page.locator(`pre#${id}`).innerText();
  }

  signOut() {
    return this.button('Sign out').click();
  }
}
