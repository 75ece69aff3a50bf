import type { Kysely } from 'kysely';
import { newId } from '../../base/ids.ts';
import { cut } from '../../base/text.ts';
import { carriedReplyCard } from '../../cards/highlights/card.ts';
import { wordsFor } from '../../cards/words.ts';
import type { ThreadReplyEvent } from '../../chat/event.ts';
import type { ConversationId, MessageId, PersonId } from '../../chat/ids.ts';
import type { Message } from '../../chat/message.ts';
import { type Reply as Answer, nothing } from '../../chat/reply.ts';
import { placeOf } from '../../people/places.ts';
import { findName } from '../../people/store.ts';
import type { Database } from '../../storage/schema.ts';
import type { DeliveryId } from '../../storage/tables/delivery.ts';
import type { Handling } from '../feature.ts';
import type { HighlightsDeps, Moment } from './deps.ts';
import { beginningOf } from './digest-items.ts';
import { type Highlight, hearsThread, limits } from './highlight.ts';
import { bylineOf } from './labels.ts';
import { plantNews } from './news.ts';
import { refreshOwnCards } from './own-card.ts';
import { showThere } from './showing.ts';
import { copiesOf, sharesMessage } from './store/copies.ts';
import { findByMessage, findHighlight, isExternal } from './store/highlights.ts';
import { lockHighlight } from './store/locks.ts';
import {
  addReplyCopy,
  findReplyByMessage,
  forgetReply,
  insertReply,
  type Reply,
  repliesTo,
  replyCopies,
  saveReplyText,
} from './store/replies.ts';
import { bringUpToDate } from './travel.ts';

/*
 * Replies go to every place in which a highlight stands but the one in which they were written, once each, in the order
 * in which they came, in the thread under it. What is carried is a message of ours, which no platform tells us of as
 * somebody's words: nothing is carried back.
 */

export interface Written {
  readonly highlight: Highlight;
  readonly person: PersonId;
  readonly text: string;
  /** Where it was written. */
  readonly at: ConversationId;
  /** The message that they wrote; absent: what a form sent, which stands nowhere of itself. */
  readonly message?: MessageId;
  /** It stands in the thread there already. */
  readonly stands: boolean;
  /** The places that its writer was shown; absent: they can read on the card where it goes. */
  readonly shown?: readonly ConversationId[];
}

/** Carries a reply to wherever the highlight stands. */
export async function carry(deps: HighlightsDeps, written: Written, moment: Moment): Promise<void> {
  const { trx, now } = moment;
  // What may not be read there any more goes first.
  await bringUpToDate(deps, [written.highlight.id], moment);
  const highlight = await findHighlight(trx, written.highlight.id);
  if (!highlight) return;
  const { person, text, at, message } = written;
  const reply: Reply = {
    id: newId(),
    highlight_id: highlight.id,
    conversation_id: at,
    person_id: person,
    text,
    message_id: message ?? null,
    created_at: now,
  };
  if (!(await insertReply(trx, reply))) return;
  for (const place of await placesOfThread(trx, highlight)) {
    if (place.id === at && written.stands) continue;
    // Nothing goes where its writer was not told it would.
    if (written.shown && place.id !== at && !written.shown.includes(place.id)) continue;
    const { id: conversation, thread, threadOf } = place;
    const card = await carriedCard(trx, { highlight, reply, conversation });
    const under = { ...(threadOf && { threadOf }), ...(thread && { thread }) };
    const delivery = await deps.outbox.post(
      trx,
      { to: { conversation }, message: card, priority: 'answer', ...under },
      now,
    );
    await addReplyCopy(trx, { reply_id: reply.id, conversation_id: conversation, delivery_id: delivery });
  }
  await refreshOwnCards(deps, [highlight], moment);
  if (at !== highlight.home_id) await plantNews(deps, { highlight, person }, moment);
  // What a note's own button sent was counted where the note stands.
  if (at === highlight.home_id && !message) return;
  const act = { person, place: at, kind: 'replied', at: now, about: highlight.home_id } as const;
  await deps.tell({ kind: 'talked', act }, moment);
}

interface ThreadPlace {
  readonly id: ConversationId;
  readonly threadOf?: DeliveryId;
  readonly thread?: MessageId;
}

/** Home, and every copy that stands or is on its way. */
async function placesOfThread(trx: Moment['trx'], highlight: Highlight): Promise<ThreadPlace[]> {
  const { home_id, home_delivery_id, home_thread } = highlight;
  const home: ThreadPlace = {
    id: home_id,
    ...(home_delivery_id ? { threadOf: home_delivery_id } : home_thread && { thread: home_thread }),
  };
  const copies = (await copiesOf(trx, [highlight.id])).flatMap(({ conversation_id, delivery_id, isDead }) =>
    delivery_id && !isDead ? [{ id: conversation_id, threadOf: delivery_id }] : [],
  );
  // Nothing is carried between places of which none is left.
  return copies.length > 0 ? [home, ...copies] : [];
}

const longestAbout = 80;

async function carriedCard(
  trx: Moment['trx'],
  { highlight, reply, conversation }: { highlight: Highlight; reply: Reply; conversation: ConversationId },
): Promise<Message> {
  const words = wordsFor('en');
  const isOneOfSeveral = await sharesMessage(trx, highlight.id, conversation);
  const place = await placeOf(trx, reply.conversation_id);
  const external = await isExternal(trx, reply.person_id);
  const byline = place
    ? await bylineOf(trx, words, { highlight, person: reply.person_id, place, external })
    : words('update.someone');
  return carriedReplyCard(words, {
    highlight: highlight.id,
    byline,
    text: await withoutAuthor(trx, highlight, reply.text),
    ...(isOneOfSeveral && { about: cut(beginningOf(highlight.content), longestAbout) }),
  });
}

/** What was carried stays, without what it quoted of a highlight that is gone. */
export async function cutQuotes(deps: HighlightsDeps, highlight: Highlight, { trx }: Moment): Promise<void> {
  for (const reply of await repliesTo(trx, highlight.id)) {
    for (const { delivery_id, conversation_id: conversation } of await replyCopies(trx, reply.id)) {
      await showThere(deps, trx, delivery_id, await carriedCard(trx, { highlight, reply, conversation }));
    }
  }
}

/** A reply may name whom the highlight does not. */
async function withoutAuthor(trx: Moment['trx'], highlight: Highlight, text: string): Promise<string> {
  if (highlight.named) return text;
  const name = await findName(trx, highlight.author_id);
  const someone = wordsFor('en')('highlights.reply.theAuthor');
  return (
    [name, ...name.split(/\s+/)]
      // Of other parts than the first, short ones are words like any other.
      .filter((each, index) => each.length > (index < 2 ? 1 : 2))
      .reduce(
        (kept, each) =>
          kept.replace(new RegExp(`@?(?<![\\p{L}\\p{N}])${escaped(each)}(?![\\p{L}\\p{N}])`, 'giu'), () => someone),
        text,
      )
  );
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

/** It was written under a highlight, or is a reply that was carried before. */
export async function isForUs(deps: HighlightsDeps, event: ThreadReplyEvent, db: Kysely<Database>): Promise<boolean> {
  const { change, conversation, message } = event;
  if (change !== 'written') {
    return (await findReplyByMessage(db, { conversation: conversation.id, id: message.id })) !== undefined;
  }
  if (!deps.hearsThreads) return false;
  return (await findByMessage(db, { conversation: conversation.id, id: message.thread })) !== undefined;
}

/** Somebody wrote in the thread itself, changed it there, or took it back. */
export async function followThread(deps: HighlightsDeps, event: ThreadReplyEvent, handling: Handling): Promise<Answer> {
  if (event.person.bot) return nothing;
  if (event.change === 'written') await carryWritten(deps, event, handling);
  else await followChange(deps, event, handling);
  return nothing;
}

async function carryWritten(deps: HighlightsDeps, event: ThreadReplyEvent, handling: Handling): Promise<void> {
  const { trx } = handling;
  const { message, conversation, person } = event;
  const found = await findByMessage(trx, { conversation: conversation.id, id: message.thread });
  if (found?.highlight.state !== 'agreed' || found.isOneOfSeveral) return;
  if (!hearsThread(await placeOf(trx, conversation.id), deps)) return;
  const text = cut(await plainText(event, handling), limits.reply);
  if (text === '') return;
  const { highlight } = found;
  await carry(
    deps,
    { highlight, person: person.id, text, at: conversation.id, message: message.id, stands: true },
    handling,
  );
}

/** Names instead of ids: who is mentioned is not called. */
async function plainText({ text, mentions }: ThreadReplyEvent, { trx }: Handling): Promise<string> {
  let plain = text.trim();
  for (const mention of mentions) {
    const name = (await findName(trx, mention.person)) || wordsFor('en')('highlights.reply.someone');
    plain = plain.replaceAll(mention.text, () => `@${name}`);
  }
  return plain;
}

async function followChange(deps: HighlightsDeps, event: ThreadReplyEvent, handling: Handling): Promise<void> {
  const { trx } = handling;
  const message = { conversation: event.conversation.id, id: event.message.id };
  const highlight = await lockHighlight(trx, (await findReplyByMessage(trx, message))?.highlight_id);
  const reply = highlight && (await findReplyByMessage(trx, message));
  if (!reply || reply.person_id !== event.person.id) return;
  const copies = await replyCopies(trx, reply.id);
  if (event.change === 'deleted') {
    const gone = wordsFor('en')('highlights.reply.gone');
    for (const copy of copies) await deps.outbox.remove(trx, copy.delivery_id, gone);
    return forgetReply(trx, reply.id);
  }
  const text = cut(await plainText(event, handling), limits.reply);
  await saveReplyText(trx, reply.id, text);
  for (const copy of copies) {
    const changed = { ...reply, text };
    const card = await carriedCard(trx, { highlight, reply: changed, conversation: copy.conversation_id });
    await deps.outbox.update(trx, copy.delivery_id, card);
  }
}
