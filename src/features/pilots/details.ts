import type { Kysely } from 'kysely';
import { dayOnly } from '../../cards/dates.ts';
import { boldLine, line, small } from '../../cards/elements.ts';
import { detailsBody } from '../../cards/pilot-result-card.ts';
import type { Words } from '../../cards/words.ts';
import type { CardElement } from '../../chat/card.ts';
import type { ActionEvent } from '../../chat/event.ts';
import { form, note, type Reply } from '../../chat/reply.ts';
import { findName } from '../../people/store.ts';
import type { Database } from '../../storage/schema.ts';
import type { Handling } from '../feature.ts';
import type { PilotsDeps } from './deps.ts';
import { factsOf } from './facts.ts';
import { hasResult, type Note, type Pilot, readingOf, titleOf } from './pilot.ts';
import { headlineOf } from './result-view.ts';
import { sideBySide } from './statistics/tries.ts';
import { familyOf, findConclusion, findPilot, namesOf, notesOf } from './store.ts';
import { type Viewer, viewerFor } from './visibility.ts';

/** [Details]: what was set, what happened on the way, and all that borrowed from each other, side by side. */
export async function openDetails(deps: PilotsDeps, event: ActionEvent, { trx, words }: Handling): Promise<Reply> {
  const viewer = await viewerFor(trx, event.person, event.conversation?.id);
  const pilot = await findPilot(trx, event.values.pilot, viewer);
  if (!pilot || pilot.state === 'draft') return note(words('pilots.own.gone'));
  const body = await detailsOf(trx, words, { pilot, viewer, timeZone: deps.organisation.timeZone });
  return form({ name: 'pilots.details', title: words('pilots.details.title'), state: pilot.id, body });
}

interface DetailsShown {
  readonly pilot: Pilot;
  readonly viewer: Viewer;
  readonly timeZone: string;
}

async function detailsOf(
  db: Kysely<Database>,
  words: Words,
  { pilot, viewer, timeZone }: DetailsShown,
): Promise<CardElement[]> {
  const { result, plan } = pilot;
  const notes = await notesOf(db, pilot.id);
  return detailsBody(words, {
    hunch: words('pilots.own.hunch', { ...pilot.idea }),
    facts: factsOf(words, pilot),
    notes: notes.map((each) => noteLine(words, each, timeZone)),
    figures: [],
    ...(plan.design === 'before_after' && hasResult(pilot) && { limits: words('pilotReading.limits') }),
    effort: result?.effort ? words(`pilots.effort.${result.effort}`) : '',
    materials: result?.materials ?? '',
    family: await familyBlock(db, words, pilot, viewer),
  });
}

function noteLine(words: Words, { kind, text, created_at }: Note, timeZone: string): string {
  const said = kind === 'as_planned' ? words('pilots.details.asPlanned') : text;
  return words('pilots.details.noteLine', { when: dayOnly(created_at, timeZone), text: said });
}

/** The first one and those that borrowed from it, on one scale, never added up. */
async function familyBlock(db: Kysely<Database>, words: Words, pilot: Pilot, viewer: Viewer): Promise<CardElement[]> {
  const family = (await familyOf(db, pilot.family_id, viewer)).filter(hasResult);
  const conclusion = await conclusionLines(db, words, family);
  if (family.length < 2) return conclusion;
  const names = await namesOf(
    db,
    family.map((each) => each.owner_id),
  );
  const compared = sideBySide(family.map((each) => ({ id: each.id, reading: readingOf(each) })));
  const lines = family.map((each, at) => {
    const change = compared.rows[at]?.change;
    return words('pilots.details.familyLine', {
      title: titleOf(each),
      owner: names.get(each.owner_id) || words('update.someone'),
      headline: headlineOf(words, each),
      change: change ? changeInWords(words, change, compared.per) : '',
    });
  });
  return [
    boldLine(words('pilots.details.family')),
    ...lines.map(line),
    small(words('pilots.details.notPooled')),
    ...conclusion,
  ];
}

function changeInWords(words: Words, change: { diff: number; low: number; high: number }, per: number): string {
  const signed = (value: number) => new Intl.NumberFormat('en-GB', { signDisplay: 'exceptZero' }).format(value);
  const { diff, low, high } = change;
  return words('pilots.details.change', { diff: signed(diff), low: signed(low), high: signed(high), per });
}

/** Only where its author has a result among those that are seen here. */
async function conclusionLines(db: Kysely<Database>, words: Words, family: readonly Pilot[]): Promise<CardElement[]> {
  const conclusion = family[0] && (await findConclusion(db, family[0].family_id));
  if (!conclusion || !family.some((each) => each.owner_id === conclusion.author_id)) return [];
  const owner = (await findName(db, conclusion.author_id)) || words('update.someone');
  return [
    boldLine(words('pilots.details.conclusion')),
    line(words('pilots.details.conclusionBy', { text: conclusion.text, owner })),
  ];
}
