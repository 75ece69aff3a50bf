import { webAddress } from './addresses.ts';
import { isBlank } from './characters.ts';
import { isObject, type JsonObject, listOf, placeOf, step, wordOf } from './json.ts';
import { listUnkept } from './kept.ts';
import { inShort } from './losses.ts';
import { exactMrkdwn } from './mrkdwn.ts';
import { type FieldsPiece, type Piece, textPiece } from './pieces.ts';
import {
  type Inline,
  isBlankRich,
  joinInlines,
  joinRich,
  lettersOf,
  type Rich,
  type Style,
  section,
  singleLine,
  stackRich,
  styled,
  textInline,
  withStyle,
} from './rich.ts';
import type { Scope } from './scope.ts';
import { loseAddress, readText, readVerbatim } from './wording.ts';

const LARGE = new Set(['large', 'extralarge']);

export function renderTextBlock(scope: Scope, element: JsonObject, path: string): Piece[] {
  const from = step(path, 'text');
  const rich = readText(scope, element.text, from);
  if (rich.length === 0) return [];
  const isBold = wordOf(element.weight) === 'bolder';
  const isHeading = wordOf(element.style) === 'heading';
  if (isHeading || LARGE.has(wordOf(element.size))) {
    const shown = isBold || scope.narrow ? styled(rich, { bold: true }) : rich;
    // A large figure in a column is no heading of the card.
    return [textPiece(shown, [from], isHeading || !scope.narrow ? 'heading' : 'body')];
  }
  const style: Style = {};
  if (isBold) style.bold = true;
  if (wordOf(element.fontType) === 'monospace') style.code = true;
  const shown = Object.keys(style).length > 0 ? styled(rich, style) : rich;
  return [textPiece(shown, [from], element.isSubtle === true && !isBold ? 'note' : 'body')];
}

export function renderRichTextBlock(scope: Scope, element: JsonObject, path: string): Piece[] {
  const inlines: Inline[] = [];
  const from: string[] = [];
  const runs = listOf(element.inlines);
  if (runs.length === 0 && element.inlines !== undefined)
    scope.ledger.add(step(path, 'inlines'), inShort(element.inlines), 'left out');
  for (const [at, run] of runs.entries()) {
    const here = step(step(path, 'inlines'), at);
    const read = typeof run === 'string' ? readVerbatim(scope, run, here) : readRun(scope, run, here);
    if (read.length > 0) from.push(typeof run === 'string' ? here : step(here, 'text'));
    for (const inline of read) inlines.push(inline);
  }
  const rich = [section(joinInlines(inlines))];
  const isNote = runs.every((run) => isObject(run) && run.isSubtle === true);
  return isBlankRich(rich) ? [] : [textPiece(rich, from, isNote ? 'note' : 'body')];
}

function readRun(scope: Scope, run: unknown, path: string): Inline[] {
  if (!isObject(run)) {
    scope.ledger.add(path, `${inShort(run)} where a TextRun belongs`, 'left out');
    return [];
  }
  const type = wordOf(run.type) === 'citationrun' ? 'CitationRun' : 'TextRun';
  listUnkept(scope.ledger, run, path, type);
  const inlines = readVerbatim(scope, run.text, step(path, 'text'));
  if (inlines.length === 0 && run.text === undefined) scope.ledger.add(path, inShort(run), 'left out');
  const linked = linkRun(scope, run, path, inlines);
  const style = styleOfRun(run);
  return Object.keys(style).length > 0 ? linked.map((inline) => withStyle(inline, style)) : linked;
}

function styleOfRun(run: JsonObject): Style {
  return {
    ...(wordOf(run.weight) === 'bolder' ? { bold: true } : {}),
    ...(run.italic === true ? { italic: true } : {}),
    ...(run.strikethrough === true ? { strike: true } : {}),
    ...(run.underline === true ? { underline: true } : {}),
    ...(wordOf(run.fontType) === 'monospace' ? { code: true } : {}),
  };
}

/** A run that opens an address becomes a link; any other action of a run is listed. */
function linkRun(scope: Scope, run: JsonObject, path: string, inlines: Inline[]): Inline[] {
  const action = run.selectAction;
  if (!isObject(action)) return inlines;
  const here = step(path, 'selectAction');
  const url = action.type === 'Action.OpenUrl' ? webAddress(action.url) : undefined;
  if (url === undefined) {
    if (action.type === 'Action.OpenUrl') loseAddress(scope, placeOf(action, here, 'url'), action.url);
    scope.ledger.add(here, `action of a text: ${inShort(action.title ?? action.type)}`, 'the text alone');
    return inlines;
  }
  listUnkept(scope.ledger, action, here, 'Action.OpenUrl');
  if (action.title)
    scope.ledger.add(step(here, 'title'), `title of a link: ${inShort(action.title)}`, 'the text is the link');
  return inlines.map((inline) =>
    inline.type === 'text' && !isBlank(inline.text) ? { type: 'link', url, text: inline.text } : inline,
  );
}

interface Fact {
  readonly title: readonly Rich[];
  readonly value: readonly Rich[];
  readonly from: readonly string[];
}

export function renderFactSet(scope: Scope, element: JsonObject, path: string): Piece[] {
  const facts = listOf(element.facts).flatMap((fact, at) => readFact(scope, fact, step(step(path, 'facts'), at)));
  const pieces: Piece[] = [];
  for (let at = 0; at < facts.length; at += MOST_FIELDS) {
    const group = facts.slice(at, at + MOST_FIELDS);
    pieces.push(
      fieldsOf(group) ??
        textPiece(
          factLines(group),
          group.flatMap((fact) => fact.from),
        ),
    );
  }
  return pieces;
}

const MOST_FIELDS = 10;
const LONGEST_FIELD = 2000;

function readFact(scope: Scope, fact: unknown, path: string): Fact[] {
  if (!isObject(fact)) {
    scope.ledger.add(path, `${inShort(fact)} where a fact belongs`, 'left out');
    return [];
  }
  listUnkept(scope.ledger, fact, path, 'Fact');
  const title = readText(scope, fact.title, step(path, 'title'));
  const value = readText(scope, fact.value, step(path, 'value'));
  const from = [...(title.length > 0 ? [step(path, 'title')] : []), ...(value.length > 0 ? [step(path, 'value')] : [])];
  return from.length > 0 ? [{ title, value, from }] : [];
}

function fieldsOf(facts: readonly Fact[]): FieldsPiece | undefined {
  const fields: string[] = [];
  for (const fact of facts) {
    const field = fieldOf(fact);
    if (field === undefined || field.length > LONGEST_FIELD) return undefined;
    fields.push(field);
  }
  return { kind: 'fields', fields, rich: factLines(facts), from: facts.flatMap((fact) => fact.from) };
}

function fieldOf(fact: Fact): string | undefined {
  const title = singleLine(styled(fact.title, { bold: true }));
  const value = singleLine(fact.value);
  if ((fact.title.length > 0 && !title) || (fact.value.length > 0 && !value)) return undefined;
  return exactMrkdwn([...(title ?? []), ...(title && value ? [textInline('\n')] : []), ...(value ?? [])]);
}

/** Facts as lines of text: **title** value. */
function factLines(facts: readonly Fact[]): Rich[] {
  return stackRich(facts.map(factLine));
}

function factLine(fact: Fact): Rich[] {
  const title = singleLine(fact.title);
  const value = singleLine(fact.value);
  const bold = styled(fact.title, { bold: true });
  if (!title || !value) return joinRich(bold, fact.value);
  const letters = title.map(lettersOf).join('').trimEnd();
  const colon = /[:?!.]$/.test(letters) ? ' ' : ': ';
  return [
    section(joinInlines([...title.map((inline) => withStyle(inline, { bold: true })), textInline(colon), ...value])),
  ];
}

export function renderCodeBlock(scope: Scope, element: JsonObject, path: string): Piece[] {
  const from = step(path, element.codeSnippet === undefined ? 'code' : 'codeSnippet');
  const inlines = readVerbatim(scope, element.codeSnippet ?? element.code, from);
  if (inlines.length === 0) return [];
  const code = inlines.map((inline) => textInline(lettersOf(inline)));
  return [textPiece([{ type: 'rich_text_preformatted', elements: joinInlines(code) as never }], [from])];
}
