import { cut, isBlank } from './characters.ts';
import { type Figure, type Figures, modelOf, type Series, transposed } from './chart-model.ts';
import { isObject, type JsonObject, listOf, numberOf, step, textOf } from './json.ts';
import { inShort } from './losses.ts';
import type { ChartPiece, DataPoint, DataVisualizationBlock, Piece } from './pieces.ts';
import { textPiece } from './pieces.ts';
import { type Inline, joinInlines, lettersOf, section, textInline } from './rich.ts';
import type { Scope } from './scope.ts';
import { readPlain } from './wording.ts';

/** Teams' charts: a `data_visualization` where one fits, and always the figures as text. */

const LONGEST_TITLE = 50;
const LONGEST_LABEL = 20;
const MOST_SERIES = 6;
const MOST_CATEGORIES = 20;
const LONGEST_ALT = 2000;

const MOST_PICTURES = 4;

export function renderChart(scope: Scope, element: JsonObject, path: string): Piece[] {
  const titleFrom = step(path, 'title');
  const title = readPlain(scope, element.title, titleFrom);
  const figures = readFigures(scope, element, path);
  const axes = axisTitles(scope, element, path);
  const centre = element.type === 'Chart.Donut' ? readPlain(scope, element.value, step(path, 'value')) : undefined;
  const from = [
    ...(title === undefined ? [] : [titleFrom]),
    ...axes.map((axis) => axis.from),
    ...(centre === undefined ? [] : [step(path, 'value')]),
    ...figures.from,
  ];
  const lines = figureLines(
    title,
    [...axes.map((axis) => axis.text), ...(centre === undefined ? [] : [centre])],
    figures,
  );
  const rich = [section(joinInlines(lines))];
  const text: Piece[] = lines.some((line) => !isBlank(lettersOf(line))) ? [textPiece(rich, from)] : [];
  const block = scope.room.charts > 0 ? blockOf(title ?? '', axes, figures) : undefined;
  if (!block) return [...pictureOf(scope, element, { path, title, figures, axes }), ...text];
  scope.room.charts -= 1;
  return [{ kind: 'chart', block, from: [path] } satisfies ChartPiece, ...text];
}

/** Where Slack cannot draw it, a picture of ours, once it was uploaded. */
function pictureOf(
  scope: Scope,
  element: JsonObject,
  { path, title = '', figures, axes }: { path: string; title?: string; figures: Figures; axes: readonly Axis[] },
): Piece[] {
  const what = `chart ${inShort(element.type)}`;
  const chart = modelOf(element, title, figures, axes);
  if (chart && scope.pictures.length < MOST_PICTURES) scope.pictures.push({ path, chart });
  const file = scope.files.get(path);
  scope.ledger.add(path, what, file === undefined ? 'its figures as text' : 'a picture, and its figures as text');
  if (file === undefined) return [];
  const alt = cut(`Chart: ${isBlank(title) ? 'without a title' : title}. Its figures follow.`, LONGEST_ALT);
  return [{ kind: 'chart', block: { type: 'image', slack_file: { id: file }, alt_text: alt }, from: [path] }];
}

export interface Axis {
  readonly text: string;
  readonly from: string;
  readonly key: 'x_label' | 'y_label';
}

function axisTitles(scope: Scope, element: JsonObject, path: string): Axis[] {
  return (['xAxisTitle', 'yAxisTitle', 'subLabel'] as const).flatMap((key) => {
    const from = step(path, key);
    const text = readPlain(scope, element[key], from);
    return text === undefined ? [] : [{ text, from, key: key === 'yAxisTitle' ? 'y_label' : 'x_label' } as const];
  });
}

function readFigures(scope: Scope, element: JsonObject, path: string): Figures {
  const type = String(element.type);
  if (type === 'Chart.Gauge') return gauge(scope, element, path);
  const data = step(path, 'data');
  const from: string[] = [];
  const read = (entry: unknown, here: string): Figure[] => readFigure(scope, entry, here, from);
  const flat = listOf(element.data).filter((entry) => !isGroup(entry));
  const groups = listOf(element.data).flatMap((entry, at): Series[] =>
    isObject(entry) && isGroup(entry) ? [readGroup(scope, entry, step(data, at), from, read)] : [],
  );
  const points = listOf(element.data).flatMap((entry, at) => (isGroup(entry) ? [] : read(entry, step(data, at))));
  const series = flat.length > 0 ? [{ name: '', points }, ...groups] : groups;
  return { shape: shapeOf(type), isStack: type.endsWith('.Stacked'), series, from };
}

function shapeOf(type: string): Figures['shape'] {
  if (type === 'Chart.Pie' || type === 'Chart.Donut') return 'pie';
  return type === 'Chart.Line' ? 'line' : 'bar';
}

function isGroup(entry: unknown): boolean {
  return isObject(entry) && (Array.isArray(entry.values) || Array.isArray(entry.data));
}

function readGroup(
  scope: Scope,
  group: JsonObject,
  path: string,
  from: string[],
  read: (entry: unknown, path: string) => Figure[],
): Series {
  const key = group.legend === undefined ? 'title' : 'legend';
  const name = readPlain(scope, group[key], step(path, key)) ?? '';
  if (name !== '') from.push(step(path, key));
  const list = Array.isArray(group.values) ? 'values' : 'data';
  const points = listOf(group[list]).flatMap((entry, at) => read(entry, step(step(path, list), at)));
  return { name, points };
}

function readFigure(scope: Scope, entry: unknown, path: string, from: string[]): Figure[] {
  if (!isObject(entry)) {
    scope.ledger.add(path, `${inShort(entry)} where a figure belongs`, 'left out');
    return [];
  }
  const labelKey = entry.legend !== undefined ? 'legend' : entry.x !== undefined ? 'x' : 'title';
  const valueKey = ['value', 'size'].find((key) => entry[key] !== undefined) ?? 'y';
  const label = readPlain(scope, entry[labelKey], step(path, labelKey)) ?? '';
  const shown = readPlain(scope, entry[valueKey], step(path, valueKey)) ?? '';
  if (label !== '') from.push(step(path, labelKey));
  if (shown !== '') from.push(step(path, valueKey));
  if (entry.color !== undefined)
    scope.ledger.add(step(path, 'color'), `color: ${inShort(entry.color)}`, 'a colour of Slack');
  return label === '' && shown === '' ? [] : [{ label, value: numberOf(entry[valueKey]), shown }];
}

function gauge(scope: Scope, element: JsonObject, path: string): Figures {
  const from: string[] = [];
  const points = listOf(element.segments).flatMap((entry, at) => {
    const here = step(step(path, 'segments'), at);
    return readFigure(scope, entry, here, from);
  });
  const value = readPlain(scope, element.value, step(path, 'value'));
  const bounds = [textOf(element.min), textOf(element.max)].filter((bound) => bound !== undefined).join('–');
  const own =
    value === undefined ? [] : [{ label: '', value: undefined, shown: bounds === '' ? value : `${value} (${bounds})` }];
  if (value !== undefined) from.push(step(path, 'value'));
  return { shape: undefined, isStack: false, series: [{ name: '', points: [...own, ...points] }], from };
}

function figureLines(title: string | undefined, notes: readonly string[], figures: Figures): Inline[] {
  const lines: Inline[][] = [];
  if (title !== undefined) lines.push([textInline(title, { bold: true })]);
  if (notes.length > 0) lines.push([textInline(notes.join(' · '), { italic: true })]);
  for (const series of figures.series) {
    const { name, points } = series;
    const shown = isLevel(series, figures.series) ? [points[0]?.shown ?? ''] : points.map(inWords);
    if (name !== '' || shown.length > 0)
      lines.push([textInline(name === '' ? '' : `${name}  `, { bold: true }), textInline(shown.join(' · '))]);
  }
  return lines.flatMap((line, at) => (at > 0 ? [textInline('\n'), ...line] : line));
}

function inWords({ label, shown }: Figure): string {
  return [label, shown].filter((each) => each !== '').join(': ');
}

/** A line drawn at one height, along the labels that the first series has as well: said once. */
function isLevel({ points }: Series, [first]: readonly Series[]): boolean {
  return (
    points.length > 2 &&
    points !== first?.points &&
    points.every(({ label, shown }, at) => shown === points[0]?.shown && label === first?.points[at]?.label)
  );
}

/** The block, if the figures keep to Slack's limits; else the text says it all. */
function blockOf(title: string, axes: readonly Axis[], figures: Figures): DataVisualizationBlock | undefined {
  const shown = cut(isBlank(title) ? 'Chart' : title, LONGEST_TITLE);
  const chart =
    figures.shape === 'pie'
      ? pieOf(figures.series)
      : figures.shape && seriesOf(figures.shape, axes, transposed(figures).series);
  return chart ? { type: 'data_visualization', title: shown, chart } : undefined;
}

function pieOf(series: readonly Series[]): DataVisualizationBlock['chart'] | undefined {
  const segments = series.length === 1 ? pointsOf(series[0]?.points ?? []) : undefined;
  if (!segments || segments.length > MOST_SERIES || segments.some((segment) => segment.value <= 0)) return undefined;
  return { type: 'pie', segments };
}

function pointsOf(figures: readonly Figure[]): DataPoint[] | undefined {
  const labels = new Set<string>();
  const points: DataPoint[] = [];
  for (const figure of figures) {
    const label = cut(figure.label, LONGEST_LABEL);
    if (figure.value === undefined || label === '' || labels.has(label)) return undefined;
    labels.add(label);
    points.push({ label, value: figure.value });
  }
  return points.length > 0 ? points : undefined;
}

/** Every series has one figure for every category, in the same order. */
function seriesOf(
  type: 'bar' | 'line',
  axes: readonly Axis[],
  all: readonly Series[],
): DataVisualizationBlock['chart'] | undefined {
  const series: { name: string; data: DataPoint[] }[] = [];
  const names = new Set<string>();
  for (const one of all) {
    const data = pointsOf(one.points);
    const name = cut(one.name === '' ? 'Value' : one.name, LONGEST_LABEL);
    if (!data || names.has(name)) return undefined;
    names.add(name);
    series.push({ name, data });
  }
  const categories = series[0]?.data.map((point) => point.label) ?? [];
  const isEven = series.every(
    (one) => one.data.length === categories.length && one.data.every((point, at) => point.label === categories[at]),
  );
  if (!isEven || series.length > MOST_SERIES || categories.length === 0 || categories.length > MOST_CATEGORIES)
    return undefined;
  const labels = Object.fromEntries(axes.map((axis) => [axis.key, cut(axis.text, LONGEST_TITLE)]));
  return { type, series, axis_config: { categories, ...labels } };
}
