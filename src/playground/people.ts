import type { OrgPerson } from './org.ts';
import type { PersonState } from './state.ts';

export function personState({ id, name, title, team, timeZone, hue, guest }: OrgPerson): PersonState {
  return { id, name, title, team, timeZone, hue, ...(guest ? { guest } : {}) };
}
