/*
 * What Outloud asks of a Slack workspace, and why, in words for the person who has to agree to it. The package for
 * Slack, `outloud doctor` and the documentation are made of it; a test compares it with what the adapter calls and
 * understands. Scopes by method and event: https://docs.slack.dev/reference/methods, https://docs.slack.dev/reference/events.
 */

export interface Scope {
  readonly name: string;
  readonly why: string;
  /** Outloud works without it, and then lacks this. */
  readonly without?: string;
}

const repeats = 'a message may come twice after a crash';

export const scopes: readonly Scope[] = [
  { name: 'app_mentions:read', why: 'Hears what people say to it by its name.' },
  {
    name: 'channels:history',
    why: 'After a crash, finds its own last message in a public channel, so that it is not sent twice.',
    without: repeats,
  },
  { name: 'channels:read', why: 'Knows the name and the members of a public channel that it was invited to.' },
  { name: 'chat:write', why: 'Posts what people choose to share, changes it when they do, and takes it away again.' },
  { name: 'commands', why: 'Answers its own commands, and its entries in the menu of a message.' },
  {
    name: 'files:write',
    why: 'Uploads pictures of charts that Slack cannot draw.',
    without: 'charts that Slack cannot draw are shown in words',
  },
  {
    name: 'groups:history',
    why: 'After a crash, finds its own last message in a private channel, so that it is not sent twice.',
    without: repeats,
  },
  { name: 'groups:read', why: 'Knows the name and the members of a private channel that it was invited to.' },
  { name: 'im:history', why: 'Hears what a person writes to it in their chat with it.' },
  { name: 'im:write', why: 'Opens its chat with a person, to ask, to answer and to remind.' },
  {
    name: 'users:read',
    why: "Knows people's names, time zones and languages, to address them and to keep to their hours.",
  },
];

export interface Subscription {
  /** As an app subscribes to it; a delivery may carry a shorter type. */
  readonly name: string;
  readonly why: string;
  /** The deliveries need at least one of these; none where Slack asks for none. */
  readonly scopes: readonly string[];
  /** Only where an organisation chose to let typed replies travel: Slack then sends every message of the channel. */
  readonly communityOnly?: true;
}

export const subscriptions: readonly Subscription[] = [
  { name: 'app_home_opened', why: 'Shows a person their own page.', scopes: [] },
  { name: 'app_mention', why: 'Hears what people say to it by its name.', scopes: ['app_mentions:read'] },
  { name: 'app_uninstalled', why: 'Knows that it was removed, and stops.', scopes: [] },
  {
    name: 'channel_archive',
    why: 'Knows that a public channel was archived, and stops posting there.',
    scopes: ['channels:read'],
  },
  {
    name: 'channel_deleted',
    why: 'Knows that a public channel is gone, and stops posting there.',
    scopes: ['channels:read'],
  },
  {
    name: 'channel_id_changed',
    why: 'Keeps to a channel whose id has changed.',
    scopes: ['channels:read', 'groups:read'],
  },
  { name: 'channel_left', why: 'Knows that it was taken out of a public channel.', scopes: ['channels:read'] },
  { name: 'channel_rename', why: 'Calls a public channel by its new name.', scopes: ['channels:read'] },
  {
    name: 'channel_shared',
    why: 'Knows that another organisation reads along, and lets nothing travel there.',
    scopes: ['channels:read', 'groups:read'],
  },
  { name: 'channel_unarchive', why: 'Knows that a public channel is in use again.', scopes: ['channels:read'] },
  {
    name: 'channel_unshared',
    why: 'Knows that another organisation no longer reads along.',
    scopes: ['channels:read', 'groups:read'],
  },
  {
    name: 'group_archive',
    why: 'Knows that a private channel was archived, and stops posting there.',
    scopes: ['groups:read'],
  },
  {
    name: 'group_deleted',
    why: 'Knows that a private channel is gone, and stops posting there.',
    scopes: ['groups:read'],
  },
  { name: 'group_left', why: 'Knows that it was taken out of a private channel.', scopes: ['groups:read'] },
  { name: 'group_rename', why: 'Calls a private channel by its new name.', scopes: ['groups:read'] },
  { name: 'group_unarchive', why: 'Knows that a private channel is in use again.', scopes: ['groups:read'] },
  {
    name: 'member_joined_channel',
    why: 'Knows who is new in a channel that it is in.',
    scopes: ['channels:read', 'groups:read'],
  },
  {
    name: 'member_left_channel',
    why: 'Asks nobody on behalf of a channel that they have left.',
    scopes: ['channels:read', 'groups:read'],
  },
  {
    name: 'message.channels',
    why: 'Carries typed replies under its own posts in public channels; drops every other message unread.',
    scopes: ['channels:history'],
    communityOnly: true,
  },
  {
    name: 'message.groups',
    why: 'Carries typed replies under its own posts in private channels; drops every other message unread.',
    scopes: ['groups:history'],
    communityOnly: true,
  },
  { name: 'message.im', why: 'Hears what a person writes to it in their chat with it.', scopes: ['im:history'] },
  { name: 'tokens_revoked', why: 'Knows that its access has ended, and stops.', scopes: [] },
];

/** Every method of the Web API that is called, with the scopes of which it needs at least one. */
export const methods: Readonly<Record<string, readonly string[]>> = {
  'apps.uninstall': [],
  'auth.test': [],
  'chat.delete': ['chat:write'],
  'chat.postEphemeral': ['chat:write'],
  'chat.postMessage': ['chat:write'],
  'chat.update': ['chat:write'],
  'conversations.history': ['channels:history', 'groups:history', 'im:history'],
  'conversations.info': ['channels:read', 'groups:read'],
  'conversations.members': ['channels:read', 'groups:read'],
  'conversations.open': ['im:write'],
  'conversations.replies': ['channels:history', 'groups:history', 'im:history'],
  'files.uploadV2': ['files:write'],
  'oauth.v2.access': [],
  'users.info': ['users:read'],
  'views.open': [],
  'views.publish': [],
  'views.update': [],
};
