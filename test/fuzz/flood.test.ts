import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { Socket } from 'node:net';
import { testDatabaseUrl } from '../support/database.ts';
import { answersIn, open, raw, statusOf } from './raw.ts';
import { startTarget, type Target } from './target.ts';

/** Very much at once, from those who do not mean it: what the others notice, and what it costs. */

const idle = Number(process.env.OUTLOUD_FUZZ_IDLE ?? 2_000);
const slow = 300;
const pipelined = 500;

describe('a flood', function () {
  this.timeout(120_000);
  let target: Target;
  const held: Socket[] = [];
  before(async () => {
    target = await startTarget(await testDatabaseUrl());
  });
  after(async () => {
    for (const socket of held) socket.destroy();
    await target?.stop();
  });

  async function hold(count: number, first: string): Promise<Socket[]> {
    const opened: Socket[] = [];
    // A hundred at a time: a machine queues only so many that it has not taken yet.
    for (let begun = 0; begun < count; begun += 100) {
      const sockets = await Promise.all(
        Array.from({ length: Math.min(100, count - begun) }, () => open(target.address)),
      );
      if (first !== '') for (const socket of sockets) socket.write(first);
      opened.push(...sockets);
    }
    held.push(...opened);
    return opened;
  }

  async function assertOthersAreServed(): Promise<void> {
    const begun = performance.now();
    for (const path of ['/healthz', '/readyz', '/trust']) {
      const answer = await fetch(target.address + path);
      assert.equal(answer.status, 200, path);
      await answer.text();
    }
    assert.ok(performance.now() - begun < 5_000);
  }

  let halfAsked: Socket[] = [];
  let silent: Socket[] = [];

  it(`of ${idle} connections that say nothing holds up nobody, and takes little`, async () => {
    const before = await target.heapMb();
    silent = await hold(idle, '');
    await assertOthersAreServed();
    const each = ((await target.heapMb()) - before) / idle;
    assert.ok(each < 0.02, `${each * 1_000} KB each`);
  });

  it(`of ${slow} that never finish their question holds up nobody`, async () => {
    halfAsked = await hold(slow, 'GET /trust HTTP/1.1\r\nHost: a\r\nX-Slow: ');
    const drip = setInterval(() => {
      for (const socket of halfAsked) if (socket.writable) socket.write('a');
    }, 1_000);
    drip.unref();
    await assertOthersAreServed();
  });

  it(`of ${slow} whose bodies never come holds up nobody, and each is told`, async () => {
    const head = (path: string) => `POST ${path} HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\n{`;
    const sockets = await hold(slow, head('/slack/events'));
    sockets.push(...(await hold(slow, head('/api/messages'))));
    await assertOthersAreServed();
    const answers = await Promise.all(sockets.map(async (socket) => String((await once(socket, 'data'))[0])));
    assert.deepEqual([...new Set(answers.map(statusOf))], [408]);
  });

  it(`of ${pipelined} questions in one breath is answered in order`, async () => {
    const one = (path: string, last = false) =>
      `GET ${path} HTTP/1.1\r\nHost: a\r\n${last ? 'Connection: close\r\n' : ''}\r\n`;
    const paths = Array.from({ length: pipelined }, (_, index) => (index % 2 === 0 ? '/healthz' : '/nowhere'));
    const answer = await raw(target.address, `${paths.map((path) => one(path)).join('')}${one('/healthz', true)}`);
    assert.equal(answersIn(answer), pipelined + 1);
    const statuses = [...answer.matchAll(/HTTP\/1\.1 (\d+)/g)].map(([, status]) => status);
    assert.deepEqual(
      statuses.slice(0, pipelined),
      paths.map((path) => (path === '/healthz' ? '200' : '404')),
    );
  });

  for (const path of ['/slack/events', '/api/messages', '/nowhere']) {
    for (const length of ['with its length', 'without a length']) {
      it(`of a hundred megabytes is not kept: to ${path}, ${length}`, async () => {
        const before = await target.heapMb();
        const status = await sendMuch(path, length === 'with its length');
        assert.equal(status, path === '/nowhere' ? 404 : 413);
        assert.ok((await target.heapMb()) - before < 20);
      });
    }
  }

  async function sendMuch(path: string, saysLength: boolean): Promise<number> {
    const piece = Buffer.alloc(1_000_000, 'a');
    const [size, line] = [piece.length.toString(16), '\r\n'];
    const socket = await open(target.address);
    const answered = once(socket, 'data');
    const write = (bytes: string | Buffer) => new Promise((resolve) => socket.write(bytes, resolve));
    const framing = saysLength ? `Content-Length: ${piece.length * 100}` : 'Transfer-Encoding: chunked';
    await write(`POST ${path} HTTP/1.1\r\nHost: a\r\n${framing}\r\n\r\n`);
    for (let sent = 0; sent < 100; sent++) {
      await write(saysLength ? piece : Buffer.concat([Buffer.from(size + line), piece, Buffer.from(line)]));
    }
    if (!saysLength) await write('0\r\n\r\n');
    const [answer] = await answered;
    socket.destroy();
    return statusOf(String(answer));
  }

  it('is over for those who took too long', async () => {
    const ended = async (socket: Socket): Promise<void> => {
      if (!socket.closed) await new Promise((resolve) => socket.resume().once('close', resolve));
    };
    // Node looks every 30 seconds at who has had their 10.
    await Promise.all([...halfAsked, ...silent].map(ended));
    await assertOthersAreServed();
    assert.deepEqual(target.badLines(), []);
  });
});
