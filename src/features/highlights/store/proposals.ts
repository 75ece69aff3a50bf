import { type Kysely, type NotNull, sql } from 'kysely';
import { newId, parseId } from '../../../base/ids.ts';
import type { PersonId } from '../../../chat/ids.ts';
import { accountsOf } from '../../../people/accounts.ts';
import type { Database, Row } from '../../../storage/schema.ts';
import type { DeliveryId } from '../../../storage/tables/delivery.ts';
import type { HighlightId } from '../../../storage/tables/highlights.ts';
import type { Copy, Highlight } from '../highlight.ts';

/** What hosts are shown as worth passing on. */

type Db = Kysely<Database>;

export type Proposal = Row<'highlight_proposal'>;

/** Who looks after a channel in which something new could travel. */
export async function hostsWithNotes(db: Db, since: Date): Promise<PersonId[]> {
  const rows = await db
    .selectFrom('highlight')
    .select('host_id')
    .distinct()
    .where('state', '=', 'noted')
    .where('host_id', 'is not', null)
    .where('created_at', '>=', since)
    .execute();
  return rows.flatMap(({ host_id }) => host_id ?? []);
}

/** When each of these hosts was shown a week's proposals last; for one whom nobody has met yet it begins now. */
export async function proposedLast(
  db: Db,
  hosts: readonly PersonId[],
  now: Date,
): Promise<ReadonlyMap<PersonId, Date>> {
  const meant = sql<PersonId>`any(${hosts}::text[])`;
  const rows = await db.selectFrom('highlight_host').selectAll().where('person_id', '=', meant).execute();
  const known = new Map(rows.map(({ person_id, proposed_at }) => [person_id, proposed_at]));
  const unmet = hosts.filter((host) => !known.has(host)).toSorted();
  if (unmet.length > 0) {
    await db
      .insertInto('highlight_host')
      .values(unmet.map((person_id) => ({ person_id, proposed_at: now })))
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }
  return known;
}

export async function setProposed(db: Db, host: PersonId, at: Date): Promise<void> {
  await db.updateTable('highlight_host').set({ proposed_at: at }).where('person_id', '=', host).execute();
}

/** Notes in a host's channels that nobody was asked about, and that were not proposed since `unproposed`. */
export async function notesOf(
  db: Db,
  host: PersonId,
  { since, unproposed }: { readonly since: Date; readonly unproposed: Date },
): Promise<Highlight[]> {
  return db
    .selectFrom('highlight')
    .selectAll()
    .where('host_id', '=', host)
    .where('state', '=', 'noted')
    .where('author_id', 'not in', await accountsOf(db, host))
    .where('created_at', '>=', since)
    .where((where) =>
      where.not(
        where.exists(
          where
            .selectFrom('highlight_proposal')
            .select('highlight_proposal.id')
            .whereRef('highlight_id', '=', 'highlight.id')
            .where('highlight_proposal.created_at', '>=', unproposed),
        ),
      ),
    )
    .orderBy('created_at', 'desc')
    .limit(100)
    .execute();
}

/** Copies that were sent since a moment, with what they say. */
export function postedSince(
  db: Db,
  since: Date,
): Promise<(Pick<Copy, 'highlight_id' | 'conversation_id' | 'sent_at'> & Pick<Highlight, 'home_id' | 'content'>)[]> {
  return db
    .selectFrom('highlight_copy')
    .innerJoin('highlight', 'highlight.id', 'highlight_copy.highlight_id')
    .select(['highlight_id', 'highlight_copy.conversation_id', 'highlight_copy.sent_at', 'home_id', 'content'])
    .where('highlight_copy.sent_at', '>=', since)
    .execute();
}

export async function addProposals(
  db: Db,
  proposals: readonly Pick<Proposal, 'highlight_id' | 'host_id' | 'channels' | 'reason' | 'created_at'>[],
): Promise<Proposal[]> {
  return db
    .insertInto('highlight_proposal')
    .values(proposals.map((each) => ({ ...each, id: newId(), state: 'open' as const, delivery_id: null })))
    .returningAll()
    .execute();
}

export async function showProposals(db: Db, ids: readonly string[], delivery: DeliveryId): Promise<void> {
  await db.updateTable('highlight_proposal').set({ delivery_id: delivery }).where('id', 'in', ids).execute();
}

/** A host's own that waits for their choice. */
export async function findProposal(db: Db, id: string | undefined, host: PersonId): Promise<Proposal | undefined> {
  const known = parseId(id);
  if (!known) return undefined;
  return db
    .selectFrom('highlight_proposal')
    .selectAll()
    .where('id', '=', known)
    .where('host_id', '=', host)
    .where('state', '=', 'open')
    .executeTakeFirst();
}

export async function settleProposal(db: Db, id: string, state: 'asked' | 'dropped'): Promise<void> {
  await db.updateTable('highlight_proposal').set({ state }).where('id', '=', id).execute();
}

/** Another week has begun: what is still open is over; the messages that say so. */
export async function closeProposals(db: Db, host: PersonId): Promise<DeliveryId[]> {
  const rows = await db
    .updateTable('highlight_proposal')
    .set({ state: 'past' })
    .where('host_id', '=', host)
    .where('state', '=', 'open')
    .returning('delivery_id')
    .execute();
  return [...new Set(rows.flatMap(({ delivery_id }) => delivery_id ?? []))];
}

/** What each of these messages proposes. */
export async function proposalsIn(
  db: Db,
  deliveries: readonly DeliveryId[],
): Promise<ReadonlyMap<DeliveryId, readonly Proposal[]>> {
  const rows = await db
    .selectFrom('highlight_proposal')
    .selectAll()
    .where('delivery_id', '=', sql<DeliveryId>`any(${deliveries}::uuid[])`)
    .orderBy('created_at')
    .orderBy('id')
    .$narrowType<{ delivery_id: NotNull }>()
    .execute();
  return Map.groupBy(rows, ({ delivery_id }) => delivery_id);
}

/** The messages that propose any of these highlights. */
export async function messagesProposing(db: Db, highlights: readonly HighlightId[]): Promise<DeliveryId[]> {
  const rows = await db
    .selectFrom('highlight_proposal')
    .select('delivery_id')
    .distinct()
    .where('highlight_id', '=', sql<HighlightId>`any(${highlights}::uuid[])`)
    .execute();
  return rows.flatMap(({ delivery_id }) => delivery_id ?? []);
}

/** The highlights that a host is being asked about. */
export async function openProposalsOf(db: Db, host: PersonId): Promise<HighlightId[]> {
  const rows = await db
    .selectFrom('highlight_proposal')
    .select('highlight_id')
    .where('host_id', '=', host)
    .where('state', '=', 'open')
    .execute();
  return rows.map(({ highlight_id }) => highlight_id);
}
