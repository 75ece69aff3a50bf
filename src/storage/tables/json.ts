import type { JSONColumnType } from 'kysely';

/** A `jsonb` column: read as `T`, written as text. */
export type Json<T extends object | null> = JSONColumnType<T, string, string>;
