import type { Kysely, Transaction } from 'kysely';
import { newId } from '../../base/ids.ts';
import { dayAndTime } from '../../cards/dates.ts';
import { announcementCard, setupForm } from '../../cards/prompts/setup-form.ts';
import type { Words } from '../../cards/words.ts';
import type { CommandEvent, FormEvent } from '../../chat/event.ts';
import type { PersonId } from '../../chat/ids.ts';
import type { Message } from '../../chat/message.ts';
import { form, note, type Reply } from '../../chat/reply.ts';
import { noteChange } from '../../people/audit.ts';
import { may } from '../../people/roles.ts';
import { isSilent } from '../../people/silence.ts';
import { findName, findPlaceName } from '../../people/store.ts';
import { weeklyCap, widestHours } from '../../scheduling/calendar.ts';
import { nextSlot } from '../../scheduling/slots.ts';
import { loadCalendar, loadCalendars } from '../../scheduling/store.ts';
import type { Database } from '../../storage/schema.ts';
import type { Handling } from '../feature.ts';
import {
  type Community,
  type CommunityChoices,
  checkChoices,
  longestOwnPrompt,
  nextAskAt,
  rhythmOf,
  usualChoices,
} from './community.ts';
import type { PromptsDeps } from './deps.ts';
import { keepInvitation } from './joining/store.ts';
import { syncQueue } from './members.ts';
import { addOwnPrompt, findCommunityOf, ownPromptsOf } from './store/communities.ts';
import { type Member, membersOf, setNextAsks } from './store/members.ts';

/** `/outloud setup` in a channel: who is asked, what, and when. */
export async function openSetup(deps: PromptsDeps, event: CommandEvent, { trx, words }: Handling): Promise<Reply> {
  const refusal = refuse(event, words);
  if (refusal) return refusal;
  const conversation = event.conversation?.id;
  const community = conversation && (await findCommunityOf(trx, conversation));
  const denial = await deny(community, event, { trx, words });
  if (denial) return denial;
  const choices = community ? await choicesOf(trx, community) : usualChoices;
  return form(formFor(deps, words, { choices, state: conversation ?? '', running: isRunning(community) }));
}

function refuse(event: CommandEvent | FormEvent, words: Words): Reply | undefined {
  if (!event.conversation || event.conversation.kind === 'direct') return note(words('setup.notHere'));
  return undefined;
}

/** Anyone sets up a channel where nothing runs; what runs there is changed by its owner and those who look after sharing. */
async function deny(
  community: Community | undefined,
  { person }: CommandEvent | FormEvent,
  { trx, words }: Pick<Handling, 'trx' | 'words'>,
): Promise<Reply | undefined> {
  if (await isSilent(trx, person.workspace)) return note(words('setup.silent'));
  if (!community || !isRunning(community)) {
    return (await may(trx, person, 'channel.set-up')) ? undefined : note(words('setup.guest'));
  }
  const owns = community.created_by === person.id;
  if (await may(trx, person, 'channel.change', { owns })) return undefined;
  return note(words('setup.notYours', { name: await findName(trx, community.created_by) }));
}

function isRunning(community: Community | undefined): boolean {
  return community !== undefined && community.stopped_at === null;
}

async function choicesOf(db: Kysely<Database>, community: Community): Promise<CommunityChoices> {
  const own = (await ownPromptsOf(db, [community.id])).get(community.id) ?? [];
  return {
    kind: community.kind,
    asked: community.asked,
    themes: community.themes,
    ownPrompt: own.at(-1)?.text ?? '',
    weekdays: community.weekdays,
    timeOfDay: community.time_of_day,
    everyWeeks: community.every_weeks,
    stop: false,
  };
}

function formFor(
  { library }: PromptsDeps,
  words: Words,
  shown: { choices: CommunityChoices; state: string; running: boolean },
) {
  return setupForm(words, {
    ...shown.choices,
    state: shown.state,
    running: shown.running,
    allThemes: library.themes,
    cap: weeklyCap,
    ownPromptLimit: longestOwnPrompt,
  });
}

/** The set-up form was sent: checked, kept, announced, and the members are looked up. */
export async function keepSetup(deps: PromptsDeps, event: FormEvent, handling: Handling): Promise<Reply> {
  const { trx, words } = handling;
  const refusal = refuse(event, words);
  if (refusal) return refusal;
  const conversation = event.conversation;
  if (!conversation || conversation.id !== event.state) return note(words('core.goneForm'));
  const before = await findCommunityOf(trx, conversation.id);
  const denial = await deny(before, event, { trx, words });
  if (denial) return denial;
  const choices = readChoices(deps, event.inputs);
  const complaints = checkChoices(choices);
  if (complaints.length > 0) {
    const again = formFor(deps, words, { choices, state: event.state, running: isRunning(before) });
    return form(again, Object.fromEntries(complaints.map((field) => complaintText(words, field))));
  }
  const place = (await findPlaceName(trx, conversation)) ?? words('place.unnamed');
  const community = await startCommunity(
    deps,
    { before, choices, place, person: event.person.id, conversation },
    handling,
  );
  if (choices.stop) return note(words('setup.stopped', { place }));
  if (isRunning(before)) return note(words('setup.saved'));
  return note(await doneText(deps, handling, community));
}

/** Saves what was chosen for a channel; its members are looked up, and it is told where that is new, unless `untold`. */
export async function startCommunity(
  deps: PromptsDeps,
  saving: Omit<Saving, 'now'> & { readonly untold?: boolean },
  handling: Handling,
): Promise<Community> {
  const { trx, now } = handling;
  const { before, choices, person, conversation } = saving;
  const community = await saveCommunity(trx, { ...saving, now });
  const what = choices.stop ? 'channel-stopped' : isRunning(before) ? 'channel-changed' : 'channel-set-up';
  await noteChange(trx, { workspace: conversation.workspace, by: person, what, place: conversation.id }, now);
  await addOwnPrompt(trx, community.id, { text: choices.ownPrompt, person, now });
  await rescheduleMembers(deps, trx, community, now);
  if (choices.stop) return community;
  await deps.putAside(trx, syncQueue, { community: community.id });
  if (!isRunning(before) && !saving.untold) await announce(deps, handling, community, person);
  return community;
}

function complaintText(words: Words, field: ReturnType<typeof checkChoices>[number]): [string, string] {
  switch (field) {
    case 'weekdays':
      return ['weekdays', words('setup.weekdaysWrong')];
    case 'time':
      return ['time', words('setup.timeWrong', { from: widestHours.from, to: widestHours.until })];
    default:
      return ['own', words('setup.own-promptWrong', { limit: longestOwnPrompt })];
  }
}

/** What a form sends is only ever one of the things on offer; anything else becomes the usual. */
function readChoices({ library }: PromptsDeps, inputs: FormEvent['inputs']): CommunityChoices {
  const known = new Set(library.themes.map((theme) => theme.id));
  const every = Number(inputs.every);
  return {
    kind: inputs.kind === 'team' ? 'team' : 'community',
    asked: inputs.asked === 'joined' ? 'joined' : 'members',
    themes: split(inputs.themes).filter((theme) => known.has(theme)),
    ownPrompt: (inputs.own ?? '').trim(),
    weekdays: [...new Set(split(inputs.weekdays).map(Number))]
      .filter((day) => day >= 1 && day <= 5)
      .toSorted((a, b) => a - b),
    timeOfDay: inputs.time ?? '',
    everyWeeks: every === 2 || every === 4 ? every : 1,
    stop: inputs.stop === 'true',
  };
}

function split(list: string | undefined): string[] {
  return (list ?? '').split(',').filter((item) => item !== '');
}

interface Saving {
  readonly before: Community | undefined;
  readonly choices: CommunityChoices;
  readonly place: string;
  readonly person: PersonId;
  readonly conversation: NonNullable<FormEvent['conversation']>;
  readonly now: Date;
}

function saveCommunity(trx: Transaction<Database>, { before, choices, ...saving }: Saving): Promise<Community> {
  const columns = {
    name: saving.place,
    kind: choices.kind,
    asked: choices.asked,
    weekdays: choices.weekdays,
    time_of_day: choices.timeOfDay,
    every_weeks: choices.everyWeeks,
    themes: choices.themes,
    // Who helps with a running channel does not become its owner.
    created_by: before && !before.stopped_at ? before.created_by : saving.person,
    starts_at: before && !before.stopped_at ? before.starts_at : saving.now,
    stopped_at: choices.stop ? saving.now : null,
  };
  return trx
    .insertInto('community')
    .values({
      ...columns,
      id: newId(),
      conversation_id: saving.conversation.id,
      workspace_id: saving.conversation.workspace,
      created_at: saving.now,
    })
    .onConflict((conflict) => conflict.column('conversation_id').doUpdateSet(columns))
    .returningAll()
    .executeTakeFirstOrThrow();
}

async function rescheduleMembers(
  deps: PromptsDeps,
  trx: Transaction<Database>,
  community: Community,
  now: Date,
): Promise<void> {
  const asked = (await membersOf(trx, community.id)).filter(({ state }) => state === 'asked');
  const calendarOf = await loadCalendars(
    trx,
    asked.map(({ person_id }) => person_id),
    deps.organisation,
  );
  const next = (member: Member) => nextAskAt(community, calendarOf(member.person_id), now);
  await setNextAsks(
    trx,
    asked.map((member) => ({ member, next: next(member) })),
  );
}

/** A card in the channel, by which people join or only read. */
export async function announce(
  deps: PromptsDeps,
  { trx, words, now }: Handling,
  community: Community,
  person: PersonId,
): Promise<void> {
  const message = await announcement(trx, words, { community, person });
  const to = { conversation: community.conversation_id };
  const delivery = await deps.outbox.post(trx, { to, message, priority: 'post' }, now);
  await keepInvitation(trx, { community: community.id, by: person, delivery }, now);
}

/** What its channel is told. */
export async function announcement(
  db: Kysely<Database>,
  words: Words,
  { community, person }: { community: Community; person: PersonId },
): Promise<Message> {
  return announcementCard(words, {
    community: community.id,
    name: await findName(db, person),
    place: community.name,
    asked: community.asked,
    weekdays: community.weekdays,
    timeOfDay: community.time_of_day,
    everyWeeks: community.every_weeks,
    cap: weeklyCap,
  });
}

async function doneText(deps: PromptsDeps, { trx, words, now }: Handling, community: Community): Promise<string> {
  const calendar = await loadCalendar(trx, community.created_by, deps.organisation);
  const first = nextSlot(rhythmOf(community), { ...calendar, workDays: community.weekdays }, now);
  const place = community.name;
  const who = words(community.asked === 'members' ? 'setup.doneMembers' : 'setup.doneJoined', { place });
  return words('setup.done', { who, when: dayAndTime(first, calendar.timeZone) });
}
