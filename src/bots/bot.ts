import { randomUUID } from 'node:crypto';
import type { Transaction } from 'kysely';
import type { Registry } from 'prom-client';
import type { Clock } from '../base/clock.ts';
import type { Logger } from '../base/logger.ts';
import { wellFormed } from '../base/well-formed.ts';
import { wordsFor } from '../cards/words.ts';
import { type Bot, Busy } from '../chat/bot.ts';
import type { ActionEvent, ChatEvent, CommandEvent, MessageEvent, ThreadReplyEvent } from '../chat/event.ts';
import type { ConversationId, EventId, PersonId, PlatformName } from '../chat/ids.ts';
import type { Platform } from '../chat/platform.ts';
import { note, nothing, type Reply } from '../chat/reply.ts';
import { restAction } from '../chat/rest.ts';
import type { Outbox } from '../delivery/outbox.ts';
import { moveLane } from '../delivery/queue.ts';
import type { Feature, Handling } from '../features/feature.ts';
import { followMembers } from '../people/members.ts';
import { changedPlaces, followChange } from '../people/places.ts';
import type { Database } from '../storage/schema.ts';
import { sendWhatCannotBeAnswered } from './answering.ts';
import { createDoor } from './door.ts';
import { createInboundMetrics, type Outcome } from './metrics.ts';
import { createOrders, type Orders } from './orders.ts';
import { type AskHome, openRest, readOn } from './rest.ts';
import { type Handled, type Inside, takeTurn } from './turn.ts';

export interface BotOptions {
  readonly features: readonly Feature[];
  readonly platforms: ReadonlyMap<PlatformName, Platform>;
  readonly transaction: <T>(work: (trx: Transaction<Database>) => Promise<T>) => Promise<T>;
  readonly outbox: Outbox;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly registry: Registry;
  /** The address of the page that says what is held and who sees it, where there is one. */
  readonly trustPage?: string | undefined;
  /** Called when something may be waiting to be sent. */
  wakeWorker(): void;
  /** Called when the platform should be asked about a person, inside the transaction. */
  lookUpPerson(trx: Transaction<Database>, person: PersonId): Promise<void>;
  /** Called when the platform should be asked what a conversation is and who is in it, inside the transaction. */
  lookAtPlace(trx: Transaction<Database>, conversation: ConversationId): Promise<void>;
}

/**
 * A full turn takes less than `slowMs` on a database nearby. Even when everything is slow a third of the connections is
 * left for deliveries, jobs and pages. What waits gets its turn within a second, or it is better refused than kept.
 */
const bounds = {
  sideBySide: 2,
  mostTurns: 8,
  mostInTurn: 16,
  slowMs: 15,
  mostWaiting: 240,
  mostInLane: 80,
  staleAfterMs: 10_000,
} as const;

/**
 * The core: an event comes in, is taken in once, the feature that it belongs to decides and saves, what must be sent is
 * in the outbox, all in one transaction; the reply goes back to the adapter. `door.ts` says when, `turn.ts` how.
 */
export function createBot(options: BotOptions): Bot {
  const { features, clock, logger } = options;
  const orders = createOrders(features, options.trustPage);
  const underWay = new Map<EventId, Promise<Handled>>();
  const door = createDoor<ChatEvent, Handled>({
    ...bounds,
    elapsed: () => performance.now(),
    turn: (events) => takeTurn(events, { transaction: options.transaction, now: () => clock.now(), handle }),
  });
  const metrics = createInboundMetrics(options.registry, door);

  return {
    async handle(raw) {
      const event = wellFormed(raw);
      const begun = performance.now();
      const observe = (outcome: Outcome) => metrics.observe(event, outcome, (performance.now() - begun) / 1000);
      try {
        const { reply, repeated } = await enter(event);
        observe(repeated ? 'repeated' : 'handled');
        return reply;
      } catch (error) {
        observe(error instanceof Busy ? 'busy' : 'failed');
        return explain(event, error);
      }
    },
  };

  /** The same event again, while the first is under way, waits for that one. */
  async function enter(event: ChatEvent): Promise<Handled> {
    const first = underWay.get(event.id);
    if (first) return { ...(await first), repeated: true };
    const handled = door.enter(event.conversation?.id ?? event.person.id, event);
    underWay.set(event.id, handled);
    try {
      return await handled;
    } finally {
      underWay.delete(event.id);
      options.wakeWorker();
    }
  }

  function explain(event: ChatEvent, error: unknown): Reply {
    if (error instanceof Busy) {
      logger.debug({ event: event.id, kind: event.kind, why: error.message }, 'an event was refused');
      throw error;
    }
    const id = randomUUID().slice(0, 8);
    logger.error({ err: error, event: event.id, kind: event.kind, id }, 'an event could not be handled');
    if (!event.answers.note) throw error;
    return note(wordsFor(event.person.locale)('core.failed', { id }));
  }

  async function handle(event: ChatEvent, { trx, now, acquaintance }: Inside): Promise<Reply> {
    if (event.kind === 'thread-reply' && !(await isHeard(event, trx))) return nothing;
    await meet(event, { trx, now, acquaintance });
    const words = wordsFor(event.person.locale);
    const understood = event.kind === 'message' ? orders.fromMessage(event) : event;
    const said = event.kind === 'message' ? await mentioned(event, { trx, now, words }) : undefined;
    const reply = said ?? (await route(features, orders, understood, { trx, now, words }));
    return sendWhatCannotBeAnswered(reply, {
      trx,
      event: understood,
      words,
      now,
      outbox: options.outbox,
      platform: options.platforms.get(event.platform),
    });
  }

  /** A mention in a channel that is no order: the first feature that it is for answers. */
  async function mentioned(event: MessageEvent, handling: Handling): Promise<Reply | undefined> {
    if (event.conversation?.kind === 'direct') return undefined;
    const mention = { event, isOrder: orders.isOrder(event) };
    for (const feature of features) {
      const said = await feature.mentioned?.(mention, handling);
      if (said) return said;
    }
    return undefined;
  }

  /** What people say to each other elsewhere is dropped before anything is kept of who said it. */
  async function isHeard(event: ThreadReplyEvent, trx: Transaction<Database>): Promise<boolean> {
    for (const feature of features) if (await feature.hears?.(event, trx)) return true;
    return false;
  }

  async function meet(event: ChatEvent, inside: Inside): Promise<void> {
    const { person, platform } = event;
    const { trx, now, acquaintance } = inside;
    await meetConversation(event, inside);
    if (person.bot) return;
    const canAsk = options.platforms.get(platform)?.abilities.profile !== undefined;
    const { isStale, hasMoved } = await acquaintance.meet(trx, person, { now, canAsk });
    if (hasMoved) for (const feature of features) await feature.moved?.(person.id, { trx, now });
    if (isStale && canAsk) await options.lookUpPerson(trx, person.id);
  }

  async function meetConversation(event: ChatEvent, { trx, now, acquaintance }: Inside): Promise<void> {
    if (!event.conversation) return;
    const { id } = event.conversation;
    const { isUnseen, isRenamed } = await acquaintance.visit(trx, event.conversation);
    const { isChanged, lookAt } = await followPlace(event, { trx, now });
    const before = event.kind === 'place' ? event.before : undefined;
    if (isRenamed || isChanged || before) {
      const happening = { kind: 'place-changed', conversation: id, ...(before && { before }) } as const;
      for (const feature of features) await feature.follow?.(happening, { trx, now });
    }
    // Last: whatever others put there under the old id, before the features here took their locks, goes along.
    if (before) await moveLane(trx, { from: before, to: id, now });
    const hasLeft = event.kind === 'membership' && event.bot === 'left';
    const unseen = isUnseen && !hasLeft ? [id] : [];
    for (const conversation of new Set([...unseen, ...lookAt])) await options.lookAtPlace(trx, conversation);
  }
}

/** What an event tells of the place itself and of who is in it. */
async function followPlace(
  event: ChatEvent,
  { trx, now }: Pick<Handling, 'trx' | 'now'>,
): Promise<{ isChanged: boolean; lookAt: readonly ConversationId[] }> {
  if (event.kind !== 'membership' && event.kind !== 'place') return { isChanged: false, lookAt: [] };
  const { id } = event.conversation;
  let lookAt: readonly ConversationId[] = [id];
  const changed = await changedPlaces(trx, [id], async () => {
    if (event.kind === 'membership') lookAt = await followMembers(trx, event, now);
    else await followChange(trx, event);
  });
  return { isChanged: changed.length > 0, lookAt };
}

async function route(
  features: readonly Feature[],
  orders: Orders,
  event: Exclude<ChatEvent, MessageEvent>,
  handling: Handling,
): Promise<Reply> {
  const { words } = handling;
  const askHome: AskHome = (of, how) => firstReply(features.map((feature) => feature.home?.(of, how)));
  switch (event.kind) {
    case 'command':
      return orders.run(event, handling);
    case 'action': {
      if (event.action === 'core.order') return orders.run(toOrder(event), handling);
      if (event.action === restAction) return openRest(event, handling, askHome);
      const handler = named(
        event.action,
        features.map((feature) => feature.actions),
      );
      return handler ? handler(event, handling) : note(words('core.goneAction'));
    }
    case 'form': {
      if (event.form === restAction) return readOn(event, handling, askHome);
      const handler = named(
        event.form,
        features.map((feature) => feature.forms),
      );
      return handler ? handler(event, handling) : note(words('core.goneForm'));
    }
    case 'shortcut': {
      const handler = named(
        event.shortcut,
        features.map((feature) => feature.shortcuts),
      );
      return handler ? handler(event, handling) : note(words('core.goneAction'));
    }
    case 'home':
      return askHome(event, handling);
    case 'thread-reply':
      return firstReply(features.map((feature) => feature.threadReply?.(event, handling)));
    case 'membership':
      return firstReply(features.map((feature) => feature.membership?.(event, handling)));
    case 'installation':
      return firstReply(features.map((feature) => feature.installation?.(event, handling)));
    case 'place':
      // Features follow it as a happening.
      return nothing;
    case 'reaction':
      // Reactions are the platform's own; taps on our buttons are what counts.
      return nothing;
  }
}

/** Names come from outside: `constructor` is none of ours, though every object has something of that name. */
function named<T>(name: string, tables: readonly (Readonly<Record<string, T>> | undefined)[]): T | undefined {
  const table = tables.find((each) => each && Object.hasOwn(each, name));
  return table?.[name];
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
