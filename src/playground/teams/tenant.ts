import type { Clock } from '../../base/clock.ts';
import type { Channels } from '../channels.ts';
import { type OrgChannel, type TeamsPerson, teamsBot, teamsChannels, teamsPeople } from '../org.ts';
import type { ConversationState, TeamsDialog, TeamsMessage } from '../state.ts';
import type { Records } from '../store.ts';

/** A place in the tenant: a channel of the team, or somebody's personal chat with the bot. */
export interface TeamsConversation {
  readonly id: string;
  readonly kind: 'channel' | 'direct';
  readonly name: string;
  readonly people: readonly TeamsPerson[];
  readonly person?: TeamsPerson;
}

/** A conversation id as the connector gets it, with the thread that it may name. */
export interface TeamsAddress {
  readonly conversation: TeamsConversation;
  /** The id of the channel post whose thread is meant. */
  readonly root?: string;
}

/** What stands where in the local Teams. */
export interface TeamsWorld {
  readonly conversations: readonly TeamsConversation[];
  readonly channels: Channels;
  /** By the id in Teams, or the one in the directory: the connector takes both. */
  person(id: string): TeamsPerson | undefined;
  conversation(id: string): TeamsConversation | undefined;
  /** Reads `19:…@thread.tacv2;messageid=…`. */
  address(id: string): TeamsAddress | undefined;
  message(conversation: string, id: string): TeamsMessage | undefined;
  /** Milliseconds since 1970, as Teams numbers its messages; no two are the same. */
  nextId(): string;
  momentOf(id: string): string;
  put(message: TeamsMessage): void;
  dialog(person: string): TeamsDialog | undefined;
  setDialog(person: string, dialog: TeamsDialog | undefined): void;
  shown(): Record<string, ConversationState<TeamsMessage>>;
}

const shownMessages = 300;
const threadMark = ';messageid=';

const directs: readonly TeamsConversation[] = teamsPeople.map((person) => ({
  id: person.direct,
  kind: 'direct',
  name: teamsBot.name,
  people: [person],
  person,
}));

export interface WorldOptions {
  readonly records: Records;
  readonly channels: Channels;
  readonly clock: Clock;
}

export function createTeamsWorld({ records, channels, clock }: WorldOptions): TeamsWorld {
  const conversations = (): TeamsConversation[] => [...teamsChannels.map(toConversation), ...directs];
  let lastId = newest(records);

  function toConversation(channel: OrgChannel): TeamsConversation {
    const { id, name, members } = channels.shown(channel);
    return { id, kind: 'channel', name, people: teamsPeople.filter((person) => members.includes(person.id)) };
  }

  function conversation(id: string): TeamsConversation | undefined {
    return conversations().find((one) => one.id === id);
  }

  function inOrder(id: string): TeamsMessage[] {
    return [...records.all('teams-message').values()]
      .filter((message) => message.conversation === id)
      .sort((a, b) => Number(a.id) - Number(b.id));
  }

  return {
    get conversations() {
      return conversations();
    },
    channels,
    conversation,
    person: (id) => teamsPeople.find((person) => person.id === id || person.aadObjectId === id),
    address(id) {
      const mark = id.indexOf(threadMark);
      const found = conversation(mark < 0 ? id : id.slice(0, mark));
      if (!found) return undefined;
      return mark < 0 ? { conversation: found } : { conversation: found, root: id.slice(mark + threadMark.length) };
    },
    message: (id, messageId) => records.get('teams-message', keyOf(id, messageId)),
    nextId() {
      lastId = Math.max(lastId + 1, clock.now().getTime());
      return String(lastId);
    },
    momentOf: (id) => new Date(Number(id)).toISOString(),
    put(message) {
      records.put('teams-message', keyOf(message.conversation, message.id), message);
    },
    dialog: (person) => records.get('teams-dialog', person),
    setDialog(person, dialog) {
      if (dialog) records.put('teams-dialog', person, dialog);
      else records.remove('teams-dialog', person);
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

/** The id that an activity carries: in a channel it names the thread. */
export function activityConversationId(conversation: TeamsConversation, root: string | undefined): string {
  return conversation.kind === 'channel' && root ? `${conversation.id}${threadMark}${root}` : conversation.id;
}

function keyOf(conversation: string, id: string): string {
  return `${conversation}/${id}`;
}

function newest(records: Records): number {
  let most = 0;
  for (const { id } of records.all('teams-message').values()) most = Math.max(most, Number(id));
  return most;
}
