import type { Kysely, Transaction } from 'kysely';
import { firstNoteCard, passedOnCard } from '../../cards/prompts/greeting-cards.ts';
import { wordsFor } from '../../cards/words.ts';
import type { ActionEvent } from '../../chat/event.ts';
import type { PersonId } from '../../chat/ids.ts';
import { note, type Reply, replace } from '../../chat/reply.ts';
import { accountsOf } from '../../people/accounts.ts';
import { holdersWith } from '../../people/roles.ts';
import { findName } from '../../people/store.ts';
import { weeklyCap } from '../../scheduling/calendar.ts';
import { countUnprompted } from '../../scheduling/sending.ts';
import { loadCalendar } from '../../scheduling/store.ts';
import type { Database } from '../../storage/schema.ts';
import type { UpdateId } from '../../storage/tables/prompts.ts';
import type { Handling } from '../feature.ts';
import type { Community } from './community.ts';
import type { PromptsDeps } from './deps.ts';
import { findCommunity, lockUpdate } from './store.ts';
import type { Update } from './update.ts';

/*
 * A first note should not meet silence: one greeter who is in the channel is told of it, in their hours and within their
 * two messages a week; whoever was told longest ago comes first. They reply, or pass it on.
 */

/** By then a welcome comes too late. */
const expiresMs = 2 * 86_400_000;

/** A note has come to stand in a channel for the first time. */
export async function greetFirstNote(
  deps: PromptsDeps,
  { update, community }: { update: Update; community: Community },
  moment: Pick<Handling, 'trx' | 'now'>,
): Promise<void> {
  if (await hasPosted(moment.trx, update)) return;
  await askNext(deps, { update, community }, moment);
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
async function askNext(
  deps: PromptsDeps,
  { update, community }: { update: Update; community: Community },
  { trx, now }: Pick<Handling, 'trx' | 'now'>,
): Promise<boolean> {
  for (const greeter of await greetersOf(trx, { update, community })) {
    const calendar = await loadCalendar(trx, greeter, deps.organisation);
    if ((await countUnprompted(trx, greeter, { calendar, now })) >= weeklyCap) continue;
    const name = await findName(trx, update.person_id);
    const message = firstNoteCard(wordsFor('en'), { update: update.id, name, place: community.name });
    const delivery = await deps.outbox.post(
      trx,
      {
        to: { person: greeter },
        message,
        priority: 'prompt',
        unprompted: true,
        onBehalfOf: community.conversation_id,
        expiresAt: new Date(now.getTime() + expiresMs),
      },
      now,
    );
    const greeting = { update_id: update.id, person_id: greeter, asked_at: now, delivery_id: delivery };
    await trx.insertInto('greeting').values(greeting).execute();
    return true;
  }
  return false;
}

/** Those in the channel who were not asked about this note yet, but its author; who was asked longest ago first. */
async function greetersOf(
  db: Kysely<Database>,
  { update, community }: { update: Update; community: Community },
): Promise<PersonId[]> {
  const holders = await holdersWith(db, community.workspace_id, 'notes.greet');
  if (holders.length === 0) return [];
  const rows = await db
    .selectFrom('conversation_member as member')
    .leftJoin('greeting', 'greeting.person_id', 'member.person_id')
    .select(['member.person_id', (select) => select.fn.max('asked_at').as('last')])
    .where('member.conversation_id', '=', community.conversation_id)
    .where('member.person_id', 'in', holders)
    .where('member.person_id', 'not in', await accountsOf(db, update.person_id))
    .where('member.person_id', 'not in', (select) =>
      select.selectFrom('greeting as asked').select('asked.person_id').where('asked.update_id', '=', update.id),
    )
    .groupBy('member.person_id')
    .orderBy('last', (order) => order.asc().nullsFirst())
    .orderBy('member.person_id')
    .execute();
  return rows.map((row) => row.person_id);
}

/** [Can't today, pass on] */
export async function passOn(deps: PromptsDeps, event: ActionEvent, handling: Handling): Promise<Reply> {
  const { trx, words } = handling;
  const update = await lockUpdate(trx, event.values.update);
  const asked = update && (await greetingOf(trx, update.id, event.person.id));
  const community = await findCommunity(trx, update?.community_id ?? undefined);
  if (!update || !asked || !community || update.state !== 'posted') return note(words('update.gone'));
  const isPassed = await askNext(deps, { update, community }, handling);
  const message = passedOnCard(words(isPassed ? 'firstNote.passed' : 'firstNote.nobodyLeft'));
  await deps.outbox.update(trx, asked.delivery_id, message);
  return replace(message);
}

function greetingOf(db: Kysely<Database>, update: UpdateId, person: PersonId) {
  return db
    .selectFrom('greeting')
    .select('delivery_id')
    .where('update_id', '=', update)
    .where('person_id', '=', person)
    .executeTakeFirst();
}

/** The note is gone from its channel: so is what was said of it. */
export async function endGreeting(deps: PromptsDeps, trx: Transaction<Database>, update: UpdateId): Promise<void> {
  const gone = await trx.deleteFrom('greeting').where('update_id', '=', update).returning('delivery_id').execute();
  for (const { delivery_id } of gone) await deps.outbox.remove(trx, delivery_id, wordsFor('en')('update.withdrawn'));
}
