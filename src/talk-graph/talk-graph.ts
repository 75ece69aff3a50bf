import { type Evidence, evidenceFor } from './evidence.ts';
import { createPresence } from './presence.ts';
import { type Bond, compareTeams, type Rarity, rarityAmong } from './rarity.ts';
import { relevanceOf } from './relevance.ts';
import { scoreOf } from './score.ts';
import { createThreads, type ThreadMessage } from './threads.ts';
import { createTies } from './ties.ts';

/**
 * Who talks with whom between teams, and which teams care for what: counts that fade, kept up to date as things happen.
 * Times are unix seconds that never go back. Everything that it answers follows from what it was told before.
 *
 * `Id` is what teams, people and threads are called: dense numbers within (`numbering.ts`), their own ids for everybody
 * else (`talk.ts`).
 */
export interface TalkGraph<Id> {
  /** Belongs there for certain, whatever they write. */
  member(person: Id, team: Id): void;
  message(message: TalkMessage<Id>): void;
  /** Somebody turned to somebody. */
  interaction(from: Id, to: Id, at: number): void;
  /** A message whose presence is already counted: only its thread is learnt from. */
  read(message: ThreadMessage<Id>): void;
  /** Presence that was counted elsewhere, as it was at `at`. */
  recallPresence(person: Id, team: Id, count: CountAt): void;
  recallTie(a: Id, b: Id, count: CountAt): void;
  /** All candidates but the text's own team, best first; equals in the order in which they were first told of. */
  rank(question: TalkQuestion<Id>, candidates: readonly Id[]): Ranked<Id>[];
  /** Why a team is relevant. */
  explain(question: Pick<TalkQuestion<Id>, 'at' | 'text' | 'thread'>, team: Id): Evidence;
  compare(at: number): (a: Id, b: Id) => Bond;
  /** With somebody at home there, in the order in which they were first told of. */
  teamsWithMembers(at: number): Id[];
}

interface TalkMessage<Id> extends ThreadMessage<Id> {
  /** Other threads that it points to. */
  readonly links?: readonly Id[];
}

interface CountAt {
  readonly count: number;
  readonly at: number;
}

interface TalkQuestion<Id> {
  readonly at: number;
  /** Where the text stands. */
  readonly team: Id;
  readonly text: string;
  /** The thread that it opened, if that is known already: it is no evidence for itself. */
  readonly thread?: Id | undefined;
  /** 0: rarity is off; 1: bridges first. */
  readonly rarityWeight: number;
}

export interface Ranked<Id> {
  readonly team: Id;
  /** Comparable between texts. */
  readonly score: number;
  /** How much the team cares, whatever it hears already. */
  readonly relevance: number;
  /** 0..1: 1 for those who talk least. */
  readonly rarity: number;
}

export function createTalkGraph(): TalkGraph<number> {
  const presence = createPresence();
  const ties = createTies();
  const threads = createThreads();
  /** Told so far; what was worked out for a moment holds as long as nothing was added. */
  let version = 0;
  let scale: { version: number; at: number; candidates: readonly number[]; rarity: Rarity } | undefined;

  function rarityAt(at: number, candidates: readonly number[]): Rarity {
    if (scale?.version !== version || scale.at !== at || !isSame(scale.candidates, candidates)) {
      const compare = compareTeams({ presence, ties }, at);
      scale = { version, at, candidates, rarity: rarityAmong(candidates, (a, b) => compare(a, b).ratio) };
    }
    return scale.rarity;
  }

  /** Whoever belongs nowhere for certain turns to others on behalf of each part of their home. */
  function tie(from: number, to: number, at: number): void {
    const [one, other] = [presence.settledIn(from), presence.settledIn(to)];
    if (one >= 0 && other >= 0) {
      ties.add(one, other, at);
      return;
    }
    for (const one of presence.homesOf(from, at)) {
      for (const other of presence.homesOf(to, at)) ties.add(one.team, other.team, at, one.share * other.share);
    }
  }

  return {
    member(person, team) {
      version++;
      presence.settle(person, team);
    },
    message({ links = [], ...message }) {
      version++;
      presence.add(message.author, message.team, message.at);
      threads.message(message);
      for (const thread of links) threads.link(thread, { person: message.author, team: message.team });
    },
    interaction(from, to, at) {
      version++;
      tie(from, to, at);
    },
    read(message) {
      version++;
      threads.message(message);
    },
    recallPresence(person, team, { count, at }) {
      version++;
      presence.add(person, team, at, count);
    },
    recallTie(a, b, { count, at }) {
      version++;
      ties.add(a, b, at, count);
    },
    rank({ at, team, text, thread, rarityWeight }, candidates) {
      const relevance = relevanceOf({ presence, threads }, { at, team, text, thread });
      const compare = compareTeams({ presence, ties }, at);
      const rarity = rarityAt(at, candidates);
      return candidates
        .filter((candidate) => candidate !== team)
        .map((candidate) => {
          const rho = rarity(compare(team, candidate).ratio);
          const relevant = relevance(candidate);
          const score = scoreOf({ relevance: relevant, rarity: rho, rarityWeight });
          return { team: candidate, score, relevance: relevant, rarity: rho };
        })
        .sort((one, other) => other.score - one.score || one.team - other.team);
    },
    explain: (question, team) => evidenceFor(team, { presence, threads }, question),
    compare: (at) => compareTeams({ presence, ties }, at),
    teamsWithMembers: (at) => presence.teamsWithMembers(at).sort((one, other) => one - other),
  };
}

function isSame(one: readonly number[], other: readonly number[]): boolean {
  return one === other || (one.length === other.length && one.every((team, index) => team === other[index]));
}
