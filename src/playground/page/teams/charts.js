import { render } from 'preact';
import { Chart } from '../chart.js';
import { html } from '../html.js';

/*
 * Teams' charts (https://adaptivecards.microsoft.com, `Chart.*`), which Microsoft's package does not know by itself. Bars
 * that lie are drawn standing, stacks side by side; Teams may draw them differently.
 */

const KINDS = {
  'Chart.VerticalBar': 'bar',
  'Chart.VerticalBar.Grouped': 'bar',
  'Chart.HorizontalBar': 'bar',
  'Chart.HorizontalBar.Stacked': 'bar',
  'Chart.Line': 'line',
  'Chart.Pie': 'pie',
  'Chart.Donut': 'pie',
};

/** From here on cards are drawn with their charts. */
export function registerCharts({ CardElement, GlobalRegistry }) {
  for (const [type, kind] of Object.entries(KINDS)) {
    class TeamsChart extends CardElement {
      getJsonTypeName() {
        return type;
      }

      internalParse(source, context) {
        super.internalParse(source, context);
        this.source = source;
      }

      internalRender() {
        const element = document.createElement('div');
        const { title, showTitle } = this.source;
        render(html`<${Chart} title=${showTitle ? title : ''} chart=${chartOf(kind, this.source)} />`, element);
        return element;
      }
    }
    GlobalRegistry.elements.register(type, TeamsChart);
  }
}

function chartOf(kind, { data = [], color, showBarValues, xAxisTitle, yAxisTitle }) {
  if (kind === 'pie')
    return { type: kind, segments: data.map(({ legend, value }) => ({ label: legend ?? '', value })) };
  const isGrouped = data.some((each) => Array.isArray(each.values) || Array.isArray(each.data));
  const series = isGrouped ? data.map(seriesOf) : [seriesOf({ color, values: data })];
  const categories = [...new Set(series.flatMap((one) => one.data.map(({ label }) => label)))];
  const axes = { categories, x_label: xAxisTitle, y_label: yAxisTitle };
  return { type: kind, series, axis_config: axes, showValues: showBarValues };
}

function seriesOf({ legend, title, color, values, data }) {
  const points = (values ?? data ?? []).map((point) => ({
    label: String(point.x ?? point.title ?? ''),
    value: Number(point.y ?? point.value ?? 0),
    colour: COLOURS[point.color],
  }));
  return { name: legend ?? title ?? '', colour: COLOURS[color], data: points };
}

/** Those that we use; any other is drawn in its place's own. */
const COLOURS = { categoricalBlue: '#3a6fb0', neutral: '#7f8790' };
