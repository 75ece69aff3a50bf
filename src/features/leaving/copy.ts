import { toZip } from '../../base/zip.ts';
import type { Words } from '../../cards/words.ts';
import { type PersonId, type PlatformName, platformOf } from '../../chat/ids.ts';
import { copiedPage } from '../../pages/my-data.ts';
import { accountsOf } from '../../people/accounts.ts';
import type { Copied, HeldKind } from '../../storage/holding.ts';
import type { Page, ShownPage, Visit } from '../feature.ts';
import type { Db, LeavingDeps } from './deps.ts';

/** A person's copy of everything: a page to read, and one file with the page and the same as data. */

export const copyPage = 'my-data';

/** All kinds of which there may be a copy, empty ones too. */
export interface Copy {
  readonly name: string;
  readonly platforms: readonly PlatformName[];
  readonly madeAt: Date;
  readonly timeZone: string;
  readonly kinds: readonly { readonly kind: HeldKind; readonly items: readonly Copied[] }[];
}

export async function makeCopy(
  deps: Pick<LeavingDeps, 'holdings'>,
  db: Db,
  { person, now }: { person: PersonId; now: Date },
): Promise<Copy> {
  const accounts = await accountsOf(db, person);
  const kinds = [];
  for (const { kind, copy } of deps.holdings()) {
    const items: Copied[] = [];
    for (const account of copy ? accounts : []) items.push(...((await copy?.(db, account)) ?? []));
    if (copy) kinds.push({ kind, items });
  }
  const known = await db.selectFrom('person').select(['name', 'time_zone']).where('id', '=', person).executeTakeFirst();
  const timeZone = known?.time_zone ?? 'UTC';
  return { name: known?.name ?? '', platforms: accounts.map(platformOf), madeAt: now, timeZone, kinds };
}

/** As other programs read it: by kind. */
export function asData({ name, platforms, madeAt, kinds }: Copy): object {
  return { name, platforms, madeAt, ...Object.fromEntries(kinds.map(({ kind, items }) => [kind, items])) };
}

export function asPage(words: Words, copy: Copy, { saveAs }: { saveAs?: string } = {}): string {
  return copiedPage(words, { ...copy, ...(saveAs && { saveAs }) });
}

export function asZip(words: Words, copy: Copy): Uint8Array {
  return toZip({
    'my-data.html': asPage(words, copy),
    'my-data.json': `${JSON.stringify(asData(copy), null, 2)}\n`,
  });
}

export function createCopyPage(deps: LeavingDeps): Page {
  return { name: copyPage, show: (visit) => showCopy(deps, visit) };
}

async function showCopy(deps: LeavingDeps, { trx, now, words, person, query }: Visit): Promise<ShownPage | undefined> {
  const copy = await makeCopy(deps, trx, { person, now });
  if (query.get('as') !== 'zip') return { kind: 'page', html: asPage(words, copy, { saveAs: '?as=zip' }) };
  const content = Buffer.from(asZip(words, copy));
  return { kind: 'file', name: 'outloud-my-data.zip', type: 'application/zip', content };
}
