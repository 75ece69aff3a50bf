import assert from 'node:assert/strict';
import { asId } from '../../../src/base/ids.ts';
import {
  claimCode,
  enterRequest,
  forgetRequest,
  keepCode,
  lockRequest,
  sweepRequests,
} from '../../../src/features/connecting/store.ts';
import { hasGuessedTooOften, hashOf, keepGuess, makeCode, sweepGuesses } from '../../../src/people/one-time-codes.ts';
import type { Storage } from '../../../src/storage/storage.ts';
import { testStorage } from '../../support/database.ts';

const now = new Date('2026-11-25T10:00:00Z');
const minutes = (count: number) => new Date(now.getTime() + count * 60_000);
const council = asId<'workspace'>('slack:T1');
const housing = asId<'workspace'>('teams:t2');
const others = asId<'workspace'>('teams:t3');
const side = { workspace: council, name: 'Council', by: asId<'person'>('slack:T1:Jo') };
const otherSide = { workspace: housing, name: 'Housing', by: asId<'person'>('teams:t2:p:sam') };

describe('codes for links', () => {
  let storage: Storage;

  before(async () => {
    storage = await testStorage();
  });
  after(() => storage.stop());
  beforeEach(async () => {
    await storage.db.deleteFrom('link_request').execute();
    await storage.db.deleteFrom('code_guess').execute();
  });

  const give = (code: string, at = now) => storage.transaction((trx) => keepCode(trx, side, { code, now: at }));
  const claim = (code: string, workspace = housing, at = now) =>
    storage.transaction((trx) => claimCode(trx, code, { workspace, now: at }));

  it('can be read aloud, and are never the same', () => {
    const codes = Array.from({ length: 1_000 }, makeCode);
    assert.equal(new Set(codes).size, codes.length);
    for (const code of codes) assert.match(code, /^[2-9A-HJKMNP-TV-Z]{4}(?:-[2-9A-HJKMNP-TV-Z]{4}){2}$/);
  });

  it('are the same however they are typed', () => {
    assert.deepEqual(hashOf('7kqp 3mwx9trd'), hashOf('7KQP-3MWX-9TRD'));
    assert.notDeepEqual(hashOf('7KQP-3MWX-9TRE'), hashOf('7KQP-3MWX-9TRD'));
  });

  it('belong to the first workspace that enters them, never to the one that gave them out', async () => {
    await give('AAAA');
    assert.equal(await claim('AAAA', council), undefined);
    const [one, other] = await Promise.all([claim('AAAA', housing), claim('AAAA', others)]);
    assert.equal([one, other].filter(Boolean).length, 1);
    const winner = one ? housing : others;
    assert.ok(await claim('AAAA', winner), 'a form that was closed can be opened again');
  });

  it('are worth nothing after ten minutes, and once a newer one was given out', async () => {
    await give('AAAA');
    assert.ok(await claim('AAAA', housing, minutes(9)));
    await give('BBBB');
    assert.equal(await claim('BBBB', housing, minutes(10)), undefined);
    await give('CCCC');
    assert.equal(await claim('BBBB'), undefined);
  });

  it('become a request that waits for a day and is answered once', async () => {
    await give('AAAA');
    const request = await claim('AAAA');
    assert.ok(request);
    await storage.transaction((trx) => enterRequest(trx, request.id, otherSide, now));
    assert.equal(await claim('AAAA'), undefined);
    const look = (at: Date) => storage.transaction((trx) => lockRequest(trx, request.id, at));
    assert.equal((await look(minutes(23 * 60)))?.entered_name, 'Housing');
    assert.equal(await look(minutes(24 * 60)), undefined);
    await storage.transaction((trx) => forgetRequest(trx, request.id));
    assert.equal(await look(now), undefined);
    assert.equal(await storage.transaction((trx) => lockRequest(trx, 'no id', now)), undefined);
  });

  it('are guessed five times an hour at most', async () => {
    const enough = (workspace = housing, at = now) =>
      storage.transaction((trx) => hasGuessedTooOften(trx, workspace, at));
    for (let guess = 0; guess < 5; guess++) {
      assert.equal(await enough(), false);
      await storage.transaction((trx) => keepGuess(trx, housing, now));
    }
    assert.equal(await enough(), true);
    assert.equal(await enough(others), false);
    assert.equal(await enough(housing, minutes(61)), false);
    await give('AAAA');
    await sweepRequests(storage.db, minutes(61));
    await sweepGuesses(storage.db, minutes(61));
    assert.equal(await enough(), false);
    const left = await storage.db.selectFrom('link_request').selectAll().execute();
    assert.deepEqual(left, []);
  });
});
