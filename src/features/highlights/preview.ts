import { newId } from '../../base/ids.ts';
import { dayOnly } from '../../cards/dates.ts';
import { highlightAskCard } from '../../cards/highlights/consent.ts';
import { proposalsCard } from '../../cards/highlights/proposals.ts';
import { findName } from '../../people/store.ts';
import type { Handling, Previewed, PreviewView } from '../feature.ts';
import type { HighlightsDeps } from './deps.ts';
import { answerWithinMs, limits } from './highlight.ts';
import { namelessLabel } from './labels.ts';

/** What comes of a note that could be of use elsewhere: to whoever looks after its channel, and to its author. */
export async function previewWeek(
  deps: Pick<HighlightsDeps, 'organisation'>,
  { person, place }: PreviewView,
  { trx, words, now }: Handling,
): Promise<readonly Previewed[]> {
  const [id, elsewhere]: [string, string] = [newId(), words('firstWeek.otherChannel')];
  const name = await findName(trx, person);
  const text = words('firstWeek.answer');
  const proposal = {
    proposal: id,
    author: words('firstWeek.colleague'),
    text,
    places: elsewhere,
    reason: words('firstWeek.reason', { from: place, to: elsewhere }),
    state: 'open' as const,
  };
  const channel = { value: id, title: elsewhere };
  const ask = highlightAskCard(words, {
    form: {
      highlight: id,
      preview: {
        kind: 'note',
        author: name,
        question: '',
        fields: [{ label: words('firstWeek.label'), value: text }],
        from: words('highlights.card.from', { place }),
        edited: false,
      },
      channels: [channel],
      chosen: [id],
      someOutside: false,
      nameless: namelessLabel(words, ''),
      few: false,
      named: true,
      team: '',
      teamLimit: limits.team,
    },
    by: name,
    places: [elsewhere],
    inside: elsewhere,
    outside: '',
    day: dayOnly(new Date(now.getTime() + answerWithinMs), { timeZone: deps.organisation.timeZone, now }),
  });
  return [
    { kind: 'host', message: proposalsCard(words, [proposal]) },
    { kind: 'participant', message: ask },
  ];
}
