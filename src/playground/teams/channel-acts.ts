import type { TeamsActOf, Tell } from '../acts.ts';
import { type Channels, partner } from '../channels.ts';
import { asObject, type JsonObject } from '../json.ts';
import { type TeamsPerson, teamsChannels, teamsTeam, teamsTenant } from '../org.ts';
import type { Records } from '../store.ts';
import { type Answer, failureWords, isSuccess } from '../web.ts';
import { type ActivityFrame, activity } from './activities.ts';
import type { TeamsConversation, TeamsWorld } from './tenant.ts';

/*
 * What people change of a channel or its team, told to the app as Teams tells it. Teams fixes what kind a channel is when
 * it is made, and says of that nothing but what its list shows; here a channel can be turned into another kind.
 */

export interface ChannelActsOptions {
  readonly records: Records;
  readonly channels: Channels;
  readonly world: TeamsWorld;
  readonly send: (activity: JsonObject) => Promise<Answer>;
  readonly frame: (person: TeamsPerson, conversation: TeamsConversation) => ActivityFrame;
}

type Change = TeamsActOf<'change-channel'>;

export function createChannelActs({ records, channels, world, send, frame }: ChannelActsOptions) {
  return async function changeChannel(person: TeamsPerson, act: Change): Promise<Tell> {
    const conversation = world.conversation(act.channel);
    if (conversation?.kind !== 'channel') return 'There is no such channel.';
    const news = act.change === 'add' ? add(conversation, act.who) : change(conversation.id, act.change);
    if (typeof news === 'string') return news;
    await records.commit();
    if (!news) return undefined;
    const answer = await send(update(frame(person, conversation), conversation, news));
    return isSuccess(answer) ? undefined : `Unable to reach app. ${failureWords(answer)}`;
  };

  function change(id: string, kind: Exclude<Change['change'], 'add'>): News | undefined {
    switch (kind) {
      case 'make-private':
      case 'make-open':
        channels.change(id, { private: kind === 'make-private' });
        return undefined;
      case 'share':
        channels.change(id, { shared: true });
        return { eventType: 'channelShared' };
      case 'unshare':
        channels.change(id, { shared: false });
        return { eventType: 'channelUnshared' };
      case 'archive':
      case 'unarchive':
        for (const channel of teamsChannels) channels.change(channel.id, { archived: kind === 'archive' });
        return { eventType: kind === 'archive' ? 'teamArchived' : 'teamUnarchived' };
    }
  }

  function add({ id, people }: TeamsConversation, who = ''): News | string {
    const newcomer = world.person(who);
    if (!newcomer) return 'There is no such person here.';
    if (people.includes(newcomer)) return `${newcomer.name} is already in this channel.`;
    channels.change(id, { joined: [...channels.now(id).joined, newcomer.id] });
    return { eventType: 'channelMemberAdded', membersAdded: [{ id: newcomer.id, aadObjectId: newcomer.aadObjectId }] };
  }
}

interface News {
  readonly eventType: string;
  readonly membersAdded?: readonly JsonObject[];
}

/** Changes come by the team's first channel; which channel is meant stands in `channelData`. */
function update(frame: ActivityFrame, { id, name }: TeamsConversation, { eventType, membersAdded }: News): JsonObject {
  const base = activity('conversationUpdate', frame);
  const isTeam = eventType.startsWith('team');
  const partnerTeam = { id: '19:partner@thread.tacv2', name: partner.name, tenantId: partner.teamsTenant };
  return {
    ...base,
    conversation: { ...asObject(base.conversation), id: teamsTeam.id },
    ...(membersAdded && { membersAdded: [...membersAdded] }),
    channelData: {
      tenant: { id: teamsTenant.id },
      team: { id: teamsTeam.id, name: teamsTeam.name, aadGroupId: teamsTeam.aadGroupId },
      eventType,
      ...(!isTeam && { channel: { id, name } }),
      ...(eventType === 'channelShared' && { sharedWithTeams: [partnerTeam] }),
      ...(eventType === 'channelUnshared' && { unsharedFromTeams: [partnerTeam] }),
    },
  };
}
