import assert from 'node:assert/strict';
import { outloud } from '../support/outloud.ts';

/** The `outloud introduce` command, as a process of its own. */

const four = [
  '{"type":"distance","a":"x","b":"y","d":2}',
  '{"person":"1","team":"x","interests":[1,0],"met":[]}',
  '{"person":"2","team":"y","interests":[1,0],"met":[{"person":"1"}]}',
  '{"person":"3","team":"x","interests":[0,1],"met":[]}',
  '{"person":"4","team":"y","interests":[1,1],"met":[]}',
];

function introduce(lines: readonly string[], ...args: string[]) {
  return outloud(['introduce', ...args], { input: lines.map((line) => `${line}\n`).join('') });
}

describe('outloud introduce', () => {
  it('writes a line for each group and a last one with who is left and the total', async () => {
    const { code, out, complaint } = await introduce(four, '--size', '2', '--seed', '1');
    assert.deepEqual([code, complaint], [0, '']);
    const rows = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    // 1 and 2 have met, so 1 meets 4 and 2 meets 3.
    const far = 1 - Math.exp(-0.5);
    assert.deepEqual(
      rows.map(({ group }) => group),
      [['1', '4'], ['2', '3'], undefined],
    );
    assert.ok(Math.abs(rows[0].weight - (far + 0.5 * Math.SQRT1_2)) < 1e-4);
    assert.ok(Math.abs(rows[1].weight - far) < 1e-4);
    assert.deepEqual(rows[2].left, []);
    assert.ok(Math.abs(rows[2].total - rows[0].weight - rows[1].weight) < 1e-4);
  });

  it('writes the same bytes for the same input and seed', async () => {
    const people = Array.from({ length: 41 }, (_, index) =>
      JSON.stringify({ person: `p${index}`, team: `t${index % 7}`, interests: [index % 3, index % 5] }),
    );
    const runs = await Promise.all(
      ['2', '3', '4'].flatMap((size) => ['5', '5'].map((seed) => introduce(people, '--size', size, '--seed', seed))),
    );
    for (let index = 0; index < runs.length; index += 2) assert.deepEqual(runs[index], runs[index + 1]);
    assert.ok(runs.every(({ code }) => code === 0));
  });

  it('lets a repeat cost less with each round that passed', async () => {
    const pair = (met: string) => [`{"person":"1","team":"x","met":[${met}]}`, '{"person":"2","team":"y"}'];
    const weight = async (met: string, ...args: string[]) =>
      JSON.parse((await introduce(pair(met), '--size', '2', '--seed', '1', ...args)).out.split('\n')[0] ?? '').weight;
    assert.deepEqual(
      await Promise.all([
        weight('', '--round', '12'),
        weight('{"person":"2","round":12}', '--round', '12'),
        weight('{"person":"2","round":2},{"person":"2","round":1}', '--round', '12'),
        weight('{"person":"2","round":4}'),
      ]),
      // Without --round the round is the one after the latest.
      [0.5, 0.5 - 4, 0.5 - 2, 0.5 - 4 * 2 ** -0.1],
    );
  });

  it('leaves nobody, one or two alone when there is nobody to meet', async () => {
    assert.deepEqual((await introduce([], '--size', '2', '--seed', '1')).out, '{"left":[],"total":0}\n');
    assert.deepEqual(
      (await introduce(four.slice(1, 2), '--size', '3', '--seed', '1')).out,
      '{"left":["1"],"total":0}\n',
    );
  });

  const bad: Readonly<Record<string, [line: string, complaint: RegExp]>> = {
    'no JSON': ['person 7', /^line 6: not JSON: person 7/],
    'someone a second time': ['{"person":"3","team":"y"}', /^line 6: the person "3" a second time/],
    "nobody's team": ['{"person":"5"}', /^line 6: "team": /],
    'interests of another length': [
      '{"person":"5","team":"x","interests":[1,2,3]}',
      /^line 6: "interests": 3 numbers, others have 2/,
    ],
    'a distance a second time': [
      '{"type":"distance","a":"y","b":"x","d":1}',
      /^line 6: a second distance between the teams/,
    ],
    'less than no distance': ['{"type":"distance","a":"y","b":"z","d":-1}', /^line 6: "d": /],
    'a meeting with nobody': ['{"person":"5","team":"x","met":[{"round":3}]}', /^line 6: "met\.0\.person": /],
  };
  for (const [what, [line, pattern]] of Object.entries(bad))
    it(`refuses ${what}, names the line and exits with 1`, async () => {
      const { code, out, complaint } = await introduce([...four, line], '--size', '2', '--seed', '1');
      assert.deepEqual([code, out], [1, '']);
      assert.match(complaint, pattern);
    });

  const wrong: Readonly<Record<string, readonly [args: readonly string[], complaint: RegExp]>> = {
    'without a size': [['--seed', '1'], /required option '--size <people>'/],
    'without a seed': [['--size', '2'], /required option '--seed <number>'/],
    'with groups of five': [['--size', '5', '--seed', '1'], /It must be a whole number from 2 to 4/],
    'with half a seed': [['--size', '2', '--seed', '0.5'], /It must be a whole number from 0/],
  };
  for (const [how, [args, pattern]] of Object.entries(wrong))
    it(`used ${how}, says so and exits with 2`, async () => {
      const { code, out, complaint } = await introduce(four, ...args);
      assert.deepEqual([code, out], [2, '']);
      assert.match(complaint, pattern);
    });
});
