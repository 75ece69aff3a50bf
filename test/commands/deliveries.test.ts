import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { systemClock } from '../../src/base/clock.ts';
import { asId } from '../../src/base/ids.ts';
import { outbox } from '../../src/delivery/outbox.ts';
import { openStorage, type Storage } from '../../src/storage/storage.ts';
import { testDatabaseUrl, testLogger } from '../support/database.ts';

const cli = join(import.meta.dirname, '..', '..', 'src', 'cli.ts');

interface Outcome {
  readonly code: number;
  readonly out: string;
  readonly complaint: string;
}

describe('outloud deliveries', () => {
  let databaseUrl: string;
  let storage: Storage;
  before(async () => {
    databaseUrl = await testDatabaseUrl();
    storage = await openStorage({ databaseUrl, dataDir: '/nowhere', logger: testLogger, clock: systemClock });
    const wanted = { to: { conversation: asId<'conversation'>('slack:T1:C1') }, message: { text: 'a secret' } };
    await storage.transaction((trx) => outbox.post(trx, { ...wanted, priority: 'post' }, new Date()));
    await storage.db
      .updateTable('delivery')
      .set({ state: 'dead', reason: 'archived', settled_at: new Date() })
      .execute();
  });
  after(() => storage.stop());

  async function outloud(...words: string[]): Promise<Outcome> {
    const env = { ...process.env, DATABASE_URL: databaseUrl };
    try {
      const { stdout, stderr } = await promisify(execFile)(process.execPath, [cli, ...words], { env });
      return { code: 0, out: stdout, complaint: stderr };
    } catch (error) {
      const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
      return { code, out: stdout, complaint: stderr };
    }
  }

  it('lists what was given up, why and what to do, never the words', async () => {
    const { code, out } = await outloud('deliveries');
    assert.equal(code, 0);
    const { deliveries } = JSON.parse(out) as { deliveries: Record<string, string>[] };
    assert.equal(deliveries.length, 1);
    assert.equal(deliveries[0]?.place, 'slack:T1:C1');
    assert.equal(deliveries[0]?.reason, 'archived');
    assert.match(deliveries[0]?.why ?? '', /archived/);
    assert.match(deliveries[0]?.todo ?? '', /bring the channel back/);
    assert.doesNotMatch(out, /a secret/);
    assert.deepEqual(JSON.parse((await outloud('deliveries', '--reason', 'blocked')).out), { deliveries: [] });
  });

  it('wants to be told which to try again', async () => {
    const { code, complaint } = await outloud('deliveries', 'retry');
    assert.equal(code, 1);
    assert.match(complaint, /--all/);
    assert.match((await outloud('deliveries', 'retry', 'x')).complaint, /"x" is no id of a delivery/);
    assert.equal((await outloud('deliveries', 'retry', '--sideways')).code, 2);
  });

  it('tries again by reason', async () => {
    const retry = (reason: string) => outloud('deliveries', 'retry', '--reason', reason);
    assert.deepEqual(JSON.parse((await retry('blocked')).out), { retried: 0 });
    assert.deepEqual(JSON.parse((await retry('archived')).out), { retried: 1 });
    const row = await storage.db.selectFrom('delivery').select(['state', 'reason']).executeTakeFirst();
    assert.deepEqual(row, { state: 'pending', reason: null });
  });
});
