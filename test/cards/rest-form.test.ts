import assert from 'node:assert/strict';
import { renderCard } from '../../src/bots/slack/render-card.ts';
import { restOf } from '../../src/bots/slack/rest.ts';
import { card, line, press, textInput, unfoldsForm } from '../../src/cards/elements.ts';
import { restPage } from '../../src/cards/rest-form.ts';
import type { AdaptiveCard, CardElement } from '../../src/chat/card.ts';

const times = (count: number, make: (at: number) => CardElement): CardElement[] =>
  Array.from({ length: count }, (_, at) => make(at));
/** Long enough that some hundred of them fill a message. */
const said = (at: number): string => `word${at} ${'and more of it '.repeat(6)}`;
const wordsOf = (value: unknown): string[] => JSON.stringify(value).match(/word\d+/g) ?? [];

/** Every page, from where a platform stopped. */
function pagesOf(whole: AdaptiveCard, from: string): CardElement[][] {
  const pages: CardElement[][] = [];
  let next: string | undefined = from;
  while (next !== undefined) {
    const page = restPage(whole, next);
    pages.push([...page.body]);
    assert.notEqual(page.next, next, 'it goes on');
    next = page.next;
  }
  return pages;
}

const cards: Record<string, AdaptiveCard> = {
  'many paragraphs': card(times(400, (at) => line(said(at)))),
  'one container of all': card([{ type: 'Container', items: times(300, (at) => line(said(at))) }]),
  'containers in containers': card(
    times(30, (at) => ({
      type: 'Container',
      items: [line(said(at * 10)), { type: 'Container', items: times(9, (i) => line(said(at * 10 + i + 1))) }],
    })),
  ),
  'a thousand facts': card([
    { type: 'FactSet', facts: times(1000, (at) => ({ title: `Fact ${at}`, value: `word${at}` }) as never) },
  ]),
  columns: card(
    times(120, (at) => ({
      type: 'ColumnSet',
      columns: [
        { type: 'Column', items: [line(said(2 * at))] },
        { type: 'Column', items: [line(said(2 * at + 1))] },
      ],
    })),
  ),
  'a table': card([
    {
      type: 'Table',
      rows: times(300, (at) => ({ type: 'TableRow', cells: [{ type: 'TableCell', items: [line(said(at))] }] })),
    },
  ]),
  'few long texts': card(times(40, (at) => line(`word${at} ${'and so on '.repeat(400)}`))),
};

describe('the rest of a long card', () => {
  for (const [name, whole] of Object.entries(cards)) {
    it(`begins where the message stopped, and is all there: ${name}`, () => {
      const message = renderCard(whole, { surface: 'message', rest: restOf('home') });
      const button = message.blocks.find((block) => block.type === 'actions')?.elements[0];
      assert.ok(button?.type === 'button' && button.value);
      const { from } = JSON.parse(button.value) as { from: string };
      const pages = pagesOf(whole, from);
      const shown = [...wordsOf(message.blocks), ...wordsOf(pages)];
      assert.deepEqual([...new Set(shown)].toSorted(), [...new Set(wordsOf(whole))].toSorted());
      const twice = shown.length - new Set(shown).size;
      // A table in words is one text: its rows come again from the first.
      assert.ok(name === 'a table' || twice <= 2, `${twice} are shown twice`);
      for (const page of pages) {
        const modal = renderCard(card(page), { surface: 'modal' });
        assert.deepEqual(wordsOf(modal.blocks), wordsOf(page), 'a modal holds a page');
      }
    });
  }

  it('is the whole card where the place is not in it', () => {
    const whole = card(times(3, (at) => line(`word${at}`)));
    for (const from of ['', '/', '/body', '/body/7', '/body/-1', '/body/x/y', '/nowhere/1', '/actions/0'])
      assert.deepEqual(restPage(whole, from), { body: whole.body });
  });

  it('holds something on every page, however long one text is', () => {
    const whole = card([line('x'.repeat(90_000)), line('y'.repeat(90_000))]);
    assert.deepEqual(
      pagesOf(whole, '/body/0').map((page) => page.length),
      [1, 1],
    );
  });

  it('is for reading: a field is its label, and what unfolds a form opens it', () => {
    const inner = card([textInput({ id: 'why', label: 'Why?' })]);
    const opens = unfoldsForm({ title: 'Answer', action: 'prompts.answer', values: { round: '7' } }, inner);
    const presses = press({ title: 'Skip', action: 'prompts.skip' });
    const { body } = restPage(
      card([textInput({ id: 'a', label: 'Your name' }), { type: 'ActionSet', actions: [opens, presses] }]),
      '/body/0',
    );
    assert.doesNotMatch(JSON.stringify(body), /Input\./);
    assert.match(JSON.stringify(body), /Your name/);
    const { blocks } = renderCard(card(body), { surface: 'modal' });
    const buttons = blocks.flatMap((block) => (block.type === 'actions' ? block.elements : []));
    assert.deepEqual(
      buttons.map((button) => button.action_id),
      ['prompts.answer', 'prompts.skip'],
    );
  });

  it('ends with the cards that are shown below their buttons', () => {
    const small = card([line('word1'), line('word2')]);
    const whole = card([line('word0')], [{ type: 'Action.ShowCard', title: 'Small print', card: small }]);
    assert.deepEqual(wordsOf(restPage(whole, '/body/0').body), ['word0', 'word1', 'word2']);
    assert.match(JSON.stringify(restPage(whole, '/body/0').body), /Small print/);
  });
});
