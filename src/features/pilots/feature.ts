import type { CommandEvent, ShortcutEvent } from '../../chat/event.ts';
import type { Reply } from '../../chat/reply.ts';
import type { Feature, Handler, Handling } from '../feature.ts';
import { answer, ask, openAnswer, openQuestion } from './ask.ts';
import { keepBefore, openBefore } from './before.ts';
import { asPlanned, giveAWeek, nice, stillInUse } from './check-in.ts';
import { choose, chosen, resultOfOne, stopOne, whichChosen } from './choose.ts';
import { keepConclusion, openConclusion } from './conclude.ts';
import type { PilotsDeps } from './deps.ts';
import { openDetails } from './details.ts';
import { find, findByForm, list } from './find.ts';
import { heldActs } from './held-acts.ts';
import { pilotsHoldings } from './holdings.ts';
import { createLibrary } from './library/page.ts';
import { keepNote, noteByCommand, openNote } from './note.ts';
import { nudgeWhoIsDue } from './remind.ts';
import { reopen } from './reopen.ts';
import { show, tapUseful } from './respond.ts';
import { answerPreview } from './result/preview.ts';
import { keepResult, openResult } from './result/result.ts';
import { keepShare } from './result/share.ts';
import { openChange } from './start/change.ts';
import { keepIdea, openStart } from './start/idea.ts';
import { keepMeasure } from './start/measure.ts';
import { keepPlan } from './start/plan.ts';
import { openStop, stop } from './stop.ts';
import { nextNudgeAt } from './store/nudges.ts';
import { movePlace } from './store/pilots.ts';
import { followHighlights } from './travelled.ts';
import { keepBorrow, tryByCode, tryIt } from './try.ts';
import { askToWithdraw, withdraw } from './withdraw.ts';

/** Content pilots: try something different, share honestly what happened, borrow what others tried. */
export function createPilotsFeature(deps: PilotsDeps): Feature {
  return {
    name: 'pilots',
    words: [
      word('', 'pilot', (event, handling) => choose(event, handling)),
      word('start', 'start', async (event, handling) => openStart(event.person, handling)),
      word('note', 'note', (event, handling) => noteByCommand(event, handling)),
      word('result', 'result', (event, handling) => resultOfOne(deps, event.person, handling)),
      word('list', 'list', (event, handling) => list(deps, event.person, handling)),
      { ...word('find', 'find', (event, handling) => find(deps, event, handling)), arguments: 'WORDS' },
      { ...word('try', 'try', (event, handling) => tryByCode(event, handling)), arguments: 'ID' },
      word('stop', 'stop', (event, handling) => stopOne(event.person, handling)),
    ],
    actions: {
      'pilots.edit': (event, handling) => openChange(deps, event, handling),
      'pilots.before': (event, handling) => openBefore(event, handling),
      'pilots.note': (event, handling) => openNote(event, 'note', handling),
      'pilots.changed': (event, handling) => openNote(event, 'changed', handling),
      'pilots.as-planned': (event, handling) => asPlanned(deps, event, handling),
      'pilots.week': (event, handling) => giveAWeek(deps, event, handling),
      'pilots.still': (event, handling) => stillInUse(deps, event, handling),
      'pilots.nice': (event, handling) => nice(deps, event, handling),
      'pilots.stop': ({ values, person }, handling) => openStop({ pilot: values.pilot, person: person.id }, handling),
      'pilots.result': ({ values, person }, handling) =>
        openResult(deps, { pilot: values.pilot, person: person.id }, handling),
      'pilots.reopen': (event, handling) => reopen(deps, event, handling),
      'pilots.withdraw': (event, handling) => askToWithdraw(event, handling),
      'pilots.try': ({ values, person, conversation }, handling) =>
        tryIt({ pilot: values.pilot, person, here: conversation?.id }, handling),
      'pilots.ask': (event, handling) => openQuestion(event, handling),
      'pilots.answer': (event, handling) => openAnswer(event, handling),
      'pilots.useful': (event, handling) => tapUseful(deps, event, handling),
      'pilots.details': (event, handling) => openDetails(deps, event, handling),
      'pilots.show': (event, handling) => show(deps, event, handling),
      'pilots.conclude': (event, handling) => openConclusion(event, handling),
    },
    forms: {
      'pilots.choose': (event, handling) => chosen(deps, event, handling),
      'pilots.which': (event, handling) => whichChosen(deps, event, handling),
      'pilots.idea': (event, handling) => keepIdea(event, handling),
      'pilots.borrow': (event, handling) => keepBorrow(event, handling),
      'pilots.measure': (event, handling) => keepMeasure(deps, event, handling),
      'pilots.plan': (event, handling) => keepPlan(deps, event, handling),
      'pilots.before': (event, handling) => keepBefore(deps, event, handling),
      'pilots.note': (event, handling) => keepNote(deps, event, handling),
      'pilots.result': (event, handling) => keepResult(event, handling),
      'pilots.share': (event, handling) => keepShare(event, handling),
      'pilots.preview': (event, handling) => answerPreview(deps, event, handling),
      'pilots.stop': (event, handling) => stop(deps, event, handling),
      'pilots.withdraw': (event, handling) => withdraw(deps, event, handling),
      'pilots.find': (event, handling) => findByForm(deps, event, handling),
      'pilots.ask': (event, handling) => ask(deps, event, handling),
      'pilots.answer': (event, handling) => answer(deps, event, handling),
      'pilots.conclude': (event, handling) => keepConclusion(event, handling),
    },
    shortcuts: { 'start-pilot': (event, handling) => startFromMessage(event, handling) },
    pages: [createLibrary(deps)],
    async follow(happening, handling) {
      await followHighlights(deps, happening, handling);
      if (happening.kind !== 'place-changed' || !happening.before) return;
      await movePlace(handling.trx, happening.before, happening.conversation);
    },
    holds: pilotsHoldings(deps),
    heldActs,
    jobs: [{ name: 'pilots.nudge', cron: '* * * * *', run: (now) => nudgeWhoIsDue(deps, now) }],
    nextDueAt: (db) => nextNudgeAt(db),
  };
}

type WordKey = 'pilot' | 'start' | 'note' | 'result' | 'list' | 'find' | 'try' | 'stop';

function word(name: string, key: WordKey, run: Handler<CommandEvent>) {
  return { command: 'pilot', word: name, help: (words: Handling['words']) => words(`pilots.help.${key}`), run };
}

/** *Start a pilot*, from a message or from where one writes: what is said there becomes the start of a hunch. */
async function startFromMessage(event: ShortcutEvent, handling: Handling): Promise<Reply> {
  return openStart(event.person, handling, event.source?.text);
}
