import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Every setting there is: `.env.example` lists them all, which a test of the settings checks. */
export function knownSettings(): ReadonlySet<string> {
  const example = readFileSync(join(import.meta.dirname, '..', '..', '.env.example'), 'utf8');
  return new Set([...example.matchAll(/^#([A-Z_]+)=/gm)].map((match) => match[1] ?? ''));
}
