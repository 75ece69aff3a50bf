import { wordsFor } from '../../cards/words.ts';
import { type Place, placeOf } from '../../people/places.ts';
import { areLinked } from '../../people/workspace-links.ts';
import type { HighlightId } from '../../storage/tables/highlights.ts';
import { refreshCopies, refreshMessage } from './copy-card.ts';
import type { HighlightsDeps, Moment } from './deps.ts';
import { type Highlight, type Obstacle, obstacleTo, sourceOf } from './highlight.ts';
import { placeLabel } from './labels.ts';
import { refreshOwnCard, tellStopped } from './own-card.ts';
import { sendOrWait, sendWeekly } from './sending.ts';
import { findChannel } from './store/channels.ts';
import { type CopyStanding, changeCopy, copiesOf, duePlans, lately, weeklyChannelsDue } from './store/copies.ts';
import { isMember, lockHighlight } from './store/highlights.ts';
import { carriedDeliveries } from './store/replies.ts';

/*
 * How a copy comes to stand in another channel, and goes again:
 *
 *   planned   its author has agreed; it waits for the channel's hours, or for a week with room
 *   sent      it is in the outbox, or stands there. Everything that could forbid it is asked again when it is put there,
 *             and again in the transaction of whatever changes: what is on its way is taken out, what stands is taken away
 *   stopped   its author took it back, or something forbids it; `stopped_because` says what
 */

/** Sends what is due, where it may go, and has authors' cards say what has arrived. */
export async function sendDue(deps: HighlightsDeps, now: Date): Promise<void> {
  const due = await deps.transaction(async (trx) => [
    ...(await duePlans(trx, now, mostAtOnce)),
    ...(await lately(trx, mostAtOnce)),
  ]);
  for (const id of new Set(due.map((plan) => plan.highlight_id))) {
    await trying(deps, { highlight: id }, (trx) => bringUpToDate(deps, id, { trx, now }));
  }
  const weekly = await deps.transaction((trx) => weeklyChannelsDue(trx, now));
  for (const id of weekly) await trying(deps, { conversation: id }, (trx) => sendWeekly(deps, id, { trx, now }));
}

/** One that fails keeps no other from going. */
async function trying(deps: HighlightsDeps, what: object, work: (trx: Moment['trx']) => Promise<void>): Promise<void> {
  try {
    await deps.transaction(work);
  } catch (error) {
    deps.logger.error({ err: error, ...what }, 'a highlight could not be sent on');
  }
}

const mostAtOnce = 200;

/**
 * Brings the copies of a highlight in line with what holds now: stops what may not be there, sends what is due, and says
 * at home and to its author where it stands.
 */
export async function bringUpToDate(deps: HighlightsDeps, id: HighlightId, moment: Moment): Promise<void> {
  const highlight = await lockHighlight(moment.trx, id);
  if (!highlight) return;
  const home = await placeOf(moment.trx, highlight.home_id);
  const authorIsThere = await isMember(moment.trx, highlight.home_id, highlight.author_id);
  for (const copy of await copiesOf(moment.trx, highlight.id)) {
    const place = await placeOf(moment.trx, copy.conversation_id);
    const channel = await findChannel(moment.trx, copy.conversation_id);
    const linked = place !== undefined && (await areLinked(moment.trx, highlight.workspace_id, place.workspace));
    const { stands } = copy;
    const obstacle = obstacleTo({ highlight, copy, home, place, channel, linked, authorIsThere, stands });
    if (obstacle) await stop(deps, { highlight, copy, place, obstacle }, moment);
    else if (copy.stands || copy.isDead) await changeCopy(moment.trx, copy.id, { shown: true });
    else if (copy.state === 'planned' && place && channel)
      await sendOrWait(deps, { highlight, copy, place, channel }, moment);
  }
  await refreshCopies(deps, highlight, moment);
  await sayWhereItIs(deps, highlight, moment);
}

interface Stopping {
  readonly highlight: Highlight;
  readonly copy: CopyStanding;
  readonly place: Place | undefined;
  readonly obstacle: Obstacle;
}

/** Takes a copy away, or out of the outbox before it was ever sent, and the replies that may not stay without it. */
export async function stop(deps: HighlightsDeps, stopping: Stopping, moment: Moment): Promise<void> {
  const { highlight, copy, place, obstacle } = stopping;
  const { trx } = moment;
  const words = wordsFor('en');
  await changeCopy(trx, copy.id, { state: 'stopped', stopped_because: obstacle, due_at: moment.now });
  await takeAway(deps, copy, moment);
  const there = copy.conversation_id;
  const mustGo = !copy.stands || obstacle === 'unlinked' || obstacle === 'outsiders';
  const carried = [
    ...(mustGo ? await carriedDeliveries(trx, highlight.id, { to: there }) : []),
    ...(obstacle === 'unlinked' ? await carriedDeliveries(trx, highlight.id, { from: there }) : []),
  ];
  for (const delivery of carried) await deps.outbox.remove(trx, delivery, words('highlights.reply.gone'));
  if (obstacle !== 'taken-back') {
    const label = place ? placeLabel(words, place) : words('place.unnamed');
    await tellStopped(deps, { highlight, place: label, obstacle }, moment);
  }
}

/** From a message of several it goes alone. */
async function takeAway(deps: HighlightsDeps, copy: CopyStanding, moment: Moment): Promise<void> {
  const { delivery_id: delivery, conversation_id } = copy;
  if (!delivery) return;
  const place = await placeOf(moment.trx, conversation_id);
  const isLeft = place !== undefined && (await refreshMessage(deps, { delivery, place }, moment));
  if (!isLeft) await deps.outbox.remove(moment.trx, delivery, wordsFor('en')('highlights.card.gone'));
}

/** At home the card says where else it is shown; the author's own card says it with everything else. */
async function sayWhereItIs(deps: HighlightsDeps, highlight: Highlight, moment: Moment): Promise<void> {
  await refreshOwnCard(deps, highlight, moment);
  const source = sourceOf(highlight);
  if (!source || highlight.state === 'withdrawn') return;
  const words = wordsFor('en');
  const sent = (await copiesOf(moment.trx, highlight.id)).filter(({ state, isDead }) => state === 'sent' && !isDead);
  const places = await Promise.all(sent.map(({ conversation_id }) => placeOf(moment.trx, conversation_id)));
  const shownIn = places
    .filter((place) => place !== undefined)
    .map((place) => ({ id: place.id, label: placeLabel(words, place) }));
  await deps.tell({ kind: 'travelled', source, shownIn }, moment);
}
