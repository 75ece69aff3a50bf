import assert from 'node:assert/strict';
import { slackChannels } from '../../src/playground/org.ts';
import { inSlack, inTeams, startTown, type Town } from '../support/town.ts';

const network = slackChannels[0]?.id ?? '';

describe('a calendar of one’s own, on both platforms', function () {
  this.timeout(60_000);
  let town: Town;

  before(async () => {
    // Monday, 2 August 2027 is a bank holiday in Scotland and nowhere else.
    town = await startTown({ at: new Date('2027-07-27T08:00:00Z') });
    const jo = town.slack('Jo');
    await jo.command('/outloud setup', network);
    await jo.submit({ 'On which days?': ['Monday'] });
    await town.untilAsked(4);
  });
  after(() => town.stop());

  async function chooseHolidays(name: string, place: string): Promise<void> {
    const person = town.slack(name);
    await person.command('/outloud settings');
    await person.submit({ 'Public holidays': place });
    await town.until('saved', (state) =>
      /Saved\. I message you only on/.test(inSlack(state, person.direct, person.id)),
    );
  }

  it('is set in a form of Slack, and a bank holiday in Scotland is kept by those who are there', async () => {
    const [amina, leah] = [town.slack('Amina'), town.slack('Leah')];
    await chooseHolidays('Amina', 'England');
    await chooseHolidays('Leah', 'Scotland');
    assert.ok((await town.moveClock({ to: 'next' })).ok);
    const state = await town.until(
      'Amina’s question',
      (now) => /One small question/.test(inSlack(now, amina.direct)) && now,
    );
    assert.match(state.now, /^2027-08-02T13:00/);
    await town.restart();
    assert.doesNotMatch(inSlack(await town.state(), leah.direct), /One small question/);
    await town.moveClock({ hours: 24 });
    await town.until('Leah’s question', (now) => /One small question/.test(inSlack(now, leah.direct)));
  });

  it('says what is wrong beside the field, in Slack', async () => {
    const amina = town.slack('Amina');
    await amina.command('/outloud settings');
    await amina.submit({ 'Your time zone': 'Londn', 'First day': '2027-09-06' });
    const view = await amina.modal();
    assert.match(JSON.stringify(view), /Did you mean Europe\/London\?/);
    assert.match(JSON.stringify(view), /Pick the last day as well/);
    await amina.close();
  });

  it('is set in a card of Teams, shown again, and a leave is planned and ended in words', async () => {
    const rhys = town.teams('Rhys');
    await rhys.say('settings');
    const fields = { 'Public holidays': 'Wales', 'First day': '2027-09-06', 'Last day': '2027-09-17' };
    const { tell } = await rhys.press('Save', { fields });
    assert.match(`${tell}`, /Saved.*by the clock of Europe\/London/);
    await rhys.say('settings');
    const shown = await town.until('the form again', (state) => {
      const card = JSON.stringify(state.teams.conversations[rhys.direct]?.messages.at(-1)?.cards ?? []);
      return card.includes('2027-09-06') && card;
    });
    assert.match(shown, /"value":"GB-WLS"/);
    await rhys.say('on leave from 20 Sep until 24 Sep');
    await town.until('noted', (state) => /away: Mon 20 September – Fri 24 September/.test(inTeams(state, rhys.direct)));
    await rhys.say('back');
    await town.until('taken off', (state) => /taken off again: Mon 6 September/.test(inTeams(state, rhys.direct)));
  });
});
