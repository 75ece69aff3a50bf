import { z } from 'zod';
import { asId } from '../../base/ids.ts';
import { wordsFor } from '../../cards/words.ts';
import { type ConversationId, type PersonId, platformOf } from '../../chat/ids.ts';
import { directOf, forgetTakenAway, markChanged, underWay } from '../../delivery/leaving.ts';
import { rememberDirect } from '../../delivery/queue.ts';
import { accountsOf } from '../../people/accounts.ts';
import { closeConversation, keepFormer, leaveInPeace } from '../../people/leaving.ts';
import type { ErasureId } from '../../storage/tables/leaving.ts';
import type { Handling } from '../feature.ts';
import type { LeavingDeps } from './deps.ts';
import { receiptMessage } from './receipt.ts';
import {
  changeErasure,
  type Erasure,
  findErasure,
  insertErasure,
  isInUse,
  lockErasure,
  underWayErasures,
} from './store.ts';
import { noteVacancies, vacanciesBy } from './succession.ts';

/*
 * How a person is erased:
 *
 *   erasing       holding after holding of the catalogue, some of it in each transaction; killed at any moment it goes
 *                 on where it was. What stands on the platforms is put into the outbox to be taken away
 *   taking-away   nothing in the database leads to the person any more; the outbox takes away what stands, as fast as
 *                 the platforms allow. A receipt says what went, what is under way and what cannot be reached
 *   telling       all is taken away or given up; the receipt is brought up to date
 *   done          nothing is left but counts
 */

/** The queue in which erasures go on. */
export const erasingQueue = 'leaving.go-on';

const queueData = z.object({ erasure: z.string() });

type Moment = Pick<Handling, 'trx' | 'now'>;

interface Leaver {
  readonly person: PersonId;
  /** Their private chat, where the wish came from there. */
  readonly direct?: ConversationId | undefined;
  readonly keepResults: boolean;
}

/** From this moment on it cannot be stopped. All accounts of the person go, each with a receipt. */
export async function beginErasing(
  deps: Pick<LeavingDeps, 'putAside'>,
  { person, direct, keepResults }: Leaver,
  { trx, now }: Moment,
): Promise<ErasureId[]> {
  if (direct) await rememberDirect(trx, person, direct);
  const begun: ErasureId[] = [];
  for (const account of await accountsOf(trx, person)) {
    const known = await directOf(trx, account);
    const id = await insertErasure(trx, { person: account, direct: known, keepResults, now });
    await noteVacancies(trx, account, now);
    await leaveInPeace(trx, account, now);
    await deps.putAside(trx, erasingQueue, { erasure: id }, { key: id });
    begun.push(id);
  }
  return begun;
}

/** Takes up a queued erasure. */
export async function goOnWith(deps: LeavingDeps, data: object, now: Date): Promise<void> {
  await goOn(deps, asId<'erasure'>(queueData.parse(data).erasure), now);
}

/** Takes up all that are under way: those that were stopped, and those that wait for the platforms. */
export async function goOnWithAll(deps: LeavingDeps, now: Date): Promise<void> {
  for (const id of await deps.transaction(underWayErasures)) await goOn(deps, id, now);
}

/** As far as it can go now. */
export async function goOn(deps: LeavingDeps, id: ErasureId, now: Date): Promise<void> {
  await openDirectOnce(deps, id);
  while (await deps.transaction((trx) => takeStep(deps, id, { trx, now })));
}

/** Their receipt goes to their private chat: opened as long as it is known whose it is. */
async function openDirectOnce(deps: LeavingDeps, id: ErasureId): Promise<void> {
  const erasure = await deps.transaction((trx) => findErasure(trx, id));
  const person = erasure?.person_id;
  if (!person || erasure.direct_id || erasure.step > 0) return;
  try {
    const direct = await deps.platforms.get(platformOf(person))?.openDirect(person);
    if (!direct) return;
    await deps.transaction(async (trx) => {
      await rememberDirect(trx, person, direct.id);
      await changeErasure(trx, id, { direct_id: direct.id });
    });
  } catch (error) {
    deps.logger.info({ err: error, erasure: id }, 'the private chat of somebody who leaves cannot be opened');
  }
}

/** True where there is another step at once. */
async function takeStep(deps: LeavingDeps, id: ErasureId, moment: Moment): Promise<boolean> {
  const erasure = await lockErasure(moment.trx, id);
  switch (erasure?.state) {
    case 'erasing':
      return eraseSome(deps, erasure, moment);
    case 'taking-away':
      return watch(deps, erasure, moment);
    case 'telling':
      return close(erasure, moment);
    default:
      return false;
  }
}

async function eraseSome(deps: LeavingDeps, erasure: Erasure, { trx, now }: Moment): Promise<boolean> {
  const holdings = deps.holdings();
  const holding = holdings[erasure.step % holdings.length];
  const { id, person_id: person } = erasure;
  if (!holding || !person || erasure.step >= rounds * holdings.length) {
    await changeErasure(trx, id, { person_id: null, state: 'taking-away', erased_at: now });
    await lookAgain(deps, id, { trx, now });
    return true;
  }
  if (!holding.erase) {
    await changeErasure(trx, id, { step: erasure.step + 1 });
    return true;
  }
  const words = wordsFor('en');
  const formerName = words('leaving.former');
  const former = await keepFormer(trx, erasure.workspace_id, { name: formerName, now });
  const instead = words('leaving.instead');
  const { keep_results: keepResults } = erasure;
  const { removed, more } = await holding.erase({ trx, now, person, former, formerName, instead, keepResults });
  await markChanged(trx, id);
  await changeErasure(trx, id, {
    step: more ? erasure.step : erasure.step + 1,
    removed: { ...erasure.removed, [holding.kind]: (erasure.removed[holding.kind] ?? 0) + removed },
  });
  return true;
}

/** Twice through the catalogue: what came meanwhile, or moved to another place in it with an upgrade, goes as well. */
const rounds = 2;

/** How long the receipt waits for the platforms, so that most people get one that is complete. */
const receiptWithinMs = 30_000;
const lookAgainMs = 5_000;

async function lookAgain(deps: Pick<LeavingDeps, 'putAside'>, id: ErasureId, { trx, now }: Moment): Promise<void> {
  const after = new Date(now.getTime() + lookAgainMs);
  await deps.putAside(trx, erasingQueue, { erasure: id }, { key: id, after });
}

async function watch(deps: LeavingDeps, erasure: Erasure, moment: Moment): Promise<boolean> {
  const { trx, now } = moment;
  const { id, erased_at, receipt_id, direct_id: direct } = erasure;
  const { waiting, leftOver } = await underWay(trx, id);
  const isOver = waiting === 0;
  const isTime = erased_at !== null && now.getTime() - erased_at.getTime() >= receiptWithinMs;
  if (isOver) await changeErasure(trx, id, { state: 'telling', left_over: [...leftOver] });
  const receipt = {
    erasure: { ...erasure, left_over: [...leftOver] },
    holdings: deps.holdings(),
    vacancies: await vacanciesBy(trx, erasure),
    waiting,
  };
  const message = receiptMessage(wordsFor('en'), receipt);
  if (receipt_id && isOver) await deps.outbox.update(trx, receipt_id, message);
  if (!receipt_id && direct && (isOver || isTime)) {
    const post = { to: { conversation: direct }, message, priority: 'inject' } as const;
    await changeErasure(trx, id, { receipt_id: await deps.outbox.post(trx, post, now) });
  }
  if (!isOver || direct) await lookAgain(deps, id, moment);
  return isOver && !direct;
}

/** The receipt has arrived, or never will: what led to their private chat goes as well. */
async function close({ id, receipt_id, direct_id }: Erasure, { trx, now }: Moment): Promise<boolean> {
  const receipt = await trx.selectFrom('delivery').select('state').where('id', '=', receipt_id).executeTakeFirst();
  if (receipt && receipt.state !== 'settled' && receipt.state !== 'dead') return false;
  await changeErasure(trx, id, { state: 'done', done_at: now, receipt_id: null, direct_id: null });
  if (receipt_id) await trx.deleteFrom('delivery').where('id', '=', receipt_id).execute();
  await forgetTakenAway(trx, id);
  if (direct_id && !(await isInUse(trx, direct_id))) await closeConversation(trx, direct_id);
  return false;
}
