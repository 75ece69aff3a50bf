import { systemClock } from '../../src/base/clock.ts';
import { createLogger } from '../../src/base/logger.ts';
import type { PlatformName } from '../../src/chat/ids.ts';
import type { Platform } from '../../src/chat/platform.ts';
import { createWorker } from '../../src/delivery/worker.ts';
import { openStorage } from '../../src/storage/storage.ts';
import { connect } from '../fanout/connect.ts';

/** One of several Outloud processes that send what is in a database (`DATABASE_URL`), until it is killed. */

const { DATABASE_URL: databaseUrl = '', SLACK_ADDRESS: slack = '', TEAMS_ADDRESS: teams = '' } = process.env;
// Warnings are what is being tried here.
const logger = createLogger({ level: 'fatal' });
const storage = await openStorage({ databaseUrl, dataDir: '/nowhere', logger, clock: systemClock });
const platforms = new Map<PlatformName, Platform>([
  ['slack', await connect('slack', { address: slack, storage, logger })],
  ['teams', await connect('teams', { address: teams, storage, logger })],
]);
const worker = createWorker({ storage, platforms, clock: systemClock, logger });
worker.start();
console.log(JSON.stringify({ sending: true }));

process.once('SIGTERM', async () => {
  await worker.stop();
  await storage.stop();
});
