import type { Words } from '../../../cards/words.ts';
import { pilotSheetPage, type SheetTable } from '../../../pages/pilot-sheet.ts';
import type { ShownPage, Visit } from '../../feature.ts';
import { nounsOf } from '../channels.ts';
import { limitsOf, noteLines } from '../details.ts';
import { factsOf } from '../facts.ts';
import { type FamilySeen, familySeen } from '../family.ts';
import { hasResult, type Pilot, readingOf } from '../pilot.ts';
import { resultView } from '../result-view.ts';
import { figuresTable } from '../shown-figures.ts';
import { findPilot } from '../store/pilots.ts';
import type { Viewer } from '../visibility.ts';
import { chartOf, familyChart } from './charts.ts';

/** One pilot on a page of its own, printable; nothing where this viewer may not see it. */
export async function showSheet(
  visit: Visit,
  { viewer, id, timeZone }: { viewer: Viewer; id: string; timeZone: string },
): Promise<ShownPage | undefined> {
  const { trx, words } = visit;
  const pilot = await findPilot(trx, id, viewer);
  if (!pilot || pilot.state === 'draft') return undefined;
  const { figures: _, ...view } = await resultView(trx, words, pilot, viewer);
  const chart = chartOf(words, pilot);
  const figures = hasResult(pilot) ? figuresTable(words, readingOf(pilot), nounsOf(words, pilot.plan)) : undefined;
  const family = await familySeen(trx, words, pilot, viewer);
  const html = pilotSheetPage(words, {
    ...view,
    back: '?',
    kicker: words('pilots.result.kicker', { code: view.code }),
    meaning: [view.claim, ...view.meaning, view.second].filter((each) => each !== undefined),
    caveats: view.caveatReply
      ? [...view.caveats, words('pilots.result.caveatReply', { reply: view.caveatReply })]
      : view.caveats,
    ...limitsOf(words, pilot),
    ...(chart && { chart }),
    ...(figures && { figures: { ...figures, head: ['', ...figures.head.slice(1)] } }),
    said: saidOf(words, pilot, view),
    hunch: words('pilots.own.hunch', { ...pilot.idea }),
    facts: factsOf(words, pilot).filter((fact) => fact.value !== ''),
    notes: await noteLines(trx, words, { pilot, timeZone, now: visit.now }),
    materials: pilot.result?.materials ?? '',
    ...(family && { family: familyOnSheet(words, family) }),
  });
  return { kind: 'page', html };
}

function saidOf(words: Words, { result }: Pilot, view: { learned: string; next: string; guard: string }) {
  const said = [
    { label: words('pilots.result.learned'), value: view.learned },
    { label: words('pilots.result.next'), value: view.next },
    { label: words('pilots.result.guard'), value: view.guard },
    { label: words('pilots.result.effort'), value: result?.effort ? words(`pilots.effort.${result.effort}`) : '' },
  ];
  return said.filter(({ value }) => value !== '');
}

function familyOnSheet(words: Words, { compared, members, conclusion }: FamilySeen) {
  const table: SheetTable = {
    caption: words('pilots.library.familyCaption'),
    head: [
      words('pilots.csv.title'),
      words('pilots.csv.owner'),
      words('pilots.csv.verdict'),
      words('pilots.library.change'),
    ],
    rows: members.map((each) => [each.title, each.owner, each.headline, each.change]),
  };
  const labelled = members.map((each) => ({ label: each.owner, shown: each.changeInShort || each.headline }));
  const chart = familyChart(words, compared, labelled);
  return {
    ...(chart && { chart }),
    table,
    note: words('pilots.details.notPooled'),
    ...(conclusion && { conclusion }),
  };
}
