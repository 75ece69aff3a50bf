/**
 * The share of a normal distribution above `z` standard deviations, z >= 0; off by less than 7.5e-8.
 * M. Abramowitz and I. A. Stegun (1964), "Handbook of Mathematical Functions", formula 26.2.17 (C. Hastings 1955).
 */
export function normalTail(z: number): number {
  const t = 1 / (1 + 0.2316419 * z);
  const series = 0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429)));
  return (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)) * t * series;
}
