/**
 * Two transactions in each other's way, a plan that a migration made stale, a server that restarts, a connection that
 * broke (https://www.postgresql.org/docs/current/errcodes-appendix.html).
 */
const passingCodes = /^(?:40001|40P01|0A000|57P0\d|08\w{3}|ECONNRESET|EPIPE)$/;

/** The driver's own words: the server's go with the connection. */
const brokenConnection = /^(?:Connection terminated|Client has encountered a connection error|Client was closed)/;

/** The same transaction, tried again at once, may well succeed. */
export function isPassing(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return passingCodes.test('code' in error ? String(error.code) : '') || brokenConnection.test(error.message);
}
