import type { ColumnType, Generated } from 'kysely';
import type { Id } from '../../base/ids.ts';
import type { ConversationId, MessageId, MessageRef, PersonId, WorkspaceId } from '../../chat/ids.ts';
import type { Message } from '../../chat/message.ts';
import type { Json } from './json.ts';
import type { ErasureId } from './leaving.ts';

export type DeliveryId = Id<'delivery'>;

/** What must stay in order: a conversation, or a person while their direct chat is not yet known. */
export type Lane = ConversationId | PersonId;

/** One message that we want to stand somewhere, and how far that has come. `delivery/outbox.ts` tells its life. */
export interface DeliveryTable {
  id: DeliveryId;
  seq: Generated<number>;
  workspace_id: WorkspaceId;
  lane: Lane;
  /** Set where the message is for one person, whichever chat that turns out to be. */
  person_id: PersonId | null;
  thread_of: DeliveryId | null;
  thread: MessageId | null;
  /** The channel whose facilitator learns of it when this cannot be delivered, where that is another conversation. */
  on_behalf_of: ConversationId | null;
  priority: number;
  unprompted: boolean;
  state: DeliveryState;
  /** What we want to stand there (holds words of people). */
  message: Json<Message>;
  wanted: ColumnType<'present' | 'gone', 'present' | 'gone' | undefined, 'present' | 'gone'>;
  /** Said where a message cannot be taken away but only replaced. */
  instead: string | null;
  revision: Generated<number>;
  sent_revision: Generated<number>;
  message_ref: Json<MessageRef> | null;
  not_before: Date;
  /** The slot that an unprompted message is for: near it, quiet hours that are nobody's choice do not count. */
  slot_at: Generated<Date | null>;
  /** What `not_before` was, while the message waits for its person's calendar. */
  held_from: Generated<Date | null>;
  /** When it first stood there. */
  sent_at: Generated<Date | null>;
  expires_at: Date | null;
  attempts: Generated<number>;
  /** A try never told how it ended. */
  may_have_arrived: Generated<boolean>;
  lease_until: Date | null;
  /** Why it is dead: a `DeadReason`; in rows of earlier versions a sentence. */
  reason: string | null;
  created_at: Date;
  /** When the service last showed what we want, or when it was given up. */
  settled_at: Date | null;
  /** It is changed or taken away because somebody is erased; their receipt waits for it. */
  erasure_id: Generated<ErasureId | null>;
}

export type DeliveryState = 'waiting' | 'pending' | 'sending' | 'settled' | 'dead';

/** How much slower than published a service wants to be called; `delivery/throttle.ts` tells what it means. */
export interface ThrottleTable {
  workspace_id: WorkspaceId;
  scope: string;
  share: number;
  learnt_at: Date;
  blocked_until: Date;
}

export interface DeliveryTables {
  delivery: DeliveryTable;
  throttle: ThrottleTable;
}
