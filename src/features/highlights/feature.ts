import type { CommandEvent } from '../../chat/event.ts';
import type { Feature, Handler, Handling } from '../feature.ts';
import { keepChannel, openChannel, turnOff } from './channel.ts';
import { askToTakeBack, closeUnanswered, keepConsent, openConsent, sayNo, sayYes, takeBack } from './consent.ts';
import type { HighlightsDeps } from './deps.ts';
import { follow, followMembership } from './follow.ts';
import { list, show } from './list.ts';
import { followThread } from './replies.ts';
import { notForUs, openReply, reply, tapUseful } from './respond.ts';
import { nextPlanAt } from './store/copies.ts';
import { forgetUnused } from './store/highlights.ts';
import { suggestByCommand, suggestFromMessage, whichChosen } from './suggest.ts';
import { sendDue } from './travel.ts';

/** Highlights: a good note travels to channels that asked for it, with its author's OK, and the replies come home. */
export function createHighlightsFeature(deps: HighlightsDeps): Feature {
  return {
    name: 'highlights',
    words: [
      word('', 'highlight', (event, handling) => list(event, handling)),
      word('on', 'on', (event, handling) => openChannel(event, handling)),
      word('off', 'off', (event, handling) => turnOff(deps, event, handling)),
      word('settings', 'settings', (event, handling) => openChannel(event, handling)),
      word('list', 'list', (event, handling) => list(event, handling)),
      word('suggest', 'suggest', (event, handling) => suggestByCommand(event, handling)),
    ],
    actions: {
      'highlights.yes': (event, handling) => sayYes(deps, { event, named: true }, handling),
      'highlights.yes-nameless': (event, handling) => sayYes(deps, { event, named: false }, handling),
      'highlights.no': (event, handling) => sayNo(deps, event, handling),
      'highlights.choose': (event, handling) => openConsent(event, handling),
      'highlights.show': (event, handling) => show(deps, event, handling),
      'highlights.take-back': (event, handling) => askToTakeBack(event, handling),
      'highlights.reply': (event, handling) => openReply(event, handling),
      'highlights.useful': (event, handling) => tapUseful(deps, event, handling),
      'highlights.not-for-us': (event, handling) => notForUs(deps, event, handling),
    },
    forms: {
      'highlights.channel': (event, handling) => keepChannel(event, handling),
      'highlights.consent': (event, handling) => keepConsent(deps, event, handling),
      'highlights.which': (event, handling) => whichChosen(deps, event, handling),
      'highlights.take-back': (event, handling) => takeBack(deps, event, handling),
      'highlights.reply': (event, handling) => reply(deps, event, handling),
    },
    shortcuts: { 'suggest-highlight': (event, handling) => suggestFromMessage(deps, event, handling) },
    threadReply: (event, handling) => followThread(deps, event, handling),
    membership: (event, handling) => followMembership(deps, event, handling),
    follow: (happening, handling) => follow(deps, happening, handling),
    jobs: [
      { name: 'highlights.send', cron: '* * * * *', run: (now) => sendDue(deps, now) },
      { name: 'highlights.close', cron: '*/15 * * * *', run: (now) => closeUnanswered(deps, now) },
      { name: 'highlights.sweep', cron: '33 3 * * *', run: (now) => sweep(deps, now) },
    ],
    nextDueAt: (db) => nextPlanAt(db),
  };
}

type WordKey = 'highlight' | 'on' | 'off' | 'settings' | 'list' | 'suggest';

function word(name: string, key: WordKey, run: Handler<CommandEvent>) {
  return { command: 'highlight', word: name, help: (words: Handling['words']) => words(`highlights.help.${key}`), run };
}

const keepUnusedMs = 86_400_000;

function sweep(deps: HighlightsDeps, now: Date): Promise<void> {
  return deps.transaction((trx) => forgetUnused(trx, new Date(now.getTime() - keepUnusedMs)));
}
