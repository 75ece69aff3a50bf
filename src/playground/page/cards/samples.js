/** Cards as organisations write them, to begin with. */

const version = '1.5';
const $schema = 'http://adaptivecards.io/schemas/adaptive-card.json';
const card = (body, more = {}) => ({ type: 'AdaptiveCard', $schema, version, body, ...more });
const text = (words, more = {}) => ({ type: 'TextBlock', text: words, wrap: true, ...more });
const group = 'General';

const workshop = card(
  [
    text('Workshop: writing for people in a hurry', { style: 'heading', size: 'Large', weight: 'Bolder' }),
    text('Hosted by **Leah Cohen** and the content team. [What we did last time](https://example.org/notes)'),
    {
      type: 'FactSet',
      facts: [
        { title: 'When', value: '{{DATE(2026-12-03T14:00:00Z, LONG)}}, {{TIME(2026-12-03T14:00:00Z)}}' },
        { title: 'Where', value: 'Room 2 and on a call' },
        { title: 'Places left', value: '7 of 20' },
      ],
    },
    {
      type: 'ColumnSet',
      columns: [
        { type: 'Column', width: 'stretch', items: [text('**Bring** a page of yours that people complain about.')] },
        { type: 'Column', width: 'stretch', items: [text('**Take home** three edits that you can make today.')] },
      ],
    },
    text('Everyone in the network can see this.', { isSubtle: true, size: 'Small', separator: true }),
  ],
  {
    actions: [
      {
        type: 'Action.Execute',
        title: 'Count me in',
        verb: 'workshop.join',
        data: { workshop: '12' },
        style: 'positive',
      },
      { type: 'Action.Execute', title: 'Cannot come', verb: 'workshop.decline', data: { workshop: '12' } },
      { type: 'Action.OpenUrl', title: 'Read more', url: 'https://example.org/workshop' },
    ],
  },
);

const request = card(
  [
    text('Ask for a new page', { style: 'heading', size: 'Large', weight: 'Bolder' }),
    {
      type: 'Input.Text',
      id: 'title',
      label: 'What is it about?',
      maxLength: 80,
      isRequired: true,
      errorMessage: 'A few words are enough.',
    },
    {
      type: 'Input.Text',
      id: 'why',
      label: 'What should people be able to do there?',
      isMultiline: true,
      placeholder: 'Report a missed bin',
    },
    {
      type: 'Input.ChoiceSet',
      id: 'team',
      label: 'Whose page is it?',
      value: 'waste',
      choices: ['Waste', 'Housing', 'Planning'].map((title) => ({ title, value: title.toLowerCase() })),
    },
    {
      type: 'Input.ChoiceSet',
      id: 'languages',
      label: 'Languages',
      style: 'expanded',
      isMultiSelect: true,
      value: 'en,cy',
      choices: [
        { title: 'English', value: 'en' },
        { title: 'Welsh', value: 'cy' },
        { title: 'Polish', value: 'pl' },
      ],
    },
    {
      type: 'Input.Date',
      id: 'by',
      label: 'Needed by',
      min: '2026-12-01',
      max: '2027-03-31',
      errorMessage: 'A day up to the end of March, please.',
    },
    { type: 'Input.Number', id: 'visits', label: 'Visits a month, roughly' },
    {
      type: 'Input.Text',
      id: 'code',
      label: 'Cost centre',
      regex: '^[A-Z]{2}\\d{4}$',
      errorMessage: 'Two capitals and four digits, such as AB1234.',
    },
    { type: 'Input.Toggle', id: 'urgent', title: 'The law asks for it', valueOn: 'yes', valueOff: 'no' },
  ],
  {
    actions: [
      { type: 'Action.Execute', title: 'Send', verb: 'pages.request', style: 'positive' },
      { type: 'Action.Execute', title: 'Not now', verb: 'pages.drop', associatedInputs: 'none' },
    ],
  },
);

const months = ['Sep', 'Oct', 'Nov'];
const charts = card([
  text('How the newsletter is read', { style: 'heading', size: 'Large', weight: 'Bolder' }),
  {
    type: 'Chart.VerticalBar',
    title: 'Opened, of 100',
    data: months.map((x, at) => ({ x, y: [31, 38, 44][at] })),
    yAxisTitle: 'Of 100',
    xAxisTitle: 'Month',
  },
  {
    type: 'Chart.HorizontalBar.Stacked',
    title: 'What people did next',
    data: months.map((title, at) => ({
      title,
      data: [
        { legend: 'Read on', value: [12, 15, 21][at] },
        { legend: 'Replied', value: [2, 3, 5][at] },
      ],
    })),
  },
  {
    type: 'Chart.Line',
    title: 'Reads by channel',
    data: [
      {
        legend: 'Staff',
        values: [
          { x: '2026-11-02', y: 12 },
          { x: '2026-11-09', y: 19 },
          { x: '2026-11-23', y: 27 },
        ],
      },
      {
        legend: 'Members',
        values: [
          { x: '2026-11-02', y: 4 },
          { x: '2026-11-16', y: 9 },
        ],
      },
    ],
  },
  {
    type: 'Chart.Gauge',
    title: 'Teams that took part',
    value: 14,
    min: 0,
    max: 22,
    segments: [
      { legend: 'A start', size: 8 },
      { legend: 'Good', size: 14 },
    ],
  },
  {
    type: 'Chart.Donut',
    title: 'Where they read it',
    data: [
      { legend: 'Phone', value: 61 },
      { legend: 'Desk', value: 39 },
    ],
  },
]);

const table = card([
  text('Spending this quarter', { style: 'heading', size: 'Large', weight: 'Bolder' }),
  {
    type: 'Table',
    firstRowAsHeader: true,
    columns: [
      { width: 2 },
      { width: 1, horizontalCellContentAlignment: 'right' },
      { width: 1, horizontalCellContentAlignment: 'right' },
    ],
    rows: [
      ['Budget', 'Planned', 'Spent'],
      ['Print', '4,200', '3,980'],
      ['Translation', '2,500', '2,710'],
      ['Training', '1,000', '450'],
    ].map((cells) => ({
      type: 'TableRow',
      cells: cells.map((words) => ({ type: 'TableCell', items: [text(words)] })),
    })),
  },
  { type: 'CodeBlock', codeSnippet: 'select budget, sum(spent)\nfrom invoices\ngroup by budget', language: 'Sql' },
  { type: 'Badge', text: 'Checked by finance', style: 'Good' },
  { type: 'Rating', value: 4.2, max: 5, count: 31 },
  { type: 'ProgressBar', value: 71, label: 'Of the year’s budget' },
]);

const long = card([
  text('Minutes of a long meeting', { style: 'heading', size: 'Large', weight: 'Bolder' }),
  ...Array.from({ length: 60 }, (_, at) =>
    text(
      `**${at + 1}. Item ${at + 1}.** We heard what was tried, what came of it, and who would like to try the same. Someone takes it further, and tells us next month what they found.`,
    ),
  ),
]);

const odd = card([
  text('What Slack has no room for', { style: 'heading', size: 'Large', weight: 'Bolder', color: 'Accent' }),
  { type: 'Image', url: '/pictures/logo.png', altText: 'Our logo, at an address that only works here' },
  text('A [link into an app](myapp://orders/7) and a template that nobody filled: $\u007bname}'),
  {
    type: 'Container',
    style: 'attention',
    items: [text('Red on both sides, but nothing depends on it.', { color: 'Attention' })],
  },
  {
    type: 'Carousel',
    pages: ['One', 'Two'].map((title) => ({ type: 'CarouselPage', items: [text(`Page ${title}`)] })),
  },
  { type: 'Hologram', text: 'An element of tomorrow', fallback: text('Shown where it is not known.') },
  {
    type: 'ActionSet',
    actions: [
      { type: 'Action.ToggleVisibility', title: 'Show more', targetElements: ['more'] },
      { type: 'Action.OpenUrl', title: 'Help', url: 'https://example.org/help', tooltip: 'Opens in the browser' },
    ],
  },
  {
    type: 'TextBlock',
    id: 'more',
    isVisible: false,
    text: 'What stays hidden until somebody asks for it.',
    wrap: true,
  },
]);

export const samples = [
  { name: 'An invitation', group, surface: 'message', card: workshop },
  { name: 'A form', group, surface: 'modal', card: request },
  { name: 'Charts', group, surface: 'message', card: charts },
  { name: 'A table and more', group, surface: 'message', card: table },
  { name: 'Longer than a message', group, surface: 'message', card: long },
  { name: 'What has no counterpart', group, surface: 'message', card: odd },
];
