import { newId } from '../../src/base/ids.ts';
import { nothing } from '../../src/chat/reply.ts';
import { outbox } from '../../src/delivery/outbox.ts';
import type { CommandWord, Feature } from '../../src/features/feature.ts';

/**
 * What a durable event is measured by, made as Outloud's own features are: `record WORDS` keeps the words, and puts
 * three messages in the outbox: one for the place, two for the author. `record-for-later` puts them there for in an hour.
 */
export const record: Feature = {
  name: 'record',
  words: [recording('record', 0), recording('record-for-later', 3_600_000)],
};

function recording(word: string, waitMs: number): CommandWord {
  return {
    command: 'outloud',
    word,
    help: () => 'keeps words, and tells them in three places',
    async run({ person, conversation, words }, { trx, now }) {
      const message = { text: words };
      await trx
        .insertInto('update')
        .values({
          id: newId(),
          person_id: person.id,
          fields: JSON.stringify([{ label: 'Words', value: words }]),
          state: 'posted',
          created_at: now,
          posted_at: now,
        })
        .execute();
      const author = { person: person.id };
      const place = conversation ? { conversation: conversation.id } : author;
      const notBefore = new Date(now.getTime() + waitMs);
      await outbox.postAll(
        trx,
        [place, author, author].map((to) => ({ to, message, priority: 'answer', notBefore })),
        now,
      );
      return nothing;
    },
  };
}
