import type { SlackAct, SlackActOf, Tell } from '../acts.ts';
import type { Channels } from '../channels.ts';
import { asObject, asText, isObject, type JsonObject, parseObject } from '../json.ts';
import { type SlackPerson, slackBot, slackWorkspace } from '../org.ts';
import type { SlackCommand, SlackMessage, SlackView } from '../state.ts';
import type { Records } from '../store.ts';
import { type Answer, failureWords, isSuccess } from '../web.ts';
import { clientComplaints, stateValues, usedElement } from './block-input.ts';
import { createChannelActs } from './channel-acts.ts';
import { SlackRefusal } from './errors.ts';
import { messagePayload } from './messages.ts';
import { channelNamed, eventEnvelope, interaction, messageEvent, toMarkup } from './payloads.ts';
import type { ResponseUrls } from './response-urls.ts';
import type { SlackSender } from './sender.ts';
import type { Triggers } from './triggers.ts';
import { type Views, viewPayload } from './views.ts';
import type { SlackConversation, SlackWorkspace } from './workspace.ts';

export interface SlackActionsOptions {
  readonly records: Records;
  readonly workspace: SlackWorkspace;
  readonly views: Views;
  readonly triggers: Triggers;
  readonly responseUrls: ResponseUrls;
  readonly sender: SlackSender;
  readonly channels: Channels;
  readonly commands: readonly SlackCommand[];
  readonly shortcuts: readonly { id: string; name: string }[];
  readonly now: () => Date;
  readonly origin: () => string;
}

/** What people do in the local Slack, told to the app as Slack tells it, and the app's answer applied. */
export interface SlackActions {
  act(person: SlackPerson, act: SlackAct): Promise<Tell>;
  /** That the bot was added to its channels, each under a key that stays the same when told again. */
  botJoined(conversation: SlackConversation, key: string): Promise<Answer>;
}

const trouble = 'We had some trouble connecting. Try again?';
const gone = 'This is no longer there.';

export function createSlackActions(options: SlackActionsOptions): SlackActions {
  const { records, workspace, views, triggers, responseUrls, sender } = options;
  const changeChannel = createChannelActs(options);

  function place(person: SlackPerson, id: string): SlackConversation | undefined {
    const conversation = workspace.conversation(id);
    return conversation?.people.includes(person.id) ? conversation : undefined;
  }

  async function say(person: SlackPerson, act: SlackActOf<'say'>): Promise<Tell> {
    const conversation = place(person, act.channel);
    if (!conversation) return `${person.name} is not in this channel.`;
    const text = act.text.trim();
    if (text === '') return 'Write something first.';
    const [word = ''] = text.split(/\s/);
    if (word.startsWith('/') && act.thread_ts) return `${word} is not supported in threads. Sorry!`;
    if (word.startsWith('/')) return command(person, { do: 'command', channel: act.channel, text });
    if (options.channels.now(conversation.id).archived) return 'This channel is archived: nobody can write here.';
    const parent = act.thread_ts ? workspace.message(conversation.id, act.thread_ts) : undefined;
    if (act.thread_ts && !parent) return gone;
    const message: SlackMessage = {
      channel: conversation.id,
      ts: workspace.nextTs(),
      ...(parent ? { thread_ts: parent.thread_ts ?? parent.ts } : {}),
      user: person.id,
      text: toMarkup(text),
    };
    workspace.put(message);
    await records.commit();
    return workspace.hasBot(conversation) ? sayToApp(message, conversation) : undefined;
  }

  /** A mention in a channel is two events, each with an id of its own, as Slack sends them. */
  async function sayToApp(message: SlackMessage, conversation: SlackConversation): Promise<Tell> {
    const parent = message.thread_ts ? workspace.message(message.channel, message.thread_ts) : undefined;
    const mentioned = conversation.kind === 'channel' && message.text.includes(`<@${slackBot.id}>`);
    for (const type of mentioned ? ['app_mention', 'message'] : ['message']) {
      const event = messageEvent(message, conversation, { type, parent });
      const answer = await sender.event(eventEnvelope(event, options.now()));
      if (!isSuccess(answer)) return failureWords(answer);
    }
    return undefined;
  }

  async function command(person: SlackPerson, act: SlackActOf<'command'>): Promise<Tell> {
    const conversation = place(person, act.channel);
    if (!conversation) return `${person.name} is not in this channel.`;
    const [, word = '', rest = ''] = /^(\S+)\s*([\s\S]*)$/.exec(act.text.trim()) ?? [];
    if (!options.commands.some((known) => known.command === word)) {
      return `${word} is not a valid command. In Slack, anything that starts with / has to be one.`;
    }
    const channel = channelNamed(conversation);
    const to = { channel: conversation.id, person: person.id };
    const responseUrl = newResponseUrl(to);
    await records.commit();
    const answer = await sender.command({
      token: 'playground',
      team_id: slackWorkspace.id,
      team_domain: slackWorkspace.domain,
      channel_id: channel.id,
      channel_name: channel.name,
      user_id: person.id,
      user_name: person.handle,
      command: word,
      text: rest.trim(),
      api_app_id: slackWorkspace.appId,
      is_enterprise_install: 'false',
      response_url: responseUrl,
      trigger_id: triggers.make(person.id),
    });
    if (answer.status === -1)
      return `${word} failed with the error "operation_timeout": Outloud didn't respond in time.`;
    if (!isSuccess(answer)) return `${word} failed. ${failureWords(answer)}`;
    return applyCommandAnswer(to, answer.text);
  }

  /** JSON is a message; any other words are one too, for the person alone. */
  async function applyCommandAnswer(to: { channel: string; person: string }, text: string): Promise<Tell> {
    if (text.trim() === '') return undefined;
    const body = parseObject(text) ?? { text };
    if (body.text === undefined && body.blocks === undefined) return undefined;
    return refusedInWords(async () => {
      responseUrls.answer(to, body);
      await records.commit();
    });
  }

  function newResponseUrl(to: { channel: string; person: string; ts?: string }): string {
    return `${options.origin()}/playground/slack/response/${responseUrls.make(to)}`;
  }

  /** A message that this person can see. */
  function seen(person: SlackPerson, channel: string, ts: string): SlackMessage | undefined {
    const message = workspace.message(channel, ts);
    const hidden = message?.only_for !== undefined && message.only_for !== person.id;
    return message && !hidden && !message.deleted ? message : undefined;
  }

  async function press(person: SlackPerson, act: SlackActOf<'press'>): Promise<Tell> {
    const conversation = place(person, act.channel);
    const message = seen(person, act.channel, act.ts);
    const action = message?.blocks && usedElement(message.blocks, act, workspace.nextTs());
    if (!conversation || !message || !action) return gone;
    const ephemeral = message.only_for !== undefined;
    const container = {
      type: 'message',
      message_ts: message.ts,
      channel_id: conversation.id,
      is_ephemeral: ephemeral,
      ...(message.thread_ts && message.thread_ts !== message.ts ? { thread_ts: message.thread_ts } : {}),
    };
    const payload = {
      ...interaction('block_actions', person, triggers.make(person.id)),
      container,
      channel: channelNamed(conversation),
      // Slack leaves an ephemeral message out: an app cannot read it again.
      ...(ephemeral ? {} : { message: messagePayload(message, { metadata: true }) }),
      state: { values: stateValues(message.blocks ?? [], act.state) },
      response_url: newResponseUrl({ channel: conversation.id, person: person.id, ts: message.ts }),
      actions: [action],
    };
    await records.commit();
    return notInTime(await sender.interaction(payload));
  }

  async function pressView(person: SlackPerson, act: SlackActOf<'press-view'>): Promise<Tell> {
    const home = views.home(person.id);
    const view = home?.id === act.view_id ? home : views.find(person.id, act.view_id);
    const action = view && usedElement(view.blocks, act, workspace.nextTs());
    if (!view || !action) return gone;
    const payload = {
      ...interaction('block_actions', person, triggers.make(person.id)),
      container: { type: 'view', view_id: view.id },
      view: viewPayload(view, act.state),
      actions: [action],
    };
    return notInTime(await sender.interaction(payload));
  }

  async function submitView(person: SlackPerson, act: SlackActOf<'submit-view'>): Promise<Tell> {
    const view = views.find(person.id, act.view_id);
    if (!view) return gone;
    const payload = viewPayload(view, act.state);
    const complaints = clientComplaints(view.blocks, stateValues(view.blocks, act.state));
    views.complain(person.id, view.id, complaints);
    await records.commit();
    if (Object.keys(complaints).length > 0) return undefined;
    const answer = await sender.interaction({
      ...interaction('view_submission', person, triggers.make(person.id)),
      view: payload,
      response_urls: [],
    });
    if (!isSuccess(answer)) return `${trouble} ${failureWords(answer)}`;
    return refusedInWords(async () => {
      applySubmission(person, view, answer.text);
      await records.commit();
    });
  }

  function applySubmission(person: SlackPerson, view: SlackView, text: string): void {
    const body = parseObject(text) ?? {};
    const next = asObject(body.view);
    switch (body.response_action) {
      case undefined:
        views.close(person.id, view.id);
        return;
      case 'clear':
        views.close(person.id, view.id, true);
        return;
      case 'update':
        views.update({ id: view.id, externalId: '', hash: '' }, next);
        return;
      case 'push':
        views.push(person.id, next);
        return;
      case 'errors':
        views.complain(person.id, view.id, knownErrors(view, asObject(body.errors)));
        return;
      default:
        throw new SlackRefusal('invalid_arguments');
    }
  }

  async function closeView(person: SlackPerson, act: SlackActOf<'close-view'>): Promise<Tell> {
    const view = views.find(person.id, act.view_id);
    if (!view) return undefined;
    const cleared = view.clear_on_close === true;
    views.close(person.id, view.id, cleared);
    await records.commit();
    if (view.notify_on_close !== true) return undefined;
    const { trigger_id: _, ...closed } = interaction('view_closed', person, '');
    const payload = { ...closed, view: viewPayload(view, {}), is_cleared: cleared };
    return notInTime(await sender.interaction(payload));
  }

  async function shortcut(person: SlackPerson, act: SlackActOf<'shortcut'>): Promise<Tell> {
    const conversation = place(person, act.channel);
    const message = seen(person, act.channel, act.ts);
    if (!conversation || !message || message.only_for) return gone;
    if (!options.shortcuts.some(({ id }) => id === act.callback_id)) return gone;
    const payload = {
      ...interaction('message_action', person, triggers.make(person.id)),
      callback_id: act.callback_id,
      action_ts: workspace.nextTs(),
      message_ts: message.ts,
      channel: channelNamed(conversation),
      message: messagePayload(message),
      response_url: newResponseUrl({ channel: conversation.id, person: person.id, ts: message.ts }),
    };
    await records.commit();
    return notInTime(await sender.interaction(payload));
  }

  async function home(person: SlackPerson): Promise<Tell> {
    const known = views.home(person.id);
    const event = {
      type: 'app_home_opened',
      user: person.id,
      channel: person.direct,
      tab: 'home',
      event_ts: workspace.nextTs(),
      ...(known ? { view: viewPayload(known, {}) } : {}),
    };
    const answer = await sender.event(eventEnvelope(event, options.now()));
    return isSuccess(answer) ? undefined : failureWords(answer);
  }

  return {
    act(person, act) {
      switch (act.do) {
        case 'say':
          return say(person, act);
        case 'command':
          return command(person, act);
        case 'press':
          return press(person, act);
        case 'press-view':
          return pressView(person, act);
        case 'submit-view':
          return submitView(person, act);
        case 'close-view':
          return closeView(person, act);
        case 'shortcut':
          return shortcut(person, act);
        case 'home':
          return home(person);
        case 'change-channel':
          return changeChannel(person, act);
      }
    },
    botJoined(conversation, key) {
      const event = {
        type: 'member_joined_channel',
        user: slackBot.id,
        channel: conversation.id,
        channel_type: 'C',
        team: slackWorkspace.id,
        event_ts: workspace.nextTs(),
      };
      return sender.event(eventEnvelope(event, options.now(), key));
    },
  };
}

function notInTime(answer: Answer): Tell {
  if (answer.status === -1) return "Outloud didn't respond in time. Slack waits three seconds.";
  return isSuccess(answer) ? undefined : failureWords(answer);
}

/** Slack shows a complaint only beside an input block of that id, and refuses the answer otherwise. */
function knownErrors(view: SlackView, errors: JsonObject): Record<string, string> {
  const known = new Set(view.blocks.filter(({ type }) => type === 'input').map((block) => block.block_id));
  const entries = Object.entries(errors);
  if (entries.length === 0 || entries.some(([block]) => !known.has(block))) throw new SlackRefusal('invalid_arguments');
  return Object.fromEntries(entries.map(([block, complaint]) => [block, asText(complaint)]));
}

/** What the app answered with was refused: Slack tells the person no more than this, here the reason stands too. */
async function refusedInWords(apply: () => Promise<void>): Promise<Tell> {
  try {
    await apply();
    return undefined;
  } catch (error) {
    if (!(error instanceof SlackRefusal)) throw error;
    const messages = isObject(error.details.response_metadata) ? error.details.response_metadata.messages : undefined;
    const why = Array.isArray(messages) ? ` ${messages.join(' ')}` : '';
    return `${trouble} Slack could not show Outloud's answer: ${error.code}.${why}`;
  }
}
