import { isDeepStrictEqual } from 'node:util';
import type { Handling, Happening } from '../feature.ts';
import type { PromptsDeps } from './deps.ts';
import { refreshChannelCard } from './publish.ts';
import { countTap } from './respond.ts';
import { findCommunity, lockUpdate, saveShownIn } from './store.ts';

/** What happens to a note where it has travelled: its own card says where it is shown, and counts the taps there too. */
export async function followHighlights(
  deps: PromptsDeps,
  happening: Happening,
  handling: Pick<Handling, 'trx' | 'now'>,
): Promise<void> {
  if (happening.kind !== 'travelled' && happening.kind !== 'found-useful') return;
  if (happening.source.kind !== 'note') return;
  const { trx } = handling;
  const update = await lockUpdate(trx, happening.source.id);
  if (update?.state !== 'posted') return;
  if (happening.kind === 'travelled') {
    const shown = happening.shownIn.map(({ id, label }) => ({ id, label }));
    if (isDeepStrictEqual(update.shown_in, shown)) return;
    await saveShownIn(trx, update.id, shown);
    return refreshChannelCard(deps, trx, { ...update, shown_in: shown });
  }
  const home = (await findCommunity(trx, update.community_id ?? undefined))?.conversation_id;
  const { person, readIn } = happening;
  if (home) await countTap(deps, { update, home, readIn, person, kind: 'useful' }, handling);
}
