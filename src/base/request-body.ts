import type { IncomingMessage } from 'node:http';

interface Patience {
  /** In bytes. */
  readonly longest: number;
  readonly withinMs: number;
}

/**
 * The bytes of a request as they came, or why there are none. What is too large is read on but not kept: who is answered
 * while they still send may find the connection cut before they have read why.
 */
export function readBody(
  request: IncomingMessage,
  { longest, withinMs }: Patience,
): Promise<Buffer | 'large' | 'slow' | 'broken'> {
  const { promise, resolve } = Promise.withResolvers<Buffer | 'large' | 'slow' | 'broken'>();
  let chunks: Buffer[] = [];
  let size = 0;
  const timer = setTimeout(() => resolve(size > longest ? 'large' : 'slow'), withinMs);
  request.on('data', (chunk: Buffer) => {
    size += chunk.length;
    if (size > longest) chunks = [];
    else chunks.push(chunk);
  });
  request.once('end', () => resolve(size > longest ? 'large' : Buffer.concat(chunks)));
  request.once('error', () => resolve('broken'));
  return promise.finally(() => clearTimeout(timer));
}
