/** Teams that talk most are not ruled out altogether. */
const leastRarity = 0.02;

/**
 * What a highlight would bring to a team: how much it cares, times how rarely it hears from there.
 * `rarityWeight` is 0 (rarity is off) to 1 (bridges first). Comparable between highlights.
 */
export function scoreOf({ relevance, rarity, rarityWeight }: Match): number {
  const bounded = Math.max(rarity, leastRarity);
  return relevance * (rarityWeight === 1 ? bounded : bounded ** rarityWeight);
}

interface Match {
  readonly relevance: number;
  readonly rarity: number;
  readonly rarityWeight: number;
}
