import { createInterface } from 'node:readline';
import PQueue from 'p-queue';
import { createPost, type Item } from '../fanout/sdk-posts.ts';
import type { ServiceName } from '../service/running.ts';

/** What an app without an outbox would do: it posts what it is told through p-queue and the SDKs' own retries. */

const { SLACK_ADDRESS: slack = '', TEAMS_ADDRESS: teams = '' } = process.env;
const posts = { slack: createPost('slack', slack), teams: createPost('teams', teams) };
const queues = {
  slack: new PQueue({ intervalCap: 10, interval: 1_000 }),
  teams: new PQueue({ intervalCap: 50, interval: 1_000 }),
};

createInterface(process.stdin).on('line', (line) => {
  const { platform, ...item } = JSON.parse(line) as Item & { platform: ServiceName };
  queues[platform].add(() => posts[platform](item)).catch(() => undefined);
});
console.log(JSON.stringify({ sending: true }));

process.once('SIGTERM', async () => {
  await Promise.all(Object.values(queues).map((queue) => queue.onIdle()));
  process.exit(0);
});
