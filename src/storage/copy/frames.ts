import { AppError } from '../../base/errors.ts';

/*
 * A copy is a row of frames: four bytes with the length, then so many bytes. A frame is JSON, or a piece of one table's
 * rows as PostgreSQL writes them; an empty frame ends the table.
 *
 *   {"format":"outloud-copy/1","migrations":[...]}
 *   {"table":"\"public\".\"person\"","columns":[...]}   rows  rows  ...  (empty)     once for each table
 *   {"rows":{...},"sequences":[...]}
 */

export const format = 'outloud-copy/1';

export interface Tail {
  /** By table. */
  readonly rows: Readonly<Record<string, number>>;
  readonly sequences: readonly (readonly [name: string, value: string])[];
}

const lengthBytes = 4;
/** PostgreSQL's own pieces are smaller by far; a larger one is no copy of ours. */
const longestFrame = 64 * 1024 * 1024;

export function toFrame(content: Uint8Array | object): Buffer {
  const bytes = content instanceof Uint8Array ? content : Buffer.from(JSON.stringify(content));
  const length = Buffer.alloc(lengthBytes);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
}

export const endOfTable: Buffer = toFrame(Buffer.alloc(0));

export async function* readFrames(source: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  let held: Buffer = Buffer.alloc(0);
  for await (const piece of source) {
    held = held.length === 0 ? Buffer.from(piece) : Buffer.concat([held, piece]);
    for (;;) {
      if (held.length < lengthBytes) break;
      const length = held.readUInt32BE(0);
      if (length > longestFrame) throw noCopy('a frame that is too long');
      if (held.length < lengthBytes + length) break;
      yield held.subarray(lengthBytes, lengthBytes + length);
      held = held.subarray(lengthBytes + length);
    }
  }
  if (held.length > 0) throw noCopy('it ends in the middle');
}

export function noCopy(why: string): AppError {
  const tell = 'This file is no complete copy of an Outloud database. Nothing was changed. Take another one.';
  return new AppError(`no copy: ${why}`, { tell });
}
