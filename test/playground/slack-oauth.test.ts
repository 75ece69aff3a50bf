import assert from 'node:assert/strict';
import pg from 'pg';
import { slackWorkspace, teamsTenant } from '../../src/playground/org.ts';
import { createBrowser } from '../support/slack-service.ts';
import { startTown, type Town } from '../support/town.ts';

describe('adding the app on the playground', function () {
  this.timeout(60_000);
  let town: Town;
  before(async () => {
    town = await startTown();
  });
  after(() => town.stop());

  it('asks first, with every permission', async () => {
    const begun = await createBrowser().go(`${town.address}/slack/install`);
    const page = await (await fetch(begun.headers.get('location') ?? '')).text();
    assert.match(page, /may Outloud come in\?/);
    assert.match(page, /<code>chat:write<\/code>/);
    assert.match(page, /Add to Tarren Vale Council/);
  });

  it('takes no for an answer', async () => {
    const page = await createBrowser().install(town.address, '');
    assert.match(await page.text(), /You said no to Slack/);
  });

  it('works on with the tokens that it got, in the place of the one by hand', async () => {
    const page = await createBrowser().install(town.address, slackWorkspace.id);
    assert.equal(page.status, 200);
    assert.match(await page.text(), /Outloud is added to Tarren Vale Council/);
    const amina = town.slack('Amina');
    // A form is opened with a token.
    await amina.command('/outloud answer');
    assert.ok(await amina.modal());
  });

  it('is known by workspace in Slack, and by team and chat in Teams', async () => {
    const client = new pg.Client({ connectionString: town.databaseUrl });
    await client.connect();
    try {
      const { rows } = await client.query(
        `select i.workspace_id, i.removed_at, count(p.conversation_id)::int as places
         from installation i left join installed_place p using (workspace_id) group by 1, 2 order by 1`,
      );
      const [slack, teams] = rows;
      assert.deepEqual([slack.workspace_id, slack.places], [`slack:${slackWorkspace.id}`, 0]);
      assert.equal(teams.workspace_id, `teams:${teamsTenant.id}`);
      // The team, and the chat of each of its staff.
      assert.ok(teams.places >= 5, String(teams.places));
      assert.deepEqual([slack.removed_at, teams.removed_at, rows.length], [null, null, 2]);
    } finally {
      await client.end();
    }
  });

  it('sends nobody back to another address', async () => {
    const begun = await createBrowser().go(`${town.address}/slack/install`);
    const address = new URL(begun.headers.get('location') ?? '');
    address.searchParams.set('redirect_uri', 'https://evil.example/');
    const answer = await fetch(address, { method: 'POST', body: 'target=', redirect: 'manual' });
    assert.deepEqual([answer.status, await answer.text()], [400, 'bad_redirect_uri']);
  });
});
