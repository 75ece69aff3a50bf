import type { ChatEvent } from './event.ts';
import type { Reply } from './reply.ts';

/** The core, as an adapter sees it: an event in, the answer out, well under three seconds. Never throws for bad input. */
export interface Bot {
  handle(event: ChatEvent): Promise<Reply>;
}
