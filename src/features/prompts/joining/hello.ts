import { slotForm } from '../../../cards/joining/cards.ts';
import { languages } from '../../../cards/words.ts';
import type { ActionEvent, FormEvent } from '../../../chat/event.ts';
import type { PersonId } from '../../../chat/ids.ts';
import { form, note, type Reply, replace } from '../../../chat/reply.ts';
import { nextSuitable, openHours, type Slot, widestHours } from '../../../scheduling/calendar.ts';
import { loadCalendar, saveCalendar } from '../../../scheduling/store.ts';
import type { Handling } from '../../feature.ts';
import { isSlotTime } from '../community.ts';
import type { PromptsDeps } from '../deps.ts';
import { ask } from '../members.ts';
import { audienceChoices, savePreference } from '../preference.ts';
import { reschedule } from '../schedule.ts';
import { findCommunity } from '../store/communities.ts';
import { findMember, saveMember } from '../store/members.ts';
import { cardOf } from './card.ts';
import { isFirst, readSlot, slotsOnOffer, withSaid } from './choices.ts';
import { type Newcomer, newcomerOf, saveNewcomer, takeUngreeted } from './store.ts';

/*
 * The hello in private, at a moment that suits the person, and the first choices on it. Each tap is kept at once and shows
 * in the card's place; whatever is left open stays as it is usual, and nobody is reminded of it.
 */

const batchSize = 50;

type Moment = Pick<Handling, 'trx' | 'now'>;

/** Every minute: whoever can be greeted by now. */
export async function sayHello(deps: PromptsDeps, now: Date): Promise<void> {
  let taken: number;
  do {
    taken = await deps.transaction(async (trx) => {
      const due = await takeUngreeted(trx, now, batchSize);
      for (const newcomer of due) await greetOrPutOff(deps, newcomer, { trx, now });
      return due.length;
    });
  } while (taken === batchSize);
}

async function greetOrPutOff(deps: PromptsDeps, newcomer: Newcomer, moment: Moment): Promise<void> {
  const { trx, now } = moment;
  const suitable = nextSuitable(await loadCalendar(trx, newcomer.person_id, deps.organisation), now);
  if (suitable > now) return saveNewcomer(trx, newcomer, { hello_at: suitable });
  await greetOne(deps, newcomer, moment);
}

/** An answer to their having joined: it keeps to their calendar, but does not count towards their two messages a week. */
export async function greetOne(deps: PromptsDeps, newcomer: Newcomer, { trx, now }: Moment): Promise<void> {
  const { person_id: person } = newcomer;
  const community = await findCommunity(trx, newcomer.community_id);
  const member = await findMember(trx, newcomer.community_id, person);
  const isStill = community && !community.stopped_at && member?.state === 'asked';
  const message = isStill ? await cardOf(deps, newcomer, { trx, now }) : undefined;
  const delivery = message && (await deps.outbox.post(trx, { to: { person }, message, priority: 'answer' }, now));
  await saveNewcomer(trx, newcomer, { hello_at: null, delivery_id: delivery ?? null });
}

/** [English] [Cymraeg] */
export async function chooseLanguage(deps: PromptsDeps, event: ActionEvent, handling: Handling): Promise<Reply> {
  const { trx, words } = handling;
  const newcomer = await newcomerOf(trx, event.person.id);
  const language = languages.find(({ code }) => code === event.values.language);
  if (!newcomer || !language) return note(words('core.goneAction'));
  await savePreference(trx, event.person.id, { language: language.code });
  return showNext(deps, newcomer, { said: withSaid(newcomer, 'language') }, handling);
}

/** [Tuesday 10:00] */
export async function chooseSlot(deps: PromptsDeps, event: ActionEvent, handling: Handling): Promise<Reply> {
  const newcomer = await newcomerOf(handling.trx, event.person.id);
  const slot = readSlot(event.values.slot);
  if (!newcomer || !slot || !isSlotTime(slot.time)) return note(handling.words('core.goneAction'));
  return keepSlot(deps, newcomer, slot, handling);
}

/** [Another time] */
export async function openSlot(deps: PromptsDeps, event: ActionEvent, { trx, words }: Handling): Promise<Reply> {
  const newcomer = await newcomerOf(trx, event.person.id);
  const community = newcomer && (await findCommunity(trx, newcomer.community_id));
  if (!community) return note(words('core.goneAction'));
  const calendar = await loadCalendar(trx, event.person.id, deps.organisation);
  const [first = { weekday: calendar.workDays[0] ?? 1, time: openHours(calendar, 2).from }] = slotsOnOffer(
    community,
    calendar,
  );
  return form(slotForm(words, { weekdays: calendar.workDays, ...(calendar.slot ?? first) }));
}

export async function sendSlot(deps: PromptsDeps, event: FormEvent, handling: Handling): Promise<Reply> {
  const { trx, words } = handling;
  const newcomer = await newcomerOf(trx, event.person.id);
  if (!newcomer) return note(words('core.goneForm'));
  const { weekday = '', time = '' } = event.inputs;
  const slot = readSlot(`${weekday} ${time}`);
  if (slot && isSlotTime(slot.time)) return keepSlot(deps, newcomer, slot, handling);
  const { workDays } = await loadCalendar(trx, event.person.id, deps.organisation);
  const again = slotForm(words, { weekdays: workDays, weekday: Number(weekday), time });
  return form(again, { time: words('joining.slotWrong', { from: widestHours.from, to: widestHours.until }) });
}

async function keepSlot(deps: PromptsDeps, newcomer: Newcomer, slot: Slot, handling: Handling): Promise<Reply> {
  await saveCalendar(handling.trx, newcomer.person_id, { slot });
  await askAgain(deps, newcomer, handling);
  await reschedule(deps, newcomer.person_id, { ...handling, onceAWeek: true });
  return showNext(deps, newcomer, { said: withSaid(newcomer, 'slot') }, handling);
}

/** Who had chosen only to read, and now picks a time, takes part again. */
async function askAgain(deps: PromptsDeps, newcomer: Newcomer, { trx, now }: Moment): Promise<void> {
  const community = await findCommunity(trx, newcomer.community_id);
  const member = await findMember(trx, newcomer.community_id, newcomer.person_id);
  if (!community || member?.state !== 'reading') return;
  await ask(deps, trx, { community, people: [{ id: newcomer.person_id }], now });
}

/** [Just let me read] */
export async function onlyRead(deps: PromptsDeps, event: ActionEvent, handling: Handling): Promise<Reply> {
  const { trx, words } = handling;
  const newcomer = await newcomerOf(trx, event.person.id);
  const member = newcomer && (await findMember(trx, newcomer.community_id, newcomer.person_id));
  if (!newcomer || !member) return note(words('core.goneAction'));
  await saveMember(trx, { ...member, state: 'reading', next_ask_at: null });
  return showNext(deps, newcomer, { said: withSaid(newcomer, 'slot') }, handling);
}

/** [Only me] [My team] [#digital-network] */
export async function chooseAudience(deps: PromptsDeps, event: ActionEvent, handling: Handling): Promise<Reply> {
  const { trx, words } = handling;
  const newcomer = await newcomerOf(trx, event.person.id);
  const audience = audienceChoices.find((each) => each === event.values.audience);
  if (!newcomer || !audience) return note(words('core.goneAction'));
  await savePreference(trx, event.person.id, { audience });
  return showNext(deps, newcomer, { said: withSaid(newcomer, 'audience') }, handling);
}

/** [Change]: the choice stands open again; what was chosen holds until another one is. */
export async function chooseAgain(deps: PromptsDeps, event: ActionEvent, handling: Handling): Promise<Reply> {
  const { trx, words } = handling;
  const { which } = event.values;
  const newcomer = await newcomerOf(trx, event.person.id);
  if (!newcomer || (which !== 'all' && !isFirst(which))) return note(words('core.goneAction'));
  const said = which === 'all' ? [] : newcomer.said.filter((first) => first !== which);
  return showNext(deps, newcomer, { said }, handling);
}

/** What has changed is kept, and the card shows it, for good. */
export async function showNext(
  deps: PromptsDeps,
  newcomer: Newcomer,
  change: Partial<Newcomer>,
  { trx, now, words }: Handling,
): Promise<Reply> {
  await saveNewcomer(trx, newcomer, change);
  const message = await cardOf(deps, { ...newcomer, ...change }, { trx, now });
  if (!message) return note(words('core.goneAction'));
  if (newcomer.delivery_id) await deps.outbox.update(trx, newcomer.delivery_id, message);
  return replace(message);
}

/** Something of it was changed elsewhere, as in the settings: the card follows. */
export async function refreshCardOf(deps: PromptsDeps, person: PersonId, { trx, now }: Moment): Promise<void> {
  const newcomer = await newcomerOf(trx, person);
  const message = newcomer?.delivery_id ? await cardOf(deps, newcomer, { trx, now }) : undefined;
  if (newcomer?.delivery_id && message) await deps.outbox.update(trx, newcomer.delivery_id, message);
}
