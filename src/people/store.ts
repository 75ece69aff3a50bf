import { type Kysely, type Selectable, sql } from 'kysely';
import type { Conversation } from '../chat/conversation.ts';
import type { PersonId, WorkspaceId } from '../chat/ids.ts';
import type { Person } from '../chat/person.ts';
import type { Database } from '../storage/schema.ts';

/** Who and where: what the platforms tell of people and conversations, kept so that nobody waits for a look-up. */

/** Keeps what a platform told when it was asked about people; those who are in another time zone than we knew. */
export async function savePeople(db: Kysely<Database>, people: readonly Person[], now: Date): Promise<PersonId[]> {
  if (people.length === 0) return [];
  const zones = await knownZones(db, people);
  // A platform may list somebody twice; a statement may not.
  const different = [...new Map(people.map((person) => [person.id, person])).values()];
  await db
    .insertInto('person')
    .values(different.map((person) => ({ ...toRow(person), refreshed_at: now })))
    .onConflict((conflict) =>
      conflict.column('id').doUpdateSet((set) => ({
        name: set.ref('excluded.name'),
        time_zone: set.fn.coalesce('excluded.time_zone', 'person.time_zone'),
        locale: set.fn.coalesce('excluded.locale', 'person.locale'),
        external: set.ref('excluded.external'),
        administrator: set.ref('excluded.administrator'),
        refreshed_at: set.ref('excluded.refreshed_at'),
      })),
    )
    .execute();
  return different.filter(({ id, timeZone }) => timeZone && timeZone !== zones.get(id)).map(({ id }) => id);
}

async function knownZones(db: Kysely<Database>, people: readonly Person[]): Promise<Map<PersonId, string | null>> {
  const ids = people.map((person) => person.id);
  const rows = await db
    .selectFrom('person')
    .select(['id', 'time_zone'])
    .where('id', '=', sql<PersonId>`any(${ids})`)
    .execute();
  return new Map(rows.map((row) => [row.id, row.time_zone]));
}

export interface Circumstances {
  readonly now: Date;
  /** The platform can be asked about people: until it was, somebody new counts as a guest, who sees less. */
  readonly canAsk: boolean;
}

/**
 * Keeps what came along with an event: less than a look-up tells, so it only fills gaps.
 * True where the platform should be asked about this person.
 */
export async function meetPerson(
  db: Kysely<Database>,
  person: Person,
  { now, canAsk }: Circumstances,
): Promise<boolean> {
  const row = { ...toRow(person), external: person.external ?? canAsk };
  const kept = await db
    .insertInto('person')
    .values({ ...row, refreshed_at: null })
    .onConflict((conflict) =>
      conflict.column('id').doUpdateSet((set) => ({
        name: sql<string>`coalesce(nullif(person.name, ''), excluded.name)`,
        time_zone: set.fn.coalesce('excluded.time_zone', 'person.time_zone'),
        locale: set.fn.coalesce('excluded.locale', 'person.locale'),
      })),
    )
    .returning('refreshed_at')
    .executeTakeFirstOrThrow();
  return kept.refreshed_at === null || now.getTime() - kept.refreshed_at.getTime() > refreshAfterMs;
}

/** How long what a platform told about a person is believed. */
export const refreshAfterMs = 24 * 3_600_000;

export async function saveConversation(db: Kysely<Database>, conversation: Conversation): Promise<void> {
  const { id, workspace, kind, name } = conversation;
  await db
    .insertInto('conversation')
    .values({ id, workspace_id: workspace, kind, name: name ?? null })
    .onConflict((conflict) => conflict.column('id').doUpdateSet(name === undefined ? { kind } : { kind, name }))
    .execute();
}

export async function findName(db: Kysely<Database>, person: PersonId): Promise<string> {
  return (await findNames(db, [person]))(person);
}

/** Of many people in one query; empty for one whom nobody knows. */
export async function findNames(
  db: Kysely<Database>,
  people: readonly PersonId[],
): Promise<(person: PersonId) => string> {
  if (people.length === 0) return () => '';
  const rows = await db
    .selectFrom('person')
    .select(['id', 'name'])
    .where('id', '=', sql<PersonId>`any(${[...new Set(people)]}::text[])`)
    .execute();
  const names = new Map(rows.map(({ id, name }) => [id, name]));
  return (person) => names.get(person) ?? '';
}

export type NamedPerson = Pick<Selectable<Database['person']>, 'id' | 'name'>;

/** More would be no choice any more. */
const mostNamesakes = 10;

/** Staff of the workspace with this name; capital letters do not matter. */
export function peopleNamed(db: Kysely<Database>, workspace: WorkspaceId, name: string): Promise<NamedPerson[]> {
  return db
    .selectFrom('person')
    .select(['id', 'name'])
    .where('workspace_id', '=', workspace)
    .where('external', '=', false)
    .where(sql<string>`lower(name)`, '=', tidyName(name).toLowerCase())
    .orderBy('id')
    .limit(mostNamesakes)
    .execute();
}

/** As people type it: `@Jo Bevan`. */
export function tidyName(name: string): string {
  return name.trim().replace(/^@/, '').replace(/\s+/g, ' ');
}

/** A guest, or somebody from elsewhere; as whom those count of whom nothing is known yet. */
export async function isExternal(db: Kysely<Database>, person: PersonId): Promise<boolean> {
  const row = await db.selectFrom('person').select('external').where('id', '=', person).executeTakeFirst();
  return row?.external ?? true;
}

/** What a conversation is called, where any event ever said. */
export async function findPlaceName(db: Kysely<Database>, conversation: Conversation): Promise<string | undefined> {
  if (conversation.name) return conversation.name;
  const row = await db.selectFrom('conversation').select('name').where('id', '=', conversation.id).executeTakeFirst();
  return row?.name ?? undefined;
}

function toRow(person: Person) {
  return {
    id: person.id,
    workspace_id: person.workspace,
    name: person.name,
    time_zone: person.timeZone ?? null,
    locale: person.locale ?? null,
    external: person.external ?? false,
    administrator: person.administrator ?? false,
  };
}
