import type { Form } from '../../chat/form.ts';
import type { Message } from '../../chat/message.ts';
import { listOf, weekdayName } from '../dates.ts';
import { card, choiceInput, heading, line, press, small, textInput, timeInput, toggleInput } from '../elements.ts';
import type { Words } from '../words.ts';

interface SetupView {
  readonly state: string;
  readonly kind: string;
  readonly asked: string;
  readonly themes: readonly string[];
  readonly ownPrompt: string;
  readonly weekdays: readonly number[];
  readonly timeOfDay: string;
  readonly everyWeeks: number;
  /** It runs already. */
  readonly running: boolean;
  readonly allThemes: readonly { readonly id: string; readonly title: string }[];
  readonly cap: number;
  readonly ownPromptLimit: number;
}

const offeredWeekdays = [1, 2, 3, 4, 5];

export function setupForm(words: Words, view: SetupView): Form {
  return {
    name: 'prompts.setup',
    title: words('setup.title'),
    state: view.state,
    body: [
      line(words('setup.intro', { cap: view.cap })),
      choiceInput({
        id: 'kind',
        label: words('setup.kind'),
        value: view.kind,
        expanded: true,
        required: words('field.no-option'),
        choices: [
          { title: words('setup.kindCommunity'), value: 'community' },
          { title: words('setup.kindTeam'), value: 'team' },
        ],
      }),
      choiceInput({
        id: 'asked',
        label: words('setup.asked'),
        value: view.asked,
        expanded: true,
        required: words('field.no-option'),
        choices: [
          { title: words('setup.askedMembers'), value: 'members' },
          { title: words('setup.askedJoined'), value: 'joined' },
        ],
      }),
      choiceInput({
        id: 'weekdays',
        label: words('setup.weekdays'),
        value: view.weekdays.join(','),
        multiple: true,
        expanded: true,
        required: words('setup.weekdaysWrong'),
        choices: offeredWeekdays.map((day) => ({ title: weekdayName(day), value: String(day) })),
      }),
      timeInput({ id: 'time', label: words('setup.time'), value: view.timeOfDay, required: words('setup.time') }),
      choiceInput({
        id: 'every',
        label: words('setup.every'),
        value: String(view.everyWeeks),
        required: words('field.no-option'),
        choices: [
          { title: words('setup.every1'), value: '1' },
          { title: words('setup.every2'), value: '2' },
          { title: words('setup.every4'), value: '4' },
        ],
      }),
      choiceInput({
        id: 'themes',
        label: words('setup.themes'),
        value: view.themes.join(','),
        multiple: true,
        choices: view.allThemes.map(({ id, title }) => ({ title, value: id })),
      }),
      textInput({
        id: 'own',
        label: words('setup.own'),
        value: view.ownPrompt,
        multiline: true,
        maxLength: view.ownPromptLimit,
      }),
      ...(view.running
        ? [toggleInput({ id: 'stop', label: words('setup.stop'), title: words('setup.stopLabel') })]
        : []),
    ],
    submit: words(view.running ? 'setup.save' : 'setup.start'),
  };
}

interface RhythmView {
  readonly weekdays: readonly number[];
  readonly timeOfDay: string;
  readonly everyWeeks: number;
}

/** "every two weeks, on Tuesday and Thursday at 14:00" */
export function rhythmInWords(words: Words, rhythm: RhythmView): string {
  const details = { days: listOf(rhythm.weekdays.map((day) => weekdayName(day))), time: rhythm.timeOfDay };
  if (rhythm.everyWeeks === 4) return words('rhythm.4', details);
  return words(rhythm.everyWeeks === 2 ? 'rhythm.2' : 'rhythm.1', details);
}

interface AnnouncementView extends RhythmView {
  readonly community: string;
  readonly name: string;
  readonly place: string;
  readonly asked: 'members' | 'joined';
  readonly cap: number;
}

/** Tells a channel what was set up, and lets each person in or out. */
export function announcementCard(words: Words, view: AnnouncementView): Message {
  const intro = words(view.asked === 'members' ? 'announcement.byMembers' : 'announcement.byJoined', {
    name: view.name,
    rhythm: rhythmInWords(words, view),
    leave: words('announcement.leave'),
  });
  const promise = words('announcement.promise', { cap: view.cap });
  const values = { community: view.community };
  return {
    text: `${intro} ${promise}`,
    card: card(
      [heading(words('announcement.heading', { place: view.place })), line(intro), small(promise)],
      [
        press({ title: words('announcement.join'), action: 'prompts.join', values }),
        press({ title: words('announcement.leave'), action: 'prompts.leave', values }),
      ],
    ),
  };
}
