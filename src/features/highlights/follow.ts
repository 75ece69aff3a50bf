import { isDeepStrictEqual } from 'node:util';
import { highlightDoneCard } from '../../cards/highlight-consent.ts';
import { wordsFor } from '../../cards/words.ts';
import { workspaceIn } from '../../chat/ids.ts';
import { placeOf } from '../../people/places.ts';
import type { Happening } from '../feature.ts';
import { stopAll } from './consent.ts';
import type { HighlightsDeps, Moment } from './deps.ts';
import { hasOutsiders } from './highlight.ts';
import { refreshReaderDigests } from './reader-digest.ts';
import { carry } from './replies.ts';
import { highlightsBetween, highlightsTouching } from './store/copies.ts';
import { changeHighlight, insertHighlight, lockBySource } from './store/highlights.ts';
import { movePlace } from './store/places.ts';
import { bringUpToDate } from './travel.ts';

/** What happens to a note at home happens to its copies; what happens to a place, to all that stands or goes there. */

export async function follow(deps: HighlightsDeps, happening: Happening, moment: Moment): Promise<void> {
  switch (happening.kind) {
    case 'note-shown':
      return followNote(deps, happening, moment);
    case 'note-withdrawn':
      return followWithdrawal(deps, happening.note, moment);
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

type Shown = Extract<Happening, { kind: 'note-shown' }>;

async function followNote(deps: HighlightsDeps, shown: Shown, moment: Moment): Promise<void> {
  const { trx, now } = moment;
  const content = { question: shown.question, fields: [...shown.fields] };
  const home = { home_id: shown.seenIn, home_delivery_id: shown.delivery, host_id: shown.host };
  const known = await lockBySource(trx, 'note', shown.note);
  if (!known) {
    await insertHighlight(trx, {
      ...home,
      kind: 'note',
      source: shown.note,
      author_id: shown.author,
      workspace_id: workspaceIn(shown.seenIn),
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
  if (known.state === 'agreed') await bringUpToDate(deps, known.id, moment);
}

/** The words go here too; that there was a highlight stays, so that nobody is asked about it again. */
async function followWithdrawal(deps: HighlightsDeps, note: string, moment: Moment): Promise<void> {
  const highlight = await lockBySource(moment.trx, 'note', note);
  if (!highlight || highlight.state === 'withdrawn') return;
  await stopAll(deps, highlight, moment);
  await changeHighlight(moment.trx, highlight.id, { state: 'withdrawn', content: null, home_delivery_id: null });
  await refreshReaderDigests(deps, highlight.id, moment);
  if (highlight.own_delivery_id) await sayOver(deps, highlight.own_delivery_id, moment);
}

async function sayOver(deps: HighlightsDeps, own: Parameters<HighlightsDeps['outbox']['update']>[1], { trx }: Moment) {
  await deps.outbox.update(trx, own, highlightDoneCard(wordsFor('en')('highlights.own.gone')));
}

/** Who reads there, or what it may be called, is another matter now; or it has got another id. */
async function followPlace(
  deps: HighlightsDeps,
  { conversation, before }: Extract<Happening, { kind: 'place-changed' }>,
  moment: Moment,
): Promise<void> {
  const { trx, now } = moment;
  if (before) await movePlace(trx, before, conversation);
  const place = await placeOf(trx, conversation);
  const since = new Date(now.getTime() - namedAnewMs);
  const touching = await highlightsTouching(trx, conversation, {
    outsiders: place === undefined || hasOutsiders(place),
    since,
  });
  for (const id of touching) await bringUpToDate(deps, id, moment);
}

/** Cards that are older than this keep the name that a channel had. */
const namedAnewMs = 28 * 86_400_000;

/** Nothing of the one stays with the other: copies, and the replies that were carried either way. */
async function followCut(
  deps: HighlightsDeps,
  { a, b }: Extract<Happening, { kind: 'link-cut' }>,
  moment: Moment,
): Promise<void> {
  for (const id of await highlightsBetween(moment.trx, a, b)) await bringUpToDate(deps, id, moment);
}
