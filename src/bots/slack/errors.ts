import { WebAPIHTTPError, WebAPIPlatformError, WebAPIRateLimitedError } from '@slack/web-api';
import { messageOf } from '../../base/errors.ts';
import { parseJson } from '../../base/json.ts';
import { neverConnected } from '../../base/network.ts';
import { type Obstacle, PlatformError, type PlatformErrorCode } from '../../chat/platform.ts';
import { isObject, type JsonObject } from './blocks/json.ts';

/** Slack's error strings by what they mean for us (https://docs.slack.dev/reference/methods, "Errors" of each). */
const meanings: Readonly<Record<Exclude<PlatformErrorCode, 'rejected'>, readonly string[]>> = {
  unauthorized: [
    'account_inactive',
    'app_not_installed',
    'invalid_auth',
    'invalid_refresh_token',
    'not_allowed_token_type',
    'not_authed',
    'org_login_required',
    'team_access_not_granted',
    'token_expired',
    'token_revoked',
    'two_factor_setup_required',
  ],
  forbidden: [
    'access_denied',
    'as_user_not_supported',
    'cannot_dm_bot',
    'cant_delete_message',
    'cant_dm_bot',
    'cant_update_message',
    'channel_is_limited_access',
    'channel_type_not_supported',
    'compliance_exports_prevent_deletion',
    'edit_window_closed',
    'ekm_access_denied',
    'is_archived',
    'is_inactive',
    'messages_tab_disabled',
    'method_not_supported_for_channel_type',
    'missing_scope',
    'no_permission',
    'not_in_channel',
    'restricted_action',
    'restricted_action_non_threadable_channel',
    'restricted_action_read_only_channel',
    'restricted_action_thread_locked',
    'restricted_action_thread_only_channel',
    'slack_connect_canvas_sharing_blocked',
    'user_disabled',
    'user_is_bot',
    'user_is_restricted',
  ],
  not_found: [
    'channel_not_found',
    'enterprise_not_found',
    'expired_url',
    'message_not_found',
    'not_found',
    'team_not_found',
    'thread_not_found',
    'used_url',
    'user_not_found',
    'user_not_visible',
    'users_not_found',
    'view_not_found',
  ],
  rate_limited: ['message_limit_exceeded', 'rate_limited', 'ratelimited'],
  unavailable: [
    'accesslimited',
    'external_channel_migrating',
    'fatal_error',
    'internal_error',
    'request_timeout',
    'service_unavailable',
    'team_added_to_org',
    'workspace_not_migrated',
  ],
};

const codes: ReadonlyMap<string, PlatformErrorCode> = new Map(
  Object.entries(meanings).flatMap(([code, said]) => said.map((word) => [word, code as PlatformErrorCode] as const)),
);

/** What a person can do something about, in more detail. */
const obstacles: Readonly<Record<Obstacle, readonly string[]>> = {
  archived: ['is_archived'],
  not_a_member: ['not_in_channel'],
  blocked: ['cannot_dm_bot', 'cant_dm_bot', 'messages_tab_disabled'],
  person_gone: ['is_inactive', 'user_disabled', 'user_not_found', 'user_not_visible', 'users_not_found'],
  place_gone: ['channel_not_found'],
  posting_restricted: [
    'channel_is_limited_access',
    'restricted_action',
    'restricted_action_non_threadable_channel',
    'restricted_action_read_only_channel',
    'restricted_action_thread_locked',
    'restricted_action_thread_only_channel',
  ],
  too_big: ['msg_blocks_too_long', 'msg_too_long'],
  disconnected: [...meanings.unauthorized, 'missing_scope'],
};

const obstacleOf: ReadonlyMap<string, Obstacle> = new Map(
  Object.entries(obstacles).flatMap(([obstacle, said]) => said.map((word) => [word, obstacle as Obstacle] as const)),
);

/** The trigger of a press is good for three seconds and for one use. */
const spentTriggers = new Set([
  'exchanged_trigger_id',
  'expired_trigger_id',
  'invalid_trigger_id',
  'trigger_exchanged',
  'trigger_expired',
]);

/** Whatever a call to Slack threw, as a `PlatformError`. `call` names the method. */
export function toPlatformError(error: unknown, call: string): PlatformError {
  if (error instanceof PlatformError) return error;
  if (error instanceof WebAPIRateLimitedError) {
    return new PlatformError('rate_limited', `${call}: too many calls`, {
      retryAfterMs: error.retryAfter * 1000,
      cause: error,
    });
  }
  if (error instanceof WebAPIPlatformError) return fromWord(error, call);
  if (error instanceof WebAPIHTTPError) return fromStatus(error.statusCode, call, { cause: error });
  // The client's own words for a 429 that does not say how long to wait.
  if (messageOf(error).startsWith('Retry header')) return fromStatus(429, call, { cause: error });
  return new PlatformError('unavailable', `${call}: Slack could not be reached`, {
    cause: error,
    neverSent: neverConnected(error),
  });
}

/** A `response_url` answers 404 to what it refuses, and says why in the body (slackapi/java-slack-sdk#1349). */
export function fromResponse(status: number, body: string, retryAfterMs: number | undefined): PlatformError {
  const said = parseJson(body);
  if (isObject(said) && said.ok === false && typeof said.error === 'string' && status !== 429) {
    return fromWord(new WebAPIPlatformError({ ok: false, error: said.error }), 'response_url');
  }
  return fromStatus(status, 'response_url', retryAfterMs === undefined ? {} : { retryAfterMs });
}

/** An HTTP status, as `response_url` gives one. */
function fromStatus(
  status: number,
  call: string,
  options: { retryAfterMs?: number; cause?: unknown } = {},
): PlatformError {
  return new PlatformError(codeOfStatus(status), `${call}: HTTP status ${status}`, options);
}

function codeOfStatus(status: number): PlatformErrorCode {
  if (status === 401) return 'unauthorized';
  if (status === 403) return 'forbidden';
  if (status === 404 || status === 410) return 'not_found';
  if (status === 429) return 'rate_limited';
  return status >= 500 || status === 408 ? 'unavailable' : 'rejected';
}

/** Answers that are no JSON of Slack's (a proxy's page) come as the whole page where the word should be. */
function fromWord(error: WebAPIPlatformError, call: string): PlatformError {
  const word = String(error.data.error);
  if (!/^[a-z0-9_]{1,80}$/.test(word)) {
    return new PlatformError('unavailable', `${call}: an answer that is not Slack's`, { cause: error });
  }
  const obstacle = obstacleOf.get(word);
  return new PlatformError(codes.get(word) ?? 'rejected', `${call}: ${word}`, {
    cause: error,
    ...(obstacle && { obstacle }),
  });
}

/** Slack's own word for what went wrong, if it said one. */
export function slackWordOf(error: unknown): string | undefined {
  const data = slackDataOf(error);
  return data && String(data.error);
}

/** All that Slack said about what went wrong, if it said anything. */
export function slackDataOf(error: unknown): JsonObject | undefined {
  const cause = error instanceof PlatformError ? error.cause : error;
  return cause instanceof WebAPIPlatformError ? { ...cause.data } : undefined;
}

export function isSpentTrigger(error: unknown): boolean {
  return spentTriggers.has(slackWordOf(error) ?? '');
}
