import { z } from 'zod';
import { isPlace } from '../scheduling/holidays.ts';

/** Each setting by itself: its form, and what it is where it is left out. */

const loopbackName = /^(localhost|127(\.\d{1,3}){3}|::1|\[::1\])$/;
export const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

export const isLoopback = (host: string): boolean => loopbackName.test(host);

function urlWith(accepts: (url: URL) => boolean) {
  return z.string().refine((text) => URL.canParse(text) && accepts(new URL(text)));
}

/** Tokens and signing keys travel here. */
const isSafe = ({ protocol, hostname }: URL): boolean =>
  protocol === 'https:' || (protocol === 'http:' && isLoopback(hostname));
const safeUrl = urlWith(isSafe);

/** Paths are put behind it. */
const baseUrl = urlWith((url) => isSafe(url) && `${url.search}${url.hash}${url.username}${url.password}` === '');

const key = z
  .base64()
  .transform((text) => new Uint8Array(Buffer.from(text, 'base64')))
  .refine((bytes) => bytes.length === 32);

/** Separated by commas. */
function listOf<Item extends z.ZodType<unknown, string>>(item: Item) {
  const split = z.string().transform((text) => text.split(',').map((part) => part.trim()));
  return split.pipe(z.array(item)).default([]);
}

export const settings = z.object({
  PORT: z
    .string()
    .regex(/^\d{1,5}$/)
    .default('3978')
    .transform(Number)
    .refine((port) => port <= 65_535),
  HOST: z
    .string()
    .regex(/^[\w.:-]+$/)
    .optional(),
  PUBLIC_URL: baseUrl.optional(),
  DATA_DIR: z.string().default('./.outloud'),
  DATABASE_URL: urlWith(({ protocol }) => ['postgres:', 'postgresql:'].includes(protocol)).optional(),
  DATABASE_PASSWORD: z.string().optional(),
  SLACK_SIGNING_SECRET: z.string().optional(),
  SLACK_BOT_TOKEN: z.string().optional(),
  SLACK_CLIENT_ID: z
    .string()
    .regex(/^[\w.-]+$/)
    .optional(),
  SLACK_CLIENT_SECRET: z.string().optional(),
  SLACK_STATE_SECRET: z.string().min(16).optional(),
  SLACK_ALLOWED_WORKSPACES: listOf(
    z
      .string()
      .toUpperCase()
      .regex(/^[TE][0-9A-Z]{2,}$/),
  ),
  SLACK_API_URL: safeUrl.optional(),
  MICROSOFT_APP_ID: z.string().optional(),
  MICROSOFT_APP_PASSWORD: z.string().optional(),
  MICROSOFT_APP_TYPE: z.enum(['SingleTenant', 'UserAssignedMSI']).default('SingleTenant'),
  MICROSOFT_APP_TENANT_ID: z.string().optional(),
  TEAMS_ALLOWED_TENANTS: listOf(z.string().regex(guid)),
  TEAMS_AUTH: z.enum(['on', 'off']).default('on'),
  TEAMS_OPENID_METADATA_URL: safeUrl.optional(),
  TEAMS_LOGIN_URL: safeUrl.optional(),
  ENCRYPTION_KEY: key.optional(),
  ENCRYPTION_OTHER_KEYS: listOf(key),
  ORG_TIMEZONE: z.string().default('Europe/London').refine(isTimeZone),
  ORG_COUNTRY: z.string().default('GB').transform(toPlace).refine(isCountryOrRegion),
  ORG_LANGUAGE: z.string().default('en').refine(isLanguage),
  COMMUNITY_EDITION: z.enum(['on', 'off']).default('off'),
  PUBLISHER_NAME: z.string().max(32).default('Outloud'),
  PRIVACY_URL: urlWith(({ protocol }) => protocol === 'https:').optional(),
  DATA_CONTACT: z
    .string()
    .regex(/^(?:https:\/\/\S+|[^\s@:]+@[^\s@]+\.[^\s@]+)$/)
    .optional(),
  TERMS_URL: urlWith(({ protocol }) => protocol === 'https:').optional(),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
});

export const packageSettings = settings.pick({
  PUBLIC_URL: true,
  MICROSOFT_APP_ID: true,
  COMMUNITY_EDITION: true,
  PUBLISHER_NAME: true,
  PRIVACY_URL: true,
  TERMS_URL: true,
});

export type Settings = z.infer<typeof settings>;
export type SettingName = keyof Settings;
export const settingNames = Object.keys(settings.shape) as SettingName[];

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    // Offsets pass there too, but are no zones: they know no summer time.
    return /^[A-Za-z]/.test(name);
  } catch {
    return false;
  }
}

/** What people write for it, by its own code: `UK` is `GB`. */
function toPlace(text: string): string {
  const code = text.toUpperCase();
  return /^[A-Z]{2}$/.test(code) ? (new Intl.Locale(`und-${code}`).region ?? code) : code;
}

function isCountryOrRegion(code: string): boolean {
  if (!/^[A-Z]{2}$/.test(code)) return code.includes('-') && isPlace(code);
  return new Intl.DisplayNames('en', { type: 'region', fallback: 'none' }).of(code) !== undefined;
}

function isLanguage(tag: string): boolean {
  try {
    const name = new Intl.DisplayNames('en', { type: 'language', fallback: 'none' }).of(tag);
    return name !== undefined;
  } catch {
    return false;
  }
}
