import assert from 'node:assert/strict';
import type { Arrival } from '../../../src/bots/slack/arrival.ts';
import { parse } from '../../../src/bots/slack/parse.ts';
import { botUserOf, needsBotUser } from '../../../src/bots/slack/parse-event.ts';
import type { ChatEvent } from '../../../src/chat/event.ts';
import { fixture } from './fixtures.ts';

const at = new Date('2026-11-24T09:00:00Z');
const botUser = 'U0BOT0001';
const workspace = 'slack:T061EG9R6';
const maya = { id: `${workspace}:U2147483697`, workspace, name: 'maya.k' };
const mayaUnnamed = { ...maya, name: '' };
const channel = { id: `${workspace}:C0LAN2Q65`, workspace, kind: 'channel' };
const direct = { id: `${workspace}:D024BE91L`, workspace, kind: 'direct' };
const none = { form: false, note: false, replace: false };

function arrive(name: string, change: object = {}): Arrival {
  const parsed = parse({ ...fixture(name), ...change }, { at, botUser });
  assert.ok('event' in parsed, `${name} was ignored: ${JSON.stringify(parsed)}`);
  return parsed;
}

/** Without what is absent. */
function eventOf(name: string): ChatEvent {
  return JSON.parse(JSON.stringify(arrive(name).event), (key, value: unknown) =>
    key === 'at' ? new Date(String(value)) : value,
  ) as ChatEvent;
}

describe('slack events', () => {
  const shared = { platform: 'slack', workspace, at, answers: none };

  it('reads words in the direct chat', () => {
    assert.deepEqual(eventOf('message-im'), {
      ...shared,
      id: 'slack:Ev08MFMKH6',
      kind: 'message',
      person: mayaUnnamed,
      conversation: direct,
      text: 'pause until 6 June & tell @Maya about the plan (https://example.org/a?b=1&c=2)',
      message: { conversation: direct.id, id: '1732400000.000200' },
    });
  });

  it('reads which thread words stand in', () => {
    const { event } = arrive('message-im-thread');
    assert.ok(event.kind === 'message');
    assert.equal(event.message.thread, '1732400000.000200');
  });

  it('reads a mention, without the mention', () => {
    assert.deepEqual(eventOf('app-mention'), {
      ...shared,
      id: 'slack:Ev0MENTION1',
      kind: 'message',
      person: mayaUnnamed,
      conversation: channel,
      text: 'REAL INCIDENT <!channel> in #general',
      message: { conversation: channel.id, id: '1732400010.000200', thread: '1732399000.000100' },
    });
  });

  it('goes by the installation on Enterprise Grid', () => {
    const { event } = arrive('app-mention-grid');
    assert.equal(event.workspace, 'slack:E0GRID001');
    assert.equal(event.person.id, 'slack:E0GRID001:W2147483697');
    assert.equal(event.person.external, undefined);
  });

  it('marks people of another organisation in a shared channel', () => {
    const { event } = arrive('app-mention-connect');
    assert.equal(event.workspace, workspace);
    assert.equal(event.person.external, true);
  });

  it('reads the home page being opened', () => {
    assert.deepEqual(eventOf('app-home-opened'), {
      ...shared,
      id: 'slack:Ev0HOME001',
      kind: 'home',
      person: mayaUnnamed,
    });
  });

  it('reads what a channel has become', () => {
    const told = (name: string) => {
      const { event } = arrive(name);
      assert.ok(event.kind === 'place');
      assert.deepEqual(event.conversation, channel);
      assert.ok(event.person.bot);
      return { facts: event.facts, ...(event.before && { before: event.before }) };
    };
    assert.deepEqual(told('channel-rename'), { facts: { name: '#digital-people' } });
    assert.deepEqual(told('group-archive'), { facts: { archived: true } });
    assert.deepEqual(told('channel-unarchive'), { facts: { archived: false } });
    assert.deepEqual(told('channel-shared'), { facts: { otherOrganisations: true } });
    assert.deepEqual(told('channel-unshared'), { facts: { otherOrganisations: false } });
    assert.deepEqual(told('channel-made-private'), { facts: { access: 'private' } });
    assert.deepEqual(told('channel-made-public'), { facts: { access: 'open', wasPrivate: true } });
    assert.deepEqual(told('channel-id-changed'), {
      facts: { access: 'private', wasPrivate: true, otherOrganisations: true },
      before: `${workspace}:G0LAN2Q65`,
    });
  });

  it('reads people coming and going', () => {
    assert.deepEqual(eventOf('member-joined'), {
      ...shared,
      id: 'slack:Ev0MEMBER1',
      kind: 'membership',
      person: mayaUnnamed,
      conversation: channel,
      joined: [mayaUnnamed],
      left: [],
      bot: 'no',
    });
    const { event } = arrive('member-left');
    assert.ok(event.kind === 'membership');
    assert.deepEqual([event.joined.length, event.left.length, event.bot], [0, 1, 'no']);
  });

  it('reads the bot coming and going, and who did it', () => {
    const { event: came } = arrive('member-joined-bot');
    assert.ok(came.kind === 'membership');
    assert.deepEqual([came.bot, came.joined.length, came.person.id], ['joined', 0, `${workspace}:U0AAA0002`]);
    const { event: left } = arrive('channel-left');
    assert.ok(left.kind === 'membership');
    assert.deepEqual([left.bot, left.person.id], ['left', `${workspace}:U0AAA0002`]);
  });

  it("reads reactions to the bot's messages", () => {
    assert.deepEqual(eventOf('reaction-added'), {
      ...shared,
      id: 'slack:Ev0REACT01',
      kind: 'reaction',
      person: mayaUnnamed,
      conversation: channel,
      reaction: 'thumbsup',
      added: true,
      message: { conversation: channel.id, id: '1732399000.000100' },
    });
    const { event } = arrive('reaction-removed');
    assert.ok(event.kind === 'reaction' && !event.added);
  });

  for (const name of ['app-uninstalled', 'tokens-revoked']) {
    it(`reads ${name}`, () => {
      const { event } = arrive(name);
      assert.ok(event.kind === 'installation');
      assert.equal(event.change, 'removed');
      assert.deepEqual(event.person, { id: `${workspace}:U0BOT0001`, workspace, name: '', bot: true });
    });
  }

  const ignored = [
    'message-bot',
    'message-own',
    'message-changed',
    'message-deleted',
    'message-channel',
    'app-home-messages',
    'reaction-elsewhere',
    'tokens-revoked-person',
    'view-closed',
    'actions-link',
  ];
  for (const name of ignored) {
    it(`ignores ${name}, and says why`, () => {
      const parsed = parse(fixture(name), { at, botUser });
      assert.ok('ignored' in parsed);
      assert.match(parsed.ignored, /\w+/);
    });
  }

  it('takes who the bot is from the delivery', () => {
    assert.equal(botUserOf(fixture('app-mention')), botUser);
    assert.equal(botUserOf(fixture('command')), undefined);
    assert.ok(needsBotUser(fixture('reaction-added')));
    assert.ok(!needsBotUser(fixture('message-im')));
    assert.ok(!needsBotUser(fixture('command')));
  });
});

describe('slack interactions', () => {
  it('reads a command', () => {
    const { event, way } = arrive('command');
    assert.deepEqual(event, {
      id: 'slack:command:13345224609.738474920.8088930838d88f008e0',
      platform: 'slack',
      workspace,
      at,
      person: maya,
      conversation: { ...channel, name: '#digital-network' },
      answers: { form: true, note: true, replace: false },
      kind: 'command',
      command: 'outloud',
      words: 'pause  until 6 June & rest',
    });
    assert.equal(way.origin.responseUrl, 'https://hooks.slack.com/commands/1234/5678');
  });

  it('reads a command on Enterprise Grid', () => {
    const { event } = arrive('command-grid');
    assert.equal(event.workspace, 'slack:E0GRID001');
    assert.equal(event.conversation?.kind, 'direct');
    assert.equal(event.conversation?.name, undefined);
  });

  it('reads a button in a message', () => {
    const { event, way } = arrive('actions-message');
    assert.ok(event.kind === 'action');
    assert.equal(event.action, 'prompts.react');
    assert.deepEqual(event.values, { update: 'u1', reaction: 'same', n: '3', deep: '{"a":1}' });
    assert.deepEqual(event.inputs, { note: 'my words' });
    assert.deepEqual(event.message, { conversation: channel.id, id: '1732399000.000100' });
    assert.deepEqual(event.answers, { form: true, note: true, replace: true });
    assert.deepEqual(event.person, maya);
    assert.equal(way.message, '1732399000.000100');
  });

  it('reads a button that sends a form', () => {
    const { event, way } = arrive('actions-form');
    assert.ok(event.kind === 'form');
    assert.deepEqual([event.form, event.state, event.button], ['prompts.answer', 's1', 'back']);
    assert.deepEqual(event.inputs, { note: 'my words' });
    assert.equal(event.conversation?.kind, 'direct');
    assert.equal(event.message?.thread, '1732398000.000100');
    assert.equal(way.origin.thread, '1732398000.000100');
  });

  it('has no message for a button in words that one person sees', () => {
    const { event, way } = arrive('actions-ephemeral');
    assert.ok(event.kind === 'action');
    assert.equal(event.message, undefined);
    assert.equal(event.answers.replace, true);
    assert.equal(way.from, 'message');
  });

  it('reads a button in a form and on the home page', () => {
    const modal = arrive('actions-modal');
    assert.ok(modal.event.kind === 'action');
    assert.equal(modal.way.from, 'modal');
    assert.equal(modal.event.message, undefined);
    assert.equal(modal.event.conversation?.id, channel.id);
    assert.equal(modal.event.inputs.audience, 'team');
    const home = arrive('actions-home');
    assert.equal(home.way.from, 'home');
    assert.equal(home.event.conversation, undefined);
    assert.deepEqual(home.event.answers, { form: true, note: false, replace: false });
  });

  it('reads a form, empty fields too, and where it was opened', () => {
    const { event, way } = arrive('view-submission');
    assert.ok(event.kind === 'form');
    assert.deepEqual([event.form, event.state, event.button], ['prompts.answer', 'round:7', 'submit']);
    assert.deepEqual(event.inputs, { answer: 'I learned <b> & more', link: '', audience: 'team' });
    assert.deepEqual(event.conversation, { ...channel, name: '#digital-network' });
    assert.equal(way.origin.thread, '1732398000.000100');
    assert.equal(way.view?.depth, 1);
  });

  it('gives the same id to the same form, another to a corrected one', () => {
    const first = arrive('view-submission').event.id;
    assert.equal(arrive('view-submission').event.id, first);
    const view = fixture('view-submission').view as { state: object };
    const corrected = {
      ...view,
      state: { values: { answer: { answer: { type: 'plain_text_input', value: 'other' } } } },
    };
    assert.notEqual(arrive('view-submission', { view: corrected }).event.id, first);
  });

  it('knows how many views are open', () => {
    const view = fixture('view-submission').view as object;
    const depth = (change: object) => arrive('view-submission', { view: { ...view, ...change } }).way.view?.depth;
    assert.equal(depth({ root_view_id: 'V1', previous_view_id: 'V1' }), 2);
    assert.equal(depth({ root_view_id: 'V1', previous_view_id: 'V2' }), 3);
  });

  it('reads a message shortcut', () => {
    const { event, way } = arrive('message-action');
    assert.ok(event.kind === 'shortcut');
    assert.equal(event.shortcut, 'turn-into-note');
    assert.deepEqual(event.source, {
      text: 'World > big: https://example.org',
      author: { id: `${workspace}:U0AAA0002`, workspace, name: '' },
      message: { conversation: channel.id, id: '1732399500.000100', thread: '1732399000.000100' },
    });
    assert.equal(event.conversation?.name, undefined);
    assert.equal(way.origin.thread, '1732399000.000100');
  });

  it('reads a shortcut that belongs to no message', () => {
    const { event } = arrive('shortcut');
    assert.ok(event.kind === 'shortcut');
    assert.equal(event.source, undefined);
    assert.equal(event.conversation, undefined);
    assert.deepEqual(event.answers, { form: true, note: false, replace: false });
  });

  const broken: readonly object[] = [
    {},
    { type: 'block_actions' },
    { type: 'block_actions', user: { id: 'U1' }, team: { id: 'T1' }, actions: [] },
    { type: 'block_actions', user: { id: 'U:1' }, team: { id: 'T1' }, actions: [{}] },
    { type: 'view_submission', user: { id: 'U1' }, team: null },
    { type: 'message_action', user: {} },
    { type: 'interactive_message', user: { id: 'U1' } },
    { command: '/outloud' },
    { event: { type: 'message', channel_type: 'im' }, event_id: 'Ev1', team_id: 'T1' },
    { event: { type: 'app_mention', user: 7 }, event_id: 'Ev1', team_id: 'T1' },
    { event: { type: 'reaction_added', item: null }, event_id: 'Ev1', team_id: 'T1' },
    { event: { type: 'message' } },
  ];
  for (const body of broken) {
    it(`ignores ${JSON.stringify(body)}`, () => {
      assert.ok('ignored' in parse({ ...body }, { at, botUser }));
    });
  }
});
