import { createHmac } from 'node:crypto';
import type { Clock } from '../../base/clock.ts';
import type { JsonObject } from '../json.ts';
import { type Answer, ask } from '../web.ts';

/** Sends to the app's route as Slack does: signed over the raw body (docs.slack.dev/authentication/verifying-requests-from-slack). */
export interface SlackSender {
  event(envelope: JsonObject): Promise<Answer>;
  interaction(payload: JsonObject): Promise<Answer>;
  command(fields: Record<string, string>): Promise<Answer>;
}

export interface SlackSenderOptions {
  readonly origin: () => string;
  readonly signingSecret: string;
  /** Signatures are judged by real time, whatever the playground's clock says. */
  readonly realClock: Clock;
  readonly patienceMs: number;
}

export function createSlackSender(options: SlackSenderOptions): SlackSender {
  function post(body: string, contentType: string): Promise<Answer> {
    const timestamp = String(Math.floor(options.realClock.now().getTime() / 1000));
    const mac = createHmac('sha256', options.signingSecret).update(`v0:${timestamp}:${body}`).digest('hex');
    const headers = {
      'content-type': contentType,
      'user-agent': 'Slackbot 1.0 (+https://api.slack.com/robots)',
      'x-slack-request-timestamp': timestamp,
      'x-slack-signature': `v0=${mac}`,
    };
    return ask(`${options.origin()}/slack/events`, { headers, body }, options.patienceMs);
  }

  function form(fields: Record<string, string>): Promise<Answer> {
    return post(new URLSearchParams(fields).toString(), 'application/x-www-form-urlencoded');
  }

  return {
    event: (envelope) => post(JSON.stringify(envelope), 'application/json'),
    interaction: (payload) => form({ payload: JSON.stringify(payload) }),
    command: form,
  };
}
