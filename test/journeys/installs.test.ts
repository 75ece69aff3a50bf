import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { get, type IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { systemClock } from '../../src/base/clock.ts';
import { createJobs } from '../../src/storage/jobs.ts';
import type { Storage } from '../../src/storage/storage.ts';
import { sign } from '../bots/slack/adapter.ts';
import { testDatabaseUrl, testLogger, testStorage } from '../support/database.ts';
import { freePort } from '../support/free-port.ts';
import { app, createBrowser, type SlackService, startSlackService } from '../support/slack-service.ts';

/*
 * Two processes of Outloud on one database, started as `npm start` starts them, and a Slack with two workspaces and an
 * organisation that install by OAuth, each from a browser. Their logs are kept at the lowest level and searched at the end.
 */

const cli = join(import.meta.dirname, '..', '..', 'src', 'cli.ts');
const secrets = {
  SLACK_SIGNING_SECRET: randomBytes(16).toString('hex'),
  SLACK_CLIENT_SECRET: app.clientSecret,
  SLACK_STATE_SECRET: randomBytes(16).toString('hex'),
  ENCRYPTION_KEY: randomBytes(32).toString('base64'),
};
const [first, second, whole] = ['T0FIRST001', 'T0SECOND01', 'E0WHOLE001'] as const;
/** On no list, and a workspace of the organisation that is on it. */
const [stranger, part] = ['T0STRANGER', 'T0PARTOF01'] as const;

interface Running {
  readonly origin: string;
  readonly process: ChildProcess;
  readonly log: () => string;
}

describe('installing, running in many workspaces, and leaving them', function () {
  this.timeout(120_000);
  let folder: string;
  let ours: Storage;
  let database: pg.Client;
  let databaseUrl: string;
  let slack: SlackService;
  let a: Running;
  let b: Running;
  /** What went through browsers. */
  const carried = new Set<string>();

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'outloud-installs-'));
    databaseUrl = await testDatabaseUrl();
    database = new pg.Client({ connectionString: databaseUrl });
    await database.connect();
    ours = await testStorage();
    const ports = [await freePort(), await freePort()] as const;
    const publicUrl = `http://127.0.0.1:${ports[0]}`;
    slack = await startSlackService({ db: ours.db, redirectUrls: () => [`${publicUrl}/slack/oauth_redirect`] });
    a = await start(ports[0], publicUrl);
    b = await start(ports[1], publicUrl);
  });
  after(async () => {
    for (const { process: child } of [a, b]) {
      child.kill('SIGTERM');
      if (child.exitCode === null) await once(child, 'exit');
    }
    await slack.close();
    await database.end();
    await ours.stop();
    await rm(folder, { recursive: true, force: true });
  });

  async function start(port: number, publicUrl: string): Promise<Running> {
    const env = {
      ...secrets,
      PATH: process.env.PATH,
      PORT: String(port),
      HOST: '127.0.0.1',
      PUBLIC_URL: publicUrl,
      DATABASE_URL: databaseUrl,
      SLACK_CLIENT_ID: app.clientId,
      SLACK_API_URL: slack.apiUrl,
      SLACK_ALLOWED_WORKSPACES: `${first}, ${second},${whole}`,
      LOG_LEVEL: 'trace',
    };
    const child = spawn(process.execPath, [cli, 'start'], { cwd: folder, env });
    let printed = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (printed += chunk));
    const origin = `http://127.0.0.1:${port}`;
    await until('it is ready', async () => {
      if (child.exitCode !== null) assert.fail(printed);
      return (await fetch(`${origin}/readyz`).catch(() => undefined))?.status === 200;
    });
    return { origin, process: child, log: () => printed };
  }

  async function until<T>(what: string, look: () => Promise<T> | T): Promise<NonNullable<T>> {
    for (let tries = 0; tries < 1_200; tries++) {
      const found = await look();
      if (found) return found;
      await wait(25);
    }
    return assert.fail(`never came about: ${what}`);
  }

  const rows = async (query: string, values: unknown[] = []) => (await database.query(query, values)).rows;

  async function install(target: string, browser = createBrowser()): Promise<Response> {
    const address = await browser.consent(a.origin, target);
    remember(address, browser);
    return browser.go(address);
  }

  function remember(address: string, { jar }: ReturnType<typeof createBrowser>): void {
    const query = new URL(address).searchParams;
    for (const part of (query.get('state') ?? '').split('.')) carried.add(part);
    for (const value of jar.values()) carried.add(value);
  }

  /** An event as Slack sends it, to one of the two processes. */
  async function tell({ origin }: Running, target: string, event: object, at = Date.now()): Promise<number> {
    const isWhole = target === whole;
    const body = JSON.stringify({
      type: 'event_callback',
      event_id: `Ev${randomUUID()}`,
      event_time: Math.floor(at / 1000),
      team_id: isWhole ? 'T0INGRID01' : target,
      enterprise_id: isWhole ? whole : null,
      context_team_id: isWhole ? 'T0INGRID01' : target,
      authorizations: [
        {
          enterprise_id: isWhole ? whole : null,
          team_id: isWhole ? null : target,
          user_id: app.botUser,
          is_bot: true,
          is_enterprise_install: isWhole,
        },
      ],
      event,
    });
    const headers = { 'content-type': 'application/json', ...sign(body, { secret: secrets.SLACK_SIGNING_SECRET }) };
    return (await fetch(`${origin}/slack/events`, { method: 'POST', headers, body })).status;
  }

  const openHome = (outloud: Running, target: string, user = 'U0ANYBODY1') =>
    tell(outloud, target, { type: 'app_home_opened', tab: 'home', user });
  const homesOf = (target: string) =>
    slack.calls.filter((call) => call.method === 'views.publish' && call.target === target);
  const postsTo = (target: string, channel: string) =>
    slack.calls.filter(
      ({ method, target: at, values }) => method === 'chat.postMessage' && at === target && values.channel === channel,
    );

  /** Something that is due now, and was put there an hour ago. */
  async function queue(target: string, channel: string): Promise<void> {
    await database.query(
      `insert into delivery (id, workspace_id, lane, priority, unprompted, state, message, not_before, created_at)
       values ($1, $2, $3, 10, false, 'pending', '{"text": "Hello"}', now(), now() - interval '1 hour')`,
      [randomUUID(), `slack:${target}`, `slack:${target}:${channel}`],
    );
  }

  it('says on its first page what it may do, with a way to add it', async () => {
    const page = await fetch(b.origin);
    const html = await page.text();
    assert.match(html, /<a class="act" href="\/slack\/install">Add to Slack<\/a>/);
    assert.match(html, /Posts what people choose to share/);
    assert.match(html, /kept for 30 days, then erased/);
    assert.match(html, /Only workspaces that whoever runs this Outloud has named may add it/);
    assert.equal(page.headers.get('referrer-policy'), 'no-referrer');
    assert.match(page.headers.get('content-security-policy') ?? '', /^default-src 'none'/);
  });

  it('is installed in two workspaces and in an organisation as a whole', async () => {
    for (const [target, name] of [
      [first, 'First &amp; Foremost'],
      [second, 'Second &lt;b>'],
      [whole, 'The Whole Grid'],
    ] as const) {
      const page = await install(target);
      const html = await page.text();
      assert.equal(page.status, 200, html);
      assert.ok(html.includes(`<h1>Outloud is added to ${name}</h1>`), html);
      assert.equal(page.headers.get('referrer-policy'), 'no-referrer');
      assert.equal(page.headers.get('cache-control'), 'no-store');
      assert.doesNotMatch(html, /https?:\/\/(?!slack\.com\/app_redirect)/);
    }
    const found = await rows('select workspace_id, installed_by, removed_at from installation order by 1');
    assert.deepEqual(
      found.map((row) => [row.workspace_id, row.installed_by, row.removed_at]),
      [
        ['slack:E0WHOLE001', 'slack:E0WHOLE001:W0SAM00003', null],
        ['slack:T0FIRST001', 'slack:T0FIRST001:U0SAM00001', null],
        ['slack:T0SECOND01', 'slack:T0SECOND01:U0SAM00002', null],
      ],
    );
  });

  it('makes whoever installed it its administrator, and messages nobody else', async () => {
    const holders = await rows(`select person_id from role_holder where role = 'administrator' order by 1`);
    assert.deepEqual(
      holders.map((row) => row.person_id),
      ['slack:E0WHOLE001:W0SAM00003', 'slack:T0FIRST001:U0SAM00001', 'slack:T0SECOND01:U0SAM00002'],
    );
    const posts = slack.calls.filter(({ method }) => method === 'chat.postMessage');
    assert.deepEqual(
      posts.filter(({ values }) => !/^[UDW]0SAM0000\d$|^D/.test(String(values.channel))),
      [],
    );
  });

  it('answers each with its own token, from either process', async () => {
    for (const target of [first, second, whole]) {
      for (const outloud of [a, b]) assert.equal(await openHome(outloud, target), 200);
      await until(`two pages in ${target}`, () => homesOf(target).length >= 2);
    }
    assert.deepEqual(
      slack.calls.filter(({ error }) => error),
      [],
    );
  });

  it('refreshes a token that ends soon once, when both processes need it at once', async () => {
    // What both knew of it is forgotten with a new install, whose token ends soon.
    slack.accessLivesMs = 50 * 60_000;
    slack.refreshTakesMs = 400;
    await install(first);
    slack.accessLivesMs = 12 * 3_600_000;
    const before = homesOf(first).length;
    await Promise.all([...Array(6).keys()].map((n) => openHome(n % 2 ? a : b, first, `U0SOMEONE${n}`)));
    await until('all pages', () => homesOf(first).length >= before + 6);
    slack.refreshTakesMs = 0;
    const refreshes = slack.calls.filter(({ values }) => values.grant_type === 'refresh_token');
    assert.equal(refreshes.length, 1);
    const [grant] = await rows(`select expires_at from slack_grant where workspace_id = 'slack:T0FIRST001'`);
    assert.ok(grant.expires_at.getTime() > Date.now() + 11 * 3_600_000);
  });

  describe('what does not come from where it should', () => {
    let address: URL;
    let browser: ReturnType<typeof createBrowser>;
    beforeEach(async () => {
      browser = createBrowser();
      address = new URL(await browser.consent(a.origin, second));
      remember(address.href, browser);
    });

    const grants = () => rows('select workspace_id, version from slack_grant order by 1');

    async function refused(change: (address: URL) => void, status: number, words: RegExp, by = browser): Promise<void> {
      const before = await grants();
      const exchanges = slack.calls.length;
      const changed = new URL(address);
      change(changed);
      const page = await by.go(changed.href);
      const html = await page.text();
      assert.equal(page.status, status, html);
      assert.match(html, words);
      assert.equal(page.headers.get('referrer-policy'), 'no-referrer');
      assert.deepEqual(await grants(), before);
      const asked = slack.calls.slice(exchanges).filter(({ method }) => method === 'oauth.v2.access');
      assert.deepEqual(
        asked.filter(({ error }) => !error),
        [],
      );
    }

    it('not: a state that was made up', () =>
      refused((url) => url.searchParams.set('state', `${'a'.repeat(32)}.${'b'.repeat(43)}`), 400, /does not work/));

    it('not: a state of another Outloud’s making with one letter changed', () =>
      refused(
        (url) => url.searchParams.set('state', (url.searchParams.get('state') ?? '').replace(/.$/, '_')),
        400,
        /does not work/,
      ));

    it('not: no state', () => refused((url) => url.searchParams.delete('state'), 400, /does not work/));

    it('not: a state that somebody began in their own browser and sent on as a link', async () => {
      await refused(() => undefined, 403, /started in another browser/, createBrowser());
      // It is used up: not even whoever began it can go on.
      await refused(() => undefined, 410, /took too long, or was done already/);
    });

    it('not: a state that was begun in another browser, though this one has begun an install too', async () => {
      const victim = createBrowser();
      remember(await victim.consent(a.origin, second), victim);
      await refused(() => undefined, 403, /started in another browser/, victim);
    });

    it('not: the same again', async () => {
      const jar = new Map(browser.jar);
      assert.equal((await browser.go(address.href)).status, 200);
      for (const [name, value] of jar) browser.jar.set(name, value);
      await refused(() => undefined, 410, /took too long, or was done already/);
    });

    it('not: after ten minutes', async () => {
      await database.query('update slack_install_state set expires_at = now()');
      await refused(() => undefined, 410, /took too long/);
    });

    it('not: a code that Slack did not give', () =>
      refused((url) => url.searchParams.set('code', '12.34.ab'), 400, /Slack did not finish it/));

    for (const [what, code] of [
      ['a new line and a header', 'a\r\nSet-Cookie: x=1'],
      ['markup', '<script>alert(1)</script>'],
      ['a path', '../../etc/passwd'],
      ['nothing', ''],
      ['a kilobyte', 'a'.repeat(1_024)],
      ['a null byte', 'a\0b'],
    ] as const) {
      it(`not: ${what} for a code`, () => refused((url) => url.searchParams.set('code', code), 400, /does not work/));
    }

    it('not: two codes, two states, or a code beside an error', async () => {
      await refused((url) => url.searchParams.append('code', 'x'), 400, /does not work/);
      await refused((url) => url.searchParams.append('state', 'x'), 400, /does not work/);
      await refused((url) => url.searchParams.append('error', 'access_denied'), 400, /does not work/);
    });

    it('not: a query of eight thousand letters, nor one that is too long for HTTP', async () => {
      await refused((url) => url.searchParams.append('more', 'x'.repeat(8_000)), 400, /does not work/);
      const page = await fetch(`${a.origin}/slack/oauth_redirect?code=${'x'.repeat(40_000)}`);
      assert.equal(page.status, 431);
    });

    it('not: an answer of Slack’s that never arrives', async () => {
      slack.losesAnswers = 1;
      const page = await browser.go(address.href);
      assert.equal(page.status, 502);
      assert.match(await page.text(), /Slack cannot be reached/);
    });

    it('not: where the person said no to Slack', async () => {
      const refusedAddress = await browser.consent(a.origin, '');
      remember(refusedAddress, browser);
      const page = await browser.go(refusedAddress);
      assert.equal(page.status, 200);
      assert.match(await page.text(), /Outloud was not added/);
    });

    it('not: a workspace that is not on the list; it is taken out of Slack again, and nothing of it is kept', async () => {
      for (const [refuses, words] of [
        [false, /It was taken out of your Slack again/],
        [true, /Please remove the app in Slack yourself/],
      ] as const) {
        slack.refusesUninstall = refuses;
        const before = slack.calls.length;
        const page = await install(stranger);
        const html = await page.text();
        assert.equal(page.status, 403, html);
        assert.match(html, /<h1>Outloud is not open to Strangers &amp; Sons<\/h1>/);
        assert.match(html, /ask them to add this id: T0STRANGER/);
        assert.match(html, words);
        const asked = slack.calls.slice(before).map(({ method, target }) => [method, target]);
        assert.deepEqual(
          asked,
          refuses
            ? [
                ['oauth.v2.access', undefined],
                ['apps.uninstall', undefined],
              ]
            : [
                ['oauth.v2.access', undefined],
                ['apps.uninstall', stranger],
              ],
        );
        assert.deepEqual(await tracesOf(`slack:${stranger}`), []);
      }
      slack.refusesUninstall = false;
    });

    it('but: a workspace of an organisation that is on the list, and one that has it already', async () => {
      assert.equal((await install(part)).status, 200);
      await database.query(
        `insert into slack_grant select 'slack:T0STRANGER', key_id, sealed, expires_at, version, granted_at, bot_user, scopes
         from slack_grant where workspace_id = 'slack:T0PARTOF01'`,
      );
      assert.equal((await install(stranger)).status, 200);
    });

    it('sends nobody anywhere that a query names, and shows nothing of it', async () => {
      const page = await raw('/slack/install?redirect_uri=https://evil.example&next=//evil.example%0d%0aX-Evil:1');
      const location = new URL(page.headers.location ?? '');
      assert.equal(location.origin, new URL(slack.apiUrl).origin);
      assert.equal(location.searchParams.get('redirect_uri'), `${a.origin}/slack/oauth_redirect`);
      assert.equal(page.headers['x-evil'], undefined);
      assert.match(String(page.headers['set-cookie']), /^outloud-install=[\w-]{43}; .*HttpOnly; SameSite=Lax$/);
      const odd = await raw('/slack/oauth_redirect?error=%3Cscript%3Ealert(1)%3C/script%3E');
      assert.equal(odd.statusCode, 400);
      assert.doesNotMatch(await text(odd), /alert/);
    });

    it('leads to no file outside', async () => {
      for (const path of [
        '/slack/../../../etc/passwd',
        '/slack/install/../../.env',
        '/slack/%2e%2e/%2e%2e/etc/passwd',
        '/slack/oauth_redirect/..%2f..%2f.env',
      ]) {
        const page = await raw(path);
        assert.ok((page.statusCode ?? 500) < 500, path);
        assert.doesNotMatch(await text(page), /root:|SLACK_/);
      }
    });
  });

  it('sends nothing any more, from the moment that it is removed, whichever word comes first and however often', async () => {
    await slack.oauth.uninstall(second);
    const revoked = { type: 'tokens_revoked', tokens: { oauth: [], bot: [app.botUser] } };
    for (const outloud of [b, a]) {
      assert.equal(await tell(outloud, second, revoked), 200);
      assert.equal(await tell(outloud, second, { type: 'app_uninstalled' }), 200);
    }
    const [row] = await rows(`select removed_at from installation where workspace_id = 'slack:T0SECOND01'`);
    assert.ok(row.removed_at);
    assert.deepEqual(await rows(`select 1 from slack_grant where workspace_id = 'slack:T0SECOND01'`), []);
    const calls = slack.calls.length;
    await queue(second, 'C0GENERAL2');
    await queue(first, 'C0GENERAL1');
    await until('what is for others', () => postsTo(first, 'C0GENERAL1').length === 1);
    await wait(1_500);
    const [held] = await rows(`select state from delivery where lane = 'slack:T0SECOND01:C0GENERAL2'`);
    assert.equal(held.state, 'pending');
    assert.deepEqual(
      slack.calls.slice(calls).filter(({ target }) => target === second),
      [],
    );
    const noted = await rows(`select 1 from audit where what = 'uninstalled' and workspace_id = 'slack:T0SECOND01'`);
    assert.equal(noted.length, 1);
  });

  it('keeps everything for an install that comes again, and an old word of its end does not end it', async () => {
    const removedAt = Date.now();
    await slack.oauth.uninstall(first);
    assert.equal(await tell(a, first, { type: 'app_uninstalled' }, removedAt), 200);
    await queue(first, 'C0LATER001');
    await wait(1_100);
    await install(first);
    await until('what waited', () => postsTo(first, 'C0LATER001').length === 1);
    // Slack tells it again, or only now.
    const revoked = { type: 'tokens_revoked', tokens: { oauth: [], bot: [app.botUser] } };
    for (const event of [{ type: 'app_uninstalled' }, revoked]) {
      assert.equal(await tell(b, first, event, removedAt), 200);
      // Even by a clock that is ahead of ours: Slack still lets us in.
      assert.equal(await tell(a, first, event, Date.now() + 60_000), 200);
    }
    const [row] = await rows(`select removed_at from installation where workspace_id = 'slack:T0FIRST001'`);
    assert.equal(row.removed_at, null);
    const before = homesOf(first).length;
    assert.equal(await openHome(b, first), 200);
    await until('a page', () => homesOf(first).length > before);
  });

  it('leaves nothing of a workspace behind once its grace has ended', async () => {
    assert.notDeepEqual(await tracesOf('slack:T0SECOND01'), []);
    await database.query(
      `update installation set removed_at = now() - interval '30 days 1 minute' where workspace_id = 'slack:T0SECOND01'`,
    );
    const jobs = createJobs({ databaseUrl, logger: testLogger, clock: systemClock });
    await jobs.start();
    await jobs.now('installing.erase');
    await until(
      'it is gone',
      async () => (await rows(`select 1 from installation where workspace_id = 'slack:T0SECOND01'`)).length === 0,
    );
    await jobs.stop();
    assert.deepEqual(await tracesOf('slack:T0SECOND01'), []);
    assert.notDeepEqual(await tracesOf('slack:T0FIRST001'), []);
    assert.notDeepEqual(await tracesOf('slack:E0WHOLE001'), []);
  });

  describe('in the end', () => {
    it('has written no token, code, state or secret into a log, nor kept one in the open', async () => {
      const log = a.log() + b.log();
      assert.match(log, /its state is not good/);
      assert.match(log, /could not be finished/);
      const all = [...slack.secrets, ...carried, ...Object.values(secrets)].filter((secret) => secret.length > 8);
      assert.ok(all.length > 30, String(all.length));
      assert.deepEqual(
        all.filter((secret) => log.includes(secret)),
        [],
      );
      const kept = (await everything()).map(({ row }) => row).join('\n');
      const open = all.filter((secret) => kept.includes(secret) || kept.includes(Buffer.from(secret).toString('hex')));
      assert.deepEqual(open, []);
    });
  });

  /** Every row of every table of ours and of the queue, as text. */
  async function everything(): Promise<{ table: string; row: string }[]> {
    const tables = await rows(
      `select quote_ident(table_schema) || '.' || quote_ident(table_name) as name from information_schema.tables
       where table_schema in ('public', 'pgboss') and table_type = 'BASE TABLE'`,
    );
    assert.ok(tables.length > 40);
    const found: { table: string; row: string }[] = [];
    for (const { name } of tables) {
      for (const { row } of await rows(`select t::text as row from ${name} t`)) found.push({ table: name, row });
    }
    return found;
  }

  async function tracesOf(workspace: string): Promise<string[]> {
    const own = workspace.replace('slack:', '');
    return (await everything()).filter(({ row }) => row.includes(own)).map(({ table, row }) => `${table}: ${row}`);
  }

  /** As it is written, without what `fetch` tidies up. */
  async function raw(path: string): Promise<IncomingMessage> {
    const { hostname, port } = new URL(a.origin);
    const [response] = (await once(get({ hostname, port, path }), 'response')) as [IncomingMessage];
    return response;
  }
});
