import { highlightDoneCard } from '../../cards/highlight-consent.ts';
import { wordsFor } from '../../cards/words.ts';
import type { MembershipEvent } from '../../chat/event.ts';
import { workspaceIn } from '../../chat/ids.ts';
import { nothing, type Reply } from '../../chat/reply.ts';
import type { Handling, Happening } from '../feature.ts';
import { stopAll } from './consent.ts';
import type { HighlightsDeps, Moment } from './deps.ts';
import { carry } from './replies.ts';
import { highlightsTouching } from './store/copies.ts';
import { changeHighlight, insertHighlight, lockBySource } from './store/highlights.ts';
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
      const { person, text } = happening;
      return carry(deps, { highlight, person, text, at: highlight.home_id, stands: true }, moment);
    }
    default:
      return;
  }
}

type Shown = Extract<Happening, { kind: 'note-shown' }>;

async function followNote(deps: HighlightsDeps, shown: Shown, moment: Moment): Promise<void> {
  const { trx, now } = moment;
  const content = { question: shown.question, fields: [...shown.fields] };
  const home = { home_id: shown.seenIn, home_delivery_id: shown.delivery };
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
  const isChanged = JSON.stringify(known.content) !== JSON.stringify(content);
  await changeHighlight(trx, known.id, {
    ...home,
    content,
    useful: shown.useful,
    ...(known.state === 'withdrawn' && { state: 'noted' }),
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
  if (highlight.own_delivery_id) await sayOver(deps, highlight.own_delivery_id, moment);
}

async function sayOver(deps: HighlightsDeps, own: Parameters<HighlightsDeps['outbox']['update']>[1], { trx }: Moment) {
  await deps.outbox.update(trx, own, highlightDoneCard(wordsFor('en')('highlights.own.gone')));
}

/** Somebody came or left: who reads there, or whether an author is still there, may be another matter now. */
export async function followMembership(
  deps: HighlightsDeps,
  event: MembershipEvent,
  { trx, now }: Handling,
): Promise<Reply> {
  for (const id of await highlightsTouching(trx, event.conversation.id)) await bringUpToDate(deps, id, { trx, now });
  return nothing;
}
