import { newId, parseId } from '../../../base/ids.ts';
import { cut } from '../../../base/text.ts';
import { pilotLimits } from '../../../cards/pilots/start-forms.ts';
import type { FormEvent } from '../../../chat/event.ts';
import type { Person } from '../../../chat/person.ts';
import { note, type Reply } from '../../../chat/reply.ts';
import { may } from '../../../people/roles.ts';
import type { PilotIdea, PilotPlan } from '../../../storage/tables/pilots.ts';
import type { Handling } from '../../feature.ts';
import { isChannel, isContentType, metricsOn, usualDesignOn } from '../channels.ts';
import { complaintsAbout } from '../check.ts';
import type { Pilot } from '../pilot.ts';
import { lockOwnPilot, saveDraft } from '../store/pilots.ts';
import { ideaStep, measureStep } from './steps.ts';

/*
 * Setting up a pilot, in three steps that each keep what was typed: the hunch (here), how it will be told whether it
 * worked (`measure.ts`), dates and who sees it (`plan.ts`). Until the last one it is a draft that its owner alone knows.
 */

/** `/pilot start`, or from a message whose words are a beginning. */
export async function openStart(person: Person, { trx, words }: Handling, said = ''): Promise<Reply> {
  if (!(await may(trx, person, 'pilots.start'))) return note(words('pilots.check.guest'));
  const idea = { doing: cut(said.trim(), pilotLimits.short), change: '', because: '', reaches: '' };
  return ideaStep(words, { state: newId<'pilot'>(), idea, channel: '', content_type: '' });
}

/** Goes on with a draft, from its first step, with everything that was typed in it and after it. */
export function resume(draft: Pilot, { words }: Handling): Reply {
  return ideaStep(words, { ...draft, state: draft.id });
}

/** The first step was sent. */
export async function keepIdea(event: FormEvent, { trx, words, now }: Handling): Promise<Reply> {
  const { inputs, person, state } = event;
  if (!(await may(trx, person, 'pilots.start'))) return note(words('pilots.check.guest'));
  const idea = readIdea(inputs);
  const [channel = '', contentType = ''] = [inputs.channel, inputs.contentType];
  const complaints = {
    ...complaintsAbout(words, { ...idea }, { limit: pilotLimits.short }),
    ...(!isChannel(channel) && { channel: words('pilots.check.pick') }),
    ...(!isContentType(contentType) && { contentType: words('pilots.check.pick') }),
  };
  const wrong = Object.keys(complaints).length > 0;
  if (wrong) return ideaStep(words, { state, idea, channel, content_type: contentType }, complaints);
  const id = parseId<'pilot'>(state);
  const before = await lockOwnPilot(trx, id, person.id);
  const draft =
    id &&
    (await saveDraft(trx, {
      id,
      idea,
      channel,
      content_type: contentType,
      now,
      owner: person.id,
      workspace: person.workspace,
      family: before?.family_id ?? id,
      plan: planFor(channel, before),
      borrowed_from: before?.borrowed_from ?? null,
      borrowed_how: before?.borrowed_how ?? null,
    }));
  return draft ? measureStep(trx, words, { pilot: draft, person }) : note(words('core.goneForm'));
}

function readIdea(inputs: FormEvent['inputs']): PilotIdea {
  const of = (id: string) => (inputs[id] ?? '').trim();
  return { doing: of('doing'), change: of('change'), because: of('because'), reaches: of('reaches') };
}

/** What is usual on a channel, unless something was chosen for this very channel before. */
export function planFor(channel: string, before?: Pick<Pilot, 'channel' | 'plan'>): PilotPlan {
  if (before?.channel === channel) return before.plan;
  const [metric = 'own_share'] = metricsOn(channel);
  const { before: _, beforeSource: __, unusualBefore: ___, guard: ____, ...kept } = before?.plan ?? {};
  return { ...kept, metric, design: usualDesignOn(channel) };
}
