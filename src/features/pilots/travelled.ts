import { isDeepStrictEqual } from 'node:util';
import type { Handling, Happening, Travel } from '../feature.ts';
import type { PilotsDeps } from './deps.ts';
import { refreshChannelCard } from './publish.ts';
import { countTap } from './respond.ts';
import { changePilot, lockPilot } from './store/pilots.ts';

type Moment = Pick<Handling, 'trx' | 'now'>;

/** What happens to pilots where they have travelled: their own cards say where they are shown, and count the taps there too. */
export async function followHighlights(deps: PilotsDeps, happening: Happening, handling: Moment): Promise<void> {
  if (happening.kind === 'travelled') {
    for (const travel of happening.travels) await followTravel(deps, travel, handling);
    return;
  }
  if (happening.kind !== 'found-useful' || happening.source.kind !== 'pilot') return;
  const pilot = await lockPilot(handling.trx, happening.source.id);
  const { person, readIn } = happening;
  if (pilot?.posted_in) await countTap(deps, { pilot, person, readIn }, handling);
}

async function followTravel(deps: PilotsDeps, { source, shownIn }: Travel, handling: Moment): Promise<void> {
  if (source.kind !== 'pilot') return;
  const pilot = await lockPilot(handling.trx, source.id);
  const shown = shownIn.map(({ id, label }) => ({ id, label }));
  if (!pilot?.posted_in || isDeepStrictEqual(pilot.shown_in, shown)) return;
  await refreshChannelCard(deps, await changePilot(handling.trx, pilot.id, { shown_in: shown }), handling);
}
