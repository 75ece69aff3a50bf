import assert from 'node:assert/strict';
import pg from 'pg';
import { digitalLeads, slackChannels, slackPeople, teamsPeople } from '../../src/playground/org.ts';
import type { State } from '../../src/playground/state.ts';
import { inSlack, inTeams, startTown, type Town, textOf } from '../support/town.ts';

const network = slackChannels[0]?.id ?? '';

describe('a workspace where Outloud was just installed', function () {
  this.timeout(120_000);
  let town: Town;

  before(async () => {
    town = await startTown({ silent: true });
    await town.untilKnown('Jo Bevan');
  });
  after(() => town.stop());

  const slackDirect = (state: State, name: string) => {
    const person = town.slack(name);
    return inSlack(state, person.direct, person.id);
  };
  const teamsDirect = (state: State, name: string) => inTeams(state, town.teams(name).direct);

  /** Everybody else has heard nothing, in private or in a channel. */
  async function assertSilence(but: readonly string[]): Promise<void> {
    const state = await town.state();
    for (const person of slackPeople.filter(({ name }) => !but.some((each) => name.startsWith(each)))) {
      assert.equal(inSlack(state, person.direct), '', person.name);
    }
    for (const person of teamsPeople.filter(({ name }) => !but.some((each) => name.startsWith(each)))) {
      assert.equal(inTeams(state, person.direct), '', person.name);
    }
    for (const channel of slackChannels) assert.equal(inSlack(state, channel.id), '', channel.name);
  }

  it('tells the administrator of each platform, and nobody else', async () => {
    await town.moveClock({ hours: 1 });
    await town.until('Jo is told', (state) => /Installed and silent/.test(slackDirect(state, 'Jo')));
    await town.until('Sam is told', (state) =>
      /Installed and silent.*You added me to a team here first/s.test(teamsDirect(state, 'Sam')),
    );
    await town.moveClock({ hours: 1 });
    assert.equal(slackDirect(await town.state(), 'Jo').match(/Installed and silent/g)?.length, 1);
    await assertSilence(['Jo', 'Sam']);
  });

  it('lets nobody set up a channel yet, and nobody but its people answer or begin', async () => {
    await town.slack('Amina').command('/outloud setup', network);
    await town.until('not yet', (state) =>
      /nobody is messaged yet/.test(inSlack(state, network, town.slack('Amina').id)),
    );
    for (const word of ['begin', 'preview']) {
      await town.slack('Amina').command(`/outloud ${word}`);
    }
    await town.until('not hers', (state) => /for whoever looks after me here/.test(slackDirect(state, 'Amina')));
    await town.until('nor this', (state) => /A preview is for whoever/.test(slackDirect(state, 'Amina')));
  });

  it('asks whom the administrator chooses, who can stop and come back', async () => {
    const jo = town.slack('Jo');
    await jo.press('Choose a facilitator');
    await jo.submit({ 'Who, by name': 'Nobody Known' });
    assert.match(textOf(await jo.modal()), /Who, by name/);
    await jo.submit({ 'Who, by name': '@leah morgan' });
    await town.until('chosen', (state) => /I have asked Leah Morgan/.test(slackDirect(state, 'Jo')));
    const leah = town.slack('Leah');
    await town.until('Leah is asked', (state) =>
      /Jo Bevan has asked you to look after me/.test(slackDirect(state, 'Leah')),
    );
    await leah.press('Start');
    await leah.submit({
      'Who are you bringing together': 'everyone who writes for residents',
      'Where do I ask': '#digital-network',
    });
    await leah.submit();
    await leah.close();
    await leah.command('/outloud begin');
    assert.match(textOf(await leah.modal()), /Greeters reply to first notes/);
    await leah.submit({ 'Who greets': 'Tom Price, Zed Unknown' });
    await leah.submit({ 'On which day': 'Thursday' });
    await leah.submit({ 'Who goes first': 'Jo Bevan and Amina Rahman' });
    const summary = await town.until('all answers', (state) => {
      const text = slackDirect(state, 'Leah');
      return /Your answers/.test(text) && text;
    });
    for (const part of [
      /everyone who writes for residents/,
      /#digital-network/,
      /on Thursday at 10:00/,
      /Tom Price and Zed Unknown/,
      /Jo Bevan and Amina Rahman/,
    ]) {
      assert.match(summary, part);
    }
    await assertSilence(['Jo', 'Sam', 'Leah', 'Amina']);
  });

  it('shows her the first week, to her alone, and nothing in it does anything', async () => {
    const leah = town.slack('Leah');
    const before = await counts();
    await leah.press('Send me the first week');
    const week = await town.until('the end', (state) => {
      const text = slackDirect(state, 'Leah');
      return /That was the first week/.test(text) && text;
    });
    for (const part of [
      /What the channel would see/,
      /What somebody would get who presses Join/,
      /Hello Leah/,
      /What they would see once they have chosen/,
      /only if they agree to it/,
      /What one greeter would then get/,
      /What they would get as their first question, on Thu/,
      /What somebody who takes part would have/,
      /What the channel would see when somebody posts/,
      /What whoever looks after a channel would get/,
      /What somebody who does not work that day would get, on Fri/,
    ]) {
      assert.match(week, part);
    }
    assert.equal(week.match(/Preview, only you\./g)?.length, 11);
    for (const title of [
      'Join',
      'Just let me read',
      'Write a sentence',
      'Not now',
      'Skip',
      'Answer',
      'Useful',
      'Withdraw',
      'Ask the author',
    ])
      await leah.press(title);
    await town.until('says so', (state) => (slackDirect(state, 'Leah').match(/This is a preview/g)?.length ?? 0) >= 9);
    assert.deepEqual(await counts(), before);
    await assertSilence(['Jo', 'Sam', 'Leah', 'Amina']);
  });

  it('begins when she says so: a text to post herself, greeters named, and nothing in the channel', async () => {
    const leah = town.slack('Leah');
    await leah.press('Let it begin');
    const said = await town.until('begun', (state) => {
      const text = slackDirect(state, 'Leah');
      return /A text for you to post/.test(text) && text;
    });
    assert.match(
      said,
      /for everyone who writes for residents. It asks each of us one small question on Thursday at 10:00/,
    );
    assert.match(said, /Jo Bevan and Amina Rahman go first/);
    assert.match(said, /I do not know Zed Unknown yet/);
    await leah.command('/outloud roles');
    await town.until('roles', (state) => /Greeter.*Tom Price/s.test(slackDirect(state, 'Leah')));
    assert.equal(inSlack(await town.state(), network), '');
    await leah.press('Post a card for me instead');
    await town.until('the card', (state) =>
      /Leah Morgan has set up small questions for those here who want them/.test(inSlack(state, network)),
    );
    await town.until('says so', (state) =>
      /There is a Join button in #digital-network now/.test(slackDirect(state, 'Leah')),
    );
    await town.slack('Amina').press('Ask me too', network);
    await town.until('a hello', (state) => /Leah Morgan asked me to say hello/.test(slackDirect(state, 'Amina')));
    await town.untilAsked(1);
    await town.moveClock({ to: 'next' });
    await town.until('the first question', (state) => /One small question/.test(slackDirect(state, 'Amina')));
    await leah.command('/outloud begin');
    await town.until('once', (state) => /It has begun here/.test(slackDirect(state, 'Leah')));
  });

  it('goes the same way in Teams, in cards', async () => {
    const sam = town.teams('Sam');
    await sam.press('I do it myself');
    await town.until('the first question', (state) => /You look after me here/.test(teamsDirect(state, 'Sam')));
    await sam.say('begin');
    await town.until('question 1', (state) => /Question 1 of 5/.test(teamsDirect(state, 'Sam')));
    await sam.press('Next', {
      fields: { 'Who are you bringing together': 'digital leads', 'Where do I ask': 'Digital Leads' },
    });
    await town.until('question 2', (state) => /Question 2 of 5/.test(teamsDirect(state, 'Sam')));
    await sam.press('Next');
    await town.until('question 3', (state) => /Question 3 of 5/.test(teamsDirect(state, 'Sam')));
    await sam.press('Back');
    await town.until('question 2 again', (state) => /Question 2 of 5/.test(teamsDirect(state, 'Sam')));
    await sam.press('Next');
    await town.until('question 3', (state) => /Question 3 of 5/.test(teamsDirect(state, 'Sam')));
    await sam.press('Next', { fields: { 'Who greets': 'Priya Nair' } });
    await town.until('question 4', (state) => /Question 4 of 5/.test(teamsDirect(state, 'Sam')));
    await sam.press('Next');
    await town.until('question 5', (state) => /Question 5 of 5/.test(teamsDirect(state, 'Sam')));
    await sam.press('Finish', { fields: { 'Who goes first': 'Dev Hughes' } });
    await town.until('all answers', (state) => /Your answers/.test(teamsDirect(state, 'Sam')));
    await sam.press('Send me the first week');
    await town.until('the end', (state) => /That was the first week/.test(teamsDirect(state, 'Sam')));
    const pressed = await sam.press('Skip');
    assert.match(`${pressed.tell}`, /This is a preview/);
    assert.equal(inTeams(await town.state(), digitalLeads.id), '');
    await sam.press('Let it begin');
    await town.until('begun', (state) => /A text for you to post/.test(teamsDirect(state, 'Sam')));
    await sam.press('Post a card for me instead');
    await town.until('the card', (state) =>
      /Sam Okafor has set up small questions for those here who want them/.test(inTeams(state, digitalLeads.id)),
    );
  });

  async function counts(): Promise<unknown> {
    const client = new pg.Client({ connectionString: town.databaseUrl });
    await client.connect();
    const { rows } = await client.query(`
      select (select count(*) from community) as communities, (select count(*) from community_member) as members,
        (select count(*) from round) as rounds, (select count(*) from update) as notes,
        (select count(*) from highlight) as highlights, (select count(*) from role_holder) as roles`);
    await client.end();
    return rows;
  }
});

describe('a first note', function () {
  this.timeout(60_000);
  let town: Town;

  before(async () => {
    town = await startTown();
    await town.untilKnown('Jo Bevan');
    const jo = town.slack('Jo');
    await jo.command('/outloud setup', network);
    await jo.submit();
    await town.untilAsked(4);
    await jo.command('/outloud roles Leah Morgan greeter');
    await jo.command('/outloud roles Amina Rahman greeter');
    await town.until('two greeters', (state) =>
      /You have|gave you a role: Greeter/.test(inSlack(state, town.slack('Amina').direct)),
    );
  });
  after(() => town.stop());

  async function write(name: string, text: string): Promise<void> {
    const person = town.slack(name);
    await person.command('/outloud answer');
    await person.submit({ 'What it is': text, 'Who sees this': 'This community' });
    await person.submit();
    await town.until('the note', (state) => inSlack(state, network).includes(text));
  }
  const told = (state: State, name: string) =>
    /Amina Rahman has written a first note in #digital-network/.test(inSlack(state, town.slack(name).direct));

  it('is told to one greeter in the channel, not its author, in their hours', async () => {
    await write('Amina', 'The search box moved');
    await town.moveClock({ hours: 3 });
    await town.until('Leah is told', (state) => told(state, 'Leah'));
    const state = await town.state();
    assert.ok(!told(state, 'Amina') && !told(state, 'Tom') && !told(state, 'Jo'));
  });

  it('is passed on to the next, and replied to from there', async () => {
    await town.slack('Jo').command('/outloud roles Jo Bevan greeter');
    await town.slack('Leah').press('Not today, pass it on');
    await town.until('Jo is told', (state) => told(state, 'Jo'));
    await town.until('thanked', (state) => /Passed on. Thank you/.test(inSlack(state, town.slack('Leah').direct)));
    await town.slack('Jo').press('Reply', town.slack('Jo').direct);
    await town.slack('Jo').submit({ 'Your reply': 'Oh, I need this' });
    await town.until('the reply', (state) => /Jo Bevan replied: Oh, I need this/.test(inSlack(state, network)));
  });

  it('is a first one once', async () => {
    await write('Amina', 'And the menu too');
    await town.moveClock({ hours: 24 });
    assert.equal(inSlack(await town.state(), town.slack('Leah').direct).match(/first note in/g), null);
  });
});
