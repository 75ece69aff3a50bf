import type { Kysely } from 'kysely';
import { resultBody } from '../../../cards/pilots/result-card.ts';
import { pilotResultForm } from '../../../cards/pilots/result-forms.ts';
import { pilotPreviewForm, pilotShareForm } from '../../../cards/pilots/share-forms.ts';
import type { Words } from '../../../cards/words.ts';
import type { FormEvent } from '../../../chat/event.ts';
import { form, type Reply } from '../../../chat/reply.ts';
import type { Database } from '../../../storage/schema.ts';
import type { PilotDraft } from '../../../storage/tables/pilots.ts';
import { audiencesFor, audienceValue, channelChoices } from '../audience.ts';
import { metricName } from '../channels.ts';
import type { Complaints } from '../check.ts';
import { caveatsFor, comparesFigures, type Pilot, titleOf } from '../pilot.ts';
import { resultView } from '../result-view.ts';
import { sayCaveat } from '../statistics/caveats.ts';
import { editsOf, notesOf } from '../store/remarks.ts';
import { writeFigures } from '../typed-figures.ts';
import { viewersOf } from '../visibility.ts';

/** What each step of a result shows: the draft as it stands, or what was typed where it was not right. */

type Typed = FormEvent['inputs'];

/** A pilot as it will be: with the result that is being written in the place of the one that it has. */
export function withDraft(pilot: Pilot): Pilot {
  const { draft } = pilot;
  if (!draft) return pilot;
  return {
    ...pilot,
    state: pilot.state === 'stopped' ? 'stopped' : 'finished',
    plan: draft.plan,
    result: draft.result,
    seen_by: draft.seenBy,
    seen_in: draft.seenIn,
    posted_in: draft.seenBy === 'channel' ? draft.seenIn : draft.postIn,
  };
}

/** What a result begins with: the one there is, or an empty one that is seen by whom the pilot was. */
export function draftOf(pilot: Pilot): PilotDraft {
  if (pilot.draft) return pilot.draft;
  const empty: PilotDraft['result'] = {
    title: titleOf(pilot),
    quotes: [],
    guard: '',
    learned: '',
    next: 'open',
    nextWhy: '',
    materials: pilot.plan.materials ?? '',
    caveat: pilot.plan.caveat ?? '',
    caveatReply: '',
  };
  return {
    result: pilot.result ?? empty,
    plan: pilot.plan,
    seenBy: pilot.seen_by,
    seenIn: pilot.seen_in,
    postIn: pilot.seen_by === 'everyone' ? pilot.posted_in : null,
  };
}

/** Questions about what was typed, with what was answered so far. */
export interface Asks {
  readonly before?: string;
  readonly wording?: string;
}

export function resultStep(
  words: Words,
  { pilot, typed, asks = {} }: { pilot: Pilot; typed?: Typed; asks?: Asks },
  complaints?: Complaints,
): Reply {
  const { result, plan } = draftOf(pilot);
  const isNew = !pilot.result && !pilot.draft;
  const view = {
    state: pilot.id,
    title: titleOf(pilot),
    measured: metricName(words, pilot.plan),
    ...(comparesFigures(pilot) && {
      figures: {
        split: pilot.plan.design === 'split',
        before: typed?.before ?? (pilot.plan.design === 'split' && isNew ? '' : writeFigures(plan.before)),
        after: typed?.after ?? writeFigures(result.after),
        story: typed ? typed.story === 'true' : (result.story ?? false),
      },
    }),
    quotes: typed?.quotes ?? result.quotes.join('\n'),
    heardBy: typed?.heardBy ?? (result.heardBy === undefined ? '' : String(result.heardBy)),
    guardOf: plan.guard ?? '',
    guard: typed?.guard ?? result.guard,
    learned: typed?.learned ?? result.learned,
    next: typed?.next ?? (isNew ? '' : result.next),
    nextWhy: typed?.nextWhy ?? result.nextWhy,
    asks,
  };
  return form(pilotResultForm(words, view), complaints);
}

export async function shareStep(
  db: Kysely<Database>,
  words: Words,
  { pilot, typed }: { pilot: Pilot; typed?: Typed },
  complaints?: Complaints,
): Promise<Reply> {
  const draft = draftOf(pilot);
  const { result } = draft;
  const caveats = caveatsFor(withDraft(pilot), await notesOf(db, pilot.id), await editsOf(db, pilot.id));
  const view = {
    state: pilot.id,
    title: typed?.title ?? (result.title || titleOf(pilot)),
    caveats: caveats.filter((caveat) => caveat.about !== 'own').map((caveat) => sayCaveat(words, caveat)),
    caveat: typed?.caveat ?? result.caveat,
    caveatReply: typed?.caveatReply ?? result.caveatReply,
    effort: typed?.effort ?? result.effort ?? '',
    materials: typed?.materials ?? result.materials,
    team: typed?.team ?? pilot.team,
    audience: typed?.audience ?? audienceValue({ seen_by: draft.seenBy, seen_in: draft.seenIn }),
    audiences: await audiencesFor(db, words, pilot.owner_id),
    postIn: typed?.postIn ?? draft.postIn ?? 'none',
    channels: await channelChoices(db, words, pilot.owner_id),
  };
  return form(pilotShareForm(words, view), complaints);
}

export async function previewStep(db: Kysely<Database>, words: Words, pilot: Pilot): Promise<Reply> {
  const shown = withDraft(pilot);
  const view = await resultView(db, words, shown, await viewersOf(db, shown));
  return form(
    pilotPreviewForm(words, {
      state: pilot.id,
      body: resultBody(words, view),
      shared: shown.seen_by !== 'me',
      alreadyShared: pilot.result !== null && pilot.seen_by !== 'me',
    }),
  );
}
