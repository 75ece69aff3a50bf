import { z } from 'zod';
import { AppError } from './base/errors.ts';
import { type Environment, type Given, readEnvironment, readValueFiles } from './environment.ts';
import { isPlace } from './scheduling/holidays.ts';

export type { Environment } from './environment.ts';

/** What an administrator can set, read once at the start. `.env.example` explains every name. */
export interface Config {
  /** Nothing connected: the playground plays Slack and Teams. */
  readonly local: boolean;
  readonly port: number;
  readonly host: string;
  readonly publicUrl?: string;
  readonly dataDir: string;
  readonly databaseUrl?: string;
  readonly slack?: SlackConfig;
  readonly teams?: TeamsConfig;
  readonly organisation: OrganisationConfig;
  /** Typed replies in channels are told to the app: the packages are of the community edition. */
  readonly communityEdition: boolean;
  readonly encryptionKey?: Uint8Array;
  /** Keys that what is stored may be encrypted with besides: while the key is being changed. */
  readonly otherEncryptionKeys?: readonly Uint8Array[];
  /** The organisation's privacy notice, and where a concern about data goes (https or mailto): for the trust page. */
  readonly privacyUrl?: string;
  readonly dataContact?: string;
  readonly logLevel: string;
}

export interface SlackConfig {
  readonly signingSecret: string;
  /** Of the one workspace that the app was installed to by hand, if it was. */
  readonly botToken?: string;
  /** Set where workspaces install by OAuth. */
  readonly oauth?: SlackOAuthConfig;
  readonly apiUrl?: string;
}

export interface SlackOAuthConfig {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly stateSecret: string;
}

export interface TeamsConfig {
  /** Absent only with `auth: 'off'`: an emulator that signs nothing. */
  readonly appId?: string;
  readonly password?: string;
  readonly type: 'SingleTenant' | 'UserAssignedMSI';
  readonly tenantId?: string;
  /** The organisations whose people may use it: its own, unless others are named. */
  readonly allowedTenants?: readonly string[];
  readonly auth: 'on' | 'off';
  readonly openIdMetadataUrl?: string;
  readonly loginUrl?: string;
}

export interface OrganisationConfig {
  readonly timeZone: string;
  /** `GB`, or a region of it: `GB-SCT`. */
  readonly country: string;
  readonly language: string;
}

export interface Complaint {
  readonly variable: string;
  /** What is wrong, and what it must hold; never the value of a secret. */
  readonly problem: string;
  readonly todo: string;
}

export class ConfigError extends AppError {
  override readonly name = 'ConfigError';
  readonly complaints: readonly Complaint[];

  constructor(
    complaints: readonly Complaint[],
    lead = 'Outloud cannot start with these settings (environment or .env):',
  ) {
    const lines = complaints.map(({ variable, problem, todo }) => `- ${variable} ${problem}. ${todo}`);
    super(`settings: ${complaints.map(({ variable }) => variable).join(', ')}`, {
      tell: [lead, ...lines].join('\n'),
    });
    this.complaints = complaints;
  }
}

/** Reads `.env` from the folder Outloud was started in; what the environment has already wins. */
export function readConfig(environment: Environment, envFile: string | false = '.env'): { config: Config } {
  const { given, complaints: unread } = readGiven(environment, envFile);
  const parsed = settings.safeParse(given);
  const wrong = [...unread, ...wrongValues(parsed.error, given)];
  const named = new Set(wrong.map(({ variable }) => variable.replace(/_FILE$/, '')));
  const complaints = [...wrong, ...contradictions(given).filter(({ variable }) => !named.has(variable))];
  if (!parsed.success || complaints.length > 0) throw new ConfigError(complaints);
  return { config: arrange(parsed.data, given) };
}

/** What goes into the packages for Teams and Slack. They are made before either is connected, so little must be set. */
export interface PackageConfig {
  readonly publicUrl: string;
  /** Absent: there is no bot in Azure, and so no app for Teams. */
  readonly appId?: string;
  readonly publisher: string;
  readonly privacyUrl: string;
  readonly termsUrl: string;
  readonly community: boolean;
}

/** Reads what the packages need, as `readConfig` does; what else is wrong does not matter to them. */
export function readPackageConfig(environment: Environment, envFile: string | false = '.env'): PackageConfig {
  const { given } = readGiven(environment, envFile);
  const parsed = packageSettings.safeParse(given);
  const complaints = [...wrongValues(parsed.error, given), ...packageComplaints(given)];
  if (!parsed.success || complaints.length > 0) {
    throw new ConfigError(complaints, 'The packages cannot be made with these settings (environment or .env):');
  }
  const values = parsed.data;
  const publicUrl = (values.PUBLIC_URL ?? '').replace(/\/+$/, '');
  return {
    publicUrl,
    appId: values.MICROSOFT_APP_ID?.toLowerCase(),
    publisher: values.PUBLISHER_NAME,
    privacyUrl: values.PRIVACY_URL ?? `${publicUrl}/trust`,
    termsUrl: values.TERMS_URL ?? publicUrl,
    community: values.COMMUNITY_EDITION === 'on',
  };
}

/** What is set, and what is wrong with the files that hold some of it. */
function readGiven(environment: Environment, envFile: string | false) {
  return readValueFiles(readEnvironment(environment, envFile), Object.keys(help));
}

/* ---- one setting at a time ---- */

const loopbackName = /^(localhost|127(\.\d{1,3}){3}|::1|\[::1\])$/;
const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

const isLoopback = (host: string): boolean => loopbackName.test(host);

function urlWith(accepts: (url: URL) => boolean) {
  return z.string().refine((text) => URL.canParse(text) && accepts(new URL(text)));
}

/** Tokens and signing keys travel here. */
const safeUrl = urlWith(({ protocol, hostname }) => {
  return protocol === 'https:' || (protocol === 'http:' && isLoopback(hostname));
});

const key = z
  .base64()
  .transform((text) => new Uint8Array(Buffer.from(text, 'base64')))
  .refine((bytes) => bytes.length === 32);

/** Separated by commas. */
function listOf<Item extends z.ZodType<unknown, string>>(item: Item) {
  const split = z.string().transform((text) => text.split(',').map((part) => part.trim()));
  return split.pipe(z.array(item)).default([]);
}

const settings = z.object({
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
  PUBLIC_URL: safeUrl.optional(),
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
  ORG_COUNTRY: z.string().default('GB').transform(upper).refine(isCountryOrRegion),
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

const packageSettings = settings.pick({
  PUBLIC_URL: true,
  MICROSOFT_APP_ID: true,
  COMMUNITY_EDITION: true,
  PUBLISHER_NAME: true,
  PRIVACY_URL: true,
  TERMS_URL: true,
});

type Settings = z.infer<typeof settings>;
type Name = keyof Settings;

/** What each must hold, and where to get it. */
const help: Record<Name, { must: string; todo: string }> = {
  PORT: { must: 'be a whole number from 0 to 65535', todo: 'Leave it out for 3978.' },
  HOST: { must: 'be an address or a host name to listen on', todo: 'Leave it out, or set 127.0.0.1 or 0.0.0.0.' },
  PUBLIC_URL: {
    must: 'be an https address',
    todo: 'Set the address at which Slack and Teams reach this Outloud, such as https://outloud.example.org.',
  },
  DATA_DIR: { must: 'be a folder', todo: 'Leave it out for ./.outloud.' },
  DATABASE_URL: {
    must: 'be an address like postgres://user:password@host:5432/database',
    todo: 'Ask whoever runs your PostgreSQL, or leave it out: Outloud brings one. Write special characters in the password as %40 and so on.',
  },
  DATABASE_PASSWORD: {
    must: 'hold the password for DATABASE_URL',
    todo: 'Set it where the address in DATABASE_URL has no password in it, just as it is, without any %40.',
  },
  SLACK_SIGNING_SECRET: {
    must: 'hold the signing secret of the Slack app',
    todo: 'Find it at https://api.slack.com/apps > your app > Basic Information > App Credentials.',
  },
  SLACK_BOT_TOKEN: {
    must: 'hold the bot token of the Slack app, which starts with xoxb-',
    todo: 'Find it at https://api.slack.com/apps > your app > OAuth & Permissions, after installing the app.',
  },
  SLACK_CLIENT_ID: {
    must: 'hold the client id of the Slack app',
    todo: 'Find it at https://api.slack.com/apps > your app > Basic Information > App Credentials.',
  },
  SLACK_CLIENT_SECRET: {
    must: 'hold the client secret of the Slack app',
    todo: 'Find it at https://api.slack.com/apps > your app > Basic Information > App Credentials.',
  },
  SLACK_STATE_SECRET: {
    must: 'hold a secret of your own, at least 16 characters',
    todo: 'Make one with "openssl rand -base64 32". It signs what Slack gives back after an install.',
  },
  SLACK_API_URL: {
    must: 'be an https address, or http on this machine',
    todo: 'Leave it out for Slack itself; it is meant for an emulator.',
  },
  MICROSOFT_APP_ID: {
    must: "hold the bot's application (client) id, a GUID",
    todo: 'Find it at https://portal.azure.com > your Azure Bot > Configuration > Microsoft App ID.',
  },
  MICROSOFT_APP_PASSWORD: {
    must: "hold a client secret of the bot's app registration",
    todo: 'Make one at https://entra.microsoft.com > App registrations > your bot > Certificates & secrets (the value, not its id), or set MICROSOFT_APP_TYPE=UserAssignedMSI.',
  },
  MICROSOFT_APP_TYPE: {
    must: 'be SingleTenant or UserAssignedMSI',
    todo: 'It stands at https://portal.azure.com > your Azure Bot > Configuration > Bot Type.',
  },
  MICROSOFT_APP_TENANT_ID: {
    must: 'hold the id of your Microsoft 365 tenant, a GUID',
    todo: 'Find it at https://entra.microsoft.com > Overview > Tenant ID.',
  },
  TEAMS_ALLOWED_TENANTS: {
    must: 'be ids of Microsoft 365 tenants, separated by commas',
    todo: 'Leave it out: then only people of MICROSOFT_APP_TENANT_ID can use the app.',
  },
  TEAMS_AUTH: { must: 'be on or off', todo: 'Leave it out, except for a local emulator.' },
  TEAMS_OPENID_METADATA_URL: {
    must: 'be an https address, or http on this machine',
    todo: 'Leave it out, except in a sovereign cloud (US government, China) or for an emulator.',
  },
  TEAMS_LOGIN_URL: {
    must: 'be an https address, or http on this machine',
    todo: 'Leave it out, except in a sovereign cloud (US government, China) or for an emulator.',
  },
  ENCRYPTION_KEY: { must: 'be 32 bytes in base64', todo: 'Make one with "openssl rand -base64 32" and keep it safe.' },
  ENCRYPTION_OTHER_KEYS: {
    must: 'be keys like ENCRYPTION_KEY, separated by commas',
    todo: 'Leave it out, except while ENCRYPTION_KEY is being changed.',
  },
  ORG_TIMEZONE: { must: 'be an IANA time zone such as Europe/London', todo: 'Leave it out for Europe/London.' },
  ORG_COUNTRY: {
    must: 'be a country code such as GB, or a region of it that has public holidays of its own, such as GB-SCT',
    todo: 'Leave it out for GB.',
  },
  ORG_LANGUAGE: { must: 'be a language tag such as en or pt-BR', todo: 'Leave it out for en.' },
  COMMUNITY_EDITION: {
    must: 'be on or off',
    todo: 'Set it to on where the packages of the community edition are installed, or leave it out.',
  },
  PUBLISHER_NAME: {
    must: 'be a name of at most 32 characters',
    todo: 'Set who offers the app in your organisation, such as Learning and Development, or leave it out for Outloud.',
  },
  PRIVACY_URL: {
    must: 'be an https address',
    todo: "Set the address of your organisation's privacy notice, or leave it out for the page /trust.",
  },
  DATA_CONTACT: {
    must: 'be an email address or an https address',
    todo: 'Set where people of your organisation turn with a concern about their data, or leave it out.',
  },
  TERMS_URL: {
    must: 'be an https address',
    todo: "Set the address of your organisation's terms of use, or leave it out for PUBLIC_URL.",
  },
  LOG_LEVEL: { must: 'be fatal, error, warn, info, debug, trace or silent', todo: 'Leave it out for info.' },
};

const secret = /SECRET|TOKEN|PASSWORD|KEY|DATABASE_URL/;

function wrongValues(error: z.ZodError | undefined, given: Record<string, string>): Complaint[] {
  const names = new Set((error?.issues ?? []).map(({ path }) => path[0] as Name));
  return [...names].map((name) => wrongValue(name, given[name] ?? ''));
}

function wrongValue(name: Name, value: string): Complaint {
  const { must, todo } = help[name];
  const shown = secret.test(name) ? '' : `is "${value}", but `;
  return { variable: name, problem: `${shown}must ${must}`, todo };
}

function missing(name: Name, because: string): Complaint {
  const { must, todo } = help[name];
  return { variable: name, problem: `is missing: ${because}. It must ${must}`, todo };
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    // Offsets pass there too, but are no zones: they know no summer time.
    return /^[A-Za-z]/.test(name);
  } catch {
    return false;
  }
}

function upper(text: string): string {
  return text.toUpperCase();
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

/* ---- settings that depend on each other ---- */

const slackNames = ['SLACK_SIGNING_SECRET', 'SLACK_BOT_TOKEN', 'SLACK_API_URL'] as const;
const oauthNames = ['SLACK_CLIENT_ID', 'SLACK_CLIENT_SECRET', 'SLACK_STATE_SECRET'] as const;
const microsoftNames = [
  'MICROSOFT_APP_ID',
  'MICROSOFT_APP_PASSWORD',
  'MICROSOFT_APP_TYPE',
  'MICROSOFT_APP_TENANT_ID',
  'TEAMS_ALLOWED_TENANTS',
  'TEAMS_OPENID_METADATA_URL',
  'TEAMS_LOGIN_URL',
] as const;

const hasSlack = (given: Given): boolean => slackNames.some((name) => name in given);
const hasTeams = (given: Given): boolean => given.TEAMS_AUTH === 'off' || microsoftNames.some((name) => name in given);
const hasOAuth = (given: Given): boolean => oauthNames.some((name) => name in given);
const isLocal = (given: Given): boolean => !hasSlack(given) && !hasTeams(given) && !hasOAuth(given);
const hostOf = (given: Given): string => given.HOST ?? (isLocal(given) ? '127.0.0.1' : '0.0.0.0');

function contradictions(given: Given): Complaint[] {
  return [
    ...databaseComplaints(given),
    ...localComplaints(given),
    ...keyComplaints(given),
    ...slackComplaints(given),
    ...teamsComplaints(given),
  ];
}

function databaseComplaints({ DATABASE_URL: url, DATABASE_PASSWORD: password }: Given): Complaint[] {
  if (password === undefined) return [];
  if (url === undefined) return [missing('DATABASE_URL', 'DATABASE_PASSWORD is set')];
  if (!URL.canParse(url) || new URL(url).password === '') return [];
  const problem = 'is set, and there is a password in DATABASE_URL too';
  return [{ variable: 'DATABASE_PASSWORD', problem, todo: 'Remove one of them.' }];
}

function localComplaints(given: Given): Complaint[] {
  if (!isLocal(given) || isLoopback(hostOf(given))) return [];
  return [
    {
      variable: 'HOST',
      problem: `is "${hostOf(given)}", but neither Slack nor Teams is set up, and the playground that then plays both has no log-in`,
      todo: 'Leave HOST out or set 127.0.0.1; or connect Slack or Teams.',
    },
  ];
}

function keyComplaints(given: Given): Complaint[] {
  if (!('ENCRYPTION_OTHER_KEYS' in given) || 'ENCRYPTION_KEY' in given) return [];
  return [missing('ENCRYPTION_KEY', 'ENCRYPTION_OTHER_KEYS is only for changing it')];
}

function slackComplaints(given: Given): Complaint[] {
  if (!hasSlack(given) && !hasOAuth(given)) return [];
  const because = 'Slack is only half set up';
  const needed: Name[] = ['SLACK_SIGNING_SECRET'];
  if (!hasOAuth(given)) needed.push('SLACK_BOT_TOKEN');
  const absent = needed.filter((name) => !(name in given)).map((name) => missing(name, because));
  // An emulator makes its tokens as it likes.
  const odd = given.SLACK_BOT_TOKEN && !given.SLACK_API_URL && !given.SLACK_BOT_TOKEN.startsWith('xoxb-');
  return [...absent, ...oauthComplaints(given), ...(odd ? [wrongValue('SLACK_BOT_TOKEN', '')] : [])];
}

function oauthComplaints(given: Given): Complaint[] {
  if (!hasOAuth(given)) return [];
  const reasons = {
    SLACK_CLIENT_ID: 'installing by OAuth is only half set up',
    SLACK_CLIENT_SECRET: 'installing by OAuth is only half set up',
    SLACK_STATE_SECRET: 'installing by OAuth is only half set up',
    PUBLIC_URL: 'Slack sends browsers back there after an install',
    ENCRYPTION_KEY: 'the tokens that an install brings are stored encrypted',
  } as const;
  const names = Object.keys(reasons) as (keyof typeof reasons)[];
  return names.filter((name) => !(name in given)).map((name) => missing(name, reasons[name]));
}

function teamsComplaints(given: Given): Complaint[] {
  if (!hasTeams(given)) return [];
  if (given.TEAMS_AUTH === 'off') return unsignedComplaints(given);
  const managed = given.MICROSOFT_APP_TYPE === 'UserAssignedMSI';
  const needed: Name[] = ['MICROSOFT_APP_ID', 'MICROSOFT_APP_TENANT_ID'];
  if (!managed) needed.push('MICROSOFT_APP_PASSWORD');
  const absent = needed.filter((name) => !(name in given)).map((name) => missing(name, 'Teams is only half set up'));
  const odd = (['MICROSOFT_APP_ID', 'MICROSOFT_APP_TENANT_ID'] as const)
    .filter((name) => name in given && !guid.test(given[name] ?? ''))
    .map((name) => wrongValue(name, given[name] ?? ''));
  return [...absent, ...odd];
}

function unsignedComplaints(given: Given): Complaint[] {
  const complaints: Complaint[] = [];
  const variable = 'TEAMS_AUTH';
  if (!isLoopback(hostOf(given))) {
    const problem = `is off, so that anybody who reaches ${hostOf(given)} could act as anyone`;
    complaints.push({ variable, problem, todo: 'Set HOST=127.0.0.1 for a local emulator, or remove TEAMS_AUTH.' });
  }
  if (given.NODE_ENV === 'production') {
    const problem = 'is off, which is refused while NODE_ENV is production';
    complaints.push({ variable, problem, todo: 'Remove TEAMS_AUTH (or NODE_ENV, on your own machine).' });
  }
  return complaints;
}

function packageComplaints(given: Given): Complaint[] {
  const complaints: Complaint[] = [];
  const { PUBLIC_URL: address, MICROSOFT_APP_ID: appId } = given;
  if (address === undefined)
    complaints.push(missing('PUBLIC_URL', 'the packages tell Slack and Teams where Outloud is'));
  else if (URL.canParse(address) && !isPublic(new URL(address))) {
    const problem = `is "${address}", which Slack and Teams cannot reach. It must be an https address, without anything after the name but a path`;
    complaints.push({ variable: 'PUBLIC_URL', problem, todo: help.PUBLIC_URL.todo });
  }
  if (appId !== undefined && !guid.test(appId)) complaints.push(wrongValue('MICROSOFT_APP_ID', appId));
  const besides = microsoftNames.filter((name) => name in given && name !== 'MICROSOFT_APP_ID');
  if (appId === undefined && besides.length > 0) {
    complaints.push(missing('MICROSOFT_APP_ID', `${besides[0]} is set, so there is a bot for Teams`));
  }
  return complaints;
}

function isPublic({ protocol, hostname, search, hash, username }: URL): boolean {
  return protocol === 'https:' && !isLoopback(hostname) && `${search}${hash}${username}` === '';
}

/* ---- the result ---- */

function arrange(values: Settings, given: Given): Config {
  return {
    local: isLocal(given),
    port: values.PORT,
    host: hostOf(given),
    publicUrl: values.PUBLIC_URL?.replace(/\/+$/, ''),
    dataDir: values.DATA_DIR,
    databaseUrl: values.DATABASE_URL && withPassword(values.DATABASE_URL, values.DATABASE_PASSWORD),
    slack: hasSlack(given) || hasOAuth(given) ? slackOf(values, given) : undefined,
    teams: hasTeams(given) ? teamsOf(values) : undefined,
    organisation: { timeZone: values.ORG_TIMEZONE, country: values.ORG_COUNTRY, language: values.ORG_LANGUAGE },
    communityEdition: isLocal(given) || values.COMMUNITY_EDITION === 'on',
    encryptionKey: values.ENCRYPTION_KEY,
    otherEncryptionKeys: values.ENCRYPTION_OTHER_KEYS,
    privacyUrl: values.PRIVACY_URL,
    dataContact: values.DATA_CONTACT?.replace(/^(?=[^:]+@)/, 'mailto:'),
    logLevel: values.LOG_LEVEL,
  };
}

function withPassword(address: string, password: string | undefined): string {
  if (password === undefined) return address;
  const url = new URL(address);
  url.password = encodeURIComponent(password);
  return url.href;
}

function slackOf(values: Settings, given: Given): SlackConfig {
  return {
    signingSecret: values.SLACK_SIGNING_SECRET ?? '',
    botToken: values.SLACK_BOT_TOKEN,
    oauth: hasOAuth(given) ? oauthOf(values) : undefined,
    apiUrl: values.SLACK_API_URL,
  };
}

function oauthOf(values: Settings): SlackOAuthConfig {
  return {
    clientId: values.SLACK_CLIENT_ID ?? '',
    clientSecret: values.SLACK_CLIENT_SECRET ?? '',
    stateSecret: values.SLACK_STATE_SECRET ?? '',
  };
}

function teamsOf(values: Settings): TeamsConfig {
  const own = values.MICROSOFT_APP_TENANT_ID;
  return {
    appId: values.MICROSOFT_APP_ID,
    password: values.MICROSOFT_APP_PASSWORD,
    type: values.MICROSOFT_APP_TYPE,
    tenantId: own,
    allowedTenants: values.TEAMS_ALLOWED_TENANTS.length > 0 || !own ? values.TEAMS_ALLOWED_TENANTS : [own],
    auth: values.TEAMS_AUTH,
    openIdMetadataUrl: values.TEAMS_OPENID_METADATA_URL,
    loginUrl: values.TEAMS_LOGIN_URL,
  };
}
