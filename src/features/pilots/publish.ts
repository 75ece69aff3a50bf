import type { Transaction } from 'kysely';
import { pilotResultCard } from '../../cards/pilots/result-card.ts';
import { wordsFor } from '../../cards/words.ts';
import type { ConversationId } from '../../chat/ids.ts';
import type { Message } from '../../chat/message.ts';
import { countTaps } from '../../people/taps.ts';
import type { Database } from '../../storage/schema.ts';
import type { DeliveryId } from '../../storage/tables/delivery.ts';
import type { Handling } from '../feature.ts';
import type { PilotsDeps } from './deps.ts';
import { refreshOwnCard } from './own-card.ts';
import type { Pilot } from './pilot.ts';
import { resultView } from './result-view.ts';
import { saveSearch } from './search.ts';
import { changePilot, lockFamily, relativesOf } from './store/pilots.ts';
import { tapsOn } from './store/remarks.ts';
import { contentFor } from './travelling.ts';
import { viewersOf } from './visibility.ts';

/** A result comes to stand in a channel, changes there, moves and goes; everything that mentions it follows. */

type Moment = Pick<Handling, 'trx' | 'now'>;

export interface Publishing {
  /** As it was, and as it is now. */
  readonly before: Pilot;
  readonly pilot: Pilot;
  /** Where its owner put one that is for everyone. */
  readonly postIn: ConversationId | null;
}

/** Brings the channel, the search and the cards of its relatives in line with the pilot as it is now. */
export async function publish(
  deps: PilotsDeps,
  { before, pilot, postIn }: Publishing,
  handling: Moment,
): Promise<Pilot> {
  const { trx } = handling;
  await lockFamily(trx, pilot.family_id);
  const place = placeFor(pilot, postIn);
  const moved = pilot.delivery_id !== null && pilot.posted_in !== place;
  if (moved && pilot.delivery_id) await deps.outbox.remove(trx, pilot.delivery_id, withdrawnText());
  const delivery = moved ? null : pilot.delivery_id;
  const placed = await changePilot(trx, pilot.id, { posted_in: place, delivery_id: delivery });
  const message = await cardForOthers(trx, placed);
  const shown = place ? await showAt(deps, { pilot: placed, place, message }, handling) : placed;
  await saveSearch(trx, shown);
  await refreshRelatives(deps, shown, handling);
  await tellOthers(deps, { before, pilot: shown, message }, handling);
  return shown;
}

/** In the channel that it is for, or where its owner put one that is for everyone. */
function placeFor({ seen_by, seen_in, state }: Pilot, postIn: ConversationId | null): ConversationId | null {
  if (state === 'deleted') return null;
  if (seen_by === 'channel') return seen_in;
  return seen_by === 'everyone' ? postIn : null;
}

function withdrawnText(): string {
  return wordsFor('en')('pilots.result.withdrawn');
}

async function cardForOthers(trx: Transaction<Database>, pilot: Pilot): Promise<Message> {
  const words = wordsFor('en');
  return pilotResultCard(words, await resultView(trx, words, pilot, await viewersOf(trx, pilot)));
}

async function showAt(
  deps: PilotsDeps,
  { pilot, place, message }: { pilot: Pilot; place: ConversationId; message: Message },
  handling: Moment,
): Promise<Pilot> {
  const { trx, now } = handling;
  if (pilot.delivery_id) {
    await deps.outbox.update(trx, pilot.delivery_id, message);
    return pilot;
  }
  const delivery: DeliveryId = await deps.outbox.post(
    trx,
    { to: { conversation: place }, message, priority: 'answer' },
    now,
  );
  await deps.tell({ kind: 'talked', act: { person: pilot.owner_id, place, kind: 'wrote', at: now } }, handling);
  return changePilot(trx, pilot.id, { delivery_id: delivery });
}

/** The one that it was borrowed from and those that borrowed from it say so on their cards. */
export async function refreshRelatives(deps: PilotsDeps, pilot: Pilot, handling: Moment): Promise<void> {
  for (const relative of await relativesOf(handling.trx, pilot)) await refreshCards(deps, relative, handling);
}

/** After a tap, or when a relative changed: both of its cards follow, and its copies elsewhere. */
export async function refreshCards(deps: PilotsDeps, pilot: Pilot, handling: Moment): Promise<void> {
  const message = await refreshChannelCard(deps, pilot, handling);
  if (message) await tellOthers(deps, { before: pilot, pilot, message }, handling);
  await refreshOwnCard(deps, handling.trx, wordsFor('en'), pilot);
}

export async function refreshChannelCard(
  deps: PilotsDeps,
  pilot: Pilot,
  { trx }: Moment,
): Promise<Message | undefined> {
  if (!pilot.delivery_id) return undefined;
  const message = await cardForOthers(trx, pilot);
  await deps.outbox.update(trx, pilot.delivery_id, message);
  return message;
}

/** Other features hear what is shown to others, that it changed, and that it is not any more. */
async function tellOthers(
  deps: PilotsDeps,
  { before, pilot, message }: { before: Pilot; pilot: Pilot; message: Message },
  handling: Moment,
): Promise<void> {
  const { id, owner_id: owner, seen_by: seenBy, seen_in: seenIn } = pilot;
  const isShown = pilot.state !== 'deleted' && seenBy !== 'me';
  if (isShown) {
    const standing = await standingOf(handling.trx, pilot);
    await deps.tell({ kind: 'pilot-shown', pilot: id, owner, message, seenBy, seenIn, ...standing }, handling);
  } else if (before.seen_by !== 'me') await deps.tell({ kind: 'pilot-withdrawn', pilot: id }, handling);
}

/** What can travel of it; what stands in no channel has no thread for replies to come home to. */
async function standingOf(trx: Transaction<Database>, pilot: Pilot) {
  const { posted_in: place, delivery_id: delivery } = pilot;
  if (!place || !delivery) return {};
  return {
    standing: { content: await contentFor(trx, pilot), place, delivery, useful: await countTaps(trx, tapsOn(pilot)) },
  };
}
