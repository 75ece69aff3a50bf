import assert from 'node:assert/strict';
import pg from 'pg';
import { digitalLeads, slackChannels } from '../../src/playground/org.ts';
import type { State } from '../../src/playground/state.ts';
import { inSlack, inTeams, startTown, type Town, textOf } from '../support/town.ts';

const network = slackChannels[0]?.id ?? '';
const leads = digitalLeads.id;
const post =
  'I have added a small helper here, for everyone who writes for residents. @Outloud puts a Join button below.';

/** What is kept, which no page shows. */
async function rows(town: Town, query: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: town.databaseUrl });
  await client.connect();
  const result = await client.query(query);
  await client.end();
  return result.rows;
}

describe('somebody who joins under a colleague’s post, in Slack', function () {
  this.timeout(120_000);
  let town: Town;

  before(async () => {
    town = await startTown();
    await town.untilKnown('Jo Bevan');
    const jo = town.slack('Jo');
    await jo.command('/outloud setup', network);
    await jo.submit({ 'Who is asked?': 'Only those', 'On which days?': ['Tuesday'] });
    await town.until('the card', (state) => /Working out loud in/.test(inSlack(state, network)));
    await jo.command('/outloud roles Leah Morgan greeter');
    await jo.command('/outloud roles Tom Price greeter');
    await town.until('two greeters', (state) => /gave you a role/.test(direct(state, 'Tom')));
  });
  after(() => town.stop());

  const direct = (state: State, name: string) => {
    const person = town.slack(name);
    return inSlack(state, person.direct, person.id);
  };
  const threads = (state: State) =>
    (state.slack.conversations[network]?.messages ?? []).filter((each) => !each.deleted && each.thread_ts);

  it('finds the post by its mention, and puts a button under it', async () => {
    await town.slack('Jo').say(post, network);
    const line = await town.until('the button', (state) =>
      threads(state).find((each) => /To join what Jo Bevan describes, press Join/.test(textOf(each))),
    );
    const root = (await town.state()).slack.conversations[network]?.messages.find(({ ts }) => ts === line.thread_ts);
    assert.match(textOf(root), /a small helper here/);
  });

  it('takes nobody else’s post for an invitation, and no slip of the keyboard', async () => {
    const before = threads(await town.state()).length;
    await town.slack('Amina').say(`@Outloud ${post.replace('@Outloud', 'It')}`, network);
    await town.slack('Jo').say('@Outloud hlep', network);
    await town.until('the nearest word', (state) =>
      /Did you mean help/.test(`${inSlack(state, network)}${direct(state, 'Jo')}`),
    );
    assert.equal(
      threads(await town.state()).filter((each) => /press Join/.test(textOf(each))).length,
      1,
      `of ${before}`,
    );
  });

  it('takes no guest, and tells who invites once, without a name', async () => {
    await town.slack('Kit').press('Join', network);
    await town.until('Jo is told', (state) => /A guest has pressed Join in #digital-network/.test(direct(state, 'Jo')));
    await town.slack('Kit').press('Join', network);
    await town.until('Kit is told', (state) =>
      /You are welcome to read along/.test(inSlack(state, network, town.slack('Kit').id)),
    );
    const told = direct(await town.state(), 'Jo');
    assert.equal(told.match(/A guest has pressed/g)?.length, 2, 'once, as text and as its block');
    assert.doesNotMatch(told, /Kit Lawson/);
    assert.deepEqual(await rows(town, 'select 1 from newcomer'), []);
  });

  it('says hello in their hours, to nobody else', async () => {
    await town.slack('Amina').press('Join', network);
    await town.until('the answer', (state) => /you are in/.test(inSlack(state, network, town.slack('Amina').id)));
    assert.doesNotMatch(direct(await town.state(), 'Amina'), /Hello Amina/, 'it is Monday, 9 o’clock');
    await town.moveClock({ to: 'next' });
    await town.until('the hello', (state) =>
      /Hello Amina.*Jo Bevan asked me to say hello/s.test(direct(state, 'Amina')),
    );
    const state = await town.state();
    for (const other of ['Leah', 'Tom', 'Jo']) assert.doesNotMatch(direct(state, other), /asked me to say hello/);
    assert.doesNotMatch(direct(state, 'Amina'), /Language/, 'there is but one');
    const [sent] = await rows(town, `select count(*)::int as count from delivery where unprompted`);
    assert.equal(sent?.count, 0, 'an answer to her joining counts for nobody’s week');
  });

  it('keeps each tap at once, changes its card in place, and can be left at any point', async () => {
    const amina = town.slack('Amina');
    await amina.press('Wednesday 14:00');
    await town.until('her time', (state) => /Wednesday 14:00\./.test(direct(state, 'Amina')));
    assert.deepEqual(await rows(town, 'select slot_weekday, slot_time from calendar'), [
      { slot_weekday: 3, slot_time: '14:00' },
    ]);
    await town.restart();
    await amina.press('Change');
    await amina.press('Another time');
    await amina.submit({ Day: 'Thursday', Time: '11:00' });
    await town.until('another time', (state) => /Thursday 11:00\./.test(direct(state, 'Amina')));
    await amina.press('Only me');
    const said = await town.until('done', (state) => {
      const text = direct(state, 'Amina');
      return /What I will do/.test(text) && text;
    });
    assert.match(said, /never before 09:30 or after 16:30 your time/);
    assert.match(said, /Your first question comes on Thu 14 January, 11:00/);
    assert.doesNotMatch(said, /Hello Amina/, 'the same card');
  });

  it('shows what she can be asked about only where she says so', async () => {
    const amina = town.slack('Amina');
    await amina.press('People can ask me about...');
    await amina.submit({ 'People can ask me about': 'calming angry threads', 'Who sees it?': 'Nobody' });
    await town.until('all set', (state) =>
      /People can ask you about.*Only you can see it/s.test(direct(state, 'Amina')),
    );
    assert.doesNotMatch(inSlack(await town.state(), network), /calming angry/);
    await amina.press('Change');
    await amina.submit({ 'Who sees it?': 'Everyone in #digital-network' });
    const line = await town.until('the line', (state) =>
      threads(state).find((each) =>
        /Amina Rahman has joined\. Ask them about: calming angry threads/.test(textOf(each)),
      ),
    );
    const invitation = threads(await town.state()).find((each) => /press Join/.test(textOf(each)));
    assert.equal(line.thread_ts, invitation?.thread_ts);
  });

  it('asks one greeter, who can pass it on, and after the last whoever looks after the channel', async () => {
    const isTold = (state: State, name: string) => /Amina Rahman is new in #digital-network/.test(direct(state, name));
    const first = await town.until('a greeter is told', (state) => ['Leah', 'Tom'].find((name) => isTold(state, name)));
    const second = first === 'Leah' ? 'Tom' : 'Leah';
    assert.ok(!isTold(await town.state(), second) && !isTold(await town.state(), 'Jo'));
    await town.slack(first).press('Can’t today, pass on');
    await town.until('thanked', (state) => /Passed on\. Thank you/.test(direct(state, first)));
    await town.moveClock({ hours: 6 });
    await town.until('the other one', (state) => isTold(state, second));
    await town.slack(second).press('Can’t today, pass on');
    await town.until('Jo', (state) => /Nobody else greets there today/.test(direct(state, 'Jo')));
  });

  it('carries the answer into the thread, and tells her in her next batch', async () => {
    const jo = town.slack('Jo');
    await jo.press('Write a sentence');
    await jo.submit({ 'Your sentence': 'Oh, I need this <!channel>' });
    await town.until('the sentence', (state) =>
      threads(state).find((each) => /Jo Bevan to Amina Rahman.*Oh, I need this/s.test(textOf(each))),
    );
    await town.until('her card', (state) => /It stands in the thread in #digital-network/.test(direct(state, 'Jo')));
    await town.moveClock({ hours: 24 });
    const said = await town.until('Amina hears', (state) => {
      const text = direct(state, 'Amina');
      return /Jo Bevan answered you in #digital-network/.test(text) && text;
    });
    assert.doesNotMatch(said, /Oh, I need this/, 'the words stand in the thread alone');
  });

  it('asks her at her own time, to be seen by herself to start with', async () => {
    const amina = town.slack('Amina');
    await town.moveClock({ to: 'next' });
    await town.until('the question', (state) => /One small question/.test(direct(state, 'Amina')));
    const [round] = await rows(town, 'select due_at from round');
    assert.equal(new Date(String(round?.due_at)).toISOString(), '2027-01-14T11:00:00.000Z');
    await amina.press('Answer');
    assert.match(
      JSON.stringify(await amina.modal()),
      /"initial_option":\{"text":\{[^}]*"text":"Only me, keep as a draft"/,
    );
    await amina.close();
  });

  it('lets her change the same things in the settings', async () => {
    const amina = town.slack('Amina');
    await amina.command('/outloud settings');
    const form = JSON.stringify(await amina.modal());
    for (const kept of ['Thursday', '11:00', 'Only me', 'calming angry threads']) assert.ok(form.includes(kept), kept);
    await amina.submit({
      'Your day for questions': 'Friday',
      'Who sees what you write': 'Where it was asked',
      'People can ask you about': 'surveys',
    });
    await town.until('the line follows', (state) => /Ask them about: surveys/.test(inSlack(state, network)));
    assert.deepEqual(
      await rows(town, `select slot_weekday, slot_time, audience from calendar join preference using (person_id)`),
      [{ slot_weekday: 5, slot_time: '11:00', audience: null }],
    );
    await amina.press('Take it back');
    await town.until('gone', (state) => !/Amina Rahman has joined/.test(inSlack(state, network)));
  });

  it('is told to whoever asks for their data, and erased with it', async () => {
    const amina = town.slack('Amina');
    await amina.command('/outloud mydata');
    await town.until('what is held', (state) => /How you joined/.test(direct(state, 'Amina')));
    assert.equal((await rows(town, 'select 1 from newcomer')).length, 1);
    await amina.command('/outloud mydata erase');
    await amina.submit({});
    for (let tries = 0; tries < 200 && (await rows(town, 'select 1 from newcomer')).length > 0; tries++) {
      await town.moveClock({ hours: 0 });
    }
    assert.deepEqual(await rows(town, 'select 1 from newcomer union all select 1 from preference'), []);
    assert.equal((await rows(town, 'select 1 from newcomer_reply')).length, 1, 'what Jo wrote is Jo’s');
  });
});

describe('somebody who joins under a colleague’s post, in Teams', function () {
  this.timeout(120_000);
  let town: Town;

  before(async () => {
    town = await startTown();
    const dev = town.teams('Dev');
    await dev.say('@Outloud setup', leads);
    assert.ok((await dev.press('Open the form', { in: leads })).ok);
    await dev.submit('Start', { 'Who is asked?': 'Only those' });
    await town.until('the card', (state) => /Working out loud in/.test(inTeams(state, leads)));
  });
  after(() => town.stop());

  const direct = (state: State, name: string) => inTeams(state, town.teams(name).direct);

  it('finds a post by its mention; one without it by its menu', async () => {
    await town.teams('Dev').say(post, leads);
    const line = await town.until('the button', (state) =>
      state.teams.conversations[leads]?.messages.find((each) => /To join what Dev Hughes describes/.test(textOf(each))),
    );
    assert.ok(line.root, 'in the thread of the post');

    const second = 'A second post, for those who missed the first one.';
    await town.teams('Dev').say(second, leads);
    const message = await town.until('the post', (state) =>
      state.teams.conversations[leads]?.messages.find((each) => textOf(each).includes(second)),
    );
    const pick = (name: string) =>
      town.act({
        platform: 'teams',
        as: town.teams(name).id,
        do: 'extension',
        commandId: 'add-join-button',
        conversation: leads,
        message: message.id,
      });
    const refused = await pick('Priya');
    assert.match(`${refused.tell}`, /whoever looks after a channel/);
    await pick('Dev');
    await town.until('the second button', (state) => {
      const found = state.teams.conversations[leads]?.messages ?? [];
      return found.filter((each) => /To join what Dev Hughes describes/.test(textOf(each))).length === 2;
    });
    const again = await pick('Dev');
    assert.match(`${again.tell}`, /There is a Join button under that post already/);
  });

  it('joins, chooses by taps, and only reads if that suits better', async () => {
    const rhys = town.teams('Rhys');
    await rhys.press('Join', { in: leads });
    await town.moveClock({ hours: 2 });
    await town.until('the hello', (state) => /Hello Rhys/.test(direct(state, 'Rhys')));
    await rhys.press('Just let me read');
    await town.until('a reader', (state) => /Reading counts/.test(direct(state, 'Rhys')));
    assert.deepEqual(await rows(town, `select state from community_member where state = 'asked'`), []);
    await rhys.press('Change');
    await town.until('open again', (state) => /Hello Rhys/.test(direct(state, 'Rhys')));
    assert.deepEqual(await rows(town, `select state from community_member where state = 'asked'`), []);
    await rhys.press('Tuesday 10:00');
    await rhys.press('Digital Leads');
    await town.until('done', (state) => /What I will do/.test(direct(state, 'Rhys')));
    assert.equal((await rows(town, `select state from community_member where state = 'asked'`)).length, 1);
  });

  it('takes what he can be asked about in the card itself, and wants to know who sees it', async () => {
    const rhys = town.teams('Rhys');
    await rhys.press('Save', { fields: { 'People can ask me about': 'newsletters' } });
    assert.doesNotMatch(inTeams(await town.state(), leads), /newsletters/);
    await rhys.press('Save', { fields: { 'People can ask me about': 'newsletters', 'Who sees it?': 'Everyone' } });
    const line = await town.until('the line', (state) =>
      state.teams.conversations[leads]?.messages.find((each) =>
        /Rhys Evans has joined\. Ask them about: newsletters/.test(textOf(each)),
      ),
    );
    assert.ok(line.root);
    await town.until('all set', (state) => /All set/.test(direct(state, 'Rhys')));
  });

  it('is greeted once: joining again asks nothing again', async () => {
    const rhys = town.teams('Rhys');
    const pressed = await rhys.press('Join', { in: leads });
    assert.match(`${pressed.tell}`, /Your first question comes on Tue/);
    await town.moveClock({ hours: 24 });
    assert.doesNotMatch(direct(await town.state(), 'Rhys'), /Hello Rhys/);
  });
});
