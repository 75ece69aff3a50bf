import type { Transaction } from 'kysely';
import { dayAndTime } from '../../../cards/dates.ts';
import { wordsFor } from '../../../cards/words.ts';
import type { ActionEvent } from '../../../chat/event.ts';
import { note, type Reply } from '../../../chat/reply.ts';
import { welcomeBack } from '../../../people/leaving.ts';
import { may } from '../../../people/roles.ts';
import { nextSuitable, untilTheySay } from '../../../scheduling/calendar.ts';
import { loadCalendar } from '../../../scheduling/store.ts';
import type { Database } from '../../../storage/schema.ts';
import type { Handling } from '../../feature.ts';
import type { Community } from '../community.ts';
import type { PromptsDeps } from '../deps.ts';
import { ask } from '../members.ts';
import { findCommunity } from '../store/communities.ts';
import { saveMember } from '../store/members.ts';
import { greetOne } from './hello.ts';
import { haveMet, insertNewcomer, invitationTo, lockNewcomer, noteGuestTold } from './store.ts';

/** A person joins, or only reads: always by a press of their own. */

/** Whoever does not choose a time is asked a day after the hello at the earliest. */
const restMs = 86_400_000;

/** [Join], [Ask me too] */
export async function join(deps: PromptsDeps, event: ActionEvent, handling: Handling): Promise<Reply> {
  const { trx, now, words } = handling;
  const community = await communityFor(trx, event);
  if (!community) return note(words('core.goneAction'));
  if (!(await may(trx, event.person, 'prompts.join'))) {
    await tellOfGuest(deps, { community, event }, handling);
    return note(words('announcement.external'));
  }
  await welcomeBack(trx, event.person.id);
  const { timeZone } = await loadCalendar(trx, event.person.id, deps.organisation);
  if (!(await haveMet(trx, event.person.id))) return meet(deps, { community, event }, handling);
  const [next] = await ask(deps, trx, { community, people: [event.person], now });
  return note(next ? words('announcement.joined', { when: dayAndTime(next, timeZone) }) : words('pause.open'));
}

interface Joining {
  readonly community: Community;
  readonly event: ActionEvent;
}

/** The first time: a hello at a moment that suits them, and the first question later still. */
async function meet(deps: PromptsDeps, { community, event }: Joining, handling: Handling): Promise<Reply> {
  const { trx, now, words } = handling;
  const { person } = event;
  const calendar = await loadCalendar(trx, person.id, deps.organisation);
  const helloAt = nextSuitable(calendar, now);
  const invitation = await invitationTo(trx, community.id, event.values.invitation);
  await ask(deps, trx, { community, people: [person], after: new Date(helloAt.getTime() + restMs), now });
  await insertNewcomer(trx, {
    person_id: person.id,
    community_id: community.id,
    invitation_id: invitation?.id ?? null,
    joined_at: now,
    hello_at: helloAt,
  });
  if (helloAt >= untilTheySay) return note(words('joining.joinedPaused'));
  if (helloAt > now) return note(words('joining.joined', { when: dayAndTime(helloAt, calendar.timeZone) }));
  const newcomer = await lockNewcomer(trx, person.id);
  if (newcomer?.hello_at) await greetOne(deps, newcomer, handling);
  return note(words('joining.joinedNow'));
}

/** Guests are not asked; who invites hears of it once, without a name. */
async function tellOfGuest(deps: PromptsDeps, { community, event }: Joining, { trx, now }: Handling): Promise<void> {
  const invitation = await invitationTo(trx, community.id, event.values.invitation);
  if (!invitation || !(await noteGuestTold(trx, invitation, now))) return;
  const message = { text: wordsFor('en')('joining.guestTold', { place: community.name }) };
  await deps.outbox.post(trx, { to: { person: invitation.person_id }, message, priority: 'answer' }, now);
}

/** [Just let me read] */
export async function leave(_deps: PromptsDeps, event: ActionEvent, { trx, now, words }: Handling): Promise<Reply> {
  const community = await communityFor(trx, event);
  if (!community) return note(words('core.goneAction'));
  await saveMember(trx, {
    community_id: community.id,
    person_id: event.person.id,
    state: 'reading',
    joined_at: now,
    next_ask_at: null,
  });
  return note(words('announcement.left'));
}

/** A running community of the person's own workspace; a button can be forged, so it is looked up again. */
async function communityFor(trx: Transaction<Database>, event: ActionEvent): Promise<Community | undefined> {
  const community = await findCommunity(trx, event.values.community);
  return community && !community.stopped_at && community.workspace_id === event.workspace ? community : undefined;
}
