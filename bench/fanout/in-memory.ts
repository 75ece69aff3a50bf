import { setTimeout as wait } from 'node:timers/promises';
import PQueue from 'p-queue';
import { readArguments, tellCost } from './arguments.ts';
import { createPost, type Post } from './sdk-posts.ts';
import { itemsOf } from './workload.ts';

/**
 * What an app without an outbox would do, nothing of it durable: every message through the platform's SDK with the SDK's
 * own retries, all at once (`SENDER=all`) or through p-queue at the workspace's rate (`SENDER=p-queue`; on Teams with the
 * back-off that Microsoft advises, ten tries, as the SDK's own gives up too soon).
 */

const { workload, url } = readArguments();
const items = itemsOf(workload);
const sdkPost = createPost(workload.platform, url);
const isQueued = process.env.SENDER === 'p-queue';
const post = isQueued && workload.platform === 'teams' ? patient(sdkPost) : sdkPost;
const callsASecond = workload.platform === 'slack' ? 10 : 50;
const queue = isQueued ? new PQueue({ intervalCap: callsASecond, interval: 1_000 }) : undefined;

await tellCost(async () => {
  const results = await Promise.allSettled(items.map((item) => (queue ? queue.add(() => post(item)) : post(item))));
  return { failed: results.filter(({ status }) => status === 'rejected').length };
});
process.exit(0);

/** https://learn.microsoft.com/microsoftteams/platform/bots/how-to/rate-limit: 2 s, doubled up to 20 s, with jitter. */
function patient(send: Post): Post {
  return async (item) => {
    for (let tries = 1; ; tries++) {
      try {
        return await send(item);
      } catch (error) {
        if (tries === 10) throw error;
        await wait(Math.min(20_000, 1_000 * 2 ** tries) * (0.8 + Math.random() * 0.4));
      }
    }
  };
}
