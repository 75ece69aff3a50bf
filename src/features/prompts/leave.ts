import type { Leave } from '../../scheduling/calendar.ts';
import { addDays } from '../../scheduling/local-time.ts';

export type LeaveProblem = 'order' | 'past' | 'too-long';

/** Two years: who is away for longer says so with a pause. */
const longestDays = 731;

/** What must be mended before days of leave can be kept. */
export function checkLeave({ firstDay, lastDay }: Leave, today: string): LeaveProblem | undefined {
  if (lastDay < firstDay) return 'order';
  if (lastDay < today) return 'past';
  const isTooFar = firstDay > addDays(today, longestDays) || lastDay > addDays(firstDay, longestDays);
  return isTooFar ? 'too-long' : undefined;
}

/** The leave that a person is on, or else the next one. */
export function nextLeave(leave: readonly Leave[], today: string): Leave | undefined {
  return leave.find(({ lastDay }) => lastDay >= today);
}
