import assert from 'node:assert/strict';
import pg from 'pg';
import { slackChannels, slackWorkspace } from '../../src/playground/org.ts';
import { startTown, type Town, textOf } from '../support/town.ts';

const network = slackChannels[0]?.id ?? '';

/** Somebody who has written a lot reads all of it, in Slack, whose messages and pages end long before it does. */
describe('cards longer than Slack shows', function () {
  this.timeout(60_000);
  let town: Town;

  before(async () => {
    town = await startTown();
    const { id } = town.slack('Amina');
    await town.slack('Amina').command('/outloud help');
    await town.untilKnown('Amina Rahman');
    await withDatabase(async (client) => {
      for (let at = 0; at < 15; at++) {
        const fields = [
          {
            label: 'What happened?',
            value: `Note ${at} begins. ${'It goes on for a while. '.repeat(60)}Note ${at} ends.`,
          },
        ];
        await client.query(
          `insert into update (id, person_id, question, fields, state, created_at)
           values (gen_random_uuid(), $1, 'What did you try?', $2, 'draft', now() - $3 * interval '1 minute')`,
          [`slack:${slackWorkspace.id}:${id}`, JSON.stringify(fields), at],
        );
      }
    });
  });
  after(() => town.stop());

  async function withDatabase(work: (client: pg.Client) => Promise<void>): Promise<void> {
    const client = new pg.Client({ connectionString: town.databaseUrl });
    await client.connect();
    try {
      await work(client);
    } finally {
      await client.end();
    }
  }

  /** Through to the last page of the open form. */
  async function readToTheEnd(person: string): Promise<string> {
    const reader = town.slack(person);
    let read = '';
    for (let pages = 0; pages < 9; pages++) {
      const view = await reader.modal();
      assert.equal(view.title.text, 'The rest');
      const page = textOf(view.blocks);
      read += page;
      if (view.submit === null) break;
      assert.equal(view.submit.text, 'Show more');
      await reader.submit();
      await town.until('the next page', (state) => textOf(state.slack.modals[reader.id]?.at(-1)?.blocks) !== page);
    }
    await reader.close();
    return read;
  }

  it('an answer leads to its rest', async () => {
    const amina = town.slack('Amina');
    await amina.command('/outloud notes');
    const shown = await town.until('the notes', (state) =>
      state.slack.conversations[amina.direct]?.messages.find((each) => /Note 0 begins/.test(textOf(each.blocks))),
    );
    assert.doesNotMatch(textOf(shown.blocks), /Note 14 ends/);
    assert.match(textOf(shown.blocks), /longer than Slack shows/);
    await amina.press('Show the rest');
    const read = textOf(shown.blocks) + (await readToTheEnd('Amina'));
    for (let at = 0; at < 15; at++) assert.match(read, new RegExp(`Note ${at} begins.*Note ${at} ends`, 's'));
  });

  it('what is done to a note in the rest is done', async () => {
    const amina = town.slack('Amina');
    await amina.press('Show the rest');
    const view = await amina.modal();
    const button = view.blocks
      .flatMap((block: { block_id: string; elements?: object[] }) =>
        (block.elements ?? []).map((element) => ({ ...element, block_id: block.block_id })),
      )
      .find((element: { text?: { text: string } }) => element.text?.text === 'Delete');
    const answer = await town.act({
      platform: 'slack',
      as: amina.id,
      do: 'press-view',
      view_id: view.id,
      action_id: button.action_id,
      block_id: button.block_id,
    });
    assert.ok(answer.ok, answer.tell);
    const asked = await town.until('the question', (state) => {
      const top = state.slack.modals[amina.id]?.at(-1);
      return /Delete/.test(textOf(top?.title)) && top;
    });
    assert.ok(asked);
    await amina.close();
  });

  it('a page of one’s own leads to its rest', async () => {
    const amina = town.slack('Amina');
    await withDatabase(async (client) => {
      // So many lines that a page of a hundred blocks is too short, too.
      const fields = [
        { label: 'List', value: Array.from({ length: 200 }, (_, at) => `item ${at} ${'x'.repeat(900)}`).join('\n') },
      ];
      await client.query('update update set fields = $1', [JSON.stringify(fields)]);
    });
    await town.act({ platform: 'slack', as: amina.id, do: 'home' });
    const home = await town.until(
      'the page',
      (state) => /item 0/.test(textOf(state.slack.homes[amina.id]?.blocks)) && state.slack.homes[amina.id],
    );
    const button = home.blocks
      .flatMap((block) =>
        ((block.elements ?? []) as { text?: { text: string }; action_id: string }[]).map((element) => ({
          element,
          block,
        })),
      )
      .find(({ element }) => element.text?.text === 'Show the rest');
    assert.ok(button, 'there is a way to the rest');
    const answer = await town.act({
      platform: 'slack',
      as: amina.id,
      do: 'press-view',
      view_id: String((home as { id?: string }).id),
      action_id: button.element.action_id,
      block_id: button.block.block_id,
    });
    assert.ok(answer.ok, answer.tell);
    const view = await amina.modal();
    assert.match(textOf(view.blocks), /item 1\d\d/);
    await amina.close();
  });

  it('a message in a channel leads to its rest, for everyone who reads it', async () => {
    const body = Array.from({ length: 120 }, (_, at) => ({
      type: 'TextBlock',
      text: `**Point ${at}** ${'of the report '.repeat(8)}`,
      separator: true,
    }));
    const message = { text: 'A long report', card: { type: 'AdaptiveCard', version: '1.5', body } };
    await withDatabase(async (client) => {
      await client.query(
        `insert into delivery (id, workspace_id, lane, priority, unprompted, state, message, not_before, created_at)
         values (gen_random_uuid(), $1, $1 || ':' || $2, 20, false, 'pending', $3, now() - interval '1 minute', now())`,
        [`slack:${slackWorkspace.id}`, network, JSON.stringify(message)],
      );
    });
    await town.until('the report', (state) => /Point 0/.test(textOf(state.slack.conversations[network]?.messages)));
    await town.slack('Leah').press('Show the rest', network);
    assert.match(await readToTheEnd('Leah'), /Point 119/);
  });

  it('says kindly that an answer is no longer kept', async () => {
    await town.moveClock({ hours: 2 });
    const amina = town.slack('Amina');
    await amina.press('Show the rest');
    await town.until('the words', (state) =>
      /no longer kept/.test(textOf(state.slack.conversations[amina.direct]?.messages)),
    );
  });
});
