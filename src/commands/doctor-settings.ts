import { distance } from 'fastest-levenshtein';
import { hasWordsFor } from '../cards/words.ts';
import type { Config } from '../config.ts';
import { help } from '../settings/complaints.ts';
import { type Environment, readEnvironment } from '../settings/environment.ts';
import { settingNames } from '../settings/settings.ts';
import type { Check } from './doctor-check.ts';

const names = settingNames.flatMap((name) => [name, `${name}_FILE`]);
/** Short names are near to those of other programs. */
const shortest = 8;
const mostSlips = 2;

/** Names that are nearly one of ours: nobody reads them, and nobody would say so. */
export function checkNames(environment: Environment, envFile: string | false = '.env'): Check[] {
  const given = Object.keys(readEnvironment(environment, envFile)).filter((name) => !names.includes(name));
  return given.flatMap((name) => {
    const meant = name.length < shortest ? undefined : names.find((each) => isNear(name, each));
    if (meant === undefined) return [];
    return [{ check: 'settings', ok: false, detail: `${name} is no setting`, todo: `Rename it to ${meant}.` }];
  });
}

function isNear(name: string, other: string): boolean {
  const plain = name.toUpperCase().replaceAll('-', '_');
  return distance(plain, other) <= mostSlips;
}

/** What may be meant as it is, and mostly is not. */
export function checkLooks({ slack, teams, organisation }: Config): Check[] {
  const hints: (readonly [detail: string, todo: string])[] = [];
  if (slack && slack.apiUrl === undefined && !/^[0-9a-f]{32}$/.test(slack.signingSecret)) {
    hints.push([
      'SLACK_SIGNING_SECRET is not 32 digits and letters a to f, as Slack’s are',
      help.SLACK_SIGNING_SECRET.todo,
    ]);
  }
  if (teams?.tenantId && teams.allowedTenants?.every((tenant) => !isSame(tenant, teams.tenantId ?? ''))) {
    const todo = 'Add it, unless only people of other organisations are to use Outloud.';
    hints.push(['MICROSOFT_APP_TENANT_ID is not among TEAMS_ALLOWED_TENANTS', todo]);
  }
  if (!hasWordsFor(organisation.language)) {
    const todo = 'People read English until Outloud has words of that language.';
    hints.push([`ORG_LANGUAGE is ${organisation.language}, which Outloud does not speak yet`, todo]);
  }
  return hints.map(([detail, todo]) => ({ check: 'settings', ok: true, detail, todo }));
}

function isSame(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}
