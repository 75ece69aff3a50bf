import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { CannotOpen, createSealing } from '../../src/storage/sealing.ts';

describe('what is kept sealed', () => {
  const [old, now] = [randomBytes(32), randomBytes(32)];

  it('opens where it was sealed, and shows nothing of itself', () => {
    const sealing = createSealing(now);
    const sealed = sealing.seal('xoxb-secret', 'slack_grant slack:T1');
    assert.equal(sealing.open(sealed, 'slack_grant slack:T1'), 'xoxb-secret');
    assert.doesNotMatch(sealed.box.toString('latin1'), /xoxb/);
    assert.notDeepEqual(sealed.box, sealing.seal('xoxb-secret', 'slack_grant slack:T1').box);
  });

  it('does not open in another row, or when any bit of it was changed', () => {
    const sealing = createSealing(now);
    const sealed = sealing.seal('xoxb-secret', 'slack_grant slack:T1');
    assert.throws(() => sealing.open(sealed, 'slack_grant slack:T2'), CannotOpen);
    for (let at = 0; at < sealed.box.length; at++) {
      const box = Buffer.from(sealed.box);
      box[at] = (box[at] ?? 0) ^ 1;
      assert.throws(() => sealing.open({ ...sealed, box }, 'slack_grant slack:T1'), CannotOpen);
    }
    for (const length of [0, 11, 12, 27, 28]) {
      const box = sealed.box.subarray(0, length);
      assert.throws(() => sealing.open({ ...sealed, box }, 'slack_grant slack:T1'), CannotOpen);
    }
  });

  it('opens with an old key as long as that is set, and seals with the new one', () => {
    const before = createSealing(old).seal('a', 'x');
    const both = createSealing(now, [old]);
    assert.equal(both.open(before, 'x'), 'a');
    assert.equal(both.seal('a', 'x').keyId, both.keyId);
    assert.notEqual(before.keyId, both.keyId);
    assert.throws(() => createSealing(now).open(before, 'x'), /sealed with the key [0-9a-f]{12}, which is not set/);
  });
});
