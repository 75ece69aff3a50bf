import type { AdaptiveCard } from './card.ts';
import type { Conversation } from './conversation.ts';
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
}

/** Facts of a service, as data. Sizes in characters unless said. */
export interface Limits {
  readonly messageText: number;
  readonly formTitle: number;
}

/** Absent means that the service cannot. */
export interface Abilities {
  /** Inputs in a card of a direct chat work in place (Teams); elsewhere a button opens a form. */
  readonly inputsInCards?: true;
  /** Asks the service whether a delivery arrived, by the id that went along with `post`. */
  findPost?(to: ConversationId, deliveryId: string, since: Date): Promise<MessageRef | undefined>;
  /** Shows a person's own page. */
  publishHome?(person: PersonId, card: AdaptiveCard): Promise<void>;
  /** What the service knows about a person now. */
  profile?(person: PersonId): Promise<Person>;
}

export type PlatformErrorCode =
  | 'rate_limited'
  | 'unauthorized'
  | 'forbidden'
  | 'not_found'
  | 'rejected'
  | 'unavailable';

/** Any failure of a call to a chat service, translated once per adapter (`errors.ts`). */
export class PlatformError extends Error {
  override readonly name = 'PlatformError';
  readonly code: PlatformErrorCode;
  /** How long the service asked us to wait, in milliseconds. */
  readonly retryAfterMs?: number;

  constructor(code: PlatformErrorCode, message: string, options: { retryAfterMs?: number; cause?: unknown } = {}) {
    super(message, { cause: options.cause });
    this.code = code;
    if (options.retryAfterMs !== undefined) this.retryAfterMs = options.retryAfterMs;
  }

  /** Trying the same call again later can help. */
  get retryable(): boolean {
    return this.code === 'rate_limited' || this.code === 'unavailable';
  }
}
