import type { ConversationId, MessageRef } from '../../chat/ids.ts';
import type { Traces } from '../../chat/platform.ts';
import type { SlackCaller } from './client.ts';
import { messageIdOf, slackIdOf } from './ids.ts';

/** The metadata that goes along with each post; any app in the workspace can read it, so it holds an id and no more. */
export const deliveryType = 'outloud_delivery';

interface Posted {
  readonly ts?: string;
  readonly thread_ts?: string;
  readonly latest_reply?: string;
  readonly reply_count?: number;
  readonly metadata?: { readonly event_type?: string; readonly event_payload?: object };
}

const PAGE = 100;
/** Slack's clock and ours need not agree. */
const LEEWAY_MS = 60_000;

/** The message that a delivery became, in the conversation itself or in one of its lately used threads. */
export async function findPost(
  client: SlackCaller,
  to: ConversationId,
  { deliveryId, since, thread: meantFor }: Traces,
): Promise<MessageRef | undefined> {
  const channel = slackIdOf(to);
  const oldest = ((since.getTime() - LEEWAY_MS) / 1000).toFixed(6);
  const isIt = (posted: Posted): boolean => carries(posted, deliveryId);
  if (meantFor) return findReply(client, to, { thread: meantFor, oldest, isIt });
  const threads: string[] = [];
  for await (const posted of history(client, channel, oldest)) {
    if (isIt(posted)) return refOf(to, posted);
    if (posted.ts && mayHoldReplies(posted, oldest)) threads.push(posted.ts);
  }
  for (const thread of threads) {
    const found = await findReply(client, to, { thread, oldest, isIt });
    if (found) return found;
  }
  return undefined;
}

async function findReply(
  client: SlackCaller,
  to: ConversationId,
  { thread, oldest, isIt }: { thread: string; oldest: string; isIt: (posted: Posted) => boolean },
): Promise<MessageRef | undefined> {
  for await (const posted of replies(client, { channel: slackIdOf(to), thread, oldest })) {
    if (isIt(posted)) return refOf(to, posted);
  }
  return undefined;
}

/** At least one page, as a reply may stand under a message older than itself; then back to `oldest`. */
async function* history(client: SlackCaller, channel: string, oldest: string): AsyncGenerator<Posted> {
  let cursor: string | undefined;
  do {
    const page = await client.call('conversations.history', (web) =>
      web.conversations.history({ channel, limit: PAGE, include_all_metadata: true, ...(cursor && { cursor }) }),
    );
    const messages: readonly Posted[] = page.messages ?? [];
    yield* messages;
    const isFarEnough = (messages.at(-1)?.ts ?? '') < oldest;
    cursor = isFarEnough ? undefined : page.response_metadata?.next_cursor;
  } while (cursor);
}

async function* replies(
  client: SlackCaller,
  { channel, thread, oldest }: { channel: string; thread: string; oldest: string },
): AsyncGenerator<Posted> {
  let cursor: string | undefined;
  do {
    const page = await client.call('conversations.replies', (web) =>
      web.conversations.replies({
        channel,
        ts: thread,
        oldest,
        limit: PAGE,
        include_all_metadata: true,
        ...(cursor && { cursor }),
      }),
    );
    const messages: readonly Posted[] = page.messages ?? [];
    yield* messages;
    cursor = page.response_metadata?.next_cursor;
  } while (cursor);
}

/** A service that does not say when the last reply came may still say that there are some. */
function mayHoldReplies({ latest_reply, reply_count = 0 }: Posted, oldest: string): boolean {
  return latest_reply === undefined ? reply_count > 0 : latest_reply >= oldest;
}

function carries({ metadata }: Posted, deliveryId: string): boolean {
  if (metadata?.event_type !== deliveryType) return false;
  return (metadata.event_payload as { delivery_id?: unknown } | undefined)?.delivery_id === deliveryId;
}

function refOf(conversation: ConversationId, { ts = '', thread_ts }: Posted): MessageRef {
  const isReply = thread_ts !== undefined && thread_ts !== ts;
  return { conversation, id: messageIdOf(ts), ...(isReply && { thread: messageIdOf(thread_ts) }) };
}
