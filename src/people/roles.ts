import type { Kysely, Transaction } from 'kysely';
import { type PersonId, type WorkspaceId, workspaceIn } from '../chat/ids.ts';
import type { Person } from '../chat/person.ts';
import type { Database } from '../storage/schema.ts';

/*
 * Who may do what. A person can have several roles in a workspace; `member` is everyone in it but guests, `owner` whoever
 * set up the channel that something is about. What is a person's own (notes, tests, settings, leave) needs no right.
 */

export const roles = ['administrator', 'facilitator', 'owner', 'lead', 'greeter', 'controller', 'member'] as const;
export type Role = (typeof roles)[number];

/** Those that an administrator gives; the platform names administrators too, where it says who they are. */
export const givenRoles = ['administrator', 'facilitator', 'lead', 'greeter', 'controller'] as const;
export type GivenRole = (typeof givenRoles)[number];

/** The one table: each right, and the roles that have it. */
export const rights = {
  /** Set up prompts in a channel where nobody has. */
  'channel.set-up': ['member'],
  /** Change or stop what is set up in a channel. */
  'channel.change': ['owner', 'facilitator', 'administrator'],
  /** See who could not be reached in a channel, and try again. */
  'channel.deliveries': ['owner', 'facilitator', 'administrator'],
  /** Be asked questions in a channel. */
  'prompts.join': ['member'],
  /** Be told of first notes and of new people in the channels that they are in, to answer them. */
  'notes.greet': ['greeter'],
  /** Start a content pilot, or borrow one. */
  'pilots.start': ['member'],
  /** Say that an account on the other platform is theirs too. */
  'accounts.link': ['member'],
  /** Say who looks after Outloud here, once it is installed. */
  'first-run.choose': ['administrator'],
  /** Answer the first questions, and let it begin. */
  'first-run.answer': ['facilitator', 'administrator'],
  /** See what people would get in a first week. */
  'preview.see': ['owner', 'facilitator', 'administrator'],
  'roles.see': ['member'],
  'roles.give': ['administrator'],
  'links.see': ['facilitator', 'administrator'],
  'links.change': ['administrator'],
  'audit.see': ['administrator'],
  /** See which channels talk with each other, in sums over several people. */
  'talk.see': ['owner', 'facilitator'],
  /** See how long things are kept, and what goes next. */
  'retention.see': ['facilitator', 'administrator'],
  'retention.change': ['administrator'],
} as const satisfies Readonly<Record<string, readonly Role[]>>;
export type Right = keyof typeof rights;

export function isRight(name: string): name is Right {
  return Object.hasOwn(rights, name);
}

/** Whose channel or plan it is, where the right is about one. */
interface About {
  readonly owns?: boolean;
}

export async function may(
  db: Kysely<Database>,
  person: Pick<Person, 'id' | 'external'>,
  right: Right,
  about: About = {},
): Promise<boolean> {
  const has = await rolesOf(db, person, about);
  return (rights[right] as readonly Role[]).some((role) => has.has(role));
}

/** A guest has none, whatever was given to them before. */
export async function rolesOf(
  db: Kysely<Database>,
  { id, external }: Pick<Person, 'id' | 'external'>,
  { owns = false }: About = {},
): Promise<ReadonlySet<Role>> {
  const known = await db
    .selectFrom('person')
    .select(['external', 'administrator', 'refreshed_at'])
    .where('id', '=', id)
    .executeTakeFirst();
  // Whom the platform was not asked about yet counts as a guest elsewhere; here an event that says nothing will do.
  const isGuest = external ?? (known?.refreshed_at ? known.external : false);
  if (isGuest) return new Set();
  const given = await db.selectFrom('role_holder').select('role').where('person_id', '=', id).execute();
  return new Set<Role>([
    ...given.map(({ role }) => role),
    ...(known?.administrator ? (['administrator'] as const) : []),
    ...(owns ? (['owner'] as const) : []),
    'member',
  ]);
}

/** Roles that may do something of their own; the others come with what they are for. */
export function hasRights(role: Role): boolean {
  return Object.values(rights).some((holders: readonly Role[]) => holders.includes(role));
}

export interface RoleHolder {
  readonly person: PersonId;
  readonly name: string;
  readonly role: GivenRole;
}

/** Everyone with a role in a workspace, by role and name. */
export async function roleHolders(db: Kysely<Database>, workspace: WorkspaceId): Promise<RoleHolder[]> {
  const given = await db
    .selectFrom('role_holder')
    .innerJoin('person', 'person.id', 'role_holder.person_id')
    .select(['person.id as person', 'person.name', 'role_holder.role'])
    .where('role_holder.workspace_id', '=', workspace)
    .execute();
  const told = await db
    .selectFrom('person')
    .select(['id as person', 'name'])
    .where('workspace_id', '=', workspace)
    .where('administrator', '=', true)
    .where('external', '=', false)
    .execute();
  const all = [...given, ...told.map((each) => ({ ...each, role: 'administrator' as const }))];
  const once = new Map(all.map((each) => [`${each.role} ${each.person}`, each]));
  return [...once.values()].toSorted(
    (one, other) => givenRoles.indexOf(one.role) - givenRoles.indexOf(other.role) || one.name.localeCompare(other.name),
  );
}

/** Without them nobody looks after Outloud. */
export const neededRoles = ['administrator', 'facilitator'] as const;
export type NeededRole = (typeof neededRoles)[number];

/** Those of them that nobody has once this person is gone. */
export async function rolesOfNobodyElse(db: Kysely<Database>, person: PersonId): Promise<NeededRole[]> {
  const holders = await roleHolders(db, workspaceIn(person));
  return neededRoles.filter((role) => {
    const those = holders.filter((each) => each.role === role);
    return those.length > 0 && those.every((each) => each.person === person);
  });
}

/** Everyone whose role in a workspace has this right. */
export async function holdersWith(db: Kysely<Database>, workspace: WorkspaceId, right: Right): Promise<PersonId[]> {
  const holders = await roleHolders(db, workspace);
  return holders.filter(({ role }) => (rights[right] as readonly Role[]).includes(role)).map(({ person }) => person);
}

interface Giving {
  readonly workspace: WorkspaceId;
  readonly person: PersonId;
  readonly role: GivenRole;
}

/** True where they did not have it before. */
export async function giveRole(
  trx: Transaction<Database>,
  { workspace, person, role }: Giving,
  { by, now }: { by: PersonId | null; now: Date },
): Promise<boolean> {
  const { numInsertedOrUpdatedRows: rows } = await trx
    .insertInto('role_holder')
    .values({ workspace_id: workspace, person_id: person, role, given_by: by, given_at: now })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirstOrThrow();
  return rows === 1n;
}

/** True where they had it. */
export async function takeRole(trx: Transaction<Database>, { workspace, person, role }: Giving): Promise<boolean> {
  const { numDeletedRows } = await trx
    .deleteFrom('role_holder')
    .where('workspace_id', '=', workspace)
    .where('person_id', '=', person)
    .where('role', '=', role)
    .executeTakeFirstOrThrow();
  return numDeletedRows === 1n;
}
