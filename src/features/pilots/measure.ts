import type { Kysely } from 'kysely';
import { pilotLimits, pilotMeasureForm } from '../../cards/pilot-start-forms.ts';
import type { Words } from '../../cards/words.ts';
import type { FormEvent } from '../../chat/event.ts';
import type { Form } from '../../chat/form.ts';
import type { Person } from '../../chat/person.ts';
import { form, note, type Reply } from '../../chat/reply.ts';
import type { Database, PilotPlan } from '../../storage/schema.ts';
import type { Handling } from '../feature.ts';
import { fittingDesign, isMetric, metricOf, metricsOn } from './channels.ts';
import { type Complaints, complaintsAbout } from './check.ts';
import type { Pilot } from './pilot.ts';
import { openPlan } from './plan.ts';
import { similarPilots } from './similar.ts';
import { backToIdea, draftFor } from './start.ts';
import { changePilot } from './store.ts';
import { readFigures, writeFigures } from './typed-figures.ts';
import { viewerFor } from './visibility.ts';

/** The second step: what others tried before, what is measured, how it is compared, and the figures from before. */

interface MeasureShown {
  readonly pilot: Pilot;
  readonly person: Person;
  /** What was typed, where it was not right. */
  readonly typed?: FormEvent['inputs'];
}

export async function measureForm(
  db: Kysely<Database>,
  words: Words,
  shown: MeasureShown,
  complaints?: Complaints,
): Promise<Reply> {
  return form(await formFor(db, words, shown), complaints);
}

async function formFor(db: Kysely<Database>, words: Words, { pilot, person, typed }: MeasureShown): Promise<Form> {
  const { plan } = pilot;
  return pilotMeasureForm(words, {
    state: pilot.id,
    tried: await similarPilots(db, words, { pilot, viewer: await viewerFor(db, person) }),
    metric: typed?.metric ?? plan.metric,
    metrics: metricsOn(pilot.channel).map((metric) => ({ value: metric, title: words(`pilots.metric.${metric}.name`) })),
    ownMetric: typed?.ownMetric ?? plan.ownMetric ?? '',
    design: typed?.design ?? plan.design,
    before: typed?.before ?? writeFigures(plan.before),
    source: typed?.source ?? plan.beforeSource ?? '',
    unusual: typed ? typed.unusual === 'true' : (plan.unusualBefore ?? false),
  });
}

/** The second step was sent. */
export async function keepMeasure(event: FormEvent, { trx, words, now }: Handling): Promise<Reply> {
  const { inputs, person } = event;
  const pilot = await draftFor(trx, event);
  if (!pilot) return note(words('core.goneForm'));
  if (event.button === 'back') return backToIdea(trx, words, pilot);
  const { plan, complaints } = readMeasure(words, pilot, inputs);
  if (Object.keys(complaints).length > 0) return measureForm(trx, words, { pilot, person, typed: inputs }, complaints);
  const kept = await changePilot(trx, pilot.id, { plan, touched_at: now });
  return openPlan(trx, words, { pilot: kept, person, now });
}

function readMeasure(
  words: Words,
  pilot: Pilot,
  inputs: FormEvent['inputs'],
): { plan: PilotPlan; complaints: Complaints } {
  const of = (id: string) => (inputs[id] ?? '').trim();
  const isOffered = isMetric(inputs.metric) && metricsOn(pilot.channel).includes(inputs.metric);
  const metric = isOffered ? (inputs.metric ?? '') : pilot.plan.metric;
  const { kind } = metricOf({ metric });
  const design = fittingDesign(kind, inputs.design);
  const before = of('before') === '' ? {} : readFigures(words, { metric, design }, of('before'));
  const { midwayDay, guard, stopRule, worthwhile, baselineFirst } = pilot.plan;
  return {
    plan: {
      ...{ midwayDay, guard, stopRule, worthwhile, baselineFirst },
      metric,
      design,
      ...(of('ownMetric') !== '' && { ownMetric: of('ownMetric') }),
      ...(before.figures && { before: before.figures }),
      ...(of('source') !== '' && { beforeSource: of('source') }),
      ...(inputs.unusual === 'true' && { unusualBefore: true }),
    },
    complaints: {
      ...complaintsAbout(words, { ownMetric: of('ownMetric'), source: of('source') }, {
        limit: pilotLimits.short,
        optional: true,
      }),
      ...(!isOffered && { metric: words('pilots.check.pick') }),
      ...(before.complaint && { before: before.complaint }),
    },
  };
}
