import type { Kysely, Transaction } from 'kysely';
import { type PersonId, workspaceIn } from '../../chat/ids.ts';
import { findName } from '../../people/store.ts';
import type { Copied, Erased, Erasing, Holding } from '../../storage/holding.ts';
import type { Database } from '../../storage/schema.ts';
import { type FirstRun, saveAnswers } from './store.ts';

/** Who began here, and what they answered. */
export const firstRunHoldings: readonly Holding[] = [
  {
    kind: 'firstRun',
    seen: { by: { 'first-run.answer': 'all' } },
    tables: {
      first_run: {
        columns: {
          workspace_id: 'ours',
          installed_by: 'person',
          told_id: 'person',
          facilitator_id: 'person',
          answers: 'words',
        },
        workspace: ['workspace_id'],
      },
    },
    count: async (db, person) => ((await runOf(db, person)) ? 1 : 0),
    copy: copyRun,
    erase: eraseRun,
  },
];

/** The one of their workspace, where they have a part in it. */
async function runOf(db: Kysely<Database>, person: PersonId): Promise<FirstRun | undefined> {
  const run = await db
    .selectFrom('first_run')
    .selectAll()
    .where('workspace_id', '=', workspaceIn(person))
    .executeTakeFirst();
  if (!run) return undefined;
  const hasPart = [run.installed_by, run.told_id, run.facilitator_id].includes(person);
  return hasPart || names(run).includes(await findName(db, person)) ? run : undefined;
}

function names({ answers }: FirstRun): readonly string[] {
  return [...(answers.greeters ?? []), ...(answers.starters ?? [])];
}

async function copyRun(db: Kysely<Database>, person: PersonId): Promise<Copied[]> {
  const run = await runOf(db, person);
  if (!run) return [];
  if (run.facilitator_id !== person) return [{ since: run.installed_at }];
  return [{ since: run.installed_at, text: run.answers.who, notes: names(run) }];
}

/** Their words and their name go; what others answered stays. */
async function eraseRun({ trx, person }: Erasing): Promise<Erased> {
  const run = await runOf(trx, person);
  if (!run) return { removed: 0, more: false };
  await takeOut(trx, run, person);
  const own = await findName(trx, person);
  const without = (list: readonly string[] = []) => list.filter((name) => name !== own);
  const { who, greeters, starters, ...choices } = run.answers;
  const kept = {
    ...choices,
    ...(greeters && { greeters: without(greeters) }),
    ...(starters && { starters: without(starters) }),
  };
  await saveAnswers(trx, run, run.facilitator_id === person || who === undefined ? kept : { ...kept, who });
  return { removed: 1, more: false };
}

async function takeOut(trx: Transaction<Database>, run: FirstRun, person: PersonId): Promise<void> {
  const not = (id: PersonId | null) => (id === person ? null : id);
  await trx
    .updateTable('first_run')
    .set({
      installed_by: not(run.installed_by),
      told_id: not(run.told_id),
      facilitator_id: not(run.facilitator_id),
    })
    .where('workspace_id', '=', run.workspace_id)
    .execute();
}
