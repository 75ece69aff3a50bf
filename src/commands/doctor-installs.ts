import type { Config, SlackConfig } from '../config.ts';
import { graceMs } from '../people/installations.ts';
import type { InstallsReport } from '../storage/check-up.ts';
import { createSealing } from '../storage/sealing.ts';
import { type Check, jsonOf, patienceMs, slackApi, slackMethod, unreachable } from './doctor-check.ts';

/**
 * Whether Slack knows the app's client id and secret: it is asked to exchange a code that is none, and refuses either the
 * client or the code. (https://docs.slack.dev/reference/methods/oauth.v2.access lists both; that it looks at the client
 * first is what is usual, not what stands there.)
 */
export async function checkSlackOAuth({ oauth, apiUrl = slackApi }: SlackConfig, ask: typeof fetch): Promise<Check> {
  const check = 'slack-oauth';
  try {
    const response = await ask(slackMethod(apiUrl, 'oauth.v2.access'), {
      method: 'POST',
      body: new URLSearchParams({
        client_id: oauth?.clientId ?? '',
        client_secret: oauth?.clientSecret ?? '',
        code: 'doctor',
      }),
      signal: AbortSignal.timeout(patienceMs),
    });
    const answer = await jsonOf<{ error?: string }>(response);
    if (answer.error === 'invalid_code') return { check, ok: true, detail: 'Slack knows the client id and secret' };
    const todo =
      'Copy both again (https://api.slack.com/apps > your app > Basic Information > App Credentials) to SLACK_CLIENT_ID and SLACK_CLIENT_SECRET.';
    return { check, ok: false, detail: `Slack refuses the app: ${answer.error ?? `status ${response.status}`}`, todo };
  } catch (error) {
    return unreachable(check, apiUrl, error);
  }
}

/** Where it is installed, what will be erased when, and whether every token can be read. */
export function checkInstalls(config: Config, report: InstallsReport): Check[] {
  return [installsCheck(report), ...listCheck(config, report), ...keysCheck(config, report)];
}

/** Which Slack workspaces may add it by OAuth. */
function listCheck({ slack }: Config, { granted }: InstallsReport): Check[] {
  if (!slack?.oauth) return [];
  const check = 'slack-list';
  const { allowedWorkspaces: allowed } = slack.oauth;
  if (!allowed) {
    const todo = 'Set SLACK_ALLOWED_WORKSPACES to the ids of those that may, unless it is meant for everybody.';
    return [{ check, ok: true, detail: 'any Slack workspace that finds PUBLIC_URL may add it', todo }];
  }
  const detail = `only these may add it: ${allowed.join(', ')}`;
  const others = granted.filter((workspace) => !allowed.includes(workspace.replace('slack:', '')));
  if (others.length === 0) return [{ check, ok: true, detail }];
  const todo =
    'They keep it. To end that, remove the app there in Slack; otherwise add them to SLACK_ALLOWED_WORKSPACES.';
  return [{ check, ok: true, detail: `${detail}; added before, and not named: ${others.join(', ')}`, todo }];
}

function installsCheck({ installed, removed }: InstallsReport): Check {
  const leaving = removed.map(({ workspace, removedAt }) => {
    const day = new Date(removedAt.getTime() + graceMs).toISOString().slice(0, 10);
    return `${workspace} was removed and is erased after ${day}`;
  });
  return { check: 'installs', ok: true, detail: [`installed in ${installed}`, ...leaving].join('; ') };
}

function keysCheck({ encryptionKey, otherEncryptionKeys }: Config, { keys }: InstallsReport): Check[] {
  if (!encryptionKey || keys.length === 0) return [];
  const check = 'encryption';
  const sealing = createSealing(encryptionKey, otherEncryptionKeys);
  const unknown = keys.filter(({ id }) => !sealing.knows(id));
  if (unknown.length > 0) {
    const detail = `tokens are encrypted with a key that is not set: ${unknown.map(told).join(', ')}`;
    const todo = 'Put that key into ENCRYPTION_OTHER_KEYS. If it is lost, install the app again in those workspaces.';
    return [{ check, ok: false, detail, todo }];
  }
  const old = keys.filter(({ id }) => id !== sealing.keyId);
  if (old.length === 0) return [{ check, ok: true, detail: 'every token is encrypted with ENCRYPTION_KEY' }];
  const todo = 'Outloud encrypts them anew when it starts. Keep ENCRYPTION_OTHER_KEYS until then.';
  return [
    { check, ok: true, detail: `tokens are still encrypted with another key: ${old.map(told).join(', ')}`, todo },
  ];
}

function told({ id, tokens }: InstallsReport['keys'][number]): string {
  return `${id} (${tokens})`;
}
