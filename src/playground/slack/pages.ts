import type { JsonObject } from '../json.ts';
import type { Arguments } from './arguments.ts';
import { SlackRefusal } from './errors.ts';

/** One page of a list, with the cursor to the next. */
export function page<T>(
  all: readonly T[],
  args: Arguments,
  sizes: { usual: number; most: number },
): { items: T[]; has_more: boolean; response_metadata: JsonObject } {
  const start = readCursor(args.text('cursor'));
  const end = start + args.count('limit', sizes.usual, sizes.most);
  const more = end < all.length;
  return {
    items: all.slice(start, end),
    has_more: more,
    response_metadata: { next_cursor: more ? Buffer.from(`next:${end}`).toString('base64') : '' },
  };
}

function readCursor(cursor: string): number {
  if (cursor === '') return 0;
  const [, start] = /^next:(\d{1,9})$/.exec(Buffer.from(cursor, 'base64').toString()) ?? [];
  if (start === undefined) throw new SlackRefusal('invalid_cursor');
  return Number(start);
}
