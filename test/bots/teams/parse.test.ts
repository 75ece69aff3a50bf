import assert from 'node:assert/strict';
import { type Activity, readActivity } from '../../../src/bots/teams/activity.ts';
import { parseActivity } from '../../../src/bots/teams/parse.ts';
import type { ChatEvent } from '../../../src/chat/event.ts';
import { appId, type Json, tenantId } from '../../support/fake-connector.ts';
import { fixture } from '../../support/teams-app.ts';

const now = new Date('2026-11-23T12:00:01Z');
const workspace = `teams:${tenantId}`;
const maya = `${workspace}:p:0d5e7c3a-41b9-4e62-8f70-5268797345ab`;
const channel = `${workspace}:c:19:84d2b7f1e05c4a6d9b3e6c8f1a2d7e50@thread.tacv2`;
const direct = `${workspace}:c:a:1MayaAndOutloud-8Jx2kq`;

function read(name: string, changes: Json = {}): Activity {
  const read = readActivity({ ...fixture(name, changes), serviceUrl: 'https://smba.trafficmanager.net/emea/' });
  assert.ok('activity' in read, JSON.stringify(read));
  return read.activity;
}

function all(name: string, changes: Json = {}): readonly ChatEvent[] {
  return parseActivity(read(name, changes), now);
}

function one<Kind extends ChatEvent['kind']>(kind: Kind, name: string, changes: Json = {}) {
  const [event, ...rest] = all(name, changes);
  assert.equal(rest.length, 0);
  assert.ok(event?.kind === kind, `${event?.kind}`);
  return event as Extract<ChatEvent, { kind: Kind }>;
}

describe('parsing what Teams sends', () => {
  it('a message in a personal chat', () => {
    const event = one('message', 'message-personal');
    assert.equal(event.text, 'pause until 6 June');
    assert.deepEqual(event.conversation, { id: direct, workspace, kind: 'direct' });
    assert.deepEqual(event.person, {
      id: maya,
      workspace,
      name: 'Maya Lloyd',
      timeZone: 'Europe/London',
      locale: 'en-GB',
    });
    assert.deepEqual(event.message, { conversation: direct, id: '1763899200123' });
    assert.deepEqual(event.answers, { form: false, note: false, replace: false });
    assert.equal(event.at, now);
  });

  it('a message in a channel thread: our mention goes, a person’s becomes the name, a typed one stays words', () => {
    const event = one('message', 'message-channel');
    assert.equal(event.text, 'setup please, Rhys Evans & <at>everyone</at>');
    assert.equal(event.conversation?.kind, 'channel');
    assert.deepEqual(event.message, { conversation: channel, id: '1763899200456', thread: '1763899100000' });
  });

  it('the first message of a channel thread stands in no thread', () => {
    assert.deepEqual(one('message', 'message-channel-root').message, { conversation: channel, id: '1763899100000' });
  });

  it('a group chat needs our mention, by its entity', () => {
    assert.equal(one('message', 'message-group-chat').text, 'hello help');
    assert.equal(one('message', 'message-group-chat').conversation?.kind, 'group');
    assert.deepEqual(all('message-group-chat-unmentioned'), []);
  });

  it('text of format xml is HTML', () => {
    const text = '<at>Outloud</at> setup &amp; <b>go</b>';
    assert.equal(one('message', 'message-channel', { text, textFormat: 'xml' }).text, 'setup & go');
  });

  it('an Action.Submit is a press, or a form that was sent', () => {
    const press = one('action', 'action-submit');
    assert.equal(press.action, 'prompts.skip');
    assert.deepEqual(press.values, { round: 'r-1' });
    assert.deepEqual(press.message, { conversation: direct, id: '1763899150000' });
    assert.deepEqual(press.answers, { form: false, note: false, replace: false });
    const form = one('form', 'form-submit');
    assert.deepEqual(form.inputs, { answer0: 'Words', audience: 'me' });
  });

  it('an Action.Execute is a press by its verb', () => {
    const event = one('action', 'action-execute');
    assert.equal(event.action, 'updates.useful');
    assert.deepEqual(event.values, { update: 'u-1' });
    assert.deepEqual(event.message, { conversation: channel, id: '1763899150000', thread: '1763899100000' });
    assert.deepEqual(event.answers, { form: true, note: 'words', replace: true });
  });

  it('an Action.Execute with a form is that form, its values strings', () => {
    const event = one('form', 'form-execute');
    assert.equal(event.form, 'prompts.answer');
    assert.equal(event.state, 'r-1');
    assert.equal(event.button, 'submit');
    assert.deepEqual(event.inputs, {
      answer0: 'Half-finished is fine',
      minutes: '12',
      agreed: 'true',
      empty: '',
      days: '1,3',
    });
  });

  it('dialogs: what opens one, and what it sends', () => {
    const fetch = one('action', 'task-fetch');
    assert.equal(fetch.action, 'updates.reply');
    assert.equal(fetch.values.update, 'u-1');
    assert.deepEqual(fetch.answers, { form: true, note: 'words', replace: false });
    const submit = one('form', 'task-submit');
    assert.equal(submit.form, 'updates.reply');
    assert.deepEqual(submit.inputs, { text: 'Same here' });
    assert.equal(submit.message, undefined);
  });

  it('an entry in a message’s menu, with the message as plain words and its author', () => {
    const event = one('shortcut', 'message-extension-fetch');
    assert.equal(event.shortcut, 'turn-into-note');
    assert.deepEqual(event.source, {
      text: 'We tried letters & texts today.\n\nIt worked\nbetter: see here Rhys Evans',
      message: { conversation: channel, id: '1763899180000', thread: '1763899100000' },
      author: { id: maya, workspace, name: 'Maya Lloyd' },
    });
    assert.equal(one('form', 'message-extension-submit').button, 'back');
  });

  it('members who came and went, the bot among them', () => {
    const added = one('membership', 'members-added');
    assert.equal(added.bot, 'joined');
    assert.deepEqual(added.joined, [
      { id: `${workspace}:p:0d5e7c3a-41b9-4e62-8f70-507269796100`, workspace, name: '' },
    ]);
    const removed = one('membership', 'members-removed');
    assert.equal(removed.bot, 'no');
    assert.equal(removed.left.length, 1);
  });

  it('what a channel or a team has become', () => {
    const told = (name: string, changes: Json = {}) => {
      const event = one('place', name, changes);
      return [event.conversation.id, event.facts];
    };
    assert.deepEqual(told('channel-renamed'), [channel, { name: 'Digital Leads' }]);
    assert.deepEqual(told('channel-deleted'), [channel, { archived: true }]);
    assert.deepEqual(told('channel-shared'), [channel, { access: 'private', otherOrganisations: true }]);
    assert.deepEqual(told('channel-unshared'), [channel, { access: 'private', otherOrganisations: true }]);
    const team = `${workspace}:c:19:3e9a61c07b4d4f0c8f2d5b1e7a9c0d34@thread.tacv2`;
    assert.deepEqual(told('team-archived'), [team, { archived: true }]);
  });

  it('a team that we were added to is met in the channel that was chosen', () => {
    const settings = { selectedChannel: { id: '19:chosen@thread.tacv2' } };
    const team = { id: '19:3e9a61c07b4d4f0c8f2d5b1e7a9c0d34@thread.tacv2' };
    const event = one('membership', 'members-added', { channelData: { tenant: { id: tenantId }, team, settings } });
    assert.equal(event.conversation.id, `${workspace}:c:19:chosen@thread.tacv2`);
  });

  it('installations, but not their upgrades', () => {
    assert.equal(one('installation', 'installation-add').change, 'added');
    assert.equal(one('installation', 'installation-remove').change, 'removed');
    assert.deepEqual(all('installation-upgrade'), []);
  });

  it('every reaction by itself', () => {
    const events = all('reactions') as Extract<ChatEvent, { kind: 'reaction' }>[];
    assert.deepEqual(
      events.map(({ reaction, added }) => [reaction, added]),
      [
        ['like', true],
        ['heart', true],
        ['sad', false],
      ],
    );
    assert.equal(new Set(events.map(({ id }) => id)).size, 3);
  });

  it('the event’s id is the same for the same activity, another for any other', () => {
    const id = (name: string, changes: Json = {}) => one('form', name, changes).id;
    const later = parseActivity(read('form-execute'), new Date('2027-01-01T00:00:00Z'))[0]?.id;
    const other = { action: { type: 'Action.Execute', verb: 'x', data: { form: 'prompts.answer', answer0: 'Other' } } };
    assert.equal(later, id('form-execute'));
    const ids = [
      id('form-execute'),
      id('form-execute', { id: 'f:another' }),
      id('form-execute', { value: other }),
      id('form-execute', { replyToId: '1' }),
      id('form-execute', { id: undefined }),
      id('form-execute', { id: undefined, timestamp: '2026-11-23T12:00:05Z' }),
      id('form-execute', { id: undefined, timestamp: undefined }),
    ];
    assert.equal(new Set(ids).size, ids.length);
    assert.equal(id('form-execute', { id: undefined }), id('form-execute', { id: undefined }));
  });

  it('guests and other organisations are external, unknown zones and languages are absent', () => {
    const from = (changes: Json) => ({ from: { id: '29:1Kit', name: 'Kit', aadObjectId: 'kit', ...changes } });
    assert.equal(one('message', 'message-personal', from({ userRole: 'guest' })).person.external, true);
    assert.equal(one('message', 'message-personal', from({ tenantId: 'another' })).person.external, true);
    assert.equal(one('message', 'message-personal', from({ tenantId })).person.external, undefined);
    const odd = { localTimezone: 'Mars/Olympus', locale: '!', entities: [] };
    const { person } = one('message', 'message-personal', odd);
    assert.equal('timeZone' in person || 'locale' in person, false);
  });

  it('somebody without an account of the organisation is known by Teams’ own id', () => {
    const from = { id: '29:1Anon', name: 'Kit' };
    assert.equal(one('message', 'message-personal', { from }).person.id, `${workspace}:p:29:1Anon`);
  });

  it('odd shapes are absent, not errors', () => {
    const odd = { entities: 'x', channelData: 7, textFormat: {}, membersAdded: [{}, 3], value: 'text' };
    assert.equal(one('message', 'message-personal', odd).text, 'pause until 6 June');
    const press = one('action', 'action-execute', { value: 'none', channelData: { team: { id: 't' } } });
    assert.equal(press.action, '');
    const nested = one('action', 'action-submit', { value: { action: {}, deep: { a: 1 }, list: ['a', 'b'] } });
    assert.deepEqual(nested.values, { list: 'a,b' });
    assert.equal(nested.action, '');
    for (const type of ['typing', 'messageUpdate', 'event', 'endOfConversation'])
      assert.deepEqual(all('reactions', { type }), []);
  });

  it('says which parts of an envelope are wrong', () => {
    assert.deepEqual(readActivity({ type: 'message', conversation: {} }), {
      wrong: 'channelId, serviceUrl, from, recipient, conversation.id',
    });
    assert.ok('wrong' in readActivity({ ...fixture('message-personal'), serviceUrl: 'no address' }));
  });

  it('an emulator’s message', () => {
    const event = one('message', 'message-agents-playground');
    assert.equal(event.text, 'help');
    assert.equal(event.conversation?.kind, 'direct');
  });

  describe('what people say in a thread, where the app may read the whole channel', () => {
    const said = (eventType: string, changes: Json = {}) => ({
      type: eventType === 'softDeleteMessage' ? 'messageDelete' : 'messageUpdate',
      channelData: { ...(fixture('thread-reply').channelData as Json), eventType },
      ...changes,
    });

    it('is taken, with names instead of mentions', () => {
      const event = one('thread-reply', 'thread-reply');
      assert.deepEqual([event.change, event.text, event.mentions], ['written', '212 up, Rhys Evans has it', []]);
      assert.deepEqual(event.message, { conversation: channel, id: '1763899200789', thread: '1763899100000' });
      assert.equal(event.conversation.id, channel);
      assert.equal(event.person.id, maya);
    });

    it('is taken as it is after a change, as gone after a deletion, and as it was when that is undone', () => {
      const changed = one('thread-reply', 'thread-reply', said('editMessage', { text: '212, not 221' }));
      assert.deepEqual([changed.change, changed.text], ['changed', '212, not 221']);
      const gone = one('thread-reply', 'thread-reply', said('softDeleteMessage'));
      assert.deepEqual([gone.change, gone.text], ['deleted', '']);
      const undone = said('undeleteMessage', { timestamp: '2026-11-23T12:05:00Z' });
      const back = one('thread-reply', 'thread-reply', undone);
      assert.deepEqual([back.change, back.text], ['written', '212 up, Rhys Evans has it']);
      assert.equal(new Set([one('thread-reply', 'thread-reply'), changed, gone, back].map(({ id }) => id)).size, 4);
    });

    const { conversation, from } = fixture('thread-reply') as { conversation: Json; from: Json };
    const root = (id: string) => ({
      conversation: { ...conversation, id: `${String(conversation.id).split(';')[0]}${id}` },
    });
    const dropped: Record<string, Json> = {
      'the first message of a thread': root(';messageid=1763899200789'),
      'what names no thread': root(''),
      'the words of a bot': { from: { ...from, id: '28:another' } },
      'a change of something else': said('reactionAdded'),
      'a changed order, which is no reply': { ...fixture('message-channel'), ...said('editMessage') },
    };
    for (const [what, changes] of Object.entries(dropped)) {
      it(`is dropped unread: ${what}`, () => {
        assert.deepEqual(all('thread-reply', changes), []);
      });
    }
  });

  it('a slash command that only the bot sees needs no mention', () => {
    const recipient = { id: `28:${appId}`, isTargeted: true };
    assert.equal(
      one('message', 'message-group-chat-unmentioned', { recipient }).text,
      'not for the bot <at>Outloud</at>',
    );
  });
});
