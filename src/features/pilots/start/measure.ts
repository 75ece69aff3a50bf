import { pilotLimits } from '../../../cards/pilots/start-forms.ts';
import type { Words } from '../../../cards/words.ts';
import type { FormEvent } from '../../../chat/event.ts';
import { note, type Reply } from '../../../chat/reply.ts';
import { loadCalendar } from '../../../scheduling/store.ts';
import type { PilotPlan } from '../../../storage/tables/pilots.ts';
import type { Handling } from '../../feature.ts';
import { fittingDesign, isMetric, metricOf, metricsOn } from '../channels.ts';
import { type Complaints, complaintsAbout } from '../check.ts';
import type { PilotsDeps } from '../deps.ts';
import type { Pilot } from '../pilot.ts';
import { changePilot, lockDraft } from '../store/pilots.ts';
import { readTyped } from '../typed-figures.ts';
import { ideaStep, measureStep, planStep } from './steps.ts';

/** The second step was sent: what is measured, how it is compared, and the figures from before. */
export async function keepMeasure(deps: PilotsDeps, event: FormEvent, { trx, words, now }: Handling): Promise<Reply> {
  const { inputs, person } = event;
  const pilot = await lockDraft(trx, event.state, person.id);
  if (!pilot) return note(words('core.goneForm'));
  if (event.button === 'back') return ideaStep(words, { ...pilot, state: pilot.id });
  const { plan, complaints } = readMeasure(words, pilot, inputs);
  if (Object.keys(complaints).length > 0) return measureStep(trx, words, { pilot, person, typed: inputs }, complaints);
  const kept = await changePilot(trx, pilot.id, { plan, touched_at: now });
  const calendar = await loadCalendar(trx, person.id, deps.organisation);
  return planStep(trx, words, { pilot: kept, person, calendar, now });
}

function readMeasure(
  words: Words,
  { channel, plan }: Pilot,
  inputs: FormEvent['inputs'],
): { plan: PilotPlan; complaints: Complaints } {
  const of = (id: string) => (inputs[id] ?? '').trim();
  const [typed, ownMetric, source] = [of('before'), of('ownMetric'), of('source')];
  const metric = metricsOn(channel).find((each) => each === inputs.metric);
  const measured = { metric: metric ?? plan.metric, design: plan.design };
  const design = fittingDesign(metricOf(measured).kind, inputs.design);
  const before = typed === '' ? {} : readTyped(words, measured, typed);
  const { before: _, beforeSource: __, unusualBefore: ___, ownMetric: ____, ...rest } = plan;
  return {
    plan: {
      ...rest,
      metric: measured.metric,
      design,
      ...(ownMetric !== '' && { ownMetric }),
      ...(before.figures && { before: before.figures }),
      ...(source !== '' && { beforeSource: source }),
      ...(inputs.unusual === 'true' && { unusualBefore: true }),
    },
    complaints: {
      ...complaintsAbout(words, { ownMetric, source }, { limit: pilotLimits.short, optional: true }),
      ...(!isMetric(metric) && { metric: words('pilots.check.pick') }),
      ...(before.complaint && { before: before.complaint }),
    },
  };
}
