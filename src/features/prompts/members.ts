import type { Transaction } from 'kysely';
import { z } from 'zod';
import { wordsFor } from '../../cards/words.ts';
import type { MembershipEvent } from '../../chat/event.ts';
import { platformOf } from '../../chat/ids.ts';
import type { Person } from '../../chat/person.ts';
import { PlatformError } from '../../chat/platform.ts';
import { nothing, type Reply } from '../../chat/reply.ts';
import { isLeftInPeace } from '../../people/leaving.ts';
import { savePeople } from '../../people/store.ts';
import { loadCalendar } from '../../scheduling/store.ts';
import type { Database } from '../../storage/schema.ts';
import type { Handling } from '../feature.ts';
import { type Community, nextAskAt } from './community.ts';
import type { PromptsDeps } from './deps.ts';
import { reschedule } from './schedule.ts';
import { askedSoon, findCommunity, findCommunityOf, findMember, type Member, membersOf, saveMember } from './store.ts';

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
  const movers = await savePeople(trx, people, now);
  for (const mover of movers) await reschedule(deps, mover, { trx, now, moved: true });
  const known = new Map((await membersOf(trx, community.id)).map((member) => [member.person_id, member]));
  for (const person of people) {
    if (await isToBeAsked(trx, community, { person, member: known.get(person.id) })) {
      await ask(deps, trx, { community, person, now });
    }
  }
  const present = new Set(people.map((person) => person.id));
  for (const member of known.values()) {
    if (!present.has(member.person_id)) await saveMember(trx, { ...member, state: 'left', next_ask_at: null });
  }
}

/** A member of the channel who has not chosen otherwise. Guests and bots are never asked, nor who had all erased. */
async function isToBeAsked(
  trx: Transaction<Database>,
  community: Community,
  { person, member }: { person: Person; member: Member | undefined },
): Promise<boolean> {
  if (person.external || person.bot || community.asked !== 'members') return false;
  if (member) return member.state === 'left';
  return !(await isLeftInPeace(trx, person.id));
}

interface NewMember {
  readonly community: Community;
  readonly person: Pick<Person, 'id'>;
  readonly now: Date;
  /** The first question comes later than this; now, where it is absent. */
  readonly after?: Date;
}

/** From now on they are asked; when that is for the first time. */
export async function ask(
  deps: Pick<PromptsDeps, 'organisation'>,
  trx: Transaction<Database>,
  { community, person, now, after = now }: NewMember,
): Promise<Date | null> {
  const calendar = await loadCalendar(trx, person.id, deps.organisation);
  const next = nextAskAt(community, calendar, after);
  await saveMember(trx, {
    community_id: community.id,
    person_id: person.id,
    state: 'asked',
    joined_at: now,
    next_ask_at: next,
  });
  return next;
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
  const movers = await savePeople(trx, people, now);
  for (const mover of movers) await reschedule(deps, mover, { trx, now, moved: true });
  for (const person of event.joined) {
    const member = await findMember(trx, community.id, person.id);
    if (await isToBeAsked(trx, community, { person, member })) await ask(deps, trx, { community, person, now });
  }
  for (const person of event.left) {
    const member = await findMember(trx, community.id, person.id);
    if (member) await saveMember(trx, { ...member, state: 'left', next_ask_at: null });
  }
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
