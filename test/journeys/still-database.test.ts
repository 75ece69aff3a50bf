import assert from 'node:assert/strict';
import { stringify } from 'node:querystring';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { words as slackWords } from '../../src/bots/slack/words.ts';
import { words as teamsWords } from '../../src/bots/teams/words.ts';
import type { Config } from '../../src/config.ts';
import { type Outloud, startOutloud } from '../../src/main.ts';
import { sign, signingSecret } from '../bots/slack/adapter.ts';
import { type FakeSlack, startFakeSlack } from '../bots/slack/fake-slack.ts';
import { fixture as slackFixture } from '../bots/slack/fixtures.ts';
import { testDatabaseUrl, testLogger } from '../support/database.ts';
import { appId, type FakeConnector, startFakeConnector, tenantId } from '../support/fake-connector.ts';
import { fixture as teamsFixture } from '../support/teams-app.ts';

interface Answered {
  readonly status: number;
  readonly text: string;
}

/** A whole Outloud on a database that stands still for a while, and platforms that send again what was not taken. */
describe('a database that stands still', function () {
  this.timeout(60_000);
  let slack: FakeSlack;
  let connector: FakeConnector;
  let database: pg.Client;
  let outloud: Outloud;

  before(async () => {
    slack = await startFakeSlack();
    connector = await startFakeConnector();
    const databaseUrl = await testDatabaseUrl();
    const config: Config = {
      local: false,
      port: 0,
      host: '127.0.0.1',
      dataDir: '/nowhere',
      databaseUrl,
      slack: { signingSecret, botToken: 'xoxb-test', apiUrl: slack.apiUrl },
      teams: {
        appId,
        password: 'the password',
        type: 'SingleTenant',
        tenantId,
        auth: 'on',
        openIdMetadataUrl: connector.openIdMetadataUrl,
        loginUrl: connector.loginUrl,
      },
      communityEdition: false,
      organisation: { timeZone: 'Europe/London', country: 'GB', language: 'en' },
      logLevel: 'silent',
    };
    database = new pg.Client({ connectionString: databaseUrl });
    await database.connect();
    outloud = await startOutloud(config, testLogger);
  });
  after(async () => {
    await outloud.stop();
    await database.end();
    await connector.close();
    await slack.close();
  });

  async function post(path: string, body: string, headers: Record<string, string>): Promise<Answered> {
    const response = await fetch(outloud.address + path, { method: 'POST', body, headers });
    return { status: response.status, text: await response.text() };
  }

  function toSlack(body: string, type: string): Promise<Answered> {
    return post('/slack/events', body, { 'content-type': type, ...sign(body) });
  }
  const form = (fields: object) => toSlack(stringify(fields as never), 'application/x-www-form-urlencoded');
  const payload = (body: object) => form({ payload: JSON.stringify(body) });
  const event = (body: object) => toSlack(JSON.stringify(body), 'application/json');
  const teams = (activity: object) =>
    post('/api/messages', JSON.stringify({ ...activity, serviceUrl: connector.serviceUrl }), {
      'content-type': 'application/json',
      authorization: `Bearer ${connector.token()}`,
    });

  const user = (id: string) => ({ id, name: id, team_id: 'T061EG9R6' });
  const command = (id: string, text: string) => ({
    ...slackFixture('command'),
    command: '/outloud',
    text,
    user_id: id,
    channel_id: `D${id}`,
    channel_name: 'directmessage',
    trigger_id: `1.2.${id}`,
    response_url: slack.responseUrl(id),
  });
  const pressed = () => ({
    ...slackFixture('actions-message'),
    user: user('UPRESS'),
    trigger_id: '1.2.press',
    response_url: slack.responseUrl('press'),
  });
  const written = slackFixture('message-im');
  const sent = { ...slackFixture('view-submission'), user: user('UFORM') };
  const message = teamsFixture('message-personal');
  const invoke = teamsFixture('action-execute', { from: { id: '29:1Una', name: 'Una', aadObjectId: 'una' } });

  /** But what Outloud tells itself at the start: where it is installed. */
  async function taken(): Promise<number> {
    const { rows } = await database.query<{ count: string }>(
      "select count(*) from inbox where event_id not like 'slack:looked:%'",
    );
    return Number(rows[0]?.count);
  }

  it('is no reason to keep anybody waiting, and nothing is lost or done twice', async () => {
    await database.query('begin');
    await database.query('lock table inbox in access exclusive mode');
    // All of them are answered while it stands.
    const answers = await Promise.all([
      form(command('UTYPE', 'back')),
      payload(pressed()),
      payload(sent),
      teams(invoke),
      event(written),
      teams(message),
    ]);
    const [typed, press, submission, teamsPress, ...sendAgain] = answers;
    assert.deepEqual([typed?.status, JSON.parse(typed?.text ?? '').text], [200, slackWords.stillWorking]);
    assert.deepEqual([press?.status, press?.text], [200, '']);
    assert.match(submission?.text ?? '', /"update".*Still working/);
    assert.ok(teamsPress?.text.includes(teamsWords.stillWorking));
    assert.deepEqual(
      sendAgain.map(({ status }) => status),
      [503, 503],
    );
    // The platforms send it again while it still stands, and once more when it goes on.
    const again = Promise.all([event(written), teams(message)]);
    await pause(200);
    await database.query('commit');
    assert.deepEqual(
      (await again).map(({ status }) => status),
      [200, 200],
    );
    assert.deepEqual(
      (await Promise.all([event(written), teams(message)])).map(({ status }) => status),
      [200, 200],
    );
    assert.equal(await taken(), 6);
    const { rows } = await database.query('select lane from delivery');
    assert.equal(rows.length, 2, 'one answer for each message');
    while (slack.responses.length < 3) await pause(20);
    const said = slack.responses.map(({ id, body }) => [id, String(body.text).slice(0, 12)].join(': ')).sort();
    assert.deepEqual(said, ['UTYPE: Welcome back', 'press: Still workin', 'press: This button ']);
  });

  it('does not keep it from stopping: what runs is answered, and it is over soon', async () => {
    await database.query('begin');
    await database.query('lock table inbox in access exclusive mode');
    const before = await taken();
    const typed = form(command('ULAST', 'help'));
    await pause(300);
    const begun = performance.now();
    const stopping = outloud.stop();
    await pause(700);
    await database.query('commit');
    assert.match((await typed).text, /ephemeral/);
    await stopping;
    assert.ok(performance.now() - begun < 9_000);
    assert.equal(await taken(), before + 1);
  });
});
