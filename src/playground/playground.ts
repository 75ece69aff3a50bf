import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Kysely } from 'kysely';
import type { Server } from 'restify';
import { z } from 'zod';
import { type Clock, type MovableClock, systemClock } from '../base/clock.ts';
import { parseJson } from '../base/json.ts';
import type { Logger } from '../base/logger.ts';
import type { Database } from '../storage/schema.ts';
import { type Act, parseAct, type Tell } from './acts.ts';
import { type CardDesk, hearPress, translateCard } from './cards.ts';
import { keepIdentity } from './identity.ts';
import { forgetEverything, tellInstallation } from './installation.ts';
import { createLive } from './live.ts';
import { slackWorkspace, teamsAppId, teamsTenant } from './org.ts';
import { sendPage, sendPageFile, sendVendorFile } from './page-files.ts';
import { createLocalSlack } from './slack/slack.ts';
import type { SlackCommand, State } from './state.ts';
import { openRecords } from './store.ts';
import { createLocalTeams, teamsBase } from './teams/teams.ts';
import { type Exchange, exchange, readBody, refusal, sendJson } from './web.ts';

/*
 * A local Slack and a local Teams, and the page that shows both. They speak to the app only by the routes and
 * signatures of the real ones, and answer the real SDKs. Everything a call changes is saved before it is answered.
 */

export interface PlaygroundOptions {
  /** `http://127.0.0.1:PORT`; known once the server listens. */
  readonly origin: () => string;
  readonly db: Kysely<Database>;
  readonly clock: MovableClock;
  /** When the next prompt is due. */
  readonly nextDueAt: () => Promise<Date | undefined>;
  readonly onClockMoved: () => Promise<void>;
  readonly commands: readonly SlackCommand[];
  /** Without it there is no page of cards. */
  readonly cards?: CardDesk;
  /** Entries in a message's menu, on both platforms. */
  readonly shortcuts: readonly { id: string; name: string }[];
  readonly logger: Logger;
  /** Signatures, tokens and triggers live by real time. */
  readonly realClock?: Clock;
  /** Kinds of blocks that the local Slack does not have, as one that Slack has not rolled out there. */
  readonly unknownBlocks?: readonly string[];
  /** How long each service waits for the app, in milliseconds. */
  readonly patience?: { readonly slackMs: number; readonly teamsMs: number };
}

export interface Playground {
  readonly slack: {
    readonly team: string;
    readonly signingSecret: string;
    readonly botToken: string;
    readonly oauth: { readonly clientId: string; readonly clientSecret: string; readonly stateSecret: string };
    apiUrl(): string;
  };
  readonly teams: {
    readonly appId: string;
    readonly password: string;
    readonly tenantId: string;
    openIdMetadataUrl(): string;
    loginUrl(): string;
  };
  mount(server: Server): void;
  /** On the first run tells the app that it was installed; the routes must answer by now. */
  start(): Promise<void>;
  /** Ends the open pages' event streams; call it before the server is closed. */
  stop(): Promise<void>;
}

/** Slack waits three seconds, Teams at least ten (docs.slack.dev; MicrosoftDocs/msteams-docs#6461). */
const servicePatience = { slackMs: 3000, teamsMs: 10_000 };
const largestBody = 256 * 1024;
const furthestMoveHours = 24 * 400;
/** A card in quotes, and what was typed into it. */
const largestQuestion = 2 * 1024 * 1024;
const hourMs = 3_600_000;

const clockMove = z.union([
  z.object({ to: z.literal('next') }),
  z.object({ hours: z.number().positive().max(furthestMoveHours) }),
]);

type Handler = (exchange: Exchange) => Promise<void> | void;

export async function createPlayground(options: PlaygroundOptions): Promise<Playground> {
  const { clock, logger, origin, realClock = systemClock, patience = servicePatience } = options;
  const records = await openRecords(options.db);
  clock.offsetMs = records.get('clock', 'offset')?.offsetMs ?? clock.offsetMs;
  const identity = await keepIdentity(records, clock.now());
  const common = { records, identity, clock, realClock, logger, origin };
  const slack = createLocalSlack({
    ...common,
    patienceMs: patience.slackMs,
    commands: options.commands,
    shortcuts: options.shortcuts,
    unknownBlocks: options.unknownBlocks,
  });
  const teams = createLocalTeams({ ...common, patienceMs: patience.teamsMs, extensions: options.shortcuts });
  const live = createLive(records);
  const tell = () => tellInstallation({ records, slack, teams, logger, now: () => clock.now() });

  function state(): State {
    return {
      version: records.version,
      now: clock.now().toISOString(),
      startedAt: identity.startedAt,
      timeZone: 'Europe/London',
      slack: slack.state(),
      teams: teams.state(),
    };
  }

  async function perform(act: Act): Promise<Tell> {
    if (act.platform === 'slack') {
      const person = slack.workspace.person(act.as);
      return person ? slack.actions.act(person, act) : 'There is no such person here.';
    }
    const person = teams.world.person(act.as);
    return person ? teams.actions.act(person, act) : 'There is no such person here.';
  }

  async function act({ req, res }: Exchange): Promise<void> {
    const parsed = parseAct(await readJson(req));
    if (!parsed) return sendJson(res, 400, { ok: false, tell: 'The playground did not understand this.' });
    const words = await perform(parsed);
    sendJson(res, 200, toAnswer(words));
  }

  async function moveClock({ req, res }: Exchange): Promise<void> {
    const move = clockMove.safeParse(await readJson(req));
    if (!move.success) {
      return sendJson(res, 400, { ok: false, tell: 'The clock moves to "next" or on by a number of hours.' });
    }
    const now = clock.now();
    const to = 'hours' in move.data ? new Date(now.getTime() + move.data.hours * hourMs) : await options.nextDueAt();
    if (!to) return sendJson(res, 200, { ok: false, tell: 'No prompt is due. Set up a channel first: /outloud setup' });
    if (to > now) clock.moveTo(to);
    records.put('clock', 'offset', { offsetMs: clock.offsetMs });
    await records.commit();
    await options.onClockMoved();
    sendJson(res, 200, { ok: true, now: clock.now().toISOString() });
  }

  async function reset({ req, res }: Exchange): Promise<void> {
    await readBody(req, largestBody);
    await forgetEverything(records);
    await tell();
    sendJson(res, 200, { ok: true });
  }

  /** Refuses strangers first; whatever else fails is our own fault, and said without its details. */
  function guarded(handler: Handler): (req: IncomingMessage, res: ServerResponse) => Promise<void> {
    return async (req, res) => {
      const reason = refusal(req);
      if (reason) return sendJson(res, 403, { ok: false, tell: reason });
      try {
        await handler(exchange(req, res));
      } catch (error) {
        // Not `req`: one that was read to its end counts as destroyed.
        if (res.headersSent || res.destroyed) return;
        logger.error({ err: error, path: req.url }, 'the playground failed');
        sendJson(res, 500, { ok: false, error: 'internal_error', tell: 'Something went wrong in the playground.' });
      }
    };
  }

  return {
    slack: {
      team: slackWorkspace.id,
      signingSecret: identity.slackSigningSecret,
      botToken: identity.slackBotToken,
      oauth: {
        clientId: slackWorkspace.clientId,
        clientSecret: identity.slackClientSecret,
        stateSecret: identity.slackStateSecret,
      },
      apiUrl: () => `${origin()}${slackApi}`,
    },
    teams: {
      appId: teamsAppId,
      password: identity.teamsPassword,
      tenantId: teamsTenant.id,
      openIdMetadataUrl: () => `${origin()}${teamsBase}/.well-known/openidconfiguration`,
      loginUrl: () => `${origin()}${teamsBase}`,
    },
    mount(server) {
      const { get, post, any } = routesOf(server, guarded);
      get('/', (one) => sendPage('index.html', one));
      get('/playground/page/*', (one) => sendPageFile(after('/playground/page/', one), one));
      get('/playground/vendor/*', (one) => sendVendorFile(after('/playground/vendor/', one), one));
      get('/playground/state', ({ res }) => sendJson(res, 200, state()));
      get('/playground/events', (one) => live.follow(one));
      if (options.cards) mountCards(options.cards, { get, post });
      post('/playground/act', act);
      post('/playground/clock', moveClock);
      post('/playground/reset', reset);
      get(slackConsent, (one) => slack.oauth.consent(one));
      post(slackConsent, (one) => slack.oauth.consent(one));
      any(`${slackApi}*`, (one) => slack.api.call(after(slackApi, one), one));
      post(`${slackResponses}*`, (one) => slack.api.respond(after(slackResponses, one), one));
      post(`${slackUploads}*`, (one) => slack.files.upload(after(slackUploads, one), one));
      get(`${slackFiles}*`, (one) => slack.files.show(after(slackFiles, one), one));
      any(`${teamsBase}/*`, (one) => teams.answer(after(teamsBase, one), one));
    },
    start: tell,
    async stop() {
      live.stop();
      await records.commit();
    },
  };
}

function mountCards(desk: CardDesk, { get, post }: Pick<ReturnType<typeof routesOf>, 'get' | 'post'>): void {
  get('/playground/cards', (one) => sendPage('cards.html', one));
  get('/playground/cards/samples', ({ res }) => sendJson(res, 200, desk.samples()));
  post('/playground/cards/translate', async (one) =>
    translateCard(desk, await readJson(one.req, largestQuestion), one),
  );
  post('/playground/cards/press', async (one) => hearPress(desk, await readJson(one.req, largestQuestion), one));
}

const slackApi = '/playground/slack/api/';
/** Beside the Web API, as Slack has it. */
const slackConsent = '/playground/slack/oauth/v2/authorize';
const slackUploads = '/playground/slack/upload/';
const slackFiles = '/playground/slack/file/';
const slackResponses = '/playground/slack/response/';

function after(prefix: string, { path }: Exchange): string {
  return path.slice(prefix.length);
}

/** The body as JSON; nothing where it is too large or none. */
async function readJson(req: IncomingMessage, largest = largestBody): Promise<unknown> {
  const body = await readBody(req, largest);
  return body ? parseJson(body.toString('utf8')) : undefined;
}

type Guard = (handler: Handler) => (req: IncomingMessage, res: ServerResponse) => Promise<void>;

function routesOf(server: Server, guarded: Guard) {
  const get = (path: string, handler: Handler) => void server.get(path, guarded(handler));
  const post = (path: string, handler: Handler) => void server.post(path, guarded(handler));
  const any = (path: string, handler: Handler) => {
    get(path, handler);
    post(path, handler);
    server.put(path, guarded(handler));
    server.patch(path, guarded(handler));
    server.del(path, guarded(handler));
  };
  return { get, post, any };
}

function toAnswer(words: Tell): { ok: boolean; tell?: string } {
  if (words === undefined) return { ok: true };
  return typeof words === 'string' ? { ok: false, tell: words } : { ok: true, tell: words.said };
}
