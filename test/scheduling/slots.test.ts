import assert from 'node:assert/strict';
import { type Calendar, untilTheySay } from '../../src/scheduling/calendar.ts';
import { nextSlot, type Rhythm, suitsSlot } from '../../src/scheduling/slots.ts';

const london: Calendar = { timeZone: 'Europe/London', workDays: [1, 2, 3, 4, 5] };
const at = (iso: string) => new Date(iso);
const rhythm: Rhythm = { weekdays: [3], timeOfDay: '14:00', everyWeeks: 1, startsAt: at('2026-11-02T09:00:00Z') };

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

  it('slides off a public holiday', () => {
    const scotland = { ...london, holidays: new Set(['2026-11-30']) };
    assert.equal(next({ weekdays: [1] }, '2026-11-26T00:00:00Z', scotland), '2026-12-01T14:00:00.000Z');
  });

  it('is left out during a leave and during a pause, and does not slide out of them', () => {
    const away = { ...london, leave: [{ firstDay: '2026-11-23', lastDay: '2026-12-04' }] };
    assert.equal(next({}, '2026-11-22T00:00:00Z', away), '2026-12-09T14:00:00.000Z');
    const paused = { ...london, pausedUntil: at('2026-12-02T15:00:00Z') };
    assert.equal(next({}, '2026-11-22T00:00:00Z', paused), '2026-12-09T14:00:00.000Z');
  });

  it('is drawn into the hours that a person chose', () => {
    const mornings = { ...london, hours: { from: '09:00', until: '12:30' } };
    assert.equal(next({}, '2026-11-22T00:00:00Z', mornings), '2026-11-25T12:00:00.000Z');
    const late = { ...london, hours: { from: '15:00', until: '18:00' } };
    assert.equal(next({}, '2026-11-22T00:00:00Z', late), '2026-11-25T15:00:00.000Z');
  });

  it('is on the leap day, once in four years', () => {
    assert.equal(next({ weekdays: [2] }, '2028-02-23T00:00:00Z'), '2028-02-29T14:00:00.000Z');
  });
});

describe('a message that was set for a slot', () => {
  const slot = at('2026-11-25T17:30:00Z');
  const suits = (now: string, calendar = london) => suitsSlot(calendar, slot, at(now));

  it('may come at it and for half an hour after, though the usual hours are over', () => {
    assert.ok(suits('2026-11-25T17:30:00Z'));
    assert.ok(suits('2026-11-25T18:00:00Z'));
    assert.ok(!suits('2026-11-25T18:00:01Z'));
    assert.ok(!suits('2026-11-25T17:29:59Z'));
  });

  it('may not where it is night, a holiday or a leave by now, or outside hours of one’s own', () => {
    const now = '2026-11-25T17:30:00Z';
    assert.ok(!suits(now, { ...london, timeZone: 'Pacific/Auckland' }));
    assert.ok(!suits(now, { ...london, workDays: [1, 2] }));
    assert.ok(!suits(now, { ...london, holidays: new Set(['2026-11-25']) }));
    assert.ok(!suits(now, { ...london, leave: [{ firstDay: '2026-11-25', lastDay: '2026-11-25' }] }));
    assert.ok(!suits(now, { ...london, pausedUntil: untilTheySay }));
    assert.ok(!suits(now, { ...london, hours: { from: '09:00', until: '17:00' } }));
  });
});
