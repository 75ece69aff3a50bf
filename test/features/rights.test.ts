import assert from 'node:assert/strict';
import { createFeatures } from '../../src/all-features.ts';
import { asId, newId } from '../../src/base/ids.ts';
import { wordsFor } from '../../src/cards/words.ts';
import type { Person } from '../../src/chat/person.ts';
import type { Reply } from '../../src/chat/reply.ts';
import { outbox } from '../../src/delivery/outbox.ts';
import type { Feature, Handling } from '../../src/features/feature.ts';
import { savePeople } from '../../src/people/store.ts';
import { linkWorkspaces } from '../../src/people/workspace-links.ts';
import type { Storage } from '../../src/storage/storage.ts';
import { testLogger, testStorage } from '../support/database.ts';

/*
 * Whatever can be typed, pressed or sent, in every feature: nobody but those who have the right changes what belongs to
 * a workspace. What is new is walked through as well, without being named here.
 */

const now = new Date('2027-01-12T10:00:00Z');
const workspace = asId<'workspace'>('slack:T1');
const person = (name: string, more: Partial<Person> = {}): Person => ({
  id: asId(`slack:T1:${name}`),
  workspace,
  name,
  external: false,
  ...more,
});
const jo = person('Jo', { administrator: true });
const amina = person('Amina');
const kit = person('Kit', { external: true });
const channel = asId<'conversation'>('slack:T1:C1');
const other = asId<'workspace'>('teams:t2');

/** What no member may change: of a workspace, or of a channel that somebody else set up. */
const guarded = [
  'role_holder',
  'workspace_link',
  'link_request',
  'first_run',
  'community',
  'highlight_channel',
] as const;

describe('every command, button and form', function () {
  this.timeout(120_000);
  let storage: Storage;
  let features: readonly Feature[];
  const ids = { request: newId<'link-request'>(), community: newId<'community'>() };

  before(async () => {
    storage = await testStorage();
    const nothing = async () => {};
    features = createFeatures({
      outbox,
      library: { format: 'prompt-library/1', language: 'en', version: '0', themes: [], prompts: [] },
      organisation: { timeZone: 'Europe/London', country: 'GB' },
      hearsThreads: false,
      platforms: new Map(),
      putAside: nothing,
      lookUp: nothing,
      lookAt: nothing,
      talk: () => Promise.reject(new Error('nobody asks')),
      hosts: async () => false,
      previews: async () => [],
      holdings: () => [],
      transaction: (work) => storage.transaction(work),
      linkTo: () => undefined,
      tell: nothing,
      logger: testLogger,
    });
    await savePeople(storage.db, [jo, amina, kit], now);
    await storage.db
      .insertInto('conversation')
      .values({ id: channel, workspace_id: workspace, kind: 'channel', name: '#one' })
      .execute();
    await storage.db
      .insertInto('community')
      .values({
        id: ids.community,
        conversation_id: channel,
        workspace_id: workspace,
        name: '#one',
        kind: 'community',
        asked: 'members',
        weekdays: [2],
        time_of_day: '10:00',
        every_weeks: 1,
        themes: [],
        created_by: jo.id,
        created_at: now,
        starts_at: now,
      })
      .execute();
    const answers = { who: 'all', greets: false, greeters: [], weekday: 2, time: '10:00', everyWeeks: 1, starters: [] };
    await storage.db
      .insertInto('first_run')
      .values({
        workspace_id: workspace,
        installed_at: now,
        installed_by: jo.id,
        answers: JSON.stringify(answers),
        previewed_at: now,
      })
      .execute();
    await storage.transaction((trx) =>
      linkWorkspaces(
        trx,
        [
          { workspace, name: 'Here', by: jo.id },
          { workspace: other, name: 'There', by: asId('teams:t2:p:sam') },
        ],
        now,
      ),
    );
    await storage.db
      .insertInto('link_request')
      .values({
        id: ids.request,
        workspace_id: workspace,
        name: 'Here',
        asked_by: jo.id,
        code_hash: Buffer.from('x'),
        expires_at: new Date(now.getTime() + 3_600_000),
        entered_in: asId('teams:t3'),
        entered_name: 'Elsewhere',
        entered_by: asId('teams:t3:p:x'),
      })
      .execute();
  });
  after(() => storage.stop());

  async function state(): Promise<string> {
    const rows = await Promise.all(guarded.map((table) => storage.db.selectFrom(table).selectAll().execute()));
    return JSON.stringify(rows);
  }

  /** What a hand that forges buttons would send. */
  const values = {
    request: ids.request,
    community: ids.community,
    workspace: other,
    update: newId(),
    pilot: newId(),
    highlight: newId(),
  };
  const inputs = {
    name: 'Amina',
    role: 'administrator',
    what: 'give',
    who: 'mine',
    greets: 'true',
    weekday: '3',
    time: '11:00',
    every: '2',
    kind: 'team',
    asked: 'joined',
    weekdays: '4',
    stop: 'true',
    perWeek: '5',
    topics: '',
    rhythm: 'each',
    channel,
  };
  const states = [ids.request, other, channel, 'who', 'rhythm', ids.community];

  interface Walked {
    readonly name: string;
    run(by: Person, handling: Handling): Promise<Reply>;
  }

  function everything(): Walked[] {
    const base = (by: Person, where: typeof channel | undefined) => ({
      id: asId<'event'>(newId()),
      platform: 'slack' as const,
      workspace,
      at: now,
      person: by,
      conversation: where
        ? { id: where, workspace, kind: 'channel' as const }
        : { id: asId<'conversation'>(`${by.id}:direct`), workspace, kind: 'direct' as const },
      answers: { form: true, note: true, replace: true },
    });
    return features.flatMap(({ words = [], actions = {}, forms = {} }) => [
      ...words.flatMap(({ command, word, run }) =>
        ['', 'Amina administrator', 'AAAA-BBBB-CCCC'].flatMap((typed) =>
          [channel, undefined].map((where) => ({
            name: `/${command} ${word} ${typed}`,
            run: (by: Person, handling: Handling) =>
              run({ ...base(by, where), kind: 'command', command, words: typed }, handling),
          })),
        ),
      ),
      ...Object.entries(actions).map(([action, run]) => ({
        name: `[${action}]`,
        run: (by: Person, handling: Handling) =>
          run({ ...base(by, channel), kind: 'action', action, values, inputs: {} }, handling),
      })),
      ...Object.entries(forms).flatMap(([form, run]) =>
        states.map((sent) => ({
          name: `${form} (${sent})`,
          run: (by: Person, handling: Handling) =>
            run({ ...base(by, channel), kind: 'form', form, state: sent, inputs, button: 'submit' }, handling),
        })),
      ),
    ]);
  }

  /** Each in a transaction that is rolled back; those after which something guarded is different. */
  async function changedBy(by: Person): Promise<string[]> {
    const before = await state();
    const changed = new Set<string>();
    for (const each of everything()) {
      await storage
        .transaction(async (trx) => {
          await each.run(by, { trx, now, words: wordsFor('en') });
          const rows = [];
          for (const table of guarded) rows.push(await trx.selectFrom(table).selectAll().execute());
          if (JSON.stringify(rows) !== before) changed.add(each.name.split(' (')[0] ?? '');
          throw new Error('rolled back');
        })
        .catch((error: Error) => {
          if (!/rolled back|nobody asks/.test(error.message)) throw error;
        });
    }
    return [...changed].toSorted();
  }

  it('is walked through at all: an administrator changes what is guarded', async () => {
    const changed = await changedBy(jo);
    for (const name of [
      '[connecting.make]',
      '[connecting.refuse]',
      '[first-run.begin]',
      '[first-run.myself]',
      'administration.give',
      'connecting.cut',
      'first-run.answer',
    ]) {
      assert.ok(changed.includes(name), `${name} in ${changed.join(', ')}`);
    }
  });

  it('refuses a member what needs a role', async () => {
    // Anybody may let highlights into a channel where nobody has.
    assert.deepEqual(
      (await changedBy(amina)).filter((name) => name !== 'highlights.channel'),
      [],
    );
  });

  it('and the same once it has begun', async () => {
    await storage.db.updateTable('first_run').set({ begun_at: now }).execute();
    assert.ok((await changedBy(jo)).includes('prompts.setup'));
    assert.deepEqual(
      (await changedBy(amina)).filter((name) => name !== 'highlights.channel'),
      [],
    );
  });

  it('refuses a guest everything', async () => {
    assert.deepEqual(await changedBy(kit), []);
  });
});
