import assert from 'node:assert/strict';
import type { Browser, Locator, Page } from 'playwright-core';
import { systemClock } from '../../src/base/clock.ts';
import { workspaceIdOf } from '../../src/bots/teams/ids.ts';
import { type Outloud, startOutloud } from '../../src/main.ts';
import { skipSilence } from '../../src/people/silence.ts';
import { openStorage, type Storage } from '../../src/storage/storage.ts';
import { type AgentsPlayground, startAgentsPlayground, wordsIn } from '../support/agents-playground.ts';
import { chromiumOrSkip } from '../support/chromium.ts';
import { testDatabaseUrl, testLogger } from '../support/database.ts';

/** The whole app against a Teams client that we did not write: over the surface of its page, then in its page. */
describe("Microsoft's Agents Playground as the Teams client", function () {
  this.timeout(40_000);
  let outloud: Outloud;
  let client: AgentsPlayground;
  let storage: Storage;

  before(async () => {
    const databaseUrl = await testDatabaseUrl();
    outloud = await startOutloud(
      {
        local: false,
        port: 0,
        host: '127.0.0.1',
        dataDir: '/nowhere',
        databaseUrl,
        teams: { auth: 'off', type: 'SingleTenant' },
        communityEdition: false,
        organisation: { timeZone: 'Europe/London', country: 'GB', language: 'en' },
        logLevel: 'silent',
      },
      testLogger,
    );
    storage = await openStorage({ databaseUrl, dataDir: '/nowhere', logger: testLogger, clock: systemClock });
    await storage.jobs.start();
    await skipSilence(storage.db, workspaceIdOf('00000000-0000-0000-0000-0000000000001'), new Date());
    client = await startAgentsPlayground(`${outloud.address}/api/messages`);
  });
  after(async () => {
    await client?.close();
    await storage?.stop();
    await outloud?.stop();
  });

  /** Makes the rhythm's next moment now for the person at the client, and nobody else. */
  async function askNow(): Promise<void> {
    const { id } = await storage.db
      .selectFrom('person')
      .select('id')
      .where('name', '=', 'Alex Wilber')
      .executeTakeFirstOrThrow();
    const calendar = { time_zone: zoneOfNoon(), work_days: [1, 2, 3, 4, 5, 6, 7], holidays: 'none' };
    await storage.db
      .insertInto('calendar')
      .values({ person_id: id, ...calendar })
      .onConflict((conflict) => conflict.column('person_id').doUpdateSet(calendar))
      .execute();
    await storage.db
      .updateTable('community_member')
      .set({ next_ask_at: new Date() })
      .where('person_id', '=', id)
      .execute();
    await storage.jobs.now('prompts.ask');
  }

  /** Whatever the time is here, it is a working hour there. */
  function zoneOfNoon(): string {
    const offset = 12 - new Date().getUTCHours();
    return offset < 0 ? `Etc/GMT+${-offset}` : `Etc/GMT-${offset}`;
  }

  describe('over its HTTP and WebSocket surface', () => {
    it('says hello where it is added, once', async () => {
      await client.install(client.personal);
      await client.until(/Hello\. I'm Outloud\..*Type help/, client.personal);
      await client.install(client.personal);
      await client.say(client.personal, 'help');
      await client.until(/What I can do.*\/outloud answer/, client.personal);
      assert.equal(client.messages.filter((each) => /Hello/.test(wordsIn(each))).length, 1);
    });

    it('takes a note in the card that was asked for, and says kindly what it needs', async () => {
      await client.say(client.personal, '/outloud answer');
      const card = await client.until(/Write a note/, client.personal);
      const again = await client.press(card, 'Preview', { field0: ' \u200b', field1: 'A map', audience: 'me' });
      assert.match(wordsIn(again), /This one needs a few words\. Half-finished is fine\./);
      assert.match(wordsIn(again), /A map/);
      const typed = 'Half of it works <at>everyone</at> **so** [far](https://example.org) 😀 שלום';
      const preview = await client.press({ ...card, card: again }, 'Preview', { field0: typed, audience: 'me' });
      assert.match(wordsIn(preview), /As others will see it.*is working out loud.*Only you will see this/);
      assert.ok(wordsIn(preview).includes(typed));
      const own = await client.press({ ...card, card: preview }, 'Keep');
      assert.match(wordsIn(own), /Kept as a draft.*Half of it works/);
    });

    it('says so where a button is older than its note', async () => {
      const own = await client.until(/Kept as a draft.*Half of it works/, client.personal);
      const sure = await client.press(own, 'Delete');
      assert.match(wordsIn(await client.press({ ...own, card: sure }, 'Delete')), /Deleted\. Nobody else saw it/);
      await client.until(/Deleted\. Nobody else saw it/, client.personal);
      assert.match(await client.press(own, 'Edit or post'), /withdrawn by its author/);
    });

    it('sets up prompts in a channel', async () => {
      await client.install(client.general);
      await client.until(/Hello\. I'm Outloud.*setup/, client.general);
      const thread = await client.mention(client.general, 'setup');
      const offer = await client.until(/Set up prompts/, thread);
      assert.equal(offer.card.actions[0].data.msteams.type, 'task/fetch');
      const said = await client.execute(offer, { verb: 'prompts.setup', data: { ...setup, state: await channelId() } });
      assert.match(said, /I'm asking the members of General/);
      await client.until(/Working out loud in General.*Ask me too/, client.general);
    });

    async function channelId(): Promise<string> {
      const { id } = await storage.db
        .selectFrom('conversation')
        .select('id')
        .where('kind', '=', 'channel')
        .executeTakeFirstOrThrow();
      return id;
    }
  });

  describe('in its own page', () => {
    let browser: Browser;
    let page: Page;

    before(async function () {
      browser = await chromiumOrSkip(this);
      page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
      page.setDefaultTimeout(8000);
      // Its fonts are far away.
      await page.route(
        ({ hostname }) => hostname !== '127.0.0.1',
        (route) => route.abort(),
      );
      await page.goto(client.address);
      await page.getByRole('button', { name: 'Hide log panel' }).click();
    });
    after(() => browser?.close());

    function card(words: string | RegExp): Locator {
      return page.locator('.ac-adaptiveCard', { hasText: words }).last();
    }

    async function shows(words: string | RegExp): Promise<void> {
      await page.getByText(words).last().waitFor();
    }

    async function press(within: Locator, name: string): Promise<void> {
      await within.getByRole('button', { name, exact: true }).last().click();
    }

    async function open(place: RegExp): Promise<void> {
      await page.getByRole('treeitem', { name: place }).click();
    }

    it('shows what can be typed', async () => {
      await page.locator('[contenteditable=true]').last().click();
      await page.keyboard.type('help');
      await page.keyboard.press('Enter');
      await card('What I can do').getByText('/outloud answer').waitFor();
    });

    it('brings the question, which unfolds and says kindly what it needs', async () => {
      await askNow();
      const question = card('One small question');
      await question.getByText(setup.own).waitFor();
      await question.getByText(/You choose who: only you, or General/).waitFor();
      await press(question, 'Answer');
      await press(question, 'Preview');
      await question.getByText('This one needs a few words. Half-finished is fine.').waitFor();
      await question.getByRole('textbox', { name: 'Your answer' }).fill('   ');
      await press(question, 'Preview');
      await card('⚠ This one needs a few words. Half-finished is fine.').waitFor();
    });

    it('shows the answer as others will see it, then posts it, all in the one card', async () => {
      const form = card('⚠ This one needs a few words');
      await form.getByRole('textbox', { name: 'Your answer' }).fill(answer);
      await form.getByRole('radio', { name: 'This community: General' }).check();
      await press(form, 'Preview');
      const preview = card('As others will see it');
      await preview.getByText('Alex Wilber is working out loud').waitFor();
      await preview.getByText('Everyone in General will see this, with your name.').waitFor();
      await press(preview, 'Back');
      const back = card('Who sees this');
      assert.equal(await back.getByRole('textbox', { name: 'Your answer' }).inputValue(), answer);
      await press(back, 'Preview');
      await press(card('As others will see it'), 'Post');
      await card('Posted in General').getByText(answer).waitFor();
      assert.equal(await page.locator('.ac-adaptiveCard', { hasText: answer }).count(), 1);
    });

    it('shows it in the channel, where a tap counts', async () => {
      await open(/General/);
      const update = card('Alex Wilber is working out loud');
      await update.getByText(answer).waitFor();
      await press(update, 'Useful');
      await shows('1 person found this useful');
    });

    it('changes it in both places', async () => {
      await open(/Personal Chat/);
      await press(card('Posted in General'), 'Edit');
      await card('Who sees this').getByRole('textbox', { name: 'Your answer' }).fill('Ask early, ask small.');
      await press(card('Who sees this'), 'Preview');
      await press(card('As others will see it'), 'Save');
      await card('Posted in General').getByText('Ask early, ask small.').waitFor();
      await open(/General/);
      await card('is working out loud (edited)').getByText('Ask early, ask small.').waitFor();
      await shows('1 person found this useful');
    });

    it('takes it away from both', async () => {
      await open(/Personal Chat/);
      await press(card('Posted in General'), 'Withdraw');
      const sure = card('Withdraw this note?');
      await sure.getByText(/It goes from General and from here/).waitFor();
      await press(sure, 'Withdraw');
      await card('Withdrawn. Your words are deleted here').waitFor();
      await open(/General/);
      await shows('A note was here. Its author has withdrawn it.');
      assert.equal(await page.getByText('Ask early, ask small.').count(), 0);
    });
  });
});

/** The set-up form as its dialog would send it. */
const setup = {
  form: 'prompts.setup',
  button: 'submit',
  kind: 'community',
  asked: 'members',
  weekdays: '1',
  time: '10:00',
  every: '1',
  themes: '',
  own: 'What would you tell your past self?',
};

const answer = 'Ask early <at>everyone</at> **now** [x](https://example.org) 😀 שלום';
