// @ts-check
/** @import { Inline, TextBlock } from '../types.d.ts' */

/*
 * Slack's own markup (https://docs.slack.dev/messaging/formatting-message-text): `*bold*`, `_italic_`, `~strike~`,
 * code, quotes, `<...>` for links, mentions and dates; three characters escaped. A style neither crosses a line nor
 * starts inside a word.
 */

/**
 * @param {string} text
 * @param {{ verbatim?: boolean }} [options] verbatim: bare addresses and @here stay plain
 * @returns {TextBlock[]}
 */
export function parseMrkdwn(text, { verbatim = false } = {}) {
  /** @type {TextBlock[]} */
  const blocks = [];
  for (const [at, part] of text.split('```').entries()) {
    const closed = at % 2 === 1 && text.split('```').length > at + 1;
    if (closed) blocks.push({ kind: 'pre', text: unescaped(part.replace(/^\n|\n$/g, '')) });
    else if (part.trim() !== '') blocks.push(...parseLines(at % 2 === 1 ? `\`\`\`${part}` : part, verbatim));
  }
  return blocks;
}

const QUOTE = /^(?:>|&gt;) ?/;
const ITEM = /^\s*(?:[•◦▪‣]|-(?= )|(\d{1,3})[.)](?= ))\s*/;

/**
 * @param {string} text
 * @param {boolean} verbatim
 * @returns {TextBlock[]}
 */
function parseLines(text, verbatim) {
  const lines = text.replace(/^\n/, '').replace(/\n$/, '').split('\n');
  return runs(lines).flatMap((run) => {
    const inline = (/** @type {string} */ line) => parseInline(line, verbatim);
    if (run.kind === 'quote') {
      return [{ kind: 'quote', blocks: [paragraph(run.lines.map((line) => inline(line.replace(QUOTE, ''))))] }];
    }
    if (run.kind === 'list') return listOf(run.lines, inline);
    return run.lines.join('') === '' ? [] : [paragraph(run.lines.map(inline))];
  });
}

/**
 * @param {string[]} lines
 * @param {(line: string) => Inline[]} inline
 * @returns {TextBlock[]}
 */
function listOf(lines, inline) {
  const number = ITEM.exec(lines[0] ?? '')?.[1];
  const items = lines.map((line) => [paragraph([inline(line.replace(ITEM, ''))])]);
  return [{ kind: 'list', ordered: number !== undefined, start: Number(number ?? 1), items }];
}

/**
 * Lines of the same sort that follow each other.
 * @param {string[]} lines
 */
function runs(lines) {
  /** @type {{ kind: 'quote' | 'list' | 'plain', lines: string[] }[]} */
  const found = [];
  for (const line of lines) {
    const kind = QUOTE.test(line) ? 'quote' : ITEM.test(line) ? 'list' : 'plain';
    const last = found.at(-1);
    if (last?.kind === kind) last.lines.push(line);
    else found.push({ kind, lines: [line] });
  }
  return found;
}

/**
 * @param {Inline[][]} lines
 * @returns {TextBlock}
 */
function paragraph(lines) {
  /** @type {Inline[]} */
  const children = lines.flatMap((line, at) => (at === 0 ? line : [{ kind: 'break' }, ...line]));
  return { kind: 'paragraph', children };
}

/** @type {Record<string, 'strong' | 'em' | 'del'>} */
const STYLES = { '*': 'strong', _: 'em', '~': 'del' };

/**
 * @param {string} text
 * @param {boolean} [verbatim]
 * @returns {Inline[]}
 */
export function parseInline(text, verbatim = false) {
  /** @type {Inline[]} */
  const found = [];
  let plain = '';
  const flush = () => {
    if (plain) found.push({ kind: 'text', text: unescaped(plain) });
    plain = '';
  };
  let at = 0;
  while (at < text.length) {
    const piece = pieceAt(text, at, verbatim);
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
 * What starts at this place, if it is more than a letter.
 * @param {string} text
 * @param {number} at
 * @param {boolean} verbatim
 * @returns {{ node: Inline, end: number } | undefined}
 */
function pieceAt(text, at, verbatim) {
  const char = text[at] ?? '';
  if (char === '`') {
    const end = text.indexOf('`', at + 1);
    return end > at + 1
      ? { node: { kind: 'code', text: unescaped(text.slice(at + 1, end)) }, end: end + 1 }
      : undefined;
  }
  if (char === '<') {
    const end = text.indexOf('>', at);
    return end > at + 1 ? { node: control(text.slice(at + 1, end)), end: end + 1 } : undefined;
  }
  const style = STYLES[char];
  if (style) {
    const end = styleEnd(text, at);
    return end
      ? { node: { kind: style, children: parseInline(text.slice(at + 1, end), verbatim) }, end: end + 1 }
      : undefined;
  }
  if (char === ':') {
    const name = /^:([a-z0-9_+'-]+(?:::skin-tone-\d)?):/.exec(text.slice(at))?.[1];
    return name ? { node: { kind: 'emoji', name }, end: at + name.length + 2 } : undefined;
  }
  return verbatim || !isBoundary(text[at - 1]) ? undefined : linkedByItself(text.slice(at), at);
}

/**
 * @param {string} rest
 * @param {number} at
 * @returns {{ node: Inline, end: number } | undefined}
 */
function linkedByItself(rest, at) {
  const url = /^https?:\/\/[^\s<>|]*[^\s<>|.,;:!?'")\]]/.exec(rest)?.[0];
  if (url) return { node: linkTo(unescaped(url), unescaped(url)), end: at + url.length };
  const range = /^@(here|channel|everyone)\b/.exec(rest)?.[1];
  return range ? { node: { kind: 'broadcast', range }, end: at + range.length + 1 } : undefined;
}

/**
 * Where the style that starts here ends; 0 where it does not start or never ends.
 * @param {string} text
 * @param {number} start
 */
function styleEnd(text, start) {
  const mark = text[start] ?? '';
  if (!isBoundary(text[start - 1]) || isSpace(text[start + 1]) || text[start + 1] === mark) return 0;
  for (let at = start + 1; at < text.length; at += 1) {
    const char = text[at];
    if (char === '<' || char === '`') {
      const end = text.indexOf(char === '<' ? '>' : '`', at + 1);
      if (end > 0) at = end;
    } else if (char === mark && at > start + 1 && !isSpace(text[at - 1]) && isBoundary(text[at + 1])) {
      return at;
    }
  }
  return 0;
}

/** @param {string | undefined} char */
function isBoundary(char) {
  return char === undefined || !/[\p{L}\p{N}]/u.test(char);
}

/** @param {string | undefined} char */
function isSpace(char) {
  return char === undefined || /\s/.test(char);
}

/**
 * The inside of `<...>`.
 * @param {string} inside
 * @returns {Inline}
 */
function control(inside) {
  const bar = inside.indexOf('|');
  const target = bar < 0 ? inside : inside.slice(0, bar);
  const label = bar < 0 ? '' : inside.slice(bar + 1);
  const rest = target.slice(1);
  if (target.startsWith('@')) return { kind: 'user', id: rest, label };
  if (target.startsWith('#')) return { kind: 'channel', id: rest, label };
  if (target.startsWith('!')) return special(rest, label);
  return linkTo(unescaped(target), unescaped(label || target));
}

/**
 * @param {string} what
 * @param {string} label
 * @returns {Inline}
 */
function special(what, label) {
  const [name, timestamp, format, href] = what.split('^');
  if (name === 'date') {
    return { kind: 'date', timestamp: Number(timestamp), format: format ?? '', href, fallback: unescaped(label) };
  }
  if (name === 'subteam') return { kind: 'usergroup', id: timestamp ?? '', label: unescaped(label) };
  return { kind: 'broadcast', range: what };
}

/**
 * Only what a browser may safely follow becomes a link.
 * @param {string} href
 * @param {string} label
 * @returns {Inline}
 */
function linkTo(href, label) {
  return /^(?:https?|mailto|tel):/i.test(href)
    ? { kind: 'link', href, children: [{ kind: 'text', text: label.replace(/^mailto:/, '') }] }
    : { kind: 'text', text: label };
}

/** @param {string} text */
function unescaped(text) {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}
