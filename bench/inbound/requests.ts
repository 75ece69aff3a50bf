import { createHmac, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { signingSecret } from './stand-in.ts';

/** Requests as the platforms send them: recorded payloads, each with ids of its own and a signature of this moment. */

export const kinds = ['event', 'sent', 'channel', 'command', 'action', 'message', 'invoke'] as const;
export type Kind = (typeof kinds)[number];

export const kindNames: Readonly<Record<Kind, string>> = {
  event: 'Slack event, three posts for later',
  sent: 'the same, sent at once',
  channel: 'the same, for later, all in one channel',
  command: 'Slack slash command',
  action: 'Slack block action',
  message: 'Teams message, three posts for later',
  invoke: 'Teams invoke',
};

interface Request {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface Surroundings {
  /** The stand-in's address. */
  readonly standIn: string;
  readonly serviceUrl: string;
  readonly authorization: string;
}

/** People take turns, each in a direct chat of their own. */
export const peopleCount = 64;

/** Pauses end: a small order that is looked up, saved and answered. */
const order = 'back';
/** Saved, and told in three places: see `record.ts`. */
const words = 'Shipped the importer and mended two bugs. Tomorrow: the review, and handing over who is on call.';
const recorded = `record-for-later ${words}`;
/** A button of a note that was withdrawn meanwhile: looked up, and answered kindly. */
const button = { action: 'updates.useful', update: randomUUID() };

type Json = Record<string, unknown>;
type Maker = (id: string, person: string, where: Surroundings) => Request;

/** Whole requests, as they go over the wire; each is another event. */
export function createRequests(kind: Kind, where: Surroundings): () => Buffer {
  const make = makers()[kind];
  let sequence = 0;
  const run = randomUUID().slice(0, 8);
  return () => {
    sequence += 1;
    const person = String(sequence % peopleCount).padStart(4, '0');
    return toBytes(make(`${run}-${sequence}`, person, where));
  };
}

function toBytes({ path, headers, body }: Request): Buffer {
  const all = { host: '127.0.0.1', 'content-length': Buffer.byteLength(body), ...headers };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  return Buffer.from(`POST ${path} HTTP/1.1\r\n${lines.join('')}\r\n${body}`);
}

function makers(): Readonly<Record<Kind, Maker>> {
  const command = fixture('slack/command');
  const press = fixture('slack/actions-message');
  const [pressed] = press.actions as Json[];
  const direct = fixture('slack/message-im');
  const mention = fixture('slack/app-mention');
  const written = fixture('teams/message-personal');
  const execute = fixture('teams/action-execute');
  return {
    command: (id, person) =>
      slackForm({ ...command, user_id: `U0BENCH${person}`, text: order, trigger_id: `1.2.${id}` }),
    action: (id, person, { standIn }) => {
      const payload = {
        ...press,
        user: { ...(press.user as Json), id: `U0BENCH${person}` },
        trigger_id: `1.2.${id}`,
        response_url: `${standIn}/slack/response/${id}`,
        actions: [{ ...pressed, action_id: button.action, value: JSON.stringify(button), action_ts: `1.${id}` }],
      };
      return slackForm({ payload: JSON.stringify(payload) });
    },
    event: (id, person) => slackEvent(direct, { id, person, channel: `D0BENCH${person}`, text: recorded }),
    sent: (id, person) => slackEvent(direct, { id, person, channel: `D0BENCH${person}`, text: `record ${words}` }),
    channel: (id, person) => slackEvent(mention, { id, person, channel: 'C0BENCH', text: `<@U0BOT0001> ${recorded}` }),
    message: (id, person, where) => {
      const chat = { ...(written.conversation as Json), id: `a:bench-${person}` };
      return teams({ ...written, id, from: sender(written, person), text: recorded, conversation: chat }, where);
    },
    invoke: (id, person, where) => {
      const action = { type: 'Action.Execute', verb: button.action, data: button };
      const value = { action, trigger: 'manual' };
      return teams({ ...execute, id, from: sender(execute, person), value }, where);
    },
  };
}

interface Said {
  readonly id: string;
  readonly person: string;
  readonly channel: string;
  readonly text: string;
}

function slackEvent(template: Json, { id, person, channel, text }: Said): Request {
  const now = (Date.now() / 1000).toFixed(6);
  const event = { ...(template.event as Json), user: `U0BENCH${person}`, channel, text };
  const body = { ...template, event_id: `Ev${id}`, event: { ...event, client_msg_id: id, ts: now, event_ts: now } };
  return slack(JSON.stringify(body), 'application/json');
}

function sender({ from }: Json, person: string): Json {
  return { ...(from as Json), id: `29:1bench${person}`, aadObjectId: `0d5e7c3a-41b9-4e62-8f70-52687973${person}` };
}

function slackForm(fields: Json): Request {
  return slack(new URLSearchParams(fields as Record<string, string>).toString(), 'application/x-www-form-urlencoded');
}

function slack(body: string, type: string): Request {
  const timestamp = String(Math.floor(Date.now() / 1000));
  const signature = createHmac('sha256', signingSecret).update(`v0:${timestamp}:${body}`).digest('hex');
  const signed = { 'x-slack-request-timestamp': timestamp, 'x-slack-signature': `v0=${signature}` };
  return { path: '/slack/events', headers: { 'content-type': type, ...signed }, body };
}

function teams(activity: Json, { serviceUrl, authorization }: Surroundings): Request {
  const headers = { 'content-type': 'application/json; charset=utf-8', authorization };
  return { path: '/api/messages', headers, body: JSON.stringify({ ...activity, serviceUrl }) };
}

function fixture(name: string): Json {
  const file = new URL(`../../test/fixtures/${name}.json`, import.meta.url);
  return JSON.parse(readFileSync(file, 'utf8')) as Json;
}
