import { createRequire } from 'node:module';

/** The little of the DOM that tests look at; jsdom comes without types. */
export interface SvgElement {
  readonly textContent: string | null;
  readonly parentElement: SvgElement | null;
  querySelector(selector: string): SvgElement | null;
  querySelectorAll(selector: string): Iterable<SvgElement>;
  getAttribute(name: string): string | null;
  hasAttribute(name: string): boolean;
  closest(selector: string): SvgElement | null;
}

interface Page {
  readonly window: { readonly DOMParser: new () => { parseFromString(text: string, type: string): Parsed } };
}

interface Parsed {
  readonly documentElement: SvgElement;
  querySelector(selector: string): SvgElement | null;
}

const require = createRequire(import.meta.url);
const { JSDOM } = require('jsdom') as { JSDOM: new () => Page };
const parser = new new JSDOM().window.DOMParser();

/** Throws where it is not well-formed. */
export function parseSvg(svg: string): SvgElement {
  const page = parser.parseFromString(svg, 'image/svg+xml');
  if (page.querySelector('parsererror')) throw new SyntaxError(`not well-formed: ${svg}`);
  return page.documentElement;
}
