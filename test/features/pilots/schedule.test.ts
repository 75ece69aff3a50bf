import assert from 'node:assert/strict';
import {
  checkDates,
  closeDay,
  collectDay,
  midwayDay,
  remindDay,
  stillDay,
  suitableOn,
  usualDates,
} from '../../../src/features/pilots/schedule.ts';
import type { Calendar } from '../../../src/scheduling/calendar.ts';

const london: Calendar = { timeZone: 'Europe/London', workDays: [1, 2, 3, 4, 5] };
const at = (iso: string) => new Date(iso);

describe('when a pilot’s owner hears from us', () => {
  it('asks for results once late clicks have settled, on a day that they work', () => {
    assert.equal(collectDay('2027-05-24', london), '2027-05-28');
    assert.equal(collectDay('2027-05-26', london), '2027-05-31', 'not on a Sunday');
    assert.equal(collectDay('2027-05-24', { ...london, workDays: [1, 2] }), '2027-05-31');
  });

  it('asks on their morning, whatever their zone, and across a clock change', () => {
    assert.deepEqual(suitableOn('2027-05-28', london), at('2027-05-28T09:00:00Z'));
    assert.deepEqual(suitableOn('2027-01-29', london), at('2027-01-29T10:00:00Z'));
    assert.deepEqual(suitableOn('2027-05-28', { ...london, timeZone: 'Pacific/Auckland' }), at('2027-05-27T22:00:00Z'));
    const paused = { ...london, pausedUntil: at('2028-01-01T00:00:00Z') };
    assert.deepEqual(suitableOn('2027-05-28', paused), at('2027-05-28T09:00:00Z'), 'a pause is looked at on the day');
  });

  it('asks half-way on the chosen weekday, if there is one in time', () => {
    assert.equal(midwayDay({ starts: '2027-05-03', ends: '2027-05-24' }, 5), '2027-05-14');
    assert.equal(midwayDay({ starts: '2027-05-03', ends: '2027-05-07' }, 5), undefined, 'that is the last day');
    assert.equal(midwayDay({ starts: '2027-05-03', ends: '2027-05-03' }, 1), undefined);
    assert.equal(midwayDay({ starts: '2027-05-03', ends: '2027-05-09' }, 4), '2027-05-06');
  });

  it('reminds a week later, closes a week after that, and asks once more after 90 days', () => {
    assert.equal(remindDay('2027-05-28'), '2027-06-04');
    assert.equal(closeDay('2027-06-04'), '2027-06-11');
    assert.equal(stillDay('2027-05-28'), '2027-08-26');
  });

  it('begins with three weeks from today, in the owner’s zone', () => {
    assert.deepEqual(usualDates(at('2027-05-03T23:30:00Z'), london), { starts: '2027-05-04', ends: '2027-05-24' });
  });

  it('says what is wrong with dates', () => {
    const check = (starts: string, ends: string) => checkDates({ starts, ends }, '2027-05-10');
    assert.deepEqual(check('2027-05-10', '2027-05-30'), {});
    assert.deepEqual(check('2027-05-10', '2027-05-10'), {});
    assert.deepEqual(check('2027-04-12', '2027-05-30'), {});
    assert.deepEqual(check('2027-04-08', '2027-05-30'), { starts: 'startPast' });
    assert.deepEqual(check('2027-05-10', '2027-05-09'), { ends: 'endBefore' });
    assert.deepEqual(check('2027-05-01', '2027-05-09'), { ends: 'endPast' });
    assert.deepEqual(check('2027-05-10', '2027-12-31'), { ends: 'tooFar' });
    for (const odd of ['', 'soon', '2027-02-30', '10/05/2027', '2027-5-1']) {
      assert.deepEqual(check(odd, '2027-05-30'), { starts: 'date' }, odd);
      assert.deepEqual(check('2027-05-10', odd), { ends: 'date' }, odd);
    }
  });
});
