import type { Page, ShownPage, Visit } from '../../feature.ts';
import type { PilotsDeps } from '../deps.ts';
import { type Viewer, viewerFor } from '../visibility.ts';
import { exportCsv } from './csv.ts';
import { showList } from './list.ts';
import { libraryPage } from './name.ts';
import { findEntries, readQuery } from './query.ts';
import { showSheet } from './sheet.ts';

/** The library in a browser: a list with filters, one pilot on a page, and the same as a table to download. */
export function createLibrary({ organisation }: PilotsDeps): Page {
  return {
    name: libraryPage,
    async show(visit) {
      const person = await visit.trx
        .selectFrom('person')
        .select(['id', 'workspace_id as workspace', 'external'])
        .where('id', '=', visit.person)
        .executeTakeFirst();
      if (!person) return undefined;
      const viewer = await viewerFor(visit.trx, person);
      const id = visit.query.get('id');
      return id ? showSheet(visit, { viewer, id, timeZone: organisation.timeZone }) : showAll(visit, viewer);
    },
  };
}

async function showAll(visit: Visit, viewer: Viewer): Promise<ShownPage> {
  const query = readQuery(visit.query);
  const found = await findEntries(visit, viewer, query);
  return visit.query.get('as') === 'csv' ? exportCsv(visit, viewer, found) : showList(visit, viewer, { query, found });
}
