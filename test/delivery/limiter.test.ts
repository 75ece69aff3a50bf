import assert from 'node:assert/strict';
import { asId } from '../../src/base/ids.ts';
import type { RateLimit } from '../../src/chat/platform.ts';
import { createLimiter, type Limiter } from '../../src/delivery/limiter.ts';
import type { Lane } from '../../src/storage/tables/delivery.ts';

const here: Lane = asId('slack:T1:C1');
const there: Lane = asId('slack:T1:C2');
const others = (count: number): Lane[] => Array.from({ length: count }, (_, index) => asId(`slack:T1:C1${index}`));
const start = new Date('2026-06-01T09:00:00Z');
const inMs = (ms: number): Date => new Date(start.getTime() + ms);

const limits: readonly RateLimit[] = [
  { per: 'conversation', calls: ['post'], rates: [{ calls: 1, withinMs: 1_000, burst: 1 }] },
  { per: 'workspace', calls: ['post'], rates: [{ calls: 10, withinMs: 1_000, burst: 2 }] },
  { per: 'workspace', calls: ['update'], rates: [{ calls: 50, withinMs: 60_000 }] },
];

describe('a limiter', () => {
  let limiter: Limiter;
  beforeEach(() => {
    limiter = createLimiter(limits);
  });

  it('counts each conversation by itself, and all of them for the workspace', () => {
    limiter.take('post', here, start);
    assert.equal(limiter.laneWaitMs('post', here, start), 1_000);
    assert.equal(limiter.laneWaitMs('post', there, start), 0);
    assert.equal(limiter.workspaceWaitMs('post', start), 0);
    limiter.take('post', there, start);
    assert.equal(limiter.workspaceWaitMs('post', start), 100);
  });

  it('counts a call only where it is named', () => {
    for (let each = 0; each < 50; each++) limiter.take('update', here, start);
    assert.equal(limiter.workspaceWaitMs('post', start), 0);
    assert.equal(limiter.laneWaitMs('update', here, start), 0);
    assert.ok(limiter.workspaceWaitMs('update', start) >= 60_000);
  });

  it('stops the conversation that was refused for as long as it was asked to, and slows it down after that', () => {
    const { scope } = limiter.refused('post', here, { now: start, retryAfterMs: 30_000 });
    assert.equal(scope, here);
    assert.equal(limiter.laneWaitMs('post', here, start), 30_000);
    assert.equal(limiter.workspaceWaitMs('post', start), 0);
    limiter.take('post', here, inMs(30_000));
    assert.ok(limiter.laneWaitMs('post', here, inMs(30_000)) > 1_040);
  });

  it('takes refusals in several conversations, soon after each other, for the workspace’s', () => {
    for (const lane of others(3)) {
      limiter.take('post', lane, start);
      assert.equal(limiter.refused('post', lane, { now: start, retryAfterMs: 5_000 }).scope, lane);
    }
    const { scope } = limiter.refused('post', there, { now: inMs(100), retryAfterMs: 5_000 });
    assert.equal(scope, 'post');
    assert.equal(limiter.workspaceWaitMs('post', inMs(100)), 5_000);
    assert.equal(limiter.workspaceWaitMs('update', inMs(100)), 0);
  });

  it('takes one refused call in twenty, whatever its cause, for no limit of the workspace', () => {
    for (const lane of others(10)) {
      for (let each = 0; each < 19; each++) limiter.take('post', lane, start);
      assert.equal(limiter.refused('post', lane, { now: start }).scope, lane);
    }
  });

  it('stops a call that conversations have no limit for in the whole workspace, and slows it for several refusals only', () => {
    const shares = others(4).map((lane) => limiter.refused('update', lane, { now: start }).throttle.share);
    assert.deepEqual(shares, [1, 1, 1, 0.85]);
    assert.equal(limiter.refused('update', here, { now: start }).scope, 'update');
    assert.equal(limiter.workspaceWaitMs('update', start), 1_000);
  });

  it('counts refusals that come together once', () => {
    for (const lane of others(3)) limiter.refused('update', lane, { now: start });
    const first = limiter.refused('update', here, { now: inMs(5_000), retryAfterMs: 2_000 });
    const second = limiter.refused('update', there, { now: inMs(5_050), retryAfterMs: 2_000 });
    assert.equal(first.throttle.share, 0.85);
    assert.equal(second.throttle.share, first.throttle.share);
    const later = limiter.refused('update', here, { now: inMs(15_000) });
    assert.ok(later.throttle.share < first.throttle.share + 0.04);
  });

  it('grows back to the full rate, and forgets', () => {
    limiter.refused('post', here, { now: start });
    limiter.take('post', here, inMs(5 * 60_000));
    assert.equal(limiter.laneWaitMs('post', here, inMs(5 * 60_000)), 1_000);
    limiter.tidy(inMs(6 * 60_000));
    assert.equal(limiter.laneWaitMs('post', here, inMs(6 * 60_000)), 0);
  });

  it('never stops for good, however often it is refused', () => {
    let now = start;
    for (let times = 0; times < 50; times++) {
      now = new Date(now.getTime() + 2_000);
      limiter.refused('post', here, { now });
    }
    assert.ok(limiter.refused('post', here, { now: new Date(now.getTime() + 2_000) }).throttle.share >= 0.1);
  });

  it('starts from what others did and learnt', () => {
    const learnt = createLimiter(limits).refused('update', here, { now: start, retryAfterMs: 60_000 });
    limiter.seed({ throttles: [learnt], calls: [{ lane: here, at: start }], isInDoubt: false }, start);
    assert.equal(limiter.laneWaitMs('post', here, inMs(400)), 600);
    assert.equal(limiter.workspaceWaitMs('update', inMs(400)), 59_600);
  });

  it('asks back at an even pace after a sender that died, as nobody knows how often that one did', () => {
    const asking = createLimiter([{ per: 'workspace', calls: ['find'], rates: [{ calls: 50, withinMs: 60_000 }] }]);
    asking.seed({ throttles: [], calls: [], isInDoubt: true }, start);
    const waits = [0, 1, 2].map((each) => {
      const now = inMs(each * 1_300);
      const wait = asking.workspaceWaitMs('find', now);
      asking.take('find', here, new Date(now.getTime() + wait));
      return wait;
    });
    assert.deepEqual(waits, [30, 0, 0]);
    assert.ok(asking.workspaceWaitMs('find', inMs(2_700)) > 0);
    asking.take('find', here, inMs(3_700));
    assert.equal(asking.workspaceWaitMs('find', inMs(200_000)), 0);
  });
});
