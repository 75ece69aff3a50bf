import type { Presence } from './presence.ts';
import { termsOf, writtenIn } from './terms.ts';
import type { Threads } from './threads.ts';

/** What a team's relevance rests on, for people to read. */
export interface Evidence {
  /** Past threads like the text in which people of the team took part, or which stood in the team. */
  readonly threads: number;
  /** What the text has in common with them, as it is written there, the rarest first. */
  readonly words: readonly string[];
}

/** Threads less like the text than this part of the most alike one are no evidence. */
const leastLikeness = 0.5;
/** Such a part of somebody's home makes them one of the team. */
const leastHome = 0.25;

export function evidenceFor(
  team: number,
  { presence, threads }: { presence: Presence; threads: Threads },
  question: { at: number; text: string; thread?: number | undefined },
): Evidence {
  const near = threads.nearest(question.text, question.at, question.thread);
  const least = leastLikeness * (near[0]?.score ?? 0);
  const isOfTeam = (person: number): boolean =>
    presence.homesOf(person, question.at).some((home) => home.team === team && home.share >= leastHome);
  const concerned = near
    .filter(({ score }) => score >= least)
    .map(({ document }) => document)
    .filter((thread) => threads.teamsOf(thread).includes(team) || threads.peopleOf(thread).some(isOfTeam));
  const terms = threads.commonTerms(termsOf(question.text), concerned);
  return { threads: concerned.length, words: terms.map((term) => writtenIn(question.text, term)) };
}
