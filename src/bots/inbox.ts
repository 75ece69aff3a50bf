import { type Kysely, sql, type Transaction } from 'kysely';
import type { ChatEvent } from '../chat/event.ts';
import type { EventId } from '../chat/ids.ts';
import { nothing, type Reply } from '../chat/reply.ts';
import { type Acquaintance, createAcquaintance, type Glance, glanceAt } from '../people/acquaintance.ts';
import type { Database } from '../storage/schema.ts';

/** What became of events at the door. */
export interface Taken {
  readonly acquaintance: Acquaintance;
  /** The reply that the first delivery of this event got; absent where this is the first. */
  earlier(event: EventId): Reply | undefined;
}

/**
 * Takes events in, each once: one statement for all of them, which also looks up who and where they are about. A second
 * delivery that arrives while another process handles the first waits for that one's end.
 */
export async function takeIn(trx: Transaction<Database>, events: readonly ChatEvent[], now: Date): Promise<Taken> {
  // In one order everywhere, else two processes could wait for each other.
  const ids = events.map((event) => event.id).sort();
  const people = events.map((event) => event.person.id);
  const conversations = events.flatMap((event) => event.conversation?.id ?? []);
  const { rows } = await sql<Glance & { fresh: EventId[] }>`
    with fresh as (
      insert into inbox (event_id, received_at)
      select id, ${now}::timestamptz from unnest(${ids}::text[]) as id
      on conflict (event_id) do nothing
      returning event_id)
    select array(select event_id from fresh) as fresh, ${glanceAt({ people, conversations }, now)}`.execute(trx);
  const [row = { fresh: [], people: [], conversations: [] }] = rows;
  const fresh = new Set(row.fresh);
  const seen = await repliesTo(
    trx,
    ids.filter((id) => !fresh.has(id)),
  );
  return { acquaintance: createAcquaintance(row), earlier: (event) => seen.get(event) };
}

async function repliesTo(trx: Transaction<Database>, ids: readonly EventId[]): Promise<Map<EventId, Reply>> {
  const seen = new Map<EventId, Reply>(ids.map((id) => [id, nothing]));
  if (ids.length === 0) return seen;
  const rows = await trx.selectFrom('inbox_reply').select(['event_id', 'reply']).where('event_id', 'in', ids).execute();
  for (const { event_id, reply } of rows) seen.set(event_id as EventId, reply);
  return seen;
}

/** For a delivery that comes again; that nothing is to be shown need not be kept. */
export async function rememberReplies(
  trx: Transaction<Database>,
  replies: readonly (readonly [EventId, Reply])[],
  now: Date,
): Promise<void> {
  const rows = replies
    .filter(([, reply]) => reply.kind !== 'nothing')
    .map(([event, reply]) => ({ event_id: event, reply: JSON.stringify(reply), kept_at: now }));
  if (rows.length > 0) await trx.insertInto('inbox_reply').values(rows).execute();
}

/** What an event was answered with, as long as it is kept. */
export async function findReply(trx: Transaction<Database>, event: EventId): Promise<Reply | undefined> {
  const found = await trx.selectFrom('inbox_reply').select('reply').where('event_id', '=', event).executeTakeFirst();
  return found?.reply;
}

/** Longer than the longest retry window of a platform: Slack's delayed events come for 24 hours. */
const keepIdsMs = 26 * 3_600_000;

/** An interaction is redelivered within minutes; its answer holds people's words, so it goes soon. */
const keepRepliesMs = 3_600_000;

/** Rows that one statement changes: none takes long, however many there are. */
const sweepSize = 5_000;

export async function sweepInbox(db: Kysely<Database>, now: Date): Promise<void> {
  const before = (spanMs: number) => new Date(now.getTime() - spanMs);
  await repeat(() =>
    sql`
    delete from inbox where event_id in (
      select event_id from inbox where received_at < ${before(keepIdsMs)} order by received_at limit ${sweepSize})`.execute(
      db,
    ),
  );
  await repeat(() =>
    sql`
    delete from inbox_reply where event_id in (
      select event_id from inbox_reply where kept_at < ${before(keepRepliesMs)} order by kept_at limit ${sweepSize})`.execute(
      db,
    ),
  );
}

async function repeat(change: () => Promise<{ readonly numAffectedRows?: bigint }>): Promise<void> {
  while ((await change()).numAffectedRows === BigInt(sweepSize));
}
