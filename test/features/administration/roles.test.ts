import assert from 'node:assert/strict';
import { asId } from '../../../src/base/ids.ts';
import { wordsFor } from '../../../src/cards/words.ts';
import type { Reply } from '../../../src/chat/reply.ts';
import { outbox } from '../../../src/delivery/outbox.ts';
import { createAdministrationFeature } from '../../../src/features/administration/feature.ts';
import type { Feature } from '../../../src/features/feature.ts';
import { changesIn } from '../../../src/people/audit.ts';
import { roleHolders } from '../../../src/people/roles.ts';
import { savePeople } from '../../../src/people/store.ts';
import type { Storage } from '../../../src/storage/storage.ts';
import { testStorage } from '../../support/database.ts';
import { createMemoryPlatform } from '../../support/memory-platform.ts';

const now = new Date('2026-11-25T10:00:00Z');
const slack = asId<'workspace'>('slack:T1');
const teams = asId<'workspace'>('teams:tenant');
const inSlack = (key: string, name = key) => ({ id: asId<'person'>(`slack:T1:${key}`), workspace: slack, name });
const jo = { ...inSlack('Jo'), administrator: true };
const sam = { id: asId<'person'>('teams:tenant:p:sam'), workspace: teams, name: 'Sam' };
const priya = { id: asId<'person'>('teams:tenant:p:priya'), workspace: teams, name: 'Priya' };

describe('roles are given and taken', () => {
  let storage: Storage;
  let feature: Feature;

  before(async () => {
    storage = await testStorage();
    feature = createAdministrationFeature({
      outbox,
      tell: async () => {},
      organisation: { timeZone: 'Europe/London', country: 'GB' },
      platforms: new Map([
        ['slack', createMemoryPlatform({ tellsAdministrators: true })],
        ['teams', createMemoryPlatform()],
      ]),
      transaction: (work) => storage.transaction(work),
    });
  });
  after(() => storage.stop());
  beforeEach(async () => {
    for (const table of ['role_holder', 'audit', 'delivery', 'person'] as const) {
      await storage.db.deleteFrom(table).execute();
    }
    const people = [jo, inSlack('Leah'), inSlack('U7', 'Sam Lee'), inSlack('U8', 'Sam Lee'), sam, priya];
    await savePeople(storage.db, people, now);
  });

  type Person = typeof sam;
  const event = (person: Person) => ({
    id: asId<'event'>(`e${Math.random()}`),
    platform: person.workspace === slack ? ('slack' as const) : ('teams' as const),
    workspace: person.workspace,
    at: now,
    person,
    answers: { form: true, note: true, replace: true },
  });
  const handling = <T>(work: (handling: never) => Promise<T> | undefined) =>
    storage.transaction(async (trx) => work({ trx, now, words: wordsFor('en') } as never));

  const send = (person: Person, inputs: Record<string, string>) =>
    handling((how) =>
      feature.forms?.['administration.give']?.(
        { ...event(person), kind: 'form', form: 'administration.give', state: '', button: 'submit', inputs },
        how,
      ),
    );
  const type = (person: Person, words: string) =>
    handling((how) =>
      feature.words
        ?.find(({ word }) => word === 'roles')
        ?.run({ ...event(person), kind: 'command', command: 'outloud', words }, how),
    );
  const install = (person: Person, kind: 'channel' | 'direct' = 'channel') =>
    handling((how) =>
      feature.installation?.(
        {
          ...event(person),
          kind: 'installation',
          change: 'added',
          conversation: { id: asId(`${person.workspace}:c:1`), workspace: person.workspace, kind },
        },
        how,
      ),
    );

  const said = (reply: Reply | undefined) => (reply?.kind === 'note' ? reply.message.text : JSON.stringify(reply));
  const holders = async (workspace = slack) =>
    (await roleHolders(storage.db, workspace)).map(({ name, role }) => `${name} ${role}`);

  it('in words or by a form, by administrators alone; the person is told, and it is noted', async () => {
    assert.match(said(await type(inSlack('Leah'), 'Leah facilitator')), /Only an administrator/);
    assert.match(said(await send(inSlack('Leah'), { name: 'Leah', role: 'administrator' })), /Only an administrator/);
    assert.match(said(await type(jo, '@leah Facilitator')), /Leah has this role now: Facilitator/);
    assert.match(said(await send(jo, { name: ' leah', role: 'facilitator', what: 'give' })), /it was so already/);
    assert.deepEqual(await holders(), ['Jo administrator', 'Leah facilitator']);
    assert.match(said(await send(jo, { name: 'Leah', role: 'facilitator', what: 'take' })), /no longer has/);
    assert.deepEqual(await holders(), ['Jo administrator']);
    const told = await storage.db.selectFrom('delivery').select(['person_id', 'message']).orderBy('seq').execute();
    assert.deepEqual(
      told.map(({ person_id, message }) => [person_id, message.text.slice(0, 20)]),
      [
        [inSlack('Leah').id, 'Jo gave you a role: '],
        [inSlack('Leah').id, 'Jo took a role from '],
      ],
    );
    assert.deepEqual(
      (await changesIn(storage.db, slack, 5)).map(({ what, detail }) => [what, detail]),
      [
        ['role-taken', 'facilitator'],
        ['role-given', 'facilitator'],
      ],
    );
  });

  it('only to people of the workspace whose name is clear', async () => {
    const unknown = await send(jo, { name: 'Nobody', role: 'greeter' });
    assert.match(JSON.stringify(unknown), /I know nobody here by that name/);
    assert.match(JSON.stringify(await send(jo, { name: 'Priya', role: 'greeter' })), /I know nobody here/);
    const two = await send(jo, { name: 'sam lee', role: 'greeter' });
    assert.match(JSON.stringify(two), /Several people here have that name/);
    assert.match(JSON.stringify(two), /slack:T1:U8/);
    assert.match(JSON.stringify(await send(jo, { name: 'sam lee', role: 'greeter', person: jo.id })), /Several people/);
    await send(jo, { name: 'sam lee', role: 'greeter', person: 'slack:T1:U8' });
    assert.equal((await roleHolders(storage.db, slack)).at(-1)?.person, 'slack:T1:U8');
    assert.match(said(await send(jo, { name: 'Leah', role: 'king' })), /had its day/);
  });

  it('never so that no administrator is left, nor against what the platform says', async () => {
    assert.match(said(await send(jo, { name: 'Jo', role: 'administrator', what: 'take' })), /runs the Slack workspace/);
    await install(sam);
    assert.match(said(await send(sam, { name: 'Sam', role: 'administrator', what: 'take' })), /no administrator left/);
    await send(sam, { name: 'Priya', role: 'administrator' });
    assert.match(said(await send(priya, { name: 'Sam', role: 'administrator', what: 'take' })), /no longer has/);
    assert.deepEqual(await holders(teams), ['Priya administrator']);
  });

  it('to whoever adds the app to a team first, where the platform says nobody', async () => {
    await install(priya, 'direct');
    assert.deepEqual(await holders(teams), []);
    await install({ ...priya, external: true } as Person);
    assert.deepEqual(await holders(teams), []);
    await install(sam);
    await install(priya);
    assert.deepEqual(await holders(teams), ['Sam administrator']);
    await install(inSlack('Leah'));
    assert.deepEqual(await holders(), ['Jo administrator']);
  });

  it('and are shown with who has them, to everyone but guests', async () => {
    assert.match(JSON.stringify(await type(jo, 'Leah lead')), /"kind":"form"/, 'a role that can do nothing');
    await type(jo, 'Leah greeter');
    const shown = JSON.stringify(await type(inSlack('Leah'), ''));
    assert.match(shown, /Your roles: Greeter, Member/);
    assert.match(shown, /make and cut links/);
    assert.doesNotMatch(shown, /Give or take/);
    assert.match(JSON.stringify(await type(jo, '')), /Give or take a role/);
    assert.match(said(await type({ ...inSlack('Kit'), external: true } as Person, '')), /As a guest/);
  });
});
