import { day } from './decay.ts';
import { createShortLists, type ShortLists } from './short-lists.ts';
import { termsOf } from './terms.ts';
import { createWordIndex, mostDocuments, type Near } from './word-index.ts';

/** Past threads: where they stood, who took part, what they were about. The words themselves are not kept. */
export interface Threads {
  /** A thread's first message opens it. Times never go back. */
  message(message: ThreadMessage<number>): void;
  /** Somebody pointed to the thread from elsewhere; unknown ones are passed over. */
  link(thread: number, from: { person: number; team: number }): void;
  /** The most alike first, without `except`. */
  nearest(text: string, at: number, except?: number): Near[];
  /** Which of the terms stand in some of the threads, the rarest first. */
  commonTerms(terms: readonly string[], threads: readonly number[]): string[];
  /** Where it stands, and where it was linked. */
  teamsOf(thread: number): number[];
  peopleOf(thread: number): number[];
}

export interface ThreadMessage<Id> {
  readonly thread: Id;
  readonly team: Id;
  readonly author: Id;
  readonly at: number;
  readonly text?: string | undefined;
}

/** Seconds that a thread is remembered, from its first message on. */
export const remembered = 730 * day;
const nearestCount = 50;

export function createThreads(): Threads {
  const index = createWordIndex();
  const people = createShortLists();
  const teams = createShortLists();
  const openedAt: number[] = [];
  let first = 0;

  function forgetOld(at: number): void {
    const least = openedAt.length - mostDocuments;
    while (first < least || (first < openedAt.length && (openedAt[first] ?? 0) < at - remembered)) {
      people.clear(first);
      teams.clear(first);
      first++;
    }
    index.forget(first);
  }

  function listed(lists: ShortLists, thread: number): number[] {
    const items: number[] = [];
    for (let entry = lists.first(thread); entry >= 0; entry = lists.next(entry)) items.push(lists.itemOf(entry));
    return items;
  }

  return {
    message({ thread, team, author, at, text }) {
      if (thread >= openedAt.length) {
        openedAt[thread] = at;
        teams.entry(thread, team);
      }
      if (thread < first) return;
      people.entry(thread, author);
      if (text) index.add(thread, termsOf(text));
    },
    link(thread, { person, team }) {
      if (thread < first || thread >= openedAt.length) return;
      people.entry(thread, person);
      teams.entry(thread, team);
    },
    nearest(text, at, except) {
      forgetOld(at);
      const near = index.nearest(termsOf(text), nearestCount + 1).filter(({ document }) => document !== except);
      return near.slice(0, nearestCount);
    },
    commonTerms: (terms, documents) => index.commonTerms(terms, documents),
    teamsOf: (thread) => listed(teams, thread),
    peopleOf: (thread) => listed(people, thread),
  };
}
