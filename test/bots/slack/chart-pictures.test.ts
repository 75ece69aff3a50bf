import assert from 'node:assert/strict';
import { conversationIdOf, personIdOf, workspaceIdOf } from '../../../src/bots/slack/ids.ts';
import { card } from '../../../src/cards/elements.ts';
import type { CardElement } from '../../../src/chat/card.ts';
import { type Platform, PlatformError } from '../../../src/chat/platform.ts';
import { form, note } from '../../../src/chat/reply.ts';
import { createPlatformForTest, createScriptedBot, mount } from './adapter.ts';
import { type Args, type FakeSlack, startFakeSlack } from './fake-slack.ts';
import { fixture } from './fixtures.ts';
import { seeBlocks } from './live-text.ts';

type Block = Readonly<Record<string, unknown>>;

const workspace = workspaceIdOf('T061EG9R6');
const channel = conversationIdOf(workspace, 'C0LAN2Q65');
const elsewhere = conversationIdOf(workspaceIdOf('T0OTHER01'), 'C0OTHER01');

const columns: CardElement = {
  type: 'Chart.VerticalBar',
  title: 'Answers a week',
  data: [
    { x: 'Week 1', y: 12 },
    { x: 'Week 2', y: 19 },
  ],
};
/** Slack has nothing like it. */
const gauge: CardElement = { type: 'Chart.Gauge', title: 'Sections covered', value: 62, min: 0, max: 100 };

const showing = (...body: CardElement[]) => ({ text: 'Charts', card: card(body) });
const invalid = (...complaints: string[]): Args => ({
  ok: false,
  error: 'invalid_blocks',
  errors: complaints,
  response_metadata: { messages: complaints.map((one) => `[ERROR] ${one}`) },
});

/** What a workspace without the block says of it. */
function withoutCharts({ blocks }: Args): Args | undefined {
  const at = (blocks as Block[]).findIndex(({ type }) => type === 'data_visualization');
  return at < 0 ? undefined : invalid(`unsupported type: data_visualization [json-pointer:/blocks/${at}/type]`);
}

function withoutPictures({ blocks }: Args): Args | undefined {
  const at = (blocks as Block[]).findIndex(({ slack_file: file }) => file !== undefined);
  return at < 0 ? undefined : invalid(`invalid slack file [json-pointer:/blocks/${at}/slack_file]`);
}

describe('charts on Slack', () => {
  let slack: FakeSlack;
  let platform: Platform;
  let now: Date;
  let pauses: number[];

  const clock = { now: () => now };
  const pause = async (ms: number) => void pauses.push(ms);

  beforeEach(async () => {
    now = new Date('2026-11-24T09:00:00Z');
    pauses = [];
    slack = await startFakeSlack();
    ({ platform } = await createPlatformForTest(slack, { clock, pause }));
  });
  afterEach(() => slack.close());

  const post = (...body: CardElement[]) => platform.post(channel, showing(...body), { deliveryId: 'd' });
  const kindsOf = (args: Args | undefined) => ((args?.blocks ?? []) as Block[]).map(({ type }) => type);
  const posted = () => slack.callsOf('chat.postMessage').map(({ args }) => kindsOf(args));
  const uploads = () => slack.callsOf('files.getUploadURLExternal').length;

  function assertPicture(args: Args | undefined): void {
    const picture = ((args?.blocks ?? []) as Block[]).find(({ type }) => type === 'image');
    const file = picture?.slack_file as { id: string } | undefined;
    const bytes = slack.files.get(file?.id ?? '');
    assert.equal(bytes?.subarray(1, 4).toString(), 'PNG');
    assert.equal(picture?.image_url, undefined);
    assert.match(String(picture?.alt_text), /^Chart: .+ Its figures follow\.$/);
  }

  it('are Slack’s own where it has them, with the figures in words, in one call', async () => {
    await post(columns);
    assert.deepEqual(posted(), [['data_visualization', 'rich_text']]);
    assert.match(seeBlocks(slack.messages[0]?.args.blocks).words, /Week 1: 12/);
    assert.equal(uploads(), 0);
  });

  it('are a picture where Slack has no such chart, with the figures in words', async () => {
    await post(gauge);
    assert.deepEqual(posted(), [['image', 'rich_text']]);
    assertPicture(slack.messages[0]?.args);
    assert.match(seeBlocks(slack.messages[0]?.args.blocks).words, /62 \(0–100\)/);
    const [completed] = slack.callsOf('files.completeUploadExternal');
    assert.equal(completed?.args.channel_id, undefined, 'shared nowhere');
  });

  it('are a picture where the workspace refuses the block, and from then on at once', async () => {
    slack.answer('chat.postMessage', withoutCharts);
    await post(columns);
    assert.deepEqual(posted(), [
      ['data_visualization', 'rich_text'],
      ['image', 'rich_text'],
    ]);
    assert.equal(slack.messages.length, 1);
    assertPicture(slack.messages[0]?.args);
    await post(columns);
    assert.deepEqual(posted().at(-1), ['image', 'rich_text']);
    assert.equal(posted().length, 3);
    assert.equal(uploads(), 1, 'the same picture is uploaded once');
  });

  it('are tried again after a day, and in another workspace', async () => {
    slack.answer('chat.postMessage', withoutCharts);
    await post(columns);
    slack.answer('chat.postMessage', () => undefined);
    await platform.post(elsewhere, showing(columns), { deliveryId: 'd' });
    assert.deepEqual(posted().at(-1), ['data_visualization', 'rich_text']);
    now = new Date('2026-11-25T09:00:01Z');
    await post(columns);
    assert.deepEqual(posted().at(-1), ['data_visualization', 'rich_text']);
  });

  it('are refused for this message alone where Slack objects to what is in one', async () => {
    let isFirst = true;
    slack.answer('chat.postMessage', () => {
      const answer = isFirst
        ? invalid('must be more than 0 [json-pointer:/blocks/0/chart/segments/1/value]')
        : undefined;
      isFirst = false;
      return answer;
    });
    await post(columns);
    await post(columns);
    assert.deepEqual(
      posted().map(([first]) => first),
      ['data_visualization', 'image', 'data_visualization'],
    );
  });

  it('wait for a picture that Slack is still working on, and do without in the end', async () => {
    let refusals = 2;
    slack.answer('chat.postMessage', (args) => (refusals-- > 0 ? withoutPictures(args) : undefined));
    await post(gauge);
    assert.deepEqual([pauses, uploads()], [[1000, 2000], 1]);
    assert.deepEqual(posted().at(-1), ['image', 'rich_text']);
    slack.answer('chat.postMessage', withoutPictures);
    await post({ ...gauge, value: 63 });
    assert.deepEqual(pauses.slice(2), [1000, 2000, 4000]);
    assert.deepEqual(posted().at(-1), ['rich_text']);
    assert.equal(slack.messages.length, 2);
  });

  it('are uploaded again where somebody has deleted the picture', async () => {
    await post(gauge);
    slack.answer('chat.postMessage', (args) =>
      JSON.stringify(args).includes('F000000001') ? withoutPictures(args) : undefined,
    );
    await post(gauge);
    assert.deepEqual([uploads(), pauses.length], [2, 0]);
    assert.deepEqual(posted().at(-1), ['image', 'rich_text']);
  });

  it('stand there in words without the scope, which is asked for once', async () => {
    slack.answer('files.getUploadURLExternal', { ok: false, error: 'missing_scope', needed: 'files:write' });
    await post(gauge);
    await post(gauge);
    assert.deepEqual(posted(), [['rich_text'], ['rich_text']]);
    assert.equal(uploads(), 1);
  });

  for (const failure of [{ status: 500 }, 'reset'] as const)
    it(`stand there in words where the upload fails (${JSON.stringify(failure)})`, async () => {
      slack.fail(failure);
      await post(gauge);
      assert.deepEqual(posted(), [['rich_text']]);
      await post(gauge);
      assert.deepEqual(posted().at(-1), ['image', 'rich_text']);
    });

  it('have no picture that would be full of empty boxes', async () => {
    await post({ ...gauge, title: 'カバー率' });
    assert.deepEqual([posted(), uploads()], [[['rich_text']], 0]);
  });

  it('leave any other refusal as it is, after one call', async () => {
    slack.answer('chat.postMessage', invalid('must be less than 3001 characters [json-pointer:/blocks/1/text/text]'));
    await assert.rejects(post(columns), (error) => error instanceof PlatformError && error.code === 'rejected');
    assert.equal(posted().length, 1);
  });

  it('change with their message and stand on a home page', async () => {
    const ref = await post(columns);
    slack.answer('chat.update', withoutCharts);
    await platform.update(ref, showing({ ...columns, title: 'Answers, so far' }));
    assert.deepEqual(kindsOf(slack.messages[0]?.args), ['image', 'rich_text']);
    slack.answer('views.publish', ({ view }) => withoutCharts(view as Args));
    await platform.abilities.publishHome?.(personIdOf(workspace, 'U0MAYA001'), card([columns]));
    const [shown] = slack.callsOf('views.publish');
    assert.deepEqual(kindsOf(shown?.args.view as Args), ['image', 'rich_text'], 'it was known already');
  });

  describe('in answers', () => {
    async function answering(reply: Parameters<typeof note>[0] | ReturnType<typeof form>, payload: string) {
      const bot = createScriptedBot();
      bot.answer = () => (typeof reply === 'object' && 'kind' in reply ? reply : note(reply));
      const app = await mount(await createPlatformForTest(slack, { bot, clock, pause }));
      const given = { ...fixture(payload), response_url: slack.responseUrl('1') };
      const answer = payload === 'command' ? await app.sendForm(given) : await app.sendPayload(given);
      await app.adapter.stop();
      await app.close();
      return answer;
    }

    it('go where Slack’s objections are heard, not into the answer to a command', async () => {
      slack.answer('response', (args) => withoutCharts(args));
      slack.answer('chat.postEphemeral', withoutCharts);
      const { status, text } = await answering(showing(columns), 'command');
      assert.deepEqual([status, text], [200, '']);
      assert.deepEqual(
        slack.responses.map(({ body }) => kindsOf(body)),
        [['image', 'rich_text']],
      );
    });

    it('come into a form that is open already', async () => {
      const body = [gauge];
      await answering(form({ name: 'x', title: 'Reading', state: '', body }), 'actions-form');
      const [opened] = slack.callsOf('views.open');
      const [updated] = slack.callsOf('views.update');
      assert.deepEqual(kindsOf(opened?.args.view as Args), ['rich_text']);
      assert.deepEqual(kindsOf(updated?.args.view as Args), ['image', 'rich_text']);
      assert.equal(updated?.args.view_id, 'V1');
    });
  });
});
