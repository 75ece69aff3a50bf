import type { Transaction } from 'kysely';
import type { Database } from '../../storage/schema.ts';
import { countTalk, forgetFaded } from '../../talk-graph/store.ts';
import type { Feature } from '../feature.ts';

interface TalkDeps {
  readonly transaction: <T>(work: (trx: Transaction<Database>) => Promise<T>) => Promise<T>;
}

/** Who talks with whom between places: counted as it happens, in the transaction in which it happens. */
export function createTalkFeature(deps: TalkDeps): Feature {
  return {
    name: 'talk',
    async follow(happening, { trx }) {
      if (happening.kind === 'talked') await countTalk(trx, happening.act);
    },
    jobs: [{ name: 'talk.sweep', cron: '53 3 * * *', run: (now) => deps.transaction((trx) => forgetFaded(trx, now)) }],
  };
}
