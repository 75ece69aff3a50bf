/** What there is between places, by pair: figures of many people, never of one. */

export interface PlaceOnMap {
  readonly id: string;
  readonly name: string;
}

export interface Between {
  readonly one: PlaceOnMap;
  readonly other: PlaceOnMap;
  /** People who write in both. */
  readonly shared: number;
  /** Those of them who began in the second of the two lately. */
  readonly fresh: number;
  /** Replies lately, both ways. */
  readonly replies: number;
}

export interface TalkMap {
  /** Those that talk most first. */
  readonly places: readonly PlaceOnMap[];
  /** Every pair that shares somebody or has replies, the newest ties first. */
  readonly pairs: readonly Between[];
  /** Places that are too small to show. */
  readonly folded: number;
}

interface Figures {
  readonly places: readonly PlaceOnMap[];
  readonly shared: readonly {
    readonly one: string;
    readonly other: string;
    readonly shared: number;
    readonly fresh: number;
  }[];
  readonly replies: readonly { readonly one: string; readonly other: string; readonly replies: number }[];
  readonly folded: number;
}

export function mapOf({ places, shared, replies, folded }: Figures): TalkMap {
  const known = new Map(places.map((place) => [place.id, place]));
  const pairs = new Map<string, Between>();
  for (const each of [...shared, ...replies]) {
    const [one, other] = [known.get(each.one), known.get(each.other)];
    if (!one || !other || one === other) continue;
    const key = JSON.stringify([one.id, other.id].toSorted());
    const before = pairs.get(key) ?? { one, other, shared: 0, fresh: 0, replies: 0 };
    pairs.set(key, {
      ...before,
      ...('shared' in each && { shared: each.shared, fresh: each.fresh }),
      ...('replies' in each && { replies: before.replies + each.replies }),
    });
  }
  const between = [...pairs.values()];
  return { places: byTalk(places, between), pairs: between.toSorted(compare), folded };
}

function compare(one: Between, other: Between): number {
  return (
    other.fresh - one.fresh ||
    other.replies - one.replies ||
    other.shared - one.shared ||
    one.one.name.localeCompare(other.one.name) ||
    one.other.name.localeCompare(other.other.name)
  );
}

function byTalk(places: readonly PlaceOnMap[], pairs: readonly Between[]): PlaceOnMap[] {
  const sums = new Map<string, number>();
  for (const { one, other, shared, replies } of pairs) {
    for (const { id } of [one, other]) sums.set(id, (sums.get(id) ?? 0) + shared + replies);
  }
  const sumOf = ({ id }: PlaceOnMap): number => sums.get(id) ?? 0;
  return places.toSorted((one, other) => sumOf(other) - sumOf(one) || one.name.localeCompare(other.name));
}
