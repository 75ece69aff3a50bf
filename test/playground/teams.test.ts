import assert from 'node:assert/strict';
import {
  type OrgChannel,
  type TeamsPerson,
  teamsBot,
  teamsChannels,
  teamsPeople,
  teamsTeam,
} from '../../src/playground/org.ts';
import type { Storage } from '../../src/storage/storage.ts';
import { testStorage } from '../support/database.ts';
import { openWorld, type World } from './world.ts';

const [general, leads] = teamsChannels as [OrgChannel, OrgChannel];
const [rhys, priya] = teamsPeople as [TeamsPerson, TeamsPerson];

type Json = Record<string, unknown>;

const cardType = 'application/vnd.microsoft.card.adaptive';

function cardSaying(text: string): Json {
  return { type: 'AdaptiveCard', version: '1.5', body: [{ type: 'TextBlock', text }] };
}

function attached(card: Json): Json[] {
  return [{ contentType: cardType, content: card }];
}

describe('the local Teams', () => {
  let storage: Storage;
  let world: World;
  let token: string;

  before(async () => {
    storage = await testStorage();
  });
  beforeEach(async () => {
    world = await openWorld(storage.db, { patience: { slackMs: 150, teamsMs: 150 } });
    token = String((await askToken({})).body.access_token);
  });
  afterEach(async () => {
    await world.post('/playground/reset', {});
    await world.close();
  });
  after(async () => {
    await storage.stop();
  });

  async function askToken(changed: Record<string, string>): Promise<{ status: number; body: Json }> {
    const { teams } = world.playground;
    const { tenant = teams.tenantId, ...fields } = changed;
    const response = await fetch(`${teams.loginUrl()}/${tenant}/oauth2/v2.0/token`, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: teams.appId,
        client_secret: teams.password,
        scope: 'https://api.botframework.com/.default',
        ...fields,
      }),
    });
    return { status: response.status, body: (await response.json()) as Json };
  }

  /** As botframework-connector calls it: every part of the path percent-encoded. */
  async function connector(method: string, parts: string[], body?: unknown, bearer = token) {
    const path = parts.map(encodeURIComponent).join('/');
    const response = await fetch(`${world.origin}/playground/teams/v3/${path}`, {
      method,
      headers: { 'content-type': 'application/json', authorization: `Bearer ${bearer}` },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const answer = (await response.json()) as Json;
    return { status: response.status, body: answer, code: (answer.error as Json | undefined)?.code };
  }

  async function posted(conversation: string, activity: Json): Promise<string> {
    const { status, body } = await connector('POST', ['conversations', conversation, 'activities'], {
      type: 'message',
      ...activity,
    });
    assert.equal(status, 201, JSON.stringify(body));
    return String(body.id);
  }

  function act(more: Json, as = rhys): Promise<{ ok: boolean; tell?: string }> {
    return world.act({ platform: 'teams', as: as.id, ...more });
  }

  function last(): Json {
    const received = world.received.at(-1);
    assert.equal(received?.route, 'teams');
    return received.body;
  }

  describe('its token endpoint', () => {
    it('gives a token for the secret, in the directory of the organisation', async () => {
      const { status, body } = await askToken({});
      assert.equal(status, 200);
      assert.equal(body.token_type, 'Bearer');
      assert.ok(Number(body.expires_in) > 3000);
    });

    it('refuses another secret, app, directory, grant or scope', async () => {
      const wrong: [Record<string, string>, number, string][] = [
        [{ client_secret: 'guess' }, 401, 'invalid_client'],
        [{ client_id: 'another' }, 400, 'unauthorized_client'],
        [{ tenant: 'another' }, 400, 'invalid_request'],
        [{ grant_type: 'password' }, 400, 'unsupported_grant_type'],
        [{ scope: 'https://graph.microsoft.com/.default' }, 400, 'invalid_scope'],
      ];
      for (const [changed, status, error] of wrong) {
        const answer = await askToken(changed);
        assert.deepEqual([answer.status, answer.body.error], [status, error]);
      }
    });
  });

  describe('its Bot Connector', () => {
    it('demands its own token back, while it is valid', async () => {
      const members = ['conversations', leads.id, 'members'];
      assert.equal((await connector('GET', members)).status, 200);
      assert.equal((await connector('GET', members, undefined, 'made.up.token')).status, 401);
      assert.equal((await connector('GET', members, undefined, '')).status, 401);
      await act({ do: 'say', conversation: rhys.direct, text: 'hello' });
      const shown = String(world.received.at(-1)?.headers.authorization).replace('Bearer ', '');
      assert.equal(
        (await connector('GET', members, undefined, shown)).status,
        401,
        'the token for the app is no key here',
      );
      world.realOffsetMs = 2 * 3_600_000;
      assert.equal((await connector('GET', members)).status, 401);
    });

    it('posts, updates and deletes in a personal chat', async () => {
      const created = await connector('POST', ['conversations'], {
        isGroup: false,
        bot: { id: teamsBot.id },
        members: [{ id: rhys.aadObjectId }],
        tenantId: world.playground.teams.tenantId,
      });
      assert.deepEqual([created.status, created.body.id], [201, rhys.direct]);
      const id = await posted(rhys.direct, { text: 'Hello', attachments: attached(cardSaying('One')), summary: 'Sum' });
      const [message] = await world.teamsMessages(rhys.direct);
      assert.deepEqual([message?.from, message?.text, message?.summary], [teamsBot.id, 'Hello', 'Sum']);
      assert.deepEqual(message?.cards, [cardSaying('One')]);
      const place = ['conversations', rhys.direct, 'activities', id];
      const changed = { type: 'message', attachments: attached(cardSaying('Two')) };
      assert.equal((await connector('PUT', place, changed)).status, 200);
      const [updated] = await world.teamsMessages(rhys.direct);
      assert.deepEqual([updated?.id, updated?.edited, updated?.cards], [id, true, [cardSaying('Two')]]);
      assert.equal((await connector('DELETE', place)).status, 200);
      assert.equal((await world.teamsMessages(rhys.direct))[0]?.deleted, true);
      const again = await connector('DELETE', place);
      assert.deepEqual([again.status, again.code], [404, 'ActivityNotFoundInConversation']);
    });

    it('keeps channel threads apart by the id of the conversation', async () => {
      const thread = await connector('POST', ['conversations'], {
        isGroup: true,
        channelData: { channel: { id: leads.id } },
        activity: { type: 'message', text: 'A new thread' },
      });
      const root = String(thread.body.activityId);
      assert.equal(thread.body.id, `${leads.id};messageid=${root}`);
      const reply = await posted(`${leads.id};messageid=${root}`, { text: 'A reply' });
      const other = await posted(leads.id, { text: 'Another post', replyToId: root });
      const roots = Object.fromEntries((await world.teamsMessages(leads.id)).map((one) => [one.id, one.root]));
      assert.deepEqual(roots, { [root]: undefined, [reply]: root, [other]: undefined });
      const place = ['conversations', `${leads.id};messageid=${root}`, 'activities', reply];
      assert.equal((await connector('PUT', place, { type: 'message', text: 'Changed' })).status, 200);
      const nowhere = await connector('POST', ['conversations', `${leads.id};messageid=1`, 'activities'], {
        text: 'x',
      });
      assert.equal(nowhere.code, 'ConversationNotFound');
    });

    it('lists members in pages, guests marked, without the bot', async () => {
      const { body } = await connector('GET', ['conversations', `${leads.id};messageid=1`, 'pagedmembers']);
      const members = body.members as Json[];
      assert.deepEqual(
        members.map(({ id }) => id),
        leads.members,
      );
      assert.deepEqual(
        members.filter(({ userRole }) => userRole === 'guest').map(({ name }) => name),
        teamsPeople.filter(({ id, guest }) => guest && leads.members.includes(id)).map(({ name }) => name),
      );
      const one = await connector('GET', ['conversations', leads.id, 'members', rhys.aadObjectId]);
      assert.equal(one.body.id, rhys.id);
      const none = await connector('GET', ['conversations', leads.id, 'members', '29:nobody']);
      assert.deepEqual([none.status, none.code], [404, 'MemberNotFoundInConversation']);
      const channels = await connector('GET', ['teams', teamsTeam.id, 'conversations']);
      assert.equal((channels.body.conversations as Json[]).length, teamsChannels.length);
    });

    it('refuses what Teams refuses, never with a 5xx', async () => {
      const to = ['conversations', leads.id, 'activities'];
      const refusals: [string, string[], unknown, number][] = [
        ['POST', to, { type: 'message', text: '' }, 400],
        ['POST', to, { type: 'message', text: 'x'.repeat(52_000) }, 413],
        ['POST', to, { type: 'message', attachments: attached({ type: 'Nothing' }) }, 400],
        ['POST', to, { type: 'trace', text: 'x' }, 400],
        ['POST', to, [], 400],
        ['POST', ['conversations', '19:nowhere@thread.tacv2', 'activities'], { type: 'message', text: 'x' }, 404],
        ['POST', ['conversations'], { members: [{ id: '29:nobody' }], tenantId: world.playground.teams.tenantId }, 400],
        ['POST', ['conversations'], { members: [{ id: rhys.id }], tenantId: 'another' }, 403],
        ['POST', ['conversations'], { isGroup: true }, 404],
        ['PUT', [...to, '1'], { type: 'message', text: 'x' }, 404],
        ['PATCH', [...to, '1'], {}, 405],
        ['GET', ['nothing'], undefined, 404],
      ];
      for (const [method, parts, body, status] of refusals) {
        assert.equal((await connector(method, parts, body)).status, status, `${method} ${parts.join('/')}`);
      }
      const typing = await connector('POST', to, { type: 'typing' });
      assert.equal(typing.status, 201);
      assert.equal((await world.teamsMessages(leads.id)).length, 0);
      await act({ do: 'say', conversation: leads.id, text: 'Mine' });
      const [mine] = await world.teamsMessages(leads.id);
      assert.equal((await connector('DELETE', [...to, mine?.id ?? ''])).status, 403);
    });
  });

  describe('what people do there', () => {
    it('sends words in a personal chat, in a channel only those that mention the bot', async () => {
      assert.deepEqual(await act({ do: 'say', conversation: rhys.direct, text: '/outloud help' }), { ok: true });
      const { conversation, from, ...activity } = last() as { conversation: Json; from: Json } & Json;
      assert.deepEqual([activity.type, activity.text, activity.channelId], ['message', '/outloud help', 'msteams']);
      assert.deepEqual([conversation.conversationType, conversation.id], ['personal', rhys.direct]);
      assert.deepEqual([from.id, from.aadObjectId], [rhys.id, rhys.aadObjectId]);

      const heard = world.received.length;
      await act({ do: 'say', conversation: leads.id, text: 'Talking among ourselves, <at>Outloud</at>' });
      assert.equal(world.received.length, heard);
      const [among] = await world.teamsMessages(leads.id);
      assert.equal(among?.from, rhys.id);

      await act({ do: 'say', conversation: leads.id, text: '@Outloud setup with @Priya Nair & co' });
      const { entities, text, attachments, id, ...mention } = last();
      assert.equal(text, '<at>Outloud</at> setup with <at>Priya Nair</at> & co');
      const mentioned = (entities as Json[])
        .filter(({ type }) => type === 'mention')
        .map((one) => (one.mentioned as Json).id);
      assert.deepEqual(mentioned, [teamsBot.id, priya.id]);
      assert.equal((mention.conversation as Json).id, `${leads.id};messageid=${String(id)}`);
      assert.match(String((attachments as Json[])[0]?.content), /itemid="0">Outloud<\/span> setup .* &amp; co/);
      await act({ do: 'say', conversation: leads.id, root: String(id), text: '@Outloud again' });
      assert.equal((last().conversation as Json).id, `${leads.id};messageid=${String(id)}`);
      assert.equal((await world.teamsMessages(leads.id)).at(-1)?.root, id);
    });

    it('sends what is typed in a thread, as Teams does for the community edition', async () => {
      const id = await posted(leads.id, { attachments: attached(cardSaying('A highlight')) });
      await act({ do: 'say', conversation: leads.id, root: id, text: 'Ours is blue' });
      const { type, text, conversation } = last() as { conversation: Json } & Json;
      assert.deepEqual([type, text, conversation.id], ['message', 'Ours is blue', `${leads.id};messageid=${id}`]);
    });

    it('executes an action: the card in the answer replaces the card', async () => {
      const id = await posted(leads.id, { attachments: attached(cardSaying('Before')) });
      const action = { type: 'Action.Execute', verb: 'useful', data: { update: 'u-1' } };
      const execute = { do: 'execute', conversation: leads.id, message: id, action, inputs: { why: 'because' } };
      const answer = (type: string, value: unknown, statusCode = 200) => ({
        body: JSON.stringify({ statusCode, type, value }),
      });
      world.replies.push(answer(cardType, cardSaying('After')));
      assert.deepEqual(await act(execute, priya), { ok: true });
      const activity = last();
      assert.deepEqual([activity.type, activity.name, activity.replyToId], ['invoke', 'adaptiveCard/action', id]);
      assert.deepEqual(activity.value, {
        action: { type: 'Action.Execute', verb: 'useful', data: { update: 'u-1', why: 'because' } },
        trigger: 'manual',
      });
      assert.deepEqual((await world.teamsMessages(leads.id))[0]?.cards, [cardSaying('After')]);

      world.replies.push(
        answer('application/vnd.microsoft.activity.message', 'Thanks.'),
        answer('application/vnd.microsoft.error', { code: 'BadRequest', message: 'Not you.' }, 400),
        { status: 500 },
        { hang: true },
      );
      assert.deepEqual(await act(execute), { ok: true, tell: 'Thanks.' });
      assert.deepEqual(await act(execute), { ok: false, tell: 'Not you.' });
      assert.match(String((await act(execute)).tell), /Unable to reach app.*500/);
      assert.match(String((await act(execute)).tell), /Unable to reach app.*not answer in time/);
    });

    it('submits as a message with a value, or opens a dialog and submits that', async () => {
      const id = await posted(rhys.direct, { attachments: attached(cardSaying('Prompt')) });
      const on = { conversation: rhys.direct, message: id };
      const submit = { type: 'Action.Submit', data: { action: 'skip' } };
      await act({ do: 'submit', ...on, action: submit, inputs: { a: '1' } });
      assert.deepEqual(
        [last().type, last().text, last().value, last().replyToId],
        ['message', undefined, { action: 'skip', a: '1' }, id],
      );

      const open = { type: 'Action.Submit', data: { action: 'answer', msteams: { type: 'task/fetch' } } };
      const dialog = (title: string) => ({
        body: JSON.stringify({
          task: { type: 'continue', value: { title, card: { contentType: cardType, content: cardSaying(title) } } },
        }),
      });
      world.replies.push(dialog('Your answer'));
      await act({ do: 'submit', ...on, action: open });
      assert.equal(last().name, 'task/fetch');
      assert.equal(((last().value as Json).data as Json).action, 'answer');
      const opened = (await world.state()).teams.dialogs[rhys.id];
      assert.deepEqual([opened?.title, opened?.replyTo], ['Your answer', id]);

      world.replies.push(dialog('Preview'));
      await act({
        do: 'submit-dialog',
        action: { type: 'Action.Submit', data: { form: 'answer' } },
        inputs: { text: 'x' },
      });
      assert.equal(last().name, 'task/submit');
      assert.deepEqual((last().value as Json).data, { form: 'answer', text: 'x' });
      assert.equal((await world.state()).teams.dialogs[rhys.id]?.title, 'Preview');

      world.replies.push({ body: JSON.stringify({ task: { type: 'message', value: 'Posted.' } }) });
      assert.deepEqual(await act({ do: 'submit-dialog', action: { data: {} } }), { ok: true, tell: 'Posted.' });
      assert.deepEqual((await world.state()).teams.dialogs, {});

      world.replies.push(dialog('Again'));
      await act({ do: 'submit', ...on, action: open });
      await act({ do: 'close-dialog' });
      assert.deepEqual((await world.state()).teams.dialogs, {});
      assert.match(String((await act({ do: 'submit-dialog', action: { data: {} } })).tell), /no longer there/);
    });

    it('runs a message extension on a message, its dialog, and posts the card that it gives', async () => {
      await act({ do: 'say', conversation: general.id, text: 'A <b>thought</b>' }, priya);
      const [thought] = await world.teamsMessages(general.id);
      world.replies.push({
        body: JSON.stringify({
          task: {
            type: 'continue',
            value: { title: 'Note', card: { contentType: cardType, content: cardSaying('Note') } },
          },
        }),
      });
      await act({ do: 'extension', commandId: 'turn-into-note', conversation: general.id, message: thought?.id });
      const { name, value } = last() as { name: string; value: Json };
      assert.deepEqual(
        [name, value.commandId, value.commandContext],
        ['composeExtension/fetchTask', 'turn-into-note', 'message'],
      );
      const payload = value.messagePayload as { body: Json; from: { user: Json } };
      assert.equal(payload.body.content, '<div>A &lt;b&gt;thought&lt;/b&gt;</div>');
      assert.equal(payload.from.user.id, priya.aadObjectId);
      world.replies.push({
        body: JSON.stringify({
          composeExtension: { type: 'result', attachmentLayout: 'list', attachments: attached(cardSaying('Kept')) },
        }),
      });
      await act({ do: 'submit-dialog', action: { data: { keep: 'yes' } } });
      assert.equal(last().name, 'composeExtension/submitAction');
      const kept = (await world.teamsMessages(general.id)).at(-1);
      assert.deepEqual([kept?.from, kept?.root, kept?.cards], [rhys.id, thought?.id, [cardSaying('Kept')]]);
      assert.deepEqual((await world.state()).teams.dialogs, {});
    });

    it('refuses what is not there', async () => {
      const gone = { conversation: leads.id, message: '1' };
      for (const more of [
        { do: 'execute', ...gone, action: {} },
        { do: 'submit', ...gone, action: {} },
        { do: 'extension', commandId: 'turn-into-note', ...gone },
        { do: 'say', conversation: priya.direct, text: 'x' },
        { do: 'say', conversation: leads.id, root: '1', text: 'x' },
      ]) {
        assert.equal((await act(more)).ok, false);
      }
      assert.equal(world.received.length, 0);
    });
  });
});
