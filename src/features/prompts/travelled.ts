import { isDeepStrictEqual } from 'node:util';
import type { Handling, Happening, Travel } from '../feature.ts';
import type { PromptsDeps } from './deps.ts';
import { refreshChannelCards } from './publish.ts';
import { countTap } from './respond.ts';
import { findCommunity } from './store/communities.ts';
import { lockUpdate, lockUpdates, saveShownIn } from './store/updates.ts';
import type { Update } from './update.ts';

/** What happens to notes where they have travelled: their own cards say where they are shown, and count the taps there too. */
export async function followHighlights(
  deps: PromptsDeps,
  happening: Happening,
  handling: Pick<Handling, 'trx' | 'now'>,
): Promise<void> {
  if (happening.kind === 'travelled') return followTravels(deps, happening.travels, handling);
  if (happening.kind !== 'found-useful' || happening.source.kind !== 'note') return;
  const { trx } = handling;
  const update = await lockUpdate(trx, happening.source.id);
  if (update?.state !== 'posted') return;
  const home = (await findCommunity(trx, update.community_id ?? undefined))?.conversation_id;
  const { person, readIn } = happening;
  if (home) await countTap(deps, { update, home, readIn, person, kind: 'useful' }, handling);
}

async function followTravels(
  deps: PromptsDeps,
  travels: readonly Travel[],
  { trx }: Pick<Handling, 'trx' | 'now'>,
): Promise<void> {
  const shownIn = new Map(
    travels.flatMap(({ source, shownIn: places }) =>
      source.kind === 'note' ? [[source.id, places.map(({ id, label }) => ({ id, label }))] as const] : [],
    ),
  );
  const notes = await lockUpdates(trx, [...shownIn.keys()]);
  const changed = notes.flatMap((note): Update[] => {
    const shown = shownIn.get(note.id) ?? [];
    return note.state === 'posted' && !isDeepStrictEqual(note.shown_in, shown) ? [{ ...note, shown_in: shown }] : [];
  });
  await saveShownIn(trx, changed);
  await refreshChannelCards(deps, trx, changed);
}
