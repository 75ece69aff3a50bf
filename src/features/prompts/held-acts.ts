import type { Kysely } from 'kysely';
import type { Database } from '../../storage/schema.ts';
import type { HeldAct } from '../../talk-graph/act.ts';

/** Notes that stand in a channel, their replies and taps: what the talk graph learns from. */
export async function heldActs(db: Kysely<Database>, since: Date): Promise<HeldAct[]> {
  const notes = await db
    .selectFrom('update')
    .innerJoin('community', 'community.id', 'update.community_id')
    .select(['update.id', 'person_id', 'question', 'fields', 'posted_at', 'conversation_id'])
    .where('state', '=', 'posted')
    .where('posted_at', '>=', since)
    .execute();
  const wrote = new Map(
    notes.map(({ id, person_id, question, fields, posted_at, conversation_id }) => [
      id,
      {
        person: person_id,
        place: conversation_id,
        kind: 'wrote',
        at: posted_at ?? since,
        thread: `note:${id}`,
        text: [question ?? '', ...fields.map(({ value }) => value)].join('\n'),
      } satisfies HeldAct,
    ]),
  );
  const responses = [...(await repliesSince(db, since)), ...(await tapsSince(db, since))];
  const responded = responses.flatMap(({ update_id, ...response }): HeldAct[] => {
    const note = wrote.get(update_id);
    return note ? [{ ...response, at: response.at ?? note.at, place: note.place, thread: note.thread }] : [];
  });
  return [...wrote.values(), ...responded];
}

async function repliesSince(db: Kysely<Database>, since: Date) {
  const rows = await db
    .selectFrom('update_reply')
    .select(['update_id', 'person_id', 'text', 'created_at'])
    .where('created_at', '>=', since)
    .execute();
  return rows.map(({ update_id, person_id, text, created_at }) => {
    return { update_id, person: person_id, kind: 'replied' as const, at: created_at, text };
  });
}

/** A tap of an earlier version has no time of its own. */
async function tapsSince(db: Kysely<Database>, since: Date) {
  const rows = await db
    .selectFrom('update_tap')
    .selectAll()
    .where((where) => where.or([where('tapped_at', '>=', since), where('tapped_at', 'is', null)]))
    .execute();
  return rows.map(({ update_id, person_id, tapped_at }) => {
    return { update_id, person: person_id, kind: 'tapped' as const, at: tapped_at };
  });
}
