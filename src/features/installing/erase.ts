import type { Transaction } from 'kysely';
import type { WorkspaceId } from '../../chat/ids.ts';
import { noteChange } from '../../people/audit.ts';
import { forgetInstallation, isPastGrace, pastGrace } from '../../people/installations.ts';
import { cutLink, linkedWorkspaces, nameOfWorkspace } from '../../people/workspace-links.ts';
import { type ErasingPosition, eraseSomeOfWorkspace } from '../../storage/erase-workspace.ts';
import type { HeldTables } from '../../storage/holding.ts';
import { forgetJobsIn } from '../../storage/jobs.ts';
import type { Database } from '../../storage/schema.ts';
import type { InstallingDeps } from './deps.ts';

/*
 * The grace of a workspace that took Outloud out has ended. First what it shared with others is taken away there, by the
 * way in which a link is cut; then every row of it goes; last the installation itself, so that what was broken off is
 * begun again.
 */

export async function erasePastGrace(deps: InstallingDeps, now: Date): Promise<void> {
  for (const workspace of await deps.transaction((trx) => pastGrace(trx, now))) await eraseAll(deps, workspace, now);
}

async function eraseAll(deps: InstallingDeps, workspace: WorkspaceId, now: Date): Promise<void> {
  const tables: HeldTables = Object.assign({}, ...deps.holdings().map((holding) => holding.tables));
  let rows = 0;
  let at: ErasingPosition | undefined;
  do {
    at = await deps.transaction(async (trx) => {
      // It may have been installed again at the last moment: then what is left stays.
      if (!(await isPastGrace(trx, workspace, now))) return undefined;
      if (!at) await cutAllLinks(deps, workspace, { trx, now });
      const { gone, next } = await eraseSomeOfWorkspace(trx, { workspace, tables, except: kept }, at);
      rows += gone;
      if (next) return next;
      await forgetJobsIn(trx, workspace);
      await forgetInstallation(trx, workspace);
      return undefined;
    });
  } while (at);
  deps.logger.info({ workspace, rows }, 'a workspace that removed Outloud is erased');
}

/** These go last: they say that it is to be erased, and which keys are of a new install. */
const kept = ['installation', 'slack_grant'] as const;

async function cutAllLinks(
  deps: InstallingDeps,
  workspace: WorkspaceId,
  { trx, now }: { trx: Transaction<Database>; now: Date },
): Promise<void> {
  const own = (await nameOfWorkspace(trx, workspace)) ?? '';
  for (const other of await linkedWorkspaces(trx, workspace)) {
    await cutLink(trx, workspace, other.workspace);
    await noteChange(trx, { workspace: other.workspace, what: 'link-cut', detail: own }, now);
    await deps.tell({ kind: 'link-cut', a: workspace, b: other.workspace }, { trx, now });
  }
}
