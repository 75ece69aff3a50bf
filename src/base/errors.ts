/**
 * A failure with two texts: `message` for the log (cause, ids, never a token or a person's words)
 * and `tell` for the person (what happened and what to do).
 */
export class AppError extends Error {
  override readonly name: string = 'AppError';
  readonly tell: string;

  constructor(message: string, options: { tell: string; cause?: unknown }) {
    super(message, { cause: options.cause });
    this.tell = options.tell;
  }
}

/** The text of whatever was thrown, for a log line. */
export function messageOf(error: unknown): string {
  // A host with several addresses fails once at each.
  if (error instanceof AggregateError && error.message === '') return error.errors.map(messageOf).join('; ');
  return error instanceof Error ? error.message : String(error);
}

/** The code that Node and many libraries give their errors, such as `EPIPE`. */
export function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}
