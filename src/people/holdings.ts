import type { Kysely } from 'kysely';
import type { PersonId } from '../chat/ids.ts';
import type { Copied, Holding } from '../storage/holding.ts';
import type { Database } from '../storage/schema.ts';
import { auditRetention } from './audit.ts';
import { eraseChanges, erasePlaces, eraseProfile, eraseRoles } from './erase.ts';
import { forgetInstaller } from './installations.ts';
import { channelsOf } from './members.ts';

/** What is held of who people are and where, what they may do, and what they changed. */
export const peopleHoldings: readonly Holding[] = [
  {
    kind: 'installs',
    seen: { by: { 'audit.see': 'all' } },
    tables: {
      installation: {
        columns: { workspace_id: 'ours', name: 'ours', installed_by: 'person' },
        workspace: ['workspace_id'],
      },
      installed_place: { columns: { conversation_id: 'place', workspace_id: 'ours' }, workspace: ['workspace_id'] },
      slack_grant: {
        columns: { workspace_id: 'ours', key_id: 'ours', sealed: 'ours', bot_user: 'ours', scopes: 'ours' },
        workspace: ['workspace_id'],
      },
      // Somebody is about to add it to Slack: who that is, and where, nobody knows yet.
      slack_install_state: { columns: { state_hash: 'ours', browser_hash: 'ours' }, workspace: 'none' },
    },
    count: async (db, person) => (await installsBy(db, person)).length,
    copy: installsBy,
    erase: forgetInstaller,
  },
  {
    kind: 'places',
    seen: {},
    tables: {
      conversation: {
        columns: { id: 'place', workspace_id: 'ours', kind: 'ours', name: 'place', access: 'ours' },
        workspace: ['workspace_id'],
      },
      conversation_member: {
        columns: { conversation_id: 'place', person_id: 'person' },
        workspace: ['conversation_id', 'person_id'],
      },
    },
    count: async (db, person) => (await placesOf(db, person)).length,
    copy: placesOf,
    erase: erasePlaces,
  },
  {
    kind: 'roles',
    seen: { by: { 'roles.see': 'all' } },
    tables: {
      role_holder: {
        columns: { workspace_id: 'ours', person_id: 'person', role: 'ours', given_by: 'person' },
        workspace: ['workspace_id'],
      },
    },
    count: async (db, person) => (await rolesOf(db, person)).length,
    copy: rolesOf,
    erase: eraseRoles,
  },
  {
    kind: 'changes',
    seen: { by: { 'audit.see': 'all' } },
    tables: {
      audit: {
        columns: {
          workspace_id: 'ours',
          person_id: 'person',
          what: 'ours',
          about_person: 'person',
          about_place: 'place',
          detail: 'ours',
        },
        workspace: ['workspace_id'],
      },
    },
    retention: [auditRetention],
    count: async (db, person) => (await changesOf(db, person)).length,
    copy: changesOf,
    erase: eraseChanges,
  },
  {
    kind: 'profile',
    seen: { where: 'name' },
    tables: {
      person: {
        columns: { id: 'person', workspace_id: 'ours', name: 'name', time_zone: 'choice', locale: 'choice' },
        workspace: ['workspace_id'],
      },
      direct_conversation: { columns: { person_id: 'person', conversation_id: 'place' }, workspace: ['person_id'] },
      // What Teams has to be told to reach somebody: kept by conversation, by person and by organisation.
      teams_reference: { columns: { conversation_id: 'person', reference: 'name' }, workspace: ['conversation_id'] },
    },
    count: async (db, person) => (await profileOf(db, person)).length,
    copy: profileOf,
    erase: eraseProfile,
  },
];

type Db = Kysely<Database>;

async function profileOf(db: Db, person: PersonId): Promise<Copied[]> {
  const rows = await db.selectFrom('person').selectAll().where('id', '=', person).execute();
  return rows.map(({ name, time_zone, locale }) => ({ name, timeZone: time_zone, language: locale }));
}

async function installsBy(db: Db, person: PersonId): Promise<Copied[]> {
  const rows = await db.selectFrom('installation').selectAll().where('installed_by', '=', person).execute();
  return rows.map(({ name, installed_at }) => ({ organisation: name, since: installed_at }));
}

async function placesOf(db: Db, person: PersonId): Promise<Copied[]> {
  const channels = await channelsOf(db, person);
  return channels.map(({ name }) => ({ channel: name ?? '' }));
}

async function rolesOf(db: Db, person: PersonId): Promise<Copied[]> {
  const rows = await db
    .selectFrom('role_holder')
    .select(['role', 'given_at'])
    .where('person_id', '=', person)
    .orderBy('given_at')
    .execute();
  return rows.map(({ role, given_at }) => ({ role, since: given_at }));
}

async function changesOf(db: Db, person: PersonId): Promise<Copied[]> {
  const rows = await db
    .selectFrom('audit')
    .leftJoin('conversation', 'conversation.id', 'audit.about_place')
    .select(['at', 'what', 'detail', 'conversation.name'])
    .where((where) => where.or([where('person_id', '=', person), where('about_person', '=', person)]))
    .orderBy('audit.id')
    .execute();
  return rows.map(({ at, what, detail, name }) => ({ at, change: what, detail, channel: name }));
}
