import { asText, type JsonObject } from '../json.ts';
import { digitalLeads, type TeamsPerson, teamsBot, teamsTeam, teamsTenant } from '../org.ts';
import type { TeamsMention, TeamsMessage } from '../state.ts';
import { activityConversationId, type TeamsConversation } from './tenant.ts';

/* The activities that Teams sends to a bot, as learn.microsoft.com and botframework-schema show them. */

export interface ActivityPlace {
  readonly conversation: TeamsConversation;
  /** The channel post whose thread it happens in. */
  readonly root?: string;
}

export interface ActivityFrame {
  readonly id: string;
  readonly person: TeamsPerson;
  readonly place: ActivityPlace;
  readonly at: Date;
  readonly serviceUrl: string;
}

/** What every activity from a person carries. */
export function activity(type: string, frame: ActivityFrame): JsonObject {
  const { id, person, place, at, serviceUrl } = frame;
  const { conversation, root } = place;
  return {
    type,
    id,
    timestamp: at.toISOString(),
    localTimestamp: localTime(at, person.timeZone),
    localTimezone: person.timeZone,
    locale: 'en-GB',
    channelId: 'msteams',
    serviceUrl,
    from: { id: person.id, name: person.name, aadObjectId: person.aadObjectId },
    recipient: { id: teamsBot.id, name: teamsBot.name },
    conversation: {
      ...(conversation.kind === 'channel'
        ? { isGroup: true, conversationType: 'channel' }
        : { conversationType: 'personal' }),
      tenantId: teamsTenant.id,
      id: activityConversationId(conversation, root),
    },
    entities: [clientInfo(person)],
    channelData: channelData(conversation),
  };
}

export function messageActivity(frame: ActivityFrame, message: TeamsMessage): JsonObject {
  const base = activity('message', frame);
  const mentions = (message.mentions ?? []).map(({ id, name, text }) => ({
    type: 'mention',
    mentioned: { id, name },
    text,
  }));
  return {
    ...base,
    text: message.text,
    textFormat: 'plain',
    attachments: [{ contentType: 'text/html', content: `<div>${html(message)}</div>` }],
    entities: [...mentions, clientInfo(frame.person)],
  };
}

export function invokeActivity(name: string, frame: ActivityFrame, value: JsonObject): JsonObject {
  return { ...activity('invoke', frame), name, value };
}

/** The bot was added: to the team, or to a person's own chats. */
export function installationActivities(frame: ActivityFrame): JsonObject[] {
  const added = activity('installationUpdate', frame);
  const update = activity('conversationUpdate', frame);
  const inTeam = frame.place.conversation.kind === 'channel';
  const team = { id: teamsTeam.id, name: teamsTeam.name, aadGroupId: teamsTeam.aadGroupId };
  const data = (eventType: string) =>
    inTeam
      ? { tenant: { id: teamsTenant.id }, eventType, team, settings: { selectedChannel: { id: digitalLeads.id } } }
      : { tenant: { id: teamsTenant.id } };
  return [
    { ...update, membersAdded: [{ id: teamsBot.id }], channelData: data('teamMemberAdded') },
    { ...added, id: `${frame.id}:installed`, action: 'add', channelData: data('installationUpdate') },
  ];
}

/** What a message extension gets of the message that it was chosen on. */
export function messagePayload(message: TeamsMessage, author: TeamsPerson | undefined, at: Date): JsonObject {
  return {
    id: message.id,
    replyToId: message.root ?? null,
    createdDateTime: at.toISOString(),
    lastModifiedDateTime: null,
    deleted: false,
    importance: 'normal',
    locale: 'en-GB',
    summary: null,
    subject: null,
    body: { contentType: 'html', content: `<div>${html(message)}</div>` },
    from: author
      ? { user: { userIdentityType: 'aadUser', id: author.aadObjectId, displayName: author.name }, application: null }
      : {
          user: null,
          application: {
            applicationIdentityType: 'bot',
            id: teamsBot.id.slice('28:'.length),
            displayName: teamsBot.name,
          },
        },
    attachments: [],
    mentions: [],
    reactions: [],
  };
}

/** `@Outloud` and `@Name` in what a person typed become mentions, written as Teams writes them. */
export function withMentions(
  typed: string,
  people: readonly { id: string; name: string }[],
): { text: string; mentions: TeamsMention[] } {
  const named = new Map([teamsBot, ...people].map((one) => [one.name.toLowerCase(), one]));
  const pattern = new RegExp(`(?<![\\w.])@(${[...named.keys()].join('|')})(?!\\w)`, 'gi');
  const mentions: TeamsMention[] = [];
  const text = typed.replace(pattern, (whole, name: string) => {
    const mentioned = named.get(name.toLowerCase());
    if (!mentioned) return whole;
    const words = `<at>${mentioned.name}</at>`;
    if (!mentions.some(({ id }) => id === mentioned.id))
      mentions.push({ id: mentioned.id, name: mentioned.name, text: words });
    return words;
  });
  return { text, mentions };
}

function channelData(conversation: TeamsConversation): JsonObject {
  const tenant = { id: teamsTenant.id };
  if (conversation.kind === 'direct') return { tenant };
  return {
    tenant,
    teamsChannelId: conversation.id,
    teamsTeamId: teamsTeam.id,
    channel: { id: conversation.id },
    team: { id: teamsTeam.id },
  };
}

function clientInfo(person: TeamsPerson): JsonObject {
  return { type: 'clientInfo', locale: 'en-GB', country: 'GB', platform: 'Web', timezone: person.timeZone };
}

/** What a person typed is escaped; their mentions become spans, as Teams' own client writes them. */
function html(message: TeamsMessage): string {
  let body = escaped(asText(message.text));
  (message.mentions ?? []).forEach(({ name, text }, index) => {
    const span = `<span itemscope itemtype="http://schema.skype.com/Mention" itemid="${index}">${escaped(name)}</span>`;
    body = body.replaceAll(escaped(text), span);
  });
  return body.replaceAll('\n', '<br>');
}

function escaped(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');
}

/** `2026-11-23T09:30:00.000+01:00`, the moment as the person's own clock shows it. */
function localTime(at: Date, timeZone: string): string {
  const parts = new Intl.DateTimeFormat('en-GB', { timeZone, timeZoneName: 'longOffset' }).formatToParts(at);
  const name = parts.find(({ type }) => type === 'timeZoneName')?.value ?? 'GMT';
  const [, sign = '+', hours = '00', minutes = '00'] = /GMT([+-])(\d{2}):(\d{2})/.exec(name) ?? [];
  const offsetMinutes = (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
  const local = new Date(at.getTime() + offsetMinutes * 60_000).toISOString();
  return `${local.slice(0, -1)}${sign}${hours}:${minutes}`;
}
