import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import type { PersonId } from '../chat/ids.ts';

/*
 * An address that the bot gives to one person, which opens one thing for a short while: nothing to log in to, nothing to
 * remember. Whoever has it sees what that person may see until it has had its time, so it is short-lived, stands in
 * private messages only, and leads to pages that can change nothing. It can be opened more than once: mail and chat
 * scanners open addresses too, and would use up one that works once.
 */

export interface SignedLinks {
  /** The key that opens `purpose` for this person from `now` on, for `linkLivesMs`. */
  sign(purpose: string, person: PersonId, now: Date): string;
  /** Whose key it is; why not, where it was not made here for this purpose or has had its time. */
  open(key: string, purpose: string, now: Date): PersonId | 'forged' | 'expired';
}

export const linkLivesMs = 60 * 60_000;

/** Longer than any key of ours. */
const longestKey = 1_000;

export function createSignedLinks(secret: Uint8Array): SignedLinks {
  // A key of its own: what else the secret is used for learns nothing from these signatures, nor the other way round.
  const signingKey = Buffer.from(hkdfSync('sha256', secret, '', 'outloud signed links v1', 32));

  function signatureOf(payload: string): string {
    return createHmac('sha256', signingKey).update(payload).digest('base64url');
  }

  return {
    sign(purpose, person, now) {
      const claims: Claims = [purpose, person, now.getTime() + linkLivesMs];
      const payload = Buffer.from(JSON.stringify(claims)).toString('base64url');
      return `${payload}.${signatureOf(payload)}`;
    },

    open(key, purpose, now) {
      const [payload = '', signature = '', ...more] = key.length > longestKey ? [] : key.split('.');
      // As text: many texts are the same bytes to a decoder.
      const given = Buffer.from(signature);
      const expected = Buffer.from(signatureOf(payload));
      if (more.length > 0 || given.length !== expected.length || !timingSafeEqual(given, expected)) return 'forged';
      const [signedPurpose, person, expiresAt] = JSON.parse(Buffer.from(payload, 'base64url').toString()) as Claims;
      if (signedPurpose !== purpose) return 'forged';
      return now.getTime() < expiresAt ? person : 'expired';
    },
  };
}

/** What for, for whom, until when (milliseconds since 1970). */
type Claims = readonly [purpose: string, person: PersonId, expiresAt: number];
