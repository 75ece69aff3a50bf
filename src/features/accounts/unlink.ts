import { accountUnlinkForm } from '../../cards/account-cards.ts';
import type { ActionEvent, FormEvent } from '../../chat/event.ts';
import { type PersonId, platformOf } from '../../chat/ids.ts';
import { form, note, type Reply } from '../../chat/reply.ts';
import { linkedAccount, unlinkAccount, unlinkBetween } from '../../people/accounts.ts';
import type { Handling, Happening } from '../feature.ts';
import type { AccountsDeps } from './deps.ts';
import { noteAccounts, tellAccount } from './notices.ts';

/** Either account takes itself out, at once; and where two workspaces part, so do the accounts across them. */

/** [Unlink]: says first what that means. */
export async function askToUnlink({ person }: ActionEvent, { trx, words }: Handling): Promise<Reply> {
  const linked = await linkedAccount(trx, person.id);
  if (!linked) return note(words('accounts.notLinked'));
  return form(accountUnlinkForm(words, { name: linked.name, platform: platformOf(linked.account) }));
}

export async function unlink(deps: AccountsDeps, { person }: FormEvent, handling: Handling): Promise<Reply> {
  const { trx, words } = handling;
  const other = await unlinkAccount(trx, person.id);
  if (!other) return note(words('accounts.notLinked'));
  await part(deps, [person.id, other], handling);
  await tellAccount(deps, { account: other, other: person.id, what: 'unlinked' }, handling);
  return note(words('accounts.unlinked', { platform: words(`accounts.${platformOf(other)}`) }));
}

/** The link between two workspaces was cut. */
export async function followCut(
  deps: AccountsDeps,
  happening: Happening,
  handling: Pick<Handling, 'trx' | 'now'>,
): Promise<void> {
  if (happening.kind !== 'link-cut') return;
  for (const [one, other] of await unlinkBetween(handling.trx, happening.a, happening.b)) {
    await part(deps, [one, other], handling);
    await tellAccount(deps, { account: one, other, what: 'cut' }, handling);
    await tellAccount(deps, { account: other, other: one, what: 'cut' }, handling);
  }
}

async function part(
  deps: AccountsDeps,
  accounts: readonly [PersonId, PersonId],
  moment: Pick<Handling, 'trx' | 'now'>,
): Promise<void> {
  await noteAccounts(accounts, 'account-unlinked', moment);
  await deps.tell({ kind: 'accounts-changed', accounts }, moment);
}
