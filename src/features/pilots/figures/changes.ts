import { readAmount } from './numbers.ts';
import { ask, type Read } from './questions.ts';
import { plainText } from './runs.ts';

/**
 * The smallest worthwhile change as a proportion, above 0 and at most 1. People write points ("+1.0 points", "1%") or
 * "10 per 1,000". A sign is taken as said: which way is better is asked elsewhere.
 */
export function readWorthwhile(text: string): Read<number> {
  const plain = plainText(text)
    .replace(/^[+-] ?/, '')
    .replace(/ ?(?:%|per ?cent|pct|pp|(?:percentage )?points?)$/i, '');
  const [, change = plain, of = '100'] = /^(.+?)(?: ?\/ ?| (?:per|in|of|out of) )(.+)$/i.exec(plain) ?? [];
  const [parts, whole] = [readAmount(change), readAmount(of)];
  if (parts.question) return parts;
  if (whole.question) return whole;
  const worthwhile = parts.value / whole.value;
  if (!(worthwhile > 0)) return ask('no_change', text);
  return worthwhile <= 1 ? { value: worthwhile } : ask('too_large_change', text);
}
