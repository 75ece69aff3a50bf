import type { Clock } from '../../base/clock.ts';
import type { Logger } from '../../base/logger.ts';
import type { ConversationFacts } from '../../chat/conversation.ts';
import type { ConversationId } from '../../chat/ids.ts';
import type { Activity } from './activity.ts';
import type { Connector } from './client.ts';
import { teamsIdOf } from './ids.ts';
import { conversationOfActivity } from './origin.ts';
import { factsOfType } from './parse-place.ts';
import type { Reference } from './references.ts';

export interface ChannelNames {
  /** The name of the channel that an activity is from; absent where it is none, or where Teams does not say in time. */
  nameFor(activity: Activity): Promise<string | undefined>;
}

interface ChannelNamesOptions {
  readonly connector: Connector;
  readonly logger: Logger;
  /** Real time: what is kept is a connection's answer. */
  readonly realClock: Clock;
}

/** Channels are renamed seldom. */
const keepMs = 10 * 60_000;
/** An answer to a person does not wait longer for a name. */
const withinMs = 1000;
const mostTeams = 1000;

type Names = ReadonlyMap<string, string>;

interface Channel {
  readonly id: string;
  readonly name?: string;
  readonly type?: string;
}

/** As Teams lists them; the first one has no name there, and every client calls it General. */
async function channelsOf(
  team: string,
  { connector, serviceUrl }: { connector: Connector; serviceUrl: string },
): Promise<Channel[]> {
  const { conversations = [] } = await connector.callTeams('channels', serviceUrl, (each) =>
    each.fetchChannelList(team),
  );
  return conversations.flatMap(({ id, name, type }) => {
    const shown = name ?? (id === team ? 'General' : undefined);
    return id ? [{ id, ...(shown && { name: shown }), ...(type && { type }) }] : [];
  });
}

/**
 * What Teams says a conversation is. Chats are private; of a channel it says what kind it is in its team's list, where a
 * private or shared one stands only if the app may see it. Whether a team is archived is told by its events alone.
 */
export async function describe(
  conversation: ConversationId,
  { reference, connector }: { reference: Reference; connector: Connector },
): Promise<ConversationFacts> {
  if (reference.conversation?.kind !== 'channel') return { access: 'private' };
  const { team, serviceUrl } = reference;
  if (team === undefined) return {};
  const own = teamsIdOf(conversation);
  const found = (await channelsOf(team, { connector, serviceUrl })).find(({ id }) => id === own);
  return found ? { ...(found.name && { name: found.name }), ...factsOfType(found.type) } : {};
}

/**
 * Teams sends a channel's id with every message but its name with none; it is asked for the channels of a team, once in
 * a while.
 */
export function createChannelNames({ connector, logger, realClock }: ChannelNamesOptions): ChannelNames {
  const teams = new Map<string, { readonly names: Promise<Names>; readonly until: number }>();

  function namesOf(team: string, serviceUrl: string): Promise<Names> {
    const now = realClock.now().getTime();
    const known = teams.get(team);
    if (known && known.until > now) return known.names;
    if (teams.size >= mostTeams) teams.clear();
    const names = ask(team, serviceUrl).catch((error: unknown): Names => {
      logger.warn({ err: error }, "a team's channels could not be listed");
      return new Map();
    });
    teams.set(team, { names, until: now + keepMs });
    return names;
  }

  async function ask(team: string, serviceUrl: string): Promise<Names> {
    const channels = await channelsOf(team, { connector, serviceUrl });
    return new Map(channels.map(({ id, name = '' }) => [id, name]));
  }

  return {
    async nameFor(activity) {
      const conversation = conversationOfActivity(activity);
      const team = activity.channelData?.team?.id;
      if (conversation.kind !== 'channel' || conversation.name || !team) return conversation.name;
      const { promise: patience, resolve: giveUp } = Promise.withResolvers<Names>();
      const timer = setTimeout(() => giveUp(new Map()), withinMs);
      const names = await Promise.race([namesOf(team, activity.serviceUrl), patience]);
      clearTimeout(timer);
      return names.get(teamsIdOf(conversation.id)) || undefined;
    },
  };
}
