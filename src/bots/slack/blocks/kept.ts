import { isTyped, type JsonObject, step } from './json.ts';
import { inShort, type Ledger } from './losses.ts';

/** Which properties of which element find their way into blocks; every other one is listed. */

const ALWAYS = [
  'type',
  'id',
  'isVisible',
  'separator',
  'fallback',
  'requires',
  'wrap',
  '$schema',
  'selectAction',
  'targetWidth',
];

const KEPT: Readonly<Record<string, readonly string[]>> = {
  AdaptiveCard: ['version', 'body', 'actions', 'fallbackText', 'msteams'],
  msteams: ['entities'],
  TextBlock: ['text', 'weight', 'isSubtle', 'style', 'size', 'fontType'],
  RichTextBlock: ['inlines'],
  TextRun: ['text', 'isSubtle', 'weight', 'italic', 'strikethrough', 'underline', 'fontType'],
  CitationRun: ['text'],
  FactSet: ['facts'],
  Fact: ['title', 'value'],
  Image: ['url', 'altText', 'size', 'style'],
  ImageSet: ['images', 'imageSize'],
  Media: ['sources', 'altText', 'poster'],
  Container: ['items'],
  ColumnSet: ['columns'],
  Column: ['items'],
  ActionSet: ['actions'],
  Table: ['rows', 'columns', 'firstRowAsHeader', 'firstRowAsHeaders'],
  TableRow: ['cells'],
  TableCell: ['items'],
  CodeBlock: ['codeSnippet', 'code'],
  Badge: ['text'],
  Rating: ['value', 'max', 'count'],
  ProgressBar: ['value', 'max', 'label'],
  ProgressRing: ['label'],
  CompoundButton: ['title', 'description', 'badge'],
  Carousel: ['pages'],
  CarouselPage: ['items'],
  Choice: ['title', 'value'],
};

const INPUT = ['label', 'isRequired', 'value', 'placeholder', 'errorMessage'];
const INPUT_KEPT: Readonly<Record<string, readonly string[]>> = {
  'Input.Text': ['isMultiline', 'maxLength', 'style', 'inlineAction'],
  'Input.Number': ['min', 'max'],
  'Input.Date': [],
  'Input.Time': [],
  'Input.Toggle': ['title', 'valueOn', 'valueOff'],
  'Input.ChoiceSet': ['choices', 'isMultiSelect', 'style', 'choices.data'],
  'Input.Rating': ['max', 'allowHalfSteps'],
};

const ACTION = ['title', 'style', 'isEnabled', 'associatedInputs', 'menuActions'];
const ACTION_KEPT: Readonly<Record<string, readonly string[]>> = {
  'Action.OpenUrl': ['url'],
  'Action.Submit': ['data'],
  'Action.Execute': ['data', 'verb'],
  'Action.ShowCard': ['card', 'data'],
};

const INSTEAD = new Map(
  Object.entries({
    color: 'the text without its colour',
    backgroundImage: 'no background',
    tooltip: 'no tooltip',
    iconUrl: 'the title alone',
    speak: 'the text of the message',
    errorMessage: 'shown under the field when the answers are refused',
    min: 'checked when the answers arrive',
    max: 'checked when the answers arrive',
    regex: 'checked when the answers arrive',
  }),
);

/** Values that change nothing, such as `color: "default"`. */
const PLAIN = new Set<unknown>(['', 'default', 'auto', 'stretch', 'left', 'none', false, 0]);
/** Properties that people read, where "Default" is a word like any other. */
const READ = new Set(['title', 'text', 'label', 'altText', 'placeholder', 'errorMessage', 'tooltip', 'speak']);

export function listUnkept(ledger: Ledger, object: JsonObject, path: string, type: string): void {
  listNoLists(ledger, object, path, type);
  const kept = keptOf(type);
  if (!kept) return;
  for (const key of Object.keys(object)) {
    if (kept.has(key)) continue;
    const value = object[key];
    if (value === undefined || value === null || value === '') continue;
    if (!READ.has(key) && PLAIN.has(typeof value === 'string' ? value.toLowerCase() : value)) continue;
    ledger.add(step(path, key), `${key}: ${inShort(value)}`, INSTEAD.get(key) ?? 'left out');
  }
}

const LISTS = [
  'items',
  'columns',
  'facts',
  'images',
  'rows',
  'cells',
  'pages',
  'choices',
  'sources',
  'segments',
  'body',
  'actions',
  'menuActions',
];

/** A template that nobody expanded leaves a text where a list belongs. */
function listNoLists(ledger: Ledger, object: JsonObject, path: string, type: string): void {
  for (const key of type.startsWith('Chart.') ? [...LISTS, 'data'] : LISTS) {
    const value = object[key];
    if (value === undefined || value === null || Array.isArray(value)) continue;
    if ((key === 'body' || key === 'items') && isTyped(value)) continue;
    ledger.add(step(path, key), `${inShort(value)} where a list belongs`, 'left out');
  }
}

/** The title and the figures stand in the text in any case, and Slack's own charts have a legend. */
const CHART = ['title', 'showTitle', 'showLegend', 'showBarValues', 'data', 'xAxisTitle', 'yAxisTitle'];
const CHART_KEPT: Readonly<Record<string, readonly string[]>> = {
  'Chart.': [],
  'Chart.Donut': ['value'],
  'Chart.Gauge': ['value', 'min', 'max', 'showMinMax', 'segments', 'subLabel'],
};

const SETS = new Map<string, ReadonlySet<string>>();
for (const [type, keys] of Object.entries(KEPT)) SETS.set(type, new Set([...ALWAYS, ...keys]));
for (const [type, keys] of Object.entries(INPUT_KEPT)) SETS.set(type, new Set([...ALWAYS, ...INPUT, ...keys]));
for (const [type, keys] of Object.entries(CHART_KEPT)) SETS.set(type, new Set([...ALWAYS, ...CHART, ...keys]));
for (const [type, keys] of Object.entries(ACTION_KEPT)) SETS.set(type, new Set([...ALWAYS, ...ACTION, ...keys]));

function keptOf(type: string): ReadonlySet<string> | undefined {
  if (type.startsWith('Chart.')) return SETS.get(type) ?? SETS.get('Chart.');
  return SETS.get(type) ?? (type.startsWith('Action.') ? SETS.get('Action.Submit') : undefined);
}
