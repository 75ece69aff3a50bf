import { sql } from 'kysely';
import { wordsFor } from '../../cards/words.ts';
import type { Erased, Erasing } from '../../storage/holding.ts';
import type { HighlightId } from '../../storage/tables/highlights.ts';
import { stopAll } from './consent.ts';
import type { HighlightsDeps } from './deps.ts';
import type { Highlight } from './highlight.ts';
import { refreshProposals } from './proposals-card.ts';
import { refreshReaderDigests } from './reader-digest.ts';
import { cutQuotes } from './replies.ts';
import { changeHighlight } from './store/highlights.ts';
import { lockHighlights, lockHost, lockNaming } from './store/locks.ts';

/** Somebody leaves: their highlights go from wherever they stand, and from what mentions them; replies of others stay. */

/** Highlights that one transaction takes away. */
const highlightsAtOnce = 10;

export async function eraseHighlights(deps: HighlightsDeps, erasing: Erasing): Promise<Erased> {
  const { trx, person, former } = erasing;
  const theirs = trx.selectFrom('highlight').select('id').where('author_id', '=', person).orderBy('id');
  const rows = await theirs.limit(highlightsAtOnce).execute();
  const highlights = await lockHighlights(
    trx,
    rows.map(({ id }) => id),
  );
  if (highlights.length > 0) {
    await stopAll(deps, highlights, erasing);
    for (const highlight of highlights) await eraseHighlight(deps, highlight, erasing);
    return { removed: highlights.length, more: true };
  }
  await lockNaming(trx, person);
  await trx.updateTable('highlight').set({ asked_by: former }).where('asked_by', '=', person).execute();
  await trx.updateTable('highlight').set({ host_id: null }).where('host_id', '=', person).execute();
  return { removed: 0, more: false };
}

async function eraseHighlight(deps: HighlightsDeps, highlight: Highlight, erasing: Erasing): Promise<void> {
  const { trx, now, former, instead } = erasing;
  const moment = { trx, now };
  const gone = { state: 'withdrawn', content: null, home_delivery_id: null, team: '', own_delivery_id: null } as const;
  const empty = await changeHighlight(trx, highlight.id, gone);
  await refreshReaderDigests(deps, [highlight.id], moment);
  await dropProposalsOf(deps, highlight, erasing);
  if (highlight.own_delivery_id) await deps.outbox.remove(trx, highlight.own_delivery_id, instead);
  if (!(await hasReplies(highlight, erasing))) {
    await trx.deleteFrom('highlight').where('id', '=', highlight.id).execute();
    return;
  }
  await trx
    .updateTable('highlight')
    .set({ author_id: former, source: highlight.id, home_thread: null, asked_for: [] })
    .where('id', '=', highlight.id)
    .execute();
  await cutQuotes(deps, { ...empty, author_id: former }, moment);
}

async function hasReplies({ id, author_id }: Highlight, { trx }: Erasing): Promise<boolean> {
  const row = await trx
    .selectFrom('highlight_reply')
    .select('id')
    .where('highlight_id', '=', id)
    .where('person_id', '!=', author_id)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** A host's message of the week names the author and begins with their words. */
async function dropProposalsOf(deps: HighlightsDeps, { id }: Highlight, { trx, now }: Erasing): Promise<void> {
  const gone = await trx
    .deleteFrom('highlight_proposal')
    .where('highlight_id', '=', id)
    .returning('delivery_id')
    .execute();
  const deliveries = new Set(gone.flatMap(({ delivery_id }) => delivery_id ?? []));
  await refreshProposals(deps, [...deliveries], { trx, now });
}

export async function eraseReplies(deps: HighlightsDeps, { trx, person }: Erasing): Promise<Erased> {
  const repliedTo = trx.selectFrom('highlight_reply').select('highlight_id').where('person_id', '=', person);
  const rows = await repliedTo.distinct().orderBy('highlight_id').limit(highlightsAtOnce).execute();
  const highlights = rows.map(({ highlight_id }) => highlight_id);
  await lockHighlights(trx, highlights);
  const meant = sql<HighlightId>`any(${highlights}::uuid[])`;
  const replies = trx.selectFrom('highlight_reply').where('person_id', '=', person).where('highlight_id', '=', meant);
  const copies = await replies
    .innerJoin('highlight_reply_copy', 'reply_id', 'highlight_reply.id')
    .select('delivery_id')
    .execute();
  await deps.outbox.removeAll(
    trx,
    copies.map(({ delivery_id }) => delivery_id),
    wordsFor('en')('highlights.reply.gone'),
  );
  const { numDeletedRows } = await trx
    .deleteFrom('highlight_reply')
    .where('person_id', '=', person)
    .where('highlight_id', '=', meant)
    .executeTakeFirst();
  return { removed: Number(numDeletedRows), more: highlights.length === highlightsAtOnce };
}

export async function eraseReading({ trx, person }: Erasing): Promise<Erased> {
  let removed = 0n;
  for (const table of ['highlight_tap', 'highlight_digest_item', 'highlight_reader'] as const) {
    const { numDeletedRows } = await trx.deleteFrom(table).where('person_id', '=', person).executeTakeFirst();
    removed += numDeletedRows;
  }
  return { removed: Number(removed), more: false };
}

export async function eraseHosting({ trx, person, former }: Erasing): Promise<Erased> {
  await lockHost(trx, person);
  const channels = await trx
    .updateTable('highlight_channel')
    .set({ set_by: former })
    .where('set_by', '=', person)
    .executeTakeFirst();
  const proposals = await trx.deleteFrom('highlight_proposal').where('host_id', '=', person).executeTakeFirst();
  await trx.deleteFrom('highlight_host').where('person_id', '=', person).execute();
  return { removed: Number(channels.numUpdatedRows + proposals.numDeletedRows), more: false };
}
