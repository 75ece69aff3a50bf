import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import type { Answer, Call } from './answer.ts';
import { createFaults, createRandom, type Fault, type FaultShares, lateMs } from './faults.ts';
import { createLedger } from './ledger.ts';
import { createSlack } from './slack.ts';
import { createTeams } from './teams.ts';

/**
 * A platform that enforces its limits, as a process of its own: `node program.ts slack|teams [FAULTS]`. It prints its
 * port, looks at the limits when a call arrives, and answers 100 ± 50 ms later. `GET /counts` tells what it saw.
 */

const makers = { slack: createSlack, teams: createTeams };
const latency = { ms: 100, spread: 50 };

const [name, shares = '{}'] = process.argv.slice(2);
const ledger = createLedger();
const service = makers[name === 'teams' ? 'teams' : 'slack'](ledger);
const random = createRandom(1);
const nextFault = createFaults(JSON.parse(shares) as FaultShares, random);

async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const call = await read(request);
  if (call.path === '/counts') return send(response, { status: 200, body: ledger.counts() });
  const named = service.nameOf(call);
  if (named === undefined) return send(response, service.answer(call));
  ledger.request(named, call.at);
  const fault = nextFault();
  if (fault) ledger.fault(fault);
  const answer = await answerWith(fault, call);
  await wait(latency.ms + (random() * 2 - 1) * latency.spread);
  if (answer) send(response, answer);
  else request.socket.destroy();
}

/** Nothing where the connection is to break. */
async function answerWith(fault: Fault | undefined, call: Call): Promise<Answer | undefined> {
  if (fault === 'refused') return service.refusal(1_000);
  if (fault === 'failed') return { status: 500, body: 'out of order' };
  if (fault === 'reset before') return undefined;
  if (fault === 'late before') {
    await wait(lateMs);
    return service.answer({ ...call, at: Date.now() });
  }
  const answer = service.answer(call);
  if (fault === 'late after') await wait(lateMs);
  if (fault !== 'reset after') return answer;
  if (answer.took !== undefined) ledger.leaveUnanswered(answer.took);
  return undefined;
}

async function read(request: IncomingMessage): Promise<Call> {
  const at = Date.now();
  let body = '';
  for await (const chunk of request.setEncoding('utf8')) body += String(chunk);
  return { method: request.method ?? '', path: request.url ?? '', headers: request.headers, body, at };
}

function send(response: ServerResponse, { status, body, headers }: Answer): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(JSON.stringify(body));
}

const server = createServer((request, response) => {
  handle(request, response).catch((error: unknown) => {
    console.error(error);
    response.destroy();
  });
});
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => console.log(JSON.stringify({ port: (server.address() as AddressInfo).port })));
