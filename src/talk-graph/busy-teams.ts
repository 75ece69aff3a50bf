import { day } from './decay.ts';

/** Which teams have had at least so many messages in the last 90 days: the candidates of `outloud match`. */
export interface BusyTeams {
  message(team: string, at: number): void;
  /** Those with the wanted number of messages in the 90 days before `at`, which never goes back. */
  at(at: number): string[];
}

const period = 90 * day;

interface Latest {
  /** When its last messages were, oldest first, without those at `at`; at least as many as are wanted if there were. */
  times: number[];
  at: number;
  countAtOnce: number;
}

export function createBusyTeams(wanted: number): BusyTeams {
  const teams = new Map<string, Latest>();

  /** When the last `wanted` messages before a moment began. */
  function startOfLast({ times, at, countAtOnce }: Latest, before: number): number {
    const more = wanted - (at < before ? countAtOnce : 0);
    return more <= 0 ? at : (times[times.length - more] ?? Number.NEGATIVE_INFINITY);
  }

  return {
    message(team, at) {
      const latest = teams.get(team) ?? { times: [], at, countAtOnce: 0 };
      teams.set(team, latest);
      if (latest.at === at) {
        latest.countAtOnce++;
        return;
      }
      for (let count = Math.min(latest.countAtOnce, wanted); count > 0; count--) latest.times.push(latest.at);
      if (latest.times.length > 2 * wanted) latest.times = latest.times.slice(-wanted);
      latest.at = at;
      latest.countAtOnce = 1;
    },
    at: (at) => [...teams].filter(([, latest]) => startOfLast(latest, at) >= at - period).map(([team]) => team),
  };
}
