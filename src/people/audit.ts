import { type Kysely, sql, type Transaction } from 'kysely';
import type { ConversationId, PersonId, WorkspaceId } from '../chat/ids.ts';
import type { Retention } from '../storage/holding.ts';
import { agingRows } from '../storage/retention.ts';
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

/** Kept as long as a security log. */
export const auditRetention: Retention = agingRows({
  name: 'audit',
  days: 365,
  least: 90,
  longstanding: true,
  table: 'audit',
  old: ({ workspace, before }) => sql`audit.workspace_id = ${workspace} and audit.at < ${before}`,
});
