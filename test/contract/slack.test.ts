import { conversationIdOf, messageIdOf, personIdOf, workspaceIdOf } from '../../src/bots/slack/ids.ts';
import { createPlatformForTest } from '../bots/slack/adapter.ts';
import { type Call, type Fault, startFakeSlack } from '../bots/slack/fake-slack.ts';
import { fixture } from '../bots/slack/fixtures.ts';
import { seeBlocks, seeText } from '../bots/slack/live-text.ts';
import { type Failure, type PlatformWorld, platformContract, type Sent } from './platform.ts';

const workspace = workspaceIdOf('T061EG9R6');
const kinds = { 'chat.postMessage': 'post', 'chat.update': 'update', 'chat.delete': 'remove' } as const;
const inSlacksWords: Readonly<Record<number, string>> = {
  401: 'invalid_auth',
  403: 'not_in_channel',
  404: 'channel_not_found',
};

platformContract('slack', async (): Promise<PlatformWorld> => {
  const slack = await startFakeSlack();
  const { platform } = await createPlatformForTest(slack);
  const member = (user: string, name: string, external: boolean) => ({
    id: personIdOf(workspace, user),
    name,
    external,
  });
  return {
    platform,
    conversation: conversationIdOf(workspace, 'C0LAN2Q65'),
    person: personIdOf(workspace, 'U0MAYA001'),
    members: [
      member('U0MAYA001', 'Maya Kaur', false),
      member('U0SAM0001', 'Sam Lee', false),
      member('U0GUEST01', 'Guest', true),
      member('U0PARTNER', 'Partner', true),
    ],
    conversationName: '#digital-network',
    makeConversation: (kind) =>
      slack.answer('conversations.info', {
        channel: channelOf({
          is_private: kind !== 'open',
          is_shared: kind !== 'open',
          is_ext_shared: kind === 'shared',
        }),
      }),
    sent: () =>
      read(
        slack.calls,
        slack.messages.map(({ ts }) => ts),
      ),
    calls: () => slack.calls.filter(({ method }) => method !== 'auth.test').length,
    fail: (next) => slack.fail(toFault(next)),
    close: () => slack.close(),
  };
});

/** As docs.slack.dev/reference/objects/conversation-object shows one. */
function channelOf(changes: object) {
  return { ...(fixture('conversation') as object), ...changes };
}

function toFault(failure: Failure): Fault {
  if (failure === 'reset') return 'reset';
  const word = inSlacksWords[failure.status];
  return word === undefined ? failure : { word };
}

/** A post's own ts is Slack's to give: the calls that were answered, in their order. */
function read(calls: readonly Call[], kept: readonly string[]): Sent[] {
  const given = [...kept];
  const known = new Set<string>();
  for (const { args } of calls) if (typeof args.ts === 'string') known.add(args.ts);
  const posts = [...new Set([...known, ...given])].toSorted();
  return calls.flatMap((call) => {
    const what = kinds[call.method as keyof typeof kinds];
    if (what === undefined) return [];
    const ts = what === 'post' ? posts.shift() : String(call.args.ts);
    return ts === undefined ? [] : [readCall(call, what, ts)];
  });
}

function readCall({ args }: Call, what: Sent['what'], ts: string): Sent {
  const text = seeText(typeof args.text === 'string' ? args.text : '', args.parse);
  const card = seeBlocks(args.blocks);
  const metadata = args.metadata as { event_payload?: { delivery_id?: string } } | undefined;
  return {
    what,
    conversation: conversationIdOf(workspace, String(args.channel)),
    id: messageIdOf(ts),
    ...(typeof args.thread_ts === 'string' && { thread: messageIdOf(args.thread_ts) }),
    deliveryId: metadata?.event_payload?.delivery_id,
    text: text.words,
    card: card.words,
    mentions: [...text.mentions, ...card.mentions],
    links: [...text.links, ...card.links],
  };
}
