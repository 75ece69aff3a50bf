import { partner } from '../channels.ts';
import type { JsonObject } from '../json.ts';
import { slackBot, slackWorkspace } from '../org.ts';
import type { SlackMessage } from '../state.ts';
import type { Arguments } from './arguments.ts';
import { conversationOf, type Method } from './chat-methods.ts';
import { SlackRefusal } from './errors.ts';
import { messagePayload } from './messages.ts';
import { page } from './pages.ts';
import type { SlackConversation, SlackWorkspace } from './workspace.ts';

export function conversationMethods(workspace: SlackWorkspace, startedAt: Date): Record<string, Method> {
  const created = Math.floor(startedAt.getTime() / 1000);

  function channelPayload(conversation: SlackConversation): JsonObject {
    if (conversation.person) {
      return { id: conversation.id, created, is_im: true, is_archived: false, user: conversation.person.id };
    }
    const { private: isPrivate, shared, archived } = workspace.channels.now(conversation.id);
    const said = { creator: slackBot.id, last_set: created };
    return {
      id: conversation.id,
      name: conversation.name,
      name_normalized: conversation.name,
      created,
      creator: slackBot.id,
      is_channel: !isPrivate,
      is_group: isPrivate,
      is_im: false,
      is_mpim: false,
      is_private: isPrivate,
      is_archived: archived,
      is_general: false,
      is_shared: shared,
      is_ext_shared: shared,
      is_pending_ext_shared: false,
      is_org_shared: false,
      connected_team_ids: shared ? [partner.slackTeam] : [],
      pending_connected_team_ids: [],
      is_member: workspace.hasBot(conversation),
      context_team_id: slackWorkspace.id,
      topic: { value: conversation.topic, ...said },
      purpose: { value: '', ...said },
    };
  }

  /** A conversation that the bot may read. */
  function readable(args: Arguments): SlackConversation {
    const conversation = conversationOf(workspace, args.text('channel'));
    if (!workspace.hasBot(conversation)) throw new SlackRefusal('not_in_channel');
    return conversation;
  }

  function listed(args: Arguments): JsonObject {
    const types = (args.text('types') || 'public_channel').split(',').map((type) => type.trim());
    const wanted = workspace.conversations.filter(({ kind }) =>
      types.includes(kind === 'channel' ? 'public_channel' : 'im'),
    );
    const { items, response_metadata } = page(wanted, args, { usual: 100, most: 1000 });
    return { channels: items.map(channelPayload), response_metadata };
  }

  return {
    'conversations.open'(args) {
      const channel = args.text('channel');
      const conversation = channel ? conversationOf(workspace, channel) : directOf(workspace, args.text('users'));
      const full = args.flag('return_im') ? channelPayload(conversation) : { id: conversation.id };
      return { no_op: true, already_open: true, channel: full };
    },
    'conversations.members'(args) {
      const conversation = conversationOf(workspace, args.text('channel'));
      const bot = workspace.hasBot(conversation) ? [slackBot.id] : [];
      const { items, response_metadata } = page([...conversation.people, ...bot], args, { usual: 100, most: 1000 });
      return { members: items, response_metadata };
    },
    'conversations.info'(args) {
      const conversation = conversationOf(workspace, args.text('channel'));
      const members = conversation.people.length + (workspace.hasBot(conversation) ? 1 : 0);
      return {
        channel: {
          ...channelPayload(conversation),
          ...(args.flag('include_num_members') ? { num_members: members } : {}),
        },
      };
    },
    'conversations.list': listed,
    'users.conversations': listed,
    'conversations.join'(args) {
      const conversation = conversationOf(workspace, args.text('channel'));
      if (conversation.person) throw new SlackRefusal('method_not_supported_for_channel_type');
      workspace.setBot(conversation, true);
      return { channel: channelPayload(conversation) };
    },
    'conversations.leave'(args) {
      const conversation = conversationOf(workspace, args.text('channel'));
      if (conversation.person) throw new SlackRefusal('method_not_supported_for_channel_type');
      if (!workspace.hasBot(conversation)) return { not_in_channel: true };
      workspace.setBot(conversation, false);
      return {};
    },
    'conversations.history'(args) {
      const messages = workspace.messages(readable(args).id);
      const roots = messages.filter(({ ts, thread_ts }) => thread_ts === undefined || thread_ts === ts);
      const wanted = within(roots, args).toReversed();
      const { items, ...rest } = page(wanted, args, { usual: 100, most: 999 });
      const metadata = args.flag('include_all_metadata');
      return { messages: items.map((root) => withReplyCount(root, messages, metadata)), pin_count: 0, ...rest };
    },
    'conversations.replies'(args) {
      const messages = workspace.messages(readable(args).id);
      const asked = messages.find(({ ts }) => ts === args.text('ts'));
      if (!asked) throw new SlackRefusal('thread_not_found');
      const rootTs = asked.thread_ts ?? asked.ts;
      const root = messages.find(({ ts }) => ts === rootTs) ?? asked;
      const replies = messages.filter(({ ts, thread_ts }) => thread_ts === rootTs && ts !== rootTs);
      const { items, ...rest } = page([root, ...within(replies, args)], args, { usual: 1000, most: 1000 });
      const metadata = args.flag('include_all_metadata');
      return {
        messages: items.map((item) =>
          item === root ? withReplyCount(item, messages, metadata) : messagePayload(item, { metadata }),
        ),
        ...rest,
      };
    },
  };
}

function directOf(workspace: SlackWorkspace, users: string): SlackConversation {
  const ids = users.split(',').filter(Boolean);
  const [id] = ids;
  if (!id) throw new SlackRefusal('users_list_not_supplied');
  if (id === slackBot.id) throw new SlackRefusal('cannot_dm_bot');
  const people = ids.map((one) => workspace.person(one));
  if (people.includes(undefined)) throw new SlackRefusal('user_not_found');
  if (ids.length > 1) throw new SlackRefusal('restricted_action');
  return conversationOf(workspace, people[0]?.direct ?? '');
}

/** Between `oldest` and `latest`, those two moments left out unless `inclusive`. */
function within(messages: readonly SlackMessage[], args: Arguments): SlackMessage[] {
  const oldest = Number(args.text('oldest') || 0);
  const latest = Number(args.text('latest') || Number.POSITIVE_INFINITY);
  const inclusive = args.flag('inclusive');
  return messages.filter(({ ts }) => {
    const at = Number(ts);
    return inclusive ? at >= oldest && at <= latest : at > oldest && at < latest;
  });
}

function withReplyCount(root: SlackMessage, messages: readonly SlackMessage[], metadata: boolean): JsonObject {
  const replies = messages.filter(({ ts, thread_ts }) => thread_ts === root.ts && ts !== root.ts);
  const payload = messagePayload(root, { metadata });
  const last = replies.at(-1);
  if (!last) return payload;
  const users = [...new Set(replies.map(({ user }) => user))];
  return {
    ...payload,
    thread_ts: root.ts,
    reply_count: replies.length,
    reply_users: users,
    reply_users_count: users.length,
    latest_reply: last.ts,
  };
}
