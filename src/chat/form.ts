import type { CardElement } from './card.ts';

/** A dialog with fields: a modal on Slack, a dialog on Teams, or a card with inputs where no dialog can be opened. */
export interface Form {
  /** Names the handler that gets the `FormEvent`. */
  readonly name: string;
  /** At most 24 characters (a Slack modal's limit). */
  readonly title: string;
  /** Ids of ours that come back unchanged; never trusted as permission. At most 2,000 characters. */
  readonly state: string;
  /** Adaptive Card elements: texts and inputs. */
  readonly body: readonly CardElement[];
  /** The label of the button that sends it; at most 24 characters. Absent: nothing to send, it can only be closed. */
  readonly submit?: string;
  /** Label of a second button that sends the form with `button: 'back'` (on Slack the earlier step simply shows again). */
  readonly back?: string;
}
