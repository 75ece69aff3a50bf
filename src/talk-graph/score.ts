/** Teams that talk most are not ruled out altogether. */
const leastRarity = 0.02;

/**
 * What a highlight would bring to a team: how much it cares, times how rarely it hears from there.
 * `rarityWeight` is 0 (rarity is off) to 1 (bridges first). Comparable between highlights.
 */
export function scoreOf({ relevance, rarity, rarityWeight }: Match): number {
  return relevance * Math.max(rarity, leastRarity) ** rarityWeight;
}

interface Match {
  readonly relevance: number;
  readonly rarity: number;
  readonly rarityWeight: number;
}
