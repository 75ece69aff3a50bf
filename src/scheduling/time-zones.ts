import { closest, distance } from 'fastest-levenshtein';
import { Temporal } from 'temporal-polyfill';

/** Time zones as people write them. */

const regions =
  'Europe America Asia Africa Australia Pacific Atlantic Indian Antarctica Arctic America/Argentina America/Indiana'.split(
    ' ',
  );

/** The IANA zone that was meant: `Europe/London` for that, for `europe/london` and for `London`; `undefined` for none. */
export function findTimeZone(typed: string): string | undefined {
  const name = typed.trim().replaceAll(/\s+/g, '_');
  return [name, ...regions.map((region) => `${region}/${name}`)].map(toZone).find((zone) => zone !== undefined);
}

const checked = new Map<string, boolean>();

/** Whether we know a zone that a platform named; asked again and again about the same few. */
export function isTimeZone(name: string): boolean {
  const known = checked.get(name) ?? toZone(name) !== undefined;
  if (checked.size < 1_000) checked.set(name, known);
  return known;
}

function toZone(name: string): string | undefined {
  // Offsets pass for zones as well, but know no summer time.
  if (!/^[a-z]/i.test(name)) return undefined;
  try {
    return Temporal.Now.zonedDateTimeISO(name).timeZoneId;
  } catch {
    return undefined;
  }
}

/** The zone whose name or city is nearest to what was typed; `undefined` where none is near. */
export function nearestTimeZone(typed: string): string | undefined {
  const wanted = typed.trim().replaceAll(/\s+/g, '_').toLowerCase();
  const names = new Map<string, string>();
  for (const zone of Intl.supportedValuesOf('timeZone')) {
    names.set(zone.toLowerCase(), zone);
    names.set(zone.slice(zone.lastIndexOf('/') + 1).toLowerCase(), zone);
  }
  const nearest = closest(wanted, [...names.keys()]);
  return distance(wanted, nearest) <= Math.ceil(nearest.length / 3) ? names.get(nearest) : undefined;
}
