import { setTimeout as pause } from 'node:timers/promises';
import { systemClock } from '../src/base/clock.ts';
import { createLogger } from '../src/base/logger.ts';
import { slackLimits } from '../src/bots/slack/limits.ts';
import { teamsLimits } from '../src/bots/teams/limits.ts';
import { openEmbedded } from '../src/storage/embedded.ts';
import { openStorage, type Storage } from '../src/storage/storage.ts';
import { amina, aminaName, aminaOnTeams, type Leavers, openLeavers } from '../test/support/leavers.ts';
import { tracesOf } from '../test/support/traces.ts';
import type { Benchmark, Report } from './benchmark.ts';
import { inFreshPlace } from './program.ts';

/**
 * Somebody with 500 notes, 50 highlights on both platforms and queued posts has everything erased, while both platforms
 * allow no more than they publish. The baseline is the same wish carried out by hand: one message after the other, as
 * fast as the platforms allow.
 */

const notes = 500;
const highlights = 50;
const queued = 20;
const goalS = 60;
const lookEveryMs = 100;

interface Sample {
  readonly databaseS: number;
  readonly receiptS: number;
  readonly takenAway: number;
  readonly underWay: number;
  readonly traces: number;
  readonly byHandS: number;
}

async function run(): Promise<Report> {
  const sample = await inFreshPlace(({ dataDir }) => measure(dataDir));
  const { databaseS, receiptS, takenAway, underWay, traces, byHandS } = sample;
  return {
    columns: ['what', 'seconds', 'messages'],
    rows: [
      ['no trace in the database', databaseS, traces],
      ['receipt arrived', receiptS, takenAway],
      ['still under way by then', '', underWay],
      ['baseline, computed: one after the other, at the platforms’ pace', byHandS, takenAway + underWay],
    ],
    notes: [
      `Goal: receipt and no trace in the database within ${goalS} s: ${receiptS < goalS && traces === 0 ? 'kept' : 'MISSED'}.`,
      'Slack lets an app delete 50 messages a minute in a workspace, Teams 50 a second in a tenant and 2 a second in a',
      'conversation: what is still under way is said in the receipt, and taken away as they allow.',
    ],
    samples: [sample],
  };
}

async function measure(dataDir: string): Promise<Sample> {
  const logger = createLogger({ level: 'error' });
  const server = await openEmbedded({ dataDir, logger });
  const storage = await openStorage({ databaseUrl: server.url, dataDir, logger, clock: systemClock });
  await storage.jobs.start();
  const rates = { slack: slackLimits.rates, teams: teamsLimits.rates };
  const town = await openLeavers({ storage, clock: systemClock, rates, channelsEach: 10 });
  try {
    await town.write(notes - highlights);
    await town.travel(highlights);
    await town.queue(queued);
    return await erase(town, storage);
  } finally {
    await town.stop();
    await server.stop();
  }
}

async function erase(town: Leavers, storage: Storage): Promise<Sample> {
  const stood = town.standing().length;
  const byHandS = secondsByHand(town);
  town.startWorker();
  const begun = performance.now();
  const seconds = () => (performance.now() - begun) / 1_000;
  for (const id of await town.leave()) await town.goOn(id);
  const databaseS = seconds();
  const found = await tracesOf(storage.db, [amina, aminaOnTeams, aminaName, 'very own']);
  while (receipts(town) < 2 && seconds() < 2 * goalS) {
    await pause(lookEveryMs);
    await town.goOnWithAll();
  }
  const receiptS = seconds();
  const left = town.standing().filter((text) => /Amina|very own/.test(text)).length;
  const takenAway = stood + receipts(town) - town.standing().length;
  return { databaseS, receiptS, takenAway, underWay: left, traces: found.length, byHandS };
}

function receipts(town: Leavers): number {
  return town.standing().filter((text) => text.startsWith('Receipt:')).length;
}

/** At the pace of Slack, which is the slower one, with as many deletes on each side as there are messages. */
function secondsByHand(town: Leavers): number {
  const standing = (posts: Leavers['slack']['posts']): number =>
    posts.filter(({ message }) => /Amina|very own/.test(message.text)).length;
  return standing(town.slack.posts) * (60 / 50) + standing(town.teams.posts) / 50;
}

export const erasing: Benchmark = {
  name: 'erase',
  about: 'somebody with 500 notes, 50 highlights on both platforms and queued posts is erased',
  run,
};
