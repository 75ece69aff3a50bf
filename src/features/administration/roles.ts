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

/** What it may do more than the role below it, where it may do all that that one may. */
function viewOf(words: Words, role: Role): RoleView {
  const has = rightsOf(role);
  const below = roles
    .filter((other) => other !== role && hasRights(other) && rightsOf(other).every((right) => has.includes(right)))
    .toSorted((one, other) => rightsOf(other).length - rightsOf(one).length)[0];
  const more = below ? has.filter((right) => !rightsOf(below).includes(right)) : has;
  const list = more.map((right) => words(`administration.right.${keyOf(right)}`)).join('; ');
  return {
    title: words(`administration.role.${role}`),
    is: words(`administration.is.${role}`),
    may: below
      ? words('administration.mayAlso', { role: words(`administration.role.${below}`).toLowerCase(), list })
      : words('administration.may', { list }),
  };
}

function rightsOf(role: Role): Right[] {
  return (Object.keys(rights) as Right[]).filter((right) => (rights[right] as readonly Role[]).includes(role));
}

type Underscored<Name extends string> = Name extends `${infer Area}.${infer What}` ? `${Area}_${What}` : never;

/** A dot would mean a level more in the catalogue. */
function keyOf<Name extends Right>(right: Name): Underscored<Name> {
  return right.replace('.', '_') as Underscored<Name>;
}
