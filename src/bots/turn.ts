import type { Transaction } from 'kysely';
import type { ChatEvent } from '../chat/event.ts';
import type { Reply } from '../chat/reply.ts';
import type { Acquaintance } from '../people/acquaintance.ts';
import { isPassing } from '../storage/errors.ts';
import type { Database } from '../storage/schema.ts';
import { rememberReplies, takeIn } from './inbox.ts';

/*
 * One turn: events that go in together, each of them whole or not at all.
 *
 *   together  in one transaction they are taken in and handled, in order, and their replies are kept
 *   alone     if anything fails, nothing of all that was kept; then each gets a transaction of its own, in the same
 *             order, so that one that fails takes no neighbour with it
 *   again     what failed for a passing reason is tried once more. Had a connection that broke committed after all, the
 *             inbox knows, and gives the reply of that time
 */

export interface Handled {
  readonly reply: Reply;
  /** It had been here before; this is the reply that it got then. */
  readonly repeated: boolean;
}

export interface TurnOptions {
  readonly transaction: <T>(work: (trx: Transaction<Database>) => Promise<T>) => Promise<T>;
  readonly now: () => Date;
  /** What one event causes; it may be asked again about the same event, once everything was undone. */
  handle(event: ChatEvent, handling: Inside): Promise<Reply>;
}

export interface Inside {
  readonly trx: Transaction<Database>;
  readonly now: Date;
  readonly acquaintance: Acquaintance;
}

type Outcome = PromiseSettledResult<Handled>;

export async function takeTurn(events: readonly ChatEvent[], options: TurnOptions): Promise<readonly Outcome[]> {
  const [only, ...others] = events;
  if (only && others.length === 0) return [await alone(only, options)];
  try {
    const handled = await together(events, options);
    return handled.map((value) => ({ status: 'fulfilled', value }));
  } catch {
    const outcomes: Outcome[] = [];
    for (const event of events) outcomes.push(await alone(event, options));
    return outcomes;
  }
}

async function alone(event: ChatEvent, options: TurnOptions): Promise<Outcome> {
  const attempt = () => together([event], options);
  try {
    const [value] = await attempt().catch((error: unknown) => (isPassing(error) ? attempt() : Promise.reject(error)));
    return { status: 'fulfilled', value: value as Handled };
  } catch (reason) {
    return { status: 'rejected', reason };
  }
}

function together(events: readonly ChatEvent[], options: TurnOptions): Promise<Handled[]> {
  return options.transaction(async (trx) => {
    const now = options.now();
    const taken = await takeIn(trx, events, now);
    const handled: Handled[] = [];
    for (const event of events) {
      const known = taken.earlier(event.id);
      const reply = known ?? (await options.handle(event, { trx, now, acquaintance: taken.acquaintance }));
      handled.push({ reply, repeated: known !== undefined });
    }
    const fresh = handled.flatMap(({ reply, repeated }, index) =>
      repeated ? [] : [[(events[index] as ChatEvent).id, reply] as const],
    );
    await rememberReplies(trx, fresh, now);
    return handled;
  });
}
