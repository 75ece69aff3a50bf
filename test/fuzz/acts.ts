import fc from 'fast-check';
import { listFeatures, shortcuts } from '../../src/all-features.ts';
import { type Change, changed, changes, encode, fixture, type Input, marker, slackInput } from './payloads.ts';
import type { Json, Seen, SeenPress } from './seen.ts';

/*
 * What people could do, one after the other and without any plan: type a command, press a button that they were shown,
 * send a form with anything in its fields, use a message's menu. Each is what the platform would send, properly signed,
 * now and then with some of its parts replaced.
 */

/** Made when its turn comes: from what has been shown by then. */
export type Act = (seen: Seen) => Input;

interface Draws {
  readonly picks: readonly number[];
  readonly texts: readonly string[];
  readonly list: readonly Change[];
  readonly id: string;
}

const orders = listFeatures().flatMap((feature) => feature.words ?? []);

/** What stands in a field, or after a command's word. */
const typed: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(
    '',
    ' ',
    marker,
    '1',
    '0',
    '-3',
    '12',
    '3/10',
    '7.5',
    '1e309',
    '99999999999999999999',
    '2027-01-11',
    '2026-02-30',
    '25:61',
    '09:30',
    'until 6 June',
    'until 31 February 99999',
    'me',
    'team',
    'everyone',
    'on',
    'off',
    '<@U0SAM0001>',
    '<#C0LAN2Q65|digital-network>',
    'https://example.org/?a=1&b=<c>',
    'javascript:alert(1)',
    '00000000-0000-4000-8000-000000000000',
    'c0ffee00-0000-4000-8000-00000000000g',
    '__proto__',
    'constructor',
    '\0',
    '\ud800',
    '\u202e\u200b',
    `${marker} `.repeat(200),
    'x'.repeat(9_000),
  ),
  fc.string({ unit: 'binary', maxLength: 80 }),
  fc.string({ unit: 'grapheme', maxLength: 80 }),
);

const draws: fc.Arbitrary<Draws> = fc.record({
  picks: fc.array(fc.nat(1_000_000), { minLength: 40, maxLength: 40 }),
  texts: fc.array(typed, { minLength: 12, maxLength: 12 }),
  // As it should be, mostly: what has a part replaced seldom gets far.
  list: fc.oneof({ weight: 3, arbitrary: fc.constant([]) }, changes),
  id: fc.uuid(),
});

interface Hand {
  of<T>(list: readonly T[]): T | undefined;
  text(): string;
}

function handOf({ picks, texts }: Draws): Hand {
  let pick = 0;
  let text = 0;
  return {
    of: (list) => list[(picks[pick++ % picks.length] ?? 0) % Math.max(1, list.length)],
    text: () => texts[text++ % texts.length] ?? '',
  };
}

function order(hand: Hand): { command: string; text: string } {
  const { command = 'outloud', word = '' } = hand.of(orders) ?? {};
  return { command: `/${command}`, text: [word, hand.of(['', hand.text(), marker])].join(' ') };
}

/* ---- Slack ---- */

const slackPeople = ['U0MAYA001', 'U0SAM0001', 'U2147483697', 'U0GUEST01'];
const slackChannels = ['C0LAN2Q65', 'C0OTHER001', 'D0MAYA001', 'G0PRIVATE1'];

export function actsInSlack(responseUrl: (id: string) => string): fc.Arbitrary<Act> {
  return fc
    .record({ kind: fc.constantFrom('command', 'press', 'press', 'form', 'form', 'menu', 'words'), drawn: draws })
    .map(({ kind, drawn }) => (seen) => {
      const hand = handOf(drawn);
      const { id } = drawn;
      const user = hand.of(slackPeople);
      const place = { id: hand.of(slackChannels), name: 'digital-network' };
      const who = { user: { id: user, username: 'maya.k', team_id: 'T061EG9R6' }, trigger_id: id };
      const there = { ...who, channel: place, response_url: responseUrl(id) };
      const body = slackBody(kind, { hand, seen, there, who, id });
      return slackInput(encode(changed(body, drawn.list)));
    });
}

interface InSlack {
  readonly hand: Hand;
  readonly seen: Seen;
  readonly who: Json;
  readonly there: Json & { readonly user: Json; readonly channel: Json };
  readonly id: string;
}

function slackBody(kind: string, { hand, seen, there, who, id }: InSlack): Json {
  const { user, channel, trigger_id, response_url } = there;
  const shown = hand.of(seen.slackButtons());
  const view = hand.of(seen.slackViews());
  if (kind === 'press' && shown)
    return { ...fixture('slack', 'actions-message'), ...there, ...pressed(shown, hand, id) };
  if (kind === 'form' && view) return { ...fixture('slack', 'view-submission'), ...who, view: filled(view, hand, id) };
  if (kind === 'menu') {
    const menu = fixture('slack', hand.of(['message-action', 'shortcut']) ?? 'shortcut');
    return { ...menu, ...there, callback_id: hand.of(shortcuts)?.id, action_ts: id };
  }
  if (kind === 'words') {
    const said = fixture('slack', hand.of(['message-im', 'app-mention', 'app-home-opened', 'member-joined-bot']) ?? '');
    const event = { ...(said.event as Json), user: user.id };
    return { ...said, event_id: `Ev${id}`, event: { ...event, ...('text' in event && { text: order(hand).text }) } };
  }
  const typedIn = { ...order(hand), user_id: user.id, channel_id: channel.id, trigger_id, response_url };
  return { ...fixture('slack', 'command'), ...typedIn };
}

function pressed({ press, around }: SeenPress, hand: Hand, id: string): Json {
  const blocks = Array.isArray(around) ? around : [];
  const actions = [{ ...press, action_ts: id }];
  return { actions, message: { ts: '1732399000.000100', blocks }, state: { values: valuesIn(blocks, hand) } };
}

function filled(view: Json, hand: Hand, id: string): Json {
  const blocks = Array.isArray(view.blocks) ? view.blocks : [];
  const own = { id: `V${id.slice(0, 8).toUpperCase()}`, hash: id, root_view_id: 'V0', previous_view_id: null };
  return { ...view, ...own, app_installed_team_id: 'T061EG9R6', state: { values: valuesIn(blocks, hand) } };
}

function valuesIn(blocks: readonly Json[], hand: Hand): Json {
  const inputs = blocks.filter((block) => block?.type === 'input' && typeof block.element === 'object');
  return Object.fromEntries(
    inputs.map(({ block_id, element }) => {
      const { action_id, ...rest } = element as Json & { action_id: string };
      return [block_id, { [action_id]: { type: rest.type, ...chosenIn(rest, hand) } }];
    }),
  );
}

function chosenIn({ type, options }: Json, hand: Hand): Json {
  const choices = Array.isArray(options) ? options : [];
  const odd = { text: { type: 'plain_text', text: 'odd' }, value: hand.text() };
  switch (type) {
    case 'static_select':
    case 'radio_buttons':
      return { selected_option: hand.of([...choices, ...choices, odd, null]) };
    case 'checkboxes':
    case 'multi_static_select':
      return { selected_options: choices.filter(() => hand.of([true, false])) };
    case 'datepicker':
      return { selected_date: hand.of(['2027-01-11', '1970-01-01', '9999-12-31', null, hand.text()]) };
    case 'timepicker':
      return { selected_time: hand.of(['09:30', '00:00', null, hand.text()]) };
    case 'users_select':
      return { selected_user: hand.of([...slackPeople, null, hand.text()]) };
    case 'multi_users_select':
      return { selected_users: slackPeople.filter(() => hand.of([true, false])) };
    case 'conversations_select':
      return { selected_conversation: hand.of([...slackChannels, null]) };
    default:
      return { value: hand.of([hand.text(), hand.text(), marker, null]) };
  }
}

/* ---- Teams ---- */

const teamsFixtures = ['message-personal', 'message-channel', 'message-group-chat'];
const teamsMenus = ['message-extension-fetch', 'message-extension-submit', 'members-added', 'installation-add'];
/** Every name that Teams may give an invoke, and some that it never gives. */
const invokes = [
  'adaptiveCard/action',
  'task/fetch',
  'task/submit',
  'composeExtension/fetchTask',
  'composeExtension/submitAction',
  'composeExtension/query',
  'composeExtension/selectItem',
  'composeExtension/queryLink',
  'composeExtension/anonymousQueryLink',
  'composeExtension/querySettingUrl',
  'composeExtension/setting',
  'composeExtension/onCardButtonClicked',
  'application/search',
  'actionableMessage/executeAction',
  'fileConsent/invoke',
  'signin/verifyState',
  'signin/tokenExchange',
  'signin/failure',
  'config/fetch',
  'config/submit',
  'tab/fetch',
  'tab/submit',
  'message/submitAction',
  'message/fetchTask',
  'handoff/action',
  'suggestedActions/submit',
  'healthCheck',
  'vscode/something',
  '__proto__',
  'constructor',
  'Task/Submit',
  '',
];

export function actsInTeams(send: (activity: Json) => Input): fc.Arbitrary<Act> {
  return fc
    .record({
      kind: fc.constantFrom('order', 'press', 'press', 'press', 'dialog', 'menu', 'invoke'),
      drawn: draws,
    })
    .map(({ kind, drawn }) => (seen) => {
      const body = teamsBody(kind, handOf(drawn), seen);
      return send(changed({ ...body, id: drawn.id }, drawn.list));
    });
}

function teamsBody(kind: string, hand: Hand, seen: Seen): Json {
  const shown = hand.of(seen.teamsActions());
  const value = shown && valueOfPress(shown, hand);
  if (kind === 'press' && shown) {
    const { type, verb } = shown.press;
    const own = { action: { type, verb, data: value } };
    return type === 'Action.Execute'
      ? { ...fixture('teams', 'action-execute'), value: own }
      : { ...fixture('teams', 'action-submit'), value };
  }
  if (kind === 'dialog' && shown) {
    return { ...fixture('teams', hand.of(['task-submit', 'task-fetch']) ?? ''), value: { data: value } };
  }
  if (kind === 'menu') {
    const menu = fixture('teams', hand.of(teamsMenus) ?? '');
    return 'value' in menu ? { ...menu, value: { ...(menu.value as Json), commandId: hand.of(shortcuts)?.id } } : menu;
  }
  if (kind === 'invoke') {
    const template = fixture('teams', hand.of(['action-execute', 'task-submit', 'message-extension-fetch']) ?? '');
    return { ...template, name: hand.of(invokes) };
  }
  const { command, text } = order(hand);
  return { ...fixture('teams', hand.of(teamsFixtures) ?? ''), text: `${command} ${text}` };
}

function valueOfPress({ press, around }: SeenPress, hand: Hand): Json {
  const inputs: Json = {};
  fill(around, inputs, hand);
  return { ...(press.data as Json), ...inputs };
}

function fill(card: unknown, inputs: Json, hand: Hand): void {
  if (typeof card !== 'object' || card === null) return;
  const { type, id, choices } = card as Json;
  if (typeof type === 'string' && type.startsWith('Input.') && typeof id === 'string') {
    const values = Array.isArray(choices) ? choices.map((choice: Json) => choice.value) : [];
    inputs[id] = hand.of([...values, ...values, hand.text(), marker]);
  }
  for (const each of Object.values(card)) fill(each, inputs, hand);
}
