import type { Feature } from '../feature.ts';
import type { AccountsDeps } from './deps.ts';
import { accountsHoldings } from './holdings.ts';
import { account, linkThem } from './link.ts';
import { sweepCodes } from './store.ts';
import { askToUnlink, followCut, unlink } from './unlink.ts';

/** A person who is on both platforms says so, and is one person from then on. */
export function createAccountsFeature(deps: AccountsDeps): Feature {
  return {
    name: 'accounts',
    words: [
      {
        command: 'outloud',
        word: 'account',
        also: ['accounts'],
        arguments: '[CODE]',
        help: (words) => words('accounts.help'),
        run: (event, handling) => account(deps, event, handling),
      },
    ],
    actions: { 'accounts.unlink': (event, handling) => askToUnlink(event, handling) },
    forms: {
      'accounts.enter': (event, handling) => linkThem(deps, event, handling),
      'accounts.unlink': (event, handling) => unlink(deps, event, handling),
    },
    holds: accountsHoldings,
    follow: (happening, handling) => followCut(deps, happening, handling),
    jobs: [
      {
        name: 'accounts.sweep',
        cron: '*/30 * * * *',
        run: (now) => deps.transaction((trx) => sweepCodes(trx, now)),
      },
    ],
  };
}
