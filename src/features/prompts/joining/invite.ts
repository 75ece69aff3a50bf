import { newId } from '../../../base/ids.ts';
import { invitationCard } from '../../../cards/joining/cards.ts';
import { wordsFor } from '../../../cards/words.ts';
import type { ActionEvent, ShortcutEvent } from '../../../chat/event.ts';
import type { ConversationId, MessageId } from '../../../chat/ids.ts';
import type { Person } from '../../../chat/person.ts';
import { note, nothing, type Reply } from '../../../chat/reply.ts';
import { may } from '../../../people/roles.ts';
import { findName } from '../../../people/store.ts';
import type { Handling, Mentioned } from '../../feature.ts';
import type { Community } from '../community.ts';
import type { PromptsDeps } from '../deps.ts';
import { announce } from '../setup.ts';
import { findCommunityOf } from '../store/communities.ts';
import { isInvitation, keepInvitation } from './store.ts';

/*
 * People are invited by a person, in a post of her own. Where a bot may not hear reactions to somebody else's message (it
 * would have to be told of all of them), she mentions it in the post, or picks it in the post's menu; a line with a
 * button comes to stand under it.
 */

/** A post has at least so many words; fewer are a slip of the keyboard. More than an order could have: it is none. */
const fewestWords = 5;
const moreThanAnOrder = 15;

/** The bot is mentioned in a channel: by whoever looks after it, in a post. */
export async function noteMention(
  deps: PromptsDeps,
  { event, isOrder }: Mentioned,
  handling: Handling,
): Promise<Reply | undefined> {
  const length = event.text.trim().split(/\s+/).length;
  if (length < (isOrder ? moreThanAnOrder : fewestWords) || event.message.thread) return undefined;
  const community = await joinableIn(event.conversation?.id, handling);
  if (!community || !(await mayInvite(community, event.person, handling))) return undefined;
  await putButton(deps, { community, by: event.person, post: event.message.id }, handling);
  return nothing;
}

/** *Add a Join button* in the menu of one's own post. */
export async function inviteByShortcut(deps: PromptsDeps, event: ShortcutEvent, handling: Handling): Promise<Reply> {
  const { words } = handling;
  const { source } = event;
  const community = await joinableIn(source?.message.conversation, handling);
  if (!source || !community) return note(words('joining.inviteNotHere'));
  if (!(await mayInvite(community, event.person, handling))) return note(words('joining.inviteNotYours'));
  if (source.author?.id !== event.person.id) return note(words('joining.inviteNotByYou'));
  const post = source.message.thread ?? source.message.id;
  const isNew = await putButton(deps, { community, by: event.person, post }, handling);
  return note(words(isNew ? 'joining.invited' : 'joining.invitedAlready'));
}

/** [Post a card for me]: she would rather not write herself. */
export async function postCard(deps: PromptsDeps, event: ActionEvent, handling: Handling): Promise<Reply> {
  const { trx, words } = handling;
  const community = await joinableIn(event.values.conversation as ConversationId | undefined, handling);
  if (!community) return note(words('core.goneAction'));
  if (!(await mayInvite(community, event.person, handling))) return note(words('joining.inviteNotYours'));
  await announce(deps, handling, community, event.person.id);
  await deps.tell(
    { kind: 'invited', conversation: community.conversation_id, by: event.person.id },
    { ...handling, trx },
  );
  return note(words('joining.posted', { place: community.name }));
}

/** The channel's, where it runs and asks those who join. */
async function joinableIn(
  conversation: ConversationId | undefined,
  { trx }: Pick<Handling, 'trx'>,
): Promise<Community | undefined> {
  const community = conversation && (await findCommunityOf(trx, conversation));
  return community && !community.stopped_at && community.asked === 'joined' ? community : undefined;
}

function mayInvite(community: Community, person: Person, { trx }: Pick<Handling, 'trx'>): Promise<boolean> {
  return may(trx, person, 'channel.change', { owns: community.created_by === person.id });
}

/** False where there is one already. */
async function putButton(
  deps: PromptsDeps,
  { community, by, post }: { community: Community; by: Person; post: MessageId },
  handling: Handling,
): Promise<boolean> {
  const { trx, now } = handling;
  if (await isInvitation(trx, community.id, post)) return false;
  const id = newId<'invitation'>();
  const name = await findName(trx, by.id);
  const message = invitationCard(wordsFor('en'), { community: community.id, invitation: id, name });
  const to = { conversation: community.conversation_id };
  const delivery = await deps.outbox.post(trx, { to, message, thread: post, priority: 'answer' }, now);
  await keepInvitation(trx, { id, community: community.id, by: by.id, post, delivery }, now);
  await deps.tell({ kind: 'invited', conversation: community.conversation_id, by: by.id }, handling);
  return true;
}
