import { flagOf, isObject, isTyped, type JsonObject, listOf, stringOf } from './json.ts';

/** What must be known of the whole card before its parts are read. */

/** Thrown for what is no card, or cannot be read as one: a JSON Pointer and the reason. */
export class UnreadableCard extends Error {
  override readonly name = 'UnreadableCard';
  readonly path: string;
  readonly reason: string;

  constructor(path: string, reason: string) {
    super(`${path === '' ? '/' : path}: ${reason}`);
    this.path = path;
    this.reason = reason;
  }
}

const DEEPEST = 240;

export function readCard(card: unknown): JsonObject {
  if (!isObject(card)) throw new UnreadableCard('', 'not a JSON object');
  if (card.type !== 'AdaptiveCard') throw new UnreadableCard('/type', 'not "AdaptiveCard"');
  if (!isListLike(card.body) && !isTyped(card.body)) throw new UnreadableCard('/body', 'not a list of elements');
  if (!isListLike(card.actions)) throw new UnreadableCard('/actions', 'not a list of actions');
  const deep = deepestPath(card);
  if (deep !== undefined) throw new UnreadableCard(deep, `nested more than ${DEEPEST} levels deep`);
  return card;
}

function isListLike(value: unknown): boolean {
  return value === undefined || value === null || Array.isArray(value);
}

/** The way down to something that is nested too deep, or nothing; without recursion. */
function deepestPath(card: JsonObject): string | undefined {
  let level: { path: string; value: object }[] = [{ path: '', value: card }];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > DEEPEST) return level[0]?.path.split('/').slice(0, 3).join('/') ?? '';
    const track = depth < 3;
    level = level.flatMap(({ path, value }) =>
      Object.entries(value).flatMap(([key, child]: [string, unknown]) =>
        typeof child === 'object' && child !== null ? [{ path: track ? `${path}/${key}` : path, value: child }] : [],
      ),
    );
  }
  return undefined;
}

/** Ids of the elements that some Action.ToggleVisibility of the card can show. */
export function revealedIds(card: JsonObject): Set<string> {
  const ids = new Set<string>();
  const rest: unknown[] = [card];
  while (rest.length > 0) {
    const value = rest.pop();
    if (Array.isArray(value)) for (const one of value) rest.push(one);
    if (!isObject(value)) continue;
    if (value.type === 'Action.ToggleVisibility') for (const id of targets(value)) ids.add(id);
    for (const one of Object.values(value)) if (typeof one === 'object') rest.push(one);
  }
  return ids;
}

function targets(action: JsonObject): string[] {
  const list = Array.isArray(action.targetElements) ? action.targetElements : listOf(action.targetElements);
  return list.flatMap((target: unknown) => {
    if (typeof target === 'string') return [target];
    const isShown = isObject(target) && flagOf(target.isVisible) !== false;
    return isShown && typeof target.elementId === 'string' ? [target.elementId] : [];
  });
}

/** What stands inside each `<at>` of the card -> Slack user id, for the people whom we know there. */
export function readMentions(
  card: JsonObject,
  mention: ((teamsId: string, name: string) => string | undefined) | undefined,
): Map<string, string> {
  const mentions = new Map<string, string>();
  const teams = isObject(card.msteams) ? card.msteams : {};
  for (const entity of listOf(teams.entities)) {
    if (!isObject(entity) || !isObject(entity.mentioned)) continue;
    const name = (stringOf(entity.text) ?? '').replace(/<\/?at[^<>]*>/gi, '').trim();
    const id = stringOf(entity.mentioned.id);
    const user = id === undefined ? undefined : mention?.(id, stringOf(entity.mentioned.name) ?? name);
    if (name !== '' && user !== undefined) mentions.set(name, user);
  }
  return mentions;
}
