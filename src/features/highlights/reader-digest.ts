import { readerDigestCard } from '../../cards/highlights/digest.ts';
import { wordsFor } from '../../cards/words.ts';
import type { PersonId } from '../../chat/ids.ts';
import type { Message } from '../../chat/message.ts';
import { type Calendar, nextSuitable, nextWeekStart } from '../../scheduling/calendar.ts';
import { loadCalendars } from '../../scheduling/store.ts';
import type { HighlightId } from '../../storage/tables/highlights.ts';
import type { HighlightsDeps, Moment } from './deps.ts';
import { beginningOf, digestItem, withoutNearDuplicates } from './digest-items.ts';
import { type Facts, loadFacts } from './facts.ts';
import type { Highlight } from './highlight.ts';
import { showAll } from './showing.ts';
import { holdAgreed } from './store/locks.ts';
import { digestsWith, dueReaders, keepDigests, setNextDigests, shownIn, shownTo } from './store/readers.ts';

/** One message a week for a person who prefers that: what was shown in the channels that they are in. */

const weekMs = 7 * 86_400_000;
const mostItems = 5;
const mostAtOnce = 200;

/** A few statements, however many people are due. */
export async function sendReaderDigests(deps: HighlightsDeps, now: Date): Promise<void> {
  await deps.transaction(async (trx) => {
    const readers = await dueReaders(trx, now, mostAtOnce);
    if (readers.length === 0) return;
    const calendarOf = await loadCalendars(trx, readers, deps.organisation);
    const next = readers.map((person) => ({ person, at: nextDigestAt(calendarOf(person), now) }));
    await setNextDigests(trx, next);
    await send(deps, await chooseFor(readers, { trx, now }), { trx, now });
  });
}

type Chosen = ReadonlyMap<PersonId, readonly Highlight[]>;

/** For those for whom there is anything. */
async function chooseFor(readers: readonly PersonId[], { trx, now }: Moment): Promise<Chosen> {
  const shown = await shownTo(trx, readers, new Date(now.getTime() - weekMs));
  const ids = [...shown.values()].flat();
  const held = new Map((await holdAgreed(trx, ids)).map((highlight) => [highlight.id, highlight]));
  const chosen = [...shown].map(([person, theirs]) => {
    const highlights = theirs.flatMap((id) => held.get(id) ?? []);
    const different = withoutNearDuplicates(highlights, ({ content }) => beginningOf(content));
    return [person, different.slice(0, mostItems)] as const;
  });
  return new Map(chosen.filter(([, highlights]) => highlights.length > 0));
}

async function send(deps: HighlightsDeps, chosen: Chosen, { trx, now }: Moment): Promise<void> {
  const facts = await loadFacts(trx, [...chosen.values()].flat());
  const options = { priority: 'digest', unprompted: true, expiresAt: new Date(now.getTime() + weekMs) } as const;
  const posts = [...chosen].map(([person, highlights]) => {
    return { to: { person }, message: digestMessage(highlights, facts), ...options };
  });
  const deliveries = await deps.outbox.postAll(trx, posts, now);
  const kept = [...chosen].flatMap(([person, highlights], index) => {
    const delivery = deliveries[index];
    return delivery ? highlights.map(({ id }) => ({ delivery, person, highlight: id })) : [];
  });
  await keepDigests(trx, kept);
}

/** The first moment of their next week that suits them. */
export function nextDigestAt(calendar: Calendar, now: Date): Date {
  return nextSuitable(calendar, nextWeekStart(calendar, now));
}

function digestMessage(highlights: readonly Highlight[], facts: Facts): Message {
  const words = wordsFor('en');
  return readerDigestCard(
    words,
    highlights.map((each) => digestItem(words, each, facts)),
  );
}

/** What was edited or taken back since is so in these messages too, sent or on their way. */
export async function refreshReaderDigests(
  deps: Pick<HighlightsDeps, 'outbox'>,
  ids: readonly HighlightId[],
  { trx }: Moment,
): Promise<void> {
  const digests = await digestsWith(trx, ids);
  if (digests.length === 0) return;
  const readable = await shownIn(trx, digests);
  const facts = await loadFacts(trx, [...readable.values()].flat());
  await showAll(deps, trx, new Map(digests.map((id) => [id, digestMessage(readable.get(id) ?? [], facts)])));
}
