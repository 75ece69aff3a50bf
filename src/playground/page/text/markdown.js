// @ts-check
/** @import { Inline, TextBlock } from '../types.d.ts' */

/*
 * The part of Markdown that the two platforms show. Cards on Teams know bold, italics, links and lists
 * (`limited`); Slack's markdown block knows headings, code, quotes, tables and rules too.
 */

/**
 * @param {string} text
 * @param {{ limited?: boolean }} [options]
 * @returns {TextBlock[]}
 */
export function parseMarkdown(text, { limited = false } = {}) {
  const lines = text.replaceAll('\r\n', '\n').split('\n');
  const readers = limited ? [readList] : [readFence, readHeading, readRule, readQuote, readTable, readList];
  /** @type {TextBlock[]} */
  const blocks = [];
  /** @type {string[]} */
  let open = [];
  const close = () => {
    if (open.length > 0) blocks.push(paragraph(open, limited));
    open = [];
  };
  let at = 0;
  while (at < lines.length) {
    if ((lines[at] ?? '').trim() === '') {
      close();
      at += 1;
      continue;
    }
    const read = firstRead(readers, lines, at, limited);
    if (read) {
      close();
      blocks.push(read.block);
      at = read.next;
    } else {
      open.push(lines[at] ?? '');
      at += 1;
    }
  }
  close();
  return blocks;
}

/** @typedef {{ block: TextBlock, next: number } | undefined} Read */
/** @typedef {(lines: string[], at: number, limited: boolean) => Read} Reader */

/**
 * @param {Reader[]} readers
 * @param {string[]} lines
 * @param {number} at
 * @param {boolean} limited
 */
function firstRead(readers, lines, at, limited) {
  for (const reader of readers) {
    const read = reader(lines, at, limited);
    if (read) return read;
  }
  return undefined;
}

/** @type {Reader} */
function readFence(lines, at) {
  const fence = /^\s*(```+|~~~+)/.exec(lines[at] ?? '')?.[1];
  if (!fence) return undefined;
  let next = at + 1;
  while (next < lines.length && !(lines[next] ?? '').trim().startsWith(fence)) next += 1;
  return { block: { kind: 'pre', text: lines.slice(at + 1, next).join('\n') }, next: next + 1 };
}

/** @type {Reader} */
function readHeading(lines, at) {
  const match = /^(#{1,6})\s+(.*?)\s*#*$/.exec(lines[at] ?? '');
  if (!match) return undefined;
  const children = parseInlineMarkdown(match[2] ?? '');
  return { block: { kind: 'heading', level: (match[1] ?? '#').length, children }, next: at + 1 };
}

/** @type {Reader} */
function readRule(lines, at) {
  return /^\s*([-*_])(?:\s*\1){2,}\s*$/.test(lines[at] ?? '') ? { block: { kind: 'rule' }, next: at + 1 } : undefined;
}

/** @type {Reader} */
function readQuote(lines, at) {
  let next = at;
  while (/^\s*>/.test(lines[next] ?? '')) next += 1;
  if (next === at) return undefined;
  const inner = lines.slice(at, next).map((line) => line.replace(/^\s*> ?/, ''));
  return { block: { kind: 'quote', blocks: parseMarkdown(inner.join('\n')) }, next };
}

const ITEM = /^(\s*)(?:[-*+]|(\d{1,9})[.)])\s+(.*)$/;

/** @type {Reader} */
function readList(lines, at, limited) {
  const first = ITEM.exec(lines[at] ?? '');
  if (!first) return undefined;
  const indent = (first[1] ?? '').length;
  const ordered = first[2] !== undefined;
  /** @type {string[][]} */
  const items = [];
  let next = at;
  for (; next < lines.length; next += 1) {
    const line = lines[next] ?? '';
    const match = ITEM.exec(line);
    const depth = match ? (match[1] ?? '').length : (/^\s*/.exec(line)?.[0].length ?? 0);
    if (match && depth <= indent) {
      if ((match[2] !== undefined) !== ordered || depth < indent) break;
      items.push([match[3] ?? '']);
    } else if (line.trim() !== '' && depth > indent) {
      items.at(-1)?.push(line.slice(Math.min(depth, indent + 2)));
    } else {
      break;
    }
  }
  const parsed = items.map((item) => parseMarkdown(item.join('\n'), { limited }));
  return { block: { kind: 'list', ordered, start: Number(first[2] ?? 1), items: parsed }, next };
}

/** @type {Reader} */
function readTable(lines, at) {
  const rule = lines[at + 1] ?? '';
  if (!(lines[at] ?? '').includes('|') || !/^\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*$/.test(rule)) return undefined;
  const align = cells(rule).map((cell) =>
    cell.startsWith(':') && cell.endsWith(':') ? 'center' : cell.endsWith(':') ? 'right' : 'left',
  );
  let next = at + 2;
  while ((lines[next] ?? '').includes('|')) next += 1;
  const rows = lines.slice(at + 2, next).map((line) => cells(line).map((cell) => parseInlineMarkdown(cell)));
  const header = cells(lines[at] ?? '').map((cell) => parseInlineMarkdown(cell));
  return { block: { kind: 'table', header, align, rows }, next };
}

/** @param {string} line */
function cells(line) {
  return line
    .trim()
    .replace(/^\||\|$/g, '')
    .split(/(?<!\\)\|/)
    .map((cell) => cell.trim().replaceAll('\\|', '|'));
}

/**
 * @param {string[]} lines
 * @param {boolean} limited
 * @returns {TextBlock}
 */
function paragraph(lines, limited) {
  /** @type {Inline[]} */
  const children = lines.flatMap((line, at) => {
    const inline = parseInlineMarkdown(line.trim(), { limited });
    return at === 0 ? inline : [{ kind: 'break' }, ...inline];
  });
  return { kind: 'paragraph', children };
}

/** @type {readonly (readonly [string, 'strong' | 'em' | 'del'])[]} */
const STYLES = [
  ['**', 'strong'],
  ['__', 'strong'],
  ['~~', 'del'],
  ['*', 'em'],
  ['_', 'em'],
];

/**
 * @param {string} text
 * @param {{ limited?: boolean }} [options]
 * @returns {Inline[]}
 */
export function parseInlineMarkdown(text, { limited = false } = {}) {
  /** @type {Inline[]} */
  const found = [];
  let plain = '';
  const flush = () => {
    if (plain) found.push({ kind: 'text', text: plain });
    plain = '';
  };
  let at = 0;
  while (at < text.length) {
    if (text[at] === '\\' && /[\\`*_{}[\]()#+\-.!~|<>]/.test(text[at + 1] ?? '')) {
      plain += text[at + 1];
      at += 2;
      continue;
    }
    const piece = pieceAt(text, at, limited);
    if (piece) {
      flush();
      found.push(piece.node);
      at = piece.end;
    } else {
      plain += text[at];
      at += 1;
    }
  }
  flush();
  return found;
}

/**
 * @param {string} text
 * @param {number} at
 * @param {boolean} limited
 * @returns {{ node: Inline, end: number } | undefined}
 */
function pieceAt(text, at, limited) {
  const rest = text.slice(at);
  const code = limited ? null : /^(`+)([^`]|[^`].*?[^`])\1(?!`)/.exec(rest);
  if (code) return { node: { kind: 'code', text: (code[2] ?? '').trim() }, end: at + code[0].length };
  const link = /^!?\[((?:[^[\]\\]|\\.)*)\]\(\s*<?([^\s()<>]+(?:\([^\s()]*\)[^\s()]*)?)>?(?:\s+"[^"]*")?\s*\)/.exec(
    rest,
  );
  if (link) {
    const children = parseInlineMarkdown(link[1] || (link[2] ?? ''), { limited });
    return { node: linkTo(link[2] ?? '', children), end: at + link[0].length };
  }
  const bare = limited ? null : /^<?(https?:\/\/[^\s<>]*[^\s<>.,;:!?'")\]])>?/.exec(rest);
  if (bare?.[1] && !/\w/.test(text[at - 1] ?? '')) {
    return { node: linkTo(bare[1], [{ kind: 'text', text: bare[1] }]), end: at + bare[0].length };
  }
  return styleAt(text, at, limited);
}

/**
 * @param {string} text
 * @param {number} at
 * @param {boolean} limited
 * @returns {{ node: Inline, end: number } | undefined}
 */
function styleAt(text, at, limited) {
  for (const [mark, kind] of STYLES) {
    if (!text.startsWith(mark, at) || (limited && kind === 'del')) continue;
    const from = at + mark.length;
    const end = styleEnd(text, mark, from);
    if (end < 0 || (mark.startsWith('_') && /\w/.test(text[at - 1] ?? ''))) continue;
    return {
      node: { kind, children: parseInlineMarkdown(text.slice(from, end), { limited }) },
      end: end + mark.length,
    };
  }
  return undefined;
}

/**
 * @param {string} text
 * @param {string} mark
 * @param {number} from
 */
function styleEnd(text, mark, from) {
  if (/\s/.test(text[from] ?? ' ')) return -1;
  for (let end = text.indexOf(mark, from + 1); end > 0; end = text.indexOf(mark, end + 1)) {
    const inside = /[\s\\]/.test(text[end - 1] ?? '');
    const doubled = mark.length === 1 && (text[end + 1] === mark || text[end - 1] === mark);
    const word = mark.startsWith('_') && /\w/.test(text[end + mark.length] ?? '');
    if (!inside && !doubled && !word) return end;
  }
  return -1;
}

/**
 * @param {string} href
 * @param {Inline[]} children
 * @returns {Inline}
 */
function linkTo(href, children) {
  return /^(?:https?|mailto|tel):/i.test(href) ? { kind: 'link', href, children } : { kind: 'strong', children };
}
