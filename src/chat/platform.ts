import type { AdaptiveCard } from './card.ts';
import type { Conversation, ConversationFacts } from './conversation.ts';
import type { ConversationId, MessageId, MessageRef, PersonId, PlatformName } from './ids.ts';
import type { Message } from './message.ts';
import type { Person } from './person.ts';

/**
 * A chat service, as the core sees it. One call is one try: no retries inside (the outbox owns them), and every failure
 * is a `PlatformError`. `test/contract/platform.ts` holds for each implementation.
 */
export interface Platform {
  readonly name: PlatformName;
  readonly limits: Limits;
  readonly abilities: Abilities;

  /**
   * Posts into a conversation, in a thread if `thread` is given and the conversation has threads.
   * `deliveryId` goes along, so that a repeat after a crash can be recognised.
   */
  post(to: ConversationId, message: Message, options: PostOptions): Promise<MessageRef>;

  /** Changes one of our messages in place; `deliveryId` as with `post`. */
  update(ref: MessageRef, message: Message, options?: Pick<PostOptions, 'deliveryId'>): Promise<void>;

  /** Takes one of our messages away; where the service cannot, the message becomes `instead`. Gone already is success. */
  remove(ref: MessageRef, instead: string): Promise<void>;

  /** The direct chat between the bot and a person. */
  openDirect(person: PersonId): Promise<Conversation>;

  /** Everyone in a conversation, bots left out, guests marked. */
  members(conversation: ConversationId): Promise<Person[]>;

  /** Answers quickly whether the adapter can work (credentials there, client made); no call to the service. */
  ready(): Promise<void>;
}

export interface PostOptions {
  readonly deliveryId: string;
  readonly thread?: MessageId;
  /** An earlier try may have arrived and nobody can say: the message tells that it may be there twice. */
  readonly repeat?: boolean;
}

/** What is known of a post whose answer was lost. */
export interface Traces {
  readonly deliveryId: string;
  readonly since: Date;
  /** The thread that it was meant for. */
  readonly thread?: MessageId;
}

/** Facts of a service, as data. Sizes in characters unless said. */
export interface Limits {
  readonly messageText: number;
  readonly formTitle: number;
  /** How fast it may be called. A call counts against every limit that names it. */
  readonly rates: readonly RateLimit[];
}

/** The calls that the outbox makes: `open` a direct chat, `find` a post by its delivery. */
export type Call = 'post' | 'update' | 'remove' | 'open' | 'find';

export interface RateLimit {
  readonly per: 'conversation' | 'workspace';
  readonly calls: readonly Call[];
  readonly rates: readonly Rate[];
}

/**
 * At most `calls` within any `withinMs`. With `burst` instead an allowance that refills at that speed and holds `burst`
 * calls at most.
 */
export interface Rate {
  readonly calls: number;
  readonly withinMs: number;
  readonly burst?: number;
}

/** Absent means that the service cannot. */
export interface Abilities {
  /** A person's profile says whether they run the workspace. */
  readonly tellsAdministrators?: true;
  /** The app is added to single teams, chats and people; elsewhere to a whole workspace. */
  readonly addedToPlaces?: true;
  /** Inputs in a card of a direct chat work in place (Teams); elsewhere a button opens a form. */
  readonly inputsInCards?: true;
  /** Posts to a person whose direct chat is not known yet, which opens it: one call instead of two. */
  postDirect?(person: PersonId, message: Message, options: PostOptions): Promise<MessageRef>;
  /** Asks the service whether a delivery arrived, by the id that went along with `post`. */
  findPost?(to: ConversationId, traces: Traces): Promise<MessageRef | undefined>;
  /** These will be posted to within seconds: gathers what that needs, so that the calls then go out at once. */
  prepare?(conversations: readonly ConversationId[]): Promise<void>;
  /** Where a browser, or the service's own app, opens the thread that a message begins. */
  threadAddress?(ref: MessageRef): string | undefined;
  /** Shows a person's own page. */
  publishHome?(person: PersonId, card: AdaptiveCard): Promise<void>;
  /** What the service knows about a person now. */
  profile?(person: PersonId): Promise<Person>;
  /** What a conversation is now, as far as the service tells. */
  describe?(conversation: ConversationId): Promise<ConversationFacts>;
}

export type PlatformErrorCode =
  | 'rate_limited'
  | 'unauthorized'
  | 'forbidden'
  | 'not_found'
  | 'rejected'
  | 'unavailable';

/** Why a call can never succeed, where the service says it: what a person can do about it differs. */
export type Obstacle =
  | 'archived'
  | 'not_a_member'
  | 'blocked'
  | 'person_gone'
  | 'place_gone'
  | 'posting_restricted'
  | 'too_big'
  | 'disconnected';

interface PlatformErrorOptions {
  readonly retryAfterMs?: number;
  readonly obstacle?: Obstacle;
  /** The service was never reached: the call had no effect. */
  readonly neverSent?: boolean;
  readonly cause?: unknown;
}

/** Any failure of a call to a chat service, translated once per adapter (`errors.ts`). */
export class PlatformError extends Error {
  override readonly name = 'PlatformError';
  readonly code: PlatformErrorCode;
  /** How long the service asked us to wait, in milliseconds. */
  readonly retryAfterMs?: number;
  readonly obstacle?: Obstacle;
  readonly #neverSent: boolean;

  constructor(code: PlatformErrorCode, message: string, options: PlatformErrorOptions = {}) {
    super(message, { cause: options.cause });
    this.code = code;
    if (options.retryAfterMs !== undefined) this.retryAfterMs = options.retryAfterMs;
    if (options.obstacle) this.obstacle = options.obstacle;
    this.#neverSent = options.neverSent ?? false;
  }

  /** Trying the same call again later can help. */
  get retryable(): boolean {
    return this.code === 'rate_limited' || this.code === 'unavailable';
  }

  /** No answer, or one of a service in trouble: the call may have had its effect all the same. */
  get mayHaveArrived(): boolean {
    return this.code === 'unavailable' && !this.#neverSent;
  }
}
