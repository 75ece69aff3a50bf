/** Rejects as `work` does; resolves when it is done or when the time is up, whichever comes first. */
export async function settleWithin(work: Promise<unknown>, ms: number): Promise<'done' | 'late'> {
  const { promise: late, resolve } = Promise.withResolvers<'late'>();
  const timer = setTimeout(resolve, ms, 'late');
  try {
    return await Promise.race([work.then(() => 'done' as const), late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Like `Promise.all` over a list, with at most `width` at once; the first failure ends it. */
export async function mapAtMost<T, R>(list: readonly T[], width: number, map: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  let next = 0;
  let isOver = false;
  const run = async (): Promise<void> => {
    while (next < list.length && !isOver) {
      const index = next++;
      results[index] = await map(list[index] as T);
    }
  };
  const stop = (error: unknown): never => {
    isOver = true;
    throw error;
  };
  await Promise.all(Array.from({ length: Math.min(width, list.length) }, () => run().catch(stop)));
  return results;
}
