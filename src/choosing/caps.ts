import type { Posted } from './posted.ts';
import { week } from './weeks.ts';

/** What may still go where within seven days. */
export interface Caps {
  readonly allow: (pair: { from: string; to: string }) => boolean;
  count(pair: { from: string; to: string }): void;
}

const mostIn = 2;
const mostOut = 2;
const mostForPair = 1;

interface CapsOptions {
  readonly posted: readonly Posted[];
  readonly perWeek: ReadonlyMap<string, number> | undefined;
  readonly now: Date;
}

export function createCaps({ posted, perWeek, now }: CapsOptions): Caps {
  const counts = new Map<string, number>();
  const countOf = (key: string): number => counts.get(key) ?? 0;

  function count({ from, to }: { from: string; to: string }): void {
    for (const key of keysOf(from, to)) counts.set(key, countOf(key) + 1);
  }

  for (const each of posted) if (each.at.getTime() > now.getTime() - week) count(each);

  return {
    allow({ from, to }) {
      const [into, out, pair] = keysOf(from, to);
      const most = Math.min(mostIn, perWeek?.get(to) ?? mostIn);
      return countOf(into) < most && countOf(out) < mostOut && countOf(pair) < mostForPair;
    },
    count,
  };
}

function keysOf(from: string, to: string): [into: string, out: string, pair: string] {
  return [`into ${to}`, `out of ${from}`, JSON.stringify([from, to])];
}
