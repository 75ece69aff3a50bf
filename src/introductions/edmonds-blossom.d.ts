declare module 'edmonds-blossom-fixed' {
  /** Two vertices and a whole number. */
  export type Edge = readonly [one: number, other: number, weight: number];

  /** The mate of each vertex up to the last one with an edge; -1 or nothing for those without. */
  export default function blossom(edges: readonly Edge[], maxCardinality?: boolean): number[];
}
