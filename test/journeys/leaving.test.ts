import assert from 'node:assert/strict';
import { strFromU8, unzipSync } from 'fflate';
import type { Kysely } from 'kysely';
import { slackChannels } from '../../src/playground/org.ts';
import type { State } from '../../src/playground/state.ts';
import { openDatabase } from '../../src/storage/pool.ts';
import type { Database } from '../../src/storage/schema.ts';
import { testLogger } from '../support/database.ts';
import { inSlack, inTeams, startTown, type Town, textOf } from '../support/town.ts';
import { tracesOf } from '../support/traces.ts';

const network = slackChannels[0]?.id ?? '';
const story = 'We binned the word on posters';
const secondStory = 'Our bus stop posters got three times the replies';

/** Everything that our bot says anywhere on either platform. */
function everything(state: State): string {
  const slack = Object.keys(state.slack.conversations).map((channel) => {
    const messages = state.slack.conversations[channel]?.messages ?? [];
    return textOf(messages.filter((each) => !each.deleted && !each.only_for));
  });
  const teams = Object.keys(state.teams.conversations).map((conversation) => inTeams(state, conversation));
  return [...slack, ...teams].join('\n');
}

describe('leaving', function () {
  this.timeout(90_000);
  let town: Town;
  let db: Kysely<Database>;

  before(async () => {
    town = await startTown({ at: new Date('2027-01-12T10:00:00Z') });
    db = openDatabase(town.databaseUrl, testLogger);
  });
  after(async () => {
    await db.destroy();
    await town.stop();
  });

  async function write(text: string, audience = 'This community'): Promise<void> {
    const amina = town.slack('Amina');
    await amina.command('/outloud answer');
    await amina.submit({ 'What it is': text, 'Who sees this': audience });
    await amina.submit();
  }

  it('begins with notes, a reply, a tap and a highlight that travels', async () => {
    const jo = town.slack('Jo');
    await jo.command('/outloud setup', network);
    await jo.submit({ 'Who is asked?': 'The channel', 'On which days?': ['Wednesday'] });
    await town.untilAsked(4);
    await write(story);
    await town.until('the note', (state) => inSlack(state, network).includes(story));
    const leah = town.slack('Leah');
    await leah.press('Reply', network);
    await leah.submit({ 'Your reply': 'Which word was it?' });
    await town.until('the reply', (state) => inSlack(state, network).includes('Which word was it?'));
    await leah.command('/outloud answer');
    await leah.submit({ 'What it is': 'Leah’s own note', 'Who sees this': 'This community' });
    await leah.submit();
    await town.until('her note', (state) => inSlack(state, network).includes('own note'));
    const amina = town.slack('Amina');
    await amina.press('Useful', network);
    await amina.press('Reply', network);
    await amina.submit({ 'Your reply': 'Amina says well done' });
    await town.until('the other reply', (state) => inSlack(state, network).includes('well done'));
    await write(secondStory, 'Only me');
    await town.until('her own card', (state) => inSlack(state, amina.direct).includes(secondStory));
    await amina.command('/outloud pause');
  });

  it('says in words what is held, and who sees it', async () => {
    const amina = town.slack('Amina');
    await amina.command('/outloud mydata');
    const seen = await town.until('the card', (state) => {
      const text = inSlack(state, amina.direct, amina.id);
      return /What I hold about you/.test(text) && text;
    });
    assert.match(seen, /Your notes: \s*2/);
    assert.match(seen, /Replies to notes: \s*1/);
    assert.match(seen, /Your days and hours: \s*1/);
    assert.match(seen, /Only you can see this\./);
  });

  it('gives a copy at an address for one person: a page, and a zip with the page and the data', async () => {
    const amina = town.slack('Amina');
    await amina.press('Get a copy');
    const address = await town.until(
      'the address',
      (state) =>
        /http:[^\s"]+\/pages\/my-data\/[\w.-]+/.exec(JSON.stringify(state.slack.conversations[amina.direct]))?.[0],
    );
    const page = await fetch(address);
    assert.equal(page.status, 200);
    const html = await page.text();
    for (const words of [story, secondStory, 'Amina says well done', 'Amina Rahman']) assert.ok(html.includes(words));
    assert.doesNotMatch(html, /<script/);
    const zip = await fetch(`${address}?as=zip`);
    assert.match(zip.headers.get('content-disposition') ?? '', /outloud-my-data\.zip/);
    const files = unzipSync(new Uint8Array(await zip.arrayBuffer()));
    assert.deepEqual(Object.keys(files), ['my-data.html', 'my-data.json']);
    const data = JSON.parse(strFromU8(files['my-data.json'] ?? new Uint8Array()));
    assert.equal(data.name, 'Amina Rahman');
    assert.equal(data.notes.length, 2);
    assert.equal(data.noteReplies[0].text, 'Amina says well done');
    assert.equal((await fetch(`${address.slice(0, -3)}abc`)).status, 404);
  });

  it('erases everything, and gives a receipt', async () => {
    const amina = town.slack('Amina');
    await amina.press('Erase everything');
    const view = textOf(await amina.modal());
    assert.match(view, /Your notes: 2\. They are taken away wherever they stand\./);
    assert.match(view, /Replies of colleagues stay/);
    await amina.submit();
    await town.until('the receipt', (state) => /Receipt: everything is erased/.test(inSlack(state, amina.direct)));
    const state = await town.until(
      'all to be gone',
      (now) => /could reach are taken away/.test(inSlack(now, amina.direct)) && now,
    );
    assert.match(inSlack(state, amina.direct), /Your notes: 2/);
  });

  it('leaves no trace in any table or on either platform', async () => {
    const amina = town.slack('Amina');
    for (let tries = 0; tries < 60; tries++) {
      const row = await db.selectFrom('erasure').select('state').executeTakeFirstOrThrow();
      if (row.state === 'done') break;
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
    const words = [amina.id, 'Amina', story, secondStory, 'well done'];
    assert.deepEqual(await tracesOf(db, [...words, amina.direct]), []);
    const said = everything(await town.state());
    for (const each of words) assert.ok(!said.includes(each), each);
  });

  it('leaves what others wrote', async () => {
    const state = await town.state();
    assert.match(inSlack(state, network), /Which word was it\?/);
    assert.match(inSlack(state, network), /own note/);
  });
});
