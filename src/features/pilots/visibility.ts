import {
  type Expression,
  type ExpressionBuilder,
  type Kysely,
  type SelectQueryBuilder,
  type SqlBool,
  sql,
} from 'kysely';
import type { ConversationId, PersonId, WorkspaceId } from '../../chat/ids.ts';
import { accountsOf } from '../../people/accounts.ts';
import { workspacesOf } from '../../people/organisation.ts';
import { placeOf } from '../../people/places.ts';
import type { Database } from '../../storage/schema.ts';
import type { Pilot } from './pilot.ts';

/*
 * Who may see which pilot. Every query of pilots that are not one's own starts with `pilotsFor`, so that a pilot which
 * somebody may not see leaves no trace for them: in no list, no search, no likeness, no lineage, no count, no export.
 */

/** Who looks: a person, or all the people to whom one card is shown. */
export type Viewer = PersonViewer | PlaceViewer | EveryoneViewer;

interface PersonViewer {
  readonly kind: 'person';
  /** The person's, and what they are linked with. */
  readonly accounts: readonly PersonId[];
  readonly external: boolean;
  /** Those of their organisation. */
  readonly workspaces: readonly WorkspaceId[];
  /** Where they are at this moment, as the platform says: whoever acts there can see what stands there. */
  readonly here?: ConversationId;
}

interface PlaceViewer {
  readonly kind: 'place';
  readonly conversation: ConversationId;
  readonly workspaces: readonly WorkspaceId[];
  /** Somebody from elsewhere is there. */
  readonly guests: boolean;
}

interface EveryoneViewer {
  readonly kind: 'everyone';
  readonly workspaces: readonly WorkspaceId[];
}

export async function viewerFor(
  db: Kysely<Database>,
  person: { readonly id: PersonId; readonly workspace: WorkspaceId; readonly external?: boolean },
  here?: ConversationId,
): Promise<Viewer> {
  const known = await db.selectFrom('person').select('external').where('id', '=', person.id).executeTakeFirst();
  return {
    kind: 'person',
    accounts: await accountsOf(db, person.id),
    external: person.external ?? known?.external ?? true,
    workspaces: await workspacesOf(db, person.workspace),
    ...(here && { here }),
  };
}

/** Everyone to whom a pilot's card is shown in a channel. */
export async function viewersIn(
  db: Kysely<Database>,
  place: { readonly conversation: ConversationId; readonly workspace: WorkspaceId },
): Promise<Viewer> {
  return {
    kind: 'place',
    conversation: place.conversation,
    workspaces: await workspacesOf(db, place.workspace),
    guests: await hasGuests(db, place.conversation),
  };
}

/** Somebody there is a guest or from another organisation, or may come in from one; nobody knows where nobody looked. */
export async function hasGuests(db: Kysely<Database>, conversation: ConversationId): Promise<boolean> {
  const place = await placeOf(db, conversation);
  return !place || place.guests > 0 || place.otherOrganisations;
}

/** The pilots that this viewer may see, as the beginning of a query. */
export function pilotsFor(db: Kysely<Database>, viewer: Viewer): SelectQueryBuilder<Database, 'pilot', object> {
  return db.selectFrom('pilot').where((where) => maySee(where, viewer));
}

type Where = ExpressionBuilder<Database, 'pilot'>;

function maySee(where: Where, viewer: Viewer): Expression<SqlBool> {
  const shown = where('pilot.state', 'not in', ['draft', 'deleted']);
  switch (viewer.kind) {
    case 'person':
      return where.or([
        where.and([where('pilot.owner_id', 'in', viewer.accounts), where('pilot.state', '!=', 'deleted')]),
        where.and([
          shown,
          where.or([
            viewer.external ? sql<SqlBool>`false` : isForEveryone(where, viewer.workspaces),
            isForChannelOf(where, viewer.accounts),
            ...(viewer.here ? [standsAt(where, viewer.here)] : []),
          ]),
        ]),
      ]);
    case 'place':
      return where.and([
        shown,
        where.or([
          where('pilot.seen_in', '=', viewer.conversation),
          viewer.guests ? sql<SqlBool>`false` : isForEveryone(where, viewer.workspaces),
        ]),
      ]);
    case 'everyone':
      return where.and([shown, isForEveryone(where, viewer.workspaces)]);
  }
}

function isForEveryone(where: Where, workspaces: readonly WorkspaceId[]): Expression<SqlBool> {
  return where.and([where('pilot.seen_by', '=', 'everyone'), where('pilot.workspace_id', 'in', workspaces)]);
}

function isForChannelOf(where: Where, accounts: readonly PersonId[]): Expression<SqlBool> {
  return where.exists(
    where
      .selectFrom('conversation_member')
      .select('conversation_member.person_id')
      .whereRef('conversation_member.conversation_id', '=', 'pilot.seen_in')
      .where('conversation_member.person_id', 'in', accounts),
  );
}

function standsAt(where: Where, here: ConversationId): Expression<SqlBool> {
  return where.or([where('pilot.seen_in', '=', here), where('pilot.posted_in', '=', here)]);
}

/** Everyone who may see a pilot, as one viewer: what stands on its card must be for all of them. */
export async function viewersOf(db: Kysely<Database>, pilot: Pilot): Promise<Viewer> {
  const workspace = pilot.workspace_id;
  if (pilot.posted_in) return viewersIn(db, { conversation: pilot.posted_in, workspace });
  if (pilot.seen_in) return viewersIn(db, { conversation: pilot.seen_in, workspace });
  if (pilot.seen_by === 'me') return viewerFor(db, { id: pilot.owner_id, workspace });
  return { kind: 'everyone', workspaces: await workspacesOf(db, workspace) };
}
