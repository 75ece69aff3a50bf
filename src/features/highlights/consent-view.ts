import type { Kysely } from 'kysely';
import { dayOnly, listOf } from '../../cards/dates.ts';
import type { HighlightPreview } from '../../cards/highlights/card.ts';
import { type ConsentView, consentForm, highlightAskCard } from '../../cards/highlights/consent.ts';
import { type Words, wordsFor } from '../../cards/words.ts';
import type { Form } from '../../chat/form.ts';
import type { ConversationId } from '../../chat/ids.ts';
import type { Message } from '../../chat/message.ts';
import { type Place, placeOf } from '../../people/places.ts';
import { findName } from '../../people/store.ts';
import { loadCalendar } from '../../scheduling/store.ts';
import type { Database } from '../../storage/schema.ts';
import type { HighlightsDeps, Moment } from './deps.ts';
import { loadFacts } from './facts.ts';
import { type Highlight, hasOutsiders, limits } from './highlight.ts';
import { authorLabel, fromLine, namelessLabel, placeLabel } from './labels.ts';
import { lookAgain } from './sending.ts';
import { copiesOf } from './store/copies.ts';
import { lastTeamOf } from './store/highlights.ts';
import { choiceOf, choicesOf, describePlace, insideOf, targetsFor } from './targets.ts';

/** What an author is shown when they are asked, as it is at this moment. */

/** In a smaller channel somebody without a name could be guessed. */
const fewPeople = 10;

/** Fewer places than this fit into one sentence. */
const mostNamed = 8;

interface Asked {
  readonly highlight: Highlight;
  readonly targets: readonly Place[];
  readonly words: Words;
  /** Chosen so far; absent: where it is shown now. */
  readonly chosen?: readonly ConversationId[];
  readonly named?: boolean;
  readonly team?: string;
}

export async function consentView(db: Kysely<Database>, asked: Asked): Promise<ConsentView> {
  const { highlight, targets, words } = asked;
  const home = await placeOf(db, highlight.home_id);
  const team = asked.team ?? (highlight.team || (await lastTeamOf(db, highlight.author_id)));
  const chosen = asked.chosen ?? (await copiesOf(db, [highlight.id])).map(({ conversation_id }) => conversation_id);
  return {
    highlight: highlight.id,
    preview: await previewOf(db, words, { ...highlight, team, named: true }),
    channels: choicesOf(words, targets),
    chosen: targets.filter(({ id }) => chosen.includes(id)).map(choiceOf),
    someOutside: targets.some(hasOutsiders),
    nameless: namelessLabel(words, team),
    few: (home?.people ?? 0) < fewPeople,
    named: asked.named ?? highlight.named,
    team,
    teamLimit: limits.team,
  };
}

/** A highlight as it reads elsewhere. */
export async function previewOf(db: Kysely<Database>, words: Words, highlight: Highlight): Promise<HighlightPreview> {
  const facts = await loadFacts(db, [highlight]);
  const home = facts.placeOf(highlight.home_id);
  return {
    author: authorLabel(words, highlight, facts),
    kind: highlight.kind,
    ...(highlight.content ?? { question: '', fields: [] }),
    from: home ? fromLine(words, home) : '',
    edited: false,
  };
}

export async function consentFormFor(db: Kysely<Database>, asked: Asked): Promise<Form> {
  return consentForm(asked.words, await consentView(db, asked));
}

interface Question {
  readonly message: Message;
  /** What a yes means: the channels that it names, and no others. */
  readonly channels: readonly ConversationId[];
}

/** The question in the author's direct chat; nothing where there is no channel to ask about. */
export async function askMessage(
  deps: HighlightsDeps,
  highlight: Highlight,
  { trx, now }: Moment,
): Promise<Question | undefined> {
  const words = wordsFor('en');
  const all = await targetsFor(trx, highlight);
  const { asked_for } = highlight;
  const wanted = asked_for.length > 0 ? all.filter(({ id }) => asked_for.includes(id)) : all;
  const targets = wanted.slice(0, mostNamed);
  if (targets.length === 0) return undefined;
  await lookAgain(deps, [highlight.home_id, ...targets.map(({ id }) => id)], { trx, now });
  const { timeZone } = await loadCalendar(trx, highlight.author_id, deps.organisation);
  const name = highlight.asked_by && (await findName(trx, highlight.asked_by));
  const labels = (places: readonly Place[]) => listOf(places.map((place) => placeLabel(words, place)));
  const inside = insideOf(targets);
  const message = highlightAskCard(words, {
    form: await consentView(trx, { highlight, targets, words, chosen: inside.map(({ id }) => id) }),
    by: name || words('update.someone'),
    places: targets.map((place) => describePlace(words, place)),
    inside: labels(inside),
    outside: labels(targets.filter(hasOutsiders)),
    day: dayOnly(highlight.expires_at ?? now, { timeZone, now }),
  });
  return { message, channels: targets.map(({ id }) => id) };
}
