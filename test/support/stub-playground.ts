import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  slackBot,
  slackChannels,
  slackPeople,
  slackWorkspace,
  teamsBot,
  teamsChannels,
  teamsPeople,
  teamsTeam,
  teamsTenant,
} from '../../src/playground/org.ts';
import { sendPage, sendPageFile, sendVendorFile } from '../../src/playground/page-files.ts';
import { personState } from '../../src/playground/people.ts';
import type { ConversationState, SlackMessage, State, TeamsMessage } from '../../src/playground/state.ts';
import { exchange, readBody, sendJson } from '../../src/playground/web.ts';

/** An act as the page sent it. */
export type SentAct = Record<string, unknown>;

export interface StubPlayground {
  readonly url: string;
  readonly acts: SentAct[];
  readonly moves: unknown[];
  /** Changes the state and tells the page, as the server does. */
  change(edit: (state: State) => void): void;
  /** What the next acts are answered with; all is well if nothing is set. */
  answer: (act: SentAct) => { ok: boolean; tell?: string };
  close(): Promise<void>;
}

/** The page's own files with a hand-made state behind them: no app, no database. */
export async function startStubPlayground(state: State): Promise<StubPlayground> {
  const acts: SentAct[] = [];
  const moves: unknown[] = [];
  const pages = new Set<ServerResponse>();

  const server = createServer((req, res) => {
    void route(exchange(req, res)).catch((error: unknown) => sendJson(res, 500, { ok: false, tell: String(error) }));
  });

  async function route(call: ReturnType<typeof exchange>): Promise<void> {
    const { path, res } = call;
    const page = /^\/playground\/(page|vendor)\/(.+)$/.exec(path);
    if (path === '/') return sendPage('index.html', call);
    if (page?.[1] === 'page') return sendPageFile(page[2] ?? '', call);
    if (page?.[1] === 'vendor') return sendVendorFile(page[2] ?? '', call);
    if (path === '/playground/state') return sendJson(res, 200, state);
    if (path === '/playground/events') return follow(res);
    const body: unknown = JSON.parse(String(await readBody(call.req, 1_000_000)));
    if (path === '/playground/act') {
      acts.push(body as SentAct);
      return sendJson(res, 200, stub.answer(body as SentAct));
    }
    if (path === '/playground/clock') {
      moves.push(body);
      return sendJson(res, 200, { ok: true, now: state.now });
    }
    sendJson(res, 404, { ok: false, tell: 'There is no such address.' });
  }

  function follow(res: ServerResponse): void {
    res.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    res.write(`data: ${JSON.stringify({ version: state.version })}\n\n`);
    pages.add(res);
    res.once('close', () => pages.delete(res));
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;

  const stub: StubPlayground = {
    url: `http://127.0.0.1:${port}/`,
    acts,
    moves,
    answer: () => ({ ok: true }),
    change(edit) {
      edit(state);
      state.version += 1;
      for (const page of pages) page.write(`data: ${JSON.stringify({ version: state.version })}\n\n`);
    },
    close() {
      for (const page of pages) page.end();
      return new Promise((resolve, reject) => {
        server.close((error) => (error ? reject(error) : resolve()));
        server.closeAllConnections();
      });
    },
  };
  return stub;
}

const now = new Date('2026-11-24T10:00:00Z');

/** The made-up organisation with nothing said in it yet. */
export function emptyState(): State {
  const slackConversations = [
    ...slackChannels.map(
      ({ id, name }): ConversationState<SlackMessage> => ({ id, name, kind: 'channel', messages: [] }),
    ),
    ...slackPeople.map(
      ({ id, direct }): ConversationState<SlackMessage> => ({
        id: direct,
        name: 'Outloud',
        kind: 'direct',
        person: id,
        messages: [],
      }),
    ),
  ];
  const teamsConversations = [
    ...teamsChannels.map(
      ({ id, name }): ConversationState<TeamsMessage> => ({ id, name, kind: 'channel', messages: [] }),
    ),
    ...teamsPeople.map(
      ({ id, direct }): ConversationState<TeamsMessage> => ({
        id: direct,
        name: 'Outloud',
        kind: 'direct',
        person: id,
        messages: [],
      }),
    ),
  ];
  return {
    version: 1,
    now: now.toISOString(),
    startedAt: now.toISOString(),
    timeZone: 'Europe/London',
    slack: {
      workspace: { id: slackWorkspace.id, name: slackWorkspace.name },
      bot: { id: slackBot.id, name: slackBot.name },
      people: slackPeople.map(personState),
      channels: slackChannels.map((channel) => ({ ...channel, ...asMade })),
      conversations: Object.fromEntries(slackConversations.map((one) => [one.id, one])),
      modals: {},
      homes: {},
      commands: [
        {
          command: '/outloud',
          hint: '[help | answer | prompts | pause | back | settings | setup]',
          description: 'Small questions, answered out loud',
        },
        { command: '/plan', hint: '[section NAME | export]', description: 'The Digital Action Plan' },
      ],
      shortcuts: [{ callback_id: 'turn-into-note', name: 'Turn into a note' }],
    },
    teams: {
      tenant: teamsTenant,
      bot: teamsBot,
      people: teamsPeople.map((person) => ({ ...personState(person), aadObjectId: person.aadObjectId })),
      team: { id: teamsTeam.id, name: teamsTeam.name },
      channels: teamsChannels.map((channel) => ({ ...channel, ...asMade })),
      conversations: Object.fromEntries(teamsConversations.map((one) => [one.id, one])),
      dialogs: {},
      extensions: [{ commandId: 'turn-into-note', title: 'Turn into a note' }],
    },
  };
}

const asMade = { private: false, shared: false, archived: false, joined: [] };

/** A moment as Slack writes it, so many minutes before now. */
export function slackTs(minutesAgo: number): string {
  return `${(now.getTime() / 1000 - minutesAgo * 60).toFixed(6)}`;
}

/** The same as Teams writes it. */
export function teamsId(minutesAgo: number): string {
  return String(now.getTime() - minutesAgo * 60_000);
}
