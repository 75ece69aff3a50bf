import { asId } from '../../base/ids.ts';
import { isBlank, lengthOf } from '../../base/text.ts';
import { listOf } from '../../cards/dates.ts';
import { highlightReplyForm } from '../../cards/highlights/card.ts';
import type { ActionEvent, FormEvent } from '../../chat/event.ts';
import type { ConversationId, PersonId } from '../../chat/ids.ts';
import { form, note, nothing, type Reply } from '../../chat/reply.ts';
import { placesOf } from '../../people/places.ts';
import { findName } from '../../people/store.ts';
import { countTaps, toggleTap } from '../../people/taps.ts';
import { tapAct } from '../../talk-graph/act.ts';
import type { Handling } from '../feature.ts';
import { mayDecide } from './channel.ts';
import { previewOf } from './consent-view.ts';
import { refreshCopies } from './copy-card.ts';
import type { HighlightsDeps } from './deps.ts';
import { type Highlight, limits, sourceOf } from './highlight.ts';
import { placeLabel } from './labels.ts';
import { refreshOwnCards } from './own-card.ts';
import { carry } from './replies.ts';
import { ownerOf } from './store/channels.ts';
import { copiesOf, copyIn } from './store/copies.ts';
import { changeHighlight, findHighlight, isMember, tapsOn } from './store/highlights.ts';
import { lockHighlight } from './store/locks.ts';
import { bringUpToDate, stop } from './travel.ts';

/** What people do with a highlight where they read it: reply, say that it was useful, or that it is not for them. */

interface Shown {
  readonly highlight: Highlight;
  /** The channel in which it is read. */
  readonly at: ConversationId;
}

/**
 * One that is shown where the button was pressed; the button may be older than that. In private, somebody has it in
 * their message of the week because it is shown in a channel that they are in.
 */
async function shownHere(
  event: ActionEvent | FormEvent,
  id: string | undefined,
  { trx }: Handling,
): Promise<Shown | undefined> {
  const highlight = await findHighlight(trx, id);
  const { conversation, person } = event;
  if (!highlight?.content || highlight.state !== 'agreed' || !conversation) return undefined;
  if (highlight.home_id === conversation.id) return { highlight, at: conversation.id };
  const copies = (await copiesOf(trx, [highlight.id])).filter(({ state }) => state === 'sent');
  for (const { conversation_id: at } of copies) {
    const isRead = conversation.kind === 'direct' ? await isMember(trx, at, person.id) : conversation.id === at;
    if (isRead) return { highlight, at };
  }
  return undefined;
}

/** [Reply] */
export async function openReply(event: ActionEvent, handling: Handling): Promise<Reply> {
  const shown = await shownHere(event, event.values.highlight, handling);
  if (!shown) return note(handling.words('highlights.card.over'));
  return form(await replyForm(shown.highlight, handling, { whole: event.values.whole === 'yes' }));
}

async function replyForm(
  highlight: Highlight,
  { trx, words }: Handling,
  { value = '', whole = false }: { value?: string; whole?: boolean },
) {
  const body = whole ? await previewOf(trx, words, highlight) : undefined;
  const copies = (await copiesOf(trx, [highlight.id])).filter(({ state }) => state === 'sent');
  const others = copies.slice(0, mostPlaces).map(({ conversation_id }) => conversation_id);
  const ids = [highlight.home_id, ...others];
  const places = await placesOf(trx, ids);
  const labels = ids.flatMap((id) => places.get(id) ?? []).map((place) => placeLabel(words, place));
  return highlightReplyForm(words, {
    // A reply goes nowhere that its writer was not told of.
    state: [highlight.id, ...ids].join(' '),
    places: listOf(labels),
    limit: limits.reply,
    value,
    ...(body && { body }),
  });
}

/** What a form's state has room for. */
const mostPlaces = 12;

export async function reply(deps: HighlightsDeps, event: FormEvent, handling: Handling): Promise<Reply> {
  const { words } = handling;
  const [id, ...told] = event.state.split(' ');
  const shown = await shownHere(event, id, handling);
  if (!shown) return note(words('highlights.card.over'));
  const { highlight, at } = shown;
  const text = (event.inputs.text ?? '').trim();
  const length = lengthOf(text);
  if (isBlank(text) || length > limits.reply) {
    const complaint = isBlank(text) ? words('field.empty') : words('field.too-long', { length, limit: limits.reply });
    return form(await replyForm(highlight, handling, { value: text }), { text: complaint });
  }
  const places = told.map((place) => asId<'conversation'>(place));
  const written = { highlight, person: event.person.id, text, at, stands: false, shown: places };
  await carry(deps, written, handling);
  return note(words('highlights.reply.sent'));
}

/** [Useful]: counted once a person, wherever they read it; pressed again, it is taken back. */
export async function tapUseful(deps: HighlightsDeps, event: ActionEvent, handling: Handling): Promise<Reply> {
  const { trx, words } = handling;
  const shown = await shownHere(event, event.values.highlight, handling);
  if (!shown) return note(words('highlights.card.over'));
  const { at: readIn } = shown;
  const person = event.person.id;
  const source = sourceOf(shown.highlight);
  if (source) {
    await deps.tell({ kind: 'found-useful', source, person, readIn }, handling);
    return nothing;
  }
  const highlight = await lockHighlight(trx, shown.highlight.id);
  if (highlight) await countTap(deps, { highlight, person, readIn }, handling);
  return nothing;
}

interface Tap {
  readonly highlight: Highlight;
  readonly person: PersonId;
  readonly readIn: ConversationId;
}

/** For what no other feature holds. */
async function countTap(deps: HighlightsDeps, { highlight, person, readIn }: Tap, handling: Handling): Promise<void> {
  const { trx, now } = handling;
  for (const toggled of await toggleTap(trx, tapsOn(highlight), { person, readIn, at: now })) {
    await deps.tell({ kind: 'talked', act: tapAct(highlight.home_id, toggled) }, handling);
  }
  const tapped = await changeHighlight(trx, highlight.id, { useful: await countTaps(trx, tapsOn(highlight)) });
  await refreshCopies(deps, [tapped], handling);
  await refreshOwnCards(deps, [tapped], handling);
}

/** [Not for us]: whoever decides for the channel has it taken away; anybody else is heard. */
export async function notForUs(deps: HighlightsDeps, event: ActionEvent, handling: Handling): Promise<Reply> {
  const { trx, words } = handling;
  const highlight = await lockHighlight(trx, event.values.highlight);
  const here = event.conversation?.id;
  const copy = highlight && here && (await copyIn(trx, highlight.id, here));
  if (!highlight || !copy) return note(words('highlights.card.over'));
  if (!(await mayDecide(trx, event.person, copy.conversation_id))) {
    const owner = await ownerOf(trx, copy.conversation_id);
    const name = owner && (await findName(trx, owner));
    return note(words('highlights.notForUs.noted', { name: name || words('update.someone') }));
  }
  await stop(deps, [{ highlight, copy, obstacle: 'not-for-us' }], handling);
  await bringUpToDate(deps, [highlight.id], handling);
  return note(words('highlights.notForUs.owner'));
}
