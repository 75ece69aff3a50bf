import type { Generated } from 'kysely';
import type { Id } from '../../base/ids.ts';
import type { ConversationId, PersonId, WorkspaceId } from '../../chat/ids.ts';
import type { HeldKind, RetentionName } from '../holding.ts';
import type { DeliveryId } from './delivery.ts';
import type { Json } from './json.ts';

export type ErasureId = Id<'erasure'>;

/** Messages that could not be taken away, and why. */
export interface LeftOver {
  /** A `DeadReason`. */
  readonly reason: string;
  readonly count: number;
}

/** One person's erasure. Once all is erased it holds counts alone, as the proof that it was done. */
export interface ErasureTable {
  id: ErasureId;
  workspace_id: WorkspaceId;
  /** Gone once everything in the database is erased. */
  person_id: PersonId | null;
  /** Their private chat, as long as something is to be taken away or said there. */
  direct_id: ConversationId | null;
  keep_results: boolean;
  /** Which holding is being erased, by its place in the catalogue, which is gone through twice. */
  step: Generated<number>;
  state: 'erasing' | 'taking-away' | 'telling' | 'done';
  /** How many things went, by kind. */
  removed: Json<Partial<Record<HeldKind, number>>>;
  left_over: Json<LeftOver[]>;
  receipt_id: DeliveryId | null;
  asked_at: Date;
  erased_at: Date | null;
  done_at: Date | null;
}

/** Who had everything erased is not asked again by itself. A mark is no name: it only tells that somebody is the same. */
export interface ForgottenTable {
  mark: Uint8Array;
  since: Date;
}

/** A rule of the catalogue that a workspace shortened. */
export interface RetentionSettingTable {
  workspace_id: WorkspaceId;
  rule: RetentionName;
  days: number;
  set_by: PersonId;
  set_at: Date;
}

/** Since when administrators can see what a rule would delete: it deletes nothing in the first days. */
export interface RetentionPreviewTable {
  workspace_id: WorkspaceId;
  rule: RetentionName;
  since: Date;
}

export interface LeavingTables {
  retention_setting: RetentionSettingTable;
  retention_preview: RetentionPreviewTable;
  erasure: ErasureTable;
  forgotten: ForgottenTable;
}
