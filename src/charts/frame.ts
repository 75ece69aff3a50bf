import { fitted, widthOf, wrap } from './letters.ts';
import { definitions, fillOf } from './marks.ts';
import { box, escapeXml, paper, quiet, short, text } from './svg.ts';

/** What every picture has around its figures: paper, title and, where there are several series, what is what. */

export const WIDTH = 480;
export const EDGE = 20;
export const INNER = WIDTH - 2 * EDGE;

export const label = { size: 14 } as const;
const heading = { size: 18, bold: true } as const;
const SWATCH = 14;
const ROW = 24;

export interface Drawing {
  readonly svg: string;
  readonly height: number;
}

export interface FrameOptions {
  readonly title: string;
  /** Names to tell series apart; none where there is one. */
  readonly legend: readonly string[];
  /** How many fills the drawing uses. */
  readonly fills: number;
  /** The sign of a series in the legend; a filled square by default. */
  readonly mark?: (at: number, x: number, y: number) => string;
}

/** The whole picture. `draw` gets the height at which its own part begins. */
export function frame(options: FrameOptions, draw: (top: number) => Drawing): string {
  const title = titleLines(options.title);
  const legend = legendRows(options);
  const top = EDGE + title.height + legend.height;
  const { svg, height } = draw(top);
  const whole = Math.ceil(top + height + EDGE);
  const name = escapeXml(options.title.trim() || 'Chart');
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${whole}" width="${WIDTH}" height="${whole}" font-family="Inter, sans-serif" role="img">`,
    `<title>${name}</title>`,
    definitions(options.fills),
    box({ x: 0, y: 0, width: WIDTH, height: whole }, paper, ' rx="8"'),
    title.svg,
    `<g transform="translate(0 ${short(EDGE + title.height)})">${legend.svg}</g>`,
    svg,
    '</svg>',
  ].join('');
}

function titleLines(title: string): Drawing {
  const lines = wrap(title, { width: INNER, font: heading, most: 2 });
  const svg = lines.map((words, at) => text(words, { x: EDGE, y: EDGE + 16 + at * 23, ...heading })).join('');
  return { svg, height: lines.length === 0 ? 0 : lines.length * 23 + 8 };
}

/** Names side by side, in as few rows as they fit. */
function legendRows({ legend, mark = square }: FrameOptions): Drawing {
  let x = EDGE;
  let y = 0;
  const parts = legend.map((name, at) => {
    const words = fitted(name, INNER - SWATCH - 8, label);
    const width = SWATCH + 7 + widthOf(words, label);
    if (x > EDGE && x + width > EDGE + INNER) {
      x = EDGE;
      y += ROW;
    }
    const part = mark(at, x, y) + text(words, { x: x + SWATCH + 7, y: y + 12.5, ...label, colour: quiet });
    x += width + 18;
    return part;
  });
  return { svg: parts.join(''), height: legend.length === 0 ? 0 : y + ROW + 8 };
}

function square(at: number, x: number, y: number): string {
  return swatch(at, x, y + 1);
}

export function swatch(at: number, x: number, y: number): string {
  return box({ x, y, width: SWATCH, height: SWATCH }, fillOf(at), ' rx="3"');
}
