import type { CardElement } from '../../chat/card.ts';
import type { Form } from '../../chat/form.ts';
import type { Message } from '../../chat/message.ts';
import { card, fact, heading, line, numberInput, opensForm, small } from '../elements.ts';
import type { en } from '../words/en.ts';
import type { Words } from '../words.ts';

/** How long things are kept here, what goes next, and a form to have them kept for less long. */

type RuleName = keyof typeof en.retention.rule;

export interface ShownRule {
  readonly name: RuleName;
  readonly days: number;
  /** Where nobody shortened it. */
  readonly usualDays: number;
  readonly least: number;
  /** How many things go in the next run, or would. */
  readonly due: number;
  /** Nothing goes before this day; absent where it is no preview any more. */
  readonly waitsUntil?: string;
}

interface RetentionView {
  readonly rules: readonly ShownRule[];
  readonly canChange: boolean;
  /** Said first, where nobody asked. */
  readonly announcement?: string;
}

export function retentionCard(words: Words, { rules, canChange, announcement }: RetentionView): Message {
  const change = opensForm({ title: words('retention.change'), action: 'retention.change' });
  return {
    text: [...(announcement ? [announcement] : []), summaryOf(words, rules)].join(' '),
    card: card(
      [
        heading(words('retention.heading')),
        ...(announcement ? [line(announcement)] : []),
        line(words('retention.intro')),
        ...rules.map((rule) => ruleRow(words, rule)),
        small(words('retention.private')),
      ],
      canChange ? [change] : [],
    ),
  };
}

function summaryOf(words: Words, rules: readonly ShownRule[]): string {
  const going = rules.filter(({ due }) => due > 0);
  if (going.length === 0) return words('retention.nothing');
  const list = going.map(({ name, due }) => `${words(`retention.rule.${name}.title`)} ${due}`).join(', ');
  return words('retention.summary', { list });
}

function ruleRow(words: Words, { name, days, usualDays, due, waitsUntil }: ShownRule): CardElement {
  const title = words(`retention.rule.${name}.title`);
  const shortened = days < usualDays ? ` ${words('retention.shortened', { count: usualDays })}` : '';
  const stays = words(`retention.rule.${name}.stays`);
  return {
    type: 'Container',
    separator: true,
    items: [
      fact(title, `${words('retention.kept', { count: days })}${shortened}`),
      line(words('retention.next', { count: due, stays })),
      ...(waitsUntil && due > 0 ? [small(words('retention.waits', { day: waitsUntil }))] : []),
    ],
  };
}

export function retentionForm(words: Words, rules: readonly ShownRule[]): Form {
  return {
    name: 'retention.change',
    title: words('retention.changeTitle'),
    state: '',
    body: [
      line(words('retention.intro')),
      ...rules.map(({ name, days, least, usualDays }) =>
        numberInput({
          id: name,
          label: words('retention.days', { title: words(`retention.rule.${name}.title`), least, most: usualDays }),
          value: String(days),
          required: words('retention.wrong', { least, most: usualDays }),
        }),
      ),
    ],
    submit: words('retention.save'),
  };
}
