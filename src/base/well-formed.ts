/**
 * What others send may hold what a database cannot keep: NUL characters and halves of surrogate pairs. They are dropped
 * or replaced, everything else stays as it was.
 */
export function wellFormed<Value>(value: Value): Value {
  return mend(value) as Value;
}

function mend(value: unknown): unknown {
  if (typeof value === 'string') return value.replaceAll('\0', '').toWellFormed();
  if (Array.isArray(value)) return value.map(mend);
  if (value === null || typeof value !== 'object' || value instanceof Date) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key.replaceAll('\0', ''), mend(each)]));
}
