import assert from 'node:assert/strict';
import { asId } from '../../src/base/ids.ts';
import { openRest, readOn } from '../../src/bots/rest.ts';
import { card, line } from '../../src/cards/elements.ts';
import { wordsFor } from '../../src/cards/words.ts';
import type { ActionEvent, FormEvent } from '../../src/chat/event.ts';
import type { MessageRef } from '../../src/chat/ids.ts';
import { note, nothing, type Reply } from '../../src/chat/reply.ts';
import { outbox } from '../../src/delivery/outbox.ts';
import type { Storage } from '../../src/storage/storage.ts';
import { testStorage } from '../support/database.ts';

const words = wordsFor('en');
const now = new Date('2026-11-24T09:00:00Z');
const amina = asId<'person'>('slack:T1:U1');
const channel = asId<'conversation'>('slack:T1:C1');
const gone = note(words('rest.gone'));

const base = {
  id: asId<'event'>('slack:action:1'),
  platform: 'slack' as const,
  workspace: asId<'workspace'>('slack:T1'),
  at: now,
  person: { id: amina, workspace: asId<'workspace'>('slack:T1'), name: 'Amina' },
  answers: { form: true, note: true, replace: true },
  inputs: {},
};

const long = (word: string) => ({
  text: 'A long one',
  card: card(Array.from({ length: 200 }, (_, at) => line(`${word} ${at}`))),
});

describe('the button to the rest of a card', () => {
  let storage: Storage;
  before(async () => {
    storage = await testStorage();
  });
  after(() => storage.stop());

  const stands = (id: string): MessageRef => ({ conversation: channel, id: asId(id) });

  async function posted(message: Parameters<typeof outbox.post>[1]['message'], ref: MessageRef | null) {
    const id = await storage.transaction((trx) =>
      outbox.post(trx, { to: { conversation: channel }, message, priority: 'post' }, now),
    );
    await storage.db
      .updateTable('delivery')
      .set({ message_ref: ref && JSON.stringify(ref) })
      .where('id', '=', id)
      .execute();
    return id;
  }

  function press(values: Record<string, string>, message?: MessageRef): Promise<Reply> {
    const event: ActionEvent = { ...base, kind: 'action', action: 'core.rest', values, ...(message && { message }) };
    return storage.transaction((trx) => openRest(event, { trx, now, words }, async () => nothing));
  }

  function next(state: string, person = amina): Promise<Reply> {
    const event: FormEvent = {
      ...base,
      kind: 'form',
      form: 'core.rest',
      state,
      button: 'submit',
      person: { ...base.person, id: person },
    };
    return storage.transaction((trx) => readOn(event, { trx, now, words }, async () => nothing));
  }

  function formOf(reply: Reply) {
    assert.equal(reply.kind, 'form');
    assert.ok(reply.kind === 'form');
    return reply.form;
  }

  it('shows a message from the outbox page by page, to whoever sees it', async () => {
    const id = await posted(long('line'), stands('1.1'));
    const first = formOf(await press({ whole: `delivery:${id}`, from: '/body/47' }, stands('1.1')));
    assert.equal(first.title, 'The rest');
    assert.match(JSON.stringify(first.body[0]), /line 47"/);
    assert.equal(first.submit, 'Show more');
    const second = formOf(await next(first.state));
    assert.match(JSON.stringify(second.body[0]), /line 117"/);
    const third = formOf(await next(second.state));
    assert.match(JSON.stringify(third.body.at(-1)), /line 199"/);
    assert.equal(third.submit, undefined);
  });

  it('shows what the message says now', async () => {
    const id = await posted(long('old'), stands('1.2'));
    await storage.transaction((trx) => outbox.update(trx, id, long('new')));
    const form = formOf(await press({ whole: `delivery:${id}`, from: '/body/47' }, stands('1.2')));
    assert.match(JSON.stringify(form.body[0]), /new 47"/);
  });

  it('shows nothing of a message that stands elsewhere, was taken away, or never was', async () => {
    const id = await posted(long('secret'), stands('1.3'));
    const elsewhere: MessageRef = { conversation: asId('slack:T1:C2'), id: asId('1.3') };
    const taken = await posted(long('taken'), stands('1.4'));
    await storage.transaction((trx) => outbox.remove(trx, taken, 'Taken back.'));
    const unsent = await posted(long('unsent'), null);
    const tries: [Record<string, string>, MessageRef?][] = [
      [{ whole: `delivery:${id}`, from: '' }, stands('1.1')],
      [{ whole: `delivery:${id}`, from: '' }, elsewhere],
      [{ whole: `delivery:${id}`, from: '' }],
      [{ whole: `delivery:${taken}`, from: '' }, stands('1.4')],
      [{ whole: `delivery:${unsent}`, from: '' }],
      [{ whole: 'delivery:0', from: '' }, stands('1.3')],
      [{ whole: 'delivery:00000000-0000-0000-0000-000000000000', from: '' }, stands('1.3')],
      [{ whole: "delivery:'; drop table delivery", from: '' }, stands('1.3')],
      [{ whole: 'reply:slack:never', from: '' }],
      [{ whole: 'reply:', from: '' }],
      [{ whole: 'elsewhere', from: '' }],
      [{}],
    ];
    for (const [values, message] of tries) assert.deepEqual(await press(values, message), gone, JSON.stringify(values));
  });

  it('gives the next page to whoever opened the first', async () => {
    const id = await posted(long('mine'), stands('1.5'));
    const { state } = formOf(await press({ whole: `delivery:${id}`, from: '/body/9' }, stands('1.5')));
    assert.deepEqual(await next(state, asId('slack:T1:U2')), gone);
    assert.deepEqual(await next(''), gone);
    assert.deepEqual(await next('\n\n'), gone);
  });

  it('believes no values that a person could have made up: in Teams they come from the client', async () => {
    const id = await posted(long('secret'), stands('1.6'));
    const answered = asId<'event'>('teams:tenant:e:1700000000000');
    await storage.db
      .insertInto('inbox_reply')
      .values({ event_id: answered, kept_at: now, reply: JSON.stringify(note(long('secret'))) })
      .execute();
    const forged = { ...base, platform: 'teams' as const };
    for (const whole of [`delivery:${id}`, `reply:${answered}`]) {
      const action: ActionEvent = {
        ...forged,
        kind: 'action',
        action: 'core.rest',
        values: { whole, from: '' },
        message: stands('1.6'),
      };
      const sent: FormEvent = {
        ...forged,
        kind: 'form',
        form: 'core.rest',
        state: [whole, '', amina].join('\n'),
        button: 'submit',
      };
      const replies = await storage.transaction(async (trx) => [
        await openRest(action, { trx, now, words }, async () => nothing),
        await readOn(sent, { trx, now, words }, async () => nothing),
      ]);
      assert.deepEqual(replies, [gone, gone], whole);
    }
  });

  it('shows an answer as long as it is remembered', async () => {
    const answered = asId<'event'>('slack:command:123.456.abc:def');
    await storage.db
      .insertInto('inbox_reply')
      .values({ event_id: answered, kept_at: now, reply: JSON.stringify(note(long('answer'))) })
      .execute();
    const form = formOf(await press({ whole: `reply:${answered}`, from: '/body/60' }));
    assert.match(JSON.stringify(form.body[0]), /answer 60"/);
    await storage.db.deleteFrom('inbox_reply').where('event_id', '=', answered).execute();
    assert.deepEqual(await press({ whole: `reply:${answered}`, from: '/body/60' }), gone);
  });
});
