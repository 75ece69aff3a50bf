import type { Transaction } from 'kysely';
import { pilotLimits } from '../../../cards/pilots/start-forms.ts';
import type { Words } from '../../../cards/words.ts';
import type { FormEvent } from '../../../chat/event.ts';
import type { Person } from '../../../chat/person.ts';
import { note, type Reply } from '../../../chat/reply.ts';
import type { Calendar } from '../../../scheduling/calendar.ts';
import { loadCalendar } from '../../../scheduling/store.ts';
import type { Database } from '../../../storage/schema.ts';
import type { PilotPlan } from '../../../storage/tables/pilots.ts';
import type { Handling } from '../../feature.ts';
import { readAudience } from '../audience.ts';
import { type Complaints, complaintsAbout } from '../check.ts';
import type { PilotsDeps } from '../deps.ts';
import { readWorthwhile } from '../figures/changes.ts';
import { sayQuestion } from '../figures/questions.ts';
import { hasWorthwhile, lacksBefore, type Pilot } from '../pilot.ts';
import { checkDates, todayOf } from '../schedule.ts';
import { lockOwnPilot, type PilotChange } from '../store/pilots.ts';
import { begin } from './begin.ts';
import { change } from './change.ts';
import { measureStep, planStep } from './steps.ts';

/** The third step was sent: dates, what would be worth it, who sees it. Then it runs; sent again later, it changes. */
export async function keepPlan(deps: PilotsDeps, event: FormEvent, handling: Handling): Promise<Reply> {
  const { trx, words, now } = handling;
  const { inputs, person } = event;
  const pilot = await lockOwnPilot(trx, event.state, person.id);
  if (!pilot || (pilot.state !== 'draft' && pilot.state !== 'running')) return note(words('core.goneForm'));
  if (event.button === 'back') return measureStep(trx, words, { pilot, person });
  const calendar = await loadCalendar(trx, person.id, deps.organisation);
  const read = await readPlan(trx, words, { pilot, inputs, person, calendar, now });
  if (!read.change) return planStep(trx, words, { pilot, person, typed: inputs, calendar, now }, read.complaints);
  const changing = { pilot, change: read.change, calendar, event };
  return pilot.state === 'draft' ? begin(deps, changing, handling) : change(deps, changing, handling);
}

interface Reading {
  readonly pilot: Pilot;
  readonly inputs: FormEvent['inputs'];
  readonly person: Person;
  readonly calendar: Calendar;
  readonly now: Date;
}

async function readPlan(
  trx: Transaction<Database>,
  words: Words,
  { pilot, inputs, person, calendar, now }: Reading,
): Promise<{ change?: PilotChange; complaints: Complaints }> {
  const of = (id: string) => (inputs[id] ?? '').trim();
  const audience = await readAudience(trx, person.id, inputs.audience);
  const dates = { starts: of('starts'), ends: of('ends') };
  const wrongDates = checkDates(dates, todayOf(now, calendar));
  const { plan, complaints: aboutPlan } = readRules(words, pilot, inputs);
  const complaints = {
    ...aboutPlan,
    ...(wrongDates.starts && { starts: words(`pilots.check.${wrongDates.starts}`) }),
    ...(wrongDates.ends && { ends: words(`pilots.check.${wrongDates.ends}`) }),
    ...complaintsAbout(words, { team: of('team') }, { limit: pilotLimits.team, optional: true }),
    ...(!audience && { audience: words('pilots.check.audience') }),
  };
  if (!audience || Object.keys(complaints).length > 0) return { complaints };
  const change = { plan, starts_on: dates.starts, ends_on: dates.ends, team: of('team'), ...audience };
  return { change, complaints };
}

function readRules(
  words: Words,
  pilot: Pilot,
  inputs: FormEvent['inputs'],
): { plan: PilotPlan; complaints: Complaints } {
  const of = (id: string) => (inputs[id] ?? '').trim();
  const { baselineFirst: _, midwayDay: __, worthwhile: ___, ...kept } = pilot.plan;
  const isStory = lacksBefore(pilot) && inputs.noBefore === 'story';
  const plan: PilotPlan = {
    ...kept,
    ...(isStory && { design: 'look_and_learn' }),
    guard: of('guard'),
    stopRule: of('stopRule'),
  };
  const midway = Number(inputs.midway);
  const worthwhile = hasWorthwhile(plan) ? readWorthwhile(of('worthwhile')) : undefined;
  const needsChoice = lacksBefore(pilot) && inputs.noBefore !== 'story' && inputs.noBefore !== 'baseline';
  return {
    plan: {
      ...plan,
      ...(lacksBefore(pilot) && inputs.noBefore === 'baseline' && { baselineFirst: true }),
      ...(midway >= 1 && midway <= 7 && { midwayDay: midway }),
      ...(worthwhile?.value !== undefined && { worthwhile: worthwhile.value }),
    },
    complaints: {
      ...complaintsAbout(words, { guard: of('guard'), stopRule: of('stopRule') }, { limit: pilotLimits.short }),
      ...(needsChoice && { noBefore: words('pilots.plan.noBeforeMissing') }),
      ...(worthwhile?.question && { worthwhile: sayQuestion(words, worthwhile.question) }),
    },
  };
}
