import type { CommandEvent } from '../../chat/event.ts';
import { PlatformError } from '../../chat/platform.ts';
import { ignore, type Parsed, type ParseOptions } from './arrival.ts';
import { isObject, type JsonObject, stringOf } from './blocks/json.ts';
import { eventIdOf, personIdOf, workspaceIdOf } from './ids.ts';
import { conversationOf, originOf } from './origin.ts';
import { parseEvent } from './parse-event.ts';
import { parseSubmission } from './parse-form.ts';
import { parseActions } from './parse-press.ts';
import { parseShortcut } from './parse-shortcut.ts';
import { readText } from './read-text.ts';

/** A verified body from Slack as a `ChatEvent`. Pure; anything missing or unknown is `Ignored`, never thrown. */
export function parse(body: JsonObject, options: ParseOptions): Parsed {
  try {
    return parseBody(body, options);
  } catch (error) {
    if (error instanceof PlatformError) return ignore(error.message);
    throw error;
  }
}

function parseBody(body: JsonObject, options: ParseOptions): Parsed {
  if (isObject(body.event)) return parseEvent(body, body.event, options);
  if (stringOf(body.command) !== undefined) return parseCommand(body, options);
  switch (body.type) {
    case 'block_actions':
      return parseActions(body, options);
    case 'view_submission':
      return parseSubmission(body, options);
    case 'message_action':
    case 'shortcut':
      return parseShortcut(body, options);
    case 'view_closed':
      return ignore('a form that was closed');
    default:
      return ignore(`a payload of type ${String(body.type)}`);
  }
}

function parseCommand(body: JsonObject, { at }: ParseOptions): Parsed {
  const isEnterprise = body.is_enterprise_install === 'true';
  const team = (isEnterprise ? stringOf(body.enterprise_id) : undefined) ?? stringOf(body.team_id);
  const [user, channel, trigger] = [stringOf(body.user_id), stringOf(body.channel_id), stringOf(body.trigger_id)];
  if (!team || !user || !channel || !trigger) return ignore('a command without its sender or place');
  const workspace = workspaceIdOf(team);
  const origin = originOf(channel, stringOf(body.channel_name), stringOf(body.response_url));
  const event: CommandEvent = {
    id: eventIdOf('command', trigger),
    platform: 'slack',
    workspace,
    at,
    person: { id: personIdOf(workspace, user), workspace, name: stringOf(body.user_name) ?? '' },
    conversation: conversationOf(workspace, origin),
    answers: { form: true, note: true, replace: false },
    kind: 'command',
    command: (stringOf(body.command) ?? '').replace(/^\//, ''),
    words: readText(stringOf(body.text) ?? '').trim(),
  };
  return { event, way: { from: 'command', workspace, user, triggerId: trigger, origin } };
}
