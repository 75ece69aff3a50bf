import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Exchange, send, sendJson } from './web.ts';

const pageFolder = new URL('./page/', import.meta.url);
const require = createRequire(import.meta.url);

const types: Record<string, string> = {
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  html: 'text/html; charset=utf-8',
  svg: 'image/svg+xml',
  png: 'image/png',
  json: 'application/json; charset=utf-8',
};

/** Browser builds that come with the packages. */
const vendors: Record<string, () => string> = {
  'preact.js': () => fileURLToPath(import.meta.resolve('preact')),
  'hooks.js': () => fileURLToPath(import.meta.resolve('preact/hooks')),
  'htm.js': () => fileURLToPath(import.meta.resolve('htm')),
  'adaptivecards.js': () => require.resolve('adaptivecards/dist/adaptivecards.min.js'),
  'adaptivecards-carousel.css': () => require.resolve('adaptivecards/dist/adaptivecards-carousel.css'),
};

/** Nothing from elsewhere but pictures in cards, and no foreign page around ours. */
const contentPolicy = [
  "default-src 'self'",
  "script-src 'self' 'unsafe-inline'",
  "style-src 'self' 'unsafe-inline'",
  'img-src * data:',
  "object-src 'none'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

export function sendPage(name: string, exchange: Exchange): Promise<void> {
  exchange.res.setHeader('content-security-policy', contentPolicy);
  return sendPageFile(name, exchange);
}

/** A file of the page's own folder; names that could lead out of it are unknown names. */
export async function sendPageFile(name: string, { res }: Exchange): Promise<void> {
  const [, extension] = /^(?:[a-z0-9-]+\/)*[a-z0-9-]+\.([a-z]+)$/.exec(name) ?? [];
  const type = extension === undefined ? undefined : types[extension];
  const content = type === undefined ? undefined : await readIfThere(new URL(name, pageFolder));
  if (!type || !content) return sendJson(res, 404, { ok: false, tell: 'There is no such file.' });
  send(res, 200, content, type);
}

export async function sendVendorFile(name: string, { res }: Exchange): Promise<void> {
  const path = Object.hasOwn(vendors, name) ? vendors[name]?.() : undefined;
  const content = path === undefined ? undefined : await readIfThere(path);
  if (!content) return sendJson(res, 404, { ok: false, tell: 'There is no such file.' });
  // With the address, a page needs no import map for what preact's parts import of each other.
  const text = content
    .toString('utf8')
    .replace(/(from\s*|import\s*)(["'])preact\2/g, '$1$2/playground/vendor/preact.js$2');
  send(res, 200, text, types[extname(name).slice(1)] ?? '');
}

async function readIfThere(path: URL | string): Promise<Buffer | undefined> {
  try {
    return await readFile(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'EISDIR' || code === 'ENOTDIR') return undefined;
    throw error;
  }
}
