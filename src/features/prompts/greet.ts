import type { Kysely, Transaction } from 'kysely';
import { firstNoteCard, newcomerCard, passedOnCard } from '../../cards/prompts/greeting-cards.ts';
import { wordsFor } from '../../cards/words.ts';
import type { ActionEvent } from '../../chat/event.ts';
import type { PersonId } from '../../chat/ids.ts';
import type { Message } from '../../chat/message.ts';
import { note, type Reply, replace } from '../../chat/reply.ts';
import { accountsOf } from '../../people/accounts.ts';
import { holdersWith } from '../../people/roles.ts';
import { findName } from '../../people/store.ts';
import { weeklyCap } from '../../scheduling/calendar.ts';
import { countUnprompted } from '../../scheduling/sending.ts';
import { loadCalendar } from '../../scheduling/store.ts';
import type { Database } from '../../storage/schema.ts';
import type { DeliveryId } from '../../storage/tables/delivery.ts';
import type { UpdateId } from '../../storage/tables/prompts.ts';
import type { Handling } from '../feature.ts';
import type { Community } from './community.ts';
import { type PromptsDeps, threadAddress } from './deps.ts';
import { invitingPost, lockNewcomer } from './joining/store.ts';
import { findCommunity } from './store/communities.ts';
import { lockUpdate } from './store/updates.ts';
import type { Update } from './update.ts';

/*
 * A first note should not meet silence, nor somebody who has joined and said what they can be asked about: one greeter who
 * is in the channel is told, in their hours and within their two messages a week; whoever was told longest ago comes
 * first. They reply, or pass it on; after the last of them it comes to whoever looks after the channel.
 */

/** By then a welcome comes too late. */
const expiresMs = 2 * 86_400_000;

/** What is to be greeted. */
type About = { readonly note: UpdateId } | { readonly newcomer: PersonId };

interface Greeting {
  readonly about: About;
  readonly community: Community;
}

type Moment = Pick<Handling, 'trx' | 'now'>;

/** A note has come to stand in a channel for the first time. */
export async function greetFirstNote(
  deps: PromptsDeps,
  { update, community }: { update: Update; community: Community },
  moment: Moment,
): Promise<void> {
  if (await hasPosted(moment.trx, update)) return;
  await askToGreet(deps, { about: { note: update.id }, community }, moment);
}

async function hasPosted(db: Kysely<Database>, { id, person_id: author }: Update): Promise<boolean> {
  const other = await db
    .selectFrom('update')
    .select('id')
    .where('person_id', 'in', await accountsOf(db, author))
    .where('posted_at', 'is not', null)
    .where('id', '!=', id)
    .executeTakeFirst();
  return other !== undefined;
}

/** Whether there was somebody left to ask. */
export async function askToGreet(deps: PromptsDeps, greeting: Greeting, moment: Moment): Promise<boolean> {
  const { about, community } = greeting;
  const { trx, now } = moment;
  const whose = await whoseTurn(deps, greeting, moment);
  if (!whose) return false;
  const message = await messageFor(deps, greeting, { ...whose, trx });
  const delivery = await deps.outbox.post(
    trx,
    {
      to: { person: whose.greeter },
      message,
      priority: 'prompt',
      unprompted: true,
      onBehalfOf: community.conversation_id,
      expiresAt: new Date(now.getTime() + expiresMs),
    },
    now,
  );
  await trx
    .insertInto('greeting')
    .values({ ...columnsOf(about), person_id: whose.greeter, asked_at: now, delivery_id: delivery })
    .execute();
  return true;
}

function columnsOf(about: About) {
  return 'note' in about
    ? { update_id: about.note, newcomer_id: null }
    : { update_id: null, newcomer_id: about.newcomer };
}

interface Turn {
  readonly greeter: PersonId;
  /** All greeters there have passed, or have no room this week. */
  readonly isLast: boolean;
}

async function whoseTurn(deps: PromptsDeps, greeting: Greeting, { trx, now }: Moment): Promise<Turn | undefined> {
  const { community } = greeting;
  const holders = await holdersWith(trx, community.workspace_id, 'notes.greet');
  if (holders.length === 0) return undefined;
  const candidates = [
    ...(await unaskedOf(trx, greeting, holders)).map((greeter) => ({ greeter, isLast: false })),
    ...(await unaskedOf(trx, greeting, [community.created_by])).map((greeter) => ({ greeter, isLast: true })),
  ];
  for (const candidate of candidates) {
    const calendar = await loadCalendar(trx, candidate.greeter, deps.organisation);
    if ((await countUnprompted(trx, candidate.greeter, { calendar, now })) < weeklyCap) return candidate;
  }
  return undefined;
}

/** Those in the channel who were not asked about this yet, but whom it is about; who was asked longest ago first. */
async function unaskedOf(
  db: Kysely<Database>,
  { about, community }: Greeting,
  people: readonly PersonId[],
): Promise<PersonId[]> {
  const asked = await greetingsAbout(db, about).select('greeting.person_id').execute();
  const out = [...asked.map(({ person_id }) => person_id), ...(await accountsOf(db, await whomOf(db, about)))];
  const rows = await db
    .selectFrom('conversation_member as member')
    .leftJoin('greeting', 'greeting.person_id', 'member.person_id')
    .select(['member.person_id', (select) => select.fn.max('asked_at').as('last')])
    .where('member.conversation_id', '=', community.conversation_id)
    .where('member.person_id', 'in', people)
    .where('member.person_id', 'not in', out)
    .groupBy('member.person_id')
    .orderBy('last', (order) => order.asc().nullsFirst())
    .orderBy('member.person_id')
    .execute();
  return rows.map((row) => row.person_id);
}

function greetingsAbout(db: Kysely<Database>, about: About) {
  const all = db.selectFrom('greeting');
  return 'note' in about ? all.where('update_id', '=', about.note) : all.where('newcomer_id', '=', about.newcomer);
}

async function whomOf(db: Kysely<Database>, about: About): Promise<PersonId> {
  if ('newcomer' in about) return about.newcomer;
  const { person_id } = await db
    .selectFrom('update')
    .select('person_id')
    .where('id', '=', about.note)
    .executeTakeFirstOrThrow();
  return person_id;
}

async function messageFor(
  deps: PromptsDeps,
  { about, community }: Greeting,
  { trx, isLast }: Turn & Pick<Moment, 'trx'>,
): Promise<Message> {
  const words = wordsFor('en');
  const name = await findName(trx, await whomOf(trx, about));
  const view = { name, place: community.name, isLast };
  if ('note' in about) return firstNoteCard(words, { ...view, update: about.note });
  const newcomer = await lockNewcomer(trx, about.newcomer);
  const address = threadAddress(deps, await invitingPost(trx, newcomer));
  return newcomerCard(words, { ...view, newcomer: about.newcomer, offer: newcomer?.offer ?? '', address });
}

/** [Can't today, pass on] */
export async function passOn(deps: PromptsDeps, event: ActionEvent, handling: Handling): Promise<Reply> {
  const { trx, words } = handling;
  const greeting = await standingGreeting(trx, event);
  const asked = greeting && (await ownGreeting(trx, greeting.about, event.person.id));
  if (!greeting || !asked) return note(words('joining.greetGone'));
  const isPassed = await askToGreet(deps, greeting, handling);
  return settle(deps, asked, words(isPassed ? 'firstNote.passed' : 'firstNote.nobodyLeft'), handling);
}

/** What a greeter's button is about, as long as it stands in its channel. */
export async function standingGreeting(
  trx: Transaction<Database>,
  { values }: Pick<ActionEvent, 'values'>,
): Promise<Greeting | undefined> {
  if (values.newcomer) {
    const newcomer = await lockNewcomer(trx, values.newcomer as PersonId);
    const community = newcomer?.line_id ? await findCommunity(trx, newcomer.community_id) : undefined;
    return newcomer && community && { about: { newcomer: newcomer.person_id }, community };
  }
  const update = await lockUpdate(trx, values.update);
  const community = update?.state === 'posted' ? await findCommunity(trx, update.community_id ?? undefined) : undefined;
  return update && community && { about: { note: update.id }, community };
}

export async function ownGreeting(
  db: Kysely<Database>,
  about: About,
  person: PersonId,
): Promise<DeliveryId | undefined> {
  const row = await greetingsAbout(db, about)
    .select('delivery_id')
    .where('greeting.person_id', '=', person)
    .executeTakeFirst();
  return row?.delivery_id;
}

/** A greeter's card says what came of it, for good. */
export async function settle(
  deps: PromptsDeps,
  delivery: DeliveryId,
  text: string,
  { trx }: Pick<Moment, 'trx'>,
): Promise<Reply> {
  const message = passedOnCard(text);
  await deps.outbox.update(trx, delivery, message);
  return replace(message);
}

/** What was to be greeted is gone from its channel: so is what was said of it. */
export async function endGreeting(deps: PromptsDeps, trx: Transaction<Database>, about: About): Promise<void> {
  const gone = await greetingsAbout(trx, about).select('delivery_id').execute();
  const words = wordsFor('en');
  const instead = 'note' in about ? words('update.withdrawn') : words('joining.lineGone');
  for (const { delivery_id } of gone) await deps.outbox.remove(trx, delivery_id, instead);
  const deliveries = gone.map(({ delivery_id }) => delivery_id);
  if (deliveries.length > 0) await trx.deleteFrom('greeting').where('delivery_id', 'in', deliveries).execute();
}
