import { type Kysely, sql } from 'kysely';
import { parseId } from '../../../base/ids.ts';
import type { ConversationId, PersonId } from '../../../chat/ids.ts';
import type { Database } from '../../../storage/schema.ts';
import type { HighlightId } from '../../../storage/tables/highlights.ts';
import type { Channel, Highlight } from '../highlight.ts';

/*
 * What is locked before a highlight is changed, or anything that hangs on one. Everybody takes it in this order, all of a
 * kind at once and by id, so that nobody ever waits for somebody who waits for them:
 *
 *   host       whoever is shown a week's proposals: `lockHost`
 *   source     notes; of pilots the first of the family, then the pilots. A change at home holds it already
 *   highlight  under it alone its copies, replies, taps and proposals change, and the messages that are only its own
 *   message    one that speaks of several: a channel's of the week, somebody's digest, a host's proposals. What it says of
 *              the others is read once it is locked: they may have been changed, or withdrawn, until then
 *   channel    how much it has had this week is counted, and highlights are turned on and off there
 *
 * All of these let others add rows that merely refer to the locked one. Whoever puts highlights into a new message holds
 * them meanwhile (`holdAgreed`), so that one that is being withdrawn does not get into it.
 */

type Db = Kysely<Database>;

/** Those of them that there are, by id. */
export async function lockHighlights(db: Db, ids: readonly HighlightId[]): Promise<Highlight[]> {
  if (ids.length === 0) return [];
  const meant = sql<HighlightId>`any(${[...new Set(ids)]}::uuid[])`;
  await lockSources(db, await db.selectFrom('highlight').select(['kind', 'source']).where('id', '=', meant).execute());
  const highlights = await db
    .selectFrom('highlight')
    .selectAll()
    .where('id', '=', meant)
    .orderBy('id')
    .forNoKeyUpdate()
    .execute();
  await lockMessages(db, highlights);
  return highlights;
}

export async function lockHighlight(db: Db, id: string | undefined): Promise<Highlight | undefined> {
  const known = parseId<'highlight'>(id);
  return known && (await lockHighlights(db, [known]))[0];
}

export async function lockBySource(db: Db, kind: Highlight['kind'], source: string): Promise<Highlight | undefined> {
  await lockSources(db, [{ kind, source }]);
  const highlight = await db
    .selectFrom('highlight')
    .selectAll()
    .where('kind', '=', kind)
    .where('source', '=', source)
    .forNoKeyUpdate()
    .executeTakeFirst();
  if (highlight) await lockMessages(db, [highlight]);
  return highlight;
}

async function lockSources(db: Db, sources: readonly Pick<Highlight, 'kind' | 'source'>[]): Promise<void> {
  const of = (kind: Highlight['kind']) => sources.filter((each) => each.kind === kind).map(({ source }) => source);
  const notes = of('note').flatMap((source) => parseId<'update'>(source) ?? []);
  const pilots = of('pilot').flatMap((source) => parseId<'pilot'>(source) ?? []);
  if (notes.length > 0) {
    await sql`select from update where id = any(${notes}::uuid[]) order by id for no key update`.execute(db);
  }
  if (pilots.length === 0) return;
  await sql`
    select from pilot where id in (select family_id from pilot where id = any(${pilots}::uuid[]))
    order by id for no key update`.execute(db);
  await sql`select from pilot where id = any(${pilots}::uuid[]) order by id for no key update`.execute(db);
}

/** A message that spoke of several once counts as one that does. */
async function lockMessages(db: Db, highlights: readonly Highlight[]): Promise<void> {
  const ids = highlights.map(({ id }) => id);
  await sql`
    select from delivery where id in (
      select copy.delivery_id from highlight_copy copy
        join highlight_copy other on other.delivery_id = copy.delivery_id and other.highlight_id <> copy.highlight_id
        where copy.highlight_id = any(${ids}::uuid[])
      union all select delivery_id from highlight_digest_item where highlight_id = any(${ids}::uuid[])
      union all select delivery_id from highlight_proposal where highlight_id = any(${ids}::uuid[]))
    order by id for no key update`.execute(db);
}

/** Those that somebody else wrote, and that this person suggested or looks after. */
export async function lockNaming(db: Db, person: PersonId): Promise<void> {
  await sql`
    select from highlight where asked_by = ${person} or host_id = ${person} order by id for no key update`.execute(db);
}

/** Those of them that may be shown elsewhere, as they are, until the end of the transaction; by id. */
export function holdAgreed(db: Db, ids: readonly HighlightId[]): Promise<Highlight[]> {
  return db
    .selectFrom('highlight')
    .selectAll()
    .where('id', '=', sql<HighlightId>`any(${ids}::uuid[])`)
    .where('state', '=', 'agreed')
    .orderBy('id')
    .forShare()
    .execute();
}

/** Those of them that take highlights, as they are now. */
export async function lockChannels(
  db: Db,
  ids: readonly ConversationId[],
): Promise<ReadonlyMap<ConversationId, Channel>> {
  const rows = await db
    .selectFrom('highlight_channel')
    .selectAll()
    .where('conversation_id', '=', sql<ConversationId>`any(${ids}::text[])`)
    .where('off_at', 'is', null)
    .orderBy('conversation_id')
    .forNoKeyUpdate()
    .execute();
  return new Map(rows.map((row) => [row.conversation_id, row]));
}

/** When a host was shown a week's proposals last. */
export async function lockHost(db: Db, host: PersonId): Promise<Date | undefined> {
  const row = await db
    .selectFrom('highlight_host')
    .select('proposed_at')
    .where('person_id', '=', host)
    .forNoKeyUpdate()
    .executeTakeFirst();
  return row?.proposed_at;
}
