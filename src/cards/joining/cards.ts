import type { CardElement } from '../../chat/card.ts';
import type { Form } from '../../chat/form.ts';
import type { Message } from '../../chat/message.ts';
import { weekdayName } from '../dates.ts';
import {
  boldLine,
  type Choice,
  card,
  choiceInput,
  fact,
  heading,
  line,
  opensForm,
  press,
  small,
  textInput,
  timeInput,
  unfoldsForm,
} from '../elements.ts';
import { unfoldedForm } from '../form-card.ts';
import type { Words } from '../words.ts';

/** What somebody reads who has just joined, from the invitation to being all set. */

interface InvitationView {
  readonly community: string;
  readonly invitation: string;
  /** Whose post it stands under. */
  readonly name: string;
}

/** A line of ours in the thread under a person's own post. */
export function invitationCard(words: Words, { community, invitation, name }: InvitationView): Message {
  const values = { community, invitation };
  const text = words('joining.invitation', { name });
  return {
    text,
    card: card(
      [line(text), small(words('joining.invitationWho'))],
      [press({ title: words('joining.join'), action: 'prompts.join', values, style: 'positive' })],
    ),
  };
}

export interface HelloView {
  readonly name: string;
  /** Who invited. */
  readonly by: string;
  /** Empty where there is but one. */
  readonly languages: readonly Choice[];
  readonly language?: string;
  /** Times on offer. */
  readonly slots: readonly Choice[];
  readonly slot?: string;
  readonly audiences: readonly Choice[];
  readonly audience?: string;
}

/** The first choices: each is a tap, and what was chosen stands in its place. */
export function helloCard(words: Words, view: HelloView): Message {
  const { name, by } = view;
  return {
    text: words('joining.helloSummary', { by }),
    card: card([
      heading(words('joining.helloHeading', { name })),
      line(words('joining.hello', { by })),
      ...languageRow(words, view),
      ...slotRow(words, view),
      ...audienceRow(words, view),
      small(words('joining.private')),
    ]),
  };
}

function languageRow(words: Words, { languages, language }: HelloView): CardElement[] {
  if (languages.length < 2) return [];
  const buttons = languages.map(({ title, value }) =>
    press({ title, action: 'joining.language', values: { language: value } }),
  );
  return row(words, { question: words('joining.language'), which: 'language', chosen: language, buttons });
}

function slotRow(words: Words, { slots, slot }: HelloView): CardElement[] {
  const buttons = [
    ...slots.map(({ title, value }) => press({ title, action: 'joining.slot', values: { slot: value } })),
    opensForm({ title: words('joining.slotOther'), action: 'joining.slot-other' }),
    press({ title: words('joining.slotRead'), action: 'joining.read' }),
  ];
  return row(words, { question: words('joining.slot'), which: 'slot', chosen: slot, buttons });
}

function audienceRow(words: Words, { audiences, audience }: HelloView): CardElement[] {
  const buttons = audiences.map(({ title, value }) =>
    press({ title, action: 'joining.audience', values: { audience: value } }),
  );
  return [
    ...row(words, { question: words('joining.audience'), which: 'audience', chosen: audience, buttons }),
    small(words('joining.audienceNote')),
  ];
}

interface Row {
  readonly question: string;
  readonly which: 'language' | 'slot' | 'audience';
  /** In words; absent where it is open. */
  readonly chosen: string | undefined;
  readonly buttons: readonly CardElement[];
}

function row(words: Words, { question, which, chosen, buttons }: Row): CardElement[] {
  const again = press({ title: words('joining.change'), action: 'joining.again', values: { which } });
  return [
    boldLine(question),
    ...(chosen ? [line(words('joining.chosen', { choice: chosen }))] : []),
    { type: 'ActionSet', actions: chosen ? [again] : [...buttons] },
  ];
}

interface SlotFormView {
  readonly weekdays: readonly number[];
  readonly weekday: number;
  readonly time: string;
}

/** [Another time] */
export function slotForm(words: Words, { weekdays, weekday, time }: SlotFormView): Form {
  return {
    name: 'joining.slot',
    title: words('joining.slotTitle'),
    state: '',
    body: [
      choiceInput({
        id: 'weekday',
        label: words('joining.slotDay'),
        value: String(weekday),
        required: words('field.no-option'),
        choices: weekdays.map((day) => ({ title: weekdayName(day), value: String(day) })),
      }),
      timeInput({ id: 'time', label: words('joining.slotTime'), value: time, required: words('field.no-option') }),
    ],
    submit: words('joining.slotSave'),
  };
}

export interface DoneView {
  readonly place: string;
  /** When the first question comes; empty where that is not known. */
  readonly when: string;
  readonly slot: string;
  readonly audience: string;
  readonly cap: number;
  readonly from: string;
  readonly until: string;
  readonly offerLimit: number;
}

/** What will happen from now on, and what will not; one thing more, if they like. */
export function doneCard(words: Words, view: DoneView): Message {
  const first = view.when ? words('joining.first', { when: view.when }) : words('joining.firstPaused');
  const form = offerForm(words, { place: view.place, offer: '', limit: view.offerLimit });
  return {
    text: view.when ? words('joining.doneSummary', { when: view.when }) : first,
    card: card(
      [
        heading(words('joining.doneHeading')),
        line(words('joining.will', { cap: view.cap, from: view.from, until: view.until })),
        line(words('joining.wont')),
        line(first),
        fact(words('joining.slotFact'), view.slot),
        fact(words('joining.audienceFact'), view.audience),
        small(words('joining.later')),
        small(words('joining.private')),
        line(words('joining.offerAsk')),
      ],
      [
        unfoldsForm({ title: words('joining.offerOpen'), action: 'joining.offer' }, unfoldedForm(form)),
        press({ title: words('joining.notNow'), action: 'joining.no-offer' }),
        press({ title: words('joining.changeAll'), action: 'joining.again', values: { which: 'all' } }),
      ],
    ),
  };
}

interface OfferView {
  readonly place: string;
  readonly offer: string;
  readonly limit: number;
  /** What was chosen before, if anything. */
  readonly shown?: boolean;
}

/** [People can ask me about...]: shown to nobody unless that is chosen here. */
export function offerForm(words: Words, { place, offer, limit, shown }: OfferView): Form {
  return {
    name: 'joining.offer',
    title: words('joining.offerTitle'),
    state: '',
    body: [
      textInput({
        id: 'offer',
        label: words('joining.offerLabel'),
        hint: words('joining.offerHint'),
        value: offer,
        maxLength: limit,
        required: words('field.empty'),
      }),
      choiceInput({
        id: 'shown',
        label: words('joining.offerWho'),
        ...(shown !== undefined && { value: shown ? 'place' : 'nobody' }),
        expanded: true,
        required: words('field.audience'),
        choices: [
          { title: words('joining.offerShown', { place }), value: 'place' },
          { title: words('joining.offerKept'), value: 'nobody' },
        ],
      }),
    ],
    submit: words('joining.offerSave'),
  };
}

export interface SettledView {
  readonly place: string;
  readonly when: string;
  /** Empty where they saved nothing. */
  readonly offer: string;
  readonly shown: boolean;
}

/** Nothing is left to say. */
export function settledCard(words: Words, { place, when, offer, shown }: SettledView): Message {
  const first = when ? words('joining.first', { when }) : words('joining.firstPaused');
  const seen = shown ? words('joining.offerSeen', { place }) : words('joining.offerUnseen');
  return {
    text: words('joining.settledSummary', { first }),
    card: card(
      [
        heading(words('joining.settledHeading')),
        line(first),
        ...(offer ? [fact(words('joining.offerFact'), offer), line(seen)] : []),
        line(words('joining.later')),
        small(words('joining.private')),
      ],
      offer
        ? [
            opensForm({ title: words('joining.change'), action: 'joining.offer' }),
            press({ title: words('joining.offerBack'), action: 'joining.offer-back' }),
          ]
        : [],
    ),
  };
}

/** [Just let me read] */
export function readerCard(words: Words): Message {
  const text = words('joining.reading');
  const again = press({ title: words('joining.change'), action: 'joining.again', values: { which: 'slot' } });
  return { text, card: card([line(text), small(words('joining.private'))], [again]) };
}

/** In the thread of the invitation, where they agreed to it. */
export function joinedMessage(words: Words, view: { readonly name: string; readonly offer: string }): Message {
  const text = words('joining.line', view);
  return { text, card: card([line(text)]) };
}
