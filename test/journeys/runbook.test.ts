import assert from 'node:assert/strict';
import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkUp } from '../../src/commands/doctor.ts';
import { readConfig } from '../../src/config.ts';
import { type Outloud, startOutloud } from '../../src/main.ts';
import type { Environment } from '../../src/settings/environment.ts';
import type { Storage } from '../../src/storage/storage.ts';
import { sign } from '../bots/slack/adapter.ts';
import { testDatabaseUrl, testLogger, testStorage } from '../support/database.ts';
import { freePort } from '../support/free-port.ts';
import { outloud } from '../support/outloud.ts';
import { app, createBrowser, type SlackService, startSlackService } from '../support/slack-service.ts';
import { until } from '../support/until.ts';

/** What docs/runbook.md tells an administrator to do, done: two Outlouds on one database, in a workspace by OAuth. */

const [older, newer] = [1, 2].map(() => randomBytes(32).toString('base64'));
const workspace = 'T0FIRST001';

describe('the runbook', function () {
  this.timeout(120_000);
  let slack: SlackService;
  let ours: Storage;
  let folder: string;
  let common: Environment;
  const ports: number[] = [];
  const running: Outloud[] = [];

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'outloud-runbook-'));
    ours = await testStorage();
    ports.push(await freePort(), await freePort());
    const publicUrl = `http://127.0.0.1:${ports[0]}`;
    slack = await startSlackService({ db: ours.db, redirectUrls: () => [`${publicUrl}/slack/oauth_redirect`] });
    common = {
      HOST: '127.0.0.1',
      PUBLIC_URL: publicUrl,
      DATABASE_URL: await testDatabaseUrl(),
      SLACK_SIGNING_SECRET: 'the first signing secret',
      SLACK_CLIENT_ID: app.clientId,
      SLACK_CLIENT_SECRET: app.clientSecret,
      SLACK_STATE_SECRET: randomBytes(16).toString('hex'),
      SLACK_API_URL: slack.apiUrl,
      ENCRYPTION_KEY: older,
    };
    await startBoth({});
    assert.equal((await createBrowser().install(publicUrl, workspace)).status, 200);
  });
  after(async () => {
    await Promise.all(running.map((each) => each.stop()));
    await slack.close();
    await ours.stop();
    await rm(folder, { recursive: true, force: true });
  });

  async function startBoth(settings: Environment): Promise<void> {
    for (const which of [0, 1]) await restart(which, settings);
  }

  /** One of the two with other settings than before. */
  async function restart(which: number, settings: Environment): Promise<void> {
    await running[which]?.stop();
    const environment = { ...common, ...settings, PORT: String(ports[which]) };
    running[which] = await startOutloud(readConfig(environment, false).config, testLogger);
  }

  async function tell(which: number, secret: string): Promise<number> {
    const body = JSON.stringify({
      type: 'event_callback',
      event_id: `Ev${randomUUID()}`,
      event_time: Math.floor(Date.now() / 1000),
      team_id: workspace,
      authorizations: [{ team_id: workspace, user_id: app.botUser, is_bot: true, is_enterprise_install: false }],
      event: { type: 'app_home_opened', tab: 'home', user: 'U0ANYBODY1' },
    });
    const headers = { 'content-type': 'application/json', ...sign(body, { secret }) };
    const address = `http://127.0.0.1:${ports[which]}/slack/events`;
    return (await fetch(address, { method: 'POST', headers, body })).status;
  }

  /** Both answer somebody, which needs the token that is stored encrypted. */
  async function bothAnswer(secret = 'the first signing secret'): Promise<void> {
    for (const which of [0, 1]) {
      const before = slack.calls.length;
      assert.equal(await tell(which, secret), 200);
      await until(() => slack.calls.slice(before).some(({ method, error }) => method === 'views.publish' && !error));
    }
  }

  async function saidOfKeys(settings: Environment): Promise<string> {
    const checks = await checkUp({ ...common, ...settings }, { envFile: false });
    return checks.find(({ check }) => check === 'encryption')?.detail ?? '';
  }

  it('changes the encryption key in three steps, and both answer all the while', async () => {
    await bothAnswer();
    const steps = [
      { ENCRYPTION_OTHER_KEYS: newer },
      { ENCRYPTION_KEY: newer, ENCRYPTION_OTHER_KEYS: older },
      { ENCRYPTION_KEY: newer },
    ];
    for (const settings of steps) {
      await restart(0, settings);
      // What the one has sealed anew the other can open, though it is a step behind.
      await bothAnswer();
      await restart(1, settings);
      await bothAnswer();
    }
    assert.equal(await saidOfKeys({ ENCRYPTION_KEY: newer }), 'every token is encrypted with ENCRYPTION_KEY');
    assert.match(await saidOfKeys({ ENCRYPTION_KEY: older }), /encrypted with a key that is not set/);
    common = { ...common, ENCRYPTION_KEY: newer };
  });

  it('changes the signing secret: what was signed with the old one is refused, and nothing else is lost', async () => {
    await startBoth({ SLACK_SIGNING_SECRET: 'the second signing secret' });
    assert.equal(await tell(0, 'the first signing secret'), 401);
    await bothAnswer('the second signing secret');
  });

  it('takes one out and brings it back: the other one answers', async () => {
    await running[1]?.stop();
    assert.equal(await tell(0, 'the second signing secret'), 200);
    await restart(1, { SLACK_SIGNING_SECRET: 'the second signing secret' });
    await bothAnswer('the second signing secret');
  });

  it('shows the figures that are to be watched', async () => {
    const figures = await (await fetch(`http://127.0.0.1:${ports[0]}/metrics`)).text();
    for (const figure of [
      'outloud_deliveries{state="pending"}',
      'outloud_deliveries{state="dead"}',
      'outloud_delivery_tries_total',
      'outloud_delivery_delay_seconds',
      'outloud_inbound_seconds_bucket',
      'outloud_http_seconds_bucket',
    ]) {
      assert.ok(figures.includes(figure), figure);
    }
  });

  it('backs up while both run, and restores into a folder that is thrown away', async () => {
    const file = join(folder, 'outloud.backup');
    const alone = { DATABASE_URL: '', DATA_DIR: join(folder, 'restored') };
    const backup = await outloud(['db', 'backup', file], { env: { DATABASE_URL: common.DATABASE_URL ?? '' } });
    assert.equal(backup.code, 0, backup.complaint);
    const restored = await outloud(['db', 'restore', file], { env: alone });
    assert.equal(restored.code, 0, restored.complaint);
    assert.ok(JSON.parse(restored.out).rows > 0);
    const checks = await checkUp(alone, { envFile: false });
    assert.deepEqual(
      checks.filter(({ ok }) => !ok),
      [],
    );
    assert.match(checks.find(({ check }) => check === 'installs')?.detail ?? '', /^installed in 1/);
  });
});
