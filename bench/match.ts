import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Benchmark, Report } from './benchmark.ts';
import { type Script, startChild } from './child.ts';
import { seededRandom } from './draws.ts';
import { type Chat, lobbyOf, readChat, whoCared } from './match/chat-data.ts';
import { bridge, ndcg, type Scorer } from './match/evaluate.ts';
import { pairings } from './match/groups.ts';
import { stabilityOf } from './match/mail.ts';
import { askWeekly } from './match/weeks.ts';
import { inFreshPlace } from './program.ts';

/** Where the data lie that rankings are evaluated on: folders `lean` and `eu`. They are nobody's to hand on. */
const dataFolder = process.env.OUTLOUD_MATCH_DATA;
const period = { from: Date.UTC(2023, 0, 1) / 1_000, until: Date.UTC(2024, 10, 17) / 1_000 };

type Cells = (string | number)[];

async function run(): Promise<Report> {
  const chat = folderOf('lean', 'events.csv.gz');
  const mail = folderOf('eu', 'emails.csv.gz');
  const rankings = chat ? evaluate(readChat(chat)) : [];
  const stability = mail ? stabilityOf(mail) : undefined;
  const scale = await childSays<Scale>({ file: 'match/scale.ts', settings: gc });
  const stored = await inFreshPlace(({ dataDir }) =>
    childSays<Stored>({ file: 'match/stored.ts', settings: { ...gc, DATA_DIR: dataDir } }),
  );
  const pairs = pairings();
  return {
    columns: ['ranking by', 'nDCG@3', 'without the lobby', 'gain a 100 posts', 'hits a 100 posts'],
    rows: rankings,
    notes: [
      ...(chat ? [] : ['No rankings: set OUTLOUD_MATCH_DATA to the folder that holds `lean`, the chat to rank.']),
      stability
        ? `Rarity is stable: Spearman ${stability.rule.toFixed(3)} with what was held out, over ${stability.pairs} pairs of departments; the raw count ${stability.count.toFixed(3)}.`
        : 'No stability of rarity: OUTLOUD_MATCH_DATA holds no `eu`, the mail to compare.',
      `10,000 teams, 100,000 people, 10 million interactions: taken in within ${scale.ingestS.toFixed(2)} s, a ranking of all teams in ${scale.rankP95Ms.toFixed(1)} ms (p95), ${scale.mb.toFixed(0)} MB above the process's own.`,
      `The same stored: read from the database within ${stored.load.seconds.toFixed(1)} s, nothing else in the process waits longer than ${stored.load.longestBlockMs.toFixed(0)} ms meanwhile (goal: 50).`,
      `Choosing among 100 notes and all of their places takes ${stored.choose.seconds.toFixed(1)} s, with waits up to ${stored.choose.longestBlockMs.toFixed(0)} ms.`,
      ...pairs.map(
        ({ how, total, forbidden, ms }) =>
          `1,000 people in pairs, ${how}: weight ${total.toFixed(1)}, forbidden pairs ${forbidden}, ${ms.toFixed(0)} ms.`,
      ),
    ],
    samples: [...(stability ? [stability] : []), scale, stored, ...pairs],
  };
}

function folderOf(name: string, file: string): string | undefined {
  const folder = dataFolder && join(dataFolder, name);
  return folder && existsSync(join(folder, file)) ? folder : undefined;
}

function evaluate(chat: Chat): Cells[] {
  const asked = [...askWeekly(chat, period)];
  const cared = whoCared(chat);
  const lobby = lobbyOf(chat, period.until);
  const random = seededRandom(5);
  const row = (name: string, relevance: Scorer, score: Scorer = relevance): Cells => {
    const { gain, hits } = bridge(chat, asked, { score, without: lobby, cared });
    return [
      name,
      ndcg(asked, cared, { score: relevance, without: new Set(), random }).toFixed(3),
      ndcg(asked, cared, { score: relevance, without: lobby, random }).toFixed(3),
      gain,
      hits,
    ];
  };
  return [
    row(
      'Outloud',
      ({ scores }) => scores.relevance,
      ({ scores }) => scores.rule,
    ),
    row('relevance alone', ({ scores }) => scores.relevance),
    row('popularity', ({ scores }) => scores.popularity),
    row('least talk', ({ scores }) => scores['least talk']),
    row('chance', ({ candidates }) => candidates.map(() => random())),
  ];
}

interface Scale {
  readonly ingestS: number;
  readonly rankP95Ms: number;
  readonly mb: number;
}

interface Watched {
  readonly seconds: number;
  readonly longestBlockMs: number;
}

interface Stored {
  readonly load: Watched;
  readonly choose: Watched;
}

const gc = { NODE_OPTIONS: '--expose-gc' };

async function childSays<T>(script: Script): Promise<T> {
  const child = startChild(script);
  const { measured } = await child.says<{ measured: T }>('measured');
  await child.stop();
  return measured;
}

export const match: Benchmark = {
  name: 'match',
  about: 'who would care for a highlight, and who should meet: beside chance, popularity and least talk',
  run,
};
