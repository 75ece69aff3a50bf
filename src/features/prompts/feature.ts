import type { ShortcutEvent } from '../../chat/event.ts';
import { note, type Reply } from '../../chat/reply.ts';
import type { Feature, Handling, Happening } from '../feature.ts';
import { answerPreview, edit, keepAnswer, openAnswer } from './answer.ts';
import { skip, swap } from './ask.ts';
import { askWhoIsDue } from './ask-due.ts';
import { followBegun } from './begun.ts';
import { borrow, keepBorrowed } from './borrow.ts';
import { showDeliveries, tryAgain } from './deliveries.ts';
import type { PromptsDeps } from './deps.ts';
import { passOn } from './greet.ts';
import { heldActs } from './held-acts.ts';
import { promptsHoldings } from './holdings.ts';
import { joiningParts } from './joining/parts.ts';
import { nextNewsAt } from './joining/store.ts';
import { fieldLimits, freePrompt } from './library.ts';
import { followMembership, lookUpWhoIsAskedSoon, syncMembers, syncQueue } from './members.ts';
import { home, showNotes, showPlaces } from './own-pages.ts';
import { back, pause, takeLeave } from './pause.ts';
import { sharePreference } from './preference.ts';
import { previewWeek } from './preview.ts';
import { askToWithdraw, withdraw } from './publish.ts';
import { openReply, reply, tap } from './respond.ts';
import { reschedule } from './schedule.ts';
import { keepSettings, openSettings } from './settings.ts';
import { keepSetup, openSetup } from './setup.ts';
import { isHost, movePlace } from './store/communities.ts';
import { nextDueAt } from './store/members.ts';
import { followHighlights } from './travelled.ts';

/** Working out loud: asked on a rhythm, answered in private, posted for colleagues to draw on, changed and taken back. */
export function createPromptsFeature(deps: PromptsDeps): Feature {
  const unasked = `prompt:${freePrompt.id}`;
  const joining = joiningParts(deps);
  return {
    name: 'prompts',
    words: [
      {
        command: 'outloud',
        word: 'answer',
        help: (words) => words('help.answer'),
        menu: 'everywhere',
        run: (event, handling) => openAnswer(deps, { state: unasked, person: event.person.id }, handling),
      },
      {
        command: 'outloud',
        word: 'notes',
        help: (words) => words('help.notes'),
        menu: 'direct',
        run: (event, handling) => showNotes(event, handling),
      },
      {
        command: 'outloud',
        word: 'prompts',
        help: (words) => words('help.prompts'),
        menu: 'direct',
        run: (event, handling) => showPlaces(deps, event, handling),
      },
      {
        command: 'outloud',
        word: 'pause',
        arguments: '[until DATE]',
        help: (words) => words('help.pause'),
        menu: 'direct',
        run: (event, handling) => pause(deps, event, handling),
      },
      {
        command: 'outloud',
        word: 'leave',
        also: ['on', 'away', 'holiday'],
        arguments: 'from DATE until DATE',
        help: (words) => words('help.leave'),
        run: (event, handling) => takeLeave(deps, event, handling),
      },
      {
        command: 'outloud',
        word: 'back',
        help: (words) => words('help.back'),
        menu: 'direct',
        run: (event, handling) => back(deps, event, handling),
      },
      {
        command: 'outloud',
        word: 'settings',
        help: (words) => words('help.settings'),
        menu: 'direct',
        run: (event, handling) => openSettings(deps, event.person.id, handling),
      },
      {
        command: 'outloud',
        word: 'setup',
        help: (words) => words('help.setup'),
        menu: 'channel',
        run: (event, handling) => openSetup(deps, event, handling),
      },
      {
        command: 'outloud',
        word: 'deliveries',
        help: (words) => words('help.deliveries'),
        menu: 'channel',
        run: (event, handling) => showDeliveries(event, handling),
      },
    ],
    actions: {
      'prompts.answer': (event, handling) =>
        openAnswer(deps, { state: `round:${event.values.round ?? ''}`, person: event.person.id }, handling),
      'prompts.write': (event, handling) => openAnswer(deps, { state: unasked, person: event.person.id }, handling),
      'prompts.swap': (event, handling) => swap(deps, event, handling),
      'prompts.skip': (event, handling) => skip(deps, event, handling),
      'prompts.pass-on': (event, handling) => passOn(deps, event, handling),
      'prompts.borrow': (event, handling) => borrow(deps, event, handling),
      'deliveries.retry': (event, handling) => tryAgain(event, handling),
      'updates.edit': (event, handling) =>
        edit(deps, { update: event.values.update, person: event.person.id }, handling),
      'updates.withdraw': (event, handling) => askToWithdraw(event, handling),
      'updates.useful': (event, handling) => tap(deps, { event, kind: 'useful' }, handling),
      'updates.same': (event, handling) => tap(deps, { event, kind: 'same' }, handling),
      'updates.reply': (event, handling) => openReply(event, handling),
      ...joining.actions,
    },
    forms: {
      'prompts.setup': (event, handling) => keepSetup(deps, event, handling),
      'prompts.answer': (event, handling) => keepAnswer(deps, event, handling),
      'prompts.preview': (event, handling) => answerPreview(deps, event, handling),
      'prompts.borrow': (event, handling) => keepBorrowed(deps, event, handling),
      'prompts.settings': (event, handling) => keepSettings(deps, event, handling),
      'updates.withdraw': (event, handling) => withdraw(deps, event, handling),
      'updates.reply': (event, handling) => reply(deps, event, handling),
      ...joining.forms,
    },
    shortcuts: {
      'turn-into-note': (event, handling) => turnIntoNote(deps, event, handling),
      ...joining.shortcuts,
    },
    mentioned: joining.mentioned,
    membership: (event, handling) => followMembership(deps, event, handling),
    follow: (happening, handling) => follow(deps, happening, handling),
    home: (event, handling) => home(event, handling),
    async moved(person, { trx, now }) {
      await reschedule(deps, person, { trx, now, moved: true });
    },
    preview: (view, handling) => previewWeek(deps, view, handling),
    hosts: isHost,
    holds: promptsHoldings(deps),
    heldActs,
    jobs: [
      { name: 'prompts.ask', cron: '* * * * *', run: (now) => askWhoIsDue(deps, now) },
      { name: 'prompts.profiles', cron: '23 * * * *', run: (now) => lookUpWhoIsAskedSoon(deps, now) },
      ...joining.jobs,
    ],
    nextDueAt: (db) => soonest(nextDueAt(db), nextNewsAt(db)),
    queues: { [syncQueue]: (data, now) => syncMembers(deps, data, now) },
  };
}

async function soonest(...moments: Promise<Date | undefined>[]): Promise<Date | undefined> {
  const known = (await Promise.all(moments)).filter((moment) => moment !== undefined);
  return known.toSorted((one, other) => one.getTime() - other.getTime())[0];
}

async function follow(deps: PromptsDeps, happening: Happening, handling: Pick<Handling, 'trx' | 'now'>): Promise<void> {
  switch (happening.kind) {
    case 'place-changed':
      if (happening.before) await movePlace(handling.trx, happening.before, happening.conversation);
      return;
    case 'begun':
      return followBegun(deps, happening, handling);
    case 'accounts-changed':
      await sharePreference(handling.trx, happening.accounts);
      for (const account of happening.accounts) await reschedule(deps, account, handling);
      return;
    default:
      await followHighlights(deps, happening, handling);
  }
}

/** *Turn into a note*: one's own message becomes the start of an answer. */
async function turnIntoNote(deps: PromptsDeps, event: ShortcutEvent, handling: Handling): Promise<Reply> {
  const { words } = handling;
  const { source } = event;
  if (!source || source.text.trim() === '') return note(words('shortcut.nothing'));
  if (source.author?.id !== event.person.id) {
    return note(words('shortcut.notYours', { name: source.author?.name ?? '' }));
  }
  const [first = '', ...others] = freePrompt.fields.map((field) => field.label);
  const draft = {
    fields: [
      { label: first, value: source.text.trim().slice(0, fieldLimits.long) },
      ...others.map((label) => ({ label, value: '' })),
    ],
  };
  return openAnswer(deps, { state: `prompt:${freePrompt.id}`, person: event.person.id, draft }, handling);
}
