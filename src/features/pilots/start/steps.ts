import type { Kysely } from 'kysely';
import { weekdayName } from '../../../cards/dates.ts';
import type { Choice } from '../../../cards/elements.ts';
import { pilotPlanForm } from '../../../cards/pilots/plan-form.ts';
import { pilotIdeaForm, pilotMeasureForm } from '../../../cards/pilots/start-forms.ts';
import type { Words } from '../../../cards/words.ts';
import type { FormEvent } from '../../../chat/event.ts';
import type { Person } from '../../../chat/person.ts';
import { form, type Reply } from '../../../chat/reply.ts';
import type { Calendar } from '../../../scheduling/calendar.ts';
import type { Database } from '../../../storage/schema.ts';
import type { PilotIdea } from '../../../storage/tables/pilots.ts';
import { audiencesFor, audienceValue } from '../audience.ts';
import { channelIds, channelName, contentTypeName, contentTypes, isChannel, metricsOn } from '../channels.ts';
import type { Complaints } from '../check.ts';
import { hasWorthwhile, lacksBefore, type Pilot } from '../pilot.ts';
import { usualDates } from '../schedule.ts';
import { similarPilots } from '../similar.ts';
import { lastTeamOf } from '../store/pilots.ts';
import { writeFigures } from '../typed-figures.ts';
import { viewerFor } from '../visibility.ts';
import { sayNoticeable, worthwhileToBegin } from '../worthwhile.ts';

/** What each step of a set-up shows: the draft as it stands, or what was typed where it was not right. */

type Typed = FormEvent['inputs'];

export interface IdeaShown {
  readonly state: string;
  readonly idea: PilotIdea;
  readonly channel: string;
  readonly content_type: string;
}

export function ideaStep(words: Words, shown: IdeaShown, complaints?: Complaints): Reply {
  const view = {
    ...shown,
    contentType: shown.content_type,
    channels: channelChoices(words),
    contentTypes: contentTypes.map((type) => ({ value: type, title: contentTypeName(words, type) })),
  };
  return form(pilotIdeaForm(words, view), complaints);
}

/** Where content can go out; not the channels of a chat. */
export function channelChoices(words: Words): Choice[] {
  return channelIds.map((channel) => ({ value: channel, title: channelName(words, channel) }));
}

interface StepShown {
  readonly pilot: Pilot;
  readonly person: Person;
  readonly typed?: Typed;
}

export async function measureStep(
  db: Kysely<Database>,
  words: Words,
  { pilot, person, typed }: StepShown,
  complaints?: Complaints,
): Promise<Reply> {
  const { plan } = pilot;
  const view = {
    state: pilot.id,
    tried: await similarPilots(db, words, { pilot, viewer: await viewerFor(db, person) }),
    metric: typed?.metric ?? plan.metric,
    metrics: metricsOn(pilot.channel).map((metric) => ({
      value: metric,
      title: words(`pilots.metric.${metric}.name`),
    })),
    ownMetric: typed?.ownMetric ?? plan.ownMetric ?? '',
    design: typed?.design ?? plan.design,
    before: typed?.before ?? writeFigures(plan.before),
    source: typed?.source ?? plan.beforeSource ?? '',
    unusual: typed ? typed.unusual === 'true' : (plan.unusualBefore ?? false),
  };
  return form(pilotMeasureForm(words, view), complaints);
}

interface PlanShown extends StepShown {
  readonly calendar: Calendar;
  readonly now: Date;
}

export async function planStep(
  db: Kysely<Database>,
  words: Words,
  { pilot, person, typed, calendar, now }: PlanShown,
  complaints?: Complaints,
): Promise<Reply> {
  const { plan } = pilot;
  const dates = usualDates(now, calendar);
  const guard = words(`pilots.guard.${isChannel(pilot.channel) ? pilot.channel : 'other'}`);
  const view = {
    state: pilot.id,
    running: pilot.state !== 'draft',
    says: saysOf(words, pilot),
    ...(lacksBefore(pilot) && { noBefore: noBeforeOf(typed?.noBefore ?? (plan.baselineFirst ? 'baseline' : '')) }),
    ...(hasWorthwhile(plan) && { worthwhile: typed?.worthwhile ?? worthwhileToBegin(plan) }),
    starts: typed?.starts ?? pilot.starts_on ?? dates.starts,
    ends: typed?.ends ?? pilot.ends_on ?? dates.ends,
    midway: typed?.midway ?? String(plan.midwayDay ?? 5),
    midways: midwayChoices(words),
    guard: typed?.guard ?? plan.guard ?? guard,
    stopRule: typed?.stopRule ?? plan.stopRule ?? '',
    team: typed?.team ?? (pilot.team || (await lastTeamOf(db, person.id))),
    audience: typed?.audience ?? audienceValue(pilot),
    audiences: await audiencesFor(db, words, person.id),
  };
  return form(pilotPlanForm(words, view), complaints);
}

function noBeforeOf(value: string): 'baseline' | 'story' | '' {
  return value === 'baseline' || value === 'story' ? value : '';
}

function midwayChoices(words: Words): Choice[] {
  const days = [1, 2, 3, 4, 5].map((day) => ({
    value: String(day),
    title: words('pilots.plan.midwayDay', { day: weekdayName(day) }),
  }));
  return [...days, { value: 'none', title: words('pilots.plan.midwayNone') }];
}

function saysOf(words: Words, pilot: Pilot): string[] {
  const design = words(`pilots.design.${pilot.plan.design}`);
  return [words('pilots.plan.designFits', { design }), ...sayNoticeable(words, pilot.plan)];
}
