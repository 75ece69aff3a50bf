import type { Feature } from '../feature.ts';
import { showAudit } from './audit.ts';
import type { AdministrationDeps } from './deps.ts';
import { nameFirst } from './first-administrator.ts';
import { keepGiving, openGiving } from './give.ts';
import { showRoles } from './roles.ts';

/** Who may do what, and who changed what. */
export function createAdministrationFeature(deps: AdministrationDeps): Feature {
  return {
    name: 'administration',
    words: [
      {
        command: 'outloud',
        word: 'roles',
        arguments: '[NAME ROLE]',
        help: (words) => words('administration.helpRoles'),
        run: (event, handling) => showRoles(deps, event, handling),
      },
      {
        command: 'outloud',
        word: 'audit',
        help: (words) => words('administration.helpAudit'),
        run: (event, handling) => showAudit(deps, event, handling),
      },
    ],
    actions: { 'administration.give': (event, handling) => openGiving(event, handling) },
    forms: { 'administration.give': (event, handling) => keepGiving(deps, event, handling) },
    installation: (event, handling) => nameFirst(deps, event, handling),
  };
}
