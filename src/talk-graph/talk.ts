import type { Evidence } from './evidence.ts';
import { createNumbering } from './numbering.ts';
import type { Bond } from './rarity.ts';
import { type CountAt, createTalkGraph } from './talk-graph.ts';

/**
 * The talk graph by the ids of teams, people and threads. Times are unix seconds that never go back; answers follow from
 * what was told before.
 */
export interface Talk {
  member(person: string, team: string): void;
  message(message: TalkMessage): void;
  interaction(from: string, to: string, at: number): void;
  /** A message whose presence is counted already: only its thread is learnt from. */
  read(message: TalkMessage): void;
  recallPresence(person: string, team: string, count: CountAt): void;
  recallTie(a: string, b: string, count: CountAt): void;
  /** All candidates but the text's own team, best first. */
  rank(question: TalkQuestion, candidates: readonly string[]): RankedTeam[];
  /** Why a team is relevant to a text. */
  explain(question: Pick<TalkQuestion, 'at' | 'text' | 'thread'>, team: string): Evidence;
  compare(at: number): (a: string, b: string) => Bond;
  /** With somebody at home there, in the order in which they were first told of. */
  teamsWithMembers(at: number): string[];
}

export interface TalkMessage {
  readonly at: number;
  readonly team: string;
  readonly thread: string;
  readonly author: string;
  readonly text?: string | undefined;
  /** Other threads that it points to. */
  readonly links?: readonly string[];
}

export interface TalkQuestion {
  readonly at: number;
  /** Where the text stands. */
  readonly team: string;
  readonly text: string;
  /** The thread that it opened, if that is known already: it is no evidence for itself. */
  readonly thread?: string | undefined;
  /** 0: rarity is off; 1: bridges first. */
  readonly rarityWeight: number;
}

export interface RankedTeam {
  readonly team: string;
  /** Comparable between texts. */
  readonly score: number;
  /** How much the team cares, whatever it hears already. */
  readonly relevance: number;
  /** 0..1: 1 for those who talk least. */
  readonly rarity: number;
}

export function createTalk(): Talk {
  const graph = createTalkGraph();
  const teams = createNumbering();
  const people = createNumbering();
  const threads = createNumbering();

  function numbered({ at, team, thread, author, text }: TalkMessage) {
    return { at, team: teams.of(team), thread: threads.of(thread), author: people.of(author), text };
  }

  return {
    member: (person, team) => graph.member(people.of(person), teams.of(team)),
    message(message) {
      // A thread that nobody has seen begin cannot be told from one that is yet to come.
      const links = (message.links ?? []).flatMap((link) => threads.find(link) ?? []);
      graph.message({ ...numbered(message), links });
    },
    interaction: (from, to, at) => graph.interaction(people.of(from), people.of(to), at),
    read: (message) => graph.read(numbered(message)),
    recallPresence: (person, team, count) => graph.recallPresence(people.of(person), teams.of(team), count),
    recallTie: (a, b, count) => graph.recallTie(teams.of(a), teams.of(b), count),
    rank({ team, thread, ...question }, candidates) {
      const asked = { ...question, team: teams.of(team), thread: thread === undefined ? thread : threads.find(thread) };
      return graph
        .rank(asked, candidates.map(teams.of))
        .map((ranked) => ({ ...ranked, team: teams.idOf(ranked.team) }));
    },
    explain({ thread, ...question }, team) {
      return graph.explain(
        { ...question, thread: thread === undefined ? thread : threads.find(thread) },
        teams.of(team),
      );
    },
    compare(at) {
      const compare = graph.compare(at);
      return (a, b) => compare(teams.of(a), teams.of(b));
    },
    teamsWithMembers: (at) =>
      graph
        .teamsWithMembers(at)
        .toSorted((one, other) => one - other)
        .map(teams.idOf),
  };
}
