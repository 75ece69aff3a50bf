import type { Transaction } from 'kysely';
import type { FormEvent } from '../../../chat/event.ts';
import { note, type Reply } from '../../../chat/reply.ts';
import type { Database } from '../../../storage/schema.ts';
import type { PilotFigures } from '../../../storage/tables/pilots.ts';
import type { Handling } from '../../feature.ts';
import type { PilotsDeps } from '../deps.ts';
import { endPilot } from '../ending.ts';
import { showToOwner } from '../own-card.ts';
import type { Pilot } from '../pilot.ts';
import { lockOwnPilot } from '../store/pilots.ts';
import { addEdit } from '../store/remarks.ts';
import { sameFigures, writeFigures } from '../typed-figures.ts';
import { shareStep, withDraft } from './steps.ts';

/** The look at it was sent: the pilot is finished, or what was changed of a finished one follows everywhere. */
export async function answerPreview(deps: PilotsDeps, event: FormEvent, handling: Handling): Promise<Reply> {
  const { trx, words, now } = handling;
  const before = await lockOwnPilot(trx, event.state, event.person.id);
  if (!before?.draft) return note(words('core.goneForm'));
  if (event.button === 'back') return shareStep(trx, words, { pilot: before });
  await logBefore(trx, before, now);
  const { plan, result, seen_by, seen_in, state } = withDraft(before);
  const change = { plan, result, seen_by, seen_in, state };
  const pilot = await endPilot(deps, { before, change, postIn: before.draft.postIn }, handling);
  const said = words(pilot.seen_by === 'me' ? 'pilots.result.kept' : 'pilots.result.shared');
  return showToOwner(deps, { pilot, event, said }, handling);
}

/** Figures from before that are not those of the start show as such. */
async function logBefore(trx: Transaction<Database>, { id, plan, draft }: Pilot, now: Date): Promise<void> {
  if (!plan.before || !draft || plan.design === 'split' || sameFigures(plan.before, draft.plan.before)) return;
  const inOneLine = (figures: PilotFigures | undefined) => writeFigures(figures).replaceAll('\n', ', ');
  await addEdit(trx, {
    pilot_id: id,
    field: 'before',
    from_value: inOneLine(plan.before),
    to_value: inOneLine(draft.plan.before),
    created_at: now,
  });
}
