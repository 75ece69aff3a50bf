/** What pairs of teams have in common at one moment. */
export interface Together {
  readonly between: (a: number, b: number) => number;
  /** The sum of `between` over all others. */
  readonly of: (team: number) => number;
  /** The sum of `of` over all teams. */
  readonly inAll: number;
}
