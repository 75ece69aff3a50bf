import type { Clock } from '../../base/clock.ts';
import { SlackRefusal } from './errors.ts';

/** A trigger lives this long (docs.slack.dev/interactivity/handling-user-interaction), in real time. */
const lifeMs = 3000;

/** Hands out the ids with which an app may open a modal for a person, once, within three seconds. */
export interface Triggers {
  make(person: string): string;
  /** Whose it was; refused as Slack refuses it. */
  exchange(id: string): string;
}

export function createTriggers(realClock: Clock): Triggers {
  const made = new Map<string, { person: string; at: number; used: boolean }>();
  let count = 0;

  return {
    make(person) {
      const at = realClock.now().getTime();
      for (const [id, trigger] of made) {
        if (at - trigger.at > 20 * lifeMs) made.delete(id);
      }
      count += 1;
      const id = `${at}.${count}.${Buffer.from(`${person}${count}`).toString('hex')}`;
      made.set(id, { person, at, used: false });
      return id;
    },
    exchange(id) {
      if (id === '') throw new SlackRefusal('invalid_arguments');
      const trigger = made.get(id);
      if (!trigger) throw new SlackRefusal(/^\d+\.\d+\.\w+$/.test(id) ? 'expired_trigger_id' : 'invalid_trigger_id');
      if (trigger.used) throw new SlackRefusal('exchanged_trigger_id');
      if (realClock.now().getTime() - trigger.at > lifeMs) throw new SlackRefusal('expired_trigger_id');
      trigger.used = true;
      return trigger.person;
    },
  };
}
