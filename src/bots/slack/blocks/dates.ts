import type { Inline } from './rich.ts';

/** `{{DATE(...)}}` and `{{TIME(...)}}` of Adaptive Cards: shown in the reader's own zone. */
export const DATE_CALL =
  /\{\{\s*(DATE|TIME)\(\s*(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2}))\s*(?:,\s*(COMPACT|SHORT|LONG)\s*)?\)\s*\}\}/gi;

const FORMATS = new Map([
  ['COMPACT', '{date_num}'],
  ['SHORT', '{date_short}'],
  ['LONG', '{date_long}'],
]);

/** A date element, or the same as text where Slack has none (before 1970), or nothing if there is no such day. */
export function dateInline(kind: string, stamp: string, format: string | undefined): Inline | undefined {
  const time = Date.parse(stamp);
  if (Number.isNaN(time)) return undefined;
  const isTime = kind.toUpperCase() === 'TIME';
  const iso = new Date(time).toISOString();
  const fallback = isTime ? `${iso.slice(11, 16)} UTC` : iso.slice(0, 10);
  if (time < 0) return { type: 'text', text: fallback };
  const shown = isTime ? '{time}' : (FORMATS.get((format ?? 'COMPACT').toUpperCase()) ?? '{date_num}');
  return { type: 'date', timestamp: Math.floor(time / 1000), format: shown, fallback };
}
