import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { sign } from '../bots/slack/adapter.ts';
import type { Json } from './seen.ts';

/* Recorded payloads, with a few of their parts replaced by what a stranger, or a platform gone wrong, could put there. */

export interface Input {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer;
}

/** Stands in what people wrote: it may not be found in any log. */
export const marker = 'zqx-words-of-a-person';

export const strange: fc.Arbitrary<unknown> = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }),
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc.constantFrom<unknown>(
    null,
    '',
    ' ',
    0,
    -1,
    1.5,
    1e308,
    true,
    [],
    {},
    [null],
    '\0',
    '\ud800',
    'a'.repeat(5_000),
    '__proto__',
    'constructor',
    { constructor: { prototype: 1 } },
    JSON.parse('{"__proto__": {"a": 1}}'),
    '../../etc/passwd',
    'javascript:alert(1)',
    '<script>alert(1)</script>',
    "'; drop table person; --",
    'U'.repeat(300),
    // Of what repeats itself the database makes something short.
    incompressible(9_000),
    incompressible(70),
    '9999999999999999999',
    '1732400000.000200',
    '[]',
    '{"action":null}',
    '{"update":"x"}',
    nested(60),
    nested(300),
    '['.repeat(30_000) + ']'.repeat(30_000),
    '{"core.inputs":[null,1,{}]}',
  ),
);

function incompressible(length: number): string {
  let text = '';
  while (text.length < length) text += createHash('sha512').update(text).digest('base64url');
  return text.slice(0, length);
}

function nested(depth: number): unknown {
  return depth === 0 ? 'deep' : [nested(depth - 1)];
}

export interface Change {
  /** Which part, counted through. */
  readonly at: number;
  readonly value: unknown;
}

export const changes: fc.Arbitrary<Change[]> = fc.array(fc.record({ at: fc.nat(400), value: strange }), {
  maxLength: 3,
});

const folder = join(import.meta.dirname, '..', 'fixtures');
const read = (path: string): Json => JSON.parse(readFileSync(path, 'utf8')) as Json;
const all = Object.fromEntries(
  (['slack', 'teams'] as const).map((platform) => {
    const names = readdirSync(join(folder, platform)).filter((name) => name.endsWith('.json'));
    return [platform, new Map(names.map((name) => [name.slice(0, -5), read(join(folder, platform, name))]))];
  }),
);

export function fixtures(platform: 'slack' | 'teams'): Json[] {
  return [...(all[platform]?.values() ?? [])];
}

export function fixture(platform: 'slack' | 'teams', name: string): Json {
  const found = all[platform]?.get(name);
  if (!found) throw new Error(`there is no ${name} of ${platform}`);
  return found;
}

/** What people wrote is the marker. */
export function marked(template: Json): Json {
  const copy = copyOf(template);
  for (const [object, key] of placesIn(copy)) if (key === 'text') object[key] = marker;
  return copy;
}

/** With some of its parts replaced or, where the value is absent, taken away. */
export function changed(template: Json, list: readonly Change[]): Json {
  const copy = copyOf(template);
  for (const { at, value } of list) {
    const places = placesIn(copy);
    const [object, key] = places[at % places.length] ?? [copy, 'type'];
    if (value === undefined) delete object[key];
    // A copy: a later change may change what is within.
    else object[key] = copyOf(value);
  }
  return copy;
}

function copyOf<T>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T;
}

function placesIn(value: unknown): [object: Json, key: string][] {
  if (typeof value !== 'object' || value === null) return [];
  const object = value as Json;
  return Object.keys(object).flatMap((key) => [[object, key] as [Json, string], ...placesIn(object[key])]);
}

export function slackInput({ body, type }: { readonly body: string; readonly type: string }): Input {
  return { method: 'POST', path: '/slack/events', headers: { 'content-type': type, ...sign(body) }, body };
}

export function encode(payload: Json): { body: string; type: string } {
  if ('event' in payload || payload.type === 'event_callback') {
    return { body: JSON.stringify(payload), type: 'application/json' };
  }
  const fields = 'command' in payload ? payload : { payload: JSON.stringify(payload) };
  return { body: formOf(fields), type: 'application/x-www-form-urlencoded' };
}

function formOf(fields: Json): string {
  const said = Object.entries(fields).map(([name, value]) => [
    name,
    typeof value === 'string' ? value : JSON.stringify(value),
  ]);
  return new URLSearchParams(said).toString();
}
