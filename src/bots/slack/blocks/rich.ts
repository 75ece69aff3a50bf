import type { RichTextBlockElement, RichTextElement, RichTextSection } from '@slack/types';
import { boundaryBefore, breakBefore, isBlank } from './characters.ts';

/** Slack's rich text is our working form of text: no escaping, styles apart from letters. */
export type Inline = RichTextElement;
export type Rich = RichTextBlockElement;
export type Style = { bold?: boolean; italic?: boolean; strike?: boolean; code?: boolean; underline?: boolean };

export function textInline(text: string, style?: Style): Inline {
  return style && Object.keys(style).length > 0 ? { type: 'text', text, style } : { type: 'text', text };
}

export function section(inlines: readonly Inline[]): RichTextSection {
  return { type: 'rich_text_section', elements: [...inlines] };
}

/** The letters of one inline, as a reader would copy them. */
export function lettersOf(inline: Inline): string {
  if (inline.type === 'text') return inline.text;
  if (inline.type === 'link') return inline.text ?? inline.url;
  if (inline.type === 'date') return inline.fallback ?? '';
  if (inline.type === 'user') return `<@${inline.user_id}>`;
  return '';
}

export function plainOf(inlines: readonly Inline[]): string {
  return inlines.map(lettersOf).join('');
}

export function lengthOf(inlines: readonly Inline[]): number {
  let length = 0;
  for (const inline of inlines) length += lettersOf(inline).length;
  return length;
}

/** Each line-like part of a rich text: a section, a list item, a quote, a code block. */
export function linesOf(rich: readonly Rich[]): readonly (readonly Inline[])[] {
  return rich.flatMap((part) =>
    part.type === 'rich_text_list' ? part.elements.map((item) => item.elements) : [part.elements as readonly Inline[]],
  );
}

export function richLength(rich: readonly Rich[]): number {
  let length = 0;
  for (const line of linesOf(rich)) length += lengthOf(line) + 1;
  return length;
}

export function isBlankRich(rich: readonly Rich[]): boolean {
  return linesOf(rich).every((line) => line.every((inline) => isBlank(lettersOf(inline))));
}

/** Only one paragraph-like section: what fits where Slack takes one text. */
export function singleLine(rich: readonly Rich[]): readonly Inline[] | undefined {
  const only = rich[0];
  return rich.length === 1 && only?.type === 'rich_text_section' ? only.elements : undefined;
}

/** The same text with a style added everywhere, code blocks left alone. */
export function styled(rich: readonly Rich[], style: Style): Rich[] {
  const line = (part: RichTextSection): RichTextSection =>
    section(joinInlines(part.elements.map((inline) => withStyle(inline, style))));
  return rich.map((part) => {
    if (part.type === 'rich_text_section') return line(part);
    return part.type === 'rich_text_list' ? { ...part, elements: part.elements.map(line) } : part;
  });
}

export function withStyle(inline: Inline, style: Style): Inline {
  return { ...inline, style: { ...inline.style, ...style } } as Inline;
}

/** Texts that follow each other in the same style become one. */
export function joinInlines(inlines: readonly Inline[]): Inline[] {
  const joined: Inline[] = [];
  for (const inline of inlines) {
    const last = joined.at(-1);
    if (inline.type === 'text' && last?.type === 'text' && sameStyle(last.style, inline.style)) {
      joined[joined.length - 1] = { ...last, text: last.text + inline.text };
    } else if (inline.type !== 'text' || inline.text !== '') joined.push(inline);
  }
  return joined;
}

function sameStyle(one: object | undefined, other: object | undefined): boolean {
  if (!one || !other) return one === other;
  return JSON.stringify(one) === JSON.stringify(other);
}

/** Two rich texts below each other. */
export function joinRich(first: readonly Rich[], second: readonly Rich[]): Rich[] {
  return stackRich([first, second]);
}

/** Rich texts below each other; a section ends its line when another part follows. */
export function stackRich(parts: readonly (readonly Rich[])[]): Rich[] {
  const stacked: Rich[] = [];
  let open: Inline[] | undefined;
  const close = () => {
    if (open) stacked.push(section(joinInlines(open)));
    open = undefined;
  };
  for (const part of parts) {
    if (part.length > 0) open?.push(textInline('\n'));
    for (const [at, rich] of part.entries()) {
      if (at > 0 || rich.type !== 'rich_text_section') close();
      if (rich.type !== 'rich_text_section') stacked.push(rich);
      else open = appended(open, rich.elements);
    }
  }
  close();
  return stacked;
}

function appended(open: Inline[] | undefined, inlines: readonly Inline[]): Inline[] {
  if (!open) return [...inlines];
  for (const inline of inlines) open.push(inline);
  return open;
}

/** Parts of at most `max` letters each, never cut inside a link, a date, an emoji or a surrogate pair. */
export function splitRich(rich: readonly Rich[], max: number): Rich[][] {
  if (richLength(rich) <= max) return [[...rich]];
  const parts: Rich[][] = [];
  let part: Rich[] = [];
  let length = 0;
  for (const element of rich.flatMap((whole) => splitElement(whole, max))) {
    const more = richLength([element]);
    if (part.length > 0 && length + more > max) {
      parts.push(part);
      part = [];
      length = 0;
    }
    part.push(element);
    length += more;
  }
  if (part.length > 0) parts.push(part);
  return parts;
}

function splitElement(element: Rich, max: number): Rich[] {
  if (richLength([element]) <= max) return [element];
  if (element.type === 'rich_text_list') {
    return element.elements.flatMap((item) =>
      splitInlines(item.elements, max - 1).map((inlines): Rich => ({ ...element, elements: [section(inlines)] })),
    );
  }
  return splitInlines(element.elements as Inline[], max - 1).map(
    (inlines) => ({ ...element, elements: inlines }) as Rich,
  );
}

function splitInlines(inlines: readonly Inline[], max: number): Inline[][] {
  const parts: Inline[][] = [];
  let part: Inline[] = [];
  let room = max;
  const close = () => {
    if (part.some((inline) => !isBlank(lettersOf(inline)))) parts.push(part);
    part = [];
    room = max;
  };
  for (const inline of inlines) {
    let rest: Inline | undefined = inline;
    while (rest) {
      const length = lettersOf(rest).length;
      if (length <= room) {
        part.push(rest);
        room -= length;
        break;
      }
      const halves: readonly [Inline | undefined, Inline] = halve(rest, room, max);
      if (halves[0]) part.push(halves[0]);
      close();
      rest = halves[1];
    }
  }
  close();
  return parts;
}

/** A text fills the room up to a good break; a link or a date moves on whole, unless no part could hold it. */
function halve(inline: Inline, room: number, max: number): readonly [Inline | undefined, Inline] {
  const letters = lettersOf(inline);
  const whole = inline.type !== 'text' || room < max / 2;
  if (whole && room < max) return [undefined, inline];
  if (inline.type === 'text') {
    const at = breakBefore(inline.text, room);
    return [
      { ...inline, text: inline.text.slice(0, at) },
      { ...inline, text: inline.text.slice(at) },
    ];
  }
  if (inline.type !== 'link') return [inline, textInline('')];
  const at = boundaryBefore(letters, room);
  return [
    { ...inline, text: letters.slice(0, at) },
    { ...inline, text: letters.slice(at) },
  ];
}
