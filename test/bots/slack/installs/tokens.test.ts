import assert from 'node:assert/strict';
import { randomBytes, randomUUID } from 'node:crypto';
import { systemClock } from '../../../../src/base/clock.ts';
import { clientOptions, createSlackCaller } from '../../../../src/bots/slack/client.ts';
import { workspaceIdOf } from '../../../../src/bots/slack/ids.ts';
import { createGrants, type Grants } from '../../../../src/bots/slack/installs/grants.ts';
import { createSlackOAuth } from '../../../../src/bots/slack/installs/oauth.ts';
import { createGrantedTokens, type GrantedTokens } from '../../../../src/bots/slack/installs/tokens.ts';
import { createSealing } from '../../../../src/storage/sealing.ts';
import { openStorage, type Storage } from '../../../../src/storage/storage.ts';
import { testDatabaseUrl, testLogger } from '../../../support/database.ts';
import { app, createBrowser, type SlackService, startSlackService } from '../../../support/slack-service.ts';

const redirectUrl = 'http://127.0.0.1:1/slack/oauth_redirect';
const workspace = workspaceIdOf('T0FIRST001');
const minuteMs = 60_000;

/** Two Outlouds on one database, each with connections of its own. */
describe('tokens that end', function () {
  this.timeout(30_000);
  const secret = randomBytes(32);
  const storages: Storage[] = [];
  let slack: SlackService;

  interface Outloud {
    readonly storage: Storage;
    readonly grants: Grants;
    readonly tokens: GrantedTokens;
  }

  async function openOutloud(databaseUrl: string): Promise<Outloud> {
    const storage = await openStorage({ databaseUrl, dataDir: '/nowhere', logger: testLogger, clock: systemClock });
    storages.push(storage);
    const grants = createGrants(storage.db, createSealing(secret));
    return { storage, grants, tokens: makeTokens(storage, grants) };
  }

  function makeTokens(storage: Storage, grants: Grants): GrantedTokens {
    const caller = createSlackCaller(clientOptions({ apiUrl: slack.apiUrl, logger: testLogger }));
    const oauth = createSlackOAuth({ ...app, redirectUrl, apiUrl: slack.apiUrl, caller });
    return createGrantedTokens({ grants, oauth, db: storage.db, realClock: systemClock, logger: testLogger });
  }

  /** Installed, with a token that ends in so many minutes. */
  async function install({ grants }: Outloud, endsInMinutes: number): Promise<string> {
    slack.accessLivesMs = endsInMinutes * minuteMs;
    const code = await newCode();
    const answer = slack.oauth.methods['oauth.v2.access']?.(argumentsOf({ code, redirect_uri: redirectUrl })) ?? {};
    slack.accessLivesMs = 12 * 3_600_000;
    const access = String(answer.access_token);
    await grants.keep({
      workspace,
      tokens: { access, refresh: String(answer.refresh_token) },
      expiresAt: new Date(Date.now() + endsInMinutes * minuteMs),
      grantedAt: new Date(),
      botUser: app.botUser,
      scopes: [],
    });
    return access;
  }

  async function newCode(): Promise<string> {
    const page = new URL('../oauth/v2/authorize', slack.apiUrl);
    page.search = new URLSearchParams({ client_id: app.clientId, redirect_uri: redirectUrl, state: 's' }).toString();
    const body = new URLSearchParams({ target: 'T0FIRST001' });
    const answer = await createBrowser().go(page.href, { method: 'POST', body });
    return new URL(answer.headers.get('location') ?? '').searchParams.get('code') ?? '';
  }

  const refreshes = () => slack.calls.filter(({ values }) => values.grant_type === 'refresh_token');
  const isAlive = (token: string | undefined) => slack.oauth.targetOf(token ?? '').id === 'T0FIRST001';

  let one: Outloud;
  let two: Outloud;
  let before = 0;

  beforeEach(async () => {
    const databaseUrl = await testDatabaseUrl();
    const storage = await openStorage({ databaseUrl, dataDir: '/nowhere', logger: testLogger, clock: systemClock });
    storages.push(storage);
    slack = await startSlackService({ db: storage.db, redirectUrls: () => [redirectUrl] });
    one = await openOutloud(databaseUrl);
    two = await openOutloud(databaseUrl);
    before = 0;
  });
  afterEach(async () => {
    await Promise.all([one, two].map(({ tokens }) => tokens.settled()));
    await Promise.all(storages.splice(0).map((storage) => storage.stop()));
    await slack.close();
  });

  it('are used as they are while they last', async () => {
    const token = await install(one, 180);
    assert.equal(await two.tokens.of(workspace), token);
    assert.equal(refreshes().length, before);
  });

  it('are refreshed once, however many ask at once in two processes', async () => {
    await install(one, 10);
    slack.refreshTakesMs = 200;
    const asked = [one, two].flatMap(({ tokens }) => Array.from({ length: 25 }, () => tokens.of(workspace)));
    const got = new Set(await Promise.all(asked));
    assert.equal(refreshes().length, 1);
    assert.equal(got.size, 1);
    const [token] = got;
    assert.ok(isAlive(token));
    const kept = await two.grants.find(workspace);
    assert.equal(kept?.tokens.access, token);
    assert.ok((kept?.expiresAt?.getTime() ?? 0) > Date.now() + 11 * 3_600_000);
  });

  it('are refreshed by the clock before anybody waits for it', async () => {
    await install(one, 100);
    await Promise.all([one.tokens.refreshAll(), two.tokens.refreshAll()]);
    assert.equal(refreshes().length, 1);
    assert.ok(isAlive(await one.tokens.of(workspace)));
  });

  it('survive an answer that is lost on the way', async () => {
    await install(one, -1);
    slack.losesAnswers = 1;
    assert.ok(isAlive(await one.tokens.of(workspace)));
    assert.equal(refreshes().length, 2);
    assert.ok(isAlive(await two.tokens.of(workspace)));
  });

  it('are used on while Slack cannot refresh them and they last', async () => {
    const token = await install(one, 10);
    slack.losesAnswers = 99;
    assert.equal(await one.tokens.of(workspace), token);
  });

  it('are not lost where the database does not take them: they are used, and saved once it does', async () => {
    await install(one, -1);
    let isDown = true;
    const grants: Grants = {
      ...one.grants,
      async renew(renewal, db) {
        if (isDown) throw new Error('the database is away');
        return one.grants.renew(renewal, db);
      },
    };
    const tokens = makeTokens(one.storage, grants);
    const token = await tokens.of(workspace);
    assert.ok(isAlive(token));
    assert.equal(await tokens.of(workspace), token);
    assert.equal(refreshes().length, 1);
    isDown = false;
    await tokens.settled();
    assert.equal((await two.grants.find(workspace))?.tokens.access, token);
    assert.equal(await two.tokens.of(workspace), token);
    assert.equal(refreshes().length, 1);
  });

  it('give way to a new install that came in between', async () => {
    await install(one, 10);
    slack.refreshTakesMs = 300;
    const asked = one.tokens.of(workspace);
    const newer = await install(two, 600);
    assert.equal(await asked, newer);
    assert.equal((await two.grants.find(workspace))?.tokens.access, newer);
  });

  it('are found by who had an older one', async () => {
    const old = await install(one, 600);
    assert.equal(await one.tokens.of(workspace), old);
    assert.equal(await one.tokens.hasOther(workspace, old), false);
    const newer = await install(two, 600);
    assert.equal(await one.tokens.hasOther(workspace, old), true);
    assert.equal(await one.tokens.of(workspace), newer);
  });

  it('say plainly where there are none, or none that can be had any more', async () => {
    assert.equal(await one.tokens.of(workspaceIdOf('T0NOBODY01')), undefined);
    await install(one, -1);
    await slack.oauth.uninstall('T0FIRST001');
    await assert.rejects(one.tokens.of(workspace), { code: 'unauthorized', message: /invalid_refresh_token/ });
  });

  it('are encrypted anew with a new key, and nothing else can read them', async () => {
    const token = await install(one, 600);
    const next = randomBytes(32);
    const both = createGrants(one.storage.db, createSealing(next, [secret]));
    assert.equal(await both.sealAnew(), 1);
    assert.equal(await both.sealAnew(), 0);
    assert.equal((await createGrants(one.storage.db, createSealing(next)).find(workspace))?.tokens.access, token);
    two.tokens.forget(workspace);
    await assert.rejects(two.tokens.of(workspace), { code: 'unauthorized' });
  });

  it('do not open where their row was moved to', async () => {
    await install(one, 600);
    const row = await one.storage.db.selectFrom('slack_grant').selectAll().executeTakeFirstOrThrow();
    const stolen = workspaceIdOf('T0SECOND01');
    await one.storage.db
      .insertInto('slack_grant')
      .values({ ...row, workspace_id: stolen, version: randomUUID() })
      .execute();
    await assert.rejects(one.tokens.of(stolen), { code: 'unauthorized' });
  });

  function argumentsOf(values: Readonly<Record<string, string>>) {
    const all: Readonly<Record<string, string>> = {
      client_id: app.clientId,
      client_secret: app.clientSecret,
      ...values,
    };
    return { text: (name: string) => all[name] ?? '' } as Parameters<
      NonNullable<SlackService['oauth']['methods'][string]>
    >[0];
  }
});
