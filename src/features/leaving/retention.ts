import type { Transaction } from 'kysely';
import type { WorkspaceId } from '../../chat/ids.ts';
import type { Old, Retention, RetentionName } from '../../storage/holding.ts';
import type { Database } from '../../storage/schema.ts';
import type { Db, LeavingDeps } from './deps.ts';

/*
 * What is old goes by itself, rule by rule of the catalogue and workspace by workspace, once a day. A rule that is new
 * to a workspace deletes nothing for a week: until then its administrators see what it would.
 */

const dayMs = 86_400_000;
export const previewMs = 7 * dayMs;
/** What one transaction deletes. */
const atOnce = 500;

export interface RuleNow {
  readonly rule: Retention;
  readonly days: number;
  /** How many things would go now. */
  readonly due: number;
  /** It deletes nothing before this moment. */
  readonly from: Date | undefined;
}

/** Every rule as it holds in a workspace now. */
export async function rulesIn(
  deps: Pick<LeavingDeps, 'holdings'>,
  db: Db,
  { workspace, now }: { workspace: WorkspaceId; now: Date },
): Promise<RuleNow[]> {
  const [settings, previews] = [await settingsOf(db, workspace), await previewsOf(db, workspace)];
  const rules: RuleNow[] = [];
  for (const rule of rulesOf(deps)) {
    const days = settings.get(rule.name) ?? rule.days;
    const due = await rule.due(db, oldAt({ workspace, days, now }));
    rules.push({ rule, days, due, from: startOf(rule, previews.get(rule.name) ?? now, now) });
  }
  return rules;
}

export function rulesOf({ holdings }: Pick<LeavingDeps, 'holdings'>): Retention[] {
  return holdings().flatMap(({ retention }) => retention ?? []);
}

function oldAt({ workspace, days, now }: { workspace: WorkspaceId; days: number; now: Date }): Old {
  return { workspace, before: new Date(now.getTime() - days * dayMs) };
}

function startOf({ longstanding }: Retention, since: Date, now: Date): Date | undefined {
  const start = new Date(since.getTime() + previewMs);
  return longstanding || start <= now ? undefined : start;
}

async function settingsOf(db: Db, workspace: WorkspaceId): Promise<ReadonlyMap<RetentionName, number>> {
  const rows = await db.selectFrom('retention_setting').selectAll().where('workspace_id', '=', workspace).execute();
  return new Map(rows.map(({ rule, days }) => [rule, days]));
}

async function previewsOf(db: Db, workspace: WorkspaceId): Promise<ReadonlyMap<RetentionName, Date>> {
  const rows = await db.selectFrom('retention_preview').selectAll().where('workspace_id', '=', workspace).execute();
  return new Map(rows.map(({ rule, since }) => [rule, since]));
}

/** Previews begin for rules that are new here: their names. */
export async function beginPreviews(
  deps: Pick<LeavingDeps, 'holdings'>,
  trx: Transaction<Database>,
  { workspace, now }: { workspace: WorkspaceId; now: Date },
): Promise<RetentionName[]> {
  const names = rulesOf(deps).map(({ name }) => name);
  const begun = await trx
    .insertInto('retention_preview')
    .values(names.map((rule) => ({ workspace_id: workspace, rule, since: now })))
    .onConflict((conflict) => conflict.doNothing())
    .returning('rule')
    .execute();
  return begun.map(({ rule }) => rule);
}

export async function workspacesHeld(db: Db): Promise<WorkspaceId[]> {
  const rows = await db.selectFrom('person').select('workspace_id').distinct().orderBy('workspace_id').execute();
  return rows.map(({ workspace_id }) => workspace_id);
}

/** Deletes what is old in a workspace, some in each transaction; how many things, by rule. */
export async function forgetOld(
  deps: Pick<LeavingDeps, 'holdings' | 'transaction'>,
  { workspace, now }: { workspace: WorkspaceId; now: Date },
): Promise<Partial<Record<RetentionName, number>>> {
  const gone: Partial<Record<RetentionName, number>> = {};
  const rules = await deps.transaction((trx) => rulesIn(deps, trx, { workspace, now }));
  for (const { rule, days, due } of rules.filter((each) => each.due > 0 && !each.from)) {
    const old = oldAt({ workspace, days, now });
    let count = 0;
    for (let some = atOnce; some === atOnce && count <= due; count += some) {
      some = await deps.transaction((trx) => rule.forget(trx, { ...old, limit: atOnce }));
    }
    gone[rule.name] = count;
  }
  return gone;
}

/** Has a rule keep things for so many days in this workspace. */
export async function shorten(trx: Transaction<Database>, setting: Database['retention_setting']): Promise<void> {
  const { days, set_by, set_at } = setting;
  await trx
    .insertInto('retention_setting')
    .values(setting)
    .onConflict((conflict) => conflict.columns(['workspace_id', 'rule']).doUpdateSet({ days, set_by, set_at }))
    .execute();
}
