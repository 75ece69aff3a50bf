import { asId } from '../../src/base/ids.ts';
import type { Conversation } from '../../src/chat/conversation.ts';
import type { ConversationId, MessageRef, PersonId } from '../../src/chat/ids.ts';
import type { Message } from '../../src/chat/message.ts';
import type { Person } from '../../src/chat/person.ts';
import type { Abilities, Platform, PlatformError, PostOptions, RateLimit, Traces } from '../../src/chat/platform.ts';

interface Posted {
  readonly ref: MessageRef;
  readonly options: PostOptions;
  message: Message;
  gone: boolean;
}

/** A chat service in memory, for tests of the outbox: it keeps what is posted, and fails or dies as it is told. */
export interface MemoryPlatform extends Platform {
  readonly posts: Posted[];
  /** Calls in the order they came: `post`, `update`, `remove`, `openDirect`. */
  readonly calls: string[];
  /** Each call takes the next of these and throws it. */
  readonly failures: PlatformError[];
  /** A post arrives, but the answer to it is lost. */
  loseAnswer: boolean;
  texts(): string[];
}

export function createMemoryPlatform(
  abilities: Partial<Abilities> & { canFind?: boolean; rates?: readonly RateLimit[] } = {},
): MemoryPlatform {
  const posts: Posted[] = [];
  const calls: string[] = [];
  const failures: PlatformError[] = [];
  const { canFind, rates, ...others } = abilities;

  function begin(call: string): void {
    calls.push(call);
    const failure = failures.shift();
    if (failure) throw failure;
  }

  function find(ref: MessageRef): Posted | undefined {
    return posts.find((each) => each.ref.conversation === ref.conversation && each.ref.id === ref.id);
  }

  const platform: MemoryPlatform = {
    name: 'slack',
    limits: { messageText: 4_000, formTitle: 24, rates: rates ?? [] },
    posts,
    calls,
    failures,
    loseAnswer: false,
    abilities: {
      ...others,
      ...(canFind && {
        async findPost(_to: ConversationId, { deliveryId }: Traces) {
          calls.push('findPost');
          return posts.find((each) => each.options.deliveryId === deliveryId)?.ref;
        },
      }),
    },
    async post(to, message, options) {
      begin('post');
      const ref: MessageRef = { conversation: to, id: asId(`m${posts.length + 1}`) };
      posts.push({ ref, options, message, gone: false });
      if (platform.loseAnswer) {
        platform.loseAnswer = false;
        throw new Error('connection reset');
      }
      return ref;
    },
    async update(ref, message) {
      begin('update');
      const found = find(ref);
      if (found) found.message = message;
    },
    async remove(ref) {
      begin('remove');
      const found = find(ref);
      if (found) found.gone = true;
    },
    async openDirect(person: PersonId): Promise<Conversation> {
      begin('openDirect');
      return { id: asId(`${person}:direct`), workspace: asId('slack:T1'), kind: 'direct' };
    },
    async members(): Promise<Person[]> {
      return [];
    },
    async ready() {},
    texts: () => posts.filter((each) => !each.gone).map((each) => each.message.text),
  };
  return platform;
}
