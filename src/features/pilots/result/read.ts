import { pilotLimits } from '../../../cards/pilots/start-forms.ts';
import type { Words } from '../../../cards/words.ts';
import type { FormEvent } from '../../../chat/event.ts';
import type { PilotDraft, PilotPlan, PilotResult } from '../../../storage/tables/pilots.ts';
import { metricOf } from '../channels.ts';
import { type Complaints, complaintsAbout } from '../check.ts';
import { sayQuestion } from '../figures/questions.ts';
import { differsFromStart } from '../figures/shares.ts';
import { comparesFigures, goesAgainst, type Pilot, readingOf } from '../pilot.ts';
import { findOverclaim, sayOverclaim, type Way } from '../statistics/overclaim.ts';
import { sumOfShares } from '../statistics/shares.ts';
import { readTyped, sameFigures, writeFigures } from '../typed-figures.ts';
import { type Asks, draftOf } from './steps.ts';

/** What was written as a result: figures checked, words looked at, and kind questions about what is odd. */

interface ReadResult {
  readonly draft: PilotDraft;
  readonly complaints: Complaints;
  /** The questions that were asked about it, with what was answered so far: they stay until all is right. */
  readonly asks: Asks;
}

export function readResult(words: Words, pilot: Pilot, inputs: FormEvent['inputs']): ReadResult {
  const of = (id: string) => (inputs[id] ?? '').trim();
  const before = draftOf(pilot);
  const figures = readBothSides(words, pilot, inputs);
  const quotes = readQuotes(of('quotes'));
  const heardBy = Number(of('heardBy'));
  const next = (['scale', 'adapt', 'stop', 'open'] as const).find((each) => each === inputs.next);
  const { after: _, heardBy: __, story: ___, ...rest } = before.result;
  const result: PilotResult = {
    ...rest,
    quotes,
    guard: of('guard'),
    learned: of('learned'),
    next: next ?? 'open',
    nextWhy: of('nextWhy'),
    ...(figures.after && { after: figures.after }),
    ...(figures.story && { story: true }),
    ...(heardBy > 0 && { heardBy: Math.round(heardBy) }),
  };
  const draft = { ...before, result, plan: figures.plan };
  const complaints = {
    ...figures.complaints,
    ...complaintsAbout(words, { learned: of('learned') }, { limit: pilotLimits.long }),
    ...complaintsAbout(
      words,
      { guard: of('guard'), nextWhy: of('nextWhy') },
      { limit: pilotLimits.short, optional: true },
    ),
    ...(!next && { next: words('pilots.check.pick') }),
    ...(quotes.length > mostQuotes && { quotes: words('pilots.result.tooManyQuotes', { most: mostQuotes }) }),
  };
  const wrong = Object.keys(complaints).length > 0 ? complaints : questionsAbout(words, draft, inputs);
  return { draft, complaints: wrong, asks: asksOf(inputs, wrong) };
}

/** A question about the form as a whole has its choice of answers in the form. */
function asksOf(inputs: FormEvent['inputs'], complaints: Complaints): Asks {
  return {
    ...((inputs.beforeIs !== undefined || complaints[askBefore]) && { before: inputs.beforeIs ?? '' }),
    ...((inputs.wording !== undefined || complaints[askWording]) && { wording: inputs.wording ?? '' }),
  };
}

/** Complaints that belong to no field that is there yet. */
const askBefore = 'ask-before';
const askWording = 'ask-wording';

const mostQuotes = 5;

/** One on each line. */
function readQuotes(text: string): string[] {
  return text
    .split(/\n+/)
    .map((quote) => quote.trim().replace(/^["“'‘]|["”'’]$/g, ''))
    .filter((quote) => quote !== '');
}

interface BothSides {
  readonly plan: PilotPlan;
  readonly after?: PilotResult['after'];
  readonly story?: boolean;
  readonly complaints: Complaints;
}

function readBothSides(words: Words, pilot: Pilot, inputs: FormEvent['inputs']): BothSides {
  const { plan } = pilot;
  if (!comparesFigures(pilot)) return { plan, complaints: {} };
  if (inputs.story === 'true') return { plan, story: true, complaints: {} };
  const [before, after] = [readSide(words, plan, inputs.before), readSide(words, plan, inputs.after)];
  const complaints = {
    ...(before.complaint && { before: before.complaint }),
    ...(after.complaint && { after: after.complaint }),
  };
  if (!before.figures || !after.figures) return { plan, complaints };
  const differs = plan.before !== undefined && plan.design !== 'split' && !sameFigures(plan.before, before.figures);
  if (differs && inputs.beforeIs !== 'new' && inputs.beforeIs !== 'start') {
    return { plan, complaints: { [askBefore]: whichBefore(words, plan, before.figures) } };
  }
  const kept = differs && inputs.beforeIs === 'start' ? plan.before : before.figures;
  return { plan: { ...plan, ...(kept && { before: kept }) }, after: after.figures, complaints };
}

function readSide(words: Words, plan: PilotPlan, typed = ''): ReturnType<typeof readTyped> {
  return typed.trim() === '' ? { complaint: words('pilots.check.needsFigures') } : readTyped(words, plan, typed);
}

/** "At the start you wrote 118 of 2,410. Now it is 181 of 2,410. Which one holds?" */
function whichBefore(words: Words, { before }: PilotPlan, now: NonNullable<PilotPlan['before']>): string {
  if (before?.kind === 'shares' && now.kind === 'shares') {
    const question = differsFromStart(sumOfShares(before.shares), sumOfShares(now.shares));
    if (question) return sayQuestion(words, question);
  }
  const inOneLine = (figures: typeof before) => writeFigures(figures).replaceAll('\n', ', ');
  return words('pilots.result.beforeDiffers', { from: inOneLine(before), to: inOneLine(now) });
}

/** Asked once all figures are right: a decision against them, and words that say more than they can. */
function questionsAbout(words: Words, { result, plan }: PilotDraft, inputs: FormEvent['inputs']): Complaints {
  const reading = readingOf({ plan, result });
  if (goesAgainst(reading, result.next) && result.nextWhy === '') {
    return { nextWhy: words('pilots.result.nextAgainst') };
  }
  const overclaim = findOverclaim(result.learned, plan.design);
  if (!overclaim || inputs.wording === 'keep') return {};
  return { [askWording]: sayOverclaim(words, overclaim, wayOf(plan, result)) };
}

/** Which way the figure itself went. */
function wayOf(plan: PilotPlan, result: PilotResult): Way {
  const reading = readingOf({ plan, result });
  if (reading.kind === 'story') return 'same';
  const improvement = reading.kind === 'shares' ? reading.diff : (reading.luck?.side ?? 0);
  const isUp = reading.kind === 'shares' && metricOf(plan).better === 'lower' ? -improvement : improvement;
  return isUp > 0 ? 'up' : isUp < 0 ? 'down' : 'same';
}
