import assert from 'node:assert/strict';
import { createInstallStates, installWithinMs } from '../../../../src/bots/slack/installs/states.ts';
import type { Storage } from '../../../../src/storage/storage.ts';
import { testStorage } from '../../../support/database.ts';

const now = new Date('2027-03-01T10:00:00Z');
const later = (ms: number) => new Date(now.getTime() + ms);

describe('the state of an install', () => {
  let storage: Storage;
  before(async () => {
    storage = await testStorage();
  });
  after(() => storage.stop());

  const secret = 'a secret of this Outloud';
  const states = () => createInstallStates(storage.db, secret);
  async function begin() {
    const begun = await states().begin(now);
    assert.ok(begun);
    return begun;
  }

  it('is good once, in the browser that began it, also in another process', async () => {
    const begun = await begin();
    assert.equal(await states().redeem(begun, later(installWithinMs - 1)), 'good');
    assert.equal(await states().redeem(begun, now), 'past');
  });

  it('is good once also when it comes back many times at the same moment', async () => {
    const begun = await begin();
    const verdicts = await Promise.all(Array.from({ length: 20 }, () => states().redeem(begun, now)));
    assert.equal(verdicts.filter((verdict) => verdict === 'good').length, 1);
  });

  it('is worth nothing in another browser, and is used up there', async () => {
    const [victim, attacker] = [await begin(), await begin()];
    const planted = { state: attacker.state, browser: victim.browser };
    assert.equal(await states().redeem(planted, now), 'elsewhere');
    assert.equal(await states().redeem(attacker, now), 'past');
    assert.equal(await states().redeem({ ...(await begin()), browser: '' }, now), 'elsewhere');
  });

  it('has an end', async () => {
    const begun = await begin();
    assert.equal(await states().redeem(begun, later(installWithinMs)), 'past');
  });

  it('cannot be made up', async () => {
    const { state, browser } = await begin();
    const [nonce = '', signature = ''] = state.split('.');
    const elsewhere = await createInstallStates(storage.db, 'another secret').begin(now);
    const forged = [
      '',
      '.',
      nonce,
      `${nonce}.`,
      `.${signature}`,
      `${nonce}.${signature.slice(1)}`,
      `${nonce}.${signature}.x`,
      `${nonce}x.${signature}`,
      elsewhere?.state ?? '',
    ];
    for (const one of forged) assert.equal(await states().redeem({ state: one, browser }, now), 'forged', one);
    assert.equal(await states().redeem({ state, browser }, now), 'good');
  });

  it('is kept as hashes, until it is swept', async () => {
    const { state, browser } = await begin();
    const rows = await storage.db.selectFrom('slack_install_state').selectAll().execute();
    const kept = rows.map((row) => [row.state_hash, row.browser_hash].map((hash) => hash.toString('latin1')).join());
    for (const secretPart of [...state.split('.'), browser]) assert.ok(!kept.join().includes(secretPart));
    await states().sweep(later(installWithinMs));
    assert.equal((await storage.db.selectFrom('slack_install_state').selectAll().execute()).length, 0);
  });
});
