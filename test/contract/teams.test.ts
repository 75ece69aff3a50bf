import type { ConversationId, MessageId, PersonId } from '../../src/chat/ids.ts';
import type { Storage } from '../../src/storage/storage.ts';
import { testStorage } from '../support/database.ts';
import { type Call, type Json, tenantId } from '../support/fake-connector.ts';
import { fixture, startTeamsApp } from '../support/teams-app.ts';
import { type PlatformWorld, platformContract, type Sent } from './platform.ts';

const channel = '19:84d2b7f1e05c4a6d9b3e6c8f1a2d7e50@thread.tacv2';
const maya = '0d5e7c3a-41b9-4e62-8f70-5268797345ab';

describe('Teams', () => {
  let storage: Storage;
  before(async () => {
    storage = await testStorage();
  });
  after(async () => {
    await storage.stop();
  });

  platformContract('teams', async (): Promise<PlatformWorld> => {
    const app = await startTeamsApp(storage);
    const { connector } = app;
    connector.members = [
      { id: '29:1Maya', name: 'Maya Lloyd', objectId: maya, tenantId, userRole: 'user' },
      { id: '29:1Rhys', name: 'Rhys Evans', objectId: 'rhys', tenantId, userRole: 'user' },
      { id: '28:another-bot', name: 'Polls' },
      { id: '29:1Kit', name: 'Kit Lawson', objectId: 'kit', tenantId, userRole: 'guest' },
      { id: '29:1Una', name: 'Una Byrne', objectId: 'una', tenantId: 'another-tenant', userRole: 'user' },
    ];
    // The adapter learns the channel and the person as it does in life.
    await app.send(fixture('message-channel'));
    const already = connector.calls.length;
    return {
      platform: app.adapter.platform,
      conversation: conversationId(channel),
      person: personId(maya),
      members: [
        { id: personId(maya), name: 'Maya Lloyd', external: false },
        { id: personId('rhys'), name: 'Rhys Evans', external: false },
        { id: personId('kit'), name: 'Kit Lawson', external: true },
        { id: personId('una'), name: 'Una Byrne', external: true },
      ],
      conversationName: 'Digital Leads',
      makeConversation(kind) {
        const type = { open: 'standard', private: 'private', shared: 'shared' }[kind];
        connector.channels = [
          { id: '19:3e9a61c07b4d4f0c8f2d5b1e7a9c0d34@thread.tacv2', type: 'standard' },
          { id: channel, name: 'Digital Leads', type },
        ];
      },
      sent: () => toSent(connector.calls.slice(already)),
      calls: () => connector.calls.length - already,
      fail: (next) => connector.fail(next),
      close: () => app.close(),
    };
  });
});

function conversationId(id: string): ConversationId {
  return `teams:${tenantId}:c:${id}` as ConversationId;
}

function personId(id: string): PersonId {
  return `teams:${tenantId}:p:${id}` as PersonId;
}

/** What stands in Teams after these calls. */
function toSent(calls: readonly Call[]): Sent[] {
  return calls.filter(({ status }) => status >= 200 && status < 300).flatMap(toOne);
}

function toOne({ method, path, body, answer }: Call): Sent[] {
  if (method === 'POST' && path.endsWith('/v3/conversations')) {
    const { channel: into } = body.channelData as { channel?: { id: string } };
    if (!into || !body.activity) return [];
    return [read(body.activity as Json, { what: 'post', conversation: into.id, id: String(answer.activityId) })];
  }
  const [, address, activity] = /conversations\/([^/]+)\/activities(?:\/([^/]+))?$/.exec(path) ?? [];
  if (!address) return [];
  const [conversation = '', root] = decodeURIComponent(address).split(';messageid=');
  if (method === 'POST') return [read(body, { what: 'post', conversation, root, id: String(answer.id) })];
  return [read(body, { what: method === 'PUT' ? 'update' : 'remove', conversation, root, id: activity ?? '' })];
}

interface Place {
  readonly what: Sent['what'];
  readonly conversation: string;
  readonly root?: string | undefined;
  readonly id: string;
}

function read(activity: Json, { what, conversation, root, id }: Place): Sent {
  const { text, summary, textFormat, channelData, entities } = activity;
  const { clientActivityID } = (channelData ?? {}) as Json;
  const attachments = (activity.attachments ?? []) as { content: Json }[];
  const shown = typeof text === 'string' ? text : '';
  const cards = attachments.map(({ content }) => nodesOf(content));
  const marked = [...(textFormat === 'plain' ? [] : [shown]), ...cards.flat().flatMap(markupIn)];
  return {
    what,
    conversation: conversationId(conversation),
    id: id as MessageId,
    ...(root && root !== id && { thread: root as MessageId }),
    ...(typeof clientActivityID === 'string' && { deliveryId: clientActivityID }),
    text: shown || (typeof summary === 'string' ? summary : ''),
    card: cards.flat().flatMap(wordsIn).join('\n'),
    mentions: [
      ...((entities ?? []) as Json[]).filter(({ type }) => type === 'mention').map((entity) => String(entity.text)),
      ...marked.flatMap((each) => each.match(/<at\b[^>]*>/gi) ?? []),
    ],
    links: [
      ...marked.flatMap((each) => each.match(/\]\([^)]*\)|<a\s[^>]*>/gi) ?? []),
      ...cards.flat().flatMap(({ url }) => (typeof url === 'string' ? [url] : [])),
    ],
  };
}

/** Every object of a card. */
function nodesOf(value: unknown): Json[] {
  if (Array.isArray(value)) return value.flatMap(nodesOf);
  if (typeof value !== 'object' || value === null) return [];
  return [value as Json, ...Object.values(value).flatMap(nodesOf)];
}

function wordsIn({ type, text }: Json): string[] {
  return (type === 'TextBlock' || type === 'TextRun') && typeof text === 'string' ? [text] : [];
}

/** Text blocks know markdown and mentions, text runs neither. */
function markupIn({ type, text }: Json): string[] {
  return type === 'TextBlock' && typeof text === 'string' ? [text] : [];
}
