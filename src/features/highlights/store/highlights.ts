import { type Kysely, sql } from 'kysely';
import { newId, parseId } from '../../../base/ids.ts';
import type { ConversationId, MessageRef, PersonId } from '../../../chat/ids.ts';
import { accountsOf } from '../../../people/accounts.ts';
import type { Database, Row } from '../../../storage/schema.ts';
import type { DeliveryId } from '../../../storage/tables/delivery.ts';
import type { HighlightContent, HighlightId } from '../../../storage/tables/highlights.ts';
import type { Highlight } from '../highlight.ts';

/** The queries of highlights themselves. Each takes the connection: inside a handler, its transaction. */

type Db = Kysely<Database>;

export type HighlightChange = Partial<
  Omit<Highlight, 'id' | 'kind' | 'source' | 'author_id' | 'workspace_id' | 'created_at'>
>;

/** About to be changed: locked, so that two who do so come one after the other; what it shows is locked first. */
export async function lockHighlight(db: Db, id: string | undefined): Promise<Highlight | undefined> {
  const highlight = await findHighlight(db, id);
  return highlight && lockBySource(db, highlight.kind, highlight.source);
}

export async function findHighlight(db: Db, id: string | undefined): Promise<Highlight | undefined> {
  const known = parseId<'highlight'>(id);
  return known && db.selectFrom('highlight').selectAll().where('id', '=', known).executeTakeFirst();
}

export async function lockBySource(db: Db, kind: Highlight['kind'], source: string): Promise<Highlight | undefined> {
  await lockSource(db, kind, source);
  return db
    .selectFrom('highlight')
    .selectAll()
    .where('kind', '=', kind)
    .where('source', '=', source)
    .forUpdate()
    .executeTakeFirst();
}

/** A change at home locks the note or pilot before its highlight. So does everybody: nobody waits for each other. */
async function lockSource(db: Db, kind: Highlight['kind'], source: string): Promise<void> {
  const [note, pilot] = [parseId<'update'>(source), parseId<'pilot'>(source)];
  if (kind === 'note' && note) await db.selectFrom('update').select('id').where('id', '=', note).forUpdate().execute();
  if (kind === 'pilot' && pilot)
    await db.selectFrom('pilot').select('id').where('id', '=', pilot).forUpdate().execute();
}

type NewHighlight = Pick<
  Highlight,
  | 'kind'
  | 'source'
  | 'author_id'
  | 'workspace_id'
  | 'home_id'
  | 'home_delivery_id'
  | 'home_thread'
  | 'host_id'
  | 'useful'
  | 'created_at'
> & { readonly content: HighlightContent };

export function insertHighlight(db: Db, { content, ...columns }: NewHighlight): Promise<Highlight> {
  return db
    .insertInto('highlight')
    .values({
      ...columns,
      id: newId<'highlight'>(),
      content: JSON.stringify(content),
      state: 'noted',
      asked_by: null,
      expires_at: null,
      agreed_at: null,
      own_delivery_id: null,
      edited_at: null,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
}

export async function changeHighlight(db: Db, id: HighlightId, change: HighlightChange): Promise<Highlight> {
  const { content, ...columns } = change;
  return db
    .updateTable('highlight')
    .set({ ...columns, ...(content !== undefined && { content: content && JSON.stringify(content) }) })
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** What stands as this message: at home or as a copy elsewhere. */
export async function findByMessage(
  db: Db,
  { conversation, id }: Pick<MessageRef, 'conversation' | 'id'>,
): Promise<{ highlight: Highlight; isCopy: boolean; isOneOfSeveral: boolean } | undefined> {
  const home = await db
    .selectFrom('highlight')
    .innerJoin('delivery', 'delivery.id', 'highlight.home_delivery_id')
    .selectAll('highlight')
    .where('home_id', '=', conversation)
    .where(sql<boolean>`delivery.message_ref ->> 'id' = ${id}`)
    .executeTakeFirst();
  if (home) return { highlight: home, isCopy: false, isOneOfSeveral: false };
  const copies = await db
    .selectFrom('highlight_copy')
    .innerJoin('highlight', 'highlight.id', 'highlight_copy.highlight_id')
    .innerJoin('delivery', 'delivery.id', 'highlight_copy.delivery_id')
    .selectAll('highlight')
    .where('highlight_copy.conversation_id', '=', conversation)
    .where('highlight_copy.state', '=', 'sent')
    .where(sql<boolean>`delivery.message_ref ->> 'id' = ${id}`)
    .execute();
  // Under a message of several nobody can tell which is meant.
  const [copy, ...others] = copies;
  return copy && { highlight: copy, isCopy: true, isOneOfSeveral: others.length > 0 };
}

/** The highlights that stand in one message. */
export function highlightsIn(db: Db, delivery: DeliveryId): Promise<Highlight[]> {
  return db
    .selectFrom('highlight_copy')
    .innerJoin('highlight', 'highlight.id', 'highlight_copy.highlight_id')
    .selectAll('highlight')
    .where('delivery_id', '=', delivery)
    .where('highlight_copy.state', '=', 'sent')
    .orderBy('agreed_at')
    .orderBy('highlight.id')
    .execute();
}

/** One's own that could travel or have, the newest first. */
export async function ownHighlights(db: Db, author: PersonId, limit: number): Promise<Highlight[]> {
  return db
    .selectFrom('highlight')
    .selectAll()
    .where('author_id', 'in', await accountsOf(db, author))
    .where('state', '!=', 'withdrawn')
    .where((where) => where.or([where('kind', '!=', 'message'), where('state', '!=', 'noted')]))
    .orderBy('created_at', 'desc')
    .limit(limit)
    .execute();
}

/** The team that a person wrote on their last highlight. */
export async function lastTeamOf(db: Db, author: PersonId): Promise<string> {
  const row = await db
    .selectFrom('highlight')
    .select('team')
    .where('author_id', 'in', await accountsOf(db, author))
    .where('team', '!=', '')
    .orderBy('agreed_at', (order) => order.desc().nullsLast())
    .limit(1)
    .executeTakeFirst();
  return row?.team ?? '';
}

export interface UnansweredHighlight extends Highlight {
  /** The question came to stand in front of its author. */
  readonly reached: boolean;
}

/** Asked about and not answered in time. */
export function unanswered(db: Db, now: Date, limit: number): Promise<UnansweredHighlight[]> {
  return db
    .selectFrom('highlight')
    .leftJoin('delivery', 'delivery.id', 'own_delivery_id')
    .selectAll('highlight')
    .select(sql<boolean>`coalesce(message_ref is not null, false)`.as('reached'))
    .where('highlight.state', '=', 'asked')
    .where('highlight.expires_at', '<=', now)
    .orderBy('highlight.expires_at')
    .limit(limit)
    .forUpdate('highlight')
    .skipLocked()
    .execute();
}

export async function isExternal(db: Db, person: PersonId): Promise<boolean> {
  const row = await db.selectFrom('person').select('external').where('id', '=', person).executeTakeFirst();
  return row?.external ?? false;
}

/** Messages whose menu was opened and that nobody went on to suggest: their words are not kept. */
export async function forgetUnused(db: Db, before: Date): Promise<void> {
  await db
    .deleteFrom('highlight')
    .where('kind', '=', 'message')
    .where('state', '=', 'noted')
    .where('created_at', '<', before)
    .execute();
}

export async function isMember(db: Db, conversation: ConversationId, person: PersonId): Promise<boolean> {
  const row = await db
    .selectFrom('conversation_member')
    .select('person_id')
    .where('conversation_id', '=', conversation)
    .where('person_id', '=', person)
    .executeTakeFirst();
  return row !== undefined;
}

/** Adds the tap, or takes back the one that is there; `at`: when the one that it is about was made. */
export async function toggleTap(
  db: Db,
  tap: Row<'highlight_tap'> & { readonly tapped_at: Date },
): Promise<{ readonly change: 'added' | 'removed'; readonly at: Date; readonly readIn: ConversationId | null }> {
  const removed = await db
    .deleteFrom('highlight_tap')
    .where('highlight_id', '=', tap.highlight_id)
    .where('person_id', 'in', await accountsOf(db, tap.person_id))
    .returning(['tapped_at', 'tapped_in'])
    .executeTakeFirst();
  if (removed) return { change: 'removed', at: removed.tapped_at ?? tap.tapped_at, readIn: removed.tapped_in };
  await db.insertInto('highlight_tap').values(tap).execute();
  return { change: 'added', at: tap.tapped_at, readIn: tap.tapped_in };
}

export async function countTaps(db: Db, highlight: HighlightId): Promise<number> {
  const { count } = await db
    .selectFrom('highlight_tap')
    .select((select) => select.fn.countAll<number>().as('count'))
    .where('highlight_id', '=', highlight)
    .executeTakeFirstOrThrow();
  return Number(count);
}

/** It waits in the outbox, and nobody has seen it. */
export async function isHeld(db: Db, delivery: DeliveryId): Promise<boolean> {
  const row = await db
    .selectFrom('delivery')
    .select('id')
    .where('id', '=', delivery)
    .where('message_ref', 'is', null)
    .where('may_have_arrived', '=', false)
    .where('state', '!=', 'sending')
    .executeTakeFirst();
  return row !== undefined;
}
