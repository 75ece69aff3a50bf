import { z } from 'zod';
import { introduce } from '../introductions/introduce.ts';
import type { Distance, Person } from '../introductions/weights.ts';
import { badLine, rowsOf } from './json-lines.ts';

/** `outloud introduce`: people and what lies between their teams, as lines of JSON; groups out. */

export interface IntroduceOptions {
  readonly size: number;
  readonly seed: number;
  /** The round that is to be made; without it the one after the latest in the input. */
  readonly round: number | undefined;
}

const id = z.string();

const distanceRow = z.object({ type: z.literal('distance'), a: id, b: id, d: z.number().min(0) });
const personRow = z.object({
  person: id,
  team: id,
  interests: z.array(z.number()).nullish(),
  met: z.array(z.object({ person: id, round: z.number().nullish() })).nullish(),
});

/** Told apart before they are checked, so that a complaint is about the row that was meant. */
const introduceRow = z.looseObject({ type: z.unknown().optional() }).transform((row, context) => {
  const parsed = (row.type === 'distance' ? distanceRow : personRow).safeParse(row);
  if (parsed.success) return parsed.data;
  for (const { path, message } of parsed.error.issues) context.addIssue({ code: 'custom', path: [...path], message });
  return z.NEVER;
});

/** A line for each group, and a last one that says who is left and what all groups are worth. */
export async function* answerIntroduce(
  chunks: AsyncIterable<string>,
  { size, seed, round }: IntroduceOptions,
): AsyncGenerator<string> {
  const { people, distances } = await readInput(chunks);
  const { groups, left, total } = introduce({ people, distances, size, seed, round: round ?? nextRound(people) });
  for (const { group, weight } of groups) yield `${JSON.stringify({ group, weight })}\n`;
  yield `${JSON.stringify({ left, total })}\n`;
}

interface Input {
  readonly people: Person[];
  readonly distances: Distance[];
}

async function readInput(chunks: AsyncIterable<string>): Promise<Input> {
  const input: Input = { people: [], distances: [] };
  const known = new Set<string>();
  for await (const { line, content } of rowsOf(chunks, introduceRow)) {
    const complaint = 'person' in content ? addPerson(input, content, known) : addDistance(input, content, known);
    if (complaint) throw badLine(line, complaint);
  }
  return input;
}

/** What is wrong with the row, if anything. */
function addDistance({ distances }: Input, { a, b, d }: Distance, known: Set<string>): string | undefined {
  const key = JSON.stringify([a, b].sort());
  if (known.has(key)) return `a second distance between the teams ${JSON.stringify(a)} and ${JSON.stringify(b)}`;
  known.add(key);
  distances.push({ a, b, d });
  return undefined;
}

function addPerson({ people }: Input, row: z.infer<typeof personRow>, known: Set<string>): string | undefined {
  const interests = row.interests ?? [];
  const others = people.find((person) => person.interests.length > 0)?.interests.length ?? interests.length;
  if (known.has(row.person)) return `the person ${JSON.stringify(row.person)} a second time`;
  if (interests.length > 0 && interests.length !== others) {
    return `"interests": ${interests.length} numbers, others have ${others}`;
  }
  known.add(row.person);
  const met = (row.met ?? []).map(({ person, round }) => ({ person, round: round ?? undefined }));
  people.push({ id: row.person, team: row.team, interests, met });
  return undefined;
}

function nextRound(people: readonly Person[]): number {
  return 1 + people.flatMap(({ met }) => met).reduce((latest, { round }) => Math.max(latest, round ?? 0), 0);
}
