import type { Feature } from '../../feature.ts';
import type { PromptsDeps } from '../deps.ts';
import {
  chooseAgain,
  chooseAudience,
  chooseLanguage,
  chooseSlot,
  onlyRead,
  openSlot,
  sayHello,
  sendSlot,
} from './hello.ts';
import { inviteByShortcut, noteMention, postCard } from './invite.ts';
import { join, leave } from './join.ts';
import { keepOffer, openOffer, withoutOffer } from './offer.ts';
import { openWelcome, tellAnswered, welcome } from './welcome.ts';

type Parts = Required<Pick<Feature, 'actions' | 'forms' | 'shortcuts' | 'mentioned' | 'jobs'>>;

/** A person's first meeting: invited by a colleague, joining, the first choices, introduced, answered. */
export function joiningParts(deps: PromptsDeps): Parts {
  return {
    actions: {
      'prompts.join': (event, handling) => join(deps, event, handling),
      'prompts.leave': (event, handling) => leave(deps, event, handling),
      'joining.post-card': (event, handling) => postCard(deps, event, handling),
      'joining.language': (event, handling) => chooseLanguage(deps, event, handling),
      'joining.slot': (event, handling) => chooseSlot(deps, event, handling),
      'joining.slot-other': (event, handling) => openSlot(deps, event, handling),
      'joining.read': (event, handling) => onlyRead(deps, event, handling),
      'joining.audience': (event, handling) => chooseAudience(deps, event, handling),
      'joining.again': (event, handling) => chooseAgain(deps, event, handling),
      'joining.offer': (event, handling) => openOffer(event, handling),
      'joining.no-offer': (event, handling) => withoutOffer(deps, event, handling),
      'joining.offer-back': (event, handling) => withoutOffer(deps, event, handling),
      'joining.welcome': (event, handling) => openWelcome(event, handling),
    },
    forms: {
      'joining.slot': (event, handling) => sendSlot(deps, event, handling),
      'joining.offer': (event, handling) => keepOffer(deps, event, handling),
      'joining.welcome': (event, handling) => welcome(deps, event, handling),
    },
    shortcuts: { 'add-join-button': (event, handling) => inviteByShortcut(deps, event, handling) },
    mentioned: (mention, handling) => noteMention(deps, mention, handling),
    jobs: [
      { name: 'prompts.hello', cron: '* * * * *', run: (now) => sayHello(deps, now) },
      { name: 'prompts.answered', cron: '* * * * *', run: (now) => tellAnswered(deps, now) },
    ],
  };
}
