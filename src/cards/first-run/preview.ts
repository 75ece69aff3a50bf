import type { AdaptiveCard, CardElement, Json } from '../../chat/card.ts';
import type { Message } from '../../chat/message.ts';
import { boldLine, card, heading, line, small } from '../elements.ts';
import type { firstWeek } from '../words/en/first-week.ts';
import type { Words } from '../words.ts';
import { beginButton, changeButton } from './cards.ts';

/** Messages shown before they are real. */

interface PreviewedMessage {
  readonly kind: keyof typeof firstWeek.to;
  /** Empty where it has no time of its own. */
  readonly when: string;
  readonly message: Message;
}

/** The message as it would come, marked; whatever is pressed in it leads to a word that it is a preview. */
export function previewedCard(words: Words, { kind, when, message }: PreviewedMessage): Message {
  const whose = words(`firstWeek.to.${kind}`);
  const who = when ? words('firstWeek.whoWhen', { who: whose, when }) : words('firstWeek.who', { who: whose });
  const marked = (shown: AdaptiveCard): AdaptiveCard => ({
    ...shown,
    body: [boldLine(words('firstWeek.mark')), small(who), ...shown.body],
  });
  return {
    text: words('firstWeek.text', { mark: words('firstWeek.mark'), who, message: message.text }),
    ...(message.card && { card: marked(withoutEffect(message.card)) }),
  };
}

function withoutEffect<Part extends CardElement>(part: Part): Part {
  return tamed(part) as Part;
}

/** Every action, wherever it stands, with what it would do taken out. */
function tamed(value: Json | undefined): Json | undefined {
  if (Array.isArray(value)) return value.map((each: Json) => tamed(each) ?? null);
  if (value === null || typeof value !== 'object') return value;
  const inside = Object.fromEntries(Object.entries(value).map(([key, each]) => [key, tamed(each)]));
  const { type } = inside;
  if (typeof type !== 'string' || !type.startsWith('Action.')) return inside;
  return { ...inside, ...harmless(type, inside.data) };
}

const pressed = 'preview.pressed';

function harmless(type: string, data: Json | undefined): Record<string, Json> {
  const isForm = data !== null && typeof data === 'object' && !Array.isArray(data) && 'form' in data;
  switch (type) {
    case 'Action.ShowCard':
      return { id: pressed, data: {} };
    case 'Action.Execute':
      return { verb: pressed, data: isForm ? { form: pressed, state: '', button: 'submit' } : {} };
    case 'Action.OpenUrl':
      return { type: 'Action.Submit', data: { action: pressed } };
    default:
      return { data: isForm ? { form: pressed, state: '', button: 'submit' } : { action: pressed } };
  }
}

/** After the last of them. */
export function previewEndCard(
  words: Words,
  { canBegin, isBegun }: { readonly canBegin: boolean; readonly isBegun: boolean },
): Message {
  const next = isBegun ? 'firstWeek.endBegun' : canBegin ? 'firstWeek.endReady' : 'firstWeek.endOpen';
  return {
    text: words('firstWeek.endSummary'),
    card: card(
      [
        heading(words('firstWeek.endHeading')),
        line(words('firstWeek.endWhat')),
        line(words('firstWeek.endElse')),
        line(words(next)),
        small(words('firstRun.private')),
      ],
      canBegin ? [beginButton(words), changeButton(words)] : [],
    ),
  };
}
