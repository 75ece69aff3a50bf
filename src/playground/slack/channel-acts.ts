import type { SlackActOf, Tell } from '../acts.ts';
import { type Channels, partner } from '../channels.ts';
import type { JsonObject } from '../json.ts';
import { type SlackPerson, slackWorkspace } from '../org.ts';
import type { Records } from '../store.ts';
import { failureWords, isSuccess } from '../web.ts';
import { eventEnvelope } from './payloads.ts';
import type { SlackSender } from './sender.ts';
import type { SlackConversation, SlackWorkspace } from './workspace.ts';

/* What people change of a channel itself, told to the app as Slack tells it (docs.slack.dev/reference/events). */

export interface ChannelActsOptions {
  readonly records: Records;
  readonly channels: Channels;
  readonly workspace: SlackWorkspace;
  readonly sender: SlackSender;
  readonly now: () => Date;
}

type Change = SlackActOf<'change-channel'>;

export function createChannelActs(options: ChannelActsOptions) {
  const { records, channels, workspace, sender } = options;

  return async function changeChannel(person: SlackPerson, act: Change): Promise<Tell> {
    const conversation = workspace.conversation(act.channel);
    if (conversation?.kind !== 'channel') return 'There is no such channel.';
    const event = act.change === 'add' ? add(person, conversation, act.who) : change(person, conversation, act.change);
    if (typeof event === 'string') return event;
    await records.commit();
    if (!workspace.hasBot(conversation)) return undefined;
    const answer = await sender.event(eventEnvelope({ ...event, event_ts: workspace.nextTs() }, options.now()));
    return isSuccess(answer) ? undefined : failureWords(answer);
  };

  function change(
    person: SlackPerson,
    { id: channel }: SlackConversation,
    kind: Exclude<Change['change'], 'add'>,
  ): JsonObject {
    switch (kind) {
      case 'make-private':
      case 'make-open': {
        channels.change(channel, { private: kind === 'make-private' });
        const subtype = kind === 'make-private' ? 'channel_convert_to_private' : 'channel_convert_to_public';
        const channelType = kind === 'make-private' ? 'group' : 'channel';
        const ts = workspace.nextTs();
        return { type: 'message', subtype, channel, user: person.id, text: '', ts, channel_type: channelType };
      }
      case 'share':
        channels.change(channel, { shared: true });
        return { type: 'channel_shared', channel, connected_team_id: partner.slackTeam };
      case 'unshare':
        channels.change(channel, { shared: false });
        return {
          type: 'channel_unshared',
          channel,
          previously_connected_team_id: partner.slackTeam,
          is_ext_shared: false,
        };
      case 'archive':
        channels.change(channel, { archived: true });
        return { type: `${twin(channel)}_archive`, channel, user: person.id };
      case 'unarchive':
        channels.change(channel, { archived: false });
        return { type: `${twin(channel)}_unarchive`, channel, user: person.id };
    }
  }

  function twin(channel: string): string {
    return channels.now(channel).private ? 'group' : 'channel';
  }

  function add(person: SlackPerson, { id: channel, people }: SlackConversation, who = ''): JsonObject | string {
    const newcomer = workspace.person(who);
    if (!newcomer) return 'There is no such person here.';
    if (people.includes(who)) return `${newcomer.name} is already in this channel.`;
    channels.change(channel, { joined: [...channels.now(channel).joined, who] });
    const type = twin(channel) === 'group' ? 'G' : 'C';
    const team = slackWorkspace.id;
    return { type: 'member_joined_channel', user: who, channel, channel_type: type, team, inviter: person.id };
  }
}
