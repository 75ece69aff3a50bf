import type { JsonObject } from '../json.ts';
import { type SlackPerson, slackBot, slackPeople, slackWorkspace } from '../org.ts';
import type { Arguments } from './arguments.ts';
import type { Method } from './chat-methods.ts';
import { SlackRefusal } from './errors.ts';
import { page } from './pages.ts';
import type { SlackWorkspace } from './workspace.ts';

export function userMethods(workspace: SlackWorkspace, now: () => Date): Record<string, Method> {
  return {
    'auth.test': () => ({
      url: `https://${slackWorkspace.domain}.slack.com/`,
      team: slackWorkspace.name,
      user: slackBot.handle,
      team_id: slackWorkspace.id,
      user_id: slackBot.id,
      bot_id: slackWorkspace.botId,
      is_enterprise_install: false,
    }),
    'team.info': () => ({
      team: { id: slackWorkspace.id, name: slackWorkspace.name, domain: slackWorkspace.domain, email_domain: '' },
    }),
    'users.info'(args) {
      const id = args.text('user');
      const person = workspace.person(id);
      if (!person && id !== slackBot.id) throw new SlackRefusal('user_not_found');
      return { user: person ? personPayload(person, now(), args) : botPayload(now()) };
    },
    'users.list'(args) {
      const all = [...slackPeople.map((person) => personPayload(person, now(), args)), botPayload(now())];
      const { items, response_metadata } = page(all, args, { usual: 200, most: 1000 });
      return { members: items, cache_ts: Math.floor(now().getTime() / 1000), response_metadata };
    },
  };
}

function personPayload(person: SlackPerson, now: Date, args: Arguments): JsonObject {
  const [first = '', ...rest] = person.name.split(' ');
  return {
    id: person.id,
    team_id: slackWorkspace.id,
    name: person.handle,
    deleted: false,
    real_name: person.name,
    tz: person.timeZone,
    tz_label: zoneLabel(person.timeZone, now),
    tz_offset: zoneOffset(person.timeZone, now),
    profile: {
      real_name: person.name,
      real_name_normalized: person.name,
      display_name: person.name,
      display_name_normalized: person.name,
      first_name: first,
      last_name: rest.join(' '),
      title: person.title,
      team: slackWorkspace.id,
    },
    is_admin: person.administrator === true,
    is_owner: false,
    is_primary_owner: false,
    // A multi-channel guest (docs.slack.dev/reference/objects/user-object).
    is_restricted: person.guest === true,
    is_ultra_restricted: false,
    is_bot: false,
    is_app_user: false,
    updated: 0,
    ...(args.flag('include_locale') ? { locale: 'en-GB' } : {}),
  };
}

function botPayload(now: Date): JsonObject {
  return {
    id: slackBot.id,
    team_id: slackWorkspace.id,
    name: slackBot.handle,
    deleted: false,
    real_name: slackBot.name,
    tz: 'Europe/London',
    tz_label: zoneLabel('Europe/London', now),
    tz_offset: zoneOffset('Europe/London', now),
    profile: {
      real_name: slackBot.name,
      display_name: '',
      api_app_id: slackWorkspace.appId,
      bot_id: slackWorkspace.botId,
      team: slackWorkspace.id,
    },
    is_admin: false,
    is_owner: false,
    is_restricted: false,
    is_ultra_restricted: false,
    is_bot: true,
    is_app_user: false,
    updated: 0,
  };
}

function zoneLabel(timeZone: string, now: Date): string {
  const parts = new Intl.DateTimeFormat('en-GB', { timeZone, timeZoneName: 'long' }).formatToParts(now);
  return parts.find(({ type }) => type === 'timeZoneName')?.value ?? timeZone;
}

/** Seconds ahead of UTC. */
function zoneOffset(timeZone: string, now: Date): number {
  const parts = new Intl.DateTimeFormat('en-GB', { timeZone, timeZoneName: 'longOffset' }).formatToParts(now);
  const name = parts.find(({ type }) => type === 'timeZoneName')?.value ?? 'GMT';
  const [, sign, hours = '0', minutes = '0'] = /GMT([+-])(\d{2}):(\d{2})/.exec(name) ?? [];
  return (sign === '-' ? -1 : 1) * (Number(hours) * 3600 + Number(minutes) * 60);
}
