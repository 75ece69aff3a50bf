import { longestSummary, teamsLimits } from './limits.ts';

/**
 * Plain words as a message's text. They go out as `textFormat: plain`, in which no character means anything; a mention
 * would need an entity beside it, and there is none.
 */
export function renderText(text: string): string {
  return cut(text, teamsLimits.messageText);
}

/** Plain words as the notification of a message that has a card. */
export function renderSummary(text: string): string {
  return cut(text, longestSummary);
}

/** At most so many UTF-16 units, never through the middle of what a person sees as one character. */
export function cut(text: string, limit: number): string {
  const whole = text.toWellFormed();
  if (whole.length <= limit) return whole;
  let end = 0;
  // A character that people see as one is at most a few dozen units; the rest of a long text need not be looked at.
  for (const { index, segment } of new Intl.Segmenter().segment(whole.slice(0, limit + 64))) {
    if (index + segment.length > limit - 1) break;
    end = index + segment.length;
  }
  return `${whole.slice(0, end).trimEnd()}…`;
}
