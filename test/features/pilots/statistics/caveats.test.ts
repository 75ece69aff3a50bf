import assert from 'node:assert/strict';
import { wordsFor } from '../../../../src/cards/words.ts';
import {
  caveatsOf,
  channelsWithCaveats,
  type PilotHistory,
  sayCaveat,
} from '../../../../src/features/pilots/statistics/caveats.ts';
import type { Design } from '../../../../src/features/pilots/statistics/design.ts';
import { type Figures, readPilot } from '../../../../src/features/pilots/statistics/reading.ts';
import { sayDetectable, sayDetectableItems } from '../../../../src/features/pilots/statistics/set-up.ts';

const words = wordsFor('en');

function said(
  history: Partial<PilotHistory> & { design: Design },
  usual: readonly number[] = Array(8).fill(5),
): string[] {
  const isItems = history.design === 'usual_range';
  const share: Figures = { kind: 'shares', shares: [{ count: 20, of: 400 }] };
  const reading = readPilot({
    design: history.design,
    metric: isItems ? 'count_per_item' : 'share',
    better: 'higher',
    worthwhile: 0.01,
    before: isItems ? { kind: 'values', values: usual } : share,
    after: isItems ? { kind: 'values', values: [7] } : share,
  });
  return caveatsOf({ reading, better: 'higher', ...history }).map((caveat) => sayCaveat(words, caveat));
}

describe('caveats', () => {
  it('come with the design', () => {
    assert.deepEqual(said({ design: 'before_after' }), ['Same audience both times; no control group.']);
    assert.deepEqual(said({ design: 'split' }), ['True for these people at this time. Another group may differ.']);
    assert.deepEqual(said({ design: 'usual_range' }), ['This assumes no trend and no season.']);
    assert.deepEqual(said({ design: 'look_and_learn' }), []);
  });

  it('come with too few usual items, and with more than are used', () => {
    assert.match(said({ design: 'usual_range' }, [1, 2, 3, 4, 5])[1] ?? '', /^The usual range rests on 5 items only\./);
    assert.equal(said({ design: 'usual_range' }, [1, 2, 3, 4, 5, 6]).length, 1);
    assert.match(
      said({ design: 'usual_range' }, Array(13).fill(5))[1] ?? '',
      /latest 12 items. 1 older one is left out/,
    );
  });

  it('come with the channel, even of a story', () => {
    for (const channel of channelsWithCaveats) assert.equal(said({ design: 'look_and_learn', channel }).length, 1);
    assert.deepEqual(said({ design: 'look_and_learn', channel: 'video' }), ["A 'view' can be 2 or 3 seconds."]);
  });

  it('tell what happened first, in the words of whoever told it', () => {
    const history: Partial<PilotHistory> = {
      changes: ['Issue 2 carried the election notice.'],
      edits: [{ field: 'worthwhile', from: '1 point', to: '2 points' }],
      stoppedEarly: 'Complaints',
      unusualBefore: true,
      own: ['I wrote half of it on a train.'],
      channel: 'email',
    };
    assert.deepEqual(said({ design: 'before_after', ...history }), [
      'Stopped early: Complaints',
      'Something changed on the way: Issue 2 carried the election notice.',
      'The worthwhile change was changed after the start, from 1 point to 2 points.',
      'The time before was unusually low, so some way back up was to be expected.',
      'I wrote half of it on a train.',
      'Same audience both times; no control group.',
      'Opens are unreliable: some mail apps open everything by themselves.',
    ]);
  });
});

describe('at the start', () => {
  const hoped = { now: 118 / 2410, before: 2410, after: 2410, better: 'higher' } as const;

  it('it is said how big a change one could notice', () => {
    assert.match(
      sayDetectable(words, hoped, 0.02),
      /^With about 2,400 each side you can usually spot a change of 1.9 points or more\./,
    );
    assert.match(
      sayDetectable(words, hoped, 0.01),
      /^With about 2,400 each side you'd probably only spot a change as big as 1.9 points\..* takes about 8,100 each side\.$/,
    );
  });

  it('it is said that so few tell nothing', () => {
    assert.match(sayDetectable(words, { ...hoped, after: 29 }, 0.01), /^With fewer than 30 on a side/);
    assert.match(
      sayDetectable(words, { ...hoped, now: 0.01, before: 60, after: 60, better: 'lower' }, 0.01),
      /no change would be clear/,
    );
  });

  it('it is said what luck does with a few items', () => {
    assert.match(sayDetectableItems(words, 8, 1), /luck alone does that 1 time in 9\.$/);
    assert.match(sayDetectableItems(words, 8, 3), /1 time in 165\.$/);
  });
});
