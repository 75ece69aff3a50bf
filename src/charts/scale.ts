/** Round marks from nought, or from below it, to at or above the greatest figure. At least two, the same distance apart. */
export function marksFor(values: readonly number[], wanted = 4): number[] {
  let low = 0;
  let high = 0;
  for (const value of values) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  if (low === high) high = 1;
  const step = roundStep((high - low) / wanted);
  const first = Math.floor(low / step);
  const last = Math.ceil(high / step - 1e-9);
  // Counted in steps: adding up fractions would drift.
  return Array.from({ length: last - first + 1 }, (_, at) => Number(((first + at) * step).toPrecision(12)));
}

function roundStep(rough: number): number {
  const power = 10 ** Math.floor(Math.log10(rough));
  return power * ([1, 2, 2.5, 5, 10].find((factor) => factor * power >= rough * (1 - 1e-9)) ?? 10);
}

export interface Span {
  readonly from: number;
  readonly to: number;
}

/** From a figure to its place. */
export function scaleOf(figures: Span, place: Span): (value: number) => number {
  const range = figures.to - figures.from || 1;
  return (value) => place.from + ((value - figures.from) / range) * (place.to - place.from);
}
