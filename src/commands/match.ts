import { z } from 'zod';
import { createBusyTeams } from '../talk-graph/busy-teams.ts';
import { createTalk } from '../talk-graph/talk.ts';
import type { Ranked } from '../talk-graph/talk-graph.ts';
import { badLine, type Row, rowsOf } from './json-lines.ts';

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
  const talk = createTalk();
  const busy = createBusyTeams(candidates);

  function tell(row: Telling): void {
    switch (row.type) {
      case 'member':
        talk.member(row.person, row.team);
        break;
      case 'interaction':
        talk.interaction(row.from, row.to, row.at);
        break;
      case 'message':
        busy.message(row.team, row.at);
        talk.message({ ...row, text: row.text ?? undefined, links: row.links ?? [] });
        break;
    }
  }

  function answer(row: Question): string {
    return JSON.stringify(row.type === 'pairs' ? comparePairs(row) : rank(row));
  }

  function rank({ id, at, team, text }: Extract<MatchRow, { type: 'highlight' }>) {
    const ranking = talk.rank({ at, team, text, rarityWeight: rarity }, busy.at(at));
    return { id, ranking: ranking.map(inNineDigits) };
  }

  function comparePairs({ id, at }: Extract<MatchRow, { type: 'pairs' }>) {
    const compare = talk.compare(at);
    const teams = talk.teamsWithMembers(at);
    const pairs = teams.flatMap((a, index) =>
      teams.slice(index + 1).map((b) => {
        const { observed, expected, ratio } = compare(a, b);
        return { a, b, observed: rounded(observed), expected: rounded(expected), ratio: rounded(ratio) };
      }),
    );
    return { id, pairs };
  }

  return { tell, answer };
}

function inNineDigits({ team, score, relevance, rarity }: Ranked<string>): Ranked<string> {
  return { team, score: rounded(score), relevance: rounded(relevance), rarity: rounded(rarity) };
}

/** Nine significant digits: far more than the figures mean, and lines of half the length. */
function rounded(value: number): number {
  return Number(value.toPrecision(9));
}
