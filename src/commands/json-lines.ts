import type { z } from 'zod';
import { AppError } from '../base/errors.ts';

/** Lines of JSON from standard input: one row each, in order, never more in memory than a piece of the input. */

export interface Row<Content> {
  /** Counted from 1, empty ones too. */
  readonly line: number;
  readonly content: Content;
}

/** A line that cannot be used; `tell` names it and says what is wrong. */
export function badLine(line: number, reason: string, cause?: unknown): AppError {
  const tell = `line ${line}: ${reason}`;
  return new AppError(tell, { tell, cause });
}

/** No row is this long; what is has lost its line breaks, or is no JSON lines at all. */
const longestLine = 64 * 1024 * 1024;

/** Not `node:readline`: it also breaks lines at U+2028, which JSON may hold. Splits at `\n` and `\r\n`. */
export async function* linesOf(chunks: AsyncIterable<string>): AsyncGenerator<string> {
  let pieces: string[] = [];
  let length = 0;
  for await (const chunk of chunks) {
    const [first = '', ...others] = chunk.split('\n');
    pieces.push(first);
    length += first.length;
    for (const other of others) {
      yield withoutReturn(pieces.join(''));
      pieces = [other];
      length = other.length;
    }
    if (length > longestLine) throw new RangeError(`longer than ${longestLine} characters`);
  }
  yield withoutReturn(pieces.join(''));
}

function withoutReturn(line: string): string {
  return line.endsWith('\r') ? line.slice(0, -1) : line;
}

/** Empty lines are passed over. Throws `badLine` at the first that is not a row as the schema has it. */
export async function* rowsOf<Schema extends z.ZodType>(
  chunks: AsyncIterable<string>,
  schema: Schema,
): AsyncGenerator<Row<z.output<Schema>>> {
  let line = 0;
  try {
    for await (const text of linesOf(chunks)) {
      line++;
      const bare = line === 1 ? text.replace(/^\uFEFF/, '') : text;
      if (bare.trim() !== '') yield { line, content: parseRow(bare, schema, line) };
    }
  } catch (error) {
    throw error instanceof RangeError ? badLine(line + 1, error.message, error) : error;
  }
}

function parseRow<Schema extends z.ZodType>(text: string, schema: Schema, line: number): z.output<Schema> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw badLine(line, `not JSON: ${shortened(text)}`, cause);
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw badLine(line, parsed.error.issues.map(complaintOf).join('; '));
}

function complaintOf({ path, message }: z.core.$ZodIssue): string {
  return path.length === 0 ? message : `"${path.join('.')}": ${message}`;
}

/** What stands there may be long, and may hold anything. */
function shortened(text: string): string {
  const start = text.slice(0, 60).replace(/\p{Cc}/gu, ' ');
  return start.length < text.length ? `${start}...` : start;
}
