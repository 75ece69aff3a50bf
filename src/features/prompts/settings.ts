import { listOf } from '../../cards/dates.ts';
import type { Choice } from '../../cards/elements.ts';
import { asUsual, type SettingsView, settingsForm } from '../../cards/prompts/settings-form.ts';
import type { Words } from '../../cards/words.ts';
import type { FormEvent } from '../../chat/event.ts';
import { type PersonId, platformOf } from '../../chat/ids.ts';
import { form, note, type Reply } from '../../chat/reply.ts';
import { linkedAccount } from '../../people/accounts.ts';
import { fridayHours, mondayHours, type Slot, usualHours, widestHours } from '../../scheduling/calendar.ts';
import { countryOfZone, placesIn } from '../../scheduling/holidays.ts';
import { localDay } from '../../scheduling/local-time.ts';
import {
  addLeave,
  type CalendarSettings,
  loadSettings,
  removeLeave,
  saveCalendar,
  worksOnHolidays,
} from '../../scheduling/store.ts';
import { nearestTimeZone } from '../../scheduling/time-zones.ts';
import type { Handling } from '../feature.ts';
import {
  anyHolidays,
  type CalendarChoices,
  type ChoicesComplaint,
  checkChoices,
  leaveOf,
  readChoices,
  toChange,
} from './calendar-choices.ts';
import type { PromptsDeps } from './deps.ts';
import { longestOffer } from './joining/card.ts';
import { refreshCardOf } from './joining/hello.ts';
import { changeOffer, complainAbout, tidyOffer } from './joining/offer.ts';
import { newcomerOf } from './joining/store.ts';
import { nextLeave } from './leave.ts';
import { daysInWords, examples } from './pause.ts';
import { audienceChoices, preferenceOf, savePreference } from './preference.ts';
import { reschedule } from './schedule.ts';
import { findCommunity } from './store/communities.ts';

/** A person's own calendar as a form. */

/** `/outloud settings` */
export async function openSettings(deps: PromptsDeps, person: PersonId, handling: Handling): Promise<Reply> {
  const settings = await loadSettings(handling.trx, person, deps.organisation);
  const linked = await linkedAccount(handling.trx, person);
  const view = { ...viewOf(deps, settings, handling), ...(await askingOf(person, handling)) };
  return form(
    settingsForm(handling.words, {
      ...view,
      ...(linked && { linked: { name: linked.name, platform: platformOf(linked.account) } }),
    }),
  );
}

export async function keepSettings(deps: PromptsDeps, event: FormEvent, handling: Handling): Promise<Reply> {
  const { trx, now, words } = handling;
  const before = await loadSettings(trx, event.person.id, deps.organisation);
  const choices = readChoices(event.inputs);
  const complaints = complaintTexts(checkChoices(choices, localDay(now, zoneOf(before))), choices, {
    before,
    handling,
  });
  const asking = await askingOf(event.person.id, handling);
  const offer = asking.offer && tidyOffer(event.inputs.offer ?? asking.offer.text);
  const wrongOffer = offer ? complainAbout(words, offer) : undefined;
  if (Object.keys(complaints).length > 0 || wrongOffer) {
    const again = { ...viewOf(deps, before, handling), ...asking, ...choices, state: event.state };
    const typed = { ...(asking.offer && { offer: { ...asking.offer, text: offer ?? '' } }) };
    return form(settingsForm(words, { ...again, ...typed }), {
      ...complaints,
      ...(wrongOffer && { offer: wrongOffer }),
    });
  }
  const shown = readState(event.state);
  await saveCalendar(trx, event.person.id, toChange(choices, { shown: shown.zone, followed: before.followedTimeZone }));
  await keepLeave(event.person.id, choices, { shown: shown.firstDay, handling });
  const after = await loadSettings(trx, event.person.id, deps.organisation);
  const zone = zoneOf(after);
  await keepAsking(deps, event, { offer, handling });
  const onceAWeek = !isSameSlot(before.slot, after.slot);
  await reschedule(deps, event.person.id, { trx, now, moved: zone !== zoneOf(before), onceAWeek });
  await refreshCardOf(deps, event.person.id, handling);
  return note(words('settings.saved', { zone: zone.replaceAll('_', ' ') }));
}

function isSameSlot(one: Slot | undefined, other: Slot | undefined): boolean {
  return one?.weekday === other?.weekday && one?.time === other?.time;
}

/** What is no part of the calendar: who sees what they write, and what they can be asked about. */
async function askingOf(person: PersonId, { trx }: Pick<Handling, 'trx'>) {
  const { audience } = await preferenceOf(trx, person);
  const newcomer = await newcomerOf(trx, person);
  const community = newcomer?.offer_said ? await findCommunity(trx, newcomer.community_id) : undefined;
  const offer = newcomer &&
    community && {
      text: newcomer.offer ?? '',
      limit: longestOffer,
      place: community.name,
      shown: newcomer.line_id !== null,
    };
  return { audience: audience ?? asUsual, ...(offer && { offer }) };
}

async function keepAsking(
  deps: PromptsDeps,
  { person, inputs }: FormEvent,
  { offer, handling }: { offer: string | undefined; handling: Handling },
): Promise<void> {
  const wanted = audienceChoices.find((each) => each === inputs.audience) ?? null;
  const { audience } = await preferenceOf(handling.trx, person.id);
  const isKnown = wanted !== null || inputs.audience === asUsual;
  if (isKnown && wanted !== audience) await savePreference(handling.trx, person.id, { audience: wanted });
  if (offer !== undefined) await changeOffer(deps, person.id, offer, handling);
}

type CalendarView = Omit<SettingsView, 'audience' | 'offer' | 'linked'>;

function viewOf(deps: PromptsDeps, settings: CalendarSettings, { now, words }: Handling): CalendarView {
  const timeZone = zoneOf(settings);
  const today = localDay(now, timeZone);
  const leave = nextLeave(settings.leave, today);
  const others = settings.leave.filter((each) => each !== leave && each.lastDay >= today);
  return {
    state: toState(timeZone, leave?.firstDay ?? ''),
    timeZone,
    workDays: settings.workDays,
    hoursFrom: settings.hours?.from ?? asUsual,
    hoursUntil: settings.hours?.until ?? asUsual,
    holidays: settings.holidays ?? anyHolidays,
    holidayChoices: holidayChoices(deps, settings, words),
    slotDay: settings.slot ? String(settings.slot.weekday) : asUsual,
    slotTime: settings.slot?.time ?? '',
    firstDay: leave?.firstDay ?? '',
    lastDay: leave?.lastDay ?? '',
    otherLeave: listOf(others.map((each) => daysInWords(each, { now, timeZone }))),
    usual: { ...usualHours, monday: mondayHours.from, friday: fridayHours.until },
    widest: widestHours,
  };
}

function zoneOf({ ownTimeZone, followedTimeZone }: CalendarSettings): string {
  return ownTimeZone ?? followedTimeZone;
}

/** What the form showed when it was opened: a zone that was left alone goes on following, a leave that was changed gives way. */
function toState(zone: string, firstDay: string): string {
  return `${zone} ${firstDay}`;
}

function readState(state: string): { zone: string; firstDay: string } {
  const [zone = '', firstDay = ''] = state.split(' ');
  return { zone, firstDay };
}

/** Places of the organisation's country, of the one whose clock the person lives by, and of the one chosen before. */
function holidayChoices({ organisation }: PromptsDeps, settings: CalendarSettings, words: Words): Choice[] {
  const chosen = settings.holidays === worksOnHolidays ? undefined : settings.holidays;
  const codes = [organisation.country, countryOfZone(zoneOf(settings)), chosen].flatMap(
    (code) => code?.slice(0, 2) ?? [],
  );
  return [
    { title: words('settings.holidaysAny'), value: anyHolidays },
    ...[...new Set(codes)].flatMap((code) => choicesIn(code, words)),
    { title: words('settings.holidaysNone'), value: worksOnHolidays },
  ];
}

function choicesIn(code: string, words: Words): Choice[] {
  const country = new Intl.DisplayNames('en-GB', { type: 'region' }).of(code) ?? code;
  const regions = placesIn(code).map((place) => ({ title: `${place.name}, ${country}`, value: place.code }));
  const title = regions.length > 0 ? words('settings.holidaysAnywhere', { country }) : country;
  return [{ title, value: code }, ...regions];
}

interface Complaining {
  readonly before: CalendarSettings;
  readonly handling: Handling;
}

function complaintTexts(
  complaints: readonly ChoicesComplaint[],
  choices: CalendarChoices,
  { before, handling: { words, now } }: Complaining,
): Record<string, string> {
  const texts = {
    timeZone: () => zoneComplaint(choices.timeZone, words),
    workDays: () => words('settings.workDaysWrong'),
    hoursUntil: () => words('settings.hoursWrong'),
    slotTime: () => words('joining.slotWrong', { from: widestHours.from, to: widestHours.until }),
    firstDay: () => words('settings.firstDayMissing'),
    lastDay: () => words('settings.lastDayMissing'),
  };
  const textOf = ({ field, problem }: ChoicesComplaint) =>
    problem === 'wrong' ? texts[field]() : words(`leave.${problem}`, examples({ now, timeZone: zoneOf(before) }));
  return Object.fromEntries(complaints.map((complaint) => [complaint.field, textOf(complaint)]));
}

function zoneComplaint(zone: string, words: Words): string {
  const nearest = nearestTimeZone(zone);
  return nearest ? words('settings.timeZoneNear', { zone, nearest }) : words('settings.timeZoneWrong', { zone });
}

async function keepLeave(
  person: PersonId,
  choices: CalendarChoices,
  { shown, handling }: { shown: string; handling: Handling },
): Promise<void> {
  const leave = leaveOf(choices);
  if (shown && leave?.firstDay !== shown) await removeLeave(handling.trx, person, shown);
  if (leave) await addLeave(handling.trx, person, leave);
}
