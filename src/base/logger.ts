import { type Logger, pino } from 'pino';

export type { Logger };

/** Keys whose values never reach a log line, at any of the depths where SDK errors carry them. */
const secretKeys = ['token', 'password', 'secret', 'authorization', 'client_secret', 'access_token', 'signing_secret'];

const redactedPaths = [
  ...secretKeys.flatMap((key) => [key, `*.${key}`, `*.*.${key}`]),
  'err.config',
  'err.request',
  'err.response',
  'err.details.request',
];

export function createLogger(options: { level: string; name?: string }): Logger {
  return pino({
    name: options.name ?? 'outloud',
    level: options.level,
    redact: { paths: redactedPaths, censor: '[hidden]' },
  });
}
