/*
 * What of a text its likeness to others is told by. No list of words of any language: what is common weighs little
 * because it is common.
 */

const word = /\p{L}[\p{L}\p{M}\p{N}_'’]*|\p{N}{3,}/gu;
const ascii = /^[\0-\x7f]*$/;
/** `surveyWording` and `survey_wording` are also two words. */
const seam = /(?<=[\p{Ll}\p{N}])(?=\p{Lu})|_/u;
/** Scripts that put no space between words: two neighbouring letters stand for a word. */
const unspaced = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]/u;
const shortest = 3;

/** The terms of a text in their order, repeated as often as they stand there. */
export function termsOf(text: string): string[] {
  const isPlain = ascii.test(text);
  const terms: string[] = [];
  for (const found of (isPlain ? text : withoutAccents(text)).match(word) ?? []) {
    if (!isPlain && unspaced.test(found)) terms.push(...neighbours(found));
    else terms.push(...wordsOf(found));
  }
  return terms;
}

/** How a term stands in the text that it is of. */
export function writtenIn(text: string, term: string): string {
  return (text.match(word) ?? []).find((found) => termsOf(found)[0] === term) ?? term;
}

function withoutAccents(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .normalize('NFC');
}

function wordsOf(found: string): string[] {
  const lower = found.toLowerCase();
  // Most words have no seam, and looking for one costs the most.
  const parts = lower === found && !found.includes('_') ? [] : found.split(seam);
  return [lower, ...(parts.length > 1 ? parts.map((part) => part.toLowerCase()) : [])].filter(
    (part) => part.length >= shortest,
  );
}

function neighbours(found: string): string[] {
  const letters = Array.from(found);
  return letters.length < 2 ? letters : letters.slice(1).map((letter, index) => `${letters[index]}${letter}`);
}
