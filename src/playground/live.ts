import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import type { Records } from './store.ts';
import { type Exchange, sendJson } from './web.ts';

/** Keeps a silent connection from being taken for a dead one. */
const heartbeatMs = 15_000;

/** Tells every open page that there is something new. */
export interface Live {
  /** Resolves when the page has gone. */
  follow(exchange: Exchange): Promise<void>;
  stop(): void;
}

export function createLive(records: Records): Live {
  const pages = new Set<ServerResponse>();
  let stopped = false;

  function line(): string {
    return `data: ${JSON.stringify({ version: records.version })}\n\n`;
  }

  function toAll(text: string): void {
    for (const page of pages) page.write(text);
  }

  const unfollow = records.onChange(() => toAll(line()));
  const heartbeat = setInterval(() => toAll(': still here\n\n'), heartbeatMs);
  heartbeat.unref();

  return {
    async follow({ res }) {
      if (stopped) {
        sendJson(res, 503, { ok: false, tell: 'Outloud is stopping.' });
        return;
      }
      res.writeHead(200, {
        'content-type': 'text/event-stream; charset=utf-8',
        'cache-control': 'no-store',
        connection: 'keep-alive',
      });
      res.write(line());
      pages.add(res);
      await once(res, 'close');
      pages.delete(res);
    },
    stop() {
      stopped = true;
      unfollow();
      clearInterval(heartbeat);
      for (const page of pages) page.end();
    },
  };
}
