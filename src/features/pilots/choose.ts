import type { Choice } from '../../cards/elements.ts';
import { pilotChoiceForm, pilotWhichForm } from '../../cards/pilots/choice.ts';
import { pilotFindForm } from '../../cards/pilots/list.ts';
import type { CommandEvent, FormEvent } from '../../chat/event.ts';
import type { Person } from '../../chat/person.ts';
import { form, note, type Reply } from '../../chat/reply.ts';
import type { Handling } from '../feature.ts';
import type { PilotsDeps } from './deps.ts';
import { list } from './find.ts';
import { noteByCommand } from './note.ts';
import { type Pilot, titleOf } from './pilot.ts';
import { openResult } from './result/result.ts';
import { openStart, resume } from './start/idea.ts';
import { openStop } from './stop.ts';
import { latestDraftOf, openPilotsOf, resultPilotsOf } from './store/pilots.ts';

/** `/pilot` alone, and which of several is meant. */

const things = ['start', 'resume', 'note', 'result', 'list', 'find', 'stop'] as const;

export async function choose(event: CommandEvent, { trx, words }: Handling): Promise<Reply> {
  const { person } = event;
  const draft = await latestDraftOf(trx, person.id);
  const open = await openPilotsOf(trx, person.id);
  const offered = things.filter((thing) => {
    if (thing === 'resume') return draft !== undefined;
    return open.length > 0 || (thing !== 'note' && thing !== 'result' && thing !== 'stop');
  });
  const choices = offered.map((thing) => ({
    value: thing,
    title: words(`pilots.choose.${thing}`, { title: draft ? titleOf(draft).slice(0, 40) : '' }),
  }));
  return form(pilotChoiceForm(words, choices));
}

export async function chosen(deps: PilotsDeps, event: FormEvent, handling: Handling): Promise<Reply> {
  const { trx, words } = handling;
  const { person } = event;
  switch (event.inputs.choice) {
    case 'resume': {
      const draft = await latestDraftOf(trx, person.id);
      return draft ? resume(draft, handling) : openStart(person, handling);
    }
    case 'note':
      return noteByCommand({ person, words: '' }, handling);
    case 'result':
      return resultOfOne(deps, person, handling);
    case 'list':
      return list(deps, person, handling);
    case 'find':
      return form(pilotFindForm(words));
    case 'stop':
      return stopOne(person, handling);
    default:
      return openStart(person, handling);
  }
}

/** `/pilot result` */
export async function resultOfOne(deps: PilotsDeps, person: Person, handling: Handling): Promise<Reply> {
  const pilots = await resultPilotsOf(handling.trx, person.id);
  const [only] = pilots;
  if (!only) return note(handling.words('pilots.choose.none'));
  if (pilots.length > 1) return which('result', pilots, handling);
  return openResult(deps, { pilot: only.id, person: person.id }, handling);
}

/** `/pilot stop` */
export async function stopOne(person: Person, handling: Handling): Promise<Reply> {
  const pilots = await openPilotsOf(handling.trx, person.id);
  const [only] = pilots;
  if (!only) return note(handling.words('pilots.stop.none'));
  return pilots.length > 1
    ? which('stop', pilots, handling)
    : openStop({ pilot: only.id, person: person.id }, handling);
}

function which(state: 'result' | 'stop', pilots: readonly Pilot[], { words }: Handling): Reply {
  const choices: Choice[] = pilots.map((pilot) => ({ value: pilot.id, title: titleOf(pilot) }));
  return form(pilotWhichForm(words, { state, choices }));
}

export function whichChosen(deps: PilotsDeps, event: FormEvent, handling: Handling): Promise<Reply> {
  const named = { pilot: event.inputs.choice, person: event.person.id };
  return event.state === 'stop' ? openStop(named, handling) : openResult(deps, named, handling);
}
