import { calendarDay } from '../../cards/dates.ts';
import { pilotBeforeForm } from '../../cards/pilots/result-forms.ts';
import { pilotLimits } from '../../cards/pilots/start-forms.ts';
import type { ActionEvent, FormEvent } from '../../chat/event.ts';
import { form, note, type Reply } from '../../chat/reply.ts';
import type { Handling } from '../feature.ts';
import { metricName } from './channels.ts';
import { complaintsAbout } from './check.ts';
import { settleNudge } from './check-in.ts';
import type { PilotsDeps } from './deps.ts';
import { refreshOwnCard } from './own-card.ts';
import { isOpen, lacksBefore, titleOf } from './pilot.ts';
import { changePilot, lockOwnPilot } from './store/pilots.ts';
import { readTyped } from './typed-figures.ts';

/** [Add the figures from before]: where a pilot began by collecting them. */
export async function openBefore(event: ActionEvent, { trx, words }: Handling): Promise<Reply> {
  const pilot = await lockOwnPilot(trx, event.values.pilot, event.person.id);
  if (!pilot || !isOpen(pilot) || !lacksBefore(pilot)) return note(words('pilots.own.gone'));
  const view = { state: pilot.id, title: titleOf(pilot), measured: metricName(words, pilot.plan) };
  return form(pilotBeforeForm(words, { ...view, before: '', source: '' }));
}

export async function keepBefore(deps: PilotsDeps, event: FormEvent, { trx, words, now }: Handling): Promise<Reply> {
  const pilot = await lockOwnPilot(trx, event.state, event.person.id);
  if (!pilot || !isOpen(pilot) || !lacksBefore(pilot)) return note(words('pilots.own.gone'));
  const [typed = '', source = ''] = [event.inputs.before, event.inputs.source?.trim()];
  const { figures, complaint } = readTyped(words, pilot.plan, typed);
  const complaints = {
    ...complaintsAbout(words, { source }, { limit: pilotLimits.short, optional: true }),
    ...(complaint && { before: complaint }),
  };
  if (!figures || Object.keys(complaints).length > 0) {
    const view = { state: pilot.id, title: titleOf(pilot), measured: metricName(words, pilot.plan) };
    return form(pilotBeforeForm(words, { ...view, before: typed, source }), complaints);
  }
  const plan = { ...pilot.plan, before: figures, ...(source && { beforeSource: source }) };
  const kept = await changePilot(trx, pilot.id, { plan, touched_at: now });
  const said = words('pilots.beforeForm.saved', { when: calendarDay(kept.starts_on ?? '') });
  await settleNudge(deps, trx, { pilot, kind: 'baseline', text: said });
  await refreshOwnCard(deps, trx, words, kept);
  return note(said);
}
