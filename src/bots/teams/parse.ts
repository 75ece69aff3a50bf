import type { ChatEvent, MembershipEvent, ReactionEvent } from '../../chat/event.ts';
import { type Account, type Activity, tenantOfActivity } from './activity.ts';
import { base, eventIdFor, isBot, none, personOf, refOf, workspaceOfActivity } from './origin.ts';
import { parseMessage, parseThreadReply } from './parse-message.ts';
import { readPlaceChange } from './parse-place.ts';
import { parseInvoke, parseSubmit } from './parse-press.ts';

/** The events in an activity: one as a rule, none where it says nothing to us, several where many things happened at once. */
export function parseActivity(activity: Activity, receivedAt: Date): readonly ChatEvent[] {
  switch (activity.type) {
    case 'message':
      return isSubmit(activity) ? [parseSubmit(activity, receivedAt)] : parseMessage(activity, receivedAt);
    case 'messageUpdate':
    case 'messageDelete':
      return parseThreadReply(activity, receivedAt);
    case 'invoke':
      return parseInvoke(activity, receivedAt);
    case 'conversationUpdate':
      return [...parseMembers(activity, receivedAt), ...parsePlace(activity, receivedAt)];
    case 'installationUpdate':
      return parseInstallation(activity, receivedAt);
    case 'messageReaction':
      return parseReactions(activity, receivedAt);
    default:
      // Typing, read receipts, meetings: nothing that we act on.
      return [];
  }
}

function isSubmit({ value }: Activity): boolean {
  return typeof value === 'object' && value !== null;
}

function parseMembers(activity: Activity, receivedAt: Date): readonly ChatEvent[] {
  const { membersAdded = [], membersRemoved = [], recipient } = activity;
  if (membersAdded.length === 0 && membersRemoved.length === 0) return [];
  const isUs = ({ id }: Account) => id === recipient.id;
  const bot = membersAdded.some(isUs) ? 'joined' : membersRemoved.some(isUs) ? 'left' : 'no';
  const people = (accounts: readonly Account[]) =>
    accounts
      .filter((each) => !isBot(each) && !isUs(each))
      .map((each) => personOf(each, workspaceOfActivity(activity), tenantOfActivity(activity)));
  const event: MembershipEvent = {
    ...base(activity, receivedAt),
    kind: 'membership',
    id: eventIdFor(activity, receivedAt, { kind: 'members', content: [membersAdded, membersRemoved] }),
    answers: none,
    joined: people(membersAdded),
    left: people(membersRemoved),
    bot,
  };
  return [event];
}

function parsePlace(activity: Activity, receivedAt: Date): readonly ChatEvent[] {
  const facts = readPlaceChange(activity);
  if (!facts) return [];
  const { eventType } = activity.channelData ?? {};
  const id = eventIdFor(activity, receivedAt, { kind: 'place', content: [eventType ?? null, facts] });
  return [{ ...base(activity, receivedAt), kind: 'place', id, answers: none, facts }];
}

function parseInstallation(activity: Activity, receivedAt: Date): readonly ChatEvent[] {
  // `add-upgrade` and `remove-upgrade` are a new version of an app that stays where it is.
  const change = activity.action === 'add' ? 'added' : activity.action === 'remove' ? 'removed' : undefined;
  if (!change) return [];
  const id = eventIdFor(activity, receivedAt, { kind: 'installation', content: change });
  return [{ ...base(activity, receivedAt), kind: 'installation', id, answers: none, change }];
}

function parseReactions(activity: Activity, receivedAt: Date): readonly ChatEvent[] {
  const { reactionsAdded = [], reactionsRemoved = [], replyToId } = activity;
  if (!replyToId) return [];
  const message = refOf(activity, replyToId);
  const event = (reaction: string, added: boolean): ReactionEvent => ({
    ...base(activity, receivedAt),
    kind: 'reaction',
    id: eventIdFor(activity, receivedAt, { kind: `reaction-${added ? 'added' : 'removed'}`, content: reaction }),
    answers: none,
    reaction,
    added,
    message,
  });
  return [
    ...reactionsAdded.map(({ type }) => event(type, true)),
    ...reactionsRemoved.map(({ type }) => event(type, false)),
  ];
}
