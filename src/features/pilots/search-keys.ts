/*
 * Finding words in spite of typing errors, with nothing but an index that every PostgreSQL has. A word is kept with each
 * of its letters left out in turn, and looked for in the same way: two words meet in a common key if they differ by one
 * letter too many, too few, another or swapped with its neighbour. (W. Garbe's symmetric delete method, with one delete.)
 * Beginnings of longer words are keys too, so that "news" finds "newsletter".
 */

/** Words say too little by themselves, and stand in every text. */
const stopWords = new Set(
  (
    'a an and are as at be because been but by can did do does for from had has have how i if in into is it its more my ' +
    'no not of on or our so than that the their them then there these they this to too up us was we were what when ' +
    'which while who why will with would you your'
  ).split(' '),
);

const shortestMistaken = 4;
const shortestBeginning = 4;
const longestWord = 30;

/** The words of a text in lower case, without accents; `e-mail` is `email` too. */
export function wordsIn(text: string): string[] {
  const plain = text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  return (plain.match(/[\p{L}\p{N}\u2010\u2011-]+/gu) ?? [])
    .flatMap(withJoined)
    .filter((word) => word !== '' && !stopWords.has(word))
    .map((word) => word.slice(0, longestWord));
}

/** `e-mail` as `e`, `mail` and `email`. */
function withJoined(run: string): string[] {
  const parts = run.split(/[\u2010\u2011-]+/);
  return parts.length > 1 ? [...parts, parts.join('')] : parts;
}

/** The keys that a text is found by, at most `most` words of it. */
export function keysOf(text: string, most: number): string[] {
  const words = [...new Set(wordsIn(text))].slice(0, most);
  return [...new Set(words.flatMap((word) => [...keysFor(word), ...beginningsOf(word)]))];
}

/** The keys that one word is looked for by. */
export function keysFor(word: string): string[] {
  const letters = Array.from(word).slice(0, longestWord);
  if (letters.length < shortestMistaken) return [word];
  return [letters.join(''), ...letters.map((_, at) => letters.toSpliced(at, 1).join(''))];
}

function beginningsOf(word: string): string[] {
  const letters = Array.from(word);
  return letters.map((_, at) => letters.slice(0, at).join('')).filter((start) => start.length >= shortestBeginning);
}
