import type { Kysely } from 'kysely';
import type { PersonId } from '../chat/ids.ts';
import type { Copied, Erased, Erasing, Holding } from '../storage/holding.ts';
import { forgetJobsOf } from '../storage/jobs.ts';
import type { Database } from '../storage/schema.ts';
import { directOf, emptyDirect, rename } from './leaving.ts';
import { deliveryRetention } from './retention.ts';

/** What was sent, to whom, and where it stands. */
export const deliveryHoldings: readonly Holding[] = [
  {
    kind: 'messages',
    seen: { by: { 'channel.deliveries': 'failure' } },
    tables: {
      delivery: {
        columns: {
          workspace_id: 'ours',
          lane: 'person',
          person_id: 'person',
          thread: 'ours',
          on_behalf_of: 'place',
          state: 'ours',
          message: 'words',
          wanted: 'ours',
          instead: 'ours',
          message_ref: 'place',
          reason: 'ours',
        },
        workspace: ['workspace_id'],
      },
    },
    retention: [deliveryRetention],
    count: async (db, person) => (await messagesTo(db, person)).length,
    copy: messagesTo,
    erase: eraseMessages,
  },
  {
    kind: 'upkeep',
    seen: {},
    tables: { throttle: { columns: { workspace_id: 'ours', scope: 'place' }, workspace: ['workspace_id'] } },
  },
];

/** The same that `emptyDirect` takes away: what answered them in their chat is sent to the chat, not to the person. */
async function messagesTo(db: Kysely<Database>, person: PersonId): Promise<Copied[]> {
  const direct = await directOf(db, person);
  const rows = await db
    .selectFrom('delivery')
    .select(['message', 'sent_at', 'created_at', 'state'])
    .where((row) => row.or([row('person_id', '=', person), row('lane', 'in', [person, ...(direct ? [direct] : [])])]))
    .where('wanted', '=', 'present')
    .orderBy('seq')
    .execute();
  return rows.map(({ message, sent_at, created_at, state }) => ({
    at: sent_at ?? created_at,
    text: message.text,
    ...(sent_at === null && { state }),
  }));
}

/** Their private chat is emptied; colleagues' messages that name them say "a former colleague". */
async function eraseMessages({ trx, now, person, formerName, instead }: Erasing): Promise<Erased> {
  const removed = await emptyDirect(trx, { person, now, instead });
  const name = await uniqueName(trx, person);
  if (name) await rename(trx, { name, instead: formerName });
  await forgetJobsOf(trx, person);
  return { removed, more: false };
}

/** Full, and nobody else's: what names somebody else, or is a word like any other, is left as it is. */
async function uniqueName(db: Kysely<Database>, person: PersonId): Promise<string | undefined> {
  const row = await db.selectFrom('person').select('name').where('id', '=', person).executeTakeFirst();
  const name = row?.name.trim() ?? '';
  if (!name.includes(' ')) return undefined;
  const others = await db
    .selectFrom('person')
    .select('id')
    .where('name', '=', name)
    .where('id', '!=', person)
    .limit(1)
    .execute();
  return others.length === 0 ? name : undefined;
}
