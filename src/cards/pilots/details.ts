import type { CardElement } from '../../chat/card.ts';
import { boldLine, labelled, line, small, spoken } from '../elements.ts';
import type { Words } from '../words.ts';
import { pilotChart } from './chart.ts';
import type { ChartView } from './chart-view.ts';

interface FamilyView {
  readonly members: readonly {
    readonly title: string;
    readonly owner: string;
    readonly headline: string;
    readonly change: string;
  }[];
  readonly chart?: ChartView;
  readonly conclusion?: string;
}

/** A pilot and those that borrowed from it, on one scale. */
function familyLines(words: Words, { members, chart, conclusion }: FamilyView): CardElement[] {
  return [
    boldLine(words('pilots.details.family')),
    ...(chart ? [pilotChart(words, chart)] : []),
    ...members.map((member) => line(words('pilots.details.familyLine', { ...member }).trim())),
    small(words('pilots.details.notPooled')),
    ...(conclusion ? [labelled(words('pilots.details.conclusion'), conclusion)] : []),
  ];
}

/** What stands behind the card: everything that was set, what happened on the way, materials, figures in words. */
export function detailsBody(
  words: Words,
  view: {
    readonly hunch: string;
    readonly facts: readonly { readonly label: string; readonly value: string }[];
    readonly notes: readonly string[];
    readonly figures: readonly string[];
    readonly limits?: string;
    readonly effort: string;
    readonly materials: string;
    readonly family: FamilyView | undefined;
  },
): CardElement[] {
  return [
    line(view.hunch),
    ...view.facts.filter((each) => each.value !== '').map((each) => labelled(each.label, each.value)),
    ...(view.figures.length > 0 ? [boldLine(words('pilots.details.figures')), ...view.figures.map(line)] : []),
    ...(view.limits ? [small(view.limits)] : []),
    ...(view.notes.length > 0 ? [boldLine(words('pilots.details.notes')), ...view.notes.map(line)] : []),
    ...(view.effort ? [labelled(words('pilots.result.effort'), view.effort)] : []),
    ...(view.materials ? [boldLine(words('pilots.result.materials')), ...spoken(view.materials)] : []),
    ...(view.family ? familyLines(words, view.family) : []),
  ];
}
