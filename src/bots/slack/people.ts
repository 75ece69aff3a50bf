import type { UsersInfoResponse } from '@slack/web-api';
import type { Clock } from '../../base/clock.ts';
import type { ConversationId, PersonId, WorkspaceId } from '../../chat/ids.ts';
import type { Person } from '../../chat/person.ts';
import { PlatformError } from '../../chat/platform.ts';
import type { SlackClients } from './client.ts';
import { personIdOf, slackIdOf, teamOf, workspaceOf } from './ids.ts';

type SlackUser = NonNullable<UsersInfoResponse['user']>;

export interface People {
  /** What Slack knows of somebody now. */
  profile(person: PersonId): Promise<Person>;
  members(conversation: ConversationId): Promise<Person[]>;
}

const AT_ONCE = 6;
const PAGE = 200;
const KEPT_FOR_MS = 10 * 60 * 1000;
const MOST_KEPT = 20_000;

/** `users.info` is allowed about 100 times a minute: what was learned is kept, so that a large channel gets there in steps. */
export function createPeople(clients: SlackClients, clock: Clock): People {
  const kept = new Map<PersonId, { readonly user: SlackUser; readonly until: number }>();

  async function ask(person: PersonId): Promise<SlackUser> {
    const answer = await clients
      .at(workspaceOf(person))
      .call('users.info', (web) => web.users.info({ user: slackIdOf(person), include_locale: true }));
    if (!answer.user) throw new PlatformError('not_found', 'users.info: no user in the answer');
    kept.delete(person);
    kept.set(person, { user: answer.user, until: clock.now().getTime() + KEPT_FOR_MS });
    const [oldest] = kept.keys();
    if (kept.size > MOST_KEPT && oldest !== undefined) kept.delete(oldest);
    return answer.user;
  }

  async function recall(person: PersonId): Promise<SlackUser> {
    const known = kept.get(person);
    return known && known.until > clock.now().getTime() ? known.user : ask(person);
  }

  async function memberIds(conversation: ConversationId): Promise<PersonId[]> {
    const workspace = workspaceOf(conversation);
    const client = clients.at(workspace);
    const found: PersonId[] = [];
    let cursor: string | undefined;
    do {
      const page = await client.call('conversations.members', (web) =>
        web.conversations.members({ channel: slackIdOf(conversation), limit: PAGE, ...(cursor && { cursor }) }),
      );
      found.push(...(page.members ?? []).map((user) => personIdOf(workspace, user)));
      cursor = page.response_metadata?.next_cursor;
    } while (cursor);
    return found;
  }

  return {
    async profile(person) {
      return toPerson(await ask(person), workspaceOf(person));
    },
    async members(conversation) {
      const workspace = workspaceOf(conversation);
      const users = await mapAtMost(await memberIds(conversation), AT_ONCE, recall);
      return users.filter((user) => !user.deleted && !isBot(user)).map((user) => toPerson(user, workspace));
    },
  };
}

function toPerson(user: SlackUser, workspace: WorkspaceId): Person {
  const name = user.profile?.real_name || user.real_name || user.profile?.display_name || user.name || '';
  return {
    id: personIdOf(workspace, user.id ?? ''),
    workspace,
    name,
    ...(user.tz && { timeZone: user.tz }),
    ...(user.locale && { locale: user.locale }),
    ...(isExternal(user, workspace) ? { external: true } : isAdministrator(user) && { administrator: true }),
    ...(isBot(user) && { bot: true }),
  };
}

/** Slackbot is no bot by its flag. */
function isBot(user: SlackUser): boolean {
  return user.is_bot === true || user.id === 'USLACKBOT';
}

function isAdministrator({ is_admin, is_owner, is_primary_owner }: SlackUser): boolean {
  return Boolean(is_admin || is_owner || is_primary_owner);
}

/** Guests, and people of other organisations in a shared channel; a colleague from another workspace of the Grid is none. */
function isExternal(user: SlackUser, workspace: WorkspaceId): boolean {
  if (user.is_restricted || user.is_ultra_restricted || user.is_stranger) return true;
  const own = teamOf(workspace);
  if (user.team_id === undefined || user.team_id === own) return false;
  const grid = user.enterprise_user;
  return !(grid?.teams?.includes(own) || grid?.enterprise_id === own);
}

/** Like `Promise.all` over a list, with at most `width` at once; the first failure ends it. */
async function mapAtMost<T, R>(list: readonly T[], width: number, map: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  let next = 0;
  let isOver = false;
  const run = async (): Promise<void> => {
    while (next < list.length && !isOver) {
      const index = next++;
      results[index] = await map(list[index] as T);
    }
  };
  const stop = (error: unknown): never => {
    isOver = true;
    throw error;
  };
  await Promise.all(Array.from({ length: Math.min(width, list.length) }, () => run().catch(stop)));
  return results;
}
