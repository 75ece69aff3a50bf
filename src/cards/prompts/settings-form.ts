import type { CardElement } from '../../chat/card.ts';
import type { Form } from '../../chat/form.ts';
import type { PlatformName } from '../../chat/ids.ts';
import { weekdayName } from '../dates.ts';
import { type Choice, choiceInput, dateInput, line, small, textInput, timeInput } from '../elements.ts';
import type { Words } from '../words.ts';

/** The choice of somebody who wants no hours of their own. */
export const asUsual = 'usual';

export interface SettingsView {
  readonly state: string;
  /** The account on the other platform that these hold for as well. */
  readonly linked?: { readonly name: string; readonly platform: PlatformName };
  readonly timeZone: string;
  readonly workDays: readonly number[];
  /** `HH:MM`, or `asUsual`. */
  readonly hoursFrom: string;
  readonly hoursUntil: string;
  readonly holidays: string;
  readonly holidayChoices: readonly Choice[];
  /** An ISO weekday, or `asUsual`; `HH:MM`. */
  readonly slotDay: string;
  readonly slotTime: string;
  /** `me`, `team`, `community`, or `asUsual`. */
  readonly audience: string;
  /** What people can ask them about; absent where they were never asked. */
  readonly offer?: { readonly text: string; readonly limit: number; readonly place: string; readonly shown: boolean };
  /** Of the leave that is next: `2027-08-03`; empty where none is planned. */
  readonly firstDay: string;
  readonly lastDay: string;
  /** What else is planned, in words; empty where nothing is. */
  readonly otherLeave: string;
  /** The hours of everybody who has chosen none, and the widest that can be chosen. */
  readonly usual: { readonly from: string; readonly until: string; readonly monday: string; readonly friday: string };
  readonly widest: { readonly from: string; readonly until: string };
}

/** A person's own calendar: what they set here, only they see. */
export function settingsForm(words: Words, view: SettingsView): Form {
  return {
    name: 'prompts.settings',
    title: words('settings.title'),
    state: view.state,
    body: [
      ...linkedLine(words, view),
      textInput({
        id: 'timeZone',
        label: words('settings.timeZone'),
        hint: words('settings.timeZoneHint'),
        value: view.timeZone,
        maxLength: 60,
      }),
      small(words('settings.timeZoneEmpty')),
      choiceInput({
        id: 'workDays',
        label: words('settings.workDays'),
        value: view.workDays.join(','),
        multiple: true,
        expanded: true,
        required: words('settings.workDaysWrong'),
        choices: [1, 2, 3, 4, 5, 6, 7].map((day) => ({ title: weekdayName(day), value: String(day) })),
      }),
      ...hoursInputs(words, view),
      choiceInput({
        id: 'holidays',
        label: words('settings.holidays'),
        value: view.holidays,
        required: words('field.no-option'),
        choices: view.holidayChoices,
      }),
      ...leaveInputs(words, view),
      ...askingInputs(words, view),
      small(words('settings.private')),
      ...(view.offer ? offerInput(words, view.offer) : []),
    ],
    submit: words('settings.save'),
  };
}

function linkedLine(words: Words, { linked }: SettingsView): CardElement[] {
  if (!linked) return [];
  return [line(words('accounts.linkedSetting', { name: linked.name, platform: words(`accounts.${linked.platform}`) }))];
}

function hoursInputs(words: Words, { usual, widest, hoursFrom, hoursUntil }: SettingsView): CardElement[] {
  const usually = { title: words('settings.hoursUsual'), value: asUsual };
  const times = halfHours(widest.from, widest.until).map((time) => ({ title: time, value: time }));
  return [
    choiceInput({
      id: 'hoursFrom',
      label: words('settings.hoursFrom'),
      value: hoursFrom,
      required: words('field.no-option'),
      choices: [usually, ...times.slice(0, -2)],
    }),
    choiceInput({
      id: 'hoursUntil',
      label: words('settings.hoursUntil'),
      value: hoursUntil,
      required: words('field.no-option'),
      choices: [usually, ...times.slice(2)],
    }),
    small(words('settings.hoursHint', usual)),
  ];
}

/** When they are asked, and who sees what they write. */
function askingInputs(words: Words, { slotDay, slotTime, audience }: SettingsView): CardElement[] {
  const days = [1, 2, 3, 4, 5, 6, 7].map((day) => ({ title: weekdayName(day), value: String(day) }));
  return [
    choiceInput({
      id: 'slotDay',
      label: words('joining.settingsSlotDay'),
      value: slotDay,
      required: words('field.no-option'),
      choices: [{ title: words('joining.settingsSlotUsual'), value: asUsual }, ...days],
    }),
    timeInput({ id: 'slotTime', label: words('joining.settingsSlotTime'), value: slotTime }),
    choiceInput({
      id: 'audience',
      label: words('joining.settingsAudience'),
      value: audience,
      required: words('field.no-option'),
      choices: [
        { title: words('joining.settingsAudienceUsual'), value: audience === 'community' ? 'community' : asUsual },
        { title: words('joining.me'), value: 'me' },
        { title: words('joining.team'), value: 'team' },
      ],
    }),
    small(words('joining.audienceNote')),
  ];
}

/** Others may see this one: its own line says so. */
function offerInput(words: Words, offer: NonNullable<SettingsView['offer']>): CardElement[] {
  const { text, limit, place, shown } = offer;
  return [
    textInput({
      id: 'offer',
      label: words('joining.settingsOffer'),
      hint: words('joining.offerHint'),
      value: text,
      maxLength: limit,
    }),
    small(shown ? words('joining.settingsOfferSeen', { place }) : words('joining.settingsOfferUnseen')),
  ];
}

function halfHours(from: string, until: string): string[] {
  const [first, last] = [from, until].map((time) => Date.parse(`2000-01-01T${time}Z`));
  const times = [];
  for (let at = first ?? 0; at <= (last ?? 0); at += 30 * 60_000) times.push(new Date(at).toISOString().slice(11, 16));
  return times;
}

function leaveInputs(words: Words, { firstDay, lastDay, otherLeave }: SettingsView): CardElement[] {
  return [
    dateInput({ id: 'firstDay', label: words('settings.firstDay'), value: firstDay }),
    dateInput({ id: 'lastDay', label: words('settings.lastDay'), value: lastDay }),
    ...(otherLeave ? [line(words('settings.otherLeave', { days: otherLeave }))] : []),
    small(words('settings.leaveHint')),
  ];
}
