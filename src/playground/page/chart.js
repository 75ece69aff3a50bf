import { html } from './html.js';

/*
 * A chart as Slack's `data_visualization` block has it, for both platforms
 * (https://docs.slack.dev/reference/block-kit/blocks/data-visualization-block). A series or a point may have a `colour`,
 * and `showValues` prints each bar's figure over it. Drawn small and plainly; the same figures stand in a table that
 * screen readers read.
 */

const COLOURS = [
  '#3b6fb6',
  '#c2571a',
  '#2f855a',
  '#8a4fa3',
  '#b7791f',
  '#b83264',
  '#3f7d87',
  '#6b7280',
  '#5a67d8',
  '#7b5b3a',
  '#4d7c0f',
  '#a21caf',
];
const WIDTH = 400;
const HEIGHT = 190;
const EDGE = { left: 42, right: 8, top: 10, bottom: 34 };

export function Chart({ title, chart = {} }) {
  const keys =
    chart.type === 'pie'
      ? (chart.segments ?? []).map(({ label, value }) => ({ name: `${label} ${value}` }))
      : (chart.series ?? []);
  return html`<figure class="block chart">
    <figcaption>${title}</figcaption>
    ${chart.type === 'pie' ? html`<${Pie} segments=${chart.segments ?? []} />` : html`<${Plot} chart=${chart} />`}
    ${keys.some(({ name }) => name) && html`<ul class="legend" aria-hidden="true">${keys.map((key, at) => html`<li><i style=${`background:${key.colour ?? colour(at)}`}></i>${key.name}</li>`)}</ul>`}
    <${Figures} chart=${chart} />
  </figure>`;
}

function colour(at) {
  return COLOURS[at % COLOURS.length];
}

function Pie({ segments }) {
  const total = segments.reduce((sum, { value }) => sum + Math.max(0, value), 0) || 1;
  let from = 0;
  return html`<svg viewBox="-90 -90 180 180" class="pie" aria-hidden="true">${segments.map(({ value }, at) => {
    const share = Math.max(0, value) / total;
    const path = slice(from, from + share);
    from += share;
    return html`<path d=${path} fill=${colour(at)} stroke="#fff" stroke-width="1.5" />`;
  })}</svg>`;
}

function slice(from, to) {
  if (to - from > 0.9999) return 'M0-80A80 80 0 1 1-.01-80Z';
  const point = (share) =>
    `${(80 * Math.sin(share * 2 * Math.PI)).toFixed(2)} ${(-80 * Math.cos(share * 2 * Math.PI)).toFixed(2)}`;
  return `M0 0L${point(from)}A80 80 0 ${to - from > 0.5 ? 1 : 0} 1 ${point(to)}Z`;
}

function Plot({ chart }) {
  const series = chart.series ?? [];
  const categories = chart.axis_config?.categories ?? (series[0]?.data ?? []).map(({ label }) => label);
  const points = series.map(({ data = [] }) =>
    categories.map((label) => data.find((point) => point.label === label) ?? { value: 0 }),
  );
  const values = points.map((row) => row.map(({ value }) => value));
  const ticks = ticksFor(values.flat());
  const low = ticks[0];
  const high = ticks.at(-1);
  const y = (value) => EDGE.top + (HEIGHT - EDGE.top - EDGE.bottom) * (1 - (value - low) / (high - low || 1));
  const step = (WIDTH - EDGE.left - EDGE.right) / Math.max(1, categories.length);
  const x = (at) => EDGE.left + step * (at + 0.5);
  const every = Math.ceil(categories.length / 8);
  return html`<svg viewBox=${`0 0 ${WIDTH} ${HEIGHT}`} class="plot" aria-hidden="true">
    ${ticks.map((tick) => html`<line x1=${EDGE.left} x2=${WIDTH - EDGE.right} y1=${y(tick)} y2=${y(tick)} class="grid" /><text x=${EDGE.left - 6} y=${y(tick) + 3.5} text-anchor="end">${short(tick)}</text>`)}
    ${categories.map((label, at) => at % every === 0 && html`<text x=${x(at)} y=${HEIGHT - EDGE.bottom + 14} text-anchor="middle">${cut(label, Math.max(4, Math.floor((step * every) / 6)))}</text>`)}
    ${chart.type === 'bar' ? bars(points, { x, y, step, series, showValues: chart.showValues }) : lines(values, { x, y, series, filled: chart.type === 'area' })}
    ${chart.axis_config?.x_label && html`<text x=${WIDTH / 2} y=${HEIGHT - 4} text-anchor="middle" class="axis">${chart.axis_config.x_label}</text>`}
    ${chart.axis_config?.y_label && html`<text x=${-HEIGHT / 2} y="9" text-anchor="middle" class="axis" transform="rotate(-90)">${chart.axis_config.y_label}</text>`}
  </svg>`;
}

function bars(points, { x, y, step, series, showValues }) {
  const width = (step * 0.7) / Math.max(1, points.length);
  return points.map((row, one) =>
    row.map(({ value, colour: own }, at) => {
      const [top, base] = [y(value), y(0)];
      const left = x(at) - step * 0.35 + width * one;
      const fill = own ?? series[one].colour ?? colour(one);
      return html`<rect x=${left} width=${Math.max(1, width - 1.5)} y=${Math.min(top, base)} height=${Math.abs(base - top)} rx="1.5" fill=${fill} />
        ${showValues && html`<text x=${left + width / 2} y=${Math.min(top, base) - 3} text-anchor="middle">${short(value)}</text>`}`;
    }),
  );
}

function lines(values, { x, y, series, filled }) {
  return values.map((row, one) => {
    const points = row.map((value, at) => `${x(at).toFixed(1)},${y(value).toFixed(1)}`).join(' ');
    const area = `${x(0).toFixed(1)},${y(0)} ${points} ${x(row.length - 1).toFixed(1)},${y(0)}`;
    const stroke = series[one].colour ?? colour(one);
    return html`${filled && html`<polygon points=${area} fill=${stroke} opacity="0.25" />`}
      <polyline points=${points} fill="none" stroke=${stroke} stroke-width="2" stroke-linejoin="round" />
      ${row.map((value, at) => html`<circle cx=${x(at)} cy=${y(value)} r="2.5" fill=${stroke} />`)}`;
  });
}

/** Round figures from below the least to above the greatest, nought among them. */
function ticksFor(values) {
  const low = Math.min(0, ...values);
  const high = Math.max(0, ...values) || 1;
  const rough = (high - low) / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 5, 10].find((factor) => factor * power >= rough) ?? 10);
  const ticks = [];
  for (let tick = Math.floor(low / step) * step; tick < high + step - step / 1000; tick += step) ticks.push(tick);
  return ticks;
}

function short(value) {
  return new Intl.NumberFormat('en-GB', { notation: 'compact', maximumFractionDigits: 2 }).format(value);
}

function cut(label, length) {
  return label.length > length ? `${label.slice(0, length - 1)}…` : label;
}

function Figures({ chart }) {
  if (chart.type === 'pie') {
    const rows = (chart.segments ?? []).map(
      ({ label, value }) => html`<tr><th scope="row">${label}</th><td>${value}</td></tr>`,
    );
    return html`<table class="sr"><tbody>${rows}</tbody></table>`;
  }
  const series = chart.series ?? [];
  const categories = chart.axis_config?.categories ?? [];
  return html`<table class="sr">
    <thead><tr><td></td>${series.map(({ name }) => html`<th scope="col">${name}</th>`)}</tr></thead>
    <tbody>${categories.map((label) => html`<tr><th scope="row">${label}</th>${series.map(({ data = [] }) => html`<td>${data.find((point) => point.label === label)?.value ?? ''}</td>`)}</tr>`)}</tbody>
  </table>`;
}
