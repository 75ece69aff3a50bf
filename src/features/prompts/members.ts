import type { Transaction } from 'kysely';
import { z } from 'zod';
import { wordsFor } from '../../cards/words.ts';
import type { MembershipEvent } from '../../chat/event.ts';
import { type PersonId, platformOf } from '../../chat/ids.ts';
import type { Person } from '../../chat/person.ts';
import { PlatformError } from '../../chat/platform.ts';
import { nothing, type Reply } from '../../chat/reply.ts';
import { leftInPeace } from '../../people/leaving.ts';
import { savePeople } from '../../people/store.ts';
import { loadCalendars } from '../../scheduling/store.ts';
import type { Database } from '../../storage/schema.ts';
import type { Handling } from '../feature.ts';
import { type Community, nextAskAt } from './community.ts';
import type { PromptsDeps } from './deps.ts';
import { rescheduleMovers } from './schedule.ts';
import { findCommunity, findCommunityOf } from './store/communities.ts';
import { askedSoon, findMembers, type Member, membersOf, saveMembers } from './store/members.ts';

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

interface NewMembers {
  readonly community: Community;
  readonly people: readonly Pick<Person, 'id'>[];
  readonly now: Date;
  /** The first question comes later than this; now, where it is absent. */
  readonly after?: Date;
}

/** From now on they are asked; when each is for the first time. A few statements, however many people there are. */
export async function ask(
  deps: Pick<PromptsDeps, 'organisation'>,
  trx: Transaction<Database>,
  { community, people, now, after = now }: NewMembers,
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
    next_ask_at: nextAskAt(community, calendarOf(id), after),
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
