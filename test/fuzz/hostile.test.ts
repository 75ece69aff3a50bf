import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { sign } from '../bots/slack/adapter.ts';
import { testDatabaseUrl } from '../support/database.ts';
import { startTarget, type Target } from './fuzz.ts';

/** What no client of ours sends: written byte by byte over a bare connection, to a whole Outloud. */
describe('a hostile request', function () {
  this.timeout(60_000);
  let target: Target | undefined;
  before(async () => {
    target = await startTarget(await testDatabaseUrl());
  });
  after(() => target?.stop());

  /** Everything that is answered until the connection ends. */
  async function raw(...pieces: readonly (string | Buffer)[]): Promise<string> {
    const { hostname, port } = new URL(target?.address ?? '');
    const socket = connect(Number(port), hostname);
    const answered = text(socket);
    socket.on('error', () => undefined);
    for (const piece of pieces) socket.write(piece);
    return answered.catch((error: Error) => error.message);
  }

  function get(path: string, ...headers: string[]): Promise<string> {
    return raw(
      `GET ${path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n${headers.map((each) => `${each}\r\n`).join('')}\r\n`,
    );
  }

  /** A body of which only the beginning comes. */
  function post(path: string, body: string, length = Buffer.byteLength(body)): Promise<string> {
    const signed = Object.entries(sign(body)).map(([name, value]) => `${name}: ${value}\r\n`);
    const head = `POST ${path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Type: application/json\r\n${signed.join('')}`;
    return raw(`${head}Content-Length: ${length}\r\n\r\n`, body);
  }

  const statusOf = (answer: string): number => Number(/^HTTP\/1\.1 (\d+)/.exec(answer)?.[1]);

  it('finds no file by climbing', async () => {
    for (const path of [
      '/../../../../etc/passwd',
      '/pages/../../etc/passwd',
      '/pages/..%2f..%2f..%2fetc%2fpasswd/x',
      '/%2e%2e/%2e%2e/package.json',
      '/..\\..\\package.json',
      '//etc/passwd',
      '/trust/..%2f..%2fpackage.json',
      '/.env',
      '/.git/config',
    ]) {
      const answer = await get(path);
      assert.ok([400, 404].includes(statusOf(answer)), `${path}: ${answer.slice(0, 100)}`);
      assert.doesNotMatch(answer, /root:|"dependencies"|repositoryformatversion/);
    }
  });

  it('puts no header into an answer', async () => {
    for (const path of ['/', '/trust', '/pages', '/slack/oauth_redirect', '/slack/install', '/nowhere']) {
      const answer = await get(`${path}?code=a%0d%0aSet-Cookie:%20a=b&state=%0d%0a%0d%0a<script>`);
      const [head = ''] = answer.split('\r\n\r\n');
      assert.doesNotMatch(head, /^set-cookie: a=b/im);
      assert.ok(statusOf(answer) < 500, answer.slice(0, 100));
    }
    assert.equal(statusOf(await get('/', 'X-Forwarded-For: a\rb: c')), 400);
  });

  it('is refused where it says its length in two ways', async () => {
    const answer = await raw(
      'POST /slack/events HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /admin HTTP/1.1\r\nHost: a\r\n\r\n',
    );
    assert.equal(statusOf(answer), 400);
    assert.equal(answer.match(/HTTP\/1\.1 /g)?.length, 1);
  });

  it('is refused where its head is too long', async () => {
    assert.equal(statusOf(await get('/', `X-Long: ${'a'.repeat(20_000)}`)), 431);
    assert.equal(statusOf(await get(`/${'a'.repeat(20_000)}`)), 431);
  });

  for (const path of ['/slack/events', '/api/messages']) {
    it(`is refused where its body is too long, or never ends: ${path}`, async () => {
      const answer = await post(path, `{"a":"${'x'.repeat(1_100_000)}"}`);
      // Whoever still sends when it is refused may see the end of the connection before the answer.
      assert.ok(statusOf(answer) === 413 || /ECONNRESET|EPIPE/.test(answer), answer.slice(0, 200));
    });

    it(`is not waited for where its body does not come: ${path}`, async () => {
      const begun = performance.now();
      const answer = await post(path, '{"a":', 500);
      assert.ok(performance.now() - begun < 15_000);
      assert.equal(statusOf(answer), 408, answer.slice(0, 200));
    });
  }

  it('leaves nothing of all that behind', async () => {
    assert.equal(statusOf(await get('/readyz')), 200);
    assert.match(await get('/metrics'), /^outloud_http_under_way 1$/m);
    assert.deepEqual(target?.badLines(), []);
  });
});
