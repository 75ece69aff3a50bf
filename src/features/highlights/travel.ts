import { wordsFor } from '../../cards/words.ts';
import type { HighlightId } from '../../storage/tables/highlights.ts';
import { type CopyCase, casesOf } from './circumstances.ts';
import { refreshCopies, refreshMessages } from './copy-card.ts';
import type { HighlightsDeps, Moment } from './deps.ts';
import { loadFacts } from './facts.ts';
import { type Highlight, type Obstacle, sourceOf } from './highlight.ts';
import { placeLabel } from './labels.ts';
import { refreshOwnCards, tellStopped } from './own-card.ts';
import { sendOrWait, sendWeekly } from './sending.ts';
import {
  type CopyStanding,
  copiesOf,
  duePlans,
  lately,
  markShown,
  stopCopies,
  weeklyChannelsDue,
} from './store/copies.ts';
import { lockHighlights } from './store/locks.ts';
import { carriedDeliveries } from './store/replies.ts';

/*
 * How a copy comes to stand in another channel, and goes again:
 *
 *   planned   its author has agreed; it waits for the channel's hours, or for a week with room
 *   sent      it is in the outbox, or stands there. Everything that could forbid it is asked again when it is put there,
 *             and again in the transaction of whatever changes: what is on its way is taken out, what stands is taken away
 *   stopped   its author took it back, or something forbids it; `stopped_because` says what
 *
 * Highlights are looked at together, however many: each step takes a few statements, not some for each of them.
 */

const mostAtOnce = 200;

/** Sends what is due, where it may go, and has authors' cards say what has arrived. */
export async function sendDue(deps: HighlightsDeps, now: Date): Promise<void> {
  const due = await deps.transaction(async (trx) => [
    ...(await duePlans(trx, now, mostAtOnce)),
    ...(await lately(trx, mostAtOnce)),
  ]);
  const ids = [...new Set(due.map((plan) => plan.highlight_id))];
  await together(deps, ids, (some, trx) => bringUpToDate(deps, some, { trx, now }));
  const weekly = await deps.transaction((trx) => weeklyChannelsDue(trx, now));
  await together(deps, weekly, (some, trx) => sendWeekly(deps, some, { trx, now }));
}

/** In one transaction; where that fails each has one of its own, so that one that fails keeps no other from going. */
async function together<Id>(
  deps: HighlightsDeps,
  ids: readonly Id[],
  work: (some: readonly Id[], trx: Moment['trx']) => Promise<void>,
): Promise<void> {
  if (ids.length === 0) return;
  try {
    await deps.transaction((trx) => work(ids, trx));
  } catch (error) {
    const [id] = ids;
    if (ids.length === 1) deps.logger.error({ err: error, id }, 'a highlight could not be sent on');
    else for (const each of ids) await together(deps, [each], work);
  }
}

/**
 * Brings the copies of highlights in line with what holds now: stops what may not be there, sends what is due, and says
 * at home and to their authors where they stand.
 */
export async function bringUpToDate(deps: HighlightsDeps, ids: readonly HighlightId[], moment: Moment): Promise<void> {
  const { trx } = moment;
  const highlights = await lockHighlights(trx, ids);
  if (highlights.length === 0) return;
  const cases = await casesOf(trx, highlights);
  const stopped = cases.flatMap((each) => (each.obstacle ? [{ ...each, obstacle: each.obstacle }] : []));
  await stop(deps, stopped, moment);
  const free = cases.filter(({ obstacle }) => !obstacle);
  await markShown(
    trx,
    free.filter(hasArrived).map(({ copy }) => copy.id),
  );
  const planned = free.filter((each) => !hasArrived(each) && each.copy.state === 'planned');
  await sendOrWait(deps, planned, moment);
  await refreshCopies(deps, highlights, moment);
  await sayWhereTheyAre(deps, highlights, moment);
}

/** Or was given up. */
function hasArrived({ copy }: CopyCase): boolean {
  return copy.stands || copy.isDead;
}

export interface Stopping {
  readonly highlight: Highlight;
  readonly copy: CopyStanding;
  readonly obstacle: Obstacle;
}

/** Takes copies away, or out of the outbox before they were ever sent, and the replies that may not stay without them. */
export async function stop(deps: HighlightsDeps, stopped: readonly Stopping[], moment: Moment): Promise<void> {
  if (stopped.length === 0) return;
  const { trx, now } = moment;
  const words = wordsFor('en');
  await stopCopies(
    trx,
    stopped.map(({ copy, obstacle }) => ({ id: copy.id, obstacle })),
    now,
  );
  await takeAway(deps, stopped, moment);
  const carried = stopped.flatMap(({ highlight, copy, obstacle }) => {
    const written = obstacle === 'unlinked';
    const mustGo = !copy.stands || written || obstacle === 'outsiders';
    return mustGo ? [{ highlight: highlight.id, conversation: copy.conversation_id, written }] : [];
  });
  await deps.outbox.removeAll(trx, await carriedDeliveries(trx, carried), words('highlights.reply.gone'));
  await sayStopped(
    deps,
    stopped.filter(({ obstacle }) => obstacle !== 'taken-back'),
    moment,
  );
}

/** From a message of several one goes alone. */
async function takeAway(deps: HighlightsDeps, stopped: readonly Stopping[], moment: Moment): Promise<void> {
  const standing = stopped.flatMap(({ copy: { delivery_id: delivery, conversation_id: place } }) =>
    delivery ? [{ delivery, place }] : [],
  );
  const empty = await refreshMessages(deps, standing, moment);
  await deps.outbox.removeAll(moment.trx, empty, wordsFor('en')('highlights.card.gone'));
}

async function sayStopped(deps: HighlightsDeps, stopped: readonly Stopping[], moment: Moment): Promise<void> {
  if (stopped.length === 0) return;
  const words = wordsFor('en');
  const conversations = stopped.map(({ copy }) => copy.conversation_id);
  const { placeOf } = await loadFacts(moment.trx, [], conversations);
  const told = stopped.map(({ highlight, copy, obstacle }) => {
    const place = placeOf(copy.conversation_id);
    return { highlight, obstacle, place: place ? placeLabel(words, place) : words('place.unnamed') };
  });
  await tellStopped(deps, told, moment);
}

/** At home the card says where else it is shown; the author's own card says it with everything else. */
async function sayWhereTheyAre(deps: HighlightsDeps, highlights: readonly Highlight[], moment: Moment): Promise<void> {
  await refreshOwnCards(deps, highlights, moment);
  const words = wordsFor('en');
  const copies = await copiesOf(
    moment.trx,
    highlights.map(({ id }) => id),
  );
  const sent = copies.filter(({ state, isDead }) => state === 'sent' && !isDead);
  const conversations = sent.map(({ conversation_id }) => conversation_id);
  const { placeOf } = await loadFacts(moment.trx, [], conversations);
  const travels = highlights.flatMap((highlight) => {
    const source = sourceOf(highlight);
    if (!source || highlight.state === 'withdrawn') return [];
    const places = sent.filter(({ highlight_id }) => highlight_id === highlight.id).map((copy) => copy.conversation_id);
    const shownIn = places
      .flatMap((id) => placeOf(id) ?? [])
      .map((place) => ({ id: place.id, label: placeLabel(words, place) }));
    return [{ source, shownIn }];
  });
  if (travels.length > 0) await deps.tell({ kind: 'travelled', travels }, moment);
}
