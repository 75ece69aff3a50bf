import { deliveryReportCard, type Undelivered } from '../../cards/delivery-report.ts';
import type { ActionEvent, CommandEvent } from '../../chat/event.ts';
import { note, type Reply } from '../../chat/reply.ts';
import { type DeadLetter, deadLetters, revive } from '../../delivery/dead-letters.ts';
import { may } from '../../people/roles.ts';
import type { Handling } from '../feature.ts';
import type { Community } from './community.ts';
import { communitiesIn, communitiesSetUpBy } from './store/communities.ts';

/** What did not arrive in the channels that a person has set up, or for people asked there. */

const lookBackMs = 14 * 86_400_000;
/** Enough to name whom it concerns; the rest is a number in the metrics. */
const mostLetters = 2_000;

/** `/outloud deliveries` */
export async function showDeliveries(event: CommandEvent, { trx, now, words }: Handling): Promise<Reply> {
  const communities = await channelsLookedAfter(event, trx);
  if (communities.length === 0) return note(words('deliveries.nowhere'));
  const wanted = { since: lookBack(now), channels: communities.map((each) => each.conversation_id) };
  const letters = await deadLetters(trx, wanted, { limit: mostLetters });
  return note(deliveryReportCard(words, groupByReason(letters, communities)));
}

/** One group a channel and reason, in the channels' order. */
function groupByReason(letters: readonly DeadLetter[], communities: readonly Community[]): Undelivered[] {
  return communities.flatMap(({ conversation_id: conversation, name: place }) => {
    const here = letters.filter((letter) => letter.conversation === conversation);
    const groups = Map.groupBy(here, ({ reason, person }) => `${reason} ${person === null}`);
    return [...groups.values()].map((group) => ({
      place,
      conversation,
      reason: group[0]?.reason ?? '',
      people: [
        ...new Set(group.map(({ person }) => person).filter((name) => name !== null && name !== '')),
      ] as string[],
      count: group.length,
    }));
  });
}

/** [Try again] */
export async function tryAgain(event: ActionEvent, { trx, now, words }: Handling): Promise<Reply> {
  const { conversation = '', reason = '' } = event.values;
  const communities = await channelsLookedAfter(event, trx);
  const channel = communities.find((each) => each.conversation_id === conversation)?.conversation_id;
  if (!channel) return note(words('deliveries.notYours'));
  const count = await revive(trx, { since: lookBack(now), channels: [channel], reason });
  return note(count === 0 ? words('deliveries.tryingNone') : words('deliveries.trying', { count }));
}

/** One's own channels; all of the workspace for those who look after sharing there. */
async function channelsLookedAfter(
  { person, workspace }: ActionEvent | CommandEvent,
  trx: Handling['trx'],
): Promise<Community[]> {
  if (await may(trx, person, 'channel.deliveries')) return communitiesIn(trx, workspace);
  const own = await communitiesSetUpBy(trx, person.id);
  return (await may(trx, person, 'channel.deliveries', { owns: true })) ? own : [];
}

function lookBack(now: Date): Date {
  return new Date(now.getTime() - lookBackMs);
}
