import type { Prompt } from './library.ts';

/** What a person was asked before, newest first. */
export interface PastRound {
  readonly promptId: string;
  readonly state: 'open' | 'answered' | 'skipped';
}

export interface Choosing {
  readonly prompts: readonly Prompt[];
  /** Prompts of the community in somebody's own words, oldest first; they go before the library's. */
  readonly own: readonly Prompt[];
  /** Themes that the community chose; none means all. */
  readonly themes: readonly string[];
  readonly past: readonly PastRound[];
}

/**
 * The prompts that suit, best first. Never one that was asked before while another is left; never the same theme twice
 * running; nothing more than one braver than the bravest answered, and one gentler after a skip. Library order decides
 * the rest, so that people with the same past get the same question and can talk about it.
 */
export function rankPrompts({ prompts, own, themes, past }: Choosing): Prompt[] {
  const asked = new Set(past.map((round) => round.promptId));
  const fresh = own.filter((prompt) => !asked.has(prompt.id));
  const library = prompts.filter((prompt) => themes.length === 0 || themes.includes(prompt.theme));
  const byId = new Map(prompts.map((prompt) => [prompt.id, prompt]));
  const lastTheme = byId.get(past[0]?.promptId ?? '')?.theme;
  const bravest = stretchAllowed(past, byId);
  const penalty = (prompt: Prompt) =>
    (asked.has(prompt.id) ? 4 : 0) + (prompt.stretch > bravest ? 2 : 0) + (prompt.theme === lastTheme ? 1 : 0);
  const ranked = library.toSorted(
    (a, b) => penalty(a) - penalty(b) || themeTurn(a, past, byId) - themeTurn(b, past, byId),
  );
  return [...fresh, ...ranked];
}

function stretchAllowed(past: readonly PastRound[], byId: ReadonlyMap<string, Prompt>): number {
  const answered = past
    .filter((round) => round.state === 'answered')
    .map((round) => byId.get(round.promptId)?.stretch ?? 1);
  const allowed = Math.min(3, Math.max(0, ...answered) + 1);
  const latest = past[0];
  if (latest?.state !== 'skipped') return allowed;
  return Math.max(1, Math.min(allowed, (byId.get(latest.promptId)?.stretch ?? 1) - 1));
}

/** How often a theme has had its turn, so that themes go round. */
function themeTurn(prompt: Prompt, past: readonly PastRound[], byId: ReadonlyMap<string, Prompt>): number {
  return past.filter((round) => byId.get(round.promptId)?.theme === prompt.theme).length;
}
