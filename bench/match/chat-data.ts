import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

/** A public community's chat, as `data/lean` holds it: channels stand in for teams. Times are unix seconds. */

export const day = 86_400;
export const week = 7 * day;

export interface Topic {
  readonly id: number;
  readonly stream: number;
  readonly at: number;
  readonly author: number;
  /** Title twice, then how it begins. */
  readonly text: string;
  /** Its first replies. */
  readonly replies: string;
}

export interface ChatMessage {
  readonly at: number;
  /** Index into the topics. */
  readonly topic: number;
  readonly stream: number;
  readonly author: number;
}

interface Link {
  readonly at: number;
  readonly from: number;
  readonly topic: number;
}

export interface Chat {
  readonly topics: readonly Topic[];
  readonly messages: readonly ChatMessage[];
  readonly links: readonly Link[];
  readonly streams: number;
}

export function readChat(folder: string): Chat {
  const topics = readLines(join(folder, 'topics.jsonl.gz'))
    .map(toTopic)
    .toSorted((a, b) => a.at - b.at || a.id - b.id);
  const places = new Map(topics.map(({ id }, index) => [id, index]));
  let now = 0;
  const messages = readTable(join(folder, 'events.csv.gz')).flatMap(([wait, topic, stream, author]): ChatMessage[] => {
    now += Number(wait);
    const place = places.get(Number(topic));
    return place === undefined ? [] : [{ at: now, topic: place, stream: Number(stream), author: Number(author) }];
  });
  const links = readTable(join(folder, 'crosslinks.csv.gz')).flatMap((row): Link[] => {
    const topic = places.get(Number(row[5]));
    return topic === undefined ? [] : [{ at: Number(row[0]), from: Number(row[2]), topic }];
  });
  const streams = 1 + messages.reduce((most, { stream }) => Math.max(most, stream), 0);
  return { topics, messages, links, streams };
}

function toTopic(line: string): Topic {
  const { id, s, t, a, title, text, rep } = JSON.parse(line);
  return { id, stream: s, at: t, author: a, text: `${title}\n${title}\n${text}`, replies: rep ?? '' };
}

/** The rows of a CSV without quotes, but for its heading. */
export function readTable(file: string): string[][] {
  return readLines(file)
    .slice(1)
    .map((line) => line.split(','));
}

function readLines(file: string): string[] {
  const bytes = readFileSync(file);
  const text = (file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
  return text.split(/\r?\n/).filter((line) => line !== '');
}

const repliesRead = 6;

/**
 * What is known of a text when a message comes: the opening with the first, the first replies with the last of those six
 * that follow what its author wrote in the first quarter of an hour.
 */
export function textsAsTheyCome({ topics, messages }: Chat): Map<number, string> {
  const perTopic = Map.groupBy(messages.keys(), (index) => messages[index]?.topic ?? -1);
  const end = messages.at(-1)?.at ?? 0;
  const texts = new Map<number, string>();
  for (const [place, indices] of perTopic) {
    const topic = topics[place];
    const list = indices.flatMap((index) => messages[index] ?? []);
    const [first] = list;
    if (!topic || !first) continue;
    texts.set(indices[0] ?? -1, topic.text);
    const begins = list.findIndex(({ author, at }) => author !== topic.author || at - first.at > 900);
    const replies = begins < 0 ? [] : indices.slice(begins, begins + repliesRead);
    const last = replies.at(-1);
    const isCut = replies.length < repliesRead && (list.at(-1)?.at ?? 0) > end - 30 * day;
    if (topic.replies === '' || last === undefined || isCut) continue;
    texts.set(last, [texts.get(last), topic.replies].filter(Boolean).join('\n'));
  }
  return texts;
}

/**
 * Which streams turned out to care for a topic within 30 days: those at home there who came from elsewhere, and those
 * that linked it.
 */
export function whoCared({ topics, messages, links }: Chat): Map<number, Set<number>> {
  const cared = new Map<number, Set<number>>();
  const counts = new Map<number, Map<number, number>>();
  const seen = new Set<string>();
  let oldest = 0;
  const add = (topic: number, stream: number): void => {
    cared.set(topic, (cared.get(topic) ?? new Set()).add(stream));
  };
  for (const { at, topic, stream, author } of messages) {
    for (; (messages[oldest]?.at ?? at) < at - 90 * day; oldest++) shift(counts, messages[oldest], -1);
    const opened = topics[topic];
    const key = `${topic} ${author}`;
    if (opened && author !== opened.author && !seen.has(key) && at - opened.at < 30 * day) {
      seen.add(key);
      const home = homeOf(counts.get(author));
      if (home !== undefined && home !== stream && !counts.get(author)?.has(stream)) add(topic, home);
    }
    shift(counts, { at, topic, stream, author }, 1);
  }
  for (const { at, from, topic } of links) {
    const opened = topics[topic];
    if (opened && from !== opened.stream && at > opened.at && at - opened.at < 30 * day) add(topic, from);
  }
  return cared;
}

function shift(counts: Map<number, Map<number, number>>, message: ChatMessage | undefined, by: number): void {
  if (!message) return;
  const own = counts.get(message.author) ?? new Map<number, number>();
  counts.set(message.author, own);
  const count = (own.get(message.stream) ?? 0) + by;
  if (count === 0) own.delete(message.stream);
  else own.set(message.stream, count);
}

function homeOf(counts: ReadonlyMap<number, number> | undefined): number | undefined {
  const all = [...(counts ?? [])];
  if (all.reduce((sum, [, count]) => sum + count, 0) < 5) return undefined;
  return all.toSorted((one, other) => other[1] - one[1] || one[0] - other[0])[0]?.[0];
}

/** Streams in which more than a quarter of all people of the last year wrote. */
export function lobbyOf({ messages }: Chat, until: number): Set<number> {
  const last = messages.filter(({ at }) => at >= until - 365 * day && at < until);
  const everybody = new Set(last.map(({ author }) => author)).size;
  const people = Map.groupBy(last, ({ stream }) => stream);
  return new Set(
    [...people]
      .filter(([, list]) => new Set(list.map(({ author }) => author)).size > everybody / 4)
      .map(([stream]) => stream),
  );
}
