import type { AdaptiveCard } from '../chat/card.ts';
import type { Form } from '../chat/form.ts';
import type { Message } from '../chat/message.ts';

/** A card or a form of the product with what might stand in it. */
export type Sample = Message | Form | AdaptiveCard;
