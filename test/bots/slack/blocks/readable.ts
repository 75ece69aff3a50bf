/** What a person can read on a card, and in blocks: found without the code under test, to compare the two. */

type Json = Record<string, unknown>;

interface Readable {
  readonly path: string;
  readonly text: string;
  /** Whether its stars and dashes are markdown. */
  readonly isMarkdown: boolean;
}

const TEXTS: Record<string, readonly string[]> = {
  TextBlock: ['text'],
  TextRun: ['text'],
  Image: ['altText'],
  Media: ['altText'],
  CodeBlock: ['codeSnippet'],
  Badge: ['text'],
  ProgressRing: ['label'],
  CompoundButton: ['title', 'description', 'badge'],
  'Input.Text': ['label', 'placeholder', 'errorMessage'],
  'Input.Number': ['label', 'placeholder', 'errorMessage'],
  'Input.Date': ['label', 'placeholder', 'errorMessage'],
  'Input.Time': ['label', 'placeholder', 'errorMessage'],
  'Input.Toggle': ['label', 'title', 'errorMessage'],
  'Input.ChoiceSet': ['label', 'placeholder', 'errorMessage'],
  'Input.Rating': ['label', 'errorMessage'],
};
const LISTS = ['body', 'items', 'columns', 'rows', 'cells', 'pages', 'images', 'inlines', 'actions', 'menuActions'];

function readableTexts(card: Json): Readable[] {
  const found: Readable[] = [];
  walk(card, '', shownIds(card), found);
  return found.filter((one) => linesIn(one).length > 0);
}

function walk(value: unknown, path: string, shown: ReadonlySet<string>, found: Readable[]): void {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return;
  const object = value as Json;
  if (object.isVisible === false && !(typeof object.id === 'string' && shown.has(object.id))) return;
  const type = typeof object.type === 'string' ? object.type : '';
  const say = (key: string, here = `${path}/${key}`, text: unknown = object[key]): void => {
    if (typeof text === 'string') found.push({ path: here, text, isMarkdown: isMarkdown(type, key) });
  };
  for (const key of Object.hasOwn(TEXTS, type) ? (TEXTS[type] ?? []) : []) say(key);
  if (type.startsWith('Action.')) for (const key of ['title', 'tooltip']) say(key);
  if (type.startsWith('Chart.')) chart(object, path, say);
  if (type === 'FactSet')
    each(object.facts, (fact, at) => {
      for (const key of ['title', 'value']) say(key, `${path}/facts/${at}/${key}`, fact[key]);
    });
  if (type === 'Input.ChoiceSet')
    each(object.choices, (choice, at) => say('title', `${path}/choices/${at}/title`, choice.title));
  for (const key of LISTS) {
    const list = object[key];
    if (key === 'body' || key === 'items') walk(list, `${path}/${key}`, shown, found);
    if (!Array.isArray(list)) continue;
    for (const [at, one] of list.entries()) {
      if (key === 'inlines' && typeof one === 'string')
        found.push({ path: `${path}/${key}/${at}`, text: one, isMarkdown: false });
      walk(one, `${path}/${key}/${at}`, shown, found);
    }
  }
  for (const key of ['card', 'selectAction', 'inlineAction']) walk(object[key], `${path}/${key}`, shown, found);
}

function isMarkdown(type: string, key: string): boolean {
  if (['TextBlock', 'FactSet'].includes(type)) return true;
  return key === 'title' && (type === 'Input.Toggle' || type === 'Input.ChoiceSet');
}

function chart(object: Json, path: string, say: (key: string, here: string, text: unknown) => void): void {
  for (const key of ['title', 'xAxisTitle', 'yAxisTitle', 'subLabel']) say(key, `${path}/${key}`, object[key]);
  if (object.type === 'Chart.Donut') say('value', `${path}/value`, object.value);
  each(object.data, (point, at) => {
    const here = `${path}/data/${at}`;
    for (const key of ['legend', 'title', 'x']) if (point[key] !== undefined) say(key, `${here}/${key}`, point[key]);
    for (const list of ['values', 'data'])
      each(point[list], (inner, i) => {
        for (const key of ['legend', 'x']) say(key, `${here}/${list}/${i}/${key}`, inner[key]);
      });
  });
}

function each(list: unknown, visit: (one: Json, at: number) => void): void {
  if (!Array.isArray(list)) return;
  for (const [at, one] of list.entries()) if (typeof one === 'object' && one !== null) visit(one as Json, at);
}

function shownIds(value: unknown, ids = new Set<string>()): Set<string> {
  if (typeof value !== 'object' || value === null) return ids;
  const object = value as Json;
  if (object.type === 'Action.ToggleVisibility' && Array.isArray(object.targetElements)) {
    for (const target of object.targetElements as unknown[]) {
      if (typeof target === 'string') ids.add(target);
      const { elementId, isVisible } = typeof target === 'object' && target !== null ? (target as Json) : {};
      if (typeof elementId === 'string' && isVisible !== false) ids.add(elementId);
    }
  }
  for (const one of Object.values(object)) shownIds(one, ids);
  return ids;
}

/** Every text of the blocks, one after the other, as letters and digits only. */
function lettersOfBlocks(blocks: unknown): string {
  const parts: string[] = [];
  collect(blocks, parts);
  return parts.join('');
}

const READ = new Set(['text', 'alt_text', 'fallback', 'label', 'title', 'placeholder', 'name']);

function collect(value: unknown, parts: string[]): void {
  if (Array.isArray(value)) for (const one of value) collect(one, parts);
  else if (typeof value === 'object' && value !== null) {
    const isMrkdwn = (value as Json).type === 'mrkdwn';
    for (const [key, one] of Object.entries(value)) {
      if (typeof one !== 'string') collect(one, parts);
      else if (READ.has(key)) parts.push(letters(isMrkdwn ? unescaped(one) : one));
    }
  }
}

function unescaped(text: string): string {
  return text
    .replace(/<(?:https?:|mailto:)[^<>|]*\|([^<>]*)>/g, '$1')
    .replace(/<!date\^[^|]*\|([^>]*)>/g, '$1')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}

/** Fillers such as U+FFA0 are letters by their class, and show nothing. */
function letters(text: string): string {
  return text.replace(/[^\p{L}\p{N}]|\p{Default_Ignorable_Code_Point}/gu, '');
}

/** The lines of a text of the card as letters, without what markdown, dates and mentions are written with. */
function linesIn({ text, isMarkdown }: Pick<Readable, 'text' | 'isMarkdown'>): string[] {
  const bare = text
    .replace(/(?![\n\r\t])\p{Cc}/gu, '')
    .replace(/\{\{(DATE|TIME)\(\d[^)]*\)\}\}/g, '\n')
    .replace(/<\/?at[^<>]*>/gi, '');
  const read = isMarkdown ? bare.replace(/\]\([^)\s[]*\)/g, ']').replace(/&(amp|lt|gt|nbsp|quot);/g, ' ') : bare;
  return read
    .split(/\r\n|\r|\n/)
    .map((line) => letters(isMarkdown ? line.replace(/^\s*(?:(?:[-+*]|\d{1,9}[.)])(?:\s+|$))+/, '') : line))
    .filter((line) => line !== '');
}

/** Readable texts of the card that stand neither in the blocks, as often as in the card, nor under a lost path. */
export function missingTexts(card: Json, blocks: unknown, lost: readonly { path: string }[]): string[] {
  const paths = new Set(
    lost.map((loss) => loss.path).filter((path) => path !== '' && path !== '/body' && path !== '/actions'),
  );
  const wanted = new Map<string, { count: number; path: string }>();
  for (const one of readableTexts(card)) {
    const { path } = one;
    if (isCovered(path, paths)) continue;
    for (const line of linesIn(one)) {
      const entry = wanted.get(line) ?? { count: 0, path };
      wanted.set(line, { count: entry.count + 1, path: entry.path });
    }
  }
  const all = lettersOfBlocks(blocks);
  return [...wanted]
    .filter(([line, { count }]) => occurrences(all, line, count) < count)
    .map(([line, { path }]) => `${path}: ${line}`);
}

function isCovered(path: string, paths: ReadonlySet<string>): boolean {
  for (let at = path.length; at > 0; at = path.lastIndexOf('/', at - 1)) if (paths.has(path.slice(0, at))) return true;
  return false;
}

function occurrences(text: string, part: string, most: number): number {
  let count = 0;
  for (let at = text.indexOf(part); at >= 0 && count < most; at = text.indexOf(part, at + part.length)) count += 1;
  return count;
}
