import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { globSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { renderCard, type Surface } from '../../src/bots/slack/render-card.ts';
import { namingWhatLoads, type Outcome, outloud } from '../support/outloud.ts';

/** The `outloud card` command, as a process of its own. */

const root = join(import.meta.dirname, '..', '..');
const fixtures = globSync(join(root, 'test', 'fixtures', 'cards', '*.json')).sort();
const surfaces: readonly Surface[] = ['message', 'modal', 'home'];
const hello = JSON.stringify({ type: 'AdaptiveCard', version: '1.5', body: [{ type: 'TextBlock', text: 'Hello' }] });

function outloudCard(args: readonly string[], input?: string): Promise<Outcome> {
  return outloud(['card', ...args], { input });
}

async function expected(file: string, surface: Surface): Promise<string> {
  const { text, blocks, lost } = renderCard(JSON.parse(await readFile(file, 'utf8')), { surface });
  return JSON.stringify({ text, blocks, lost });
}

const nested = (depth: number): string =>
  `{"type":"AdaptiveCard","body":[${'{"type":"Container","items":['.repeat(depth)}${']}'.repeat(depth)}]}`;

/** What a file holds, and the reason that it is refused for. */
const REFUSED: Record<string, readonly [content: string | Buffer, reason: RegExp]> = {
  'binary.json': [Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0x00, 0xff]), /^not JSON: not UTF-8/],
  'controls.json': ['\n\u0000\n\u0007\r\n', /^not JSON: /],
  'empty.json': ['', /^not JSON: /],
  'only-bom.json': ['\uFEFF', /^not JSON: /],
  'torn.json': [hello.slice(0, -5), /^not JSON: /],
  'torn-over-lines.json': ['{\n"type":\n\n x', /^not JSON: /],
  'list.json': [`[${hello}]`, /^not a JSON object$/],
  'null.json': ['null', /^not a JSON object$/],
  'string.json': ['"AdaptiveCard"', /^not a JSON object$/],
  'number.json': ['42', /^not a JSON object$/],
  'untyped.json': ['{"body":[]}', /^\/type: not "AdaptiveCard"$/],
  'hero.json': ['{"type":"HeroCard","body":[]}', /^\/type: not "AdaptiveCard"$/],
  'body.json': ['{"type":"AdaptiveCard","body":"text"}', /^\/body: not a list/],
  'actions.json': ['{"type":"AdaptiveCard","actions":{}}', /^\/actions: not a list/],
  'deep.json': [nested(50_000), /^\/body\/0: nested more than \d+ levels deep$/],
  'deep-list.json': [`${'['.repeat(1_000_000)}${']'.repeat(1_000_000)}`, /^not a JSON object$/],
};

describe('outloud card', () => {
  let folder: string;
  const at = (name: string) => join(folder, name);

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'outloud-card-'));
    for (const [name, [content]] of Object.entries(REFUSED)) await writeFile(at(name), content);
    await writeFile(at('hello.json'), hello);
    await writeFile(at('bom.json'), `\uFEFF${hello}`);
    await writeFile(at('two words \u2028 ü.json'), hello);
  });
  after(() => rm(folder, { recursive: true, force: true }));

  describe('with a file', () => {
    for (const surface of surfaces)
      it(`prints the card for a ${surface}, as one JSON`, async () => {
        const file = join(root, 'test', 'fixtures', 'cards', 'inputs.json');
        const { code, out, complaint } = await outloudCard([file, '--to', 'slack', '--surface', surface]);
        assert.deepEqual([code, complaint], [0, '']);
        assert.equal(out, `${await expected(file, surface)}\n`);
      });

    it('means a message where no surface is named', async () => {
      const file = join('test', 'fixtures', 'cards', 'expense-approval.json');
      const { code, out } = await outloudCard([file, '--to', 'slack']);
      assert.equal(code, 0);
      assert.equal(out, `${await expected(join(root, file), 'message')}\n`);
      assert.deepEqual(Object.keys(JSON.parse(out)), ['text', 'blocks', 'lost']);
    });

    it('accepts UTF-16 with its mark, as PowerShell writes it', async () => {
      await writeFile(at('utf16le.json'), Buffer.from(`\uFEFF${hello}`, 'utf16le'));
      await writeFile(at('utf16be.json'), Buffer.from(`\uFEFF${hello}`, 'utf16le').swap16());
      for (const name of ['utf16le.json', 'utf16be.json']) {
        const { code, out } = await outloudCard([at(name), '--to', 'slack']);
        assert.deepEqual([code, out], [0, `${await expected(at('hello.json'), 'message')}\n`]);
      }
    });

    it('accepts a byte order mark', async () => {
      const { code, out } = await outloudCard([at('bom.json'), '--to', 'slack']);
      assert.deepEqual([code, out], [0, `${await expected(at('hello.json'), 'message')}\n`]);
    });

    for (const name of ['binary.json', 'torn-over-lines.json', 'null.json', 'body.json', 'deep.json'])
      it(`refuses ${name} in one line`, async () => {
        const { code, out, complaint } = await outloudCard([at(name), '--to', 'slack']);
        assert.deepEqual([code, out], [1, '']);
        assertRefusal(complaint, at(name), REFUSED[name]?.[1]);
      });

    it('refuses a file that is not there, and a folder', async () => {
      const gone = await outloudCard([at('gone.json'), '--to', 'slack']);
      assert.deepEqual(gone, { code: 1, out: '', complaint: `${at('gone.json')}: no such file\n` });
      const place = await outloudCard([folder, '--to', 'slack']);
      assert.deepEqual(place, { code: 1, out: '', complaint: `${folder}: a folder, not a file\n` });
    });
  });

  describe('with --batch', () => {
    for (const surface of surfaces)
      it(`writes a line for each card, in order, for a ${surface}`, async () => {
        const { code, out, complaint } = await outloudCard(
          ['--batch', '--to', 'slack', '--surface', surface],
          `${fixtures.join('\n')}\n`,
        );
        assert.deepEqual([code, complaint], [0, '']);
        const lines = await Promise.all(fixtures.map((file) => expected(file, surface)));
        assert.equal(out, `${lines.join('\n')}\n`);
      });

    it('gives each refused card a line of its own, between the others', async () => {
      const refused = Object.keys(REFUSED);
      const names = refused.flatMap((name) => [at(name), at('hello.json')]);
      const { code, out, complaint } = await outloudCard(['--batch', '--to', 'slack'], names.join('\n'));
      assert.deepEqual([code, complaint], [0, '']);
      const lines = linesOf(out);
      assert.equal(lines.length, names.length);
      for (const [index, name] of refused.entries()) {
        const error = JSON.parse(lines[2 * index] ?? '');
        assert.deepEqual(Object.keys(error), ['error'], name);
        assertRefusal(`${error.error}\n`, at(name), REFUSED[name]?.[1]);
        assert.equal(lines[2 * index + 1], await expected(at('hello.json'), 'message'), name);
      }
    });

    it('goes on after files that cannot be read', async () => {
      const { code, out } = await outloudCard(['--batch'], `${at('gone.json')}\n${folder}\n\u0000\n${at('bom.json')}`);
      assert.equal(code, 0);
      const [gone = '', place = '', odd = '', good] = linesOf(out);
      assert.deepEqual(JSON.parse(gone), { error: `${at('gone.json')}: no such file` });
      assert.deepEqual(JSON.parse(place), { error: `${folder}: a folder, not a file` });
      assert.match(JSON.parse(odd).error, /: cannot be read: /);
      assert.equal(good, await expected(at('hello.json'), 'message'));
    });

    it('takes names with spaces, odd letters, Windows line ends and empty lines', async () => {
      const names = [at('two words \u2028 ü.json'), '', at('hello.json')];
      const { code, out } = await outloudCard(['--batch'], `${names.join('\r\n')}\r\n`);
      const line = await expected(at('hello.json'), 'message');
      assert.deepEqual([code, linesOf(out)], [0, [line, line]]);
    });

    it('has nothing to say about no names', async () => {
      assert.deepEqual(await outloudCard(['--batch']), { code: 0, out: '', complaint: '' });
    });

    it('holds for a thousand cards', async () => {
      const names = Array.from({ length: 1000 }, (_, index) => fixtures[index % fixtures.length] ?? '');
      const { code, out } = await outloudCard(['--batch', '--to', 'slack'], names.join('\n'));
      assert.equal(code, 0);
      const lines = linesOf(out);
      assert.equal(lines.length, names.length);
      assert.equal(lines.at(-1), await expected(names.at(-1) ?? '', 'message'));
    });
  });

  describe('used wrongly', () => {
    const file = join('test', 'fixtures', 'cards', 'poll.json');
    const WRONG: Record<string, readonly [args: readonly string[], complaint: RegExp]> = {
      'without a file': [['--to', 'slack'], /name one file, or give --batch/],
      'with an empty file name': [['', '--to', 'slack'], /name one file, or give --batch/],
      'with a file and --batch': [[file, '--batch', '--to', 'slack'], /name one file, or give --batch/],
      'with two files': [[file, file, '--to', 'slack'], /too many arguments/],
      'for another platform': [[file, '--to', 'irc'], /Allowed choices are slack/],
      'for another surface': [[file, '--surface', 'wall'], /Allowed choices are message, modal, home/],
      'with an unknown option': [[file, '--to', 'slack', '--bach'], /unknown option.*\n.*--batch/],
    };
    for (const [how, [args, pattern]] of Object.entries(WRONG))
      it(`${how}, says so and exits with 2`, async () => {
        const { code, out, complaint } = await outloudCard(args);
        assert.deepEqual([code, out], [2, '']);
        assert.match(complaint, pattern);
        assert.doesNotMatch(complaint, /\n\s+at /);
      });
  });

  it('ends quietly where nobody reads on', async () => {
    const child = spawn(process.execPath, [join(root, 'src', 'cli.ts'), 'card', '--batch'], { cwd: root });
    child.stdin.on('error', () => {});
    child.stdout.destroy();
    child.stdin.end(fixtures.join('\n'));
    const [complaint, [code]] = await Promise.all([text(child.stderr), once(child, 'close')]);
    assert.equal(complaint, '');
    assert.equal(code, 0);
  });

  it('ends at once where nobody reads on and more names may follow', async () => {
    const child = spawn(process.execPath, [join(root, 'src', 'cli.ts'), 'card', '--batch'], { cwd: root });
    child.stdin.on('error', () => {});
    child.stdin.write(`${fixtures.join('\n')}\n`);
    await once(child.stdout, 'readable');
    child.stdout.destroy();
    child.stdin.write(`${Array.from({ length: 200 }, () => fixtures.join('\n')).join('\n')}\n`);
    const [complaint, [code]] = await Promise.all([text(child.stderr), once(child, 'close')]);
    assert.equal(complaint, '');
    assert.equal(code, 0);
  });

  it('loads neither an SDK nor the database', async () => {
    const { complaint: loaded } = await outloud(['card', at('hello.json'), '--to', 'slack'], {
      hooks: namingWhatLoads(),
    });
    assert.match(loaded, /src\/bots\/slack\/render-card\.ts/);
    assert.doesNotMatch(loaded, /@slack\/(bolt|web-api)|botbuilder|node_modules\/(pg|pg-boss|kysely)\/|src\/storage\//);
  });
});

function linesOf(out: string): string[] {
  assert.ok(out.endsWith('\n'));
  return out.slice(0, -1).split('\n');
}

/** One line: the path, then the reason. */
function assertRefusal(complaint: string, file: string, reason: RegExp | undefined): void {
  const start = `${file}: `;
  assert.ok(complaint.startsWith(start), complaint);
  assert.match(complaint, /^[^\p{Cc}]+\n$/u, basename(file));
  assert.match(complaint.slice(start.length, -1), reason ?? /./);
}
