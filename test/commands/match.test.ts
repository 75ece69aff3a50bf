import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import fc from 'fast-check';
import { AppError } from '../../src/base/errors.ts';
import { answerMatch } from '../../src/commands/match.ts';
import { namingWhatLoads, outloud } from '../support/outloud.ts';

/** The `outloud match` command: the formats, and that answers follow from earlier lines only. */

const day = 86_400;

type Row = Readonly<Record<string, unknown>>;

function linesOf(rows: readonly Row[]): string {
  return rows.map((row) => `${JSON.stringify(row)}\n`).join('');
}

async function answers(input: string, options = { rarity: 1, candidates: 1 }): Promise<string> {
  return String(await buffer(answerMatch(Readable.from([input]), options)));
}

function message(at: number, team: string, more: Row = {}): Row {
  return { type: 'message', at, team, thread: `${team}-${at}`, author: `${team}-author`, ...more };
}

const highlight: Row = { type: 'highlight', id: 'h', at: 100, team: 'a', author: 'a-author', text: 'survey wording' };

describe('outloud match', () => {
  it('answers each question in a line, from standard input to standard output', async () => {
    const rows = [
      message(1, 'a', { text: 'rent' }),
      message(2, 'b', { text: 'survey wording' }),
      message(3, 'c'),
      highlight,
      { type: 'member', person: 'x', team: 'd' },
      { type: 'pairs', id: 'q', at: 100 },
    ];
    const { code, out, complaint } = await outloud(['match', '--candidates', '1'], { input: linesOf(rows) });
    assert.deepEqual([code, complaint], [0, '']);
    const [ranking, pairs, ...others] = out.split('\n');
    assert.deepEqual(others, ['']);
    assert.match(
      ranking ?? '',
      /^\{"id":"h","ranking":\[\{"team":"b","score":0\.\d{6,},"relevance":0\.\d{6,},"rarity":1\},\{"team":"c",/,
    );
    const teams = JSON.parse(pairs ?? '').pairs.map((pair: { a: string; b: string }) => pair.a + pair.b);
    assert.deepEqual(teams, ['ab', 'ac', 'ad', 'bc', 'bd', 'cd']);
  });

  it('has 30 messages for the bar, and takes another', async () => {
    const busy = (count: number) => Array.from({ length: count }, (_, index) => message(index, 'b'));
    const ask = async (count: number, ...args: string[]) =>
      JSON.parse((await outloud(['match', ...args], { input: linesOf([...busy(count), highlight]) })).out).ranking
        .length;
    assert.deepEqual(await Promise.all([ask(29), ask(30), ask(3, '--candidates', '3')]), [0, 1, 1]);
  });

  it('holds rarity in between 0 and 1, and off at 0', async () => {
    const rows = linesOf([
      ...['a', 'b', 'c'].map((team, at) => message(at, team, { author: 'ann', text: 'survey wording' })),
      message(4, 'd', { author: 'bob', text: 'survey wording' }),
      highlight,
    ]);
    for (const rarity of [0, 0.5, 1]) {
      for (const entry of JSON.parse(await answers(rows, { rarity, candidates: 1 })).ranking) {
        assert.ok(entry.rarity >= 0 && entry.rarity <= 1);
        const expected = entry.relevance * Math.max(entry.rarity, 0.02) ** rarity;
        assert.ok(Math.abs(entry.score - expected) < 1e-6);
      }
    }
  });

  it('takes rows without a time from the start, fields that it does not know, and empty lines', async () => {
    const rows = `\uFEFF${linesOf([{ type: 'member', person: '7', team: '1', rank: 9 }])}\n\r\n${linesOf([
      { type: 'member', person: '9', team: '2', at: 5 },
      { type: 'interaction', at: 5, from: '7', to: '9', weight: 3 },
      { type: 'pairs', id: 'q', at: 5 },
    ]).trimEnd()}`;
    // s = 1, 1; their sum 2: expected 0.5
    assert.equal(
      await answers(rows),
      '{"id":"q","pairs":[{"a":"1","b":"2","observed":1,"expected":0.5,"ratio":1.2}]}\n',
    );
  });

  it('knows a thread by its own number however the texts come', async () => {
    const late = [message(1, 'b', { thread: 't' }), message(2, 'b', { thread: 't', text: 'survey' }), highlight];
    const [entry] = JSON.parse(await answers(linesOf(late))).ranking;
    assert.ok(entry.relevance > 0.1);
  });

  it('answers with no team where none is busy, and no pair where nobody is', async () => {
    const rows = linesOf([highlight, { type: 'pairs', id: 'q', at: 100 }]);
    assert.equal(await answers(rows), '{"id":"h","ranking":[]}\n{"id":"q","pairs":[]}\n');
    assert.equal(await answers(''), '');
  });

  it('gives answers before a cut that are the same as without it, wherever it is cut', async () => {
    await fc.assert(
      fc.asyncProperty(rowsInOrder(), fc.nat(), async (rows, where) => {
        const cut = where % (rows.length + 1);
        const [whole, part] = await Promise.all([answers(linesOf(rows)), answers(linesOf(rows.slice(0, cut)))]);
        assert.ok(whole.startsWith(part));
        const asked = rows.slice(0, cut).filter(({ type }) => type === 'highlight' || type === 'pairs');
        assert.equal(part.split('\n').length - 1, asked.length);
        assert.equal(await answers(linesOf(rows)), whole, 'and the same when asked again');
      }),
      { numRuns: 60 },
    );
  });

  it('reads the same however the input is cut into chunks', async () => {
    const text = linesOf([message(1, 'b', { text: 'Umfrage \u2028 調査票' }), highlight]);
    const chunks = Readable.from(Array.from(text));
    assert.equal(String(await buffer(answerMatch(chunks, { rarity: 1, candidates: 1 }))), await answers(text));
  });

  const bad: Readonly<Record<string, [line: string, complaint: RegExp]>> = {
    'no JSON': ['{"type":"message"', /^line 2: not JSON: \{"type":"message"$/],
    'half a line': ['"', /^line 2: not JSON: "$/],
    'no object': ['[1]', /^line 2: /],
    'an unknown type': ['{"type":"reaction","at":5}', /^line 2: "type": /],
    'no type': ['{"at":5}', /^line 2: "type": /],
    'a number for an id': [
      '{"type":"highlight","id":5,"at":5,"team":"1","text":""}',
      /^line 2: "id": .*expected string/,
    ],
    'no time': ['{"type":"interaction","from":"7","to":"9"}', /^line 2: "at": .*expected number/],
    'a date for a time': ['{"type":"interaction","at":"2024-01-01","from":"7","to":"9"}', /^line 2: "at": /],
    'no text to rank': ['{"type":"highlight","id":"5","at":5,"team":"1"}', /^line 2: "text": /],
    'a time before the last': [
      '{"type":"interaction","at":1,"from":"7","to":"9"}',
      /^line 2: "at" goes back from 2 to 1; sort/,
    ],
    'links that are no list': [
      '{"type":"message","at":5,"team":"1","thread":"2","author":"7","links":"9"}',
      /^line 2: "links": /,
    ],
  };
  for (const [what, [line, pattern]] of Object.entries(bad))
    it(`refuses ${what} and names the line`, async () => {
      const before = '{"type":"interaction","at":2,"from":"7","to":"9"}';
      await assert.rejects(
        answers(`${before}\n${line}\n`),
        (error) => error instanceof AppError && pattern.test(error.tell),
      );
    });

  it('says so on standard error and exits with 1, with the answers before it written', async () => {
    const input = `${linesOf([{ type: 'pairs', id: 'q', at: 1 }])}{"type"\n`;
    const { code, out, complaint } = await outloud(['match'], { input });
    assert.deepEqual([code, out, complaint], [1, '{"id":"q","pairs":[]}\n', 'line 2: not JSON: {"type"\n']);
  });

  it("never answers rubbish with anything but a line's number", async () => {
    const rubbish = fc.oneof(fc.string(), fc.json(), fc.constant('{"type":"highlight"}'), fc.constant('\0\0'));
    await fc.assert(
      fc.asyncProperty(fc.array(rubbish, { minLength: 1 }), async (lines) => {
        const outcome = await answers(lines.join('\n')).catch((error: unknown) => error);
        if (typeof outcome === 'string') assert.ok(lines.every((line) => line.trim() === ''));
        else assert.ok(outcome instanceof AppError && /^line \d+: /.test(outcome.tell), String(outcome));
      }),
    );
  });

  const wrong: Readonly<Record<string, readonly [args: readonly string[], complaint: RegExp]>> = {
    'another weight of rarity': [['--rarity', '2'], /Allowed choices are 0, 0\.5, 1/],
    'no number of messages': [['--candidates', 'many'], /It must be a whole number from 1/],
    'an argument too many': [['file.jsonl'], /too many arguments/],
  };
  for (const [how, [args, pattern]] of Object.entries(wrong))
    it(`used with ${how}, says so and exits with 2`, async () => {
      const { code, out, complaint } = await outloud(['match', ...args]);
      assert.deepEqual([code, out], [2, '']);
      assert.match(complaint, pattern);
    });

  it('loads neither an SDK nor the database', async () => {
    const { complaint: loaded } = await outloud(['match'], { hooks: namingWhatLoads() });
    assert.match(loaded, /talk-graph\/talk-graph\.ts/);
    assert.doesNotMatch(loaded, /@slack\/|botbuilder|node_modules\/(pg|pg-boss|kysely)\/|src\/storage\//);
  });
});

/** A few teams and people over some months, with questions in between. */
function rowsInOrder(): fc.Arbitrary<Row[]> {
  const id = fc.constantFrom('1', '2', '3', '4');
  const text = fc.constantFrom('survey wording', 'rent arrears', 'survey of tenants', '');
  const row = fc.oneof(
    fc.record({ type: fc.constant('message'), team: id, thread: id, author: id, text }),
    fc.record({
      type: fc.constant('message'),
      team: id,
      thread: id,
      author: id,
      links: fc.array(id, { maxLength: 2 }),
    }),
    fc.record({ type: fc.constant('interaction'), from: id, to: id }),
    fc.record({ type: fc.constant('member'), person: id, team: id }),
    fc.record({ type: fc.constant('highlight'), id, team: id, text }),
    fc.record({ type: fc.constant('pairs'), id }),
  );
  const step = fc.record({ row, wait: fc.constantFrom(0, 0, 60, day, 40 * day) });
  return fc.array(step, { maxLength: 40 }).map((steps) => {
    let at = 1_700_000_000;
    return steps.map(({ row: told, wait }) => {
      at += wait;
      return { ...told, at };
    });
  });
}
