/** Characters: what shows, what does not, and where a text may be cut. */

const SHOWN = /[^\s\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}\u2800]/u;
const UNSENDABLE = /(?![\n\t])\p{Cc}|[\uFDD0-\uFDEF\uFFFE\uFFFF]/gu;

/** Nothing that a person could see: blanks, zero-width characters, controls. */
export function isBlank(text: string): boolean {
  return !SHOWN.test(text);
}

/** The same text without what JSON or Slack would refuse: lone surrogates, controls, noncharacters. */
export function clean(text: string): string {
  return text.toWellFormed().replaceAll('\r\n', '\n').replaceAll('\r', '\n').replace(UNSENDABLE, '');
}

/** One line, for where Slack shows one line. */
export function oneLine(text: string): string {
  return text.replace(/\s*\n\s*/g, ' ').trim();
}

const graphemes = new Intl.Segmenter('und', { granularity: 'grapheme' });
const WINDOW = 80;

/** The last place at or before `at` that is not inside a character as people see it (emoji, accents, pairs). */
export function boundaryBefore(text: string, at: number): number {
  if (at >= text.length) return text.length;
  const from = windowStart(text, at);
  let boundary = from;
  for (const { index } of graphemes.segment(text.slice(from, at + WINDOW))) {
    if (from + index > at) break;
    boundary = from + index;
  }
  return boundary > 0 ? boundary : at;
}

function windowStart(text: string, at: number): number {
  const from = Math.max(0, at - WINDOW);
  const blank = text.slice(from, at).search(/\s/);
  if (blank >= 0) return from + blank;
  const before = text.charCodeAt(from);
  return before >= 0xdc00 && before <= 0xdfff ? from + 1 : from;
}

/** At most `max` long, with an ellipsis where something went. */
export function cut(text: string, max: number): string {
  return text.length <= max ? text : `${text.slice(0, boundaryBefore(text, max - 1)).trimEnd()}…`;
}

/** Where to end a part of at most `max`: after a paragraph, a line, a sentence, a word, or a character. */
export function breakBefore(text: string, max: number): number {
  if (text.length <= max) return text.length;
  const head = text.slice(0, max);
  for (const mark of ['\n\n', '\n', '. ', ' ']) {
    const at = head.lastIndexOf(mark);
    if (at > max / 3) return at + mark.length;
  }
  return boundaryBefore(text, max);
}
