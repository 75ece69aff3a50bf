import type { Kysely, Transaction } from 'kysely';
import type { ConversationId, PersonId, WorkspaceId } from '../chat/ids.ts';
import type { Database } from '../storage/schema.ts';
import type { AuditedChange } from '../storage/tables/administration.ts';

/** Who changed what and when: settings of channels, roles, links. Never a text that somebody wrote. */

interface Change {
  readonly workspace: WorkspaceId;
  /** Absent where Outloud did it by itself. */
  readonly by?: PersonId;
  readonly what: AuditedChange;
  readonly person?: PersonId;
  readonly place?: ConversationId;
  /** A role, the name of another organisation: our own words or a name, nothing that was written to others. */
  readonly detail?: string;
}

/** Kept this long: as long as a security log (docs of the trust page say so). */
const keptMs = 365 * 86_400_000;

/** Notes a change in the transaction that makes it. */
export async function noteChange(trx: Transaction<Database>, change: Change, now: Date): Promise<void> {
  await trx
    .insertInto('audit')
    .values({
      at: now,
      workspace_id: change.workspace,
      person_id: change.by ?? null,
      what: change.what,
      about_person: change.person ?? null,
      about_place: change.place ?? null,
      detail: change.detail ?? null,
    })
    .execute();
}

export interface NotedChange {
  readonly at: Date;
  readonly what: AuditedChange;
  readonly by: string | null;
  readonly person: string | null;
  /** Absent where it is about no conversation; without a name where it is not open to everyone. */
  readonly place?: { readonly name: string | null };
  readonly detail: string | null;
}

/** Newest first. */
export async function changesIn(db: Kysely<Database>, workspace: WorkspaceId, limit: number): Promise<NotedChange[]> {
  const rows = await db
    .selectFrom('audit')
    .leftJoin('person as who', 'who.id', 'audit.person_id')
    .leftJoin('person as whom', 'whom.id', 'audit.about_person')
    .leftJoin('conversation as place', 'place.id', 'audit.about_place')
    .select(['at', 'what', 'detail', 'about_place', 'who.name as by', 'whom.name as person'])
    .select(['place.name as place_name', 'place.access'])
    .where('audit.workspace_id', '=', workspace)
    .orderBy('audit.id', 'desc')
    .limit(limit)
    .execute();
  return rows.map(({ about_place, place_name, access, ...row }) => ({
    ...row,
    ...(about_place && { place: { name: access === 'open' ? place_name : null } }),
  }));
}

export async function sweepAudit(db: Kysely<Database>, now: Date): Promise<void> {
  await db
    .deleteFrom('audit')
    .where('at', '<', new Date(now.getTime() - keptMs))
    .execute();
}
