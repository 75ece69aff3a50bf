import { writeFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import type { Kysely, Transaction } from 'kysely';
import { createFeatures, idleHouse } from '../all-features.ts';
import { allHoldings } from '../all-holdings.ts';
import { systemClock } from '../base/clock.ts';
import { AppError } from '../base/errors.ts';
import { createLogger } from '../base/logger.ts';
import { reasonInWords } from '../cards/delivery-report.ts';
import { whatStays, whoIsNext } from '../cards/leaving/cards.ts';
import { wordsFor } from '../cards/words.ts';
import { formerOf } from '../chat/former.ts';
import { type PersonId, workspaceIn } from '../chat/ids.ts';
import { readConfig } from '../config.ts';
import { underWay } from '../delivery/leaving.ts';
import type { Feature, Happening } from '../features/feature.ts';
import { asData, asZip, makeCopy } from '../features/leaving/copy.ts';
import type { LeavingDeps } from '../features/leaving/deps.ts';
import { beginErasing, goOn } from '../features/leaving/erasing.ts';
import { countHeld } from '../features/leaving/my-data.ts';
import { removedOf } from '../features/leaving/receipt.ts';
import { findErasure } from '../features/leaving/store.ts';
import { vacanciesAfter, vacanciesBy } from '../features/leaving/succession.ts';
import { accountsOf } from '../people/accounts.ts';
import { noteChange } from '../people/audit.ts';
import type { Environment } from '../settings/environment.ts';
import type { Database } from '../storage/schema.ts';
import type { ErasureId } from '../storage/tables/leaving.ts';
import { visitDatabase } from '../storage/visit.ts';

/** `outloud export PERSON` and `outloud erase PERSON`: an administrator's way to what `mydata` does. */

export interface EraseOptions {
  readonly preview?: true;
  readonly keepResults?: true;
}

/** The copy itself, or where it was written. */
export async function exportPerson(environment: Environment, typed: string, { to }: { to?: string }): Promise<object> {
  return visit(environment, async (db) => {
    const person = await findPerson(db, typed);
    const now = systemClock.now();
    const deps = depsOn(db);
    const copy = await makeCopy(deps, db, { person, now });
    await db.transaction().execute(async (trx) => {
      const workspace = workspaceIn(person);
      await noteChange(trx, { workspace, what: 'person-exported', person }, now);
    });
    if (!to) return asData(copy);
    await writeFile(to, asZip(wordsFor('en'), copy), { mode: 0o600 });
    return { file: to, held: await countHeld(deps, db, person) };
  });
}

/** What went, what is under way, what could not be reached, what stays. */
export async function erasePerson(environment: Environment, typed: string, options: EraseOptions): Promise<object> {
  return visit(environment, async (db) => {
    const person = await findPerson(db, typed);
    const deps = depsOn(db);
    if (options.preview) {
      const words = wordsFor('en');
      const after = whoIsNext(words, await vacanciesAfter(db, person), 'nobodyElse');
      return { person, would: await countHeld(deps, db, person), stays: whatStays(words), after };
    }
    const begun = await begin(deps, person, options);
    for (const id of begun) await goOn(deps, id, systemClock.now());
    await waitForPlatforms(db, begun);
    return {
      receipts: await Promise.all(begun.map((id) => receiptOf(deps, db, id))),
      stays: whatStays(wordsFor('en')),
    };
  });
}

function begin(deps: LeavingDeps, person: PersonId, { keepResults }: EraseOptions): Promise<ErasureId[]> {
  const now = systemClock.now();
  return deps.transaction(async (trx) => {
    for (const account of await accountsOf(trx, person)) {
      const workspace = workspaceIn(account);
      await noteChange(trx, { workspace, what: 'person-erased', person: formerOf(workspace) }, now);
    }
    return beginErasing(deps, { person, keepResults: keepResults ?? false }, { trx, now });
  });
}

/** As long as something moves, but no longer than this: the receipt says what is still under way. */
const patienceMs = 45_000;
const lookEveryMs = 500;
/** A running Outloud takes messages away; where none runs, nothing moves. */
const stillMs = 8_000;

async function waitForPlatforms(db: Kysely<Database>, begun: readonly ErasureId[]): Promise<void> {
  const begunAt = performance.now();
  let [last, movedAt] = [Number.POSITIVE_INFINITY, begunAt];
  while (performance.now() - begunAt < patienceMs && performance.now() - movedAt < stillMs) {
    let waiting = 0;
    for (const id of begun) waiting += (await underWay(db, id)).waiting;
    if (waiting === 0) return;
    if (waiting < last) [last, movedAt] = [waiting, performance.now()];
    await pause(lookEveryMs);
  }
}

async function receiptOf(deps: LeavingDeps, db: Kysely<Database>, id: ErasureId): Promise<object> {
  const erasure = await findErasure(db, id);
  const { waiting, leftOver } = await underWay(db, id);
  const words = wordsFor('en');
  const left = leftOver.length > 0 ? leftOver : (erasure?.left_over ?? []);
  return {
    workspace: erasure?.workspace_id,
    erased: erasure
      ? Object.fromEntries(removedOf(erasure, deps.holdings()).map(({ kind, count }) => [kind, count]))
      : {},
    stillBeingTakenAway: waiting,
    notReached: left.map(({ reason, count }) => ({ reason, count, why: reasonInWords(words, reason).why })),
    now: erasure ? whoIsNext(words, await vacanciesBy(db, erasure), 'nobody') : [],
  };
}

/** By id, or by a name that one person has; capital letters do not matter. */
async function findPerson(db: Kysely<Database>, typed: string): Promise<PersonId> {
  const name = typed.trim().replace(/^@/, '');
  const found = await db
    .selectFrom('person')
    .select(['id', 'name'])
    .where((where) =>
      where.or([
        where('id', '=', name as PersonId),
        where(where.fn<string>('lower', ['name']), '=', name.toLowerCase()),
      ]),
    )
    .orderBy('id')
    .limit(20)
    .execute();
  const others = new Set(found.map(({ id }) => id));
  const [first] = found;
  if (first) for (const account of await accountsOf(db, first.id)) others.delete(account);
  if (first && others.size === 0) return first.id;
  const tell = first
    ? `Several people are called "${name}". Say which by id: ${found.map(({ id }) => id).join(', ')}.`
    : `Nobody here is called "${name}". Give the full name as Slack or Teams shows it, or an id such as slack:T1:U1.`;
  throw new AppError('no one person of this name', { tell });
}

function depsOn(db: Kysely<Database>): LeavingDeps {
  const tell = async (happening: Happening, moment: { trx: Transaction<Database>; now: Date }): Promise<void> => {
    for (const feature of features) await feature.follow?.(happening, moment);
  };
  const transaction: LeavingDeps['transaction'] = (work) => db.transaction().execute(work);
  const house = {
    ...idleHouse(),
    holdings: () => holdings,
    transaction,
    tell,
    // A running Outloud takes it up within a minute.
    putAside: async () => {},
  };
  const features: readonly Feature[] = createFeatures(house);
  const holdings = allHoldings(features);
  return house;
}

function visit<T>(environment: Environment, work: Parameters<typeof visitDatabase<T>>[1]): Promise<T> {
  const { config } = readConfig(environment);
  const { databaseUrl, dataDir } = config;
  const logger = createLogger({ level: 'error' });
  return visitDatabase({ ...(databaseUrl && { databaseUrl }), dataDir, logger }, work);
}
