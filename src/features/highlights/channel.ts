import { lengthOf } from '../../base/text.ts';
import { highlightChannelForm } from '../../cards/highlights/channel-form.ts';
import type { CommandEvent, FormEvent } from '../../chat/event.ts';
import type { ConversationId } from '../../chat/ids.ts';
import type { Person } from '../../chat/person.ts';
import { form, note, type Reply } from '../../chat/reply.ts';
import { noteChange } from '../../people/audit.ts';
import { placeOf } from '../../people/places.ts';
import { may } from '../../people/roles.ts';
import { findName } from '../../people/store.ts';
import { usualHours, widestHours } from '../../scheduling/calendar.ts';
import type { Handling } from '../feature.ts';
import type { HighlightsDeps } from './deps.ts';
import { type Channel, hasOutsiders, limits } from './highlight.ts';
import { findChannel, ownerOf, saveChannel } from './store/channels.ts';
import { unseenIn } from './store/copies.ts';
import { lockHighlights } from './store/locks.ts';
import { bringUpToDate } from './travel.ts';

/** `/highlight on`, `off`, `settings`: a channel decides what comes to it, by its owner. */

interface Choices {
  readonly topics: string[];
  readonly perWeek: number;
  readonly rhythm: 'each' | 'weekly';
  readonly from: string;
  readonly until: string;
  readonly automatic: boolean;
}

const usualChoices: Choices = { topics: [], perWeek: 2, rhythm: 'each', from: '', until: '', automatic: false };

async function refuse(event: CommandEvent | FormEvent, { trx, words }: Handling): Promise<Reply | undefined> {
  const { person, conversation } = event;
  if (person.external) return note(words('highlights.channel.guest'));
  if (!conversation || conversation.kind === 'direct') return note(words('highlights.channel.notHere'));
  if (await mayDecide(trx, person, conversation.id)) return undefined;
  const owner = await ownerOf(trx, conversation.id);
  return note(words('highlights.channel.notYours', { name: (owner && (await findName(trx, owner))) || '' }));
}

/** The channel's owner, a facilitator, an administrator; where nobody owns it yet, any member. */
export async function mayDecide(
  trx: Handling['trx'],
  person: Pick<Person, 'id' | 'external'>,
  conversation: ConversationId,
): Promise<boolean> {
  const owner = await ownerOf(trx, conversation);
  if (owner === undefined) return may(trx, person, 'channel.set-up');
  return may(trx, person, 'channel.change', { owns: owner === person.id });
}

export async function openChannel(event: CommandEvent, handling: Handling): Promise<Reply> {
  const { trx } = handling;
  const refusal = await refuse(event, handling);
  if (refusal || !event.conversation) return refusal ?? note(handling.words('highlights.channel.notHere'));
  const channel = await findChannel(trx, event.conversation.id);
  return form(await formFor(event.conversation.id, channel ? choicesOf(channel) : usualChoices, handling));
}

async function formFor(conversation: ConversationId, choices: Choices, { trx, words }: Handling) {
  const [channel, place] = [await findChannel(trx, conversation), await placeOf(trx, conversation)];
  return highlightChannelForm(words, {
    ...choices,
    state: conversation,
    topics: choices.topics.join(', '),
    topicsLimit: limits.topics,
    isOn: channel !== undefined && channel.off_at === null,
    outsiders: place !== undefined && hasOutsiders(place),
    usual: usualHours,
  });
}

function choicesOf(channel: Channel): Choices {
  return {
    topics: channel.topics,
    perWeek: channel.per_week,
    rhythm: channel.rhythm,
    from: channel.hours_from ?? '',
    until: channel.hours_until ?? '',
    automatic: channel.automatic,
  };
}

export async function keepChannel(event: FormEvent, handling: Handling): Promise<Reply> {
  const { trx, words, now } = handling;
  const refusal = await refuse(event, handling);
  const conversation = event.conversation;
  if (refusal) return refusal;
  if (!conversation || conversation.id !== event.state) return note(words('core.goneForm'));
  const before = await findChannel(trx, conversation.id);
  const choices = readChoices(event.inputs);
  const complaints = complaintsAbout(choices, event.inputs.topics ?? '', words);
  if (Object.keys(complaints).length > 0) return form(await formFor(conversation.id, choices, handling), complaints);
  await saveChannel(trx, {
    conversation_id: conversation.id,
    workspace_id: conversation.workspace,
    topics: choices.topics,
    per_week: choices.perWeek,
    hours_from: choices.from && choices.until ? choices.from : null,
    hours_until: choices.from && choices.until ? choices.until : null,
    rhythm: choices.rhythm,
    automatic: choices.automatic,
    set_by: event.person.id,
    set_at: now,
    off_at: null,
  });
  const isOn = before !== undefined && before.off_at === null;
  const { workspace, id: place } = conversation;
  await noteChange(
    trx,
    { workspace, by: event.person.id, what: isOn ? 'highlights-changed' : 'highlights-on', place },
    now,
  );
  return note(isOn ? words('highlights.channel.saved') : words('highlights.channel.on', { count: choices.perWeek }));
}

function readChoices(inputs: FormEvent['inputs']): Choices {
  const perWeek = Number(inputs.perWeek);
  const [from = '', until = ''] = [inputs.from, inputs.until];
  const isHours = from !== '' || until !== '';
  return {
    topics: (inputs.topics ?? '')
      .split(/[,\n]/)
      .map((topic) => topic.trim())
      .filter((topic) => topic !== ''),
    perWeek: [1, 2, 3, 4].includes(perWeek) ? perWeek : usualChoices.perWeek,
    rhythm: inputs.rhythm === 'weekly' ? 'weekly' : 'each',
    from: isHours ? from || widestHours.from : '',
    until: isHours ? until || widestHours.until : '',
    automatic: inputs.automatic === 'true',
  };
}

function complaintsAbout({ from, until }: Choices, topics: string, words: Handling['words']): Record<string, string> {
  const length = lengthOf(topics);
  const isTime = (time: string) => /^([01]\d|2[0-3]):[0-5]\d$/.test(time);
  const opens = from > widestHours.from ? from : widestHours.from;
  const closes = until < widestHours.until ? until : widestHours.until;
  const isWrong = from !== '' && !(isTime(from) && isTime(until) && opens < closes);
  return {
    ...(isWrong && { until: words('highlights.channel.hoursWrong') }),
    ...(length > limits.topics && { topics: words('highlights.channel.topicsLong', { length, limit: limits.topics }) }),
  };
}

/** At once: what is on its way is stopped, in this very transaction. */
export async function turnOff(deps: HighlightsDeps, event: CommandEvent, handling: Handling): Promise<Reply> {
  const { trx, words, now } = handling;
  const refusal = await refuse(event, handling);
  if (refusal || !event.conversation) return refusal ?? note(words('highlights.channel.notHere'));
  const channel = await findChannel(trx, event.conversation.id);
  if (!channel || channel.off_at) return note(words('highlights.channel.offAlready'));
  const { workspace_id: workspace, conversation_id: place } = channel;
  const unseen = await unseenIn(trx, place);
  await lockHighlights(trx, unseen);
  await saveChannel(trx, { ...channel, off_at: now });
  await noteChange(trx, { workspace, by: event.person.id, what: 'highlights-off', place }, now);
  await bringUpToDate(deps, unseen, handling);
  return note(words('highlights.channel.off', { count: unseen.length }));
}
