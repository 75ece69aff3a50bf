import { createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { freshForMs } from './limits.ts';

/**
 * Why a request is not believed, for the log; absent when it is Slack's own. `now` is real time, never a moved clock.
 * https://docs.slack.dev/authentication/verifying-requests-from-slack: the bytes as they came are what is signed.
 * Bolt's own check lets timestamps from the future pass, and takes ten times as long.
 */
export function whyNotSlack(
  request: { readonly headers: IncomingMessage['headers']; readonly rawBody: Buffer },
  options: { readonly signingSecret: string; readonly now: Date },
): string | undefined {
  const signature = request.headers['x-slack-signature'];
  const timestamp = request.headers['x-slack-request-timestamp'];
  if (typeof signature !== 'string' || typeof timestamp !== 'string') return 'not signed';
  if (options.signingSecret === '') return 'there is no signing secret to check it with';
  if (!/^\d{1,12}$/.test(timestamp)) return 'a timestamp that is no number';
  const aheadMs = Number(timestamp) * 1000 - options.now.getTime();
  if (aheadMs > freshForMs) return 'a timestamp from the future';
  if (aheadMs < -freshForMs) return 'a timestamp that is too old';
  const [, given] = /^v0=([0-9a-f]{64})$/.exec(signature) ?? [];
  if (given === undefined) return 'a signature of another form';
  const signed = createHmac('sha256', options.signingSecret).update(`v0:${timestamp}:`).update(request.rawBody);
  return timingSafeEqual(signed.digest(), Buffer.from(given, 'hex')) ? undefined : 'another signature';
}
