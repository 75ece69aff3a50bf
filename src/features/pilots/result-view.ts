import type { Kysely } from 'kysely';
import { table } from '../../cards/elements.ts';
import { pilotChart } from '../../cards/pilots/chart.ts';
import type { ResultView } from '../../cards/pilots/result-card.ts';
import type { Words } from '../../cards/words.ts';
import { isFormer } from '../../chat/former.ts';
import { findName } from '../../people/store.ts';
import { countTaps } from '../../people/taps.ts';
import type { Database } from '../../storage/schema.ts';
import { placeName, whoSees } from './audience.ts';
import { channelName, nounsOf } from './channels.ts';
import { chartOf } from './chart.ts';
import { datesOf } from './facts.ts';
import { lineageOf } from './lineage.ts';
import { caveatsFor, hasResult, type Pilot, readingOf, titleOf } from './pilot.ts';
import { figuresInWords, figuresTable, sideNames } from './shown-figures.ts';
import { sayCaveat } from './statistics/caveats.ts';
import { type Said, sayReading } from './statistics/sentences.ts';
import { editsOf, notesOf, tapsOn } from './store/remarks.ts';
import { hasGuests, type Viewer } from './visibility.ts';

/** A pilot as a card shows it to this viewer: its result, or that it is under way. */
export async function resultView(
  db: Kysely<Database>,
  words: Words,
  pilot: Pilot,
  viewer: Viewer,
): Promise<ResultView> {
  const { result } = pilot;
  const owner = await findName(db, pilot.owner_id);
  const caveats = caveatsFor(pilot, await notesOf(db, pilot.id), await editsOf(db, pilot.id));
  const still = pilot.still ? [words(`pilots.still.line.${pilot.still}`)] : [];
  return {
    pilot: pilot.id,
    code: pilot.code,
    title: titleOf(pilot),
    owner,
    left: isFormer(pilot.owner_id),
    byline: bylineOf(words, pilot, owner),
    ...verdictIn(words, pilot),
    caveats: caveats.map((caveat) => sayCaveat(words, caveat)),
    caveatReply: result?.caveatReply ?? '',
    ...figuresOf(words, pilot),
    quotes: result?.quotes ?? [],
    guard: result?.guard ?? '',
    learned: result?.learned ?? '',
    next: nextInWords(words, result),
    lineage: [...still, ...(await lineageOf(db, words, pilot, viewer))],
    useful: await countTaps(db, tapsOn(pilot)),
    edited: pilot.edited_at !== null,
    alsoIn: pilot.shown_in.map(({ label }) => label),
    whoSees: await whoSeesCard(db, words, pilot),
  };
}

/** What a reading says; of one without figures, that it was stopped, or how it stands. */
function verdictIn(words: Words, pilot: Pilot): Said {
  const { result } = pilot;
  if (!hasResult(pilot))
    return { headline: headlineOf(words, pilot), meaning: [words('pilots.own.hunch', { ...pilot.idea })] };
  const said = sayReading(words, readingOf(pilot), nounsOf(words, pilot.plan));
  const heard = result?.heardBy === undefined ? [] : [words('pilots.result.heard', { count: result.heardBy })];
  return { ...said, headline: headlineOf(words, pilot), meaning: [...said.meaning, ...heard] };
}

/** The same figures as a chart, as a table and in words. */
function figuresOf(words: Words, pilot: Pilot): Pick<ResultView, 'figures' | 'figuresText'> {
  const nouns = nounsOf(words, pilot.plan);
  const reading = readingOf(pilot);
  const shown = hasResult(pilot) ? figuresTable(words, reading, nouns) : undefined;
  if (!shown || reading.kind === 'story') return { figures: [], figuresText: '' };
  const chart = chartOf(words, reading, { ...sideNames(words, reading), nouns });
  return {
    figures: [...(chart ? [pilotChart(words, chart)] : []), table([shown.head, ...shown.rows])],
    figuresText: figuresInWords(shown).join(' '),
  };
}

/** The one line by which lists and cards call the verdict. */
export function headlineOf(words: Words, pilot: Pilot): string {
  if (pilot.state === 'no_result') return words('pilots.result.noResult');
  if (!hasResult(pilot)) return words('pilots.result.underWay');
  if (pilot.state === 'stopped' && !pilot.result?.after) return words('pilots.result.stoppedEarly');
  return sayReading(words, readingOf(pilot), nounsOf(words, pilot.plan)).headline;
}

/** "Rhys Evans, Customer · E-mail newsletter · 6–24 May 2027 · Before and after" */
function bylineOf(words: Words, pilot: Pilot, owner: string): string {
  const who = [owner || words('update.someone'), pilot.team].filter((each) => each !== '').join(', ');
  return [who, channelName(words, pilot.channel), datesOf(pilot), words(`pilots.design.${pilot.plan.design}`)]
    .filter((each) => each !== '')
    .join(' · ');
}

function nextInWords(words: Words, result: Pilot['result']): string {
  if (!result) return '';
  const next = words(`pilots.next.${result.next}`);
  return result.nextWhy ? words('pilots.result.nextBecause', { next, why: result.nextWhy }) : next;
}

async function whoSeesCard(db: Kysely<Database>, words: Words, pilot: Pilot): Promise<string> {
  const { posted_in } = pilot;
  if (!posted_in) return whoSees(db, words, pilot);
  const place = await placeName(db, words, posted_in);
  const line = words(
    (await hasGuests(db, posted_in)) ? 'pilots.audience.whoPostedGuests' : 'pilots.audience.whoPosted',
    { place },
  );
  return pilot.seen_by === 'everyone' ? words('pilots.audience.whoPostedAll', { line }) : line;
}
