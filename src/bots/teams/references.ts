import { type Kysely, sql } from 'kysely';
import type { Clock } from '../../base/clock.ts';
import type { ConversationKind } from '../../chat/conversation.ts';
import type { ConversationId, PersonId, WorkspaceId } from '../../chat/ids.ts';
import type { Database } from '../../storage/schema.ts';
import { type Account, type Activity, tenantOfActivity } from './activity.ts';
import { personIdOf, teamsIdOf } from './ids.ts';
import { conversationOfActivity, isBot, workspaceOfActivity } from './origin.ts';

/**
 * What Teams has to be told for anything to be sent, as it last told it. Kept by conversation; by person, as a direct
 * chat is opened with the bot's own name for them (`29:…`), not the organisation's; and by organisation, for people whom
 * the bot has met nowhere yet.
 */
export interface Reference {
  /** Only ever from an activity whose token vouched for it. */
  readonly serviceUrl: string;
  readonly tenantId?: string;
  readonly bot: { readonly id: string; readonly name?: string };
  readonly conversation?: { readonly id: string; readonly kind: ConversationKind };
  /** The team that a channel belongs to. */
  readonly team?: string;
  readonly user?: { readonly id: string; readonly name?: string };
  /** The person's direct chat with the bot, once it is known. */
  readonly direct?: string;
}

export type ReferenceKey = ConversationId | PersonId | WorkspaceId;
export type References = ReadonlyMap<ReferenceKey, Reference>;

export interface ReferenceStore {
  find(key: ReferenceKey): Promise<Reference | undefined>;
  /** Asks for many at once that will be needed within seconds: `find` then answers without asking. */
  prepare(keys: readonly ReferenceKey[]): Promise<void>;
  /** What is new in a reference replaces what was there; what it does not say stays. */
  save(references: References): Promise<void>;
  /** The channels of a team that one can write to. */
  channelsOf(team: string, workspace: WorkspaceId): Promise<ConversationId[]>;
}

/** Everything that an activity teaches about where and to whom one can write. */
export function referencesIn(activity: Activity): References {
  const workspace = workspaceOfActivity(activity);
  const conversation = conversationOfActivity(activity);
  const tenantId = tenantOfActivity(activity);
  const { recipient } = activity;
  const common: Reference = {
    serviceUrl: activity.serviceUrl,
    ...(tenantId && { tenantId }),
    bot: { id: recipient.id, ...(recipient.name && { name: recipient.name }) },
  };
  const raw = teamsIdOf(conversation.id);
  const team = conversation.kind === 'channel' ? activity.channelData?.team?.id : undefined;
  const direct = conversation.kind === 'direct' ? { direct: raw } : {};
  const people = [activity.from, ...(activity.membersAdded ?? [])].filter(
    (each) => !isBot(each) && each.id !== recipient.id,
  );
  return new Map<ReferenceKey, Reference>([
    [workspace, common],
    [conversation.id, { ...common, conversation: { id: raw, kind: conversation.kind }, ...(team && { team }) }],
    ...people.map((person) => entryOf(person, workspace, { ...common, ...(person.id === activity.from.id && direct) })),
  ]);
}

/** The same for members that a list named. */
export function referencesOfMembers(members: readonly Account[], workspace: WorkspaceId, known: Reference): References {
  const { conversation: _, team: __, user: ___, direct: ____, ...common } = known;
  return new Map(members.map((member) => entryOf(member, workspace, common)));
}

function entryOf(account: Account, workspace: WorkspaceId, common: Reference): [ReferenceKey, Reference] {
  const user = { id: account.id, ...(account.name && { name: account.name }) };
  return [personIdOf(workspace, account.aadObjectId ?? account.id), { ...common, user }];
}

/** The same reference comes with every message; it is written again only after this long. */
const restMs = 60_000;
const mostRemembered = 10_000;
/** What was prepared is believed for this long: another process may learn something newer. */
const preparedMs = 5_000;

export function createReferenceStore(db: Kysely<Database>, clock: Clock): ReferenceStore {
  /** What was written lately, and when. */
  const written = new Map<ReferenceKey, { readonly json: string; readonly at: number }>();

  const prepared = new Map<ReferenceKey, { readonly reference: Reference; readonly at: number }>();

  function isNews(key: ReferenceKey, json: string, now: number): boolean {
    const last = written.get(key);
    return last?.json !== json || Math.abs(now - last.at) >= restMs;
  }

  return {
    async find(key) {
      const known = prepared.get(key);
      if (known && performance.now() - known.at < preparedMs) return known.reference;
      const [row] = await read(db, [key]);
      return row?.reference;
    },
    async prepare(keys) {
      const at = performance.now();
      for (const { key, reference } of await read(db, keys)) prepared.set(key, { reference, at });
      for (const [key, known] of prepared) if (at - known.at >= preparedMs) prepared.delete(key);
    },
    async channelsOf(team, workspace) {
      const rows = await db
        .selectFrom('teams_reference')
        .select('conversation_id')
        .where('conversation_id', 'like', `${workspace}:c:%` as ConversationId)
        .where(sql`reference->>'team'`, '=', team)
        .execute();
      return rows.map((row) => row.conversation_id);
    },
    async save(references) {
      const now = clock.now();
      const news = [...references]
        .map(([key, reference]) => ({ key, json: JSON.stringify(reference) }))
        .filter(({ key, json }) => isNews(key, json, now.getTime()))
        // Two that write the same rows at once wait for each other instead of for ever.
        .sort((one, other) => (one.key < other.key ? -1 : 1));
      for (let start = 0; start < news.length; start += 500) await write(db, news.slice(start, start + 500), now);
      for (const { key } of news) prepared.delete(key);
      if (written.size + news.length > mostRemembered) written.clear();
      for (const { key, json } of news) written.set(key, { json, at: now.getTime() });
    },
  };
}

async function read(db: Kysely<Database>, keys: readonly ReferenceKey[]) {
  const rows = await db
    .selectFrom('teams_reference')
    .select(['conversation_id as key', 'reference'])
    .where('conversation_id', 'in', keys as readonly ConversationId[])
    .execute();
  return rows as { readonly key: ReferenceKey; readonly reference: Reference }[];
}

async function write(
  db: Kysely<Database>,
  news: readonly { readonly key: ReferenceKey; readonly json: string }[],
  now: Date,
): Promise<void> {
  await db
    .insertInto('teams_reference')
    .values(news.map(({ key, json }) => ({ conversation_id: key as ConversationId, reference: json, updated_at: now })))
    .onConflict((conflict) =>
      conflict.column('conversation_id').doUpdateSet({
        reference: sql`teams_reference.reference || excluded.reference`,
        updated_at: sql`excluded.updated_at`,
      }),
    )
    .execute();
}
