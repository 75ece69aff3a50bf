import assert from 'node:assert/strict';
import { wordsFor } from '../../../src/cards/words.ts';
import {
  channelIds,
  fittingDesign,
  metricName,
  metricOf,
  metricsOn,
  nounsOf,
  usualDesignOn,
} from '../../../src/features/pilots/channels.ts';
import { goesAgainst, makeCode, type Pilot, readCode, titleOf } from '../../../src/features/pilots/pilot.ts';
import { readTyped, sameFigures, writeFigures } from '../../../src/features/pilots/typed-figures.ts';
import type { PilotFigures } from '../../../src/storage/tables/pilots.ts';

const words = wordsFor('en');

describe('what is filled in for a channel', () => {
  it('has a metric, a design that goes with it, and words for all of it', () => {
    for (const channel of channelIds) {
      const [first = ''] = metricsOn(channel);
      assert.equal(fittingDesign(metricOf({ metric: first }).kind, usualDesignOn(channel)) !== undefined, true);
      for (const metric of metricsOn(channel)) {
        const { counted, of } = nounsOf(words, { metric });
        assert.ok(counted && of && metricName(words, { metric }) !== '', metric);
      }
    }
  });

  it('never offers opens, and always something of one’s own', () => {
    const names = channelIds.flatMap((channel) => metricsOn(channel).map((metric) => metricName(words, { metric })));
    assert.ok(names.every((name) => !/\bopen/i.test(name)));
    assert.ok(channelIds.every((channel) => metricsOn(channel).includes('own_share')));
  });

  it('reads what is measured in a way that suits it, whatever was picked', () => {
    assert.equal(fittingDesign('count_per_item', 'before_after'), 'usual_range');
    assert.equal(fittingDesign('words', 'split'), 'look_and_learn');
    assert.equal(fittingDesign('share', 'split'), 'split');
    assert.equal(fittingDesign('rating', 'usual_range'), 'before_after');
    assert.equal(fittingDesign('share', 'nonsense'), 'before_after');
  });
});

describe('a pilot', () => {
  const pilot = {
    result: null,
    idea: { doing: 'swapping the lead', change: 'x', because: 'y', reaches: 'z' },
    borrowed_how: null,
  } as Pick<Pilot, 'result' | 'idea' | 'borrowed_how'>;

  it('is called by what one set out to do, until it has a title', () => {
    assert.equal(titleOf(pilot), 'Swapping the lead');
    assert.equal(titleOf({ ...pilot, borrowed_how: 'by text' }), 'Swapping the lead (by text)');
    const long = { ...pilot, idea: { ...pilot.idea, doing: '👍'.repeat(500) } };
    assert.equal([...new Intl.Segmenter().segment(titleOf(long))].length, 120);
  });

  it('has a code that can be read out and typed', () => {
    let seed = 0;
    const random = () => (seed = (seed + 0.377) % 1);
    const codes = Array.from({ length: 500 }, () => makeCode(random));
    for (const code of codes) assert.match(code, /^[a-hjkmnp-z2346-9]{5}$/);
    assert.equal(readCode(' #K7QF2 '), 'k7qf2');
    for (const odd of ['', 'k7qf', 'k7qf22', 'k7qfo', "k7'--", 'k7qf1']) assert.equal(readCode(odd), undefined, odd);
  });

  it('asks why where a decision goes against the figures, and only there', () => {
    const before: PilotFigures = { kind: 'shares', shares: [{ count: 640, of: 1600 }] };
    const up = { kind: 'shares', verdict: 'clear_gain' } as Parameters<typeof goesAgainst>[0];
    const down = { kind: 'shares', verdict: 'clear_drop' } as Parameters<typeof goesAgainst>[0];
    assert.ok(before);
    assert.ok(goesAgainst(up, 'stop') && goesAgainst(down, 'scale'));
    assert.ok(!goesAgainst(up, 'scale') && !goesAgainst(down, 'stop') && !goesAgainst(up, 'open'));
    assert.ok(!goesAgainst({ kind: 'story', design: 'look_and_learn' }, 'scale'));
  });
});

describe('figures that are written once more', () => {
  it('are read again as the same', () => {
    const all: { metric: string; figures: PilotFigures }[] = [
      { metric: 'clicks_delivered', figures: { kind: 'shares', shares: [{ count: 118, of: 2410 }] } },
      {
        metric: 'clicks_delivered',
        figures: {
          kind: 'shares',
          shares: [
            { count: 0, of: 1204 },
            { count: 9_999_999, of: 10_000_000 },
          ],
        },
      },
      { metric: 'question_comments', figures: { kind: 'values', values: [210, 1204, 0, 198] } },
      { metric: 'time_taken', figures: { kind: 'values', values: [3.5, 12, 0.25] } },
      { metric: 'ratings', figures: { kind: 'values', values: [1, 5, 3, 4] } },
    ];
    for (const { metric, figures } of all) {
      assert.deepEqual(readTyped(words, { metric }, writeFigures(figures)), { figures }, metric);
    }
  });

  it('are compared as they are', () => {
    const one: PilotFigures = { kind: 'shares', shares: [{ count: 1, of: 2 }] };
    assert.ok(sameFigures(one, structuredClone(one)) && sameFigures(undefined, undefined));
    assert.ok(!sameFigures(one, undefined) && !sameFigures(one, { kind: 'shares', shares: [{ count: 2, of: 4 }] }));
  });
});
