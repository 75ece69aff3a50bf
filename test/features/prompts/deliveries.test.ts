import assert from 'node:assert/strict';
import { asId, newId } from '../../../src/base/ids.ts';
import { wordsFor } from '../../../src/cards/words.ts';
import type { ActionEvent, CommandEvent } from '../../../src/chat/event.ts';
import type { ConversationId, PersonId } from '../../../src/chat/ids.ts';
import type { Message } from '../../../src/chat/message.ts';
import type { Reply } from '../../../src/chat/reply.ts';
import { outbox } from '../../../src/delivery/outbox.ts';
import { showDeliveries, tryAgain } from '../../../src/features/prompts/deliveries.ts';
import type { Storage } from '../../../src/storage/storage.ts';
import type { DeliveryId } from '../../../src/storage/tables/delivery.ts';
import { testStorage } from '../../support/database.ts';

const jo: PersonId = asId('slack:T1:UJO');
const amina: PersonId = asId('slack:T1:UAMINA');
const channel: ConversationId = asId('slack:T1:C1');
const foreign: ConversationId = asId('slack:T1:C2');
const now = new Date('2026-11-25T14:00:00Z');
const words = wordsFor('en');

describe('the delivery report', () => {
  let storage: Storage;
  before(async () => {
    storage = await testStorage();
    for (const [id, name] of [
      [jo, 'Jo'],
      [amina, 'Amina Khan'],
    ] as const) {
      const person = { id, workspace_id: asId<'workspace'>('slack:T1'), name, external: false };
      await storage.db.insertInto('person').values(person).execute();
    }
    await addCommunity(channel, jo, '#digital');
    await addCommunity(foreign, amina, '#other');
  });
  after(() => storage.stop());
  beforeEach(() => storage.db.deleteFrom('delivery').execute());

  async function addCommunity(conversation: ConversationId, by: PersonId, name: string): Promise<void> {
    const times = { created_at: now, starts_at: now, stopped_at: null };
    const rhythm = { weekdays: [3], time_of_day: '14:00', every_weeks: 1, themes: [] };
    await storage.db
      .insertInto('community')
      .values({
        id: newId(),
        conversation_id: conversation,
        workspace_id: asId('slack:T1'),
        name,
        kind: 'community',
        asked: 'members',
        created_by: by,
        ...rhythm,
        ...times,
      })
      .execute();
  }

  async function dead(reason: string, change: object = {}, at = now): Promise<DeliveryId> {
    const to = { person: amina };
    const wanted = { to, message: { text: 'a secret' }, priority: 'prompt', onBehalfOf: channel, ...change } as const;
    const id = await storage.transaction((trx) => outbox.post(trx, wanted, at));
    await storage.db
      .updateTable('delivery')
      .set({ state: 'dead', reason, settled_at: at })
      .where('id', '=', id)
      .execute();
    return id;
  }

  async function report(person: PersonId): Promise<Message> {
    const event = { person: { id: person } } as CommandEvent;
    return messageOf(await storage.transaction((trx) => showDeliveries(event, { trx, now, words })));
  }

  async function retry(person: PersonId, values: Record<string, string>): Promise<string> {
    const event = { person: { id: person }, values } as unknown as ActionEvent;
    return messageOf(await storage.transaction((trx) => tryAgain(event, { trx, now, words }))).text;
  }

  function messageOf(reply: Reply): Message {
    assert.equal(reply.kind, 'note');
    return reply.kind === 'note' ? reply.message : { text: '' };
  }

  it('says who was not reached, why, and what to do, and nothing of what was written', async () => {
    await dead('blocked');
    await dead('archived', { to: { conversation: channel } });
    const { text, card } = await report(jo);
    assert.match(text, /#digital: not reached were Amina Khan\./);
    assert.match(text, /#digital: 1 message did not arrive\./);
    assert.match(JSON.stringify(card), /They have blocked or removed the app\./);
    assert.doesNotMatch(JSON.stringify([text, card]), /a secret/);
  });

  it('is of the channels that a person has set up, and of the last two weeks', async () => {
    await dead('blocked', { onBehalfOf: foreign });
    await dead('blocked', {}, new Date(now.getTime() - 15 * 86_400_000));
    assert.match((await report(jo)).text, /Everything arrived/);
    assert.match((await report(amina)).text, /#other/);
    assert.match((await report(asId('slack:T1:UELSE'))).text, /You have set up no channel/);
  });

  it('shows a reason of an earlier version as a refusal', async () => {
    await dead('The channel, person or message is no longer there.');
    assert.match((await report(jo)).text, /Try again\. If it fails once more/);
  });

  it('tries one group again, for the one who set the channel up only', async () => {
    const id = await dead('unreachable');
    const other = await dead('blocked');
    const values = { conversation: channel, reason: 'unreachable' };
    assert.match(await retry(amina, values), /Only the person who set up/);
    assert.match(await retry(jo, values), /Trying 1 message again/);
    const rows = await storage.db.selectFrom('delivery').select(['id', 'state', 'reason']).execute();
    assert.deepEqual(
      rows.find((row) => row.id === id),
      { id, state: 'pending', reason: null },
    );
    assert.equal(rows.find((row) => row.id === other)?.state, 'dead');
    assert.match(await retry(jo, values), /nothing left to try/);
  });
});
