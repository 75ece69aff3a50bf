import assert from 'node:assert/strict';
import type { PersonId } from '../../src/chat/ids.ts';
import { PlatformError } from '../../src/chat/platform.ts';
import { deadLetters } from '../../src/delivery/dead-letters.ts';
import { type House, openHouse } from '../support/house.ts';

/*
 * Whole stories of people's calendars, over weeks, with the real database, core, feature and worker. Where something
 * waits, Outloud is stopped and started again meanwhile.
 */

describe('people’s calendars', function () {
  this.timeout(60_000);
  let house: House;

  afterEach(() => house.stop());

  /** Whoever is due is asked, but the service refuses the message and wants to be left alone for so many hours. */
  async function askAndBeRefused(hours: number): Promise<void> {
    await house.ask();
    const retryAfterMs = hours * 3_600_000;
    house.platform.failures.push(new PlatformError('rate_limited', 'slow down', { retryAfterMs }));
    await house.deliver();
  }

  async function settle(person: PersonId, change: Record<string, string>): Promise<void> {
    const { state, inputs } = await house.settings(person);
    const reply = await house.send(person, { name: 'prompts.settings', state, inputs: { ...inputs, ...change } });
    assert.equal(reply.kind, 'note', JSON.stringify(reply));
  }

  it('clocks go forward: questions keep to the clock on the wall, and what waits comes after Easter', async () => {
    house = await openHouse({ now: '2027-03-15T09:00:00Z' });
    const [amina, leah] = [house.person('Amina'), house.person('Leah')];
    await house.community([amina], { weekdays: [3], timeOfDay: '14:00' });
    await house.community([leah], { weekdays: [4], timeOfDay: '16:00' });
    for (const person of [amina, leah]) await settle(person, { holidays: 'GB-ENG' });

    await house.liveUntil('2027-03-25T16:00:00Z');
    await askAndBeRefused(1);
    // It is five o'clock then, so it waits: over Good Friday, the night in which an hour is lost, and Easter Monday.
    await house.liveUntil('2027-03-28T00:30:00Z');
    await house.restart();
    await house.liveUntil('2027-04-09T00:00:00Z');

    assert.deepEqual(house.asked(amina), [
      '2027-03-17T14:00',
      '2027-03-24T14:00',
      '2027-03-31T13:00',
      '2027-04-07T13:00',
    ]);
    assert.deepEqual(house.asked(leah), [
      '2027-03-18T16:00',
      '2027-03-30T08:30',
      '2027-04-01T15:00',
      '2027-04-08T15:00',
    ]);
  });

  it('clocks go back: the hour that comes twice brings nothing twice', async () => {
    house = await openHouse({ now: '2027-10-18T09:00:00Z' });
    const [amina, tom] = [house.person('Amina'), house.person('Tom', 'Australia/Lord_Howe')];
    await house.community([amina], { weekdays: [5], timeOfDay: '14:30' });
    await house.community([tom], { weekdays: [3], timeOfDay: '09:00' });
    await settle(tom, { workDays: '3,7', hoursFrom: '08:00', hoursUntil: '10:00' });

    await house.liveUntil('2027-10-29T13:30:00Z');
    await askAndBeRefused(1);
    // By then it is half past three on a Friday. It waits for Monday, an hour later by the sun.
    await house.liveUntil('2027-10-31T00:30:00Z');
    await house.restart();
    await house.liveUntil('2027-10-31T01:30:00Z');
    await house.restart();
    await house.liveUntil('2027-11-12T23:00:00Z');

    assert.deepEqual(house.asked(amina), [
      '2027-10-22T13:30',
      '2027-11-01T10:00',
      '2027-11-05T14:30',
      '2027-11-12T14:30',
    ]);
    // Lord Howe went forward by half an hour on 3 October: nine o'clock there is ten at night in London, all along.
    assert.deepEqual(house.asked(tom), [
      '2027-10-19T22:00',
      '2027-10-26T22:00',
      '2027-11-02T22:00',
      '2027-11-09T22:00',
    ]);
  });

  it('somebody moves from London to Auckland between two questions, and the one under way follows', async () => {
    house = await openHouse({ now: '2027-02-08T09:00:00Z' });
    const amina = house.person('Amina');
    await house.community([amina], { weekdays: [3], timeOfDay: '14:00' });
    await house.lookUp(amina);
    await house.liveUntil('2027-02-17T14:00:00Z');
    await askAndBeRefused(3);
    await house.liveUntil('2027-02-17T18:00:00Z');
    await house.restart();

    // It would have come at half past nine in London, which is half past ten at night where she has landed.
    house.person('Amina', 'Pacific/Auckland');
    await house.lookUp(amina);
    await house.liveUntil('2027-03-04T12:00:00Z');
    assert.deepEqual(house.asked(amina), [
      '2027-02-10T14:00',
      '2027-02-17T20:30',
      '2027-02-24T01:00',
      '2027-03-03T01:00',
    ]);

    // And home again: her Wednesday afternoon comes a second time, her question does not.
    await house.liveUntil('2027-03-10T02:00:00Z');
    house.person('Amina', 'Europe/London');
    await house.lookUp(amina);
    await house.liveUntil('2027-03-19T12:00:00Z');
    assert.deepEqual(house.asked(amina).slice(4), ['2027-03-10T01:00', '2027-03-18T14:00']);
  });

  it('is told by settings that somebody moved, and then follows no profile any more', async () => {
    house = await openHouse({ now: '2027-02-08T09:00:00Z' });
    const amina = house.person('Amina');
    await house.community([amina], { weekdays: [3], timeOfDay: '14:00' });
    await house.liveUntil('2027-02-11T09:00:00Z');
    await settle(amina, { timeZone: 'auckland' });
    await house.restart();
    house.person('Amina', 'America/Toronto');
    await house.lookUp(amina);
    await house.liveUntil('2027-02-25T09:00:00Z');
    assert.deepEqual(house.asked(amina), ['2027-02-10T14:00', '2027-02-17T01:00', '2027-02-24T01:00']);
  });

  it('has a leap day like any other, to be asked on, to be away on, to wait for', async () => {
    house = await openHouse({ now: '2028-02-21T09:00:00Z' });
    const [amina, leah, jo] = [house.person('Amina'), house.person('Leah'), house.person('Jo')];
    await house.community([amina, leah], { weekdays: [2], timeOfDay: '14:00' });
    await house.community([jo], { weekdays: [1], timeOfDay: '16:00' });
    assert.match(
      await house.say(leah, 'leave on 29 Feb'),
      /away: Tue 29 February\. I ask you nothing before Wed 1 March/,
    );
    await house.liveUntil('2028-02-28T16:00:00Z');
    await askAndBeRefused(1);
    await house.restart();
    await house.liveUntil('2028-03-08T09:00:00Z');
    assert.deepEqual(house.asked(amina), ['2028-02-22T14:00', '2028-02-29T14:00', '2028-03-07T14:00']);
    assert.deepEqual(house.asked(leah), ['2028-02-22T14:00', '2028-03-07T14:00']);
    assert.deepEqual(house.asked(jo), ['2028-02-21T16:00', '2028-02-29T09:30', '2028-03-06T16:00']);
  });

  it('a bank holiday in Scotland only is kept there, and by whoever may be there', async () => {
    house = await openHouse({ now: '2027-07-19T17:00:00Z' });
    const [ailsa, amina, leah] = [house.person('Ailsa'), house.person('Amina'), house.person('Leah')];
    await house.community([ailsa, amina, leah], { weekdays: [1], timeOfDay: '14:00' });
    await settle(ailsa, { holidays: 'GB-SCT' });
    await settle(amina, { holidays: 'GB-ENG' });
    await house.liveUntil('2027-08-02T11:00:00Z');
    await house.restart();
    await house.liveUntil('2027-09-04T00:00:00Z');
    const usual = ['2027-07-26T13:00', '2027-08-09T13:00', '2027-08-16T13:00', '2027-08-23T13:00'];
    assert.deepEqual(house.asked(ailsa), [...usual, '2027-08-03T13:00', '2027-08-30T13:00'].toSorted());
    assert.deepEqual(house.asked(amina), [...usual, '2027-08-02T13:00', '2027-08-31T13:00'].toSorted());
    assert.deepEqual(house.asked(leah), [...usual, '2027-08-03T13:00', '2027-08-31T13:00'].toSorted());
  });

  it('a holiday holds what is under way, in Scotland alone', async () => {
    house = await openHouse({ now: '2027-07-29T09:00:00Z' });
    const [ailsa, amina] = [house.person('Ailsa'), house.person('Amina')];
    await house.community([ailsa], { weekdays: [5], timeOfDay: '14:45' });
    await settle(ailsa, { holidays: 'GB-SCT' });
    await settle(amina, { holidays: 'GB-ENG' });
    await house.community([amina], { weekdays: [5], timeOfDay: '14:45' });
    await house.liveUntil('2027-07-30T13:45:00Z');
    await house.ask();
    for (const _ of [ailsa, amina]) {
      house.platform.failures.push(new PlatformError('rate_limited', 'slow down', { retryAfterMs: 3_600_000 }));
    }
    await house.deliver();
    await house.liveUntil('2027-08-01T09:00:00Z');
    await house.restart();
    await house.liveUntil('2027-08-05T09:00:00Z');
    assert.deepEqual(house.asked(ailsa), ['2027-08-03T08:30']);
    assert.deepEqual(house.asked(amina), ['2027-08-02T09:00']);
  });

  it('a pause ends where clocks change, and what waited comes once', async () => {
    house = await openHouse({ now: '2027-03-22T09:00:00Z' });
    const amina = house.person('Amina');
    await house.community([amina], { weekdays: [3], timeOfDay: '14:00' });
    await settle(amina, { workDays: '1,2,3,4,5,6,7', holidays: 'none' });
    await house.liveUntil('2027-03-24T14:00:00Z');
    await askAndBeRefused(1);
    assert.match(await house.say(amina, 'pause until 28 March'), /Paused until Sun 28 March/);
    await house.liveUntil('2027-03-27T12:00:00Z');
    await house.restart();
    await house.liveUntil('2027-04-01T00:00:00Z');
    assert.deepEqual(house.asked(amina), ['2027-03-28T08:30', '2027-03-31T13:00']);
  });

  it('a pause ends at a midnight that there is not', async () => {
    house = await openHouse({ now: '2027-04-26T09:00:00Z' });
    const nour = house.person('Nour', 'Africa/Cairo');
    await house.community([nour], { weekdays: [3], timeOfDay: '14:00' });
    await settle(nour, { workDays: '1,2,3,4,5', hoursFrom: '08:00', hoursUntil: '16:00', holidays: 'none' });
    await house.liveUntil('2027-04-28T12:00:00Z');
    await askAndBeRefused(1);
    assert.match(await house.say(nour, 'pause until 30 April'), /Paused until Fri 30 April/);
    await house.restart();
    // On that Friday clocks go from midnight to one o'clock: eight is five in Greenwich, not six.
    await house.liveUntil('2027-05-04T00:00:00Z');
    assert.deepEqual(house.asked(nour), ['2027-04-30T05:00']);
  });

  it('nothing queues up behind a long pause, and nobody is told that it kept a question away', async () => {
    house = await openHouse({ now: '2027-02-08T09:00:00Z' });
    const amina = house.person('Amina');
    const channel = await house.community([amina], { weekdays: [3], timeOfDay: '14:00' });
    await house.liveUntil('2027-02-10T14:00:00Z');
    await askAndBeRefused(1);
    await house.say(amina, 'pause');
    await house.liveUntil('2027-02-24T12:00:00Z');
    await house.restart();
    assert.match(await house.say(amina, 'back'), /Welcome back\. Your next question comes on Wed 24 February, 14:00/);
    await house.liveUntil('2027-02-25T00:00:00Z');
    assert.deepEqual(house.asked(amina), ['2027-02-24T14:00']);
    assert.deepEqual(await deadLetters(house.storage.db, { channels: [channel] }, { limit: 10 }), []);
  });

  it('being back sooner brings what was held at once', async () => {
    house = await openHouse({ now: '2027-02-08T09:00:00Z' });
    const amina = house.person('Amina');
    await house.community([amina], { weekdays: [3], timeOfDay: '14:00' });
    await house.liveUntil('2027-02-10T14:00:00Z');
    await askAndBeRefused(1);
    await house.say(amina, 'on leave from today until Friday');
    await house.liveUntil('2027-02-11T11:00:00Z');
    await house.restart();
    await house.say(amina, 'back');
    await house.deliver();
    assert.deepEqual(house.asked(amina), ['2027-02-11T11:00']);
  });
});
