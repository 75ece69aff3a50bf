/** Text as people see it: what shows, how long it is, and where it may be cut. */

const graphemes = new Intl.Segmenter();

/** Nothing that anyone could see: blanks, zero-width and direction characters only. */
export function isBlank(text: string): boolean {
  return !/[^\s\p{Cf}\p{Cc}\u115f\u1160\u2800\u3164]/u.test(text);
}

/** In characters as people count them: an emoji is one. */
export function lengthOf(text: string): number {
  return [...graphemes.segment(text)].length;
}

/** At most `limit` characters, with an ellipsis in the place of the rest. */
export function cut(text: string, limit: number): string {
  if (text.length <= limit) return text;
  // Longer than any so many characters that somebody means to write.
  const looked = text.slice(0, limit * 40);
  const shown = [...graphemes.segment(looked)].map((each) => each.segment);
  return shown.length <= limit && looked === text ? text : `${shown.slice(0, limit - 1).join('')}…`;
}
