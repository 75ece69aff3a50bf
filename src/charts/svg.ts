import type { Font } from './letters.ts';

/** The few things that the pictures are made of, as SVG text. */

export const ink = '#1d2226';
export const quiet = '#4d555c';
export const faint = '#d9dde0';
export const paper = '#ffffff';

export function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

/** Two digits after the point are a fiftieth of a pixel at the size that is drawn. */
export function short(value: number): string {
  return String(Number(value.toFixed(2)));
}

interface TextOptions extends Font {
  readonly x: number;
  /** Of the line that the letters stand on. */
  readonly y: number;
  readonly anchor?: 'start' | 'middle' | 'end';
  readonly colour?: string;
  /** An edge of paper, for words that stand on lines or patterns. */
  readonly edged?: boolean;
}

export function text(words: string, { x, y, size, bold, anchor, colour = ink, edged }: TextOptions): string {
  if (words === '') return '';
  const weight = bold ? ' font-weight="600"' : '';
  const place = anchor && anchor !== 'start' ? ` text-anchor="${anchor}"` : '';
  const edge = edged ? ` stroke="${paper}" stroke-width="4" stroke-linejoin="round" paint-order="stroke"` : '';
  return `<text x="${short(x)}" y="${short(y)}" font-size="${size}"${weight}${place}${edge} fill="${colour}">${escapeXml(words)}</text>`;
}

export function line(
  from: readonly [number, number],
  to: readonly [number, number],
  colour: string,
  width = 1,
): string {
  const [x1, y1, x2, y2] = [...from, ...to].map(short);
  return `<line x1="${x1}" y1="${y1}" x2="${x2}" y2="${y2}" stroke="${colour}" stroke-width="${width}"/>`;
}

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export function box({ x, y, width, height }: Box, fill: string, more = ''): string {
  return `<rect x="${short(x)}" y="${short(y)}" width="${short(width)}" height="${short(height)}" fill="${fill}"${more}/>`;
}
