import assert from 'node:assert/strict';
import pg from 'pg';
import { digitalLeads, slackChannels } from '../../src/playground/org.ts';
import type { State } from '../../src/playground/state.ts';
import { inSlack, inTeams, startTown, type Town, textOf } from '../support/town.ts';

const network = slackChannels[0]?.id ?? '';
const comms = slackChannels[1]?.id ?? '';
const leads = digitalLeads.id;

describe('two organisations link, and cut the link', function () {
  this.timeout(60_000);
  let town: Town;
  let code = '';

  before(async () => {
    town = await startTown();
    await town.until('the greeting in Slack', (state) => /I'm Outloud/.test(inSlack(state, network)));
    await town.until('the first administrator in Teams is told', (state) =>
      /you are my administrator/.test(inTeams(state, town.teams('Sam').direct)),
    );
    await town.untilKnown('Jo Bevan');
  });
  after(() => town.stop());

  const inDirect = (state: State, name: string) => {
    const person = town.slack(name);
    return inSlack(state, person.direct, person.id);
  };

  it('lets nobody but administrators ask for a code, on both sides', async () => {
    await town.slack('Amina').command('/outloud link');
    await town.until('no', (state) => /Only an administrator can do this/.test(inDirect(state, 'Amina')));
    const rhys = town.teams('Rhys');
    await rhys.say('links');
    await town.until('no', (state) => /Only an administrator can do this/.test(inTeams(state, rhys.direct)));
    await town.slack('Kit').command('/outloud roles');
    await town.until('a guest', (state) => /As a guest you have no role/.test(inDirect(state, 'Kit')));
  });

  it('gives an administrator a code, which works once and is not kept in words', async () => {
    const jo = town.slack('Jo');
    await jo.command('/outloud link');
    await jo.submit({ 'What the other side': 'Tarren Vale Council' });
    code = await town.until(
      'the code',
      (state) => /[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}/.exec(inDirect(state, 'Jo'))?.[0],
    );
    const client = new pg.Client({ connectionString: town.databaseUrl });
    await client.connect();
    const { rows } = await client.query('select count(*)::int as n from link_request r where r::text like $1', [
      `%${code}%`,
    ]);
    await client.end();
    assert.equal(rows[0].n, 0);
    await jo.command(`/outloud link ${code}`);
    await town.until('not for herself', (state) => /That code comes from here/.test(inDirect(state, 'Jo')));
  });

  it('shows each the other’s name before there is a link', async () => {
    const sam = town.teams('Sam');
    await sam.say(`link ${code.toLowerCase().replaceAll('-', ' ')}`);
    await town.until('who gave it out', (state) =>
      /Jo Bevan of Tarren Vale Council gave out this code/.test(inTeams(state, sam.direct)),
    );
    const asked = await sam.press('Ask for the link', { fields: { 'What the other side': 'Tarren Housing' } });
    assert.ok(asked.ok, asked.tell);
    await town.until('who asks', (state) =>
      /Sam Okafor of Tarren Housing has entered your code/.test(inDirect(state, 'Jo')),
    );
    await sam.say('links');
    await town.until('nothing yet', (state) => /You are linked with nobody/.test(inTeams(state, sam.direct)));
    await town.slack('Jo').press('Make the link');
    await town.until('the link', (state) => /You are linked with Tarren Housing now/.test(inDirect(state, 'Jo')));
    await town.until('told there', (state) =>
      /You are linked with Tarren Vale Council now/.test(inTeams(state, sam.direct)),
    );
  });

  it('takes no code twice, and few guesses', async () => {
    const sam = town.teams('Sam');
    await sam.say(`link ${code}`);
    await town.until('used', (state) => /That code does not work/.test(inTeams(state, sam.direct)));
    for (const guess of ['A', 'B', 'C', 'D', 'E']) await sam.say(`link ${guess}`);
    await town.until('enough', (state) => /too many wrong codes/.test(inTeams(state, sam.direct)));
  });

  it('is cut by either side at once, after a question, and the other is told', async () => {
    const sam = town.teams('Sam');
    await sam.say('links');
    await town.until('the list', (state) => /Tarren Vale Council \(Slack\), since/.test(inTeams(state, sam.direct)));
    assert.ok((await sam.press('Cut the link')).ok);
    assert.match(textOf(await sam.dialog()), /nothing travels between you and Tarren Vale Council/);
    await sam.submit('Cut the link');
    await town.until('told there', (state) =>
      /Sam Okafor of Tarren Housing has cut the link/.test(inDirect(state, 'Jo')),
    );
    await town.slack('Jo').command('/outloud links');
    await town.until('none', (state) => /You are linked with nobody/.test(inDirect(state, 'Jo')));
  });

  it('names facilitators, who may then change a channel that somebody else set up', async () => {
    const [amina, leah, jo] = [town.slack('Amina'), town.slack('Leah'), town.slack('Jo')];
    await amina.command('/outloud setup', network);
    await amina.submit();
    await town.until('set up', (state) => /Amina Rahman/.test(inSlack(state, network)));
    await leah.command('/outloud setup', network);
    await town.until('not hers', (state) => /Amina Rahman/.test(inSlack(state, network, leah.id)));
    assert.equal((await town.state()).slack.modals[leah.id], undefined);
    await jo.command('/outloud roles');
    await jo.press('Give or take a role');
    await jo.submit({ 'Whose role': 'leah morgan', 'Which role': 'Facilitator' });
    await town.until('told', (state) => /Jo Bevan gave you a role: Facilitator/.test(inDirect(state, 'Leah')));
    await leah.command('/outloud setup', network);
    assert.ok(await leah.modal());
    await leah.close();
  });

  it('keeps who changed what, for administrators', async () => {
    const jo = town.slack('Jo');
    await jo.command('/outloud audit');
    const log = await town.until('the log', (state) => {
      const text = inDirect(state, 'Jo');
      return /What was changed/.test(text) && text;
    });
    for (const line of [
      /Jo Bevan asked for a code/,
      /Jo Bevan agreed to the link with Tarren Housing/,
      /Sam Okafor cut the link with Tarren Housing/,
      /Amina Rahman set up prompts in #digital-network/,
      /Jo Bevan gave Leah Morgan a role: Facilitator/,
    ]) {
      assert.match(log, line);
    }
    await town.slack('Leah').command('/outloud audit');
    await town.until('not hers', (state) => /Only an administrator can see this/.test(inDirect(state, 'Leah')));
  });

  it('follows what becomes of channels, on both platforms', async () => {
    const client = new pg.Client({ connectionString: town.databaseUrl });
    await client.connect();
    const place = async (id: string) => {
      const { rows } = await client.query(
        `select access, was_private, archived, other_organisations,
          (select count(*)::int from conversation_member m join person p on p.id = m.person_id
            where m.conversation_id = c.id and p.external) as guests
          from conversation c where id like $1`,
        [`%${id}`],
      );
      return rows[0];
    };
    const change = async (platform: 'slack' | 'teams', what: object) => {
      const person = platform === 'slack' ? town.slack('Jo') : town.teams('Sam');
      const answer = await town.act({ platform, as: person.id, do: 'change-channel', ...what });
      assert.ok(answer.ok, answer.tell);
    };
    const becomes = async (id: string, wanted: object) => {
      let found = await place(id);
      for (let tries = 0; tries < 200 && !matches(found, wanted); tries++) {
        await new Promise((resolve) => setTimeout(resolve, 50));
        found = await place(id);
      }
      assert.ok(matches(found, wanted), `${id}: ${JSON.stringify(found)} is not ${JSON.stringify(wanted)}`);
    };
    try {
      await becomes(comms, { access: 'open', was_private: false, guests: 0 });
      await change('slack', { channel: comms, change: 'make-private' });
      await becomes(comms, { access: 'private', was_private: true });
      await change('slack', { channel: comms, change: 'make-open' });
      await becomes(comms, { access: 'open', was_private: true });
      await change('slack', { channel: comms, change: 'share' });
      await becomes(comms, { other_organisations: true });
      await change('slack', { channel: comms, change: 'unshare' });
      await becomes(comms, { other_organisations: false });
      await change('slack', { channel: comms, change: 'add', who: town.slack('Kit').id });
      await becomes(comms, { guests: 1 });
      await change('slack', { channel: comms, change: 'archive' });
      await becomes(comms, { archived: true });
      await change('teams', { channel: leads, change: 'share' });
      await becomes(leads, { access: 'private', other_organisations: true });
      await change('teams', { channel: leads, change: 'add', who: town.teams('Ceri').id });
      await becomes(leads, { guests: 2 });
      await change('teams', { channel: leads, change: 'archive' });
      await becomes(leads, { archived: true });
    } finally {
      await client.end();
    }
  });
});

function matches(found: Record<string, unknown>, wanted: object): boolean {
  return Object.entries(wanted).every(([key, value]) => found?.[key] === value);
}
