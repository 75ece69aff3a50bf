import type { JsonObject } from './json.ts';
import type { OrgChannel } from './org.ts';

/** What the page shows; `GET /playground/state` gives it. */
export interface State {
  version: number;
  now: string;
  startedAt: string;
  /** The one that the clock is shown in. */
  timeZone: string;
  slack: SlackState;
  teams: TeamsState;
}

export interface PersonState {
  id: string;
  name: string;
  title: string;
  team: string;
  timeZone: string;
  hue: number;
  guest?: true;
}

export interface ConversationState<Message> {
  id: string;
  kind: 'channel' | 'direct';
  name: string;
  person?: string;
  messages: Message[];
}

export interface SlackState {
  workspace: { id: string; name: string };
  bot: { id: string; name: string };
  people: PersonState[];
  channels: (OrgChannel & ChannelNow)[];
  conversations: Record<string, ConversationState<SlackMessage>>;
  modals: Record<string, SlackView[]>;
  homes: Record<string, { blocks: JsonObject[] }>;
  commands: SlackCommand[];
  shortcuts: { callback_id: string; name: string }[];
}

export interface SlackCommand {
  command: string;
  hint: string;
  description: string;
}

export interface SlackMessage {
  channel: string;
  ts: string;
  /** The first message of the thread; on that message itself too, once it has replies. */
  thread_ts?: string;
  user: string;
  /** Slack's own markup, escaped as Slack escapes it. */
  text: string;
  blocks?: JsonObject[];
  attachments?: JsonObject[];
  metadata?: JsonObject;
  edited?: { user: string; ts: string };
  /** Shown to this person alone. */
  only_for?: string;
  /** Taken away while it had replies; a message without any is gone entirely. */
  deleted?: true;
}

/** Slack's view JSON as its own API gives it, and the complaints that stand beside its fields. */
export interface SlackView extends JsonObject {
  id: string;
  hash: string;
  type: 'modal' | 'home';
  blocks: JsonObject[];
  errors?: Record<string, string>;
}

export interface TeamsState {
  tenant: { id: string; name: string };
  bot: { id: string; name: string };
  people: (PersonState & { aadObjectId: string })[];
  team: { id: string; name: string };
  channels: (OrgChannel & ChannelNow)[];
  conversations: Record<string, ConversationState<TeamsMessage>>;
  dialogs: Record<string, TeamsDialog>;
  extensions: { commandId: string; title: string }[];
}

export interface TeamsMention {
  id: string;
  name: string;
  /** What stands in the text, `<at>Name</at>`. */
  text: string;
}

export interface TeamsMessage {
  conversation: string;
  id: string;
  /** The channel post that it replies to. */
  root?: string;
  /** When it was sent, by the playground's clock. */
  at: string;
  from: string;
  text: string;
  textFormat?: string;
  cards: JsonObject[];
  edited?: true;
  deleted?: true;
  mentions?: TeamsMention[];
  summary?: string;
  /** What the bot sent along unseen. */
  channelData?: JsonObject;
}

export interface TeamsDialog {
  title: string;
  card: JsonObject;
  conversation: string;
  /** The message whose button opened it. */
  replyTo?: string;
  /** The message extension that opened it, with the message that it was chosen on. */
  extension?: { commandId: string; messagePayload: JsonObject };
}

/** Everything that is kept, by kind; one row of the database each. */
export interface Kinds {
  identity: Identity;
  clock: { offsetMs: number };
  /** Counts resets, so that the installation is told afresh after one. */
  epoch: { number: number };
  /** A piece of the installation that the app has heard of. */
  told: { at: string };
  channel: ChannelNow;
  'slack-channel': { botLeft: boolean };
  'slack-message': SlackMessage;
  'slack-modals': { views: SlackView[] };
  'slack-home': SlackView;
  'slack-response': SlackResponseUrl;
  'slack-file': SlackFile;
  'slack-code': SlackCode;
  'slack-token': SlackToken;
  'teams-message': TeamsMessage;
  'teams-dialog': TeamsDialog;
}

/** What people have made of a channel. */
export interface ChannelNow {
  private: boolean;
  /** With another organisation. */
  shared: boolean;
  archived: boolean;
  /** Who came in since the start. */
  joined: string[];
}

/** Made once. */
export interface Identity {
  startedAt: string;
  slackSigningSecret: string;
  slackBotToken: string;
  slackClientSecret: string;
  slackStateSecret: string;
  teamsPassword: string;
  /** Signs what Teams sends to the app, and the tokens that it gives to the app. */
  privateKeyPem: string;
  keyId: string;
}

/** What an install gave the app to exchange for tokens. */
export interface SlackCode {
  workspace: string;
  installer: string;
  redirectUrl: string;
  /** In real time. */
  expiresAtMs: number;
}

/** A token of an install by OAuth, by the token itself. */
export interface SlackToken {
  workspace: string;
  kind: 'access' | 'refresh';
  /** In real time; a refresh token has no end until it is used. */
  expiresAtMs: number | null;
  issued: number;
}

export interface SlackFile {
  id: string;
  name: string;
  title: string;
  /** In bytes, as the app announced it. */
  length: number;
  /** Base64; empty until the bytes have come. */
  content: string;
  /** The app has said that it is all there. */
  complete: boolean;
}

export interface SlackResponseUrl {
  channel: string;
  person: string;
  /** The message that was acted on; absent for a slash command. */
  ts?: string;
  uses: number;
  /** In real time, whatever the playground's clock says. */
  expiresAtMs: number;
}
