import { cut, isBlank } from '../../base/text.ts';
import { wordsOf } from '../../cards/highlights/card.ts';
import { whichNoteForm } from '../../cards/highlights/consent.ts';
import type { ActionEvent, CommandEvent, FormEvent, ShortcutEvent } from '../../chat/event.ts';
import { isFormer } from '../../chat/former.ts';
import type { ConversationId, PersonId } from '../../chat/ids.ts';
import type { Person } from '../../chat/person.ts';
import { form, note, type Reply } from '../../chat/reply.ts';
import { isSamePerson } from '../../people/accounts.ts';
import { placeOf } from '../../people/places.ts';
import type { Handling } from '../feature.ts';
import { openConsentFor } from './consent.ts';
import { askMessage } from './consent-view.ts';
import type { HighlightsDeps, Moment } from './deps.ts';
import { answerWithinMs, type Highlight, isPrivate, limits } from './highlight.ts';
import { changeHighlight, findByMessage, insertHighlight, ownHighlights } from './store/highlights.ts';
import { lockBySource, lockHighlight } from './store/locks.ts';
import { findReader } from './store/readers.ts';
import { targetsFor } from './targets.ts';

/** *Suggest as a highlight*: one's own opens the choice of places at once; somebody else's becomes a question to them. */

type Source = NonNullable<ShortcutEvent['source']>;

export async function suggestFromMessage(
  deps: HighlightsDeps,
  event: ShortcutEvent,
  handling: Handling,
): Promise<Reply> {
  const { trx, words } = handling;
  const { source, person } = event;
  if (person.external) return note(words('highlights.suggest.guest'));
  if (!source) return note(words('highlights.suggest.shortcutNothing'));
  const known = await findByMessage(trx, source.message);
  if (known?.isCopy) return note(words('highlights.suggest.copy'));
  if (known) return suggest(deps, { id: known.highlight.id, by: person.id }, handling);
  return suggestMessage(deps, { source, event }, handling);
}

/** [Suggest as a highlight] on the author's own card. */
export async function suggestOwn(deps: HighlightsDeps, event: ActionEvent, handling: Handling): Promise<Reply> {
  const { note: noted = '', pilot } = event.values;
  const highlight = await lockBySource(handling.trx, pilot ? 'pilot' : 'note', pilot ?? noted);
  const isTheirs = highlight && (await isSamePerson(handling.trx, highlight.author_id, event.person.id));
  if (!isTheirs) return note(handling.words('update.notYours'));
  return suggest(deps, { id: highlight.id, by: event.person.id }, handling);
}

/** What somebody wrote themself, and the app holds nowhere yet. */
async function suggestMessage(
  deps: HighlightsDeps,
  { source, event }: { source: Source; event: ShortcutEvent },
  handling: Handling,
): Promise<Reply> {
  const { trx, words } = handling;
  const { author } = source;
  const place = await placeOf(trx, source.message.conversation);
  const refusal = refuse(words, { source, direct: event.conversation?.kind === 'direct', known: place !== undefined });
  if (refusal || !author) return refusal ?? note(words('highlights.suggest.bot'));
  if (author.id !== event.person.id && isPrivate(place)) return note(words('highlights.suggest.private'));
  const highlight = await keepMessage(deps, { source, author }, handling);
  if (author.id !== event.person.id) await deps.lookUp(trx, author.id);
  return suggest(deps, { id: highlight.id, by: event.person.id }, handling);
}

function refuse(
  words: Handling['words'],
  { source, direct, known }: { source: Source; direct: boolean; known: boolean },
): Reply | undefined {
  if (direct) return note(words('highlights.suggest.shortcutDirect'));
  if (isBlank(source.text)) return note(words('highlights.suggest.shortcutNothing'));
  if (source.author?.bot || !source.author) return note(words('highlights.suggest.bot'));
  if (source.author.external) return note(words('highlights.suggest.byGuest'));
  return known ? undefined : note(words('highlights.suggest.shortcutNotHere'));
}

async function keepMessage(
  deps: HighlightsDeps,
  { source, author }: { source: Source; author: Person },
  { trx, now }: Moment,
): Promise<Highlight> {
  const { message, text } = source;
  const key = `${message.conversation} ${message.id}`;
  const known = await lockBySource(trx, 'message', key);
  if (known) return known;
  const act = { person: author.id, place: message.conversation, kind: 'wrote', at: now } as const;
  await deps.tell({ kind: 'talked', act }, { trx, now });
  return insertHighlight(trx, {
    kind: 'message',
    source: key,
    author_id: author.id,
    workspace_id: author.workspace,
    home_id: message.conversation,
    home_delivery_id: null,
    home_thread: message.thread ?? message.id,
    host_id: null,
    content: { question: '', fields: [{ label: '', value: cut(text.trim(), limits.message) }] },
    useful: 0,
    created_at: now,
  });
}

interface Suggesting {
  readonly id: string;
  readonly by: PersonId;
}

async function suggest(deps: HighlightsDeps, { id, by }: Suggesting, handling: Handling): Promise<Reply> {
  const { trx, words } = handling;
  const highlight = await lockHighlight(trx, id);
  if (!highlight?.content) return note(words('highlights.own.gone'));
  if (isFormer(highlight.author_id)) return note(words('highlights.suggest.left'));
  if (await isSamePerson(trx, highlight.author_id, by)) return openConsentFor(deps, highlight, handling);
  if (isPrivate(await placeOf(trx, highlight.home_id))) return note(words('highlights.suggest.private'));
  if (highlight.state === 'agreed') return note(words('highlights.suggest.agreed'));
  if (highlight.state !== 'noted') return note(words('highlights.suggest.asked'));
  const outcome = await askAuthor(deps, { highlight, by }, handling);
  return note(words(`highlights.suggest.${outcome}`));
}

interface Asking {
  readonly highlight: Highlight;
  readonly by: PersonId;
  /** Absent: every channel that takes highlights. */
  readonly channels?: readonly ConversationId[];
}

/** The one question that an author gets about a note. */
export async function askAuthor(
  deps: HighlightsDeps,
  { highlight, by, channels = [] }: Asking,
  moment: Moment,
): Promise<'asking' | 'nowhere' | 'notAsked'> {
  const { trx, now } = moment;
  if ((await findReader(trx, highlight.author_id))?.may_ask === false) return 'notAsked';
  const expiresAt = new Date(now.getTime() + answerWithinMs);
  const asked = { ...highlight, asked_by: by, asked_for: [...channels], expires_at: expiresAt };
  const question = await askMessage(deps, asked, moment);
  if (!question) return 'nowhere';
  const { message } = question;
  const to = { person: highlight.author_id };
  const options = { priority: 'prompt', unprompted: true, expiresAt, onBehalfOf: highlight.home_id } as const;
  const own = await deps.outbox.post(trx, { to, message, ...options }, now);
  await changeHighlight(trx, highlight.id, {
    state: 'asked',
    asked_by: by,
    asked_for: [...question.channels],
    expires_at: expiresAt,
    own_delivery_id: own,
  });
  return 'asking';
}

const mostListed = 20;

/** `/highlight suggest` */
export async function suggestByCommand(event: CommandEvent, { trx, words }: Handling): Promise<Reply> {
  if (event.person.external) return note(words('highlights.suggest.guest'));
  const own = await ownHighlights(trx, event.person.id, mostListed);
  if (own.length === 0) return note(words('highlights.suggest.none'));
  const choices = own.map((each) => ({ value: each.id as string, title: titleOf(each) }));
  return form(whichNoteForm(words, choices));
}

/** A choice's title holds 75 characters on Slack. */
const longestTitle = 70;

export function titleOf({ content }: Highlight): string {
  return cut(content ? wordsOf(content).replaceAll(/\s+/g, ' ') : '', longestTitle);
}

export async function whichChosen(deps: HighlightsDeps, event: FormEvent, handling: Handling): Promise<Reply> {
  const highlight = await lockHighlight(handling.trx, event.inputs.highlight);
  const isTheirs = highlight && (await isSamePerson(handling.trx, highlight.author_id, event.person.id));
  if (!isTheirs) return note(handling.words('highlights.own.gone'));
  const targets = await targetsFor(handling.trx, highlight);
  if (targets.length === 0) return note(handling.words('highlights.suggest.nowhere'));
  return suggest(deps, { id: highlight.id, by: event.person.id }, handling);
}
