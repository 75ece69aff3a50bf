import { asObject, asObjects, asText, asTextOrNothing, isObject, type JsonObject } from '../json.ts';
import { type TeamsPerson, teamsBot, teamsTeam, teamsTenant } from '../org.ts';
import type { ChannelNow, TeamsMention, TeamsMessage } from '../state.ts';
import type { TeamsAddress, TeamsConversation, TeamsWorld } from './tenant.ts';

/** The Bot Connector's answer; an error's shape is `{error: {code, message}}`. */
export interface ConnectorAnswer {
  readonly status: number;
  readonly body?: unknown;
}

export interface ConnectorRequest {
  readonly method: string;
  /** After `v3/`, decoded part by part. */
  readonly path: readonly string[];
  readonly query: URLSearchParams;
  readonly body: JsonObject;
}

/** Counted in UTF-16 over the whole activity (learn.microsoft.com, format your bot messages). */
const largestActivityBytes = 100 * 1024;
const adaptiveCard = 'application/vnd.microsoft.card.adaptive';

/** What botframework-connector's client calls: `/v3/conversations…` and the little of `/v3/teams` that a bot needs. */
export function answerConnector(world: TeamsWorld, request: ConnectorRequest): ConnectorAnswer {
  const [area, id, part, item, last] = request.path;
  if (area === 'teams' && id !== undefined) return answerTeam(world, id, part);
  if (area !== 'conversations') return notFound('ServiceError', 'There is no such address.');
  if (id === undefined) return request.method === 'POST' ? create(world, request.body) : methodNotAllowed();
  const address = world.address(id);
  if (!address) return notFound('ConversationNotFound', 'Conversation not found.');
  if (part === 'activities') return answerActivities(world, address, { request, item, last });
  if (request.method !== 'GET') return methodNotAllowed();
  if (part === 'members') return item === undefined ? list(address) : member(address, world.person(item));
  if (part === 'pagedmembers') return paged(address, request.query);
  return notFound('ServiceError', 'There is no such address.');
}

function answerActivities(
  world: TeamsWorld,
  address: TeamsAddress,
  { request, item, last }: { request: ConnectorRequest; item?: string; last?: string },
): ConnectorAnswer {
  if (last === 'members' && request.method === 'GET') return list(address);
  if (last !== undefined) return notFound('ServiceError', 'There is no such address.');
  if (request.method === 'POST') return post(world, address, request.body);
  const message = item === undefined ? undefined : world.message(address.conversation.id, item);
  if (request.method !== 'PUT' && request.method !== 'DELETE') return methodNotAllowed();
  if (!message || message.deleted) {
    return notFound('ActivityNotFoundInConversation', 'Message does not exist in the thread.');
  }
  if (message.from !== teamsBot.id) return refuse(403, 'Forbidden', 'A bot can change only its own messages.');
  if (request.method === 'PUT') return update(world, message, request.body);
  const { conversation, id, root, at, from } = message;
  world.put({ conversation, id, ...(root ? { root } : {}), at, from, text: '', cards: [], deleted: true });
  return { status: 200 };
}

/** A new personal chat, which is the one that there is, or a new thread in a channel. */
function create(world: TeamsWorld, body: JsonObject): ConnectorAnswer {
  const channelId = asTextOrNothing(asObject(asObject(body.channelData).channel).id);
  const activity = isObject(body.activity) ? body.activity : undefined;
  if (body.isGroup === true || channelId) return createThread(world, channelId, activity);
  const tenant = asTextOrNothing(body.tenantId) ?? asTextOrNothing(asObject(asObject(body.channelData).tenant).id);
  if (tenant !== teamsTenant.id) return refuse(403, 'Forbidden', 'The bot is not installed in this tenant.');
  const [someone] = asObjects(body.members);
  const person = world.person(asText(someone?.id));
  const conversation = person && world.conversation(person.direct);
  if (!person || !conversation) return refuse(400, 'BadSyntax', 'Bad format of member id.');
  if (person.guest) return refuse(403, 'ForbiddenOperationException', 'The bot is not installed for this user.');
  if (!activity) return { status: 201, body: { id: conversation.id } };
  const posted = post(world, { conversation }, activity);
  return posted.status === 201
    ? { status: 201, body: { id: conversation.id, activityId: asText(asObject(posted.body).id) } }
    : posted;
}

function createThread(world: TeamsWorld, channelId: string | undefined, activity?: JsonObject): ConnectorAnswer {
  const conversation = channelId ? world.conversation(channelId) : undefined;
  if (conversation?.kind !== 'channel') return notFound('ConversationNotFound', 'Conversation not found.');
  if (!activity) return refuse(400, 'BadSyntax', 'A new thread needs its first message.');
  const posted = post(world, { conversation }, activity);
  if (posted.status !== 201) return posted;
  const id = asText(asObject(posted.body).id);
  return { status: 201, body: { id: `${conversation.id};messageid=${id}`, activityId: id } };
}

/** The conversation's id alone says which thread; the activity that is replied to says nothing (learn.microsoft.com). */
function post(world: TeamsWorld, { conversation, root }: TeamsAddress, body: JsonObject): ConnectorAnswer {
  const type = asTextOrNothing(body.type) ?? 'message';
  if (type === 'typing') return { status: 201, body: { id: world.nextId() } };
  if (type !== 'message') return refuse(400, 'BadSyntax', `Unsupported activity type: ${type}`);
  const wrong = wrongActivity(body);
  if (wrong) return wrong;
  const first = root === undefined ? undefined : world.message(conversation.id, root);
  if (root !== undefined && conversation.kind === 'channel' && !first) {
    return notFound('ConversationNotFound', 'Conversation not found.');
  }
  const id = world.nextId();
  const thread = conversation.kind === 'channel' && first ? (first.root ?? first.id) : undefined;
  world.put({
    conversation: conversation.id,
    id,
    ...(thread ? { root: thread } : {}),
    at: world.momentOf(id),
    ...content(body),
  });
  return { status: 201, body: { id } };
}

function update(world: TeamsWorld, message: TeamsMessage, body: JsonObject): ConnectorAnswer {
  const wrong = wrongActivity(body);
  if (wrong) return wrong;
  const { conversation, id, root, at } = message;
  world.put({ conversation, id, ...(root ? { root } : {}), at, ...content(body), edited: true });
  return { status: 200, body: { id } };
}

function wrongActivity(body: JsonObject): ConnectorAnswer | undefined {
  if (JSON.stringify(body).length * 2 > largestActivityBytes) {
    return refuse(413, 'MessageSizeTooBig', 'Message size too large.');
  }
  const cards = asObjects(body.attachments);
  if (asText(body.text).trim() === '' && cards.length === 0) {
    return refuse(400, 'BadSyntax', 'The activity has neither text nor attachments.');
  }
  const broken = cards.find(
    (card) => card.contentType === adaptiveCard && asObject(card.content).type !== 'AdaptiveCard',
  );
  return broken ? refuse(400, 'BadSyntax', 'An adaptive card attachment has no adaptive card.') : undefined;
}

function content(
  body: JsonObject,
): Pick<TeamsMessage, 'from' | 'text' | 'textFormat' | 'cards' | 'mentions' | 'summary' | 'channelData'> {
  const text = asText(body.text);
  const mentions = mentionsIn(text, asObjects(body.entities));
  return {
    from: teamsBot.id,
    text,
    textFormat: asTextOrNothing(body.textFormat) ?? 'markdown',
    cards: asObjects(body.attachments)
      .filter(({ contentType }) => contentType === adaptiveCard)
      .map((card) => asObject(card.content)),
    ...(mentions.length > 0 ? { mentions } : {}),
    ...(asTextOrNothing(body.summary) ? { summary: asText(body.summary) } : {}),
    ...(isObject(body.channelData) ? { channelData: body.channelData } : {}),
  };
}

/** A mention counts only if its words stand in the text, byte for byte (learn.microsoft.com, channel conversations). */
function mentionsIn(text: string, entities: readonly JsonObject[]): TeamsMention[] {
  return entities.flatMap((entity) => {
    const { id, name } = asObject(entity.mentioned);
    const words = asText(entity.text);
    if (entity.type !== 'mention' || words === '' || !text.includes(words)) return [];
    return [{ id: asText(id), name: asText(name), text: words }];
  });
}

function list({ conversation }: TeamsAddress): ConnectorAnswer {
  return { status: 200, body: conversation.people.map(account) };
}

function member({ conversation }: TeamsAddress, person: TeamsPerson | undefined): ConnectorAnswer {
  return person && conversation.people.includes(person)
    ? { status: 200, body: account(person) }
    : notFound('MemberNotFoundInConversation', 'Member not found in conversation.');
}

function paged({ conversation }: TeamsAddress, query: URLSearchParams): ConnectorAnswer {
  const asked = Number(query.get('pageSize') ?? 200);
  const size = Number.isInteger(asked) ? Math.min(Math.max(asked, 50), 500) : 200;
  const start = Number(query.get('continuationToken') ?? 0);
  if (!Number.isInteger(start) || start < 0) return refuse(400, 'BadSyntax', 'Bad continuation token.');
  const end = start + size;
  const more = end < conversation.people.length;
  const members = conversation.people.slice(start, end).map(account);
  return { status: 200, body: { ...(more ? { continuationToken: String(end) } : {}), members } };
}

function account(person: TeamsPerson): JsonObject {
  const [givenName = '', ...rest] = person.name.split(' ');
  const handle = person.name.toLowerCase().replace(/[^a-z]+/g, '.');
  const home = 'tarrenvale.example';
  const principal = person.guest ? `${handle}_volunteers.example#EXT#@${home}` : `${handle}@${home}`;
  return {
    id: person.id,
    name: person.name,
    aadObjectId: person.aadObjectId,
    objectId: person.aadObjectId,
    givenName,
    surname: rest.join(' '),
    email: person.guest ? `${handle}@volunteers.example` : principal,
    userPrincipalName: principal,
    tenantId: teamsTenant.id,
    userRole: person.guest ? 'guest' : 'user',
  };
}

function answerTeam(world: TeamsWorld, id: string, part: string | undefined): ConnectorAnswer {
  if (id !== teamsTeam.id) return notFound('ConversationNotFound', 'Team not found.');
  const channels = world.conversations.filter(({ kind }) => kind === 'channel');
  if (part === undefined) return { status: 200, body: teamDetails(channels) };
  if (part !== 'conversations') return notFound('ServiceError', 'There is no such address.');
  // The first channel has no name here, as clients show it in their own language.
  const named = channels.map(({ id: channel, name }) => ({
    id: channel,
    ...(channel !== teamsTeam.id && { name }),
    type: typeOf(world.channels.now(channel)),
  }));
  return { status: 200, body: { conversations: named } };
}

function typeOf({ shared, private: isPrivate }: ChannelNow): string {
  if (shared) return 'shared';
  return isPrivate ? 'private' : 'standard';
}

function teamDetails(channels: readonly TeamsConversation[]): JsonObject {
  const { name, aadGroupId } = teamsTeam;
  const people = new Set(channels.flatMap((channel) => channel.people));
  return {
    id: teamsTeam.id,
    name,
    aadGroupId,
    type: 'standard',
    channelCount: channels.length,
    memberCount: people.size,
  };
}

function notFound(code: string, message: string): ConnectorAnswer {
  return refuse(404, code, message);
}

function methodNotAllowed(): ConnectorAnswer {
  return refuse(405, 'MethodNotAllowed', 'This method is not allowed here.');
}

function refuse(status: number, code: string, message: string): ConnectorAnswer {
  return { status, body: { error: { code, message } } };
}
