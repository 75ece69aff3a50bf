import type { Form } from '../../chat/form.ts';
import { type Choice, choiceInput, line, small, textInput } from '../elements.ts';
import type { Words } from '../words.ts';
import { audienceInput, pilotLimits } from './start-forms.ts';

/** What an owner writes on the way and afterwards: a note, why it was stopped, what one now thinks, that it shall go. */

interface NoteView {
  readonly state: string;
  readonly title: string;
  readonly kind: 'changed' | 'note';
  readonly text: string;
  /** Set where the person has several and may pick another. */
  readonly pilots?: readonly Choice[];
}

export function pilotNoteForm(words: Words, view: NoteView): Form {
  return {
    name: 'pilots.note',
    title: words('pilots.note.title'),
    state: view.state,
    body: [
      ...(view.pilots
        ? [
            choiceInput({
              id: 'pilot',
              label: words('pilots.choose.which'),
              value: view.state,
              choices: view.pilots,
              required: words('pilots.check.pick'),
            }),
          ]
        : [line(view.title)]),
      choiceInput({
        id: 'kind',
        label: words('pilots.note.kind'),
        value: view.kind,
        expanded: true,
        required: words('pilots.check.pick'),
        choices: [
          { title: words('pilots.note.changed'), value: 'changed' },
          { title: words('pilots.note.note'), value: 'note' },
        ],
      }),
      textInput({
        id: 'text',
        label: words('pilots.note.text'),
        hint: words('pilots.note.hint'),
        value: view.text,
        multiline: true,
        maxLength: pilotLimits.long,
        required: words('pilots.check.needsWords'),
      }),
      small(words('pilots.note.who')),
    ],
    submit: words('pilots.note.save'),
  };
}

interface StopView {
  readonly state: string;
  readonly title: string;
  readonly reason: string;
  readonly audience: string;
  readonly audiences: readonly Choice[];
}

/** Nothing is closed without one line of what happened; that line is worth as much as a result. */
export function pilotStopForm(words: Words, view: StopView): Form {
  return {
    name: 'pilots.stop',
    title: words('pilots.stop.title'),
    state: view.state,
    body: [
      line(view.title),
      line(words('pilots.stop.worth')),
      textInput({
        id: 'reason',
        label: words('pilots.stop.reason'),
        hint: words('pilots.stop.reasonHint'),
        value: view.reason,
        multiline: true,
        maxLength: pilotLimits.long,
        required: words('pilots.check.needsWords'),
      }),
      audienceInput(words, { label: words('pilots.share.audience'), ...view }),
    ],
    submit: words('pilots.stop.do'),
  };
}

export function pilotConclusionForm(words: Words, view: { state: string; title: string; text: string }): Form {
  return {
    name: 'pilots.conclude',
    title: words('pilots.invitation.title'),
    state: view.state,
    body: [
      line(view.title),
      textInput({
        id: 'text',
        label: words('pilots.invitation.label'),
        hint: words('pilots.invitation.hint'),
        value: view.text,
        multiline: true,
        maxLength: pilotLimits.long,
        required: words('pilots.check.needsWords'),
      }),
      small(words('pilots.invitation.whoSees')),
    ],
    submit: words('pilots.plan.save'),
  };
}

/** Says what goes and what cannot be recalled, before it is done. */
export function pilotWithdrawForm(words: Words, view: { state: string; title: string; shared: boolean }): Form {
  return {
    name: 'pilots.withdraw',
    title: words(view.shared ? 'pilots.withdraw.title' : 'pilots.withdraw.deleteTitle'),
    state: view.state,
    body: [
      line(view.title),
      line(words(view.shared ? 'pilots.withdraw.what' : 'pilots.withdraw.deleteWhat')),
      ...(view.shared
        ? [
            choiceInput({
              id: 'words',
              label: words('pilots.withdraw.words'),
              value: 'keep',
              expanded: true,
              choices: [
                { title: words('pilots.withdraw.keep'), value: 'keep' },
                { title: words('pilots.withdraw.delete'), value: 'delete' },
              ],
            }),
          ]
        : []),
    ],
    submit: words(view.shared ? 'mine.withdrawDo' : 'mine.deleteDo'),
  };
}
