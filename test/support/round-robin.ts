import { createServer, request as startRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';

/** What stands before several Outlouds: takes turns, and tries again elsewhere what broke off or was refused for now. */
export interface RoundRobin {
  readonly address: string;
  /** How often something had to be tried again. */
  readonly retries: number;
  close(): Promise<void>;
}

interface Answer {
  readonly status: number;
  readonly headers: NodeJS.Dict<string | string[]>;
  readonly body: Buffer;
}

/** As the proxy of the compose file does it. */
const tryForMs = 5_000;
const tryEveryMs = 100;

export async function startRoundRobin(ports: readonly number[]): Promise<RoundRobin> {
  let turn = 0;
  let retries = 0;

  async function handle(ask: (port: number) => Promise<Answer>): Promise<Answer> {
    const begun = performance.now();
    for (;;) {
      turn += 1;
      const answer = await ask(ports[turn % ports.length] ?? 0).catch(() => undefined);
      if (answer && answer.status !== 503) return answer;
      if (performance.now() - begun > tryForMs) return answer ?? { status: 502, headers: {}, body: Buffer.from('') };
      retries += 1;
      await pause(tryEveryMs);
    }
  }

  const server = createServer(async (request, response) => {
    const body = await buffer(request);
    const { method = 'GET', url = '/', headers } = request;
    const answer = await handle((port) => send(port, { method, path: url, headers, body }));
    // Where restify is loaded, `writeHead` gives nothing back.
    response.writeHead(answer.status, answer.headers);
    response.end(answer.body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    get retries() {
      return retries;
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

interface Sent {
  readonly method: string;
  readonly path: string;
  readonly headers: NodeJS.Dict<string | string[]>;
  readonly body: Buffer;
}

function send(port: number, { method, path, headers, body }: Sent): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const outgoing = startRequest({ port, host: '127.0.0.1', method, path, headers }, (incoming) => {
      buffer(incoming).then(
        (content) => resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, body: content }),
        reject,
      );
    });
    outgoing.once('error', reject);
    outgoing.end(body);
  });
}
