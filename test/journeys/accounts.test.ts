import assert from 'node:assert/strict';
import pg from 'pg';
import type { State } from '../../src/playground/state.ts';
import { inSlack, inTeams, startTown, type Town, textOf } from '../support/town.ts';

describe('a person links an account on Slack with one on Teams', function () {
  this.timeout(60_000);
  let town: Town;
  let code = '';

  before(async () => {
    town = await startTown();
    await town.until('the first administrator in Teams is told', (state) =>
      /you are my administrator/.test(inTeams(state, town.teams('Sam').direct)),
    );
    await town.untilKnown('Jo Bevan');
  });
  after(() => town.stop());

  const slackDirect = (state: State, name: string) => {
    const person = town.slack(name);
    return inSlack(state, person.direct, person.id);
  };
  const teamsDirect = (state: State, name: string) => inTeams(state, town.teams(name).direct);
  const codeIn = (text: string) => /[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}/.exec(text)?.[0];

  async function linkOrganisations(): Promise<void> {
    const [jo, sam] = [town.slack('Jo'), town.teams('Sam')];
    await jo.command('/outloud link');
    await jo.submit({ 'What the other side': 'Tarren Vale Council' });
    const found = await town.until('the code', (state) => codeIn(slackDirect(state, 'Jo')));
    await sam.say(`link ${found}`);
    await sam.press('Ask for the link', { fields: { 'What the other side': 'Tarren Housing' } });
    await jo.press('Make the link');
    await town.until('the link', (state) =>
      /You are linked with Tarren Vale Council now/.test(teamsDirect(state, 'Sam')),
    );
  }

  it('has nowhere to link to before the organisations are linked, and guests have not', async () => {
    await town.slack('Amina').command('/outloud account');
    await town.until('nowhere', (state) => /nowhere to link to yet/.test(slackDirect(state, 'Amina')));
    await town.slack('Kit').command('/outloud account');
    await town.until('a guest', (state) => /You are here as a guest/.test(slackDirect(state, 'Kit')));
    await linkOrganisations();
  });

  it('is given a code, which is kept only as a hash and not taken from the same account', async () => {
    const amina = town.slack('Amina');
    await amina.command('/outloud account');
    code = await town.until('the code', (state) => codeIn(slackDirect(state, 'Amina')));
    assert.match(slackDirect(await town.state(), 'Amina'), /Write to me on Teams .* Only you can see this/s);
    const client = new pg.Client({ connectionString: town.databaseUrl });
    await client.connect();
    const { rows } = await client.query('select r::text as kept from account_code r');
    await client.end();
    assert.equal(rows.length, 1);
    assert.ok(!rows[0].kept.includes(code) && !rows[0].kept.includes(code.replaceAll('-', '')));
    await amina.command(`/outloud account ${code}`);
    await town.until('not here', (state) => /asked for with this account/.test(slackDirect(state, 'Amina')));
  });

  it('sees whose code it is, links, and both accounts are told', async () => {
    const rhys = town.teams('Rhys');
    await rhys.say(`account ${code.toLowerCase().replaceAll('-', ' ')}`);
    await town.until('who asked', (state) =>
      /Amina Rahman on Slack asked for this code/.test(teamsDirect(state, 'Rhys')),
    );
    const linked = await rhys.press('Link them');
    assert.ok(linked.ok, linked.tell);
    await town.until('linked', (state) =>
      /This account is linked to Amina Rahman on Slack, since/.test(teamsDirect(state, 'Rhys')),
    );
    await town.until('told there', (state) =>
      /Your account here was linked to Rhys Evans on Teams/.test(slackDirect(state, 'Amina')),
    );
  });

  it('uses a code once, and lets nobody try many', async () => {
    const leah = town.slack('Leah');
    await leah.command(`/outloud account ${code}`);
    await town.until('used', (state) => /That code does not work/.test(slackDirect(state, 'Leah')));
    for (const guess of ['A', 'B', 'C', 'D']) await leah.command(`/outloud account ${guess}`);
    await leah.command('/outloud account E');
    await town.until('enough', (state) => /too many wrong codes from you/.test(slackDirect(state, 'Leah')));
  });

  it('shows the link in the settings, which hold for both', async () => {
    const [amina, rhys] = [town.slack('Amina'), town.teams('Rhys')];
    await amina.command('/outloud settings');
    assert.match(textOf(await amina.modal()), /Linked to Rhys Evans on Teams: what you set here holds for both/);
    await amina.submit({ 'Your time zone': 'Asia/Tokyo' });
    await rhys.say('settings');
    await town.until('the same zone there', (state) =>
      JSON.stringify(state.teams.conversations[rhys.direct]).includes('Asia/Tokyo'),
    );
    assert.match(teamsDirect(await town.state(), 'Rhys'), /Linked to Amina Rahman on Slack/);
    await rhys.say('pause');
    await town.until('paused', (state) => /Paused. I stay quiet/.test(teamsDirect(state, 'Rhys')));
    await amina.command('/outloud back');
    await town.until('back', (state) => /Welcome back/.test(slackDirect(state, 'Amina')));
  });

  it('shows the notes of both in either, and lets them be changed', async () => {
    const [amina, rhys] = [town.slack('Amina'), town.teams('Rhys')];
    await amina.command('/outloud answer');
    await amina.submit({ 'What it is': 'Moved the search box up', 'Who sees this': 'Only me' });
    await amina.submit();
    await rhys.say('notes');
    await town.until('her note', (state) => /Moved the search box up/.test(teamsDirect(state, 'Rhys')));
    const withdrawn = await rhys.press('Delete');
    assert.ok(withdrawn.ok, withdrawn.tell);
    await town.until('the question', (state) => /Once deleted, it cannot be had back/.test(teamsDirect(state, 'Rhys')));
    await rhys.press('Delete');
    await town.until('deleted', (state) => /Deleted. Nobody else saw it/.test(slackDirect(state, 'Amina')));
  });

  it('is unlinked from either side, with a word to both, and kept for administrators', async () => {
    const amina = town.slack('Amina');
    await amina.command('/outloud account');
    await amina.press('Unlink');
    assert.match(textOf(await amina.modal()), /Each keeps the calendar as it is now/);
    await amina.submit();
    await town.until('told there', (state) =>
      /no longer linked to Amina Rahman on Slack. That was done over there/.test(teamsDirect(state, 'Rhys')),
    );
    await town.slack('Jo').command('/outloud audit');
    await town.until('kept', (state) => {
      const log = slackDirect(state, 'Jo');
      return (
        /Amina Rahman linked this account with one of theirs on Teams/.test(log) &&
        /Amina Rahman is no longer linked/.test(log)
      );
    });
  });

  it('is unlinked when the organisations are', async () => {
    const [tom, rhys, sam] = [town.slack('Tom'), town.teams('Rhys'), town.teams('Sam')];
    await rhys.say('account');
    const found = await town.until('the code', (state) =>
      codeIn(teamsDirect(state, 'Rhys').split('Write to me on Slack')[0]?.slice(-60) ?? ''),
    );
    await tom.command(`/outloud account ${found}`);
    assert.match(textOf(await tom.modal()), /Rhys Evans on Teams asked for this code/);
    await tom.submit();
    await town.until('linked', (state) => /linked to Rhys Evans on Teams, since/.test(slackDirect(state, 'Tom')));
    await sam.say('links');
    await sam.press('Cut the link');
    await sam.submit('Cut the link');
    await town.until('told', (state) =>
      /as the two organisations are no longer linked/.test(slackDirect(state, 'Tom')),
    );
    await tom.command('/outloud account');
    await town.until('nowhere', (state) => /nowhere to link to yet/.test(slackDirect(state, 'Tom')));
  });
});
