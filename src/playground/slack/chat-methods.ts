import type { JsonObject } from '../json.ts';
import { slackBot, slackWorkspace } from '../org.ts';
import type { SlackMessage } from '../state.ts';
import type { Arguments } from './arguments.ts';
import { characters } from './block-check.ts';
import { SlackRefusal } from './errors.ts';
import { cut, longestText, messagePayload, mustSaySomething, readContent, threadOf } from './messages.ts';
import type { SlackConversation, SlackWorkspace } from './workspace.ts';

/** One method of the Web API: arguments in, the answer without `ok` out. */
export type Method = (args: Arguments) => JsonObject;

/** `chat.update` refuses longer text (docs.slack.dev/reference/methods/chat.update). */
const longestUpdate = 4000;
const largestMetadata = 65_536;

export function chatMethods(workspace: SlackWorkspace): Record<string, Method> {
  function ownMessage(args: Arguments, refusal: string): SlackMessage {
    const conversation = conversationOf(workspace, args.text('channel'));
    const message = workspace.message(conversation.id, args.text('ts'));
    if (!message || message.only_for || message.deleted) throw new SlackRefusal('message_not_found');
    if (message.user !== slackBot.id) throw new SlackRefusal(refusal);
    return message;
  }

  return {
    'chat.postMessage'(args) {
      const conversation = postable(workspace, args.text('channel'));
      const content = readContent(args, workspace.facts);
      mustSaySomething(content);
      const metadata = readMetadata(args);
      const thread = threadOf(workspace, conversation, args.text('thread_ts'));
      const message: SlackMessage = {
        channel: conversation.id,
        ts: workspace.nextTs(),
        ...(thread ? { thread_ts: thread } : {}),
        user: slackBot.id,
        ...content,
        text: cut(content.text),
        ...(metadata ? { metadata } : {}),
      };
      workspace.put(message);
      return { channel: conversation.id, ts: message.ts, message: messagePayload(message, { metadata: true }) };
    },

    'chat.update'(args) {
      const message = ownMessage(args, 'cant_update_message');
      const content = readContent(args, workspace.facts);
      if (!args.has('blocks') && !args.has('attachments')) mustSaySomething(content);
      if (characters(content.text) > longestUpdate) throw new SlackRefusal('msg_too_long');
      const metadata = args.has('metadata') ? readMetadata(args) : message.metadata;
      // Blocks that are not given stay (docs.slack.dev/reference/methods/chat.update).
      const { blocks = message.blocks, attachments = message.attachments } = content;
      const changed: SlackMessage = {
        ...message,
        text: args.has('text') ? content.text : message.text,
        blocks,
        attachments,
        metadata,
        edited: { user: slackWorkspace.botId, ts: workspace.nextTs() },
      };
      workspace.put(changed);
      return {
        channel: message.channel,
        ts: message.ts,
        text: changed.text,
        message: messagePayload(changed, { metadata: true }),
      };
    },

    'chat.delete'(args) {
      const message = ownMessage(args, 'cant_delete_message');
      workspace.remove(message);
      return { channel: message.channel, ts: message.ts };
    },

    'chat.postEphemeral'(args) {
      const conversation = postable(workspace, args.text('channel'));
      const person = args.text('user');
      if (!workspace.person(person)) throw new SlackRefusal('user_not_found');
      if (!conversation.people.includes(person)) throw new SlackRefusal('user_not_in_channel');
      const content = readContent(args, workspace.facts);
      mustSaySomething(content);
      if (characters(content.text) > longestText) throw new SlackRefusal('msg_too_long');
      const thread = threadOf(workspace, conversation, args.text('thread_ts'));
      const ts = workspace.nextTs();
      workspace.put({
        channel: conversation.id,
        ts,
        ...(thread ? { thread_ts: thread } : {}),
        user: slackBot.id,
        ...content,
        only_for: person,
      });
      return { message_ts: ts };
    },

    'chat.getPermalink'(args) {
      const conversation = conversationOf(workspace, args.text('channel'));
      const message = workspace.message(conversation.id, args.text('message_ts'));
      if (!message) throw new SlackRefusal('message_not_found');
      const { domain } = slackWorkspace;
      const place = `https://${domain}.slack.com/archives/${conversation.id}/p${message.ts.replace('.', '')}`;
      return { channel: conversation.id, permalink: place };
    },
  };
}

export function conversationOf(workspace: SlackWorkspace, id: string): SlackConversation {
  const conversation = workspace.conversation(id);
  if (!conversation) throw new SlackRefusal('channel_not_found');
  return conversation;
}

/** By id, by `#name`, or a person's id, which means the direct chat. */
function postable(workspace: SlackWorkspace, wanted: string): SlackConversation {
  const person = workspace.person(wanted);
  const name = wanted.replace(/^#/, '');
  const conversation =
    workspace.conversation(person ? person.direct : wanted) ??
    workspace.conversations.find((one) => one.kind === 'channel' && one.name === name);
  if (!conversation) throw new SlackRefusal('channel_not_found');
  if (!workspace.hasBot(conversation)) throw new SlackRefusal('not_in_channel');
  if (workspace.channels.now(conversation.id).archived) throw new SlackRefusal('is_archived');
  return conversation;
}

function readMetadata(args: Arguments): JsonObject | undefined {
  const metadata = args.object('metadata', 'invalid_metadata_format');
  if (!metadata || Object.keys(metadata).length === 0) return undefined;
  if (typeof metadata.event_type !== 'string' || typeof metadata.event_payload !== 'object') {
    throw new SlackRefusal('invalid_metadata_schema');
  }
  if (JSON.stringify(metadata).length > largestMetadata) throw new SlackRefusal('metadata_too_large');
  return metadata;
}
