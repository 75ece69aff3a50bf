import { type RawBuilder, sql } from 'kysely';
import type { Old, Retention } from './holding.ts';
import type { Database } from './schema.ts';

/** Rows of one table that go once they are old. */
interface AgingRows extends Pick<Retention, 'name' | 'days' | 'least' | 'longstanding'> {
  readonly table: keyof Database;
  /** Which of them are of this workspace and old enough, as a condition on the table. */
  readonly old: (old: Old) => RawBuilder<unknown>;
}

export function agingRows({ table, old, ...rule }: AgingRows): Retention {
  return {
    ...rule,
    async due(db, given) {
      const { rows } = await sql<{ count: number }>`
        select count(*)::int as count from ${sql.table(table)} where ${old(given)}`.execute(db);
      return rows[0]?.count ?? 0;
    },
    async forget(trx, { limit, ...given }) {
      const { numAffectedRows } = await sql`
        delete from ${sql.table(table)} where ctid = any(array(
          select ctid from ${sql.table(table)} where ${old(given)} limit ${limit}))`.execute(trx);
      return Number(numAffectedRows ?? 0n);
    },
  };
}

/** Whose ids begin with the workspace's. */
export function isOf(column: string, { workspace }: Pick<Old, 'workspace'>): RawBuilder<boolean> {
  return sql<boolean>`starts_with(${sql.ref(column)}, ${`${workspace}:`})`;
}
