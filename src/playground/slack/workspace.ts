import type { Clock } from '../../base/clock.ts';
import type { Channels } from '../channels.ts';
import { type OrgChannel, type SlackPerson, slackBot, slackChannels, slackPeople } from '../org.ts';
import type { ConversationState, SlackMessage, SlackView } from '../state.ts';
import type { Records } from '../store.ts';
import type { BlockFacts } from './block-check.ts';

/** A place in the workspace: a channel, or somebody's direct chat with the bot. */
export interface SlackConversation {
  readonly id: string;
  readonly kind: 'channel' | 'direct';
  readonly name: string;
  readonly topic: string;
  /** The people in it, the bot left out. */
  readonly people: readonly string[];
  readonly person?: SlackPerson;
}

/** What stands where in the local Slack. */
export interface SlackWorkspace {
  person(id: string): SlackPerson | undefined;
  conversation(id: string): SlackConversation | undefined;
  readonly conversations: readonly SlackConversation[];
  hasBot(conversation: SlackConversation): boolean;
  setBot(conversation: SlackConversation, present: boolean): void;
  /** In order; what is shown to one person alone is left out. */
  messages(conversation: string): SlackMessage[];
  message(conversation: string, ts: string): SlackMessage | undefined;
  /** A moment that no other message of the workspace has. */
  nextTs(): string;
  put(message: SlackMessage): void;
  /** Gone, or a tombstone where replies hang on it. */
  remove(message: SlackMessage): void;
  modals(person: string): readonly SlackView[];
  setModals(person: string, views: readonly SlackView[]): void;
  shown(): Record<string, ConversationState<SlackMessage>>;
  readonly facts: BlockFacts;
  readonly channels: Channels;
}

/** The page shows this many of a conversation's newest messages. */
const shownMessages = 300;

const directs: readonly SlackConversation[] = slackPeople.map((person) => ({
  id: person.direct,
  kind: 'direct',
  name: slackBot.name,
  topic: '',
  people: [person.id],
  person,
}));

export interface WorkspaceOptions {
  readonly records: Records;
  readonly channels: Channels;
  readonly clock: Clock;
  readonly facts: BlockFacts;
}

export function createSlackWorkspace({ records, channels, clock, facts }: WorkspaceOptions): SlackWorkspace {
  const conversations = (): SlackConversation[] => [...slackChannels.map(toConversation), ...directs];
  let lastMicros = newest(records);

  function toConversation(channel: OrgChannel): SlackConversation {
    const { id, name, topic, members } = channels.shown(channel);
    return { id, kind: 'channel', name, topic, people: members };
  }

  function inOrder(conversation: string): SlackMessage[] {
    return [...records.all('slack-message').values()]
      .filter((message) => message.channel === conversation)
      .sort((a, b) => (a.ts < b.ts ? -1 : 1));
  }

  return {
    facts,
    channels,
    get conversations() {
      return conversations();
    },
    person: (id) => slackPeople.find((person) => person.id === id),
    conversation: (id) => conversations().find((conversation) => conversation.id === id),
    hasBot: (conversation) => records.get('slack-channel', conversation.id)?.botLeft !== true,
    setBot(conversation, present) {
      records.put('slack-channel', conversation.id, { botLeft: !present });
    },
    messages: (conversation) => inOrder(conversation).filter((message) => message.only_for === undefined),
    message: (conversation, ts) => records.get('slack-message', keyOf(conversation, ts)),
    nextTs() {
      lastMicros = Math.max(lastMicros + 1, clock.now().getTime() * 1000);
      return `${Math.floor(lastMicros / 1e6)}.${String(lastMicros % 1e6).padStart(6, '0')}`;
    },
    put(message) {
      records.put('slack-message', keyOf(message.channel, message.ts), message);
    },
    remove(message) {
      const replies = inOrder(message.channel).filter(
        ({ ts, thread_ts }) => thread_ts === message.ts && ts !== thread_ts,
      );
      if (replies.length === 0) {
        records.remove('slack-message', keyOf(message.channel, message.ts));
        return;
      }
      const { channel, ts, thread_ts, user } = message;
      this.put({ channel, ts, thread_ts, user, text: 'This message was deleted.', deleted: true });
    },
    modals: (person) => records.get('slack-modals', person)?.views ?? [],
    setModals(person, views) {
      if (views.length === 0) records.remove('slack-modals', person);
      else records.put('slack-modals', person, { views: [...views] });
    },
    shown() {
      return Object.fromEntries(
        conversations().map(({ id, kind, name, person }) => [
          id,
          { id, kind, name, ...(person ? { person: person.id } : {}), messages: inOrder(id).slice(-shownMessages) },
        ]),
      );
    },
  };
}

function keyOf(conversation: string, ts: string): string {
  return `${conversation}/${ts}`;
}

function newest(records: Records): number {
  let most = 0;
  for (const { ts } of records.all('slack-message').values()) most = Math.max(most, Math.round(Number(ts) * 1e6));
  return most;
}
