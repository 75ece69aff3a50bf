import assert from 'node:assert/strict';
import { WebAPIHTTPError, WebAPIPlatformError, WebAPIRateLimitedError, WebAPIRequestError } from '@slack/web-api';
import { isSpentTrigger, slackWordOf, toPlatformError } from '../../../src/bots/slack/errors.ts';
import { type Obstacle, PlatformError, type PlatformErrorCode } from '../../../src/chat/platform.ts';

const said: readonly [string, PlatformErrorCode][] = [
  ['invalid_auth', 'unauthorized'],
  ['token_revoked', 'unauthorized'],
  ['account_inactive', 'unauthorized'],
  ['not_in_channel', 'forbidden'],
  ['is_archived', 'forbidden'],
  ['missing_scope', 'forbidden'],
  ['restricted_action', 'forbidden'],
  ['channel_not_found', 'not_found'],
  ['message_not_found', 'not_found'],
  ['user_not_found', 'not_found'],
  ['ratelimited', 'rate_limited'],
  ['internal_error', 'unavailable'],
  ['service_unavailable', 'unavailable'],
  ['invalid_blocks', 'rejected'],
  ['msg_too_long', 'rejected'],
  ['expired_trigger_id', 'rejected'],
  ['a_word_of_next_year', 'rejected'],
];

describe('slack errors', () => {
  for (const [word, code] of said) {
    it(`${word} is ${code}`, () => {
      const cause = new WebAPIPlatformError({ ok: false, error: word });
      const error = toPlatformError(cause, 'chat.postMessage');
      assert.equal(error.code, code);
      assert.equal(error.message, `chat.postMessage: ${word}`);
      assert.equal(error.cause, cause);
      assert.equal(slackWordOf(error), word);
    });
  }

  const statuses: readonly [number, PlatformErrorCode][] = [
    [400, 'rejected'],
    [401, 'unauthorized'],
    [403, 'forbidden'],
    [404, 'not_found'],
    [408, 'unavailable'],
    [429, 'rate_limited'],
    [500, 'unavailable'],
    [502, 'unavailable'],
    [503, 'unavailable'],
  ];
  for (const [status, code] of statuses) {
    it(`HTTP status ${status} is ${code}`, () => {
      assert.equal(toPlatformError(new WebAPIHTTPError(status, 'x', {}, 'secret page'), 'users.info').code, code);
    });
  }

  it('keeps how long to wait', () => {
    const error = toPlatformError(new WebAPIRateLimitedError(30), 'chat.update');
    assert.equal(error.code, 'rate_limited');
    assert.equal(error.retryAfterMs, 30_000);
    assert.ok(error.retryable);
  });

  it('takes a broken connection for unavailable', () => {
    const error = toPlatformError(new WebAPIRequestError(new Error('socket hang up')), 'chat.update');
    assert.equal(error.code, 'unavailable');
  });

  it("takes a proxy's page for unavailable, and does not repeat it", () => {
    const error = toPlatformError(new WebAPIPlatformError({ ok: false, error: '<html>xoxb-1</html>' }), 'chat.update');
    assert.equal(error.code, 'unavailable');
    assert.doesNotMatch(error.message, /html|xoxb/);
  });

  it('leaves what is translated already', () => {
    const error = new PlatformError('forbidden', 'x');
    assert.equal(toPlatformError(error, 'y'), error);
  });

  it('knows a trigger that is spent', () => {
    assert.ok(
      isSpentTrigger(toPlatformError(new WebAPIPlatformError({ ok: false, error: 'expired_trigger_id' }), 'x')),
    );
    assert.ok(!isSpentTrigger(toPlatformError(new WebAPIPlatformError({ ok: false, error: 'invalid_auth' }), 'x')));
    assert.ok(!isSpentTrigger(new Error('x')));
  });

  const obstacles: readonly [string, Obstacle | undefined][] = [
    ['is_archived', 'archived'],
    ['not_in_channel', 'not_a_member'],
    ['messages_tab_disabled', 'blocked'],
    ['user_disabled', 'person_gone'],
    ['channel_not_found', 'place_gone'],
    ['restricted_action', 'posting_restricted'],
    ['msg_too_long', 'too_big'],
    ['account_inactive', 'disconnected'],
    ['invalid_blocks', undefined],
  ];
  for (const [word, obstacle] of obstacles) {
    it(`${word} is in the way as ${obstacle ?? 'a refusal'}`, () => {
      const error = toPlatformError(new WebAPIPlatformError({ ok: false, error: word }), 'chat.postMessage');
      assert.equal(error.obstacle, obstacle);
    });
  }

  it('knows that nothing arrived where no connection came about', () => {
    const refused = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
    const reset = Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });
    const wrapped = (cause: Error) => new WebAPIRequestError(new TypeError('fetch failed', { cause }));
    assert.equal(toPlatformError(wrapped(refused), 'chat.postMessage').mayHaveArrived, false);
    assert.equal(toPlatformError(wrapped(reset), 'chat.postMessage').mayHaveArrived, true);
  });
});
