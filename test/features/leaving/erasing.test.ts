import assert from 'node:assert/strict';
import { createMovableClock } from '../../../src/base/clock.ts';
import { asId } from '../../../src/base/ids.ts';
import { wordsFor } from '../../../src/cards/words.ts';
import type { CommandEvent } from '../../../src/chat/event.ts';
import type { ConversationId, PersonId } from '../../../src/chat/ids.ts';
import { PlatformError } from '../../../src/chat/platform.ts';
import { rememberDirect } from '../../../src/delivery/queue.ts';
import type { Handling } from '../../../src/features/feature.ts';
import { beginErasing, goOnWithAll } from '../../../src/features/leaving/erasing.ts';
import { askToErase } from '../../../src/features/leaving/my-data.ts';
import { changesIn } from '../../../src/people/audit.ts';
import { isLeftInPeace, welcomeBack } from '../../../src/people/leaving.ts';
import { giveRole } from '../../../src/people/roles.ts';
import { testStorage } from '../../support/database.ts';
import { amina, aminaName, aminaOnTeams, type Leavers, leah, openLeavers, rhys } from '../../support/leavers.ts';
import { tracesOf } from '../../support/traces.ts';

const begin = new Date('2027-01-12T10:00:00Z');
const command = (person: PersonId) => ({ person: { id: person } }) as CommandEvent;
const traces = [amina, aminaOnTeams, aminaName, 'Amina', 'very own', 'amina'];

describe('erasing a person', function () {
  this.timeout(60_000);
  let town: Leavers;
  const clock = createMovableClock();

  beforeEach(async () => {
    clock.moveTo(begin);
    town = await openLeavers({ storage: await testStorage({ clock }), clock });
  });
  afterEach(() => town.stop());

  /** As the jobs and the outbox do it, minute by minute. */
  async function live(minutes = 3): Promise<void> {
    for (let minute = 0; minute < minutes; minute++) {
      await town.goOnWithAll();
      await town.deliver();
      clock.moveTo(new Date(clock.now().getTime() + 60_000));
    }
  }

  async function states(): Promise<string[]> {
    const rows = await town.storage.db.selectFrom('erasure').select('state').execute();
    return rows.map(({ state }) => state);
  }

  it('takes notes, highlights, tests and what is queued from both platforms, and leaves what others wrote', async () => {
    await town.write(12);
    await town.travel(10);
    await town.test(4);
    await town.queue(3);
    assert.equal((await town.leave()).length, 2, 'both of her accounts');
    await live();
    assert.deepEqual(await states(), ['done', 'done']);
    assert.deepEqual(await tracesOf(town.storage.db, traces), []);
    const standing = town.standing();
    assert.deepEqual(
      standing.filter((text) => traces.some((trace) => text.includes(trace))),
      [],
    );
    assert.equal(standing.filter((text) => /We try it too/.test(text)).length, 2);
    assert.equal(standing.filter((text) => /Receipt: everything/.test(text)).length, 2);
  });

  it('leaves shared results without a name, where the person chose so', async () => {
    await town.test(2);
    await town.leave({ keepResults: true });
    await live();
    const standing = town.standing().filter((text) => /very own idea/.test(text));
    assert.equal(standing.length, 2);
    for (const text of standing) assert.match(text, /a former colleague/);
    assert.deepEqual(await tracesOf(town.storage.db, [amina, aminaOnTeams, 'Amina', 'very own answer']), []);
    const cards = town.slack.posts.filter(({ gone, message }) => !gone && /very own idea/.test(message.text));
    assert.doesNotMatch(JSON.stringify(cards), /pilots\.ask/, 'nobody is there to be asked');
  });

  it('goes on where it was, whenever it is killed', async () => {
    await town.write(60);
    await town.travel(20);
    const [id] = await town.leave();
    assert.ok(id);
    const { transaction } = town.deps;
    let steps = 0;
    let kills = 0;
    const dying = {
      ...town.deps,
      transaction: ((work) =>
        transaction(async (trx) => {
          const result = await work(trx);
          steps++;
          // Every second step dies as it is about to be kept.
          if (steps % 2 === 0) {
            kills++;
            throw new Error('killed');
          }
          return result;
        })) as typeof transaction,
    };
    for (let tries = 0; tries < 200; tries++) {
      try {
        await goOnWithAll(dying, clock.now());
        break;
      } catch {
        await town.deliver();
      }
    }
    assert.ok(kills > 20, `${kills}`);
    await live();
    assert.deepEqual(await states(), ['done', 'done']);
    assert.deepEqual(await tracesOf(town.storage.db, traces), []);
  });

  it('says in the receipt what a platform refused to take away, and why', async () => {
    await town.write(2);
    const { slack } = town;
    const remove = slack.remove.bind(slack);
    slack.remove = async (ref, instead) => {
      if (ref.conversation.endsWith(':C0')) {
        throw new PlatformError('forbidden', 'not_in_channel', { obstacle: 'not_a_member' });
      }
      await remove(ref, instead);
    };
    await town.leave();
    await live();
    const receipts = town.standing().filter((text) => /Receipt: everything/.test(text));
    assert.equal(receipts.filter((text) => /One message: /.test(text)).length, 1);
    assert.deepEqual(await tracesOf(town.storage.db, traces), []);
  });

  it('is not refused to who alone looks after it: who does so then is said before, in the receipts and in the log', async () => {
    const { db } = town.storage;
    await town.storage.transaction(async (trx) => {
      for (const role of ['administrator', 'facilitator'] as const) {
        await giveRole(trx, { workspace: asId('slack:T1'), person: amina, role }, { by: null, now: begin });
      }
      for (const person of [aminaOnTeams, rhys]) {
        const what = { workspace: asId<'workspace'>('teams:t2'), person, role: 'administrator' } as const;
        await giveRole(trx, what, { by: null, now: begin });
      }
    });
    const before = await town.storage.transaction((trx) =>
      askToErase(town.deps, command(amina), { trx, words: wordsFor('en'), now: begin } as Handling),
    );
    const form = JSON.stringify(before);
    assert.match(form, /Nobody else is an administrator here on Slack\. Whoever runs the Slack workspace becomes one/);
    assert.match(form, /Nobody else is a facilitator here on Slack\. Administrators do that too/);
    assert.doesNotMatch(form, /on Microsoft Teams\. Whoever/, 'Rhys is one there');
    await town.leave();
    await live();
    assert.deepEqual(await states(), ['done', 'done']);
    const receipts = town.standing().filter((text) => /Receipt: everything/.test(text));
    assert.equal(receipts.length, 2);
    assert.equal(receipts.filter((text) => /Nobody is an administrator here on Slack now/.test(text)).length, 1);
    const noted = await changesIn(db, asId('slack:T1'), 10);
    assert.deepEqual(
      noted.filter(({ what }) => what === 'role-vacant').map(({ detail, by, person }) => [detail, by, person]),
      [
        ['facilitator', null, null],
        ['administrator', null, null],
      ],
    );
    assert.deepEqual(await tracesOf(db, traces), []);
  });

  it('says in the receipt only what nobody has taken up meanwhile', async () => {
    const role = { workspace: asId<'workspace'>('slack:T1'), role: 'administrator' } as const;
    await town.storage.transaction((trx) => giveRole(trx, { ...role, person: amina }, { by: null, now: begin }));
    await town.leave();
    await town.storage.transaction((trx) => giveRole(trx, { ...role, person: leah }, { by: null, now: begin }));
    await live();
    const receipts = town.standing().filter((text) => /Receipt: everything/.test(text));
    assert.equal(receipts.length, 2);
    assert.deepEqual(
      receipts.filter((text) => /Nobody is/.test(text)),
      [],
    );
  });

  it('leaves their private chat open where they are back in it, or leave once more, before it is over', async () => {
    const { db } = town.storage;
    await town.write(2);
    await town.leave();
    await town.goOnWithAll();
    const { direct_id: direct } = await db
      .selectFrom('erasure')
      .select('direct_id')
      .where('direct_id', 'like', 'teams:%' as ConversationId)
      .executeTakeFirstOrThrow();
    assert.ok(direct);
    await db
      .insertInto('teams_reference')
      .values({ conversation_id: direct, reference: '{}', updated_at: begin })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    const isKnown = async () =>
      (await db.selectFrom('teams_reference').select('updated_at').where('conversation_id', '=', direct).execute())
        .length === 1;
    await town.storage.transaction((trx) => rememberDirect(trx, aminaOnTeams, direct));
    await live();
    assert.deepEqual(await states(), ['done', 'done']);
    assert.equal(await isKnown(), true);
    const again = { person: aminaOnTeams, direct, keepResults: false };
    await town.storage.transaction((trx) =>
      beginErasing({ putAside: async () => undefined }, again, { trx, now: clock.now() }),
    );
    await live();
    assert.equal(await isKnown(), false);
  });

  it('is not asked again by itself, and is once they join in again', async () => {
    await town.leave();
    await live();
    assert.equal(await isLeftInPeace(town.storage.db, amina), true);
    assert.equal(await isLeftInPeace(town.storage.db, leah), false);
    await town.storage.transaction((trx) => welcomeBack(trx, amina));
    assert.equal(await isLeftInPeace(town.storage.db, amina), false);
  });
});
