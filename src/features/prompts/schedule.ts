import type { Transaction } from 'kysely';
import type { PersonId } from '../../chat/ids.ts';
import { heldFor, release } from '../../delivery/holding.ts';
import { accountsOf, otherAccounts } from '../../people/accounts.ts';
import { nextWeekStart } from '../../scheduling/calendar.ts';
import { loadCalendar } from '../../scheduling/store.ts';
import type { Database } from '../../storage/schema.ts';
import { nextAskAt } from './community.ts';
import type { PromptsDeps } from './deps.ts';
import { replanHello } from './joining/store.ts';
import { communitiesOf, communitiesOfEach } from './store/communities.ts';
import { findMember, setNextAsk } from './store/members.ts';
import { lastAskedAt } from './store/rounds.ts';

/** A mover's day begins again further west: no slot twice on what is one day to them, wherever they came from. */
const longestDayMs = 26 * 3_600_000;

export interface Rescheduling {
  readonly trx: Transaction<Database>;
  readonly now: Date;
  /** The person is in another time zone than before. */
  readonly moved?: boolean;
  /** They chose a time of their own: whoever was asked this week is asked again next week. */
  readonly onceAWeek?: boolean;
}

/** After a change of a person's calendar: every next question moves with it; when the first one comes, if any. */
export async function reschedule(
  deps: Pick<PromptsDeps, 'organisation'>,
  person: PersonId,
  rescheduling: Rescheduling,
): Promise<Date | undefined> {
  const moments: Date[] = [];
  for (const account of await accountsOf(rescheduling.trx, person)) {
    moments.push(...(await rescheduleAccount(deps, account, rescheduling)));
  }
  return moments.toSorted((a, b) => a.getTime() - b.getTime())[0];
}

/** Of many people who are in another zone now, those for whom anything is planned: most of a new channel's have nothing. */
export async function rescheduleMovers(
  deps: Pick<PromptsDeps, 'organisation'>,
  people: readonly PersonId[],
  { trx, now }: Pick<Rescheduling, 'trx' | 'now'>,
): Promise<void> {
  if (people.length === 0) return;
  const [member, held] = [await communitiesOfEach(trx, people), await heldFor(trx, people)];
  const linked = await otherAccounts(trx, people);
  const concerned = people.filter((person) => member.has(person) || held.has(person) || linked.has(person));
  for (const person of concerned) await reschedule(deps, person, { trx, now, moved: true });
}

async function rescheduleAccount(
  deps: Pick<PromptsDeps, 'organisation'>,
  person: PersonId,
  { trx, now, moved = false, onceAWeek = false }: Rescheduling,
): Promise<Date[]> {
  await release(trx, person);
  await replanHello(trx, person, now);
  const calendar = await loadCalendar(trx, person, deps.organisation);
  const moments: Date[] = [];
  for (const community of await communitiesOf(trx, person)) {
    const member = await findMember(trx, community.id, person);
    if (member?.state !== 'asked') continue;
    const asked = moved || onceAWeek ? await lastAskedAt(trx, member) : undefined;
    const rested = asked && (onceAWeek ? nextWeekStart(calendar, asked) : new Date(asked.getTime() + longestDayMs));
    const next = nextAskAt(community, calendar, rested && rested > now ? rested : now);
    await setNextAsk(trx, member, next);
    if (next) moments.push(next);
  }
  return moments;
}
