import { type Inline, joinInlines, lettersOf } from './rich.ts';

/** Slack's mrkdwn, for the places that take no rich text. */

export function escapeMrkdwn(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** Letters that mrkdwn would read as markup; it has no way to escape them. */
const MARKUP = /[*~`]|(?:^|[^\p{L}\p{N}])_|_(?:$|[^\p{L}\p{N}])|^\s*>|:[\w'+-]+:/mu;

const MARKS = { bold: '*', italic: '_', strike: '~', code: '`' } as const;

/** The inlines in mrkdwn, or `undefined` where that would show something else than they say. */
export function exactMrkdwn(inlines: readonly Inline[]): string | undefined {
  let text = '';
  let styledBefore = false;
  for (const inline of joinInlines(inlines)) {
    if (MARKUP.test(lettersOf(inline)) && inline.type !== 'date') return undefined;
    if (inline.type === 'link' && lettersOf(inline).includes('|')) return undefined;
    const part = marked(inline);
    if (part === undefined) return undefined;
    const apart = /(^|[\s(])$/.test(text) || /^[\s.,;:!?)]/.test(part);
    const isStyled = hasStyle(inline);
    if ((isStyled || styledBefore) && !apart) return undefined;
    text += part;
    styledBefore = isStyled;
  }
  return text;
}

function hasStyle(inline: Inline): boolean {
  return inline.style !== undefined && Object.values(inline.style).includes(true);
}

function marked(inline: Inline): string | undefined {
  const text = looseMrkdwn(inline);
  if (!hasStyle(inline)) return text;
  if (inline.style?.underline || lettersOf(inline).includes('\n')) return undefined;
  if (text !== text.trim() || text === '') return undefined;
  let result = text;
  for (const [name, mark] of Object.entries(MARKS)) {
    if (inline.style?.[name as keyof typeof MARKS]) result = `${mark}${result}${mark}`;
  }
  return result;
}

/** One inline without its style: for summaries, where every letter counts and looks do not. */
export function looseMrkdwn(inline: Inline): string {
  const letters = lettersOf(inline);
  if (inline.type === 'link') {
    const label = escapeMrkdwn(letters.replace(/\s*\n\s*/g, ' '));
    // Where a label holds the sign that parts it from its address, the label is worth more.
    if (label.includes('|')) return label;
    const url = escapeMrkdwn(inline.url);
    return inline.text === undefined ? `<${url}>` : `<${url}|${label}>`;
  }
  if (inline.type === 'user') return `<@${inline.user_id}>`;
  if (inline.type === 'date') return `<!date^${inline.timestamp}^${inline.format}|${escapeMrkdwn(letters)}>`;
  return escapeMrkdwn(letters);
}
