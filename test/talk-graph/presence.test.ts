import assert from 'node:assert/strict';
import { day } from '../../src/talk-graph/decay.ts';
import { createPresence } from '../../src/talk-graph/presence.ts';
import { near } from '../support/near.ts';

const [housing, comms, parks] = [0, 1, 2];

function someone() {
  const presence = createPresence();
  for (let count = 0; count < 3; count++) presence.add(7, housing, 0);
  presence.add(7, comms, 0);
  return presence;
}

describe('presence', () => {
  it('makes a home of shares of the squares, with two squares of doubt', () => {
    const shares = new Map(
      someone()
        .homesOf(7, 0)
        .map(({ team, share }) => [team, share]),
    );
    near(shares.get(housing), 9 / 12);
    near(shares.get(comms), 1 / 12);
  });

  it('fades with 30 days, so that doubt grows', () => {
    const shares = new Map(
      someone()
        .homesOf(7, 30 * day)
        .map(({ team, share }) => [team, share]),
    );
    near(shares.get(housing), 2.25 / 4.5);
  });

  it('gives way to a home for certain', () => {
    const presence = someone();
    presence.settle(7, parks);
    assert.deepEqual(presence.homesOf(7, 0), [{ team: parks, share: 1 }]);
  });

  it('says whether someone wrote there within about 90 days', () => {
    const presence = createPresence();
    presence.add(1, housing, 0);
    assert.equal(presence.isPresent(1, housing, 90 * day), true);
    assert.equal(presence.isPresent(1, housing, 91 * day), false);
    assert.equal(presence.isPresent(1, comms, 0), false);
    assert.deepEqual(presence.teamsWithMembers(90 * day), [housing]);
    assert.deepEqual(presence.teamsWithMembers(91 * day), []);
  });

  it('adds up over people the geometric mean of what they wrote in both', () => {
    const presence = someone();
    presence.add(8, comms, 0);
    presence.add(8, parks, 0, 4);
    near(presence.sharedAt(0).between(housing, comms), Math.sqrt(3));
    near(presence.sharedAt(0).between(parks, comms), 2);
    near(presence.sharedAt(0).between(housing, parks), 0);
    near(presence.sharedAt(0).of(comms), Math.sqrt(3) + 2);
    near(presence.sharedAt(0).inAll, 2 * (Math.sqrt(3) + 2));
    near(presence.sharedAt(30 * day).between(housing, comms), Math.sqrt(3) / 2);
  });

  it('keeps the sum right as people write on', () => {
    const presence = someone();
    near(presence.sharedAt(0).between(housing, comms), Math.sqrt(3));
    presence.add(7, comms, 0, 11);
    near(presence.sharedAt(0).between(comms, housing), 6);
  });

  it('knows nobody at first', () => {
    const presence = createPresence();
    assert.deepEqual([presence.homesOf(0, 0), presence.teamsWithMembers(0)], [[], []]);
    assert.equal(presence.sharedAt(0).between(0, 1), 0);
  });
});
