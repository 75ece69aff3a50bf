import { type Kysely, type Selectable, sql, type Transaction } from 'kysely';
import type { ConversationAccess, ConversationFacts, ConversationKind } from '../chat/conversation.ts';
import type { PlaceEvent } from '../chat/event.ts';
import { type ConversationId, type PlatformName, platformOf, type WorkspaceId } from '../chat/ids.ts';
import type { Database } from '../storage/schema.ts';
import type { ConversationTable } from '../storage/tables/people.ts';

/*
 * What is known of a conversation, so that what is sent there reaches the people whom it is meant for and no others.
 * Events tell of changes, `look.ts` looks it up where the app comes in and every day, and `needsLook` says when what is
 * known is too old for something to be sent there.
 */

export interface Place {
  readonly id: ConversationId;
  readonly workspace: WorkspaceId;
  readonly platform: PlatformName;
  readonly kind: ConversationKind;
  readonly name?: string;
  /**
   * `open`: everyone in its Slack workspace, or in its team in Teams, can read along. (A bot is not told whether a team
   * takes everybody.) `unknown`: the platform has not said, or the app cannot see it: to be treated as private.
   */
  readonly access: ConversationAccess | 'unknown';
  /** It has been seen private at some time, whatever it is now. */
  readonly wasPrivate: boolean;
  readonly archived: boolean;
  /** Staff and guests, without bots; absent where nobody has looked yet. */
  readonly people: number | undefined;
  /** Those of them who are guests or from elsewhere; whoever the platform was not asked about yet counts as one. */
  readonly guests: number;
  /** Shared with another organisation, or about to be: Slack Connect, a shared channel in Teams. */
  readonly otherOrganisations: boolean;
  /** When the platform was last asked about it; the year 1970 where it never was. */
  readonly asOf: Date;
}

/** How long what is known of a place is good enough for something to be sent there. */
const placeIsFreshMs = 3_600_000;

export async function placeOf(db: Kysely<Database>, id: ConversationId): Promise<Place | undefined> {
  return (await placesOf(db, [id])).get(id);
}

/** Those of them that are known. */
export async function placesOf(
  db: Kysely<Database>,
  ids: readonly ConversationId[],
): Promise<ReadonlyMap<ConversationId, Place>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .selectFrom('conversation')
    .leftJoin('conversation_member as member', 'member.conversation_id', 'conversation.id')
    .leftJoin('person', 'person.id', 'member.person_id')
    .selectAll('conversation')
    .select([
      sql<number>`count(member.person_id)`.as('people'),
      sql<number>`count(member.person_id) filter (where coalesce(person.external, true))`.as('guests'),
    ])
    .where('conversation.id', '=', sql<ConversationId>`any(${ids}::text[])`)
    .groupBy('conversation.id')
    .execute();
  return new Map(rows.map((row) => [row.id, toPlace(row)]));
}

function toPlace(row: Selectable<ConversationTable> & { people: number; guests: number }): Place {
  const { described_at: described, members_at: listed } = row;
  return {
    id: row.id,
    workspace: row.workspace_id,
    platform: platformOf(row.id),
    kind: row.kind,
    ...(row.name !== null && { name: row.name }),
    access: row.kind === 'channel' ? row.access : 'private',
    wasPrivate: row.was_private || row.kind !== 'channel',
    archived: row.archived,
    people: listed ? row.people : undefined,
    guests: row.guests,
    otherOrganisations: row.other_organisations,
    asOf: described && listed ? described : new Date(0),
  };
}

/**
 * What is known of it is too old, or is nothing: whoever wants to send something there has it looked at first, and puts
 * the sending aside until this is no longer so.
 */
export function needsLook(place: Place | undefined, now: Date): boolean {
  if (place?.kind === 'direct') return false;
  return !place || now.getTime() - place.asOf.getTime() > placeIsFreshMs;
}

/** Keeps what a platform told; `asked`: in answer to our question, so that it counts as a look. */
export async function keepFacts(
  trx: Transaction<Database>,
  id: ConversationId,
  { facts, asked }: { facts: ConversationFacts; asked?: Date },
): Promise<void> {
  const { name, access, archived, otherOrganisations } = facts;
  const isPrivate = access === 'private' || facts.wasPrivate === true;
  const changes = {
    ...(name !== undefined && { name }),
    ...(access !== undefined && { access }),
    ...(isPrivate && { was_private: true }),
    ...(archived !== undefined && { archived }),
    ...(otherOrganisations !== undefined && { other_organisations: otherOrganisations }),
    ...(asked && { described_at: asked }),
  };
  if (Object.keys(changes).length === 0) return;
  await trx.updateTable('conversation').set(changes).where('id', '=', id).execute();
}

/** The app cannot see it any more: who reads along there is not known from now on. */
export async function loseSight(trx: Transaction<Database>, id: ConversationId, now: Date): Promise<void> {
  await trx.updateTable('conversation').set({ access: 'unknown', described_at: now }).where('id', '=', id).execute();
}

/** Keeps what an event tells: it holds until the next look. */
export async function followChange(trx: Transaction<Database>, event: PlaceEvent): Promise<void> {
  if (event.before) await movePlace(trx, event.before, event.conversation.id);
  await keepFacts(trx, event.conversation.id, { facts: event.facts });
}

/** A conversation has got another id: what was known of it, and who is in it, goes with it. */
async function movePlace(trx: Transaction<Database>, from: ConversationId, to: ConversationId): Promise<void> {
  await sql`
    update conversation set name = coalesce(conversation.name, old.name), access = old.access,
      was_private = conversation.was_private or old.was_private, greeted_at = old.greeted_at, members_at = old.members_at
    from conversation old where conversation.id = ${to} and old.id = ${from}`.execute(trx);
  await sql`
    with gone as (delete from conversation_member where conversation_id = ${from} returning person_id)
    insert into conversation_member (conversation_id, person_id) select ${to}, person_id from gone
    on conflict do nothing`.execute(trx);
  await trx.deleteFrom('conversation').where('id', '=', from).execute();
  await trx.updateTable('audit').set({ about_place: to }).where('about_place', '=', from).execute();
}

/** Does something that may change what is known of places; the answer is which of them are not as they were. */
export async function changedPlaces(
  trx: Transaction<Database>,
  ids: readonly ConversationId[],
  work: () => Promise<unknown>,
): Promise<ConversationId[]> {
  const before = await placesOf(trx, ids);
  await work();
  const after = await placesOf(trx, ids);
  return ids.filter((id) => before.has(id) && factsIn(before.get(id)) !== factsIn(after.get(id)));
}

function factsIn(place: Place | undefined): string {
  return JSON.stringify(place && { ...place, asOf: undefined });
}
