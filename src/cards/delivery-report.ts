import type { CardElement } from '../chat/card.ts';
import type { Message } from '../chat/message.ts';
import { boldLine, card, heading, line, press, small } from './elements.ts';
import { en } from './words/en.ts';
import type { Words } from './words.ts';

/** What could not be delivered, for the person who set up a channel: who was not reached, why, and what to do. */

export interface Undelivered {
  readonly place: string;
  /** The channel's id, for the button. */
  readonly conversation: string;
  readonly reason: string;
  /** People by name; empty where it was the channel itself. */
  readonly people: readonly string[];
  /** How many messages. */
  readonly count: number;
}

const mostNames = 8;

export function deliveryReportCard(words: Words, groups: readonly Undelivered[]): Message {
  if (groups.length === 0) return { text: words('deliveries.none'), card: card([line(words('deliveries.none'))]) };
  return {
    text: groups.map((group) => `${whoLine(words, group)} ${words(`deliveries.todo.${reasonKey(group)}`)}`).join('\n'),
    card: card([
      heading(words('deliveries.heading')),
      ...groups.map((group) => groupRow(words, group)),
      small(words('deliveries.private')),
    ]),
  };
}

function groupRow(words: Words, group: Undelivered): CardElement {
  const { conversation, reason } = group;
  const again = press({
    title: words('deliveries.again'),
    action: 'deliveries.retry',
    values: { conversation, reason },
  });
  return {
    type: 'Container',
    separator: true,
    items: [
      boldLine(whoLine(words, group)),
      line(`${words(`deliveries.reason.${reasonKey(group)}`)} ${words(`deliveries.todo.${reasonKey(group)}`)}`),
      { type: 'ActionSet', actions: [again] },
    ],
  };
}

function whoLine(words: Words, { people, place, count }: Undelivered): string {
  if (people.length === 0) return words('deliveries.inPlace', { place, count });
  const names = people.slice(0, mostNames).join(', ');
  const others = people.length - mostNames;
  if (others <= 0) return words('deliveries.toPeople', { place, names });
  return words('deliveries.toMorePeople', { place, names, count: others });
}

type ReasonKey = keyof typeof en.deliveries.reason;

/** Rows of an earlier version hold a sentence instead of a reason. */
function reasonKey({ reason }: Pick<Undelivered, 'reason'>): ReasonKey {
  return reason in en.deliveries.reason ? (reason as ReasonKey) : 'refused';
}

/** For the command line: the reason, and what to do. */
export function reasonInWords(words: Words, reason: string): { readonly why: string; readonly todo: string } {
  const key = reasonKey({ reason });
  return { why: words(`deliveries.reason.${key}`), todo: words(`deliveries.todo.${key}`) };
}
