import assert from 'node:assert/strict';
import { type Calendar, nextSuitable, nextWeekStart, untilTheySay, weekStart } from '../../src/scheduling/calendar.ts';

const london: Calendar = { timeZone: 'Europe/London', workDays: [1, 2, 3, 4, 5] };
const at = (iso: string) => new Date(iso);

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
    [
      'a leave is waited for, its last day included',
      { ...london, leave: [{ firstDay: '2026-11-20', lastDay: '2026-12-02' }] },
      '2026-11-24T11:00:00Z',
      '2026-12-03T09:30:00Z',
    ],
    [
      'a leave that is still to come changes nothing today, and is not run into',
      { ...london, leave: [{ firstDay: '2026-11-25', lastDay: '2026-11-25' }] },
      '2026-11-24T17:00:00Z',
      '2026-11-26T09:30:00Z',
    ],
    [
      'leaves and a pause may follow one another',
      {
        ...london,
        pausedUntil: at('2026-12-01T00:00:00Z'),
        leave: [
          { firstDay: '2026-12-01', lastDay: '2026-12-01' },
          { firstDay: '2026-12-02', lastDay: '2026-12-03' },
        ],
      },
      '2026-11-24T11:00:00Z',
      '2026-12-04T09:30:00Z',
    ],
    [
      'a leave is over when its last day is, though clocks go back over midnight and it comes once more',
      {
        ...london,
        timeZone: 'America/St_Johns',
        workDays: [1, 2, 3, 4, 5, 6, 7],
        leave: [{ firstDay: '2010-11-01', lastDay: '2010-11-06' }],
      },
      '2010-11-06T12:00:00Z',
      '2010-11-07T13:00:00Z',
    ],
    [
      'a public holiday is no working day',
      { ...london, holidays: new Set(['2026-12-25', '2026-12-28']) },
      '2026-12-24T17:00:00Z',
      '2026-12-29T09:30:00Z',
    ],
    [
      'hours of one’s own take the place of the usual ones, on Mondays and Fridays too',
      { ...london, hours: { from: '08:30', until: '12:00' } },
      '2026-11-27T12:00:00Z',
      '2026-11-30T08:30:00Z',
    ],
    [
      'nobody’s hours are wider than 8 to 18',
      { ...london, hours: { from: '05:00', until: '23:00' } },
      '2026-11-24T18:00:00Z',
      '2026-11-25T08:00:00Z',
    ],
    ['a year ends like any other day', london, '2026-12-31T17:00:00Z', '2027-01-01T09:30:00Z'],
    ['the leap day is a day', london, '2028-02-28T17:00:00Z', '2028-02-29T09:30:00Z'],
    ['clocks go forward overnight', london, '2027-03-26T15:00:00Z', '2027-03-29T09:00:00Z'],
    ['clocks go back overnight', london, '2027-10-29T14:00:00Z', '2027-11-01T10:00:00Z'],
    [
      'in Lord Howe they go by half an hour',
      { ...london, timeZone: 'Australia/Lord_Howe', workDays: [7] },
      '2027-04-03T12:00:00Z',
      '2027-04-03T23:00:00Z',
    ],
    [
      'Samoa had no Friday, 30 December 2011',
      { ...london, timeZone: 'Pacific/Apia' },
      '2011-12-30T03:00:00Z',
      '2012-01-01T20:00:00Z',
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

describe('a week', () => {
  it('begins on the person’s own Monday', () => {
    assert.equal(
      weekStart({ ...london, timeZone: 'Pacific/Auckland' }, at('2026-11-22T12:00:00Z')).toISOString(),
      '2026-11-22T11:00:00.000Z',
    );
  });

  it('is an hour longer or shorter where clocks are changed, and may lie in two years', () => {
    const weekOf = (iso: string) => [weekStart(london, at(iso)), nextWeekStart(london, at(iso))];
    const hours = (iso: string) =>
      weekOf(iso)
        .map(Number)
        .reduce((start, end) => (end - start) / 3_600_000);
    assert.deepEqual(['2027-03-24', '2027-03-28', '2027-10-31', '2027-11-01'].map(hours), [167, 167, 169, 168]);
    const newYear = ['2026-12-28T00:00:00.000Z', '2027-01-04T00:00:00.000Z'];
    assert.deepEqual(
      weekOf('2027-01-01').map((moment) => moment.toISOString()),
      newYear,
    );
  });
});
