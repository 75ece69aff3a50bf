import type { Transaction } from 'kysely';
import type { Database } from '../storage/schema.ts';
import type { HeldAct } from './act.ts';

/** The acts that a feature holds, none older than `since`, some at a time; those of one kind in the order of time. */
export type HeldActs = (trx: Transaction<Database>, since: Date) => AsyncIterable<readonly HeldAct[]>;

/** What all of them hold, the oldest first: quick, as most are in order already. */
export async function allHeld(trx: Transaction<Database>, held: readonly HeldActs[], since: Date): Promise<HeldAct[]> {
  const acts: HeldAct[] = [];
  // One after the other: a transaction has one connection.
  for (const each of held) for await (const some of each(trx, since)) acts.push(...some);
  return acts.sort((one, other) => one.at.getTime() - other.at.getTime());
}
