import type { Transaction } from 'kysely';
import { promptCard, skippedCard } from '../../cards/prompts/prompt-card.ts';
import type { Words } from '../../cards/words.ts';
import type { ActionEvent } from '../../chat/event.ts';
import type { PersonId } from '../../chat/ids.ts';
import type { Message } from '../../chat/message.ts';
import { note, type Reply, replace } from '../../chat/reply.ts';
import type { Database, Row } from '../../storage/schema.ts';
import type { Handling } from '../feature.ts';
import { answerFormWith, type Theirs } from './answer.ts';
import { type PastRound, rankPrompts } from './choose.ts';
import type { Community } from './community.ts';
import type { PromptsDeps } from './deps.ts';
import { type Prompt, promptInOwnWords } from './library.ts';
import { communitiesOf, findCommunity, ownPromptsOf } from './store/communities.ts';
import { lockRound, pastRounds, type Round } from './store/rounds.ts';

/** The question that somebody is asked, and what they can do with it: take another one, skip it. */

/** "Another question" gives two alternatives, not an endless wheel. */
const mostSwaps = 2;

export async function promptsFor(
  deps: PromptsDeps,
  trx: Transaction<Database>,
  { community, person }: { community: Community; person: PersonId },
): Promise<Prompt[]> {
  const own = await ownPromptsOf(trx, [community.id]);
  const past = await pastRounds(trx, [person]);
  return promptsAmong(deps, community, { own: own.get(community.id) ?? [], past: past.get(person) ?? [] });
}

/** The same where both are known: what the community asks in its own words, and what the person was asked before. */
export function promptsAmong(
  { library }: Pick<PromptsDeps, 'library'>,
  community: Community,
  { own, past }: { own: readonly Row<'own_prompt'>[]; past: readonly PastRound[] },
): Prompt[] {
  return rankPrompts({
    prompts: library.prompts,
    own: own.map((prompt) => promptInOwnWords(prompt.id, prompt.text)),
    themes: community.themes,
    past,
  });
}

interface PromptShown {
  readonly community: Community;
  readonly prompt: Prompt;
  readonly round: Pick<Round, 'id' | 'person_id' | 'swaps'>;
  readonly words: Words;
}

export async function promptMessage(trx: Transaction<Database>, shown: PromptShown): Promise<Message> {
  return promptMessageWith(shown, await communitiesOf(trx, shown.round.person_id));
}

/** The same where it is known who answers. */
export function promptMessageWith(
  { community, prompt, round, words }: PromptShown,
  communities: readonly Theirs[],
): Message {
  return promptCard(words, {
    round: round.id,
    question: prompt.text,
    ...(prompt.care && { care: prompt.care }),
    minutes: prompt.mins,
    place: community.name,
    another: round.swaps < mostSwaps,
    form: answerFormWith(
      { words, prompt, state: `round:${round.id}`, communityId: community.id, withQuestion: false },
      communities,
    ),
  });
}

/** [Another question] */
export async function swap(deps: PromptsDeps, event: ActionEvent, { trx, words }: Handling): Promise<Reply> {
  const round = await openRoundOf(trx, event);
  const community = round && (await findCommunity(trx, round.community_id));
  if (!round || !community) return note(words('prompt.passed'));
  const ranked = await promptsFor(deps, trx, { community, person: round.person_id });
  const next = ranked.find((prompt) => prompt.id !== round.prompt_id);
  if (!next || round.swaps >= mostSwaps) return note(words('prompt.noMore'));
  const swaps = round.swaps + 1;
  await trx.updateTable('round').set({ prompt_id: next.id, swaps }).where('id', '=', round.id).execute();
  const message = await promptMessage(trx, { community, prompt: next, round: { ...round, swaps }, words });
  return showInstead(deps, trx, round, message);
}

/** [Skip] */
export async function skip(deps: PromptsDeps, event: ActionEvent, { trx, words }: Handling): Promise<Reply> {
  const round = await openRoundOf(trx, event);
  if (!round) return note(words('prompt.passed'));
  await trx.updateTable('round').set({ state: 'skipped' }).where('id', '=', round.id).execute();
  return showInstead(deps, trx, round, skippedCard(words));
}

async function openRoundOf(trx: Transaction<Database>, event: ActionEvent): Promise<Round | undefined> {
  const round = await lockRound(trx, event.values.round);
  return round?.person_id === event.person.id && round.state === 'open' ? round : undefined;
}

/** The card changes for the person at once, and in the outbox, so that it stays changed. */
async function showInstead(
  deps: Pick<PromptsDeps, 'outbox'>,
  trx: Transaction<Database>,
  round: Pick<Round, 'delivery_id'>,
  message: Message,
): Promise<Reply> {
  if (round.delivery_id) await deps.outbox.update(trx, round.delivery_id, message);
  return replace(message);
}
