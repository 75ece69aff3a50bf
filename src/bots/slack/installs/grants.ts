import { randomUUID } from 'node:crypto';
import type { Kysely } from 'kysely';
import { z } from 'zod';
import type { WorkspaceId } from '../../../chat/ids.ts';
import type { Database } from '../../../storage/schema.ts';
import type { Sealed, Sealing } from '../../../storage/sealing.ts';

/** What a workspace has given us by an install: tokens, encrypted at rest, and who the bot is there. */
export interface Grant {
  readonly workspace: WorkspaceId;
  readonly tokens: Tokens;
  /** When the access token ends; absent for one that does not. */
  readonly expiresAt: Date | null;
  /** Another one for other tokens. */
  readonly version: string;
  readonly grantedAt: Date;
  readonly botUser: string;
}

export interface Tokens {
  readonly access: string;
  /** Only where the app has token rotation. */
  readonly refresh?: string;
}

export interface NewGrant extends Pick<Grant, 'workspace' | 'tokens' | 'expiresAt' | 'botUser' | 'grantedAt'> {
  readonly scopes: readonly string[];
}

/** Tokens that took the place of those with this version. */
export interface Renewal extends Pick<Grant, 'workspace' | 'tokens' | 'expiresAt'> {
  readonly replaces: string;
}

export interface Grants {
  find(workspace: WorkspaceId, db?: Kysely<Database>): Promise<Grant | undefined>;
  /** What needs no key. */
  glance(workspace: WorkspaceId): Promise<Pick<Grant, 'version' | 'grantedAt'> | undefined>;
  /** Of a new install, instead of an earlier one; its version. */
  keep(grant: NewGrant): Promise<string>;
  /** False where others have taken their place meanwhile: a new install, or the workspace is gone. */
  renew(renewal: Renewal, db?: Kysely<Database>): Promise<boolean>;
  /** Unless they are of another version by now. */
  drop(workspace: WorkspaceId, version: string): Promise<void>;
  workspaces(): Promise<WorkspaceId[]>;
  /** Where the access token ends before then. */
  endingBefore(then: Date): Promise<WorkspaceId[]>;
  /** Encrypts with the current key what still is with another; how many. What cannot be opened stays as it is. */
  sealAnew(): Promise<number>;
}

const tokensIn = z.object({ access: z.string(), refresh: z.string().optional() });
const placeOf = (workspace: WorkspaceId): string => `slack_grant ${workspace}`;

export function createGrants(own: Kysely<Database>, sealing: Sealing): Grants {
  function seal(workspace: WorkspaceId, tokens: Tokens) {
    const { keyId, box } = sealing.seal(JSON.stringify(tokens), placeOf(workspace));
    return { key_id: keyId, sealed: box };
  }

  function open(workspace: WorkspaceId, sealed: Sealed): Tokens {
    return tokensIn.parse(JSON.parse(sealing.open(sealed, placeOf(workspace))));
  }

  return {
    async find(workspace, db = own) {
      const row = await db
        .selectFrom('slack_grant')
        .select(['key_id as keyId', 'sealed as box'])
        .select(['expires_at as expiresAt', 'version', 'granted_at as grantedAt', 'bot_user as botUser'])
        .where('workspace_id', '=', workspace)
        .executeTakeFirst();
      if (!row) return undefined;
      const { keyId, box, ...grant } = row;
      return { workspace, tokens: open(workspace, { keyId, box }), ...grant };
    },

    glance(workspace) {
      return own
        .selectFrom('slack_grant')
        .select(['version', 'granted_at as grantedAt'])
        .where('workspace_id', '=', workspace)
        .executeTakeFirst();
    },

    async keep({ workspace, tokens, expiresAt, grantedAt, botUser, scopes }) {
      const version = randomUUID();
      const row = {
        ...seal(workspace, tokens),
        expires_at: expiresAt,
        version,
        granted_at: grantedAt,
        bot_user: botUser,
        scopes: [...scopes],
      };
      await own
        .insertInto('slack_grant')
        .values({ workspace_id: workspace, ...row })
        .onConflict((conflict) => conflict.column('workspace_id').doUpdateSet(row))
        .execute();
      return version;
    },

    async renew({ workspace, tokens, expiresAt, replaces }, db = own) {
      const { numUpdatedRows } = await db
        .updateTable('slack_grant')
        .set({ ...seal(workspace, tokens), expires_at: expiresAt, version: randomUUID() })
        .where('workspace_id', '=', workspace)
        .where('version', '=', replaces)
        .executeTakeFirstOrThrow();
      return numUpdatedRows === 1n;
    },

    async drop(workspace, version) {
      await own
        .deleteFrom('slack_grant')
        .where('workspace_id', '=', workspace)
        .where('version', '=', version)
        .execute();
    },

    async workspaces() {
      const rows = await own.selectFrom('slack_grant').select('workspace_id').orderBy('workspace_id').execute();
      return rows.map((row) => row.workspace_id);
    },

    async endingBefore(then) {
      const rows = await own.selectFrom('slack_grant').select('workspace_id').where('expires_at', '<', then).execute();
      return rows.map((row) => row.workspace_id);
    },

    async sealAnew() {
      const rows = await own
        .selectFrom('slack_grant')
        .select(['workspace_id', 'key_id', 'sealed'])
        .where('key_id', '!=', sealing.keyId)
        .execute();
      let done = 0;
      for (const { workspace_id: workspace, key_id: keyId, sealed: box } of rows) {
        const tokens = openable(() => open(workspace, { keyId, box }));
        if (!tokens) continue;
        const { numUpdatedRows } = await own
          .updateTable('slack_grant')
          .set(seal(workspace, tokens))
          .where('workspace_id', '=', workspace)
          .where('sealed', '=', box)
          .executeTakeFirstOrThrow();
        done += Number(numUpdatedRows);
      }
      return done;
    },
  };
}

function openable<T>(open: () => T): T | undefined {
  try {
    return open();
  } catch {
    return undefined;
  }
}
