import { createBusyTeams } from '../../src/talk-graph/busy-teams.ts';
import { createTalk } from '../../src/talk-graph/talk.ts';
import { type Chat, day, textsAsTheyCome, week } from './chat-data.ts';

/** Each topic of a period with the streams that it could go to, scored by what was known when its week began. */

export interface Asked {
  readonly topic: number;
  readonly week: number;
  readonly candidates: readonly number[];
  /** Of each candidate, in the same order. */
  readonly scores: Readonly<Record<Method, readonly number[]>>;
  /** log R by shared people, from counts of its own: what the gain is measured with. */
  readonly bonds: readonly number[];
}

/** `rule`: relevance times rarity; `relevance`: without rarity. */
export type Method = 'rule' | 'relevance' | 'least talk' | 'popularity';

const leastMessages = 30;

export function* askWeekly(chat: Chat, { from, until }: { from: number; until: number }): Generator<Asked> {
  const { topics, messages, streams } = chat;
  const texts = textsAsTheyCome(chat);
  const talk = createTalk();
  const busy = createBusyTeams(leastMessages);
  let next = 0;
  for (let start = Math.floor(from / week) * week; start < until; start += week) {
    for (; (messages[next]?.at ?? Number.POSITIVE_INFINITY) < start; next++) tell(next);
    const asked = topics.flatMap(({ at }, index) =>
      at >= Math.max(start, from) && at < Math.min(start + week, until) ? [index] : [],
    );
    if (asked.length === 0) continue;
    const past = messages.slice(0, next);
    const popularity = countsSince(past, start - 30 * day, streams);
    const bonds = bondsAt(past, start, streams);
    const teams = busy.at(start);
    for (const index of asked) {
      const topic = topics[index];
      if (!topic) continue;
      const ranking = talk.rank({ at: start, team: String(topic.stream), text: topic.text, rarityWeight: 1 }, teams);
      const candidates = ranking.map(({ team }) => Number(team)).toSorted((one, other) => one - other);
      const of = new Map(ranking.map((each) => [Number(each.team), each]));
      const pick = (key: 'score' | 'relevance'): number[] => candidates.map((each) => of.get(each)?.[key] ?? 0);
      const bond = candidates.map((each) => bonds(topic.stream, each));
      yield {
        topic: index,
        week: start,
        candidates,
        scores: {
          rule: pick('score'),
          relevance: pick('relevance'),
          'least talk': bond.map((each) => -each),
          popularity: candidates.map((each) => popularity[each] ?? 0),
        },
        bonds: bond,
      };
    }
  }

  function tell(index: number): void {
    const message = messages[index];
    if (!message) return;
    const { at, topic, stream, author } = message;
    busy.message(String(stream), at);
    talk.message({ at, team: String(stream), thread: String(topic), author: String(author), text: texts.get(index) });
  }
}

function countsSince(messages: Chat['messages'], since: number, streams: number): number[] {
  const counts = Array.from({ length: streams }, () => 0);
  for (let index = messages.length - 1; index >= 0; index--) {
    const message = messages[index];
    if (!message || message.at < since) break;
    counts[message.stream] = (counts[message.stream] ?? 0) + 1;
  }
  return counts;
}

/** log (W + 1) / (E + 1), W = sum over people of sqrt(c(A) c(B)), c = their messages of 180 days with a half-life of 60. */
function bondsAt(messages: Chat['messages'], now: number, streams: number): (a: number, b: number) => number {
  const people = new Map<number, Map<number, number>>();
  for (let index = messages.length - 1; index >= 0; index--) {
    const message = messages[index];
    if (!message || message.at < now - 180 * day) break;
    const own = people.get(message.author) ?? new Map<number, number>();
    people.set(message.author, own);
    own.set(message.stream, (own.get(message.stream) ?? 0) + 2 ** ((message.at - now) / (60 * day)));
  }
  const shared = new Float64Array(streams * streams);
  const sums = new Float64Array(streams);
  let total = 0;
  for (const own of people.values()) {
    const list = [...own];
    for (const [a, one] of list)
      for (const [b, other] of list) {
        if (a === b) continue;
        const weight = Math.sqrt(one * other);
        shared[a * streams + b] = (shared[a * streams + b] ?? 0) + weight;
        sums[a] = (sums[a] ?? 0) + weight;
        total += weight;
      }
  }
  return (a, b) => {
    const expected = ((sums[a] ?? 0) * (sums[b] ?? 0)) / Math.max(total, 1e-9);
    return Math.log(((shared[a * streams + b] ?? 0) + 1) / (expected + 1));
  };
}
