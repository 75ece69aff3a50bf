import { type Kysely, sql } from 'kysely';
import type { ConversationKind } from '../chat/conversation.ts';
import { type ConversationId, type PlatformName, platformOf, type WorkspaceId } from '../chat/ids.ts';
import type { Database } from '../storage/schema.ts';

/** What is known about a conversation: who reads there, and from where. */
export interface Place {
  readonly id: ConversationId;
  readonly workspace: WorkspaceId;
  readonly platform: PlatformName;
  readonly kind: ConversationKind;
  readonly name?: string;
  readonly access: 'open' | 'private' | 'unknown';
  /** It was ever seen private. */
  readonly wasPrivate: boolean;
  readonly archived: boolean;
  readonly people: number | undefined;
  readonly guests: number;
  /** Slack Connect, a shared channel of Teams. */
  readonly otherOrganisations: boolean;
  readonly asOf: Date;
}

export async function placeOf(db: Kysely<Database>, id: ConversationId): Promise<Place | undefined> {
  return (await placesOf(db, [id]))[0];
}

export async function placesOf(db: Kysely<Database>, ids: readonly ConversationId[]): Promise<Place[]> {
  if (ids.length === 0) return [];
  const rows = await db
    .selectFrom('conversation')
    .leftJoin('conversation_member', 'conversation_member.conversation_id', 'conversation.id')
    .leftJoin('person', 'person.id', 'conversation_member.person_id')
    .select(['conversation.id', 'conversation.workspace_id', 'conversation.kind', 'conversation.name', 'members_at'])
    .select([
      sql<number>`count(*) filter (where not person.external)`.as('people'),
      sql<number>`count(*) filter (where person.external)`.as('guests'),
    ])
    .where('conversation.id', '=', sql<ConversationId>`any(${ids})`)
    .groupBy('conversation.id')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    workspace: row.workspace_id,
    platform: platformOf(row.id),
    kind: row.kind,
    ...(row.name !== null && { name: row.name }),
    access: row.kind === 'channel' ? 'open' : 'private',
    wasPrivate: false,
    archived: false,
    people: row.members_at ? Number(row.people) : undefined,
    guests: Number(row.guests),
    otherOrganisations: false,
    asOf: row.members_at ?? new Date(0),
  }));
}
