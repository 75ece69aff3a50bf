import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { listFeatures } from '../src/all-features.ts';
import { createOrders } from '../src/bots/orders.ts';

/*
 * The README stays true. Its test command is what CI runs; what its start command starts is what `start.test.ts`
 * starts; everything else that it names is looked up here.
 */

const root = join(import.meta.dirname, '..');
const read = (file: string) => readFileSync(join(root, file), 'utf8');
const readme = read('README.md');
const install = read('docs/install.md');
const using = read('docs/using.md');
const scripts = (JSON.parse(read('package.json')) as { scripts: Record<string, string> }).scripts;

describe('the README', () => {
  it('starts and tests with the commands that there are', () => {
    assert.match(readme, /^npm ci && npm start\b/m);
    assert.match(readme, /^npm ci && npm test +# runs every test$/m);
    assert.equal(scripts.start, 'node src/cli.ts start');
    assert.equal(scripts.test, 'mocha');
    assert.match(read('.ci/run'), /runs every test/);
  });

  it('names only npm scripts that exist', () => {
    const named = [...`${readme}${install}${read('CONTRIBUTING.md')}`.matchAll(/npm run ([\w-]+)/g)].map(
      (match) => match[1] ?? '',
    );
    assert.deepEqual(
      named.filter((name) => !(name in scripts)),
      [],
    );
  });

  it('leads only to files that exist', () => {
    const links = [...readme.matchAll(/\]\((?!https?:)([^)#]+)\)/g)].map((match) => match[1] ?? '');
    assert.ok(links.length >= 3);
    assert.deepEqual(
      links.filter((link) => !existsSync(join(root, link))),
      [],
    );
  });

  it('names only settings that exist', () => {
    const settings = [...readme.matchAll(/\b((?:SLACK|MICROSOFT|TEAMS|ORG)_[A-Z_]+|DATABASE_URL|DATA_DIR)\b/g)];
    const known = read('.env.example');
    assert.deepEqual(
      settings.filter(([name]) => !known.includes(name)).map(([name]) => name),
      [],
    );
  });

  it('and the other pages name only commands, settings, figures and files that exist', () => {
    for (const file of [
      'docs/runbook.md',
      'docs/upgrading.md',
      'docs/install.md',
      'docs/using.md',
      'infra/README.md',
    ]) {
      const text = read(file);
      const commands = [...text.matchAll(/(?<!\/)\boutloud (db \w+|deliveries(?: retry)?|doctor|erase|export)\b/g)];
      const source = read('src/commands/command-line.ts');
      for (const [, command = ''] of commands) {
        for (const word of command.split(' ')) assert.match(source, new RegExp(`command\\('${word}'\\)`), command);
      }
      const settings = [...text.matchAll(/`((?:[A-Z]+_)+[A-Z]+)(?:=[^`]*)?`/g)].map((match) => match[1] ?? '');
      const known = `${read('.env.example')} NAME_FILE SLACK_BOT_TOKEN_FILE PGPASSWORD`;
      assert.deepEqual(
        settings.filter((name) => !known.includes(name)),
        [],
      );
      const links = [...text.matchAll(/\]\((?!https?:|#)([^)#]+)\)/g)].map((match) => match[1] ?? '');
      assert.deepEqual(
        links.filter((link) => !existsSync(join(root, file, '..', link))),
        [],
      );
    }
    const figures = new Set(
      [...read('docs/runbook.md').matchAll(/(?<!volume rm )\boutloud_\w+/g)].map(([name]) => name),
    );
    assert.ok(figures.size >= 5);
    const measured = ['src/delivery/metrics.ts', 'src/bots/metrics.ts', 'src/web/server.ts'].map(read).join('');
    for (const figure of figures) assert.ok(measured.includes(`'${figure}'`), figure);
  });

  it('names every word that can be typed, and no other', () => {
    const words = listFeatures().flatMap((feature) => feature.words ?? []);
    assert.deepEqual(createOrders([]).commands, ['outloud']);
    const known = new Set(words.flatMap(({ command, word }) => [`${command} ${word}`, `${command} help`]));
    const named = [...`${readme}${using}`.matchAll(/`\/(\w+ \w+)/g)].map((match) => match[1] ?? '');
    assert.ok(named.length >= 20);
    assert.deepEqual(
      named.filter((name) => !known.has(name)),
      [],
    );
    const untold = words.filter(({ word }) => word !== '' && !new RegExp(`\\b${word}\\b`).test(using));
    assert.deepEqual(
      untold.map(({ command, word }) => `${command} ${word}`),
      [],
    );
  });

  it('leads to headings that exist', () => {
    const pages = ['README.md', 'docs/install.md', 'docs/using.md'];
    const broken = pages.flatMap((page) =>
      [...read(page).matchAll(/\]\(([^):\s]*)#([^)\s]+)\)/g)].filter(([, file = '', heading = '']) => {
        const target = file === '' ? page : join(page, '..', file);
        const headings = [...read(target).matchAll(/^#+ (.+)$/gm)].map(([, words = '']) => words);
        const anchors = headings.map((words) =>
          words
            .toLowerCase()
            .replace(/[^\w -]/g, '')
            .replaceAll(' ', '-'),
        );
        return !anchors.includes(heading);
      }),
    );
    assert.deepEqual(
      broken.map(([link]) => link),
      [],
    );
  });
});
