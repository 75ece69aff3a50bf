import type { WorkspaceId } from '../../chat/ids.ts';
import type { Person } from '../../chat/person.ts';
import type { OpenView } from './arrival.ts';
import { isObject, type JsonObject, listOf, stringOf } from './blocks/json.ts';
import { personIdOf, workspaceIdOf } from './ids.ts';

/** Who pressed, sent or picked something; what all interactions share. */
export interface Interaction {
  readonly workspace: WorkspaceId;
  readonly user: string;
  readonly person: Person;
  readonly triggerId: string | undefined;
}

export function readInteraction(body: JsonObject): Interaction | undefined {
  const by = isObject(body.user) ? body.user : {};
  const user = stringOf(by.id);
  const home = interactionTeam(body);
  if (user === undefined || home === undefined) return undefined;
  const workspace = workspaceIdOf(home);
  const isOutside = isFromElsewhere(stringOf(by.team_id), body);
  const person: Person = {
    id: personIdOf(workspace, user),
    workspace,
    name: stringOf(by.name) ?? stringOf(by.username) ?? '',
    ...(isOutside && { external: true }),
  };
  return { workspace, user, person, triggerId: stringOf(body.trigger_id) };
}

/** A view may be sent from another workspace than the app's own: there `app_installed_team_id` is the one that counts. */
function interactionTeam(body: JsonObject): string | undefined {
  const [team, enterprise, by, view] = [body.team, body.enterprise, body.user, body.view].map((one) =>
    isObject(one) ? one : {},
  );
  const installed = stringOf(view?.app_installed_team_id);
  if (body.is_enterprise_install === true) return stringOf(enterprise?.id) ?? installed ?? stringOf(team?.id);
  return installed ?? stringOf(team?.id) ?? stringOf(by?.team_id);
}

/** On Enterprise Grid a colleague may belong to another workspace of the same organisation: only `users.info` tells. */
function isFromElsewhere(personTeam: string | undefined, body: JsonObject): boolean {
  if (personTeam === undefined || !isObject(body.team) || isObject(body.enterprise)) return false;
  return personTeam !== body.team.id && body.team.enterprise_id === undefined;
}

export function readView(view: JsonObject): OpenView {
  const title = isObject(view.title) ? stringOf(view.title.text) : undefined;
  return { id: stringOf(view.id) ?? '', title: title ?? '', depth: depthOf(view), blocks: listOf(view.blocks) };
}

function depthOf(view: JsonObject): number {
  const previous = stringOf(view.previous_view_id);
  if (previous === undefined) return 1;
  return previous === view.root_view_id ? 2 : 3;
}
