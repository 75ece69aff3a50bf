import { type RoleView, rolesCard } from '../../cards/role-cards.ts';
import type { Words } from '../../cards/words.ts';
import type { CommandEvent } from '../../chat/event.ts';
import { note, type Reply } from '../../chat/reply.ts';
import {
  givenRoles,
  hasRights,
  may,
  type Right,
  type Role,
  type RoleHolder,
  rights,
  roleHolders,
  roles,
  rolesOf,
} from '../../people/roles.ts';
import type { Handling } from '../feature.ts';
import type { AdministrationDeps } from './deps.ts';
import { giveByWords } from './give.ts';

/** `/outloud roles`, `/outloud roles NAME ROLE` */
export async function showRoles(deps: AdministrationDeps, event: CommandEvent, handling: Handling): Promise<Reply> {
  const { trx, words } = handling;
  const { person, workspace } = event;
  if (event.words.trim() !== '') return giveByWords(deps, event, handling);
  const own = await rolesOf(trx, person);
  if (own.size === 0) return note(words('administration.guest'));
  const holders = await roleHolders(trx, workspace);
  return note(
    rolesCard(words, {
      yours: roles.filter((role) => own.has(role)).map((role) => words(`administration.role.${role}`)),
      holders: holdersByRole(words, holders),
      roles: roles.filter(hasRights).map((role) => viewOf(words, role)),
      canGive: await may(trx, person, 'roles.give'),
      hasAdministrator: holders.some(({ role }) => role === 'administrator'),
    }),
  );
}

function holdersByRole(words: Words, holders: readonly RoleHolder[]) {
  return givenRoles.flatMap((role) => {
    const names = holders.filter((each) => each.role === role).map(({ name }) => name);
    return names.length > 0 ? [{ title: words(`administration.role.${role}`), names }] : [];
  });
}

function viewOf(words: Words, role: Role): RoleView {
  return {
    title: words(`administration.role.${role}`),
    is: words(`administration.is.${role}`),
    may: mayOf(words, role),
  };
}

/** Only what it may more, or not, than another one, where the two are much alike. */
function mayOf(words: Words, role: Role): string {
  const listOf = (list: readonly Right[]) =>
    list.map((right) => words(`administration.right.${keyOf(right)}`)).join('; ');
  const has = rightsOf(role);
  const like = likeness(role);
  if (!like) return words('administration.may', { list: listOf(has) });
  const [more, less] = [has.filter((right) => !rightsOf(like).includes(right)), lacking(role, like)];
  const said = { role: words(`administration.role.${like}`).toLowerCase(), list: listOf(more), less: listOf(less) };
  return words(less.length > 0 ? 'administration.mayAlsoBut' : 'administration.mayAlso', said);
}

/** The role of which it may do the most, and nearly all; none where there is no such role. */
function likeness(role: Role): Role | undefined {
  const shared = (other: Role) => rightsOf(other).length - lacking(role, other).length;
  return roles
    .filter(
      (other) => rightsOf(other).length < rightsOf(role).length && shared(other) > 2 && lacking(role, other).length < 2,
    )
    .toSorted((one, other) => shared(other) - shared(one))[0];
}

function lacking(role: Role, other: Role): Right[] {
  return rightsOf(other).filter((right) => !rightsOf(role).includes(right));
}

function rightsOf(role: Role): Right[] {
  return (Object.keys(rights) as Right[]).filter((right) => (rights[right] as readonly Role[]).includes(role));
}

type Underscored<Name extends string> = Name extends `${infer Area}.${infer What}` ? `${Area}_${What}` : never;

/** A dot would mean a level more in the catalogue. */
function keyOf<Name extends Right>(right: Name): Underscored<Name> {
  return right.replace('.', '_') as Underscored<Name>;
}
