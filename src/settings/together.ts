import { type Complaint, help, missing, wrongValue } from './complaints.ts';
import type { Given } from './environment.ts';
import { guid, isLoopback, type SettingName, settingNames } from './settings.ts';

/** Settings that depend on each other. */

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

export const hasSlack = (given: Given): boolean => slackNames.some((name) => name in given);
export const hasTeams = (given: Given): boolean =>
  given.TEAMS_AUTH === 'off' || microsoftNames.some((name) => name in given);
export const hasOAuth = (given: Given): boolean => oauthNames.some((name) => name in given);
export const isLocal = (given: Given): boolean => !hasSlack(given) && !hasTeams(given) && !hasOAuth(given);
export const hostOf = (given: Given): string => given.HOST ?? (isLocal(given) ? '127.0.0.1' : '0.0.0.0');

export function contradictions(given: Given): Complaint[] {
  return [
    ...databaseComplaints(given),
    ...localComplaints(given),
    ...keyComplaints(given),
    ...slackComplaints(given),
    ...teamsComplaints(given),
  ];
}

/** `.env` knows quotes; the environment, files of one value and Docker's `--env-file` take them for a part of it. */
export function quoteComplaints(given: Given): Complaint[] {
  return settingNames
    .filter((name) => name !== 'DATABASE_PASSWORD' && /^(["']).*\1$/s.test(given[name] ?? ''))
    .map((name) => ({ variable: name, problem: 'has quotes around it', todo: 'Remove them.' }));
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
  const needed: SettingName[] = ['SLACK_SIGNING_SECRET'];
  if (!hasOAuth(given)) needed.push('SLACK_BOT_TOKEN');
  const absent = needed.filter((name) => !(name in given)).map((name) => missing(name, because));
  // An emulator makes its tokens as it likes.
  const odd = given.SLACK_BOT_TOKEN && !given.SLACK_API_URL && !given.SLACK_BOT_TOKEN.startsWith('xoxb-');
  return [
    ...absent,
    ...oauthComplaints(given),
    ...listComplaints(given),
    ...(odd ? [wrongValue('SLACK_BOT_TOKEN', '')] : []),
  ];
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

function listComplaints(given: Given): Complaint[] {
  if (!('SLACK_ALLOWED_WORKSPACES' in given) || hasOAuth(given)) return [];
  return [missing('SLACK_CLIENT_ID', 'SLACK_ALLOWED_WORKSPACES is only for installs by OAuth')];
}

function teamsComplaints(given: Given): Complaint[] {
  if (!hasTeams(given)) return [];
  if (given.TEAMS_AUTH === 'off') return unsignedComplaints(given);
  const managed = given.MICROSOFT_APP_TYPE === 'UserAssignedMSI';
  const needed: SettingName[] = ['MICROSOFT_APP_ID', 'MICROSOFT_APP_TENANT_ID'];
  if (!managed) needed.push('MICROSOFT_APP_PASSWORD');
  const absent = needed.filter((name) => !(name in given)).map((name) => missing(name, 'Teams is only half set up'));
  const odd = (['MICROSOFT_APP_ID', 'MICROSOFT_APP_TENANT_ID'] as const)
    .filter((name) => name in given && !guid.test(given[name] ?? ''))
    .map((name) => wrongValue(name, given[name] ?? ''));
  // In the list of secrets the id stands beside the value, and is the one that can still be copied later.
  const isId = guid.test(given.MICROSOFT_APP_PASSWORD ?? '');
  return [...absent, ...odd, ...(isId ? [wrongValue('MICROSOFT_APP_PASSWORD', '')] : [])];
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

export function packageComplaints(given: Given): Complaint[] {
  const complaints: Complaint[] = [];
  const { PUBLIC_URL: address, MICROSOFT_APP_ID: appId } = given;
  if (address === undefined)
    complaints.push(missing('PUBLIC_URL', 'the packages tell Slack and Teams where Outloud is'));
  else if (URL.canParse(address) && !isPublic(new URL(address))) {
    const problem = `is "${address}", which Slack and Teams cannot reach. It must be an https address on the internet`;
    complaints.push({ variable: 'PUBLIC_URL', problem, todo: help.PUBLIC_URL.todo });
  }
  if (appId !== undefined && !guid.test(appId)) complaints.push(wrongValue('MICROSOFT_APP_ID', appId));
  const besides = microsoftNames.filter((name) => name in given && name !== 'MICROSOFT_APP_ID');
  if (appId === undefined && besides.length > 0) {
    complaints.push(missing('MICROSOFT_APP_ID', `${besides[0]} is set, so there is a bot for Teams`));
  }
  return complaints;
}

function isPublic({ protocol, hostname }: URL): boolean {
  return protocol === 'https:' && !isLoopback(hostname);
}
