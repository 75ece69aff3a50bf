import { asId } from '../../base/ids.ts';
import type { Place } from '../../people/places.ts';
import type { Row } from '../../storage/schema.ts';
import type { HighlightContent } from '../../storage/tables/highlights.ts';
import type { Travelling } from '../feature.ts';

/** What a highlight is, and who may take it where. All rules are pure: the facts are passed in. */

export type Highlight = Row<'highlight'>;
export type Copy = Row<'highlight_copy'>;
export type Channel = Row<'highlight_channel'>;

/** What it is to the feature that holds it; a message is held by nobody else. */
export function sourceOf({ kind, source }: Pick<Highlight, 'kind' | 'source'>): Travelling | undefined {
  switch (kind) {
    case 'note':
      return { kind, id: asId<'update'>(source) };
    case 'pilot':
      return { kind, id: asId<'pilot'>(source) };
    case 'message':
      return undefined;
  }
}

const dayMs = 86_400_000;

/** No answer within a week is a no. */
export const answerWithinMs = 7 * dayMs;

/** In characters. */
export const limits = { reply: 1_200, message: 1_200, team: 40, topics: 300 } as const;

/** What is not surely open to everyone in its workspace counts as private, and so does what ever was. */
export function isPrivate(place: Place | undefined): boolean {
  return place?.kind !== 'channel' || place.access !== 'open' || place.wasPrivate;
}

/** Guests or people of another organisation read there. */
export function hasOutsiders(place: Place): boolean {
  return place.guests > 0 || place.otherOrganisations;
}

/**
 * Whether what is typed in a thread there is carried. The ordinary edition of the app is told of mentions alone, and what
 * is said in a private channel leaves it only by the button that says where it goes.
 */
export function hearsThread(place: Place | undefined, { hearsThreads }: { readonly hearsThreads: boolean }): boolean {
  return hearsThreads && !isPrivate(place);
}

/** Why a copy may not stand, or not go, where it was meant to. */
export type Obstacle =
  | 'taken-back'
  | 'unlinked'
  | 'outsiders'
  | 'place-gone'
  | 'off'
  | 'author-left'
  | 'became-private'
  | 'not-for-us';

export interface Circumstances {
  readonly highlight: Highlight;
  readonly copy: Pick<Copy, 'outside'>;
  readonly home: Place | undefined;
  readonly place: Place | undefined;
  readonly channel: Channel | undefined;
  readonly linked: boolean;
  /** Its author is still in the channel that it comes from. */
  readonly authorIsThere: boolean;
  /** It has been shown there already. */
  readonly stands: boolean;
}

/** The first thing against a copy; `undefined` where nothing is. What stands already goes only where it must not be read. */
export function obstacleTo(circumstances: Circumstances): Obstacle | undefined {
  const { highlight, copy, home, place, channel, linked, authorIsThere, stands } = circumstances;
  if (highlight.state !== 'agreed' || !highlight.content) return 'taken-back';
  if (!linked) return 'unlinked';
  if (place && hasOutsiders(place) && !copy.outside) return 'outsiders';
  if (stands) return undefined;
  if (!place || place.archived) return 'place-gone';
  if (!channel || channel.off_at) return 'off';
  if (!authorIsThere) return 'author-left';
  // Its author agreed to what an open channel says. What a private one says is for them to let out anew.
  if (isPrivate(home) && !highlight.agreed_private) return 'became-private';
  return undefined;
}

/** Whether a channel that names topics is interested; one that names none takes anything. */
export function suitsTopics(topics: readonly string[], content: HighlightContent): boolean {
  if (topics.length === 0) return true;
  const words = wordsIn([content.question, ...content.fields.map(({ value }) => value)].join(' '));
  return topics.some((topic) => wordsIn(topic).every((wanted) => words.some((word) => isSameWord(word, wanted))));
}

function wordsIn(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
}

/** `survey` is in `surveys`, and the other way round; short words have to be the same. */
function isSameWord(word: string, wanted: string): boolean {
  if (word === wanted) return true;
  const [short, long] = word.length < wanted.length ? [word, wanted] : [wanted, word];
  return short.length >= 4 && long.startsWith(short) && long.length - short.length <= 3;
}
