import { listOf } from '../../cards/dates.ts';
import type { Choice } from '../../cards/elements.ts';
import { asUsual, type SettingsView, settingsForm } from '../../cards/prompts/settings-form.ts';
import type { Words } from '../../cards/words.ts';
import type { FormEvent } from '../../chat/event.ts';
import { type PersonId, platformOf } from '../../chat/ids.ts';
import { form, note, type Reply } from '../../chat/reply.ts';
import { linkedAccount } from '../../people/accounts.ts';
import { fridayHours, mondayHours, usualHours, widestHours } from '../../scheduling/calendar.ts';
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
import { nextLeave } from './leave.ts';
import { daysInWords, examples } from './pause.ts';
import { reschedule } from './schedule.ts';

/** A person's own calendar as a form. */

/** `/outloud settings` */
export async function openSettings(deps: PromptsDeps, person: PersonId, handling: Handling): Promise<Reply> {
  const settings = await loadSettings(handling.trx, person, deps.organisation);
  const linked = await linkedAccount(handling.trx, person);
  const view = viewOf(deps, settings, handling);
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
  const complaints = checkChoices(choices, localDay(now, zoneOf(before)));
  if (complaints.length > 0) {
    const again = { ...viewOf(deps, before, handling), ...choices, state: event.state };
    return form(settingsForm(words, again), complaintTexts(complaints, choices, { before, handling }));
  }
  const shown = readState(event.state);
  await saveCalendar(trx, event.person.id, toChange(choices, { shown: shown.zone, followed: before.followedTimeZone }));
  await keepLeave(event.person.id, choices, { shown: shown.firstDay, handling });
  const zone = zoneOf(await loadSettings(trx, event.person.id, deps.organisation));
  await reschedule(deps, event.person.id, { trx, now, moved: zone !== zoneOf(before) });
  return note(words('settings.saved', { zone: zone.replaceAll('_', ' ') }));
}

function viewOf(deps: PromptsDeps, settings: CalendarSettings, { now, words }: Handling): SettingsView {
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
