/** A copy that was sent, at most eight weeks ago; what is planned already counts as well. */
export interface Posted {
  readonly offer: string;
  readonly from: string;
  readonly to: string;
  readonly at: Date;
  /** So that nothing nearly the same follows it; absent where it is not kept any more. */
  readonly text?: string;
}
