import { type Kysely, sql, type Transaction } from 'kysely';
import type { ConversationId, PersonId } from '../chat/ids.ts';
import { unreferencedDelivery } from '../storage/references.ts';
import type { Database } from '../storage/schema.ts';
import type { ErasureId, LeftOver } from '../storage/tables/leaving.ts';

/** What the outbox has to take away or change because somebody is erased, and how far that is. */

/**
 * Marks what this transaction has changed and what stands somewhere: whichever feature did it, the erasure waits for
 * it. Call it in the transaction of every step.
 */
export async function markChanged(trx: Transaction<Database>, erasure: ErasureId): Promise<void> {
  await sql`
    update delivery set erasure_id = ${erasure}
    where state in ('pending', 'sending') and (message_ref is not null or may_have_arrived or state = 'sending')
      and xmin = pg_current_xact_id()::xid`.execute(trx);
}

export interface UnderWay {
  /** Messages that are still to be taken away or changed. */
  readonly waiting: number;
  readonly leftOver: readonly LeftOver[];
}

export async function underWay(db: Kysely<Database>, erasure: ErasureId): Promise<UnderWay> {
  const rows = await db
    .selectFrom('delivery')
    .select((select) => ['state', 'reason', select.fn.countAll<number>().as('count')] as const)
    .where('erasure_id', '=', erasure)
    .groupBy(['state', 'reason'])
    .execute();
  const waiting = rows.filter(({ state }) => state !== 'settled' && state !== 'dead');
  return {
    waiting: waiting.reduce((sum, { count }) => sum + Number(count), 0),
    leftOver: rows.flatMap(({ state, reason, count }) =>
      state === 'dead' ? [{ reason: reason ?? 'refused', count: Number(count) }] : [],
    ),
  };
}

/** What is over is forgotten: rows of what was taken away, but those that something else still refers to. */
export async function forgetTakenAway(trx: Transaction<Database>, erasure: ErasureId): Promise<void> {
  await trx
    .deleteFrom('delivery')
    .where('erasure_id', '=', erasure)
    .where('wanted', '=', 'gone')
    .where('state', 'in', ['settled', 'dead'])
    .where(await unreferencedDelivery(trx))
    .execute();
  await trx
    .updateTable('delivery')
    .set({ erasure_id: null })
    .where('erasure_id', '=', erasure)
    .where('state', 'in', ['settled', 'dead'])
    .execute();
}

interface Leaver {
  readonly person: PersonId;
  readonly now: Date;
  /** Said where a message cannot be taken away but only replaced. */
  readonly instead: string;
}

/** Takes away everything that stands in somebody's private chat, and has nothing more go there; how many messages. */
export async function emptyDirect(trx: Transaction<Database>, { person, now, instead }: Leaver): Promise<number> {
  const direct = await directOf(trx, person);
  const lanes = [person, ...(direct ? [direct] : [])];
  const { numAffectedRows = 0n } = await sql`
    update delivery set wanted = 'gone', instead = ${instead}, message = ${JSON.stringify({ text: instead })}::jsonb,
      revision = revision + 1, unprompted = false, held_from = null, expires_at = null, attempts = 0, reason = null,
      settled_at = coalesce(settled_at, ${now}),
      state = case
        when state = 'sending' then state
        when message_ref is null and not may_have_arrived then 'settled'
        else 'pending' end
    where (person_id = ${person} or lane = any(${lanes}::text[])) and wanted = 'present'`.execute(trx);
  await sql`
    update delivery set person_id = null, unprompted = false,
      lane = case when lane = ${person} then coalesce(${direct ?? null}, workspace_id) else lane end
    where person_id = ${person} or lane = ${person}`.execute(trx);
  return Number(numAffectedRows);
}

export async function directOf(db: Kysely<Database>, person: PersonId): Promise<ConversationId | undefined> {
  const row = await db
    .selectFrom('direct_conversation')
    .select('conversation_id')
    .where('person_id', '=', person)
    .executeTakeFirst();
  return row?.conversation_id;
}

interface Renaming {
  readonly name: string;
  readonly instead: string;
}

/**
 * What stands in other people's messages by this name says "a former colleague" from now on; how many. What was sent
 * already is changed where it stands, what waits says it from the start.
 */
export async function rename(trx: Transaction<Database>, { name, instead }: Renaming): Promise<number> {
  const whole = `(?<![[:alnum:]])${asPattern(quoted(name))}(?![[:alnum:]])`;
  const { numAffectedRows = 0n } = await sql`
    update delivery set message = regexp_replace(message::text, ${whole}, ${quoted(instead)}, 'g')::jsonb,
      revision = revision + 1,
      state = case when state = 'settled' or (state = 'dead' and message_ref is not null) then 'pending' else state end
    where wanted = 'present' and position(${quoted(name)} in message::text) > 0
      and message::text ~ ${whole}`.execute(trx);
  return Number(numAffectedRows);
}

/** As it stands within a JSON text. */
function quoted(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

function asPattern(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
