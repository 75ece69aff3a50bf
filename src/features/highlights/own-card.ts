import { dayAndTime } from '../../cards/dates.ts';
import { highlightStoppedCard, ownHighlightCard } from '../../cards/highlights/own-card.ts';
import { type Words, wordsFor } from '../../cards/words.ts';
import type { Message } from '../../chat/message.ts';
import { loadCalendars } from '../../scheduling/store.ts';
import type { HighlightsDeps, Moment } from './deps.ts';
import { type Facts, loadFacts } from './facts.ts';
import type { Highlight, Obstacle } from './highlight.ts';
import { namelessLabel, placeLabel } from './labels.ts';
import { showAll } from './showing.ts';
import { type CopyStanding, everyCopyOf } from './store/copies.ts';
import { changeHighlight } from './store/highlights.ts';
import { countReplies } from './store/replies.ts';

/** The author's own card: one message that says where their highlight is, and what came of it. */

/** Brings the cards up to date where there are any. */
export async function refreshOwnCards(
  deps: HighlightsDeps,
  highlights: readonly Highlight[],
  moment: Moment,
): Promise<void> {
  const shown = highlights.filter(({ own_delivery_id, state }) => own_delivery_id !== null && state === 'agreed');
  const cards = await ownCards(deps, shown, moment);
  const messages = shown.flatMap(({ own_delivery_id }, index) => {
    const card = cards[index];
    return own_delivery_id && card ? [[own_delivery_id, card] as const] : [];
  });
  await showAll(deps, moment.trx, new Map(messages));
}

/** Puts the card in the author's direct chat, anew where it had one: the newest is the one that counts. */
export async function placeOwnCard(deps: HighlightsDeps, highlight: Highlight, moment: Moment): Promise<void> {
  if (highlight.own_delivery_id) return refreshOwnCards(deps, [highlight], moment);
  const message = await ownCard(deps, highlight, moment);
  const to = { person: highlight.author_id };
  const own = await deps.outbox.post(moment.trx, { to, message, priority: 'answer' }, moment.now);
  await changeHighlight(moment.trx, highlight.id, { own_delivery_id: own });
}

export async function ownCard(deps: HighlightsDeps, highlight: Highlight, moment: Moment): Promise<Message> {
  const [card] = await ownCards(deps, [highlight], moment);
  return card ?? { text: wordsFor('en')('highlights.own.gone') };
}

/** In the order of the highlights. */
async function ownCards(
  { organisation }: Pick<HighlightsDeps, 'organisation'>,
  highlights: readonly Highlight[],
  { trx, now }: Moment,
): Promise<Message[]> {
  if (highlights.length === 0) return [];
  const ids = highlights.map(({ id }) => id);
  const copies = Map.groupBy(await everyCopyOf(trx, ids), ({ highlight_id }) => highlight_id);
  const conversations = [...copies.values()].flat().map(({ conversation_id }) => conversation_id);
  const facts = await loadFacts(trx, highlights, conversations);
  const authors = highlights.map(({ author_id }) => author_id);
  const calendarOf = await loadCalendars(trx, authors, organisation);
  const replies = await countReplies(trx, ids);
  return highlights.map((highlight) =>
    cardOf(highlight, {
      copies: copies.get(highlight.id) ?? [],
      replies: replies.get(highlight.id) ?? 0,
      timeZone: calendarOf(highlight.author_id).timeZone,
      facts,
      now,
    }),
  );
}

interface Known {
  readonly copies: readonly CopyStanding[];
  readonly replies: number;
  readonly timeZone: string;
  readonly facts: Facts;
  readonly now: Date;
}

function cardOf(highlight: Highlight, known: Known): Message {
  const words = wordsFor('en');
  return ownHighlightCard(words, {
    highlight: highlight.id,
    question: highlight.content?.question ?? '',
    fields: highlight.content?.fields ?? [],
    how: highlight.named
      ? words('highlights.own.named')
      : words('highlights.own.nameless', { author: namelessLabel(words, highlight.team) }),
    places: known.copies.map((copy) => placeLine(words, copy, known)),
    useful: highlight.useful,
    replies: known.replies,
    isOn: known.copies.some(({ state }) => state !== 'stopped'),
  });
}

function placeLine(words: Words, copy: CopyStanding, { facts, timeZone, now }: Known): string {
  const found = facts.placeOf(copy.conversation_id);
  const place = capitalised(found ? placeLabel(words, found) : words('place.unnamed'));
  if (copy.isDead) return words('highlights.own.stopped', { place, why: words('highlights.why.dead') });
  switch (copy.state) {
    case 'sent':
      return words(copy.stands ? 'highlights.own.sent' : 'highlights.own.onWay', { place });
    case 'planned':
      return copy.due_at <= now
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

interface Stopped {
  readonly highlight: Highlight;
  readonly place: string;
  readonly obstacle: Obstacle;
}

/** Something that the author did not do has stopped it: said once, in their hours, within their week. */
export async function tellStopped(
  deps: HighlightsDeps,
  stopped: readonly Stopped[],
  { trx, now }: Moment,
): Promise<void> {
  const words = wordsFor('en');
  const posts = stopped.map(({ highlight, place, obstacle }) => {
    const message = highlightStoppedCard(words, { place: capitalised(place), why: whyOf(words, obstacle) });
    return { to: { person: highlight.author_id }, message, priority: 'prompt', unprompted: true } as const;
  });
  await deps.outbox.postAll(trx, posts, now);
}
