import { cardToBlockKit } from '@chat-adapter/slack';
import { renderCard, type Surface } from '../src/bots/slack/render-card.ts';
import type { Sample as CardSample } from '../src/cards/sample.ts';
import { samples as cardSamples } from '../src/cards/samples.ts';
import type { AdaptiveCard } from '../src/chat/card.ts';
import { asChatCard } from './baselines/chat-card.ts';
import { type Benchmark, median, percentile, type Report } from './benchmark.ts';

const rounds = 7;
const roundMs = 1_000;

interface Card {
  readonly name: string;
  readonly surface: Surface;
  readonly card: Pick<AdaptiveCard, 'body' | 'actions'> & { readonly type: string };
}

interface Way {
  readonly name: string;
  /** One call for each card, in the order of the cards; what is returned is only looked at to be sure of it. */
  readonly calls: readonly (() => unknown)[];
}

interface Sample {
  readonly name: string;
  readonly round: number;
  readonly perSecond: number;
  readonly p50Us: number;
  readonly p99Us: number;
  readonly cpuUs: number;
  /** The middle time of every card, in the order of the cards. */
  readonly cardsUs: readonly number[];
}

const baseline = 'JSON.stringify of the card';
const own = 'Outloud, any Adaptive Card';
const others = 'chat (Vercel), its own cards';

async function run(): Promise<Report> {
  const cards = Object.entries(cardSamples).flatMap(([name, list]) => list.map((sample) => cardOf(name, sample)));
  const chatCards = cards.map(({ card }) => asChatCard(card));
  const ways: readonly Way[] = [
    {
      name: baseline,
      calls: cards.map(
        ({ card }) =>
          () =>
            JSON.stringify(card),
      ),
    },
    { name: others, calls: chatCards.map((card) => () => cardToBlockKit(card)) },
    {
      name: own,
      calls: cards.map(
        ({ card, surface }) =>
          () =>
            renderCard(card, { surface }),
      ),
    },
  ];
  for (const { name, calls } of ways) {
    if (calls.some((call) => (call() as string | object[]).length === 0)) throw new Error(`${name} made nothing`);
  }
  const samples: Sample[] = [];
  // The round before the first is not counted: the code is compiled in it.
  for (let round = -1; round < rounds; round++) {
    const order = round % 2 === 0 ? ways : ways.toReversed();
    for (const way of order) {
      const sample = measure(way, round);
      if (round >= 0) samples.push(sample);
    }
  }
  return {
    columns: ['what', 'cards a second', 'p50, µs', 'p99, µs', 'CPU, µs a card', 'CPU to JSON.stringify'],
    rows: ways.map(({ name }) => row(samples, name)),
    notes: notes(samples, cards),
    samples,
  };
}

function cardOf(name: string, sample: CardSample): Card {
  if ('type' in sample) return { name, surface: name === 'homeCard' ? 'home' : 'message', card: sample };
  if ('name' in sample) return { name, surface: 'modal', card: { type: 'AdaptiveCard', body: sample.body } };
  if (sample.card === undefined) throw new Error(`${name} has no card`);
  return { name, surface: 'message', card: sample.card };
}

function measure({ name, calls }: Way, round: number): Sample {
  const times = calls.map((): number[] => []);
  const cpuBefore = process.cpuUsage();
  const begun = performance.now();
  while (performance.now() - begun < roundMs) {
    for (const [at, call] of calls.entries()) {
      const before = performance.now();
      call();
      times[at]?.push((performance.now() - before) * 1_000);
    }
  }
  const seconds = (performance.now() - begun) / 1_000;
  const { user, system } = process.cpuUsage(cpuBefore);
  const all = times.flat();
  return {
    name,
    round,
    perSecond: all.length / seconds,
    p50Us: percentile(all, 0.5),
    p99Us: percentile(all, 0.99),
    cpuUs: (user + system) / all.length,
    cardsUs: times.map(median),
  };
}

type Figure = 'perSecond' | 'p50Us' | 'p99Us' | 'cpuUs';

function row(samples: readonly Sample[], name: string): (string | number)[] {
  const middle = (figure: Figure): number => median(of(samples, name).map((each) => each[figure]));
  return [
    name,
    Math.round(middle('perSecond')),
    middle('p50Us'),
    middle('p99Us'),
    middle('cpuUs'),
    ratio(samples, name, baseline),
  ];
}

/** The ratio within each round, so that a machine that is busy for a while slows both sides of it. */
function ratio(samples: readonly Sample[], name: string, to: string): number {
  const beside = of(samples, to);
  return median(of(samples, name).map((each, round) => each.cpuUs / (beside[round]?.cpuUs ?? Number.NaN)));
}

function of(samples: readonly Sample[], name: string): Sample[] {
  return samples.filter((each) => each.name === name);
}

function notes(samples: readonly Sample[], cards: readonly Card[]): string[] {
  const times = cards.map(({ name, surface }, at) => ({
    label: `${name} (${surface})`,
    us: median(of(samples, own).map(({ cardsUs }) => cardsUs[at] ?? Number.NaN)),
  }));
  const [slowest] = times.toSorted((one, other) => other.us - one.us);
  return [
    `Medians of ${rounds} interleaved rounds of ${roundMs / 1_000} s each, in one process, over the ${cards.length} cards and forms of src/cards/samples.ts, one after the other.`,
    'A time is that of one call on the clock, so waiting for the processor is in it; CPU is that of the process, its garbage collector included.',
    `Ours takes ${ratio(samples, own, others).toFixed(1)} times the CPU of chat. That one starts from its own elements and makes their blocks, with no fields to type in; ours reads any Adaptive Card, and makes besides the plain text, the list of losses, the map of inputs and blocks within Slack's limits.`,
    `The slowest of ours is ${slowest?.label}: ${Math.round(slowest?.us ?? Number.NaN)} µs in the middle.`,
  ];
}

const benchmark: Benchmark = { name: 'cards', about: 'cards a second as Block Kit', run };

export { benchmark as cards };
