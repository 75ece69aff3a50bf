import { listOf } from '../../cards/dates.ts';
import { highlightListCard } from '../../cards/highlights/own-card.ts';
import type { ActionEvent, CommandEvent } from '../../chat/event.ts';
import { note, type Reply } from '../../chat/reply.ts';
import { isSamePerson } from '../../people/accounts.ts';
import { placesOf } from '../../people/places.ts';
import type { Handling } from '../feature.ts';
import { openConsentFor } from './consent.ts';
import { askMessage } from './consent-view.ts';
import type { HighlightsDeps } from './deps.ts';
import type { Highlight } from './highlight.ts';
import { placeLabel } from './labels.ts';
import { ownCard } from './own-card.ts';
import { copiesOf } from './store/copies.ts';
import { findHighlight, ownHighlights } from './store/highlights.ts';
import { titleOf } from './suggest.ts';

/** What of one's own travels, and where. */

const mostListed = 10;

/** `/highlight list` */
export async function list(event: CommandEvent, handling: Handling): Promise<Reply> {
  const own = (await ownHighlights(handling.trx, event.person.id, 50)).filter(({ state }) => state !== 'noted');
  const listed = await Promise.all(own.slice(0, mostListed).map((each) => listedOf(each, handling)));
  return note(highlightListCard(handling.words, listed));
}

async function listedOf(highlight: Highlight, { trx, words }: Handling) {
  return { highlight: highlight.id, text: titleOf(highlight), where: await whereOf(highlight, { trx, words }) };
}

async function whereOf(highlight: Highlight, { trx, words }: Pick<Handling, 'trx' | 'words'>): Promise<string> {
  if (highlight.state === 'asked') return words('highlights.list.waiting');
  const ids = (await copiesOf(trx, [highlight.id])).map(({ conversation_id }) => conversation_id);
  if (ids.length === 0) return words('highlights.list.notShared');
  const places = listOf([...(await placesOf(trx, ids)).values()].map((place) => placeLabel(words, place)));
  return words('highlights.list.shownIn', { places });
}

/** [Show its card] */
export async function show(deps: HighlightsDeps, event: ActionEvent, handling: Handling): Promise<Reply> {
  const { trx, words } = handling;
  const highlight = await findHighlight(trx, event.values.highlight);
  const isTheirs = highlight?.content && (await isSamePerson(trx, highlight.author_id, event.person.id));
  if (!isTheirs) return note(words('highlights.own.gone'));
  if (highlight.state === 'agreed') return note(await ownCard(deps, highlight, handling));
  const question = highlight.state === 'asked' ? await askMessage(deps, highlight, handling) : undefined;
  return question ? note(question.message) : openConsentFor(deps, highlight, handling);
}
