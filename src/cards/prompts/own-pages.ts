import type { AdaptiveCard, CardElement } from '../../chat/card.ts';
import type { Message } from '../../chat/message.ts';
import { boldLine, card, heading, line, press, small, spoken } from '../elements.ts';
import type { Words } from '../words.ts';
import { answersAsText, ownUpdateActions } from './update-card.ts';

/** Pages that a person sees alone: where they are asked, their notes. */

export interface PlaceView {
  readonly community: string;
  /** The whole line: place, rhythm, when next. */
  readonly line: string;
  readonly asked: boolean;
}

export function placesCard(words: Words, places: readonly PlaceView[]): Message {
  if (places.length === 0) return { text: words('prompts.none'), card: card([line(words('prompts.none'))]) };
  return {
    text: words('prompts.summary', { places: places.map((place) => place.line).join(' ') }),
    card: card([
      heading(words('prompts.heading')),
      ...places.map((place) => placeRow(words, place)),
      small(words('prompts.private')),
    ]),
  };
}

function placeRow(words: Words, place: PlaceView): CardElement {
  const values = { community: place.community };
  const button = place.asked
    ? press({ title: words('announcement.leave'), action: 'prompts.leave', values })
    : press({ title: words('announcement.join'), action: 'prompts.join', values });
  return { type: 'Container', items: [line(place.line), { type: 'ActionSet', actions: [button] }] };
}

export interface OwnNote {
  readonly id: string;
  readonly question: string;
  readonly fields: readonly { readonly label: string; readonly value: string }[];
  /** Absent: a draft. */
  readonly place?: string;
}

/** Everything that a person wrote, newest first. */
export function homeCard(words: Words, notes: readonly OwnNote[]): AdaptiveCard {
  return card([
    heading(words('home.heading')),
    small(words('home.intro')),
    { type: 'ActionSet', actions: [press({ title: words('home.write'), action: 'prompts.write', style: 'positive' })] },
    ...(notes.length === 0 ? [line(words('home.none'))] : notes.map((each) => noteRow(words, each))),
  ]);
}

export function homeMessage(words: Words, notes: readonly OwnNote[]): Message {
  return { text: words('home.summary'), card: homeCard(words, notes) };
}

function noteRow(words: Words, each: OwnNote): CardElement {
  return {
    type: 'Container',
    separator: true,
    items: [
      boldLine(each.place ? words('home.posted', { place: each.place }) : words('home.draft')),
      small(each.question),
      ...spoken(answersAsText(each.fields)),
      { type: 'ActionSet', actions: ownUpdateActions(words, each) },
    ],
  };
}
