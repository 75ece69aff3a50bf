import { dayAndTime } from '../../cards/dates.ts';
import { auditCard } from '../../cards/role-cards.ts';
import type { Words } from '../../cards/words.ts';
import type { CommandEvent } from '../../chat/event.ts';
import { note, type Reply } from '../../chat/reply.ts';
import { changesIn, type NotedChange } from '../../people/audit.ts';
import { givenRoles, may } from '../../people/roles.ts';
import { loadCalendar } from '../../scheduling/store.ts';
import type { Handling } from '../feature.ts';
import type { AdministrationDeps } from './deps.ts';

const mostShown = 25;

/** `/outloud audit` */
export async function showAudit(
  deps: AdministrationDeps,
  event: CommandEvent,
  { trx, words }: Handling,
): Promise<Reply> {
  if (!(await may(trx, event.person, 'audit.see'))) return note(words('administration.notYours'));
  const { timeZone } = await loadCalendar(trx, event.person.id, deps.organisation);
  const changes = await changesIn(trx, event.workspace, mostShown);
  const lines = changes.map((change) => ({ when: dayAndTime(change.at, timeZone), what: inWords(words, change) }));
  return note(auditCard(words, lines));
}

function inWords(words: Words, { what, by, person, place, detail }: NotedChange): string {
  const role = givenRoles.find((each) => each === detail);
  return words(`administration.change.${what}`, {
    by: by || words('administration.somebody'),
    person: person || words('administration.somebody'),
    place: place?.name ?? words('administration.privatePlace'),
    detail: role ? words(`administration.role.${role}`) : (detail ?? ''),
  });
}
