import type { ChatEvent } from '../../chat/event.ts';
import type { EventId, WorkspaceId } from '../../chat/ids.ts';
import type { Person } from '../../chat/person.ts';
import { type Arrival, none, type ParseOptions } from './arrival.ts';
import { isObject, type JsonObject, listOf, stringOf } from './blocks/json.ts';
import { personIdOf } from './ids.ts';

/** What is the same for every event of the Events API: where it comes from, and who did it. */

export interface EventSource extends ParseOptions {
  readonly body: JsonObject;
  readonly event: JsonObject;
  readonly workspace: WorkspaceId;
  readonly id: EventId;
}

export function eventBase(source: EventSource, user: string) {
  return {
    id: source.id,
    platform: 'slack' as const,
    workspace: source.workspace,
    at: source.at,
    person: eventPerson(source, user),
    answers: none,
  };
}

export function eventPerson({ body, event, workspace }: EventSource, user: string): Person {
  // Only in channels shared with another organisation does `user_team` say where a person belongs.
  const isOutside = body.is_ext_shared_channel === true && isOther(stringOf(event.user_team), body);
  return { id: personIdOf(workspace, user), workspace, name: '', ...(isOutside && { external: true }) };
}

function isOther(team: string | undefined, body: JsonObject): boolean {
  if (team === undefined) return false;
  const installation = listOf(body.authorizations)[0];
  const by = isObject(installation) ? installation : {};
  return ![by.team_id, by.enterprise_id, body.context_team_id, body.context_enterprise_id].includes(team);
}

export function arrivalOf(event: ChatEvent, source: EventSource, user: string, channel?: string): Arrival {
  return { event, way: { from: 'event', workspace: source.workspace, user, origin: { channel } } };
}
