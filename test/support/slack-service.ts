import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import type { Kysely } from 'kysely';
import { type Clock, systemClock } from '../../src/base/clock.ts';
import { parseCall, readArguments } from '../../src/playground/slack/arguments.ts';
import { SlackRefusal } from '../../src/playground/slack/errors.ts';
import { createSlackOAuth, type InstallTarget, type SlackOAuth } from '../../src/playground/slack/oauth.ts';
import { openRecords, type Records } from '../../src/playground/store.ts';
import { exchange, readBody, sendJson } from '../../src/playground/web.ts';
import type { Database } from '../../src/storage/schema.ts';

/** A Slack of several workspaces and one organisation: the playground's own OAuth, and a Web API that minds whose token it is. */
export interface SlackService {
  readonly apiUrl: string;
  readonly oauth: SlackOAuth;
  readonly records: Records;
  readonly calls: readonly ServiceCall[];
  /** Every token, code and refresh token that was ever given. */
  readonly secrets: ReadonlySet<string>;
  /** How long access tokens of now live. */
  accessLivesMs: number;
  /** How long a refresh takes. */
  refreshTakesMs: number;
  /** The next so many answers with tokens are lost on the way, though Slack has given them. */
  losesAnswers: number;
  /** Slack does not take an app out by itself. */
  refusesUninstall: boolean;
  close(): Promise<void>;
}

export interface ServiceCall {
  readonly method: string;
  /** Where its token belongs; absent for a call without one. */
  readonly target?: string;
  readonly values: Readonly<Record<string, unknown>>;
  readonly error?: string;
}

export const app = {
  id: 'A0OUTLOUD1',
  clientId: '7012.3456',
  clientSecret: 'the-client-secret-of-this-test',
  botUser: 'U0OUTLOUD1',
};

export const targets: readonly InstallTarget[] = [
  { id: 'T0FIRST001', name: 'First & Foremost', installer: 'U0SAM00001' },
  { id: 'T0SECOND01', name: 'Second <b>', installer: 'U0SAM00002' },
  { id: 'E0WHOLE001', name: 'The Whole Grid', installer: 'W0SAM00003', isOrganisation: true },
  { id: 'T0STRANGER', name: 'Strangers & Sons', installer: 'U0SAM00004' },
  {
    id: 'T0PARTOF01',
    name: 'A part of it',
    installer: 'U0SAM00005',
    partOf: { id: 'E0WHOLE001', name: 'The Whole Grid' },
  },
];

interface ServiceOptions {
  readonly db: Kysely<Database>;
  readonly redirectUrls: () => readonly string[];
  readonly realClock?: Clock;
}

export async function startSlackService({ db, redirectUrls, realClock }: ServiceOptions): Promise<SlackService> {
  const records = await openRecords(db);
  const calls: ServiceCall[] = [];
  const secrets = new Set<string>();
  const oauth = createSlackOAuth({
    records,
    realClock: realClock ?? systemClock,
    app,
    targets,
    redirectUrls,
    accessLivesMs: () => service.accessLivesMs,
  });
  let counter = 1_764_000_000;

  const server = createServer((req, res) => {
    void answer(req, res).catch((error: unknown) => sendJson(res, 500, { ok: false, error: String(error) }));
  });

  async function answer(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const one = exchange(req, res);
    if (one.path === '/oauth/v2/authorize') {
      await oauth.consent(one);
      return gather();
    }
    const name = one.path.replace(/^\/api\//, '');
    const body = (await readBody(req, 1_000_000))?.toString('utf8') ?? '';
    const values = parseCall(body, req.headers['content-type'] ?? '', one.query);
    const token = /^Bearer (.+)$/.exec(req.headers.authorization ?? '')?.[1];
    try {
      const { said, target } = await run(name, values, token);
      await records.commit();
      gather();
      calls.push({ method: name, values, ...(target && { target: target.id }) });
      if (name === 'oauth.v2.access' && service.losesAnswers > 0) {
        service.losesAnswers -= 1;
        req.socket.destroy();
        return;
      }
      sendJson(res, 200, { ok: true, ...said });
    } catch (error) {
      if (!(error instanceof SlackRefusal)) throw error;
      calls.push({ method: name, values, error: error.code });
      sendJson(res, 200, { ok: false, error: error.code });
    }
  }

  async function run(name: string, values: Record<string, unknown>, token: string | undefined) {
    const open = oauth.methods[name];
    if (open) {
      if (values.grant_type === 'refresh_token') await pause(service.refreshTakesMs);
      return { said: open(readArguments(values)) };
    }
    if (token === undefined) throw new SlackRefusal('not_authed');
    const target = oauth.targetOf(token);
    if (name === 'apps.uninstall') {
      if (service.refusesUninstall) throw new SlackRefusal('no_permission');
      await oauth.uninstall(target.id);
      return { said: {}, target };
    }
    return { said: say(name, values, target), target };
  }

  function say(name: string, values: Record<string, unknown>, target: InstallTarget): Record<string, unknown> {
    switch (name) {
      case 'auth.test':
        return {
          user_id: app.botUser,
          team_id: target.isOrganisation ? undefined : target.id,
          enterprise_id: target.isOrganisation ? target.id : undefined,
          is_enterprise_install: target.isOrganisation === true,
        };
      case 'users.info':
        return {
          user: { id: values.user, team_id: target.id, real_name: `Sam of ${target.name}`, tz: 'Europe/London' },
        };
      case 'chat.postMessage':
        counter += 1;
        return { ts: `${counter}.000100`, channel: String(values.channel).replace(/^[UW]/, 'D') };
      case 'chat.update':
        return { ts: values.ts, channel: values.channel };
      case 'conversations.open':
        return { channel: { id: `D${String(values.users).slice(1)}` } };
      case 'conversations.info':
        return { channel: { id: values.channel, name: 'general', num_members: 1 } };
      case 'conversations.members':
        return { members: [target.installer] };
      case 'views.publish':
        return { view: { id: 'V1' } };
      default:
        throw new SlackRefusal('unknown_method');
    }
  }

  function gather(): void {
    for (const kind of ['slack-code', 'slack-token'] as const) {
      for (const secret of records.all(kind).keys()) secrets.add(secret);
    }
  }

  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const service: SlackService = {
    apiUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/`,
    oauth,
    records,
    calls,
    secrets,
    accessLivesMs: 12 * 3_600_000,
    refreshTakesMs: 0,
    losesAnswers: 0,
    refusesUninstall: false,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
  return service;
}

/** A browser: follows nothing by itself, and keeps cookies as one does. */
export function createBrowser() {
  const jar = new Map<string, string>();

  async function go(address: string, init: RequestInit = {}): Promise<Response> {
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(address, { redirect: 'manual', ...init, headers: { ...(cookie && { cookie }) } });
    for (const header of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(header) ?? [];
      if (/Max-Age=0/.test(header)) jar.delete(name);
      else jar.set(name, value);
    }
    return response;
  }

  return {
    jar,
    go,
    /** From the first page to the address that Slack sends the browser back to. */
    async consent(origin: string, target: string): Promise<string> {
      const begun = await go(`${origin}/slack/install`);
      const page = begun.headers.get('location') ?? '';
      // Another site: our cookies do not go there.
      const body = new URLSearchParams({ target });
      const chosen = await fetch(page, { method: 'POST', body, redirect: 'manual' });
      return chosen.headers.get('location') ?? '';
    },
    async install(origin: string, target: string): Promise<Response> {
      return go(await this.consent(origin, target));
    },
  };
}
