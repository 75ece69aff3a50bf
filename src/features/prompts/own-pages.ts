import * as chrono from 'chrono-node';
import type { Kysely } from 'kysely';
import { dayAndTime, dayOnly } from '../../cards/dates.ts';
import { homeCard, homeMessage, type OwnNote, placesCard, settingsForm } from '../../cards/own-pages.ts';
import { rhythmInWords } from '../../cards/setup-form.ts';
import type { Words } from '../../cards/words.ts';
import type { CommandEvent, FormEvent, HomeEvent } from '../../chat/event.ts';
import type { PersonId } from '../../chat/ids.ts';
import { form, note, type Reply } from '../../chat/reply.ts';
import { untilTheySay } from '../../scheduling/calendar.ts';
import { loadCalendar, saveCalendar } from '../../scheduling/store.ts';
import { isTimeZone } from '../../scheduling/time-zones.ts';
import type { Database } from '../../storage/schema.ts';
import type { Handling } from '../feature.ts';
import { nextAskAt } from './community.ts';
import type { PromptsDeps } from './deps.ts';
import { communitiesOf, findMember, ownUpdates, setNextAsk } from './store.ts';

/** What a person sees and sets for themself alone: pause, where they are asked, settings, their notes. */

const mostNotesShown = 15;

/** `/outloud pause [until DATE]` */
export async function pause(deps: PromptsDeps, event: CommandEvent, { trx, now, words }: Handling): Promise<Reply> {
  const calendar = await loadCalendar(trx, event.person.id, deps.organisation);
  const typed = event.words.replace(/^(until|till|for)\s+/i, '').trim();
  const example = dayOnly(new Date(now.getTime() + 14 * 86_400_000), calendar.timeZone).replace(/^\w+ /, '');
  if (typed === '') {
    await pauseUntil(deps, event.person.id, untilTheySay, { trx, now, words });
    return note(words('pause.open'));
  }
  const until = readDate(typed, now, calendar.timeZone);
  if (!until) return note(words('pause.unclear', { date: typed, example }));
  if (until <= now) return note(words('pause.past', { date: typed, example }));
  await pauseUntil(deps, event.person.id, until, { trx, now, words });
  return note(words('pause.until', { when: dayOnly(until, calendar.timeZone) }));
}

/** A date as people write it ("6 June", "Friday", "two weeks"), at the start of that day in the person's zone. */
function readDate(typed: string, now: Date, timeZone: string): Date | undefined {
  const text = /^\d+\s*(day|week|month)s?$|^(a|one|two|three|four|six)\s+(day|week|month)s?$/i.test(typed)
    ? `in ${typed}`
    : typed;
  const offsetMinutes = offsetAt(now, timeZone);
  const [found] = chrono.en.GB.parse(text, { instant: now, timezone: offsetMinutes }, { forwardDate: true });
  if (!found) return undefined;
  const year = found.start.get('year') ?? 0;
  const month = found.start.get('month') ?? 1;
  const day = found.start.get('day') ?? 1;
  const midnight = Date.UTC(year, month - 1, day);
  return new Date(midnight - offsetAt(new Date(midnight), timeZone) * 60_000);
}

/** Minutes ahead of UTC at that moment. */
function offsetAt(moment: Date, timeZone: string): number {
  const parts = new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'longOffset' }).formatToParts(moment);
  const name = parts.find((part) => part.type === 'timeZoneName')?.value ?? 'GMT';
  const [, sign = '+', hours = '0', minutes = '0'] = /GMT(?:([+-])(\d{2}):(\d{2}))?/.exec(name) ?? [];
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
}

async function pauseUntil(deps: PromptsDeps, person: PersonId, until: Date | null, handling: Handling): Promise<void> {
  await saveCalendar(handling.trx, person, { pausedUntil: until });
  await reschedule(deps, person, handling);
}

/** After a change of calendar: every next question moves with it. */
async function reschedule(deps: PromptsDeps, person: PersonId, { trx, now }: Handling): Promise<Date | undefined> {
  const calendar = await loadCalendar(trx, person, deps.organisation);
  const moments: Date[] = [];
  for (const community of await communitiesOf(trx, person)) {
    const member = await findMember(trx, community.id, person);
    if (member?.state !== 'asked') continue;
    const next = nextAskAt(community, calendar, now);
    await setNextAsk(trx, member, next);
    if (next) moments.push(next);
  }
  return moments.toSorted((a, b) => a.getTime() - b.getTime())[0];
}

/** `/outloud back` */
export async function back(deps: PromptsDeps, event: CommandEvent, handling: Handling): Promise<Reply> {
  const { trx, words } = handling;
  await saveCalendar(trx, event.person.id, { pausedUntil: null });
  const next = await reschedule(deps, event.person.id, handling);
  if (!next) return note(words('pause.backQuiet'));
  const { timeZone } = await loadCalendar(trx, event.person.id, deps.organisation);
  return note(words('pause.back', { when: dayAndTime(next, timeZone) }));
}

/** `/outloud prompts` */
export async function showPlaces(deps: PromptsDeps, event: CommandEvent, { trx, words }: Handling): Promise<Reply> {
  const { timeZone } = await loadCalendar(trx, event.person.id, deps.organisation);
  const communities = await communitiesOf(trx, event.person.id);
  const places = communities.map((community) => ({
    community: community.id as string,
    asked: community.member_state === 'asked',
    line: placeLine(words, community, timeZone),
  }));
  return note(placesCard(words, places));
}

function placeLine(
  words: Words,
  community: Awaited<ReturnType<typeof communitiesOf>>[number],
  timeZone: string,
): string {
  const place = community.name;
  if (community.member_state !== 'asked') return words('prompts.reading', { place });
  if (!community.next_ask_at) return words('prompts.paused', { place });
  const rhythm = rhythmInWords(words, {
    weekdays: community.weekdays,
    timeOfDay: community.time_of_day,
    everyWeeks: community.every_weeks,
  });
  return words('prompts.asked', { place, rhythm, when: dayAndTime(community.next_ask_at, timeZone) });
}

/** `/outloud settings` */
export async function openSettings(deps: PromptsDeps, person: PersonId, { trx, words }: Handling): Promise<Reply> {
  const calendar = await loadCalendar(trx, person, deps.organisation);
  return form(settingsForm(words, calendar));
}

export async function keepSettings(deps: PromptsDeps, event: FormEvent, handling: Handling): Promise<Reply> {
  const { trx, words } = handling;
  const timeZone = (event.inputs.timeZone ?? '').trim();
  const typedDays = (event.inputs.workDays ?? '').split(',').map(Number);
  const workDays = [...new Set(typedDays)].filter((day) => day >= 1 && day <= 7).toSorted((a, b) => a - b);
  const complaints = {
    ...(!isTimeZone(timeZone) && { timeZone: words('settings.timeZoneWrong', { zone: timeZone }) }),
    ...(workDays.length === 0 && { workDays: words('settings.workDaysWrong') }),
  };
  if (Object.keys(complaints).length > 0) return form(settingsForm(words, { timeZone, workDays }), complaints);
  await saveCalendar(trx, event.person.id, { timeZone, workDays });
  await reschedule(deps, event.person.id, handling);
  return note(words('settings.saved'));
}

/** The person's own page: everything they wrote. */
export async function home(event: HomeEvent, { trx, words }: Handling): Promise<Reply> {
  return { kind: 'home', card: homeCard(words, await notesOf(trx, event.person.id)) };
}

/** `/outloud notes`: the same page, where there is no home. */
export async function showNotes(event: CommandEvent, { trx, words }: Handling): Promise<Reply> {
  return note(homeMessage(words, await notesOf(trx, event.person.id)));
}

async function notesOf(db: Kysely<Database>, person: PersonId): Promise<OwnNote[]> {
  const updates = await ownUpdates(db, person, mostNotesShown);
  return updates.map((update) => ({
    id: update.id,
    question: update.question ?? '',
    fields: update.draft?.fields ?? update.fields,
    ...(update.place && { place: update.place }),
  }));
}
