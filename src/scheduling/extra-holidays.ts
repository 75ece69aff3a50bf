import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';
import { AppError, messageOf } from '../base/errors.ts';

/** Public holidays that no rule knows: proclaimed once, or kept all the same. Administrators add their own. */

const shipped = new URL('../../content/holidays.yaml', import.meta.url);

const extraHolidays = z.array(
  z.object({
    day: z.iso.date(),
    in: z.string().regex(/^[A-Z]{2}(-\w+)?$/, 'a country such as IE, or a region such as GB-SCT'),
    name: z.string().min(1),
  }),
);

export type ExtraHoliday = z.infer<typeof extraHolidays>[number];

export function readExtraHolidays(file: URL = shipped): ExtraHoliday[] {
  try {
    // Failsafe: a day stays the text that it is.
    return extraHolidays.parse(parse(readFileSync(file, 'utf8'), { schema: 'failsafe' }));
  } catch (cause) {
    const why = cause instanceof z.ZodError ? z.prettifyError(cause) : messageOf(cause);
    throw new AppError(`${file.pathname} cannot be read`, {
      tell: `The public holidays in ${file.pathname} cannot be read:\n${why}\nEach needs a day (2027-12-28), a place (IE or GB-SCT) and a name.`,
      cause,
    });
  }
}
