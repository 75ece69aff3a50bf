import type { Clock } from '../../base/clock.ts';
import { createChannels } from '../channels.ts';
import { asObject, type JsonObject, parseObject } from '../json.ts';
import { teamsBot, teamsChannels, teamsPeople, teamsTeam, teamsTenant } from '../org.ts';
import { personState } from '../people.ts';
import type { Identity, TeamsState } from '../state.ts';
import type { Records } from '../store.ts';
import { type Answer, ask, type Exchange, readBody, sendJson } from '../web.ts';
import { createTeamsActions, type TeamsActions } from './actions.ts';
import { answerConnector } from './connector.ts';
import { createTeamsWorld, type TeamsWorld } from './tenant.ts';
import { answerTokenRequest } from './token-endpoint.ts';
import { createTokens, type Tokens } from './tokens.ts';

const largestBody = 1024 * 1024;

/** Under the app's own address; it is the login address too. */
export const teamsBase = '/playground/teams';

export interface LocalTeamsOptions {
  readonly records: Records;
  readonly identity: Identity;
  readonly clock: Clock;
  readonly realClock: Clock;
  readonly patienceMs: number;
  readonly extensions: readonly { id: string; name: string }[];
  readonly origin: () => string;
}

export interface LocalTeams {
  readonly actions: TeamsActions;
  readonly world: TeamsWorld;
  /** Answers the addresses beneath `teamsBase`; `path` is what comes after it. */
  answer(path: string, exchange: Exchange): Promise<void>;
  state(): TeamsState;
}

export function createLocalTeams(options: LocalTeamsOptions): LocalTeams {
  const { records, identity, clock, extensions } = options;
  const channels = createChannels(records);
  const world = createTeamsWorld({ records, channels, clock });
  const tokens = createTokens(identity, options.realClock);
  const base = () => `${options.origin()}${teamsBase}`;
  // With the slash at the end, as Teams' own service addresses have it.
  const serviceUrl = () => `${base()}/`;

  function sendToApp(activity: JsonObject): Promise<Answer> {
    const headers = {
      'content-type': 'application/json; charset=utf-8',
      'user-agent': 'Microsoft-SkypeBotApi (Microsoft-BotFramework/3.0)',
      authorization: `Bearer ${tokens.forApp(serviceUrl())}`,
    };
    const init = { headers, body: JSON.stringify(activity) };
    return ask(`${options.origin()}/api/messages`, init, options.patienceMs);
  }

  return {
    world,
    actions: createTeamsActions({
      records,
      world,
      extensions,
      serviceUrl,
      send: sendToApp,
      now: () => clock.now(),
    }),
    async answer(path, exchange) {
      if (path === '/.well-known/openidconfiguration') return sendJson(exchange.res, 200, openIdConfiguration(base()));
      if (path === '/keys') return sendJson(exchange.res, 200, tokens.keys);
      const [, tenant] = /^\/([^/]+)\/oauth2\/v2\.0\/token$/.exec(path) ?? [];
      if (tenant !== undefined) return token(tenant, exchange, { password: identity.teamsPassword, tokens });
      if (path.startsWith('/v3/')) return connector(path.slice('/v3/'.length), exchange, { records, world, tokens });
      sendJson(exchange.res, 404, { error: { code: 'ServiceError', message: 'There is no such address.' } });
    },
    state: () => ({
      tenant: teamsTenant,
      bot: teamsBot,
      people: teamsPeople.map((person) => ({ ...personState(person), aadObjectId: person.aadObjectId })),
      team: { id: teamsTeam.id, name: teamsTeam.name },
      channels: teamsChannels.map((channel) => channels.shown(channel)),
      conversations: world.shown(),
      dialogs: Object.fromEntries(records.all('teams-dialog')),
      extensions: extensions.map(({ id, name }) => ({ commandId: id, title: name })),
    }),
  };
}

/** What botframework-connector reads to find the keys. */
function openIdConfiguration(base: string): JsonObject {
  return {
    issuer: 'https://api.botframework.com',
    authorization_endpoint: 'https://invalid.botframework.com',
    jwks_uri: `${base}/keys`,
    id_token_signing_alg_values_supported: ['RS256'],
    token_endpoint_auth_methods_supported: ['private_key_jwt'],
  };
}

async function token(
  tenant: string,
  { req, res, method }: Exchange,
  { password, tokens }: { password: string; tokens: Tokens },
): Promise<void> {
  const body = await readBody(req, largestBody);
  if (method !== 'POST' || !body) return sendJson(res, body ? 405 : 413, { error: 'invalid_request' });
  const form = new URLSearchParams(body.toString('utf8'));
  const answer = answerTokenRequest({ tenant, form }, password, tokens);
  sendJson(res, answer.status, answer.body);
}

async function connector(
  path: string,
  { req, res, method, query }: Exchange,
  { records, world, tokens }: { records: Records; world: TeamsWorld; tokens: Tokens },
): Promise<void> {
  const raw = await readBody(req, largestBody);
  const [, bearer = ''] = /^Bearer\s+(\S+)$/i.exec(req.headers.authorization ?? '') ?? [];
  if (!tokens.isForConnector(bearer)) {
    return sendJson(res, 401, { message: 'Authorization has been denied for this request.' });
  }
  if (!raw) return sendJson(res, 413, { error: { code: 'MessageSizeTooBig', message: 'Message size too large.' } });
  const body = raw.length === 0 ? {} : parseObject(raw.toString('utf8'));
  const parts = decoded(path);
  if (!body || !parts) {
    return sendJson(res, 400, { error: { code: 'BadSyntax', message: 'The request could not be read.' } });
  }
  const answer = answerConnector(world, { method, path: parts, query, body: asObject(body) });
  await records.commit();
  sendJson(res, answer.status, answer.body ?? {});
}

function decoded(path: string): string[] | undefined {
  try {
    return path.split('/').filter(Boolean).map(decodeURIComponent);
  } catch {
    return undefined;
  }
}
