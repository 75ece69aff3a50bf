import { type Kysely, sql } from 'kysely';
import { parseId } from '../../../base/ids.ts';
import type { ConversationId, PersonId, WorkspaceId } from '../../../chat/ids.ts';
import { accountsOf, isSamePerson } from '../../../people/accounts.ts';
import { holdsId, withOtherId } from '../../../storage/ids-in-json.ts';
import type { Database } from '../../../storage/schema.ts';
import type { PilotId } from '../../../storage/tables/pilots.ts';
import { makeCode, openStates, type Pilot } from '../pilot.ts';
import { pilotsFor, type Viewer } from '../visibility.ts';

/** The queries of pilots themselves. Each takes the connection: inside a handler, its transaction. */

type Db = Kysely<Database>;

/** A pilot that this viewer may see; the same answer for one that they may not and one that there is not. */
export async function findPilot(db: Db, id: string | undefined, viewer: Viewer): Promise<Pilot | undefined> {
  const known = parseId<'pilot'>(id);
  return known && pilotsFor(db, viewer).selectAll('pilot').where('pilot.id', '=', known).executeTakeFirst();
}

export function findPilotByCode(db: Db, code: string, viewer: Viewer): Promise<Pilot | undefined> {
  return pilotsFor(db, viewer)
    .selectAll('pilot')
    .where('pilot.code', '=', code)
    .where('pilot.state', '!=', 'draft')
    .executeTakeFirst();
}

/** One's own pilot, about to be changed: locked, so that two presses come one after the other. */
export async function lockOwnPilot(db: Db, id: string | undefined, owner: PersonId): Promise<Pilot | undefined> {
  const pilot = await lockPilot(db, id);
  if (!pilot || pilot.state === 'deleted') return undefined;
  return (await isSamePerson(db, pilot.owner_id, owner)) ? pilot : undefined;
}

export async function lockDraft(db: Db, id: string | undefined, owner: PersonId): Promise<Pilot | undefined> {
  const pilot = await lockOwnPilot(db, id, owner);
  return pilot?.state === 'draft' ? pilot : undefined;
}

/** Each may change the cards of its family: the first of that is locked before it, so that nobody waits for each other. */
export async function lockPilot(db: Db, id: string | undefined): Promise<Pilot | undefined> {
  const known = parseId<'pilot'>(id);
  return known && (await lockPilots(db, [known]))[0];
}

/** By id, as everybody locks them. */
export async function lockPilots(db: Db, ids: readonly PilotId[]): Promise<Pilot[]> {
  if (ids.length === 0) return [];
  const meant = sql<PilotId>`any(${ids}::uuid[])`;
  await sql`
    select from pilot where id in (select family_id from pilot where id = ${meant})
    order by id for no key update`.execute(db);
  return db.selectFrom('pilot').selectAll().where('id', '=', meant).orderBy('id').forNoKeyUpdate().execute();
}

/** A channel has got another id. */
export async function movePlace(db: Db, from: ConversationId, to: ConversationId): Promise<void> {
  await db.updateTable('pilot').set({ seen_in: to }).where('seen_in', '=', from).execute();
  await db.updateTable('pilot').set({ posted_in: to }).where('posted_in', '=', from).execute();
  for (const column of ['shown_in', 'draft'] as const) {
    await db
      .updateTable('pilot')
      .set({ [column]: withOtherId(column, from, to) })
      .where(holdsId(column, from))
      .execute();
  }
  await db.updateTable('pilot_tap').set({ tapped_in: to }).where('tapped_in', '=', from).execute();
}

/** One's own that are under way, the oldest first. */
export async function openPilotsOf(db: Db, owner: PersonId): Promise<Pilot[]> {
  return db
    .selectFrom('pilot')
    .selectAll()
    .where('owner_id', 'in', await accountsOf(db, owner))
    .where('state', 'in', openStates)
    .orderBy('started_at')
    .limit(20)
    .execute();
}

/** One's own whose result can be written: under way, or stopped without figures so far; what waits for it first. */
export async function resultPilotsOf(db: Db, owner: PersonId): Promise<Pilot[]> {
  return db
    .selectFrom('pilot')
    .selectAll()
    .where('owner_id', 'in', await accountsOf(db, owner))
    .where((where) =>
      where.or([
        where('state', 'in', openStates),
        where.and([where('state', '=', 'stopped'), where('result', 'is', null)]),
      ]),
    )
    .orderBy(sql`state = 'collecting'`, 'desc')
    .orderBy('started_at')
    .limit(20)
    .execute();
}

/** One's own of every kind, the newest first. */
export async function ownPilots(db: Db, owner: PersonId, limit: number): Promise<Pilot[]> {
  return db
    .selectFrom('pilot')
    .selectAll()
    .where('owner_id', 'in', await accountsOf(db, owner))
    .where('state', 'not in', ['draft', 'deleted'])
    .orderBy('created_at', 'desc')
    .limit(limit)
    .execute();
}

/** The order of others' pilots is no order of merit: shuffled anew every day, the same all day. */
export function seedOf(now: Date): string {
  return now.toISOString().slice(0, 10);
}

/** What others show, in an order that the seed decides and that no verdict does. */
export async function othersPilots(
  db: Db,
  viewer: Viewer,
  { owner, seed, limit }: { owner: PersonId; seed: string; limit: number },
): Promise<Pilot[]> {
  return pilotsFor(db, viewer)
    .selectAll('pilot')
    .where('pilot.owner_id', 'not in', await accountsOf(db, owner))
    .where('pilot.state', 'not in', ['draft', 'no_result'])
    .orderBy(sql`md5(pilot.id::text || ${seed})`)
    .limit(limit)
    .execute();
}

export async function latestDraftOf(db: Db, owner: PersonId): Promise<Pilot | undefined> {
  return db
    .selectFrom('pilot')
    .selectAll()
    .where('owner_id', 'in', await accountsOf(db, owner))
    .where('state', '=', 'draft')
    .orderBy('touched_at', 'desc')
    .limit(1)
    .executeTakeFirst();
}

/** The team that the person wrote on their last pilot. */
export async function lastTeamOf(db: Db, owner: PersonId): Promise<string> {
  const row = await db
    .selectFrom('pilot')
    .select('team')
    .where('owner_id', 'in', await accountsOf(db, owner))
    .where('team', '!=', '')
    .orderBy('created_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.team ?? '';
}

type DraftColumns = Pick<Pilot, 'idea' | 'channel' | 'content_type' | 'plan' | 'borrowed_from' | 'borrowed_how'>;

interface NewDraft extends DraftColumns {
  readonly id: PilotId;
  readonly owner: PersonId;
  readonly workspace: WorkspaceId;
  readonly family: PilotId;
  readonly now: Date;
}

/**
 * Keeps the first step of a set-up. The id came with the form, so that sending it again changes the same draft;
 * `undefined` where a pilot of somebody else, or one that runs already, has that id.
 */
export function saveDraft(
  db: Db,
  { id, owner, workspace, family, now, ...draft }: NewDraft,
): Promise<Pilot | undefined> {
  const columns = { ...draft, idea: JSON.stringify(draft.idea), plan: JSON.stringify(draft.plan), touched_at: now };
  return db
    .insertInto('pilot')
    .values({
      ...columns,
      id,
      code: makeCode(Math.random),
      workspace_id: workspace,
      owner_id: owner,
      team: '',
      state: 'draft',
      seen_by: 'me',
      family_id: family,
      created_at: now,
    })
    .onConflict((conflict) =>
      conflict.column('id').doUpdateSet(columns).where('pilot.owner_id', '=', owner).where('pilot.state', '=', 'draft'),
    )
    .returningAll()
    .executeTakeFirst();
}

export type PilotChange = Partial<Omit<Pilot, 'id' | 'code' | 'owner_id' | 'workspace_id' | 'family_id'>>;

export async function changePilot(db: Db, id: PilotId, change: PilotChange): Promise<Pilot> {
  const { idea, plan, result, draft, shown_in, ...columns } = change;
  return db
    .updateTable('pilot')
    .set({
      ...columns,
      ...(idea && { idea: JSON.stringify(idea) }),
      ...(plan && { plan: JSON.stringify(plan) }),
      ...(result !== undefined && { result: result && JSON.stringify(result) }),
      ...(draft !== undefined && { draft: draft && JSON.stringify(draft) }),
      ...(shown_in && { shown_in: JSON.stringify(shown_in) }),
    })
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** The pilots that borrowed from this one and that the viewer may see, in the order of their start. */
export function triesOf(db: Db, pilot: PilotId, viewer: Viewer): Promise<Pilot[]> {
  return pilotsFor(db, viewer)
    .selectAll('pilot')
    .where('pilot.borrowed_from', '=', pilot)
    .where('pilot.state', '!=', 'draft')
    .orderBy('pilot.started_at')
    .execute();
}

/** All that borrowed from each other and that the viewer may see, the first one first. */
export function familyOf(db: Db, family: PilotId, viewer: Viewer): Promise<Pilot[]> {
  return pilotsFor(db, viewer)
    .selectAll('pilot')
    .where('pilot.family_id', '=', family)
    .where('pilot.state', '!=', 'draft')
    .orderBy('pilot.started_at')
    .limit(50)
    .execute();
}

/**
 * The pilots whose cards speak of this one: what it was borrowed from, what borrowed from it. Whoever may see them: what
 * their cards say of it is looked up for those who see the cards.
 */
export function relativesOf(db: Db, { id, borrowed_from }: Pilot): Promise<Pilot[]> {
  return db
    .selectFrom('pilot')
    .selectAll()
    .where((where) => where.or([where('borrowed_from', '=', id), where('id', '=', borrowed_from)]))
    .where('state', 'not in', ['draft', 'deleted'])
    .orderBy('id')
    .execute();
}

/** What a pilot was borrowed from, whoever may see it: never to be shown. */
export function borrowedPilot(db: Db, { borrowed_from }: Pilot): Promise<Pilot | undefined> {
  return db.selectFrom('pilot').selectAll().where('id', '=', borrowed_from).executeTakeFirst();
}

/** All of a family, whoever may see them: never to be shown. */
export function wholeFamily(db: Db, family: PilotId): Promise<Pilot[]> {
  return db.selectFrom('pilot').selectAll().where('family_id', '=', family).orderBy('id').limit(50).execute();
}

/** One change in a family at a time, as each may change the cards of the others. */
export async function lockFamily(db: Db, family: PilotId): Promise<void> {
  await db.selectFrom('pilot').select('id').where('id', '=', family).forUpdate().execute();
}

export async function namesOf(db: Db, people: readonly PersonId[]): Promise<ReadonlyMap<PersonId, string>> {
  if (people.length === 0) return new Map();
  const rows = await db
    .selectFrom('person')
    .select(['id', 'name'])
    .where('id', 'in', [...new Set(people)])
    .execute();
  return new Map(rows.map((row) => [row.id, row.name]));
}
