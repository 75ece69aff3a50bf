import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { html } from 'htm/preact';
import { h, type VNode } from 'preact';
import { renderToStaticMarkup } from 'preact-render-to-string';

/**
 * Markup of the pages that people open in a browser. What is put in is text or an attribute's value, escaped; there is
 * no way to put markup in.
 */
export type Markup = VNode | VNode[];
export { html };

const style = readFileSync(new URL('style.css', import.meta.url), 'utf8');
const styleHash = createHash('sha256').update(style).digest('base64');

/** Nothing is fetched, nothing runs, nobody may frame it; its forms stay here. */
export const contentSecurityPolicy = [
  "default-src 'none'",
  `style-src 'sha256-${styleHash}'`,
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** A whole page: valid by itself, also where it is saved or printed. */
export function document(page: { title: string; language: string; body: Markup }): string {
  const title = renderToStaticMarkup(h('title', null, page.title));
  const body = renderToStaticMarkup(h('body', null, page.body));
  return `<!doctype html>
<html lang="${page.language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
${title}
<style>${style}</style>
</head>
${body}
</html>
`;
}

/** An address that somebody wrote, if a browser may follow it. */
export function safeAddress(address: string): string | undefined {
  const url = URL.parse(address);
  return url && (url.protocol === 'https:' || url.protocol === 'http:') && !url.username ? url.href : undefined;
}
