import { type Kysely, sql } from 'kysely';
import { newId, parseId } from '../../../base/ids.ts';
import type { PersonId } from '../../../chat/ids.ts';
import { accountsOf } from '../../../people/accounts.ts';
import type { Database, Row } from '../../../storage/schema.ts';
import type { DeliveryId } from '../../../storage/tables/delivery.ts';
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

/** When a host was shown a week's proposals last, locked; for one whom nobody has met yet it begins now. */
export async function lockHost(db: Db, host: PersonId, now: Date): Promise<Date> {
  await db
    .insertInto('highlight_host')
    .values({ person_id: host, proposed_at: now })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const row = await db
    .selectFrom('highlight_host')
    .select('proposed_at')
    .where('person_id', '=', host)
    .forUpdate()
    .executeTakeFirstOrThrow();
  return row.proposed_at;
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
export async function lockProposal(db: Db, id: string | undefined, host: PersonId): Promise<Proposal | undefined> {
  const known = parseId(id);
  if (!known) return undefined;
  return db
    .selectFrom('highlight_proposal')
    .selectAll()
    .where('id', '=', known)
    .where('host_id', '=', host)
    .where('state', '=', 'open')
    .forUpdate()
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

export function proposalsIn(
  db: Db,
  delivery: DeliveryId,
): Promise<(Proposal & Pick<Highlight, 'content' | 'author_id'>)[]> {
  return db
    .selectFrom('highlight_proposal')
    .innerJoin('highlight', 'highlight.id', 'highlight_proposal.highlight_id')
    .selectAll('highlight_proposal')
    .select(['content', 'author_id'])
    .where('highlight_proposal.delivery_id', '=', delivery)
    .orderBy(sql`highlight_proposal.created_at, highlight_proposal.id`)
    .execute();
}
