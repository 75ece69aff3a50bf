import type { Conversation, ConversationFacts } from './conversation.ts';
import type { ConversationId, EventId, MessageId, MessageRef, PersonId, PlatformName, WorkspaceId } from './ids.ts';
import type { Person } from './person.ts';

/** What the platform lets us give back in the answer to this very event. */
export interface Answers {
  /** A form can be opened (a fresh trigger, a dialog invoke). */
  readonly form: boolean;
  /** A note that only this person sees can be given back; `words`: one without a card. */
  readonly note: boolean | 'words';
  /** The card that was acted on can be replaced. */
  readonly replace: boolean;
}

interface EventBase {
  readonly id: EventId;
  readonly platform: PlatformName;
  readonly workspace: WorkspaceId;
  readonly at: Date;
  readonly person: Person;
  /** Absent only where there is none: a home page, a global shortcut. */
  readonly conversation?: Conversation;
  readonly answers: Answers;
}

/** Words written to the bot: in its direct chat, or mentioning it. Text is plain, mentions of the bot removed. */
export interface MessageEvent extends EventBase {
  readonly kind: 'message';
  readonly text: string;
  readonly message: MessageRef;
}

/** A typed order: `/outloud pause until 6 June` is command `outloud`, words `pause until 6 June`. */
export interface CommandEvent extends EventBase {
  readonly kind: 'command';
  readonly command: string;
  readonly words: string;
  /** The message that held the order, where the order is a message (Teams, a direct chat). */
  readonly message?: MessageRef;
}

/** A button was pressed. `values` are what the button carries: ids of ours, to be looked up and authorised again. */
export interface ActionEvent extends EventBase {
  readonly kind: 'action';
  readonly action: string;
  readonly values: Readonly<Record<string, string>>;
  /** What stood in the inputs of the same card. */
  readonly inputs: Readonly<Record<string, string>>;
  /** The message whose button it was. */
  readonly message?: MessageRef;
}

/** A form was sent. */
export interface FormEvent extends EventBase {
  readonly kind: 'form';
  readonly form: string;
  readonly state: string;
  /** By input id, as Teams sends them: strings; several choices separated by commas; an empty field is `''`. */
  readonly inputs: Readonly<Record<string, string>>;
  readonly button: 'submit' | 'back';
  /** The message that the form was in, where it was in a card. */
  readonly message?: MessageRef;
}

/** A message was chosen and one of our entries picked in its menu: `turn-into-note`. */
export interface ShortcutEvent extends EventBase {
  readonly kind: 'shortcut';
  readonly shortcut: string;
  /** Absent for an entry that belongs to no message. */
  readonly source?: { readonly text: string; readonly author?: Person; readonly message: MessageRef };
}

/**
 * Somebody wrote in the thread under a message of ours, or changed or took back what they wrote there. Only some
 * platforms tell it: Slack does, Teams only where the app may read a whole channel.
 */
export interface ThreadReplyEvent extends EventBase {
  readonly kind: 'thread-reply';
  readonly conversation: Conversation;
  readonly change: 'written' | 'changed' | 'deleted';
  /** Plain; a person who is mentioned stands in it as `mentions` says. Empty where it was deleted. */
  readonly text: string;
  readonly mentions: readonly { readonly text: string; readonly person: PersonId }[];
  readonly message: MessageRef & { readonly thread: MessageId };
}

/** Somebody reacted to one of our messages. */
export interface ReactionEvent extends EventBase {
  readonly kind: 'reaction';
  readonly reaction: string;
  readonly added: boolean;
  readonly message: MessageRef;
}

/** People came into or left a conversation that the bot is in; `bot` says that the bot itself did. */
export interface MembershipEvent extends EventBase {
  readonly kind: 'membership';
  readonly conversation: Conversation;
  readonly joined: readonly Person[];
  readonly left: readonly Person[];
  readonly bot: 'joined' | 'left' | 'no';
}

/** A conversation was renamed, archived, made private or open, or shared with other people than before. */
export interface PlaceEvent extends EventBase {
  readonly kind: 'place';
  readonly conversation: Conversation;
  /** What the platform tells of it along with the event. */
  readonly facts: ConversationFacts;
  /** What it was known as until now, where it has got another id. */
  readonly before?: ConversationId;
}

/**
 * The app was added to or taken from a person, a chat or a team, which is then its `conversation`; or a workspace as a
 * whole. Who added it is the event's person, where the platform says so.
 */
export interface InstallationEvent extends EventBase {
  readonly kind: 'installation';
  readonly change: 'added' | 'removed';
  /** As the platform calls the workspace, where it says so. */
  readonly workspaceName?: string;
}

/** A person opened the bot's own page. */
export interface HomeEvent extends EventBase {
  readonly kind: 'home';
}

export type ChatEvent =
  | MessageEvent
  | CommandEvent
  | ActionEvent
  | FormEvent
  | ShortcutEvent
  | ThreadReplyEvent
  | ReactionEvent
  | MembershipEvent
  | PlaceEvent
  | InstallationEvent
  | HomeEvent;
