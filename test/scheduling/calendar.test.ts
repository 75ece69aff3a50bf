import assert from 'node:assert/strict';
import {
  type Calendar,
  isTimeZone,
  nextSlot,
  nextSuitable,
  type Rhythm,
  untilTheySay,
  weekStart,
} from '../../src/scheduling/calendar.ts';

const london: Calendar = { timeZone: 'Europe/London', workDays: [1, 2, 3, 4, 5] };
const at = (iso: string) => new Date(iso);
const rhythm: Rhythm = { weekdays: [3], timeOfDay: '14:00', everyWeeks: 1, startsAt: at('2026-11-02T09:00:00Z') };

describe('the next suitable moment', () => {
  const cases: readonly (readonly [string, Calendar, string, string])[] = [
    ['within hours it is now', london, '2026-11-24T11:00:00Z', '2026-11-24T11:00:00Z'],
    ['before hours it waits for 09:30', london, '2026-11-24T06:00:00Z', '2026-11-24T09:30:00Z'],
    ['after hours it waits for tomorrow', london, '2026-11-24T16:30:00Z', '2026-11-25T09:30:00Z'],
    ['on Friday afternoon it waits for Monday at 10:00', london, '2026-11-27T15:00:00Z', '2026-11-30T10:00:00Z'],
    ['on Monday morning it waits for 10:00', london, '2026-11-30T09:35:00Z', '2026-11-30T10:00:00Z'],
    ['in summer time it is an hour earlier in UTC', london, '2027-06-15T05:00:00Z', '2027-06-15T08:30:00Z'],
    [
      'the hours are the person’s own',
      { ...london, timeZone: 'Pacific/Auckland' },
      '2026-11-24T06:00:00Z',
      '2026-11-24T20:30:00Z',
    ],
    [
      'a pause is waited for',
      { ...london, pausedUntil: at('2026-12-03T00:00:00Z') },
      '2026-11-24T11:00:00Z',
      '2026-12-03T09:30:00Z',
    ],
    ['only working days count', { ...london, workDays: [2, 3] }, '2026-11-26T11:00:00Z', '2026-12-01T09:30:00Z'],
  ];
  for (const [name, calendar, from, expected] of cases) {
    it(name, () => {
      assert.equal(nextSuitable(calendar, at(from)).toISOString(), at(expected).toISOString());
    });
  }

  it('never comes for somebody who is paused until they say, or works on no day', () => {
    assert.equal(nextSuitable({ ...london, pausedUntil: untilTheySay }, at('2026-11-24T11:00:00Z')), untilTheySay);
    assert.equal(nextSuitable({ ...london, workDays: [] }, at('2026-11-24T11:00:00Z')), untilTheySay);
  });
});

describe('the next slot', () => {
  const next = (change: Partial<Rhythm>, after: string, calendar = london) =>
    nextSlot({ ...rhythm, ...change }, calendar, at(after)).toISOString();

  it('is this week’s while it is still to come, else next week’s', () => {
    assert.equal(next({}, '2026-11-25T13:59:00Z'), '2026-11-25T14:00:00.000Z');
    assert.equal(next({}, '2026-11-25T14:00:00Z'), '2026-12-02T14:00:00.000Z');
  });

  it('keeps local time across a clock change', () => {
    assert.equal(next({}, '2027-03-25T00:00:00Z'), '2027-03-31T13:00:00.000Z');
  });

  it('counts weeks from the start', () => {
    assert.equal(next({ everyWeeks: 2 }, '2026-11-05T00:00:00Z'), '2026-11-18T14:00:00.000Z');
    assert.equal(next({ everyWeeks: 4 }, '2026-11-05T00:00:00Z'), '2026-12-02T14:00:00.000Z');
  });

  it('slides off a day that the person does not work', () => {
    assert.equal(next({}, '2026-11-23T00:00:00Z', { ...london, workDays: [1, 2, 4, 5] }), '2026-11-26T14:00:00.000Z');
  });

  it('slides back to Monday for somebody who works Mondays only', () => {
    assert.equal(next({}, '2026-11-24T00:00:00Z', { ...london, workDays: [1] }), '2026-11-30T14:00:00.000Z');
  });

  it('leaves a slot out rather than doubling up', () => {
    const twice = { weekdays: [3, 4] };
    assert.equal(
      next(twice, '2026-11-23T00:00:00Z', { ...london, workDays: [1, 2, 4, 5] }),
      '2026-11-26T14:00:00.000Z',
    );
  });

  it('is in each person’s own zone', () => {
    const auckland = { ...london, timeZone: 'Pacific/Auckland' };
    assert.equal(next({}, '2026-11-23T00:00:00Z', auckland), '2026-11-25T01:00:00.000Z');
  });

  it('does not come before the rhythm starts', () => {
    assert.equal(next({ startsAt: at('2026-12-10T00:00:00Z') }, '2026-11-23T00:00:00Z'), '2026-12-16T14:00:00.000Z');
  });
});

describe('weeks and zones', () => {
  it('a week begins on the person’s own Monday', () => {
    assert.equal(
      weekStart({ ...london, timeZone: 'Pacific/Auckland' }, at('2026-11-22T12:00:00Z')).toISOString(),
      '2026-11-22T11:00:00.000Z',
    );
  });

  it('knows a time zone', () => {
    assert.ok(isTimeZone('Europe/London'));
    assert.ok(!isTimeZone('Mars/Olympus'));
    assert.ok(!isTimeZone(''));
  });
});
