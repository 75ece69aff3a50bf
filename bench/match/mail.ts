import { join } from 'node:path';
import { createTalk } from '../../src/talk-graph/talk.ts';
import { day, readTable } from './chat-data.ts';

/** Is "rarely talks" stable? An institution's mail: what the first 70 % of the time says of the rest (E1a). */

interface Mail {
  readonly at: number;
  readonly from: string;
  readonly to: string;
}

const longest = 375 * day;
const learntFrom = 0.7;
const leastPeople = 5;

interface Stability {
  readonly pairs: number;
  /** Spearman with the held-out ratio, of the rule and of the raw count. */
  readonly rule: number;
  readonly count: number;
}

export function stabilityOf(folder: string): Stability {
  const { mails, teams } = readMail(folder);
  const [first = 0, last = 0] = [mails[0]?.at, mails.at(-1)?.at];
  const cut = first + (last - first) * learntFrom;
  const talk = createTalk();
  for (const [person, team] of teams) talk.member(person, team);
  const before = mails.filter(({ at }) => at < cut);
  for (const { from, to, at } of before) talk.interaction(from, to, at);
  const compare = talk.compare(Math.ceil(cut));

  const names = [...new Set(teams.values())];
  const [counted, held] = [
    countBetween(before, teams, names),
    countBetween(
      mails.filter(({ at }) => at >= cut),
      teams,
      names,
    ),
  ];
  const expected = expectedOf(held);
  const pairs = names.flatMap((_, a) => names.slice(0, a).map((__, b) => [a, b] as const));
  const large = pairs.filter(([a, b]) => (expected[a]?.[b] ?? 0) >= 2);
  const truth = large.map(([a, b]) => ((held[a]?.[b] ?? 0) + 2) / ((expected[a]?.[b] ?? 0) + 2));
  return {
    pairs: large.length,
    rule: spearman(
      large.map(([a, b]) => compare(names[a] ?? '', names[b] ?? '').ratio),
      truth,
    ),
    count: spearman(
      large.map(([a, b]) => counted[a]?.[b] ?? 0),
      truth,
    ),
  };
}

/** Of people whose department is certain, in departments of at least five who took part. */
function readMail(folder: string): { mails: readonly Mail[]; teams: ReadonlyMap<string, string> } {
  const departments = new Map(
    readTable(join(folder, 'dept.csv'))
      .filter(([, , ambiguous]) => ambiguous !== '1')
      .map(([person = '', team = '']) => [person, team]),
  );
  let now = 0;
  const all = readTable(join(folder, 'emails.csv.gz')).map(([wait, from = '', to = '']): Mail => {
    now += Number(wait);
    return { at: now, from, to };
  });
  const start = all[0]?.at ?? 0;
  const known = all.filter(({ at, from, to }) => at - start <= longest && departments.has(from) && departments.has(to));
  const active = new Set(known.flatMap(({ from, to }) => [from, to]));
  const sizes = Map.groupBy(active, (person) => departments.get(person) ?? '');
  const teams = new Map(
    [...active].flatMap((person) => {
      const team = departments.get(person) ?? '';
      return (sizes.get(team)?.length ?? 0) >= leastPeople ? [[person, team] as const] : [];
    }),
  );
  return { mails: known.filter(({ from, to }) => teams.has(from) && teams.has(to)), teams };
}

function countBetween(
  mails: readonly Mail[],
  teams: ReadonlyMap<string, string>,
  names: readonly string[],
): number[][] {
  const at = new Map(names.map((name, index) => [name, index]));
  const counts = names.map(() => names.map(() => 0));
  for (const { from, to } of mails) {
    const [a = 0, b = 0] = [at.get(teams.get(from) ?? ''), at.get(teams.get(to) ?? '')];
    if (a === b) continue;
    for (const [one, other] of [
      [a, b],
      [b, a],
    ] as const) {
      const row = counts[one];
      if (row) row[other] = (row[other] ?? 0) + 1;
    }
  }
  return counts;
}

/** What the sums of each lead to expect where nobody counts with themself: x_A x_B with the same sums, by iteration. */
function expectedOf(counts: readonly (readonly number[])[]): number[][] {
  const sums = counts.map((row) => row.reduce((sum, count) => sum + count, 0));
  const total = sums.reduce((sum, each) => sum + each, 0);
  let x = sums.map((sum) => Math.max(sum, 1e-9) / Math.sqrt(Math.max(total, 1e-9)));
  for (let round = 0; round < 500; round++) {
    const all = x.reduce((sum, each) => sum + each, 0);
    x = x.map((each, at) => 0.5 * each + (0.5 * (sums[at] ?? 0)) / Math.max(all - each, 1e-12));
  }
  return x.map((one, a) => x.map((other, b) => (a === b ? 0 : one * other)));
}

function spearman(one: readonly number[], other: readonly number[]): number {
  const [a, b] = [ranksOf(one), ranksOf(other)];
  const middle = (a.length + 1) / 2;
  const product = (xs: readonly number[], ys: readonly number[]): number =>
    xs.reduce((sum, x, at) => sum + (x - middle) * ((ys[at] ?? 0) - middle), 0);
  return product(a, b) / Math.sqrt(product(a, a) * product(b, b));
}

/** Equal values share the middle of their ranks. */
function ranksOf(values: readonly number[]): number[] {
  const order = [...values.keys()].toSorted((a, b) => (values[a] ?? 0) - (values[b] ?? 0));
  const ranks = values.map(() => 0);
  for (let from = 0; from < order.length; ) {
    let until = from;
    while (until < order.length && values[order[until] ?? 0] === values[order[from] ?? 0]) until++;
    for (let at = from; at < until; at++) ranks[order[at] ?? 0] = (from + until + 1) / 2;
    from = until;
  }
  return ranks;
}
