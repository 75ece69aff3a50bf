import type { Words } from '../../../cards/words.ts';
import type { Better, Design } from './design.ts';
import type { Reading } from './reading.ts';
import { fairlyUsual } from './usual-range.ts';

/** What a reader has to know before believing a figure. All but a person's own come by themselves and stay. */
export type Caveat =
  | { readonly about: 'no_control' | 'no_trend' | 'these_people' }
  | { readonly about: 'few_usual'; readonly items: number }
  | { readonly about: 'older_left_out'; readonly items: number; readonly older: number }
  | { readonly about: 'unusual_before'; readonly better: Better }
  | { readonly about: 'channel'; readonly channel: Channel }
  | { readonly about: 'changed_on_the_way'; readonly note: string }
  | { readonly about: 'edited'; readonly field: EditedField; readonly from: string; readonly to: string }
  | { readonly about: 'stopped_early'; readonly reason: string }
  | { readonly about: 'own'; readonly note: string };

/** Channels whose figures always need a word; any other has none. */
export const channelsWithCaveats = [
  'email',
  'social',
  'web',
  'intranet',
  'text_message',
  'staff_post',
  'event',
  'printed',
  'video',
  'contact_centre',
] as const;
export type Channel = (typeof channelsWithCaveats)[number];

/** What was locked at the start and changed later all the same. */
export type EditedField = 'metric' | 'worthwhile' | 'before' | 'dates';

export interface PilotHistory {
  readonly design: Design;
  readonly reading: Reading;
  readonly better: Better;
  readonly channel?: Channel;
  /** The owner says that the time before was unusually bad, so that some way back was to be expected. */
  readonly unusualBefore?: boolean;
  /** In the owner's words, oldest first. */
  readonly changes?: readonly string[];
  /** As people read them. */
  readonly edits?: readonly { readonly field: EditedField; readonly from: string; readonly to: string }[];
  readonly stoppedEarly?: string;
  readonly own?: readonly string[];
}

/** In the order that a card shows them: what happened, then what the design and the channel bring along. */
export function caveatsOf(history: PilotHistory): Caveat[] {
  const { stoppedEarly, unusualBefore, channel } = history;
  return [
    ...(stoppedEarly === undefined ? [] : [{ about: 'stopped_early', reason: stoppedEarly } as const]),
    ...(history.changes ?? []).map((note) => ({ about: 'changed_on_the_way', note }) as const),
    ...(history.edits ?? []).map((edit) => ({ about: 'edited', ...edit }) as const),
    ...(unusualBefore ? [{ about: 'unusual_before', better: history.better } as const] : []),
    ...(history.own ?? []).map((note) => ({ about: 'own', note }) as const),
    ...caveatsOfDesign(history),
    ...(channel ? [{ about: 'channel', channel } as const] : []),
  ];
}

function caveatsOfDesign({ design, reading }: PilotHistory): Caveat[] {
  if (reading.kind === 'story') return [];
  const perDesign: Caveat[] = [
    ...(design === 'before_after' ? [{ about: 'no_control' } as const] : []),
    ...(design === 'split' ? [{ about: 'these_people' } as const] : []),
  ];
  if (reading.kind !== 'items') return perDesign;
  const { items, older } = reading.usual;
  return [
    ...perDesign,
    { about: 'no_trend' },
    ...(items < fairlyUsual ? [{ about: 'few_usual', items } as const] : []),
    ...(older > 0 ? [{ about: 'older_left_out', items, older } as const] : []),
  ];
}

export function sayCaveat(words: Words, caveat: Caveat): string {
  switch (caveat.about) {
    case 'channel':
      return words(`pilotReading.caveat.channel.${caveat.channel}`);
    case 'edited':
      return words(`pilotReading.caveat.edited.${caveat.field}`, { from: caveat.from, to: caveat.to });
    case 'unusual_before':
      return words(`pilotReading.caveat.unusual_before.${caveat.better}`);
    case 'few_usual':
      return words('pilotReading.caveat.few_usual', { count: caveat.items });
    case 'older_left_out':
      return words('pilotReading.caveat.older_left_out', { items: caveat.items, count: caveat.older });
    case 'changed_on_the_way':
      return words('pilotReading.caveat.changed_on_the_way', { note: caveat.note });
    case 'stopped_early':
      return words('pilotReading.caveat.stopped_early', { reason: caveat.reason });
    case 'own':
      return caveat.note;
    default:
      return words(`pilotReading.caveat.${caveat.about}`);
  }
}
