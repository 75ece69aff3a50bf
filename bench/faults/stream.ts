import { channelName } from '../fanout/workload.ts';
import { createRandom } from '../service/faults.ts';
import type { ServiceName } from '../service/running.ts';

/** Posts that come steadily: half into few channels, where each follows the last, half into many. */

export interface Post {
  readonly platform: ServiceName;
  readonly channel: string;
  readonly text: string;
}

export interface Stream {
  /** What has come up by now. */
  due(elapsedMs: number): Post[];
  /** To each platform. */
  sent(): number;
}

export const postsASecond = 4;
const followed = 20;
const scattered = 1_000;

export function createStream(): Stream {
  const random = createRandom(7);
  const lengths = new Map<number, number>();
  let count = 0;

  function next(): Post[] {
    const number = count % 2 === 0 ? Math.floor(random() * followed) : followed + Math.floor(random() * scattered);
    const seq = lengths.get(number) ?? 0;
    lengths.set(number, seq + 1);
    const text = `post m=${count} seq=${seq}`;
    count += 1;
    return (['slack', 'teams'] as const).map((platform) => ({
      platform,
      channel: channelName(platform, number),
      text,
    }));
  }

  return {
    due(elapsedMs) {
      const posts: Post[] = [];
      while (count < (elapsedMs / 1_000) * postsASecond) posts.push(...next());
      return posts;
    },
    sent: () => count,
  };
}

export function channelsOf(platform: ServiceName): string[] {
  return Array.from({ length: followed + scattered }, (_, number) => channelName(platform, number));
}
