/**
 * How a pilot compares. `split`: random halves at the same time. `before_after`: one period, then another.
 * `usual_range`: the pilot's items among comparable recent ones. `look_and_learn`: a story, never a verdict.
 */
export const designs = ['split', 'before_after', 'usual_range', 'look_and_learn'] as const;
export type Design = (typeof designs)[number];

/** What a metric is made of: x of n, a count for each item, times, ratings from 1 to 5, or what people said. */
export const metricKinds = ['share', 'count_per_item', 'time', 'rating', 'words'] as const;
export type MetricKind = (typeof metricKinds)[number];

/** Whether a pilot hopes for more of its metric (clicks) or less (days until an answer). */
export type Better = 'higher' | 'lower';
