import assert from 'node:assert/strict';
import type { JsonObject } from '../../../src/bots/slack/blocks/json.ts';
import { parse } from '../../../src/bots/slack/parse.ts';
import { fixture } from './fixtures.ts';

const bot = 'U0BOT0001';
const envelope = fixture('message-channel') as JsonObject & { event: JsonObject };
const reply: JsonObject = {
  ...envelope.event,
  text: '212 up, <@U2147483698|tom> has it',
  thread_ts: '1732400000.000100',
  parent_user_id: bot,
};

function parsed(event: JsonObject) {
  return parse({ ...envelope, event }, { at: new Date('2026-11-25T12:00:00Z'), botUser: bot });
}

function eventOf(event: JsonObject) {
  const arrival = parsed(event);
  assert.ok('event' in arrival && arrival.event.kind === 'thread-reply', JSON.stringify(arrival));
  return arrival.event;
}

describe('replies in a thread on Slack', () => {
  it('are taken under a message of ours, with who is mentioned', () => {
    const { change, text, mentions, message, person } = eventOf(reply);
    assert.equal(change, 'written');
    assert.equal(text, '212 up, @tom has it');
    assert.deepEqual(mentions, [{ text: '@U2147483698', person: 'slack:T061EG9R6:U2147483698' }]);
    assert.equal(message.thread, '1732400000.000100');
    assert.equal(person.id, 'slack:T061EG9R6:U2147483697');
  });

  it('are taken as they are after a change, and as gone after a deletion', () => {
    const changed = { ...reply, text: '212, not 221' };
    const event = { ...envelope.event, text: undefined, user: undefined };
    const after = eventOf({ ...event, subtype: 'message_changed', message: changed, previous_message: reply });
    assert.deepEqual([after.change, after.text], ['changed', '212, not 221']);
    const gone = eventOf({ ...event, subtype: 'message_deleted', previous_message: reply });
    assert.deepEqual([gone.change, gone.text], ['deleted', '']);
  });

  const dropped: Record<string, JsonObject> = {
    'what is said in the channel itself': { ...reply, thread_ts: undefined },
    'the first message of a thread': { ...reply, thread_ts: reply.ts },
    'a reply to a message of somebody else': { ...reply, parent_user_id: 'U2147483698' },
    'the words of any bot, ours too': { ...reply, bot_id: 'B1' },
    'what we wrote ourselves': { ...reply, user: bot },
    'an order to the bot, which comes as a mention': { ...reply, text: `<@${bot}> help` },
    'a preview that Slack adds to a message': {
      ...reply,
      subtype: 'message_changed',
      message: reply,
      previous_message: reply,
    },
    'somebody who joined': { ...reply, subtype: 'channel_join' },
  };
  for (const [what, event] of Object.entries(dropped)) {
    it(`drop unread: ${what}`, () => {
      assert.ok('ignored' in parsed(event));
    });
  }
});
