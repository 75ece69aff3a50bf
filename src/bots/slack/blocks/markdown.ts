import { fromMarkdown } from 'mdast-util-from-markdown';
import { linkAddress } from './addresses.ts';
import { isBlank } from './characters.ts';
import {
  type Inline,
  isBlankRich,
  joinInlines,
  joinRich,
  lettersOf,
  type Rich,
  type Style,
  section,
  textInline,
  withStyle,
} from './rich.ts';

/**
 * The markdown of Adaptive Cards (bold, italic, lists, links, and code as Teams shows it) to rich text. Headings, rules,
 * quotes, HTML and reference definitions are letters like others, as they are on Teams.
 */
export interface MarkdownOptions {
  /** What one run of letters means; mentions and dates come back here. */
  readonly inlines: (letters: string) => Inline[];
  readonly lost: (address: string) => void;
  /** Whether it is a line of its own, where "1." starts no list. */
  readonly isLine?: boolean;
}

const LETTERS_ONLY = [
  'headingAtx',
  'setextUnderline',
  'thematicBreak',
  'htmlFlow',
  'htmlText',
  'definition',
  'codeIndented',
  'blockQuote',
];
const SYNTAX = { extensions: [{ disable: { null: LETTERS_ONLY } }] };
const LINE_SYNTAX = { extensions: [{ disable: { null: [...LETTERS_ONLY, 'list', 'codeFenced'] } }] };
const DEEPEST_LIST = 8;

type Tree = ReturnType<typeof fromMarkdown>;
type Block = Tree['children'][number];
type List = Extract<Block, { type: 'list' }>;
type Phrase = Extract<Block, { type: 'paragraph' }>['children'][number];

export function readMarkdown(text: string, options: MarkdownOptions): Rich[] {
  return stacked(fromMarkdown(text, options.isLine ? LINE_SYNTAX : SYNTAX).children, options, 0);
}

function stacked(blocks: readonly Block[], options: MarkdownOptions, depth: number): Rich[] {
  let rich: Rich[] = [];
  let wasParagraph = false;
  for (const block of blocks) {
    const part = readBlock(block, options, depth);
    if (isBlankRich(part)) continue;
    const isParagraph = block.type === 'paragraph';
    const gap = wasParagraph && isParagraph ? [section([textInline('\n')])] : [];
    rich = joinRich(rich, gap.length > 0 ? joinRich([section([])], part) : part);
    wasParagraph = isParagraph;
  }
  return rich;
}

function readBlock(block: Block, options: MarkdownOptions, depth: number): Rich[] {
  if (block.type === 'paragraph') return [section(readPhrases(block.children, options, {}))];
  if (block.type === 'list') return readList(block, options, depth);
  if (block.type === 'code') {
    const letters = [block.lang, block.meta].filter(Boolean).join(' ');
    const code = letters === '' ? block.value : `${letters}\n${block.value}`;
    const inlines = options.inlines(code).map((inline) => textInline(lettersOf(inline)));
    return isBlank(code) ? [] : [{ type: 'rich_text_preformatted', elements: joinInlines(inlines) as never }];
  }
  return 'children' in block ? stacked(block.children as Block[], options, depth) : [];
}

/** Slack numbers from 1 without a break, so a list that does not keeps its numbers as letters. */
function readList(list: List, options: MarkdownOptions, depth: number): Rich[] {
  const start = list.start ?? 1;
  const isBroken = list.children.slice(0, -1).some((item) => item.children.some((child) => child.type === 'list'));
  const isLettered = list.ordered === true && (start !== 1 || isBroken);
  const parts: Rich[] = [];
  for (const [at, item] of list.children.entries()) {
    const own = stacked(
      item.children.filter((child) => child.type !== 'list'),
      options,
      depth,
    );
    const inlines = own.flatMap((part) => part.elements as Inline[]);
    if (isLettered) {
      parts.push(section(joinInlines([textInline(`${start + at}. `), ...inlines, textInline('\n')])));
    } else if (inlines.some((inline) => !isBlank(lettersOf(inline)))) {
      addItem(parts, section(inlines), list.ordered ? 'ordered' : 'bullet', depth);
    }
    for (const child of item.children) {
      if (child.type === 'list') parts.push(...readList(child, options, Math.min(depth + 1, DEEPEST_LIST)));
    }
  }
  return parts;
}

function addItem(parts: Rich[], item: ReturnType<typeof section>, style: 'ordered' | 'bullet', indent: number): void {
  const last = parts.at(-1);
  const joins = last?.type === 'rich_text_list' && last.style === style && (last.indent ?? 0) === indent;
  if (joins) parts[parts.length - 1] = { ...last, elements: [...last.elements, item] };
  else parts.push({ type: 'rich_text_list', style, ...(indent > 0 ? { indent } : {}), elements: [item] });
}

function readPhrases(phrases: readonly Phrase[], options: MarkdownOptions, style: Style): Inline[] {
  return joinInlines(phrases.flatMap((phrase) => readPhrase(phrase, options, style)));
}

function readPhrase(phrase: Phrase, options: MarkdownOptions, style: Style): Inline[] {
  switch (phrase.type) {
    case 'strong':
      return readPhrases(phrase.children, options, { ...style, bold: true });
    case 'emphasis':
      return readPhrases(phrase.children, options, { ...style, italic: true });
    case 'break':
      return [textInline('\n')];
    case 'inlineCode':
      return inStyle(options.inlines(phrase.value), { ...style, code: true });
    case 'link':
      return linked(phrase.url, readPhrases(phrase.children, options, style), options, style);
    case 'image':
      return linked(phrase.url, inStyle(options.inlines(phrase.alt ?? ''), style), options, style);
    default:
      return 'value' in phrase ? inStyle(options.inlines(phrase.value), style) : [];
  }
}

function inStyle(inlines: readonly Inline[], style: Style): Inline[] {
  return Object.keys(style).length === 0 ? [...inlines] : inlines.map((inline) => withStyle(inline, style));
}

/** A date or a mention inside a link stands by itself; the letters around it stay linked. */
function linked(address: string, label: readonly Inline[], options: MarkdownOptions, style: Style): Inline[] {
  const url = linkAddress(address);
  if (url === undefined) options.lost(address);
  const isEmpty = label.every((inline) => isBlank(lettersOf(inline)));
  if (url === undefined) return isEmpty ? [] : [...label];
  if (isEmpty) return [{ type: 'link', url, text: url, ...(Object.keys(style).length > 0 ? { style } : {}) }];
  return label.map((inline) => {
    if (inline.type !== 'text' || isBlank(inline.text)) return inline;
    return { type: 'link', url, text: inline.text, ...(inline.style ? { style: inline.style } : {}) };
  });
}
