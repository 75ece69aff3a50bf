import type { ConversationId } from '../../chat/ids.ts';
import { needsLook, type Place, placeOf } from '../../people/places.ts';
import { type Calendar, defaultWorkDays, nextSuitable, nextWeekStart, weekStart } from '../../scheduling/calendar.ts';
import { holidaysIn } from '../../scheduling/holidays.ts';
import { copyCard } from './copy-card.ts';
import type { HighlightsDeps, Moment } from './deps.ts';
import { beginningOf, withoutNearDuplicates } from './digest-items.ts';
import type { Channel, Highlight } from './highlight.ts';
import { findChannel } from './store/channels.ts';
import { type CopyStanding, changeCopy, countSince, duePlansIn } from './store/copies.ts';
import { findHighlight } from './store/highlights.ts';

/** When a copy goes to a channel: in its hours, while its week has room, alone or with the others of the week. */

/** A channel's hours are the organisation's, or those that its owner set. */
function calendarOf({ organisation }: HighlightsDeps, channel: Channel): Calendar {
  const { hours_from: from, hours_until: until } = channel;
  return {
    timeZone: organisation.timeZone,
    workDays: defaultWorkDays,
    ...(from && until && { hours: { from, until } }),
    holidays: holidaysIn(() => [organisation.country]),
  };
}

/** When a new copy can go to a channel first. */
export function firstMoment(deps: HighlightsDeps, channel: Channel, now: Date): Date {
  const calendar = calendarOf(deps, channel);
  return nextSuitable(calendar, channel.rhythm === 'weekly' ? nextWeekStart(calendar, now) : now);
}

/** Has those looked at of which too little is known; true where there are any: they are sent to once that is done. */
export async function lookAgain(
  deps: HighlightsDeps,
  conversations: readonly ConversationId[],
  { trx, now }: Moment,
): Promise<boolean> {
  const stale = [];
  for (const id of conversations) if (await needsLook(trx, id, now)) stale.push(id);
  for (const id of stale) await deps.lookAt(trx, id);
  return stale.length > 0;
}

/** The queue in which what waited for a look is sent. */
export const goOnQueue = 'highlights.go-on';
const aMomentMs = 2_000;

function goOnSoon(deps: HighlightsDeps, { trx, now }: Moment): Promise<void> {
  return deps.putAside(trx, goOnQueue, {}, { key: goOnQueue, after: new Date(now.getTime() + aMomentMs) });
}

interface Sending {
  readonly highlight: Highlight;
  readonly copy: CopyStanding;
  readonly place: Place;
  readonly channel: Channel;
}

/** Sends a planned copy that nothing forbids, or says when it can be sent. */
export async function sendOrWait(deps: HighlightsDeps, sending: Sending, moment: Moment): Promise<void> {
  const { highlight, copy, place, channel } = sending;
  const { trx, now } = moment;
  // All that is due there goes together: `sendWeekly`.
  if (channel.rhythm === 'weekly') return;
  const calendar = calendarOf(deps, channel);
  const hadThisWeek = await countSince(trx, channel.conversation_id, weekStart(calendar, now));
  const from = hadThisWeek < channel.per_week ? now : nextWeekStart(calendar, now);
  const suitable = nextSuitable(calendar, from);
  if (suitable > now) return changeCopy(trx, copy.id, { due_at: suitable });
  // It stays due, and goes as soon as that is known.
  if (await lookAgain(deps, [highlight.home_id, place.id], moment)) return goOnSoon(deps, moment);
  await post(deps, { highlights: [highlight], copies: [copy], place }, moment);
}

interface Posting {
  readonly highlights: readonly Highlight[];
  readonly copies: readonly Pick<CopyStanding, 'id'>[];
  readonly place: Place;
}

async function post(deps: HighlightsDeps, { highlights, copies, place }: Posting, { trx, now }: Moment): Promise<void> {
  const message = await copyCard(trx, highlights, { ...deps, place });
  if (!message) return;
  const delivery = await deps.outbox.post(trx, { to: { conversation: place.id }, message, priority: 'post' }, now);
  for (const copy of copies) await changeCopy(trx, copy.id, { state: 'sent', sent_at: now, delivery_id: delivery });
}

/** The week's highlights for a channel in one message. What does not fit, or says the same again, waits for the next. */
export async function sendWeekly(
  deps: HighlightsDeps,
  conversation: Channel['conversation_id'],
  moment: Moment,
): Promise<void> {
  const { trx, now } = moment;
  const channel = await findChannel(trx, conversation);
  const place = await placeOf(trx, conversation);
  if (channel?.rhythm !== 'weekly' || !place) return;
  const calendar = calendarOf(deps, channel);
  const hasRoom = (await countSince(trx, conversation, weekStart(calendar, now))) === 0;
  const suitable = nextSuitable(calendar, hasRoom ? now : nextWeekStart(calendar, now));
  const due = await duePlansIn(trx, conversation, now);
  const found = await Promise.all(
    due.map(async (copy) => ({ copy, highlight: await findHighlight(trx, copy.highlight_id) })),
  );
  const known = found.flatMap(({ copy, highlight }) => (highlight ? [{ copy, highlight }] : []));
  if (suitable <= now && (await lookAgain(deps, homesAnd(conversation, known), moment))) return goOnSoon(deps, moment);
  const chosen = suitable > now ? [] : choose(known, channel.per_week);
  const later = suitable > now ? suitable : nextSuitable(calendar, nextWeekStart(calendar, now));
  for (const each of known) if (!chosen.includes(each)) await changeCopy(trx, each.copy.id, { due_at: later });
  const highlights = chosen.map(({ highlight }) => highlight);
  if (chosen.length > 0) await post(deps, { highlights, copies: chosen.map(({ copy }) => copy), place }, moment);
}

function homesAnd(conversation: ConversationId, known: readonly { readonly highlight: Highlight }[]): ConversationId[] {
  return [...new Set([conversation, ...known.map(({ highlight }) => highlight.home_id)])];
}

function choose<Each extends { highlight: Highlight }>(known: readonly Each[], limit: number): Each[] {
  return withoutNearDuplicates(known, ({ highlight }) => beginningOf(highlight.content)).slice(0, limit);
}
