import assert from 'node:assert/strict';
import pg from 'pg';
import { digitalLeads, slackChannels } from '../../src/playground/org.ts';
import { inSlack, inTeams, startTown, type Town, textOf } from '../support/town.ts';

const network = slackChannels[0]?.id ?? '';
const leads = digitalLeads.id;
const story = 'We binned "engagement" on posters, and more cards came back.';

/** Someone's own words become a note in the network, through the message menu, as they would by a prompt. */
async function postNote(town: Town): Promise<void> {
  const jo = town.slack('Jo');
  await jo.command('/outloud setup', network);
  await jo.submit({ 'Who is asked?': 'The channel', 'On which days?': ['Wednesday'] });
  await town.until('the announcement', (state) => /Working out loud in/.test(inSlack(state, network)));
  await town.untilAsked(4);
  const amina = town.slack('Amina');
  await amina.command('/outloud answer');
  await amina.submit({ 'What it is': story, 'Who sees this': 'This community' });
  await amina.submit();
  await town.until('the note', (state) => inSlack(state, network).includes('engagement'));
}

/** Both administrators agree that the two exchange. */
async function link(town: Town): Promise<void> {
  const [jo, sam] = [town.slack('Jo'), town.teams('Sam')];
  await town.until('the first administrator in Teams', (state) =>
    /you are my administrator/.test(inTeams(state, sam.direct)),
  );
  await town.untilKnown('Jo Bevan');
  await jo.command('/outloud link');
  await jo.submit({ 'What the other side': 'Tarren Vale Council' });
  const code = await town.until(
    'the code',
    (state) => /[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}/.exec(inSlack(state, jo.direct, jo.id))?.[0],
  );
  await sam.say(`link ${code}`);
  const asked = await sam.press('Ask for the link', { fields: { 'What the other side': 'Tarren Housing' } });
  assert.ok(asked.ok, asked.tell);
  await jo.press('Make the link');
  await town.until('the link', (state) =>
    /You are linked with Tarren Housing now/.test(inSlack(state, jo.direct, jo.id)),
  );
}

async function openLeads(town: Town): Promise<void> {
  const dev = town.teams('Dev');
  await dev.say('@Outloud highlight on', leads);
  assert.ok((await dev.press('Open the form', { in: leads })).ok);
  await dev.submit('Let them come');
}

/** How much the two channels turn to each other, by what is counted. */
async function talkBetween(databaseUrl: string): Promise<number> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ count: number }>('select count from talk_tie');
    return rows.reduce((sum, { count }) => sum + count, 0);
  } finally {
    await client.end();
  }
}

describe('a highlight, from Slack to Teams and back', function () {
  this.timeout(60_000);
  let town: Town;

  before(async () => {
    town = await startTown({ at: new Date('2027-01-12T10:00:00Z') });
    await postNote(town);
    await link(town);
  });
  after(() => town.stop());

  it('goes nowhere while no channel asks for it', async () => {
    const amina = town.slack('Amina');
    await amina.command('/highlight suggest');
    await amina.submit({ 'Which note?': 'What are you' });
    await town.until('the answer', (state) =>
      /No other channel takes highlights/.test(
        textOf(state.slack.modals[amina.id]) + inSlack(state, amina.direct, amina.id),
      ),
    );
  });

  it('is asked for by a channel in Teams', async () => {
    await openLeads(town);
  });

  it('shows its author the exact card and who reads there, guests too', async () => {
    const amina = town.slack('Amina');
    await amina.command('/highlight suggest');
    await amina.submit({ 'Which note?': 'What are you' });
    const shown = textOf(await amina.modal());
    assert.match(shown, /Amina Rahman is working out loud/);
    assert.match(shown, /From #digital-network \(on Slack\)/);
    assert.match(shown, /Digital Leads \(on Teams\), 4 people, 1 guest from outside/);
    await amina.submit({ 'Where may it be shown?': ['Digital Leads'], 'Your team': 'Comms' });
  });

  it('stands in Teams as a card, with its origin and its author’s OK', async () => {
    const state = await town.until('the copy', (now) => inTeams(now, leads).includes('engagement') && now);
    assert.match(inTeams(state, leads), /Amina Rahman \(Comms\) is working out loud/);
    assert.match(inTeams(state, leads), /From #digital-network \(on Slack\), shared with its author’s OK/);
    await town.until('the line at home', (now) =>
      /Also shown in Digital Leads \(on Teams\)/.test(inSlack(now, network)),
    );
    await town.until('her own card', (now) => /Your highlight/.test(inSlack(now, town.slack('Amina').direct)));
  });

  it('brings a reply from Teams into the thread in Slack, with a name and no ping', async () => {
    const rhys = town.teams('Rhys');
    assert.ok((await rhys.press('Reply', { in: leads })).ok);
    assert.match(textOf(await rhys.dialog()), /#digital-network \(on Slack\) and Digital Leads \(on Teams\)/);
    await rhys.submit('Send', { 'Your reply': 'Ours is "service users" <!channel>. Did Tom count the cards?' });
    const reply = await town.until('the reply in Slack', (state) =>
      state.slack.conversations[network]?.messages.find((each) => /service users/.test(textOf(each))),
    );
    assert.match(textOf(reply), /Rhys Evans \(Digital Leads, on Teams\)/);
    assert.ok(reply.thread_ts && reply.thread_ts !== reply.ts);
    assert.doesNotMatch(reply.text, /<!/);
    const own = await town.until('it in Teams too', (state) =>
      state.teams.conversations[leads]?.messages.find((each) => /service users/.test(textOf(each))),
    );
    assert.ok(own.root);
  });

  it('takes an answer that is simply typed in the Slack thread back to Teams, once', async () => {
    const state = await town.state();
    const note = state.slack.conversations[network]?.messages.find(
      (each) => /working out loud \|?/.test(textOf(each)) && /engagement/.test(textOf(each)),
    );
    assert.ok(note);
    const tom = town.slack('Tom');
    await town.act({
      platform: 'slack',
      as: tom.id,
      do: 'say',
      channel: network,
      thread_ts: note.ts,
      text: '212 up from 140, @Amina Rahman has the photo.',
    });
    const carried = await town.until('the answer in Teams', (now) =>
      now.teams.conversations[leads]?.messages.find((each) => /212 up from 140/.test(textOf(each))),
    );
    assert.match(textOf(carried), /Tom Price \(#digital-network, on Slack\)/);
    assert.match(textOf(carried), /@Amina Rahman has the photo/);
    assert.deepEqual(carried.mentions ?? [], []);
    assert.ok(carried.root);
    const seen = inSlack(await town.state(), network).match(/212 up from 140/g) ?? [];
    assert.ok(seen.length <= 2, 'text and blocks of one message');
  });

  it('adds up what was found useful, wherever it was tapped', async () => {
    assert.ok((await town.teams('Priya').press('Useful', { in: leads })).ok);
    await town.until('one, in Slack', (state) => /1 person found this useful/.test(inSlack(state, network)));
    await town.slack('Leah').press('Useful', network);
    await town.until('two, in Teams', (state) => /2 people found this useful/.test(inTeams(state, leads)));
    const state = await town.until(
      'two, in Slack',
      (now) => /2 people found this useful/.test(inSlack(now, network)) && now,
    );
    assert.doesNotMatch(inTeams(state, leads), /\(edited\)/, 'nobody has changed a word');
  });

  it('counts on the map of who talks with whom, as figures of channels', async () => {
    const jo = town.slack('Jo');
    await jo.command('/highlight map', network);
    const address = await town.until(
      'the address of the map',
      (state) => /http:[^"\\|>\s]+\/pages\/talk-map\/[^"\\|>\s]+/.exec(JSON.stringify(state.slack))?.[0],
    );
    const page = await (await fetch(address)).text();
    const rows = [...page.matchAll(/<th scope="row">(.*?)<\/th><td>(\d+)<\/td><td>(\d+)<\/td><td>(\d+)<\/td>/g)].map(
      ([, pair = '', ...figures]) => ({ pair, replies: Number(figures[1]) }),
    );
    const between = rows.find(({ pair }) => /digital-network/.test(pair) && /Digital Leads/.test(pair));
    assert.equal(between?.replies, 1);
    assert.doesNotMatch(page, /Rhys|Priya|service users/);
    const counted = await talkBetween(town.databaseUrl);
    assert.ok(counted > 1, 'Rhys’s reply and Priya’s tap, both in Digital Leads');
  });

  it('follows an edit', async () => {
    const amina = town.slack('Amina');
    await amina.press('Edit');
    await amina.submit({ 'What it is': 'We binned "outreach" on posters.' });
    await amina.submit();
    const state = await town.until('the edit in Teams', (now) => /outreach/.test(inTeams(now, leads)) && now);
    assert.doesNotMatch(inTeams(state, leads), /engagement/);
    assert.match(inTeams(state, leads), /\(edited\)/);
  });

  it('lends its question', async () => {
    const rhys = town.teams('Rhys');
    assert.ok((await rhys.press('Borrow this question', { in: leads })).ok);
    await town.until('the answer form', (state) =>
      /What are you working on/.test(textOf(state.teams.dialogs[rhys.id])),
    );
  });

  it('goes from Teams when it is taken back, and from everywhere when the note is withdrawn', async () => {
    const amina = town.slack('Amina');
    await amina.press('Take it back');
    assert.match(textOf(await amina.modal()), /Digital Leads \(on Teams\)/);
    await amina.submit();
    await town.until('the copy to go', (state) => !/outreach/.test(inTeams(state, leads)));
    await town.until('the line at home to go', (state) => !/Also shown in/.test(inSlack(state, network)));
    await amina.press('Change where');
    await amina.submit({ 'Where may it be shown?': ['Digital Leads'] });
    await town.until('it again', (state) => /outreach/.test(inTeams(state, leads)));
    await amina.press('Withdraw');
    await amina.submit();
    await town.until('both to go', (state) => !/outreach/.test(inTeams(state, leads) + inSlack(state, network)));
    await town.until('her card', (state) => /its words were withdrawn/.test(inSlack(state, amina.direct)));
  });
});
