import { type Kysely, sql, type Transaction } from 'kysely';
import { newId, parseId } from '../../../base/ids.ts';
import type { MessageId, MessageRef, PersonId } from '../../../chat/ids.ts';
import { accountsOf } from '../../../people/accounts.ts';
import type { Database, Row } from '../../../storage/schema.ts';
import type { DeliveryId } from '../../../storage/tables/delivery.ts';
import type { CommunityId, InvitationId } from '../../../storage/tables/prompts.ts';

/** Invitations to join, and those whose first act was to do so. */

type Db = Kysely<Database>;
type Trx = Transaction<Database>;

export type Invitation = Row<'invitation'>;
export type Newcomer = Row<'newcomer'>;

interface NewInvitation {
  readonly id?: InvitationId;
  readonly community: CommunityId;
  readonly by: PersonId;
  /** The post that it stands under; absent where it is a card of its own. */
  readonly post?: MessageId;
  readonly delivery: DeliveryId;
}

export async function keepInvitation(trx: Trx, invitation: NewInvitation, now: Date): Promise<void> {
  const { id = newId<'invitation'>(), community, by, post, delivery } = invitation;
  await trx
    .insertInto('invitation')
    .values({
      id,
      community_id: community,
      person_id: by,
      message_id: post ?? null,
      delivery_id: delivery,
      created_at: now,
    })
    .execute();
}

export async function isInvitation(db: Db, community: CommunityId, post: MessageId): Promise<boolean> {
  const row = await db
    .selectFrom('invitation')
    .select('id')
    .where('community_id', '=', community)
    .where('message_id', '=', post)
    .executeTakeFirst();
  return row !== undefined;
}

/** The one whose button was pressed; else, as cards of earlier versions name none, the newest there is. */
export async function invitationTo(
  db: Db,
  community: CommunityId,
  id: string | undefined,
): Promise<Invitation | undefined> {
  const all = db.selectFrom('invitation').selectAll().where('community_id', '=', community);
  const known = parseId<'invitation'>(id);
  const named = known && (await all.where('id', '=', known).executeTakeFirst());
  return named ?? all.orderBy('created_at', 'desc').limit(1).executeTakeFirst();
}

export function findInvitation(db: Db, id: InvitationId | null): Promise<Invitation | undefined> {
  return db.selectFrom('invitation').selectAll().where('id', '=', id).executeTakeFirst();
}

/** True for the first who asks: who invites is told once. */
export async function noteGuestTold(trx: Trx, { id }: Invitation, now: Date): Promise<boolean> {
  const { numUpdatedRows } = await trx
    .updateTable('invitation')
    .set({ guest_told_at: now })
    .where('id', '=', id)
    .where('guest_told_at', 'is', null)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** Whether Outloud and they have met already: they joined before, were asked, or wrote something, with any account. */
export async function haveMet(db: Db, person: PersonId): Promise<boolean> {
  const accounts = await accountsOf(db, person);
  const { rows } = await sql<{ met: boolean }>`
    select exists (select from newcomer where person_id = any(${accounts}::text[]))
      or exists (select from round where person_id = any(${accounts}::text[]))
      or exists (select from update where person_id = any(${accounts}::text[])) as met`.execute(db);
  return rows[0]?.met ?? false;
}

export async function insertNewcomer(
  trx: Trx,
  newcomer: Pick<Newcomer, 'person_id' | 'community_id' | 'invitation_id' | 'joined_at' | 'hello_at'>,
): Promise<void> {
  await trx
    .insertInto('newcomer')
    .values(newcomer)
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** Locked: two taps come one after the other. */
export function lockNewcomer(trx: Trx, person: PersonId): Promise<Newcomer | undefined> {
  return trx.selectFrom('newcomer').selectAll().where('person_id', '=', person).forUpdate().executeTakeFirst();
}

/** The one of theirs, with whichever account they joined. */
export async function newcomerOf(trx: Trx, person: PersonId): Promise<Newcomer | undefined> {
  return trx
    .selectFrom('newcomer')
    .selectAll()
    .where('person_id', 'in', await accountsOf(trx, person))
    .orderBy('joined_at')
    .limit(1)
    .forUpdate()
    .executeTakeFirst();
}

export async function saveNewcomer(
  trx: Trx,
  { person_id }: Newcomer,
  change: Partial<Omit<Newcomer, 'person_id'>>,
): Promise<void> {
  await trx.updateTable('newcomer').set(change).where('person_id', '=', person_id).execute();
}

/** Whose hello is due, locked, so that two processes never greet the same person twice. */
export function takeUngreeted(trx: Trx, now: Date, limit: number): Promise<Newcomer[]> {
  return trx
    .selectFrom('newcomer')
    .selectAll()
    .where('hello_at', '<=', now)
    .orderBy('hello_at')
    .limit(limit)
    .forUpdate()
    .skipLocked()
    .execute();
}

/** Their calendar has changed: when their hello comes is thought over. */
export async function replanHello(trx: Trx, person: PersonId, now: Date): Promise<void> {
  await trx
    .updateTable('newcomer')
    .set({ hello_at: now })
    .where('person_id', '=', person)
    .where('hello_at', 'is not', null)
    .execute();
}

/** When the next newcomer is greeted, or told that somebody answered them. */
export async function nextNewsAt(db: Db): Promise<Date | undefined> {
  const row = await db
    .selectFrom('newcomer')
    .select(sql<Date | null>`least(min(hello_at), min(answer_at))`.as('next'))
    .executeTakeFirst();
  return row?.next ?? undefined;
}

/** The message that begins the thread in which they are introduced; absent where it does not stand yet. */
export async function invitingPost(db: Db, newcomer: Newcomer | undefined): Promise<MessageRef | undefined> {
  if (!newcomer?.invitation_id) return undefined;
  const row = await db
    .selectFrom('invitation')
    .innerJoin('community', 'community.id', 'invitation.community_id')
    .leftJoin('delivery', 'delivery.id', 'invitation.delivery_id')
    .select(['invitation.message_id', 'community.conversation_id', 'delivery.message_ref'])
    .where('invitation.id', '=', newcomer.invitation_id)
    .executeTakeFirst();
  if (row?.message_id) return { conversation: row.conversation_id, id: row.message_id };
  return row?.message_ref ?? undefined;
}

export async function keepReply(
  trx: Trx,
  { newcomer, ...reply }: Omit<Row<'newcomer_reply'>, 'newcomer_id' | 'told_at'> & { newcomer: Newcomer },
  tellAt: Date,
): Promise<void> {
  await trx
    .insertInto('newcomer_reply')
    .values({ ...reply, newcomer_id: newcomer.person_id, told_at: null })
    .execute();
  await trx
    .updateTable('newcomer')
    .set({ answer_at: sql<Date>`least(answer_at, ${tellAt})` })
    .where('person_id', '=', newcomer.person_id)
    .execute();
}

export function takeAnswered(trx: Trx, now: Date, limit: number): Promise<Newcomer[]> {
  return trx
    .selectFrom('newcomer')
    .selectAll()
    .where('answer_at', '<=', now)
    .orderBy('answer_at')
    .limit(limit)
    .forUpdate()
    .skipLocked()
    .execute();
}

/** Who answered since they were last told; it counts as told from now on. */
export async function takeReplies(trx: Trx, { person_id }: Newcomer, now: Date): Promise<PersonId[]> {
  const rows = await trx
    .updateTable('newcomer_reply')
    .set({ told_at: now })
    .where('newcomer_id', '=', person_id)
    .where('told_at', 'is', null)
    .returning('person_id')
    .execute();
  return [...new Set(rows.map((row) => row.person_id))];
}
