import assert from 'node:assert/strict';
import fc from 'fast-check';
import { wordsFor } from '../../../../src/cards/words.ts';
import { type Better, type Design, designs, metricKinds } from '../../../../src/features/pilots/statistics/design.ts';
import { findOverclaim } from '../../../../src/features/pilots/statistics/overclaim.ts';
import {
  type Figures,
  type Reading,
  readPilot,
  verdictIn,
} from '../../../../src/features/pilots/statistics/reading.ts';
import { type Said, sayReading } from '../../../../src/features/pilots/statistics/sentences.ts';
import { shares, yardsticks } from './arbitraries.ts';

const words = wordsFor('en');
const nouns = { counted: 'clicks', of: 'emails' };

interface Told {
  readonly design?: Design;
  readonly better?: Better;
  readonly worthwhile?: number;
}

function saidOfShares(
  before: string,
  after: string,
  { design = 'before_after', better = 'higher', worthwhile = 0.01 }: Told = {},
): Said {
  const side = (text: string): Figures => {
    const [count = 0, of = 0] = text.split('/').map(Number);
    return { kind: 'shares', shares: [{ count, of }] };
  };
  return sayReading(
    words,
    readPilot({ design, metric: 'share', better, worthwhile, before: side(before), after: side(after) }),
    nouns,
  );
}

function saidOfItems(pilot: readonly number[], better: Better = 'higher'): Said {
  const before: Figures = { kind: 'values', values: [210, 245, 198, 260, 232, 275, 221, 240] };
  const after: Figures = { kind: 'values', values: pilot };
  return sayReading(
    words,
    readPilot({ design: 'usual_range', metric: 'count_per_item', better, before, after }),
    nouns,
  );
}

describe('what is said of shares', () => {
  it('is the headline, the fair claim, the meaning and what follows', () => {
    assert.deepEqual(saidOfShares('118/2410', '171/2385'), {
      headline: 'Up. Probably enough to matter',
      claim: 'It went up while we did this.',
      meaning: [
        'About 23 more clicks per 1,000 emails. Likely range: 9 to 36 more.',
        'You said 10 more per 1,000 was worth it.',
      ],
      second: "We can't rule out a bit less than the 10 per 1,000 you set.",
    });
  });

  it('is in the words of what went down, where lower is better', () => {
    assert.deepEqual(saidOfShares('300/1000', '240/1000', { better: 'lower', worthwhile: 0.03 }), {
      headline: 'Down as hoped. Probably enough to matter',
      claim: 'It went down while we did this.',
      meaning: [
        'About 60 fewer clicks per 1,000 emails. Likely range: 21 to 99 fewer.',
        'You said 30 fewer per 1,000 was worth it.',
      ],
      second: "We can't rule out a bit less than the 30 per 1,000 you set.",
    });
    assert.equal(saidOfShares('240/1000', '300/1000', { better: 'lower' }).claim, 'It went up while we did this.');
  });

  it('claims that a new version did better only of halves at the same time', () => {
    assert.equal(saidOfShares('640/1600', '760/1600', { design: 'split' }).claim, 'The new version did better.');
    assert.equal(saidOfShares('760/1600', '640/1600', { design: 'split' }).claim, 'The new version did worse.');
  });

  it('claims nothing where it is open', () => {
    for (const said of [
      saidOfShares('9/64', '14/61'),
      saidOfShares('412/980', '431/1010'),
      saidOfShares('3/22', '6/25'),
    ])
      assert.equal(said.claim, undefined);
  });

  it('has a range with both fewer and more', () => {
    assert.match(
      saidOfShares('9/64', '14/61', { worthwhile: 0.05 }).meaning[0] ?? '',
      /^About 89 more .* 48 fewer to 225 more\.$/,
    );
    assert.match(
      saidOfShares('14/61', '9/64', { worthwhile: 0.05 }).meaning[0] ?? '',
      /^About 89 fewer .* 225 fewer to 48 more\.$/,
    );
    assert.match(saidOfShares('50/1000', '50/1000').meaning[0] ?? '', /^About as many .* 19 fewer to 19 more\.$/);
  });

  it('has no range where there is too little to tell', () => {
    const { headline, meaning } = saidOfShares('3/22', '6/25');
    assert.equal(headline, 'Too small to tell');
    assert.deepEqual(meaning, ['Before: 3 clicks of 22 emails. After: 6 of 25.']);
  });

  it('calls the sides of a split by what they are', () => {
    const { meaning } = saidOfShares('3/22', '6/25', { design: 'split' });
    assert.deepEqual(meaning, ['Old version: 3 clicks of 22 emails. New version: 6 of 25.']);
  });

  it('says how many would settle it', () => {
    assert.match(saidOfShares('9/64', '14/61', { worthwhile: 0.05 }).second ?? '', /About 1,900 each side/);
  });

  it('says more, fewer and how many as the figures have it', () => {
    fc.assert(
      fc.property(shares, shares, yardsticks, (before, after, { worthwhile, better }) => {
        const { headline, meaning } = saidOfShares(`${before.count}/${before.of}`, `${after.count}/${after.of}`, {
          worthwhile,
          better,
        });
        const rises = after.count * before.of > before.count * after.of;
        if (headline.startsWith('Up')) assert.ok(rises, headline);
        if (headline.startsWith('Down')) assert.ok(!rises, headline);
        const [, diff, way] = /^About ([\d,]+) (more|fewer)/.exec(meaning[0] ?? '') ?? [];
        if (diff) assert.equal(way === 'more', rises);
        assert.doesNotMatch([headline, ...meaning].join(' '), /undefined|NaN|\{\{|-\d/);
      }),
    );
  });
});

describe('what is said of items', () => {
  it('is that one great post proves nothing', () => {
    assert.deepEqual(saidOfItems([290]), {
      headline: 'Outside the usual range, but luck alone often does that',
      meaning: ['It was above the usual range of 198 to 275. Luck alone does that 1 time in 9.'],
      second: 'A difference like this is within what luck does.',
    });
  });

  it('is in words, not in decimals', () => {
    assert.deepEqual(saidOfItems([290, 310, 268]), {
      headline: 'Higher than usual, and unlikely to be luck',
      claim: 'These items were higher than almost all recent ones.',
      meaning: ['The usual range is 198 to 275. Of 3 new items, 2 were above it, 1 within it and 0 below.'],
      second: 'A difference like this is unlikely to be luck.',
    });
    assert.equal(saidOfItems([290, 310]).headline, 'Higher than usual, but it could be luck');
    assert.equal(saidOfItems([250, 268, 241]).headline, 'Looks like the usual range');
    assert.equal(saidOfItems([230]).meaning[0], 'The usual range is 198 to 275. The one new item was within it.');
  });

  it('is the other way round where lower is better', () => {
    assert.equal(saidOfItems([100, 110, 120], 'lower').headline, 'Lower than usual as hoped, and unlikely to be luck');
    assert.equal(saidOfItems([100, 110, 120], 'lower').claim, 'These items were lower than almost all recent ones.');
    assert.match(saidOfItems([290, 310, 320], 'lower').headline, /^Higher than usual, where lower is better/);
  });

  it('has percentages where the items are shares', () => {
    const side = (counts: readonly number[]): Figures => ({
      kind: 'shares',
      shares: counts.map((count) => ({ count, of: 800 })),
    });
    const reading = readPilot({
      design: 'usual_range',
      metric: 'share',
      better: 'higher',
      before: side([40, 33, 38, 41, 36, 39]),
      after: side([52, 60]),
    });
    assert.deepEqual(sayReading(words, reading, nouns).meaning, [
      'All 2 were above the usual range of 4.1% to 5.1%. Luck alone does that 1 time in 28.',
    ]);
  });
});

describe('what is said of small shares', () => {
  it('never shows them as nothing', () => {
    const side = (counts: readonly number[]): Figures => ({
      kind: 'shares',
      shares: counts.map((count) => ({ count, of: 10_000 })),
    });
    const [before, after] = [side([3, 4, 2, 3, 4, 3]), side([7, 8])];
    const reading = readPilot({ design: 'usual_range', metric: 'share', better: 'higher', before, after });
    assert.match(sayReading(words, reading, nouns).meaning[0] ?? '', /usual range of 0.02% to 0.04%/);
  });
});

describe('what is said of times and ratings', () => {
  const read = (metric: 'time' | 'rating', before: readonly number[], after: readonly number[]): Said =>
    sayReading(
      words,
      readPilot({
        design: 'before_after',
        metric,
        better: 'higher',
        before: { kind: 'values', values: before },
        after: { kind: 'values', values: after },
      }),
      nouns,
    );

  it('is the middle of times, and luck in words', () => {
    assert.deepEqual(read('time', [12, 14, 9, 16, 13], [5, 6, 4, 8, 7]), {
      headline: "Here's what we saw",
      meaning: ['The middle value was 13 before and 6 after.'],
      second: 'A difference like this is unlikely to be luck.',
    });
  });

  it('is how many said 4 or 5, never an average', () => {
    assert.deepEqual(read('rating', [3, 4, 2, 3, 5, 3], [4, 5, 3, 4, 5, 4]).meaning, [
      'Said 4 or 5: 2 of 6 before, 5 of 6 after.',
    ]);
  });

  it('has the two versions of a split', () => {
    const side = (...values: number[]): Figures => ({ kind: 'values', values });
    const said = (metric: 'time' | 'rating') =>
      readPilot({ design: 'split', metric, better: 'higher', before: side(3, 4), after: side(5, 4) });
    assert.match(
      sayReading(words, said('time'), nouns).meaning[0] ?? '',
      /3.5 with the old version and 4.5 with the new/,
    );
    assert.match(sayReading(words, said('rating'), nouns).meaning[0] ?? '', /1 of 2 with the old version, 2 of 2 with/);
  });

  it('compares nothing with fewer than five on a side', () => {
    assert.equal(
      read('time', [12, 14, 9, 16], [5, 6, 4, 8, 7]).second,
      'Too few to compare: that takes at least 5 on each side.',
    );
  });
});

/** What no design of its kind may say, whatever came out. */
const never: Readonly<Record<Design, RegExp>> = {
  split: /\b(everyone|always)\b/i,
  before_after: /\b(because|caused?|causes|drove|driven|led to|proved?|significant)/i,
  usual_range: /\bcaus|\d[.,]\d+ ?%? (?:higher|lower|more|up|down)|(?:up|rose|fell|down) (?:by )?\d/i,
  look_and_learn: /\b(up|down|better|worse|higher|lower|more|fewer|luck|range|difference|matter)\b/i,
};

describe('whatever came out', () => {
  const shareFigures: fc.Arbitrary<Figures> = fc
    .array(shares, { minLength: 1, maxLength: 14 })
    .map((list) => ({ kind: 'shares', shares: list }));
  const valueFigures: fc.Arbitrary<Figures> = fc
    .array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 14 })
    .map((values) => ({ kind: 'values', values }));
  const readings: fc.Arbitrary<Reading> = fc
    .tuple(fc.constantFrom(...designs), fc.constantFrom(...metricKinds), yardsticks)
    .chain(([design, metric, yardstick]) => {
      const figures = metric === 'share' ? shareFigures : valueFigures;
      return fc
        .tuple(figures, figures)
        .map(([before, after]) => readPilot({ design, metric, ...yardstick, before, after }));
    });

  it('a design never says what it cannot show', () => {
    fc.assert(
      fc.property(readings, (reading) => {
        const { headline, claim = '', meaning, second = '' } = sayReading(words, reading, nouns);
        const text = [headline, claim, ...meaning, second].join(' ');
        assert.doesNotMatch(text, never[reading.design]);
        assert.equal(findOverclaim(text, reading.design), undefined);
      }),
      { numRuns: 500 },
    );
  });

  it('a story has no verdict', () => {
    for (const metric of metricKinds) {
      const reading = readPilot({ design: 'look_and_learn', metric, better: 'higher' });
      assert.equal(verdictIn(reading), undefined);
      assert.deepEqual(sayReading(words, reading, nouns), { headline: "Here's what we saw and heard", meaning: [] });
    }
  });

  it('without a before figure it is a story', () => {
    const after: Figures = { kind: 'shares', shares: [{ count: 171, of: 2385 }] };
    const reading = readPilot({ design: 'before_after', metric: 'share', better: 'higher', worthwhile: 0.01, after });
    assert.equal(reading.kind, 'story');
  });
});
