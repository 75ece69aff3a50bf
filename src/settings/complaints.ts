import type { z } from 'zod';
import type { Given } from './environment.ts';
import type { SettingName } from './settings.ts';

/** What is wrong with a setting, in words that say what to do. */

export interface Complaint {
  readonly variable: string;
  /** What is wrong, and what it must hold; never the value of a secret. */
  readonly problem: string;
  readonly todo: string;
}

/** What each must hold, and where to get it. */
export const help: Record<SettingName, { must: string; todo: string }> = {
  PORT: { must: 'be a whole number from 0 to 65535', todo: 'Leave it out for 3978.' },
  HOST: { must: 'be an address or a host name to listen on', todo: 'Leave it out, or set 127.0.0.1 or 0.0.0.0.' },
  PUBLIC_URL: {
    must: 'be an https address, with nothing behind the name but a path',
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
  SLACK_ALLOWED_WORKSPACES: {
    must: 'be ids of Slack workspaces (T…) or whole organisations (E…), separated by commas',
    todo: 'Find one in the address of Slack in a browser: https://app.slack.com/client/T…. Leave it out to let any workspace add Outloud.',
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

export function wrongValues(error: z.ZodError | undefined, given: Given): Complaint[] {
  const names = new Set((error?.issues ?? []).map(({ path }) => path[0] as SettingName));
  return [...names].map((name) => wrongValue(name, given[name] ?? ''));
}

export function wrongValue(name: SettingName, value: string): Complaint {
  const { must, todo } = help[name];
  const shown = secret.test(name) ? '' : `is "${value}", but `;
  return { variable: name, problem: `${shown}must ${must}`, todo };
}

export function missing(name: SettingName, because: string): Complaint {
  const { must, todo } = help[name];
  return { variable: name, problem: `is missing: ${because}. It must ${must}`, todo };
}
