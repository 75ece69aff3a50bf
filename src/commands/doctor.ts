import { readFile } from 'node:fs/promises';
import { createLogger } from '../base/logger.ts';
import { scopes } from '../bots/slack/access.ts';
import { type Config, ConfigError, readConfig, type SlackConfig } from '../config.ts';
import type { Environment } from '../settings/environment.ts';
import { checkDatabase } from '../storage/check-up.ts';
import { checkAddress } from './doctor-address.ts';
import { type Check, jsonOf, patienceMs, slackApi, slackMethod, unreachable } from './doctor-check.ts';
import { checkInstalls, checkSlackOAuth } from './doctor-installs.ts';
import { checkLooks, checkNames } from './doctor-settings.ts';
import { checkTeams, checkTeamsKeys } from './doctor-teams.ts';

interface CheckUpOptions {
  envFile?: string | false;
  fetch?: typeof fetch;
}

/** Without these something in the app does not work. */
const neededScopes = scopes.filter(({ without }) => without === undefined).map(({ name }) => name);
/** What is lacking without each of the others. */
const usefulScopes = new Map(scopes.flatMap(({ name, without }) => (without ? [[name, without] as const] : [])));

/** Settings, versions, database, and whether Slack and Microsoft take our credentials. Nothing is sent to anybody. */
export async function checkUp(environment: Environment, options: CheckUpOptions = {}): Promise<Check[]> {
  const versions = await checkVersions();
  const settings = checkSettings(environment, options.envFile);
  if (!settings.config) return [...settings.checks, ...versions];
  const { config } = settings;
  const ask = options.fetch ?? fetch;
  const [address, stored, slack, oauth, teams, keys] = await Promise.all([
    checkAddress(config, ask),
    checkStorage(config),
    config.slack?.botToken && checkSlack(config.slack, ask),
    config.slack?.oauth && checkSlackOAuth(config.slack, ask),
    config.teams && checkTeams(config.teams, ask),
    config.teams && checkTeamsKeys(config.teams, ask),
  ]);
  const found = [...settings.checks, address, ...versions, ...stored, slack, oauth, teams, keys];
  return found.filter((check) => typeof check === 'object');
}

function checkSettings(environment: Environment, envFile?: string | false): { config?: Config; checks: Check[] } {
  try {
    const { config } = readConfig(environment, envFile);
    const connected = [config.slack && 'Slack', config.teams && 'Teams'].filter(Boolean).join(' and ');
    const detail = config.local ? 'local mode: the playground plays Slack and Teams' : `set up: ${connected}`;
    const looks = [...checkNames(environment, envFile), ...checkLooks(config)];
    return { config, checks: [{ check: 'settings', ok: true, detail }, ...looks] };
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    const checks = error.complaints.map(({ variable, problem, todo }) => {
      return { check: 'settings', ok: false, detail: `${variable} ${problem}`, todo };
    });
    return { checks: [...checks, ...checkNames(environment, envFile)] };
  }
}

async function checkVersions(): Promise<Check[]> {
  const packageFile = new URL('../../package.json', import.meta.url);
  const { engines, dependencies } = JSON.parse(await readFile(packageFile, 'utf8'));
  const wanted = Number.parseInt(engines.node.replace(/\D*/, ''), 10);
  const nodeIsNew = Number.parseInt(process.versions.node, 10) >= wanted;
  const node: Check = {
    check: 'node',
    ok: nodeIsNew,
    detail: process.version,
    ...(nodeIsNew
      ? {}
      : { todo: `Outloud needs Node ${wanted} or newer. "npm ci" installs one, "npm start" uses it.` }),
  };
  return [node, await checkPackages(dependencies)];
}

async function checkPackages(wanted: Record<string, string>): Promise<Check> {
  const installed = await Promise.all(Object.keys(wanted).map(async (name) => [name, await installedVersion(name)]));
  const wrong = installed.filter(([name, version]) => version !== wanted[name ?? '']);
  if (wrong.length === 0) return { check: 'packages', ok: true, detail: `${installed.length} as pinned` };
  const detail = wrong.map(([name, version]) => `${name} ${version ?? 'is not installed'}, not ${wanted[name ?? '']}`);
  return { check: 'packages', ok: false, detail: detail.join('; '), todo: 'Run "npm ci".' };
}

async function installedVersion(name: string): Promise<string | undefined> {
  const file = new URL(`../../node_modules/${name}/package.json`, import.meta.url);
  const text = await readFile(file, 'utf8').catch(() => '{}');
  return JSON.parse(text).version;
}

async function checkStorage(config: Config): Promise<Check[]> {
  const { databaseUrl, dataDir } = config;
  const { installs, ...report } = await checkDatabase({
    databaseUrl,
    dataDir,
    logger: createLogger({ level: 'silent' }),
  });
  return [{ check: 'database', ...report }, ...(installs ? checkInstalls(config, installs) : [])];
}

/** https://docs.slack.dev/reference/methods/auth.test: the answer's `x-oauth-scopes` header lists the token's scopes. */
async function checkSlack({ botToken, apiUrl = slackApi }: SlackConfig, ask: typeof fetch): Promise<Check> {
  const check = 'slack';
  try {
    const response = await ask(slackMethod(apiUrl, 'auth.test'), {
      method: 'POST',
      headers: { authorization: `Bearer ${botToken}` },
      signal: AbortSignal.timeout(patienceMs),
    });
    const answer = await jsonOf<{ ok?: boolean; error?: string; team?: string }>(response);
    if (!answer.ok) return refusedBySlack(answer.error ?? `status ${response.status}`);
    return withScopes(answer.team ?? 'the workspace', response.headers.get('x-oauth-scopes'));
  } catch (error) {
    return unreachable(check, apiUrl, error);
  }
}

/** https://docs.slack.dev/reference/methods/auth.test */
const gone = new Set(['account_inactive', 'token_revoked', 'team_access_not_granted', 'access_denied']);

function refusedBySlack(error: string): Check {
  const copy =
    'copy the Bot User OAuth Token (https://api.slack.com/apps > your app > OAuth & Permissions) to SLACK_BOT_TOKEN.';
  const todo = gone.has(error)
    ? `The app was taken out of the workspace: install it again, then ${copy}`
    : `Compare the two tokens, and ${copy}`;
  return { check: 'slack', ok: false, detail: `Slack refuses the bot token: ${error}`, todo };
}

function withScopes(team: string, header: string | null): Check {
  const detail = `connected to ${team}`;
  if (header === null)
    return { check: 'slack', ok: true, detail: `${detail}; it does not say which scopes it granted` };
  const granted = new Set(header.split(',').map((scope) => scope.trim()));
  const missing = neededScopes.filter((scope) => !granted.has(scope));
  const wished = [...usefulScopes.keys()].filter((scope) => !granted.has(scope));
  const add = (scopes: string[]) =>
    `Add ${scopes.join(', ')} under OAuth & Permissions > Bot Token Scopes, then install the app again.`;
  if (missing.length > 0) {
    return { check: 'slack', ok: false, detail: `${detail}, without ${missing.join(', ')}`, todo: add(missing) };
  }
  if (wished.length === 0) return { check: 'slack', ok: true, detail: `${detail}, with every scope` };
  const without = new Set(wished.map((scope) => usefulScopes.get(scope)));
  const todo = `${add(wished)} Optional: without them ${[...without].join(', and ')}.`;
  return { check: 'slack', ok: true, detail: `${detail}, without ${wished.join(', ')}`, todo };
}
