import { countTalk, forgetFaded, moveTalk } from '../../talk-graph/store.ts';
import type { Feature } from '../feature.ts';
import type { TalkDeps } from './deps.ts';
import { createMapPage, sendMap } from './map.ts';

/** Who talks with whom between places: counted as it happens, in the transaction in which it happens, and shown as a map. */
export function createTalkFeature(deps: TalkDeps): Feature {
  return {
    name: 'talk',
    words: [
      {
        command: 'highlight',
        word: 'map',
        help: (words) => words('talk.help'),
        run: (event, handling) => sendMap(deps, event, handling),
      },
    ],
    pages: [createMapPage(deps)],
    async follow(happening, { trx }) {
      if (happening.kind === 'talked') await countTalk(trx, happening.act);
      if (happening.kind === 'place-changed' && happening.before) {
        await moveTalk(trx, happening.before, happening.conversation);
      }
    },
    jobs: [{ name: 'talk.sweep', cron: '53 3 * * *', run: (now) => deps.transaction((trx) => forgetFaded(trx, now)) }],
  };
}
