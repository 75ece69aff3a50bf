/**
 * A card that is longer than a platform shows gets a button with this action. Its values say where the whole card is to
 * be found again (`whole`), and from which place on it was not shown (`from`, a JSON Pointer). The core answers with a
 * form of the same name that shows the rest.
 */
export const restAction = 'core.rest';

/** `delivery:ID` of a message from the outbox, `reply:EVENT` of an answer to an event, or a person's own `home` page. */
export type WholeCard = `delivery:${string}` | `reply:${string}` | 'home';
