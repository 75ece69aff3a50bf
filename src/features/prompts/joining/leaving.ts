import type { Kysely } from 'kysely';
import { welcomeMessage } from '../../../cards/prompts/greeting-cards.ts';
import { wordsFor } from '../../../cards/words.ts';
import type { PersonId } from '../../../chat/ids.ts';
import type { Copied, Erased, Erasing } from '../../../storage/holding.ts';
import type { Database } from '../../../storage/schema.ts';
import type { PromptsDeps } from '../deps.ts';
import { takeLineBack } from './introduce.ts';
import { lockNewcomer } from './store.ts';

/** What is held of somebody's first meeting, and how it goes. */

export async function copyJoining(db: Kysely<Database>, person: PersonId): Promise<Copied[]> {
  const joined = await db
    .selectFrom('newcomer')
    .innerJoin('community', 'community.id', 'newcomer.community_id')
    .select(['name', 'joined_at', 'offer', 'line_id'])
    .where('person_id', '=', person)
    .execute();
  const written = await db
    .selectFrom('newcomer_reply')
    .innerJoin('community', 'community.id', 'newcomer_reply.community_id')
    .select(['text', 'newcomer_reply.created_at', 'name'])
    .where('person_id', '=', person)
    .orderBy('newcomer_reply.created_at')
    .execute();
  const chosen = await db
    .selectFrom('preference')
    .select(['audience', 'language'])
    .where('person_id', '=', person)
    .execute();
  return [
    ...joined.map(({ name, joined_at, offer, line_id }) => ({
      since: joined_at,
      channel: name,
      askMeAbout: offer,
      posted: line_id !== null,
    })),
    ...chosen.map(({ audience, language }) => ({ audience, language })),
    ...written.map(({ text, created_at, name }) => ({ at: created_at, text, channel: name })),
  ];
}

export async function eraseJoining(deps: PromptsDeps, erasing: Erasing): Promise<Erased> {
  const { trx, person } = erasing;
  const newcomer = await lockNewcomer(trx, person);
  if (newcomer) await takeLineBack(deps, newcomer, { trx });
  await takeNameOut(deps, erasing);
  const joined = await trx.deleteFrom('newcomer').where('person_id', '=', person).executeTakeFirst();
  const chosen = await trx.deleteFrom('preference').where('person_id', '=', person).executeTakeFirst();
  const written = await trx
    .deleteFrom('newcomer_reply')
    .where('person_id', '=', person)
    .returning('delivery_id')
    .execute();
  for (const { delivery_id } of written) await deps.outbox.remove(trx, delivery_id, wordsFor('en')('update.replyGone'));
  return { removed: Number(joined.numDeletedRows + chosen.numDeletedRows) + written.length, more: false };
}

/** What others wrote to them stays, without their name. */
async function takeNameOut(deps: PromptsDeps, { trx, person, formerName }: Erasing): Promise<void> {
  const replies = await trx
    .selectFrom('newcomer_reply')
    .innerJoin('person', 'person.id', 'newcomer_reply.person_id')
    .select(['newcomer_reply.delivery_id', 'newcomer_reply.text', 'person.name'])
    .where('newcomer_id', '=', person)
    .execute();
  for (const { delivery_id, text, name } of replies) {
    await deps.outbox.update(trx, delivery_id, welcomeMessage(wordsFor('en'), { name, newcomer: formerName, text }));
  }
}
