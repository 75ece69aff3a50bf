import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { sign } from '../bots/slack/adapter.ts';
import { testDatabaseUrl } from '../support/database.ts';
import { encode, fixture } from './payloads.ts';
import { answersIn, headOf, raw, statusOf } from './raw.ts';
import type { Json } from './seen.ts';
import { startTarget, type Target } from './target.ts';

/** One hostile request after another, over a bare connection where no client would send it, to a whole Outloud. */
describe('a hostile request', function () {
  this.timeout(60_000);
  let target: Target;
  before(async () => {
    target = await startTarget(await testDatabaseUrl());
  });
  after(() => target?.stop());

  const send = (...pieces: readonly (string | Buffer)[]): Promise<string> => raw(target.address, ...pieces);

  function get(path: string, ...headers: string[]): Promise<string> {
    return send(
      `GET ${path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n${headers.map((each) => `${each}\r\n`).join('')}\r\n`,
    );
  }

  /** A body of which perhaps only the beginning comes, with Slack's signature. */
  function post(path: string, body: string, length = Buffer.byteLength(body)): Promise<string> {
    const signed = Object.entries(sign(body)).map(([name, value]) => `${name}: ${value}\r\n`);
    const head = `POST ${path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Type: application/json\r\n${signed.join('')}`;
    return send(`${head}Content-Length: ${length}\r\n\r\n`, body);
  }

  async function fromSlack(payload: Json): Promise<{ status: number; text: string }> {
    const { body, type } = encode(payload);
    const headers = { 'content-type': type, ...sign(body) };
    const answer = await fetch(`${target.address}/slack/events`, { method: 'POST', body, headers });
    return { status: answer.status, text: await answer.text() };
  }

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
      assert.doesNotMatch(headOf(answer), /^set-cookie: a=b/im);
      assert.ok(statusOf(answer) < 500, answer.slice(0, 100));
    }
    assert.equal(statusOf(await get('/', 'X-Forwarded-For: a\rb: c')), 400);
  });

  it('leads nobody anywhere by the name that it gives itself', async () => {
    const plain = await get('/slack/install');
    const [location = ''] = /^location: [^?]*/im.exec(headOf(plain)) ?? [];
    for (const headers of [['Host: evil.example'], ['X-Forwarded-Host: evil.example', 'X-Forwarded-Proto: http']]) {
      const answer = await get('/slack/install?redirect_uri=https://evil.example/&next=//evil.example', ...headers);
      // A second name for the host is refused as such.
      if (statusOf(answer) === 400) continue;
      assert.equal(statusOf(answer), 302);
      assert.ok(headOf(answer).includes(location));
      assert.doesNotMatch(answer, /evil\.example/);
    }
  });

  describe('that can be read in two ways', () => {
    const body = 'Content-Length: 5\r\n\r\nhello';
    const smuggled = '0\r\n\r\nGET /admin HTTP/1.1\r\nHost: a\r\n\r\n';
    const twofold: Readonly<Record<string, string>> = {
      'a length and chunks': `Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n${smuggled}`,
      'chunks and a length': `Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n${smuggled}`,
      'two lengths': `Content-Length: 6\r\n${body}`,
      'two lengths in one': 'Content-Length: 5, 6\r\n\r\nhello',
      'a length with a sign': 'Content-Length: +5\r\n\r\nhello',
      'a length below nothing': 'Content-Length: -1\r\n\r\nhello',
      'a length in hexadecimal': 'Content-Length: 0x5\r\n\r\nhello',
      'a length beyond all numbers': 'Content-Length: 99999999999999999999\r\n\r\nhello',
      'a space before the colon': 'Content-Length : 5\r\n\r\nhello',
      'chunks by another name': `Transfer-Encoding: xchunked\r\n\r\n${smuggled}`,
      'chunks that are not last': `Transfer-Encoding: chunked, identity\r\n\r\n${smuggled}`,
      'chunks after a vertical tab': `Transfer-Encoding: \x0bchunked\r\n\r\n${smuggled}`,
      'a space before the colon of chunks': `Transfer-Encoding : chunked\r\n\r\n${smuggled}`,
      'a chunk of no size': 'Transfer-Encoding: chunked\r\n\r\nzz\r\nhello\r\n0\r\n\r\n',
      'a chunk that is shorter than it says': `Transfer-Encoding: chunked\r\n\r\n3\r\nhello\r\n${smuggled}`,
      'a header that goes on in the next line': `X-Long: a\r\n Content-Length: 6\r\nX-NUL: \0\r\n${body}`,
      'a NUL in a header': `X-NUL: a\0b\r\n${body}`,
    };
    for (const [what, rest] of Object.entries(twofold)) {
      for (const path of ['/slack/events', '/api/messages']) {
        it(`is refused, and what follows it is not read: ${what}, to ${path}`, async () => {
          const answer = await send(`POST ${path} HTTP/1.1\r\nHost: a\r\n${rest}`);
          assert.equal(statusOf(answer), 400, answer.slice(0, 200));
          assert.equal(answersIn(answer), 1, answer);
        });
      }
    }

    for (const [what, bytes] of Object.entries({
      'HTTP/2': 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
      TLS: Buffer.from('16030100c8010000c40303', 'hex'),
      'no host': 'GET / HTTP/1.1\r\n\r\n',
      noise: randomBytes(500),
    })) {
      it(`is refused: ${what}`, async () => {
        const answer = await send(bytes);
        assert.equal(statusOf(answer), 400, answer.slice(0, 200));
        assert.equal(answersIn(answer), 1);
      });
    }
  });

  it('is refused where its head is too long', async () => {
    assert.equal(statusOf(await get('/', `X-Long: ${'a'.repeat(20_000)}`)), 431);
    assert.equal(statusOf(await get(`/${'a'.repeat(20_000)}`)), 431);
  });

  for (const path of ['/slack/events', '/api/messages']) {
    it(`is refused where its body is too long, and reads so: ${path}`, async () => {
      for (const megabytes of [1.1, 6]) {
        const answer = await post(path, `{"a":"${'x'.repeat(megabytes * 1_000_000)}"}`);
        assert.equal(statusOf(answer), 413, answer.slice(0, 200));
      }
    });

    it(`is not waited for where its body does not come: ${path}`, async () => {
      const begun = performance.now();
      const answer = await post(path, '{"a":', 500);
      assert.ok(performance.now() - begun < 15_000);
      assert.equal(statusOf(answer), 408, answer.slice(0, 200));
    });
  }

  it('has no effect of its own where it comes again, also with other words under the same id', async () => {
    const trigger_id = randomBytes(8).toString('hex');
    const command = { ...fixture('slack', 'command'), trigger_id, text: 'help' };
    const first = await fromSlack(command);
    assert.match(first.text, /help/);
    const again = await fromSlack({ ...command, text: 'mydata' });
    assert.deepEqual(again, first);
    const { event, ...rest } = fixture('slack', 'message-im') as { event: Json };
    const told = { ...rest, event_id: `Ev${trigger_id}` };
    assert.equal((await fromSlack({ ...told, event })).status, 200);
    assert.equal((await fromSlack({ ...told, event: { ...event, text: 'pause' } })).status, 200);
    assert.equal((await fromSlack({ ...told, event: { ...event, type: 'app_uninstalled' } })).status, 200);
    assert.equal((await fromSlack({ ...command, trigger_id: `${trigger_id}1` })).text, first.text);
  });

  it('is taken for what it says last where it says something twice', async () => {
    const [type, name] = ['block_actions', 'view_closed'];
    const payload = JSON.stringify(fixture('slack', 'actions-message'));
    const twice = payload.replace(`"type":"${type}"`, `"type":"${type}","type":"${name}"`);
    assert.notEqual(twice, payload);
    const body = new URLSearchParams({ payload: twice }).toString();
    const headers = { 'content-type': 'application/x-www-form-urlencoded', ...sign(body) };
    const answer = await fetch(`${target.address}/slack/events`, { method: 'POST', body, headers });
    assert.ok(answer.status < 500);
  });

  describe('with what no database can keep', () => {
    const words: Readonly<Record<string, string>> = {
      NUL: 'a\0b',
      'half a pair': 'a\ud800b',
      'the other half': '\udc00',
      'a name of every object': '__proto__',
      'a megabyte': randomBytes(300_000).toString('base64url'),
    };
    for (const [what, word] of Object.entries(words)) {
      it(`is answered, and nothing fails: ${what}`, async () => {
        const id = () => randomBytes(8).toString('hex');
        const command = fixture('slack', 'command');
        for (const field of [
          'text',
          'user_name',
          'channel_name',
          'user_id',
          'channel_id',
          'trigger_id',
          'team_domain',
        ]) {
          const answer = await fromSlack({ ...command, trigger_id: id(), [field]: word });
          assert.ok(answer.status < 500, `${field}: ${answer.status} ${answer.text.slice(0, 200)}`);
          assert.doesNotMatch(answer.text, /went wrong/);
        }
        const form = fixture('slack', 'view-submission') as { view: Json };
        for (const field of ['id', 'hash', 'callback_id', 'private_metadata', 'title', 'root_view_id']) {
          const answer = await fromSlack({ ...form, trigger_id: id(), view: { ...form.view, [field]: word } });
          assert.ok(answer.status < 500, `${field}: ${answer.status} ${answer.text.slice(0, 200)}`);
          assert.doesNotMatch(answer.text, /went wrong/);
        }
        const said = fixture('slack', 'message-im') as { event: Json };
        for (const field of ['text', 'user', 'channel', 'ts', 'thread_ts', 'client_msg_id']) {
          const answer = await fromSlack({ ...said, event_id: id(), event: { ...said.event, [field]: word } });
          assert.ok(answer.status < 500, `${field}: ${answer.status} ${answer.text.slice(0, 200)}`);
        }
        assert.ok((await fromSlack({ ...said, event_id: word })).status < 500);
      });
    }
  });

  describe('is answered with headers that a browser heeds:', () => {
    const pages: Readonly<Record<string, number>> = {
      '/': 200,
      '/trust': 200,
      '/trust/dpia': 200,
      '/pages/pilots/forged': 404,
      '/pages': 404,
      '/slack/install': 302,
      '/slack/oauth_redirect': 400,
      '/slack/oauth_redirect?code=a&state=b.c': 400,
    };
    for (const [path, status] of Object.entries(pages)) {
      it(path, async () => {
        const { headers, status: answered } = await fetch(target.address + path, { redirect: 'manual' });
        assert.equal(answered, status);
        assert.equal(headers.get('x-content-type-options'), 'nosniff');
        assert.equal(headers.get('access-control-allow-origin'), null);
        assert.equal(headers.get('x-powered-by'), null);
        if (!headers.get('content-type')?.startsWith('text/html') && status !== 302) return;
        assert.match(headers.get('content-security-policy') ?? '', /default-src 'none'.*frame-ancestors 'none'/);
        assert.equal(headers.get('referrer-policy'), 'no-referrer');
        assert.equal(headers.get('cache-control'), 'no-store');
      });
    }

    it('no cookie but that of an install, which a browser sends nowhere else and shows to no script', async () => {
      for (const path of Object.keys(pages)) {
        const { headers } = await fetch(target.address + path, { redirect: 'manual' });
        const cookie = headers.get('set-cookie');
        if (path.startsWith('/slack/')) {
          assert.match(cookie ?? '', /^__Host-outloud-install=.*; Path=\/; HttpOnly; SameSite=Lax; Secure$/);
        } else assert.equal(cookie, null, path);
      }
    });

    it('a cookie that somebody else had put there first is worth nothing', async () => {
      const theirs = await fetch(`${target.address}/slack/install`, { redirect: 'manual' });
      const ours = await fetch(`${target.address}/slack/install`, { redirect: 'manual' });
      const cookieOf = ({ headers }: Response) => (headers.get('set-cookie') ?? '').split(';')[0] ?? '';
      const stateOf = ({ headers }: Response) => new URL(headers.get('location') ?? '').searchParams.get('state');
      assert.notEqual(cookieOf(theirs), cookieOf(ours));
      for (const cookie of [`${cookieOf(theirs)}; ${cookieOf(ours)}`, cookieOf(ours).replace('__Host-', '')]) {
        const address = `${target.address}/slack/oauth_redirect?code=a&state=${stateOf(ours)}`;
        const answer = await fetch(address, { headers: { cookie } });
        assert.ok([403, 410].includes(answer.status), `${answer.status}`);
      }
    });
  });

  it('leaves nothing of all that behind', async () => {
    assert.equal(statusOf(await get('/readyz')), 200);
    assert.match(await get('/metrics'), /^outloud_http_under_way 1$/m);
    assert.deepEqual(target?.badLines(), []);
  });
});
