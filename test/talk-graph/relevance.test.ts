import assert from 'node:assert/strict';
import { day } from '../../src/talk-graph/decay.ts';
import { createTalkGraph } from '../../src/talk-graph/talk-graph.ts';
import { near } from '../support/near.ts';

const [housing, comms, parks, it1] = [0, 1, 2, 3];
const all = [housing, comms, parks, it1];
const [ann, bob, cid] = [0, 1, 2];

/** Bob of Comms replied about survey wording in Housing; Cid of Parks wrote of trees. */
function town() {
  const graph = createTalkGraph();
  graph.member(bob, comms);
  graph.member(cid, parks);
  graph.message({ at: 0, thread: 0, team: housing, author: ann, text: 'survey wording' });
  graph.message({ at: 1, thread: 0, team: housing, author: bob });
  graph.message({ at: 2, thread: 1, team: parks, author: cid, text: 'tree planting' });
  return graph;
}

const question = { at: 3, team: it1, text: 'wording of a survey', rarityWeight: 1 };

describe('relevance', () => {
  it('goes from the nearest thread to its people to where they belong', () => {
    const [first, second] = town().rank({ ...question, rarityWeight: 0 }, all);
    assert.equal(first?.team, comms);
    // ln 2 for Bob's whole home; liveliness adds less than a thousandth.
    near(first.relevance, Math.log1p(Math.LN2), 1e-3);
    assert.equal(second?.team, housing);
    // Ann's home: one message of three squares; a quarter for the place.
    near(second.relevance, Math.log1p(Math.LN2 / 3 + 0.25), 1e-3);
  });

  it('counts half those who write where the text stands', () => {
    const [first] = town().rank({ ...question, team: housing, rarityWeight: 0 }, all);
    assert.equal(first?.team, comms);
    near(first.relevance, Math.log1p(Math.LN2 / 2), 1e-3);
  });

  it("puts all candidates in order, never the text's own team", () => {
    const ranking = town().rank(question, all);
    assert.deepEqual(new Set(ranking.map(({ team }) => team)), new Set([housing, comms, parks]));
    assert.deepEqual(
      ranking.map(({ score }) => score),
      ranking.map(({ score }) => score).toSorted((one, other) => other - one),
    );
  });

  it('learns from links as from replies', () => {
    const graph = town();
    graph.message({ at: 3, thread: 2, team: it1, author: cid, links: [0] });
    const ranking = graph.rank({ ...question, at: 4, team: comms, rarityWeight: 0 }, all);
    const of = (team: number) => ranking.find((each) => each.team === team)?.relevance ?? 0;
    near(of(it1), Math.log1p(0.25), 1e-3);
    near(of(parks), Math.log1p(Math.LN2), 1e-3);
  });

  it('takes no thread for evidence of itself, and none older than two years', () => {
    const graph = town();
    const known = graph.rank({ ...question, thread: 0, rarityWeight: 0 }, all);
    const later = graph.rank({ ...question, at: 731 * day, rarityWeight: 0 }, all);
    for (const ranking of [known, later]) assert.ok(ranking.every(({ relevance }) => relevance < 1e-3));
  });

  it('multiplies by rarity, never by less than 0.02', () => {
    const graph = town();
    for (const { score, relevance, rarity } of graph.rank(question, all))
      near(score, relevance * Math.max(rarity, 0.02));
    for (const { score, relevance, rarity } of graph.rank({ ...question, rarityWeight: 0.5 }, all))
      near(score, relevance * Math.sqrt(Math.max(rarity, 0.02)));
  });

  it('says what it rests on', () => {
    const graph = town();
    assert.deepEqual(graph.explain({ at: 3, text: 'A Survey about trees' }, comms), { threads: 1, words: ['Survey'] });
    assert.deepEqual(graph.explain({ at: 3, text: 'A survey' }, it1), { threads: 0, words: [] });
  });

  it('puts livelier teams first where nothing else is known', () => {
    const graph = town();
    const nothingKnown = { at: 6, team: it1, text: 'zzz', rarityWeight: 0 };
    assert.equal(graph.rank(nothingKnown, all)[0]?.team, housing);
    for (let count = 0; count < 2; count++) graph.message({ at: 5, thread: 3, team: parks, author: cid });
    assert.equal(graph.rank(nothingKnown, all)[0]?.team, parks);
  });
});
