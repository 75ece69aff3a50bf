import { dayAndTime } from '../../cards/dates.ts';
import { highlightStoppedCard, ownHighlightCard } from '../../cards/highlights/own-card.ts';
import { type Words, wordsFor } from '../../cards/words.ts';
import type { Message } from '../../chat/message.ts';
import { placeOf } from '../../people/places.ts';
import { loadCalendar } from '../../scheduling/store.ts';
import { showThere } from './copy-card.ts';
import type { HighlightsDeps, Moment } from './deps.ts';
import type { Highlight, Obstacle } from './highlight.ts';
import { namelessLabel, placeLabel } from './labels.ts';
import { type CopyStanding, everyCopyOf } from './store/copies.ts';
import { changeHighlight } from './store/highlights.ts';
import { countReplies } from './store/replies.ts';

/** The author's own card: one message that says where their highlight is, and what came of it. */

/** Brings the card up to date where there is one. */
export async function refreshOwnCard(deps: HighlightsDeps, highlight: Highlight, moment: Moment): Promise<void> {
  if (!highlight.own_delivery_id || highlight.state !== 'agreed') return;
  await showThere(deps, moment.trx, highlight.own_delivery_id, await ownCard(deps, highlight, moment));
}

/** Puts the card in the author's direct chat, anew where it had one: the newest is the one that counts. */
export async function placeOwnCard(deps: HighlightsDeps, highlight: Highlight, moment: Moment): Promise<void> {
  if (highlight.own_delivery_id) return refreshOwnCard(deps, highlight, moment);
  const message = await ownCard(deps, highlight, moment);
  const to = { person: highlight.author_id };
  const own = await deps.outbox.post(moment.trx, { to, message, priority: 'answer' }, moment.now);
  await changeHighlight(moment.trx, highlight.id, { own_delivery_id: own });
}

export async function ownCard(deps: HighlightsDeps, highlight: Highlight, moment: Moment): Promise<Message> {
  const words = wordsFor('en');
  const copies = await everyCopyOf(moment.trx, highlight.id);
  const { timeZone } = await loadCalendar(moment.trx, highlight.author_id, deps.organisation);
  const places = await Promise.all(copies.map((copy) => placeLine(copy, { words, timeZone, moment })));
  return ownHighlightCard(words, {
    highlight: highlight.id,
    question: highlight.content?.question ?? '',
    fields: highlight.content?.fields ?? [],
    how: highlight.named
      ? words('highlights.own.named')
      : words('highlights.own.nameless', { author: namelessLabel(words, highlight.team) }),
    places,
    useful: highlight.useful,
    replies: await countReplies(moment.trx, highlight.id),
    isOn: copies.some(({ state }) => state !== 'stopped'),
  });
}

async function placeLine(
  copy: CopyStanding,
  { words, timeZone, moment }: { words: Words; timeZone: string; moment: Moment },
): Promise<string> {
  const found = await placeOf(moment.trx, copy.conversation_id);
  const place = capitalised(found ? placeLabel(words, found) : words('place.unnamed'));
  if (copy.isDead) return words('highlights.own.stopped', { place, why: words('highlights.why.dead') });
  switch (copy.state) {
    case 'sent':
      return words(copy.stands ? 'highlights.own.sent' : 'highlights.own.onWay', { place });
    case 'planned':
      return copy.due_at <= moment.now
        ? words('highlights.own.onWay', { place })
        : words('highlights.own.planned', { place, when: dayAndTime(copy.due_at, timeZone) });
    case 'stopped':
      return words('highlights.own.stopped', { place, why: whyOf(words, copy.stopped_because) });
  }
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function whyOf(words: Words, obstacle: string | null): string {
  return words(`highlights.why.${(obstacle ?? 'taken-back') as Obstacle}`);
}

/** Something that the author did not do has stopped it: said once, in their hours, within their week. */
export async function tellStopped(
  deps: HighlightsDeps,
  { highlight, place, obstacle }: { highlight: Highlight; place: string; obstacle: Obstacle },
  { trx, now }: Moment,
): Promise<void> {
  const words = wordsFor('en');
  const message = highlightStoppedCard(words, { place: capitalised(place), why: whyOf(words, obstacle) });
  const to = { person: highlight.author_id };
  await deps.outbox.post(trx, { to, message, priority: 'prompt', unprompted: true }, now);
}
