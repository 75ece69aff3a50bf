import { asId } from '../../base/ids.ts';
import { wordsOf } from '../../cards/highlights/card.ts';
import { reasonSentence } from '../../cards/highlights/reason.ts';
import { wordsFor } from '../../cards/words.ts';
import type { ConversationId, PersonId } from '../../chat/ids.ts';
import { chooseHighlights, type Offer, type Suggestion } from '../../choosing/choose.ts';
import type { Posted } from '../../choosing/posted.ts';
import type { Place } from '../../people/places.ts';
import { type Calendar, nextSuitable, nextWeekStart, weekStart } from '../../scheduling/calendar.ts';
import { loadCalendar, loadCalendars } from '../../scheduling/store.ts';
import type { HighlightId } from '../../storage/tables/highlights.ts';
import { lastTalked } from '../../talk-graph/store.ts';
import type { HighlightsDeps, Moment } from './deps.ts';
import { type Facts, loadFacts } from './facts.ts';
import { type Highlight, isPrivate } from './highlight.ts';
import { placeLabel } from './labels.ts';
import { proposalMessages, refreshProposals } from './proposals-card.ts';
import { findChannels } from './store/channels.ts';
import { withAuthorAtHome } from './store/highlights.ts';
import { lockHighlights, lockHost } from './store/locks.ts';
import {
  addProposals,
  closeProposals,
  hostsWithNotes,
  notesOf,
  openProposalsOf,
  postedSince,
  proposedLast,
  setProposed,
  showProposals,
} from './store/proposals.ts';
import { notToBeAsked } from './store/readers.ts';
import { askAuthor } from './suggest.ts';
import { targetsForAll } from './targets.ts';

/*
 * On Mondays whoever looks after a channel is shown which of its notes could be of use where: to ask the author, to
 * choose other channels, or to leave it. Where the owners of both channels chose so, authors are asked without that.
 * Nothing is sent where nothing is worth it.
 */

const dayMs = 86_400_000;
/** Older notes have had their day. */
const newMs = 21 * dayMs;
const notAgainMs = 28 * dayMs;
const fatigueMs = 56 * dayMs;
const mostProposals = 5;

export async function proposeWeek(deps: HighlightsDeps, now: Date): Promise<void> {
  for (const host of await deps.transaction((trx) => hostsDue(deps, { trx, now }))) {
    try {
      await deps.transaction((trx) => proposeTo(deps, host, { trx, now }));
    } catch (error) {
      deps.logger.error({ err: error, host }, 'the proposals of a week could not be made');
    }
  }
}

/** Whose week has begun, where something new could travel: a few statements, however many hosts there are. */
async function hostsDue(deps: HighlightsDeps, { trx, now }: Moment): Promise<PersonId[]> {
  const hosts = await hostsWithNotes(trx, new Date(now.getTime() - newMs));
  if (hosts.length === 0) return [];
  const last = await proposedLast(trx, hosts, now);
  const calendarOf = await loadCalendars(trx, hosts, deps.organisation);
  return hosts.filter((host) => isDue(calendarOf(host), last.get(host), now));
}

function isDue(calendar: Calendar, last: Date | undefined, now: Date): boolean {
  const monday = weekStart(calendar, now);
  return last !== undefined && last < monday && nextSuitable(calendar, monday) <= now;
}

async function proposeTo(deps: HighlightsDeps, host: PersonId, moment: Moment): Promise<void> {
  const { trx, now } = moment;
  const calendar = await loadCalendar(trx, host, deps.organisation);
  if (!isDue(calendar, await lockHost(trx, host), now)) return;
  const chosen = await choose(deps, await candidates(host, moment), moment);
  const ids = [...chosen.keys()];
  const locked = await lockHighlights(trx, [...ids, ...(await openProposalsOf(trx, host))]);
  await setProposed(trx, host, now);
  await refreshProposals(deps, await closeProposals(trx, host), moment);
  // Their authors may have taken them away while they were compared.
  const found = locked.flatMap((highlight) => {
    const suggestions = chosen.get(highlight.id);
    return suggestions && highlight.state === 'noted' && highlight.content ? [{ host, highlight, suggestions }] : [];
  });
  found.sort((one, other) => ids.indexOf(one.highlight.id) - ids.indexOf(other.highlight.id));
  const goesByItself = await whatGoesByItself(trx, found);
  for (const { highlight, suggestions } of found.filter(goesByItself)) {
    await askAuthor(deps, { highlight, by: host, channels: suggestions.map(toChannel) }, moment);
  }
  const shown = found.filter((each) => !goesByItself(each));
  if (shown.length > 0) await show(deps, { host, shown, until: nextWeekStart(calendar, now) }, moment);
}

interface Candidate {
  readonly highlight: Highlight;
  readonly to: readonly Place[];
}

/** New notes of open channels, whose authors are still there and may be asked, with the places that would take them. */
async function candidates(host: PersonId, { trx, now }: Moment): Promise<Candidate[]> {
  const since = new Date(now.getTime() - newMs);
  const notes = await notesOf(trx, host, { since, unproposed: new Date(now.getTime() - notAgainMs) });
  if (notes.length === 0) return [];
  const { placeOf } = await loadFacts(trx, notes);
  const atHome = await withAuthorAtHome(
    trx,
    notes.map(({ id }) => id),
  );
  const quiet = await notToBeAsked(
    trx,
    notes.map(({ author_id }) => author_id),
  );
  const open = notes.filter(
    ({ id, home_id, author_id }) => !isPrivate(placeOf(home_id)) && atHome.has(id) && !quiet.has(author_id),
  );
  const targets = await targetsForAll(trx, open);
  return open.flatMap((highlight) => {
    const to = targets.get(highlight.id) ?? [];
    return to.length > 0 ? [{ highlight, to }] : [];
  });
}

/** The week's choice, each note with the places that it would go to, the best first. */
async function choose(
  deps: HighlightsDeps,
  notes: readonly Candidate[],
  { trx, now }: Moment,
): Promise<ReadonlyMap<HighlightId, readonly Suggestion[]>> {
  if (notes.length === 0) return new Map();
  const targets = new Set(notes.flatMap(({ to }) => to.map(({ id }) => id)));
  const channels = await findChannels(trx, [...targets]);
  const suggestions = await chooseHighlights({
    offers: notes.map(toOffer),
    posted: (await postedSince(trx, new Date(now.getTime() - fatigueMs))).map(toPosted),
    perWeek: new Map([...channels].map(([id, { per_week }]) => [id, per_week])),
    talk: await deps.talk(now),
    lastTalked: (one, other) => lastTalked(trx, one as ConversationId, other as ConversationId),
    now,
    seed: Math.floor(now.getTime() / (7 * dayMs)),
    most: mostProposals,
  });
  return Map.groupBy(suggestions, ({ offer }) => asId<'highlight'>(offer));
}

function toOffer({ highlight, to }: Candidate): Offer {
  return {
    id: highlight.id,
    from: highlight.home_id,
    text: highlight.content ? wordsOf(highlight.content) : '',
    thread: `${highlight.kind}:${highlight.source}`,
    to: to.map(({ id }) => id),
  };
}

function toPosted(row: Awaited<ReturnType<typeof postedSince>>[number]): Posted {
  const { highlight_id, home_id, conversation_id, sent_at, content } = row;
  const posted = { offer: highlight_id, from: home_id, to: conversation_id, at: sent_at ?? new Date(0) };
  return content ? { ...posted, text: wordsOf(content) } : posted;
}

interface Found {
  readonly host: PersonId;
  readonly highlight: Highlight;
  /** The best first. */
  readonly suggestions: readonly Suggestion[];
}

function toChannel({ to }: Suggestion): ConversationId {
  return asId<'conversation'>(to);
}

/** Where the owners of all the channels want it so. */
async function whatGoesByItself(trx: Moment['trx'], found: readonly Found[]): Promise<(each: Found) => boolean> {
  const placesIn = ({ highlight, suggestions }: Found) => [highlight.home_id, ...suggestions.map(toChannel)];
  const channels = await findChannels(trx, [...new Set(found.flatMap(placesIn))]);
  return (each) =>
    placesIn(each).every((id) => {
      const channel = channels.get(id);
      return channel?.automatic === true && channel.off_at === null;
    });
}

function proposalOf({ host, highlight, suggestions }: Found, { placeOf }: Facts, now: Date) {
  const words = wordsFor('en');
  const [best] = suggestions;
  const [home, place] = [placeOf(highlight.home_id), best && placeOf(toChannel(best))];
  const labels = {
    from: home ? placeLabel(words, home) : words('place.unnamed'),
    to: place ? placeLabel(words, place) : words('place.unnamed'),
  };
  return {
    highlight_id: highlight.id,
    host_id: host,
    channels: suggestions.map(toChannel),
    reason: best ? reasonSentence(words, best.reason, labels) : '',
    created_at: now,
  };
}

interface Showing {
  readonly host: PersonId;
  readonly shown: readonly Found[];
  readonly until: Date;
}

async function show(deps: HighlightsDeps, { host, shown, until }: Showing, { trx, now }: Moment): Promise<void> {
  const highlights = shown.map(({ highlight }) => highlight);
  const facts = await loadFacts(
    trx,
    highlights,
    shown.flatMap(({ suggestions }) => suggestions.map(toChannel)),
  );
  const proposals = await addProposals(
    trx,
    shown.map((each) => proposalOf(each, facts, now)),
  );
  const [message] = await proposalMessages(trx, [proposals]);
  if (!message) return;
  const options = { priority: 'prompt', unprompted: true, expiresAt: until } as const;
  const delivery = await deps.outbox.post(trx, { to: { person: host }, message, ...options }, now);
  await showProposals(
    trx,
    proposals.map(({ id }) => id),
    delivery,
  );
}
