import { sql, type Transaction } from 'kysely';
import { inBatches } from '../../storage/batches.ts';
import type { Database, Row } from '../../storage/schema.ts';
import { type HeldAct, tapAct } from '../../talk-graph/act.ts';

type Trx = Transaction<Database>;

/** Messages that became highlights and taps on them, what was replied to any highlight: what the talk graph learns from. */
export async function* heldActs(trx: Trx, since: Date): AsyncGenerator<HeldAct[]> {
  for await (const messages of inBatches(trx, messagesSince(trx, since))) yield messages.flatMap(openingOf);
  for await (const replies of inBatches(trx, repliesSince(trx, since))) {
    yield replies.map(({ kind, source, ...reply }): HeldAct => {
      return { ...reply, kind: 'replied', thread: threadOf({ kind, source }) };
    });
  }
  for await (const taps of inBatches(trx, tapsSince(trx, since))) {
    yield taps.map(({ kind, source, home, ...tap }): HeldAct => {
      return { ...tapAct(home, { ...tap, change: 'added' }), thread: threadOf({ kind, source }) };
    });
  }
}

function openingOf(highlight: Row<'highlight'>): HeldAct[] {
  const { author_id, home_id, created_at, content } = highlight;
  if (!content) return [];
  const text = [content.question, ...content.fields.map(({ value }) => value)].join('\n');
  return [{ person: author_id, place: home_id, kind: 'wrote', at: created_at, thread: threadOf(highlight), text }];
}

/** A note's thread is the one that it has at home. */
function threadOf({ kind, source }: Pick<Row<'highlight'>, 'kind' | 'source'>): string {
  return `${kind}:${source}`;
}

function messagesSince(trx: Trx, since: Date) {
  return trx
    .selectFrom('highlight')
    .selectAll()
    .where('kind', '=', 'message')
    .where('created_at', '>=', since)
    .orderBy('created_at');
}

/** On what no other feature holds. A tap of an earlier version has no time of its own. */
function tapsSince(trx: Trx, since: Date) {
  const at = sql<Date>`coalesce(tapped_at, highlight.created_at)`;
  return trx
    .selectFrom('highlight_tap')
    .innerJoin('highlight', 'highlight.id', 'highlight_tap.highlight_id')
    .select(['kind', 'source', 'home_id as home', 'person_id as person', 'tapped_in as readIn', at.as('at')])
    .where(at, '>=', since)
    .orderBy('at');
}

function repliesSince(trx: Trx, since: Date) {
  return (
    trx
      .selectFrom('highlight_reply')
      .innerJoin('highlight', 'highlight.id', 'highlight_reply.highlight_id')
      .select(['kind', 'source', 'home_id as about', 'conversation_id as place', 'person_id as person', 'text'])
      .select('highlight_reply.created_at as at')
      .where('highlight_reply.created_at', '>=', since)
      // What a note's own button sent is held with the note.
      .where((where) =>
        where.or([where('message_id', 'is not', null), where('conversation_id', '!=', where.ref('home_id'))]),
      )
      .orderBy('at')
  );
}
