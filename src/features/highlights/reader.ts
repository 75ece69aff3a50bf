import { highlightReaderForm } from '../../cards/highlights/digest.ts';
import type { CommandEvent, FormEvent } from '../../chat/event.ts';
import { form, note, type Reply } from '../../chat/reply.ts';
import { loadCalendar } from '../../scheduling/store.ts';
import type { Handling } from '../feature.ts';
import type { HighlightsDeps } from './deps.ts';
import { nextDigestAt } from './reader-digest.ts';
import { findReader, saveReader } from './store/readers.ts';

/** `/highlight on`, `off` and `settings` in private: what a person decides for themself. */

export async function openReader({ person }: CommandEvent, { trx, words }: Handling): Promise<Reply> {
  if (person.external) return note(words('highlights.channel.guest'));
  const reader = await findReader(trx, person.id);
  return form(highlightReaderForm(words, { mayAsk: reader?.may_ask ?? true, weekly: reader?.weekly ?? false }));
}

export async function keepReader(deps: HighlightsDeps, { person, inputs }: FormEvent, handling: Handling) {
  const { trx, now, words } = handling;
  if (person.external) return note(words('highlights.channel.guest'));
  const calendar = await loadCalendar(trx, person.id, deps.organisation);
  const weekly = inputs.weekly === 'true';
  await saveReader(trx, {
    person_id: person.id,
    may_ask: inputs.mayAsk === 'true',
    weekly,
    next_at: weekly ? nextDigestAt(calendar, now) : null,
  });
  return note(words('highlights.reader.saved'));
}

export async function readerOff({ person }: CommandEvent, { trx, words }: Handling): Promise<Reply> {
  await saveReader(trx, { person_id: person.id, may_ask: false, weekly: false, next_at: null });
  return note(words('highlights.reader.off'));
}
