import type { Verdict } from './reading.ts';

/** Verdicts in a few plain heaps, for counts such as "2 better, 1 too close to call" and for filters. */
export type Outcome = 'better' | 'worse' | 'same' | 'open' | 'too_small' | 'story';

const outcomes: Readonly<Record<Verdict, Outcome>> = {
  clear_gain: 'better',
  gain_size_unsure: 'better',
  gain_too_slight: 'better',
  better_than_usual: 'better',
  clear_drop: 'worse',
  drop_size_unsure: 'worse',
  drop_too_slight: 'worse',
  worse_than_usual: 'worse',
  no_real_difference: 'same',
  too_close_to_call: 'open',
  perhaps_better: 'open',
  perhaps_worse: 'open',
  as_usual: 'open',
  too_small: 'too_small',
};

export function outcomeOf(verdict: Verdict | undefined): Outcome {
  return verdict ? outcomes[verdict] : 'story';
}
