import { accountNoticeCard } from '../../cards/account-cards.ts';
import { wordsFor } from '../../cards/words.ts';
import { type PersonId, platformOf, workspaceIn } from '../../chat/ids.ts';
import { noteChange } from '../../people/audit.ts';
import { findName } from '../../people/store.ts';
import type { Handling } from '../feature.ts';
import type { AccountsDeps } from './deps.ts';

/** What happens to two accounts is said to both, and kept for administrators of both sides. */

interface Notice {
  readonly account: PersonId;
  readonly other: PersonId;
  readonly what: 'linked' | 'unlinked' | 'cut';
}

/** What happened with the other account is said in this one too: it may not have been its person. */
export async function tellAccount(
  { outbox }: AccountsDeps,
  { account, other, what }: Notice,
  { trx, now }: Pick<Handling, 'trx' | 'now'>,
): Promise<void> {
  const name = await findName(trx, other);
  const message = accountNoticeCard(wordsFor('en'), { what, name, platform: platformOf(other) });
  await outbox.post(trx, { to: { person: account }, message, priority: 'answer' }, now);
}

/** Kept in both workspaces, each with its own account's name. */
export async function noteAccounts(
  [one, two]: readonly [PersonId, PersonId],
  what: 'account-linked' | 'account-unlinked',
  { trx, now }: Pick<Handling, 'trx' | 'now'>,
): Promise<void> {
  const words = wordsFor('en');
  for (const [by, other] of [
    [one, two],
    [two, one],
  ] as const) {
    const detail = words(`accounts.${platformOf(other)}`);
    await noteChange(trx, { workspace: workspaceIn(by), by, what, detail }, now);
  }
}
