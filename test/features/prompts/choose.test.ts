import assert from 'node:assert/strict';
import { type PastRound, rankPrompts } from '../../../src/features/prompts/choose.ts';
import { type Prompt, promptInOwnWords, readLibrary } from '../../../src/features/prompts/library.ts';

const library = await readLibrary(new URL('../../../content/prompts.yaml', import.meta.url));

function prompt(id: string, theme: string, stretch: 1 | 2 | 3 = 1): Prompt {
  return { ...promptInOwnWords(id, id), theme, stretch };
}

const prompts = [prompt('a1', 'a'), prompt('a2', 'a', 2), prompt('b1', 'b'), prompt('b3', 'b', 3), prompt('c1', 'c')];
const past = (...rounds: readonly (readonly [string, PastRound['state']])[]): PastRound[] =>
  rounds.map(([promptId, state]) => ({ promptId, state }));
const first = (rounds: PastRound[], themes: string[] = [], own: Prompt[] = []) =>
  rankPrompts({ prompts, own, themes, past: rounds })[0]?.id;

describe('choosing the next prompt', () => {
  it('starts gently', () => {
    assert.equal(first([]), 'a1');
  });

  it('never repeats while something new is left', () => {
    const asked = past(['c1', 'answered'], ['b1', 'answered'], ['a1', 'answered'], ['a2', 'answered']);
    assert.equal(first(asked), 'b3');
  });

  it('never takes the same theme twice running', () => {
    assert.equal(first(past(['a1', 'answered'])), 'b1');
  });

  it('is at most one step braver than the bravest answered', () => {
    const ranked = rankPrompts({ prompts, own: [], themes: [], past: past(['b1', 'skipped']) });
    const order = ranked.map((each) => each.id);
    assert.ok(order.indexOf('b3') > order.indexOf('c1'));
  });

  it('goes gentler after a skip', () => {
    const rounds = past(['a2', 'skipped'], ['c1', 'answered']);
    assert.equal(first(rounds), 'b1');
  });

  it('asks what somebody here wrote before anything of the library, once', () => {
    const own = [promptInOwnWords('own-1', 'What is in your way this week?')];
    assert.equal(first([], [], own), 'own-1');
    assert.equal(first(past(['own-1', 'answered']), [], own), 'a1');
  });

  it('keeps to the themes of the community', () => {
    assert.equal(first([], ['c']), 'c1');
  });

  it('gives people with the same past the same question, and goes through the whole library', () => {
    const rounds: PastRound[] = [];
    const seen = new Set<string>();
    for (let week = 0; week < library.prompts.length; week++) {
      const [next] = rankPrompts({ prompts: library.prompts, own: [], themes: [], past: rounds });
      assert.ok(next);
      seen.add(next.id);
      rounds.unshift({ promptId: next.id, state: 'answered' });
    }
    assert.equal(seen.size, library.prompts.length);
  });

  it('never asks two brave ones running, and never a theme twice running, over a season', () => {
    const rounds: PastRound[] = [];
    for (let week = 0; week < 12; week++) {
      const [next] = rankPrompts({ prompts: library.prompts, own: [], themes: [], past: rounds });
      const before = library.prompts.find((each) => each.id === rounds[0]?.promptId);
      assert.ok(next);
      assert.notEqual(next.theme, before?.theme);
      assert.ok(!(next.stretch === 3 && before?.stretch === 3));
      rounds.unshift({ promptId: next.id, state: 'answered' });
    }
  });
});
