import { AppError } from './base/errors.ts';
import { type Complaint, help, wrongValues } from './settings/complaints.ts';
import { type Environment, type Given, readEnvironment, readValueFiles } from './settings/environment.ts';
import { packageSettings, type Settings, settings } from './settings/settings.ts';
import {
  contradictions,
  hasOAuth,
  hasSlack,
  hasTeams,
  hostOf,
  isLocal,
  packageComplaints,
  quoteComplaints,
} from './settings/together.ts';

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
  /** Ids of the workspaces and organisations that may install it; absent where any may. */
  readonly allowedWorkspaces?: readonly string[];
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
  const wrong = [...unread, ...quoteComplaints(given), ...wrongValues(parsed.error, given)];
  const complaints = eachOnce([...wrong, ...contradictions(given)]);
  if (!parsed.success || complaints.length > 0) throw new ConfigError(complaints);
  return { config: arrange(parsed.data, given) };
}

/** The first that is wrong with a setting is what is said of it. */
function eachOnce(complaints: readonly Complaint[]): Complaint[] {
  const names = complaints.map(({ variable }) => variable.replace(/_FILE$/, ''));
  return complaints.filter((_, index) => names.indexOf(names[index] ?? '') === index);
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
  const complaints = eachOnce([...wrongValues(parsed.error, given), ...packageComplaints(given)]);
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
    ...(values.SLACK_ALLOWED_WORKSPACES.length > 0 && { allowedWorkspaces: values.SLACK_ALLOWED_WORKSPACES }),
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
