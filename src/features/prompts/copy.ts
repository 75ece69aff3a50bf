import type { Kysely } from 'kysely';
import type { PersonId } from '../../chat/ids.ts';
import type { Copied } from '../../storage/holding.ts';
import type { Database } from '../../storage/schema.ts';
import type { UpdateField } from '../../storage/tables/prompts.ts';

/** What a person's copy has of working out loud. */

type Db = Kysely<Database>;

export async function copyNotes(db: Db, person: PersonId): Promise<Copied[]> {
  const rows = await db
    .selectFrom('update')
    .leftJoin('community', 'community.id', 'update.community_id')
    .selectAll('update')
    .select('community.name as place')
    .where('person_id', '=', person)
    .where('state', '!=', 'withdrawn')
    .orderBy('update.created_at')
    .execute();
  return rows.map((row) => ({
    at: row.created_at,
    question: row.question,
    answers: filled(row.fields),
    draft: filled(row.draft?.fields ?? []),
    channel: row.place,
    channels: row.shown_in.map(({ label }) => label),
    posted: row.posted_at,
    edited: row.edited_at,
  }));
}

function filled(fields: readonly UpdateField[]): UpdateField[] {
  return fields.filter(({ value }) => value !== '');
}

export async function copyReplies(db: Db, person: PersonId): Promise<Copied[]> {
  const rows = await db
    .selectFrom('update_reply')
    .innerJoin('update', 'update.id', 'update_reply.update_id')
    .leftJoin('community', 'community.id', 'update.community_id')
    .select(['update_reply.text', 'update_reply.created_at', 'community.name'])
    .where('update_reply.person_id', '=', person)
    .orderBy('update_reply.created_at')
    .execute();
  return rows.map(({ text, created_at, name }) => ({ at: created_at, text, channel: name }));
}

export async function copyTaps(db: Db, person: PersonId): Promise<Copied[]> {
  const rows = await db
    .selectFrom('update_tap')
    .innerJoin('update', 'update.id', 'update_tap.update_id')
    .leftJoin('community', 'community.id', 'update.community_id')
    .select(['tap', 'tapped_at', 'update.question', 'community.name'])
    .where('update_tap.person_id', '=', person)
    .orderBy('tapped_at')
    .execute();
  return rows.map(({ tap, tapped_at, question, name }) => ({ at: tapped_at, tap, question, channel: name }));
}

export async function copyRhythm(db: Db, person: PersonId): Promise<Copied[]> {
  const places = await db
    .selectFrom('community_member')
    .innerJoin('community', 'community.id', 'community_member.community_id')
    .select(['community.name', 'community_member.state', 'joined_at'])
    .where('person_id', '=', person)
    .orderBy('joined_at')
    .execute();
  const rounds = await db
    .selectFrom('round')
    .innerJoin('community', 'community.id', 'round.community_id')
    .select(['community.name', 'round.state', 'due_at', 'prompt_id'])
    .where('person_id', '=', person)
    .orderBy('due_at')
    .execute();
  return [
    ...places.map(({ name, state, joined_at }) => ({ channel: name, state, since: joined_at })),
    ...rounds.map(({ name, state, due_at, prompt_id }) => ({ at: due_at, channel: name, question: prompt_id, state })),
  ];
}

export async function copySetups(db: Db, person: PersonId): Promise<Copied[]> {
  const channels = await db.selectFrom('community').selectAll().where('created_by', '=', person).execute();
  const prompts = await db.selectFrom('own_prompt').selectAll().where('author_id', '=', person).execute();
  return [
    ...channels.map(({ name, created_at }) => ({ channel: name, since: created_at })),
    ...prompts.map(({ text, created_at }) => ({ question: text, at: created_at })),
  ];
}
