import { asId } from '../../base/ids.ts';
import { isBlank, lengthOf } from '../../base/text.ts';
import { listOf } from '../../cards/dates.ts';
import { highlightReplyForm } from '../../cards/highlight-card.ts';
import type { ActionEvent, FormEvent } from '../../chat/event.ts';
import { form, note, nothing, type Reply } from '../../chat/reply.ts';
import { placeOf, placesOf } from '../../people/places.ts';
import { findName } from '../../people/store.ts';
import type { Handling } from '../feature.ts';
import { refreshCopies } from './copy-card.ts';
import type { HighlightsDeps } from './deps.ts';
import { type Highlight, limits } from './highlight.ts';
import { placeLabel } from './labels.ts';
import { refreshOwnCard } from './own-card.ts';
import { carry } from './replies.ts';
import { findChannel } from './store/channels.ts';
import { copiesOf, copyIn } from './store/copies.ts';
import { addTap, changeHighlight, findHighlight, lockHighlight } from './store/highlights.ts';
import { bringUpToDate, stop } from './travel.ts';

/** What people do with a highlight where they read it: reply, say that it was useful, or that it is not for them. */

/** One that is shown where the button was pressed; the button may be older than that. */
async function shownHere(event: ActionEvent | FormEvent, id: string | undefined, { trx }: Handling) {
  const highlight = await findHighlight(trx, id);
  const here = event.conversation?.id;
  if (!highlight?.content || highlight.state !== 'agreed' || !here) return undefined;
  const isHere = highlight.home_id === here || (await copyIn(trx, highlight.id, here)) !== undefined;
  return isHere ? highlight : undefined;
}

/** [Reply] */
export async function openReply(event: ActionEvent, handling: Handling): Promise<Reply> {
  const highlight = await shownHere(event, event.values.highlight, handling);
  if (!highlight) return note(handling.words('highlights.card.over'));
  return form(await replyForm(highlight, handling));
}

async function replyForm(highlight: Highlight, { trx, words }: Handling, value = '') {
  const copies = (await copiesOf(trx, highlight.id)).filter(({ state }) => state === 'sent');
  const ids = [highlight.home_id, ...copies.map(({ conversation_id }) => conversation_id)];
  const labels = (await placesOf(trx, ids)).map((place) => placeLabel(words, place));
  return highlightReplyForm(words, { highlight: highlight.id, places: listOf(labels), limit: limits.reply, value });
}

export async function reply(deps: HighlightsDeps, event: FormEvent, handling: Handling): Promise<Reply> {
  const { words } = handling;
  const highlight = await shownHere(event, event.state, handling);
  if (!highlight || !event.conversation) return note(words('highlights.card.over'));
  const text = (event.inputs.text ?? '').trim();
  const length = lengthOf(text);
  if (isBlank(text) || length > limits.reply) {
    const complaint = isBlank(text) ? words('field.empty') : words('field.too-long', { length, limit: limits.reply });
    return form(await replyForm(highlight, handling, text), { text: complaint });
  }
  const at = event.conversation.id;
  await carry(deps, { highlight, person: event.person.id, text, at, stands: false }, handling);
  return note(words('highlights.reply.sent'));
}

/** [Useful]: counted once a person, wherever they read it; pressed again, it is taken back. */
export async function tapUseful(deps: HighlightsDeps, event: ActionEvent, handling: Handling): Promise<Reply> {
  const { trx, words } = handling;
  const highlight = await shownHere(event, event.values.highlight, handling);
  if (!highlight) return note(words('highlights.card.over'));
  const person = event.person.id;
  if (highlight.kind === 'note') {
    await deps.tell({ kind: 'note-useful', note: asId<'update'>(highlight.source), person }, handling);
    return nothing;
  }
  const useful = await addTap(trx, highlight.id, person);
  const tapped = await changeHighlight(trx, highlight.id, { useful });
  await refreshCopies(deps, tapped, handling);
  await refreshOwnCard(deps, tapped, handling);
  return nothing;
}

/** [Not for us]: whoever decides for the channel has it taken away; anybody else is heard. */
export async function notForUs(deps: HighlightsDeps, event: ActionEvent, handling: Handling): Promise<Reply> {
  const { trx, words } = handling;
  const highlight = await lockHighlight(trx, event.values.highlight);
  const here = event.conversation?.id;
  const copy = highlight && here && (await copyIn(trx, highlight.id, here));
  if (!highlight || !copy) return note(words('highlights.card.over'));
  const channel = await findChannel(trx, copy.conversation_id);
  if (channel?.set_by !== event.person.id) {
    const name = channel ? await findName(trx, channel.set_by) : '';
    return note(words('highlights.notForUs.noted', { name: name || words('update.someone') }));
  }
  const place = await placeOf(trx, copy.conversation_id);
  await stop(deps, { highlight, copy, place, obstacle: 'not-for-us' }, handling);
  await bringUpToDate(deps, highlight.id, handling);
  return note(words('highlights.notForUs.owner'));
}
