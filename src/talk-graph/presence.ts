import { createDecay, presenceHalfLife } from './decay.ts';
import { createPairTable } from './pair-table.ts';
import { createShortLists } from './short-lists.ts';
import type { Together } from './together.ts';
import { grown, scale } from './typed-arrays.ts';

/** A part of a person's home. */
export interface Home {
  readonly team: number;
  /** 0 to 1; the shares of all homes of a person add up to 1 at most. */
  readonly share: number;
}

/**
 * Who writes where: for each person and team a faded count. From it follow everyone's home, and how many people two
 * teams share.
 */
export interface Presence {
  /** `weight` messages at once. */
  add(person: number, team: number, at: number, weight?: number): void;
  /** Someone's home for certain. */
  settle(person: number, team: number): void;
  /** Where someone belongs for certain, -1 if that is nowhere. */
  settledIn(person: number): number;
  homesOf(person: number, at: number): readonly Home[];
  /** Whether they wrote there lately. */
  isPresent(person: number, team: number, at: number): boolean;
  /** Messages of a team, faded. */
  activityAt(at: number): (team: number) => number;
  /** For two teams: the sum over people of the geometric mean of their faded counts in both. */
  sharedAt(at: number): Together;
  /** With somebody whose home is there, or who is present. */
  teamsWithMembers(at: number): number[];
}

/** One message, this many half-lives ago, is still presence: 90 days. */
const presentHalfLives = 3;
const presentCount = 2 ** -presentHalfLives;
/** Squared counts of pretended messages elsewhere: who wrote once is not yet at home. */
const doubt = 2;
/** So many people are drawn at once: all of a large organisation would keep others waiting. */
const mostChanged = 4_096;

export function createPresence(): Presence {
  const lists = createShortLists();
  const shared = createPairTable(Float64Array);
  let counts = new Float64Array(0);
  /** The counts as they are in `shared`. */
  let drawn = new Float64Array(0);
  let activity = new Float64Array(0);
  let settled = new Int32Array(0);
  let people = 0;
  let isChanged = new Uint8Array(0);
  let changed: number[] = [];
  const decay = createDecay(presenceHalfLife, (factor) => {
    for (const array of [counts, drawn, activity]) scale(array, factor);
    shared.scale(factor);
  });

  const countOf = (entry: number): number => counts[entry] ?? 0;

  function noteChange(person: number): void {
    isChanged = grown(isChanged, person + 1);
    if (isChanged[person] === 1) return;
    isChanged[person] = 1;
    changed.push(person);
    if (changed.length === mostChanged) drawShared();
  }

  /** Whoever wrote since the last look has other counts now; only their pairs of teams change. */
  function drawShared(): void {
    for (const person of changed) {
      for (let one = lists.first(person); one >= 0; one = lists.next(one)) {
        for (let other = lists.next(one); other >= 0; other = lists.next(other)) {
          const now = Math.sqrt(countOf(one) * countOf(other));
          const before = Math.sqrt((drawn[one] ?? 0) * (drawn[other] ?? 0));
          if (now !== before) shared.add(lists.itemOf(one), lists.itemOf(other), now - before);
        }
      }
      for (let entry = lists.first(person); entry >= 0; entry = lists.next(entry)) drawn[entry] = countOf(entry);
      isChanged[person] = 0;
    }
    changed = [];
  }

  function homesByPresence(person: number, at: number): Home[] {
    const weight = decay.weightAt(at);
    const homes: { team: number; share: number }[] = [];
    let sum = doubt;
    for (let entry = lists.first(person); entry >= 0; entry = lists.next(entry)) {
      const square = (countOf(entry) / weight) ** 2;
      sum += square;
      homes.push({ team: lists.itemOf(entry), share: square });
    }
    for (const home of homes) home.share /= sum;
    return homes;
  }

  return {
    add(person, team, at, weight = 1) {
      const added = decay.weightAt(at) * weight;
      const entry = lists.entry(person, team);
      counts = grown(counts, lists.length);
      drawn = grown(drawn, lists.length);
      activity = grown(activity, team + 1);
      counts[entry] = countOf(entry) + added;
      activity[team] = (activity[team] ?? 0) + added;
      people = Math.max(people, person + 1);
      noteChange(person);
    },
    settle(person, team) {
      settled = grown(settled, person + 1, -1);
      settled[person] = team;
      people = Math.max(people, person + 1);
    },
    settledIn: (person) => settled[person] ?? -1,
    homesOf(person, at) {
      const team = settled[person] ?? -1;
      return team >= 0 ? [{ team, share: 1 }] : homesByPresence(person, at);
    },
    isPresent(person, team, at) {
      const entry = lists.find(person, team);
      return entry >= 0 && countOf(entry) >= presentCount * decay.weightAt(at);
    },
    activityAt(at) {
      const weight = decay.weightAt(at);
      return (team) => (activity[team] ?? 0) / weight;
    },
    sharedAt(at) {
      drawShared();
      return shared.times(1 / decay.weightAt(at));
    },
    teamsWithMembers(at) {
      const teams = new Set<number>();
      for (let person = 0; person < people; person++) {
        const team = settled[person] ?? -1;
        if (team >= 0) teams.add(team);
        else if (lists.first(person) >= 0) collectPresent(person, at, teams);
      }
      return [...teams];
    },
  };

  function collectPresent(person: number, at: number, teams: Set<number>): void {
    for (let entry = lists.first(person); entry >= 0; entry = lists.next(entry)) {
      if (countOf(entry) >= presentCount * decay.weightAt(at)) teams.add(lists.itemOf(entry));
    }
  }
}
