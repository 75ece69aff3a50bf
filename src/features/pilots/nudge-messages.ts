import type { Kysely } from 'kysely';
import { Temporal } from 'temporal-polyfill';
import { listOf } from '../../cards/dates.ts';
import {
  pilotBaselineCard,
  pilotInvitationCard,
  pilotMidwayCard,
  pilotResultsCard,
  pilotStillCard,
  pilotTriedCard,
} from '../../cards/pilots/nudges.ts';
import type { Words } from '../../cards/words.ts';
import type { Message } from '../../chat/message.ts';
import { findName } from '../../people/store.ts';
import type { Calendar } from '../../scheduling/calendar.ts';
import type { Database } from '../../storage/schema.ts';
import { hasResult, type Pilot, titleOf } from './pilot.ts';
import { todayOf } from './schedule.ts';
import type { Nudge } from './store/nudges.ts';
import { familyOf, findPilot, namesOf } from './store/pilots.ts';
import { viewerFor } from './visibility.ts';

/** What a nudge says; nothing where there is nothing left to say. */

export interface Sending {
  readonly nudge: Nudge;
  readonly pilot: Pilot;
  readonly calendar: Calendar;
  readonly now: Date;
}

export async function messageFor(trx: Kysely<Database>, words: Words, sending: Sending): Promise<Message | undefined> {
  const { nudge, pilot } = sending;
  const view = { pilot: pilot.id, title: titleOf(pilot) };
  switch (nudge.kind) {
    case 'baseline':
      return pilotBaselineCard(words, view);
    case 'midway':
      return pilotMidwayCard(words, { ...view, day: dayOf(sending) });
    case 'results':
    case 'reminder':
      return pilotResultsCard(words, { ...view, reminder: nudge.kind === 'reminder' });
    case 'still':
      return pilotStillCard(words, view);
    case 'tried':
      return triedMessage(trx, words, sending);
    case 'invitation':
      return invitation(trx, words, sending);
    case 'close':
      return undefined;
  }
}

/** How long it has been running: 4 on the fourth day. */
function dayOf({ pilot, calendar, now }: Sending): number {
  const today = Temporal.PlainDate.from(todayOf(now, calendar));
  return Temporal.PlainDate.from(pilot.starts_on ?? today).until(today, { largestUnit: 'days' }).days + 1;
}

/** Nothing where the try is not for its lender's eyes any more. */
async function triedMessage(
  db: Kysely<Database>,
  words: Words,
  { nudge, pilot }: Sending,
): Promise<Message | undefined> {
  const viewer = await viewerFor(db, { id: pilot.owner_id, workspace: pilot.workspace_id });
  const tried = await findPilot(db, nudge.about_id ?? undefined, viewer);
  if (!tried || tried.owner_id === pilot.owner_id) return undefined;
  const name = (await findName(db, tried.owner_id)) || words('update.someone');
  const who = tried.team ? words('pilots.tried.who', { name, team: tried.team }) : name;
  const view = { pilot: pilot.id, title: titleOf(pilot), who, how: tried.borrowed_how ?? '', question: tried.id };
  return pilotTriedCard(words, view);
}

async function invitation(db: Kysely<Database>, words: Words, { pilot }: Sending): Promise<Message | undefined> {
  const viewer = await viewerFor(db, { id: pilot.owner_id, workspace: pilot.workspace_id });
  const results = (await familyOf(db, pilot.family_id, viewer)).filter(hasResult);
  const others = results.map((each) => each.owner_id).filter((owner) => owner !== pilot.owner_id);
  if (others.length === 0) return undefined;
  const names = await namesOf(db, others);
  const who = listOf([...new Set(others)].map((owner) => names.get(owner) || words('update.someone')));
  return pilotInvitationCard(words, { pilot: pilot.id, title: titleOf(pilot), results: results.length, who });
}
