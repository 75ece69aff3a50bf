import type { Transaction } from 'kysely';
import { newId } from '../../base/ids.ts';
import { isBlank, lengthOf } from '../../base/text.ts';
import { listOf } from '../../cards/dates.ts';
import { replyForm, replyMessage } from '../../cards/prompts/update-card.ts';
import { wordsFor } from '../../cards/words.ts';
import type { ActionEvent, FormEvent } from '../../chat/event.ts';
import type { ConversationId, PersonId } from '../../chat/ids.ts';
import { form, note, nothing, type Reply } from '../../chat/reply.ts';
import { findName } from '../../people/store.ts';
import { toggleTap } from '../../people/taps.ts';
import type { Database } from '../../storage/schema.ts';
import { tapAct } from '../../talk-graph/act.ts';
import type { Handling } from '../feature.ts';
import type { Community } from './community.ts';
import type { PromptsDeps } from './deps.ts';
import { fieldLimits } from './library.ts';
import { afterTap } from './publish.ts';
import { findCommunity } from './store/communities.ts';
import { insertReply, lockUpdate } from './store/updates.ts';
import type { Update } from './update.ts';

/** What colleagues do with a note: a tap that shows as a count, a reply in its thread. */

const replyLimit = fieldLimits.long;

/** [Useful] and [Same here]; pressed again, the tap is taken back. */
export async function tap(
  deps: PromptsDeps,
  { event, kind }: { event: ActionEvent; kind: 'useful' | 'same' },
  handling: Handling,
): Promise<Reply> {
  const found = await postedUpdate(handling.trx, event, event.values.update);
  if (!found) return note(handling.words('update.gone'));
  const home = found.community.conversation_id;
  await countTap(deps, { update: found.update, home, readIn: home, person: event.person.id, kind }, handling);
  return nothing;
}

interface Tap {
  readonly update: Update;
  /** Where the note stands, and where it was read. */
  readonly home: ConversationId;
  readonly readIn: ConversationId;
  readonly person: PersonId;
  readonly kind: 'useful' | 'same';
}

export async function countTap(
  deps: PromptsDeps,
  { update, home, readIn, person, kind }: Tap,
  handling: Pick<Handling, 'trx' | 'now'>,
): Promise<void> {
  const { trx, now } = handling;
  const tapped = { table: 'update_tap', on: { update_id: update.id, tap: kind } } as const;
  for (const toggled of await toggleTap(trx, tapped, { person, readIn, at: now })) {
    await deps.tell({ kind: 'talked', act: tapAct(home, toggled) }, handling);
  }
  await afterTap(deps, handling, update);
}

/** [Reply] */
export async function openReply(event: ActionEvent, { trx, words }: Handling): Promise<Reply> {
  const found = await postedUpdate(trx, event, event.values.update);
  if (!found) return note(words('update.gone'));
  return form(replyForm(words, replyView(found)));
}

/** Where else a reply goes is said in the form and stands in its state: it goes nowhere that its writer was not told of. */
function replyView({ update, community }: { update: Update; community: Community }) {
  const others = update.shown_in.slice(0, mostPlaces);
  const places = [community.name, ...others.map(({ label }) => label)];
  const state = [update.id, ...others.map(({ id }) => id)].join(' ');
  return { state, place: listOf(places), limit: replyLimit };
}

/** What a form's state has room for. */
const mostPlaces = 12;

export async function reply(deps: PromptsDeps, event: FormEvent, handling: Handling): Promise<Reply> {
  const { trx, words, now } = handling;
  const [id, ...told] = event.state.split(' ');
  const found = await postedUpdate(trx, event, id);
  if (!found) return note(words('update.gone'));
  const { update, community } = found;
  const text = (event.inputs.text ?? '').trim();
  const length = lengthOf(text);
  if (isBlank(text) || length > replyLimit) {
    const complaint = isBlank(text) ? words('field.empty') : words('field.too-long', { length, limit: replyLimit });
    const again = replyForm(words, { ...replyView(found), value: text });
    return form(again, { text: complaint });
  }
  const name = await findName(trx, event.person.id);
  const delivery = await deps.outbox.post(
    trx,
    {
      to: { conversation: community.conversation_id },
      message: replyMessage(wordsFor('en'), { name, text }),
      priority: 'answer',
      ...(update.delivery_id && { threadOf: update.delivery_id }),
    },
    now,
  );
  await insertReply(trx, {
    id: newId(),
    update_id: update.id,
    person_id: event.person.id,
    text,
    delivery_id: delivery,
    created_at: now,
  });
  const act = { person: event.person.id, place: community.conversation_id, kind: 'replied', at: now } as const;
  await deps.tell({ kind: 'talked', act }, handling);
  const shownIn = update.shown_in.map((place) => place.id).filter((place) => told.includes(place));
  await deps.tell({ kind: 'note-replied', note: update.id, person: event.person.id, text, shownIn }, handling);
  return note(words('update.replied'));
}

/** A note that stands in a channel of the person's own workspace; the button may be older than the note's end. */
async function postedUpdate(
  trx: Transaction<Database>,
  event: ActionEvent | FormEvent,
  id: string | undefined,
): Promise<{ update: Update; community: Community } | undefined> {
  const update = await lockUpdate(trx, id);
  const community = update?.state === 'posted' ? await findCommunity(trx, update.community_id ?? undefined) : undefined;
  return update && community?.workspace_id === event.workspace ? { update, community } : undefined;
}
