import type { Presence } from './presence.ts';
import type { Threads } from './threads.ts';

/**
 * Which teams care for a text: the past threads most like it -> who took part in them -> where those people are at
 * home. With bm25 of thread i divided by the best of them:
 *
 *   a(u)   = sum over threads i that u took part in of bm25(i)^2
 *   rel(B) = ln(1 + sum over u of h(u) ln(1 + a(u)) q_u(B) + 0.25 sum over threads i of B of bm25(i)^2)
 *
 * q_u(B) is B's part of u's home. h(u) is 1/2 for people who write in the team that the text stands in: they read it
 * there anyway.
 */
export function relevanceOf(
  { presence, threads }: { presence: Presence; threads: Threads },
  { at, team, text, thread }: { at: number; team: number; text: string; thread?: number | undefined },
): (candidate: number) => number {
  const near = threads.nearest(text, at, thread);
  const best = near[0]?.score ?? 1;
  const involved = new Map<number, number>();
  const care = new Map<number, number>();
  for (const { document, score } of near) {
    const likeness = (score / best) ** 2;
    for (const person of threads.peopleOf(document)) addTo(involved, person, likeness);
    for (const place of threads.teamsOf(document)) addTo(care, place, placeWeight * likeness);
  }
  for (const [person, likeness] of involved) {
    const heard = presence.isPresent(person, team, at) ? heardWeight : 1;
    for (const home of presence.homesOf(person, at)) addTo(care, home.team, heard * Math.log1p(likeness) * home.share);
  }
  const activityOf = presence.activityAt(at);
  return (candidate) => Math.log1p((care.get(candidate) ?? 0) + liveliness(activityOf(candidate)));
}

const placeWeight = 0.25;
const heardWeight = 0.5;

/** Where nothing else is known, teams in which more is said come first; anything that is known outweighs it. */
function liveliness(activity: number): number {
  return (leastWeight * activity) / (activity + manyMessages);
}

const leastWeight = 1e-3;
const manyMessages = 100;

function addTo(sums: Map<number, number>, key: number, value: number): void {
  sums.set(key, (sums.get(key) ?? 0) + value);
}
