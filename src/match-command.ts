import { z } from 'zod';
import { badLine, type Row, rowsOf } from './json-lines.ts';
import { createBusyTeams } from './talk-graph/busy-teams.ts';
import { createNumbering } from './talk-graph/numbering.ts';
import { createTalkGraph, type Ranked } from './talk-graph/talk-graph.ts';

/** `outloud match`: what people did and questions in, as lines of JSON; rankings and comparisons of teams out. */

export interface MatchOptions {
  /** How much rarity counts: 0 (off), 0.5 (relevance first) or 1 (bridges first). */
  readonly rarity: number;
  /** Messages of the last 90 days that make a team a candidate. */
  readonly candidates: number;
}

const id = z.string();
const at = z.number();

const matchRow = z.discriminatedUnion('type', [
  z.object({ type: z.literal('member'), at: at.optional(), person: id, team: id }),
  z.object({
    type: z.literal('message'),
    at,
    team: id,
    thread: id,
    author: id,
    text: z.string().nullish(),
    links: z.array(id).nullish(),
  }),
  z.object({ type: z.literal('interaction'), at, from: id, to: id }),
  z.object({ type: z.literal('highlight'), id, at, team: id, author: id.nullish(), text: z.string() }),
  z.object({ type: z.literal('pairs'), id, at }),
]);

type MatchRow = z.infer<typeof matchRow>;
type Question = Extract<MatchRow, { type: 'highlight' | 'pairs' }>;
type Telling = Exclude<MatchRow, Question>;

/** One line of JSON for each question, in order, from what was told before it. */
export async function* answerMatch(chunks: AsyncIterable<string>, options: MatchOptions): AsyncGenerator<string> {
  const matcher = createMatcher(options);
  let now = Number.NEGATIVE_INFINITY;
  for await (const { line, content } of rowsOf(chunks, matchRow)) {
    now = laterOf(now, { line, content });
    if (content.type === 'highlight' || content.type === 'pairs') yield `${matcher.answer(content)}\n`;
    else matcher.tell(content);
  }
}

function laterOf(now: number, { line, content }: Row<MatchRow>): number {
  if (content.at === undefined) return now;
  if (content.at < now) throw badLine(line, `"at" goes back from ${now} to ${content.at}; sort the rows by "at"`);
  return content.at;
}

function createMatcher({ rarity, candidates }: MatchOptions) {
  const graph = createTalkGraph();
  const busy = createBusyTeams(candidates);
  const teams = createNumbering();
  const people = createNumbering();
  const threads = createNumbering();

  function tell(row: Telling): void {
    switch (row.type) {
      case 'member':
        graph.member(people.of(row.person), teams.of(row.team));
        break;
      case 'interaction':
        graph.interaction(people.of(row.from), people.of(row.to), row.at);
        break;
      case 'message':
        message(row);
        break;
    }
  }

  function message(row: Extract<MatchRow, { type: 'message' }>): void {
    const team = teams.of(row.team);
    busy.message(team, row.at);
    graph.message({
      at: row.at,
      team,
      thread: threads.of(row.thread),
      author: people.of(row.author),
      text: row.text ?? undefined,
      // A thread that nobody has seen begin cannot be told from one that is yet to come.
      links: (row.links ?? []).flatMap((link) => threads.find(link) ?? []),
    });
  }

  function answer(row: Question): string {
    return JSON.stringify(row.type === 'pairs' ? comparePairs(row) : rank(row));
  }

  function rank(row: Extract<MatchRow, { type: 'highlight' }>) {
    const question = { at: row.at, team: teams.of(row.team), text: row.text, rarityWeight: rarity };
    const ranking = graph.rank(question, busy.at(row.at)).map(({ team, ...figures }: Ranked) => ({
      team: teams.idOf(team),
      score: rounded(figures.score),
      relevance: rounded(figures.relevance),
      rarity: rounded(figures.rarity),
    }));
    return { id: row.id, ranking };
  }

  function comparePairs(row: Extract<MatchRow, { type: 'pairs' }>) {
    const compare = graph.compare(row.at);
    const all = graph.teamsWithMembers(row.at).toSorted((one, other) => one - other);
    const pairs = all.flatMap((a, index) =>
      all.slice(index + 1).map((b) => {
        const { observed, expected, ratio } = compare(a, b);
        return {
          a: teams.idOf(a),
          b: teams.idOf(b),
          observed: rounded(observed),
          expected: rounded(expected),
          ratio: rounded(ratio),
        };
      }),
    );
    return { id: row.id, pairs };
  }

  return { tell, answer };
}

/** Nine significant digits: far more than the figures mean, and lines of half the length. */
function rounded(value: number): number {
  return Number(value.toPrecision(9));
}
