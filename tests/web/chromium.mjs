// chromium.mjs: the browser of the web tests: Debian's Chromium, driven by playwright-core, nothing downloaded.
import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';

export const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium';
/** For `describe(name, { skip: noChromium }, ...)`. */
export const noChromium = existsSync(CHROMIUM) ? false : `${CHROMIUM} is missing`;

export function launch() {
  return chromium.launch({
    executablePath: CHROMIUM,
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  });
}

/**
 * A page in a context of its own (own cookies), without script unless asked for. `complaints` gathers what the browser
 * objects to: violations of the Content-Security-Policy, requests to elsewhere, files that fail to load.
 */
export async function newPage(browser, { width = 1280, height = 800, dark = false, script = false } = {}) {
  const context = await browser.newContext({
    viewport: { width, height }, colorScheme: dark ? 'dark' : 'light', reducedMotion: 'reduce', javaScriptEnabled: script,
  });
  context.setDefaultTimeout(10_000);
  const page = await context.newPage();
  const complaints = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type()) && !message.text().startsWith('Failed to load resource')) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('requestfailed', (request) => {
    const why = request.failure().errorText;
    if (why !== 'net::ERR_ABORTED') complaints.push(`${why}: ${request.url()}`); // aborted: the next page was opened
  });
  page.on('response', (response) => {
    if (response.status() >= 400 && response.request().resourceType() !== 'document') complaints.push(`${response.status()}: ${response.url()}`);
  });
  return { page, context, complaints };
}
