import assert from 'node:assert/strict';
import { request as httpRequest } from 'node:http';
import { gzipSync } from 'node:zlib';
import { longestBody, mostUnderWay } from '../../../src/bots/slack/limits.ts';
import { nothing, type Reply } from '../../../src/chat/reply.ts';
import { createPlatformForTest, createScriptedBot, type Mounted, mount, type ScriptedBot, sign } from './adapter.ts';
import { type FakeSlack, startFakeSlack } from './fake-slack.ts';
import { fixture } from './fixtures.ts';

describe('POST /slack/events: what comes in', () => {
  let slack: FakeSlack;
  let bot: ScriptedBot;
  let app: Mounted;

  before(async () => {
    slack = await startFakeSlack();
  });
  beforeEach(async () => {
    slack.calls.length = 0;
    bot = createScriptedBot();
    app = await mount(await createPlatformForTest(slack, { bot }));
  });
  afterEach(() => app.close());
  after(() => slack.close());

  it('makes no call to Slack before it must', () => {
    assert.equal(slack.calls.length, 0);
  });

  it('hands an event on, once acknowledged with 200', async () => {
    const answer = await app.sendEvent(fixture('message-im'));
    assert.equal(answer.status, 200);
    assert.equal(bot.events[0]?.kind, 'message');
    assert.deepEqual(slack.calls, []);
  });

  const refused: readonly [string, Parameters<Mounted['sendEvent']>[1]][] = [
    ['signed with another secret', { secret: 'another' }],
    ['from ten minutes ago', { secondsAgo: 600 }],
    ['from ten minutes ahead', { secondsAgo: -600 }],
    ['with a timestamp that is no number', { headers: { 'x-slack-request-timestamp': 'yesterday' } }],
    ['with a timestamp that is not the signed one', { headers: { 'x-slack-request-timestamp': '1' } }],
    ['with a signature of another version', { headers: { 'x-slack-signature': 'v1=00' } }],
    ['with an empty signature', { headers: { 'x-slack-signature': '' } }],
  ];
  for (const [what, change] of refused) {
    it(`refuses a request ${what}`, async () => {
      const answer = await app.sendEvent(fixture('message-im'), change);
      assert.equal(answer.status, 401);
      assert.match(answer.text, /not signed by Slack/);
      assert.equal(bot.events.length, 0);
    });
  }

  it('refuses an unsigned request', async () => {
    const answer = await fetch(app.url, {
      method: 'POST',
      body: '{}',
      headers: { 'content-type': 'application/json' },
    });
    assert.equal(answer.status, 401);
    await answer.text();
  });

  it('accepts a request from four minutes ago and ahead', async () => {
    assert.equal((await app.sendEvent(fixture('message-im'), { secondsAgo: 240 })).status, 200);
    assert.equal((await app.sendEvent(fixture('message-im'), { secondsAgo: -240 })).status, 200);
  });

  it('checks the bytes that were signed', async () => {
    const body = JSON.stringify(fixture('message-im'));
    const answer = await app.send(body.replace('pause', 'erase'), { headers: sign(body) });
    assert.equal(answer.status, 401);
  });

  const malformed: readonly [string, string][] = [
    ['JSON that breaks off', '{"type":"event_callback"'],
    ['null', 'null'],
    ['a number', '7'],
    ['a list', '[{"type":"event_callback"}]'],
    ['nothing', ''],
    ['an event that is null', '{"type":"event_callback","event":null}'],
    ['an event without a type', '{"type":"event_callback","event":{}}'],
    ['neither event nor command nor interaction', '{}'],
    ['lists in lists, a hundred thousand deep', `{"event":${'['.repeat(100_000)}${']'.repeat(100_000)}}`],
  ];
  for (const [what, body] of malformed) {
    it(`answers 400 to ${what}`, async () => {
      const answer = await app.send(body);
      assert.equal(answer.status, 400);
      assert.match(answer.text, /\w+ \w+/);
    });
  }

  const malformedForms: readonly [string, string][] = [
    ['an empty form', ''],
    ['a form of something else', 'a=1&b=2'],
    ['a payload that is no JSON', 'payload=%7Bnope'],
    ['a payload that is null', 'payload=null'],
    ['two payloads', 'payload=%7B%7D&payload=%7B%7D'],
    ['broken percent signs', 'payload=%%%&command=%E0%A4%A'],
    ['a payload that is a hundred thousand deep', `payload=${'['.repeat(100_000)}${']'.repeat(100_000)}`],
    ['a command that is a list', 'command=%2Fa&command=%2Fb'],
    ['an interaction without a person', 'payload=%7B%22type%22%3A%22block_actions%22%7D'],
    [
      'a form without a view',
      'payload=%7B%22type%22%3A%22view_submission%22%2C%22user%22%3A%7B%22id%22%3A%22U1%22%7D%7D',
    ],
  ];
  for (const [what, body] of malformedForms) {
    it(`answers 400 to ${what}`, async () => {
      const answer = await app.send(body, { headers: { 'content-type': 'application/x-www-form-urlencoded' } });
      assert.equal(answer.status, 400);
    });
  }

  it('takes a button for one without data where its data is very deep', async () => {
    const press = fixture('actions-message');
    const [button] = press.actions as object[];
    for (const value of [
      `${'['.repeat(40_000)}${']'.repeat(40_000)}`,
      `{"a":${'{"a":'.repeat(20_000)}1${'}'.repeat(20_001)}`,
    ]) {
      bot.events.length = 0;
      assert.equal((await app.sendPayload({ ...press, actions: [{ ...button, value }] })).status, 200);
      const [event] = bot.events;
      assert.deepEqual(event?.kind === 'action' && event.values, {});
    }
  });

  it('answers 415 to compressed bodies, whoever signed them, and inflates none', async () => {
    const body = gzipSync(JSON.stringify(fixture('message-im')));
    assert.equal((await app.send(body, { headers: { 'content-encoding': 'gzip' } })).status, 415);
    assert.equal(bot.events.length, 0);
  });

  it('answers 415 to another content type', async () => {
    const answer = await app.send('<xml/>', { headers: { 'content-type': 'text/xml' } });
    assert.equal(answer.status, 415);
  });

  it('understands a content type with a charset', async () => {
    const answer = await app.sendForm(fixture('command'), {
      headers: { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' },
    });
    assert.equal(answer.status, 200);
    assert.equal(bot.events[0]?.kind, 'command');
  });

  it('answers 413 to a body over 1 MB', async () => {
    const answer = await app.send(JSON.stringify({ text: 'x'.repeat(longestBody) }));
    assert.equal(answer.status, 413);
  });

  it('answers 413 to a body over 1 MB that does not say its size', async () => {
    const status = await new Promise<number | undefined>((resolve, reject) => {
      const request = httpRequest(app.url, { method: 'POST' }, (response) => {
        response.resume();
        resolve(response.statusCode);
      });
      request.on('error', reject);
      for (let sent = 0; sent < 20; sent++) request.write(Buffer.alloc(64 * 1024));
    });
    assert.equal(status, 413);
  });

  it('takes a body of just under 1 MB', async () => {
    const event = fixture('message-im');
    const answer = await app.sendEvent({ ...event, padding: 'x'.repeat(longestBody - 10_000) });
    assert.equal(answer.status, 200);
  });

  it('answers the check of its certificate, and believes nothing else in it', async () => {
    const answer = await fetch(app.url, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: 'ssl_check=1&command=%2Foutloud&user_id=U1&team_id=T1&channel_id=C1&trigger_id=1',
    });
    assert.equal(answer.status, 200);
    assert.equal(await answer.text(), '');
    assert.equal(bot.events.length, 0);
  });

  it('repeats the challenge', async () => {
    const answer = await app.sendEvent({ type: 'url_verification', token: 'x', challenge: 'abc' });
    assert.deepEqual([answer.status, answer.json], [200, { challenge: 'abc' }]);
  });

  it('does not repeat the challenge to anybody', async () => {
    const answer = await app.sendEvent({ type: 'url_verification', challenge: 'abc' }, { secret: 'another' });
    assert.equal(answer.status, 401);
  });

  it('gives a redelivery the same id', async () => {
    await app.sendEvent(fixture('message-im'));
    await app.sendEvent(fixture('message-im'), {
      headers: { 'x-slack-retry-num': '1', 'x-slack-retry-reason': 'http_timeout' },
    });
    assert.equal(bot.events.length, 2);
    assert.equal(bot.events[0]?.id, bot.events[1]?.id);
  });

  it('lets Slack send an event again that the core could not take', async () => {
    bot.answer = () => Promise.reject(new Error('database gone'));
    assert.equal((await app.sendEvent(fixture('message-im'))).status, 503);
  });

  it('acknowledges no event before it is taken: Slack sends one again that takes long', async () => {
    const { promise, resolve } = Promise.withResolvers<Reply>();
    bot.answer = () => promise;
    const hurried = await mount(await createPlatformForTest(slack, { bot, answerWithinMs: 10 }));
    const answer = await hurried.sendEvent(fixture('message-im'));
    resolve(nothing);
    await hurried.close();
    assert.equal(answer.status, 503);
  });

  it('refuses what is more than it can hold, before reading it, and is well again', async () => {
    const { promise, resolve } = Promise.withResolvers<Reply>();
    bot.answer = () => promise;
    const held = Array.from({ length: mostUnderWay }, () => app.sendEvent(fixture('message-im')));
    while (bot.events.length < mostUnderWay) await new Promise((done) => setTimeout(done, 5));
    const refused = await app.sendEvent(fixture('message-im'));
    resolve(nothing);
    const statuses = (await Promise.all(held)).map(({ status }) => status);
    assert.deepEqual([refused.status, bot.events.length], [503, mostUnderWay]);
    assert.ok(statuses.every((status) => status === 200));
    assert.equal((await app.sendEvent(fixture('message-im'))).status, 200);
  });

  it('answers 408 to a body that does not arrive', async () => {
    const hurried = await mount(await createPlatformForTest(slack, { bot, answerWithinMs: 10 }));
    const status = await new Promise<number | undefined>((resolve, reject) => {
      const request = httpRequest(hurried.url, { method: 'POST', headers: { 'content-length': '100' } }, (response) => {
        response.resume();
        request.destroy();
        resolve(response.statusCode);
      });
      request.on('error', reject);
      request.write('{"type":');
    });
    assert.equal(status, 408);
    await hurried.close();
  });

  it('asks who it is once, and only where the delivery does not say it', async () => {
    const { authorizations: _, ...unsaid } = fixture('reaction-added');
    await Promise.all([app.sendEvent(unsaid), app.sendEvent(unsaid)]);
    await app.sendEvent(unsaid);
    await app.sendEvent(fixture('reaction-added'));
    assert.equal(slack.callsOf('auth.test').length, 1);
    assert.equal(bot.events.length, 4);
  });

  it('asks again after a failure', async () => {
    const { authorizations: _, ...unsaid } = fixture('app-mention');
    slack.fail({ status: 500 });
    assert.equal((await app.sendEvent(unsaid)).status, 503);
    assert.equal((await app.sendEvent(unsaid)).status, 200);
    assert.equal(bot.events.length, 1);
  });

  const unknown: readonly object[] = [
    { type: 'interactive_message', user: { id: 'U1' }, team: { id: 'T1' }, actions: [{ name: 'old' }] },
    { type: 'dialog_submission', user: { id: 'U1' }, team: { id: 'T1' } },
    { type: 'something_new', user: { id: 'U1' } },
    { type: 'block_suggestion', user: { id: 'U1' }, team: { id: 'T1' }, action_id: 'x', value: 'y' },
    { type: 'app_rate_limited', team_id: 'T1', minute_rate_limited: 1 },
    { ...fixture('view-closed') },
    { ...fixture('actions-link') },
  ];
  for (const payload of unknown) {
    it(`acknowledges ${String((payload as { type: string }).type)} at once`, async () => {
      assert.equal((await app.sendPayload(payload)).status, 200);
      assert.equal(bot.events.length, 0);
    });
  }

  it('acknowledges events that it does not use', async () => {
    const event = fixture('message-im');
    for (const type of ['team_join', 'user_change', 'message_metadata_posted']) {
      assert.equal((await app.sendEvent({ ...event, event: { type } })).status, 200);
    }
    assert.equal(bot.events.length, 0);
  });

  it('knows POST alone', async () => {
    const answer = await fetch(app.url);
    assert.equal(answer.status, 405);
    await answer.text();
  });
});
