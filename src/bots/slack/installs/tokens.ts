import { setTimeout as pause } from 'node:timers/promises';
import { type Kysely, sql } from 'kysely';
import type { Clock } from '../../../base/clock.ts';
import { messageOf } from '../../../base/errors.ts';
import type { Logger } from '../../../base/logger.ts';
import type { WorkspaceId } from '../../../chat/ids.ts';
import { PlatformError } from '../../../chat/platform.ts';
import type { Database } from '../../../storage/schema.ts';
import { CannotOpen } from '../../../storage/sealing.ts';
import type { Grant, Grants, Renewal } from './grants.ts';
import type { SlackOAuth } from './oauth.ts';

/*
 * Which token opens which workspace. Tokens of installs by OAuth may end after twelve hours: they are refreshed in good
 * time, on use and by the clock. A refresh token is good once, so that over all processes one refreshes a workspace at a
 * time: it takes a lock in the database and looks again before it asks Slack. What Slack then gives is good at once, and
 * what was before will not be for long: it is used from that moment, and saving it is tried until it succeeds or a newer
 * install has taken its place. An answer that is lost on the way leaves the old ones, which Slack takes once more within a
 * short time; the access token lives on until then.
 */

export interface GrantedTokens {
  /** Nothing where it did not install us. Fails with a `PlatformError` where it did, and it cannot be had. */
  of(workspace: WorkspaceId): Promise<string | undefined>;
  /** Slack's id of the bot, where an install told it. */
  botUserOf(workspace: WorkspaceId): Promise<string | undefined>;
  /** Slack refuses this token: whether there is another one by now. */
  hasOther(workspace: WorkspaceId, token: string): Promise<boolean>;
  /** An install, or its end, has just changed what there is. */
  forget(workspace: WorkspaceId): void;
  /** Refreshes whatever ends soon; for the clock. */
  refreshAll(): Promise<void>;
  /** When nothing that Slack gave is unsaved. */
  settled(): Promise<void>;
}

export interface TokensOptions {
  readonly grants: Grants;
  readonly oauth: SlackOAuth;
  readonly db: Kysely<Database>;
  /** Tokens live in real time, whatever the app's clock was moved to. */
  readonly realClock: Clock;
  readonly logger: Logger;
}

/** On use a token is refreshed this long before it ends; by the clock sooner, so that nobody waits for it. */
const earlyMs = 3_600_000;
const earlyByClockMs = 2 * earlyMs;
/** A token is used for this long before the database is asked for it again. */
const knownForMs = 30_000;
const mostKnown = 5_000;
/** Any number; the first half of each of our locks, the second is made of the workspace's id. */
const lockClass = 7333;
/** About an hour in all, longer than a database is away. */
const saveAgain = { everyMs: 2_000, times: 1_800 } as const;

interface Known {
  /** Absent where there is none. */
  readonly grant: Grant | undefined;
  readonly until: number;
}

export function createGrantedTokens({ grants, oauth, db, realClock, logger }: TokensOptions): GrantedTokens {
  const known = new Map<WorkspaceId, Known>();
  const refreshing = new Map<WorkspaceId, Promise<Grant>>();
  /** What Slack gave and the database has not taken yet. */
  const unsaved = new Map<WorkspaceId, Grant>();
  const saving = new Set<Promise<void>>();

  const nowMs = (): number => realClock.now().getTime();
  const endsWithin = ({ expiresAt }: Grant, ms: number): boolean =>
    expiresAt !== null && expiresAt.getTime() - nowMs() < ms;

  function remember<Found extends Grant | undefined>(workspace: WorkspaceId, grant: Found): Found {
    if (known.size >= mostKnown) known.clear();
    known.set(workspace, { grant, until: nowMs() + knownForMs });
    return grant;
  }

  async function grantOf(workspace: WorkspaceId): Promise<Grant | undefined> {
    const rescued = unsaved.get(workspace);
    if (rescued) return rescued;
    const one = known.get(workspace);
    if (one && one.until > nowMs()) return one.grant;
    return remember(workspace, await find(workspace, db));
  }

  async function find(workspace: WorkspaceId, from: Kysely<Database>): Promise<Grant | undefined> {
    try {
      return await grants.find(workspace, from);
    } catch (cause) {
      if (cause instanceof CannotOpen) {
        logger.error({ workspace, reason: cause.message }, 'the tokens of a workspace cannot be decrypted');
        refuse(workspace, cause);
      }
      throw new PlatformError('unavailable', 'the token could not be read', { neverSent: true, cause });
    }
  }

  async function current(workspace: WorkspaceId): Promise<Grant | undefined> {
    const grant = await grantOf(workspace);
    if (!grant || !endsWithin(grant, earlyMs) || unsaved.has(workspace)) return grant;
    try {
      return await refresh(workspace, earlyMs);
    } catch (error) {
      const latest = await find(workspace, db);
      // A new install came in between, and ended what was to be refreshed.
      if (latest && latest.version !== grant.version) return remember(workspace, latest);
      if (endsWithin(grant, 0)) throw error;
      logger.warn(
        { workspace, reason: messageOf(error) },
        'a token could not be refreshed; it is good for a while yet',
      );
      return grant;
    }
  }

  /** Those who want it at once in this process wait for the same. */
  function refresh(workspace: WorkspaceId, withinMs: number): Promise<Grant> {
    const begun =
      refreshing.get(workspace) ?? refreshAlone(workspace, withinMs).finally(() => refreshing.delete(workspace));
    refreshing.set(workspace, begun);
    return begun;
  }

  async function refreshAlone(workspace: WorkspaceId, withinMs: number): Promise<Grant> {
    let fresh: { readonly grant: Grant; readonly renewal: Renewal } | undefined;
    try {
      return await db.transaction().execute(async (trx) => {
        await sql`select pg_advisory_xact_lock(${lockClass}, hashtext(${workspace}))`.execute(trx);
        const grant = (await find(workspace, trx)) ?? refuse(workspace);
        // Whoever had the lock before has refreshed it.
        if (!endsWithin(grant, withinMs)) return remember(workspace, grant);
        fresh = await askSlack(grant);
        if (!(await grants.renew(fresh.renewal, trx))) return grantAfterAll(workspace);
        return remember(workspace, fresh.grant);
      });
    } catch (error) {
      if (fresh) return rescue(fresh);
      if (error instanceof PlatformError) throw error;
      throw new PlatformError('unavailable', 'the token could not be refreshed', { neverSent: true, cause: error });
    }
  }

  async function askSlack(grant: Grant) {
    const { workspace, tokens: old } = grant;
    if (!old.refresh) refuse(workspace);
    const { tokens, expiresInMs } = await ask(old.refresh);
    const expiresAt = expiresInMs === undefined ? null : new Date(nowMs() + expiresInMs);
    // Slack names the refresh token each time; one that it did not name would still be the old one.
    const renewed = { access: tokens.access, refresh: tokens.refresh ?? old.refresh };
    const renewal: Renewal = { workspace, tokens: renewed, expiresAt, replaces: grant.version };
    return { grant: { ...grant, tokens: renewed, expiresAt }, renewal };
  }

  async function ask(refreshToken: string) {
    try {
      return await oauth.refresh(refreshToken);
    } catch (error) {
      // Slack may have given new ones in an answer that was lost; for a short time it takes the old one once more.
      if (error instanceof PlatformError && error.mayHaveArrived) return oauth.refresh(refreshToken);
      throw error;
    }
  }

  /** Slack has given them and the database has not taken them. */
  function rescue({ grant, renewal }: { grant: Grant; renewal: Renewal }): Grant {
    logger.error({ workspace: grant.workspace }, 'refreshed tokens could not be saved yet; it is tried again');
    unsaved.set(grant.workspace, grant);
    const rescued = saveUntilDone(renewal).finally(() => {
      saving.delete(rescued);
      unsaved.delete(grant.workspace);
    });
    saving.add(rescued);
    return grant;
  }

  async function saveUntilDone(renewal: Renewal): Promise<void> {
    for (let tried = 0; tried < saveAgain.times; tried++) {
      try {
        const isOurs = await grants.renew(renewal);
        logger.info({ workspace: renewal.workspace, isOurs }, 'refreshed tokens are saved, or others took their place');
        known.delete(renewal.workspace);
        return;
      } catch {
        await pause(saveAgain.everyMs);
      }
    }
    logger.error({ workspace: renewal.workspace }, 'refreshed tokens were lost: install the app there again');
  }

  /** A new install, or its end, came in between. */
  async function grantAfterAll(workspace: WorkspaceId): Promise<Grant> {
    known.delete(workspace);
    return remember(workspace, (await find(workspace, db)) ?? refuse(workspace));
  }

  return {
    async of(workspace) {
      return (await current(workspace))?.tokens.access;
    },
    async botUserOf(workspace) {
      return (await grantOf(workspace))?.botUser;
    },
    async hasOther(workspace, token) {
      known.delete(workspace);
      const grant = await grantOf(workspace);
      return grant !== undefined && grant.tokens.access !== token;
    },
    forget: (workspace) => void known.delete(workspace),
    async refreshAll() {
      const due = await grants.endingBefore(new Date(nowMs() + earlyByClockMs));
      for (const workspace of due) {
        await refresh(workspace, earlyByClockMs).catch((error: unknown) =>
          logger.warn({ workspace, reason: messageOf(error) }, 'a token could not be refreshed'),
        );
      }
    },
    async settled() {
      await Promise.allSettled([...refreshing.values(), ...saving]);
    },
  };
}

/** We are not let in: Slack is not called. */
export function refuse(workspace: WorkspaceId, cause?: unknown): never {
  throw new PlatformError('unauthorized', `there is no token for ${workspace}: the app is not installed there`, {
    obstacle: 'disconnected',
    neverSent: true,
    cause,
  });
}
