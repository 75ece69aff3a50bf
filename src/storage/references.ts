import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { Database } from './schema.ts';

/**
 * Whether no row of any table refers to a delivery, as a condition on `delivery`: asked of the database itself, so that a
 * table that is added later is not forgotten.
 */
export async function unreferencedDelivery(db: Kysely<Database>): Promise<RawBuilder<boolean>> {
  const { rows } = await sql<{ table: string; column: string }>`
    select conrelid::regclass::text as table, quote_ident(attname) as column
    from pg_constraint join pg_attribute on attrelid = conrelid and attnum = conkey[1]
    where contype = 'f' and confrelid = 'delivery'::regclass and confdeltype in ('a', 'r')`.execute(db);
  const conditions = rows.map(
    ({ table, column }) =>
      sql`not exists (select from ${sql.raw(table)} as it where it.${sql.raw(column)} = delivery.id)`,
  );
  return sql<boolean>`(${sql.join(conditions, sql` and `)})`;
}
