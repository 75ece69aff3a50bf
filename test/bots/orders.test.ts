import assert from 'node:assert/strict';
import { asId } from '../../src/base/ids.ts';
import { createOrders } from '../../src/bots/orders.ts';
import { wordsFor } from '../../src/cards/words.ts';
import type { CommandEvent, MessageEvent } from '../../src/chat/event.ts';
import { type NoteReply, note } from '../../src/chat/reply.ts';
import type { Feature, Handling } from '../../src/features/feature.ts';

const seen: CommandEvent[] = [];

const feature: Feature = {
  name: 'test',
  words: [
    word('outloud', 'answer'),
    { ...word('outloud', 'pause', '[until DATE]'), also: ['hush'] },
    word('pilot', ''),
    word('pilot', 'start'),
  ],
};

function word(command: string, name: string, after?: string) {
  return {
    command,
    word: name,
    ...(after && { arguments: after }),
    help: () => `does ${name}`,
    run: async (event: CommandEvent) => {
      seen.push(event);
      return note(`${command} ${name}`);
    },
  };
}

const orders = createOrders([feature]);
const handling = { words: wordsFor('en') } as Handling;

const message = (text: string): MessageEvent => ({
  kind: 'message',
  id: asId('slack:E1'),
  platform: 'slack',
  workspace: asId('slack:T1'),
  at: new Date(0),
  person: { id: asId('slack:T1:U1'), workspace: asId('slack:T1'), name: 'Amina' },
  answers: { form: false, note: false, replace: false },
  text,
  message: { conversation: asId('slack:T1:D1'), id: asId('1.0') },
});

async function said(text: string): Promise<string> {
  const reply = (await orders.run(orders.fromMessage(message(text)), handling)) as NoteReply;
  return reply.message.text;
}

describe('what people type', () => {
  it('is found with or without slash and command, in any case', async () => {
    for (const text of ['/outloud pause', 'outloud pause', 'pause', '/pause', 'PAUSE', '  pause ']) {
      assert.equal(await said(text), 'outloud pause', text);
    }
    assert.equal(await said('pilot start'), 'pilot start');
  });

  it('is found by another word for the same, which the help does not show', async () => {
    assert.equal(await said('Hush until Friday'), 'outloud pause');
    assert.equal(seen.at(-1)?.words, 'until Friday');
    assert.doesNotMatch(await said('help'), /hush/);
  });

  it('may be a command alone, where the command has something to do then', async () => {
    for (const text of ['/pilot', 'pilot', ' PILOT ']) assert.equal(await said(text), 'pilot ', text);
    assert.match(await said('pilot strat'), /Did you mean start\?/);
    assert.match(await said('pilot x'), /I don't know "x"\. Type help/);
  });

  it('has a help that leads to what is held, where that has an address', async () => {
    const address = 'https://outloud.example.org/trust';
    for (const [trustPage, leads] of [
      [address, true],
      [undefined, false],
    ] as const) {
      const asked = orders.fromMessage(message('help'));
      const reply = await createOrders([feature], trustPage).run(asked, handling);
      assert.equal(JSON.stringify(reply).includes(`"url":"${address}"`), leads);
    }
  });

  it('leads from the own help to the other commands, and from theirs only to themselves', async () => {
    assert.match(
      await said('help'),
      /\/outloud pause \[until DATE\]: does pause; \/pilot: does \. For all of it: \/pilot help;/,
    );
    assert.match(await said('pilot help'), /\/pilot: does ; \/pilot start: does start; \/pilot help/);
    assert.doesNotMatch(await said('pilot help'), /outloud/);
  });

  it('hands on what follows the word as it was written', async () => {
    await said('/outloud pause until 6 June\nthanks');
    assert.equal(seen.at(-1)?.words, 'until 6 June\nthanks');
  });

  it('answers help, and nothing at all, with the list', async () => {
    for (const text of ['help', '/outloud help', '/outloud', '']) {
      assert.match(await said(text), /\/outloud pause \[until DATE\]: does pause/, text);
    }
    assert.match(await said('/pilot help'), /\/pilot start/);
    assert.doesNotMatch(await said('/pilot help'), /\/outloud answer/);
  });

  it('suggests the nearest word to a slip', async () => {
    assert.match(await said('anser'), /Did you mean answer\?/);
    assert.match(await said('pauze until Friday'), /Did you mean pause\?/);
  });

  it('says so kindly where nothing is near, without repeating a page of it', async () => {
    const answer = await said('x'.repeat(5_000));
    assert.ok(answer.length < 200);
    assert.match(answer, /Type help/);
    assert.match(await said('👩‍👩‍👧‍👦'.repeat(50)), /Type help/);
  });
});
