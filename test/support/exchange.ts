import assert from 'node:assert/strict';
import { type Kysely, type KyselyPlugin, sql, type Transaction } from 'kysely';
import { Registry } from 'prom-client';
import { allHoldings } from '../../src/all-holdings.ts';
import { createMovableClock, type MovableClock } from '../../src/base/clock.ts';
import { asId } from '../../src/base/ids.ts';
import { createBot } from '../../src/bots/bot.ts';
import type { ConversationFacts } from '../../src/chat/conversation.ts';
import type { ChatEvent } from '../../src/chat/event.ts';
import { type ConversationId, type PersonId, type PlatformName, platformOf, workspaceIn } from '../../src/chat/ids.ts';
import type { Person } from '../../src/chat/person.ts';
import { type Platform, PlatformError } from '../../src/chat/platform.ts';
import type { FormReply, Reply } from '../../src/chat/reply.ts';
import { outbox } from '../../src/delivery/outbox.ts';
import { createWorker } from '../../src/delivery/worker.ts';
import type { Feature, Happening } from '../../src/features/feature.ts';
import type { Moment } from '../../src/features/highlights/deps.ts';
import { createHighlightsFeature } from '../../src/features/highlights/feature.ts';
import { createPilotsFeature } from '../../src/features/pilots/feature.ts';
import { createPromptsFeature } from '../../src/features/prompts/feature.ts';
import { readLibrary } from '../../src/features/prompts/library.ts';
import { createTalkFeature } from '../../src/features/talk/feature.ts';
import { keepFormer } from '../../src/people/leaving.ts';
import { savePeople } from '../../src/people/store.ts';
import { cutLink, linkWorkspaces } from '../../src/people/workspace-links.ts';
import { suitableAt } from '../../src/scheduling/sending.ts';
import type { Database } from '../../src/storage/schema.ts';
import type { HighlightId } from '../../src/storage/tables/highlights.ts';
import { loadTalk } from '../../src/talk-graph/load.ts';
import { testLogger, testStorage } from './database.ts';
import { createMemoryPlatform, type MemoryPlatform } from './memory-platform.ts';

/*
 * A Slack workspace and a Teams tenant between which highlights go: the real database, core, features and outbox beside
 * two chat services in memory, driven by events as the adapters hand them over.
 */

export const network = asId<'conversation'>('slack:T1:C-network');
export const team = asId<'conversation'>('slack:T1:C-team');
export const leads = asId<'conversation'>('teams:t2:leads');
export const others = asId<'conversation'>('teams:t2:others');

const members: readonly (readonly [ConversationId, string, readonly string[]])[] = [
  [network, '#network', ['Amina', 'Tom', 'Jo']],
  [team, '#team', ['Amina', 'Jo']],
  [leads, 'Leads', ['Rhys', 'Dev']],
  [others, 'Others', ['Rhys', 'Dev']],
];
const onTeams = new Set(['Rhys', 'Dev', 'Mira']);

type Inputs = Readonly<Record<string, string>>;

/** https://www.postgresql.org/docs/current/errcodes-appendix.html */
const deadlockDetected = '40P01';

export interface Exchange {
  readonly clock: MovableClock;
  readonly db: Kysely<Database>;
  personId(name: string): PersonId;
  /** What a person or a channel can read now, as one text. */
  seenIn(where: ConversationId | string): string;
  /** Every message that ever stood in a conversation, gone ones too. */
  everIn(where: ConversationId): number;
  command(name: string, words: string, where?: ConversationId): Promise<Reply>;
  press(name: string, action: string, values: Inputs, where?: ConversationId): Promise<Reply>;
  send(name: string, reply: Reply, inputs?: Inputs, where?: ConversationId): Promise<Reply>;
  /** A note in the network by a person; its highlight. */
  note(name: string, text: string, where?: ConversationId): Promise<HighlightId>;
  /** A pilot whose result its owner posts in the network, for everyone; its highlight. Days pass. */
  pilot(name: string, learned: string): Promise<HighlightId>;
  edit(name: string, id: HighlightId, text: string): Promise<void>;
  withdraw(name: string, id: HighlightId): Promise<void>;
  /** A channel takes highlights, by its owner. */
  open(name: string, where: ConversationId, inputs?: Inputs): Promise<void>;
  /** The author picks these places. */
  share(name: string, id: HighlightId, places: readonly ConversationId[], inputs?: Inputs): Promise<Reply>;
  /** Chooses *Suggest as a highlight* on a message. */
  suggest(name: string, message: { where: ConversationId; text: string; author: string; id?: string }): Promise<Reply>;
  /** What stands as a highlight in a place, as somebody would choose it there. */
  standing(
    id: HighlightId,
    where: ConversationId,
  ): Promise<{ where: ConversationId; text: string; author: string; id: string }>;
  /** Presses a button of a note's own card in its channel. */
  pressOnNote(name: string, action: string, id: HighlightId): Promise<Reply>;
  /** Typed in the thread under a highlight's message. */
  say(name: string, text: string, under: { highlight: HighlightId; where: ConversationId; id?: string }): Promise<void>;
  takeBackWords(name: string, where: ConversationId, id: string): Promise<void>;
  /** The platform tells that a place is another one now. */
  change(where: ConversationId, facts: ConversationFacts): Promise<void>;
  /** A channel of Slack's gets another id: from now on there is nothing under the old one, and then Slack tells of it. */
  rename(where: ConversationId, to: ConversationId): { tell(): Promise<void> };
  come(names: string | readonly string[], where: ConversationId): Promise<void>;
  go(name: string, where: ConversationId): Promise<void>;
  /** Everything of theirs is erased, by every part of the catalogue. */
  leave(name: string, options?: { keepResults?: boolean }): Promise<void>;
  /** What other features are told happens, in a transaction that stays open until it is let go. */
  holdOpen(happening: Happening): Promise<{ letGo(): Promise<void> }>;
  /** How many statements jobs and flows ask of the database meanwhile, and how many of them were given up as a deadlock. */
  asked(work: () => Promise<unknown>): Promise<{ statements: number; deadlocks: number }>;
  cut(): Promise<void>;
  link(): Promise<void>;
  /** A whole platform answers nothing until it is up again. */
  down(platform: PlatformName, isDown: boolean): void;
  job(name: string): Promise<void>;
  /** What is due leaves the outbox. */
  deliver(): Promise<void>;
  stop(): Promise<void>;
}

/** A Tuesday morning. */
const begin = new Date('2027-01-12T10:00:00Z');

interface ExchangeOptions {
  /** Of the community edition. */
  readonly hearsThreads?: boolean;
  /** Nobody has begun in either workspace, as long as this says so. */
  readonly isSilent?: () => boolean;
}

export async function openExchange(options: ExchangeOptions = {}): Promise<Exchange> {
  const { hearsThreads = true, isSilent = () => false } = options;
  const clock = createMovableClock();
  clock.moveTo(begin);
  const storage = await testStorage({ clock });
  const library = await readLibrary(new URL('../../content/prompts.yaml', import.meta.url));
  const organisation = { timeZone: 'Europe/London', country: 'GB' };
  const isDown = new Set<PlatformName>();
  const renamed = new Set<ConversationId>();
  const memory = {
    slack: createMemoryPlatform({ canFind: true }),
    teams: createMemoryPlatform(),
  };
  const platforms = new Map<PlatformName, Platform>([
    ['slack', failing('slack', memory.slack)],
    ['teams', failing('teams', memory.teams)],
  ]);
  let statements = 0;
  let deadlocks = 0;
  const counting: KyselyPlugin = {
    transformQuery({ node }) {
      statements++;
      return node;
    },
    transformResult: async ({ result }) => result,
  };
  const transaction = <T>(work: (trx: Transaction<Database>) => Promise<T>) =>
    storage
      .transaction((trx) => work(trx.withPlugin(counting)))
      .catch((error: { code?: string }) => {
        if (error.code === deadlockDetected) deadlocks++;
        throw error;
      });

  async function tell(happening: Happening, moment: Moment): Promise<void> {
    for (const feature of features) await feature.follow?.(happening, moment);
  }
  const looked = async (trx: Transaction<Database>, conversation: ConversationId) => {
    const at = clock.now();
    await trx
      .updateTable('conversation')
      .set({ described_at: at, members_at: at })
      .where('id', '=', conversation)
      .execute();
  };
  const features: readonly Feature[] = [
    createPromptsFeature({
      outbox,
      library,
      organisation,
      platforms,
      putAside: async () => {},
      lookUp: async () => {},
      transaction,
      tell,
      logger: testLogger,
    }),
    createPilotsFeature({ outbox, organisation, transaction, linkTo: () => undefined, tell, logger: testLogger }),
    createTalkFeature({ transaction, linkTo: () => undefined, hosts: async () => false }),
    createHighlightsFeature({
      outbox,
      organisation,
      hearsThreads,
      transaction,
      lookUp: async () => {},
      lookAt: looked,
      putAside: async () => {},
      tell,
      talk: (now) =>
        loadTalk(
          storage.db,
          features.flatMap(({ heldActs }) => heldActs ?? []),
          now,
        ),
      logger: testLogger,
    }),
  ];
  const bot = createBot({
    features,
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
  const worker = createWorker({
    storage,
    platforms,
    clock,
    logger: testLogger,
    suitableAt: (deliveries, now) => suitableAt(storage.db, deliveries, { now, organisation }),
    isSilent: async () => isSilent(),
  });

  function failing(name: PlatformName, platform: MemoryPlatform): Platform {
    const reached = (place: ConversationId) => {
      if (isDown.has(name)) throw new PlatformError('unavailable', 'down', { neverSent: true });
      if (renamed.has(place)) throw new PlatformError('not_found', 'channel_not_found', { obstacle: 'place_gone' });
    };
    return {
      ...platform,
      name,
      async post(...call) {
        reached(call[0]);
        return platform.post(...call);
      },
      async update(...call) {
        reached(call[0].conversation);
        return platform.update(...call);
      },
      async remove(...call) {
        reached(call[0].conversation);
        return platform.remove(...call);
      },
    };
  }

  const person = (name: string): Person => {
    const workspace = asId<'workspace'>(onTeams.has(name) ? 'teams:t2' : 'slack:T1');
    const isGuest = name === 'Kit' || name === 'Mira';
    return { id: asId(`${workspace}:${name}`), workspace, name, external: isGuest };
  };
  const direct = (name: string): ConversationId => asId(`${person(name).id}:direct`);

  const people = ['Amina', 'Tom', 'Jo', 'Kit', 'Rhys', 'Dev', 'Mira'].map(person);
  await savePeople(storage.db, people, begin);
  for (const [id, name, there] of members) {
    const workspace_id = workspaceIn(id);
    const known = { kind: 'channel' as const, access: 'open' as const, members_at: begin, described_at: begin };
    await storage.db
      .insertInto('conversation')
      .values({ id, workspace_id, name, ...known })
      .execute();
    const rows = there.map((each) => ({ conversation_id: id, person_id: person(each).id }));
    await storage.db.insertInto('conversation_member').values(rows).execute();
  }
  await transaction((trx) => linkWorkspaces(trx, sides, begin));
  for (const where of [network, team, leads]) {
    const { id } = await storage.db
      .insertInto('community')
      .values({
        id: asId(crypto.randomUUID()),
        conversation_id: where,
        workspace_id: workspaceIn(where),
        name: members.find(([id]) => id === where)?.[1] ?? '',
        kind: 'community',
        asked: 'members',
        weekdays: [3],
        time_of_day: '14:00',
        every_weeks: 1,
        themes: [],
        created_by: person(where === leads ? 'Dev' : 'Jo').id,
        created_at: begin,
        starts_at: begin,
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    for (const [place, , there] of members) {
      if (place !== where) continue;
      const rows = there.map((each) => ({ community_id: id, person_id: person(each).id }));
      const state = { state: 'reading' as const, joined_at: begin, next_ask_at: null };
      await storage.db
        .insertInto('community_member')
        .values(rows.map((row) => ({ ...row, ...state })))
        .execute();
    }
  }

  let count = 0;
  function base(name: string, where?: ConversationId) {
    count++;
    const { workspace } = person(name);
    const conversation = {
      id: where ?? direct(name),
      workspace,
      kind: where ? ('channel' as const) : ('direct' as const),
    };
    const answers = { form: true, note: true, replace: false };
    const id = asId<'event'>(`${workspace}:event-${count}`);
    return {
      id,
      platform: platformOf(workspace),
      workspace,
      at: clock.now(),
      person: person(name),
      conversation,
      answers,
    };
  }

  async function handle(event: ChatEvent): Promise<Reply> {
    const reply = await bot.handle(event);
    assert.ok(reply.kind !== 'note' || !/went wrong on my side/.test(reply.message.text), 'it failed');
    return reply;
  }

  async function highlightOf(id: HighlightId) {
    return storage.db.selectFrom('highlight').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
  }

  /** The message as which a highlight stands in a place. */
  async function messageOf(id: HighlightId, where: ConversationId): Promise<string> {
    const highlight = await highlightOf(id);
    const copy = await storage.db
      .selectFrom('highlight_copy')
      .select('delivery_id')
      .where('highlight_id', '=', id)
      .where('conversation_id', '=', where)
      .executeTakeFirst();
    const delivery = highlight.home_id === where ? highlight.home_delivery_id : copy?.delivery_id;
    const row = await storage.db
      .selectFrom('delivery')
      .select('message_ref')
      .where('id', '=', delivery ?? null)
      .executeTakeFirst();
    assert.ok(row?.message_ref, `nothing stands in ${where}`);
    return row.message_ref.id;
  }

  const exchange: Exchange = {
    clock,
    db: storage.db,
    personId: (name) => person(name).id,
    seenIn(where) {
      const id = where.includes(':') ? where : direct(where);
      const posts = memory[platformOf(asId<'conversation'>(id))].posts;
      return posts
        .filter((each) => each.ref.conversation === id && !each.gone)
        .map((each) => `${each.message.text} ${JSON.stringify(each.message.card ?? '')}`)
        .join('\n');
    },
    everIn: (where) => memory[platformOf(where)].posts.filter((each) => each.ref.conversation === where).length,
    command(name, words, where) {
      return handle({ ...base(name, where), kind: 'command', command: 'highlight', words });
    },
    press: (name, action, values, where) =>
      handle({ ...base(name, where), kind: 'action', action, values, inputs: {} }),
    send(name, reply, inputs = {}, where) {
      assert.equal(reply.kind, 'form', JSON.stringify(reply));
      const { form } = reply as FormReply;
      const fields = form.body as readonly { readonly id?: string; readonly value?: string }[];
      const known = Object.fromEntries(fields.flatMap(({ id, value = '' }) => (id ? [[id, value]] : [])));
      const filled = { ...known, ...inputs };
      return handle({
        ...base(name, where),
        kind: 'form',
        form: form.name,
        state: form.state,
        inputs: filled,
        button: 'submit',
      });
    },
    async note(name, text, where = network) {
      const opened = await handle({ ...base(name), kind: 'command', command: 'outloud', words: 'answer' });
      const community = await storage.db
        .selectFrom('community')
        .select('id')
        .where('conversation_id', '=', where)
        .executeTakeFirstOrThrow();
      const preview = await exchange.send(name, opened, { field0: text, audience: community.id });
      await exchange.send(name, preview);
      const row = await storage.db
        .selectFrom('highlight')
        .select('id')
        .where('author_id', '=', person(name).id)
        .orderBy('created_at', 'desc')
        .orderBy('id')
        .where(sql<boolean>`content::text like ${`%${text}%`}`)
        .executeTakeFirstOrThrow();
      return row.id;
    },
    async pilot(name, learned) {
      const first = await handle({ ...base(name), kind: 'command', command: 'pilot', words: 'start' });
      const second = await exchange.send(name, first, pilotIdea);
      const third = await exchange.send(name, second, { before: '118 of 2410' });
      await exchange.send(name, third, { stopRule: 'complaints', audience: 'everyone' });
      const running = await storage.db.selectFrom('pilot').selectAll().executeTakeFirstOrThrow();
      clock.moveTo(new Date(`${running.collect_on}T10:00:00Z`));
      const result = await exchange.press(name, 'pilots.result', { pilot: running.id });
      const shared = await exchange.send(name, result, { after: '171 of 2385', learned, next: 'scale' });
      await exchange.send(name, await exchange.send(name, shared, { audience: 'everyone', postIn: network }));
      const row = await storage.db
        .selectFrom('highlight')
        .select('id')
        .where('kind', '=', 'pilot')
        .where('source', '=', running.id)
        .executeTakeFirstOrThrow();
      return row.id;
    },
    async edit(name, id, text) {
      const { source } = await highlightOf(id);
      const opened = await exchange.press(name, 'updates.edit', { update: source });
      await exchange.send(name, await exchange.send(name, opened, { field0: text }));
    },
    async withdraw(name, id) {
      const { source } = await highlightOf(id);
      await exchange.send(name, await exchange.press(name, 'updates.withdraw', { update: source }));
    },
    async open(name, where, inputs = {}) {
      const opened = await exchange.command(name, 'on', where);
      const kept = await exchange.send(name, opened, inputs, where);
      assert.equal(kept.kind, 'note', JSON.stringify(kept));
    },
    async share(name, id, places, inputs = {}) {
      const chosen = await exchange.command(name, 'suggest');
      const opened = await exchange.send(name, chosen, { highlight: id });
      if (opened.kind !== 'form') return opened;
      const offered = opened.form.body.find((each) => each.id === 'channels')?.choices as { value: string }[];
      const values = offered.map(({ value }) => value).filter((value) => places.some((id) => value.startsWith(id)));
      return exchange.send(name, opened, { channels: values.join(','), ...inputs });
    },
    suggest(name, { where, text, author, id = 'm-1' }) {
      const message = { conversation: where, id: asId<'message'>(id) };
      const source = { text, author: { ...person(author), external: person(author).external === true }, message };
      return handle({ ...base(name, where), kind: 'shortcut', shortcut: 'suggest-highlight', source });
    },
    async pressOnNote(name, action, id) {
      const { source, home_id } = await highlightOf(id);
      return exchange.press(name, action, { update: source }, home_id);
    },
    async standing(id, where) {
      return { where, text: 'as it reads', author: 'Outloud', id: await messageOf(id, where) };
    },
    async say(name, text, { highlight, where, id = `typed-${count}` }) {
      const thread = asId<'message'>(await messageOf(highlight, where));
      await handle({
        ...base(name, where),
        kind: 'thread-reply',
        change: 'written',
        text,
        mentions: [],
        message: { conversation: where, id: asId<'message'>(id), thread },
      });
    },
    async takeBackWords(name, where, id) {
      const message = { conversation: where, id: asId<'message'>(id), thread: asId<'message'>('any') };
      await handle({ ...base(name, where), kind: 'thread-reply', change: 'deleted', text: '', mentions: [], message });
    },
    async change(where, facts) {
      const by = platformOf(where) === 'slack' ? 'Jo' : 'Dev';
      await handle({ ...base(by, where), kind: 'place', facts });
    },
    rename(where, to) {
      renamed.add(where);
      memory[platformOf(where)].rename(where, to);
      return {
        async tell() {
          await handle({ ...base('Jo', to), kind: 'place', facts: {}, before: where });
        },
      };
    },
    async come(names, where) {
      const joined = [names].flat().map((name) => person(name));
      await handle({ ...base('Jo', where), ...moved(where), joined, left: [] });
    },
    async go(name, where) {
      await handle({ ...base('Jo', where), ...moved(where), joined: [], left: [person(name)] });
    },
    async leave(name, { keepResults = false } = {}) {
      const { id, workspace } = person(name);
      const [now, formerName] = [clock.now(), 'a former colleague'];
      const former = await transaction((trx) => keepFormer(trx, workspace, { name: formerName, now }));
      const erasing = { now, person: id, former, formerName, instead: 'It is gone.', keepResults };
      for (const { erase } of allHoldings(features)) {
        while (erase && (await transaction((trx) => erase({ trx, ...erasing }))).more);
      }
    },
    async holdOpen(happening) {
      const [told, go] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
      const ended = transaction(async (trx) => {
        await tell(happening, { trx, now: clock.now() });
        told.resolve();
        await go.promise;
      });
      await Promise.race([told.promise, ended]);
      return {
        async letGo() {
          go.resolve();
          await ended;
        },
      };
    },
    async asked(work) {
      [statements, deadlocks] = [0, 0];
      await work();
      return { statements, deadlocks };
    },
    async cut() {
      await transaction(async (trx) => {
        await cutLink(trx, sides[0].workspace, sides[1].workspace);
        const cut = { kind: 'link-cut', a: sides[0].workspace, b: sides[1].workspace } as const;
        await tell(cut, { trx, now: clock.now() });
      });
    },
    link: () => transaction((trx) => linkWorkspaces(trx, sides, clock.now())),
    down(platform, down) {
      if (down) isDown.add(platform);
      else isDown.delete(platform);
    },
    async job(name) {
      const job = features.flatMap((feature) => feature.jobs ?? []).find((each) => each.name === name);
      assert.ok(job, name);
      await job.run(clock.now());
    },
    async deliver() {
      await worker.drain();
    },
    async stop() {
      await worker.stop();
      await storage.stop();
    },
  };
  return exchange;
}

const pilotIdea = {
  doing: 'swapping the lead article for a Q&A',
  change: 'get more clicks',
  because: 'people scan for answers',
  channel: 'email',
  contentType: 'q_and_a',
  reaches: 'residents',
};

function moved(where: ConversationId) {
  const workspace = workspaceIn(where);
  return {
    platform: platformOf(where),
    workspace,
    kind: 'membership' as const,
    conversation: { id: where, workspace, kind: 'channel' as const },
    bot: 'no' as const,
  };
}

const sides = [
  { workspace: asId<'workspace'>('slack:T1'), name: 'Tarren Vale', by: asId<'person'>('slack:T1:Jo') },
  { workspace: asId<'workspace'>('teams:t2'), name: 'Tarren Housing', by: asId<'person'>('teams:t2:Dev') },
] as const;
