import * as chrono from 'chrono-node';
import type { Leave } from '../../scheduling/calendar.ts';
import { addDays, localDay, mondayOf, zoned } from '../../scheduling/local-time.ts';

/** Days as people write them: "6 June", "Friday", "two weeks", "3 Aug until 17 Aug", "next week". */

export interface Reader {
  readonly now: Date;
  /** The person's own. */
  readonly timeZone: string;
}

const spanAlone = /^(\d+|an?|one|two|three|four|six)\s+(day|week|month)s?$/i;
const spanFromToday = /^for\s+(\d+|an?|one|two|three|four)\s+(day|week)s?$/i;
const numbers: Readonly<Record<string, number>> = { a: 1, an: 1, one: 1, two: 2, three: 3, four: 4 };
const beginnings = /^(?:(?:i['’]m|i|am|on|leave|holiday|away|from|between|the)\s+)+/i;
const separators = /\s+(?:until|till|til|to|through|and|-)\s+|\s*[–—]\s*/i;

/** The day that was meant, as `2027-06-06`; `undefined` where none can be read. */
export function readDay(typed: string, reader: Reader): string | undefined {
  return read(spanAlone.test(typed) ? `in ${typed}` : typed, reader)?.firstDay;
}

/** The days that were meant, first and last, the same for one day; not checked for their order. */
export function readDays(typed: string, reader: Reader): Leave | undefined {
  const text = typed
    .trim()
    .replace(beginnings, '')
    .replace(/^(until|till|til|to)\s+/i, 'today until ');
  const week = /^(this|next) week$/i.exec(text)?.[1];
  if (week) return weekFromToday(week.toLowerCase() === 'next' ? 7 : 0, reader);
  const [, count, unit] = spanFromToday.exec(text) ?? [];
  if (count && unit) return spanFromNow(count, unit, reader);
  const [first = '', last, ...more] = text.split(separators).filter((part) => part !== '');
  if (more.length > 0) return undefined;
  if (last !== undefined) return readPair(first, last, reader) ?? readOne(`${first} to ${last}`, reader);
  const one = readOne(text, reader);
  return one?.firstDay === one?.lastDay && /\bfrom\b/i.test(typed) ? undefined : one;
}

function weekFromToday(ahead: number, { now, timeZone }: Reader): Leave {
  const firstDay = mondayOf(zoned(now, timeZone).toPlainDate()).add({ days: ahead }).toString();
  return { firstDay, lastDay: addDays(firstDay, 6) };
}

function spanFromNow(count: string, unit: string, { now, timeZone }: Reader): Leave | undefined {
  const days = (numbers[count.toLowerCase()] ?? Number(count)) * (/^w/i.test(unit) ? 7 : 1);
  const firstDay = localDay(now, timeZone);
  return days > 0 && days < 10_000 ? { firstDay, lastDay: addDays(firstDay, days - 1) } : undefined;
}

/** One day, or a range as in "3-17 Aug"; not where something is left over that could mean another. */
function readOne(text: string, reader: Reader): Found | undefined {
  if (/week|month|year|fortnight/i.test(text)) return undefined;
  const found = read(text, reader);
  return found && found.text.length >= text.length ? found : undefined;
}

/** "28 Dec until 4 Jan", "Monday to Wednesday"; "23 Nov to 27 Nov" on the 25th is the leave that has begun. */
function readPair(typedFirst: string, typedLast: string, reader: Reader): Leave | undefined {
  const [first, last] = [readOne(typedFirst, reader), readOne(typedLast.replace(beginnings, ''), reader)];
  if (!first || !last) return undefined;
  const begun = first.isDate && read(typedFirst, { ...reader, now: noonOf(last.lastDay) }, { forward: false });
  const today = localDay(reader.now, reader.timeZone);
  if (begun && begun.firstDay <= today && today <= last.lastDay)
    return { firstDay: begun.firstDay, lastDay: last.lastDay };
  const isBefore = last.lastDay < first.firstDay && !last.isDate;
  const after = isBefore ? readOne(typedLast, { ...reader, now: noonOf(first.firstDay) }) : last;
  return after && { firstDay: first.firstDay, lastDay: after.lastDay };
}

function noonOf(day: string): Date {
  return new Date(`${day}T12:00:00Z`);
}

interface Found extends Leave {
  readonly text: string;
  /** It names the month, not only a weekday. */
  readonly isDate: boolean;
}

function read(text: string, { now, timeZone }: Reader, { forward = true } = {}): Found | undefined {
  const offsetMinutes = zoned(now, timeZone).offsetNanoseconds / 60e9;
  const [found] = chrono.en.GB.parse(text, { instant: now, timezone: offsetMinutes }, { forwardDate: forward });
  if (!found) return undefined;
  const firstDay = toDay(found.start);
  const isDate = found.start.isCertain('month') && !found.start.isCertain('weekday');
  return { firstDay, lastDay: found.end ? toDay(found.end) : firstDay, text: found.text, isDate };
}

function toDay(found: chrono.ParsedComponents): string {
  const [year, month, day] = (['year', 'month', 'day'] as const).map((part) => found.get(part) ?? 1);
  return new Date(Date.UTC(year ?? 1, (month ?? 1) - 1, day)).toISOString().slice(0, 10);
}
