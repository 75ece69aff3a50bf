import { isDeepStrictEqual } from 'node:util';
import type { Handling, Happening } from '../feature.ts';
import type { PilotsDeps } from './deps.ts';
import { refreshChannelCard } from './publish.ts';
import { countTap } from './respond.ts';
import { changePilot, lockPilot } from './store/pilots.ts';

/** What happens to a pilot where it has travelled: its own card says where it is shown, and counts the taps there too. */
export async function followHighlights(
  deps: PilotsDeps,
  happening: Happening,
  handling: Pick<Handling, 'trx' | 'now'>,
): Promise<void> {
  if (happening.kind !== 'travelled' && happening.kind !== 'found-useful') return;
  if (happening.source.kind !== 'pilot') return;
  const pilot = await lockPilot(handling.trx, happening.source.id);
  if (!pilot?.posted_in) return;
  if (happening.kind === 'found-useful') {
    const { person, readIn } = happening;
    return countTap(deps, { pilot, person, readIn }, handling);
  }
  const shown = happening.shownIn.map(({ id, label }) => ({ id, label }));
  if (isDeepStrictEqual(pilot.shown_in, shown)) return;
  await refreshChannelCard(deps, await changePilot(handling.trx, pilot.id, { shown_in: shown }), handling);
}
