import type { Kysely } from 'kysely';
import type { PersonId } from '../../chat/ids.ts';
import type { Copied } from '../../storage/holding.ts';
import type { Database } from '../../storage/schema.ts';

/** What a person's copy has of highlights. */

type Db = Kysely<Database>;

export async function copyHighlights(db: Db, person: PersonId): Promise<Copied[]> {
  const rows = await db
    .selectFrom('highlight')
    .selectAll()
    .where('author_id', '=', person)
    .where('state', '!=', 'withdrawn')
    .orderBy('created_at')
    .execute();
  const copies = await db
    .selectFrom('highlight_copy')
    .innerJoin('highlight', 'highlight.id', 'highlight_copy.highlight_id')
    .leftJoin('conversation', 'conversation.id', 'highlight_copy.conversation_id')
    .select(['highlight_id', 'conversation.name'])
    .where('author_id', '=', person)
    .where('highlight_copy.state', '!=', 'stopped')
    .execute();
  const placesOf = Map.groupBy(copies, ({ highlight_id }) => highlight_id);
  return rows.map((row) => ({
    at: row.created_at,
    question: row.content?.question,
    answers: row.content?.fields,
    team: row.team,
    state: row.state,
    channels: placesOf.get(row.id)?.flatMap(({ name }) => name ?? []),
  }));
}

export async function copyReplies(db: Db, person: PersonId): Promise<Copied[]> {
  const rows = await db
    .selectFrom('highlight_reply')
    .leftJoin('conversation', 'conversation.id', 'highlight_reply.conversation_id')
    .select(['text', 'created_at', 'conversation.name'])
    .where('person_id', '=', person)
    .orderBy('created_at')
    .execute();
  return rows.map(({ text, created_at, name }) => ({ at: created_at, text, channel: name }));
}

export async function copyReading(db: Db, person: PersonId): Promise<Copied[]> {
  const reader = await db.selectFrom('highlight_reader').selectAll().where('person_id', '=', person).execute();
  const taps = await db.selectFrom('highlight_tap').selectAll().where('person_id', '=', person).execute();
  return [
    ...reader.map(({ may_ask, weekly }) => ({ mayAsk: may_ask, weekly })),
    ...taps.map(() => ({ tap: 'useful' })),
  ];
}

export async function copyHosting(db: Db, person: PersonId): Promise<Copied[]> {
  const channels = await db
    .selectFrom('highlight_channel')
    .leftJoin('conversation', 'conversation.id', 'highlight_channel.conversation_id')
    .select(['conversation.name', 'topics', 'set_at'])
    .where('set_by', '=', person)
    .execute();
  return channels.map(({ name, topics, set_at }) => ({ channel: name, topics, since: set_at }));
}
