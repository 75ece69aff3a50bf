/** The permutation test as it is taught: every arrangement of different values is listed. The chance, both ways. */
export function listedChance(usual: readonly number[], pilot: readonly number[]): number {
  const sorted = [...usual, ...pilot].toSorted((one, other) => one - other);
  const rankOf = new Map(sorted.map((value, at) => [value, at + 1]));
  const all = sorted.length;
  const even = (pilot.length * (all + 1)) / 2;
  const off = Math.abs(pilot.reduce((sum, value) => sum + (rankOf.get(value) ?? 0), 0) - even);
  let [extreme, listed] = [0, 0];
  const draw = (from: number, left: number, sum: number): void => {
    if (left === 0) {
      listed += 1;
      if (Math.abs(sum - even) >= off) extreme += 1;
      return;
    }
    for (let rank = from; rank <= all - left + 1; rank++) draw(rank + 1, left - 1, sum + rank);
  };
  draw(1, pilot.length, 0);
  return extreme / listed;
}
