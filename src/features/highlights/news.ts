import { highlightNewsCard } from '../../cards/highlights/news-card.ts';
import { wordsFor } from '../../cards/words.ts';
import type { PersonId } from '../../chat/ids.ts';
import { isSamePerson } from '../../people/accounts.ts';
import { nextBatch } from '../../scheduling/batches.ts';
import { nextSuitable } from '../../scheduling/calendar.ts';
import { loadCalendar } from '../../scheduling/store.ts';
import type { HighlightsDeps, Moment } from './deps.ts';
import { beginningOf } from './digest-items.ts';
import type { Highlight } from './highlight.ts';
import { authorsWithNews, bringForwardNews, putOffNews, takeNews } from './store/news.ts';

/*
 * Replies that come home are told to the author in batches, at most three times a day, on days and in hours that suit
 * them: one message for however many there are. The replies themselves are in the thread at once.
 */

const mostAtOnce = 200;
const mostTold = 10;

/** Somebody replied elsewhere: their author hears of it with the next batch. */
export async function plantNews(
  deps: HighlightsDeps,
  { highlight, person }: { highlight: Highlight; person: PersonId },
  { trx, now }: Moment,
): Promise<void> {
  if (await isSamePerson(trx, highlight.author_id, person)) return;
  const calendar = await loadCalendar(trx, highlight.author_id, deps.organisation);
  await bringForwardNews(trx, highlight.id, nextBatch(calendar, now));
}

export async function tellNews(deps: HighlightsDeps, now: Date): Promise<void> {
  const authors = await deps.transaction((trx) => authorsWithNews(trx, now, mostAtOnce));
  for (const author of authors) {
    try {
      await deps.transaction((trx) => tellOne(deps, author, { trx, now }));
    } catch (error) {
      deps.logger.error({ err: error, author }, 'an author could not be told of replies');
    }
  }
}

async function tellOne(deps: HighlightsDeps, author: PersonId, { trx, now }: Moment): Promise<void> {
  const calendar = await loadCalendar(trx, author, deps.organisation);
  if (nextSuitable(calendar, now) > now) return putOffNews(trx, author, { due: now, until: nextBatch(calendar, now) });
  const news = await takeNews(trx, author, now);
  const told = news.filter(({ people }) => people > 0).slice(0, mostTold);
  if (told.length === 0) return;
  const views = told.map(({ id, content, people }) => ({ highlight: id, text: beginningOf(content), people }));
  const message = highlightNewsCard(wordsFor('en'), views);
  await deps.outbox.post(trx, { to: { person: author }, message, priority: 'answer' }, now);
}
