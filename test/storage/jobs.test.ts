import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'kysely';
import { createMovableClock } from '../../src/base/clock.ts';
import type { Storage } from '../../src/storage/storage.ts';
import { testStorage } from '../support/database.ts';

const dayMs = 86_400_000;

interface JobRow {
  state: string;
  retry_count: number;
  output: object | null;
  start_after: Date;
}

describe('jobs', () => {
  const clock = createMovableClock();
  let storage: Storage;

  before(async () => {
    storage = await testStorage({ clock });
  });
  after(() => storage.stop());

  const rows = async (name: string): Promise<JobRow[]> => {
    const query = sql<JobRow>`select state, retry_count, output, start_after from pgboss.job where name = ${name}`;
    return (await query.execute(storage.db)).rows;
  };

  it('say that the queue is not ready before they are started', async () => {
    await assert.rejects(storage.ready(), { part: 'queue' });
    await storage.jobs.start();
    await storage.ready();
  });

  it('run what was sent, with its data', async () => {
    const done = Promise.withResolvers<object>();
    await storage.jobs.work('plain', async (data) => done.resolve(data));
    await storage.transaction((trx) => storage.jobs.send(trx, 'plain', { person: 'ü' }));
    assert.deepEqual(await done.promise, { person: 'ü' });
  });

  it('are sent with the transaction or not at all', async () => {
    const attempt = storage.transaction(async (trx) => {
      await storage.jobs.send(trx, 'rolled-back', {});
      throw new Error('changed my mind');
    });
    await assert.rejects(attempt, /changed my mind/);
    assert.deepEqual(await rows('rolled-back'), []);
    await storage.transaction((trx) => storage.jobs.send(trx, 'rolled-back', {}));
    assert.equal((await rows('rolled-back')).length, 1);
  });

  it('wait as one where they share a key, and as many where they have none', async () => {
    const send = (key?: string) =>
      storage.transaction((trx) => storage.jobs.send(trx, 'keyed', {}, { singletonKey: key }));
    await Promise.all([send('a'), send('a'), send('b'), send(), send()]);
    assert.equal((await rows('keyed')).length, 4);
  });

  it('wait for a moment of the clock that Outloud goes by', async () => {
    clock.moveTo(new Date(Date.now() + 30 * dayMs));
    const startAfter = new Date(clock.now().getTime() + dayMs);
    await storage.transaction((trx) => storage.jobs.send(trx, 'later', {}, { startAfter }));
    const [row] = await rows('later');
    const waitsMs = (row?.start_after.getTime() ?? 0) - Date.now();
    assert.ok(Math.abs(waitsMs - dayMs) < 10_000, `waits ${waitsMs} ms`);
  });

  it('are tried again later when they fail, and keep no more of the error than its message', async () => {
    await storage.jobs.work('failing', async () => {
      throw Object.assign(new Error('no answer'), { token: 'xoxb-secret' });
    });
    await storage.transaction((trx) => storage.jobs.send(trx, 'failing', {}));
    let row: JobRow | undefined;
    while (row?.state !== 'retry') {
      [row] = await rows('failing');
      await pause(5);
    }
    const text = JSON.stringify(row.output);
    assert.match(text, /no answer/);
    assert.doesNotMatch(text, /xoxb/);
    const waitsMs = row.start_after.getTime() - Date.now();
    assert.ok(waitsMs > 2_000 && waitsMs < 15_000, `waits ${waitsMs} ms`);
  });

  it('run on a schedule, at once if asked, and never pile up', async () => {
    await storage.jobs.schedule('sweep', '*/5 * * * *', { timeZone: 'Europe/London' });
    await storage.jobs.now('sweep');
    await storage.jobs.now('sweep');
    assert.equal((await rows('sweep')).length, 1);
    const ran = Promise.withResolvers<void>();
    await storage.jobs.work('sweep', async () => ran.resolve());
    await ran.promise;
  });

  it('that run are waited for when Outloud stops', async () => {
    const other = await testStorage();
    const began = Promise.withResolvers<void>();
    const mayEnd = Promise.withResolvers<void>();
    let ended = false;
    await other.jobs.work('slow', async () => {
      began.resolve();
      await mayEnd.promise;
      await other.db.selectFrom('inbox').selectAll().execute();
      ended = true;
    });
    await other.jobs.start();
    await other.transaction((trx) => other.jobs.send(trx, 'slow', {}));
    await began.promise;
    const stopped = other.stop();
    mayEnd.resolve();
    await stopped;
    assert.equal(ended, true);
  });
});
