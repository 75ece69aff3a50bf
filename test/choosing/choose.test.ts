import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type Choosing, chooseHighlights, type Offer } from '../../src/choosing/choose.ts';
import type { Posted } from '../../src/choosing/posted.ts';
import type { Talk } from '../../src/talk-graph/talk.ts';
import type { Ranked } from '../../src/talk-graph/talk-graph.ts';
import { near } from '../support/near.ts';

const now = new Date('2027-06-07T09:00:00Z');
const week = 7 * 24 * 3_600_000;

function ago(weeks: number): Date {
  return new Date(now.getTime() - weeks * week);
}

/** A graph that answers as it is told to: `scores['a>b']`. */
function talk(scores: Readonly<Record<string, number>>, rarity = 0.8): Pick<Talk, 'rank' | 'explain'> {
  return {
    rank: ({ team: from }, candidates) =>
      candidates
        .filter((team) => team !== from)
        .map((team): Ranked<string> => {
          const score = scores[`${from}>${team}`] ?? 0;
          return { team, score, relevance: score, rarity };
        }),
    explain: () => ({ threads: 3, words: ['survey', 'wording', 'tenants'] }),
  };
}

function offer(id: string, from: string, to: readonly string[], text = `${id}aa ${id}bb`): Offer {
  return { id, from, to, text };
}

function posted(from: string, to: string, weeks: number, text?: string): Posted {
  return { offer: `old ${from}${to}${weeks}`, from, to, at: ago(weeks), text };
}

/** With a seed that leaves nothing to chance in the first draws. */
async function choose(more: Partial<Choosing>): Promise<string[]> {
  const choosing = { offers: [], posted: [], talk: talk({}), now, seed: 1, ...more };
  return (await chooseHighlights(choosing)).map(({ offer: id, to }) => `${id}>${to}`);
}

describe('choosing highlights', () => {
  it('takes the best first', async () => {
    const offers = [offer('n1', 'a', ['b', 'c']), offer('n2', 'd', ['b', 'c'])];
    assert.deepEqual(await choose({ offers, talk: talk({ 'a>b': 0.9, 'a>c': 0.5, 'd>b': 0.7, 'd>c': 0.6 }) }), [
      'n1>b',
      'n2>b',
      'n2>c',
      'n1>c',
    ]);
  });

  it('goes only where it may, and never where it was', async () => {
    const offers = [offer('n1', 'a', ['b'])];
    const scores = talk({ 'a>b': 0.9, 'a>c': 2 });
    assert.deepEqual(await choose({ offers, talk: scores }), ['n1>b']);
    assert.deepEqual(await choose({ offers, talk: scores, posted: [{ ...posted('a', 'b', 7.9), offer: 'n1' }] }), []);
  });

  it('keeps to two into a place, two out of it, one a pair in seven days, and to what a place takes', async () => {
    const into = ['a', 'c', 'd'].map((from) => offer(from, from, ['b']));
    const out = [offer('n1', 'a', ['b', 'c', 'd'])];
    const scores = talk({ 'a>b': 0.9, 'c>b': 0.8, 'd>b': 0.7, 'a>c': 0.6, 'a>d': 0.5 });
    assert.deepEqual(await choose({ offers: into, talk: scores }), ['a>b', 'c>b']);
    assert.deepEqual(await choose({ offers: into, talk: scores, perWeek: new Map([['b', 1]]) }), ['a>b']);
    assert.deepEqual(await choose({ offers: into, talk: scores, perWeek: new Map([['b', 4]]) }), ['a>b', 'c>b']);
    assert.deepEqual(await choose({ offers: out, talk: scores }), ['n1>b', 'n1>c']);
    assert.deepEqual(await choose({ offers: [offer('n1', 'a', ['b']), offer('n2', 'a', ['b'])], talk: scores }), [
      'n1>b',
    ]);
    assert.deepEqual(
      await choose({ offers: into, talk: scores, posted: [posted('x', 'b', 0.5), posted('y', 'b', 0.9)] }),
      [],
    );
    assert.deepEqual(
      (await choose({ offers: into, talk: scores, posted: [posted('x', 'b', 0.5), posted('y', 'b', 1)] })).length,
      1,
    );
    assert.deepEqual(await choose({ offers: into, talk: scores, most: 1 }), ['a>b']);
  });

  it('says nothing where there is hardly a sign that anybody cares', async () => {
    const offers = [offer('n1', 'a', ['b'])];
    assert.deepEqual(await choose({ offers, talk: talk({ 'a>b': 0.249 }) }), []);
    assert.deepEqual(await choose({ offers, talk: talk({ 'a>b': 0.25 }) }), ['n1>b']);
    for (let seed = 0; seed < 200; seed++) assert.deepEqual(await choose({ offers, seed, talk: talk({}) }), []);
  });

  it('tires of a pair: 0.6 for each post in eight weeks', async () => {
    const offers = [offer('n1', 'a', ['b'])];
    const scoreAfter = async (...before: Posted[]) =>
      (await chooseHighlights({ offers, posted: before, talk: talk({ 'a>b': 1 }), now, seed: 1 }))[0]?.score;
    near(await scoreAfter(), 1);
    near(await scoreAfter(posted('a', 'b', 5)), 0.6);
    near(await scoreAfter(posted('a', 'b', 5), posted('a', 'b', 7.9)), 0.36);
    near(await scoreAfter(posted('a', 'b', 8)), 1);
    near(await scoreAfter(posted('b', 'a', 5)), 1);
  });

  it('tires of a place: 0.85 for each post in four weeks over its fair share', async () => {
    const offers = [offer('n1', 'a', ['b'])];
    const before = [posted('x', 'b', 2), posted('y', 'b', 3), posted('z', 'b', 3.9), posted('x', 'c', 2)];
    // Four posts over two places: a fair share is two, and b had three.
    near((await chooseHighlights({ offers, posted: before, talk: talk({ 'a>b': 1 }), now, seed: 1 }))[0]?.score, 0.85);
  });

  it('leaves out what says nearly the same as something that goes or went to the same place', async () => {
    const text = 'What did we learn from the tenant survey about wording questions';
    const again = 'We learn from the tenant survey: what about wording questions?';
    const offers = [offer('n1', 'a', ['b', 'c'], text), offer('n2', 'd', ['b'], again)];
    const scores = talk({ 'a>b': 0.9, 'd>b': 0.8, 'a>c': 0.5 });
    assert.deepEqual(await choose({ offers, talk: scores }), ['n1>b', 'n1>c']);
    assert.deepEqual(await choose({ offers, talk: scores, posted: [posted('x', 'b', 3, again)] }), ['n1>c']);
  });

  it('leaves 5 to 10 of 100 to chance, among those that are allowed, and says so', async () => {
    const offers = ['a', 'c', 'd', 'e'].map((from) => offer(from, from, ['b', 'f', 'g']));
    const scores = talk(Object.fromEntries(['a', 'c', 'd', 'e'].map((from) => [`${from}>b`, 0.9])));
    const seeds = Array.from({ length: 2_000 }, (_, seed) => seed);
    const all = (
      await Promise.all(seeds.map((seed) => chooseHighlights({ offers, posted: [], talk: scores, now, seed })))
    ).flat();
    const byChance = all.filter(({ reason }) => reason.kind === 'chance');
    assert.ok(byChance.length / all.length > 0.05 && byChance.length / all.length < 0.1);
    assert.ok(new Set(byChance.map(({ to }) => to)).size === 3, 'also places that the score would not choose');
  });

  it('explains each', async () => {
    const offers = [offer('n1', 'a', ['b'])];
    const because = async (more: Partial<Choosing>) =>
      (await chooseHighlights({ offers, posted: [], talk: talk({ 'a>b': 1 }), now, seed: 1, ...more }))[0]?.reason;
    const cares = { kind: 'cares', threads: 3, about: ['survey', 'wording'] };
    assert.deepEqual(await because({}), { ...cares, hears: 'never', weeks: 0 });
    assert.deepEqual(await because({ lastTalked: async () => ago(9.4) }), {
      ...cares,
      hears: 'nothing-for-weeks',
      weeks: 9,
    });
    assert.deepEqual(await because({ lastTalked: async () => ago(9), posted: [posted('a', 'b', 1.2)] }), {
      ...cares,
      hears: 'rarely',
      weeks: 1,
    });
    assert.deepEqual(await because({ talk: talk({ 'a>b': 1 }, 0.2) }), { ...cares, hears: 'now-and-then', weeks: 0 });
  });

  it('gives the same for the same request, never breaks a cap, never sends twice', async () => {
    const place = fc.constantFrom('a', 'b', 'c', 'd');
    const offers = fc.array(fc.record({ from: place, to: fc.uniqueArray(place) }), { maxLength: 8 });
    const before = fc.array(fc.record({ from: place, to: place, weeks: fc.constantFrom(0.1, 2, 6) }), { maxLength: 8 });
    const scores = fc.dictionary(
      fc.constantFrom('a>b', 'a>c', 'b>a', 'c>d', 'd>a'),
      fc.float({ min: 0, max: 2, noNaN: true }),
    );
    await fc.assert(
      fc.asyncProperty(offers, before, scores, fc.nat(), async (made, sent, told, seed) => {
        const choosing: Choosing = {
          offers: made.map(({ from, to }, index) =>
            offer(
              `n${index}`,
              from,
              to.filter((each) => each !== from),
            ),
          ),
          posted: sent.map(({ from, to, weeks }) => posted(from, to, weeks)),
          talk: talk(told),
          now,
          seed,
        };
        const chosen = await chooseHighlights(choosing);
        assert.deepEqual(await chooseHighlights(choosing), chosen);
        assert.equal(new Set(chosen.map(({ offer: id, to }) => `${id}>${to}`)).size, chosen.length);
        const recent = choosing.posted.filter(({ at }) => at.getTime() > now.getTime() - week);
        for (const each of ['a', 'b', 'c', 'd']) {
          const into = chosen.filter(({ to }) => to === each).length;
          const intoBefore = recent.filter(({ to }) => to === each).length;
          assert.ok(into === 0 || into + intoBefore <= 2);
          const out = chosen.filter(({ from }) => from === each).length;
          assert.ok(out === 0 || out + recent.filter(({ from }) => from === each).length <= 2);
        }
        for (const { score, reason } of chosen) assert.ok(reason.kind === 'chance' || score >= 0.25);
      }),
    );
  });
});
