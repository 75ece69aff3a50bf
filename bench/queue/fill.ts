import { type Kysely, sql } from 'kysely';
import type { Database } from '../../src/storage/schema.ts';

/** Queues of a million, made by the database itself: what is measured is how they are read. */

export interface Shape {
  readonly count: number;
  /** SQL: the number of a delivery's conversation, from its place `n` in the queue (1, 2, ...). */
  readonly lane: string;
  /** One in so many is due; the rest waits for its time. */
  readonly dueEvery: number;
}

export const workspace = 'slack:T0BENCH';

/** What one statement makes within its time limit, on a slow disk too. */
const chunk = 20_000;

export async function fill(db: Kysely<Database>, shape: Shape): Promise<void> {
  await empty(db);
  for (let first = 1; first <= shape.count; first += chunk) {
    await insert(db, shape, [first, Math.min(first + chunk - 1, shape.count)]);
  }
}

async function insert(
  db: Kysely<Database>,
  { lane, dueEvery }: Shape,
  [first, last]: readonly [number, number],
): Promise<void> {
  await sql`
    insert into delivery (id, workspace_id, lane, priority, unprompted, state, message, wanted, not_before, created_at)
    select gen_random_uuid(), ${workspace}, ${workspace} || ':C' || ${sql.raw(lane)}, 30, false,
      case when n % ${dueEvery} = 0 then 'pending' else 'waiting' end, '{"text": "Hello"}', 'present',
      case when n % ${dueEvery} = 0 then now() else now() + interval '1 day' + n * interval '1 second' end, now()
    from generate_series(${first}::int, ${last}::int) n`.execute(db);
}

export async function empty(db: Kysely<Database>): Promise<void> {
  await sql`truncate delivery cascade`.execute(db);
}
