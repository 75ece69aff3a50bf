import { wordsFor } from '../../cards/words.ts';
import { placeOf } from '../../people/places.ts';
import type { Handling, Happening } from '../feature.ts';
import { usualChoices } from './community.ts';
import type { PromptsDeps } from './deps.ts';
import { startCommunity } from './setup.ts';
import { findCommunityOf } from './store/communities.ts';

/** The first run is over: its channel is set up as it was answered, for those who join. A person tells them, in her post. */
export async function followBegun(
  deps: PromptsDeps,
  begun: Extract<Happening, { kind: 'begun' }>,
  handling: Pick<Handling, 'trx' | 'now'>,
): Promise<void> {
  const { conversation: id, workspace, by, rhythm } = begun;
  const [before, place] = [await findCommunityOf(handling.trx, id), await placeOf(handling.trx, id)];
  if (!place || (before && !before.stopped_at)) return;
  const { weekday, time, everyWeeks } = rhythm;
  const choices = {
    ...usualChoices,
    asked: 'joined' as const,
    weekdays: [weekday],
    timeOfDay: time,
    everyWeeks,
  };
  const words = wordsFor('en');
  const conversation = { id, workspace, kind: place.kind };
  await startCommunity(
    deps,
    { before, choices, place: place.name ?? words('place.unnamed'), person: by, conversation, untold: true },
    { ...handling, words },
  );
}
