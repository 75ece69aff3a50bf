import { sql } from 'kysely';
import { pilotQuestionCard } from '../../cards/pilots/question.ts';
import { wordsFor } from '../../cards/words.ts';
import type { Erased, Erasing } from '../../storage/holding.ts';
import { onlyMe } from './audience.ts';
import type { PilotsDeps } from './deps.ts';
import { hasResult, type Pilot, titleOf } from './pilot.ts';
import { publish } from './publish.ts';
import { changePilot, lockPilot, lockPilots } from './store/pilots.ts';
import { forgetWords } from './store/remarks.ts';

/** Somebody leaves: their tests go, or stay without their name where they shared a result and chose so. */

/** Pilots that one transaction takes away. */
const pilotsAtOnce = 10;

export async function erasePilots(deps: PilotsDeps, erasing: Erasing): Promise<Erased> {
  const { trx, person, former } = erasing;
  const theirs = trx.selectFrom('pilot').select('id').where('owner_id', '=', person).orderBy('id');
  const rows = await theirs.limit(pilotsAtOnce).execute();
  const pilots = await lockPilots(
    trx,
    rows.map(({ id }) => id),
  );
  for (const pilot of pilots) await erasePilot(deps, pilot, erasing);
  const more = pilots.length === pilotsAtOnce;
  if (!more)
    await trx.updateTable('pilot_conclusion').set({ author_id: former }).where('author_id', '=', person).execute();
  return { removed: pilots.length, more };
}

async function erasePilot(deps: PilotsDeps, pilot: Pilot, erasing: Erasing): Promise<void> {
  const { trx, keepResults, instead } = erasing;
  await takeAwayAnswers(deps, pilot, erasing);
  await takeAwayNews(deps, pilot, erasing);
  if (pilot.own_delivery_id) await deps.outbox.remove(trx, pilot.own_delivery_id, instead);
  const ownerless = { ...pilot, own_delivery_id: null };
  if (keepResults && hasResult(pilot) && pilot.seen_by !== 'me') await leaveResult(deps, ownerless, erasing);
  else await forget(deps, ownerless, erasing);
}

/** The result stays as it is, by a former colleague; what only its owner knew of it goes. */
async function leaveResult(deps: PilotsDeps, before: Pilot, { trx, now, former, person }: Erasing): Promise<void> {
  await trx.deleteFrom('pilot_nudge').where('pilot_id', '=', before.id).execute();
  await trx
    .updateTable('pilot_conclusion')
    .set({ author_id: former })
    .where('family_id', '=', before.family_id)
    .where('author_id', '=', person)
    .execute();
  await trx.updateTable('pilot').set({ owner_id: former }).where('id', '=', before.id).execute();
  const pilot = await changePilot(trx, before.id, { own_delivery_id: null, draft: null, team: '' });
  await publish(deps, { before, pilot, postIn: pilot.posted_in }, { trx, now });
}

async function forget(deps: PilotsDeps, before: Pilot, { trx, now, former }: Erasing): Promise<void> {
  await forgetWords(trx, before.id);
  const deleted = await changePilot(trx, before.id, {
    state: 'deleted',
    ...onlyMe,
    own_delivery_id: null,
    touched_at: now,
  });
  await publish(deps, { before, pilot: deleted, postIn: null }, { trx, now });
  // What its relatives concluded together hangs on the first of them.
  if (before.family_id === before.id && (await hasRelatives(before, trx))) {
    await trx.updateTable('pilot').set({ owner_id: former }).where('id', '=', before.id).execute();
  } else await trx.deleteFrom('pilot').where('id', '=', before.id).execute();
}

async function hasRelatives({ id, family_id }: Pilot, trx: Erasing['trx']): Promise<boolean> {
  const relative = await trx
    .selectFrom('pilot')
    .select('id')
    .where('family_id', '=', family_id)
    .where('id', '!=', id)
    .limit(1)
    .executeTakeFirst();
  return relative !== undefined;
}

/** Answers stand in the private chats of those who asked. */
async function takeAwayAnswers(deps: PilotsDeps, { id }: Pilot, { trx, instead }: Erasing): Promise<void> {
  const questions = await trx
    .selectFrom('pilot_question')
    .select(['asker_id', 'answer'])
    .where('pilot_id', '=', id)
    .where('answer', 'is not', null)
    .execute();
  for (const { asker_id, answer } of questions) {
    const told = await trx
      .selectFrom('delivery')
      .select('id')
      .where('person_id', '=', asker_id)
      .where(sql<boolean>`position(${answer} in message ->> 'text') > 0`)
      .execute();
    for (const delivery of told) await deps.outbox.remove(trx, delivery.id, instead);
  }
  await trx.deleteFrom('pilot_question').where('pilot_id', '=', id).execute();
}

/** Whoever lent it was told by name that it is being tried. */
async function takeAwayNews(deps: PilotsDeps, { id }: Pilot, { trx, instead }: Erasing): Promise<void> {
  const news = await trx.deleteFrom('pilot_nudge').where('about_id', '=', id).returning('delivery_id').execute();
  for (const { delivery_id } of news) if (delivery_id) await deps.outbox.remove(trx, delivery_id, instead);
}

/** Their questions go; where one was answered, the answer stays with its owner. */
export async function eraseRemarks(deps: PilotsDeps, { trx, person, former, instead }: Erasing): Promise<Erased> {
  const taps = await trx.deleteFrom('pilot_tap').where('person_id', '=', person).executeTakeFirst();
  const questions = await trx.selectFrom('pilot_question').selectAll().where('asker_id', '=', person).execute();
  const words = wordsFor('en');
  for (const { id, pilot_id, delivery_id, answer } of questions) {
    const pilot = answer && (await lockPilot(trx, pilot_id));
    if (pilot && answer && delivery_id) {
      const view = {
        question: id,
        who: words('leaving.former'),
        title: titleOf(pilot),
        text: words('leaving.wordsGone'),
      };
      await deps.outbox.update(trx, delivery_id, pilotQuestionCard(words, { ...view, answer }));
    } else if (delivery_id) await deps.outbox.remove(trx, delivery_id, instead);
  }
  await trx.deleteFrom('pilot_question').where('asker_id', '=', person).where('answer', 'is', null).execute();
  await trx.updateTable('pilot_question').set({ asker_id: former, text: '' }).where('asker_id', '=', person).execute();
  return { removed: questions.length + Number(taps.numDeletedRows), more: false };
}
