import assert from 'node:assert/strict';
import { digitalLeads, slackChannels } from '../../src/playground/org.ts';
import { inSlack, inTeams, startTown, type Town, textOf } from '../support/town.ts';

const network = slackChannels[0]?.id ?? '';
const random = slackChannels.find((each) => each.name === 'random')?.id ?? '';
const leads = digitalLeads.id;

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
    assert.match(card, /I think that swapping the lead article for a 3-question Q&A will get more clicks/);
    assert.match(card, /118 of 2410 \(3 issues, April\)/);
    assert.match(card, /People in Digital Leads can see this/);
    assert.doesNotMatch(card, /Who can see it while it runs/, 'the form has become the card');
  });

  it('asks one question on the way, and takes what changed as a caveat', async () => {
    const rhys = town.teams('Rhys');
    const move = await town.moveClock({ to: 'next' });
    assert.ok(move.ok, move.tell);
    await town.until('the question', (state) => /All as planned\?/.test(inTeams(state, rhys.direct)));
    assert.ok((await rhys.press('Something changed')).ok);
    await rhys.submit('Save', { 'What happened?': 'Issue 2 carried the election notice' });
    await town.until('noted', (state) => /Noted\. It stands with the result/.test(inTeams(state, rhys.direct)));
  });

  it('opens its results on the day, not before', async () => {
    const rhys = town.teams('Rhys');
    await rhys.say('pilot result');
    await town.until('the wait', (state) => /Results open on/.test(inTeams(state, rhys.direct)));
    assert.ok((await town.moveClock({ to: 'next' })).ok);
    await town.until('the results are due', (state) => /Time for the figures/.test(inTeams(state, rhys.direct)));
    assert.match(inTeams(await town.state(), rhys.direct), /The results can be written now/);
  });

  it('asks about odd figures, keeps what was typed, and shows a preview', async () => {
    const rhys = town.teams('Rhys');
    assert.ok((await rhys.press('Add results')).ok);
    const typed = {
      'Figures from before': '181 of 2,410',
      'Figures from the test': '2,385 of 171',
      'What happened, and': 'The Q&A caused more clicks. Questions written by the contact centre did best',
      'So we should': 'Scale it',
    };
    await rhys.submit('Next', typed);
    assert.match(textOf(await rhys.dialog()), /more than all of them/);
    await rhys.submit('Next', { ...typed, 'Figures from the test': '171 of 2,385' });
    assert.match(textOf(await rhys.dialog()), /At the start you wrote 118 of 2,410\. Now it is 181 of 2,410/);
    await rhys.submit('Next', { 'The figures from before': 'Those from the start hold' });
    assert.match(textOf(await rhys.dialog()), /Did you mean 'went up while'\?/);
    await rhys.submit('Next', { 'What happened, and': 'Questions written by the contact centre did best' });
    assert.match(textOf(await rhys.dialog()), /Something changed on the way: Issue 2 carried the election notice/);
    await rhys.submit('Preview', {
      'How much work': 'Half a day',
      'Links to copy from': 'https://example.org/template',
    });
    const preview = textOf(await rhys.dialog());
    assert.match(preview, /Up\. Probably enough to matter/);
    assert.match(preview, /About 23 more clicks per 1,000 e-mails\. Likely range: 9 to 36 more\./);
    await rhys.submit('Share');
    const state = await town.until('the card', (now) => /Pilot result/.test(inTeams(now, leads)) && now);
    const card = inTeams(state, leads);
    assert.match(card, /It went up while we did this/);
    assert.match(card, /Same audience both times; no control group/);
    assert.match(card, /Before 118 of 2,410 4\.9% 4\.1% to 5\.8% After 171 of 2,385 7\.2% 6\.2% to 8\.3%/);
    assert.match(card, /Try it too.*Ask Rhys.*Useful.*Details/s);
  });

  it('is found by nobody whom it is not for, until its owner widens it', async () => {
    const leah = town.slack('Leah');
    await leah.command('/pilot find newsleter questons');
    await town.until('nothing', (state) => /Nobody whose tests you may see/.test(inSlack(state, leah.direct, leah.id)));
    const rhys = town.teams('Rhys');
    assert.ok((await rhys.press('Edit')).ok);
    await rhys.submit('Next');
    await rhys.submit('Preview', { 'Who may see it': 'Everyone', 'Post the card': 'Digital Leads' });
    await rhys.submit('Save');
    await town.until('the edit', (state) => /library/.test(inTeams(state, leads)));
    assert.equal(inTeams(await town.state(), leads).match(/Pilot result · \w{5} · edited/g)?.length, 1);
    await leah.command('/pilot find newsleter questons');
    await town.until('found', (state) => /1 test fits/.test(inSlack(state, leah.direct, leah.id)));
  });

  it('is borrowed in Slack, and its owner hears of it once', async () => {
    const leah = town.slack('Leah');
    await leah.press('Show');
    await town.until('the card', (state) =>
      /Up\. Probably enough to matter/.test(inSlack(state, leah.direct, leah.id)),
    );
    await leah.press('Try it too');
    assert.match(textOf(await leah.modal()), /Rhys Evans thinks that swapping the lead article/);
    await leah.submit({
      'The same, or changed a bit?': 'Changed a bit',
      'What is different': 'text message, not e-mail',
      Channel: 'Text message',
      'Who gets it': 'tenants with a mobile, 1,000',
    });
    assert.match(textOf(await leah.modal()), /Tried before: .*Rhys Evans can be asked/);
    await leah.submit({ 'Figures from before': '90 of 1000' });
    const plan = await leah.modal();
    assert.match(textOf(plan), /Smallest change worth bothering with/);
    await leah.submit({ 'What would make you stop early?': 'opt-outs', 'Who can see it': 'Everyone' });
    await town.until('her card', (state) => /Your test \w{5}/.test(inSlack(state, leah.direct)));
    await town.moveClock({ hours: 24 * 7 });
    const rhys = town.teams('Rhys');
    const told = await town.until('Rhys hears', (state) => {
      const text = inTeams(state, rhys.direct);
      return /is trying your test/.test(text) && text;
    });
    assert.match(told, /Leah Morgan is trying your test "Swapping the lead article.*changed a bit: text message/);
    await town.until('the lineage', (state) => /1 try is under way/.test(inTeams(state, rhys.direct)));
    assert.doesNotMatch(inTeams(await town.state(), leads), /1 try is under way/, 'a guest reads along there');
    assert.ok((await rhys.press('Say hello')).ok);
    await rhys.submit('Send', { 'Your question to Leah Morgan': 'Which day do you send them?' });
    await leah.press('Answer');
    await leah.submit({ 'Your answer to Rhys Evans': 'Thursdays' });
    await town.until('the answer', (state) =>
      /Leah Morgan answers about.*Thursdays/s.test(inTeams(state, rhys.direct)),
    );
  });

  it('has a second result beside the first, on one scale', async () => {
    const leah = town.slack('Leah');
    for (let weeks = 0; weeks < 4; weeks++) await town.moveClock({ hours: 24 * 7 });
    await town.until('it is due', (state) => /Time for the figures/.test(inSlack(state, leah.direct)));
    await leah.press('Add results');
    await leah.submit({
      'Figures from the test': '60 of 1000',
      'What happened, and': 'Fewer people answered a text with questions in it',
      'So we should': 'Stop',
    });
    await leah.submit({ 'How much work': 'Under an hour', 'Post the card': '#random' });
    assert.match(textOf(await leah.modal()), /Down\. Possibly enough to matter/);
    await leah.submit();
    const state = await town.until('her card', (now) => /Pilot result/.test(inSlack(now, random)) && now);
    assert.match(inSlack(state, random), /Down\. Possibly enough to matter/);
    assert.match(inSlack(state, random), /Borrowed from Rhys Evans/);
    const rhys = town.teams('Rhys');
    await town.until('his lineage', (now) => /Tried by 1 other: 1 worse\./.test(inTeams(now, rhys.direct)));
    await town.slack('Tom').press('Details', random);
    const details = textOf(await town.slack('Tom').modal());
    assert.match(details, /Side by side/);
    assert.match(details, /\+23 per 1,000, likely \+9 to \+36/);
    assert.match(details, /-30 per 1,000, likely -53 to -7/);
    assert.match(details, /never added up/);
  });

  it('counts who found it useful, and is borrowed by its letters, stopped, and still of use', async () => {
    await town.slack('Tom').press('Useful', random);
    await town.until('the tap', (state) => /1 person found this useful/.test(inSlack(state, random)));
    const state = await town.state();
    const code = /Pilot result · (\w{5})/.exec(inTeams(state, leads))?.[1] ?? '';
    const amina = town.slack('Amina');
    await amina.command(`/pilot try ${code.toUpperCase()}`);
    await amina.submit({ Channel: 'E-mail newsletter', 'Who gets it': 'staff' });
    await amina.submit({ 'Figures from before': '412 of 980' });
    await amina.submit({ 'What would make you stop early?': 'complaints', 'Who can see it': 'Everyone' });
    await town.until('her card', (now) => /Your test \w{5}/.test(inSlack(now, amina.direct)));
    await amina.command('/pilot stop');
    await amina.submit({ 'What happened?': 'The editor left, nobody to write it' });
    await town.until('it is stopped', (now) => /Stopped early/.test(inSlack(now, amina.direct)));
    await amina.command('/pilot list');
    const list = await town.until('the list', (now) => {
      const text = inSlack(now, amina.direct, amina.id);
      return /From others/.test(text) && text;
    });
    assert.match(list, /Up\. Probably enough to matter/);
    assert.match(list, /Down\. Possibly enough to matter/);
  });
});
