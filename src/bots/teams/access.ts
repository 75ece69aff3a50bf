/*
 * What Outloud asks of Teams, and why, in words for the person who has to agree to it. The package for Teams and the
 * documentation are made of it.
 */

/** Where people find it: in a chat of their own, in teams, in group chats. */
export const installScopes = ['personal', 'team', 'groupChat'] as const;

export interface Permission {
  readonly name: string;
  readonly type: 'Application' | 'Delegated';
  readonly why: string;
}

/** What the package says that the app uses; they are no permissions of Microsoft Graph. */
export const appPermissions = [
  { name: 'identity', why: 'Knows who writes to it or presses one of its buttons, by name.' },
  {
    name: 'messageTeamMembers',
    why: 'Writes to members of the teams that it is added to, to ask, to answer and to remind.',
  },
] as const;

/**
 * Asked of each team's owner when the app is added to it, and only by the package for community channels. Without it
 * Teams brings what mentions the app, its buttons and its forms, and that is all that the ordinary package asks for.
 * https://learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations/channel-messages-for-bots-and-agents
 */
export const communityPermissions: readonly Permission[] = [
  {
    name: 'ChannelMessage.Read.Group',
    type: 'Application',
    why: 'Carries typed replies under its own posts; Teams then sends it every message of the team, and it drops the others unread.',
  },
];
