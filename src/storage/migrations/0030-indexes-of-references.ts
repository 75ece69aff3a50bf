import { type Kysely, sql } from 'kysely';

/** For each row that goes, the database looks for what refers to it: by an index, or by reading the whole table. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create index delivery_thread_of on delivery (thread_of) where thread_of is not null;
    create index erasure_receipt on erasure (receipt_id) where receipt_id is not null;
    create index highlight_own_delivery on highlight (own_delivery_id) where own_delivery_id is not null;
    create index highlight_reply_copy_delivery on highlight_reply_copy (delivery_id);
    create index own_prompt_community on own_prompt (community_id);
    create index pilot_delivery on pilot (delivery_id) where delivery_id is not null;
    create index pilot_own_delivery on pilot (own_delivery_id) where own_delivery_id is not null;
    create index pilot_nudge_about on pilot_nudge (about_id) where about_id is not null;
    create index pilot_nudge_delivery on pilot_nudge (delivery_id) where delivery_id is not null;
    create index pilot_question_delivery on pilot_question (delivery_id) where delivery_id is not null;
    create index pilot_question_pilot on pilot_question (pilot_id);
    create index round_delivery on round (delivery_id) where delivery_id is not null;
    create index update_community on "update" (community_id) where community_id is not null;
    create index update_delivery on "update" (delivery_id) where delivery_id is not null;
    create index update_own_delivery on "update" (own_delivery_id) where own_delivery_id is not null;
    create index update_round on "update" (round_id) where round_id is not null;
    create index update_reply_delivery on update_reply (delivery_id);
    create index update_reply_update on update_reply (update_id);
  `.execute(db);
}
