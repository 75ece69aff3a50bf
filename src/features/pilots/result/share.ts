import type { Transaction } from 'kysely';
import { pilotLimits } from '../../../cards/pilots/start-forms.ts';
import type { Words } from '../../../cards/words.ts';
import type { FormEvent } from '../../../chat/event.ts';
import { note, type Reply } from '../../../chat/reply.ts';
import type { Database } from '../../../storage/schema.ts';
import type { PilotDraft } from '../../../storage/tables/pilots.ts';
import type { Handling } from '../../feature.ts';
import { readAudience, readChannel } from '../audience.ts';
import { type Complaints, complaintsAbout } from '../check.ts';
import type { Pilot } from '../pilot.ts';
import { changePilot, lockOwnPilot } from '../store/pilots.ts';
import { draftOf, previewStep, resultStep, shareStep } from './steps.ts';

/** The second step was sent: the title, what else the reader should know, who sees it. */
export async function keepShare(event: FormEvent, { trx, words }: Handling): Promise<Reply> {
  const { inputs, person } = event;
  const pilot = await lockOwnPilot(trx, event.state, person.id);
  if (!pilot?.draft) return note(words('core.goneForm'));
  if (event.button === 'back') return resultStep(words, { pilot });
  const { draft, team, complaints } = await readShare(trx, words, pilot, inputs);
  if (Object.keys(complaints).length > 0) return shareStep(trx, words, { pilot, typed: inputs }, complaints);
  return previewStep(trx, words, await changePilot(trx, pilot.id, { draft, team }));
}

async function readShare(
  trx: Transaction<Database>,
  words: Words,
  pilot: Pilot,
  inputs: FormEvent['inputs'],
): Promise<{ draft: PilotDraft; team: string; complaints: Complaints }> {
  const of = (id: string) => (inputs[id] ?? '').trim();
  const before = draftOf(pilot);
  const audience = await readAudience(trx, pilot.owner_id, inputs.audience);
  const postIn = await readPostIn(trx, pilot, inputs.postIn);
  const effort = (['hour', 'half_day', 'day', 'more'] as const).find((each) => each === inputs.effort);
  const [title, caveat, caveatReply, materials] = [of('title'), of('caveat'), of('caveatReply'), of('materials')];
  const short = { limit: pilotLimits.short, optional: true };
  return {
    team: of('team'),
    draft: {
      ...before,
      result: { ...before.result, title, caveat, caveatReply, materials, ...(effort && { effort }) },
      seenBy: audience?.seen_by ?? 'me',
      seenIn: audience?.seen_in ?? null,
      postIn: audience?.seen_by === 'everyone' ? (postIn ?? null) : null,
    },
    complaints: {
      ...complaintsAbout(words, { title }, { limit: pilotLimits.title }),
      ...complaintsAbout(words, { caveat, caveatReply }, short),
      ...complaintsAbout(words, { materials }, { limit: pilotLimits.long, optional: true }),
      ...complaintsAbout(words, { team: of('team') }, { limit: pilotLimits.team, optional: true }),
      ...(!audience && { audience: words('pilots.check.audience') }),
      ...(audience && postComplaint(words, audience.seen_by, inputs.postIn, postIn)),
    },
  };
}

async function readPostIn(trx: Transaction<Database>, pilot: Pilot, value: string | undefined) {
  return value === undefined || value === '' || value === 'none' ? undefined : readChannel(trx, pilot.owner_id, value);
}

/** What is for one person or one channel cannot be posted for others. */
function postComplaint(
  words: Words,
  seenBy: Pilot['seen_by'],
  wanted: string | undefined,
  postIn: string | undefined,
): Complaints {
  if (wanted === undefined || wanted === '' || wanted === 'none') return {};
  if (postIn === undefined) return { postIn: words('pilots.check.audience') };
  return seenBy === 'everyone' ? {} : { postIn: words('pilots.share.postNeedsEveryone') };
}
