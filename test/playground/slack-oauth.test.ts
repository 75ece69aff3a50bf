import assert from 'node:assert/strict';
import { slackWorkspace } from '../../src/playground/org.ts';
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

  it('sends nobody back to another address', async () => {
    const begun = await createBrowser().go(`${town.address}/slack/install`);
    const address = new URL(begun.headers.get('location') ?? '');
    address.searchParams.set('redirect_uri', 'https://evil.example/');
    const answer = await fetch(address, { method: 'POST', body: 'target=', redirect: 'manual' });
    assert.deepEqual([answer.status, await answer.text()], [400, 'bad_redirect_uri']);
  });
});
