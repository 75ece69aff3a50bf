import type { Erased, Erasing } from '../storage/holding.ts';

/** What is held of who somebody is goes, and where they stood in what others need stands a former colleague. */

export async function eraseRoles({ trx, person, former }: Erasing): Promise<Erased> {
  await trx.updateTable('role_holder').set({ given_by: former }).where('given_by', '=', person).execute();
  const { numDeletedRows } = await trx.deleteFrom('role_holder').where('person_id', '=', person).executeTakeFirst();
  return { removed: Number(numDeletedRows), more: false };
}

/** Whose doing it was is forgotten; that it was done is kept for its time. */
export async function eraseChanges({ trx, person, former }: Erasing): Promise<Erased> {
  await trx.updateTable('audit').set({ about_person: former }).where('about_person', '=', person).execute();
  const { numUpdatedRows } = await trx
    .updateTable('audit')
    .set({ person_id: former })
    .where('person_id', '=', person)
    .executeTakeFirst();
  return { removed: Number(numUpdatedRows), more: false };
}

export async function erasePlaces({ trx, person }: Erasing): Promise<Erased> {
  const { numDeletedRows } = await trx
    .deleteFrom('conversation_member')
    .where('person_id', '=', person)
    .executeTakeFirst();
  return { removed: Number(numDeletedRows), more: false };
}

/** Their private chat itself stays known until everything is taken away there. */
export async function eraseProfile({ trx, person }: Erasing): Promise<Erased> {
  await trx.deleteFrom('direct_conversation').where('person_id', '=', person).execute();
  await trx
    .deleteFrom('teams_reference')
    .where((where) => where(where.cast<string>('conversation_id', 'text'), '=', person))
    .execute();
  const { numDeletedRows } = await trx.deleteFrom('person').where('id', '=', person).executeTakeFirst();
  return { removed: Number(numDeletedRows), more: false };
}
