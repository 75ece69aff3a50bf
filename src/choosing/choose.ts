import { createChance } from '../base/chance.ts';
import { createTurns } from '../base/turns.ts';
import type { Talk } from '../talk-graph/talk.ts';
import { createCaps } from './caps.ts';
import { tooMuch } from './fatigue.ts';
import { createReadings } from './likeness.ts';
import type { Posted } from './posted.ts';
import { type Reason, reasonFor } from './reason.ts';

/** Something that may travel: its author's leave and the rules of the places stand, they are not asked here. */
export interface Offer {
  readonly id: string;
  /** The place that it comes from. */
  readonly from: string;
  readonly text: string;
  /** Its own thread in the talk graph: no evidence for itself. */
  readonly thread?: string;
  /** Where it may go: places that take highlights, may have this one and have not had it. */
  readonly to: readonly string[];
}

export interface Choosing {
  readonly offers: readonly Offer[];
  readonly posted: readonly Posted[];
  /** How many a week each place takes; two where it says nothing, and never more than two. */
  readonly perWeek?: ReadonlyMap<string, number>;
  readonly talk: Pick<Talk, 'rank' | 'explain'>;
  /** When somebody of the one place last turned to somebody of the other, if ever. */
  readonly lastTalked?: (one: string, other: string) => Promise<Date | undefined>;
  readonly now: Date;
  /** The same request and seed: the same choice. */
  readonly seed: number;
  /** 1, the default: bridges first; 0.5 prefers relevance; 0 leaves rarity out. */
  readonly rarityWeight?: number;
  /** At most so many in all. */
  readonly most?: number;
}

export interface Suggestion {
  readonly offer: string;
  readonly from: string;
  readonly to: string;
  /** Comparable within one choice; how promising it is, with what was posted lately taken into account. */
  readonly score: number;
  readonly reason: Reason;
}

/** Below it there is hardly a sign that anybody there cares: silence beats noise. */
const leastScore = 0.25;
/** The part of all suggestions that chance makes, so that it can be told one day whether choosing helps. */
const leftToChance = 0.075;

/**
 * The week's suggestions, the best first: relevance times rarity, less for pairs and places that had much lately, within
 * the caps of two into a place, two out of it and one a pair in seven days. Nothing that resembles what goes, or went,
 * to the same place. Nothing is saved, and the same request gives the same choice. Among very many places that takes a
 * while, in which everything else in the process goes on.
 */
export async function chooseHighlights(choosing: Choosing): Promise<Suggestion[]> {
  const { posted, perWeek, now, seed, most = Number.POSITIVE_INFINITY } = choosing;
  const caps = createCaps({ posted, perWeek, now });
  const chance = createChance(seed);
  const readings = createReadings();
  for (const { to, text = '' } of posted) readings.add(to, text);
  const isNew = ({ to, text }: Pair): boolean => !readings.hasNearlySame(to, text);
  const letOthers = createTurns();
  const chosen: Suggestion[] = [];
  let open: Pair[] = [];
  for (const pair of await pairsOf(choosing, letOthers)) {
    if (isNew(pair)) open.push(pair);
    await letOthers();
  }

  while (chosen.length < most) {
    open = open.filter(caps.allow);
    const best = open.find(({ score }) => score >= leastScore);
    if (!best) break;
    const isByChance = chance.happens(leftToChance);
    const pair = isByChance ? (chance.oneOf(open) ?? best) : best;
    caps.count(pair);
    readings.add(pair.to, pair.text);
    open = open.filter((each) => each !== pair && (each.to !== pair.to || isNew(each)));
    chosen.push(await suggestionOf(choosing, pair, isByChance));
    await letOthers();
  }
  return chosen.toSorted((one, other) => other.score - one.score);
}

interface Pair {
  readonly offer: string;
  readonly from: string;
  readonly to: string;
  readonly text: string;
  readonly thread: string | undefined;
  readonly score: number;
  readonly rarity: number;
}

/** Every offer with every place that it may go to, the best first. */
async function pairsOf(choosing: Choosing, letOthers: () => Promise<void>): Promise<Pair[]> {
  const { offers, posted, talk, now, rarityWeight = 1 } = choosing;
  const places = [...new Set(offers.flatMap(({ from, to }) => [from, ...to]))];
  const fatigue = tooMuch(posted, now);
  const pairs: Pair[] = [];
  for (const { id, from, to, text, thread } of offers) {
    const had = new Set(posted.filter(({ offer }) => offer === id).map((each) => each.to));
    const wanted = new Set(to.filter((place) => !had.has(place)));
    for (const { team, score, rarity } of talk.rank(
      { at: secondsOf(now), team: from, text, thread, rarityWeight },
      places,
    )) {
      if (!wanted.has(team)) continue;
      pairs.push({ offer: id, from, to: team, text, thread, rarity, score: score * fatigue({ from, to: team }) });
    }
    await letOthers();
  }
  return pairs.sort((one, other) => other.score - one.score);
}

async function suggestionOf(choosing: Choosing, pair: Pair, isByChance: boolean): Promise<Suggestion> {
  const { offer, from, to, score } = pair;
  return { offer, from, to, score, reason: isByChance ? { kind: 'chance' } : await reasonOf(choosing, pair) };
}

async function reasonOf({ talk, posted, lastTalked, now }: Choosing, pair: Pair): Promise<Reason> {
  const { from, to, text, thread, rarity } = pair;
  const heard = posted.filter((each) => each.from === from && each.to === to).map(({ at }) => at);
  const talked = await lastTalked?.(from, to);
  return reasonFor({
    evidence: talk.explain({ at: secondsOf(now), text, thread }, to),
    heard: [...heard, ...(talked ? [talked] : [])],
    rarity,
    now,
  });
}

function secondsOf(date: Date): number {
  return date.getTime() / 1_000;
}
