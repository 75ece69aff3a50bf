import type { Words } from '../../../cards/words.ts';
import type { Design } from './design.ts';

/**
 * Words in an owner's own summary that say more than the design can show. It only ever leads to a suggestion that can be
 * turned down, so what is doubtful is let pass: denials, doubts, questions, other causes, "proved tricky". English only.
 */
export interface Overclaim {
  readonly about: 'cause' | 'everyone' | 'decimals';
  /** As the summary has it, and where: `summary.slice(start, end) === said`. */
  readonly said: string;
  readonly start: number;
  readonly end: number;
}

/** Which way the figure itself went. */
export type Way = 'up' | 'down' | 'same';

/** The first one, if any. */
export function findOverclaim(summary: string, design: Design): Overclaim | undefined {
  const found = patternsFor(design).flatMap(({ about, pattern }) =>
    [...summary.matchAll(pattern)]
      .filter((match) => isClaimed(summary, match))
      .map((match) => ({ about, said: match[0], start: match.index, end: match.index + match[0].length })),
  );
  return found.toSorted((one, other) => one.start - other.start)[0];
}

/** "Did you mean 'went up while'?" and why. */
export function sayOverclaim(words: Words, { about, said }: Overclaim, way: Way): string {
  return about === 'cause'
    ? words(`pilotReading.suggest.cause.${way}`, { said })
    : words(`pilotReading.suggest.${about}`, { said });
}

interface Pattern {
  readonly about: Overclaim['about'];
  readonly pattern: RegExp;
}

/** What a sentence about a pilot points at. */
const pilotNouns = 'pilot|test|trial|experiment|change|idea|approach|format|version|style|layout|content|new|q&as?';
const figureNouns =
  'clicks?|traffic|engagement|sign-?ups?|bookings?|replies|views|visits|results?|responses?|numbers?|figures?|interest|' +
  'increase|rise|growth|jump|drop|fall|uplift|people|residents|readers|staff';
const harmless =
  'confusion|problems?|trouble|delays?|complaints?|questions?|stress|offence|upset|friction|headaches?|a stir|' +
  'a (?:few|bit of|lot of)? ?(?:confusion|problems?|trouble|delays?|complaints?|questions?)|(?:some|much|extra|more) ' +
  '(?:confusion|problems?|trouble|delays?|complaints?|questions?|work)';
const turnedOut =
  'to be|too|so|very|really|quite|rather|a bit|more|less|hard|harder|difficult|tricky|easy|easier|popular|unpopular|' +
  'useful|helpful|worth|worthwhile|impossible|possible|slow|quick|awkward|handy|fiddly|challenging|a challenge|right|' +
  'wrong|valuable|invaluable|expensive|cheap|fun';

const causes: readonly Pattern[] = [
  `\\bcaus(?:ed|ing)\\b(?! (?:${harmless})\\b)`,
  '\\bcauses(?= (?:more|fewer|less|higher|lower|an?|the|people)\\b)',
  `\\bprove[dns]\\b(?! (?:${turnedOut})\\b)|\\bproof that\\b`,
  '\\bsignificantly\\b(?! (?:more|less) (?:work|effort|time)\\b)|\\bstatistically significant\\b',
  `\\b(?:drove|driving|drives|driven)(?= (?:up|down|more|fewer|less|\\d|(?:(?:the|this|these|our|an?|extra|new) )?(?:${figureNouns})\\b))`,
  `\\bbecause of (?:this|that|it|these)\\b(?=\\s*(?:[.,;:!]|$|and\\b|but\\b|(?:new )?(?:${pilotNouns})\\b))`,
  `\\bbecause of (?:the|our|my)(?= (?:${pilotNouns})\\b)`,
].map((source) => ({ about: 'cause', pattern: new RegExp(source, 'gi') }));

const everyone: readonly Pattern[] = [
  /\bfor everyone\b/gi,
  /\balways (?:works?|wins?|beats?|does better|do better|better)\b|\bwill always\b/gi,
].map((pattern) => ({ about: 'everyone', pattern }));

const percentage = '\\d+[.,]\\d+ ?(?:%|per ?cent\\b)';
const decimals: readonly Pattern[] = [
  `${percentage}(?= (?:higher|lower|more|fewer|less|better|worse|up|down|rise|increase|drop|fall|uplift|growth|jump)\\b)`,
  `(?<=\\b(?:by|up|down|rose|fell|grew|increased|dropped|(?:uplift|rise|increase|drop|fall|jump|growth|gain) of) )${percentage}`,
].map((source) => ({ about: 'decimals', pattern: new RegExp(source, 'gi') }));

function patternsFor(design: Design): readonly Pattern[] {
  switch (design) {
    case 'split':
      return everyone;
    case 'usual_range':
      return [...causes, ...decimals];
    default:
      return causes;
  }
}

const otherCauses =
  /\b(?:holidays?|half[- ]term|term|easter|christmas|ramadan|weather|snow|storm|flood\w*|heat ?wave|strikes?|elections?|outage|bugs?|error|glitch|mistake|typo|broken link|delay|virus|covid|news|press|bills?|tax|system|server|platform|algorithm)\b/i;
const doubts =
  /\b(?:not(?! (?:only|just)\b)|never|no|nothing|nobody|cannot|without|hardly|may|might|could|perhaps|maybe|possibly|whether|if|unclear|unsure|unless)\b|n['’]t\b/i;

/** Neither denied nor doubted nor asked, and not about something else that happened. */
function isClaimed(summary: string, match: RegExpExecArray): boolean {
  const before =
    summary
      .slice(0, match.index)
      .split(/[.;!?\n]|\b(?:but|and|although|though)\b/i)
      .at(-1) ?? '';
  const after = summary.slice(match.index + match[0].length).split(/(?<=[.;!?\n])/)[0] ?? '';
  const isAsked = after.trimEnd().endsWith('?');
  const isByOther = /^ by\b/.test(after) && otherCauses.test(after);
  return !isAsked && !isByOther && !doubts.test(before) && !otherCauses.test(before);
}
