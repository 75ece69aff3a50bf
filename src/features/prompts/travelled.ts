import { isDeepStrictEqual } from 'node:util';
import type { Handling, Happening } from '../feature.ts';
import type { PromptsDeps } from './deps.ts';
import { afterTap, refreshChannelCard } from './publish.ts';
import { lockUpdate, saveShownIn, toggleTap } from './store.ts';

/** What happens to a note where it has travelled: its own card says where it is shown, and counts the taps there too. */
export async function followHighlights(
  deps: PromptsDeps,
  happening: Happening,
  handling: Pick<Handling, 'trx' | 'now'>,
): Promise<void> {
  if (happening.kind !== 'note-travelled' && happening.kind !== 'note-useful') return;
  const { trx, now } = handling;
  const update = await lockUpdate(trx, happening.note);
  if (update?.state !== 'posted') return;
  if (happening.kind === 'note-travelled') {
    const shown = happening.shownIn.map(({ id, label }) => ({ id, label }));
    if (isDeepStrictEqual(update.shown_in, shown)) return;
    await saveShownIn(trx, update.id, shown);
    return refreshChannelCard(deps, trx, { ...update, shown_in: shown });
  }
  await toggleTap(trx, { update_id: update.id, person_id: happening.person, tap: 'useful', tapped_at: now });
  await afterTap(deps, handling, update);
}
