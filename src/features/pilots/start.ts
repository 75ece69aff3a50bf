import type { Transaction } from 'kysely';
import { newId, parseId } from '../../base/ids.ts';
import type { Choice } from '../../cards/elements.ts';
import { pilotIdeaForm, pilotLimits } from '../../cards/pilot-start-forms.ts';
import type { Words } from '../../cards/words.ts';
import type { FormEvent } from '../../chat/event.ts';
import type { Form } from '../../chat/form.ts';
import type { Person } from '../../chat/person.ts';
import { form, note, type Reply } from '../../chat/reply.ts';
import type { Database, PilotId, PilotIdea } from '../../storage/schema.ts';
import type { Handling } from '../feature.ts';
import {
  channelIds,
  channelName,
  contentTypeName,
  contentTypes,
  isChannel,
  isContentType,
  metricsOn,
  usualDesignOn,
} from './channels.ts';
import { complaintsAbout } from './check.ts';
import { measureForm } from './measure.ts';
import type { Pilot } from './pilot.ts';
import { lockOwnPilot, saveDraft } from './store.ts';

/**
 * Setting up a pilot, in three steps that each keep what was typed: the hunch (here), how it will be told whether it
 * worked (`measure.ts`), dates and who sees it (`plan.ts`).
 */

/** `/pilot start` */
export async function openStart(person: Person, { words }: Handling): Promise<Reply> {
  if (person.external) return note(words('pilots.check.guest'));
  return form(ideaForm(words, { ...noIdea, state: newId<'pilot'>() }));
}

/** Goes on with a draft where it was left: at its first step, with everything that was typed in it and after it. */
export async function resume(draft: Pilot, { words }: Handling): Promise<Reply> {
  return form(ideaForm(words, { ...draft, contentType: draft.content_type, state: draft.id }));
}

const noIdea = { idea: { doing: '', change: '', because: '', reaches: '' }, channel: '', contentType: '' };

interface IdeaShown {
  readonly state: string;
  readonly idea: PilotIdea;
  readonly channel: string;
  readonly contentType: string;
}

function ideaForm(words: Words, shown: IdeaShown): Form {
  return pilotIdeaForm(words, {
    ...shown,
    channels: channelChoices(words),
    contentTypes: contentTypes.map((type) => ({ value: type, title: contentTypeName(words, type) })),
  });
}

/** Where content can go out; not the channels of a chat. */
export function channelChoices(words: Words): Choice[] {
  return channelIds.map((channel) => ({ value: channel, title: channelName(words, channel) }));
}

/** The first step was sent. */
export async function keepIdea(event: FormEvent, { trx, words, now }: Handling): Promise<Reply> {
  const { inputs, person, state } = event;
  if (person.external) return note(words('pilots.check.guest'));
  const idea = readIdea(inputs);
  const complaints = {
    ...complaintsAbout(words, { doing: idea.doing, change: idea.change, because: idea.because, reaches: idea.reaches }, {
      limit: pilotLimits.short,
    }),
    ...(!isChannel(inputs.channel) && { channel: words('pilots.check.pick') }),
    ...(!isContentType(inputs.contentType) && { contentType: words('pilots.check.pick') }),
  };
  const [channel, contentType] = [inputs.channel ?? '', inputs.contentType ?? ''];
  if (Object.keys(complaints).length > 0) return form(ideaForm(words, { state, idea, channel, contentType }), complaints);
  const id = parseId<'pilot'>(state);
  const before = await lockOwnPilot(trx, id, person.id);
  const draft =
    id &&
    (await saveDraft(trx, {
      id,
      owner: person.id,
      workspace: person.workspace,
      family: before?.family_id ?? id,
      idea,
      channel,
      content_type: contentType,
      plan: planFor(channel, before),
      borrowed_from: before?.borrowed_from ?? null,
      borrowed_how: before?.borrowed_how ?? null,
      now,
    }));
  return draft ? measureForm(trx, words, { pilot: draft, person }) : note(words('core.goneForm'));
}

function readIdea(inputs: FormEvent['inputs']): PilotIdea {
  const of = (id: string) => (inputs[id] ?? '').trim();
  return { doing: of('doing'), change: of('change'), because: of('because'), reaches: of('reaches') };
}

/** What is usual on a channel, unless something was chosen for this very channel before. */
export function planFor(channel: string, before?: Pick<Pilot, 'channel' | 'plan'>): Pilot['plan'] {
  if (before?.channel === channel) return before.plan;
  const [metric = 'own_share'] = metricsOn(channel);
  return { ...before?.plan, metric, design: usualDesignOn(channel) };
}

/** A draft of this person, about to go on. */
export async function draftFor(
  trx: Transaction<Database>,
  event: Pick<FormEvent, 'person' | 'state'>,
): Promise<(Pilot & { id: PilotId }) | undefined> {
  const pilot = await lockOwnPilot(trx, event.state, event.person.id);
  return pilot?.state === 'draft' ? pilot : undefined;
}
