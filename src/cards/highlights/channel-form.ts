import type { Form } from '../../chat/form.ts';
import { choiceInput, line, small, textInput, timeInput, toggleInput } from '../elements.ts';
import type { Words } from '../words.ts';

export interface HighlightChannelView {
  readonly state: string;
  readonly topics: string;
  readonly topicsLimit: number;
  readonly perWeek: number;
  readonly rhythm: 'each' | 'weekly';
  readonly from: string;
  readonly until: string;
  readonly automatic: boolean;
  readonly isOn: boolean;
  readonly outsiders: boolean;
  readonly usual: { readonly from: string; readonly until: string };
}

/** `/highlight on` and `settings`: what may come into a channel, how much, and when. */
export function highlightChannelForm(words: Words, view: HighlightChannelView): Form {
  return {
    name: 'highlights.channel',
    title: words('highlights.channel.title'),
    state: view.state,
    body: [
      line(words('highlights.channel.intro')),
      textInput({
        id: 'topics',
        label: words('highlights.channel.topics'),
        hint: words('highlights.channel.topicsHint'),
        value: view.topics,
        maxLength: view.topicsLimit,
      }),
      choiceInput({
        id: 'perWeek',
        label: words('highlights.channel.perWeek'),
        choices: ['1', '2', '3', '4'].map((each) => ({ value: each, title: each })),
        value: String(view.perWeek),
      }),
      choiceInput({
        id: 'rhythm',
        label: words('highlights.channel.rhythm'),
        choices: [
          { value: 'each', title: words('highlights.channel.each') },
          { value: 'weekly', title: words('highlights.channel.weekly') },
        ],
        value: view.rhythm,
        expanded: true,
      }),
      timeInput({ id: 'from', label: words('highlights.channel.from'), value: view.from }),
      timeInput({ id: 'until', label: words('highlights.channel.until'), value: view.until }),
      small(words('highlights.channel.hoursHint', view.usual)),
      toggleInput({
        id: 'automatic',
        label: words('highlights.channel.automatic'),
        title: words('highlights.channel.automaticLabel'),
        on: view.automatic,
      }),
      small(words('highlights.channel.automaticHint')),
      small(words('highlights.channel.who', { count: view.perWeek })),
      ...(view.outsiders ? [small(words('highlights.channel.outsiders'))] : []),
    ],
    submit: words(view.isOn ? 'highlights.channel.save' : 'highlights.channel.start'),
  };
}
