/** Platforms nest a few levels. What is far deeper was made to exhaust the stack of whoever walks through it. */
const deepest = 100;

/** JSON that others wrote, read without ever throwing: `undefined` where it is none, or nested too deep. */
export function parseJson(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return isDeeper(value, deepest) ? undefined : value;
  } catch {
    return undefined;
  }
}

function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((each) => isDeeper(each, levels - 1));
}
