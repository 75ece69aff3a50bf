import type { Feature } from '../feature.ts';
import { createCopyPage } from './copy.ts';
import type { LeavingDeps } from './deps.ts';
import { erasingQueue, goOnWith, goOnWithAll } from './erasing.ts';
import { leavingHoldings } from './holdings.ts';
import { keepRetention, keepShortening, openShortening, showRetention } from './keeping.ts';
import { askToErase, erase, giveCopy, showMyData } from './my-data.ts';
import { forgetErasures } from './store.ts';

/** What is held of a person is theirs: to see, to take along, to have erased. */
export function createLeavingFeature(deps: LeavingDeps): Feature {
  return {
    name: 'leaving',
    words: [
      {
        command: 'outloud',
        word: 'mydata',
        arguments: '[export|erase]',
        help: (words) => words('leaving.help'),
        menu: 'direct',
        run: (event, handling) => showMyData(deps, event, handling),
      },
      {
        command: 'outloud',
        word: 'retention',
        help: (words) => words('retention.help'),
        run: (event, handling) => showRetention(deps, event, handling),
      },
    ],
    actions: {
      'leaving.copy': (event, handling) => giveCopy(deps, event, handling),
      'leaving.erase': (event, handling) => askToErase(deps, event, handling),
      'retention.change': (event, handling) => openShortening(deps, event, handling),
    },
    forms: {
      'leaving.erase': (event, handling) => erase(deps, event, handling),
      'retention.change': (event, handling) => keepShortening(deps, event, handling),
    },
    pages: [createCopyPage(deps)],
    holds: leavingHoldings,
    queues: { [erasingQueue]: (data, now) => goOnWith(deps, data, now) },
    jobs: [
      { name: 'leaving.erase', cron: '* * * * *', run: (now) => goOnWithAll(deps, now) },
      { name: 'leaving.retention', cron: '27 3 * * *', run: (now) => keepRetention(deps, now) },
      { name: 'leaving.sweep', cron: '11 4 * * *', run: (now) => sweep(deps, now) },
    ],
  };
}

const keptMs = 365 * 86_400_000;

function sweep(deps: LeavingDeps, now: Date): Promise<void> {
  return deps.transaction((trx) => forgetErasures(trx, new Date(now.getTime() - keptMs)));
}
