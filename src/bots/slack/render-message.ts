import type { AdaptiveCard } from '../../chat/card.ts';
import type { Message } from '../../chat/message.ts';
import { tellButtons } from './inputs.ts';
import { type RenderedCard, type RenderOptions, renderCard } from './render-card.ts';
import { renderText } from './render-text.ts';

export interface RenderedMessage extends Pick<RenderedCard, 'blocks' | 'lost' | 'pictures'> {
  readonly text: string;
}

/**
 * Always with blocks: the top-level text alone would be read as mrkdwn, where a person's asterisks mean something.
 * Beside blocks it is what notifications and screen readers get.
 */
export function renderMessage(message: Message, options: Omit<RenderOptions, 'surface'> = {}): RenderedMessage {
  const card = message.card ?? textCard(message.text);
  const { blocks, lost, pictures, inputs } = renderCard(card, { ...options, surface: 'message' });
  return { text: renderText(message.text), blocks: tellButtons(blocks, inputs), lost, pictures };
}

function textCard(text: string): AdaptiveCard {
  return { type: 'AdaptiveCard', version: '1.5', body: [plainBlock(text)] };
}

/** Words in which no character means anything. */
export function plainBlock(text: string): AdaptiveCard['body'][number] {
  return { type: 'RichTextBlock', inlines: [{ type: 'TextRun', text }] };
}
