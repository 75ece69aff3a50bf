/** Anything that came as JSON and is drawn as it is: blocks, views, cards. */
// biome-ignore lint/suspicious/noExplicitAny: blocks and cards come as the app sent them, known or not.
export type Json = Record<string, any>;

export type PlatformName = 'slack' | 'teams';

export interface Person {
  id: string;
  name: string;
  title: string;
  team: string;
  timeZone: string;
  hue: number;
}

export interface Channel {
  id: string;
  name: string;
  topic?: string;
  members: string[];
  private: boolean;
  shared: boolean;
  archived: boolean;
}

export interface SlackMessage {
  ts: string;
  thread_ts?: string;
  user: string;
  text: string;
  blocks?: Json[];
  edited?: unknown;
  only_for?: string;
  deleted?: boolean;
}

export interface TeamsMessage {
  id: string;
  root?: string;
  from: string;
  text: string;
  textFormat?: string;
  cards: Json[];
  at?: string;
  edited?: unknown;
  deleted?: boolean;
  mentions?: { text: string }[];
}

export interface Conversation<M> {
  id: string;
  kind: 'channel' | 'direct';
  name: string;
  person?: string;
  messages: M[];
}

export interface SlackState {
  workspace: { id: string; name: string };
  bot: { id: string; name: string };
  people: Person[];
  channels: Channel[];
  conversations: Record<string, Conversation<SlackMessage>>;
  modals: Record<string, Json[]>;
  homes: Record<string, { blocks: Json[] }>;
  commands: { command: string; hint?: string; description?: string }[];
  shortcuts: { callback_id: string; name: string }[];
}

export interface TeamsDialogState {
  title: string;
  card: Json;
  conversation: string;
  replyTo?: string;
}

export interface TeamsState {
  tenant: { id: string; name: string };
  bot: { id: string; name: string };
  people: (Person & { aadObjectId: string })[];
  team: { id: string; name: string };
  channels: Channel[];
  conversations: Record<string, Conversation<TeamsMessage>>;
  dialogs: Record<string, TeamsDialogState>;
  extensions: { commandId: string; title: string }[];
}

export interface State {
  version: number;
  now: string;
  startedAt: string;
  timeZone?: string;
  slack: SlackState;
  teams: TeamsState;
}

export type Act = { platform: PlatformName; as: string; do: string } & Json;

export interface Answer {
  ok: boolean;
  tell?: string;
  now?: string;
}

/** Who one is and where one looks, in one of the two windows. */
export interface Place {
  person: string;
  conversation: string;
  tab: 'home' | 'messages';
}

export interface Playground {
  state: State;
  places: Record<PlatformName, Place>;
  /** Turns a window to a person and a conversation, and brings it to the front where there is room for one only. */
  show: (platform: PlatformName, place: Partial<Place>) => void;
  /** Sends what a person does to the server; the answer's complaint is shown in that person's window. */
  act: (act: Act, done?: string) => Promise<Answer>;
  unread: (platform: PlatformName, person: string, conversation?: string) => number;
}

export type Inline =
  | { kind: 'text'; text: string }
  | { kind: 'strong' | 'em' | 'del' | 'underline'; children: Inline[] }
  | { kind: 'code'; text: string }
  | { kind: 'link'; href: string; children: Inline[] }
  | { kind: 'user' | 'channel' | 'usergroup'; id: string; label?: string }
  | { kind: 'broadcast'; range: string }
  | { kind: 'date'; timestamp: number; format: string; href?: string; fallback: string }
  | { kind: 'emoji'; name: string; unicode?: string }
  | { kind: 'color'; value: string }
  | { kind: 'break' };

export type TextBlock =
  | { kind: 'paragraph'; children: Inline[] }
  | { kind: 'heading'; level: number; children: Inline[] }
  | { kind: 'quote'; blocks: TextBlock[] }
  | { kind: 'pre'; text: string }
  | { kind: 'list'; ordered: boolean; start: number; items: TextBlock[][] }
  | { kind: 'table'; header: Inline[][]; align: string[]; rows: Inline[][][] }
  | { kind: 'rule' };
