import { readerDigestCard } from '../../cards/highlights/digest.ts';
import { wordsFor } from '../../cards/words.ts';
import type { PersonId } from '../../chat/ids.ts';
import type { Message } from '../../chat/message.ts';
import { type Calendar, nextSuitable, nextWeekStart } from '../../scheduling/calendar.ts';
import { loadCalendar } from '../../scheduling/store.ts';
import type { HighlightId } from '../../storage/tables/highlights.ts';
import type { HighlightsDeps, Moment } from './deps.ts';
import { beginningOf, digestItem, withoutNearDuplicates } from './digest-items.ts';
import type { Highlight } from './highlight.ts';
import { digestsWith, dueReaders, itemsOf, keepDigest, setNextDigest, shownTo } from './store/readers.ts';

/** One message a week for a person who prefers that: what was shown in the channels that they are in. */

const weekMs = 7 * 86_400_000;
const mostItems = 5;
const mostAtOnce = 200;

export async function sendReaderDigests(deps: HighlightsDeps, now: Date): Promise<void> {
  await deps.transaction(async (trx) => {
    for (const person of await dueReaders(trx, now, mostAtOnce)) await sendOne(deps, person, { trx, now });
  });
}

async function sendOne(deps: HighlightsDeps, person: PersonId, moment: Moment): Promise<void> {
  const { trx, now } = moment;
  const calendar = await loadCalendar(trx, person, deps.organisation);
  await setNextDigest(trx, person, nextDigestAt(calendar, now));
  const shown = await shownTo(trx, person, { since: new Date(now.getTime() - weekMs) });
  const chosen = withoutNearDuplicates(shown, ({ content }) => beginningOf(content)).slice(0, mostItems);
  if (chosen.length === 0) return;
  const message = await digestMessage(trx, chosen);
  const expiresAt = new Date(now.getTime() + weekMs);
  const delivery = await deps.outbox.post(
    trx,
    { to: { person }, message, priority: 'digest', unprompted: true, expiresAt },
    now,
  );
  await keepDigest(trx, { delivery, person, highlights: chosen.map(({ id }) => id) });
}

/** The first moment of their next week that suits them. */
export function nextDigestAt(calendar: Calendar, now: Date): Date {
  return nextSuitable(calendar, nextWeekStart(calendar, now));
}

async function digestMessage(trx: Moment['trx'], highlights: readonly Highlight[]): Promise<Message> {
  const words = wordsFor('en');
  return readerDigestCard(words, await Promise.all(highlights.map((each) => digestItem(trx, words, each))));
}

/** What was edited or taken back since is so in these messages too, sent or on their way. */
export async function refreshReaderDigests(
  deps: Pick<HighlightsDeps, 'outbox'>,
  id: HighlightId,
  { trx }: Moment,
): Promise<void> {
  for (const { delivery_id, person_id } of await digestsWith(trx, id)) {
    const items = await itemsOf(trx, delivery_id);
    const readable = await shownTo(trx, person_id, { among: items });
    await deps.outbox.update(trx, delivery_id, await digestMessage(trx, readable));
  }
}
