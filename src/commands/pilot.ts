import { wordsFor } from '../cards/words.ts';
import { readAmount } from '../features/pilots/figures/numbers.ts';
import { type Question, sayQuestion } from '../features/pilots/figures/questions.ts';
import { readShare } from '../features/pilots/figures/shares.ts';
import type { Better } from '../features/pilots/statistics/design.ts';
import { type Judgement, judgeShares } from '../features/pilots/statistics/verdict.ts';

/** `outloud pilot`: two shares in, the verdict on them out. */

export interface PilotOptions {
  readonly before: string;
  readonly after: string;
  readonly worthwhile: string;
  readonly better: Better;
}

type Judged =
  | { readonly judgement: Judgement; readonly complaints?: undefined }
  | { readonly judgement?: undefined; readonly complaints: readonly string[] };

/** The difference is there for what is too small to tell as well. Complaints come all at once, each with its option. */
export function judge(options: PilotOptions): Judged {
  const [before, after, worthwhile] = [
    readShare(options.before),
    readShare(options.after),
    readProportion(options.worthwhile),
  ];
  if (before.value && after.value && worthwhile.value) {
    const yardstick = { worthwhile: worthwhile.value, better: options.better };
    const { diff, low, high, verdict } = judgeShares(before.value, after.value, yardstick);
    return { judgement: { diff, low, high, verdict } };
  }
  return {
    complaints: [
      ...inWords('--before', before.question),
      ...inWords('--after', after.question),
      ...(worthwhile.complaint ? [`--worthwhile: ${worthwhile.complaint}`] : []),
    ],
  };
}

function inWords(option: string, question: Question | undefined): string[] {
  return question ? [`${option}: ${sayQuestion(wordsFor('en'), question)}`] : [];
}

type Proportion =
  | { readonly value: number; readonly complaint?: undefined }
  | { readonly value?: undefined; readonly complaint: string };

/** `0.01` or `1%`. */
function readProportion(text: string): Proportion {
  const isPercent = /%\s*$/.test(text);
  const { value, question } = readAmount(text.replace(/%\s*$/, ''));
  if (question) return { complaint: sayQuestion(wordsFor('en'), question) };
  const proportion = isPercent ? value / 100 : value;
  if (proportion > 0 && proportion < 1) return { value: proportion };
  return { complaint: `"${text}" is not between 0 and 1. Write 0.01 or 1% for one in a hundred.` };
}
