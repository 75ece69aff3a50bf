import { stringify } from 'csv-stringify/sync';
import type { ShownPage, Visit } from '../../feature.ts';
import { channelName, contentTypeName, metricName } from '../channels.ts';
import { caveatsFor, hasResult, type Pilot, readingOf, titleOf } from '../pilot.ts';
import { headlineOf } from '../result-view.ts';
import { sayCaveat } from '../statistics/caveats.ts';
import { findPilot, namesOf } from '../store/pilots.ts';
import { editsOf, notesOf } from '../store/remarks.ts';
import { writeFigures } from '../typed-figures.ts';
import type { Viewer } from '../visibility.ts';

/** All that fit the reader's filters as a table: figures as numbers, words so that no spreadsheet takes them for more. */
export async function exportCsv(visit: Visit, viewer: Viewer, pilots: readonly Pilot[]): Promise<ShownPage> {
  const { words, now } = visit;
  const rows: Row[] = [];
  const owners = await namesOf(
    visit.trx,
    pilots.map((pilot) => pilot.owner_id),
  );
  for (const pilot of pilots) rows.push(await rowOf(visit, viewer, { pilot, owner: owners.get(pilot.owner_id) ?? '' }));
  const content = stringify(
    [
      columns.map((column) => words(`pilots.csv.${column}`)),
      ...rows.map((row) => columns.map((column) => row[column])),
    ],
    { bom: true, escape_formulas: true, record_delimiter: 'windows', cast: { number: String } },
  );
  const name = `content-pilots-${now.toISOString().slice(0, 10)}.csv`;
  return { kind: 'file', name, type: 'text/csv; charset=utf-8', content };
}

const columns = [
  ...(['code', 'title', 'verdict', 'owner', 'team', 'channel', 'contentType', 'measured', 'compared'] as const),
  ...(['before', 'after', 'change', 'low', 'high', 'worthwhile', 'starts', 'ends', 'caveats', 'learned'] as const),
  ...(['next', 'effort', 'borrowed', 'materials'] as const),
] as const;

type Row = Readonly<Record<(typeof columns)[number], string | number>>;

async function rowOf(
  { trx, words }: Visit,
  viewer: Viewer,
  { pilot, owner }: { pilot: Pilot; owner: string },
): Promise<Row> {
  const { plan, result } = pilot;
  const caveats = caveatsFor(pilot, await notesOf(trx, pilot.id), await editsOf(trx, pilot.id));
  const lender = await findPilot(trx, pilot.borrowed_from ?? undefined, viewer);
  return {
    code: pilot.code,
    title: titleOf(pilot),
    verdict: headlineOf(words, pilot),
    owner,
    team: pilot.team,
    channel: channelName(words, pilot.channel),
    contentType: contentTypeName(words, pilot.content_type),
    measured: metricName(words, plan),
    compared: words(`pilots.design.${plan.design}`),
    before: inOneCell(writeFigures(plan.before)),
    after: inOneCell(writeFigures(result?.after)),
    ...changeOf(pilot),
    worthwhile: plan.worthwhile === undefined ? '' : points(plan.worthwhile),
    starts: pilot.starts_on ?? '',
    ends: pilot.ends_on ?? '',
    caveats: hasResult(pilot) ? caveats.map((caveat) => sayCaveat(words, caveat)).join(' ') : '',
    learned: result?.learned ?? pilot.stopped_because ?? '',
    next: result ? words(`pilots.next.${result.next}`) : '',
    effort: result?.effort ? words(`pilots.effort.${result.effort}`) : '',
    borrowed: lender?.code ?? '',
    materials: inOneCell(result?.materials ?? ''),
  };
}

function inOneCell(text: string): string {
  return text.replaceAll('\n', '; ');
}

/** As counted, whichever way better lies; only where there is enough to say so. */
function changeOf(pilot: Pilot): Pick<Row, 'change' | 'low' | 'high'> {
  const reading = readingOf(pilot);
  if (!hasResult(pilot) || reading.kind !== 'shares') return { change: '', low: '', high: '' };
  const [diff, low, high] =
    reading.better === 'higher'
      ? [reading.diff, reading.low, reading.high]
      : [-reading.diff, -reading.high, -reading.low];
  return { change: points(diff), low: points(low), high: points(high) };
}

function points(proportion: number): number {
  return Number((100 * proportion).toFixed(2)) + 0;
}
