import assert from 'node:assert/strict';
import fc from 'fast-check';
import { readInputs, renderCard, type Surface, UnreadableCard } from '../../../src/bots/slack/render-card.ts';
import { mutatedCard, validCard } from './blocks/card-arbitrary.ts';
import { checkBlocks } from './blocks/limits-check.ts';
import { missingTexts } from './blocks/readable.ts';

/** 5,000 cases by default, shared out over the properties; FC_RUNS for a longer run. */
const RUNS = Number(process.env.FC_RUNS ?? 5000);
const surface = fc.constantFrom<Surface>('message', 'modal', 'home');

function holds(card: Record<string, unknown>, where: Surface): void {
  const before = JSON.stringify(card);
  const rendered = renderCard(card, { surface: where });
  assert.deepEqual(checkBlocks(rendered.blocks, where), [], 'limits');
  assert.deepEqual(missingTexts(card, rendered.blocks, rendered.lost), [], 'texts');
  for (const { path } of rendered.lost) assert.ok(leadsSomewhere(card, path), `no such place: ${path}`);
  assert.ok(rendered.text.length < 4000 && rendered.text.trim() !== '', 'summary');
  assert.equal(JSON.stringify(card), before, 'the card is left alone');
  assert.deepEqual(renderCard(card, { surface: where }), rendered, 'deterministic');
  assert.deepEqual(JSON.parse(JSON.stringify(rendered.inputs)), rendered.inputs, 'the map is plain JSON');
  readInputs({}, rendered.inputs);
}

/** Whether a JSON Pointer points at something of the card. */
function leadsSomewhere(card: unknown, path: string): boolean {
  let value = card;
  for (const part of path.split('/').slice(1)) {
    const key = part.replaceAll('~1', '/').replaceAll('~0', '~');
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return false;
    value = (value as Record<string, unknown>)[key];
  }
  return path !== '';
}

describe('renderCard, for any card', function () {
  this.timeout(0);

  it('gives valid blocks with every text shown or listed', () => {
    fc.assert(fc.property(validCard, surface, holds), { numRuns: Math.ceil(RUNS * 0.6) });
  });

  it('does so with wrong types everywhere, or says that it is no card', () => {
    const property = fc.property(mutatedCard, surface, (card, where) => {
      try {
        holds(card, where);
      } catch (error) {
        if (!(error instanceof UnreadableCard)) throw error;
      }
    });
    fc.assert(property, { numRuns: Math.ceil(RUNS * 0.4) });
  });
});
