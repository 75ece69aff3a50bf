import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { createConnection } from 'node:net';
import { pino } from 'pino';
import { createConnector } from '../../../src/bots/teams/client.ts';
import { createTeamsAdapter } from '../../../src/bots/teams/platform.ts';
import { Busy } from '../../../src/chat/bot.ts';
import type { AdaptiveCard } from '../../../src/chat/card.ts';
import type { ConversationId, PersonId } from '../../../src/chat/ids.ts';
import { form, note, nothing, replace } from '../../../src/chat/reply.ts';
import type { Storage } from '../../../src/storage/storage.ts';
import { testLogger, testStorage } from '../../support/database.ts';
import { appId, type Json, startFakeConnector, tenantId } from '../../support/fake-connector.ts';
import { fixture, startTeamsApp, type TeamsApp } from '../../support/teams-app.ts';

const shown = {
  name: 'f',
  title: 'A form',
  state: 's',
  body: [{ type: 'Input.Text', id: 'a', label: 'A' }],
  submit: 'Go',
};
const someCard: AdaptiveCard = { type: 'AdaptiveCard', version: '1.5', body: [{ type: 'TextBlock', text: 'New' }] };

describe('Teams over HTTP', () => {
  let storage: Storage;
  let app: TeamsApp;
  before(async () => {
    storage = await testStorage();
  });
  after(async () => {
    await storage.stop();
  });
  beforeEach(async () => {
    app = await startTeamsApp(storage);
  });
  afterEach(async () => {
    await app.close();
  });

  describe('who is believed', () => {
    const message = fixture('message-personal');

    it('Teams, once its token is good; the keys are fetched once', async () => {
      assert.equal((await app.send(message)).status, 200);
      assert.equal((await app.send(message)).status, 200);
      assert.equal(app.events.length, 2);
      assert.equal(app.connector.tokenCalls.filter((path) => path.endsWith('/keys')).length, 1);
    });

    const hour = 3600;
    const now = () => Math.floor(Date.now() / 1000);
    const refused: readonly [what: string, headers: (app: TeamsApp) => Record<string, string>][] = [
      ['no token', () => ({ authorization: '' })],
      ['another scheme', (it) => ({ authorization: `Basic ${it.connector.token()}` })],
      ['no JWT', () => ({ authorization: 'Bearer nonsense' })],
      ['another audience', (it) => bearer(it.connector.token({ aud: 'another-app' }))],
      ['another issuer', (it) => bearer(it.connector.token({ iss: 'https://evil.example' }))],
      ['expired', (it) => bearer(it.connector.token({ exp: now() - hour, nbf: now() - 2 * hour }))],
      ['not yet valid', (it) => bearer(it.connector.token({ nbf: now() + hour, exp: now() + 2 * hour }))],
      ['another service address', (it) => bearer(it.connector.token({ serviceurl: 'https://evil.example/' }))],
      ['no service address', (it) => bearer(it.connector.token({ serviceurl: undefined }))],
      ['signed by somebody else', (it) => bearer(it.connector.token({}, { key: 'another' }))],
      ['a key that is not there', (it) => bearer(it.connector.token({}, { kid: 'none' }))],
      ['unsigned', (it) => bearer(unsigned(it.connector.token()))],
      [
        'a token for an emulator',
        (it) =>
          bearer(
            it.connector.token({
              iss: 'https://sts.windows.net/d6d49420-f39b-4df7-a1dc-d59a935871db/',
              appid: appId,
              ver: '1.0',
            }),
          ),
      ],
    ];
    for (const [what, headers] of refused) {
      it(`not: ${what}`, async () => {
        const answer = await app.send(message, headers(app));
        assert.equal(answer.status, 401, answer.text);
        assert.equal(app.events.length, 0);
        assert.doesNotMatch(answer.text, /eyJ/);
      });
    }

    it('not: a good token for another activity’s service address, even after it was remembered', async () => {
      assert.equal((await app.send(message)).status, 200);
      const moved = await app.send({ ...message, serviceUrl: 'https://smba.trafficmanager.net/emea/' });
      assert.equal(moved.status, 401);
    });

    for (const serviceUrl of [
      'https://evil.example/',
      'http://smba.trafficmanager.net/emea/',
      'https://evil.trafficmanager.net/',
      'https://smba.trafficmanager.net.evil.example/',
      'https://smba.trafficmanager.net@evil.example/',
      'https://smba.trafficmanager.net:8443/',
      'https://smba.trafficmanager.net:443/emea/',
      'https://user:word@smba.trafficmanager.net/emea/',
      'https://smba.trafficmanager.net./emea/',
      'https://smba.trafficmanager.net\\@evil.example/',
      'https://smba.trafficmanager.net/emea/\\..\\@evil.example',
      'https://evil.example\\.teams.microsoft.com/',
      'https://evil.example#.teams.microsoft.com/',
      'https://evil.example?.teams.microsoft.com/',
      'https://smba.trafficmanager.net/emea/?to=https://evil.example',
      'https://xn--smba-trafficmanager-net.evil.example/',
      'https://ſmba.trafficmanager.net/emea/',
      'https://smba。trafficmanager。net/emea/',
      ' https://smba.trafficmanager.net/emea/',
      'https://smba.trafficmanager.net\t/emea/',
      'https://smba.trafficmanager.net\n.evil.example/',
      'https:smba.trafficmanager.net/emea/',
      'https://%73mba.trafficmanager.net/emea/',
      'https://teams.microsoft.com.evil.example/',
      'https://evilteams.microsoft.com/',
      'http://169.254.169.254/latest/meta-data/',
      'http://10.0.0.1/',
      'http://[::ffff:7f00:1]/',
      'file:///etc/passwd',
    ]) {
      it(`not: with the service address ${serviceUrl}, whatever its token says`, async () => {
        const token = app.connector.token({ serviceurl: serviceUrl });
        const answer = await app.send({ ...message, serviceUrl }, { authorization: `Bearer ${token}` });
        assert.ok([400, 401, 403].includes(answer.status), `${answer.status} ${answer.text}`);
        assert.equal(app.events.length, 0);
      });
    }

    for (const [what, changes] of [
      ['another organisation', { conversation: { conversationType: 'personal', id: 'a:1', tenantId: 'another' } }],
      ['no organisation', { conversation: { conversationType: 'personal', id: 'a:1' }, channelData: {} }],
      ['another channel', { channelId: 'webchat' }],
      ['the emulator', { channelId: 'emulator' }],
      ['a channel that the SDK verifies in its own way', { channelId: 'AseChannel' }],
    ] as const) {
      it(`not: ${what}`, async () => {
        assert.equal((await app.send({ ...message, ...changes })).status, 403);
        assert.equal(app.events.length, 0);
      });
    }

    it('people of the organisations that are named, and of no other; nothing is kept of those', async () => {
      const lines: string[] = [];
      const logger = pino({ level: 'trace' }, { write: (line) => void lines.push(line) });
      const other = '0f9e8d7c-6b5a-4a3b-8c2d-1e0f9a8b7c6d';
      const wide = await startTeamsApp(storage, { allowedTenants: [tenantId, other.toUpperCase()], logger });
      const from = (tenant: string) => ({
        ...message,
        conversation: { conversationType: 'personal', id: `a:${tenant}`, tenantId: tenant },
        channelData: { tenant: { id: tenant } },
      });
      try {
        assert.equal((await wide.send(from(other))).status, 200);
        assert.equal(wide.events.length, 1);
        assert.equal((await wide.send(from('11111111-2222-4333-8444-555555555555'))).status, 403);
        assert.equal(wide.events.length, 1);
        assert.ok(lines.some((line) => line.includes('an organisation that is not allowed')));
        const kept = await storage.db.selectFrom('teams_reference').select('conversation_id').execute();
        assert.deepEqual(
          kept.filter(({ conversation_id: id }) => id.includes('11111111-2222')),
          [],
        );
      } finally {
        await wide.close();
      }
    });

    it('nobody while the keys cannot be had, and again once they can', async () => {
      app.connector.failToken(500);
      assert.equal((await app.send(message)).status, 503);
      assert.equal((await app.send(message)).status, 200);
    });
  });

  describe('what cannot be read', () => {
    const json = { 'content-type': 'application/json' };

    it('malformed, empty, no object, no activity', async () => {
      const deep = `{"type":${'['.repeat(100_000)}${']'.repeat(100_000)}}`;
      for (const body of ['{"type": "mess', '', '[]', '3', 'null', '"x"', '{}', '{"type":"message"}', '[{}]', deep]) {
        const answer = await app.post(body, { ...json, authorization: `Bearer ${app.connector.token()}` });
        assert.equal(answer.status, 400, body.slice(0, 80));
        assert.ok(answer.text.length > 20);
      }
    });

    it('without a type', async () => {
      assert.equal((await app.send(fixture('message-personal', { type: undefined }))).status, 400);
    });

    it('with ids that are longer than any of Teams', async () => {
      const long = randomBytes(300_000).toString('base64url');
      const { from, conversation } = fixture('message-personal') as { from: Json; conversation: Json };
      for (const change of [{ from: { ...from, id: long } }, { conversation: { ...conversation, id: long } }]) {
        assert.equal((await app.send(fixture('message-personal', change))).status, 400);
      }
      for (const change of [{ id: long }, { replyToId: long }, { from: { ...from, aadObjectId: long } }]) {
        assert.equal((await app.send(fixture('message-personal', change))).status, 200);
      }
      assert.ok(app.events.every((event) => JSON.stringify(event).length < 5_000));
    });

    it('too large', async () => {
      assert.equal((await app.send(fixture('message-personal', { text: 'x'.repeat(1_100_000) }))).status, 413);
      assert.equal((await app.send(fixture('message-personal', { text: 'x'.repeat(900_000) }))).status, 200);
    });

    it('compressed', async () => {
      assert.equal((await app.post('{}', { ...json, 'content-encoding': 'gzip' })).status, 415);
    });

    it('a body that never ends is given up', async () => {
      const { port } = new URL(app.url);
      const socket = createConnection(Number(port), '127.0.0.1');
      socket.write(
        'POST /api/messages HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{',
      );
      await new Promise((resolve) => socket.once('close', resolve).resume());
    }).timeout(5000);
  });

  describe('what is answered', () => {
    it('to a message: nothing but that it came', async () => {
      app.reply = () => note('not for here');
      const answer = await app.send(fixture('message-personal'));
      assert.deepEqual([answer.status, answer.text], [200, '']);
      for (const name of ['members-added', 'installation-add', 'reactions', 'channel-renamed', 'action-submit']) {
        assert.equal((await app.send(fixture(name))).status, 200, name);
      }
      assert.equal((await app.send(fixture('reactions', { type: 'somethingNew' }))).status, 200);
    });

    it('to a button in a card: another card', async () => {
      app.reply = () => replace({ text: 'New', card: someCard });
      const { status, body } = await app.send(fixture('action-execute'));
      assert.equal(status, 200);
      assert.equal(body.statusCode, 200);
      assert.equal(body.type, 'application/vnd.microsoft.card.adaptive');
      assert.deepEqual((body.value as AdaptiveCard).body, someCard.body);
      app.reply = () => replace({ text: 'Only words' });
      assert.match((await app.send(fixture('action-execute'))).text, /RichTextBlock.*Only words/);
    });

    it('to a button in a card: a form, with complaints and what was typed', async () => {
      app.reply = () =>
        form(
          { ...shown, name: 'prompts.answer', body: [{ type: 'Input.Text', id: 'answer0', label: 'A' }] },
          { answer0: 'More, please' },
        );
      const { body } = await app.send(fixture('form-execute'));
      assert.equal(body.type, 'application/vnd.microsoft.card.adaptive');
      assert.match(JSON.stringify(body.value), /⚠ More, please.*Half-finished is fine.*Action\.Execute/);
    });

    it('to a button in a card: words, never none', async () => {
      app.reply = () => note('Noted');
      assert.deepEqual((await app.send(fixture('action-execute'))).body, {
        statusCode: 200,
        type: 'application/vnd.microsoft.activity.message',
        value: 'Noted',
      });
      for (const reply of [nothing, note(''), note({ text: ' ' }, 'here')]) {
        app.reply = () => reply;
        const { body } = await app.send(fixture('action-execute'));
        assert.equal(body.type, 'application/vnd.microsoft.activity.message');
        assert.ok(body.value);
      }
    });

    it('to a verb that nobody knows: what the bot says; to an action of another kind: that it is not understood', async () => {
      app.reply = (event) => note(event.kind === 'action' ? `I don't know ${event.action}` : '');
      const unknown = { action: { type: 'Action.Execute', verb: 'nobody.knows', data: {} } };
      assert.match((await app.send(fixture('action-execute', { value: unknown }))).text, /I don't know nobody\.knows/);
      for (const value of [{ action: { type: 'Action.Http' } }, {}, 'text', null]) {
        const answer = await app.send(fixture('action-execute', { value }));
        assert.equal(answer.status, 200);
        assert.equal(answer.body.type, 'application/vnd.microsoft.error');
      }
    });

    for (const name of ['task-fetch', 'task-submit', 'message-extension-fetch', 'message-extension-submit']) {
      it(`to ${name}: a dialog, or words`, async () => {
        app.reply = () => form(shown);
        const task = (await app.send(fixture(name))).body.task as Json;
        assert.equal(task.type, 'continue');
        const value = task.value as Json;
        assert.equal(value.title, 'A form');
        assert.match(
          JSON.stringify(value.card),
          /application\/vnd\.microsoft\.card\.adaptive.*Input\.Text.*Action\.Submit/,
        );
        app.reply = () => note('Sent');
        assert.deepEqual((await app.send(fixture(name))).body, { task: { type: 'message', value: 'Sent' } });
        app.reply = () => nothing;
        const closed = await app.send(fixture(name));
        assert.equal(closed.status, 200);
        if (name.endsWith('submit')) assert.equal(closed.body.task, undefined);
        else assert.equal((closed.body.task as Json).type, 'message');
      });
    }

    it('to a dialog with complaints: the same again, what was typed in it', async () => {
      app.reply = () =>
        form(
          { ...shown, name: 'updates.reply', body: [{ type: 'Input.Text', id: 'text', label: 'T' }] },
          { text: 'Longer' },
        );
      assert.match((await app.send(fixture('task-submit'))).text, /⚠ Longer.*Same here/);
    });

    it('to an invoke that we have nothing for: no 5xx', async () => {
      for (const name of [
        'signin/verifyState',
        'application/search',
        'composeExtension/query',
        'config/fetch',
        'x',
        undefined,
      ]) {
        assert.equal((await app.send(fixture('action-execute', { name }))).status, 400, name);
      }
    });

    it('to what people say to each other: that it came, and how to write to them is not kept', async () => {
      const { channelData, from } = fixture('thread-reply') as { channelData: Json; from: Json };
      const overheard = { from: { ...from, id: '29:overheard', aadObjectId: 'overheard' } };
      const edited = { type: 'messageUpdate', channelData: { ...channelData, eventType: 'editMessage' } };
      const deleted = { type: 'messageDelete', channelData: { ...channelData, eventType: 'softDeleteMessage' } };
      for (const change of [{}, edited, deleted]) {
        assert.equal((await app.send(fixture('thread-reply', { ...overheard, ...change }))).status, 200);
      }
      const changes = app.events.map((event) => event.kind === 'thread-reply' && event.change);
      assert.deepEqual(changes, ['written', 'changed', 'deleted']);
      const kept = await storage.db.selectFrom('teams_reference').select('conversation_id').execute();
      assert.ok(kept.every(({ conversation_id }) => !conversation_id.endsWith(':p:overheard')));
    });

    it('in the channel that has a name, the bot is told it', async () => {
      app.connector.channels = [
        { id: '19:3e9a61c07b4d4f0c8f2d5b1e7a9c0d34@thread.tacv2' },
        { id: '19:84d2b7f1e05c4a6d9b3e6c8f1a2d7e50@thread.tacv2', name: 'Leads' },
      ];
      const { teamsTeamId, team, tenant } = fixture('message-channel').channelData as Json;
      await app.send(fixture('message-channel', { channelData: { teamsTeamId, team, tenant } }));
      await app.send(fixture('message-channel', { channelData: { teamsTeamId, team, tenant } }));
      assert.deepEqual(
        app.events.map(({ conversation }) => conversation?.name),
        ['Leads', 'Leads'],
      );
      assert.equal(app.connector.calls.length, 1);
    });
  });

  describe('a slow or broken bot', () => {
    it('is answered for in time, and waited for when stopping', async () => {
      const { promise, resolve } = Promise.withResolvers<ReturnType<typeof note>>();
      const slow = await startTeamsApp(storage, { answerWithinMs: 20 });
      slow.reply = () => promise;
      const answer = await slow.send(fixture('action-execute'));
      assert.equal(answer.status, 200);
      assert.match(answer.text, /Still working/);
      assert.match((await slow.send(fixture('task-submit'))).text, /Still working/);
      const message = await slow.send(fixture('message-personal'));
      assert.deepEqual([message.status, message.headers.get('retry-after')], [503, '2']);
      let stopped = false;
      const stopping = slow.adapter.stop().then(() => {
        stopped = true;
      });
      await new Promise(setImmediate);
      assert.equal(stopped, false);
      resolve(note('late'));
      await stopping;
      await slow.close();
    });

    it('that throws is words, and its error’s words are not', async () => {
      app.reply = () => Promise.reject(new Error('secret words'));
      for (const name of [
        'action-execute',
        'task-fetch',
        'task-submit',
        'message-extension-fetch',
        'message-personal',
      ]) {
        const answer = await app.send(fixture(name));
        assert.doesNotMatch(answer.text, /secret/);
        assert.equal(answer.status, name === 'message-personal' ? 503 : 200);
        if (name !== 'message-personal') assert.match(answer.text, /Something went wrong/);
      }
    });

    it('that has too much to do says so, and is sent again what was a message', async () => {
      app.reply = () => Promise.reject(new Busy('full'));
      for (const name of ['action-execute', 'task-fetch', 'message-extension-submit']) {
        const answer = await app.send(fixture(name));
        assert.deepEqual([answer.status, /Many people are here/.test(answer.text)], [200, true]);
      }
      for (const name of ['message-personal', 'members-added', 'action-submit']) {
        const answer = await app.send(fixture(name));
        assert.deepEqual([answer.status, answer.headers.get('retry-after')], [503, '2']);
      }
    });

    it('a store that fails is words too', async () => {
      const references = {
        find: async () => undefined,
        prepare: async () => undefined,
        save: () => Promise.reject(new Error('secret words')),
        channelsOf: async () => [],
      };
      const broken = await startTeamsApp(storage, { references });
      const answer = await broken.send(fixture('action-execute'));
      assert.equal(answer.status, 200);
      assert.match(answer.text, /Something went wrong/);
      // Whoever wrote could not be written back to.
      assert.equal((await broken.send(fixture('message-personal'))).status, 503);
      await broken.close();
    });
  });

  describe('without tokens, for an emulator', () => {
    let local: TeamsApp;
    beforeEach(async () => {
      local = await startTeamsApp(storage, { auth: 'off', appId: undefined, password: undefined, tenantId: undefined });
    });
    afterEach(async () => {
      await local.close();
    });
    const json = { 'content-type': 'application/json' };
    const here = () => ({ ...fixture('message-agents-playground'), serviceUrl: local.connector.serviceUrl });

    it('takes unsigned activities of Teams and of the emulator, dialogs too', async () => {
      assert.equal((await local.post(JSON.stringify(here()), json)).status, 200);
      local.reply = () => form(shown);
      const dialog = { ...fixture('task-fetch'), channelId: 'emulator', serviceUrl: local.connector.serviceUrl };
      assert.match((await local.post(JSON.stringify(dialog), json)).text, /"continue"/);
      assert.equal(local.events.length, 2);
    });

    it('writes back without a token', async () => {
      await local.post(JSON.stringify(here()), json);
      const [event] = local.events;
      assert.ok(event?.conversation);
      await local.adapter.platform.post(event.conversation.id, { text: 'Hello' }, { deliveryId: 'd' });
      assert.equal(local.connector.calls.at(-1)?.headers.authorization, undefined);
      assert.equal(local.connector.tokenCalls.length, 0);
    });

    it('not from another channel, for another machine, or from a page in this machine’s browser', async () => {
      const send = (changes: Json, headers: Record<string, string> = json) =>
        local.post(JSON.stringify({ ...here(), ...changes }), headers);
      assert.equal((await send({ channelId: 'webchat' })).status, 403);
      for (const serviceUrl of ['https://evil.example/', 'http://127.0.0.1.evil.example/', 'http://10.0.0.1/']) {
        assert.equal((await send({ serviceUrl })).status, 403, serviceUrl);
      }
      assert.equal((await send({}, { 'content-type': 'text/plain' })).status, 415);
      assert.equal(local.events.length, 0);
    });
  });

  describe('writing to Teams', () => {
    const channel = `teams:${tenantId}:c:19:84d2b7f1e05c4a6d9b3e6c8f1a2d7e50@thread.tacv2` as ConversationId;
    const maya = `teams:${tenantId}:p:0d5e7c3a-41b9-4e62-8f70-5268797345ab` as PersonId;
    const words = { text: 'Hello' };

    beforeEach(async () => {
      await app.send(fixture('message-channel'));
    });

    it('carries our token, had once however many write at once, and again after it was refused', async () => {
      const { platform } = app.adapter;
      await Promise.all([1, 2, 3].map((id) => platform.post(channel, words, { deliveryId: `d${id}` })));
      const tokens = () => app.connector.tokenCalls.filter((path) => path.endsWith('/token')).length;
      assert.equal(tokens(), 1);
      assert.equal(app.connector.calls.at(-1)?.headers.authorization, 'Bearer outgoing-token');
    });

    for (const [status, code] of [
      [400, 'unauthorized'],
      [401, 'unauthorized'],
      [500, 'unavailable'],
    ] as const) {
      it(`is ${code} where no token can be had (${status})`, async () => {
        const fresh = await startTeamsApp(storage);
        await fresh.send(fixture('message-personal'));
        fresh.connector.failToken(status);
        const direct = await fresh.adapter.platform.openDirect(maya);
        await assert.rejects(fresh.adapter.platform.post(direct.id, words, { deliveryId: 'd' }), { code });
        await fresh.close();
      });
    }

    for (const status of [429, 500, 502, 503, 504, 408, 412]) {
      it(`tries once where Teams answers ${status}`, async () => {
        const before = app.connector.calls.length;
        app.connector.fail({ status });
        await assert.rejects(app.adapter.platform.post(channel, words, { deliveryId: 'd' }), { retryable: true });
        assert.equal(app.connector.calls.length, before + 1);
      });
    }

    for (const status of [301, 302, 303, 307, 308]) {
      it(`does not follow a redirect (${status}) with our token`, async () => {
        const before = app.connector.calls.length;
        app.connector.fail({ status, location: `${app.connector.serviceUrl}elsewhere` });
        await assert.rejects(app.adapter.platform.post(channel, words, { deliveryId: 'd' }));
        assert.equal(app.connector.calls.length, before + 1);
      });
    }

    it('gives up where Teams does not answer', async () => {
      const connector = createConnector({ credentials: { signRequest: async (request) => request }, callWithinMs: 30 });
      app.connector.fail('silent');
      await assert.rejects(
        connector.call('members', app.connector.serviceUrl, (each) => each.getConversationMembers('a:1')),
        { code: 'unavailable', message: /no answer in time/ },
      );
    });

    it('says what Teams called the error, not what it said', async () => {
      app.connector.fail({
        status: 403,
        body: { error: { code: 'BotNotInConversationRoster', message: 'secret words' } },
      });
      await assert.rejects(app.adapter.platform.post(channel, words, { deliveryId: 'd' }), {
        code: 'forbidden',
        message: /HTTP status 403, BotNotInConversationRoster$/,
      });
    });

    for (const deletes of [405, 501]) {
      it(`replaces what cannot be deleted (${deletes}) by a line`, async () => {
        const ref = await app.adapter.platform.post(channel, { text: 'x', card: someCard }, { deliveryId: 'd' });
        app.connector.deletes = deletes;
        await app.adapter.platform.remove(ref, 'Withdrawn.');
        const last = app.connector.calls.at(-1);
        assert.equal(last?.method, 'PUT');
        assert.equal(last.body.text, 'Withdrawn.');
        assert.equal(last.body.textFormat, 'plain');
      });
    }

    it('to a place or person that it never heard of is not found', async () => {
      const elsewhere = `teams:another:c:19:x@thread.tacv2` as ConversationId;
      await assert.rejects(app.adapter.platform.post(elsewhere, words, { deliveryId: 'd' }), { code: 'not_found' });
      const stranger = `teams:another:p:somebody` as PersonId;
      await assert.rejects(app.adapter.platform.openDirect(stranger), { code: 'not_found' });
      await assert.rejects(app.adapter.platform.members('slack:T1:C1' as ConversationId), { code: 'not_found' });
    });

    it('to somebody met nowhere yet, by the organisation’s own id', async () => {
      const rhys = `teams:${tenantId}:p:rhys-object-id` as PersonId;
      const direct = await app.adapter.platform.openDirect(rhys);
      assert.equal(direct.id, `teams:${tenantId}:c:a:direct-of-rhys-object-id`);
      const { body } = app.connector.calls.at(-1) ?? {};
      assert.deepEqual(body?.members, [{ id: 'rhys-object-id' }]);
      assert.equal(body?.tenantId, tenantId);
    });

    it('to somebody who is in a list of members, by Teams’ own id', async () => {
      app.connector.members = [{ id: '29:1Una', name: 'Una', objectId: 'una-object-id', tenantId }];
      const [una] = await app.adapter.platform.members(channel);
      assert.ok(una);
      await app.adapter.platform.openDirect(una.id);
      assert.deepEqual(app.connector.calls.at(-1)?.body.members, [{ id: '29:1Una' }]);
    });

    it('to somebody whose direct chat is known, without asking for it', async () => {
      await app.send(fixture('message-personal'));
      const before = app.connector.calls.length;
      const direct = await app.adapter.platform.openDirect(maya);
      assert.equal(direct.id, `teams:${tenantId}:c:a:1MayaAndOutloud-8Jx2kq`);
      assert.equal(app.connector.calls.length, before);
      await app.send(fixture('message-channel'));
      assert.equal((await app.adapter.platform.openDirect(maya)).id, direct.id);
    });

    it('where it moved to: the newest activity says where Teams is', async () => {
      const moved = await startFakeConnector();
      const next = await startTeamsApp(storage, {
        openIdMetadataUrl: moved.openIdMetadataUrl,
        loginUrl: moved.loginUrl,
      });
      const authorization = `Bearer ${moved.token()}`;
      await next.send(fixture('message-personal', { serviceUrl: moved.serviceUrl }), { authorization });
      await next.adapter.platform.post(channel, words, { deliveryId: 'd' });
      assert.equal(moved.calls.length, 1);
      await next.close();
      await moved.close();
    });
  });

  it('does not start with half of its settings', async () => {
    const settings = { type: 'SingleTenant', auth: 'on', db: storage.db, logger: testLogger } as const;
    const common = { ...settings, bot: { handle: async () => nothing }, clock: { now: () => new Date() } };
    await assert.rejects(createTeamsAdapter(common), /MICROSOFT_APP_ID/);
    await assert.rejects(createTeamsAdapter({ ...common, appId }), /MICROSOFT_APP_TENANT_ID/);
    await assert.rejects(createTeamsAdapter({ ...common, appId, tenantId }), /MICROSOFT_APP_PASSWORD/);
    const managed = await createTeamsAdapter({ ...common, appId, tenantId, type: 'UserAssignedMSI' });
    await managed.platform.ready();
  });
});

function bearer(token: string): Record<string, string> {
  return { authorization: `Bearer ${token}` };
}

function unsigned(token: string): string {
  const [, claims] = token.split('.');
  return `${Buffer.from('{"alg":"none","typ":"JWT"}').toString('base64url')}.${claims}.`;
}
