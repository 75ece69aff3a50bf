import { createTalkGraph } from '../../src/talk-graph/talk-graph.ts';
import { percentile } from '../benchmark.ts';
import { seededRandom } from '../draws.ts';
import { residentMb } from '../proc.ts';

/** A process of its own: an organisation of 100,000, made up, and what its talk graph costs in time and memory. */

const teams = 10_000;
const people = 100_000;
const interactions = 10_000_000;
const threads = 50_000;
const questions = 300;
/** Everybody turns to so many others at most, most of them of their own team. */
const contacts = 30;

const random = seededRandom(1);
const from = Uint32Array.from({ length: interactions }, () => random() * people);
const slots = Uint8Array.from({ length: interactions }, () => random() * contacts);
const places = Array.from({ length: teams }, (_, team) => team);
const words = Array.from({ length: 5_000 }, (_, word) => `w${word.toString(36)}x`);

function textOf(length: number): string {
  return Array.from({ length }, () => words[Math.floor(random() ** 3 * words.length)]).join(' ');
}

function contactOf(person: number, slot: number): number {
  if (slot < contacts / 2) return (person + teams * (1 + slot)) % people;
  return (Math.imul(person, 2_654_435_761) + Math.imul(slot, 40_503)) >>> 0;
}

const before = settledMb();
const graph = createTalkGraph();
for (let person = 0; person < people; person++) graph.member(person, person % teams);

const start = performance.now();
for (let index = 0; index < interactions; index++) {
  const person = from[index] ?? 0;
  const other = contactOf(person, slots[index] ?? 0) % people;
  graph.interaction(person, other, 1_700_000_000 + index * 3);
}
const ingestS = (performance.now() - start) / 1_000;

const now = 1_700_000_000 + interactions * 3;
for (let thread = 0; thread < threads; thread++) {
  const place = Math.floor(random() * teams);
  const message = { at: now, team: place, thread };
  graph.read({ ...message, author: place, text: textOf(40) });
  graph.read({ ...message, author: Math.floor(random() * people) });
}
// What all rankings of a moment share is worked out once.
rank();
const times = Array.from({ length: questions }, () => {
  const began = performance.now();
  rank();
  return performance.now() - began;
});

function rank(): void {
  graph.rank({ at: now, team: Math.floor(random() * teams), text: textOf(40), rarityWeight: 1 }, places);
}

function settledMb(): number {
  globalThis.gc?.();
  return residentMb(process.pid);
}

const mb = settledMb() - before;
console.log(JSON.stringify({ measured: { ingestS, rankP95Ms: percentile(times, 0.95), mb } }));
