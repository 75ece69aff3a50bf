import type { ConversationId, PersonId } from '../chat/ids.ts';

/** Somebody wrote, replied or tapped where others see it: what the talk graph counts, who and where, never what. */
export interface TalkAct {
  readonly person: PersonId;
  /** Where they did it. */
  readonly place: ConversationId;
  readonly kind: 'wrote' | 'replied' | 'tapped';
  readonly at: Date;
  /** Where the words stand that it is about, if that is another place. */
  readonly about?: ConversationId;
  /** They took back what they did at that time. */
  readonly undone?: boolean;
}

/** One that a feature holds, for its thread to be learnt from and for counting anew. The first of a thread opens it. */
export interface HeldAct extends TalkAct {
  /** Whatever is the same for all of a thread, and for no other. */
  readonly thread: string;
  /** What was written. */
  readonly text?: string;
}

interface Tapped {
  readonly change: 'added' | 'removed';
  readonly person: PersonId;
  readonly at: Date;
  /** Where the words were read; unknown of earlier versions. */
  readonly readIn: ConversationId | null;
}

/** A tap counts where it is made, and taken back it no longer counts where it was. `home`: where the words stand. */
export function tapAct(home: ConversationId, { change, person, at, readIn }: Tapped): TalkAct {
  const place = readIn ?? home;
  const elsewhere = place !== home && { about: home };
  return { person, place, kind: 'tapped', at, ...elsewhere, ...(change === 'removed' && { undone: true }) };
}

/** How many messages an act counts for. */
export const weightOf = { wrote: 1, replied: 1, tapped: 0.5 } as const;

/** Seconds since 1970. */
export function secondsOf(date: Date): number {
  return date.getTime() / 1_000;
}
