import fc from 'fast-check';

/** Random cards: every element, input and action of the schema and of Teams, odd texts, and wrong types everywhere. */

type Json = Record<string, unknown>;

const words = fc.constantFrom(
  'data',
  'Flight',
  'Straße',
  'naïve',
  '日本語',
  '👩‍👩‍👧 family',
  '🇩🇪',
  'a_b_c',
  '2 * 3',
  '<!channel>',
  '@here',
  '&',
  '<b>',
  ':smile:',
  '~',
  '`code`',
  '*x*',
  '**bold**',
  '_it_',
  '[link](https://example.com/a?b=1)',
  '[rel](/path)',
  '[app](msteams:/l/x)',
  '\x24{name}',
  '{{DATE(2017-02-14T06:08:39Z, SHORT)}}',
  '{{TIME(2017-02-14T06:08:39Z)}}',
  '{{DATE(no)}}',
  '<at>Ada</at>',
  '</at>',
  '\u200b',
  '\ud800',
  '\u0000',
  '&amp;',
  '\\*',
  '#',
  '1.',
  '- item',
  '|',
  'https://example.com',
);
const text = fc.oneof(
  { weight: 6, arbitrary: fc.array(words, { minLength: 1, maxLength: 5 }).map((parts) => parts.join(' ')) },
  { weight: 2, arbitrary: fc.array(words, { minLength: 1, maxLength: 4 }).map((parts) => parts.join('\n')) },
  {
    weight: 1,
    arbitrary: fc
      .array(words, { minLength: 1, maxLength: 3 })
      .map((parts) => parts.map((part) => `- ${part}`).join('\n')),
  },
  { weight: 1, arbitrary: fc.constantFrom('', ' ', '\u200b\u200b', '\n') },
  { weight: 1, arbitrary: fc.string({ unit: 'grapheme', maxLength: 40 }) },
  { weight: 1, arbitrary: fc.integer({ min: 60, max: 700 }).map((count) => 'lorem ipsum dolor '.repeat(count).trim()) },
);
const address = fc.constantFrom(
  'https://example.com/pic.png',
  'http://a.b/c d',
  'data:image/png;base64,AAAA',
  '/rel.png',
  '\x24{url}',
  'msteams:/l/x',
  'https://',
  '',
);
const id = fc.constantFrom(
  'name',
  'name',
  'a b',
  '__proto__',
  'x'.repeat(300),
  '',
  'é',
  'hid',
  'verb#2',
  'constructor',
);
const word = (...all: string[]) => fc.constantFrom(...all, 'Strange');

function of(type: string, shape: Record<string, fc.Arbitrary<unknown>>): fc.Arbitrary<Json> {
  return fc.record({ type: fc.constant(type), ...shape }, { requiredKeys: ['type'] });
}

const common = {
  id,
  isVisible: fc.constantFrom(true, true, true, false),
  separator: fc.boolean(),
  spacing: word('none', 'small'),
  targetWidth: fc.constantFrom(undefined, undefined, 'atLeast:narrow', 'VeryNarrow'),
  'grid.area': fc.constantFrom('a', 'b'),
};

const leaf = (action: fc.Arbitrary<unknown>): fc.Arbitrary<Json>[] => [
  of('TextBlock', {
    ...common,
    text,
    size: word('large', 'small'),
    weight: word('bolder'),
    isSubtle: fc.boolean(),
    style: word('heading'),
    color: word('good'),
  }),
  of('RichTextBlock', {
    ...common,
    inlines: fc.array(
      fc.oneof(text, of('TextRun', { text, italic: fc.boolean(), strikethrough: fc.boolean(), selectAction: action })),
      { maxLength: 4 },
    ),
  }),
  of('FactSet', { ...common, facts: fc.array(fc.record({ title: text, value: text }), { maxLength: 14 }) }),
  of('Image', { ...common, url: address, altText: text, size: word('small', 'large'), selectAction: action }),
  of('ImageSet', { ...common, images: fc.array(of('Image', { url: address, altText: text }), { maxLength: 12 }) }),
  of('Media', {
    ...common,
    sources: fc.array(fc.record({ mimeType: fc.constant('video/mp4'), url: address }), { maxLength: 2 }),
    poster: address,
    altText: text,
  }),
  of('CodeBlock', { ...common, codeSnippet: text, language: fc.constant('ts') }),
  of('Badge', { ...common, text, tooltip: text }),
  of('Icon', { name: fc.constantFrom('Star', 'NoSuchIcon', 'Calendar,filled') }),
  of('Rating', { value: fc.double({ min: 0, max: 5, noNaN: true }), count: fc.nat(99) }),
  of('ProgressBar', { value: fc.nat(100) }),
  of('ProgressRing', { label: text }),
  of('CompoundButton', { title: text, description: text, selectAction: action }),
  of('Chart.Pie', {
    title: text,
    data: fc.array(fc.record({ legend: text, value: fc.integer({ min: -2, max: 50 }) }), { maxLength: 8 }),
  }),
  of('Chart.Donut', {
    title: text,
    showTitle: fc.boolean(),
    value: text,
    data: fc.array(fc.record({ legend: text, value: fc.nat(50) }), { maxLength: 8 }),
  }),
  of('Chart.Line', {
    title: text,
    data: fc.array(
      fc.record({ legend: text, values: fc.array(fc.record({ x: text, y: fc.integer() }), { maxLength: 4 }) }),
      { maxLength: 8 },
    ),
  }),
  of('Chart.VerticalBar', {
    title: text,
    xAxisTitle: text,
    yAxisTitle: text,
    data: fc.array(fc.record({ x: fc.oneof(text, fc.nat(9)), y: fc.nat(99) }), { maxLength: 25 }),
  }),
  of('Chart.Gauge', {
    title: text,
    value: fc.nat(100),
    subLabel: text,
    segments: fc.array(fc.record({ legend: text, size: fc.nat(50) }), { maxLength: 3 }),
  }),
  of('NoSuchElement', { text, fallback: fc.oneof(fc.constant('drop'), of('TextBlock', { text })) }),
  of('Input.Text', {
    ...input,
    value: text,
    style: word('email', 'url', 'password'),
    isMultiline: fc.boolean(),
    maxLength: fc.oneof(fc.integer(), fc.nat(9000)),
    regex: fc.constantFrom('^a+$', '('),
  }),
  of('Input.Number', { ...input, value: number, min: number, max: number }),
  of('Input.Date', {
    ...input,
    value: fc.constantFrom('2026-02-30', '2026-02-28', 'x'),
    min: fc.constant('2026-01-01'),
  }),
  of('Input.Time', { ...input, value: fc.constantFrom('25:00', '09:30', '9:30') }),
  of('Input.Toggle', {
    ...input,
    title: text,
    value: fc.constantFrom('true', 'on', 'x'),
    valueOn: fc.constantFrom('on', ''),
    valueOff: fc.constant('off'),
  }),
  of('Input.ChoiceSet', {
    ...input,
    choices: fc.array(fc.record({ title: text, value: fc.oneof(text, id) }), { maxLength: 130 }),
    value: fc.oneof(text, id),
    isMultiSelect: fc.boolean(),
    style: word('expanded', 'compact', 'filtered'),
  }),
  of('Input.Rating', { ...input, max: fc.nat(12), value: fc.nat(6), allowHalfSteps: fc.boolean() }),
];

const number = fc.oneof(fc.integer({ min: -99, max: 99 }), fc.double(), fc.constantFrom('5', 'x', '1e30'));
const input = { ...common, label: text, placeholder: text, isRequired: fc.boolean(), errorMessage: text };

const { card } = fc.letrec<{ card: Json; element: Json; action: Json }>((tie) => {
  const elements = fc.array(tie('element'), { maxLength: 4, depthIdentifier: 'card' });
  const actions = fc.array(tie('action'), { maxLength: 4, depthIdentifier: 'card' });
  return {
    action: fc.oneof(
      { depthIdentifier: 'card', maxDepth: 4, withCrossShrink: true },
      of('Action.OpenUrl', { title: text, url: address, tooltip: text, id }),
      of('Action.Submit', {
        title: text,
        data: fc.jsonValue(),
        style: word('positive', 'destructive'),
        isEnabled: fc.boolean(),
      }),
      of('Action.Execute', {
        title: text,
        verb: fc.oneof(id, fc.constant('approve')),
        data: fc.dictionary(fc.string(), fc.string({ maxLength: 3000 }), { maxKeys: 2 }),
        mode: word('secondary'),
        menuActions: fc.array(tie('action'), { maxLength: 2, depthIdentifier: 'card' }),
      }),
      of('Action.ToggleVisibility', {
        title: text,
        targetElements: fc.array(fc.oneof(id, fc.record({ elementId: id, isVisible: fc.boolean() })), { maxLength: 2 }),
      }),
      of('Action.ResetInputs', { title: text }),
      of('Action.Popover', { title: text, content: tie('element') }),
      of('Action.ShowCard', { title: text, id, card: tie('card') }),
    ) as fc.Arbitrary<Json>,
    element: fc.oneof(
      { depthIdentifier: 'card', maxDepth: 4, withCrossShrink: true },
      ...leaf(tie('action')),
      of('Container', {
        ...common,
        items: elements,
        style: word('attention'),
        selectAction: tie('action'),
        layouts: fc.constantFrom<unknown>(
          [{ type: 'Layout.Flow' }],
          [{ type: 'Layout.AreaGrid', areas: [{ name: 'a' }, { name: 'b', row: 2 }] }],
          [{ type: 'Layout.Stack', targetWidth: 'narrow' }],
          'x',
        ),
      }),
      of('ColumnSet', {
        ...common,
        columns: fc.array(of('Column', { items: elements, width: word('auto'), selectAction: tie('action') }), {
          maxLength: 5,
        }),
      }),
      of('ActionSet', { ...common, actions }),
      of('Carousel', { ...common, pages: fc.array(of('CarouselPage', { items: elements }), { maxLength: 3 }) }),
      of('Table', {
        ...common,
        firstRowAsHeader: fc.boolean(),
        rows: fc.array(of('TableRow', { cells: fc.array(of('TableCell', { items: elements }), { maxLength: 4 }) }), {
          maxLength: 4,
        }),
      }),
    ) as fc.Arbitrary<Json>,
    card: fc.record(
      {
        type: fc.constant('AdaptiveCard'),
        version: fc.constantFrom('1.0', '1.5', '9.9'),
        body: fc.array(tie('element'), { maxLength: 8 }),
        actions,
        selectAction: tie('action'),
        fallbackText: text,
        speak: text,
      },
      { requiredKeys: ['type', 'version'] },
    ) as fc.Arbitrary<Json>,
  };
});

export const validCard: fc.Arbitrary<Json> = card;

const junk = fc.oneof(
  fc.constantFrom<unknown>(null, true, 0, -1, 1e308, '', 'x', [], {}, [null], [[]], {
    type: 'TextBlock',
    text: 'stray',
  }),
  fc.jsonValue(),
);

/** A valid card with some of its properties replaced by anything. */
export const mutatedCard: fc.Arbitrary<Json> = fc
  .tuple(card, fc.array(fc.tuple(fc.nat(), junk), { minLength: 1, maxLength: 6 }), fc.nat(9))
  .map(([whole, changes, pick]) => {
    const copy = structuredClone(whole);
    // One element where a list belongs.
    if (pick === 0 && Array.isArray(copy.body) && copy.body.length > 0) copy.body = copy.body[0];
    for (const [place, value] of changes) replaceOne(copy, place, value);
    return { ...copy, type: 'AdaptiveCard' };
  });

function replaceOne(card: Json, pick: number, value: unknown): void {
  const places: [Json, string][] = [];
  const collect = (object: Json): void => {
    for (const [key, one] of Object.entries(object)) {
      if (object !== card || key !== 'type') places.push([object, key]);
      if (typeof one === 'object' && one !== null) collect(one as Json);
    }
  };
  collect(card);
  const place = places[pick % Math.max(places.length, 1)];
  if (place) place[0][place[1]] = structuredClone(value);
}
