import { isDeepStrictEqual } from 'node:util';
import { highlightDoneCard } from '../../cards/highlights/consent.ts';
import { wordsFor } from '../../cards/words.ts';
import { isFormer } from '../../chat/former.ts';
import { type ConversationId, type PersonId, workspaceIn } from '../../chat/ids.ts';
import { placeOf } from '../../people/places.ts';
import type { DeliveryId } from '../../storage/tables/delivery.ts';
import type { HighlightContent } from '../../storage/tables/highlights.ts';
import type { Happening, Travelling } from '../feature.ts';
import { stopAll } from './consent.ts';
import type { HighlightsDeps, Moment } from './deps.ts';
import { hasOutsiders } from './highlight.ts';
import { refreshProposalsOf } from './proposals-card.ts';
import { refreshReaderDigests } from './reader-digest.ts';
import { carry } from './replies.ts';
import { ownerOf } from './store/channels.ts';
import { highlightsAt, highlightsBetween, highlightsTouching } from './store/copies.ts';
import { changeHighlight, insertHighlight, isHeld } from './store/highlights.ts';
import { lockBySource, lockHighlights } from './store/locks.ts';
import { movePlace } from './store/places.ts';
import { bringUpToDate } from './travel.ts';

/** What happens to a note or a pilot at home happens to its copies; what happens to a place, to all that stands or goes there. */

export async function follow(deps: HighlightsDeps, happening: Happening, moment: Moment): Promise<void> {
  switch (happening.kind) {
    case 'note-shown':
      return followShown(deps, shownNote(happening), moment);
    case 'pilot-shown':
      return followPilot(deps, happening, moment);
    case 'note-withdrawn':
      return followWithdrawal(deps, { kind: 'note', id: happening.note }, moment);
    case 'pilot-withdrawn':
      return followWithdrawal(deps, { kind: 'pilot', id: happening.pilot }, moment);
    case 'note-replied': {
      const highlight = await lockBySource(moment.trx, 'note', happening.note);
      if (highlight?.state !== 'agreed') return;
      const { person, text, shownIn: shown } = happening;
      return carry(deps, { highlight, person, text, at: highlight.home_id, stands: true, shown }, moment);
    }
    case 'place-changed':
      return followPlace(deps, happening, moment);
    case 'link-cut':
      return followCut(deps, happening, moment);
    default:
      return;
  }
}

/** What stands in a channel and can travel. */
interface Shown {
  readonly source: Travelling;
  readonly author: PersonId;
  readonly content: HighlightContent;
  readonly place: ConversationId;
  readonly delivery: DeliveryId;
  /** Who looks after the channel. */
  readonly host: PersonId | null;
  readonly useful: number;
}

function shownNote(note: Extract<Happening, { kind: 'note-shown' }>): Shown {
  const { author, question, fields, seenIn: place, delivery, host, useful } = note;
  const content = { question, fields: [...fields] };
  return { source: { kind: 'note', id: note.note }, author, content, place, delivery, host, useful };
}

/** One that stands in no channel has nowhere for replies to come home to; where its owner has left, nobody can agree. */
async function followPilot(
  deps: HighlightsDeps,
  { pilot, owner: author, standing }: Extract<Happening, { kind: 'pilot-shown' }>,
  moment: Moment,
): Promise<void> {
  const source = { kind: 'pilot', id: pilot } as const;
  if (!standing || isFormer(author)) return followWithdrawal(deps, source, moment);
  const host = (await ownerOf(moment.trx, standing.place)) ?? null;
  await followShown(deps, { ...standing, source, author, host }, moment);
}

async function followShown(deps: HighlightsDeps, shown: Shown, moment: Moment): Promise<void> {
  const { trx, now } = moment;
  const { source, place, delivery } = shown;
  // As it is kept: without what is absent.
  const content = JSON.parse(JSON.stringify(shown.content)) as HighlightContent;
  const home = { home_id: place, home_delivery_id: delivery, host_id: shown.host };
  const known = await lockBySource(trx, source.kind, source.id);
  if (!known) {
    await insertHighlight(trx, {
      ...home,
      kind: source.kind,
      source: source.id,
      author_id: shown.author,
      workspace_id: workspaceIn(place),
      home_thread: null,
      content,
      useful: shown.useful,
      created_at: now,
    });
    return;
  }
  const isChanged = !isDeepStrictEqual(known.content, content);
  await changeHighlight(trx, known.id, {
    ...home,
    content,
    useful: shown.useful,
    // Shown once more: its author is not asked a second time.
    ...(known.state === 'withdrawn' && { state: known.asked_by ? ('declined' as const) : ('noted' as const) }),
    ...(isChanged && { edited_at: now }),
  });
  if (known.state === 'agreed') await bringUpToDate(deps, [known.id], moment);
  else await refreshProposalsOf(deps, [known.id], moment);
}

/** The words go here too; that there was a highlight stays, so that nobody is asked about it again. */
async function followWithdrawal(deps: HighlightsDeps, source: Travelling, moment: Moment): Promise<void> {
  const highlight = await lockBySource(moment.trx, source.kind, source.id);
  if (!highlight || highlight.state === 'withdrawn') return;
  await stopAll(deps, [highlight], moment);
  await changeHighlight(moment.trx, highlight.id, { state: 'withdrawn', content: null, home_delivery_id: null });
  await refreshReaderDigests(deps, [highlight.id], moment);
  await refreshProposalsOf(deps, [highlight.id], moment);
  if (highlight.own_delivery_id) await sayOver(deps, highlight.own_delivery_id, moment);
}

/** A question that waits for its author's hours is never asked: nothing is left to ask about. */
async function sayOver(deps: HighlightsDeps, own: DeliveryId, { trx }: Moment): Promise<void> {
  const gone = wordsFor('en')('highlights.own.gone');
  if (await isHeld(trx, own)) return deps.outbox.remove(trx, own, gone);
  await deps.outbox.update(trx, own, highlightDoneCard(gone));
}

/** Who reads there, or what it may be called, is another matter now; or it has got another id. */
async function followPlace(
  deps: HighlightsDeps,
  { conversation, before }: Extract<Happening, { kind: 'place-changed' }>,
  moment: Moment,
): Promise<void> {
  const { trx, now } = moment;
  if (before) await followMove(deps, { from: before, to: conversation }, moment);
  const place = await placeOf(trx, conversation);
  const touching = await highlightsTouching(trx, conversation, {
    outsiders: place === undefined || hasOutsiders(place),
    since: new Date(now.getTime() - namedAnewMs),
  });
  await bringUpToDate(deps, touching, moment);
}

async function followMove(
  deps: HighlightsDeps,
  move: { readonly from: ConversationId; readonly to: ConversationId },
  { trx }: Moment,
): Promise<void> {
  await lockHighlights(trx, await highlightsAt(trx, move.from));
  const doubled = await movePlace(trx, move);
  await deps.outbox.removeAll(trx, doubled, wordsFor('en')('highlights.card.gone'));
}

/** Cards that are older than this keep the name that a channel had. */
const namedAnewMs = 28 * 86_400_000;

/** Nothing of the one stays with the other: copies, and the replies that were carried either way. */
async function followCut(
  deps: HighlightsDeps,
  { a, b }: Extract<Happening, { kind: 'link-cut' }>,
  moment: Moment,
): Promise<void> {
  await bringUpToDate(deps, await highlightsBetween(moment.trx, a, b), moment);
}
