import type { Kysely, Transaction } from 'kysely';
import { ownUpdateCard, updateCard, withdrawForm, withdrawnCard } from '../../cards/prompts/update-card.ts';
import { type Words, wordsFor } from '../../cards/words.ts';
import type { ActionEvent, FormEvent } from '../../chat/event.ts';
import type { Message } from '../../chat/message.ts';
import { form, note, type Reply, replace } from '../../chat/reply.ts';
import { accountsOf } from '../../people/accounts.ts';
import { findNames } from '../../people/store.ts';
import type { Database } from '../../storage/schema.ts';
import type { DeliveryId } from '../../storage/tables/delivery.ts';
import type { UpdateDraft } from '../../storage/tables/prompts.ts';
import type { Handling } from '../feature.ts';
import type { Community } from './community.ts';
import type { PromptsDeps } from './deps.ts';
import { endGreeting, greetFirstNote } from './greet.ts';
import { communitiesOf, findCommunities, findCommunity } from './store/communities.ts';
import { lockRound } from './store/rounds.ts';
import { countTapsOn, forgetWords, lockUpdate, savePosted } from './store/updates.ts';
import { mayChange, type Update } from './update.ts';

/** A note comes to stand in a channel, changes there, and goes again; its author's own card follows. */

/** Posts the draft, or saves it over what is posted. Narrowing and moving take the old post away. */
export async function publish(
  deps: PromptsDeps,
  { update, event }: { update: Update; event: FormEvent },
  handling: Handling,
): Promise<Reply> {
  const { trx, now, words } = handling;
  const { draft } = update;
  if (!draft) return replace(await ownCardOf(trx, update, words));
  const community = await communityOf(trx, update, draft);
  const moved = update.community_id !== (community?.id ?? null);
  if (moved && update.delivery_id) await deps.outbox.remove(trx, update.delivery_id, words('update.withdrawn'));
  const posted: Update = {
    ...update,
    fields: draft.fields,
    draft: null,
    community_id: community?.id ?? null,
    delivery_id: moved ? null : update.delivery_id,
    state: community ? 'posted' : 'draft',
    posted_at: community ? (update.posted_at ?? now) : null,
    edited_at: update.posted_at && community ? now : null,
  };
  const delivery = community ? await showInChannel(deps, handling, posted, community) : null;
  await savePosted(trx, update.id, {
    fields: posted.fields,
    community: posted.community_id,
    delivery,
    postedAt: posted.posted_at,
    editedAt: posted.edited_at,
  });
  const shown = { ...posted, delivery_id: delivery };
  if (community && (moved || update.state !== 'posted')) {
    const act = { person: update.person_id, place: community.conversation_id, kind: 'wrote', at: now } as const;
    await deps.tell({ kind: 'talked', act }, handling);
  }
  if (update.community_id && moved) await endGreeting(deps, trx, { note: update.id });
  if (community && !update.posted_at) await greetFirstNote(deps, { update: shown, community }, handling);
  if (community) await tellShown(deps, handling, { update: shown, community });
  else if (update.community_id) await deps.tell({ kind: 'note-withdrawn', note: update.id }, handling);
  return showToAuthor(deps, handling, { update: posted, event, message: ownCard(words, posted, community?.name) });
}

/** Other features hear that a note is shown, and of every change to it. */
async function tellShown(
  deps: PromptsDeps,
  handling: Pick<Handling, 'trx' | 'now'>,
  { update, community }: { update: Update; community: Community },
): Promise<void> {
  if (!update.delivery_id) return;
  const { useful } = (await countTapsOn(handling.trx, [update.id]))(update.id);
  await deps.tell(
    {
      kind: 'note-shown',
      note: update.id,
      author: update.person_id,
      question: update.question ?? '',
      fields: update.fields,
      seenIn: community.conversation_id,
      delivery: update.delivery_id,
      host: community.created_by,
      useful,
      edited: update.edited_at !== null,
    },
    handling,
  );
}

/** The draft's audience, if its author still belongs to it; else only they see it. */
async function communityOf(
  trx: Transaction<Database>,
  update: Update,
  draft: UpdateDraft,
): Promise<Community | undefined> {
  if (!draft.communityId) return undefined;
  const theirs = await communitiesOf(trx, update.person_id);
  return theirs.some((each) => each.id === draft.communityId) ? findCommunity(trx, draft.communityId) : undefined;
}

async function showInChannel(
  deps: PromptsDeps,
  { trx, now }: Handling,
  update: Update,
  community: Community,
): Promise<DeliveryId> {
  const message = await channelCard(trx, update, community.name);
  if (update.delivery_id) {
    await deps.outbox.update(trx, update.delivery_id, message);
    return update.delivery_id;
  }
  return deps.outbox.post(trx, { to: { conversation: community.conversation_id }, message, priority: 'answer' }, now);
}

/** The note as the channel sees it now, counts and all. */
export async function channelCard(db: Kysely<Database>, update: Update, place: string): Promise<Message> {
  return (await cardMaker(db, [update]))(update, place);
}

/** What cards of these notes say is read once for all. */
async function cardMaker(
  db: Kysely<Database>,
  updates: readonly Update[],
): Promise<(update: Update, place: string) => Message> {
  const nameOf = await findNames(
    db,
    updates.map(({ person_id }) => person_id),
  );
  const tapsOn = await countTapsOn(
    db,
    updates.map(({ id }) => id),
  );
  return (update, place) =>
    updateCard(wordsFor('en'), {
      id: update.id,
      author: nameOf(update.person_id),
      question: update.question ?? '',
      fields: update.fields,
      place,
      edited: update.edited_at !== null,
      alsoIn: update.shown_in.map(({ label }) => label),
      ...tapsOn(update.id),
    });
}

/** The cards in the channels as they are now; a few statements, however many. */
export async function refreshChannelCards(
  deps: PromptsDeps,
  trx: Transaction<Database>,
  updates: readonly Update[],
): Promise<void> {
  const standing = updates.filter(({ delivery_id, community_id }) => delivery_id && community_id);
  if (standing.length === 0) return;
  const communities = await findCommunities(
    trx,
    standing.flatMap(({ community_id }) => community_id ?? []),
  );
  const cardOf = await cardMaker(trx, standing);
  const messages = standing.flatMap((update) => {
    const place = communities.get(update.community_id)?.name;
    return update.delivery_id && place !== undefined ? [[update.delivery_id, cardOf(update, place)] as const] : [];
  });
  await deps.outbox.updateAll(trx, new Map(messages));
}

/** After a tap, here or on a copy elsewhere: the card in the channel follows, and so does whoever else shows the note. */
export async function afterTap(
  deps: PromptsDeps,
  handling: Pick<Handling, 'trx' | 'now'>,
  update: Update,
): Promise<void> {
  await refreshChannelCards(deps, handling.trx, [update]);
  const community = await findCommunity(handling.trx, update.community_id ?? undefined);
  if (community) await tellShown(deps, handling, { update, community });
}

/**
 * The author's own card takes the place of the question it answers; unasked, it comes as a message of its own, so that
 * [Edit] and [Withdraw] can always be found again.
 */
async function showToAuthor(
  deps: PromptsDeps,
  { trx, now }: Handling,
  { update, event, message }: { update: Update; event: FormEvent; message: Message },
): Promise<Reply> {
  const delivery = await ownDelivery(trx, update);
  if (delivery) {
    await deps.outbox.update(trx, delivery, message);
  } else {
    const person = event.person.id;
    // A form in a card of the direct chat becomes the author's card; a dialog leaves nothing behind.
    const own =
      event.message && event.answers.replace && event.conversation?.kind === 'direct'
        ? await deps.outbox.adopt(trx, message, { person, ref: event.message, now })
        : await deps.outbox.post(trx, { to: { person }, message, priority: 'answer' }, now);
    await trx.updateTable('update').set({ own_delivery_id: own }).where('id', '=', update.id).execute();
  }
  if (update.round_id) {
    await trx.updateTable('round').set({ state: 'answered' }).where('id', '=', update.round_id).execute();
  }
  return replace(message);
}

async function ownDelivery(trx: Transaction<Database>, update: Update): Promise<DeliveryId | null> {
  if (update.own_delivery_id) return update.own_delivery_id;
  const round = await lockRound(trx, update.round_id ?? undefined);
  return round?.delivery_id ?? null;
}

export function ownCard(words: Words, update: Update, place: string | undefined): Message {
  return ownUpdateCard(words, {
    id: update.id,
    question: update.question ?? '',
    fields: update.fields,
    ...(place && { place }),
  });
}

async function ownCardOf(db: Kysely<Database>, update: Update, words: Words): Promise<Message> {
  const community = await findCommunity(db, update.community_id ?? undefined);
  const fields = update.state === 'draft' ? (update.draft?.fields ?? update.fields) : update.fields;
  return ownCard(words, { ...update, fields }, community?.name);
}

/** [Withdraw]: says first what goes and what cannot be recalled. */
export async function askToWithdraw(event: ActionEvent, { trx, words }: Handling): Promise<Reply> {
  const update = await lockUpdate(trx, event.values.update);
  const accounts = await accountsOf(trx, event.person.id);
  if (update && !accounts.includes(update.person_id)) return note(words('update.notYours'));
  if (!mayChange(update, accounts)) return note(words('update.gone'));
  const community = await findCommunity(trx, update.community_id ?? undefined);
  return form(withdrawForm(words, { update: update.id, ...(community && { place: community.name }) }));
}

/** Withdrawn everywhere: the words are deleted here, and taken away wherever they were shown. */
export async function withdraw(deps: PromptsDeps, event: FormEvent, handling: Handling): Promise<Reply> {
  const { trx, words } = handling;
  const update = await lockUpdate(trx, event.state);
  if (!mayChange(update, await accountsOf(trx, event.person.id))) return note(words('update.gone'));
  if (event.button === 'back') return replace(await ownCardOf(trx, update, words));
  const message = withdrawnCard(words, update.state === 'posted');
  if (update.delivery_id) await deps.outbox.remove(trx, update.delivery_id, words('update.withdrawn'));
  const own = await ownDelivery(trx, update);
  if (own) await deps.outbox.update(trx, own, message);
  await endGreeting(deps, trx, { note: update.id });
  await forgetWords(trx, update.id);
  await deps.tell({ kind: 'note-withdrawn', note: update.id }, handling);
  return replace(message);
}
