import { existsSync } from 'node:fs';
import type { Context } from 'mocha';
import { type Browser, chromium } from 'playwright-core';

const places = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

const quietly = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** A browser; where there is none the tests are skipped with a word, but in CI they fail. */
export async function chromiumOrSkip(context: Context): Promise<Browser> {
  const executablePath = process.env.CHROMIUM_PATH ?? places.find((path) => existsSync(path));
  if (executablePath) return await chromium.launch({ executablePath, args: quietly });
  if (process.env.CI) throw new Error('No Chromium found; install the package chromium, or set CHROMIUM_PATH.');
  console.log('      No Chromium found: the page is not tested here.');
  return context.skip();
}
