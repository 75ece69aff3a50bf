import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { sign } from '../bots/slack/adapter.ts';

/*
 * What a stranger, or a platform gone wrong, could send to each public route: noise, and recorded payloads with a few of
 * their parts replaced, properly signed, as noise alone is turned away at the door.
 */

export interface Input {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer;
}

export interface Surroundings {
  readonly serviceUrl: string;
  /** A token as Teams sends it. */
  readonly token: string;
  /** Addresses of signed pages. */
  readonly pages: readonly string[];
}

/** Stands in what people wrote: it may not be found in any log. */
export const marker = 'zqx-words-of-a-person';

type Json = Record<string, unknown>;

const strange: fc.Arbitrary<unknown> = fc.oneof(
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
    '9999999999999999999',
    '1732400000.000200',
    '[]',
    '{"action":null}',
    '{"update":"x"}',
    nested(60),
  ),
);

function nested(depth: number): unknown {
  return depth === 0 ? 'deep' : [nested(depth - 1)];
}

interface Change {
  /** Which part, counted through. */
  readonly at: number;
  readonly value: unknown;
}

const changes: fc.Arbitrary<Change[]> = fc.array(fc.record({ at: fc.nat(400), value: strange }), { maxLength: 3 });

function fixtures(platform: 'slack' | 'teams'): Json[] {
  const folder = join(import.meta.dirname, '..', 'fixtures', platform);
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as Json);
}

/** With some of its parts replaced or, where the value is absent, taken away; what people wrote is the marker. */
function changed(template: Json, list: readonly Change[]): Json {
  const copy = JSON.parse(JSON.stringify(template)) as Json;
  for (const [object, key] of placesIn(copy)) if (key === 'text') object[key] = marker;
  for (const { at, value } of list) {
    const places = placesIn(copy);
    const [object, key] = places[at % places.length] ?? [copy, 'type'];
    if (value === undefined) delete object[key];
    // A copy: a later change may change what is within.
    else object[key] = JSON.parse(JSON.stringify(value));
  }
  return copy;
}

function placesIn(value: unknown): [object: Json, key: string][] {
  if (typeof value !== 'object' || value === null) return [];
  const object = value as Json;
  return Object.keys(object).flatMap((key) => [[object, key] as [Json, string], ...placesIn(object[key])]);
}

const contentType = fc.constantFrom(
  'application/json',
  'application/json; charset=utf-8',
  'application/x-www-form-urlencoded',
  'text/plain',
  'multipart/form-data; boundary=x',
  '',
);
const noise = fc.oneof(
  fc.uint8Array({ maxLength: 400 }).map((bytes) => Buffer.from(bytes)),
  fc.string({ unit: 'binary', maxLength: 300 }).map((text) => Buffer.from(text)),
  strange.map((value) => Buffer.from(JSON.stringify(value))),
);

const fromSlack: fc.Arbitrary<Input> = fc
  .record({ template: fc.constantFrom(...fixtures('slack')), list: changes, id: fc.uuid() })
  .map(({ template, list, id }) => {
    const { body, type } = encode(changed(fresh(template, id), list));
    return { method: 'POST', path: '/slack/events', headers: { 'content-type': type, ...sign(body) }, body };
  });

/** Each is another event, or it would end as a repetition. */
function fresh(template: Json, id: string): Json {
  return {
    ...template,
    ...('event_id' in template && { event_id: `Ev${id}` }),
    ...('trigger_id' in template && { trigger_id: id }),
  };
}

function encode(payload: Json): { body: string; type: string } {
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

const noiseForSlack: fc.Arbitrary<Input> = fc
  .record({ body: noise, type: contentType, signed: fc.boolean() })
  .map(({ body, type, signed }) => ({
    method: 'POST',
    path: '/slack/events',
    headers: { 'content-type': type, ...(signed && sign(body)) },
    body,
  }));

function fromTeams({ serviceUrl, token }: Surroundings): fc.Arbitrary<Input> {
  const activity = fc
    .record({ template: fc.constantFrom(...fixtures('teams')), list: changes, id: fc.uuid() })
    .map(({ template, list, id }) => Buffer.from(JSON.stringify(changed({ ...template, id, serviceUrl }, list))));
  const authorization = fc.constantFrom(
    ...Array(6).fill(`Bearer ${token}`),
    '',
    'Bearer x',
    `Bearer ${token}x`,
    'Basic eA==',
  );
  return fc
    .record({ body: fc.oneof({ weight: 4, arbitrary: activity }, noise), authorization, type: contentType })
    .map(({ body, authorization: given, type }) => ({
      method: 'POST',
      path: '/api/messages',
      headers: { 'content-type': type, ...(given && { authorization: given }) },
      body,
    }));
}

const method = fc.constantFrom('GET', 'GET', 'GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH');
const pathPart = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }).map((text) => encodeURIComponent(text.toWellFormed())),
  fc.constantFrom(
    '..',
    '%2e%2e',
    '%2e%2e%2f',
    '..%5c',
    '%00',
    '%',
    '%zz',
    '%c0%af',
    '//',
    'etc/passwd',
    '.env',
    ';x=1',
  ),
);
const query = fc.oneof(
  fc.constant(''),
  fc
    .array(fc.tuple(pathPart, pathPart), { maxLength: 4 })
    .map((pairs) => `?${pairs.map((pair) => pair.join('=')).join('&')}`),
);
/** Visible, as no client sends anything else; what else there is goes over a bare connection. */
const headerValue = fc.stringMatching(/^[!-~]{0,80}$/);
const headers = fc
  .array(
    fc.tuple(
      fc.constantFrom(
        'cookie',
        'accept',
        'accept-version',
        'accept-language',
        'range',
        'if-modified-since',
        'origin',
        'x-forwarded-for',
      ),
      headerValue,
    ),
    { maxLength: 3 },
  )
  .map((pairs) => Object.fromEntries(pairs));

function visit(...paths: readonly string[]): fc.Arbitrary<Input> {
  return fc
    .record({
      method,
      path: fc.constantFrom(...paths),
      rest: fc.oneof(
        fc.constant(''),
        pathPart.map((part) => `/${part}`),
      ),
      query,
      headers,
      body: noise,
    })
    .map(({ path, rest, query: asked, body, ...said }) => ({
      ...said,
      path: `${path.replace(/\/$/, '')}${rest}${asked}` || '/',
      body: ['GET', 'HEAD'].includes(said.method) ? '' : body,
    }));
}

/** Keys that are right, cut, changed, of another page. */
function openPage(pages: readonly string[]): fc.Arbitrary<Input> {
  const key = fc
    .record({
      page: fc.constantFrom(...pages),
      at: fc.nat(300),
      with: fc.constantFrom('', 'A', '.', '=', '%2f'),
      right: fc.boolean(),
    })
    .map(({ page, at, with: put, right }) => (right ? page : `${page.slice(0, at)}${put}${page.slice(at + 1)}`));
  return fc.record({ path: key, query, headers }).map(({ path, query: asked, headers: said }) => ({
    method: 'GET',
    path: `/${path.replace(/^\/+/, '')}${asked}`,
    headers: said,
    body: '',
  }));
}

/** Every public route, and what is sent to it. */
export function routes(where: Surroundings): Readonly<Record<string, fc.Arbitrary<Input>>> {
  return {
    '/api/messages': fromTeams(where),
    '/slack/events': fc.oneof({ weight: 4, arbitrary: fromSlack }, noiseForSlack),
    '/slack/install': visit('/slack/install'),
    '/slack/oauth_redirect': visit('/slack/oauth_redirect'),
    '/healthz': visit('/healthz'),
    '/readyz': visit('/readyz'),
    '/metrics': visit('/metrics'),
    '/': visit('/'),
    '/admin': visit('/admin'),
    '/trust': visit('/trust'),
    '/pages': fc.oneof(openPage(where.pages), visit('/pages', '/pages/pilots', '/pages/talk')),
  };
}
