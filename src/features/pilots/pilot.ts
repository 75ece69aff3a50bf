import { cut } from '../../base/text.ts';
import type { Row } from '../../storage/schema.ts';
import { channelWithCaveat, metricOf } from './channels.ts';
import { type Caveat, caveatsOf } from './statistics/caveats.ts';
import { outcomeOf } from './statistics/outcome.ts';
import { type Reading, readPilot, verdictIn } from './statistics/reading.ts';

export type Pilot = Row<'pilot'>;
export type Note = Row<'pilot_note'>;
export type Edit = Row<'pilot_edit'>;

/*
 * The life of a pilot:
 *
 *   draft       being set up; only its owner knows of it
 *   running     set up: from here on its metric stays as it is, and later changes of the rest are shown
 *   collecting  its last day and the days after it have passed: the results can be written
 *   finished    its result is written, and shown to whom its owner chose
 *   stopped     ended early, with a reason
 *   no_result   nobody wrote a result after a reminder; no blame, and it can be taken up again
 *   deleted     its words are gone; the row stays so that an old button can say so
 *
 * Whatever has ended can be taken up again. Nothing is ever "failed".
 */

export const endedStates = ['finished', 'stopped', 'no_result'] as const;
export const openStates = ['running', 'collecting'] as const;

export function hasEnded({ state }: Pick<Pilot, 'state'>): boolean {
  return endedStates.some((each) => each === state);
}

export function isOpen({ state }: Pick<Pilot, 'state'>): boolean {
  return openStates.some((each) => each === state);
}

/** Something can be read about what happened: a result, or why it was stopped. */
export function hasResult({ state }: Pick<Pilot, 'state'>): boolean {
  return state === 'finished' || state === 'stopped';
}

/** What it came to, read anew from its figures; they alone are kept. */
export function readingOf({ plan, result }: Pick<Pilot, 'plan' | 'result'>): Reading {
  const { kind, better } = metricOf(plan);
  return readPilot({
    design: result?.story ? 'look_and_learn' : plan.design,
    metric: kind,
    better,
    ...(plan.worthwhile !== undefined && { worthwhile: plan.worthwhile }),
    ...(plan.before && { before: plan.before }),
    ...(result?.after && { after: result.after }),
  });
}

/** What lists are filtered by. */
export function verdictColumns(pilot: Pick<Pilot, 'plan' | 'result'>): Pick<Pilot, 'verdict' | 'outcome'> {
  const verdict = verdictIn(readingOf(pilot));
  return { verdict: verdict ?? null, outcome: outcomeOf(verdict) };
}

export function caveatsFor(pilot: Pilot, notes: readonly Note[], edits: readonly Edit[]): Caveat[] {
  const { plan, result } = pilot;
  const channel = channelWithCaveat(pilot.channel);
  return caveatsOf({
    design: result?.story ? 'look_and_learn' : plan.design,
    reading: readingOf(pilot),
    better: metricOf(plan).better,
    ...(channel && { channel }),
    ...(plan.unusualBefore && { unusualBefore: true }),
    changes: notes.filter((note) => note.kind === 'changed').map((note) => note.text),
    edits: edits.map((edit) => ({ field: edit.field, from: edit.from_value, to: edit.to_value })),
    ...(pilot.stopped_because && { stoppedEarly: pilot.stopped_because }),
    own: result?.caveat ? [result.caveat] : [],
  });
}

/** What people call it: the owner's title, or what they set out to do. */
export function titleOf({ result, idea, borrowed_how }: Pick<Pilot, 'result' | 'idea' | 'borrowed_how'>): string {
  if (result?.title) return result.title;
  const doing = borrowed_how ? `${idea.doing} (${borrowed_how})` : idea.doing;
  return cut(doing.charAt(0).toUpperCase() + doing.slice(1), 120);
}

/** The design needs figures from before, and there are none yet. Of two halves, both come at the end. */
export function lacksBefore({ plan }: Pick<Pilot, 'plan'>): boolean {
  return (plan.design === 'before_after' || plan.design === 'usual_range') && plan.before === undefined;
}

/** Whether figures are asked for at the end, and compared. */
export function comparesFigures({ plan }: Pick<Pilot, 'plan'>): boolean {
  return plan.design !== 'look_and_learn';
}

/** Whether "the smallest change worth bothering with" means something: of shares, not of a usual range. */
export function hasWorthwhile(plan: Pick<Pilot['plan'], 'metric' | 'design'>): boolean {
  return metricOf(plan).kind === 'share' && (plan.design === 'before_after' || plan.design === 'split');
}

/** The owner goes against what the figures say; a reason helps the reader. */
export function goesAgainst(reading: Reading, next: NonNullable<Pilot['result']>['next']): boolean {
  const outcome = outcomeOf(verdictIn(reading));
  return (next === 'scale' && outcome === 'worse') || (next === 'stop' && outcome === 'better');
}

/** No two letters or digits in it that are mistaken for each other. */
const codeLetters = 'abcdefghjkmnpqrtuvwxyz2346789';
const codeLength = 5;

/** What people type to name a pilot; `random` gives numbers from 0 to below 1. */
export function makeCode(random: () => number): string {
  return Array.from({ length: codeLength }, () => codeLetters.charAt(Math.floor(random() * codeLetters.length))).join(
    '',
  );
}

/** As people may type it, or `undefined` where it can be none. */
export function readCode(typed: string): string | undefined {
  const code = typed.trim().replace(/^#/, '').toLowerCase();
  return new RegExp(`^[${codeLetters}]{${codeLength}}$`).test(code) ? code : undefined;
}
