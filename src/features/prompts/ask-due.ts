import type { Transaction } from 'kysely';
import { wordsFor } from '../../cards/words.ts';
import type { PersonId } from '../../chat/ids.ts';
import type { NewDelivery } from '../../delivery/outbox.ts';
import { otherAccounts } from '../../people/accounts.ts';
import { type Calendar, nextSuitable, weeklyCap, whenBack } from '../../scheduling/calendar.ts';
import { localDay } from '../../scheduling/local-time.ts';
import { countUnpromptedOf } from '../../scheduling/sending.ts';
import { suitsSlot } from '../../scheduling/slots.ts';
import { loadCalendars } from '../../scheduling/store.ts';
import type { Database } from '../../storage/schema.ts';
import type { Theirs } from './answer.ts';
import { promptMessageWith, promptsAmong } from './ask.ts';
import { type Community, nextAskAt } from './community.ts';
import type { PromptsDeps } from './deps.ts';
import type { Prompt } from './library.ts';
import { communitiesOfEach, findCommunities, ownPromptsOf } from './store/communities.ts';
import { type Member, setNextAsks, takeDueMembers } from './store/members.ts';
import { insertRounds, pastRounds, type Round, setRoundDeliveries, unsentQuestions } from './store/rounds.ts';

/** Members that are asked in one transaction. */
const batchSize = 50;

/**
 * Asks everyone whose moment has come; a moment that passed while nothing ran is made good once, in their hours. Those of
 * one transaction share its statements, however many they are.
 */
export async function askWhoIsDue(deps: PromptsDeps, now: Date): Promise<void> {
  let taken: number;
  do {
    taken = await deps.transaction((trx) => askSome(deps, trx, now));
  } while (taken > 0);
}

async function askSome(deps: PromptsDeps, trx: Transaction<Database>, now: Date): Promise<number> {
  const members = await oneOfEach(trx, await takeDueMembers(trx, now, batchSize));
  if (members.length === 0) return 0;
  const calendarOf = await loadCalendars(trx, members.map(personOf), deps.organisation);
  const communities = await findCommunities(
    trx,
    members.map(({ community_id }) => community_id),
  );
  const decided = members.map((member) =>
    decide(member, { community: communities.get(member.community_id), calendar: calendarOf(member.person_id), now }),
  );
  const asking = decided.flatMap((each) => each.asking ?? []);
  await askThose(deps, trx, await whoseWeekHasRoom(deps, trx, asking, now), now);
  await setNextAsks(trx, decided);
  return members.length;
}

function personOf({ person_id }: Pick<Member, 'person_id'>): PersonId {
  return person_id;
}

/** Whoever is due in two places, or with two accounts, is asked one after the other: the first question counts. */
async function oneOfEach(trx: Transaction<Database>, due: readonly Member[]): Promise<Member[]> {
  const others = await otherAccounts(trx, due.map(personOf));
  const taken = new Set<PersonId>();
  return due.filter(({ person_id: person }) => {
    const isFirst = !taken.has(person);
    taken.add(person);
    taken.add(others.get(person) ?? person);
    return isFirst;
  });
}

interface Asking {
  readonly community: Community;
  readonly member: Member;
  readonly calendar: Calendar;
  readonly dueAt: Date;
  /** When the next question comes: by then this one is too late. */
  readonly next: Date | null;
}

interface Decided {
  readonly member: Member;
  readonly next: Date | null;
  readonly asking?: Asking;
}

interface Known {
  readonly community: Community | undefined;
  readonly calendar: Calendar;
  readonly now: Date;
}

/** Whether their calendar still lets them be asked now; when they are asked next. */
function decide(member: Member, { community, calendar, now }: Known): Decided {
  if (!community || community.stopped_at) return { member, next: null };
  const next = nextAskAt(community, calendar, now);
  if (whenBack(calendar, now)) return { member, next };
  const dueAt = member.next_ask_at ?? now;
  const suitable = suitsSlot(calendar, dueAt, now) ? now : nextSuitable(calendar, now);
  if (suitable <= now) return { member, next, asking: { community, member, calendar, dueAt, next } };
  return { member, next: next && isNoLater(next, suitable, calendar) ? next : suitable };
}

/** A slot on the very day is kept to; a message in the morning would only come before its time. */
function isNoLater(slot: Date, suitable: Date, { timeZone }: Calendar): boolean {
  return localDay(slot, timeZone) <= localDay(suitable, timeZone);
}

async function whoseWeekHasRoom(
  deps: PromptsDeps,
  trx: Transaction<Database>,
  asking: readonly Asking[],
  now: Date,
): Promise<Asking[]> {
  const people = asking.map(({ member, calendar }) => ({ person: member.person_id, calendar }));
  const had = await countUnpromptedOf(trx, people, now);
  const [room, full] = [asking.filter(hasRoom), asking.filter((each) => !hasRoom(each))];
  for (const { community } of full) {
    deps.logger.info({ community: community.id }, 'the weekly cap is reached, this question is left out');
  }
  return room;

  function hasRoom({ member }: Asking): boolean {
    return (had.get(member.person_id) ?? 0) < weeklyCap;
  }
}

async function askThose(
  deps: PromptsDeps,
  trx: Transaction<Database>,
  asking: readonly Asking[],
  now: Date,
): Promise<void> {
  if (asking.length === 0) return;
  const chosen = await choosePrompts(deps, trx, asking);
  const rounds = await insertRounds(
    trx,
    chosen.map(({ member, prompt, dueAt }) => ({ member, prompt: prompt.id, dueAt })),
    now,
  );
  // Nobody is asked twice about one moment.
  const asked = chosen.flatMap((each) => {
    const round = rounds.find((one) => isOf(one, each.member));
    return round ? [{ ...each, round }] : [];
  });
  await deps.outbox.removeAll(
    trx,
    await unsentQuestions(
      trx,
      asked.map(({ member }) => member),
    ),
    '',
  );
  const communities = await communitiesOfEach(
    trx,
    asked.map(({ member }) => personOf(member)),
  );
  const questions = asked.map((each) => questionFor(each, communities.get(each.member.person_id) ?? []));
  const deliveries = await deps.outbox.postAll(trx, questions, now);
  await setRoundDeliveries(
    trx,
    asked.flatMap(({ round }, index) => {
      const delivery = deliveries[index];
      return delivery ? [{ round: round.id, delivery }] : [];
    }),
  );
}

function isOf(round: Round, { community_id, person_id }: Member): boolean {
  return round.community_id === community_id && round.person_id === person_id;
}

interface Chosen extends Asking {
  readonly prompt: Prompt;
}

async function choosePrompts(
  deps: PromptsDeps,
  trx: Transaction<Database>,
  asking: readonly Asking[],
): Promise<Chosen[]> {
  const own = await ownPromptsOf(
    trx,
    asking.map(({ community }) => community.id),
  );
  const past = await pastRounds(
    trx,
    asking.map(({ member }) => personOf(member)),
  );
  return asking.flatMap((each) => {
    const known = { own: own.get(each.community.id) ?? [], past: past.get(each.member.person_id) ?? [] };
    const [prompt] = promptsAmong(deps, each.community, known);
    return prompt ? [{ ...each, prompt }] : [];
  });
}

function questionFor(
  { community, member, prompt, round, dueAt, next }: Chosen & { readonly round: Round },
  communities: readonly Theirs[],
): NewDelivery {
  const words = wordsFor('en');
  return {
    to: { person: member.person_id },
    message: promptMessageWith({ community, prompt, round, words }, communities),
    priority: 'prompt',
    unprompted: true,
    onBehalfOf: community.conversation_id,
    slotAt: dueAt,
    ...(next && { expiresAt: next }),
  };
}
