import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { Clock } from '../../base/clock.ts';
import type { JsonObject } from '../json.ts';
import type { SlackToken } from '../state.ts';
import type { Records } from '../store.ts';
import { type Exchange, readBody, send } from '../web.ts';
import type { Arguments } from './arguments.ts';
import type { Method } from './chat-methods.ts';
import { SlackRefusal } from './errors.ts';

/*
 * The local Slack's OAuth v2: a page that asks a person whether to add the app, codes for tokens, and token rotation
 * (https://docs.slack.dev/authentication/installing-with-oauth, .../using-token-rotation). A refresh token is good once,
 * and for a short time after; a workspace has two live access tokens at most. It lives in real time.
 */

/** Where the app can be installed: a workspace, or an organisation as a whole. */
export interface InstallTarget {
  readonly id: string;
  readonly name: string;
  readonly isOrganisation?: true;
  /** The organisation that a workspace is part of. */
  readonly partOf?: { readonly id: string; readonly name: string };
  /** Whoever says yes on the page. */
  readonly installer: string;
}

export interface SlackOAuthOptions {
  readonly records: Records;
  readonly realClock: Clock;
  readonly app: {
    readonly id: string;
    readonly clientId: string;
    readonly clientSecret: string;
    readonly botUser: string;
  };
  readonly targets: readonly InstallTarget[];
  /** How long an access token of now lives; 12 hours by default. */
  readonly accessLivesMs?: () => number;
  /** The only addresses that a browser is sent back to. */
  readonly redirectUrls: () => readonly string[];
}

export interface SlackOAuth {
  /** The page, and what is chosen there. */
  consent(exchange: Exchange): Promise<void>;
  /** Needs no token. */
  readonly methods: Readonly<Record<string, Method>>;
  /** Whose access token it is; refuses in Slack's words one that has ended or never was. */
  targetOf(token: string): InstallTarget;
  /** As if the app was uninstalled there: every token of it ends. */
  uninstall(target: string): Promise<void>;
}

const codeLivesMs = 10 * 60_000;
const accessLivesMs = 12 * 3_600_000;
const graceMs = 60_000;
const mostLive = 2;
const largestChoice = 4_096;

export function createSlackOAuth(options: SlackOAuthOptions): SlackOAuth {
  const { records, realClock, app, targets } = options;
  const nowMs = (): number => realClock.now().getTime();

  /* ---- the page ---- */

  async function consent(exchange: Exchange): Promise<void> {
    const { res, query, method } = exchange;
    const redirectUrl = query.get('redirect_uri') ?? '';
    if (query.get('client_id') !== app.clientId) return send(res, 400, 'invalid_client_id', 'text/plain');
    if (!options.redirectUrls().includes(redirectUrl)) return send(res, 400, 'bad_redirect_uri', 'text/plain');
    if (method === 'GET') return send(res, 200, page(query), 'text/html; charset=utf-8');
    const body = await readBody(exchange.req, largestChoice);
    const chosen = new URLSearchParams(body?.toString('utf8') ?? '').get('target');
    const back = new URL(redirectUrl);
    const target = targets.find(({ id }) => id === chosen);
    if (target) back.searchParams.set('code', await newCode(target, redirectUrl));
    else back.searchParams.set('error', 'access_denied');
    back.searchParams.set('state', query.get('state') ?? '');
    res.writeHead(302, { location: back.href, 'cache-control': 'no-store' });
    res.end();
  }

  function page(query: URLSearchParams): string {
    const scopes = (query.get('scope') ?? '').split(',').map((scope) => `<li><code>${escaped(scope)}</code></li>`);
    const choices = targets.map(
      ({ id, name }) => `<button name="target" value="${escaped(id)}">Add to ${escaped(name)}</button>`,
    );
    return `<!doctype html><html lang="en-GB"><head><meta charset="utf-8"><title>Add an app: the local Slack</title>
<meta name="viewport" content="width=device-width"><style>body{font:1rem/1.5 system-ui,sans-serif;max-width:34rem;margin:3rem auto;padding:0 1rem}
button{font:inherit;padding:.5rem 1rem;margin:.25rem .5rem .25rem 0}</style></head><body><main>
<h1>The local Slack asks: may Outloud come in?</h1><p>It would get these permissions:</p><ul>${scopes.join('')}</ul>
<form method="post">${choices.join('')}<button name="target" value="">No, thank you</button></form>
</main></body></html>`;
  }

  async function newCode(target: InstallTarget, redirectUrl: string): Promise<string> {
    const code = `${randomBytes(6).toString('hex')}.${randomBytes(24).toString('hex')}`;
    const expiresAtMs = nowMs() + codeLivesMs;
    records.put('slack-code', code, { workspace: target.id, installer: target.installer, redirectUrl, expiresAtMs });
    await records.commit();
    return code;
  }

  /* ---- tokens ---- */

  function access(args: Arguments): JsonObject {
    if (args.text('client_id') !== app.clientId) throw new SlackRefusal('invalid_client_id');
    if (!isSame(args.text('client_secret'), app.clientSecret)) throw new SlackRefusal('bad_client_secret');
    if (args.text('grant_type') === 'refresh_token') return refresh(args.text('refresh_token'));
    const code = args.text('code');
    const known = records.get('slack-code', code);
    records.remove('slack-code', code);
    if (!known || known.expiresAtMs <= nowMs()) throw new SlackRefusal('invalid_code');
    if (known.redirectUrl !== args.text('redirect_uri')) throw new SlackRefusal('bad_redirect_uri');
    const target = targetNamed(known.workspace);
    // A new install ends what an earlier one gave.
    endTokens(target.id);
    return { ...tokensFor(target), authed_user: { id: known.installer } };
  }

  function refresh(token: string): JsonObject {
    const known = records.get('slack-token', token);
    const hasEnded = known?.expiresAtMs !== null && (known?.expiresAtMs ?? 0) <= nowMs();
    if (known?.kind !== 'refresh' || hasEnded) throw new SlackRefusal('invalid_refresh_token');
    if (known.expiresAtMs === null) {
      records.put('slack-token', token, { ...known, expiresAtMs: nowMs() + graceMs });
    }
    return tokensFor(targetNamed(known.workspace));
  }

  function tokensFor(target: InstallTarget): JsonObject {
    const token = `xoxe.xoxb-1-${randomBytes(24).toString('hex')}`;
    const refreshToken = `xoxe-1-${randomBytes(24).toString('hex')}`;
    const common = { workspace: target.id, issued: nextNumber() };
    const livesMs = options.accessLivesMs?.() ?? accessLivesMs;
    records.put('slack-token', token, { ...common, kind: 'access', expiresAtMs: nowMs() + livesMs });
    records.put('slack-token', refreshToken, { ...common, kind: 'refresh', expiresAtMs: null });
    for (const [old] of live(target.id, 'access').slice(mostLive)) records.remove('slack-token', old);
    const place = { id: target.id, name: target.name };
    return {
      access_token: token,
      refresh_token: refreshToken,
      expires_in: livesMs / 1000,
      token_type: 'bot',
      scope: 'chat:write,commands,users:read',
      bot_user_id: app.botUser,
      app_id: app.id,
      team: target.isOrganisation ? null : place,
      enterprise: target.isOrganisation ? place : (target.partOf ?? null),
      is_enterprise_install: target.isOrganisation === true,
    };
  }

  /** Newest first. */
  function live(target: string, kind: SlackToken['kind']): [string, SlackToken][] {
    return [...records.all('slack-token')]
      .filter(([, token]) => token.workspace === target && token.kind === kind)
      .toSorted(([, one], [, other]) => other.issued - one.issued);
  }

  function nextNumber(): number {
    return Math.max(0, ...[...records.all('slack-token').values()].map(({ issued }) => issued)) + 1;
  }

  function endTokens(target: string): void {
    for (const kind of ['access', 'refresh'] as const) {
      for (const [token] of live(target, kind)) records.remove('slack-token', token);
    }
  }

  function targetNamed(id: string): InstallTarget {
    const target = targets.find((each) => each.id === id);
    if (!target) throw new SlackRefusal('team_not_found');
    return target;
  }

  return {
    consent,
    methods: { 'oauth.v2.access': access },
    targetOf(token) {
      const known = records.get('slack-token', token);
      if (known?.kind !== 'access') {
        throw new SlackRefusal(token.startsWith('xoxe.xoxb-') ? 'token_revoked' : 'invalid_auth');
      }
      if ((known.expiresAtMs ?? 0) <= nowMs()) throw new SlackRefusal('token_expired');
      return targetNamed(known.workspace);
    },
    async uninstall(target) {
      endTokens(target);
      await records.commit();
    },
  };
}

function isSame(one: string, other: string): boolean {
  const [left, right] = [Buffer.from(one), Buffer.from(other)];
  return left.length === right.length && timingSafeEqual(left, right);
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
