import type { JsonObject } from '../../src/playground/json.ts';

const pixel =
  'data:image/svg+xml,%3Csvg xmlns="http://www.w3.org/2000/svg" width="80" height="80"%3E%3Crect width="80" height="80" fill="%23578"/%3E%3C/svg%3E';

const plain = (text: string) => ({ type: 'plain_text', text });
const mrkdwn = (text: string, more: object = {}) => ({ type: 'mrkdwn', text, ...more });
const option = (text: string, value: string) => ({ text: plain(text), value });
const options = [option('Monday', 'mon'), option('Tuesday', 'tue'), option('Wednesday', 'wed')];

/** One of every block that Slack knows, and one that nobody does. */
export const everyBlock: JsonObject[] = [
  { type: 'header', text: plain('What we are learning :wave:') },
  {
    type: 'section',
    text: mrkdwn(
      '*Bold*, _italic_, ~struck~, `code`, <https://example.org|a link>, <@U07AMINARAH>, <#C07DIGITAL1>, <!here>, :tada: &lt;b&gt; &amp; snake_case_name\n> A quoted line\n• one\n• two\n```a code\n  block```<!date^1795514400^{date_short_pretty} at {time}|soon>',
    ),
    accessory: { type: 'image', image_url: pixel, alt_text: 'A grey square' },
  },
  { type: 'section', fields: [mrkdwn('*Priority*\nHigh'), mrkdwn('*Owner*\nLeah'), plain('Left'), plain('Right')] },
  {
    type: 'context',
    elements: [{ type: 'image', image_url: pixel, alt_text: 'icon' }, mrkdwn('About *3* minutes. Fine to skip.')],
  },
  { type: 'divider' },
  { type: 'image', image_url: pixel, alt_text: 'A square, in grey', title: plain('A picture') },
  {
    type: 'actions',
    block_id: 'controls',
    elements: [
      { type: 'button', action_id: 'first', text: plain('Answer'), style: 'primary', value: 'round-1' },
      { type: 'button', action_id: 'second', text: plain('Another question') },
      {
        type: 'button',
        action_id: 'third',
        text: plain('Withdraw'),
        style: 'danger',
        confirm: {
          title: plain('Withdraw this note?'),
          text: mrkdwn('It goes from *digital-network*.'),
          confirm: plain('Withdraw'),
          deny: plain('Keep it'),
          style: 'danger',
        },
      },
      { type: 'static_select', action_id: 'day', placeholder: plain('Pick a day'), options },
      { type: 'overflow', action_id: 'more', options: [option('Edit', 'edit'), option('Delete', 'delete')] },
      { type: 'datepicker', action_id: 'date', initial_date: '2026-11-30' },
      { type: 'timepicker', action_id: 'time', initial_time: '10:00' },
      { type: 'users_select', action_id: 'who', placeholder: plain('Pick a person') },
      { type: 'checkboxes', action_id: 'boxes', options: [option('One', '1'), option('Two', '2')] },
      {
        type: 'radio_buttons',
        action_id: 'radios',
        options: [option('Yes', 'y'), option('No', 'n')],
        initial_option: option('No', 'n'),
      },
    ],
  },
  {
    type: 'rich_text',
    elements: [
      {
        type: 'rich_text_section',
        elements: [
          { type: 'text', text: 'Rich ', style: { bold: true } },
          { type: 'text', text: 'words', style: { italic: true, strike: true } },
          { type: 'text', text: ' and ' },
          { type: 'link', url: 'https://example.org/page', text: 'a page' },
          { type: 'text', text: ' by ' },
          { type: 'user', user_id: 'U07JOBEVAN1' },
          { type: 'text', text: ' ' },
          { type: 'emoji', name: 'seedling', unicode: '1f331' },
          { type: 'text', text: ' on ' },
          { type: 'date', timestamp: 1_795_514_400, format: '{date_long} at {time}', fallback: 'then' },
        ],
      },
      {
        type: 'rich_text_list',
        style: 'bullet',
        indent: 0,
        elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text: 'outer' }] }],
      },
      {
        type: 'rich_text_list',
        style: 'ordered',
        indent: 1,
        elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text: 'inner' }] }],
      },
      { type: 'rich_text_quote', elements: [{ type: 'text', text: 'Quoted <b>words</b>' }] },
      { type: 'rich_text_preformatted', elements: [{ type: 'text', text: 'const x = 1;' }] },
    ],
  },
  {
    type: 'table',
    rows: [
      [
        { type: 'raw_text', text: 'Service' },
        { type: 'raw_text', text: 'Visits' },
      ],
      [
        { type: 'raw_text', text: 'Bins' },
        { type: 'raw_number', value: 1200, text: '1,200' },
      ],
    ],
    column_settings: [{ align: 'left' }, { align: 'right' }],
  },
  {
    type: 'data_table',
    caption: 'Visits a month',
    page_size: 2,
    rows: [
      [
        { type: 'raw_text', text: 'Service' },
        { type: 'raw_text', text: 'Visits' },
      ],
      ...['Bins', 'Parking', 'Libraries'].map((name, at) => [
        { type: 'raw_text', text: name },
        { type: 'raw_number', value: 300 - at, text: String(300 - at) },
      ]),
    ],
  },
  {
    type: 'data_visualization',
    title: 'Answers a week',
    chart: {
      type: 'bar',
      series: [
        {
          name: 'Slack',
          data: [
            { label: 'W1', value: 4 },
            { label: 'W2', value: 7 },
          ],
        },
        {
          name: 'Teams',
          data: [
            { label: 'W1', value: 3 },
            { label: 'W2', value: 9 },
          ],
        },
      ],
      axis_config: { categories: ['W1', 'W2'], x_label: 'Week', y_label: 'Answers' },
    },
  },
  {
    type: 'data_visualization',
    title: 'Where',
    chart: {
      type: 'pie',
      segments: [
        { label: 'Slack', value: 11 },
        { label: 'Teams', value: 12 },
      ],
    },
  },
  { type: 'markdown', text: '## A heading\n\n- **bold** item\n  1. nested\n\n| A | B |\n|---|--:|\n| 1 | 2 |' },
  {
    type: 'card',
    title: mrkdwn('*A card*'),
    subtitle: mrkdwn('Its subtitle'),
    body: mrkdwn('Some words'),
    actions: [{ type: 'button', action_id: 'card-open', text: plain('Open') }],
  },
  {
    type: 'carousel',
    elements: [
      { type: 'card', title: mrkdwn('First') },
      { type: 'card', title: mrkdwn('Second') },
    ],
  },
  {
    type: 'container',
    title: plain('A container'),
    is_collapsible: true,
    child_blocks: [{ type: 'section', text: plain('Inside it') }],
  },
  {
    type: 'video',
    title: plain('A film'),
    video_url: 'https://example.org/v',
    title_url: 'https://example.org/film',
    thumbnail_url: pixel,
    alt_text: 'A frame of the film',
    provider_name: 'Example',
  },
  {
    type: 'context_actions',
    elements: [
      {
        type: 'feedback_buttons',
        action_id: 'feedback',
        positive_button: { text: plain('Good'), value: 'up' },
        negative_button: { text: plain('Bad'), value: 'down' },
      },
    ],
  },
  { type: 'alert', level: 'warning', text: plain('Mind the gap') },
  { type: 'task_card', task_id: 't1', title: 'Reading', status: 'in_progress' },
  { type: 'hologram', text: plain('Words in a block of tomorrow') },
];

/** A form with every kind of field. */
export const everyInput: JsonObject = {
  type: 'modal',
  callback_id: 'setup',
  title: plain('Set up prompts'),
  submit: plain('Start'),
  close: plain('Cancel'),
  blocks: [
    { type: 'section', text: mrkdwn('I ask each person *one* small question.') },
    { type: 'alert', level: 'info', text: mrkdwn('Nobody is ranked.') },
    {
      type: 'input',
      block_id: 'own',
      label: plain('A question in your own words'),
      hint: plain('Half-finished is fine.'),
      element: { type: 'plain_text_input', action_id: 'own', multiline: true, max_length: 300 },
    },
    {
      type: 'input',
      block_id: 'link',
      label: plain('A link'),
      optional: true,
      element: { type: 'url_text_input', action_id: 'link', placeholder: plain('https://') },
    },
    {
      type: 'input',
      block_id: 'asked',
      label: plain('Who is asked?'),
      element: {
        type: 'radio_buttons',
        action_id: 'asked',
        options: [option('Everyone', 'all'), option('Those who join', 'joined')],
        initial_option: option('Everyone', 'all'),
      },
    },
    {
      type: 'input',
      block_id: 'days',
      label: plain('On which days?'),
      element: { type: 'checkboxes', action_id: 'days', options, initial_options: [options[0]] },
    },
    {
      type: 'input',
      block_id: 'time',
      label: plain('At what time?'),
      element: { type: 'timepicker', action_id: 'time', initial_time: '10:00' },
    },
    {
      type: 'input',
      block_id: 'themes',
      label: plain('Themes'),
      optional: true,
      element: { type: 'multi_static_select', action_id: 'themes', options, placeholder: plain('All themes') },
    },
    {
      type: 'input',
      block_id: 'number',
      label: plain('How many?'),
      optional: true,
      element: { type: 'number_input', action_id: 'number', is_decimal_allowed: false },
    },
    {
      type: 'input',
      block_id: 'when',
      label: plain('From when?'),
      optional: true,
      element: { type: 'datetimepicker', action_id: 'when' },
    },
  ],
};

/** A prompt as it stands in a Teams chat: fields unfold under its button. */
export const promptCard: JsonObject = {
  type: 'AdaptiveCard',
  version: '1.5',
  body: [
    { type: 'TextBlock', text: 'One small question', style: 'heading', size: 'Large', weight: 'Bolder', wrap: true },
    {
      type: 'RichTextBlock',
      inlines: [
        { type: 'TextRun', text: 'What did you try this week that did not work? <img src=x onerror=alert(1)>' },
      ],
    },
    {
      type: 'TextBlock',
      text: '**Bold**, _italic_, [a link](https://example.org), <script>alert(1)</script>\n\n- one\n- two',
      wrap: true,
    },
    {
      type: 'RichTextBlock',
      inlines: [{ type: 'TextRun', text: 'About 3 minutes. Fine to skip.', isSubtle: true, size: 'Small' }],
    },
  ],
  actions: [
    {
      type: 'Action.ShowCard',
      id: 'prompts.answer',
      title: 'Answer',
      card: {
        type: 'AdaptiveCard',
        version: '1.5',
        body: [
          {
            type: 'Input.Text',
            id: 'what',
            label: 'What I tried',
            isMultiline: true,
            isRequired: true,
            errorMessage: 'This one needs a few words.',
            maxLength: 4000,
          },
          {
            type: 'Input.ChoiceSet',
            id: 'audience',
            label: 'Who sees this',
            style: 'expanded',
            value: 'community',
            isRequired: true,
            errorMessage: 'Please pick who sees this.',
            choices: [
              { title: 'Only me, keep as a draft', value: 'me' },
              { title: 'This community: Digital Leads', value: 'community' },
            ],
          },
        ],
        actions: [
          {
            type: 'Action.Execute',
            title: 'Preview',
            verb: 'prompts.answer',
            style: 'positive',
            data: { form: 'prompts.answer', state: 'round-1', button: 'submit' },
          },
        ],
      },
    },
    {
      type: 'Action.Execute',
      title: 'Another question',
      verb: 'prompts.swap',
      data: { round: '1' },
      associatedInputs: 'none',
    },
    { type: 'Action.Execute', title: 'Skip', verb: 'prompts.skip', data: { round: '1' }, associatedInputs: 'none' },
  ],
};

/** A note as a channel shows it. */
export const updateCard: JsonObject = {
  type: 'AdaptiveCard',
  version: '1.5',
  body: [
    { type: 'RichTextBlock', inlines: [{ type: 'TextRun', text: 'Rhys Evans is working out loud', weight: 'Bolder' }] },
    { type: 'RichTextBlock', inlines: [{ type: 'TextRun', text: 'What did you try this week that did not work?' }] },
    {
      type: 'FactSet',
      facts: [
        { title: 'Tried', value: 'Answering the newsletter myself' },
        { title: 'Learned', value: 'Half of them ask when the library opens' },
      ],
    },
    { type: 'RichTextBlock', inlines: [{ type: 'TextRun', text: '2 people found this useful' }] },
  ],
  actions: [
    {
      type: 'Action.Execute',
      title: 'Useful',
      verb: 'updates.useful',
      data: { update: 'u1' },
      associatedInputs: 'none',
    },
    {
      type: 'Action.Execute',
      title: 'Same here',
      verb: 'updates.same',
      data: { update: 'u1' },
      associatedInputs: 'none',
    },
    {
      type: 'Action.Submit',
      title: 'Reply',
      data: { action: 'updates.reply', update: 'u1', msteams: { type: 'task/fetch' } },
      associatedInputs: 'none',
    },
  ],
};

/** A dialog's card, with a complaint of the card's own where a field is left empty. */
export const dialogCard: JsonObject = {
  type: 'AdaptiveCard',
  version: '1.5',
  body: [
    {
      type: 'Input.Text',
      id: 'text',
      label: 'Your reply',
      isMultiline: true,
      isRequired: true,
      errorMessage: 'This one needs a few words.',
    },
    { type: 'Input.Toggle', id: 'stop', title: 'Stop asking', label: 'Stop', value: 'false' },
    { type: 'Input.Time', id: 'time', label: 'At what time', value: '10:00' },
    {
      type: 'Input.ChoiceSet',
      id: 'days',
      label: 'Days',
      isMultiSelect: true,
      style: 'expanded',
      value: 'mon,tue',
      choices: [
        { title: 'Monday', value: 'mon' },
        { title: 'Tuesday', value: 'tue' },
        { title: 'Wednesday', value: 'wed' },
      ],
    },
  ],
  actions: [
    {
      type: 'Action.Submit',
      title: 'Send',
      style: 'positive',
      data: { form: 'updates.reply', state: 'u1', button: 'submit' },
    },
  ],
};

/** Teams' charts, one of each kind that is drawn, and one that is not known. */
export const chartCard: JsonObject = {
  type: 'AdaptiveCard',
  version: '1.5',
  body: [
    {
      type: 'Chart.VerticalBar.Grouped',
      title: 'Two sides',
      showTitle: true,
      showBarValues: true,
      data: [
        {
          legend: 'Likely from',
          color: 'neutral',
          values: [
            { x: 'Before', y: 4.1 },
            { x: 'After', y: -6.2 },
          ],
        },
        {
          legend: 'Counted',
          color: 'categoricalBlue',
          values: [
            { x: 'Before', y: 4.9 },
            { x: 'After', y: 7.2 },
          ],
        },
      ],
    },
    { type: 'Chart.VerticalBar', title: 'Bars', showTitle: true, showBarValues: true, data: [{ x: 'New 1', y: 290 }] },
    { type: 'Chart.HorizontalBar', title: 'Not shown', data: [{ x: 'Lying', y: 3 }] },
    {
      type: 'Chart.Line',
      data: [
        {
          legend: 'Each item',
          values: [
            { x: 1, y: 210 },
            { x: 2, y: 245 },
          ],
        },
      ],
    },
    {
      type: 'Chart.Donut',
      data: [
        { legend: 'Yes', value: 3 },
        { legend: 'No', value: 1 },
      ],
    },
    { type: 'Chart.Radar', data: [], fallback: { type: 'TextBlock', text: 'Said in words instead' } },
  ],
};
