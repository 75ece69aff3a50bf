import type { Transaction } from 'kysely';
import type { EventId } from '../chat/ids.ts';
import type { Reply } from '../chat/reply.ts';
import type { Database } from '../storage/schema.ts';

/**
 * Takes an event in: `new` for the first delivery of it, else the reply that the first one got. A second delivery that
 * arrives while the first is being handled waits for it.
 */
export async function takeIn(
  trx: Transaction<Database>,
  event: EventId,
  now: Date,
): Promise<'new' | { readonly reply: Reply | null }> {
  const inserted = await trx
    .insertInto('inbox')
    .values({ event_id: event, received_at: now, reply: null })
    .onConflict((conflict) => conflict.column('event_id').doNothing())
    .executeTakeFirst();
  if (inserted.numInsertedOrUpdatedRows === 1n) return 'new';
  const first = await trx.selectFrom('inbox').select('reply').where('event_id', '=', event).executeTakeFirst();
  return { reply: first?.reply ?? null };
}

export async function rememberReply(trx: Transaction<Database>, event: EventId, reply: Reply): Promise<void> {
  await trx
    .updateTable('inbox')
    .set({ reply: JSON.stringify(reply) })
    .where('event_id', '=', event)
    .execute();
}

/** What an event was answered with, as long as it is kept. */
export async function findReply(trx: Transaction<Database>, event: EventId): Promise<Reply | undefined> {
  const found = await trx.selectFrom('inbox').select('reply').where('event_id', '=', event).executeTakeFirst();
  return found?.reply ?? undefined;
}

/** Longer than the longest retry window of a platform: Slack's delayed events come for 24 hours. */
const keepIdsMs = 26 * 3_600_000;

/** An interaction is redelivered within minutes; its answer holds people's words, so it goes soon. */
const keepRepliesMs = 3_600_000;

export async function sweepInbox(trx: Transaction<Database>, now: Date): Promise<void> {
  const before = (spanMs: number) => new Date(now.getTime() - spanMs);
  await trx.deleteFrom('inbox').where('received_at', '<', before(keepIdsMs)).execute();
  await trx
    .updateTable('inbox')
    .set({ reply: null })
    .where('received_at', '<', before(keepRepliesMs))
    .where('reply', 'is not', null)
    .execute();
}
