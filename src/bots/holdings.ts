import type { Erased, Erasing, Holding } from '../storage/holding.ts';

/** What came in lately, and what it was answered with. */
export const arrivalHoldings: readonly Holding[] = [
  {
    kind: 'arrivals',
    seen: {},
    tables: {
      inbox: { columns: { event_id: 'ours' }, workspace: 'none' },
      inbox_reply: { columns: { event_id: 'ours', reply: 'words' }, workspace: 'none' },
    },
    erase: eraseAnswers,
  },
];

/**
 * Nothing tells whose words stand in an answer, theirs or a colleague's who looked at their note: all go, an hour's at
 * most. Whoever wants to read on in a long one asks for it again.
 */
async function eraseAnswers({ trx }: Erasing): Promise<Erased> {
  await trx.deleteFrom('inbox_reply').execute();
  return { removed: 0, more: false };
}
