import { calendarDay } from '../../../cards/dates.ts';
import { pilotLimits } from '../../../cards/pilot-start-forms.ts';
import type { Words } from '../../../cards/words.ts';
import type { FormEvent } from '../../../chat/event.ts';
import type { PersonId } from '../../../chat/ids.ts';
import { note, type Reply } from '../../../chat/reply.ts';
import { loadCalendar } from '../../../scheduling/store.ts';
import type { PilotDraft, PilotPlan, PilotResult } from '../../../storage/schema.ts';
import type { Handling } from '../../feature.ts';
import { metricOf } from '../channels.ts';
import { type Complaints, complaintsAbout } from '../check.ts';
import type { PilotsDeps } from '../deps.ts';
import { sayQuestion } from '../figures/questions.ts';
import { differsFromStart } from '../figures/shares.ts';
import { comparesFigures, goesAgainst, type Pilot, readingOf } from '../pilot.ts';
import { todayOf } from '../schedule.ts';
import { findOverclaim, sayOverclaim, type Way } from '../statistics/overclaim.ts';
import { sumOfShares } from '../statistics/shares.ts';
import { changePilot, lockOwnPilot } from '../store.ts';
import { readTyped, sameFigures, writeFigures } from '../typed-figures.ts';
import { type Asks, draftOf, resultStep, shareStep } from './steps.ts';

/*
 * Writing a result, in three steps that each keep what was typed: figures and what was learned (here), what else belongs
 * on the card and who sees it (`share.ts`), a look at it as others will see it (`preview.ts`).
 */

/** `/pilot result`, [Add results], and [Edit] afterwards. Peeking is not asked for: it opens on the day. */
export async function openResult(
  deps: PilotsDeps,
  { pilot: id, person }: { pilot: string | undefined; person: PersonId },
  { trx, words, now }: Handling,
): Promise<Reply> {
  const pilot = await lockOwnPilot(trx, id, person);
  if (!pilot || pilot.state === 'draft') return note(words('pilots.own.gone'));
  const calendar = await loadCalendar(trx, person, deps.organisation);
  const { collect_on } = pilot;
  if (pilot.state === 'running' && collect_on && todayOf(now, calendar) < collect_on) {
    return note(words('pilots.result.early', { when: calendarDay(collect_on) }));
  }
  return resultStep(words, { pilot });
}

/** The first step was sent. */
export async function keepResult(event: FormEvent, { trx, words }: Handling): Promise<Reply> {
  const { inputs, person } = event;
  const pilot = await lockOwnPilot(trx, event.state, person.id);
  if (!pilot || pilot.state === 'draft') return note(words('core.goneForm'));
  const { draft, complaints, asks } = readResult(words, pilot, inputs);
  if (Object.keys(complaints).length > 0) return resultStep(words, { pilot, typed: inputs, asks }, complaints);
  const kept = await changePilot(trx, pilot.id, { draft });
  return shareStep(trx, words, { pilot: kept });
}

interface ReadResult {
  readonly draft: PilotDraft;
  readonly complaints: Complaints;
  readonly asks: Asks;
}

function readResult(words: Words, pilot: Pilot, inputs: FormEvent['inputs']): ReadResult {
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
  if (Object.keys(complaints).length > 0) return { draft, complaints, asks: figures.asks };
  return questionsAbout(words, draft, inputs);
}

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
  readonly asks: Asks;
}

function readBothSides(words: Words, pilot: Pilot, inputs: FormEvent['inputs']): BothSides {
  const { plan } = pilot;
  if (!comparesFigures(pilot)) return { plan, complaints: {}, asks: {} };
  if (inputs.story === 'true') return { plan, story: true, complaints: {}, asks: {} };
  const [before, after] = [readSide(words, plan, inputs.before), readSide(words, plan, inputs.after)];
  const complaints = {
    ...(before.complaint && { before: before.complaint }),
    ...(after.complaint && { after: after.complaint }),
  };
  if (!before.figures || !after.figures) return { plan, complaints, asks: {} };
  const differs = plan.before !== undefined && plan.design !== 'split' && !sameFigures(plan.before, before.figures);
  if (differs && inputs.beforeIs !== 'new' && inputs.beforeIs !== 'start') {
    return { plan, complaints: { '': whichBefore(words, plan, before.figures) }, asks: { before: true } };
  }
  const kept = differs && inputs.beforeIs === 'start' ? plan.before : before.figures;
  return { plan: { ...plan, ...(kept && { before: kept }) }, after: after.figures, complaints, asks: {} };
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
function questionsAbout(words: Words, draft: PilotDraft, inputs: FormEvent['inputs']): ReadResult {
  const { result, plan } = draft;
  const reading = readingOf({ plan, result });
  if (goesAgainst(reading, result.next) && result.nextWhy === '') {
    return { draft, complaints: { nextWhy: words('pilots.result.nextAgainst') }, asks: {} };
  }
  const overclaim = findOverclaim(result.learned, plan.design);
  if (!overclaim || inputs.wording === 'keep') return { draft, complaints: {}, asks: {} };
  const suggestion = sayOverclaim(words, overclaim, wayOf(plan, result));
  return { draft, complaints: { '': suggestion }, asks: { wording: true } };
}

/** Which way the figure itself went. */
function wayOf(plan: PilotPlan, result: PilotResult): Way {
  const reading = readingOf({ plan, result });
  if (reading.kind === 'story') return 'same';
  const improvement = reading.kind === 'shares' ? reading.diff : (reading.luck?.side ?? 0);
  const isUp = reading.kind === 'shares' && metricOf(plan).better === 'lower' ? -improvement : improvement;
  return isUp > 0 ? 'up' : isUp < 0 ? 'down' : 'same';
}
