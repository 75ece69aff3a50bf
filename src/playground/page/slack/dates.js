// @ts-check
import { isoDay } from '../time.js';

/*
 * `<!date^...>` tokens, as documented at
 * https://docs.slack.dev/messaging/formatting-message-text#date-formatting
 */

/**
 * @param {number} timestamp seconds since 1970
 * @param {string} format
 * @param {{ zone: string, now: Date }} reader
 */
export function slackDate(timestamp, format, { zone, now }) {
  const at = new Date(timestamp * 1000);
  return format.replace(/\{(\w+)\}/g, (whole, token) => tokenText(token, at, zone, now) ?? whole);
}

/**
 * @param {string} token
 * @param {Date} at
 * @param {string} zone
 * @param {Date} now
 * @returns {string | undefined}
 */
function tokenText(token, at, zone, now) {
  const show = (/** @type {Intl.DateTimeFormatOptions} */ options) =>
    new Intl.DateTimeFormat('en-GB', { timeZone: zone, ...options }).format(at);
  if (token.endsWith('_pretty')) {
    return dayWord(at, zone, now) ?? tokenText(token.replace('_pretty', ''), at, zone, now);
  }
  switch (token) {
    case 'date_num':
      return isoDay(at, zone);
    case 'date_slash':
      return show({ day: '2-digit', month: '2-digit', year: 'numeric' });
    case 'date':
      return show({ day: 'numeric', month: 'long', year: 'numeric' });
    case 'date_short':
      return show({ day: 'numeric', month: 'short', year: 'numeric' });
    case 'date_long':
    case 'date_long_full':
    case 'day_divider':
      return show({ weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' });
    case 'time':
      return show({ hour: '2-digit', minute: '2-digit' });
    case 'time_secs':
      return show({ hour: '2-digit', minute: '2-digit', second: '2-digit' });
    case 'ago':
      return ago(at, now);
    default:
      return undefined;
  }
}

/**
 * @param {Date} at
 * @param {string} zone
 * @param {Date} now
 */
function dayWord(at, zone, now) {
  const day = isoDay(at, zone);
  const shifted = (/** @type {number} */ days) => isoDay(new Date(now.getTime() + days * 86_400_000), zone);
  if (day === shifted(0)) return 'today';
  if (day === shifted(1)) return 'tomorrow';
  return day === shifted(-1) ? 'yesterday' : undefined;
}

/**
 * @param {Date} at
 * @param {Date} now
 */
function ago(at, now) {
  const minutes = Math.round((at.getTime() - now.getTime()) / 60_000);
  const relative = new Intl.RelativeTimeFormat('en-GB', { numeric: 'auto' });
  if (Math.abs(minutes) < 60) return relative.format(minutes, 'minute');
  if (Math.abs(minutes) < 48 * 60) return relative.format(Math.round(minutes / 60), 'hour');
  return relative.format(Math.round(minutes / 1440), 'day');
}
