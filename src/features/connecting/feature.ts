import { sweepGuesses } from '../../people/one-time-codes.ts';
import type { Feature } from '../feature.ts';
import { askForLink, giveCode, link } from './ask.ts';
import { askToCut, cut, listLinks } from './cut.ts';
import { makeLink, refuseLink } from './decide.ts';
import type { ConnectingDeps } from './deps.ts';
import { connectingHoldings } from './holdings.ts';
import { sweepRequests } from './store.ts';

/** Two workspaces or tenants exchange only once both administrators have linked them; either cuts the link at once. */
export function createConnectingFeature(deps: ConnectingDeps): Feature {
  return {
    name: 'connecting',
    holds: connectingHoldings,
    words: [
      {
        command: 'outloud',
        word: 'link',
        arguments: '[CODE]',
        help: (words) => words('connecting.helpLink'),
        run: (event, handling) => link(event, handling),
      },
      {
        command: 'outloud',
        word: 'links',
        help: (words) => words('connecting.helpLinks'),
        run: (event, handling) => listLinks(deps, event, handling),
      },
    ],
    actions: {
      'connecting.make': (event, handling) => makeLink(deps, event, handling),
      'connecting.refuse': (event, handling) => refuseLink(deps, event, handling),
      'connecting.cut': (event, handling) => askToCut(event, handling),
    },
    forms: {
      'connecting.offer': (event, handling) => giveCode(event, handling),
      'connecting.enter': (event, handling) => askForLink(deps, event, handling),
      'connecting.cut': (event, handling) => cut(deps, event, handling),
    },
    jobs: [
      {
        name: 'connecting.sweep',
        cron: '*/30 * * * *',
        run: (now) => sweep(deps, now),
      },
    ],
  };
}

async function sweep({ transaction }: ConnectingDeps, now: Date): Promise<void> {
  await transaction(async (trx) => {
    await sweepRequests(trx, now);
    await sweepGuesses(trx, now);
  });
}
