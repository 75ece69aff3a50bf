import type { CardElement } from '../chat/card.ts';
import type { Message } from '../chat/message.ts';
import { boldLine, card, fact, heading, line, opensAddress, opensForm, press } from './elements.ts';
import type { Words } from './words.ts';

/** What the bot itself says, whatever the feature. */

interface HelpLine {
  /** What to type: `/outloud pause [until DATE]`. */
  readonly typed: string;
  readonly says: string;
}

export function helpCard(words: Words, lines: readonly HelpLine[], trustPage?: string): Message {
  return {
    text: words('help.summary', { list: lines.map((each) => `${each.typed}: ${each.says}`).join('; ') }),
    card: card(
      [heading(words('help.heading')), line(words('help.intro')), ...lines.map((each) => fact(each.typed, each.says))],
      opensTrustPage(words, trustPage),
    ),
  };
}

/** Where it is said what Outloud sees, keeps and forgets; nothing where it has no address. */
export function opensTrustPage(words: Words, address: string | undefined): CardElement[] {
  return address === undefined ? [] : [opensAddress(words('core.trust'), address)];
}

/** Stands where a form cannot be opened: a button that gives the order again, from a press that can. */
export function openFormCard(words: Words, view: { title: string; order: string; dialog: boolean }): Message {
  const button = view.dialog ? opensForm : press;
  return {
    text: words('core.openFormText', { title: view.title }),
    card: card(
      [boldLine(view.title)],
      [button({ title: words('core.openForm'), action: 'core.order', values: { order: view.order } })],
    ),
  };
}
