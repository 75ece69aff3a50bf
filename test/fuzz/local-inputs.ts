import fc from 'fast-check';
import { samples } from '../../src/cards/samples.ts';
import { slackChannels, slackPeople, slackWorkspace, teamsChannels, teamsPeople } from '../../src/playground/org.ts';
import { noise, visit } from './inputs.ts';
import { changed, changes, type Input, marker } from './payloads.ts';
import type { Json } from './seen.ts';

/** What a page gone wrong could send to the playground. Strangers are refused before anything is read. */

const [channel, conversation] = [slackChannels[0]?.id, teamsChannels[0]?.id];
const [amina, rhys] = [slackPeople[0]?.id, teamsPeople[0]?.id];
const use = { action_id: 'prompts.answer', block_id: 'a', selected: { value: 'x' }, state: { a: { b: 'c' } } };
const action = { type: 'Action.Execute', verb: 'prompts.answer', data: { round: 'x' } };

const acts: readonly Json[] = [
  { platform: 'slack', as: amina, do: 'say', channel, text: marker, thread_ts: '1.1' },
  { platform: 'slack', as: amina, do: 'command', channel, text: '/outloud setup' },
  { platform: 'slack', as: amina, do: 'press', channel, ts: '1.1', ...use },
  { platform: 'slack', as: amina, do: 'press-view', view_id: 'V1', ...use },
  { platform: 'slack', as: amina, do: 'submit-view', view_id: 'V1', state: {} },
  { platform: 'slack', as: amina, do: 'shortcut', callback_id: 'turn-into-note', channel, ts: '1.1' },
  { platform: 'slack', as: amina, do: 'home' },
  { platform: 'slack', as: amina, do: 'change-channel', channel, change: 'add', who: amina },
  { platform: 'teams', as: rhys, do: 'say', conversation, text: '@Outloud help', root: '1' },
  { platform: 'teams', as: rhys, do: 'execute', conversation, message: '1', action, inputs: {} },
  { platform: 'teams', as: rhys, do: 'submit', conversation, message: '1', action, inputs: {} },
  { platform: 'teams', as: rhys, do: 'submit-dialog', action, inputs: {} },
  { platform: 'teams', as: rhys, do: 'extension', commandId: 'turn-into-note', conversation, message: '1' },
];

const cards = Object.values(samples).flat() as unknown as Json[];

const questions: readonly Json[] = ['message', 'modal', 'home'].map((surface) => ({
  source: '{}',
  surface,
  charts: true,
}));

const presses: readonly Json[] = [
  { platform: 'slack', source: '{}', surface: 'message', action: { action_id: 'a', block_id: 'b' }, state: {} },
  { platform: 'teams', action, inputs: { a: 'b' } },
];

function postTo(path: string, bodies: readonly Json[], fill?: (body: Json, card: Json) => Json): fc.Arbitrary<Input> {
  const made = fc
    .record({ body: fc.constantFrom(...bodies), card: fc.constantFrom(...cards), list: changes })
    .map(({ body, card, list }) => JSON.stringify(fill ? fill(body, changed(card, list)) : changed(body, list)));
  return fc.oneof({ weight: 4, arbitrary: made }, noise).map((body) => ({
    method: 'POST',
    path,
    headers: { 'content-type': 'application/json' },
    body,
  }));
}

const deep = `${'['.repeat(50_000)}${']'.repeat(50_000)}`;
const withCard = (body: Json, card: Json): Json => ({ ...body, source: JSON.stringify(card) });
const deeplyNested: Input = {
  method: 'POST',
  path: '/playground/cards/translate',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ source: deep, surface: 'message', charts: false }),
};

const apiMethods = [
  'chat.postMessage',
  'views.open',
  'users.info',
  'auth.test',
  'oauth.v2.access',
  'constructor',
  '../x',
];

/** `/playground/events` never ends, and `/playground/reset` takes everything away: they are tried by themselves. */
export function localRoutes(host: string): Readonly<Record<string, fc.Arbitrary<Input>>> {
  const local = (arbitrary: fc.Arbitrary<Input>): fc.Arbitrary<Input> =>
    arbitrary.map((input) => ({ ...input, headers: { ...withoutOrigin(input.headers), host } }));
  const translate = fc.oneof(
    { weight: 20, arbitrary: postTo('/playground/cards/translate', questions, withCard) },
    fc.constant(deeplyNested),
  );
  const all: Readonly<Record<string, fc.Arbitrary<Input>>> = {
    '/': visit('/'),
    '/playground/act': postTo('/playground/act', acts),
    '/playground/cards': visit('/playground/cards', '/playground/cards/samples'),
    '/playground/cards/press': postTo('/playground/cards/press', presses, withCard),
    '/playground/cards/translate': translate,
    '/playground/clock': postTo('/playground/clock', [{ to: 'next' }, { hours: 0.01 }]),
    '/playground/page/*': visit('/playground/page', '/playground/page/main.js', '/playground/page/../../config.ts'),
    '/playground/slack/api/*': visit(...apiMethods.map((method) => `/playground/slack/api/${method}`)),
    '/playground/slack/file/*': visit('/playground/slack/file'),
    '/playground/slack/oauth/v2/authorize': visit(
      `/playground/slack/oauth/v2/authorize?client_id=${slackWorkspace.clientId}&redirect_uri=https://evil.example&x=`,
      '/playground/slack/oauth/v2/authorize',
    ),
    '/playground/slack/response/*': visit('/playground/slack/response'),
    '/playground/slack/upload/*': visit('/playground/slack/upload'),
    '/playground/state': visit('/playground/state'),
    '/playground/teams/*': visit('/playground/teams', '/playground/teams/v3/conversations', '/playground/teams/keys'),
    '/playground/vendor/*': visit('/playground/vendor', '/playground/vendor/preact.js'),
  };
  return Object.fromEntries(Object.entries(all).map(([route, arbitrary]) => [route, local(arbitrary)]));
}

function withoutOrigin({ origin: _, ...headers }: Input['headers']): Record<string, string> {
  return headers;
}
