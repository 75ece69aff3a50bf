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
