import assert from 'node:assert/strict';
import { globSync } from 'node:fs';
import { join } from 'node:path';
import { renderCard, type Surface } from '../../src/bots/slack/render-card.ts';
import { renderForm } from '../../src/bots/slack/render-form.ts';
import { renderCard as renderForTeams } from '../../src/bots/teams/render-card.ts';
import type { Sample } from '../../src/cards/sample.ts';
import { samples } from '../../src/cards/samples.ts';
import type { AdaptiveCard } from '../../src/chat/card.ts';
import type { Form } from '../../src/chat/form.ts';
import { checkBlocks } from '../bots/slack/blocks/limits-check.ts';
import { missingTexts } from '../bots/slack/blocks/readable.ts';

const folder = join(import.meta.dirname, '..', '..', 'src', 'cards');
/** Makers of parts, and the samples themselves. */
const parts = /^(?:elements|words|dates)\.ts$|(?:^|\/)samples\.ts$|^words\//;

/** What has no counterpart on Slack and is said in another way, or in none that anybody misses. */
const minor = [
  /\/errorMessage$/,
  /\/wrap$/,
  /\/spacing$/,
  /placeholder$/,
  // A quiet line is quiet, if not smaller.
  /\/inlines\/\d+\/size$/,
  // A box around lines is lines; a chart always shows its title, its figures stand below it in words.
  /\/style$/,
  /\/show(?:Title|BarValues)$/,
  // A form that opens from its button.
  /^\/actions\/\d+\/card/,
];

interface Shown {
  readonly name: string;
  readonly card: AdaptiveCard;
  readonly surfaces: readonly Surface[];
}

const shown: readonly Shown[] = Object.entries(samples).flatMap(([name, list]) =>
  list.map((sample, at): Shown => {
    const label = list.length > 1 ? `${name} ${at + 1}` : name;
    if (isCard(sample))
      return { name: label, card: sample, surfaces: name === 'homeCard' ? ['home', 'message'] : ['message'] };
    if (isForm(sample)) {
      return { name: label, card: { type: 'AdaptiveCard', version: '1.5', body: sample.body }, surfaces: ['modal'] };
    }
    assert.ok(sample.card, `${name} has a card`);
    return { name: label, card: sample.card, surfaces: ['message'] };
  }),
);

function isCard(sample: Sample): sample is AdaptiveCard {
  return 'type' in sample;
}

function isForm(sample: Sample): sample is Form {
  return 'name' in sample;
}

/** A modal has no charts: their figures stand there in words. */
function isChartInModal(surface: Surface, instead: string): boolean {
  return surface === 'modal' && instead === 'its figures as text';
}

describe('every card and form of the product', () => {
  it('has a sample', async () => {
    const missing: string[] = [];
    for (const file of globSync('**/*.ts', { cwd: folder }).filter((name) => !parts.test(name))) {
      const exported = (await import(join(folder, file))) as Record<string, unknown>;
      for (const [name, value] of Object.entries(exported)) {
        if (typeof value !== 'function' || !/(?:Card|Form|Message)$/.test(name)) continue;
        if (!Object.hasOwn(samples, name)) missing.push(`add ${name} of src/cards/${file} to src/cards/samples.ts`);
      }
    }
    assert.deepEqual(missing, []);
  });

  for (const { name, card, surfaces } of shown) {
    for (const surface of surfaces) {
      it(`keeps on Slack what it says: ${name} (${surface})`, () => {
        const { blocks, lost, text } = renderCard(card, { surface });
        assert.deepEqual(checkBlocks(blocks, surface), []);
        assert.deepEqual(missingTexts(card, blocks, lost), []);
        assert.deepEqual(
          lost.filter(
            ({ path, instead }) => !minor.some((pattern) => pattern.test(path)) && !isChartInModal(surface, instead),
          ),
          [],
        );
        assert.ok(text.trim() !== '' && text.length < 4000);
      });
    }

    it(`fits into Teams: ${name}`, () => {
      const sent = renderForTeams(card);
      assert.deepEqual(sent.body, card.body, 'nothing is cut');
      assert.ok(JSON.stringify(sent).length < 28_000);
    });
  }

  for (const [name, list] of Object.entries(samples)) {
    for (const sample of list) {
      if (!isForm(sample)) continue;
      it(`is a modal that Slack takes: ${name}`, () => {
        const { view, shortened } = renderForm(sample, { origin: {} });
        assert.deepEqual(shortened, []);
        assert.ok((view.private_metadata ?? '').length <= 3000);
        assert.ok(view.blocks.length <= 100);
      });
    }
  }
});
