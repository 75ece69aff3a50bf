import type { Kysely } from 'kysely';
import type { CommandEvent } from '../../chat/event.ts';
import type { Reply } from '../../chat/reply.ts';
import type { Database } from '../../storage/schema.ts';
import type { Feature, Handler, Handling } from '../feature.ts';
import { keepChannel, openChannel, turnOff } from './channel.ts';
import { askToTakeBack, closeUnanswered, keepConsent, openConsent, sayNo, sayYes, takeBack } from './consent.ts';
import type { HighlightsDeps } from './deps.ts';
import { follow } from './follow.ts';
import { heldActs } from './held-acts.ts';
import { highlightsHoldings } from './holdings.ts';
import { list, show } from './list.ts';
import { tellNews } from './news.ts';
import { previewWeek } from './preview.ts';
import { askAbout, askElsewhere, drop, openElsewhere } from './proposals.ts';
import { proposeWeek } from './propose.ts';
import { keepReader, openReader, readerOff } from './reader.ts';
import { sendReaderDigests } from './reader-digest.ts';
import { followThread, isForUs } from './replies.ts';
import { notForUs, openReply, reply, tapUseful } from './respond.ts';
import { goOnQueue } from './sending.ts';
import { isHost } from './store/channels.ts';
import { nextPlanAt } from './store/copies.ts';
import { forgetUnused } from './store/highlights.ts';
import { nextNewsAt } from './store/news.ts';
import { nextDigestDue } from './store/readers.ts';
import { suggestByCommand, suggestFromMessage, suggestOwn, whichChosen } from './suggest.ts';
import { sendDue } from './travel.ts';

/** Highlights: a good note travels to channels that asked for it, with its author's OK, and the replies come home. */
export function createHighlightsFeature(deps: HighlightsDeps): Feature {
  return {
    name: 'highlights',
    words: [
      word('', 'highlight', (event, handling) => list(event, handling)),
      word('on', 'on', (event, handling) => openSettings(event, handling)),
      word('off', 'off', (event, handling) =>
        isPrivateChat(event) ? readerOff(event, handling) : turnOff(deps, event, handling),
      ),
      word('settings', 'settings', (event, handling) => openSettings(event, handling)),
      word('list', 'list', (event, handling) => list(event, handling)),
      word('suggest', 'suggest', (event, handling) => suggestByCommand(event, handling)),
    ],
    actions: {
      'highlights.suggest': (event, handling) => suggestOwn(deps, event, handling),
      'highlights.yes': (event, handling) => sayYes(deps, { event, named: true }, handling),
      'highlights.yes-nameless': (event, handling) => sayYes(deps, { event, named: false }, handling),
      'highlights.no': (event, handling) => sayNo(deps, event, handling),
      'highlights.choose': (event, handling) => openConsent(deps, event, handling),
      'highlights.propose': (event, handling) => askAbout(deps, event, handling),
      'highlights.elsewhere': (event, handling) => openElsewhere(event, handling),
      'highlights.drop': (event, handling) => drop(deps, event, handling),
      'highlights.show': (event, handling) => show(deps, event, handling),
      'highlights.take-back': (event, handling) => askToTakeBack(event, handling),
      'highlights.reply': (event, handling) => openReply(event, handling),
      'highlights.useful': (event, handling) => tapUseful(deps, event, handling),
      'highlights.not-for-us': (event, handling) => notForUs(deps, event, handling),
    },
    forms: {
      'highlights.channel': (event, handling) => keepChannel(event, handling),
      'highlights.consent': (event, handling) => keepConsent(deps, event, handling),
      'highlights.elsewhere': (event, handling) => askElsewhere(deps, event, handling),
      'highlights.reader': (event, handling) => keepReader(deps, event, handling),
      'highlights.which': (event, handling) => whichChosen(deps, event, handling),
      'highlights.take-back': (event, handling) => takeBack(deps, event, handling),
      'highlights.reply': (event, handling) => reply(deps, event, handling),
    },
    shortcuts: { 'suggest-highlight': (event, handling) => suggestFromMessage(deps, event, handling) },
    hears: (event, db) => isForUs(deps, event, db),
    threadReply: (event, handling) => followThread(deps, event, handling),
    follow: (happening, handling) => follow(deps, happening, handling),
    preview: (view, handling) => previewWeek(deps, view, handling),
    hosts: isHost,
    holds: highlightsHoldings(deps),
    heldActs,
    jobs: [
      { name: 'highlights.send', cron: '* * * * *', run: (now) => sendDue(deps, now) },
      { name: 'highlights.propose', cron: '*/10 * * * *', run: (now) => proposeWeek(deps, now) },
      { name: 'highlights.digest', cron: '*/5 * * * *', run: (now) => sendReaderDigests(deps, now) },
      { name: 'highlights.news', cron: '*/5 * * * *', run: (now) => tellNews(deps, now) },
      { name: 'highlights.close', cron: '*/15 * * * *', run: (now) => closeUnanswered(deps, now) },
      { name: 'highlights.sweep', cron: '33 3 * * *', run: (now) => sweep(deps, now) },
    ],
    queues: { [goOnQueue]: (_data, now) => sendDue(deps, now) },
    nextDueAt: (db) => nextDueAt(db),
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

/** In a channel it is about the channel, in private about oneself. */
function openSettings(event: CommandEvent, handling: Handling): Promise<Reply> {
  return isPrivateChat(event) ? openReader(event, handling) : openChannel(event, handling);
}

function isPrivateChat({ conversation }: CommandEvent): boolean {
  return !conversation || conversation.kind === 'direct';
}

async function nextDueAt(db: Kysely<Database>): Promise<Date | undefined> {
  const due = [await nextPlanAt(db), await nextDigestDue(db), await nextNewsAt(db)].filter((at) => at !== undefined);
  return due.toSorted((one, other) => one.getTime() - other.getTime())[0];
}
