import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { chromiumOrSkip } from '../support/chromium.ts';

/** The whole product as a newcomer starts it, and the tour through it with the keyboard alone. */
describe('the tour of the playground', function () {
  this.timeout(120_000);
  let browser: Browser | undefined;
  let app: ChildProcess | undefined;
  let folder = '';
  let address = '';

  before(async function () {
    browser = await chromiumOrSkip(this);
    folder = await mkdtemp(join(tmpdir(), 'outloud-tour-'));
    app = spawn(process.execPath, ['src/cli.ts', 'start'], {
      env: { PATH: process.env.PATH, PORT: '0', DATA_DIR: folder, LOG_LEVEL: 'error' },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    address = await addressOf(app);
  });

  after(async () => {
    await browser?.close();
    if (app && app.exitCode === null) {
      app.kill('SIGTERM');
      await once(app, 'exit');
    }
    if (folder) await rm(folder, { recursive: true, force: true });
  });

  it('can be finished with the keyboard alone', async () => {
    assert.ok(browser);
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    const complaints: string[] = [];
    page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    await page.goto(address);
    await page.locator('.window:visible').first().waitFor();
    const words = await walk(page);
    await page.locator('.tour').waitFor({ state: 'detached' });
    assert.deepEqual(complaints, []);
    assert.deepEqual(
      [1, 2, 3, 4, 5, 6, 7].filter((step) => !words.some((said) => said.startsWith(`Step ${step} of 7`))),
      [],
    );
    await page.getByText('They say "people who come here"').first().waitFor();
    await page.close();
  });
});

/** Goes to the tour with F6 and presses its main button until it has gone; gives all that it said. */
async function walk(page: Page): Promise<string[]> {
  const said: string[] = [];
  const until = Date.now() + 90_000;
  while ((await page.locator('.tour').count()) > 0) {
    assert.ok(Date.now() < until, `The tour stands still at: ${said.at(-1)}`);
    const words = await page.evaluate<string>(
      "document.querySelector('.tour')?.innerText.replaceAll('\\n', ' ') ?? ''",
    );
    if (words && words !== said.at(-1)) said.push(words);
    await toMainButton(page);
    await page.keyboard.press('Enter');
    await settled(page, words);
  }
  return said;
}

async function toMainButton(page: Page): Promise<void> {
  const isIn = (selector: string) => page.evaluate<boolean>(`document.activeElement?.closest('${selector}') !== null`);
  for (let press = 0; press < 6 && !(await isIn('.tour')); press += 1) await page.keyboard.press('F6');
  for (let press = 0; press < 8 && !(await isIn('.tour .strong')); press += 1) await page.keyboard.press('Tab');
}

/** Until the tour says something else, or waits for another press. */
async function settled(page: Page, words: string): Promise<void> {
  const state = () => page.evaluate<string>(stateOfTour);
  const until = Date.now() + 6000;
  do {
    await new Promise((resolve) => setTimeout(resolve, 100));
  } while (Date.now() < until && [words, `busy${words}`].includes(await state()));
  while (Date.now() < until && (await state()).startsWith('busy'))
    await new Promise((resolve) => setTimeout(resolve, 100));
}

/** In the page: what the tour says, and whether its button is still at work. */
const stateOfTour = `[
  document.querySelector('.tour .strong[aria-busy=true]') ? 'busy' : '',
  document.querySelector('.tour')?.innerText.replaceAll('\\n', ' ') ?? '',
].join('')`;

async function addressOf(app: ChildProcess): Promise<string> {
  let printed = '';
  for await (const chunk of app.stdout ?? []) {
    printed += String(chunk);
    const address = /http:\/\/127\.0\.0\.1:\d+/.exec(printed)?.[0];
    if (address) return address;
  }
  throw new Error(`Outloud did not start: ${printed}`);
}
