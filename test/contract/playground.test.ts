import assert from 'node:assert/strict';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import restify from 'restify';
import { createMovableClock } from '../../src/base/clock.ts';
import { createSlackAdapter } from '../../src/bots/slack/platform.ts';
import { createTeamsAdapter } from '../../src/bots/teams/platform.ts';
import type { Bot } from '../../src/chat/bot.ts';
import type { ConversationId, MessageId, PersonId } from '../../src/chat/ids.ts';
import { type Platform, PlatformError } from '../../src/chat/platform.ts';
import { nothing } from '../../src/chat/reply.ts';
import {
  digitalLeads,
  slackChannels,
  slackPeople,
  slackWorkspace,
  teamsPeople,
  teamsTenant,
} from '../../src/playground/org.ts';
import { createPlayground, type Playground } from '../../src/playground/playground.ts';
import type { State } from '../../src/playground/state.ts';
import type { Storage } from '../../src/storage/storage.ts';
import { seeBlocks, seeText } from '../bots/slack/live-text.ts';
import { testLogger, testStorage } from '../support/database.ts';
import { type Failure, type PlatformWorld, platformContract, type Sent } from './platform.ts';

type Json = Record<string, unknown>;

/** A call of an adapter, as it went by. */
interface Call {
  readonly method: string;
  /** After `/playground/slack/api/` or `/playground/teams/v3/`. */
  readonly path: string;
  readonly body: string;
  readonly status: number;
  readonly answer: Json;
}

const silentBot: Bot = { handle: async () => nothing };

describe('the playground', () => {
  let storage: Storage;
  let playground: Playground;
  let adapters: { slack: Platform; teams: Platform };
  let between: Between;
  let server: restify.Server;
  let stop: () => Promise<void>;

  before(async () => {
    storage = await testStorage();
    server = restify.createServer({ name: 'test' });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    between = await standBetween((server.server.address() as AddressInfo).port);
    const clock = createMovableClock();
    playground = await createPlayground({
      origin: () => between.origin,
      db: storage.db,
      clock,
      nextDueAt: async () => undefined,
      onClockMoved: async () => undefined,
      commands: [],
      shortcuts: [],
      logger: testLogger,
    });
    const { slack, teams } = playground;
    const common = { bot: silentBot, clock, logger: testLogger };
    const slackAdapter = await createSlackAdapter({
      ...common,
      ...slack,
      oauth: undefined,
      apiUrl: slack.apiUrl(),
      commands: [],
      shortcuts: [],
    });
    const teamsAdapter = await createTeamsAdapter({
      ...common,
      ...teams,
      type: 'SingleTenant',
      auth: 'on',
      openIdMetadataUrl: teams.openIdMetadataUrl(),
      loginUrl: teams.loginUrl(),
      db: storage.db,
    });
    for (const part of [slackAdapter, teamsAdapter, playground]) part.mount(server);
    adapters = { slack: slackAdapter.platform, teams: teamsAdapter.platform };
    stop = async () => {
      await Promise.all([slackAdapter.stop(), teamsAdapter.stop(), playground.stop()]);
    };
    // The Teams adapter learns of people and places as it does in life.
    await playground.start();
    const rhys = teamsPeople[0]?.id;
    await act({ platform: 'teams', as: rhys, do: 'say', conversation: digitalLeads.id, text: '@Outloud hello' });
  });
  after(async () => {
    await stop();
    await between.close();
    server.server.closeAllConnections();
    await new Promise<void>((resolve) => server.close(() => resolve()));
    await storage.stop();
  });

  async function act(what: Json): Promise<void> {
    const response = await fetch(`${between.origin}/playground/act`, { method: 'POST', body: JSON.stringify(what) });
    const answer = (await response.json()) as { ok: boolean; tell?: string };
    if (!answer.ok) throw new PlatformError('unavailable', String(answer.tell));
  }

  /** With the page's own controls, as a person there. */
  async function makeChannel(who: Json, kind: 'open' | 'private' | 'shared'): Promise<void> {
    const changes = [kind === 'open' ? 'make-open' : 'make-private', kind === 'shared' ? 'share' : 'unshare'];
    for (const change of changes) await act({ ...who, do: 'change-channel', change });
  }

  platformContract("slack, on the playground's Slack", async (): Promise<PlatformWorld> => {
    const [network] = slackChannels;
    const [amina] = slackPeople;
    const calls = between.watch('slack');
    const channel = { platform: 'slack', as: amina?.id, channel: network?.id };
    return {
      platform: adapters.slack,
      conversation: slackConversation(network?.id),
      person: slackPerson(amina?.id),
      members: slackPeople
        .filter(({ id }) => network?.members.includes(id))
        .map(({ id, name, guest }) => ({ id: slackPerson(id), name, external: guest === true })),
      conversationName: `#${network?.name}`,
      makeConversation: (kind) => makeChannel(channel, kind),
      sent: () => calls.flatMap(readSlack),
      calls: () => calls.length,
      fail: (next) => between.fail('slack', next),
      close: () => makeChannel(channel, 'open'),
    };
  });

  it('shows a picture of a chart that Slack does not draw, and its figures in words', async () => {
    const channel = slackConversation(slackChannels[0]?.id);
    const gauge = { type: 'Chart.Gauge', title: 'Sections covered', value: 62, min: 0, max: 100 };
    const card = { type: 'AdaptiveCard' as const, version: '1.5', body: [gauge] };
    const { id } = await adapters.slack.post(channel, { text: '62 of 100', card }, { deliveryId: 'chart' });
    const state = (await (await fetch(`${between.origin}/playground/state`)).json()) as State;
    const messages = state.slack.conversations[slackChannels[0]?.id ?? '']?.messages ?? [];
    const blocks = messages.find(({ ts }) => ts === id)?.blocks ?? [];
    assert.deepEqual(
      blocks.map(({ type }) => type),
      ['image', 'rich_text'],
    );
    const file = blocks[0]?.slack_file as { id: string };
    const shown = await fetch(`${between.origin}/playground/slack/file/${file.id}`);
    assert.equal(shown.headers.get('content-type'), 'image/png');
    assert.match(seeBlocks(blocks).words, /62 \(0–100\)/);
  });

  platformContract("teams, on the playground's Teams", async (): Promise<PlatformWorld> => {
    const calls = between.watch('teams');
    const [rhys] = teamsPeople;
    const channel = { platform: 'teams', as: rhys?.id, channel: digitalLeads.id };
    return {
      platform: adapters.teams,
      conversation: teamsConversation(digitalLeads.id),
      person: teamsPerson(rhys?.aadObjectId),
      members: teamsPeople
        .filter(({ id }) => digitalLeads.members.includes(id))
        .map(({ aadObjectId, name, guest }) => ({ id: teamsPerson(aadObjectId), name, external: guest === true })),
      conversationName: digitalLeads.name,
      makeConversation: (kind) => makeChannel(channel, kind),
      sent: () => calls.flatMap(readTeams),
      calls: () => calls.length,
      fail: (next) => between.fail('teams', next),
      close: () => makeChannel(channel, 'open'),
    };
  });
});

function slackConversation(id = ''): ConversationId {
  return `slack:${slackWorkspace.id}:${id}` as ConversationId;
}

function slackPerson(id = ''): PersonId {
  return `slack:${slackWorkspace.id}:${id}` as PersonId;
}

function teamsConversation(id: string): ConversationId {
  return `teams:${teamsTenant.id}:c:${id}` as ConversationId;
}

function teamsPerson(id = ''): PersonId {
  return `teams:${teamsTenant.id}:p:${id}` as PersonId;
}

const slackKinds: Readonly<Record<string, Sent['what']>> = {
  'chat.postMessage': 'post',
  'chat.update': 'update',
  'chat.delete': 'remove',
};

function readSlack({ path, body, answer }: Call): Sent[] {
  const what = slackKinds[path];
  if (!what || answer.ok !== true) return [];
  const args = new URLSearchParams(body);
  const text = seeText(args.get('text') ?? '', args.get('parse') ?? undefined);
  const card = seeBlocks(JSON.parse(args.get('blocks') ?? '[]'));
  const metadata = JSON.parse(args.get('metadata') ?? '{}') as { event_payload?: { delivery_id?: string } };
  const thread = args.get('thread_ts');
  return [
    {
      what,
      conversation: slackConversation(String(answer.channel)),
      id: String(answer.ts) as MessageId,
      ...(thread ? { thread: thread as MessageId } : {}),
      deliveryId: metadata.event_payload?.delivery_id,
      text: text.words,
      card: card.words,
      mentions: [...text.mentions, ...card.mentions],
      links: [...text.links, ...card.links],
    },
  ];
}

const teamsKinds: Readonly<Record<string, Sent['what']>> = { POST: 'post', PUT: 'update', DELETE: 'remove' };

function readTeams({ method, path, body, status, answer }: Call): Sent[] {
  const what = teamsKinds[method];
  const [, address, activityId] = /^conversations(?:\/([^/]+)\/activities(?:\/([^/]+))?)?$/.exec(path) ?? [];
  if (!what || status >= 300) return [];
  const sent = (body === '' ? {} : JSON.parse(body)) as Json;
  if (address === undefined) {
    // A new thread; a personal chat that was opened has nothing in it yet.
    const { activity, channelData } = sent as { activity?: Json; channelData?: { channel?: { id: string } } };
    const id = String(answer.activityId);
    return activity ? [readActivity(activity, { what, conversation: channelData?.channel?.id ?? '', id })] : [];
  }
  const [conversation = '', root] = decodeURIComponent(address).split(';messageid=');
  const id = activityId ?? String(answer.id);
  return [readActivity(sent, { what, conversation, id, root })];
}

interface Place {
  readonly what: Sent['what'];
  readonly conversation: string;
  readonly id: string;
  readonly root?: string;
}

/** Markdown and mentions live in text blocks and in text that is not plain; text runs know neither. */
function readActivity(activity: Json, { what, conversation, id, root }: Place): Sent {
  const nodes = nodesOf(activity.attachments);
  const { clientActivityID } = (activity.channelData ?? {}) as Json;
  const text = typeof activity.text === 'string' ? activity.text : '';
  const words = nodes.filter(({ type }) => type === 'TextBlock' || type === 'TextRun').map((node) => String(node.text));
  const blocks = nodes.filter(({ type }) => type === 'TextBlock').map((node) => String(node.text));
  const marked = [...(activity.textFormat === 'plain' ? [] : [text]), ...blocks].join('\n');
  const entities = (activity.entities ?? []) as Json[];
  return {
    what,
    conversation: teamsConversation(conversation),
    id: id as MessageId,
    ...(root && root !== id ? { thread: root as MessageId } : {}),
    ...(typeof clientActivityID === 'string' ? { deliveryId: clientActivityID } : {}),
    text: text || (typeof activity.summary === 'string' ? activity.summary : ''),
    card: words.join('\n'),
    mentions: [
      ...entities.filter(({ type }) => type === 'mention').map((entity) => String(entity.text)),
      ...(marked.match(/<at\b[^>]*>/gi) ?? []),
    ],
    links: marked.match(/\]\([^)]*\)|<a\s[^>]*>/gi) ?? [],
  };
}

function nodesOf(value: unknown): Json[] {
  if (Array.isArray(value)) return value.flatMap(nodesOf);
  if (typeof value !== 'object' || value === null) return [];
  return [value as Json, ...Object.values(value).flatMap(nodesOf)];
}

type Side = 'slack' | 'teams';

/** A server between the adapters and the playground: sees what goes by, and breaks it when told to. */
interface Between {
  readonly origin: string;
  /** The calls from now on, requests for credentials left out. */
  watch(side: Side): Call[];
  /** The next one fails like this. */
  fail(side: Side, failure: Failure): void;
  close(): Promise<void>;
}

const sides: Readonly<Record<Side, string>> = { slack: '/playground/slack/api/', teams: '/playground/teams/v3/' };

const inSlacksWords: Readonly<Record<number, string>> = {
  401: 'invalid_auth',
  403: 'not_in_channel',
  404: 'channel_not_found',
};

async function standBetween(port: number): Promise<Between> {
  const watched = new Map<Side, Call[]>();
  const failures = new Map<Side, Failure>();

  async function pass(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const body = await buffer(req);
    const url = req.url ?? '/';
    const side = sideOf(url);
    const failure = side && failures.get(side);
    if (side) failures.delete(side);
    const answered = failure ? failed(failure, side) : await forward(req, body, port);
    if (side) watched.get(side)?.push(callOf(req, body, { answered, side }));
    if (answered === 'reset') {
      req.socket.destroy();
      return;
    }
    res.writeHead(answered.status, answered.headers);
    res.end(answered.body);
  }

  const server: Server = createServer((req, res) => void pass(req, res));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    watch(side) {
      const calls: Call[] = [];
      watched.set(side, calls);
      return calls;
    },
    fail(side, failure) {
      failures.set(side, failure);
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

type Answered = { readonly status: number; readonly headers: Record<string, string>; readonly body: string } | 'reset';

function sideOf(url: string): Side | undefined {
  if (url === `${sides.slack}auth.test`) return undefined;
  return (['slack', 'teams'] as const).find((side) => url.startsWith(sides[side]));
}

function failed(failure: Failure, side: Side | undefined): Answered {
  if (failure === 'reset') return 'reset';
  const { status, retryAfterSeconds } = failure;
  const headers: Record<string, string> = { 'content-type': 'application/json' };
  if (retryAfterSeconds !== undefined) headers['retry-after'] = String(retryAfterSeconds);
  const word = side === 'slack' ? inSlacksWords[status] : undefined;
  if (word) return { status: 200, headers, body: JSON.stringify({ ok: false, error: word }) };
  return { status, headers, body: JSON.stringify({ error: { code: 'Failing', message: 'not now' } }) };
}

async function forward(req: IncomingMessage, body: Buffer, port: number): Promise<Answered> {
  const { authorization, 'content-type': type, ...others } = req.headers;
  const signed = Object.entries(others).filter(([name]) => name.startsWith('x-slack-'));
  const response = await fetch(`http://127.0.0.1:${port}${req.url}`, {
    method: req.method ?? 'GET',
    headers: {
      ...Object.fromEntries(signed.map(([name, value]) => [name, String(value)])),
      ...(authorization ? { authorization } : {}),
      ...(type ? { 'content-type': type } : {}),
    },
    ...(body.length > 0 ? { body: new Uint8Array(body) } : {}),
  });
  const headers = { 'content-type': response.headers.get('content-type') ?? 'text/plain' };
  return { status: response.status, headers, body: await response.text() };
}

function callOf(req: IncomingMessage, body: Buffer, { answered, side }: { answered: Answered; side: Side }): Call {
  const path = (req.url ?? '').slice(sides[side].length).replace(/\?.*$/, '');
  const { status, body: text } = answered === 'reset' ? { status: 599, body: '{}' } : answered;
  return { method: req.method ?? '', path, body: body.toString('utf8'), status, answer: JSON.parse(text) as Json };
}
