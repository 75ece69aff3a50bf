import assert from 'node:assert/strict';
import { Registry } from 'prom-client';
import { asId } from '../../src/base/ids.ts';
import { createBot } from '../../src/bots/bot.ts';
import type { Bot } from '../../src/chat/bot.ts';
import type { CardElement } from '../../src/chat/card.ts';
import type { Answers, ChatEvent } from '../../src/chat/event.ts';
import type { ConversationId, PersonId } from '../../src/chat/ids.ts';
import type { Message } from '../../src/chat/message.ts';
import type { Person } from '../../src/chat/person.ts';
import type { FormReply, Reply } from '../../src/chat/reply.ts';
import { outbox } from '../../src/delivery/outbox.ts';
import type { Happening } from '../../src/features/feature.ts';
import type { PilotsDeps } from '../../src/features/pilots/deps.ts';
import { createPilotsFeature } from '../../src/features/pilots/feature.ts';
import type { Pilot } from '../../src/features/pilots/pilot.ts';
import { nudgeWhoIsDue } from '../../src/features/pilots/remind.ts';
import { savePeople } from '../../src/people/store.ts';
import type { Storage } from '../../src/storage/storage.ts';
import { testLogger, testStorage } from './database.ts';
import { createMemoryPlatform } from './memory-platform.ts';

/*
 * Content pilots with the real core and the real database, driven by events as an adapter hands them over, at a moment
 * that the test sets. What people would see are the replies, and the messages in the outbox.
 */

const workspace = asId<'workspace'>('slack:T1');
export const channels = {
  network: asId<'conversation'>('slack:T1:C-network'),
  team: asId<'conversation'>('slack:T1:C-team'),
};

type Inputs = Readonly<Record<string, string>>;

export interface Studio {
  readonly storage: Storage;
  readonly deps: PilotsDeps;
  readonly told: Happening[];
  now: Date;
  /** Takes everything away but the tables; people and channels as they were made first. */
  reset(): Promise<void>;
  person(name: string): Person;
  command(name: string, words: string, where?: ConversationId): Promise<Reply>;
  press(name: string, action: string, values: Inputs, where?: ConversationId): Promise<Reply>;
  /** Sends the form that a reply opened; fields that are left out keep what they begin with. */
  send(name: string, reply: Reply, inputs?: Inputs, button?: 'submit' | 'back'): Promise<Reply>;
  /** A pilot that runs: before and after on the newsletter, unless said otherwise. */
  start(name: string, change?: { idea?: Inputs; measure?: Inputs; plan?: Inputs }): Promise<Pilot>;
  borrow(name: string, lender: Pilot, change?: { first?: Inputs; measure?: Inputs; plan?: Inputs }): Promise<Pilot>;
  /** Its results written, on the day on which they may be. */
  finish(pilot: Pilot, change?: { result?: Inputs; share?: Inputs }): Promise<Pilot>;
  pilot(id: string): Promise<Pilot>;
  /** Moves the clock and does what is due. */
  tick(to: string): Promise<void>;
  /** The messages that a person or a channel has, the newest last. */
  sentTo(where: PersonId | ConversationId): Promise<Message[]>;
}

const all: Answers = { form: true, note: true, replace: false };

export async function openStudio(): Promise<Studio> {
  const storage = await testStorage();
  const told: Happening[] = [];
  const deps: PilotsDeps = {
    outbox,
    organisation: { timeZone: 'Europe/London', country: 'GB' },
    transaction: (work) => storage.transaction(work),
    linkTo: (page, person) => `https://outloud.example.org/pages/${page}/${encodeURIComponent(person)}`,
    tell: async (happening) => void told.push(happening),
    logger: testLogger,
  };
  const bot: Bot = createBot({
    features: [createPilotsFeature(deps)],
    platforms: new Map([['slack', createMemoryPlatform()]]),
    transaction: (work) => storage.transaction(work),
    outbox,
    clock: { now: () => studio.now },
    logger: testLogger,
    registry: new Registry(),
    wakeWorker() {},
    lookUpPerson: async () => {},
    lookAtPlace: async () => {},
  });
  let count = 0;

  function base(name: string, where?: ConversationId) {
    count++;
    const direct = asId<'conversation'>(`slack:T1:D-${name}`);
    const kind = where ? ('channel' as const) : ('direct' as const);
    return {
      id: asId<'event'>(`slack:event-${count}`),
      platform: 'slack' as const,
      workspace,
      at: studio.now,
      person: studio.person(name),
      conversation: { id: where ?? direct, workspace, kind },
      answers: all,
    };
  }

  async function handle(event: ChatEvent): Promise<Reply> {
    const reply = await bot.handle(event);
    assert.ok(reply.kind !== 'note' || !/went wrong on my side/.test(reply.message.text), 'it failed');
    return reply;
  }

  async function latestOf(name: string): Promise<Pilot> {
    const { id } = studio.person(name);
    return storage.db
      .selectFrom('pilot')
      .selectAll()
      .where('owner_id', '=', id)
      .orderBy('touched_at', 'desc')
      .orderBy('created_at', 'desc')
      .limit(1)
      .executeTakeFirstOrThrow();
  }

  async function lastSteps(name: string, second: Reply, change: { measure?: Inputs; plan?: Inputs }): Promise<Pilot> {
    const third = await studio.send(name, second, { before: '118 of 2410', ...change.measure });
    const done = await studio.send(name, third, { stopRule: 'complaints', audience: 'everyone', ...change.plan });
    assert.notEqual(done.kind, 'form', JSON.stringify((done as FormReply).complaints));
    return latestOf(name);
  }

  const studio: Studio = {
    storage,
    deps,
    told,
    now: new Date('2027-05-04T09:00:00Z'),

    async reset() {
      const tables = [
        'pilot_conclusion',
        'pilot',
        'delivery',
        'inbox',
        'inbox_reply',
        'calendar',
        'conversation_member',
      ] as const;
      for (const table of tables) await storage.db.deleteFrom(table).execute();
      for (const table of ['conversation', 'person'] as const) await storage.db.deleteFrom(table).execute();
      const named = [
        ...['Rhys', 'Leah', 'Amina', 'Tom', 'Jo'].map((name) => studio.person(name)),
        studio.person('Guest'),
      ];
      await savePeople(storage.db, named, studio.now);
      for (const [name, id] of Object.entries(channels)) {
        await storage.db
          .insertInto('conversation')
          .values({ id, workspace_id: workspace, kind: 'channel', name: `#${name}`, members_at: studio.now })
          .execute();
      }
      const members = { network: ['Rhys', 'Leah', 'Amina', 'Guest'], team: ['Rhys', 'Jo'] };
      for (const [name, people] of Object.entries(members) as [keyof typeof channels, string[]][]) {
        const rows = people.map((each) => ({ conversation_id: channels[name], person_id: studio.person(each).id }));
        await storage.db.insertInto('conversation_member').values(rows).execute();
      }
      told.length = 0;
      studio.now = new Date('2027-05-04T09:00:00Z');
    },

    person: (name) => ({
      id: asId(`slack:T1:${name}`),
      workspace,
      name,
      ...(name === 'Guest' && { external: true }),
    }),

    command: (name, words, where) => {
      const [command = '', ...rest] = words.split(' ');
      return handle({ ...base(name, where), kind: 'command', command, words: rest.join(' ') });
    },

    press: (name, action, values, where) =>
      handle({ ...base(name, where), kind: 'action', action, values, inputs: {} }),

    async send(name, reply, inputs = {}, button = 'submit') {
      const { form } = asForm(reply);
      const known = inputsOf(form.body);
      for (const id of Object.keys(inputs))
        assert.ok(id in known, `no field ${id} in ${Object.keys(known).join(', ')}`);
      const filled = { ...known, ...inputs };
      return handle({ ...base(name), kind: 'form', form: form.name, state: form.state, inputs: filled, button });
    },

    async start(name, change = {}) {
      const first = await studio.command(name, 'pilot start');
      const idea = {
        doing: 'swapping the lead article for a Q&A',
        change: 'get more clicks',
        because: 'people scan for answers',
        channel: 'email',
        contentType: 'q_and_a',
        reaches: 'residents',
      };
      return lastSteps(name, await studio.send(name, first, { ...idea, ...change.idea }), change);
    },

    async borrow(name, lender, change = {}) {
      const first = await studio.command(name, `pilot try ${lender.code}`);
      const second = await studio.send(name, first, { reaches: 'tenants', ...change.first });
      return lastSteps(name, second, change);
    },

    async finish(pilot, change = {}) {
      const name = pilot.owner_id.split(':').at(-1) ?? '';
      if (studio.now < new Date(`${pilot.collect_on}T10:00:00Z`))
        studio.now = new Date(`${pilot.collect_on}T10:00:00Z`);
      const first = await studio.press(name, 'pilots.result', { pilot: pilot.id });
      const wanted = { after: '171 of 2385', learned: 'Questions did best', next: 'scale', ...change.result };
      const has = inputsOf(asForm(first).form.body);
      const result = Object.fromEntries(Object.entries(wanted).filter(([id]) => id in has));
      const second = await studio.send(name, first, result);
      const third = await studio.send(name, second, change.share);
      const done = await studio.send(name, third);
      assert.notEqual(done.kind, 'form');
      return studio.pilot(pilot.id);
    },

    pilot: (id) =>
      storage.db.selectFrom('pilot').selectAll().where('id', '=', asId<'pilot'>(id)).executeTakeFirstOrThrow(),

    async tick(to) {
      studio.now = new Date(to);
      await nudgeWhoIsDue(deps, studio.now);
    },

    async sentTo(where) {
      const rows = await storage.db
        .selectFrom('delivery')
        .select(['message', 'wanted'])
        .where((each) => each.or([each('person_id', '=', asId<'person'>(where)), each('lane', '=', where)]))
        .orderBy('seq')
        .execute();
      return rows.filter((row) => row.wanted === 'present').map((row) => row.message);
    },
  };
  await studio.reset();
  return studio;
}

export function asForm(reply: Reply): FormReply {
  assert.equal(reply.kind, 'form', JSON.stringify(reply).slice(0, 500));
  return reply as FormReply;
}

/** What stands in the fields of the form, by id. */
export function fieldsOf(reply: Reply): Record<string, string> {
  return inputsOf(asForm(reply).form.body);
}

export function textOfReply(reply: Reply): string {
  return reply.kind === 'note' || reply.kind === 'replace' ? reply.message.text : '';
}

/** Everything that can be read in it. */
export function allOf(reply: Reply): string {
  return JSON.stringify(reply);
}

function inputsOf(body: readonly CardElement[]): Record<string, string> {
  const found: Record<string, string> = {};
  for (const element of body) {
    if (element.type.startsWith('Input.'))
      found[element.id as string] = String((element.value ?? '') as string | number);
    const items = element.items;
    if (Array.isArray(items)) Object.assign(found, inputsOf(items as CardElement[]));
  }
  return found;
}
