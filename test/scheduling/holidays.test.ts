import assert from 'node:assert/strict';
import { countryOfZone, holidaysIn, isPlace, placesIn } from '../../src/scheduling/holidays.ts';

/*
 * What governments have published: gov.uk/bank-holidays, employment.govt.nz, citizensinformation.ie (with Good Friday,
 * and the days after a weekend that banks keep there). Weekdays only: nobody is asked on the others.
 */
const published: Record<string, Record<number, string>> = {
  'GB-ENG': {
    2025: '01-01 04-18 04-21 05-05 05-26 08-25 12-25 12-26',
    2026: '01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-28',
    2027: '01-01 03-26 03-29 05-03 05-31 08-30 12-27 12-28',
    2028: '01-03 04-14 04-17 05-01 05-29 08-28 12-25 12-26',
  },
  'GB-WLS': {
    2025: '01-01 04-18 04-21 05-05 05-26 08-25 12-25 12-26',
    2026: '01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-28',
    2027: '01-01 03-26 03-29 05-03 05-31 08-30 12-27 12-28',
    2028: '01-03 04-14 04-17 05-01 05-29 08-28 12-25 12-26',
  },
  'GB-SCT': {
    2025: '01-01 01-02 04-18 05-05 05-26 08-04 12-01 12-25 12-26',
    2026: '01-01 01-02 04-03 05-04 05-25 06-15 08-03 11-30 12-25 12-28',
    2027: '01-01 01-04 03-26 05-03 05-31 08-02 11-30 12-27 12-28',
    2028: '01-03 01-04 04-14 05-01 05-29 08-07 11-30 12-25 12-26',
  },
  'GB-NIR': {
    2025: '01-01 03-17 04-18 04-21 05-05 05-26 07-14 08-25 12-25 12-26',
    2026: '01-01 03-17 04-03 04-06 05-04 05-25 07-13 08-31 12-25 12-28',
    2027: '01-01 03-17 03-26 03-29 05-03 05-31 07-12 08-30 12-27 12-28',
    2028: '01-03 03-17 04-14 04-17 05-01 05-29 07-12 08-28 12-25 12-26',
  },
  IE: {
    2025: '01-01 02-03 03-17 04-18 04-21 05-05 06-02 08-04 10-27 12-25 12-26',
    2026: '01-01 02-02 03-17 04-03 04-06 05-04 06-01 08-03 10-26 12-25 12-28',
    2027: '01-01 02-01 03-17 03-26 03-29 05-03 06-07 08-02 10-25 12-27 12-28',
    2028: '01-03 02-07 03-17 04-14 04-17 05-01 06-05 08-07 10-30 12-25 12-26',
  },
  'NZ-AUK': {
    2025: '01-01 01-02 01-27 02-06 04-18 04-21 04-25 06-02 06-20 10-27 12-25 12-26',
    2026: '01-01 01-02 01-26 02-06 04-03 04-06 04-27 06-01 07-10 10-26 12-25 12-28',
    2027: '01-01 01-04 02-01 02-08 03-26 03-29 04-26 06-07 06-25 10-25 12-27 12-28',
    2028: '01-03 01-04 01-31 02-07 04-14 04-17 04-25 06-05 07-14 10-23 12-25 12-26',
  },
};

function weekdayHolidays(place: string, year: number): string {
  const days = holidaysIn(() => [place]);
  const all = Array.from({ length: 366 }, (_, day) => new Date(Date.UTC(year, 0, 1 + day)));
  return all
    .filter((day) => day.getUTCFullYear() === year && day.getUTCDay() % 6 !== 0)
    .map((day) => day.toISOString().slice(0, 10))
    .filter((day) => days.has(day))
    .map((day) => day.slice(5))
    .join(' ');
}

describe('public holidays', () => {
  for (const [place, years] of Object.entries(published)) {
    it(`of ${place} are those that were published, substitute days included`, () => {
      const found = Object.fromEntries(Object.keys(years).map((year) => [year, weekdayHolidays(place, Number(year))]));
      assert.deepEqual(found, years);
    });
  }

  it('of a country without a region are those of all its regions', () => {
    const anywhere = holidaysIn(() => ['GB']);
    for (const nation of ['GB-ENG', 'GB-WLS', 'GB-SCT', 'GB-NIR']) {
      for (const day of (published[nation]?.[2027] ?? '').split(' ')) assert.ok(anywhere.has(`2027-${day}`), day);
    }
    assert.ok(!anywhere.has('2027-07-13'));
    assert.ok(!anywhere.has('2027-12-15'), 'Homecoming Day is Alderney’s, which is not in the United Kingdom');
  });

  it('are each day of those that last, and of those that begin in the afternoon', () => {
    const emirates = holidaysIn(() => ['AE']);
    assert.deepEqual(
      ['2027-03-08', '2027-03-09', '2027-03-10', '2027-03-11', '2027-03-12'].map((day) => emirates.has(day)),
      [false, true, true, true, false],
    );
    assert.ok(holidaysIn(() => ['AT']).has('2027-12-24'));
  });

  it('are none where nobody knows the place, and in years without rules', () => {
    assert.ok(!holidaysIn(() => ['AQ']).has('2027-12-25'));
    assert.ok(!holidaysIn(() => []).has('2027-12-25'));
    assert.ok(!holidaysIn(() => ['GB']).has('9999-12-25'));
  });
});

describe('places', () => {
  it('are countries, and regions that differ', () => {
    assert.ok(isPlace('GB') && isPlace('GB-SCT') && isPlace('IE') && isPlace('NZ-AUK'));
    assert.ok(!isPlace('GB-XXX') && !isPlace('IE-D') && !isPlace('QX') && !isPlace('') && !isPlace('constructor'));
    assert.deepEqual(placesIn('IE'), []);
    assert.ok(placesIn('GB').some(({ code, name }) => code === 'GB-SCT' && name === 'Scotland'));
  });

  it('have a time zone of their own, or share it and are not told by it', () => {
    assert.equal(countryOfZone('Europe/London'), 'GB');
    assert.equal(countryOfZone('Pacific/Auckland'), 'NZ');
    assert.equal(countryOfZone('Africa/Lagos'), undefined);
    assert.equal(countryOfZone('UTC'), undefined);
  });
});
