/** https://nodejs.org/api/errors.html#common-system-errors, and undici's own for a connection that takes too long. */
const beforeConnected = new Set([
  'EAI_AGAIN',
  'ECONNREFUSED',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/** Whether what a request threw means that no connection came about, so that nothing can have arrived. */
export function neverConnected(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if ('code' in error && beforeConnected.has(String(error.code))) return true;
  // One address of several: each was tried.
  if (error instanceof AggregateError) return error.errors.every(neverConnected);
  return neverConnected('original' in error ? error.original : error.cause);
}
