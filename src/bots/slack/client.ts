import { LogLevel, type Logger as SlackLogger, WebClient, type WebClientOptions } from '@slack/web-api';
import { messageOf } from '../../base/errors.ts';
import type { Logger } from '../../base/logger.ts';
import { PlatformError } from '../../chat/platform.ts';
import { fromResponse, toPlatformError } from './errors.ts';

const CALL_WITHIN_MS = 10_000;

export interface SlackClient {
  readonly web: WebClient;
  /** The same settings, for Bolt's own clients. */
  readonly options: WebClientOptions;
  /** One call, one try; every failure is a `PlatformError` that names the call. */
  call<T>(name: string, make: (web: WebClient) => Promise<T>): Promise<T>;
  /** Sends to a `response_url` (https://docs.slack.dev/interactivity/handling-user-interaction: 5 times in 30 minutes). */
  respond(url: string, body: Readonly<Record<string, unknown>>): Promise<void>;
  /** Who the bot itself is. Asked once, when it is first needed; a failure is not remembered. */
  identity(): Promise<Identity>;
}

interface Identity {
  readonly botUserId: string;
}

export function createSlackClient(options: { botToken: string; apiUrl?: string; logger: Logger }): SlackClient {
  const settings = clientOptions(options);
  const web = new WebClient(options.botToken, settings);
  let known: Promise<Identity> | undefined;
  const client: SlackClient = {
    web,
    options: settings,
    async call(name, make) {
      try {
        return await make(web);
      } catch (error) {
        throw toPlatformError(error, name);
      }
    },
    respond,
    identity() {
      known ??= askIdentity(client).catch((error: unknown) => {
        known = undefined;
        throw error;
      });
      return known;
    },
  };
  return client;
}

function clientOptions({ apiUrl, logger }: { apiUrl?: string; logger: Logger }): WebClientOptions {
  return {
    // Left alone the client would wait and try again for up to half an hour; the outbox owns retries.
    rejectRateLimitedCalls: true,
    retryConfig: { retries: 0 },
    timeout: CALL_WITHIN_MS,
    allowAbsoluteUrls: false,
    logger: toSlackLogger(logger),
    ...(apiUrl !== undefined && { slackApiUrl: apiUrl.endsWith('/') ? apiUrl : `${apiUrl}/` }),
  };
}

async function askIdentity(client: SlackClient): Promise<Identity> {
  const answer = await client.call('auth.test', (web) => web.auth.test());
  if (!answer.user_id) throw new PlatformError('rejected', 'auth.test: no user_id in the answer');
  return { botUserId: answer.user_id };
}

async function respond(url: string, body: Readonly<Record<string, unknown>>): Promise<void> {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json; charset=utf-8' },
    body: JSON.stringify(body),
    redirect: 'error',
    signal: AbortSignal.timeout(CALL_WITHIN_MS),
  }).catch((error: unknown) => {
    throw toPlatformError(error, 'response_url');
  });
  if (answer.ok) return answer.body?.cancel();
  const seconds = Number(answer.headers.get('retry-after') ?? Number.NaN);
  const said = await answer.text().catch(() => '');
  throw fromResponse(answer.status, said, Number.isFinite(seconds) ? seconds * 1000 : undefined);
}

/** Slack's packages log whole bodies at debug level, people's words included: that level goes nowhere. */
export function toSlackLogger(logger: Logger): SlackLogger {
  const line = (parts: readonly unknown[]): string => parts.map(messageOf).join(' ');
  return {
    debug() {},
    info: (...parts) => logger.debug(line(parts)),
    warn: (...parts) => logger.debug(line(parts)),
    error: (...parts) => logger.warn(line(parts)),
    setLevel() {},
    getLevel: () => LogLevel.INFO,
    setName() {},
  };
}
