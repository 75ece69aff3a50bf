import assert from 'node:assert/strict';
import { readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { strFromU8, unzipSync } from 'fflate';
import { createMovableClock } from '../../src/base/clock.ts';
import { asId } from '../../src/base/ids.ts';
import { giveRole } from '../../src/people/roles.ts';
import { openStorage } from '../../src/storage/storage.ts';
import { testDatabaseUrl, testLogger } from '../support/database.ts';
import { amina, aminaName, type Leavers, leah, openLeavers } from '../support/leavers.ts';
import { type Outcome, outloud } from '../support/outloud.ts';
import { tracesOf } from '../support/traces.ts';

describe('outloud export and outloud erase', function () {
  this.timeout(60_000);
  let town: Leavers;
  let databaseUrl: string;

  before(async () => {
    databaseUrl = await testDatabaseUrl();
    const clock = createMovableClock();
    const storage = await openStorage({ databaseUrl, dataDir: '/nowhere', logger: testLogger, clock });
    town = await openLeavers({ storage, clock });
    await town.write(3);
    await town.test(1);
    const role = { workspace: asId<'workspace'>('slack:T1'), person: amina, role: 'administrator' } as const;
    await storage.transaction((trx) => giveRole(trx, role, { by: null, now: clock.now() }));
  });
  after(() => town.stop());

  function run(...args: string[]): Promise<Outcome> {
    return outloud(args, { env: { DATABASE_URL: databaseUrl } });
  }

  async function changes(): Promise<string[]> {
    const rows = await town.storage.db.selectFrom('audit').select('what').orderBy('id').execute();
    return rows.map(({ what }) => what);
  }

  it('says whom it knows where nobody, or more than one person, has the name', async () => {
    const none = await run('export', 'Nobody Atall');
    assert.equal(none.code, 1);
    assert.match(none.complaint, /Nobody here is called "Nobody Atall"/);
    assert.equal(none.out, '');
    assert.equal((await run('erase')).code, 2);
  });

  it('writes everything of all accounts of a person as JSON, and notes that it did', async () => {
    const { code, out } = await run('export', 'amina rahman');
    assert.equal(code, 0);
    const data = JSON.parse(out);
    assert.equal(data.name, aminaName);
    assert.deepEqual(data.platforms, ['slack', 'teams']);
    assert.equal(data.notes.length, 3);
    assert.equal(data.pilots.length, 1);
    assert.deepEqual(await changes(), ['person-exported']);
  });

  it('writes a zip that a person can read', async () => {
    const file = join(tmpdir(), `outloud-test-${process.pid}.zip`);
    try {
      const { code, out } = await run('export', amina, '--to', file);
      assert.equal(code, 0);
      assert.equal(JSON.parse(out).file, file);
      const files = unzipSync(await readFile(file));
      assert.match(strFromU8(files['my-data.html'] ?? new Uint8Array()), /Her very own words 1/);
    } finally {
      await rm(file, { force: true });
    }
  });

  it('says first what would go, and changes nothing', async () => {
    const { code, out } = await run('erase', aminaName, '--preview');
    assert.equal(code, 0);
    const { would, stays, after } = JSON.parse(out);
    assert.ok(would.some(({ kind, count }: { kind: string; count: number }) => kind === 'notes' && count === 3));
    assert.match(stays.join(' '), /Replies of colleagues stay/);
    assert.deepEqual(after, [
      'Nobody else is an administrator here on Slack. Whoever runs the Slack workspace becomes one by writing to me once.',
    ]);
    assert.equal((await town.storage.db.selectFrom('update').select('id').execute()).length, 3);
  });

  it('erases, with a receipt, while a running Outloud takes away what stands', async () => {
    town.startWorker();
    const { code, out, complaint } = await run('erase', aminaName);
    assert.equal(code, 0, complaint);
    const { receipts } = JSON.parse(out);
    assert.equal(receipts.length, 2);
    assert.equal(
      receipts.reduce((sum: number, { erased }: { erased: { notes?: number } }) => sum + (erased.notes ?? 0), 0),
      3,
    );
    assert.deepEqual(
      receipts.map((each: { stillBeingTakenAway: number }) => each.stillBeingTakenAway),
      [0, 0],
    );
    assert.match(JSON.stringify(receipts), /Nobody is an administrator here on Slack now/);
    assert.deepEqual(await tracesOf(town.storage.db, [amina, aminaName, 'very own']), []);
    assert.ok((await changes()).includes('person-erased'));
    assert.equal((await run('export', 'Leah Cohen')).code, 0);
    assert.equal((await run('export', leah)).code, 0);
  });
});
