import type { ChatEvent } from './event.ts';
import type { Reply } from './reply.ts';

/**
 * The core, as an adapter sees it: an event in, the answer out. Never throws for bad input.
 *
 * It resolves once the event, what it changed and what must be sent because of it are kept; where a person can be told
 * in the answer, a failure is told there. It rejects where nothing was kept and nobody was told: with `Busy` where too
 * much is under way, with anything else where it failed. The same event may be handed over again at any time, also
 * while the first is still under way: it takes effect once, and gets the same reply.
 */
export interface Bot {
  handle(event: ChatEvent): Promise<Reply>;
}

/** Too much is under way to take another event; in a moment it may be different. */
export class Busy extends Error {
  override readonly name = 'Busy';
}
