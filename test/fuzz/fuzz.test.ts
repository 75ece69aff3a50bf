import assert from 'node:assert/strict';
import { testDatabaseUrl } from '../support/database.ts';
import { fuzz, startTarget, type Target } from './fuzz.ts';

/** A few of each; `npm run bench -- fuzz` sends ten thousand, and looks at the memory. */

const inputs = Number(process.env.OUTLOUD_FUZZ_INPUTS ?? 60);
const seed = 20_261_125;

describe('whatever is sent to a public route', function () {
  this.timeout(120_000);
  let target: Target | undefined;
  before(async () => {
    target = await startTarget(await testDatabaseUrl());
  });
  after(() => target?.stop());

  function started(): Target {
    assert.ok(target);
    return target;
  }

  for (const route of [
    '/api/messages',
    '/slack/events',
    '/slack/install',
    '/slack/oauth_redirect',
    '/healthz',
    '/readyz',
    '/metrics',
    '/',
    '/admin',
    '/trust',
    '/pages',
  ]) {
    it(`is answered, and never with a failure: ${route}`, async () => {
      const { failures, statuses } = await fuzz(started(), route, { inputs, seed });
      assert.deepEqual(failures.slice(0, 5), []);
      assert.ok(Object.keys(statuses).length > 0);
    });
  }

  it('leaves no failure, no secret and nobody’s words in the log', () => {
    assert.deepEqual(started().badLines().slice(0, 5), []);
  });
});
