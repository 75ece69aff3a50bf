import type { Transaction } from 'kysely';
import { openFormCard } from '../cards/core-cards.ts';
import { boldLine, card } from '../cards/elements.ts';
import { formCard } from '../cards/form-card.ts';
import type { Words } from '../cards/words.ts';
import type { ChatEvent } from '../chat/event.ts';
import type { Message } from '../chat/message.ts';
import type { Platform } from '../chat/platform.ts';
import { type FormReply, type NoteReply, note, nothing, type ReplaceReply, type Reply } from '../chat/reply.ts';
import type { NewDelivery, Outbox } from '../delivery/outbox.ts';
import type { Database } from '../storage/schema.ts';

interface Answering {
  readonly trx: Transaction<Database>;
  readonly event: ChatEvent;
  readonly words: Words;
  readonly now: Date;
  readonly outbox: Outbox;
  readonly platform: Platform | undefined;
}

/**
 * What cannot be given back in the answer to this event (a text message to the bot has no room for a form) goes out as
 * a message instead. What is left for the adapter is only what it can do.
 */
export async function sendWhatCannotBeAnswered(reply: Reply, answering: Answering): Promise<Reply> {
  const { answers } = answering.event;
  if (reply.kind === 'note' && !answers.note) return sendNote(reply, answering);
  if (reply.kind === 'note' && answers.note === 'words' && reply.message.card) return sendCard(reply, answering);
  if (reply.kind === 'replace' && !answers.replace) return sendReplacement(reply, answering);
  if (reply.kind === 'form' && !answers.form) return sendForm(reply, answering);
  return reply;
}

/** In a channel, what is for one person alone goes to their direct chat, and a line says so. */
async function sendNote({ message, to }: NoteReply, answering: Answering): Promise<Reply> {
  const { event, words } = answering;
  const direct = event.conversation?.kind === 'direct';
  if (to === 'here' || direct || !event.conversation) await sendHere(message, answering);
  else {
    await send({ to: { person: event.person.id }, message, priority: 'answer' }, answering);
    await sendHere({ text: words('core.answeredPrivately') }, answering);
  }
  return nothing;
}

/** Beside a card or in a dialog there is room for words alone: the card comes as a message, and the words say so. */
async function sendCard({ message, to }: NoteReply, answering: Answering): Promise<Reply> {
  const { event, words } = answering;
  const isPrivate = event.conversation?.kind === 'direct' || to === 'here';
  if (isPrivate) await sendHere(message, answering);
  else await send({ to: { person: event.person.id }, message, priority: 'answer' }, answering);
  return isPrivate ? nothing : note(words('core.answeredPrivately'));
}

/** The feature has put the new card in the outbox already where it matters; a closed form needs nothing more. */
async function sendReplacement({ message }: ReplaceReply, answering: Answering): Promise<Reply> {
  const { event } = answering;
  if (event.kind === 'form' || event.kind === 'action') return nothing;
  await sendHere(message, answering);
  return nothing;
}

/** Fields in a message where the platform has them and one person looks, else a button that can open the form. */
async function sendForm({ form, complaints }: FormReply, answering: Answering): Promise<Reply> {
  const { event, words, platform } = answering;
  const direct = event.conversation?.kind === 'direct';
  if (direct && platform?.abilities.inputsInCards) {
    const body = [...Object.values(complaints ?? {}).map(boldLine), ...form.body];
    const filled = formCard({ ...form, body });
    await sendHere({ text: words('core.openFormText', { title: form.title }), card: filled }, answering);
    return nothing;
  }
  const order = orderOf(event);
  const message = openFormCard(words, { title: form.title, order: order ?? '', dialog: !direct });
  await sendHere(order === undefined ? { text: form.title, card: card([boldLine(form.title)]) } : message, answering);
  return nothing;
}

/** What has to be typed for the same form to come again. */
function orderOf(event: ChatEvent): string | undefined {
  return event.kind === 'command' ? `${event.command} ${event.words}`.trim() : undefined;
}

async function sendHere(message: Message, answering: Answering): Promise<void> {
  const { event } = answering;
  if (!event.conversation) return send({ to: { person: event.person.id }, message, priority: 'answer' }, answering);
  const inThread = event.conversation.kind === 'channel' && 'message' in event && event.message;
  const thread = inThread ? (inThread.thread ?? inThread.id) : undefined;
  return send(
    { to: { conversation: event.conversation.id }, message, priority: 'answer', ...(thread && { thread }) },
    answering,
  );
}

async function send(delivery: NewDelivery, { outbox, trx, now }: Answering): Promise<void> {
  await outbox.post(trx, delivery, now);
}
