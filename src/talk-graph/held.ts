import type { Kysely } from 'kysely';
import type { Database } from '../storage/schema.ts';
import type { HeldAct } from './act.ts';

/** The acts that a feature holds, none older than `since`, in any order. */
export type HeldActs = (db: Kysely<Database>, since: Date) => Promise<readonly HeldAct[]>;

/** What all of them hold, the oldest first. One after the other: `db` may be a transaction. */
export async function allHeld(db: Kysely<Database>, held: readonly HeldActs[], since: Date): Promise<HeldAct[]> {
  const acts: HeldAct[] = [];
  for (const each of held) acts.push(...(await each(db, since)));
  return acts.sort((one, other) => one.at.getTime() - other.at.getTime());
}
