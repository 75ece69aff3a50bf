import { createNumbering } from './numbering.ts';
import { createTalkGraph, type TalkGraph } from './talk-graph.ts';
import type { ThreadMessage } from './threads.ts';

/** The talk graph by the ids of teams, people and threads. */
export interface Talk extends TalkGraph<string> {
  /** Two accounts of one person, before anything is told of the other one. */
  onePerson(account: string, other: string): void;
}

export function createTalk(): Talk {
  const graph = createTalkGraph();
  const teams = createNumbering();
  const people = createNumbering();
  const threads = createNumbering();

  function numbered({ at, team, thread, author, text }: ThreadMessage<string>) {
    return { at, team: teams.of(team), thread: threads.of(thread), author: people.of(author), text };
  }

  return {
    onePerson: people.join,
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
    teamsWithMembers: (at) => graph.teamsWithMembers(at).map(teams.idOf),
  };
}
