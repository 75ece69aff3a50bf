import type { Transaction } from 'kysely';
import { wordsFor } from '../../cards/words.ts';
import type { ConversationId } from '../../chat/ids.ts';
import { loadCalendar } from '../../scheduling/store.ts';
import type { Database } from '../../storage/schema.ts';
import type { Handling } from '../feature.ts';
import { settleNudge } from './check-in.ts';
import type { PilotsDeps } from './deps.ts';
import { hasResult, type Pilot, titleOf, verdictColumns } from './pilot.ts';
import { publish } from './publish.ts';
import { stillDay, suitableOn, todayOf } from './schedule.ts';
import { planNudge } from './store/nudges.ts';
import { changePilot, familyOf, type PilotChange, wholeFamily } from './store/pilots.ts';
import { viewerFor } from './visibility.ts';

/** A result is written, or a pilot is stopped: "stopped" and "too small to tell" weigh as much as a gain. */
export async function endPilot(
  deps: PilotsDeps,
  { before, change, postIn }: { before: Pilot; change: PilotChange; postIn: ConversationId | null },
  handling: Pick<Handling, 'trx' | 'now'>,
): Promise<Pilot> {
  const { trx, now } = handling;
  const after = { ...before, ...change };
  const ended = await changePilot(trx, before.id, {
    ...change,
    ...verdictColumns(after),
    draft: null,
    ended_at: before.ended_at ?? now,
    edited_at: hasResult(before) ? now : null,
    touched_at: now,
  });
  const pilot = await publish(deps, { before, pilot: ended, postIn }, handling);
  if (!hasResult(before)) {
    await settleQuestions(deps, trx, pilot);
    const { id, owner_id: owner } = pilot;
    await deps.tell({ kind: 'pilot-ended', pilot: id, owner, title: titleOf(pilot) }, handling);
    await planStill(deps, trx, pilot, now);
  }
  await inviteOwners(trx, pilot, now);
  return pilot;
}

/** What was asked on the way says that it is answered; nobody is left with buttons that lead nowhere. */
async function settleQuestions(deps: PilotsDeps, trx: Transaction<Database>, pilot: Pilot): Promise<void> {
  const text = wordsFor('en')('pilots.due.done', { title: titleOf(pilot) });
  for (const kind of ['baseline', 'midway', 'results', 'reminder'] as const) {
    await settleNudge(deps, trx, { pilot, kind, text });
  }
}

/** "Still in use?", of what is meant to go on. */
async function planStill(deps: PilotsDeps, trx: Transaction<Database>, pilot: Pilot, now: Date): Promise<void> {
  if (pilot.state !== 'finished' || pilot.result?.next === 'stop') return;
  const calendar = await loadCalendar(trx, pilot.owner_id, deps.organisation);
  const day = stillDay(todayOf(now, calendar));
  await planNudge(trx, { pilot_id: pilot.id, kind: 'still', due_at: suitableOn(day, calendar) });
}

/** So many results beside the first one make it worth writing down what one now thinks. */
const triesToInviteAt = 3;

/** Each owner is invited by what they themselves can see: nobody learns of a try that is not for them. */
async function inviteOwners(trx: Transaction<Database>, pilot: Pilot, now: Date): Promise<void> {
  for (const relative of await wholeFamily(trx, pilot.family_id)) {
    const viewer = await viewerFor(trx, { id: relative.owner_id, workspace: relative.workspace_id });
    const results = (await familyOf(trx, pilot.family_id, viewer)).filter(hasResult);
    if (results.length <= triesToInviteAt || !hasResult(relative)) continue;
    await planNudge(trx, { pilot_id: relative.id, kind: 'invitation', due_at: now });
  }
}
