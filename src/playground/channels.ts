import type { OrgChannel } from './org.ts';
import type { ChannelNow } from './state.ts';
import type { Records } from './store.ts';

/** What people have made of the channels since; the organisation's own list says what they were at first. */
export interface Channels {
  now(id: string): ChannelNow;
  change(id: string, change: Partial<ChannelNow>): void;
  /** As the page shows it: who is in it now, and what it has become. */
  shown(channel: OrgChannel): OrgChannel & ChannelNow;
}

const atFirst: ChannelNow = { private: false, shared: false, archived: false, joined: [] };

export function createChannels(records: Records): Channels {
  const now = (id: string): ChannelNow => records.get('channel', id) ?? atFirst;
  return {
    now,
    change(id, change) {
      records.put('channel', id, { ...now(id), ...change });
    },
    shown(channel) {
      const changed = now(channel.id);
      return { ...channel, ...changed, members: [...channel.members, ...changed.joined] };
    },
  };
}

/** The organisation that a channel is shared with. */
export const partner = {
  name: 'Tarren Housing Partnership',
  slackTeam: 'T07PARTNERS',
  teamsTenant: 'd2b1f0a6-5c3e-4a77-9a0f-3f4b1c6e8d90',
};
