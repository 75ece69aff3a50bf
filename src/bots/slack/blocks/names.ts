import { isBlank } from './characters.ts';

/** Hands out `block_id` and `action_id`: the card's own where they fit, else ours, never one twice. */
export interface Names {
  block(wanted: string | undefined, kind: string): string;
  action(wanted: string | undefined, kind: string): string;
}

const LONGEST = 255;
const REPEAT = /#\d+$/;

export function createNames(): Names {
  const blocks = createUnique();
  const actions = createUnique();
  return {
    block: (wanted, kind) => blocks(wanted, kind),
    action: (wanted, kind) => actions(wanted, kind),
  };
}

/** The name that stands in an `action_id`, without the number that tells repeats apart. */
export function actionNameOf(actionId: string): string {
  return actionId.replace(REPEAT, '');
}

/** Whether a name may be one that we gave where the card's own did not fit, or there was none. */
export function isNameOfOurs(id: string): boolean {
  return /^[a-z]+:\d+$/.test(id);
}

function createUnique(): (wanted: string | undefined, kind: string) => string {
  const taken = new Map<string, number>();
  return (wanted, kind) => {
    const name = isFit(wanted) ? wanted : `${kind}:`;
    let count = (taken.get(name) ?? 0) + 1;
    let id = numbered(name, count);
    while (id !== name && taken.has(id)) id = numbered(name, ++count);
    taken.set(name, count);
    if (id !== name) taken.set(id, 1);
    return id;
  };
}

/** The first is called as wanted, unless that would read as a repeat or is our own prefix. */
function numbered(name: string, count: number): string {
  if (name.endsWith(':')) return `${name}${count}`;
  return count === 1 && !REPEAT.test(name) ? name : `${name}#${count}`;
}

function isFit(id: string | undefined): id is string {
  if (id === undefined || isBlank(id) || id.length > LONGEST - 8) return false;
  if (id.endsWith(':') || id === '__proto__' || id.trim() !== id) return false;
  return /^[\x20-\x7E]+$/.test(id);
}
