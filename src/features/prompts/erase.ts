import type { Transaction } from 'kysely';
import { wordsFor } from '../../cards/words.ts';
import type { Erased, Erasing } from '../../storage/holding.ts';
import type { Database } from '../../storage/schema.ts';
import type { PromptsDeps } from './deps.ts';
import { endGreeting } from './greet.ts';
import { forgetWords, lockUpdates } from './store/updates.ts';
import type { Update } from './update.ts';

/** Somebody leaves: their notes, replies and taps go, wherever they stand; what others replied stays. */

/** Notes that one transaction takes away. */
const notesAtOnce = 25;

export async function eraseNotes(deps: PromptsDeps, erasing: Erasing): Promise<Erased> {
  const { trx, person } = erasing;
  const theirs = trx.selectFrom('update').select('id').where('person_id', '=', person).orderBy('id');
  const rows = await theirs.limit(notesAtOnce).execute();
  const notes = await lockUpdates(
    trx,
    rows.map(({ id }) => id),
  );
  for (const note of notes) await eraseNote(deps, note, erasing);
  return { removed: notes.length, more: notes.length === notesAtOnce };
}

async function eraseNote(deps: PromptsDeps, note: Update, { trx, now, former, instead }: Erasing): Promise<void> {
  if (note.delivery_id) await deps.outbox.remove(trx, note.delivery_id, wordsFor('en')('update.withdrawn'));
  if (note.own_delivery_id) await deps.outbox.remove(trx, note.own_delivery_id, instead);
  await endGreeting(deps, trx, { note: note.id });
  await forgetWords(trx, note.id);
  await deps.tell({ kind: 'note-withdrawn', note: note.id }, { trx, now });
  if (!(await hasReplies(trx, note))) {
    await trx.deleteFrom('update').where('id', '=', note.id).execute();
    return;
  }
  const husk = { person_id: former, round_id: null, prompt_id: null, own_delivery_id: null, shown_in: '[]' };
  await trx.updateTable('update').set(husk).where('id', '=', note.id).execute();
}

async function hasReplies(trx: Transaction<Database>, { id, person_id }: Update): Promise<boolean> {
  const row = await trx
    .selectFrom('update_reply')
    .select('id')
    .where('update_id', '=', id)
    .where('person_id', '!=', person_id)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

export async function eraseReplies(deps: PromptsDeps, { trx, person }: Erasing): Promise<Erased> {
  const replies = await trx
    .deleteFrom('update_reply')
    .where('person_id', '=', person)
    .returning('delivery_id')
    .execute();
  await trx.deleteFrom('greeting').where('person_id', '=', person).execute();
  for (const reply of replies) await deps.outbox.remove(trx, reply.delivery_id, wordsFor('en')('update.replyGone'));
  return { removed: replies.length, more: false };
}

/** Cards say the smaller count when they change next. */
export async function eraseTaps({ trx, person }: Erasing): Promise<Erased> {
  const { numDeletedRows } = await trx.deleteFrom('update_tap').where('person_id', '=', person).executeTakeFirst();
  return { removed: Number(numDeletedRows), more: false };
}

export async function eraseRhythm({ trx, person }: Erasing): Promise<Erased> {
  const places = await trx.deleteFrom('community_member').where('person_id', '=', person).executeTakeFirst();
  const rounds = await trx.deleteFrom('round').where('person_id', '=', person).executeTakeFirst();
  return { removed: Number(places.numDeletedRows + rounds.numDeletedRows), more: false };
}

export async function eraseSetups({ trx, person, former }: Erasing): Promise<Erased> {
  const prompts = await trx.deleteFrom('own_prompt').where('author_id', '=', person).executeTakeFirst();
  const channels = await trx
    .updateTable('community')
    .set({ created_by: former })
    .where('created_by', '=', person)
    .executeTakeFirst();
  await trx.updateTable('invitation').set({ person_id: former }).where('person_id', '=', person).execute();
  return { removed: Number(prompts.numDeletedRows + channels.numUpdatedRows), more: false };
}
