import { restAction, type WholeCard } from '../../chat/rest.ts';
import type { RestButton } from './render-card.ts';
import { words } from './words.ts';

/** The button under a message or page that holds only the beginning of its card. */
export function restOf(whole: WholeCard): RestButton {
  return {
    actionId: restAction,
    title: words.showRest,
    value: (from) => JSON.stringify({ whole, from }),
  };
}
