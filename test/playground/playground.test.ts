import assert from 'node:assert/strict';
import { request } from 'node:http';
import { ConfigurationBotFrameworkAuthentication } from 'botbuilder';
import {
  type OrgChannel,
  type SlackPerson,
  slackChannels,
  slackPeople,
  teamsPeople,
} from '../../src/playground/org.ts';
import type { Storage } from '../../src/storage/storage.ts';
import { testStorage } from '../support/database.ts';
import { openWorld, slackClient, type World } from './world.ts';

const [network] = slackChannels as [OrgChannel];
const [amina] = slackPeople as [SlackPerson];

describe('the playground', () => {
  let storage: Storage;
  let world: World;

  beforeEach(async () => {
    storage = await testStorage();
    world = await openWorld(storage.db);
  });
  afterEach(async () => {
    await world.close();
    await storage.stop();
  });

  /** With headers that fetch would not let one set. */
  function raw(
    method: string,
    path: string,
    headers: Record<string, string>,
    body = '',
  ): Promise<{ status: number; text: string }> {
    return new Promise((resolve, reject) => {
      const req = request(`${world.origin}${path}`, { method, headers }, (res) => {
        let text = '';
        res.on('data', (chunk) => {
          text += String(chunk);
        });
        res.on('end', () => resolve({ status: res.statusCode ?? 0, text }));
      });
      req.on('error', reject);
      req.end(body);
    });
  }

  it('remembers everything over a restart: messages, modals, homes, secrets, the clock', async () => {
    const { signingSecret, botToken } = world.playground.slack;
    const { password } = world.playground.teams;
    const slack = slackClient(world);
    const { ts } = await slack.chat.postMessage({ channel: network.id, text: 'Kept' });
    const gone = await slack.chat.postMessage({ channel: network.id, text: 'Regretted' });
    await slack.chat.delete({ channel: network.id, ts: gone.ts ?? '' });
    await slack.views.publish({ user_id: amina.id, view: { type: 'home', blocks: [{ type: 'divider' }] } });
    world.replies.push(async ({ body }) => {
      const title = { type: 'plain_text' as const, text: 'Open' };
      const view = { type: 'modal' as const, title, blocks: [{ type: 'divider' as const }] };
      await slack.views.open({ trigger_id: String(body.trigger_id), view });
      return {};
    });
    await world.act({ platform: 'slack', as: amina.id, do: 'command', channel: network.id, text: '/outloud help' });
    const rhys = teamsPeople[0];
    await world.act({ platform: 'teams', as: rhys?.id, do: 'say', conversation: rhys?.direct, text: 'Hello' });
    await world.post('/playground/clock', { hours: 48 });
    const before = await world.state();

    world = await world.restart();
    const after = await world.state();
    assert.equal(world.playground.slack.signingSecret, signingSecret);
    assert.equal(world.playground.slack.botToken, botToken);
    assert.equal(world.playground.teams.password, password);
    assert.equal(after.startedAt, before.startedAt);
    assert.deepEqual(after.slack, before.slack);
    assert.deepEqual(after.teams, before.teams);
    assert.deepEqual(
      (await world.slackMessages(network.id)).map((one) => one.ts),
      [ts],
    );
    assert.equal(after.slack.modals[amina.id]?.length, 1);
    assert.ok(new Date(after.now) >= new Date(before.now));
    assert.ok(after.version > before.version);
    const next = await slackClient(world).chat.postMessage({ channel: network.id, text: 'Later' });
    assert.ok(String(next.ts) > String(ts));
  });

  it('has saved a message when the call is answered, so that a killed process loses nothing', async () => {
    const { ts } = await slackClient(world).chat.postMessage({ channel: network.id, text: 'Safe' });
    const beside = await openWorld(storage.db);
    assert.ok((await beside.slackMessages(network.id)).some((one) => one.ts === ts));
    await beside.close();
  });

  it('tells the app of its installation once, again only what was not confirmed, and anew after a reset', async () => {
    world.replies.push({}, {}, { status: 503 });
    await world.playground.start();
    const first = world.received.map(({ body }) => body.event_id ?? body.id);
    assert.equal(first.length, 3);
    await world.playground.start();
    const staff = teamsPeople.filter(({ guest }) => !guest).length;
    const all = world.received.slice(2);
    assert.equal(all[0]?.body.event_id, first[2]);
    assert.equal(all[1]?.body.event_id, first[2], 'the same event, told again');
    const told = world.received.filter((_, index) => index !== 2);
    assert.equal(told.length, slackChannels.length + 2 + 2 * staff);
    const joined = told.slice(0, slackChannels.length).map(({ body }) => (body.event as Record<string, unknown>).type);
    assert.deepEqual(
      joined,
      slackChannels.map(() => 'member_joined_channel'),
    );
    const kinds = told.filter(({ route }) => route === 'teams').map(({ body }) => body.type);
    assert.deepEqual(new Set(kinds), new Set(['conversationUpdate', 'installationUpdate']));
    const ids = told.map(({ body }) => body.event_id ?? body.id);
    assert.equal(new Set(ids).size, ids.length);

    world = await world.restart();
    await world.playground.start();
    assert.equal(world.received.length, 0);
    await slackClient(world).chat.postMessage({ channel: network.id, text: 'Forgotten' });
    assert.equal((await world.post('/playground/reset', {})).status, 200);
    assert.deepEqual(await world.slackMessages(network.id), []);
    assert.equal(world.received.length, told.length);
    assert.ok(!ids.includes(world.received[0]?.body.event_id));
  });

  it('shows a token that the Bot Framework SDK believes, and no other', async () => {
    const { teams } = world.playground;
    const authentication = new ConfigurationBotFrameworkAuthentication({
      MicrosoftAppId: teams.appId,
      MicrosoftAppPassword: teams.password,
      MicrosoftAppTenantId: teams.tenantId,
      MicrosoftAppType: 'SingleTenant',
      ToChannelFromBotLoginUrl: 'https://login.microsoftonline.com/botframework.com',
      ToChannelFromBotOAuthScope: 'https://api.botframework.com',
      ToBotFromChannelTokenIssuer: 'https://api.botframework.com',
      OAuthUrl: 'https://api.botframework.com',
      ToBotFromChannelOpenIdMetadataUrl: teams.openIdMetadataUrl(),
      ToBotFromEmulatorOpenIdMetadataUrl: teams.openIdMetadataUrl(),
      CallerId: 'urn:botframework:azure',
    });
    const rhys = teamsPeople[0];
    await world.act({ platform: 'teams', as: rhys?.id, do: 'say', conversation: rhys?.direct, text: 'Hello' });
    const sent = world.received.at(-1);
    assert.ok(sent);
    const header = String(sent.headers.authorization);
    const result = await authentication.authenticateRequest(sent.body as never, header);
    assert.equal(result.claimsIdentity.isAuthenticated, true);
    assert.equal(result.claimsIdentity.getClaimValue('aud'), teams.appId);
    const elsewhere = { ...sent.body, serviceUrl: 'http://evil.example/' };
    await assert.rejects(authentication.authenticateRequest(elsewhere as never, header));
  });

  it('answers this machine only: neither by a foreign name nor to a foreign page', async () => {
    const { host } = new URL(world.origin);
    const paths: [string, string][] = [
      ['GET', '/'],
      ['GET', '/playground/state'],
      ['GET', '/playground/teams/keys'],
      ['POST', '/playground/act'],
      ['POST', '/playground/slack/api/auth.test'],
    ];
    for (const [method, path] of paths) {
      for (const foreign of [
        'evil.example',
        `outloud.evil.example:${host.split(':')[1]}`,
        '127.0.0.1.evil.example',
        '10.0.0.1',
      ]) {
        assert.equal((await raw(method, path, { host: foreign })).status, 403, `${path} for ${foreign}`);
      }
      const local = await raw(method, path, { host: `localhost:${host.split(':')[1]}` });
      assert.notEqual(local.status, 403, path);
    }
    const hours = JSON.stringify({ hours: 1 });
    for (const headers of [{ origin: 'http://evil.example' }, { origin: 'null' }, { 'sec-fetch-site': 'cross-site' }]) {
      assert.equal((await raw('POST', '/playground/clock', { host, ...headers } as never, hours)).status, 403);
    }
    const own = await raw(
      'POST',
      '/playground/clock',
      { host, origin: world.origin, 'sec-fetch-site': 'same-origin' },
      hours,
    );
    assert.equal(own.status, 200);
  });

  it('moves its clock to the next prompt or on by hours, and tells the rest of the app', async () => {
    const due = new Date(world.clock.now().getTime() + 3 * 86_400_000);
    const moved: Date[] = [];
    let next: Date | undefined;
    await world.close();
    world = await openWorld(storage.db, {
      nextDueAt: async () => next,
      onClockMoved: async () => {
        moved.push(world.clock.now());
      },
    });
    const move = async (body: unknown) =>
      (await world.post('/playground/clock', body)).json() as Promise<Record<string, unknown>>;
    assert.match(String((await move({ to: 'next' })).tell), /No prompt is due/);
    next = due;
    const answer = await move({ to: 'next' });
    assert.equal(answer.ok, true);
    assert.ok(Math.abs(new Date(String(answer.now)).getTime() - due.getTime()) < 5000);
    await move({ hours: 1.5 });
    assert.equal(moved.length, 2);
    assert.ok(world.clock.now().getTime() - due.getTime() >= 5_400_000);
    const { ts } = await slackClient(world).chat.postMessage({ channel: network.id, text: 'In the future' });
    assert.ok(Number(ts) * 1000 > due.getTime());
    for (const wrong of [{ hours: -1 }, { hours: 1e9 }, { to: 'yesterday' }, {}, 'x', []]) {
      assert.equal((await world.post('/playground/clock', wrong)).status, 400);
    }
  });

  it('tells an open page of every change, and lets it go when it stops', async () => {
    const response = await fetch(`${world.origin}/playground/events`);
    assert.match(String(response.headers.get('content-type')), /text\/event-stream/);
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    assert.ok(reader);
    const version = async () => Number(/"version":(\d+)/.exec((await reader.read()).value ?? '')?.[1]);
    const first = await version();
    await slackClient(world).chat.postMessage({ channel: network.id, text: 'News' });
    assert.ok((await version()) > first);
    await world.playground.stop();
    assert.equal((await reader.read()).done, true);
  });

  it("serves the browser's packages and no file outside the page's folder", async () => {
    for (const name of ['preact.js', 'hooks.js', 'htm.js', 'adaptivecards.js']) {
      const response = await fetch(`${world.origin}/playground/vendor/${name}`);
      assert.equal(response.status, 200, name);
      assert.match(String(response.headers.get('content-type')), /javascript/);
    }
    const hooks = await (await fetch(`${world.origin}/playground/vendor/hooks.js`)).text();
    assert.match(hooks, /["']\/playground\/vendor\/preact\.js["']/);
    for (const path of [
      'page/../org.ts',
      'page/..%2forg.ts',
      'page/%2e%2e/org.ts',
      'page/nothing.js',
      'page/',
      'vendor/zod.js',
    ]) {
      const { host } = new URL(world.origin);
      assert.equal((await raw('GET', `/playground/${path}`, { host })).status, 404, path);
    }
  });

  it('answers bad requests with words, never with a 5xx', async () => {
    const large = await world.post('/playground/act', `{"a":"${'x'.repeat(300_000)}"}`);
    assert.equal(large.status, 400);
    for (const body of ['', '{', 'null', '[]', '{"platform":"slack"}', '{"platform":"teams","as":1,"do":"say"}']) {
      const response = await world.post('/playground/act', body);
      assert.equal(response.status, 400);
      assert.equal(typeof ((await response.json()) as { tell: string }).tell, 'string');
    }
  });
});
