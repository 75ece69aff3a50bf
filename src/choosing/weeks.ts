/** Milliseconds. */
export const week = 7 * 24 * 3_600_000;
