import type { Kysely } from 'kysely';
import type { PersonId } from '../../chat/ids.ts';
import type { Copied, Erased, Erasing } from '../../storage/holding.ts';
import type { Database } from '../../storage/schema.ts';

/** What somebody's copy has of links to other organisations, and what goes with them. */

export async function copyLinks(db: Kysely<Database>, person: PersonId): Promise<Copied[]> {
  const links = await db
    .selectFrom('workspace_link')
    .selectAll()
    .where((where) => where.or([where('a_by', '=', person), where('b_by', '=', person)]))
    .execute();
  const codes = await db.selectFrom('link_request').selectAll().where('asked_by', '=', person).execute();
  return [
    ...links.map(({ a_by, a_name, b_name, linked_at }) => ({
      organisation: a_by === person ? b_name : a_name,
      since: linked_at,
    })),
    ...codes.map(({ name }) => ({ organisation: name })),
  ];
}

export async function eraseLinks({ trx, person, former }: Erasing): Promise<Erased> {
  const codes = await trx.deleteFrom('link_request').where('asked_by', '=', person).executeTakeFirst();
  await trx.updateTable('link_request').set({ entered_by: former }).where('entered_by', '=', person).execute();
  const a = await trx.updateTable('workspace_link').set({ a_by: former }).where('a_by', '=', person).executeTakeFirst();
  const b = await trx.updateTable('workspace_link').set({ b_by: former }).where('b_by', '=', person).executeTakeFirst();
  return { removed: Number(codes.numDeletedRows + a.numUpdatedRows + b.numUpdatedRows), more: false };
}
