import { render } from 'preact';
import { Chart } from '../chart.js';
import { html } from '../html.js';

/*
 * Elements of Teams beyond the schema that Microsoft's package knows
 * (https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/cards-format): drawn plainly, so that
 * a card can be judged here, and never as finely as Teams draws them.
 */

let registry;

/** Those of the package, and ours. */
export function elementRegistry() {
  registry ??= build();
  return registry;
}

function build() {
  const { CardElement, CardObjectRegistry, GlobalRegistry } = window.AdaptiveCards;
  const made = new CardObjectRegistry();
  GlobalRegistry.populateWithDefaultElements(made);
  for (const [type, Drawn] of Object.entries(DRAWN)) {
    class TeamsElement extends CardElement {
      static JsonTypeName = type;

      getJsonTypeName() {
        return type;
      }

      internalParse(source, context) {
        super.internalParse(source, context);
        this.source = source;
      }

      internalRender() {
        const place = document.createElement('div');
        place.className = 'teams-element';
        render(html`<${Drawn} source=${this.source} />`, place);
        return place;
      }
    }
    made.register(type, TeamsElement);
  }
  return made;
}

function Code({ source }) {
  return html`<pre>${source.codeSnippet ?? source.code}</pre>`;
}

function Badge({ source }) {
  return html`<span class="badge teams-badge">${source.text}</span>`;
}

function Icon({ source }) {
  return html`<span class="teams-icon" role="img" aria-label=${`Icon: ${source.name}`}>${source.name}</span>`;
}

function Rating({ source }) {
  const most = Math.min(10, Math.max(1, Math.round(Number(source.max) || 5)));
  const full = Math.min(most, Math.max(0, Math.round(Number(source.value) || 0)));
  const count = source.count === undefined ? '' : ` · ${source.count}`;
  return html`<span role="img" aria-label=${`${source.value ?? 0} of ${most}`}>${'★'.repeat(full)}${'☆'.repeat(most - full)}</span> ${source.value ?? ''}${count}`;
}

function Progress({ source }) {
  const most = Number(source.max) || 100;
  const value = source.value === undefined ? undefined : Number(source.value);
  return html`${source.label && html`<span>${source.label}</span>`}<progress max=${most} value=${value} aria-label=${source.label ?? 'Progress'}></progress>`;
}

function TeamsChart({ source }) {
  const chart = chartOf(source);
  if (!chart) return html`<p class="unknown">A chart of type "${source.type}"</p>`;
  return html`<${Chart} title=${source.showTitle ? (source.title ?? '') : ''} chart=${chart} />`;
}

function Gauge({ source }) {
  const [min, max] = [Number(source.min ?? 0), Number(source.max ?? 100)];
  return html`<figure class="block chart"><figcaption>${source.title}</figcaption>
    <p class="gauge-value">${source.value}</p>
    <meter min=${min} max=${max} value=${source.value} aria-label=${source.title ?? 'Gauge'}></meter>
    <p class="gauge-ends"><span>${min}</span><span>${source.subLabel}</span><span>${max}</span></p></figure>`;
}

function chartOf({ type, data, color, showBarValues, xAxisTitle, yAxisTitle }) {
  const entries = Array.isArray(data) ? data : [];
  const labels = { x_label: xAxisTitle, y_label: yAxisTitle };
  if (type === 'Chart.Pie' || type === 'Chart.Donut')
    return {
      type: 'pie',
      segments: entries.map(({ legend, value }) => ({ label: legend, value: Number(value) || 0 })),
    };
  const series = type === 'Chart.HorizontalBar.Stacked' ? stacked(entries) : seriesOf(entries, color);
  const found = [...new Set(series.flatMap((one) => one.data.map(({ label }) => label)))];
  const categories = found.every((label) => /^\d{4}-\d{2}-\d{2}/.test(label))
    ? found.toSorted((one, other) => (one < other ? -1 : 1))
    : found;
  if (categories.length === 0) return undefined;
  return {
    type: type === 'Chart.Line' ? 'line' : 'bar',
    series,
    axis_config: { categories, ...labels },
    showValues: showBarValues,
  };
}

function seriesOf(entries, color) {
  const points = (list) =>
    list.map((point) => ({
      label: String(point.x ?? point.legend ?? point.title ?? ''),
      value: Number(point.y ?? point.value) || 0,
      colour: COLOURS[point.color],
    }));
  const grouped = entries.filter(({ values }) => Array.isArray(values));
  if (grouped.length === 0) return [{ name: '', colour: COLOURS[color], data: points(entries) }];
  return grouped.map((group) => ({
    name: group.legend ?? group.title ?? '',
    colour: COLOURS[group.color],
    data: points(group.values),
  }));
}

/** Those that our cards use; any other is drawn in its place's own. */
const COLOURS = { categoricalBlue: '#3a6fb0', neutral: '#7f8790' };

/** Its groups are the categories. */
function stacked(entries) {
  const names = [...new Set(entries.flatMap(({ data = [] }) => data.map(({ legend }) => legend)))];
  return names.map((name) => ({
    name,
    data: entries.map(({ title, data = [] }) => ({
      label: title,
      value: Number(data.find(({ legend }) => legend === name)?.value) || 0,
    })),
  }));
}

const DRAWN = {
  CodeBlock: Code,
  Badge,
  Icon,
  Rating,
  ProgressBar: Progress,
  ProgressRing: Progress,
  'Chart.Pie': TeamsChart,
  'Chart.Donut': TeamsChart,
  'Chart.VerticalBar': TeamsChart,
  'Chart.VerticalBar.Grouped': TeamsChart,
  'Chart.HorizontalBar': TeamsChart,
  'Chart.HorizontalBar.Stacked': TeamsChart,
  'Chart.Line': TeamsChart,
  'Chart.Gauge': Gauge,
};
