import assert from 'node:assert/strict';
import { setTimeout as wait } from 'node:timers/promises';
import { strFromU8, unzipSync } from 'fflate';
import type { Kysely } from 'kysely';
import { digitalLeads, slackChannels } from '../../src/playground/org.ts';
import type { State } from '../../src/playground/state.ts';
import { openDatabase } from '../../src/storage/pool.ts';
import type { Database } from '../../src/storage/schema.ts';
import { testLogger } from '../support/database.ts';
import { inSlack, inTeams, startTown, type Town, textOf } from '../support/town.ts';
import { tracesOf } from '../support/traces.ts';

const network = slackChannels[0]?.id ?? '';
const leads = digitalLeads.id;
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
      await wait(500);
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

describe('leaving, in Teams', function () {
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

  it('begins with a note and a reply to it', async () => {
    const dev = town.teams('Dev');
    await dev.say('@Outloud setup', leads);
    assert.ok((await dev.press('Open the form', { in: leads })).ok);
    await dev.submit('Start');
    await town.untilAsked(4);
    const rhys = town.teams('Rhys');
    await rhys.say('answer');
    const answered = await rhys.press('Preview', {
      fields: { 'What it is': story, 'Who sees this': 'This community' },
    });
    assert.ok(answered.ok, answered.tell);
    assert.ok((await rhys.press('Post')).ok);
    await town.until('the note', (state) => inTeams(state, leads).includes(story));
    const priya = town.teams('Priya');
    await priya.press('Reply', { in: leads });
    await priya.submit('Send', { 'Your reply': 'Did it help?' });
    await town.until('the reply', (state) => inTeams(state, leads).includes('Did it help?'));
  });

  it('says what is held, and gives a copy', async () => {
    const rhys = town.teams('Rhys');
    await rhys.say('mydata');
    await town.until('the card', (state) => /What I hold about you/.test(inTeams(state, rhys.direct)));
    assert.ok((await rhys.press('Get a copy')).ok);
    const address = await town.until(
      'the address',
      (state) =>
        /http:[^\s"]+\/pages\/my-data\/[\w.-]+/.exec(JSON.stringify(state.teams.conversations[rhys.direct]))?.[0],
    );
    assert.ok((await (await fetch(address)).text()).includes(story));
  });

  it('erases everything, and leaves no trace', async () => {
    const rhys = town.teams('Rhys');
    assert.ok((await rhys.press('Erase everything')).ok);
    await rhys.submit('Erase everything');
    await town.until('the receipt', (state) => /could reach are taken away/.test(inTeams(state, rhys.direct)));
    for (let tries = 0; tries < 120; tries++) {
      const row = await db.selectFrom('erasure').select('state').executeTakeFirstOrThrow();
      if (row.state === 'done') break;
      await wait(250);
    }
    assert.deepEqual(await tracesOf(db, [rhys.id, 'Rhys', story]), []);
    const state = await town.state();
    assert.ok(!inTeams(state, leads).includes('Rhys') && !inTeams(state, leads).includes(story));
    assert.match(inTeams(state, leads), /Did it help\?/);
  });

  it('shows administrators how long things are kept, and nobody else', async () => {
    const sam = town.teams('Sam');
    await sam.say('retention');
    await town.until('the card', (state) => /How long things are kept/.test(inTeams(state, sam.direct)));
    assert.ok((await sam.press('Keep for less long')).ok);
    await sam.submit('Save', { 'Notes and their replies': '12' });
    const dialog = await town.until('the complaint', (state) => textOf(state.teams.dialogs[sam.id]));
    assert.match(dialog, /from 30 to 730/);
    await sam.submit('Save', { 'Notes and their replies': '365' });
    const kept = await db.selectFrom('retention_setting').select(['rule', 'days']).execute();
    assert.deepEqual(kept, [{ rule: 'notes', days: 365 }]);
    const priya = town.teams('Priya');
    await priya.say('retention');
    await town.until('the refusal', (state) =>
      /Only facilitators and administrators/.test(inTeams(state, priya.direct)),
    );
  });
});
