import { LogLevel, type Logger as SlackLogger, WebClient, type WebClientOptions } from '@slack/web-api';
import { messageOf } from '../../base/errors.ts';
import type { Logger } from '../../base/logger.ts';
import { wellFormed } from '../../base/well-formed.ts';
import type { WorkspaceId } from '../../chat/ids.ts';
import { PlatformError } from '../../chat/platform.ts';
import { fromResponse, toPlatformError } from './errors.ts';

const CALL_WITHIN_MS = 10_000;

export interface SlackCaller {
  /** One call, one try; every failure is a `PlatformError` that names the call. */
  call<T>(name: string, make: (web: WebClient) => Promise<T>): Promise<T>;
}

export interface SlackClients {
  /** In one workspace, with its token. */
  at(workspace: WorkspaceId): SlackCaller;
  /** Sends to a `response_url` (https://docs.slack.dev/interactivity/handling-user-interaction: 5 times in 30 minutes). */
  respond(url: string, body: Readonly<Record<string, unknown>>): Promise<void>;
}

/** What opens a workspace. Both fail with a `PlatformError`: `unauthorized` where we are not let in. */
export interface SlackAccess {
  tokenFor(workspace: WorkspaceId): Promise<string>;
  /** Slack's id of the bot. */
  botUserIn(workspace: WorkspaceId): Promise<string>;
  /** Slack refuses this token: whether there is another one by now. */
  hasOther(workspace: WorkspaceId, token: string): Promise<boolean>;
}

/** A few thousand workspaces are more than one Outloud has. */
const mostCallers = 2_000;

export function createSlackClients(access: SlackAccess, settings: WebClientOptions): SlackClients {
  const made = new Map<WorkspaceId, SlackCaller>();

  function makeCaller(workspace: WorkspaceId): SlackCaller {
    let latest: { readonly token: string; readonly caller: SlackCaller } | undefined;

    function callerWith(token: string): SlackCaller {
      if (latest?.token !== token) latest = { token, caller: createSlackCaller(settings, token) };
      return latest.caller;
    }

    return {
      async call(name, make) {
        const token = await access.tokenFor(workspace);
        try {
          return await callerWith(token).call(name, make);
        } catch (error) {
          // Another process may have refreshed it, or it was installed anew. What was refused had no effect.
          const isRefused = error instanceof PlatformError && error.code === 'unauthorized';
          if (!isRefused || !(await access.hasOther(workspace, token))) throw error;
          return callerWith(await access.tokenFor(workspace)).call(name, make);
        }
      },
    };
  }

  return {
    at(workspace) {
      const caller = made.get(workspace) ?? makeCaller(workspace);
      if (made.size >= mostCallers) made.clear();
      made.set(workspace, caller);
      return caller;
    },
    async respond(url, body) {
      if (!isSlacks(url, settings.slackApiUrl)) {
        throw new PlatformError('rejected', "response_url: an address that is not Slack's");
      }
      return respond(url, body);
    },
  };
}

const responseHosts: readonly string[] = ['hooks.slack.com', 'hooks.slack-gov.com'];

/** It comes with what Slack signed; nothing is sent anywhere else all the same. An emulator has it beside its API. */
function isSlacks(responseUrl: string, apiUrl: string | undefined): boolean {
  const url = URL.parse(responseUrl);
  if (!url) return false;
  if (apiUrl !== undefined && url.origin === new URL(apiUrl).origin) return true;
  return url.protocol === 'https:' && responseHosts.includes(url.host);
}

/** With one token, or for what needs none. */
export function createSlackCaller(settings: WebClientOptions, token?: string): SlackCaller {
  const web = new WebClient(token, settings);
  return {
    async call(name, make) {
      try {
        // Names and words in it go into the database.
        return wellFormed(await make(web));
      } catch (error) {
        throw toPlatformError(error, name);
      }
    },
  };
}

export function clientOptions({ apiUrl, logger }: { apiUrl?: string; logger: Logger }): WebClientOptions {
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
