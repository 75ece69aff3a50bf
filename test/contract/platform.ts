import assert from 'node:assert/strict';
import type { AdaptiveCard } from '../../src/chat/card.ts';
import type { ConversationId, MessageId, MessageRef, PersonId } from '../../src/chat/ids.ts';
import { platformOf } from '../../src/chat/ids.ts';
import { type Platform, PlatformError, type PlatformErrorCode } from '../../src/chat/platform.ts';

/** What arrived at the service, read as the service itself would read it (never with the adapter's own code). */
export interface Sent {
  readonly what: 'post' | 'update' | 'remove';
  readonly conversation: ConversationId;
  /** The message that was made, changed or taken away. */
  readonly id: MessageId;
  readonly thread?: MessageId;
  readonly deliveryId?: string;
  /** The notification: plain words, as a person would see them. */
  readonly text: string;
  /** Everything that a person would see in the card, as plain words. */
  readonly card: string;
  /** People, groups or everyone who would be called, as the service would find them. */
  readonly mentions: readonly string[];
  /** Addresses that would be live links. */
  readonly links: readonly string[];
}

/**
 * How the next call fails, in HTTP's words; `setUp` says it in the service's own (Slack: 401 is `invalid_auth`, 403
 * `not_in_channel`, 404 `channel_not_found`, each with status 200). `reset`: the connection breaks without an answer.
 */
export type Failure = { readonly status: number; readonly retryAfterSeconds?: number } | 'reset';

export interface PlatformWorld {
  readonly platform: Platform;
  /** A conversation that the bot is in and that has threads. */
  readonly conversation: ConversationId;
  /** Somebody one can write to. */
  readonly person: PersonId;
  /** Who `members(conversation)` has to give; the service also lists a bot there. At least one is external. */
  readonly members: readonly { readonly id: PersonId; readonly name: string; readonly external: boolean }[];
  /** What people there call it. */
  readonly conversationName: string;
  /** The service says of the conversation that it is so from now on; `shared`: with another organisation, by invitation. */
  makeConversation(kind: 'open' | 'private' | 'shared'): void | Promise<void>;
  /** In order of arrival. */
  sent(): readonly Sent[];
  /** Requests that arrived, those for credentials left out. */
  calls(): number;
  /** The next request (credentials left out) fails like this, once. */
  fail(next: Failure): void;
  close(): Promise<void>;
}

const injections = [
  '<!channel> come',
  '<!here|here> and <!everyone>',
  '<@U0000000001> and <#C0000000001|general>',
  '<https://evil.example|our intranet>',
  '@here @channel @everyone',
  '<at>everyone</at> look',
  '<at id="0">Maya</at>',
  '[a](http://evil.example)',
  '![a](http://evil.example/pixel.png)',
  '<a href="http://evil.example">a</a>',
  '&lt;!channel&gt; &amp;lt;!channel&amp;gt;',
  '*bold* _it_ ~no~ `code` **b** # h',
  'שלום ‮evil‬ 👩‍👩‍👧 é',
];

const failures: readonly { failure: Failure; code: PlatformErrorCode; retryAfterMs?: number }[] = [
  { failure: { status: 401 }, code: 'unauthorized' },
  { failure: { status: 403 }, code: 'forbidden' },
  { failure: { status: 404 }, code: 'not_found' },
  { failure: { status: 429, retryAfterSeconds: 7 }, code: 'rate_limited', retryAfterMs: 7000 },
  { failure: { status: 500 }, code: 'unavailable' },
  { failure: { status: 503 }, code: 'unavailable' },
  { failure: 'reset', code: 'unavailable' },
];

/** What holds for every implementation of `Platform`, over real HTTP. */
export function platformContract(name: string, setUp: () => Promise<PlatformWorld>): void {
  describe(`platform contract: ${name}`, () => {
    let world: PlatformWorld;
    let platform: Platform;

    beforeEach(async () => {
      world = await setUp();
      platform = world.platform;
    });
    afterEach(async () => {
      await world.close();
    });

    it('is ready without a call to the service', async () => {
      await platform.ready();
      assert.equal(world.calls(), 0);
    });

    it('posts words and a card into a conversation, once', async () => {
      const ref = await platform.post(
        world.conversation,
        { text: 'One & two', card: cardSaying('Three') },
        { deliveryId: 'delivery-1' },
      );
      assert.equal(ref.conversation, world.conversation);
      assert.equal(ref.thread, undefined);
      const sent = only(world.sent());
      assert.equal(sent.what, 'post');
      assert.equal(sent.conversation, world.conversation);
      assert.equal(sent.id, ref.id);
      assert.equal(sent.text, 'One & two');
      assert.match(sent.card, /Three/);
    });

    it('posts words without a card', async () => {
      await platform.post(world.conversation, { text: 'Only words' }, { deliveryId: 'delivery-1' });
      assert.equal(only(world.sent()).text, 'Only words');
    });

    it('posts into a thread, and keeps saying which', async () => {
      const root = await platform.post(world.conversation, { text: 'Root' }, { deliveryId: 'delivery-1' });
      const reply = await platform.post(
        world.conversation,
        { text: 'Reply' },
        { deliveryId: 'delivery-2', thread: root.id },
      );
      assert.equal(reply.thread, root.id);
      assert.notEqual(reply.id, root.id);
      assert.equal(world.sent().at(-1)?.thread, root.id);
    });

    it('sends the delivery id along, so that a repeat can be recognised', async () => {
      const since = new Date(Date.now() - 60_000);
      const ref = await platform.post(world.conversation, { text: 'Once' }, { deliveryId: 'delivery-77' });
      assert.equal(only(world.sent()).deliveryId, 'delivery-77');
      const { abilities } = platform;
      if (!abilities.findPost) return;
      assert.deepEqual(await abilities.findPost(world.conversation, { deliveryId: 'delivery-77', since }), ref);
      assert.equal(await abilities.findPost(world.conversation, { deliveryId: 'delivery-78', since }), undefined);
    });

    it('updates a message whose ref was stored meanwhile', async () => {
      const ref = await platform.post(world.conversation, { text: 'Before' }, { deliveryId: 'delivery-1' });
      await platform.update(stored(ref), { text: 'After', card: cardSaying('New') });
      const sent = world.sent().at(-1);
      assert.equal(sent?.what, 'update');
      assert.equal(sent.id, ref.id);
      assert.equal(sent.text, 'After');
      assert.match(sent.card, /New/);
    });

    it('removes a message, and once more without complaint', async () => {
      const ref = await platform.post(world.conversation, { text: 'Regretted' }, { deliveryId: 'delivery-1' });
      await platform.remove(stored(ref), 'Taken back.');
      const sent = world.sent().at(-1);
      assert.equal(sent?.id, ref.id);
      assert.ok(sent.what === 'remove' || (sent.what === 'update' && sent.text === 'Taken back.'));
      await platform.remove(stored(ref), 'Taken back.');
    });

    it('opens the direct chat with a person, the same each time, and posts there', async () => {
      const direct = await platform.openDirect(world.person);
      const again = await platform.openDirect(world.person);
      assert.equal(direct.kind, 'direct');
      assert.equal(direct.id, again.id);
      assert.equal(platformOf(direct.id), platform.name);
      await platform.post(direct.id, { text: 'For you' }, { deliveryId: 'delivery-1' });
      assert.equal(world.sent().at(-1)?.conversation, direct.id);
    });

    it('lists the members without bots, guests marked', async () => {
      const members = await platform.members(world.conversation);
      const found = members.map(({ id, name, external }) => ({ id, name, external: external === true }));
      assert.deepEqual(byId(found), byId(world.members));
      for (const member of members) assert.equal(platformOf(member.id), platform.name);
      assert.ok(members.some(({ external }) => external));
    });

    it('describes what a conversation is, and who else can read along', async () => {
      const { abilities } = platform;
      for (const kind of ['open', 'private', 'shared'] as const) {
        await world.makeConversation(kind);
        const facts = await abilities.describe?.(world.conversation);
        assert.ok(facts);
        const { people: _, archived: __, ...said } = facts;
        assert.deepEqual(said, {
          name: world.conversationName,
          access: kind === 'open' ? 'open' : 'private',
          otherOrganisations: kind === 'shared',
        });
      }
      world.fail({ status: 403 });
      await assert.rejects(async () => abilities.describe?.(world.conversation), { code: 'forbidden' });
    });

    it('posts to a person whose direct chat is not known, where it can do so at once', async () => {
      const ref = await platform.abilities.postDirect?.(
        world.person,
        { text: 'For you' },
        { deliveryId: 'delivery-1' },
      );
      if (!ref) return;
      assert.equal(world.calls(), 1);
      assert.equal(ref.conversation, (await platform.openDirect(world.person)).id);
      assert.equal(only(world.sent()).text, 'For you');
      await platform.update(stored(ref), { text: 'Changed' });
      assert.equal(world.sent().at(-1)?.text, 'Changed');
    });

    it('says that a post may be there twice, and only then', async () => {
      const message = { text: 'Once more', card: cardSaying('Once more') };
      await platform.post(world.conversation, message, { deliveryId: 'delivery-1', repeat: true });
      await platform.post(world.conversation, message, { deliveryId: 'delivery-2' });
      const [repeat, usual] = world.sent();
      assert.match(`${repeat?.text} ${repeat?.card}`, /Once more.*twice/s);
      assert.match(repeat?.card ?? '', /twice/);
      assert.doesNotMatch(`${usual?.text} ${usual?.card}`, /twice/);
    });

    it('says how fast it may be called, for every call', () => {
      for (const call of ['post', 'update', 'remove', 'open'] as const) {
        const concerned = platform.limits.rates.filter(({ per, calls }) => per === 'workspace' && calls.includes(call));
        assert.ok(concerned.length > 0, call);
      }
      const rates = platform.limits.rates.flatMap((limit) => limit.rates);
      assert.ok(rates.every(({ calls, withinMs, burst = 1 }) => calls >= 1 && withinMs > 0 && burst >= 1));
    });

    for (const text of injections) {
      it(`keeps ${JSON.stringify(text)} plain words`, async () => {
        await platform.post(world.conversation, { text, card: cardSaying(text) }, { deliveryId: 'delivery-1' });
        const sent = only(world.sent());
        assert.deepEqual(sent.mentions, []);
        assert.deepEqual(sent.links, []);
        assert.equal(sent.text, text);
        const isShown = sent.card.includes(text) || sent.card.includes(withoutTags(text));
        assert.ok(isShown, `the card shows ${JSON.stringify(sent.card)}`);
      });
    }

    it('posts words far over the limit, cut rather than refused', async () => {
      const text = '🙂'.repeat(platform.limits.messageText);
      await platform.post(world.conversation, { text }, { deliveryId: 'delivery-1' });
      const sent = only(world.sent());
      assert.ok(sent.text.length <= platform.limits.messageText);
      assert.ok(sent.text.isWellFormed());
    });

    for (const { failure, code, retryAfterMs } of failures) {
      const label = failure === 'reset' ? 'a broken connection' : String(failure.status);

      it(`gives ${code} for ${label}, after one try`, async () => {
        world.fail(failure);
        await assert.rejects(platform.post(world.conversation, { text: 'x' }, { deliveryId: 'd' }), failing);
        assert.equal(world.calls(), 1);
      });

      if (failure !== 'reset' && failure.status === 404) continue;
      it(`gives ${code} for ${label} when updating, removing, opening and listing`, async () => {
        const ref = await platform.post(world.conversation, { text: 'x' }, { deliveryId: 'd' });
        const tries = [
          () => platform.update(ref, { text: 'y' }),
          () => platform.remove(ref, 'gone'),
          () => platform.members(world.conversation),
        ];
        for (const one of tries) {
          world.fail(failure);
          await assert.rejects(one(), failing);
        }
      });

      function failing(error: unknown): boolean {
        assert.ok(error instanceof PlatformError, String(error));
        assert.equal(error.code, code);
        assert.equal(error.retryAfterMs, retryAfterMs);
        assert.equal(error.retryable, code === 'rate_limited' || code === 'unavailable');
        assert.equal(error.mayHaveArrived, code === 'unavailable');
        assert.doesNotMatch(`${error.message} ${error.stack}`, /xoxb-|Bearer /);
        return true;
      }
    }

    it('works again after a failure', async () => {
      world.fail({ status: 503 });
      await assert.rejects(platform.post(world.conversation, { text: 'x' }, { deliveryId: 'd' }));
      await platform.post(world.conversation, { text: 'x' }, { deliveryId: 'd' });
      assert.equal(world.sent().length, 1);
    });

    it('posts many at once', async () => {
      const refs = await Promise.all(
        Array.from({ length: 20 }, (_, index) =>
          platform.post(world.conversation, { text: `Number ${index}` }, { deliveryId: `delivery-${index}` }),
        ),
      );
      assert.equal(new Set(refs.map(({ id }) => id)).size, 20);
    });
  });
}

function cardSaying(text: string): AdaptiveCard {
  return {
    type: 'AdaptiveCard',
    version: '1.5',
    body: [{ type: 'RichTextBlock', inlines: [{ type: 'TextRun', text }] }],
  };
}

/** In a card `<at>` is the services' own markup: where it means nobody, the tags alone may go. */
function withoutTags(text: string): string {
  return text.replace(/<\/?at\b[^<>]*>/g, '');
}

function only(sent: readonly Sent[]): Sent {
  assert.equal(sent.length, 1);
  const [first] = sent;
  assert.ok(first);
  return first;
}

/** As it comes back from a database column. */
function stored(ref: MessageRef): MessageRef {
  return JSON.parse(JSON.stringify(ref)) as MessageRef;
}

function byId<T extends { readonly id: string }>(people: readonly T[]): T[] {
  return people.toSorted((a, b) => a.id.localeCompare(b.id));
}
