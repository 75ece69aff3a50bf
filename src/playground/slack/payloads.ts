import { createHash, randomUUID } from 'node:crypto';
import type { JsonObject } from '../json.ts';
import { type SlackPerson, slackBot, slackPeople, slackWorkspace } from '../org.ts';
import type { SlackMessage } from '../state.ts';
import type { SlackConversation } from './workspace.ts';

/* The bodies of Slack's requests to an app, as docs.slack.dev shows them. */

/** An Events API envelope. The same `key` gives the same `event_id`, as in Slack's own retries. */
export function eventEnvelope(event: JsonObject, at: Date, key: string = randomUUID()): JsonObject {
  return {
    token: 'playground',
    team_id: slackWorkspace.id,
    context_team_id: slackWorkspace.id,
    context_enterprise_id: null,
    api_app_id: slackWorkspace.appId,
    event,
    type: 'event_callback',
    event_id: `Ev${createHash('sha256').update(key).digest('hex').slice(0, 10).toUpperCase()}`,
    event_time: Math.floor(at.getTime() / 1000),
    authorizations: [
      {
        enterprise_id: null,
        team_id: slackWorkspace.id,
        user_id: slackBot.id,
        is_bot: true,
        is_enterprise_install: false,
      },
    ],
    is_ext_shared_channel: false,
    event_context: `4-${slackWorkspace.id}`,
  };
}

export function messageEvent(
  message: SlackMessage,
  conversation: SlackConversation,
  options: { type: string; parent?: SlackMessage },
): JsonObject {
  const { type, parent } = options;
  return {
    type,
    user: message.user,
    client_msg_id: randomUUID(),
    text: message.text,
    team: slackWorkspace.id,
    blocks: [{ type: 'rich_text', block_id: 'said', elements: [richSection(message.text)] }],
    ts: message.ts,
    ...(parent ? { thread_ts: parent.ts, parent_user_id: parent.user } : {}),
    channel: conversation.id,
    event_ts: message.ts,
    // An app_mention carries no channel type.
    ...(type === 'message' ? { channel_type: conversation.kind === 'direct' ? 'im' : 'channel' } : {}),
  };
}

/** What is common to everything that comes from a press, a modal or a shortcut. */
export function interaction(type: string, person: SlackPerson, triggerId: string): JsonObject {
  return {
    type,
    user: { id: person.id, username: person.handle, name: person.handle, team_id: slackWorkspace.id },
    api_app_id: slackWorkspace.appId,
    token: 'playground',
    trigger_id: triggerId,
    team: { id: slackWorkspace.id, domain: slackWorkspace.domain },
    enterprise: null,
    is_enterprise_install: false,
  };
}

export function channelNamed(conversation: SlackConversation): { id: string; name: string } {
  return { id: conversation.id, name: conversation.kind === 'direct' ? 'directmessage' : conversation.name };
}

const broadcasts = ['channel', 'here', 'everyone'];

/** What a person types, as Slack's own client sends it: escaped, with names after `@` as mentions. */
export function toMarkup(typed: string): string {
  const escaped = typed.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
  const names = new Map([
    [slackBot.name.toLowerCase(), `<@${slackBot.id}>`],
    ...slackPeople.map(({ name, id }) => [name.toLowerCase(), `<@${id}>`] as const),
    ...broadcasts.map((word) => [word, `<!${word}>`] as const),
  ]);
  const pattern = new RegExp(`(?<![\\w.])@(${[...names.keys()].join('|')})(?!\\w)`, 'gi');
  return escaped.replace(pattern, (whole, name: string) => names.get(name.toLowerCase()) ?? whole);
}

function richSection(markup: string): JsonObject {
  const elements = markup
    .split(/(<[@!][^>]+>)/)
    .filter((part) => part !== '')
    .map((part) => {
      const [, user] = /^<@([^>|]+)/.exec(part) ?? [];
      if (user) return { type: 'user', user_id: user };
      const [, range] = /^<!(\w+)/.exec(part) ?? [];
      if (range) return { type: 'broadcast', range };
      return { type: 'text', text: part.replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&amp;/g, '&') };
    });
  return { type: 'rich_text_section', elements };
}
