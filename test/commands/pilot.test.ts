import assert from 'node:assert/strict';
import { namingWhatLoads, type Outcome, outloud } from '../support/outloud.ts';

/** The `outloud pilot` command, as a process of its own. */

function outloudPilot(args: readonly string[], hooks: readonly string[] = []): Promise<Outcome> {
  return outloud(['pilot', ...args], { hooks });
}

function of(before: string, after: string, worthwhile: string, ...more: string[]): string[] {
  return ['--before', before, '--after', after, '--worthwhile', worthwhile, ...more];
}

describe('outloud pilot', () => {
  it('prints the difference, its range and the verdict as one JSON', async () => {
    const { code, out, complaint } = await outloudPilot(of('118/2410', '171/2385', '0.01'));
    assert.deepEqual([code, complaint], [0, '']);
    assert.match(out, /^\{"diff":0\.0227\d+,"low":0\.0092\d+,"high":0\.0363\d+,"verdict":"gain_size_unsure"\}\n$/);
  });

  it('counts improvement, whichever way is better', async () => {
    const { out } = await outloudPilot(of('300/1000', '240/1000', '3%', '--better', 'lower'));
    const { diff, low, high, verdict } = JSON.parse(out);
    const points = [diff, low, high].map((proportion: number) => (100 * proportion).toFixed(2));
    assert.deepEqual([...points, verdict], ['6.00', '2.11', '9.87', 'gain_size_unsure']);
  });

  it('says that there is too little to tell, and gives the range all the same', async () => {
    const { code, out } = await outloudPilot(of('3/22', '6/25', '.05'));
    const { diff, low, high, verdict } = JSON.parse(out);
    assert.deepEqual([code, verdict], [0, 'too_small']);
    assert.ok(-1 <= low && low < diff && diff < high && high <= 1);
  });

  it('takes figures as people write them', async () => {
    const { code, out } = await outloudPilot(of('1 204 / 34 000', '1,204 of 33,000 (3.6%)', '1%'));
    assert.deepEqual([code, JSON.parse(out).verdict], [0, 'no_real_difference']);
  });

  const wrong: Readonly<Record<string, readonly [args: readonly string[], complaint: RegExp]>> = {
    'without figures': [[], /required option '--before <x\/n>' not specified/],
    'without a worthwhile change': [['--before', '1/2', '--after', '1/2'], /required option '--worthwhile <change>'/],
    'with more than all': [of('30/22', '6/25', '0.1'), /--before: 30 of 22 is more than all of them/],
    'with less than nothing': [of('-3/22', '6/25', '0.1'), /--before: "-3\/22" is less than nothing/],
    'with half a share': [of('3/22', '6', '0.1'), /--after: I need two numbers/],
    'with half a person': [of('3.5/22', '6/25', '0.1'), /--before: .* not a whole number/],
    'of none': [of('0/0', '6/25', '0.1'), /--before: Of none\?/],
    'with points where a proportion belongs': [of('3/22', '6/25', '5'), /--worthwhile: "5" is not between 0 and 1/],
    'with no change at all': [of('3/22', '6/25', '0'), /--worthwhile: "0" is not between 0 and 1/],
    'with a word for a change': [of('3/22', '6/25', 'some'), /--worthwhile: I could not read "some"/],
    'for another way': [of('3/22', '6/25', '0.1', '--better', 'up'), /Allowed choices are higher, lower/],
    'with an unknown option': [of('3/22', '6/25', '0.1', '--wurthwhile', '1'), /unknown option/],
    'with an argument too many': [of('3/22', '6/25', '0.1', '7'), /too many arguments/],
  };
  for (const [how, [args, pattern]] of Object.entries(wrong))
    it(`used ${how}, says so and exits with 2`, async () => {
      const { code, out, complaint } = await outloudPilot(args);
      assert.deepEqual([code, out], [2, '']);
      assert.match(complaint, pattern);
      assert.doesNotMatch(complaint, /\n\s+at /);
    });

  it('says all that is wrong at once', async () => {
    const { complaint } = await outloudPilot(of('30/22', 'x', '5'));
    assert.deepEqual(complaint.match(/--\w+(?=:)/g), ['--before', '--after', '--worthwhile']);
  });

  it('loads neither an SDK nor the database', async () => {
    const { complaint: loaded } = await outloudPilot(of('3/22', '6/25', '0.1'), namingWhatLoads());
    assert.match(loaded, /statistics\/verdict\.ts/);
    assert.doesNotMatch(loaded, /@slack\/|botbuilder|node_modules\/(pg|pg-boss|kysely)\/|src\/storage\//);
  });
});
