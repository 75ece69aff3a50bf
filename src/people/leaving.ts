import { type Kysely, sql, type Transaction } from 'kysely';
import { formerOf } from '../chat/former.ts';
import type { ConversationId, PersonId, WorkspaceId } from '../chat/ids.ts';
import { forgetJobsOf } from '../storage/jobs.ts';
import type { Database } from '../storage/schema.ts';
import { keepSecret } from '../storage/secret.ts';

/** Somebody leaves: who stands in their place, and how they are left in peace without being remembered. */

/** Sees to it that what names a former colleague reads so; their id. */
export async function keepFormer(
  trx: Transaction<Database>,
  workspace: WorkspaceId,
  { name, now }: { name: string; now: Date },
): Promise<PersonId> {
  const id = formerOf(workspace);
  await trx
    .insertInto('person')
    .values({ id, workspace_id: workspace, name, time_zone: null, locale: null, external: true, refreshed_at: now })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  return id;
}

/** Only this database can make the mark: nobody can try names against a copy of the marks alone. */
const secretName = 'forgotten';

function markOf(person: PersonId) {
  return sql<Uint8Array>`(select sha256(value || convert_to(${person}, 'UTF8')) from secret where name = ${secretName})`;
}

/** From now on they are not asked by themselves, as long as they do not come back. */
export async function leaveInPeace(trx: Transaction<Database>, person: PersonId, now: Date): Promise<void> {
  await keepSecret(trx, secretName);
  await trx
    .insertInto('forgotten')
    .values({ mark: markOf(person), since: now })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

export async function isLeftInPeace(db: Kysely<Database>, person: PersonId): Promise<boolean> {
  return (await leftInPeace(db, [person])).has(person);
}

/** Those of them who are left in peace. */
export async function leftInPeace(db: Kysely<Database>, people: readonly PersonId[]): Promise<ReadonlySet<PersonId>> {
  if (people.length === 0) return new Set();
  const { rows } = await sql<{ person: PersonId }>`
    select person from unnest(${people}::text[]) as person
    join forgotten on forgotten.mark = (
      select sha256(value || convert_to(person, 'UTF8')) from secret where name = ${secretName})`.execute(db);
  return new Set(rows.map(({ person }) => person));
}

/** They asked for something themselves: they are back. */
export async function welcomeBack(trx: Transaction<Database>, person: PersonId): Promise<void> {
  await trx.deleteFrom('forgotten').where('mark', '=', markOf(person)).execute();
}

/** A private chat in which nothing is left to do. */
export async function closeConversation(trx: Transaction<Database>, conversation: ConversationId): Promise<void> {
  await trx.deleteFrom('conversation_member').where('conversation_id', '=', conversation).execute();
  await trx.deleteFrom('conversation').where('id', '=', conversation).execute();
  await trx.deleteFrom('teams_reference').where('conversation_id', '=', conversation).execute();
  await trx.deleteFrom('installed_place').where('conversation_id', '=', conversation).execute();
  await forgetJobsOf(trx, conversation);
}
