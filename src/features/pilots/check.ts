import { isBlank, lengthOf } from '../../base/text.ts';
import type { Words } from '../../cards/words.ts';

/** What is wrong with what was typed, in words under its field; nothing typed is lost. */
export type Complaints = Record<string, string>;

/** Fields that need a few words, no more than fit. */
export function complaintsAbout(
  words: Words,
  fields: Readonly<Record<string, string>>,
  { limit, optional = false }: { limit: number; optional?: boolean },
): Complaints {
  const complaints: Complaints = {};
  for (const [id, value] of Object.entries(fields)) {
    const length = lengthOf(value);
    if (isBlank(value) && !optional) complaints[id] = words('pilots.check.needsWords');
    if (length > limit) complaints[id] = words('pilots.check.tooLong', { length, limit });
  }
  return complaints;
}
