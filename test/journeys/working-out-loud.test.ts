import assert from 'node:assert/strict';
import { digitalLeads, slackChannels, slackPeople, teamsPeople } from '../../src/playground/org.ts';
import type { State } from '../../src/playground/state.ts';
import { inSlack, inTeams, startTown, type Town, textOf } from '../support/town.ts';

const network = slackChannels[0]?.id ?? '';
const leads = digitalLeads.id;

describe('working out loud, on both platforms', function () {
  this.timeout(60_000);
  let town: Town;

  before(async () => {
    town = await startTown();
  });
  after(() => town.stop());

  it('says hello once where it is added', async () => {
    await town.until('the greeting in Slack', (state) => /I'm Outloud/.test(inSlack(state, network)));
    const state = await town.until('the greeting in Teams', (now) => /I'm Outloud/.test(inTeams(now, leads)) && now);
    assert.equal(inTeams(state, leads).match(/I'm Outloud/g)?.length, 1);
    const rhys = town.teams('Rhys');
    await town.until('the greeting in private', (now) => /I'm Outloud/.test(inTeams(now, rhys.direct)));
  });

  it('is set up in a Slack channel by a form', async () => {
    const jo = town.slack('Jo');
    await jo.command('/outloud help');
    await town.untilKnown('Jo Bevan');
    await jo.command('/outloud setup', network);
    await jo.submit({ 'Who is asked?': 'The channel', 'On which days?': ['Wednesday'] });
    const state = await town.until(
      'the announcement',
      (now) => /Working out loud in/.test(inSlack(now, network)) && now,
    );
    assert.match(inSlack(state, network), /Jo Bevan has set up small questions.*on Wednesday at 14:00/);
    await town.until('the answer to Jo', (now) => /Done\. I'm asking the members/.test(inSlack(now, network, jo.id)));
  });

  it('is set up in a Teams channel by a mention, a button and a dialog', async () => {
    const dev = town.teams('Dev');
    await dev.say('@Outloud setup', leads);
    assert.ok((await dev.press('Open the form', { in: leads })).ok);
    await dev.submit('Start');
    const state = await town.until('the announcement', (now) => /Working out loud in/.test(inTeams(now, leads)) && now);
    assert.match(inTeams(state, leads), /Dev Hughes has set up small questions/);
  });

  it('asks each person privately when their moment comes, and no guest', async () => {
    const people = ['Amina', 'Leah', 'Jo'].map((name) => town.slack(name));
    const tom = town.slack('Tom');
    const rhys = town.teams('Rhys');
    const guests = [...slackPeople, ...teamsPeople].filter((each) => each.guest).map((each) => each.id);
    const askedIn = [...(slackChannels[0]?.members ?? []), ...digitalLeads.members];
    await town.untilAsked(askedIn.filter((id) => !guests.includes(id)).length);
    const move = await town.moveClock({ to: 'next' });
    assert.ok(move.ok, move.tell);
    for (const person of people) {
      await town.until('the question', (state) => /One small question/.test(inSlack(state, person.direct)));
    }
    await town.until('the question in Teams', (state) => /One small question/.test(inTeams(state, rhys.direct)));
    const state = await town.state();
    assert.doesNotMatch(inSlack(state, town.slack('Kit').direct), /One small question/);
    assert.doesNotMatch(inSlack(state, tom.direct), /One small question/, 'it is morning where Tom is');
    await town.moveClock({ hours: 5 });
    await town.until('the question, in Toronto', (now) => /One small question/.test(inSlack(now, tom.direct)));
  });

  it('takes an answer in Slack: form, preview, post', async () => {
    const amina = town.slack('Amina');
    await amina.press('Answer');
    const view = await amina.modal();
    const labels = view.blocks.filter((each: { type: string }) => each.type === 'input');
    const fields = Object.fromEntries(
      labels
        .filter((each: { element: { type: string } }) => each.element.type === 'plain_text_input')
        .map((each: { label: { text: string } }) => [
          each.label.text,
          '<!channel> & *stakeholder* [x](http://evil.example)',
        ]),
    );
    await amina.submit({ ...fields, 'Who sees this': 'This community' });
    const preview = await amina.modal();
    assert.match(textOf(preview), /As others will see it/);
    await amina.submit();
    const state = await town.until(
      'the note',
      (now) => /Amina Rahman is working out loud/.test(inSlack(now, network)) && now,
    );
    assert.equal(state.slack.modals[amina.id]?.length ?? 0, 0);
    const posted = state.slack.conversations[network]?.messages.find((each) =>
      /Amina Rahman is working/.test(textOf(each)),
    );
    assert.ok(posted);
    assert.doesNotMatch(posted.text, /<!/);
    for (const block of posted.blocks ?? []) {
      // In rich text a text element has no markup at all; anywhere else it would notify everyone.
      if (block.type !== 'rich_text') assert.doesNotMatch(JSON.stringify(block), /<!/);
    }
    await town.until('her own card', (now) => /Posted in/.test(inSlack(now, amina.direct)));
  });

  it('takes an answer in Teams in the card itself', async () => {
    const rhys = town.teams('Rhys');
    const state = await town.state();
    const card = state.teams.conversations[rhys.direct]?.messages.at(-1)?.cards?.[0] as {
      actions: { card?: { body: { type: string; label: string }[] } }[];
    };
    const inputs =
      card.actions.find((each) => each.card)?.card?.body.filter((each) => each.type === 'Input.Text') ?? [];
    const fields = Object.fromEntries(inputs.map((each) => [each.label, '<at>everyone</at> service users']));
    assert.ok((await rhys.press('Preview', { fields: { ...fields, 'Who sees this': 'This community' } })).ok);
    await town.until('the preview', (now) => /As others will see it/.test(inTeams(now, rhys.direct)));
    assert.ok((await rhys.press('Post')).ok);
    await town.until('the note', (now) => /Rhys Evans is working out loud/.test(inTeams(now, leads)));
    await town.until('his own card', (now) => /Posted in/.test(inTeams(now, rhys.direct)));
  });

  it('counts taps without names, and takes them back', async () => {
    await town.slack('Leah').press('Useful', network);
    await town.until('the count', (state) => /1 person found this useful/.test(inSlack(state, network)));
    await town.slack('Tom').press('Useful', network);
    const state = await town.until('two', (now) => /2 people found this useful/.test(inSlack(now, network)) && now);
    assert.doesNotMatch(inSlack(state, network), /Leah|Tom/);
    await town.slack('Leah').press('Useful', network);
    await town.until('one again', (now) => /1 person found this useful/.test(inSlack(now, network)));
    assert.ok((await town.teams('Priya').press('Same here', { in: leads })).ok);
    await town.until('the count in Teams', (now) => /1 person says same here/.test(inTeams(now, leads)));
  });

  it('carries a reply into the thread under the note', async () => {
    const leah = town.slack('Leah');
    await leah.press('Reply', network);
    await leah.submit({ 'Your reply': 'Oh, I need this @here' });
    const found = await town.until('the reply', (state) =>
      state.slack.conversations[network]?.messages.find((each) => /I need this/.test(textOf(each))),
    );
    assert.ok(found.thread_ts && found.thread_ts !== found.ts);
    const priya = town.teams('Priya');
    await priya.press('Reply', { in: leads });
    await priya.submit('Send', { 'Your reply': 'Did Tom count the cards?' });
    const reply = await town.until('the reply in Teams', (state) =>
      state.teams.conversations[leads]?.messages.find((each) => /count the cards/.test(textOf(each))),
    );
    assert.ok(reply.root);
  });

  it('follows an edit', async () => {
    const amina = town.slack('Amina');
    await amina.press('Edit');
    const view = await amina.modal();
    const first = view.blocks.find((each: { element?: { type: string } }) => each.element?.type === 'plain_text_input');
    await amina.submit({ [first.label.text]: 'asking us what we think' });
    await amina.submit();
    const state = await town.until('the edit', (now) => /asking us what we think/.test(inSlack(now, network)) && now);
    assert.match(inSlack(state, network), /\(edited\)/);

    const rhys = town.teams('Rhys');
    assert.ok((await rhys.press('Edit')).ok);
    assert.ok((await rhys.press('Preview')).ok);
    assert.ok((await rhys.press('Save')).ok);
    await town.until('the edit in Teams', (now) => /\(edited\)/.test(inTeams(now, leads)));
  });

  it('keeps everything over a restart', async () => {
    await town.restart();
    const state = await town.state();
    assert.match(inSlack(state, network), /asking us what we think/);
    await town.slack('Leah').press('Same here', network);
    await town.until('the tap', (now) => /1 person says same here/.test(inSlack(now, network)));
  });

  it('is withdrawn everywhere, and the old buttons say so', async () => {
    const amina = town.slack('Amina');
    await amina.press('Withdraw');
    assert.match(textOf(await amina.modal()), /What I cannot recall/);
    await amina.submit();
    await town.until('the note to go', (state) => !/asking us what we think/.test(inSlack(state, network)));
    await town.until('her card', (state) => /Withdrawn\./.test(inSlack(state, amina.direct)));

    const rhys = town.teams('Rhys');
    const before = (await town.state()).teams.conversations[leads]?.messages.find((each) =>
      /Rhys Evans is working/.test(textOf(each)),
    );
    assert.ok((await rhys.press('Withdraw')).ok);
    assert.ok((await rhys.press('Back')).ok);
    await town.until('his card again', (state) => /Posted in/.test(inTeams(state, rhys.direct)));
    assert.ok((await rhys.press('Withdraw')).ok);
    assert.ok((await rhys.press('Withdraw')).ok);
    await town.until('the note to go from Teams', (state) => !/Rhys Evans is working/.test(inTeams(state, leads)));
    const stale = (before?.cards?.[0] as { actions: { title: string }[] } | undefined)?.actions.find(
      (each) => each.title === 'Useful',
    );
    // The press was on its way when the note went: Teams names the message it was on, here one that still stands.
    const standing = (await town.state()).teams.conversations[leads]?.messages.find((each) =>
      /Working out loud in/.test(textOf(each)),
    );
    const answer = await town.act({
      platform: 'teams',
      as: town.teams('Priya').id,
      do: 'execute',
      conversation: leads,
      message: standing?.id,
      action: stale,
      inputs: {},
    });
    assert.match(`${answer.tell}`, /withdrawn by its author/);
  });
});

describe('what people can say for themselves', function () {
  this.timeout(60_000);
  let town: Town;

  before(async () => {
    town = await startTown();
    await town.slack('Jo').command('/outloud setup', network);
    await town.slack('Jo').submit();
    await town.until('the announcement', (state) => /Working out loud in/.test(inSlack(state, network)));
  });
  after(() => town.stop());

  it('skipping shames nobody', async () => {
    await town.untilAsked(4);
    const move = await town.moveClock({ to: 'next' });
    assert.ok(move.ok, move.tell);
    const leah = town.slack('Leah');
    await leah.press('Skip');
    await town.until('the answer', (state) =>
      /No problem\. See you at the next one\./.test(inSlack(state, leah.direct)),
    );
  });

  it('another question can be had twice', async () => {
    const jo = town.slack('Jo');
    const question = async () => {
      const state = await town.state();
      return inSlack(state, jo.direct);
    };
    const first = await question();
    await jo.press('Another question');
    const second = await town.until(
      'another',
      (state) => inSlack(state, jo.direct) !== first && inSlack(state, jo.direct),
    );
    await jo.press('Another question');
    await town.until(
      'the last',
      (state) => inSlack(state, jo.direct) !== second && !/Another question/.test(inSlack(state, jo.direct)),
    );
  });

  it('a pause is kept: nothing comes, nothing queues up', async () => {
    const amina = town.slack('Amina');
    await town.until('her first question', (state) => /One small question/.test(inSlack(state, amina.direct)));
    await amina.command('/outloud pause');
    const seen = (state: State) =>
      (state.slack.conversations[amina.direct]?.messages ?? []).filter((each) => !each.only_for).length;
    const before = seen(await town.state());
    for (let weeks = 0; weeks < 2; weeks++) await town.moveClock({ hours: 24 * 7 });
    await town.until('the others’ next question', (state) => {
      const messages = state.slack.conversations[town.slack('Leah').direct]?.messages ?? [];
      return messages.filter((each) => /One small question/.test(textOf(each))).length > 0;
    });
    assert.equal(seen(await town.state()), before);
    await amina.command('/outloud back');
    await town.until('welcome back', (state) =>
      /Welcome back\. Your next question comes on/.test(inSlack(state, amina.direct, amina.id)),
    );
  });

  it('an own message becomes the start of a note, somebody else’s does not', async () => {
    const leah = town.slack('Leah');
    await leah.say('We binned "engagement" on posters.', network);
    const message = await town.until('the message', (state) =>
      state.slack.conversations[network]?.messages.find((each) => /binned/.test(each.text)),
    );
    const shortcut = {
      platform: 'slack',
      do: 'shortcut',
      callback_id: 'turn-into-note',
      channel: network,
      ts: message.ts,
    };
    assert.ok((await town.act({ ...shortcut, as: leah.id })).ok);
    assert.match(JSON.stringify(await leah.modal()), /We binned/);
    await leah.submit();
    await leah.submit();
    await town.until('her draft', (state) => /Kept as a draft/.test(inSlack(state, leah.direct)));
    const tom = town.slack('Tom');
    await town.act({ ...shortcut, as: tom.id });
    await town.until('the refusal', (state) => /Only your own messages/.test(inSlack(state, network, tom.id)));
  });

  it('sees all its notes on the home page', async () => {
    const leah = town.slack('Leah');
    await town.act({ platform: 'slack', as: leah.id, do: 'home' });
    const home = await town.until('the home', (state) => state.slack.homes[leah.id]);
    assert.match(textOf(home), /Your notes.*Draft, only you can see it.*binned/s);
  });

  it('is told what is unknown, in private', async () => {
    const tom = town.slack('Tom');
    await tom.command('/outloud anser', network);
    await town.until('the suggestion', (state) => /Did you mean answer/.test(inSlack(state, network, tom.id)));
    await tom.say('help');
    await town.until('help', (state) => /What I can do/.test(inSlack(state, tom.direct)));
  });
});
