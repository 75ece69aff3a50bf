import assert from 'node:assert/strict';
import { readDay, readDays } from '../../../src/features/prompts/typed-days.ts';

/** A Wednesday morning in London, still Tuesday in Honolulu. */
const now = new Date('2026-11-25T09:00:00Z');
const reader = { now, timeZone: 'Europe/London' };

describe('days as people type them', () => {
  const periods: readonly (readonly [string, string, string])[] = [
    ['from 3 Aug until 17 Aug', '2027-08-03', '2027-08-17'],
    ['leave from 3 Aug until 17 Aug', '2027-08-03', '2027-08-17'],
    ['from the 3rd of August to the 17th of August', '2027-08-03', '2027-08-17'],
    ['between 3 and 17 August', '2027-08-03', '2027-08-17'],
    ['3-17 Aug', '2027-08-03', '2027-08-17'],
    ['3 Aug – 17 Aug', '2027-08-03', '2027-08-17'],
    ['3/8 to 17/8', '2027-08-03', '2027-08-17'],
    ['from 2027-08-03 until 2027-08-17', '2027-08-03', '2027-08-17'],
    ['from 28 Dec until 4 Jan', '2026-12-28', '2027-01-04'],
    ['from tomorrow until Friday', '2026-11-26', '2026-11-27'],
    ['Monday to Wednesday', '2026-11-30', '2026-12-02'],
    ['until Friday', '2026-11-25', '2026-11-27'],
    ['next week', '2026-11-30', '2026-12-06'],
    ['for two weeks', '2026-11-25', '2026-12-08'],
    ['for 3 days', '2026-11-25', '2026-11-27'],
    ['on 24 December', '2026-12-24', '2026-12-24'],
    ['today', '2026-11-25', '2026-11-25'],
    ['29 Feb 2028', '2028-02-29', '2028-02-29'],
    ['from 23 Nov until 27 Nov', '2026-11-23', '2026-11-27'],
    ['10 Aug to 3 Aug', '2027-08-10', '2027-08-03'],
  ];
  for (const [typed, firstDay, lastDay] of periods) {
    it(`"${typed}" is ${firstDay} to ${lastDay}`, () => {
      const found = readDays(typed, reader);
      assert.deepEqual([found?.firstDay, found?.lastDay], [firstDay, lastDay]);
    });
  }

  for (const typed of [
    '',
    'from',
    'soon',
    'from 3 August',
    '30 Feb',
    'from 3 Aug until I am back',
    '3 Aug to 5 Aug and 9 Aug',
    'for 99999 weeks',
  ]) {
    it(`"${typed}" is not read as any`, () => assert.equal(readDays(typed, reader), undefined));
  }

  it('are the person’s own days, not ours', () => {
    assert.equal(readDays('today', { now, timeZone: 'Pacific/Honolulu' })?.firstDay, '2026-11-24');
    assert.equal(readDay('tomorrow', { now, timeZone: 'Pacific/Kiritimati' }), '2026-11-26');
  });

  it('one day may be a date, a weekday or so far from now', () => {
    const days = ['6 June', 'Friday', 'two weeks', 'a month', 'tomorrow'].map((typed) => readDay(typed, reader));
    assert.deepEqual(days, ['2027-06-06', '2026-11-27', '2026-12-09', '2026-12-25', '2026-11-26']);
    assert.equal(readDay('whenever', reader), undefined);
  });
});
