import { asId } from '../../src/base/ids.ts';
import type { ConversationId } from '../../src/chat/ids.ts';
import type { ServiceName } from '../service/running.ts';

/** What is to be sent: `per` messages into each of `channels` conversations. */
export interface Workload {
  readonly platform: ServiceName;
  readonly channels: number;
  readonly per: number;
  /** Which comes first in the queue: the next message of every conversation in turn, or a whole conversation. */
  readonly order: 'turns' | 'blocks';
}

export interface Item {
  /** As the platform calls the conversation. */
  readonly channel: string;
  readonly text: string;
}

export const team = 'T0BENCH';
export const tenant = '6f3c1d2e-8a47-4b5e-9c11-27d0a5b4e803';

export function itemsOf({ platform, channels, per, order }: Workload): Item[] {
  const item = (channel: number, seq: number): Item => ({
    channel: channelName(platform, channel),
    text: `prompt m=${channel * per + seq} seq=${seq}`,
  });
  const numbers = (count: number): number[] => Array.from({ length: count }, (_, index) => index);
  return order === 'turns'
    ? numbers(per).flatMap((seq) => numbers(channels).map((channel) => item(channel, seq)))
    : numbers(channels).flatMap((channel) => numbers(per).map((seq) => item(channel, seq)));
}

export function channelName(platform: ServiceName, number: number): string {
  const digits = String(number).padStart(6, '0');
  return platform === 'slack' ? `C${digits}` : `a:chat-${digits}`;
}

export function conversationOf(platform: ServiceName, channel: string): ConversationId {
  return asId(platform === 'slack' ? `slack:${team}:${channel}` : `teams:${tenant}:c:${channel}`);
}
