import type { JsonObject } from '../json.ts';
import { slackBot, slackWorkspace } from '../org.ts';
import type { SlackMessage } from '../state.ts';
import type { Arguments } from './arguments.ts';
import { type BlockFacts, characters, checkBlocks } from './block-check.ts';
import { withBlockIds } from './block-input.ts';
import { invalid, SlackRefusal } from './errors.ts';
import { botProfile } from './views.ts';
import type { SlackConversation, SlackWorkspace } from './workspace.ts';

/** Longer text is cut when posting, and refused elsewhere (docs.slack.dev/reference/methods/chat.postMessage). */
export const longestText = 40_000;

export interface Content {
  readonly text: string;
  readonly blocks?: JsonObject[];
  readonly attachments?: JsonObject[];
}

/** What a call wants to stand in a message; refused as Slack refuses it. */
export function readContent(args: Arguments, facts: BlockFacts): Content {
  const blocks = args.objects('blocks', 'invalid_blocks_format');
  const attachments = args.objects('attachments', 'invalid_attachments');
  return checkedContent({ text: args.text('text'), blocks, attachments }, facts);
}

export function checkedContent({ text, blocks, attachments }: Content, facts: BlockFacts): Content {
  if (blocks) {
    const complaints = checkBlocks(blocks, 'message', facts);
    if (complaints.length > 0) throw invalid('invalid_blocks', complaints);
  }
  return {
    text,
    ...(blocks ? { blocks: withBlockIds(blocks) } : {}),
    ...(attachments ? { attachments } : {}),
  };
}

export function mustSaySomething({ text, blocks, attachments }: Content): void {
  if (text === '' && !blocks?.length && !attachments?.length) throw new SlackRefusal('no_text');
}

export function cut(text: string): string {
  return characters(text) <= longestText ? text : Array.from(text).slice(0, longestText).join('');
}

/** The first message of the thread that a reply belongs to. */
export function threadOf(workspace: SlackWorkspace, conversation: SlackConversation, ts: string): string | undefined {
  if (ts === '') return undefined;
  const parent = workspace.message(conversation.id, ts);
  if (!parent || parent.only_for) throw new SlackRefusal('cannot_reply_to_message');
  return parent.thread_ts ?? parent.ts;
}

/** A message as Slack's API and payloads give it. */
export function messagePayload(message: SlackMessage, options: { metadata?: boolean } = {}): JsonObject {
  const { channel: _, only_for: __, deleted, metadata, ...rest } = message;
  const own = message.user === slackBot.id;
  return {
    type: 'message',
    ...(deleted ? { subtype: 'tombstone', hidden: true } : {}),
    ...rest,
    team: slackWorkspace.id,
    ...(own ? { bot_id: slackWorkspace.botId, app_id: slackWorkspace.appId, bot_profile: botProfile } : {}),
    ...(metadata && options.metadata ? { metadata } : {}),
  };
}
