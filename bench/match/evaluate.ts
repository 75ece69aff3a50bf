import type { Random } from '../draws.ts';
import { type Chat, week } from './chat-data.ts';
import type { Asked } from './weeks.ts';

/** How good rankings are: which streams cared (nDCG@3), and what a week's ten posts would have bridged. */

export type Scorer = (asked: Asked) => readonly number[];

const gains = [1, 1 / Math.log2(3), 1 / Math.log2(4)];
const draws = 20;

/** nDCG@3 over the topics that some candidate cared for; `without`: candidates left out. */
export function ndcg(
  asked: readonly Asked[],
  cared: ReadonlyMap<number, ReadonlySet<number>>,
  { score, without, random }: { score: Scorer; without: ReadonlySet<number>; random: Random },
): number {
  const values = asked.flatMap((each) => {
    const scores = score(each);
    const kept = each.candidates.flatMap((stream, at) =>
      without.has(stream) ? [] : [{ score: scores[at] ?? 0, isRelevant: cared.get(each.topic)?.has(stream) === true }],
    );
    const relevant = kept.filter(({ isRelevant }) => isRelevant).length;
    if (kept.length < 3 || relevant === 0) return [];
    const ideal = gains.slice(0, relevant).reduce((sum, gain) => sum + gain, 0);
    return [meanOverTies(kept, random) / ideal];
  });
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function meanOverTies(kept: readonly { score: number; isRelevant: boolean }[], random: Random): number {
  const hasTies = new Set(kept.map(({ score }) => score)).size < kept.length;
  const count = hasTies ? draws : 1;
  let sum = 0;
  for (let draw = 0; draw < count; draw++) {
    const order = kept.map((each) => ({ ...each, luck: random() }));
    order.sort((one, other) => other.score - one.score || one.luck - other.luck);
    sum += gains.reduce((total, gain, at) => total + (order[at]?.isRelevant ? gain : 0), 0);
  }
  return sum / count;
}

const postsAWeek = 10;
const mostIn = 2;
const mostOut = 2;

interface Bridged {
  /** The sum of rarity over posts to streams that cared, for 100 posts. */
  readonly gain: number;
  /** Posts to streams that cared, of 100. */
  readonly hits: number;
}

/** A week's posts by score, under the caps: 2 into a stream, 2 out of it, 1 a pair. */
export function bridge(
  chat: Chat,
  asked: readonly Asked[],
  {
    score,
    without,
    cared,
  }: { score: Scorer; without: ReadonlySet<number>; cared: ReadonlyMap<number, ReadonlySet<number>> },
): Bridged {
  const total = { posts: 0, hits: 0, gain: 0 };
  for (const offered of Map.groupBy(offeredOf(chat, asked, without), ({ week: start }) => start).values()) {
    const posts = choose(chat, offered, { score, without });
    const rarity = rarityIn(chat, offered, without);
    for (const { topic, to, bond } of posts) {
      total.posts++;
      if (!cared.get(topic)?.has(to)) continue;
      total.hits++;
      total.gain += rarity(bond);
    }
  }
  return { gain: (100 * total.gain) / total.posts, hits: (100 * total.hits) / total.posts };
}

/** Threads that two people or more took part in within a week. */
function offeredOf({ topics, messages }: Chat, asked: readonly Asked[], without: ReadonlySet<number>): Asked[] {
  const people = new Map<number, Set<number>>();
  for (const { at, topic, author } of messages) {
    if (at - (topics[topic]?.at ?? 0) < week) people.set(topic, (people.get(topic) ?? new Set()).add(author));
  }
  return asked.filter(
    ({ topic, candidates }) =>
      !without.has(topics[topic]?.stream ?? -1) &&
      (people.get(topic)?.size ?? 0) >= 2 &&
      candidates.filter((stream) => !without.has(stream)).length >= 3,
  );
}

function choose(
  chat: Chat,
  offered: readonly Asked[],
  { score, without }: { score: Scorer; without: ReadonlySet<number> },
) {
  const all = offered.flatMap((asked) => {
    const scores = score(asked);
    const from = chat.topics[asked.topic]?.stream ?? -1;
    return asked.candidates.flatMap((to, at) =>
      without.has(to) ? [] : [{ topic: asked.topic, from, to, score: scores[at] ?? 0, bond: asked.bonds[at] ?? 0 }],
    );
  });
  const counts = new Map<string, number>();
  const posts: typeof all = [];
  for (const post of all.toSorted((one, other) => other.score - one.score)) {
    const keys = [`in ${post.to}`, `out ${post.from}`, `${post.from} ${post.to}`];
    const most = [mostIn, mostOut, 1];
    if (keys.some((key, at) => (counts.get(key) ?? 0) >= (most[at] ?? 0))) continue;
    for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
    posts.push(post);
    if (posts.length === postsAWeek) break;
  }
  return posts;
}

/** 1 - the share of the week's pairs with a weaker bond. */
function rarityIn(chat: Chat, offered: readonly Asked[], without: ReadonlySet<number>): (bond: number) => number {
  const pairs = new Map<string, number>();
  for (const { topic, candidates, bonds } of offered) {
    for (const [at, to] of candidates.entries()) {
      if (!without.has(to)) pairs.set(`${chat.topics[topic]?.stream} ${to}`, bonds[at] ?? 0);
    }
  }
  const values = [...pairs.values()];
  return (bond) => 1 - values.filter((value) => value < bond).length / values.length;
}
