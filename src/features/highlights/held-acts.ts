import type { Kysely } from 'kysely';
import type { Database, Row } from '../../storage/schema.ts';
import type { HeldAct } from '../../talk-graph/act.ts';

/** Messages that became highlights, and what was replied to highlights anywhere: what the talk graph learns from. */
export async function heldActs(db: Kysely<Database>, since: Date): Promise<HeldAct[]> {
  const messages = await db
    .selectFrom('highlight')
    .selectAll()
    .where('kind', '=', 'message')
    .where('created_at', '>=', since)
    .execute();
  const replies = await db
    .selectFrom('highlight_reply')
    .innerJoin('highlight', 'highlight.id', 'highlight_reply.highlight_id')
    .select(['kind', 'source', 'home_id', 'conversation_id', 'person_id', 'text', 'highlight_reply.created_at'])
    .where('highlight_reply.created_at', '>=', since)
    // What a note's own button sent is held with the note.
    .where((where) =>
      where.or([where('message_id', 'is not', null), where('conversation_id', '!=', where.ref('home_id'))]),
    )
    .execute();
  const replied = replies.map((reply): HeldAct => {
    const { person_id, conversation_id, home_id, created_at, text } = reply;
    const where = { place: conversation_id, about: home_id, thread: threadOf(reply) };
    return { ...where, person: person_id, kind: 'replied', at: created_at, text };
  });
  return [...messages.flatMap(openingOf), ...replied];
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
