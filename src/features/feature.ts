import type { Kysely, Transaction } from 'kysely';
import type { Words } from '../cards/words.ts';
import type {
  ActionEvent,
  CommandEvent,
  FormEvent,
  HomeEvent,
  InstallationEvent,
  MembershipEvent,
  MessageEvent,
  ShortcutEvent,
  ThreadReplyEvent,
} from '../chat/event.ts';
import type { ConversationId, PersonId, WorkspaceId } from '../chat/ids.ts';
import type { Message } from '../chat/message.ts';
import type { Reply } from '../chat/reply.ts';
import type { Holding } from '../storage/holding.ts';
import type { Database } from '../storage/schema.ts';
import type { DeliveryId } from '../storage/tables/delivery.ts';
import type { HighlightContent } from '../storage/tables/highlights.ts';
import type { PilotId } from '../storage/tables/pilots.ts';
import type { UpdateField, UpdateId } from '../storage/tables/prompts.ts';
import type { TalkAct } from '../talk-graph/act.ts';
import type { HeldActs } from '../talk-graph/held.ts';

/** What a handler is given: everything that it saves and sends belongs to this one transaction. */
export interface Handling {
  readonly trx: Transaction<Database>;
  readonly now: Date;
  /** In the language of the person who did it. */
  readonly words: Words;
}

export type Handler<Event> = (event: Event, handling: Handling) => Promise<Reply>;

/** A word after a command: `/outloud pause`. */
export interface CommandWord {
  /** Without slash: `outloud`. */
  readonly command: string;
  /** Empty for what the command does alone: `/pilot`. Its help line tells what the whole command is for. */
  readonly word: string;
  /** Other words for the same, which no help shows. */
  readonly also?: readonly string[];
  /** What may follow it, shown in the help: `[until DATE]`. */
  readonly arguments?: string;
  /** One line for the help. */
  help(words: Words): string;
  /** Where the short menu of Teams offers it too, if it is one of Outloud's own; it always offers whole commands. */
  readonly menu?: 'direct' | 'channel' | 'everywhere';
  /** `event.words` holds what follows the word. */
  run: Handler<CommandEvent>;
}

/** An entry in the menu of messages; what is chosen there becomes a `ShortcutEvent` with this id. */
export interface Shortcut {
  readonly id: string;
  readonly name: string;
  /** One line on what it does; the name where there is none. */
  readonly says?: string;
  /** It needs no message: on Teams it also stands beside the box in which one writes. */
  readonly anywhere?: true;
}

/** Something that runs by the clock, at most once at a time. */
export interface ScheduledJob {
  readonly name: string;
  /** Five fields, UTC. */
  readonly cron: string;
  run(now: Date): Promise<void>;
}

/**
 * What came about in one feature and matters to others: they follow it in the same transaction, without knowing where it
 * comes from. A note that can travel as a highlight, or complete a section of a plan, is told like this.
 */
export type Happening =
  /** What is known of a conversation is no longer what it was (`people/places.ts`); `before`: it had this id until now. */
  | { readonly kind: 'place-changed'; readonly conversation: ConversationId; readonly before?: ConversationId }
  /** Two workspaces no longer exchange anything, from this moment. */
  | { readonly kind: 'link-cut'; readonly a: WorkspaceId; readonly b: WorkspaceId }
  | {
      readonly kind: 'role-given';
      readonly workspace: WorkspaceId;
      readonly person: PersonId;
      readonly role: string;
      readonly by: PersonId;
    }
  /** The first run is over: questions are to be asked in this channel, on this rhythm. */
  | {
      readonly kind: 'begun';
      readonly workspace: WorkspaceId;
      readonly by: PersonId;
      readonly conversation: ConversationId;
      readonly rhythm: PreviewView['rhythm'];
    }
  /** People can join in this channel from now on, as they read there: under a post of hers, or on a card. */
  | { readonly kind: 'invited'; readonly conversation: ConversationId; readonly by: PersonId }
  /** Two accounts are one person from this moment, or are no longer. */
  | { readonly kind: 'accounts-changed'; readonly accounts: readonly [PersonId, PersonId] }
  /** A result was written, whatever it says and whoever may see it. */
  | { readonly kind: 'pilot-ended'; readonly pilot: PilotId; readonly owner: PersonId; readonly title: string }
  /** Its card is shown to others, or was changed; `message` is the card as they see it. */
  | {
      readonly kind: 'pilot-shown';
      readonly pilot: PilotId;
      readonly owner: PersonId;
      readonly message: Message;
      readonly seenBy: 'channel' | 'everyone';
      readonly seenIn: ConversationId | null;
      /** What it says, and the channel in which it stands; absent where it stands in none. */
      readonly standing?: {
        readonly content: HighlightContent;
        readonly place: ConversationId;
        readonly delivery: DeliveryId;
        readonly useful: number;
      };
    }
  | { readonly kind: 'pilot-withdrawn'; readonly pilot: PilotId }
  /** A note stands in a channel, or was changed or tapped there. */
  | {
      readonly kind: 'note-shown';
      readonly note: UpdateId;
      readonly author: PersonId;
      readonly question: string;
      readonly fields: readonly UpdateField[];
      readonly seenIn: ConversationId;
      readonly delivery: DeliveryId;
      /** Who set up the prompts there. */
      readonly host: PersonId;
      readonly useful: number;
      readonly edited: boolean;
    }
  /** It stands in no channel any more: withdrawn, or kept by its author for themself. */
  | { readonly kind: 'note-withdrawn'; readonly note: UpdateId }
  /** Somebody replied with its button; the reply stands in the thread under it already. */
  | {
      readonly kind: 'note-replied';
      readonly note: UpdateId;
      readonly person: PersonId;
      readonly text: string;
      /** Where else they were told it would be shown. */
      readonly shownIn: readonly ConversationId[];
    }
  /** Where things are shown besides their own channels. */
  | { readonly kind: 'travelled'; readonly travels: readonly Travel[] }
  /** Somebody wrote, replied or tapped where others see it: who and where counts, never what. */
  | { readonly kind: 'talked'; readonly act: TalkAct }
  /** Somebody tapped *Useful* on a copy of it, in this place. */
  | {
      readonly kind: 'found-useful';
      readonly source: Travelling;
      readonly person: PersonId;
      readonly readIn: ConversationId;
    };

/** What a feature holds that can travel as a highlight. */
export type Travelling =
  | { readonly kind: 'note'; readonly id: UpdateId }
  | { readonly kind: 'pilot'; readonly id: PilotId };

export interface Travel {
  readonly source: Travelling;
  /** Empty where that is over. */
  readonly shownIn: readonly TravelledPlace[];
}

/** A place that something has travelled to, as people at home may read of it. */
export interface TravelledPlace {
  readonly id: ConversationId;
  readonly label: string;
}

export interface Mentioned {
  readonly event: MessageEvent;
  /** It begins like something that people type. */
  readonly isOrder: boolean;
}

/** Somebody opened a page by an address that the bot gave them. */
export interface Visit extends Handling {
  readonly person: PersonId;
  readonly query: URLSearchParams;
}

export type ShownPage =
  | { readonly kind: 'page'; readonly html: string }
  | { readonly kind: 'file'; readonly name: string; readonly type: string; readonly content: string | Buffer };

/** What a person can look at in a browser. It only shows: whoever has the address could press what is on it. */
export interface Page {
  /** Stands in its address. */
  readonly name: string;
  /** `undefined`: there is nothing there for this person. */
  show(visit: Visit): Promise<ShownPage | undefined>;
}

/** Somebody wants to see what a first week would be like. */
export interface PreviewView {
  readonly person: PersonId;
  readonly workspace: WorkspaceId;
  /** Where people would be asked, if that is chosen; and what it is called. */
  readonly conversation?: ConversationId;
  readonly place: string;
  /** An ISO weekday, a time of day `HH:MM`. */
  readonly rhythm: { readonly weekday: number; readonly time: string; readonly everyWeeks: number };
}

export type PreviewedKind =
  | 'channel'
  | 'joined'
  | 'chosen'
  | 'introduced'
  | 'greeter'
  | 'newcomer'
  | 'participant'
  | 'posted'
  | 'host'
  | 'elsewhere';

/** One message of it, made as the real one is made. Nothing of it is saved. */
export interface Previewed {
  /** Who would get it: a channel, or what kind of person. */
  readonly kind: PreviewedKind;
  /** When, where that is known. */
  readonly at?: Date;
  readonly message: Message;
}

/** One thing that the product does. It never learns which platform it is on. */
export interface Feature {
  readonly name: string;
  readonly words?: readonly CommandWord[];
  /** By the name that buttons carry. */
  readonly actions?: Readonly<Record<string, Handler<ActionEvent>>>;
  readonly forms?: Readonly<Record<string, Handler<FormEvent>>>;
  readonly shortcuts?: Readonly<Record<string, Handler<ShortcutEvent>>>;
  /** Whether what is said in that thread is for it; what no feature hears is dropped. */
  readonly hears?: (event: ThreadReplyEvent, db: Kysely<Database>) => Promise<boolean>;
  readonly threadReply?: Handler<ThreadReplyEvent>;
  /** Somebody mentions the bot in a channel; `undefined` where that is not for this feature: then it is an order. */
  readonly mentioned?: (mention: Mentioned, handling: Handling) => Promise<Reply | undefined>;
  readonly membership?: Handler<MembershipEvent>;
  readonly installation?: Handler<InstallationEvent>;
  readonly home?: Handler<HomeEvent>;
  /** A person is in another time zone now, by what their platform says. */
  readonly moved?: (person: PersonId, handling: Pick<Handling, 'trx' | 'now'>) => Promise<void>;
  readonly pages?: readonly Page[];
  readonly follow?: (happening: Happening, handling: Pick<Handling, 'trx' | 'now'>) => Promise<void>;
  /** What it would send in a first week. */
  readonly preview?: (view: PreviewView, handling: Handling) => Promise<readonly Previewed[]>;
  /** Whether a person looks after a channel for it: set it up, decides about it. */
  readonly hosts?: (db: Kysely<Database>, person: PersonId) => Promise<boolean>;
  /** What it holds of people: each of its tables is named in one of these. */
  readonly holds?: readonly Holding[];
  /** What it holds of who wrote, replied and tapped where, with what was written. */
  readonly heldActs?: HeldActs;
  readonly jobs?: readonly ScheduledJob[];
  /** When something of it is due next: the playground's clock can be moved there. */
  readonly nextDueAt?: (db: Kysely<Database>) => Promise<Date | undefined>;
  /** Work that was put aside in a transaction, by queue name. */
  readonly queues?: Readonly<Record<string, (data: object, now: Date) => Promise<void>>>;
}
