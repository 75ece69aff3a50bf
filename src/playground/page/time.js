// @ts-check

const LOCALE = 'en-GB';

/**
 * @param {string} zone
 * @param {Intl.DateTimeFormatOptions} options
 */
function formatter(zone, options) {
  try {
    return new Intl.DateTimeFormat(LOCALE, { timeZone: zone, ...options });
  } catch {
    return new Intl.DateTimeFormat(LOCALE, { timeZone: 'UTC', ...options });
  }
}

/**
 * `10:02`
 * @param {Date} at
 * @param {string} zone
 */
export function clockTime(at, zone) {
  return formatter(zone, { hour: '2-digit', minute: '2-digit' }).format(at);
}

/**
 * `Monday 23 November`
 * @param {Date} at
 * @param {string} zone
 */
export function longDay(at, zone) {
  return formatter(zone, { weekday: 'long', day: 'numeric', month: 'long' }).format(at).replace(',', '');
}

/**
 * `Mon 23 Nov`
 * @param {Date} at
 * @param {string} zone
 */
export function shortDay(at, zone) {
  return formatter(zone, { weekday: 'short', day: 'numeric', month: 'short' }).format(at).replace(',', '');
}

/**
 * `2026-11-23`, which also tells two days apart.
 * @param {Date} at
 * @param {string} zone
 */
export function isoDay(at, zone) {
  const parts = partsOf(at, zone);
  return `${parts.year}-${parts.month}-${parts.day}`;
}

/**
 * `Mon 23 Nov, 10:02 London time`
 * @param {Date} at
 * @param {string} zone
 */
export function fullTime(at, zone) {
  return `${shortDay(at, zone)}, ${clockTime(at, zone)} ${cityOf(zone)} time`;
}

/**
 * `Europe/London` is `London`.
 * @param {string} zone
 */
export function cityOf(zone) {
  return (zone.split('/').pop() ?? zone).replaceAll('_', ' ');
}

/**
 * `GMT`, `GMT+5:30`
 * @param {Date} at
 * @param {string} zone
 */
export function zoneShort(at, zone) {
  const part = formatter(zone, { timeZoneName: 'short' })
    .formatToParts(at)
    .find(({ type }) => type === 'timeZoneName');
  return part?.value ?? zone;
}

/**
 * The value of a `datetime-local` field for a moment, as the clock on a wall in that zone shows it.
 * @param {number} seconds
 * @param {string} zone
 */
export function toWallTime(seconds, zone) {
  const at = new Date(seconds * 1000);
  const parts = partsOf(at, zone);
  return `${parts.year}-${parts.month}-${parts.day}T${parts.hour}:${parts.minute}`;
}

/**
 * The other way round. A time that a clock change skips or repeats comes out on one side of it.
 * @param {string} wall
 * @param {string} zone
 */
export function fromWallTime(wall, zone) {
  const asUtc = Date.parse(`${wall}:00Z`);
  const offsetAt = (/** @type {number} */ moment) =>
    Date.parse(`${toWallTime(moment / 1000, zone)}:00Z`) - Math.floor(moment / 60_000) * 60_000;
  const near = asUtc - offsetAt(asUtc);
  return (asUtc - offsetAt(near)) / 1000;
}

/**
 * @param {Date} at
 * @param {string} zone
 * @returns {Record<string, string>}
 */
function partsOf(at, zone) {
  const parts = formatter(zone, {
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(at);
  return Object.fromEntries(parts.map(({ type, value }) => [type, value]));
}

/**
 * When a Slack message was posted: its `ts` is seconds since 1970.
 * @param {string} ts
 */
export function slackTime(ts) {
  return new Date(Number.parseFloat(ts) * 1000);
}

/**
 * When a Teams message was posted: said, or in its id, which is milliseconds since 1970.
 * @param {{ id: string, at?: string }} message
 */
export function teamsTime(message) {
  const at = new Date(message.at ?? Number(/^\d{13}/.exec(message.id)?.[0]));
  return Number.isNaN(at.getTime()) ? undefined : at;
}
