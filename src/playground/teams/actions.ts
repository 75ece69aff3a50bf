import type { TeamsAct, TeamsActOf, Tell } from '../acts.ts';
import { asObject, asObjects, asText, asTextOrNothing, isObject, type JsonObject, parseObject } from '../json.ts';
import { type TeamsPerson, teamsBot } from '../org.ts';
import type { TeamsDialog, TeamsMessage } from '../state.ts';
import type { Records } from '../store.ts';
import { type Answer, failureWords, isSuccess } from '../web.ts';
import {
  type ActivityFrame,
  type ActivityPlace,
  activity,
  installationActivities,
  invokeActivity,
  messageActivity,
  messagePayload,
  withMentions,
} from './activities.ts';
import { createChannelActs } from './channel-acts.ts';
import type { TeamsConversation, TeamsWorld } from './tenant.ts';

export interface TeamsActionsOptions {
  readonly records: Records;
  readonly world: TeamsWorld;
  readonly extensions: readonly { id: string; name: string }[];
  readonly send: (activity: JsonObject) => Promise<Answer>;
  readonly serviceUrl: () => string;
  readonly now: () => Date;
}

/** What people do in the local Teams, told to the app as Teams tells it, and the app's answer applied. */
export interface TeamsActions {
  act(person: TeamsPerson, act: TeamsAct): Promise<Tell>;
  /** That the bot was added there; the ids stay the same when it is told again under the same key. */
  installed(place: { person: TeamsPerson; conversation: TeamsConversation }, key: string): Promise<Answer>;
}

const unable = 'Unable to reach app. Please try again.';
const gone = 'This is no longer there.';
const cardType = 'application/vnd.microsoft.card.adaptive';
const cardAnswer = cardType;
const messageAnswer = 'application/vnd.microsoft.activity.message';

/** A message of the bot's, with a card that a person may act on. */
interface Acted {
  readonly place: ActivityPlace;
  readonly message: TeamsMessage;
}

export function createTeamsActions(options: TeamsActionsOptions): TeamsActions {
  const { records, world, send } = options;
  const changeChannel = createChannelActs({
    ...options,
    channels: world.channels,
    frame: (person, conversation) => frame(person, { conversation }),
  });

  function frame(person: TeamsPerson, place: ActivityPlace, id = world.nextId()): ActivityFrame {
    return { id, person, place, at: options.now(), serviceUrl: options.serviceUrl() };
  }

  function placeOf(person: TeamsPerson, id: string): TeamsConversation | undefined {
    const conversation = world.conversation(id);
    return conversation?.people.includes(person) ? conversation : undefined;
  }

  function actedOn(person: TeamsPerson, act: { conversation: string; message: string }): Acted | undefined {
    const conversation = placeOf(person, act.conversation);
    const message = conversation && world.message(conversation.id, act.message);
    if (!conversation || !message || message.deleted) return undefined;
    const root = conversation.kind === 'channel' ? (message.root ?? message.id) : undefined;
    return { place: { conversation, ...(root ? { root } : {}) }, message };
  }

  async function say(person: TeamsPerson, act: TeamsActOf<'say'>): Promise<Tell> {
    const conversation = placeOf(person, act.conversation);
    if (!conversation) return `${person.name} is not in this conversation.`;
    if (act.text.trim() === '') return 'Write something first.';
    const first = act.root ? world.message(conversation.id, act.root) : undefined;
    if (act.root && !first) return gone;
    return sayThere(person, { conversation, root: first && (first.root ?? first.id) }, act.text.trim());
  }

  /** In a channel the bot hears what mentions it, and as the community edition does, what is said in threads. */
  async function sayThere(person: TeamsPerson, place: ActivityPlace, typed: string): Promise<Tell> {
    const { conversation } = place;
    const id = world.nextId();
    const { text, mentions } = withMentions(typed, conversation.people);
    const message: TeamsMessage = {
      conversation: conversation.id,
      id,
      ...(place.root ? { root: place.root } : {}),
      at: world.momentOf(id),
      from: person.id,
      text,
      textFormat: 'plain',
      cards: [],
      ...(mentions.length > 0 ? { mentions } : {}),
    };
    world.put(message);
    await records.commit();
    const heard =
      conversation.kind === 'direct' ||
      place.root !== undefined ||
      mentions.some(({ id: mentioned }) => mentioned === teamsBot.id);
    if (!heard) return undefined;
    const at = { conversation, root: place.root ?? id };
    return notReached(await send(messageActivity(frame(person, at, id), message)));
  }

  async function execute(person: TeamsPerson, act: TeamsActOf<'execute'>): Promise<Tell> {
    const acted = actedOn(person, act);
    if (!acted) return gone;
    const { id, title, verb, data } = act.action;
    const answer = await send({
      ...invokeActivity('adaptiveCard/action', frame(person, acted.place), {
        action: {
          type: 'Action.Execute',
          ...(title === undefined ? {} : { title }),
          ...(id === undefined ? {} : { id }),
          verb,
          data: { ...asObject(data), ...act.inputs },
        },
        trigger: 'manual',
      }),
      replyToId: acted.message.id,
    });
    if (!isSuccess(answer)) return `${unable} ${failureWords(answer)}`;
    return applyExecuted(acted.message, parseObject(answer.text) ?? {});
  }

  async function applyExecuted(message: TeamsMessage, body: JsonObject): Promise<Tell> {
    const { type, value, statusCode } = body;
    if (type === cardAnswer && isObject(value)) {
      const current = world.message(message.conversation, message.id) ?? message;
      if (!current.deleted) world.put({ ...current, cards: [value] });
      await records.commit();
      return undefined;
    }
    if (type === messageAnswer) return { said: asText(value) };
    if (type === undefined && (statusCode === undefined || statusCode === 200)) return undefined;
    return asTextOrNothing(asObject(value).message) ?? `${unable} Outloud's answer was ${String(type)}.`;
  }

  async function submit(person: TeamsPerson, act: TeamsActOf<'submit'>): Promise<Tell> {
    const acted = actedOn(person, act);
    if (!acted) return gone;
    const data = { ...asObject(act.action.data), ...act.inputs };
    const teams = asObject(asObject(act.action.data).msteams);
    if (teams.type === 'task/fetch') return fetchDialog(person, acted, data);
    if (teams.type === 'imBack') return sayThere(person, acted.place, asText(teams.value));
    const { msteams: _, ...plain } = data;
    const value = teams.type === 'messageBack' ? (teams.value ?? plain) : plain;
    if (teams.type === 'messageBack' && asText(teams.displayText) !== '')
      showSaid(person, acted, asText(teams.displayText));
    await records.commit();
    return notReached(
      await send({
        ...activity('message', frame(person, acted.place)),
        ...(teams.type === 'messageBack' ? { text: asText(teams.text) } : {}),
        value,
        replyToId: acted.message.id,
        channelData: {
          ...asObject(activity('message', frame(person, acted.place)).channelData),
          source: { name: 'message' },
          legacy: { replyToId: acted.message.id },
        },
      }),
    );
  }

  function showSaid(person: TeamsPerson, { place }: Acted, text: string): void {
    const id = world.nextId();
    const root = place.root ? { root: place.root } : {};
    const at = world.momentOf(id);
    world.put({
      conversation: place.conversation.id,
      id,
      ...root,
      at,
      from: person.id,
      text,
      textFormat: 'plain',
      cards: [],
    });
  }

  async function fetchDialog(person: TeamsPerson, acted: Acted, data: JsonObject): Promise<Tell> {
    const value = { data, context: { theme: 'default' }, tabEntityContext: null };
    const answer = await send({
      ...invokeActivity('task/fetch', frame(person, acted.place), value),
      replyToId: acted.message.id,
    });
    const opened = { conversation: acted.place.conversation.id, replyTo: acted.message.id };
    return applyDialog(person, answer, opened);
  }

  async function submitDialog(person: TeamsPerson, act: TeamsActOf<'submit-dialog'>): Promise<Tell> {
    const dialog = world.dialog(person.id);
    const conversation = dialog && world.conversation(dialog.conversation);
    if (!dialog || !conversation) return gone;
    const data = { ...asObject(act.action.data), ...act.inputs };
    const place = placeOfDialog(dialog, conversation);
    const context = { theme: 'default' };
    const { extension, replyTo } = dialog;
    const answer = extension
      ? await send(
          invokeActivity('composeExtension/submitAction', frame(person, place), {
            commandId: extension.commandId,
            commandContext: 'message',
            messagePayload: extension.messagePayload,
            data,
            context,
          }),
        )
      : await send({
          ...invokeActivity('task/submit', frame(person, place), { data, context, tabEntityContext: null }),
          ...(replyTo ? { replyToId: replyTo } : {}),
        });
    const { title: _, card: __, ...opened } = dialog;
    return applyDialog(person, answer, opened);
  }

  function placeOfDialog(dialog: TeamsDialog, conversation: TeamsConversation): ActivityPlace {
    const message = dialog.replyTo ? world.message(conversation.id, dialog.replyTo) : undefined;
    const root = conversation.kind === 'channel' && message ? (message.root ?? message.id) : undefined;
    return { conversation, ...(root ? { root } : {}) };
  }

  async function extension(person: TeamsPerson, act: TeamsActOf<'extension'>): Promise<Tell> {
    const acted = actedOn(person, act);
    if (!acted || !options.extensions.some(({ id }) => id === act.commandId)) return gone;
    const { message } = acted;
    const payload = messagePayload(message, world.person(message.from), new Date(message.at));
    const answer = await send(
      invokeActivity('composeExtension/fetchTask', frame(person, acted.place), {
        commandId: act.commandId,
        commandContext: 'message',
        messagePayload: payload,
        context: { theme: 'default' },
      }),
    );
    const opened = {
      conversation: acted.place.conversation.id,
      replyTo: message.id,
      extension: { commandId: act.commandId, messagePayload: payload },
    };
    return applyDialog(person, answer, opened);
  }

  /** The answer to any of the dialog's invokes: go on, say something and close, or just close. */
  async function applyDialog(
    person: TeamsPerson,
    answer: Answer,
    opened: Omit<TeamsDialog, 'title' | 'card'>,
  ): Promise<Tell> {
    if (!isSuccess(answer)) return `${unable} ${failureWords(answer)}`;
    const body = parseObject(answer.text) ?? {};
    const task = asObject(body.task);
    const card = asObject(asObject(asObject(task.value).card).content);
    if (task.type === 'continue' && card.type !== 'AdaptiveCard')
      return 'Teams could not show this dialog: it has no card.';
    const dialog = { ...opened, title: asText(asObject(task.value).title), card };
    world.setDialog(person.id, task.type === 'continue' ? dialog : undefined);
    const posted = isObject(body.composeExtension) ? insert(person, opened, body.composeExtension) : undefined;
    await records.commit();
    return task.type === 'message' ? { said: asText(task.value) } : posted;
  }

  /** A card for the compose box: sent at once here, as the person's own message. */
  function insert(person: TeamsPerson, opened: Omit<TeamsDialog, 'title' | 'card'>, extensionAnswer: JsonObject): Tell {
    if (extensionAnswer.type === 'message') return asText(extensionAnswer.text);
    const cards = asObjects(extensionAnswer.attachments)
      .filter(({ contentType }) => contentType === cardType)
      .map(({ content }) => asObject(content));
    if (cards.length === 0) return 'Teams could not use this answer of the extension.';
    const message = opened.replyTo ? world.message(opened.conversation, opened.replyTo) : undefined;
    const channel = world.conversation(opened.conversation)?.kind === 'channel';
    const root = channel && message ? { root: message.root ?? message.id } : {};
    const id = world.nextId();
    const at = world.momentOf(id);
    world.put({ conversation: opened.conversation, id, ...root, at, from: person.id, text: '', cards });
    return undefined;
  }

  async function closeDialog(person: TeamsPerson): Promise<Tell> {
    world.setDialog(person.id, undefined);
    await records.commit();
    return undefined;
  }

  return {
    act(person, act) {
      switch (act.do) {
        case 'say':
          return say(person, act);
        case 'execute':
          return execute(person, act);
        case 'submit':
          return submit(person, act);
        case 'submit-dialog':
          return submitDialog(person, act);
        case 'close-dialog':
          return closeDialog(person);
        case 'extension':
          return extension(person, act);
        case 'change-channel':
          return changeChannel(person, act);
      }
    },
    async installed({ person, conversation }, key) {
      let answer: Answer = { status: 0, text: '' };
      for (const told of installationActivities(frame(person, { conversation }, key))) {
        answer = await send(told);
        if (!isSuccess(answer)) return answer;
      }
      return answer;
    },
  };
}

function notReached(answer: Answer): Tell {
  return isSuccess(answer) ? undefined : `${unable} ${failureWords(answer)}`;
}
