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
  const has = (Object.keys(rights) as Right[]).filter((right) => (rights[right] as readonly Role[]).includes(role));
  return {
    title: words(`administration.role.${role}`),
    is: words(`administration.is.${role}`),
    may: has.map((right) => words(`administration.right.${keyOf(right)}`)),
  };
}

type Underscored<Name extends string> = Name extends `${infer Area}.${infer What}` ? `${Area}_${What}` : never;

/** A dot would mean a level more in the catalogue. */
function keyOf<Name extends Right>(right: Name): Underscored<Name> {
  return right.replace('.', '_') as Underscored<Name>;
}
