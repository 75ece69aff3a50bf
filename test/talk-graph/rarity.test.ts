import assert from 'node:assert/strict';
import fc from 'fast-check';
import { createPresence } from '../../src/talk-graph/presence.ts';
import { compareTeams, rarityAmong } from '../../src/talk-graph/rarity.ts';
import { createTies } from '../../src/talk-graph/ties.ts';
import { near } from '../support/near.ts';

describe('rarity', () => {
  it('compares interactions with what the sums lead to expect, k = 2', () => {
    const ties = createTies();
    for (let count = 0; count < 6; count++) ties.add(0, 1, 0);
    for (let count = 0; count < 2; count++) ties.add(1, 2, 0);
    const compare = compareTeams({ presence: createPresence(), ties }, 0);
    // s = 6, 8, 2; their sum 16
    const { observed, expected, ratio } = compare(0, 1);
    near(observed, 6);
    near(expected, 3);
    near(ratio, 8 / 5);
    near(compare(0, 2).ratio, 2 / (12 / 16 + 2));
    near(compare(2, 0).ratio, compare(0, 2).ratio);
  });

  it('compares shared people with what is expected, k = 1', () => {
    const presence = createPresence();
    presence.add(1, 0, 0, 4);
    presence.add(1, 1, 0, 4);
    presence.add(2, 2, 0, 1);
    presence.add(2, 3, 0, 1);
    const compare = compareTeams({ presence, ties: createTies() }, 0);
    // s = 4, 4, 1, 1; their sum 10
    near(compare(0, 1).ratio, (4 + 1) / (1.6 + 1));
    near(compare(0, 2).ratio, 1 / (0.4 + 1));
  });

  it('calls all alike where nothing is known', () => {
    const compare = compareTeams({ presence: createPresence(), ties: createTies() }, 0);
    assert.deepEqual(compare(0, 1), { observed: 0, expected: 0, ratio: 1 });
  });

  it('does not count what stays within a team', () => {
    const ties = createTies();
    ties.add(3, 3, 0);
    assert.equal(ties.at(0).inAll, 0);
  });

  it('is one less the share of pairs that talk less', () => {
    const ratios: Readonly<Record<number, number>> = { 1: 0.1, 2: 0.5, 3: 0.9 };
    const rarity = rarityAmong([0, 1, 2], (a, b) => ratios[a + b] ?? Number.NaN);
    near(rarity(0.1), 1);
    near(rarity(0.5), 2 / 3);
    near(rarity(0.9), 1 / 3);
    near(rarity(2), 0);
  });

  it('is within 0.01 where there are too many pairs to look at all', () => {
    const teams = Array.from({ length: 300 }, (_, team) => team);
    const ratioOf = (a: number, b: number) => ((a + 1) * (b + 1)) % 997;
    const rarity = rarityAmong(teams, ratioOf);
    const all = teams.flatMap((a) => teams.slice(a + 1).map((b) => ratioOf(a, b)));
    fc.assert(
      fc.property(fc.nat(1_000), (ratio) => {
        near(rarity(ratio), 1 - all.filter((each) => each < ratio).length / all.length, 0.01);
      }),
      { numRuns: 30 },
    );
  });

  it('is 1 where there is nobody to compare with', () => {
    assert.equal(rarityAmong([4], () => 1)(0.3), 1);
  });
});
