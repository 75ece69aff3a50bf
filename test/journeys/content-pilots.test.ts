import assert from 'node:assert/strict';
import { digitalLeads, slackChannels } from '../../src/playground/org.ts';
import type { State } from '../../src/playground/state.ts';
import { startTown, type Town, textOf } from '../support/town.ts';

const network = slackChannels[0]?.id ?? '';
const leads = digitalLeads.id;

function inSlack(state: State, channel: string, viewer?: string): string {
  const messages = state.slack.conversations[channel]?.messages ?? [];
  return textOf(messages.filter((each) => !each.deleted && (!each.only_for || each.only_for === viewer)));
}

function inTeams(state: State, conversation: string): string {
  const messages = state.teams.conversations[conversation]?.messages ?? [];
  return textOf(messages.filter((each) => !each.deleted));
}

describe('a content pilot, from Teams to Slack', function () {
  this.timeout(60_000);
  let town: Town;

  before(async () => {
    town = await startTown();
    await town.until('the greeting in Slack', (state) => /I'm Outloud/.test(inSlack(state, network)));
    await town.until('the greeting in Teams', (state) => /I'm Outloud/.test(inTeams(state, leads)));
  });
  after(() => town.stop());

  it('starts in three steps, in the cards of a Teams chat', async () => {
    const rhys = town.teams('Rhys');
    await rhys.say('pilot');
    await town.until('the choice', (state) => /What would you like to do/.test(inTeams(state, rhys.direct)));
    assert.ok((await rhys.press('Next', { fields: { 'What would you like to do?': 'Start a small test' } })).ok);
    const first = await rhys.press('Next', {
      fields: {
        'I think doing this': 'swapping the lead article for a 3-question Q&A',
        '...will change this': 'get more clicks',
        '...because of this': 'people scan for answers',
        Channel: 'E-mail newsletter',
        'Kind of content': 'Questions and answers',
        'Who gets it': 'residents on the weekly list, 2,400',
      },
    });
    assert.ok(first.ok, first.tell);
    const second = await rhys.press('Next', {
      fields: { 'Figures from before': '118 of 2,410', 'Where they come from': '3 issues, April' },
    });
    assert.ok(second.ok, second.tell);
    const plan = await town.until('the third step', (state) => {
      const text = inTeams(state, rhys.direct);
      return /Dates and who sees it/.test(text) && text;
    });
    assert.match(plan, /With about 2,400 each side/);
    const third = await rhys.press('Start', {
      fields: {
        'What would make you stop early?': 'complaints',
        'Your team': 'Customer',
        'Who can see it': 'People in Digital Leads',
      },
    });
    assert.ok(third.ok, third.tell);
    const card = await town.until('his card', (state) => {
      const text = inTeams(state, rhys.direct);
      return /Your test \w{5}/.test(text) && text;
    });
    console.log(card);
  });
});
