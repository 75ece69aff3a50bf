import { wordsOf } from '../../cards/highlights/card.ts';
import { reasonSentence } from '../../cards/highlights/reason.ts';
import { wordsFor } from '../../cards/words.ts';
import type { ConversationId, PersonId } from '../../chat/ids.ts';
import { chooseHighlights, type Offer, type Suggestion } from '../../choosing/choose.ts';
import type { Posted } from '../../choosing/posted.ts';
import { type Place, placeOf } from '../../people/places.ts';
import { nextSuitable, nextWeekStart, weekStart } from '../../scheduling/calendar.ts';
import { loadCalendar } from '../../scheduling/store.ts';
import { lastTalked } from '../../talk-graph/store.ts';
import type { HighlightsDeps, Moment } from './deps.ts';
import { type Highlight, isPrivate } from './highlight.ts';
import { placeLabel } from './labels.ts';
import { proposalsMessage, refreshProposals } from './proposals.ts';
import { findChannel } from './store/channels.ts';
import { isMember } from './store/highlights.ts';
import {
  addProposals,
  closeProposals,
  hostsWithNotes,
  lockHost,
  notesOf,
  postedSince,
  setProposed,
  showProposals,
} from './store/proposals.ts';
import { findReader } from './store/readers.ts';
import { askAuthor } from './suggest.ts';
import { targetsFor } from './targets.ts';

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
  const hosts = await deps.transaction((trx) => hostsWithNotes(trx, new Date(now.getTime() - newMs)));
  for (const host of hosts) {
    try {
      await deps.transaction((trx) => proposeTo(deps, host, { trx, now }));
    } catch (error) {
      deps.logger.error({ err: error, host }, 'the proposals of a week could not be made');
    }
  }
}

async function proposeTo(deps: HighlightsDeps, host: PersonId, moment: Moment): Promise<void> {
  const { trx, now } = moment;
  const calendar = await loadCalendar(trx, host, deps.organisation);
  const monday = weekStart(calendar, now);
  const proposedAt = await lockHost(trx, host, now);
  if (proposedAt >= monday || nextSuitable(calendar, monday) > now) return;
  await setProposed(trx, host, now);
  for (const delivery of await closeProposals(trx, host)) await refreshProposals(deps, delivery, moment);
  const notes = await candidates(host, moment);
  const chosen = await choose(deps, notes, moment);
  const shown = [];
  for (const [highlight, suggestions] of chosen) {
    if (await mayGoByItself(trx, highlight, suggestions)) {
      const channels = suggestions.map(({ to }) => to as ConversationId);
      await askAuthor(deps, { highlight, by: host, channels }, moment);
    } else shown.push(await proposalOf(moment, { host, highlight, suggestions }));
  }
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
  const found: Candidate[] = [];
  for (const highlight of notes) {
    const home = await placeOf(trx, highlight.home_id);
    const isOpen = !isPrivate(home) && (await isMember(trx, highlight.home_id, highlight.author_id));
    const mayAsk = (await findReader(trx, highlight.author_id))?.may_ask !== false;
    const to = isOpen && mayAsk ? await targetsFor(trx, highlight) : [];
    if (to.length > 0) found.push({ highlight, to });
  }
  return found;
}

/** The week's choice, each note with the places that it would go to, the best first. */
async function choose(
  deps: HighlightsDeps,
  notes: readonly Candidate[],
  { trx, now }: Moment,
): Promise<Map<Highlight, Suggestion[]>> {
  if (notes.length === 0) return new Map();
  const talk = await deps.talk(now);
  const perWeek = new Map<string, number>();
  for (const place of notes.flatMap(({ to }) => to)) {
    perWeek.set(place.id, (await findChannel(trx, place.id))?.per_week ?? 0);
  }
  const suggestions = await chooseHighlights({
    offers: notes.map(toOffer),
    posted: (await postedSince(trx, new Date(now.getTime() - fatigueMs))).map(toPosted),
    perWeek,
    talk,
    lastTalked: (one, other) => lastTalked(trx, one as ConversationId, other as ConversationId),
    now,
    seed: Math.floor(now.getTime() / (7 * dayMs)),
    most: mostProposals,
  });
  const of = (id: string) => notes.find(({ highlight }) => highlight.id === id)?.highlight;
  const chosen = new Map<Highlight, Suggestion[]>();
  for (const suggestion of suggestions) {
    const highlight = of(suggestion.offer);
    if (highlight) chosen.set(highlight, [...(chosen.get(highlight) ?? []), suggestion]);
  }
  return chosen;
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

/** Both channels' owners want it so. */
async function mayGoByItself(
  trx: Moment['trx'],
  highlight: Highlight,
  suggestions: readonly Suggestion[],
): Promise<boolean> {
  const ids = [highlight.home_id, ...suggestions.map(({ to }) => to as ConversationId)];
  const channels = await Promise.all(ids.map((id) => findChannel(trx, id)));
  return channels.every((channel) => channel?.automatic === true && channel.off_at === null);
}

interface Found {
  readonly host: PersonId;
  readonly highlight: Highlight;
  readonly suggestions: readonly Suggestion[];
}

async function proposalOf({ trx, now }: Moment, { host, highlight, suggestions }: Found) {
  const words = wordsFor('en');
  const [best] = suggestions;
  const [home, place] = [
    await placeOf(trx, highlight.home_id),
    best && (await placeOf(trx, best.to as ConversationId)),
  ];
  const labels = {
    from: home ? placeLabel(words, home) : words('place.unnamed'),
    to: place ? placeLabel(words, place) : words('place.unnamed'),
  };
  return {
    highlight_id: highlight.id,
    host_id: host,
    channels: suggestions.map(({ to }) => to as ConversationId),
    reason: best ? reasonSentence(words, best.reason, labels) : '',
    created_at: now,
  };
}

interface Showing {
  readonly host: PersonId;
  readonly shown: readonly Awaited<ReturnType<typeof proposalOf>>[];
  readonly until: Date;
}

async function show(deps: HighlightsDeps, { host, shown, until }: Showing, { trx, now }: Moment): Promise<void> {
  const proposals = await addProposals(trx, shown);
  const message = await proposalsMessage(trx, proposals);
  const options = { priority: 'prompt', unprompted: true, expiresAt: until } as const;
  const delivery = await deps.outbox.post(trx, { to: { person: host }, message, ...options }, now);
  await showProposals(
    trx,
    proposals.map(({ id }) => id),
    delivery,
  );
}
