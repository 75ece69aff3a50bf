import type { Answers, ChatEvent } from '../../chat/event.ts';
import type { EventId, WorkspaceId } from '../../chat/ids.ts';
import type { Objection } from './inputs.ts';
import type { Origin } from './metadata.ts';

/** What came in, and how an answer gets back. */
export interface Arrival {
  readonly event: ChatEvent;
  readonly way: Way;
  /** Answers that break a rule of their field: the event stays here, as it would stay in Teams. */
  readonly objections?: readonly Objection[];
}

export interface Way {
  readonly from: 'event' | 'command' | 'message' | 'shortcut' | 'modal' | 'home' | 'submission';
  readonly workspace: WorkspaceId;
  /** What is answered; absent for what never reaches the core. */
  readonly event?: EventId;
  /** Slack's id of the person. */
  readonly user: string;
  readonly triggerId?: string;
  /** Where answers belong, and where a form that is opened now belongs. */
  readonly origin: Origin;
  /** The `ts` of the message that was acted on; an ephemeral one has none that could be used. */
  readonly message?: string;
  readonly view?: OpenView;
}

export interface OpenView {
  readonly id: string;
  readonly title: string;
  /** 1 for the view that was opened, up to 3 for views pushed on top. */
  readonly depth: number;
  readonly blocks: readonly unknown[];
}

/** Nothing to hand on, and why. */
export interface Ignored {
  readonly ignored: string;
}

export interface ParseOptions {
  readonly at: Date;
  /** The bot's own user id, where it is known: see `botUserOf` and `needsBotUser`. */
  readonly botUser?: string;
}

export type Parsed = Arrival | Ignored;

export const none: Answers = { form: false, note: false, replace: false };

export function ignore(why: string): Ignored {
  return { ignored: why };
}
