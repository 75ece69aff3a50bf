import { createDecay, tieHalfLife } from './decay.ts';
import { createPairTable } from './pair-table.ts';

/** W of the mail form: interactions between members of two teams, faded. */
export interface Ties {
  /** Nothing if both are one team. */
  add(a: number, b: number, at: number, weight?: number): void;
  between(a: number, b: number, at: number): number;
  /** With all others. */
  of(team: number, at: number): number;
  /** The sum of `of` over all teams. */
  inAll(at: number): number;
}

export function createTies(): Ties {
  const table = createPairTable(Float32Array);
  const decay = createDecay(tieHalfLife, (factor) => table.scale(factor));
  return {
    add(a, b, at, weight = 1) {
      if (a !== b) table.add(a, b, decay.weightAt(at) * weight);
    },
    between: (a, b, at) => table.get(a, b) / decay.weightAt(at),
    of: (team, at) => table.sumOf(team) / decay.weightAt(at),
    inAll: (at) => table.total / decay.weightAt(at),
  };
}
