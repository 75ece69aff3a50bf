import fc from 'fast-check';
import { starterPath } from '../../src/pages/trust.ts';
import { sign } from '../bots/slack/adapter.ts';
import { type Act, actsInSlack, actsInTeams } from './acts.ts';
import { changed, changes, encode, fixture, fixtures, type Input, marked, slackInput, strange } from './payloads.ts';
import type { Json } from './seen.ts';

/*
 * What a stranger, or a platform gone wrong, could send to each public route: noise, and recorded payloads with a few of
 * their parts replaced, properly signed, as noise alone is turned away at the door.
 */

export interface Surroundings {
  readonly serviceUrl: string;
  /** A token as Teams sends it. */
  readonly token: string;
  /** Addresses of signed pages. */
  readonly pages: readonly string[];
  /** What Slack sends a browser back with after an install that was begun: queries, with the cookie that belongs to each. */
  readonly returns: readonly InstallReturn[];
  readonly responseUrl: (id: string) => string;
}

export interface InstallReturn {
  readonly query: string;
  readonly cookie: string;
}

const contentType = fc.constantFrom(
  'application/json',
  'application/json; charset=utf-8',
  'application/x-www-form-urlencoded',
  'text/plain',
  'multipart/form-data; boundary=x',
  '',
);
export const noise = fc.oneof(
  fc.uint8Array({ maxLength: 400 }).map((bytes) => Buffer.from(bytes)),
  fc.string({ unit: 'binary', maxLength: 300 }).map((text) => Buffer.from(text)),
  strange.map((value) => Buffer.from(JSON.stringify(value))),
);

/** What Slack sends of kinds that the app has no use for. */
const ofOtherKinds: Json[] = ['block_suggestion', 'interactive_message', 'dialog_submission', 'workflow_step_edit'].map(
  (type) => ({ ...fixture('slack', 'actions-message'), type, action_id: 'x', value: 'y', callback_id: 'x' }),
);

const fromSlack: fc.Arbitrary<Input> = fc
  .record({ template: fc.constantFrom(...fixtures('slack'), ...ofOtherKinds), list: changes, id: fc.uuid() })
  .map(({ template, list, id }) => slackInput(encode(changed(marked(fresh(template, id)), list))));

/** Each is another event, or it would end as a repetition. */
function fresh(template: Json, id: string): Json {
  return {
    ...template,
    ...('event_id' in template && { event_id: `Ev${id}` }),
    ...('trigger_id' in template && { trigger_id: id }),
  };
}

const noiseForSlack: fc.Arbitrary<Input> = fc
  .record({ body: noise, type: contentType, signed: fc.boolean() })
  .map(({ body, type, signed }) => ({
    method: 'POST',
    path: '/slack/events',
    headers: { 'content-type': type, ...(signed && sign(body)) },
    body,
  }));

function teamsInput({ serviceUrl, token }: Surroundings, activity: Json): Input {
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` };
  return { method: 'POST', path: '/api/messages', headers, body: JSON.stringify({ ...activity, serviceUrl }) };
}

function fromTeams({ serviceUrl, token }: Surroundings): fc.Arbitrary<Input> {
  const activity = fc
    .record({ template: fc.constantFrom(...fixtures('teams')), list: changes, id: fc.uuid() })
    .map(({ template, list, id }) =>
      Buffer.from(JSON.stringify(changed(marked({ ...template, id, serviceUrl }), list))),
    );
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

export function visit(...paths: readonly string[]): fc.Arbitrary<Input> {
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

/** As Slack sends the browser back, with some of it replaced; each state is good once. */
function comeBack(returns: readonly InstallReturn[]): fc.Arbitrary<Input> {
  return fc
    .record({
      from: fc.constantFrom(...returns),
      cookieOf: fc.option(fc.constantFrom(...returns), { freq: 3 }),
      code: fc.oneof(fc.constantFrom('code', '', '__proto__', 'a'.repeat(600)), pathPart),
      more: fc.oneof({ weight: 3, arbitrary: fc.constant('') }, query),
    })
    .map(({ from, cookieOf, code, more }) => ({
      method: 'GET',
      path: `/slack/oauth_redirect?${from.query}&code=${code}${more.replace('?', '&')}`,
      headers: { cookie: (cookieOf ?? from).cookie },
      body: '',
    }));
}

/** What the pages look for in their addresses. */
const asked = fc
  .array(
    fc.tuple(
      fc.constantFrom('words', 'channel', 'contentType', 'outcome', 'team', 'page', 'id', 'as'),
      fc.oneof(
        pathPart,
        fc.constantFrom('1', '2', '-1', '1e9', 'csv', 'zip', 'png', 'better', 'running', '%25', "'", '%27%3b--'),
      ),
    ),
    { maxLength: 4 },
  )
  .map((pairs) => `?${pairs.map((pair) => pair.join('=')).join('&')}`);

/** Keys that are right, cut, changed, doubled, stretched, of another page. */
function openPage(pages: readonly string[]): fc.Arbitrary<Input> {
  const key = fc
    .record({
      page: fc.constantFrom(...pages),
      at: fc.nat(300),
      with: fc.constantFrom('', 'A', '.', '=', '%2f'),
      how: fc.constantFrom('right', 'right', 'changed', 'doubled', 'stretched'),
    })
    .map(({ page, at, with: put, how }) => {
      if (how === 'right') return page;
      if (how === 'doubled') return `${page}.${page.split('/').at(-1)}`;
      return how === 'stretched' ? `${page}${put}${'A'.repeat(at)}` : `${page.slice(0, at)}${put}${page.slice(at + 1)}`;
    });
  return fc
    .record({ path: key, query: fc.oneof(query, asked), headers })
    .map(({ path, query: asked, headers: said }) => ({
      method: 'GET',
      path: `/${path.replace(/^\/+/, '')}${asked}`,
      headers: said,
      body: '',
    }));
}

/** Every public route, and what is sent to it. */
export function routes(where: Surroundings): Readonly<Record<string, fc.Arbitrary<Input | Act>>> {
  const { pages, returns, responseUrl } = where;
  const inTeams = actsInTeams((activity) => teamsInput(where, activity));
  return {
    '/api/messages': fc.oneof<fc.Arbitrary<Input | Act>[]>(fromTeams(where), inTeams, inTeams),
    '/slack/events': fc.oneof<fc.Arbitrary<Input | Act>[]>(
      fromSlack,
      fc.oneof(fromSlack, noiseForSlack),
      actsInSlack(responseUrl),
      actsInSlack(responseUrl),
    ),
    '/slack/install': visit('/slack/install'),
    '/slack/oauth_redirect': fc.oneof(comeBack(returns), visit('/slack/oauth_redirect')),
    '/healthz': visit('/healthz'),
    '/readyz': visit('/readyz'),
    '/metrics': visit('/metrics'),
    '/': visit('/'),
    '/admin': visit('/admin'),
    '/trust': visit('/trust', starterPath),
    '/pages/*': fc.oneof(openPage(pages), visit('/pages', ...pageNames(pages))),
  };
}

function pageNames(pages: readonly string[]): string[] {
  return pages.map((page) => page.split('/').slice(0, 3).join('/'));
}
