import type { Transaction } from 'kysely';
import { z } from 'zod';
import { dayAndTime } from '../../cards/dates.ts';
import { wordsFor } from '../../cards/words.ts';
import type { ActionEvent, MembershipEvent } from '../../chat/event.ts';
import { type PersonId, platformOf } from '../../chat/ids.ts';
import type { Person } from '../../chat/person.ts';
import { PlatformError } from '../../chat/platform.ts';
import { note, nothing, type Reply } from '../../chat/reply.ts';
import { leftInPeace, welcomeBack } from '../../people/leaving.ts';
import { may } from '../../people/roles.ts';
import { savePeople } from '../../people/store.ts';
import { loadCalendar, loadCalendars } from '../../scheduling/store.ts';
import type { Database } from '../../storage/schema.ts';
import type { Handling } from '../feature.ts';
import { type Community, nextAskAt } from './community.ts';
import type { PromptsDeps } from './deps.ts';
import { rescheduleMovers } from './schedule.ts';
import {
  askedSoon,
  findCommunity,
  findCommunityOf,
  findMembers,
  type Member,
  membersOf,
  saveMembers,
} from './store.ts';

/** The queue in which the members of a community's channel are looked up. */
export const syncQueue = 'prompts.sync-members';

const syncData = z.object({ community: z.string() });

/** Looks up who is in the channel and brings the list of those asked in line with it. */
export async function syncMembers(deps: PromptsDeps, data: object, now: Date): Promise<void> {
  const { community: id } = syncData.parse(data);
  const community = await deps.transaction((trx) => findCommunity(trx, id));
  if (!community || community.stopped_at) return;
  const people = await lookUp(deps, community, now);
  if (people) await deps.transaction((trx) => takeOver(deps, trx, { community, people, now }));
}

async function lookUp(deps: PromptsDeps, community: Community, now: Date): Promise<Person[] | undefined> {
  try {
    const platform = deps.platforms.get(platformOf(community.conversation_id));
    return await platform?.members(community.conversation_id);
  } catch (error) {
    if (!(error instanceof PlatformError) || error.retryable) throw error;
    deps.logger.warn({ community: community.id, err: error }, 'the members of a channel cannot be seen');
    await deps.transaction((trx) => tellThatNobodyIsSeen(deps, trx, community, now));
    return undefined;
  }
}

async function tellThatNobodyIsSeen(
  deps: PromptsDeps,
  trx: Transaction<Database>,
  community: Community,
  now: Date,
): Promise<void> {
  const text = wordsFor('en')('setup.cannotSee', { place: community.name });
  await deps.outbox.post(trx, { to: { person: community.created_by }, message: { text }, priority: 'answer' }, now);
}

async function takeOver(
  deps: PromptsDeps,
  trx: Transaction<Database>,
  { community, people, now }: { community: Community; people: readonly Person[]; now: Date },
): Promise<void> {
  await rescheduleMovers(deps, await savePeople(trx, people, now), { trx, now });
  const known = new Map((await membersOf(trx, community.id)).map((member) => [member.person_id, member]));
  await ask(deps, trx, { community, people: await whoIsToBeAsked(trx, community, { people, known }), now });
  const present = new Set(people.map((person) => person.id));
  await takeOut(
    trx,
    [...known.values()].filter(({ person_id }) => !present.has(person_id)),
  );
}

interface Present {
  readonly people: readonly Person[];
  readonly known: ReadonlyMap<PersonId, Member>;
}

/** Members of the channel who have not chosen otherwise. Guests and bots are never asked, nor who had all erased. */
async function whoIsToBeAsked(
  trx: Transaction<Database>,
  community: Community,
  { people, known }: Present,
): Promise<Person[]> {
  if (community.asked !== 'members') return [];
  // A platform may list somebody twice.
  const different = new Map(people.map((person) => [person.id, person]));
  const staff = [...different.values()].filter(({ external, bot }) => !external && !bot);
  const strangers = staff.filter(({ id }) => !known.has(id)).map(({ id }) => id);
  const inPeace = await leftInPeace(trx, strangers);
  return staff.filter(({ id }) => (known.get(id)?.state ?? 'left') === 'left' && !inPeace.has(id));
}

interface Asking {
  readonly community: Community;
  readonly people: readonly Pick<Person, 'id'>[];
  readonly now: Date;
}

/** A few statements, however many people there are; when each is asked first. */
async function ask(
  deps: PromptsDeps,
  trx: Transaction<Database>,
  { community, people, now }: Asking,
): Promise<(Date | null)[]> {
  if (people.length === 0) return [];
  const calendarOf = await loadCalendars(
    trx,
    people.map(({ id }) => id),
    deps.organisation,
  );
  const members = people.map(({ id }) => ({
    community_id: community.id,
    person_id: id,
    state: 'asked' as const,
    joined_at: now,
    next_ask_at: nextAskAt(community, calendarOf(id), now),
  }));
  await saveMembers(trx, members);
  return members.map(({ next_ask_at }) => next_ask_at);
}

function takeOut(trx: Transaction<Database>, members: readonly Member[]): Promise<void> {
  return saveMembers(
    trx,
    members.map((member) => ({ ...member, state: 'left', next_ask_at: null })),
  );
}

/** People who come into a channel are asked there too; people who leave are not. */
export async function followMembership(
  deps: PromptsDeps,
  event: MembershipEvent,
  { trx, now }: Handling,
): Promise<Reply> {
  const community = await findCommunityOf(trx, event.conversation.id);
  if (!community || community.stopped_at) return nothing;
  const people = event.joined.filter((person) => !person.bot);
  await rescheduleMovers(deps, await savePeople(trx, people, now), { trx, now });
  const known = await findMembers(
    trx,
    community.id,
    [...event.joined, ...event.left].map(({ id }) => id),
  );
  await ask(deps, trx, {
    community,
    people: await whoIsToBeAsked(trx, community, { people: event.joined, known }),
    now,
  });
  await takeOut(
    trx,
    event.left.flatMap(({ id }) => known.get(id) ?? []),
  );
  return nothing;
}

/** A day before they are asked, where people are is looked up again: a mover's question comes in the zone they are in. */
export async function lookUpWhoIsAskedSoon(deps: PromptsDeps, now: Date): Promise<void> {
  const telling = [...deps.platforms.values()]
    .filter(({ abilities }) => abilities.profile !== undefined)
    .map(({ name }) => name);
  await deps.transaction(async (trx) => {
    for (const person of await askedSoon(trx, telling, now)) await deps.lookUp(trx, person);
  });
}

/** [Ask me too] */
export async function join(deps: PromptsDeps, event: ActionEvent, { trx, now, words }: Handling): Promise<Reply> {
  const community = await communityFor(trx, event);
  if (!community) return note(words('core.goneAction'));
  if (!(await may(trx, event.person, 'prompts.join'))) return note(words('announcement.external'));
  await welcomeBack(trx, event.person.id);
  const [next] = await ask(deps, trx, { community, people: [event.person], now });
  const calendar = await loadCalendar(trx, event.person.id, deps.organisation);
  return note(next ? words('announcement.joined', { when: dayAndTime(next, calendar.timeZone) }) : words('pause.open'));
}

/** [Just let me read] */
export async function leave(_deps: PromptsDeps, event: ActionEvent, { trx, now, words }: Handling): Promise<Reply> {
  const community = await communityFor(trx, event);
  if (!community) return note(words('core.goneAction'));
  const reading = { state: 'reading', joined_at: now, next_ask_at: null } as const;
  await saveMembers(trx, [{ community_id: community.id, person_id: event.person.id, ...reading }]);
  return note(words('announcement.left'));
}

/** A running community of the person's own workspace; a button can be forged, so it is looked up again. */
async function communityFor(trx: Transaction<Database>, event: ActionEvent): Promise<Community | undefined> {
  const community = await findCommunity(trx, event.values.community);
  return community && !community.stopped_at && community.workspace_id === event.workspace ? community : undefined;
}
