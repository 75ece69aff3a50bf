import assert from 'node:assert/strict';
import fc from 'fast-check';
import { createBusyTeams } from '../../src/talk-graph/busy-teams.ts';
import { day } from '../../src/talk-graph/decay.ts';

describe('busy teams', () => {
  it('count messages from 90 days before to just before the moment', () => {
    const busy = createBusyTeams(2);
    busy.message('a', 0);
    busy.message('a', 50 * day);
    busy.message('b', 50 * day);
    assert.deepEqual(busy.at(50 * day), [], 'messages of that very moment are yet to come');
    assert.deepEqual(busy.at(50 * day + 1), ['a']);
    assert.deepEqual(busy.at(90 * day), ['a'], '90 days ago still counts');
    assert.deepEqual(busy.at(90 * day + 1), []);
  });

  it('agree with counting them all', () => {
    const step = fc.record({ team: fc.constantFrom('a', 'b', 'c'), wait: fc.constantFrom(0, 0, 1, 9, 30, 80) });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), fc.integer({ min: 1, max: 6 }), (steps, wanted) => {
        const busy = createBusyTeams(wanted);
        const told: { team: string; at: number }[] = [];
        let now = 0;
        for (const { team, wait } of steps) {
          now += wait * day;
          const counted = ['a', 'b', 'c'].filter(
            (each) =>
              told.filter((message) => message.team === each && message.at < now && message.at >= now - 90 * day)
                .length >= wanted,
          );
          assert.deepEqual(busy.at(now).toSorted(), counted);
          busy.message(team, now);
          told.push({ team, at: now });
        }
      }),
    );
  });
});
