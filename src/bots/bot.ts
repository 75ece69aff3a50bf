import { randomUUID } from 'node:crypto';
import type { Transaction } from 'kysely';
import type { Clock } from '../base/clock.ts';
import type { Logger } from '../base/logger.ts';
import { wordsFor } from '../cards/words.ts';
import type { Bot } from '../chat/bot.ts';
import type { ActionEvent, ChatEvent, CommandEvent, MessageEvent } from '../chat/event.ts';
import type { ConversationId, PlatformName } from '../chat/ids.ts';
import type { Platform } from '../chat/platform.ts';
import { note, nothing, type Reply } from '../chat/reply.ts';
import type { Outbox } from '../delivery/outbox.ts';
import type { Feature, Handling } from '../features/feature.ts';
import { followMembers } from '../people/members.ts';
import { meetPerson, saveConversation } from '../people/store.ts';
import type { Database } from '../storage/schema.ts';
import { sendWhatCannotBeAnswered } from './answering.ts';
import { rememberReply, takeIn } from './inbox.ts';
import { createOrders, type Orders } from './orders.ts';
import { wellFormed } from './well-formed.ts';

export interface BotOptions {
  readonly features: readonly Feature[];
  readonly platforms: ReadonlyMap<PlatformName, Platform>;
  readonly transaction: <T>(work: (trx: Transaction<Database>) => Promise<T>) => Promise<T>;
  readonly outbox: Outbox;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Called after each event: something may be waiting to be sent. */
  wakeWorker(): void;
  /** Called when the platform should be asked about a person, inside the transaction. */
  lookUpPerson(trx: Transaction<Database>, person: ChatEvent['person']): Promise<void>;
  /** Called when the platform should be asked who is in a channel, inside the transaction. */
  lookUpMembers(trx: Transaction<Database>, conversation: ConversationId): Promise<void>;
}

/**
 * The core: an event comes in, is taken in once, the feature that it belongs to decides and saves, what must be sent is
 * in the outbox, all in one transaction; the reply goes back to the adapter.
 */
export function createBot(options: BotOptions): Bot {
  const { features, clock, logger } = options;
  const orders = createOrders(features);

  return {
    async handle(raw) {
      const event = wellFormed(raw);
      try {
        const reply = await options.transaction((trx) => takeAndHandle(trx, event));
        options.wakeWorker();
        return reply;
      } catch (error) {
        const id = randomUUID().slice(0, 8);
        logger.error({ err: error, event: event.id, kind: event.kind, id }, 'an event could not be handled');
        return event.answers.note ? note(wordsFor(event.person.locale)('core.failed', { id })) : nothing;
      }
    },
  };

  async function takeAndHandle(trx: Transaction<Database>, event: ChatEvent): Promise<Reply> {
    const now = clock.now();
    const taken = await takeIn(trx, event.id, now);
    if (taken !== 'new') return taken.reply ?? nothing;
    await meet(trx, event, now);
    const words = wordsFor(event.person.locale);
    const understood = event.kind === 'message' ? orders.fromMessage(event) : event;
    const reply = await route(features, orders, understood, { trx, now, words });
    const left = await sendWhatCannotBeAnswered(reply, {
      trx,
      event: understood,
      words,
      now,
      outbox: options.outbox,
      platform: options.platforms.get(event.platform),
    });
    if (left.kind !== 'nothing') await rememberReply(trx, event.id, left);
    return left;
  }

  async function meet(trx: Transaction<Database>, event: ChatEvent, now: Date): Promise<void> {
    await meetConversation(trx, event);
    if (event.person.bot) return;
    const canAsk = options.platforms.get(event.platform)?.abilities.profile !== undefined;
    const isStale = await meetPerson(trx, event.person, { now, canAsk });
    if (isStale && canAsk) await options.lookUpPerson(trx, event.person);
  }

  async function meetConversation(trx: Transaction<Database>, event: ChatEvent): Promise<void> {
    if (!event.conversation) return;
    const isUnseen = await saveConversation(trx, event.conversation);
    const changed = event.kind === 'membership' ? await followMembers(trx, event) : [];
    const hasLeft = event.kind === 'membership' && event.bot === 'left';
    const unseen = isUnseen && !hasLeft ? [event.conversation.id] : [];
    for (const conversation of new Set([...unseen, ...changed])) await options.lookUpMembers(trx, conversation);
  }
}

async function route(
  features: readonly Feature[],
  orders: Orders,
  event: Exclude<ChatEvent, MessageEvent>,
  handling: Handling,
): Promise<Reply> {
  const { words } = handling;
  switch (event.kind) {
    case 'command':
      return orders.run(event, handling);
    case 'action': {
      if (event.action === 'core.order') return orders.run(toOrder(event), handling);
      const handler = features.map((feature) => feature.actions?.[event.action]).find(Boolean);
      return handler ? handler(event, handling) : note(words('core.goneAction'));
    }
    case 'form': {
      const handler = features.map((feature) => feature.forms?.[event.form]).find(Boolean);
      return handler ? handler(event, handling) : note(words('core.goneForm'));
    }
    case 'shortcut': {
      const handler = features.map((feature) => feature.shortcuts?.[event.shortcut]).find(Boolean);
      return handler ? handler(event, handling) : note(words('core.goneAction'));
    }
    case 'home':
      return firstReply(features.map((feature) => feature.home?.(event, handling)));
    case 'membership':
      return firstReply(features.map((feature) => feature.membership?.(event, handling)));
    case 'installation':
      return firstReply(features.map((feature) => feature.installation?.(event, handling)));
    case 'reaction':
      // Reactions are the platform's own; taps on our buttons are what counts.
      return nothing;
  }
}

/** Every feature hears of it; the first that has something to say says it. */
async function firstReply(replies: readonly (Promise<Reply> | undefined)[]): Promise<Reply> {
  let said: Reply = nothing;
  for (const reply of replies) {
    const next = await reply;
    if (next && said.kind === 'nothing') said = next;
  }
  return said;
}

/** The button that stands where a form could not be opened gives the same order again. */
function toOrder({ action: _, values, inputs: __, kind: ___, ...event }: ActionEvent): CommandEvent {
  const [command = '', ...words] = (values.order ?? '').split(' ');
  return { ...event, kind: 'command', command, words: words.join(' ') };
}
