import { asId, newId } from '../../base/ids.ts';
import type { Message } from '../../chat/message.ts';
import { loadCalendar } from '../../scheduling/store.ts';
import type { Handling, Previewed, PreviewView } from '../feature.ts';
import { promptMessage, promptsFor } from './ask.ts';
import { type Community, nextAskAt, usualChoices } from './community.ts';
import type { PromptsDeps } from './deps.ts';
import { previewJoining } from './joining/preview.ts';
import type { Prompt } from './library.ts';
import { channelCard, ownCard } from './publish.ts';
import { findCommunityOf } from './store/communities.ts';
import type { Update } from './update.ts';

/** The first week of a channel that is not set up yet, or as it is set up: nothing here is saved. */
export async function previewWeek(
  deps: PromptsDeps,
  view: PreviewView,
  handling: Handling,
): Promise<readonly Previewed[]> {
  const { trx, words, now } = handling;
  const community = await communityFor(view, handling);
  const [prompt, other] = await promptsFor(deps, trx, { community, person: view.person });
  if (!prompt) return [];
  const usual = { ...(await loadCalendar(trx, view.person, deps.organisation)), leave: [], slot: undefined };
  const at = nextAskAt(community, usual, now) ?? now;
  // Somebody who is away on that very day of the week, every week.
  const otherDays = usual.workDays.filter((day) => !community.weekdays.includes(day));
  const question = (asked: Prompt): Promise<Message> => {
    const round = { id: newId<'round'>(), person_id: view.person, swaps: 0 };
    return promptMessage(trx, { community, prompt: asked, round, words });
  };
  const noted = noteOf(view, prompt, handling);
  return [
    ...(await previewJoining(deps, { view, community }, handling)),
    { kind: 'newcomer', at, message: await question(prompt) },
    { kind: 'participant', message: ownCard(words, noted, community.name) },
    { kind: 'posted', message: await channelCard(trx, noted, community.name) },
    {
      kind: 'elsewhere',
      at: nextAskAt(community, { ...usual, workDays: otherDays }, now) ?? at,
      message: await question(other ?? prompt),
    },
  ];
}

/** The one that runs there; else as it would be set up. */
async function communityFor(view: PreviewView, { trx, now }: Handling): Promise<Community> {
  const running = view.conversation && (await findCommunityOf(trx, view.conversation));
  if (running && !running.stopped_at) return running;
  return {
    id: newId(),
    conversation_id: view.conversation ?? asId(`${view.workspace}:preview`),
    workspace_id: view.workspace,
    name: view.place,
    kind: usualChoices.kind,
    asked: 'joined',
    weekdays: [view.rhythm.weekday],
    time_of_day: view.rhythm.time,
    every_weeks: view.rhythm.everyWeeks,
    themes: [],
    created_by: view.person,
    created_at: now,
    starts_at: now,
    stopped_at: null,
  };
}

/** What somebody might have answered. */
function noteOf({ person }: PreviewView, prompt: Prompt, { words, now }: Handling): Update {
  const fields = prompt.fields.map(({ label }, index) => ({
    label,
    value: index === 0 ? words('firstWeek.answer') : '',
  }));
  return {
    id: newId(),
    person_id: person,
    round_id: null,
    prompt_id: prompt.id,
    question: prompt.text,
    fields,
    draft: null,
    community_id: newId(),
    state: 'posted',
    delivery_id: null,
    own_delivery_id: null,
    shown_in: [],
    created_at: now,
    posted_at: now,
    edited_at: null,
    drafted_at: null,
  };
}
