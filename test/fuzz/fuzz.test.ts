import assert from 'node:assert/strict';
import { testDatabaseUrl } from '../support/database.ts';
import { fuzz } from './fuzz.ts';
import { startLocalTarget, startTarget, type Target } from './target.ts';

/** A few of each; `npm run bench -- fuzz` sends ten thousand, and looks at the memory. */

const inputs = Number(process.env.OUTLOUD_FUZZ_INPUTS ?? 60);
const seed = 20_261_125;

const targets = {
  'a public route': startTarget,
  'a route of the playground': startLocalTarget,
} as const;

const names: Readonly<Record<keyof typeof targets, readonly string[]>> = {
  'a public route': [
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
    '/pages/*',
  ],
  'a route of the playground': [
    '/',
    '/playground/act',
    '/playground/cards',
    '/playground/cards/press',
    '/playground/cards/translate',
    '/playground/clock',
    '/playground/page/*',
    '/playground/slack/api/*',
    '/playground/slack/file/*',
    '/playground/slack/oauth/v2/authorize',
    '/playground/slack/response/*',
    '/playground/slack/upload/*',
    '/playground/state',
    '/playground/teams/*',
    '/playground/vendor/*',
  ],
};

for (const [what, start] of Object.entries(targets)) {
  describe(`whatever is sent to ${what}`, function () {
    this.timeout(120_000);
    let target: Target;
    before(async () => {
      target = await start(await testDatabaseUrl());
    });
    after(() => target?.stop());

    for (const route of names[what as keyof typeof targets]) {
      it(`is answered, and never with a failure: ${route}`, async () => {
        const { failures, statuses } = await fuzz(target, route, { inputs, seed });
        assert.deepEqual(failures.slice(0, 5), []);
        assert.ok(Object.keys(statuses).length > 0);
      });
    }

    it('leaves no failure, no secret and nobody’s words in the log', () => {
      assert.deepEqual(target.badLines().slice(0, 5), []);
    });
  });
}
