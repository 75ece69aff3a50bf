import assert from 'node:assert/strict';
import { fromResponse, toPlatformError } from '../../../src/bots/teams/errors.ts';
import type { Obstacle, PlatformErrorCode } from '../../../src/chat/platform.ts';

describe('teams errors', () => {
  const said: readonly [number, object, PlatformErrorCode, Obstacle | undefined][] = [
    [
      403,
      { error: { code: 'Forbidden', innerHttpError: { subCode: 'MessageWritesBlocked' } } },
      'forbidden',
      'blocked',
    ],
    [403, { error: { code: 'BotNotInConversationRoster', message: 'x' } }, 'forbidden', 'not_a_member'],
    [403, { error: { code: 'ConversationBlockedByUser' } }, 'forbidden', 'blocked'],
    [404, { error: { code: 'ConversationNotFound' } }, 'not_found', 'place_gone'],
    [413, { error: { code: 'MessageSizeTooBig' } }, 'rejected', 'too_big'],
    [413, {}, 'rejected', 'too_big'],
    [412, { error: { code: 'PreconditionFailed' } }, 'unavailable', undefined],
    [500, {}, 'unavailable', undefined],
  ];
  for (const [status, body, code, obstacle] of said) {
    it(`${status} ${JSON.stringify(body)} is ${code}, ${obstacle ?? 'nothing that a person could mend'}`, () => {
      const error = fromResponse('post', status, { headers: new Headers(), body: JSON.stringify(body) });
      assert.equal(error.code, code);
      assert.equal(error.obstacle, obstacle);
    });
  }

  it('knows that nothing arrived where no connection came about', () => {
    const failed = (code: string) => new TypeError('fetch failed', { cause: Object.assign(new Error(code), { code }) });
    assert.equal(toPlatformError(failed('ENOTFOUND'), 'post').mayHaveArrived, false);
    assert.equal(toPlatformError(failed('ECONNRESET'), 'post').mayHaveArrived, true);
    const each = ['ECONNREFUSED', 'ENETUNREACH'].map((code) => Object.assign(new Error(code), { code }));
    const all = new TypeError('fetch failed', { cause: new AggregateError(each) });
    assert.equal(toPlatformError(all, 'post').mayHaveArrived, false);
  });
});
