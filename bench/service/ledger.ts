/** What a service saw, counted where it counts: at the other end. */

/** A message that the service took; one of the bench's holds `m=` (which message) and `seq=` (which of its conversation). */
export interface Accepted {
  readonly place: string;
  readonly text: string;
  /** The id that the sender gave it, the same in a repeat. */
  readonly senderId: string | undefined;
  readonly at: number;
}

export interface Counts {
  readonly requests: number;
  readonly calls: Readonly<Record<string, number>>;
  readonly accepted: number;
  /** Different messages. */
  readonly unique: number;
  /** Messages that came once more. */
  readonly doubled: number;
  /** Of those, the ones whose first answer the service itself did not give. */
  readonly doubledUnanswered: number;
  /** Of all that came once more, those that a reader could not tell for a repeat. */
  readonly doubledUnmarked: number;
  readonly outOfOrder: number;
  /** Refused for a limit. */
  readonly refused: number;
  /** Of those, what came after the first second. */
  readonly refusedLate: number;
  readonly refusedBy: Readonly<Record<string, number>>;
  readonly faults: Readonly<Record<string, number>>;
  /** From the first request to the last message taken. */
  readonly makespanMs: number;
  readonly lastAcceptedAt: number;
}

export interface Ledger {
  request(call: string, at: number): void;
  refuse(limit: string, at: number): void;
  accept(accepted: Accepted): void;
  fault(kind: string): void;
  /** The sender of this message was not told that it was taken. */
  leaveUnanswered(text: string): void;
  counts(): Counts;
}

/** What a reader sees of a repeat. */
const repeatNote = /You may see this twice/;

interface Known {
  readonly senderId: string | undefined;
  isUnanswered: boolean;
}

export function createLedger(): Ledger {
  const known = new Map<string, Known>();
  const lastInPlace = new Map<string, number>();
  const calls: Record<string, number> = {};
  const refusedBy: Record<string, number> = {};
  const faults: Record<string, number> = {};
  const sums = { requests: 0, accepted: 0, doubled: 0, doubledUnanswered: 0, doubledUnmarked: 0, outOfOrder: 0 };
  let refused = 0;
  let refusedLate = 0;
  let firstRequestAt = 0;
  let lastAcceptedAt = 0;

  function acceptAgain(first: Known, { text, senderId }: Accepted): void {
    sums.doubled += 1;
    if (first.isUnanswered) sums.doubledUnanswered += 1;
    const isMarked = senderId !== undefined && senderId === first.senderId && repeatNote.test(text);
    if (!isMarked) sums.doubledUnmarked += 1;
  }

  function checkOrder({ place, text }: Accepted): void {
    const seq = Number(/\bseq=(\d+)/.exec(text)?.[1] ?? 0);
    const last = lastInPlace.get(place) ?? -1;
    if (seq < last) sums.outOfOrder += 1;
    lastInPlace.set(place, Math.max(seq, last));
  }

  return {
    request(call, at) {
      sums.requests += 1;
      add(calls, call);
      firstRequestAt ||= at;
    },
    refuse(limit, at) {
      add(refusedBy, limit);
      refused += 1;
      if (at - firstRequestAt > 1_000) refusedLate += 1;
    },
    accept(accepted) {
      sums.accepted += 1;
      lastAcceptedAt = accepted.at;
      const id = messageIn(accepted.text);
      const first = known.get(id);
      if (first) return acceptAgain(first, accepted);
      known.set(id, { senderId: accepted.senderId, isUnanswered: false });
      checkOrder(accepted);
    },
    fault: (kind) => add(faults, kind),
    leaveUnanswered(text) {
      const first = known.get(messageIn(text));
      if (first) first.isUnanswered = true;
    },
    counts: () => ({
      ...sums,
      calls,
      unique: known.size,
      refused,
      refusedLate,
      refusedBy,
      faults,
      makespanMs: lastAcceptedAt - firstRequestAt,
      lastAcceptedAt,
    }),
  };
}

function messageIn(text: string): string {
  return /\bm=([\w-]+)/.exec(text)?.[1] ?? text;
}

function add(counts: Record<string, number>, name: string): void {
  counts[name] = (counts[name] ?? 0) + 1;
}
