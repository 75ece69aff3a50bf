import { calendarDays } from '../../cards/dates.ts';
import type { Fact } from '../../cards/pilots/own-card.ts';
import type { Words } from '../../cards/words.ts';
import { channelName, contentTypeName, metricName } from './channels.ts';
import type { Pilot } from './pilot.ts';
import { writeFigures } from './typed-figures.ts';
import { worthwhileInWords } from './worthwhile.ts';

/** What was set at the start, as label and value. */
export function factsOf(words: Words, pilot: Pilot): Fact[] {
  const { plan, idea } = pilot;
  const figures = writeFigures(plan.before).replaceAll('\n', ', ');
  const channel = `${channelName(words, pilot.channel)} · ${contentTypeName(words, pilot.content_type)}`;
  return [
    { label: words('pilots.own.channel'), value: channel },
    { label: words('pilots.own.reaches'), value: idea.reaches },
    { label: words('pilots.own.measured'), value: metricName(words, plan) },
    { label: words('pilots.own.compared'), value: words(`pilots.design.${plan.design}`) },
    {
      label: words('pilots.own.before'),
      value:
        figures && plan.beforeSource ? words('pilots.own.beforeFrom', { figures, source: plan.beforeSource }) : figures,
    },
    { label: words('pilots.own.worthwhile'), value: worthwhileInWords(words, plan) },
    { label: words('pilots.own.dates'), value: datesOf(pilot) },
    { label: words('pilots.own.guard'), value: plan.guard ?? '' },
    { label: words('pilots.own.stopRule'), value: plan.stopRule ?? '' },
    { label: words('pilots.result.materials'), value: pilot.result ? '' : (plan.materials ?? '') },
  ];
}

export function datesOf({ starts_on, ends_on }: Pick<Pilot, 'starts_on' | 'ends_on'>): string {
  return starts_on && ends_on ? calendarDays(starts_on, ends_on) : '';
}
