import type { AdaptiveCard } from './card.ts';

/**
 * `text` is plain words, always there, and says everything: it is the notification, what a screen reader reads and what
 * stands where a card cannot be shown. Adapters escape it; no character in it has a meaning.
 */
export interface Message {
  readonly text: string;
  readonly card?: AdaptiveCard;
}
