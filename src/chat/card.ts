/** Adaptive Card JSON, schema 1.5 (https://adaptivecards.io/explorer/). Built by `src/cards`, read by the adapters. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json | undefined };

export interface CardElement {
  readonly type: string;
  readonly [key: string]: Json | undefined;
}

export interface AdaptiveCard extends CardElement {
  readonly type: 'AdaptiveCard';
  readonly version: string;
  readonly body: readonly CardElement[];
  readonly actions?: readonly CardElement[];
}

/**
 * What the adapters look for in an action, so that a button means the same on both platforms:
 * - `Action.Execute` with `verb` (fallback `Action.Submit`): an `ActionEvent` with that name and `data` as its values;
 * - `Action.Submit` with `data.action` and `data.msteams.type = "task/fetch"`: the same, on a button that opens a form;
 * - `Action.ShowCard` with `id`: opened in place on Teams; on Slack an `ActionEvent` named by that id, to which the
 *   feature answers with the form that the shown card holds.
 * - in any of them `data.form` (and `data.state`, `data.button`): a `FormEvent` of that form.
 */
export interface ActionData {
  readonly action?: string;
  readonly form?: string;
  readonly state?: string;
  readonly button?: string;
  readonly [key: string]: Json | undefined;
}
