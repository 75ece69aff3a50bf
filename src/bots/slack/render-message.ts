import type { AdaptiveCard } from '../../chat/card.ts';
import type { Message } from '../../chat/message.ts';
import { type RenderedCard, renderCard } from './render-card.ts';
import { renderText } from './render-text.ts';

export interface RenderedMessage {
  readonly text: string;
  readonly blocks: RenderedCard['blocks'];
  readonly lost: RenderedCard['lost'];
}

/**
 * Always with blocks: the top-level text alone would be read as mrkdwn, where a person's asterisks mean something.
 * Beside blocks it is what notifications and screen readers get.
 */
export function renderMessage(message: Message): RenderedMessage {
  const { blocks, lost } = renderCard(message.card ?? textCard(message.text), { surface: 'message' });
  return { text: renderText(message.text), blocks, lost };
}

function textCard(text: string): AdaptiveCard {
  return { type: 'AdaptiveCard', version: '1.5', body: [plainBlock(text)] };
}

/** Words in which no character means anything. */
export function plainBlock(text: string): AdaptiveCard['body'][number] {
  return { type: 'RichTextBlock', inlines: [{ type: 'TextRun', text }] };
}
