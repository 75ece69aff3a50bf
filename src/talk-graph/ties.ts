import { createDecay, tieHalfLife } from './decay.ts';
import { createPairTable } from './pair-table.ts';
import type { Together } from './together.ts';

/** W of the mail form: interactions between members of two teams, faded. */
export interface Ties {
  /** Nothing if both are one team. */
  add(a: number, b: number, at: number, weight?: number): void;
  at(at: number): Together;
}

export function createTies(): Ties {
  const table = createPairTable(Float32Array);
  const decay = createDecay(tieHalfLife, (factor) => table.scale(factor));
  return {
    add(a, b, at, weight = 1) {
      if (a !== b) table.add(a, b, decay.weightAt(at) * weight);
    },
    at: (at) => table.times(1 / decay.weightAt(at)),
  };
}
