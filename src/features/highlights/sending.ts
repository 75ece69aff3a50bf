import type { ConversationId } from '../../chat/ids.ts';
import { needsLook, placesOf } from '../../people/places.ts';
import { type Calendar, defaultWorkDays, nextSuitable, nextWeekStart, weekStart } from '../../scheduling/calendar.ts';
import { holidaysIn } from '../../scheduling/holidays.ts';
import type { CopyCase } from './circumstances.ts';
import { copyCard } from './copy-card.ts';
import type { HighlightsDeps, Moment } from './deps.ts';
import { beginningOf, withoutNearDuplicates } from './digest-items.ts';
import { loadFacts } from './facts.ts';
import type { Channel, Copy } from './highlight.ts';
import { countSince, duePlansIn, markSent, putOff } from './store/copies.ts';
import { lockChannels, lockHighlights } from './store/locks.ts';

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

/** Has those looked at of which too little is known; which they are: they are sent to once that is done. */
export async function lookAgain(
  deps: HighlightsDeps,
  conversations: readonly ConversationId[],
  { trx, now }: Moment,
): Promise<ReadonlySet<ConversationId>> {
  const ids = [...new Set(conversations)];
  const places = await placesOf(trx, ids);
  const stale = ids.filter((id) => needsLook(places.get(id), now));
  for (const id of stale) await deps.lookAt(trx, id);
  return new Set(stale);
}

/** The queue in which what waited for a look is sent. */
export const goOnQueue = 'highlights.go-on';
const aMomentMs = 2_000;

function goOnSoon(deps: HighlightsDeps, { trx, now }: Moment): Promise<void> {
  return deps.putAside(trx, goOnQueue, {}, { key: goOnQueue, after: new Date(now.getTime() + aMomentMs) });
}

type Planned = Pick<CopyCase, 'highlight' | 'place'> & { readonly copy: Pick<Copy, 'id' | 'conversation_id'> };

/** Sends planned copies that nothing forbids, or says when they can be sent. */
export async function sendOrWait(deps: HighlightsDeps, planned: readonly Planned[], moment: Moment): Promise<void> {
  const weeks = await weeksOf(deps, conversationsOf(planned), moment);
  const suitable: Planned[] = [];
  const later: { readonly id: string; readonly until: Date }[] = [];
  for (const each of planned) {
    const week = weeks.get(each.copy.conversation_id);
    // All that is due in a message of the week goes together: `sendWeekly`. Where none are taken any more, none goes.
    if (!week || week.channel.rhythm === 'weekly') continue;
    const until = week.takesNext();
    if (until > moment.now) later.push({ id: each.copy.id, until });
    else suitable.push(each);
  }
  await putOff(moment.trx, later);
  await sendKnown(
    deps,
    suitable.map((each) => [each]),
    moment,
  );
}

function conversationsOf(planned: readonly Planned[]): ConversationId[] {
  return [...new Set(planned.map(({ copy }) => copy.conversation_id))];
}

interface Week {
  readonly channel: Channel;
  readonly had: number;
  readonly nextWeek: Date;
  /** The first moment from then on that suits the channel. */
  readonly suitableFrom: (moment: Date) => Date;
  /** When the next one can go, which counts from then on: now, or later. */
  takesNext(): Date;
}

/** What each channel that takes highlights has had in this week of its own; nobody else counts meanwhile. */
async function weeksOf(
  deps: HighlightsDeps,
  conversations: readonly ConversationId[],
  { trx, now }: Moment,
): Promise<ReadonlyMap<ConversationId, Week>> {
  if (conversations.length === 0) return new Map();
  const channels = await lockChannels(trx, conversations);
  const counts = await countSince(trx, conversations, weekStart({ timeZone: deps.organisation.timeZone }, now));
  return new Map([...channels].map(([id, channel]) => [id, weekOf(deps, channel, { had: counts.get(id) ?? 0, now })]));
}

function weekOf(deps: HighlightsDeps, channel: Channel, { had, now }: { had: number; now: Date }): Week {
  const calendar = calendarOf(deps, channel);
  const nextWeek = nextWeekStart(calendar, now);
  const suitableFrom = (moment: Date) => nextSuitable(calendar, moment);
  let room = channel.per_week - had;
  return {
    channel,
    had,
    nextWeek,
    suitableFrom,
    takesNext() {
      const suitable = suitableFrom(room > 0 ? now : nextWeek);
      if (suitable <= now) room -= 1;
      return suitable;
    },
  };
}

/** Each of these as one message, unless too little is known of a place: those stay due, and go as soon as it is. */
async function sendKnown(
  deps: HighlightsDeps,
  messages: readonly (readonly Planned[])[],
  moment: Moment,
): Promise<void> {
  if (messages.length === 0) return;
  const placesIn = (each: readonly Planned[]) =>
    each.flatMap(({ highlight, copy }) => [highlight.home_id, copy.conversation_id]);
  const stale = await lookAgain(deps, messages.flatMap(placesIn), moment);
  const known = messages.filter((each) => !placesIn(each).some((id) => stale.has(id)));
  if (known.length < messages.length) await goOnSoon(deps, moment);
  await post(deps, known, moment);
}

async function post(
  deps: HighlightsDeps,
  messages: readonly (readonly Planned[])[],
  { trx, now }: Moment,
): Promise<void> {
  const facts = await loadFacts(
    trx,
    messages.flat().map(({ highlight }) => highlight),
  );
  const ready = messages.flatMap((each) => {
    const place = each[0]?.place;
    const message =
      place &&
      copyCard(
        each.map(({ highlight }) => highlight),
        { ...deps, place, facts },
      );
    return message ? [{ each, post: { to: { conversation: place.id }, message, priority: 'post' } as const }] : [];
  });
  const deliveries = await deps.outbox.postAll(
    trx,
    ready.map(({ post }) => post),
    now,
  );
  const sent = ready.flatMap(({ each }, index) => {
    const delivery = deliveries[index];
    return delivery ? each.map(({ copy }) => ({ id: copy.id, delivery })) : [];
  });
  if (sent.length > 0) await markSent(trx, sent, now);
}

/** A week's highlights for each of these channels in one message. What does not fit, or says the same again, waits. */
export async function sendWeekly(
  deps: HighlightsDeps,
  conversations: readonly ConversationId[],
  moment: Moment,
): Promise<void> {
  const { trx, now } = moment;
  const due = await duePlansIn(trx, conversations, now);
  const highlights = await lockHighlights(
    trx,
    due.map(({ highlight_id }) => highlight_id),
  );
  const weeks = await weeksOf(deps, conversations, moment);
  const places = await placesOf(trx, conversations);
  // As they are now: until they were locked, their authors could take them back.
  const planned = (await duePlansIn(trx, conversations, now)).flatMap((copy): Planned[] => {
    const highlight = highlights.find(({ id }) => id === copy.highlight_id);
    return highlight ? [{ highlight, copy, place: places.get(copy.conversation_id) }] : [];
  });
  const chosen = [...Map.groupBy(planned, ({ copy }) => copy.conversation_id)].map(([id, theirs]) =>
    chooseFor(weeks.get(id), theirs, now),
  );
  await putOff(
    trx,
    chosen.flatMap(({ later }) => later),
  );
  const messages = chosen.map(({ message }) => message).filter((message) => message.length > 0);
  await sendKnown(deps, messages, moment);
}

interface Chosen {
  readonly message: readonly Planned[];
  readonly later: readonly { readonly id: string; readonly until: Date }[];
}

function chooseFor(week: Week | undefined, planned: readonly Planned[], now: Date): Chosen {
  if (week?.channel.rhythm !== 'weekly') return { message: [], later: [] };
  const nextWeek = week.suitableFrom(week.nextWeek);
  const suitable = week.had === 0 ? week.suitableFrom(now) : nextWeek;
  const different = withoutNearDuplicates(planned, ({ highlight }) => beginningOf(highlight.content));
  const message = suitable > now ? [] : different.slice(0, week.channel.per_week);
  const until = suitable > now ? suitable : nextWeek;
  return {
    message,
    later: planned.filter((each) => !message.includes(each)).map(({ copy }) => ({ id: copy.id, until })),
  };
}
