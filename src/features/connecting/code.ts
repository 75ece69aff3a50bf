import { createHash, randomInt } from 'node:crypto';

/** Codes that one person reads to another: no letter looks or sounds like a digit; 59 bits. */

const letters = '23456789ABCDEFGHJKMNPQRSTVWXYZ';
const groups = 3;
const perGroup = 4;

/** How long a code can be entered. */
export const codeLivesMs = 10 * 60_000;
export const codeMinutes = codeLivesMs / 60_000;
/** How long the one who gave it out can think about it. */
export const requestLivesMs = 24 * 3_600_000;
/** Wrong codes from one workspace, within `guessesWithinMs`. */
export const mostGuesses = 5;
export const guessesWithinMs = 3_600_000;

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
