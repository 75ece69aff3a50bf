import { type DestinationStream, type Logger, pino } from 'pino';

export type { Logger };

/** Keys whose values never reach a log line, at any of the depths where SDK errors carry them. */
const secretKeys = ['token', 'password', 'secret', 'authorization', 'client_secret', 'access_token', 'signing_secret'];

const redactedPaths = [
  ...secretKeys.flatMap((key) => [key, `*.${key}`, `*.*.${key}`]),
  'err.config',
  'err.request',
  'err.response',
  'err.details.request',
  // PostgreSQL quotes the row that it refuses there, and so what somebody wrote.
  'err.detail',
  'err.where',
];

interface LoggerOptions {
  readonly level: string;
  /** Standard output by default. */
  readonly to?: DestinationStream;
}

export function createLogger({ level, to }: LoggerOptions): Logger {
  const options = { name: 'outloud', level, redact: { paths: redactedPaths, censor: '[hidden]' } };
  return to ? pino(options, to) : pino(options);
}
