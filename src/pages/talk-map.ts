import { renderToStaticMarkup } from 'preact-render-to-string';
import { cut } from '../base/text.ts';
import type { Words } from '../cards/words.ts';
import { document, html, type Markup } from './document.ts';

/** Who talks with whom between places: half a matrix, its squares as large as what the two share, and the same in a table. */

interface MapPair {
  readonly one: { readonly id: string; readonly name: string };
  readonly other: { readonly id: string; readonly name: string };
  readonly shared: number;
  readonly fresh: number;
  readonly replies: number;
}

export interface TalkMapView {
  readonly places: readonly { readonly id: string; readonly name: string }[];
  readonly pairs: readonly MapPair[];
  readonly folded: number;
}

/** More rows than this nobody reads. */
const mostRows = 200;

export function talkMapPage(words: Words, view: TalkMapView): string {
  const title = words('talk.title');
  const body = html`<main>
    <header>
      <h1>${title}</h1>
      <p class="quiet">${words('talk.intro')} ${words('talk.rule')}</p>
      ${view.folded > 0 && html`<p class="quiet">${words('talk.folded', { count: view.folded })}</p>`}
    </header>
    ${view.places.length < 2 ? html`<p>${words('talk.nothing')}</p>` : mapAndTable(words, view)}
  </main>`;
  return document({ title, language: words('pages.language'), body });
}

function mapAndTable(words: Words, view: TalkMapView): Markup {
  const { places, pairs } = view;
  const silent = (places.length * (places.length - 1)) / 2 - pairs.length;
  return html`<p>${summaryOf(words, pairs)}</p>
    <figure class="map">
      <div class="scrolled" tabindex="0" role="group" aria-label=${title(words, view)}>${talkMatrix(words, view)}</div>
      <figcaption>${words('talk.legend')} <a href="?as=png" download>${words('talk.picture')}</a></figcaption>
    </figure>
    ${pairs.length > 0 && pairTable(words, pairs.slice(0, mostRows))}
    ${silent > 0 && html`<p class="quiet">${words('talk.silent', { count: silent })}</p>`}`;
}

function title(words: Words, { places }: TalkMapView): string {
  return words('talk.chart', { count: places.length });
}

function summaryOf(words: Words, pairs: readonly MapPair[]): string {
  const sum = (of: (pair: MapPair) => number): number => pairs.reduce((total, pair) => total + of(pair), 0);
  return words('talk.sum', {
    fresh: sum((pair) => pair.fresh),
    pairs: pairs.filter(({ fresh }) => fresh > 0).length,
    replies: sum((pair) => pair.replies),
  });
}

function pairTable(words: Words, pairs: readonly MapPair[]): Markup {
  return html`<div class="scrolled" tabindex="0" role="group" aria-label=${words('talk.tableTitle')}>
    <table class="figures">
      <caption>${words('talk.tableTitle')}</caption>
      <thead>
        <tr>
          <th scope="col">${words('talk.columnPair')}</th>
          <th scope="col">${words('talk.columnFresh')}</th>
          <th scope="col">${words('talk.columnReplies')}</th>
          <th scope="col">${words('talk.columnShared')}</th>
        </tr>
      </thead>
      <tbody>
        ${pairs.map(
          ({ one, other, shared, fresh, replies }) => html`<tr>
            <th scope="row">${words('talk.pairName', { one: one.name, other: other.name })}</th>
            <td>${fresh}</td>
            <td>${replies}</td>
            <td>${shared}</td>
          </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

/** What the drawing takes, in its own units. */
interface Grid {
  readonly cell: number;
  readonly font: number;
  /** All cells together. */
  readonly side: number;
  /** For the names of rows. */
  readonly left: number;
  /** For the slanting names of columns, above the cells and right of them. */
  readonly above: number;
  readonly right: number;
}

const longestName = 28;
/** With fewer places there is room for figures in the squares. */
const mostWithFigures = 16;
/** Of a letter, in parts of its size; and of a slanting word, how far it goes up and to the right. */
const letterWidth = 0.6;
const slant = Math.SQRT1_2;

function gridFor({ places }: TalkMapView): Grid {
  const font = places.length > 30 ? 10 : 13;
  const cell = cellFor(places.length);
  const side = cell * places.length;
  const widths = places.map(({ name }) => Math.min(name.length, longestName) * font * letterWidth);
  const columns = widths.slice(0, -1).map((width, index) => ({ reach: (width + font) * slant, from: index * cell }));
  return {
    cell,
    font,
    side,
    left: Math.ceil(Math.max(...widths.slice(1))) + 14,
    above: Math.ceil(Math.max(0, ...columns.map(({ reach, from }) => reach - from - cell + 4))) + 4,
    right: Math.ceil(Math.max(0, ...columns.map(({ reach, from }) => from + cell / 2 + reach - side))) + 4,
  };
}

/** Nothing is written on the squares, so they can be darker. */
function isDense(count: number): boolean {
  return count > mostWithFigures;
}

function cellFor(count: number): number {
  if (!isDense(count)) return 34;
  return count <= 30 ? 20 : 14;
}

/** Half a matrix: rows are named at the left, columns on the slant where they begin. */
function talkMatrix(words: Words, view: TalkMapView): Markup {
  const { places, pairs } = view;
  const grid = gridFor(view);
  const { left, side, above, right } = grid;
  const [width, height] = [left + side + right, above + side + 4];
  const most = Math.max(1, ...pairs.map(({ shared }) => shared));
  const at = new Map(places.map(({ id }, index) => [id, index]));
  return html`<svg
    xmlns="http://www.w3.org/2000/svg"
    class="matrix"
    viewBox=${`0 0 ${width} ${height}`}
    width=${width}
    height=${height}
    font-size=${grid.font}
    role="img"
    aria-label=${`${title(words, view)} ${words('talk.legend')}`}
  >
    <g transform=${`translate(${left} ${above})`}>
      ${places.map((place, index) => guide(place, index, { grid, isLast: index === places.length - 1 }))}
      ${pairs.map((pair) => square(words, pair, { grid, most, at }))}
    </g>
  </svg>`;
}

/** A place's name at its row and over its column, with a line between them. */
function guide({ name }: { name: string }, index: number, { grid, isLast }: { grid: Grid; isLast: boolean }): Markup {
  const { cell } = grid;
  const middle = index * cell + cell / 2;
  const shown = cut(name, longestName);
  return html`<g>
    ${index > 0 && html`<line class="guide" x1="0" y1=${middle} x2=${index * cell} y2=${middle} />`}
    ${!isLast && html`<line class="guide" x1=${middle} y1=${(index + 1) * cell} x2=${middle} y2=${grid.side} />`}
    ${index > 0 && html`<text class="name" x="-8" y=${middle + grid.font * 0.35} text-anchor="end">${shown}</text>`}
    ${!isLast && html`<text class="name" transform=${`translate(${middle} ${(index + 1) * cell - 4}) rotate(-45)`}>${shown}</text>`}
  </g>`;
}

interface SquareOptions {
  readonly grid: Grid;
  readonly most: number;
  readonly at: ReadonlyMap<string, number>;
}

function square(words: Words, pair: MapPair, { grid, most, at }: SquareOptions): Markup {
  const { cell } = grid;
  const [a, b] = [at.get(pair.one.id) ?? 0, at.get(pair.other.id) ?? 0];
  const [row, column] = [Math.max(a, b), Math.min(a, b)];
  const [x, y] = [column * cell + cell / 2, row * cell + cell / 2];
  const side = pair.shared > 0 ? Math.max(4, cell * 0.86 * Math.sqrt(pair.shared / most)) : 0;
  const hasFigure = !isDense(at.size) && pair.shared > 0;
  return html`<g>
    <title>${pairName(words, pair)}</title>
    <rect class="reach" x=${x - cell / 2} y=${y - cell / 2} width=${cell} height=${cell} />
    ${side > 0 && html`<rect class=${isDense(at.size) ? 'shared dense' : 'shared'} x=${x - side / 2} y=${y - side / 2} width=${side} height=${side} rx="2" />`}
    ${pair.fresh > 0 && html`<circle class="fresh" cx=${x} cy=${y} r=${cell * 0.46} />`}
    ${hasFigure && html`<text class="count" x=${x} y=${y + 4.5} text-anchor="middle">${pair.shared}</text>`}
  </g>`;
}

function pairName(words: Words, { one, other, shared, fresh, replies }: MapPair): string {
  return words('talk.pair', { one: one.name, other: other.name, shared, fresh, replies });
}

/** The same colours as on a page in the light. */
const printed = `.paper{fill:#fff}.name,.count,.heading{fill:#1b2333}.quiet{fill:#556079}.guide{stroke:#d5dbe7;stroke-width:1}
.reach{fill:none}.shared{fill:#b9cdf3}.shared.dense{fill:#6a8fdd}.fresh{fill:none;stroke:#1b2333;stroke-width:1.6}`;

/** So wide that the legend fits. */
const leastWidth = 400;

/** The map as a picture by itself, with title and legend, as SVG. */
export function talkMapPicture(words: Words, view: TalkMapView): string {
  const { left, side, above, right } = gridFor(view);
  const [edge, header] = [24, 62];
  const legend = wrapped(words('talk.legend'), 52);
  const width = Math.max(left + side + right, leastWidth) + 2 * edge;
  const below = header + above + side + 34;
  const height = below + legend.length * 20 + edge - 10;
  return renderToStaticMarkup(
    html`<svg
      xmlns="http://www.w3.org/2000/svg"
      viewBox=${`0 0 ${width} ${height}`}
      width=${width}
      height=${height}
      font-family="Inter"
      font-size="14"
    >
      <style>
        ${printed}
      </style>
      <rect class="paper" width=${width} height=${height} />
      <text class="heading" x=${edge} y=${edge + 18} font-size="20" font-weight="600">${words('talk.title')}</text>
      <g transform=${`translate(${edge} ${header})`}>${talkMatrix(words, view)}</g>
      ${legend.map((line, index) => html`<text class="quiet" x=${edge} y=${below + index * 20}>${line}</text>`)}
    </svg>` as Parameters<typeof renderToStaticMarkup>[0],
  );
}

/** Lines of at most so many letters. */
function wrapped(text: string, most: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= most) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}
