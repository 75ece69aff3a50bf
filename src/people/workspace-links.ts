import { type Kysely, sql, type Transaction } from 'kysely';
import type { PersonId, WorkspaceId } from '../chat/ids.ts';
import type { Database } from '../storage/schema.ts';

/** Two workspaces or tenants exchange only while both sides' administrators want it: `features/connecting` links and cuts. */

export interface LinkedWorkspace {
  readonly workspace: WorkspaceId;
  readonly name: string;
  /** Who agreed to the link over there. */
  readonly by: PersonId;
  readonly linkedAt: Date;
}

/** A workspace may always exchange within itself. */
export async function areLinked(db: Kysely<Database>, one: WorkspaceId, other: WorkspaceId): Promise<boolean> {
  return (await loadLinks(db, [one])).areLinked(one, other);
}

export interface WorkspaceLinks {
  areLinked(one: WorkspaceId, other: WorkspaceId): boolean;
  /** A workspace itself, and those that it is linked with. */
  reachableFrom(workspace: WorkspaceId): readonly WorkspaceId[];
}

/** The links of these workspaces, in one query. */
export async function loadLinks(db: Kysely<Database>, workspaces: readonly WorkspaceId[]): Promise<WorkspaceLinks> {
  const ids = sql<WorkspaceId>`any(${[...new Set(workspaces)]}::text[])`;
  const rows = await db
    .selectFrom('workspace_link')
    .select(['a', 'b'])
    .where((where) => where.or([where('a', '=', ids), where('b', '=', ids)]))
    .execute();
  const reachableFrom = (workspace: WorkspaceId): WorkspaceId[] => [
    workspace,
    ...rows.flatMap(({ a, b }) => (a === workspace ? [b] : b === workspace ? [a] : [])),
  ];
  return { reachableFrom, areLinked: (one, other) => reachableFrom(one).includes(other) };
}

/** The others that a workspace is linked with, by name. */
export async function linkedWorkspaces(db: Kysely<Database>, workspace: WorkspaceId): Promise<LinkedWorkspace[]> {
  const rows = await db
    .selectFrom('workspace_link')
    .selectAll()
    .where((where) => where.or([where('a', '=', workspace), where('b', '=', workspace)]))
    .execute();
  return rows
    .map(
      (row): LinkedWorkspace =>
        row.a === workspace
          ? { workspace: row.b, name: row.b_name, by: row.b_by, linkedAt: row.linked_at }
          : { workspace: row.a, name: row.a_name, by: row.a_by, linkedAt: row.linked_at },
    )
    .toSorted((one, other) => one.name.localeCompare(other.name));
}

export interface Side {
  readonly workspace: WorkspaceId;
  readonly name: string;
  readonly by: PersonId;
}

export async function linkWorkspaces(
  trx: Transaction<Database>,
  sides: readonly [Side, Side],
  now: Date,
): Promise<void> {
  const [a, b] = sides[0].workspace < sides[1].workspace ? sides : [sides[1], sides[0]];
  await trx
    .insertInto('workspace_link')
    .values({
      a: a.workspace,
      b: b.workspace,
      a_name: a.name,
      b_name: b.name,
      a_by: a.by,
      b_by: b.by,
      linked_at: now,
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** False where they were not linked. */
export async function cutLink(trx: Transaction<Database>, one: WorkspaceId, other: WorkspaceId): Promise<boolean> {
  const [a, b] = inOrder(one, other);
  const { numDeletedRows } = await trx
    .deleteFrom('workspace_link')
    .where('a', '=', a)
    .where('b', '=', b)
    .executeTakeFirstOrThrow();
  return numDeletedRows === 1n;
}

/** What a workspace has called itself towards others, last. */
export async function nameOfWorkspace(db: Kysely<Database>, workspace: WorkspaceId): Promise<string | undefined> {
  const row = await db
    .selectFrom('workspace_link')
    .selectAll()
    .where((where) => where.or([where('a', '=', workspace), where('b', '=', workspace)]))
    .orderBy('linked_at', 'desc')
    .executeTakeFirst();
  return row && (row.a === workspace ? row.a_name : row.b_name);
}

function inOrder(one: WorkspaceId, other: WorkspaceId): [WorkspaceId, WorkspaceId] {
  return one < other ? [one, other] : [other, one];
}
