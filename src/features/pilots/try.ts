import type { Transaction } from 'kysely';
import { newId, parseId } from '../../base/ids.ts';
import { pilotBorrowForm, pilotLimits } from '../../cards/pilots/start-forms.ts';
import type { Words } from '../../cards/words.ts';
import type { CommandEvent, FormEvent } from '../../chat/event.ts';
import type { ConversationId } from '../../chat/ids.ts';
import type { Person } from '../../chat/person.ts';
import { form, note, type Reply } from '../../chat/reply.ts';
import { isSamePerson } from '../../people/accounts.ts';
import { may } from '../../people/roles.ts';
import { findName } from '../../people/store.ts';
import type { Database } from '../../storage/schema.ts';
import type { Handling } from '../feature.ts';
import { isChannel } from './channels.ts';
import { type Complaints, complaintsAbout } from './check.ts';
import { type Pilot, readCode } from './pilot.ts';
import { planFor } from './start/idea.ts';
import { channelChoices, measureStep } from './start/steps.ts';
import { planNudge } from './store/nudges.ts';
import { borrowedPilot, findPilot, findPilotByCode, saveDraft } from './store/pilots.ts';
import { viewerFor } from './visibility.ts';

/** Borrowing a pilot: hunch, metric, worthwhile change, materials and caveats come along; figures and dates do not. */

/** `/pilot try ID` */
export async function tryByCode(event: CommandEvent, handling: Handling): Promise<Reply> {
  const { trx, words } = handling;
  const typed = event.words.trim();
  if (typed === '') return note(words('pilots.list.tryWhich', { example: 'k7qf2' }));
  const code = readCode(typed);
  const viewer = await viewerFor(trx, event.person);
  const pilot = code && (await findPilotByCode(trx, code, viewer));
  if (!pilot) return note(words('pilots.list.noSuch', { code: typed.slice(0, 20) }));
  return openBorrow(event.person, pilot, handling);
}

/** [Try it too] */
export async function tryIt(
  { pilot: id, person, here }: { pilot: string | undefined; person: Person; here: ConversationId | undefined },
  handling: Handling,
): Promise<Reply> {
  const pilot = await findPilot(handling.trx, id, await viewerFor(handling.trx, person, here));
  return pilot ? openBorrow(person, pilot, handling) : note(handling.words('pilots.own.gone'));
}

async function openBorrow(person: Person, lender: Pilot, { trx, words }: Handling): Promise<Reply> {
  if (!(await may(trx, person, 'pilots.start'))) return note(words('pilots.check.guest'));
  const state = `${newId()} ${lender.id}`;
  return borrowStep(trx, words, { lender, state, typed: { channel: lender.channel } });
}

async function borrowStep(
  trx: Transaction<Database>,
  words: Words,
  { lender, state, typed }: { lender: Pilot; state: string; typed: FormEvent['inputs'] },
  complaints?: Complaints,
): Promise<Reply> {
  const view = {
    state,
    owner: await findName(trx, lender.owner_id),
    idea: lender.idea,
    same: typed.same === 'changed' ? ('changed' as const) : ('exactly' as const),
    how: typed.how ?? '',
    channel: typed.channel ?? '',
    channels: channelChoices(words),
    reaches: typed.reaches ?? '',
  };
  return form(pilotBorrowForm(words, view), complaints);
}

/** The first step of borrowing was sent; the other two are those of any pilot. */
export async function keepBorrow(event: FormEvent, { trx, words, now }: Handling): Promise<Reply> {
  const { inputs, person, state } = event;
  const [draftId, lenderId] = state.split(' ');
  const id = parseId<'pilot'>(draftId);
  const lender = await findPilot(trx, lenderId, await viewerFor(trx, person, event.conversation?.id));
  if (!id || !lender || !(await may(trx, person, 'pilots.start'))) return note(words('pilots.own.gone'));
  const { how, complaints } = readBorrow(words, inputs);
  if (Object.keys(complaints).length > 0) return borrowStep(trx, words, { lender, state, typed: inputs }, complaints);
  const channel = inputs.channel ?? '';
  const draft = await saveDraft(trx, {
    id,
    channel,
    now,
    owner: person.id,
    workspace: person.workspace,
    ...borrowedFrom(lender, { channel, reaches: (inputs.reaches ?? '').trim() }),
    borrowed_how: how || null,
  });
  return draft ? measureStep(trx, words, { pilot: draft, person }) : note(words('core.goneForm'));
}

function readBorrow(words: Words, inputs: FormEvent['inputs']): { how: string; complaints: Complaints } {
  const how = (inputs.how ?? '').trim();
  const complaints = {
    ...complaintsAbout(words, { reaches: (inputs.reaches ?? '').trim() }, { limit: pilotLimits.short }),
    ...complaintsAbout(words, { how }, { limit: pilotLimits.short, optional: true }),
    ...(!isChannel(inputs.channel) && { channel: words('pilots.check.pick') }),
    ...(inputs.same === 'changed' && how === '' && { how: words('pilots.borrow.howMissing') }),
  };
  return { how: inputs.same === 'changed' ? how : '', complaints };
}

/** What comes along; the figures from before, and what came of it, stay where they are. */
function borrowedFrom(lender: Pilot, { channel, reaches }: { channel: string; reaches: string }) {
  const { before: _, beforeSource: __, unusualBefore: ___, baselineFirst: ____, ...rules } = lender.plan;
  const { doing, change, because } = lender.idea;
  return {
    idea: { doing, change, because, reaches },
    content_type: lender.content_type,
    plan: {
      ...planFor(channel, { channel: lender.channel, plan: rules }),
      ...(lender.result?.materials && { materials: lender.result.materials }),
      ...(lender.result?.caveat && { caveat: lender.result.caveat }),
    },
    borrowed_from: lender.id,
    family: lender.family_id,
  };
}

/** The owner of what was borrowed hears of the first one that they may see, once. */
export async function tellLender(trx: Transaction<Database>, pilot: Pilot, now: Date): Promise<void> {
  const lender = await borrowedPilot(trx, pilot);
  if (!lender || (await isSamePerson(trx, lender.owner_id, pilot.owner_id))) return;
  const viewer = await viewerFor(trx, { id: lender.owner_id, workspace: lender.workspace_id });
  const isForThem = (await findPilot(trx, pilot.id, viewer)) !== undefined;
  if (isForThem) await planNudge(trx, { pilot_id: lender.id, kind: 'tried', due_at: now, about_id: pilot.id });
}
