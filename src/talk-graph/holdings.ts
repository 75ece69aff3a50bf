import type { Kysely } from 'kysely';
import type { PersonId } from '../chat/ids.ts';
import type { Copied, Holding } from '../storage/holding.ts';
import type { Database } from '../storage/schema.ts';
import { forgetTalkOf } from './store.ts';

/** How much people write where, as counts that fade; between places only sums over many people. */
export const talkHoldings: readonly Holding[] = [
  {
    kind: 'talk',
    seen: { by: { 'talk.see': 'sum' } },
    tables: {
      talk_presence: { columns: { person_id: 'person', conversation_id: 'place' }, workspace: ['conversation_id'] },
      talk_tie: { columns: { one_id: 'place', other_id: 'place' }, workspace: ['one_id', 'other_id'] },
      talk_week: { columns: { from_id: 'place', to_id: 'place' }, workspace: ['from_id', 'to_id'] },
    },
    count: async (db, person) => (await talkOf(db, person)).length,
    copy: talkOf,
    async erase({ trx, person }) {
      return { removed: await forgetTalkOf(trx, person), more: false };
    },
  },
];

async function talkOf(db: Kysely<Database>, person: PersonId): Promise<Copied[]> {
  const rows = await db
    .selectFrom('talk_presence')
    .leftJoin('conversation', 'conversation.id', 'talk_presence.conversation_id')
    .select(['count', 'since', 'at', 'conversation.name'])
    .where('person_id', '=', person)
    .orderBy('since')
    .execute();
  return rows.map(({ name, count, since, at }) => ({ channel: name, howMuch: count, since, at }));
}
