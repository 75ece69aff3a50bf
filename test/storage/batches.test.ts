import assert from 'node:assert/strict';
import { sql } from 'kysely';
import { inBatches } from '../../src/storage/batches.ts';
import type { Storage } from '../../src/storage/storage.ts';
import { testStorage } from '../support/database.ts';

describe('rows in batches', () => {
  let storage: Storage;
  before(async () => {
    storage = await testStorage();
    await sql`insert into talk_tie (one_id, other_id, count, at)
      select 'a', 'b' || n, n, now() from generate_series(1, 1234) n`.execute(storage.db);
  });
  after(() => storage.stop());

  it('come all, in their order, however many there are, also of two queries at a time', async () => {
    await storage.transaction(async (trx) => {
      const query = (least: number) =>
        trx.selectFrom('talk_tie').select('count').where('count', '>', least).orderBy('count');
      const seen: number[] = [];
      const sizes: number[] = [];
      for await (const rows of inBatches(trx, query(0))) {
        sizes.push(rows.length);
        seen.push(...rows.map(({ count }) => count));
        for await (const others of inBatches(trx, query(1_233))) assert.deepEqual(others, [{ count: 1_234 }]);
      }
      assert.deepEqual(
        seen,
        Array.from({ length: 1_234 }, (_, index) => index + 1),
      );
      assert.deepEqual(sizes, [1_000, 234]);
    });
  });

  it('are none where there are none, and need not all be taken', async () => {
    await storage.transaction(async (trx) => {
      for await (const rows of inBatches(trx, trx.selectFrom('talk_week').selectAll()))
        assert.fail(String(rows.length));
      for await (const rows of inBatches(trx, trx.selectFrom('talk_tie').selectAll())) {
        assert.equal(rows.length, 1_000);
        break;
      }
    });
  });
});
