import assert from 'node:assert/strict';
import type { PersonId } from '../../../src/chat/ids.ts';
import { loadSettings } from '../../../src/scheduling/store.ts';
import { type House, openHouse } from '../../support/house.ts';

const organisation = { timeZone: 'Europe/London', country: 'GB' };

describe('the settings form', function () {
  this.timeout(60_000);
  let house: House;
  let amina: PersonId;

  before(async () => {
    house = await openHouse({ now: '2027-02-08T12:00:00Z', organisation });
    amina = house.person('Amina');
    await house.community([amina], { weekdays: [3], timeOfDay: '17:30' });
    await house.lookUp(amina);
  });
  after(() => house.stop());
  beforeEach(async () => {
    await house.storage.db.deleteFrom('leave').execute();
    await house.storage.db.deleteFrom('calendar').execute();
  });

  async function send(change: Record<string, string>) {
    const { state, inputs } = await house.settings(amina);
    return house.send(amina, { name: 'prompts.settings', state, inputs: { ...inputs, ...change } });
  }

  async function keep(change: Record<string, string>): Promise<string> {
    const reply = await send(change);
    assert.equal(reply.kind, 'note', JSON.stringify(reply));
    return reply.kind === 'note' ? reply.message.text : '';
  }

  async function complaints(change: Record<string, string>) {
    const reply = await send(change);
    assert.equal(reply.kind, 'form', JSON.stringify(reply));
    if (reply.kind !== 'form') return {};
    const kept = reply.form.body.filter((each) => 'id' in each) as unknown as { id: string; value?: string }[];
    for (const [id, value] of Object.entries(change)) {
      assert.equal(kept.find((each) => each.id === id)?.value ?? '', value, `what was typed in ${id} is kept`);
    }
    return reply.complaints ?? {};
  }

  const settings = () => loadSettings(house.storage.db, amina, organisation);
  const places = () => house.say(amina, 'prompts');

  it('shows what holds, and saving it unchanged makes nothing one’s own', async () => {
    const { inputs } = await house.settings(amina);
    assert.deepEqual(inputs, {
      timeZone: 'Europe/London',
      workDays: '1,2,3,4,5',
      hoursFrom: 'usual',
      hoursUntil: 'usual',
      holidays: 'any',
      firstDay: '',
      lastDay: '',
      slotDay: 'usual',
      slotTime: '',
      audience: 'usual',
    });
    assert.match(await keep({}), /by the clock of Europe\/London/);
    assert.deepEqual(await settings(), { followedTimeZone: 'Europe/London', workDays: [1, 2, 3, 4, 5], leave: [] });
  });

  it('takes a zone or a city, and goes back to the profile’s', async () => {
    assert.match(await keep({ timeZone: ' auckland ' }), /by the clock of Pacific\/Auckland/);
    assert.equal((await settings()).ownTimeZone, 'Pacific/Auckland');
    assert.match(await places(), /Next on Wed 10 February, 17:30/);
    for (const back of ['', 'Europe/London', 'London']) {
      await keep({ timeZone: 'Pacific/Auckland' });
      await keep({ timeZone: back });
      assert.equal((await settings()).ownTimeZone, undefined, back);
    }
  });

  it('draws a late question into hours of one’s own', async () => {
    await keep({ hoursFrom: '08:30', hoursUntil: '15:00' });
    assert.deepEqual((await settings()).hours, { from: '08:30', until: '15:00' });
    assert.match(await places(), /Next on Wed 10 February, 14:30/);
    await keep({ hoursFrom: 'usual', hoursUntil: 'usual' });
    assert.equal((await settings()).hours, undefined);
    assert.match(await places(), /Next on Wed 10 February, 17:30/);
  });

  it('fills in the other end of hours that are given by one', async () => {
    await keep({ hoursUntil: '12:00' });
    assert.deepEqual((await settings()).hours, { from: '09:30', until: '12:00' });
  });

  it('offers the nations of the organisation’s country, and the regions where one’s clock is', async () => {
    const choices = async () => {
      const reply = await send({ timeZone: 'Mars' });
      const field = reply.kind === 'form' ? reply.form.body.find((each) => each.id === 'holidays') : undefined;
      assert.ok(field);
      return (field.choices as { title: string; value: string }[]).map(({ title }) => title);
    };
    assert.deepEqual(await choices(), [
      'Not said: keep clear of all that may be mine',
      'United Kingdom, any part of it',
      'England, United Kingdom',
      'Northern Ireland, United Kingdom',
      'Scotland, United Kingdom',
      'Wales, United Kingdom',
      'None: I work on public holidays',
    ]);
    await keep({ timeZone: 'Pacific/Auckland', holidays: 'GB-WLS' });
    assert.ok((await choices()).includes('Auckland Province, New Zealand'));
    assert.equal((await settings()).holidays, 'GB-WLS');
    await keep({ holidays: 'any' });
    assert.equal((await settings()).holidays, undefined);
  });

  it('keeps no place that was never on offer', async () => {
    await keep({ holidays: 'GB-SCT' });
    await keep({ holidays: 'GB-ATLANTIS' });
    assert.equal((await settings()).holidays, 'GB-SCT');
  });

  it('plans, changes and takes off the next leave, and shows the others', async () => {
    await keep({ firstDay: '2027-08-03', lastDay: '2027-08-17' });
    await house.say(amina, 'leave from 24 Dec until 31 Dec');
    const shown = await house.settings(amina);
    assert.deepEqual([shown.inputs.firstDay, shown.inputs.lastDay], ['2027-08-03', '2027-08-17']);
    await keep({ firstDay: '2027-08-04', lastDay: '2027-08-20' });
    const december = { firstDay: '2027-12-24', lastDay: '2027-12-31' };
    assert.deepEqual((await settings()).leave, [{ firstDay: '2027-08-04', lastDay: '2027-08-20' }, december]);
    await keep({ firstDay: '', lastDay: '' });
    assert.deepEqual((await settings()).leave, [december]);
  });

  it('can be saved in the middle of a leave', async () => {
    await house.say(amina, 'leave from today until Friday');
    await keep({ workDays: '1,2,3' });
    assert.deepEqual((await settings()).leave, [{ firstDay: '2027-02-08', lastDay: '2027-02-12' }]);
  });

  it('says kindly what is wrong, beside the field, keeps what was typed, and saves nothing', async () => {
    assert.deepEqual(await complaints({ timeZone: 'Londn', workDays: '' }), {
      timeZone: '"Londn" is no time zone I know. Did you mean Europe/London?',
      workDays: 'Pick at least one day. To hear nothing from me, type pause instead.',
    });
    assert.match((await complaints({ timeZone: 'Atlantis' })).timeZone ?? '', /Write it as Region\/City/);
    assert.match((await complaints({ hoursFrom: '16:00' })).hoursUntil ?? '', /leaves no hour/);
    assert.match((await complaints({ firstDay: '2027-08-03' })).lastDay ?? '', /last day as well/);
    assert.match((await complaints({ lastDay: '2027-08-03' })).firstDay ?? '', /first day as well/);
    const order = { firstDay: '2027-08-03', lastDay: '2027-08-01' };
    assert.match((await complaints(order)).lastDay ?? '', /comes before the first/);
    const past = { firstDay: '2027-01-03', lastDay: '2027-02-01' };
    assert.match((await complaints(past)).lastDay ?? '', /passed already/);
    assert.deepEqual(await settings(), { followedTimeZone: 'Europe/London', workDays: [1, 2, 3, 4, 5], leave: [] });
  });
});
