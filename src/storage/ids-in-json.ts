import { type RawBuilder, sql } from 'kysely';

/** An id within a JSON column, wherever it stands alone as a text: whether it is there, and the column with another one. */

export function holdsId(column: string, id: string): RawBuilder<boolean> {
  return sql<boolean>`position(${JSON.stringify(id)} in ${sql.ref(column)}::text) > 0`;
}

export function withOtherId(column: string, from: string, to: string): RawBuilder<string> {
  return sql<string>`replace(${sql.ref(column)}::text, ${JSON.stringify(from)}, ${JSON.stringify(to)})::jsonb`;
}
