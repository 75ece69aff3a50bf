import { codeOf, messageOf } from '../../base/errors.ts';
import { neverConnected } from '../../base/network.ts';
import { type Obstacle, PlatformError, type PlatformErrorCode } from '../../chat/platform.ts';

/**
 * Statuses of the Bot Connector by what they mean for us. 412, 502 and 504 are said to be worth another try
 * (https://learn.microsoft.com/microsoftteams/platform/bots/how-to/rate-limit); 405 and 501 are an emulator's "cannot".
 */
const meanings: Readonly<Record<number, PlatformErrorCode>> = {
  401: 'unauthorized',
  403: 'forbidden',
  404: 'not_found',
  405: 'rejected',
  408: 'unavailable',
  410: 'not_found',
  412: 'unavailable',
  429: 'rate_limited',
  501: 'rejected',
};

/** What a person can do something about, by the service's own word. */
const obstacles: Readonly<Record<string, Obstacle>> = {
  BotDisabledByAdmin: 'disconnected',
  BotNotInConversationRoster: 'not_a_member',
  ConversationBlockedByUser: 'blocked',
  ConversationNotFound: 'place_gone',
  MessageSizeTooBig: 'too_big',
  MessageWritesBlocked: 'blocked',
};

/** An answer of the service that is no success. */
class ConnectorRefusal extends Error {
  override readonly name = 'ConnectorRefusal';
  readonly status: number;

  constructor(status: number, code: string | undefined) {
    super(code === undefined ? `HTTP status ${status}` : `HTTP status ${status}, ${code}`);
    this.status = status;
  }
}

/** The failed answer to a call; `call` names it. */
export function fromResponse(call: string, status: number, answer: { headers: Headers; body: string }): PlatformError {
  const word = wordIn(answer.body);
  const refusal = new ConnectorRefusal(status, word);
  const obstacle = status === 413 ? 'too_big' : obstacles[word ?? ''];
  const retryAfterMs = waitIn(answer.headers.get('retry-after'));
  return new PlatformError(
    meanings[status] ?? (status >= 500 ? 'unavailable' : 'rejected'),
    `${call}: ${refusal.message}`,
    {
      cause: refusal,
      ...(retryAfterMs !== undefined && { retryAfterMs }),
      ...(obstacle && { obstacle }),
    },
  );
}

/** Whatever a call threw, as a `PlatformError`. */
export function toPlatformError(error: unknown, call: string): PlatformError {
  if (error instanceof PlatformError) return error;
  return new PlatformError('unavailable', `${call}: Teams could not be reached (${reason(error)})`, {
    cause: error,
    neverSent: neverConnected(error),
  });
}

/** The service cannot do this at all: emulators cannot delete. */
export function isBeyondService(error: unknown): boolean {
  const cause = error instanceof PlatformError ? error.cause : undefined;
  return cause instanceof ConnectorRefusal && (cause.status === 405 || cause.status === 501);
}

/**
 * `{"error": {"code": "Forbidden", "innerHttpError": {"subCode": "MessageWritesBlocked"}}}`: the inner word says more;
 * the message may repeat people's words.
 */
function wordIn(body: string): string | undefined {
  const start = body.slice(0, 4096);
  const [, inner] = /"subCode"\s*:\s*"([A-Za-z]{1,60})"/i.exec(start) ?? [];
  const [, outer] = /"code"\s*:\s*"([A-Za-z]{1,60})"/.exec(start) ?? [];
  return inner ?? outer;
}

/** Seconds, or a date (RFC 9110, 10.2.3). */
function waitIn(header: string | null): number | undefined {
  if (header === null || header.trim() === '') return undefined;
  const seconds = Number(header);
  if (Number.isFinite(seconds)) return Math.max(0, Math.ceil(seconds * 1000));
  const until = Date.parse(header);
  return Number.isNaN(until) ? undefined : Math.max(0, until - Date.now());
}

/** `fetch failed` says nothing; its cause does. */
function reason(error: unknown): string {
  if (!(error instanceof Error)) return messageOf(error);
  if (error.name === 'TimeoutError') return 'no answer in time';
  const { cause } = error;
  const code = codeOf(cause);
  return typeof code === 'string' ? code : error.name;
}
