import assert from 'node:assert/strict';
import type { PersonId } from '../../../src/chat/ids.ts';
import { type House, openHouse } from '../../support/house.ts';

describe('saying that one is away', function () {
  this.timeout(60_000);
  let house: House;
  let amina: PersonId;

  before(async () => {
    house = await openHouse({ now: '2027-02-08T12:00:00Z' });
    amina = house.person('Amina');
    await house.community([amina], { weekdays: [3], timeOfDay: '14:00' });
  });
  after(() => house.stop());
  beforeEach(async () => {
    await house.storage.db.deleteFrom('leave').execute();
    await house.storage.db.deleteFrom('calendar').execute();
  });

  async function leave(): Promise<string[]> {
    const rows = await house.storage.db.selectFrom('leave').selectAll().orderBy('first_day').execute();
    return rows.map(({ first_day, last_day }) => `${first_day} ${last_day}`);
  }

  it('on leave from one day until another, both included, with the day on which messages may come again', async () => {
    assert.equal(
      await house.say(amina, 'leave from 3 Aug until 17 Aug'),
      'Noted, you are away: Tue 3 August – Tue 17 August. I ask you nothing before Wed 18 August. Back sooner, or changed your mind? Type back.',
    );
    assert.deepEqual(await leave(), ['2027-08-03 2027-08-17']);
  });

  it('in words that are not in the help', async () => {
    for (const typed of [
      'on leave from 3 Aug until 17 Aug',
      'away 3-17 Aug',
      '/outloud pause from 3 Aug until 17 Aug',
      'holiday 3 Aug to 17 Aug',
    ]) {
      await house.storage.db.deleteFrom('leave').execute();
      assert.match(await house.say(amina, typed), /Noted, you are away: Tue 3 August – Tue 17 August/);
      assert.deepEqual(await leave(), ['2027-08-03 2027-08-17'], typed);
    }
  });

  it('for one day, and for days of another year', async () => {
    assert.match(
      await house.say(amina, 'leave on Friday'),
      /away: Fri 12 February\. I ask you nothing before Mon 15 February/,
    );
    assert.match(await house.say(amina, 'leave from 24 Dec until 4 Jan'), /Fri 24 December 2027 – Tue 4 January 2028/);
  });

  it('several times, and a newer word takes the place of an older one', async () => {
    await house.say(amina, 'leave from 3 Aug until 17 Aug');
    await house.say(amina, 'leave from 24 Dec until 31 Dec');
    assert.match(
      await house.say(amina, 'leave from 10 Aug until 20 Aug'),
      /takes the place of Tue 3 August – Tue 17 August/,
    );
    assert.deepEqual(await leave(), ['2027-08-10 2027-08-20', '2027-12-24 2027-12-31']);
  });

  it('not in days that are over, in the wrong order, too far, or unreadable: nothing is kept, and an example is given', async () => {
    assert.match(
      await house.say(amina, 'leave from 1 Feb 2027 until 5 Feb 2027'),
      /passed already\. Try leave from 22 February until 1 March/,
    );
    assert.match(await house.say(amina, 'leave from 10 Aug until 3 Aug'), /last day comes before the first/);
    assert.match(
      await house.say(amina, 'leave from 3 Aug 2027 until 3 Sep 2029'),
      /more than two years\. Type pause instead/,
    );
    assert.match(await house.say(amina, 'leave some day'), /could not read those days/);
    assert.match(await house.say(amina, 'pause from 3 Aug'), /could not read those days/);
    assert.deepEqual(await leave(), []);
  });

  it('with a pause, until a day or until they say', async () => {
    assert.equal(
      await house.say(amina, 'pause until 12 March'),
      'Paused until Fri 12 March. Nothing queues up behind it. Type back to start sooner.',
    );
    assert.match(await house.say(amina, 'pause'), /I stay quiet until you type back/);
    assert.match(await house.say(amina, 'pause until 1 Feb 2027'), /passed already/);
    assert.match(await house.say(amina, 'pause until whenever'), /could not read "whenever"/);
  });

  it('back ends what holds now: pause and leave', async () => {
    await house.say(amina, 'pause until 12 March');
    await house.say(amina, 'leave from today until Friday');
    assert.match(await house.say(amina, 'back'), /Welcome back\. Your next question comes on Wed 10 February, 14:00/);
    assert.deepEqual(await leave(), []);
  });

  it('back leaves the summer’s leave alone while a pause is on, and takes it off when nothing else is', async () => {
    await house.say(amina, 'leave from 3 Aug until 17 Aug');
    await house.say(amina, 'pause');
    assert.match(await house.say(amina, 'back'), /Welcome back/);
    assert.deepEqual(await leave(), ['2027-08-03 2027-08-17']);
    assert.equal(
      await house.say(amina, 'back'),
      'Your leave is taken off again: Tue 3 August – Tue 17 August. Your next question comes on Wed 10 February, 14:00.',
    );
    assert.deepEqual(await leave(), []);
  });

  it('the next question moves with it at once', async () => {
    const next = () => house.say(amina, 'prompts');
    await house.say(amina, 'leave from 8 Feb until 19 Feb');
    assert.match(await next(), /Next on Wed 24 February, 14:00/);
    await house.say(amina, 'back');
    assert.match(await next(), /Next on Wed 10 February, 14:00/);
  });
});
