import assert from 'node:assert/strict';
import { type ReasonView, reasonSentence } from '../../../src/cards/highlights/reason.ts';
import { wordsFor } from '../../../src/cards/words.ts';

const places = { from: 'Comms', to: 'Housing' };

function sentence(reason: Partial<ReasonView>): string {
  const whole = { kind: 'cares', threads: 3, about: ['survey', 'wording'], hears: 'never', weeks: 0, ...reason };
  return reasonSentence(wordsFor('en'), whole as ReasonView, places);
}

describe('the reason for a highlight', () => {
  it('is one plain sentence', () => {
    assert.equal(
      sentence({ hears: 'nothing-for-weeks', weeks: 9 }),
      'Housing took part in three threads about survey and wording, and has heard nothing from Comms for nine weeks.',
    );
    assert.equal(
      sentence({ about: ['survey'] }),
      'Housing took part in three threads about survey, and has not heard from Comms yet.',
    );
    assert.equal(
      sentence({ threads: 1, about: [], hears: 'rarely' }),
      'Housing took part in one thread like this, and rarely hears from Comms.',
    );
    assert.equal(
      sentence({ threads: 12, about: [], hears: 'now-and-then' }),
      'Housing took part in 12 threads like this.',
    );
    assert.equal(
      sentence({ threads: 0, hears: 'nothing-for-weeks', weeks: 30 }),
      'Housing has people who may care, and has heard nothing from Comms for 30 weeks.',
    );
    assert.match(sentence({ kind: 'chance' }), /^Picked by chance/);
  });

  it('has at most 25 words, whatever it says', () => {
    for (const threads of [0, 1, 4])
      for (const about of [[], ['survey', 'wording']])
        for (const hears of ['nothing-for-weeks', 'never', 'rarely', 'now-and-then'] as const) {
          const said = sentence({ threads, about, hears, weeks: 11 });
          assert.ok(
            said.split(' ').length <= 25 && said.endsWith('.') && !said.includes('{{') && !said.includes('matching.'),
            said,
          );
        }
  });
});
