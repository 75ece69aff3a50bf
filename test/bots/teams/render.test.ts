import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import type * as AdaptiveCards from 'adaptivecards';
import { longestCard } from '../../../src/bots/teams/limits.ts';
import { cardOfText, renderCard } from '../../../src/bots/teams/render-card.ts';
import { renderDialogCard, renderFormCard, renderTitle } from '../../../src/bots/teams/render-form.ts';
import { cut, renderSummary, renderText } from '../../../src/bots/teams/render-text.ts';
import type { AdaptiveCard, CardElement } from '../../../src/chat/card.ts';
import type { Form } from '../../../src/chat/form.ts';

const sdk = createRequire(import.meta.url)('adaptivecards/dist/adaptivecards.js') as typeof AdaptiveCards;

function card(body: readonly CardElement[], rest: object = {}): AdaptiveCard {
  return { type: 'AdaptiveCard', version: '1.5', body, ...rest };
}

/** What Microsoft's own parser has to say about a card. */
function complaintsAbout(shown: AdaptiveCard): string[] {
  const parsed = new sdk.AdaptiveCard();
  const context = new sdk.SerializationContext();
  parsed.parse(shown, context);
  const events = Array.from({ length: context.eventCount }, (_, index) => context.getEventAt(index).message);
  return [...events, ...parsed.validateProperties().validationEvents.map(({ message }) => message)];
}

const form: Form = {
  name: 'prompts.answer',
  title: 'Your answer',
  state: 'r-1',
  body: [
    {
      type: 'Input.Text',
      id: 'answer',
      label: 'Answer',
      value: 'older',
      isRequired: true,
      errorMessage: 'Words, please',
    },
    { type: 'Container', items: [{ type: 'Input.Number', id: 'minutes', label: 'Minutes' }] },
    { type: 'ColumnSet', columns: [{ type: 'Column', items: [{ type: 'Input.Toggle', id: 'on', title: 'On' }] }] },
  ],
  submit: 'Preview',
};

describe('cards as Teams takes them', () => {
  it('are version 1.5, and otherwise as they were', () => {
    const body = [{ type: 'TextBlock', text: '**Bold** and [a link](https://example.org)', wrap: true }];
    const shown = renderCard(card(body, { version: '1.6', refresh: { action: {} } }));
    assert.deepEqual(shown.body, body);
    assert.equal(shown.version, '1.5');
    assert.equal('refresh' in shown, false);
    assert.deepEqual(complaintsAbout(shown), []);
  });

  it('call nobody but those whom an entity names', () => {
    const text = 'Hi <at>Maya</at>, <at>everyone</at> and <at id="0">x</at> </at>';
    const entities = [{ type: 'mention', text: '<at>Maya</at>', mentioned: { id: '29:1', name: 'Maya' } }];
    const facts = [{ title: '<at>a</at>', value: '<AT>b</AT>' }];
    const shown = renderCard(
      card(
        [
          { type: 'TextBlock', text },
          { type: 'FactSet', facts },
        ],
        { msteams: { entities } },
      ),
    );
    assert.equal(shown.body[0]?.text, 'Hi <at>Maya</at>, ‹at›everyone‹/at› and ‹at id="0"›x‹/at› ‹/at›');
    assert.deepEqual(shown.body[1]?.facts, [{ title: '‹at›a‹/at›', value: '‹AT›b‹/AT›' }]);
    const inner = { type: 'Action.ShowCard', title: 'More', data: { a: 1 }, card: card([{ type: 'TextBlock', text }]) };
    assert.doesNotMatch(JSON.stringify(renderCard(card([], { actions: [inner] }))), /<at>|"data"/);
  });

  it('lead nowhere but to https', () => {
    const open = (url: string) => ({ type: 'Action.OpenUrl', title: 'Open', url });
    const shown = renderCard(
      card(
        [
          { type: 'Image', url: 'http://evil.example/pixel.png', altText: 'A chart' },
          { type: 'Image', url: 'javascript:alert(1)' },
          { type: 'Container', items: [], selectAction: open('http://evil.example') },
        ],
        { actions: [open('javascript:alert(1)'), open('https://example.org'), open('no address')] },
      ),
    );
    assert.deepEqual(shown.actions, [open('https://example.org')]);
    assert.doesNotMatch(JSON.stringify(shown), /evil|javascript/);
    assert.match(JSON.stringify(shown), /A chart/);
  });

  it('carry data as it is', () => {
    const press = { type: 'Action.Execute', title: 'Go', verb: 'go', data: { said: '<at>x</at>', type: 'TextBlock' } };
    assert.deepEqual(renderCard(card([], { actions: [press] })).actions, [press]);
  });

  it('are cut where they are too large: what is shown, never what was typed', () => {
    const typed = 'typed '.repeat(600);
    const long = Array.from({ length: 40 }, () => ({ type: 'TextBlock', text: '👩‍👩‍👧 long '.repeat(400) }));
    const shown = renderCard(card([...long, { type: 'Input.Text', id: 'a', value: typed }]));
    assert.ok(JSON.stringify(shown).length <= longestCard);
    assert.equal(shown.body.at(-1)?.value, typed);
    assert.equal(shown.body.length, 41);
    const kept = [{ type: 'RichTextBlock', inlines: [{ type: 'TextRun', text: 'x'.repeat(4000) }] }];
    assert.deepEqual(renderCard(card([...kept, ...kept, ...kept])).body, [...kept, ...kept, ...kept]);
  });

  it('are made of words alone too', () => {
    assert.deepEqual(complaintsAbout(cardOfText('One\n\n<b>two</b>')), []);
    assert.equal(cardOfText('One\n\ntwo').body.length, 2);
  });
});

describe('forms as Teams takes them', () => {
  it('in a message: a card whose button answers in place, with a way for older clients', () => {
    const shown = renderFormCard({ form });
    assert.equal(shown.body[0]?.text, 'Your answer');
    const data = { form: 'prompts.answer', state: 'r-1', button: 'submit' };
    const [send, ...rest] = shown.actions ?? [];
    assert.deepEqual(rest, []);
    assert.equal(send?.type, 'Action.Execute');
    assert.equal(send?.verb, 'prompts.answer');
    assert.deepEqual(send?.data, data);
    assert.deepEqual(send?.fallback, { type: 'Action.Submit', title: 'Preview', data });
    assert.deepEqual(complaintsAbout(shown), []);
  });

  it('in a dialog: without the title, which stands above it', () => {
    const shown = renderDialogCard({ form });
    assert.equal(shown.body[0]?.type, 'Input.Text');
    assert.equal(shown.actions?.[0]?.type, 'Action.Submit');
    assert.deepEqual(complaintsAbout(shown), []);
    assert.equal(renderTitle(form), 'Your answer');
  });

  it('complaints stand above their fields, those of the whole on top; what was typed stays', () => {
    const complaints = { '': 'Not yet', answer: 'Words, please', on: 'Choose', gone: 'Of a field that is not there' };
    const typed = { answer: 'newer', minutes: '12', on: 'true' };
    const shown = renderDialogCard({ form, complaints, typed });
    const text = JSON.stringify(shown);
    const order = [
      '⚠ Not yet',
      '⚠ Of a field',
      '⚠ Words, please',
      '"newer"',
      '"value":12',
      '⚠ Choose',
      '"value":"true"',
    ];
    const places = order.map((each) => text.indexOf(each));
    assert.ok(
      places.every((place) => place >= 0),
      JSON.stringify(places),
    );
    assert.deepEqual(
      places,
      places.toSorted((one, other) => one - other),
    );
    assert.deepEqual(complaintsAbout(shown), []);
  });

  it('a number that is none is not put back as one', () => {
    const shown = renderDialogCard({ form, complaints: { minutes: 'A number' }, typed: { minutes: 'twelve' } });
    assert.doesNotMatch(JSON.stringify(shown), /twelve|NaN/);
    assert.deepEqual(complaintsAbout(shown), []);
  });

  it('with a way back no empty field bars it; without a button there is none', () => {
    const shown = renderDialogCard({ form: { ...form, back: 'Back' } });
    assert.doesNotMatch(JSON.stringify(shown), /isRequired/);
    assert.deepEqual(
      shown.actions?.map((each) => (each.data as { button: string }).button),
      ['submit', 'back'],
    );
    const { submit: _, ...closed } = form;
    assert.equal(renderDialogCard({ form: closed }).actions, undefined);
  });
});

describe('text as Teams takes it', () => {
  it('is cut between characters', () => {
    assert.equal(cut('abc', 3), 'abc');
    assert.equal(cut('abcd', 3), 'ab…');
    assert.equal(cut('👩‍👩‍👧👩‍👩‍👧', 10), '👩‍👩‍👧…');
    assert.ok(renderText('é'.repeat(30_000)).length <= 10_000);
    assert.ok(renderSummary('🙂'.repeat(30_000)).isWellFormed());
    assert.ok(renderText(`a${'\u0301'.repeat(50_000)}`).length <= 10_000);
    assert.equal(renderText('half \ud83d'), 'half \ufffd');
  });
});
