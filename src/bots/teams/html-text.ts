/** HTML of a Teams message (`messagePayload.body`, a text of format `xml`) as plain words. Nothing of it is ever shown as HTML. */

const breaks = new Set([
  'br',
  'p',
  'div',
  'li',
  'tr',
  'ul',
  'ol',
  'blockquote',
  'pre',
  'h1',
  'h2',
  'h3',
  'h4',
  'h5',
  'h6',
]);
const unseen = new Set(['script', 'style', 'title', 'attachment']);

const named = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
  ['nbsp', ' '],
  ['hellip', '…'],
  ['ndash', '–'],
  ['mdash', '—'],
  ['lsquo', '‘'],
  ['rsquo', '’'],
  ['ldquo', '“'],
  ['rdquo', '”'],
  ['bull', '•'],
  ['euro', '€'],
  ['pound', '£'],
]);

export function htmlToText(html: string): string {
  let text = '';
  let hidden: string | undefined;
  for (const piece of withoutComments(html).match(/<\/?[a-z][^<>]*>|[^<]+|</gi) ?? []) {
    const tag = /^<(\/?)([a-z][a-z0-9]*)/i.exec(piece);
    const name = tag?.[2]?.toLowerCase();
    if (hidden) {
      if (tag?.[1] && name === hidden) hidden = undefined;
    } else if (name) {
      if (unseen.has(name) && !tag?.[1] && !piece.endsWith('/>')) hidden = name;
      else if (name === 'img') text += altOf(piece);
      else if (breaks.has(name)) text += '\n';
    } else {
      text += decodeEntities(piece);
    }
  }
  return tidy(text);
}

function decodeEntities(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]+));/gi, (whole, decimal, hex, name) => {
    if (name !== undefined) return named.get(String(name).toLowerCase()) ?? whole;
    const code = decimal === undefined ? Number.parseInt(String(hex), 16) : Number(decimal);
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code).toWellFormed() : '';
  });
}

function altOf(tag: string): string {
  const [, quoted, single] = /\balt\s*=\s*(?:"([^"]*)"|'([^']*)')/i.exec(tag) ?? [];
  return decodeEntities(quoted ?? single ?? '');
}

/** By hand, as a pattern would look for the end of each comment anew. */
function withoutComments(html: string): string {
  let seen = '';
  let from = 0;
  for (let start = html.indexOf('<!--'); start >= 0; start = html.indexOf('<!--', from)) {
    seen += html.slice(from, start);
    const end = html.indexOf('-->', start + 4);
    if (end < 0) return seen;
    from = end + 3;
  }
  return seen + html.slice(from);
}

/** No more than one empty line, no space at the ends of lines. */
function tidy(text: string): string {
  return text
    .replaceAll('\u00a0', ' ')
    .replace(/\r\n?/g, '\n')
    .split('\n')
    .map((line) => line.trim())
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}
