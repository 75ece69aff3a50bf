import type { Page } from '../feature.ts';
import type { PilotsDeps } from './deps.ts';
/** The name of the library in its address. */
export const libraryPage = 'pilots';
export function libraryOf(_deps: PilotsDeps): Page {
  return { name: libraryPage, show: async () => undefined };
}
