import type { CardElement } from '../../chat/card.ts';
import type { Form } from '../../chat/form.ts';
import type { Message } from '../../chat/message.ts';
import { boldLine, card, heading, line, opensAddress, opensForm, small, textInput } from '../elements.ts';
import type { Words } from '../words.ts';
import { pilotLimits } from './start-forms.ts';

export interface ListedPilot {
  readonly pilot: string;
  readonly code: string;
  readonly title: string;
  readonly verdict: string;
  readonly owner: string;
  readonly channel: string;
  readonly dates: string;
}

interface ListView {
  /** What was looked for, and how many fit. */
  readonly asked?: string;
  readonly count?: number;
  readonly yours: readonly ListedPilot[];
  readonly others: readonly ListedPilot[];
  /** The address of the library; absent where Outloud has none. */
  readonly library: string | undefined;
}

export function pilotListCard(words: Words, view: ListView): Message {
  const { yours, others, asked } = view;
  const all = [...yours, ...others];
  const title =
    asked === undefined ? words('pilots.list.heading') : words('pilots.list.found', { asked, count: view.count ?? 0 });
  const nothing = words(asked === undefined ? 'pilots.list.none' : 'pilots.list.noneFound');
  const open = view.library ? [opensAddress(words('pilots.list.open'), view.library)] : [];
  const inWords = all.map((each) => words('pilots.list.line', { ...each })).join('; ');
  return {
    text: all.length === 0 ? nothing : words('pilots.list.summary', { list: inWords }),
    card: card(
      [
        heading(all.length === 0 ? words('pilots.list.heading') : title),
        ...(all.length === 0 ? [line(nothing)] : []),
        ...section(words, asked === undefined ? words('pilots.list.yours') : undefined, yours),
        ...section(words, asked === undefined ? words('pilots.list.others') : undefined, others),
        ...(view.library ? [line(words('pilots.list.more'))] : []),
        small(words('pilots.list.private')),
      ],
      open,
    ),
  };
}

/** Each looks the same, whatever it came to. */
function section(words: Words, title: string | undefined, pilots: readonly ListedPilot[]): CardElement[] {
  if (pilots.length === 0) return [];
  return [
    ...(title === undefined ? [] : [boldLine(title)]),
    ...pilots.map((each) => ({
      type: 'Container',
      spacing: 'Medium',
      items: [
        boldLine(words('pilots.list.line', { ...each })),
        small(words('pilots.list.quiet', { ...each })),
        {
          type: 'ActionSet',
          actions: [
            opensForm({ title: words('pilots.list.show'), action: 'pilots.show', values: { pilot: each.pilot } }),
          ],
        },
      ],
    })),
  ];
}

export function pilotFindForm(words: Words): Form {
  return {
    name: 'pilots.find',
    title: words('pilots.list.findTitle'),
    state: '',
    body: [
      textInput({
        id: 'words',
        label: words('pilots.list.findWords'),
        maxLength: pilotLimits.short,
        required: words('pilots.check.needsWords'),
      }),
    ],
    submit: words('pilots.list.find'),
  };
}
