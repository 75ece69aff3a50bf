import { randomUUID } from 'node:crypto';
import type { Transaction } from 'kysely';
import { createFeatures } from '../../src/all-features.ts';
import { allHoldings } from '../../src/all-holdings.ts';
import type { Clock } from '../../src/base/clock.ts';
import { asId } from '../../src/base/ids.ts';
import {
  type ConversationId,
  type MessageRef,
  type PersonId,
  type PlatformName,
  platformOf,
  workspaceIn,
} from '../../src/chat/ids.ts';
import type { Message } from '../../src/chat/message.ts';
import type { Platform, RateLimit } from '../../src/chat/platform.ts';
import { outbox } from '../../src/delivery/outbox.ts';
import { rememberDirect } from '../../src/delivery/queue.ts';
import { createWorker } from '../../src/delivery/worker.ts';
import type { Happening } from '../../src/features/feature.ts';
import type { InstallingDeps } from '../../src/features/installing/deps.ts';
import type { LeavingDeps } from '../../src/features/leaving/deps.ts';
import { beginErasing, goOn, goOnWithAll } from '../../src/features/leaving/erasing.ts';
import { linkAccounts } from '../../src/people/accounts.ts';
import { savePeople } from '../../src/people/store.ts';
import { linkWorkspaces } from '../../src/people/workspace-links.ts';
import type { Database } from '../../src/storage/schema.ts';
import type { Storage } from '../../src/storage/storage.ts';
import type { DeliveryId } from '../../src/storage/tables/delivery.ts';
import type { ErasureId } from '../../src/storage/tables/leaving.ts';
import { testLogger } from './database.ts';
import { createMemoryPlatform, type MemoryPlatform } from './memory-platform.ts';

/*
 * A Slack workspace and a Teams tenant with somebody who has written a lot in both: the real database, every feature and
 * the outbox beside two chat services in memory. What they wrote is put straight into the tables, as it stands there
 * after months.
 */

export const amina = asId<'person'>('slack:T1:UAMINA');
export const aminaOnTeams = asId<'person'>('teams:t2:amina-aad');
export const leah = asId<'person'>('slack:T1:ULEAH');
export const rhys = asId<'person'>('teams:t2:rhys');
export const aminaName = 'Amina Rahman';

export interface Leavers {
  readonly storage: Storage;
  readonly slack: MemoryPlatform;
  readonly teams: MemoryPlatform;
  readonly deps: LeavingDeps & InstallingDeps;
  /** Where notes stand: so many on each platform. */
  readonly channels: readonly ConversationId[];
  write(count: number): Promise<void>;
  /** Notes that travelled, each with a copy on the other platform and a reply of a colleague there. */
  travel(count: number): Promise<void>;
  /** Tests with a result that stands in a channel, and one draft. */
  test(count: number): Promise<void>;
  /** Messages to her and notes of hers that were not sent yet. */
  queue(count: number): Promise<void>;
  /** Asks for it, as her form does. */
  leave(options?: { keepResults?: boolean }): Promise<ErasureId[]>;
  goOn(id: ErasureId): Promise<void>;
  goOnWithAll(): Promise<void>;
  /** What stands on both platforms and was not taken away. */
  standing(): string[];
  startWorker(): void;
  deliver(): Promise<void>;
  stop(): Promise<void>;
}

interface LeaversOptions {
  readonly storage: Storage;
  readonly clock: Clock;
  readonly rates?: Readonly<Record<PlatformName, readonly RateLimit[]>>;
  readonly channelsEach?: number;
}

export async function openLeavers({ storage, clock, rates, channelsEach = 5 }: LeaversOptions): Promise<Leavers> {
  const { db } = storage;
  const slack = createMemoryPlatform({ canFind: true, ...(rates && { rates: rates.slack }) });
  const teams: MemoryPlatform = { ...createMemoryPlatform(rates && { rates: rates.teams }), name: 'teams' };
  const platforms = new Map<PlatformName, Platform>([
    ['slack', slack],
    ['teams', teams],
  ]);
  const transaction = <T>(work: (trx: Transaction<Database>) => Promise<T>) => storage.transaction(work);
  const tell = async (happening: Happening, moment: { trx: Transaction<Database>; now: Date }) => {
    for (const feature of features) await feature.follow?.(happening, moment);
  };
  const nothing = async () => {};
  const house = {
    outbox,
    library: { format: 'prompt-library/1' as const, language: 'en', version: '0', themes: [], prompts: [] },
    organisation: { timeZone: 'Europe/London', country: 'GB' },
    hearsThreads: true,
    platforms,
    putAside: nothing,
    lookUp: nothing,
    lookAt: nothing,
    talk: () => Promise.reject(new Error('nobody asks')),
    hosts: async () => false,
    previews: async () => [],
    holdings: () => holdings,
    transaction,
    linkTo: () => undefined,
    tell,
    logger: testLogger,
  };
  const features = createFeatures(house);
  const holdings = allHoldings(features);
  const worker = createWorker({ storage, platforms, clock, logger: testLogger, restMs: 50 });

  const now = clock.now();
  /** What was sent then counts towards no limit any more. */
  const yesterday = new Date(now.getTime() - 86_400_000);
  const channels = (['slack:T1', 'teams:t2'] as const).flatMap((workspace) =>
    Array.from({ length: channelsEach }, (_, index) => asId<'conversation'>(`${workspace}:C${index}`)),
  );
  const communities = new Map<ConversationId, string>();

  function on(place: ConversationId): MemoryPlatform {
    return platformOf(place) === 'slack' ? slack : teams;
  }

  /** Its row in the outbox as it is once it was sent, and the message as it stands. */
  async function post(
    to: ConversationId,
    message: Message,
    {
      person = null,
      threadOf = null,
      sent = true,
    }: { person?: PersonId | null; threadOf?: DeliveryId | null; sent?: boolean } = {},
  ): Promise<DeliveryId> {
    const id = asId<'delivery'>(randomUUID());
    const ref: MessageRef = { conversation: to, id: asId(id) };
    await db
      .insertInto('delivery')
      .values({
        id,
        workspace_id: workspaceIn(to),
        lane: to,
        person_id: person,
        thread_of: threadOf,
        priority: 10,
        unprompted: false,
        state: sent ? 'settled' : 'waiting',
        message: JSON.stringify(message),
        revision: 1,
        sent_revision: sent ? 1 : 0,
        message_ref: sent ? JSON.stringify(ref) : null,
        sent_at: sent ? yesterday : null,
        settled_at: sent ? yesterday : null,
        not_before: sent ? yesterday : new Date(now.getTime() + 3_600_000),
        created_at: yesterday,
      })
      .execute();
    if (sent) on(to).posts.push({ ref, options: { deliveryId: id }, message, gone: false });
    return id;
  }

  const direct = (person: PersonId): ConversationId => asId(`${workspaceIn(person)}:D${person.length}`);
  const accountFor = (place: ConversationId): PersonId => (platformOf(place) === 'slack' ? amina : aminaOnTeams);
  const channelAt = (index: number): ConversationId => channels[index % channels.length] ?? asId('none');

  async function writeOne(
    index: number,
    { sent = true } = {},
  ): Promise<{ note: string; delivery: DeliveryId; place: ConversationId }> {
    const place = channelAt(index);
    const author = accountFor(place);
    const text = `Her very own words ${index}`;
    const note = randomUUID();
    const delivery = await post(place, { text: `${aminaName} is working out loud: ${text}` }, { sent });
    const own = await post(direct(author), { text: `Posted: ${text}` }, { person: author });
    await db
      .insertInto('update')
      .values({
        id: asId(note),
        person_id: author,
        round_id: null,
        prompt_id: 'free',
        question: 'What are you working on?',
        fields: JSON.stringify([{ label: 'What it is', value: text }]),
        draft: null,
        community_id: asId(communities.get(place) ?? ''),
        state: 'posted',
        delivery_id: delivery,
        own_delivery_id: own,
        created_at: now,
        posted_at: now,
        edited_at: null,
      })
      .execute();
    return { note, delivery, place };
  }

  async function travelOne(index: number): Promise<void> {
    const { note, delivery, place } = await writeOne(index);
    const other = channels.find(
      (each) => platformOf(each) !== platformOf(place) && each.endsWith(`C${index % channelsEach}`),
    );
    if (!other) return;
    const text = `Her very own words ${index}`;
    const highlight = randomUUID();
    const copy = await post(other, { text: `${aminaName} (Comms): ${text}` });
    const own = await post(
      direct(accountFor(place)),
      { text: `Your highlight: ${text}` },
      { person: accountFor(place) },
    );
    await db
      .insertInto('highlight')
      .values({
        id: asId(highlight),
        kind: 'note',
        source: note,
        author_id: accountFor(place),
        workspace_id: workspaceIn(place),
        home_id: place,
        home_delivery_id: delivery,
        home_thread: null,
        content: JSON.stringify({ question: '', fields: [{ label: '', value: text }] }),
        state: 'agreed',
        team: 'Comms of Amina',
        asked_by: leah,
        expires_at: null,
        agreed_at: now,
        own_delivery_id: own,
        created_at: now,
        edited_at: null,
      })
      .execute();
    const copied = randomUUID();
    await db
      .insertInto('highlight_copy')
      .values({
        id: copied,
        highlight_id: asId(highlight),
        conversation_id: other,
        outside: false,
        state: 'sent',
        due_at: now,
        sent_at: now,
        delivery_id: copy,
        stopped_because: null,
      })
      .execute();
    if (index % 5 !== 0) return;
    const reply = randomUUID();
    const replier = platformOf(other) === 'slack' ? leah : rhys;
    const carried = await post(place, { text: 'Rhys Evans: We try it too' }, { threadOf: delivery });
    await db
      .insertInto('highlight_reply')
      .values({
        id: reply,
        highlight_id: asId(highlight),
        conversation_id: other,
        person_id: replier,
        text: 'We try it too',
        message_id: null,
        created_at: now,
      })
      .execute();
    await db
      .insertInto('highlight_reply_copy')
      .values({ reply_id: reply, conversation_id: place, delivery_id: carried })
      .execute();
    const digest = await post(direct(leah), { text: `This week: ${aminaName} (Comms): ${text}` }, { person: leah });
    await db
      .insertInto('highlight_digest_item')
      .values({ delivery_id: digest, highlight_id: asId(highlight), person_id: leah })
      .execute();
  }

  async function testOne(index: number): Promise<void> {
    const place = channelAt(index);
    const owner = accountFor(place);
    const title = `Her very own idea ${index}`;
    const id = randomUUID();
    const card = await post(place, { text: `${title}, by ${aminaName}` });
    const own = await post(direct(owner), { text: title }, { person: owner });
    await db
      .insertInto('pilot')
      .values({
        id: asId(id),
        code: `P-${index}`,
        workspace_id: workspaceIn(place),
        owner_id: owner,
        team: 'Comms of Amina',
        state: 'finished',
        idea: JSON.stringify({ doing: title, change: 'more', because: 'why', reaches: 'all' }),
        channel: 'newsletter',
        content_type: 'other',
        plan: JSON.stringify({ metric: 'quotes', design: 'look_and_learn' }),
        starts_on: '2027-01-01',
        ends_on: '2027-01-02',
        seen_by: 'channel',
        seen_in: place,
        result: JSON.stringify({
          title,
          quotes: [],
          guard: '',
          learned: 'Her very own lesson',
          next: 'scale',
          nextWhy: '',
          materials: '',
          caveat: '',
          caveatReply: '',
        }),
        posted_in: place,
        family_id: asId(id),
        delivery_id: card,
        own_delivery_id: own,
        created_at: now,
        touched_at: now,
        ended_at: now,
      })
      .execute();
    const asker = platformOf(place) === 'slack' ? leah : rhys;
    await post(direct(asker), { text: `${aminaName} answers: Her very own answer ${index}` }, { person: asker });
    await db
      .insertInto('pilot_question')
      .values({
        id: randomUUID(),
        pilot_id: asId(id),
        asker_id: asker,
        text: 'How?',
        answer: `Her very own answer ${index}`,
        delivery_id: null,
        created_at: now,
        answered_at: now,
      })
      .execute();
  }

  await savePeople(
    db,
    [
      { id: amina, workspace: asId('slack:T1'), name: aminaName, timeZone: 'Europe/London' },
      { id: aminaOnTeams, workspace: asId('teams:t2'), name: aminaName },
      { id: leah, workspace: asId('slack:T1'), name: 'Leah Cohen' },
      { id: rhys, workspace: asId('teams:t2'), name: 'Rhys Evans' },
    ],
    now,
  );
  for (const person of [amina, aminaOnTeams, leah, rhys]) {
    await rememberDirect(db, person, direct(person));
    const workspace_id = workspaceIn(person);
    await db
      .insertInto('conversation')
      .values({ id: direct(person), workspace_id, kind: 'direct', name: null })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }
  for (const id of channels) {
    const kind = 'channel' as const;
    await db
      .insertInto('conversation')
      .values({ id, workspace_id: workspaceIn(id), kind, name: `#${id.slice(-2)}`, access: 'open' })
      .execute();
    const there = platformOf(id) === 'slack' ? [amina, leah] : [aminaOnTeams, rhys];
    await db
      .insertInto('conversation_member')
      .values(there.map((person_id) => ({ conversation_id: id, person_id })))
      .execute();
    const community = randomUUID();
    communities.set(id, community);
    await db
      .insertInto('community')
      .values({
        id: asId(community),
        conversation_id: id,
        workspace_id: workspaceIn(id),
        name: `#${id.slice(-2)}`,
        kind: 'community',
        asked: 'members',
        weekdays: [3],
        time_of_day: '14:00',
        every_weeks: 1,
        themes: [],
        created_by: accountFor(id),
        created_at: now,
        starts_at: now,
      })
      .execute();
  }
  await transaction(async (trx) => {
    const sides = [
      { workspace: asId<'workspace'>('slack:T1'), name: 'Tarren Vale', by: amina },
      { workspace: asId<'workspace'>('teams:t2'), name: 'Tarren Housing', by: rhys },
    ] as const;
    await linkWorkspaces(trx, sides, now);
    await linkAccounts(trx, amina, aminaOnTeams, now);
  });

  return {
    storage,
    slack,
    teams,
    deps: house,
    channels,
    async write(count) {
      for (let index = 0; index < count; index++) await writeOne(index);
    },
    async travel(count) {
      for (let index = 0; index < count; index++) await travelOne(10_000 + index);
    },
    async test(count) {
      for (let index = 0; index < count; index++) await testOne(index);
    },
    async queue(count) {
      for (let index = 0; index < count; index++) {
        await post(direct(amina), { text: `A question for ${aminaName}` }, { person: amina, sent: false });
        await writeOne(20_000 + index, { sent: false });
      }
    },
    leave: ({ keepResults = false } = {}) =>
      transaction((trx) => beginErasing(house, { person: amina, keepResults }, { trx, now: clock.now() })),
    goOn: (id) => goOn(house, id, clock.now()),
    goOnWithAll: () => goOnWithAll(house, clock.now()),
    standing: () => [slack, teams].flatMap((platform) => platform.texts()),
    startWorker: () => worker.start(),
    async deliver() {
      await worker.drain();
    },
    async stop() {
      await worker.stop();
      await storage.stop();
    },
  };
}
