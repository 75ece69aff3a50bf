import assert from 'node:assert/strict';
import { sql, type Transaction } from 'kysely';
import { Registry } from 'prom-client';
import { createMovableClock, type MovableClock } from '../../src/base/clock.ts';
import { asId, newId } from '../../src/base/ids.ts';
import { createBot } from '../../src/bots/bot.ts';
import type { Bot } from '../../src/chat/bot.ts';
import type { ConversationId, PersonId, PlatformName } from '../../src/chat/ids.ts';
import type { Person } from '../../src/chat/person.ts';
import type { Platform } from '../../src/chat/platform.ts';
import type { Reply } from '../../src/chat/reply.ts';
import { outbox } from '../../src/delivery/outbox.ts';
import { createWorker, type Worker } from '../../src/delivery/worker.ts';
import type { Feature } from '../../src/features/feature.ts';
import { createPromptsFeature } from '../../src/features/prompts/feature.ts';
import { type Library, readLibrary } from '../../src/features/prompts/library.ts';
import { createRefresh } from '../../src/people/refresh.ts';
import { suitableAt } from '../../src/scheduling/sending.ts';
import type { Organisation } from '../../src/scheduling/store.ts';
import type { Database } from '../../src/storage/schema.ts';
import { openStorage, type Storage } from '../../src/storage/storage.ts';
import { testDatabaseUrl, testLogger } from './database.ts';
import { createMemoryPlatform, type MemoryPlatform } from './memory-platform.ts';

/*
 * Outloud without its HTTP: the real database, core, feature and worker, put together as `main.ts` does it, beside a chat
 * service in memory. Time is what the test says it is.
 */

export interface House {
  readonly clock: MovableClock;
  readonly platform: MemoryPlatform;
  readonly storage: Storage;
  /** Somebody of the one workspace; their platform's profile can be changed later by calling it again. */
  person(name: string, timeZone?: string): PersonId;
  /** A channel whose people are asked on this rhythm, from now on. */
  community(people: readonly PersonId[], rhythm: { weekdays: number[]; timeOfDay: string }): Promise<ConversationId>;
  /** Types to the bot in private; what it answers. */
  say(person: PersonId, text: string): Promise<string>;
  send(person: PersonId, form: { name: string; state: string; inputs: Record<string, string> }): Promise<Reply>;
  /** Opens the settings as the person sees them: state and the values that stand in the fields. */
  settings(person: PersonId): Promise<{ state: string; inputs: Record<string, string> }>;
  /** The clock is put there while nothing runs. */
  jumpTo(iso: string): void;
  /** Whoever is due is asked: the job that runs every minute. */
  ask(): Promise<void>;
  /** What is due leaves the outbox. */
  deliver(): Promise<void>;
  /** Time passes, and both are done whenever something is due. */
  liveUntil(iso: string): Promise<void>;
  /** Stops everything and starts it again on the same database. */
  restart(): Promise<void>;
  /** When a person got a question, as ISO times. */
  asked(person: PersonId): string[];
  /** The platform is asked about a person. */
  lookUp(person: PersonId): Promise<void>;
  stop(): Promise<void>;
}

const workspace = asId<'workspace'>('slack:T1');

export async function openHouse(options: { now: string; organisation?: Organisation }): Promise<House> {
  const { organisation = { timeZone: 'Europe/London', country: 'GB' } } = options;
  const databaseUrl = await testDatabaseUrl();
  const library = await readLibrary(new URL('../../content/prompts.yaml', import.meta.url));
  const clock = createMovableClock();
  const people = new Map<PersonId, Person>();
  const arrivals: { readonly to: string; readonly at: string }[] = [];
  const platform = createMemoryPlatform({
    async profile(person: PersonId) {
      const found = people.get(person);
      assert.ok(found, person);
      return found;
    },
  });
  platform.onPost = (to) => arrivals.push({ to, at: clock.now().toISOString().slice(0, 16) });
  let parts = await build();

  async function build() {
    const storage = await openStorage({ databaseUrl, dataDir: '/nowhere', logger: testLogger, clock });
    return put(storage, { library, clock, platform, organisation });
  }

  /** The next moment at which anything can happen; later than now, as what is due now is done. */
  async function nextDue(): Promise<Date | undefined> {
    const { rows } = await sql<{ at: Date | null }>`
      select least(
        (select min(next_ask_at) from community_member where next_ask_at > ${clock.now()}),
        (select min(not_before) from delivery where state = 'waiting' and not_before > ${clock.now()})) as at`.execute(
      parts.storage.db,
    );
    return rows[0]?.at ?? undefined;
  }

  let events = 0;
  function happening(person: PersonId) {
    events++;
    return {
      id: asId<'event'>(`slack:event-${events}`),
      platform: 'slack' as const,
      workspace,
      at: clock.now(),
      // An event of Slack's tells no more than who it was.
      person: { id: person, workspace, name: people.get(person)?.name ?? '' },
      conversation: { id: asId<'conversation'>(`${person}:direct`), workspace, kind: 'direct' as const },
      answers: { form: true, note: true, replace: true },
    };
  }

  const house: House = {
    clock,
    platform,
    get storage() {
      return parts.storage;
    },
    person(name, timeZone = 'Europe/London') {
      const id = asId<'person'>(`slack:T1:U${name.toUpperCase()}`);
      people.set(id, { id, workspace, name, timeZone });
      return id;
    },
    async community(members, { weekdays, timeOfDay }) {
      const conversation = asId<'conversation'>(`slack:T1:C${newId()}`);
      const joined = members.map((id) => people.get(id)).filter((each) => each !== undefined);
      const { id } = await parts.storage.db
        .insertInto('community')
        .values({
          id: newId(),
          conversation_id: conversation,
          workspace_id: workspace,
          name: '#digital-network',
          kind: 'community',
          asked: 'members',
          weekdays,
          time_of_day: timeOfDay,
          every_weeks: 1,
          themes: [],
          created_by: asId('slack:T1:UJO'),
          created_at: clock.now(),
          starts_at: clock.now(),
        })
        .returning('id')
        .executeTakeFirstOrThrow();
      await parts.bot.handle({
        ...happening(asId('slack:T1:UJO')),
        kind: 'membership',
        conversation: { id: conversation, workspace, kind: 'channel' },
        joined,
        left: [],
        bot: 'no',
      });
      const asked = await parts.storage.db
        .selectFrom('community_member')
        .selectAll()
        .where('community_id', '=', id)
        .execute();
      assert.equal(asked.length, members.length);
      return conversation;
    },
    async say(person, text) {
      const event = happening(person);
      const message = { conversation: event.conversation.id, id: asId<'message'>(event.id) };
      const reply = await parts.bot.handle({ ...event, kind: 'message', text, message });
      assert.equal(reply.kind, 'note', JSON.stringify(reply));
      return reply.kind === 'note' ? reply.message.text : '';
    },
    send(person, { name, ...form }) {
      return parts.bot.handle({ ...happening(person), kind: 'form', form: name, button: 'submit', ...form });
    },
    async settings(person) {
      const event = happening(person);
      const reply = await parts.bot.handle({ ...event, kind: 'command', command: 'outloud', words: 'settings' });
      assert.equal(reply.kind, 'form');
      const { state, body } = reply.kind === 'form' ? reply.form : { state: '', body: [] };
      const fields = body.filter((each) => 'id' in each) as unknown as { id: string; value?: string }[];
      return { state, inputs: Object.fromEntries(fields.map(({ id, value = '' }) => [id, value])) };
    },
    jumpTo(iso) {
      clock.moveTo(new Date(iso));
    },
    async ask() {
      await parts.job('prompts.ask').run(clock.now());
    },
    async deliver() {
      await parts.worker.drain();
    },
    async liveUntil(iso) {
      const end = new Date(iso);
      await house.ask();
      await house.deliver();
      for (let next = await nextDue(); next && next < end; next = await nextDue()) {
        clock.moveTo(next);
        await house.ask();
        await house.deliver();
      }
      clock.moveTo(end);
    },
    async restart() {
      await parts.stop();
      parts = await build();
    },
    asked: (person) => arrivals.filter(({ to }) => to === `${person}:direct`).map(({ at }) => at),
    lookUp: (person) => parts.refresh({ person }),
    stop: () => parts.stop(),
  };
  house.jumpTo(options.now);
  return house;
}

interface Parts {
  readonly library: Library;
  readonly clock: MovableClock;
  readonly platform: MemoryPlatform;
  readonly organisation: Organisation;
}

/** As in `main.ts`. */
function put(storage: Storage, { library, clock, platform, organisation }: Parts) {
  const platforms = new Map<PlatformName, Platform>([['slack', platform]]);
  const transaction = <T>(work: (trx: Transaction<Database>) => Promise<T>) => storage.transaction(work);
  const feature: Feature = createPromptsFeature({
    outbox,
    library,
    organisation,
    platforms,
    putAside: async () => {},
    tell: async () => {},
    lookUp: async () => {},
    transaction,
    logger: testLogger,
  });
  const bot: Bot = createBot({
    features: [feature],
    platforms,
    transaction,
    outbox,
    clock,
    logger: testLogger,
    registry: new Registry(),
    wakeWorker() {},
    lookUpPerson: async () => {},
    lookAtPlace: async () => {},
  });
  const worker: Worker = createWorker({
    storage,
    platforms,
    clock,
    logger: testLogger,
    suitableAt: (deliveries, now) => suitableAt(storage.db, deliveries, { now, organisation }),
  });
  const refresh = createRefresh({
    transaction,
    platforms,
    clock,
    moved: async (person, details) => feature.moved?.(person, details),
    changed: async () => {},
  });
  return {
    storage,
    bot,
    worker,
    refresh,
    job(name: string) {
      const job = feature.jobs?.find((each) => each.name === name);
      assert.ok(job, name);
      return job;
    },
    async stop() {
      await worker.stop();
      await storage.stop();
    },
  };
}
