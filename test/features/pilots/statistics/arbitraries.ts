import fc from 'fast-check';
import type { Better } from '../../../../src/features/pilots/statistics/design.ts';
import type { Share } from '../../../../src/features/pilots/statistics/shares.ts';
import type { Yardstick } from '../../../../src/features/pilots/statistics/verdict.ts';

/** From one in one to ten million in ten million, the ends of the scale often among them. */
export const shares: fc.Arbitrary<Share> = fc
  .oneof(fc.integer({ min: 1, max: 100 }), fc.integer({ min: 1, max: 5000 }), fc.integer({ min: 1, max: 10_000_000 }))
  .chain((of) =>
    fc.record({ count: fc.oneof(fc.constantFrom(0, of), fc.integer({ min: 0, max: of })), of: fc.constant(of) }),
  );

export const betters: fc.Arbitrary<Better> = fc.constantFrom('higher', 'lower');

export const yardsticks: fc.Arbitrary<Yardstick> = fc.record({
  worthwhile: fc.oneof(fc.constantFrom(0.001, 0.01, 0.05), fc.double({ min: 1e-6, max: 1, noNaN: true })),
  better: betters,
});
