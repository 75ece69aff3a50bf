import type { IncomingMessage } from 'node:http';
import { verifySlackRequest } from '@slack/bolt';
import { messageOf } from '../../base/errors.ts';
import { freshForMs } from './limits.ts';

/** Why a request is not believed, for the log; absent when it is Slack's own. `now` is real time, never a moved clock. */
export function whyNotSlack(
  request: { readonly headers: IncomingMessage['headers']; readonly rawBody: Buffer },
  options: { readonly signingSecret: string; readonly now: Date },
): string | undefined {
  const signature = request.headers['x-slack-signature'];
  const timestamp = request.headers['x-slack-request-timestamp'];
  if (typeof signature !== 'string' || typeof timestamp !== 'string') return 'not signed';
  if (!/^\d{1,12}$/.test(timestamp)) return 'a timestamp that is no number';
  // Bolt's own check knows only "too old".
  if (Number(timestamp) * 1000 > options.now.getTime() + freshForMs) return 'a timestamp from the future';
  try {
    verifySlackRequest({
      signingSecret: options.signingSecret,
      body: request.rawBody.toString(),
      headers: { 'x-slack-signature': signature, 'x-slack-request-timestamp': Number(timestamp) },
      nowMilliseconds: options.now.getTime(),
    });
    return undefined;
  } catch (error) {
    return messageOf(error);
  }
}
