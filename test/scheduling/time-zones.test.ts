import assert from 'node:assert/strict';
import { findTimeZone, nearestTimeZone } from '../../src/scheduling/time-zones.ts';

describe('a time zone as people write it', () => {
  const cases: readonly (readonly [string, string | undefined])[] = [
    ['Europe/London', 'Europe/London'],
    [' europe/london ', 'Europe/London'],
    ['London', 'Europe/London'],
    ['auckland', 'Pacific/Auckland'],
    ['New York', 'America/New_York'],
    ['Kolkata', 'Asia/Kolkata'],
    ['buenos aires', 'America/Buenos_Aires'],
    ['UTC', 'UTC'],
    ['+01:00', undefined],
    ['Mars/Olympus', undefined],
    ['', undefined],
    ['constructor', undefined],
  ];
  for (const [typed, meant] of cases) {
    it(`"${typed}" is ${meant ?? 'none'}`, () => assert.equal(findTimeZone(typed), meant));
  }

  it('is guessed at where it is nearly one', () => {
    assert.equal(nearestTimeZone('Londn'), 'Europe/London');
    assert.equal(nearestTimeZone('Europe/Lodnon'), 'Europe/London');
    assert.equal(nearestTimeZone('xyzzy'), undefined);
  });
});
