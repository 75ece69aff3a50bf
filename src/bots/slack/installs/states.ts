import { createHash, createHmac, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto';
import { type Kysely, sql } from 'kysely';
import type { Database } from '../../../storage/schema.ts';

/*
 * An install that was begun in a browser may be finished once, within ten minutes, in that browser. Slack carries the
 * state there and back; it is signed, so that what was made up costs nothing. The browser keeps a secret of its own in a
 * cookie: a state that somebody else began, and put into a link, is worth nothing in another browser. Of both the
 * database has hashes only, and gives each back once.
 */

export interface InstallStates {
  /** Nothing where far too many were begun lately. */
  begin(now: Date): Promise<Begun | undefined>;
  /** Whatever it says, the state is used up. */
  redeem(brought: Begun, now: Date): Promise<'good' | 'forged' | 'past' | 'elsewhere'>;
  sweep(now: Date): Promise<void>;
}

export interface Begun {
  /** Goes to Slack and comes back. */
  readonly state: string;
  /** Stays in the browser. */
  readonly browser: string;
}

export const installWithinMs = 10 * 60_000;
/** Anybody can begin an install: this many rows at most. */
const mostBegun = 20_000;

export function createInstallStates(db: Kysely<Database>, secret: string): InstallStates {
  const key = Buffer.from(hkdfSync('sha256', secret, '', 'outloud install state v1', 32));
  const signatureOf = (nonce: string): string => createHmac('sha256', key).update(nonce).digest('base64url');

  return {
    async begin(now) {
      const [nonce, browser] = [randomBytes(24).toString('base64url'), randomBytes(32).toString('base64url')];
      const { numAffectedRows } = await sql`
        insert into slack_install_state (state_hash, browser_hash, expires_at)
        select ${hashOf(nonce)}::bytea, ${hashOf(browser)}::bytea, ${new Date(now.getTime() + installWithinMs)}::timestamptz
        where (select count(*) from slack_install_state) < ${mostBegun}`.execute(db);
      return numAffectedRows === 1n ? { state: `${nonce}.${signatureOf(nonce)}`, browser } : undefined;
    },

    async redeem({ state, browser }, now) {
      const [nonce = '', signature = '', ...more] = state.split('.');
      if (more.length > 0 || !isSame(signature, signatureOf(nonce))) return 'forged';
      const begun = await db
        .deleteFrom('slack_install_state')
        .where('state_hash', '=', hashOf(nonce))
        .returning(['browser_hash', 'expires_at'])
        .executeTakeFirst();
      if (!begun || begun.expires_at <= now) return 'past';
      return timingSafeEqual(begun.browser_hash, hashOf(browser)) ? 'good' : 'elsewhere';
    },

    async sweep(now) {
      await db.deleteFrom('slack_install_state').where('expires_at', '<=', now).execute();
    },
  };
}

function hashOf(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

/** In a time that tells nothing of where they differ. */
function isSame(one: string, other: string): boolean {
  return timingSafeEqual(hashOf(one), hashOf(other));
}
