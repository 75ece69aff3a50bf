/*
 * What people have before their eyes: every button, form and field that the app has shown so far, as each platform got
 * it. Whoever presses these gets where no made-up payload gets, with the ids of what really is in the database.
 */

export type Json = Record<string, unknown>;

/** A button, and what stands around it. */
export interface SeenPress {
  readonly name: string;
  readonly press: Json;
  /** Slack: the blocks of its message. Teams: the card that it stands in. */
  readonly around: unknown;
}

export interface Seen {
  /** Looks at whatever was sent or answered. */
  look(shown: unknown): void;
  readonly slackButtons: () => readonly SeenPress[];
  readonly slackViews: () => readonly Json[];
  readonly teamsActions: () => readonly SeenPress[];
}

/** Of each name, so that what is shown often does not crowd out the rest. */
const mostOfOne = 6;

export function createSeen(): Seen {
  const buttons = createPool<SeenPress>();
  const views = createPool<Json>();
  const actions = createPool<SeenPress>();

  function look(shown: unknown, around: unknown): void {
    if (typeof shown !== 'object' || shown === null) return;
    const object = shown as Json;
    const inner = Array.isArray(object.blocks) ? object.blocks : object.type === 'AdaptiveCard' ? object : around;
    lookAt(object, inner);
    for (const each of Object.values(object)) look(each, inner);
  }

  function lookAt(object: Json, around: unknown): void {
    if (object.type === 'button' && typeof object.action_id === 'string') {
      const name = object.action_id.replace(/#.*$/, '');
      buttons.add(name, { name, press: object, around });
    }
    if (object.type === 'modal') views.add(String(object.callback_id), object);
    if (object.type === 'Action.Execute' || object.type === 'Action.Submit') {
      const data = (object.data ?? {}) as Json;
      const name = [object.verb, data.action, data.form].find((each) => typeof each === 'string') ?? '';
      actions.add(name, { name, press: object, around });
    }
  }

  return {
    look: (shown) => look(shown, undefined),
    slackButtons: buttons.list,
    slackViews: views.list,
    teamsActions: actions.list,
  };
}

function createPool<T>() {
  const byName = new Map<string, T[]>();
  return {
    add(name: string, one: T): void {
      const known = byName.get(name) ?? [];
      known.push(one);
      if (known.length > mostOfOne) known.shift();
      byName.set(name, known);
    },
    list: (): readonly T[] => [...byName.values()].flat(),
  };
}
