import type { Feature } from '../feature.ts';
import { noteArrival, tellAdministrators } from './arrival.ts';
import { choose, chooseLater, chooseMyself, follow, openChoice } from './choose.ts';
import type { FirstRunDeps } from './deps.ts';
import { letItBegin } from './go.ts';
import { firstRunHoldings } from './holdings.ts';
import { pressedInPreview, preview } from './preview.ts';
import { answer, begin, beginAgain } from './questions.ts';

/**
 * From an installation to the first question that anybody gets: the administrator says who looks after it, who that is
 * answers five questions, sees the first week as others would, and lets it begin. Until then there is silence
 * (`people/silence.ts`).
 */
export function createFirstRunFeature(deps: FirstRunDeps): Feature {
  return {
    name: 'first-run',
    words: [
      {
        command: 'outloud',
        word: 'begin',
        help: (words) => words('firstRun.helpBegin'),
        run: (event, handling) => begin(event, handling),
      },
      {
        command: 'outloud',
        word: 'preview',
        help: (words) => words('firstRun.helpPreview'),
        run: (event, handling) => preview(deps, event, handling),
      },
    ],
    actions: {
      'first-run.choose': (event, handling) => openChoice(event, handling),
      'first-run.myself': (event, handling) => chooseMyself(deps, event, handling),
      'first-run.later': (event, handling) => chooseLater(event, handling),
      'first-run.start': (event, handling) => begin(event, handling),
      'first-run.change': (event, handling) => beginAgain(event, handling),
      'first-run.preview': (event, handling) => preview(deps, event, handling),
      'first-run.begin': (event, handling) => letItBegin(deps, event, handling),
      'preview.pressed': async (_event, handling) => pressedInPreview(handling),
    },
    forms: {
      'first-run.choose': (event, handling) => choose(deps, event, handling),
      'first-run.answer': (event, handling) => answer(deps, event, handling),
      'preview.pressed': async (_event, handling) => pressedInPreview(handling),
    },
    holds: firstRunHoldings,
    installation: (event, handling) => noteArrival(event, handling),
    membership: (event, handling) => noteArrival(event, handling),
    follow: (happening, handling) => follow(deps, happening, handling),
    jobs: [{ name: 'first-run.tell', cron: '* * * * *', run: (now) => tellAdministrators(deps, now) }],
  };
}
