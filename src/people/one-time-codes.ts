import { createHash, randomInt, timingSafeEqual } from 'node:crypto';
import type { Kysely, Transaction } from 'kysely';
import type { PersonId, WorkspaceId } from '../chat/ids.ts';
import type { Database } from '../storage/schema.ts';

/** Codes that people read to each other, or carry from one platform to another: no letter looks like a digit; 59 bits. */

const letters = '23456789ABCDEFGHJKMNPQRSTVWXYZ';
const groups = 3;
const perGroup = 4;

/** How long a code can be entered. */
export const codeLivesMs = 10 * 60_000;
export const codeMinutes = codeLivesMs / 60_000;
/** Wrong codes from one workspace or person, within `guessesWithinMs`. */
const mostGuesses = 5;
const guessesWithinMs = 3_600_000;

export function makeCode(): string {
  const letter = () => letters[randomInt(letters.length)] ?? '';
  const group = () => Array.from({ length: perGroup }, letter).join('');
  return Array.from({ length: groups }, group).join('-');
}

/** Only this is kept. However it was typed: spaces, dashes and small letters do not matter. */
export function hashOf(typed: string): Buffer {
  return createHash('sha256')
    .update(typed.toUpperCase().replace(/[^0-9A-Z]/g, ''))
    .digest();
}

/** Takes as long whether the first or the last byte differs. */
export function isCode(typed: string, hash: Uint8Array): boolean {
  return timingSafeEqual(hashOf(typed), hash);
}

/** Who tries codes: the workspace that they would bind, or the person. */
export type Guesser = WorkspaceId | PersonId;

export async function hasGuessedTooOften(trx: Transaction<Database>, guesser: Guesser, now: Date): Promise<boolean> {
  const { count } = await trx
    .selectFrom('code_guess')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('guesser_id', '=', guesser)
    .where('guessed_at', '>', new Date(now.getTime() - guessesWithinMs))
    .executeTakeFirstOrThrow();
  return count >= mostGuesses;
}

export async function keepGuess(trx: Transaction<Database>, guesser: Guesser, now: Date): Promise<void> {
  await trx.insertInto('code_guess').values({ guesser_id: guesser, guessed_at: now }).execute();
}

/** Guesses that no longer count go. */
export async function sweepGuesses(db: Kysely<Database>, now: Date): Promise<void> {
  await db
    .deleteFrom('code_guess')
    .where('guessed_at', '<', new Date(now.getTime() - guessesWithinMs))
    .execute();
}
