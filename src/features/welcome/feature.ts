import { type ConversationId, workspaceIn } from '../../chat/ids.ts';
import { note, nothing, type Reply } from '../../chat/reply.ts';
import { isSilent } from '../../people/silence.ts';
import type { Feature, Handling } from '../feature.ts';

/** One hello where the bot is added, then silence; none where nobody is to be messaged yet. */
export const welcomeFeature: Feature = {
  name: 'welcome',

  async installation({ change, conversation }, handling) {
    if (!conversation) return nothing;
    if (change === 'removed') return forget(conversation.id, handling);
    return conversation.kind === 'direct' ? greetOnce(conversation.id, 'greeting.direct', handling) : nothing;
  },

  async membership({ bot, conversation }, handling) {
    if (bot === 'left') return forget(conversation.id, handling);
    if (bot !== 'joined') return nothing;
    const direct = conversation.kind === 'direct';
    return greetOnce(conversation.id, direct ? 'greeting.direct' : 'greeting.channel', handling);
  },
};

/** A platform tells the same arrival in several ways, and more than once. */
async function greetOnce(
  conversation: ConversationId,
  greeting: 'greeting.direct' | 'greeting.channel',
  { trx, now, words }: Handling,
): Promise<Reply> {
  const first = await trx
    .updateTable('conversation')
    .set({ greeted_at: now })
    .where('id', '=', conversation)
    .where('greeted_at', 'is', null)
    .executeTakeFirst();
  const isFirst = first.numUpdatedRows === 1n;
  return isFirst && !(await isSilent(trx, workspaceIn(conversation))) ? note(words(greeting), 'here') : nothing;
}

async function forget(conversation: ConversationId, { trx }: Handling): Promise<Reply> {
  await trx.updateTable('conversation').set({ greeted_at: null }).where('id', '=', conversation).execute();
  return nothing;
}
