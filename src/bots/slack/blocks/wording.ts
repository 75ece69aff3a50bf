import { clean, isBlank, oneLine } from './characters.ts';
import { DATE_CALL, dateInline } from './dates.ts';
import { textOf } from './json.ts';
import { inShort } from './losses.ts';
import { readMarkdown } from './markdown.ts';
import { type Inline, isBlankRich, joinInlines, plainOf, type Rich, section, textInline } from './rich.ts';
import type { Scope } from './scope.ts';

/** Texts of a card: mentions and dates are taken out first, so that neither ever appears raw, then markdown is read. */

const AT_TAG = /<at(?:\s[^<>]*)?>([^<]*)<\/at\s*>|<\/?at(?:\s[^<>]*)?>/gi;
const MARK = /\uFDD0(\d+)\uFDD1/g;
const LONGEST_PARAGRAPH = 8_000;

interface Marked {
  readonly text: string;
  readonly inlines: readonly Inline[];
}

/** A text with markdown, as rich text; nothing if there is nothing to see. */
export function readText(scope: Scope, value: unknown, path: string, isLine = false): Rich[] {
  const raw = rawText(scope, value, path);
  if (raw === undefined) return [];
  const { text, inlines } = takeMarks(scope, raw);
  const back = (letters: string): Inline[] => putBack(letters, inlines);
  const rich = isParsed(scope, text, path)
    ? readMarkdown(text, { inlines: back, lost: (address) => loseAddress(scope, path, address), isLine })
    : [section(joinInlines(back(text.trim())))];
  return isBlankRich(rich) ? [] : rich;
}

/** A text whose stars and dashes mean themselves (RichTextBlock, code). */
export function readVerbatim(scope: Scope, value: unknown, path: string): Inline[] {
  const raw = rawText(scope, value, path);
  if (raw === undefined) return [];
  const { text, inlines } = takeMarks(scope, raw);
  return joinInlines(putBack(text, inlines));
}

/** A text for where Slack takes letters only (buttons, labels, options): one line, or nothing. */
export function readPlain(scope: Scope, value: unknown, path: string): string | undefined {
  const raw = rawText(scope, value, path);
  if (raw === undefined) return undefined;
  const { text, inlines } = takeMarks({ ...scope, mentions: new Map() }, raw);
  const plain = oneLine(plainOf(putBack(text, inlines)));
  return isBlank(plain) ? undefined : plain;
}

/** The same for texts that may hold markdown (choices, toggles): its letters without its marks. */
export function readPlainMarkdown(scope: Scope, value: unknown, path: string): string | undefined {
  const rich = readText({ ...scope, mentions: new Map() }, value, path, true);
  const plain = oneLine(
    rich.map((part) => (part.type === 'rich_text_section' ? plainOf(part.elements) : '')).join(' '),
  );
  return isBlank(plain) ? undefined : plain;
}

function rawText(scope: Scope, value: unknown, path: string): string | undefined {
  if (value === undefined || value === null) return undefined;
  const text = textOf(value);
  if (text === undefined) {
    scope.ledger.add(path, `${inShort(value)} where a text belongs`, 'left out');
    return undefined;
  }
  const cleaned = clean(text);
  return isBlank(cleaned) ? undefined : cleaned;
}

/** Whether a text holds a mention or a date, which a field would show as it is written. */
export function hasMarks(text: string): boolean {
  return text.search(AT_TAG) >= 0 || text.search(DATE_CALL) >= 0;
}

function takeMarks(scope: Scope, text: string): Marked {
  const inlines: Inline[] = [];
  const mark = (inline: Inline): string => `\uFDD0${inlines.push(inline) - 1}\uFDD1`;
  if (!text.includes('<') && !text.includes('{{')) return { text, inlines };
  const dated = text.replace(DATE_CALL, (whole, kind: string, stamp: string, format?: string) => {
    const date = dateInline(kind, stamp, format);
    return date ? mark(date) : whole;
  });
  const named = dated.replace(AT_TAG, (_whole, name: string | undefined) => {
    const user = name === undefined ? undefined : scope.mentions.get(name.trim());
    return user === undefined ? (name ?? '') : mark({ type: 'user', user_id: user });
  });
  return { text: named, inlines };
}

function putBack(text: string, inlines: readonly Inline[]): Inline[] {
  const parts: Inline[] = [];
  let at = 0;
  for (const match of text.matchAll(MARK)) {
    const inline = inlines[Number(match[1])];
    if (match.index > at) parts.push(textInline(text.slice(at, match.index)));
    if (inline) parts.push(inline);
    at = match.index + match[0].length;
  }
  if (at < text.length) parts.push(textInline(text.slice(at)));
  return parts;
}

/** Letters that can mean something in the markdown of Adaptive Cards; most texts hold none. */
const MARKDOWN = /[*_`[\]\\&<]|^\s*(?:[-+]|\d{1,9}[.)])(?:\s|$)| {2}\n/m;
const LIST_LINE = /^[ \t]*(?:[-+*]|\d{1,9}[.)])(?:\s|$)/gm;
/** A line of a list takes the parser as long as this many letters of a paragraph. */
const LIST_LINE_COST = 14;
/** What a parse takes, however short the text. */
const PARSE_COST = 20;
const DEEP_LIST = /^(?:[ \t]*(?:[-+*]|\d{1,9}[.)])){6}/m;

/** A dash that stands for nothing, a number of a row: a list without a word is no list. */
const LONE_MARKERS = /^(?:\s*(?:[-+*]|\d{1,9}[.)]))+\s*$/;

function isParsed(scope: Scope, text: string, path: string): boolean {
  if (!MARKDOWN.test(text) || LONE_MARKERS.test(text)) return false;
  const cost = PARSE_COST + text.length + LIST_LINE_COST * (text.match(LIST_LINE)?.length ?? 0);
  const fits = cost <= scope.room.markdown && text.length <= LONGEST_PARAGRAPH && !DEEP_LIST.test(text);
  if (fits) scope.room.markdown -= cost;
  else scope.ledger.add(path, 'markdown of a very long text', 'its letters as they are');
  return fits;
}

export function loseAddress(scope: Scope, path: string, address: unknown): void {
  scope.ledger.add(path, `address ${inShort(address)}`, 'the text without the link');
}
