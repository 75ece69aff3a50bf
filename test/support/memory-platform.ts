import { asId } from '../../src/base/ids.ts';
import type { Conversation } from '../../src/chat/conversation.ts';
import type { ConversationId, MessageRef, PersonId } from '../../src/chat/ids.ts';
import type { Message } from '../../src/chat/message.ts';
import type { Person } from '../../src/chat/person.ts';
import type { Abilities, Platform, PlatformError, PostOptions, RateLimit, Traces } from '../../src/chat/platform.ts';

interface Posted {
  ref: MessageRef;
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
  /** Called with where a post goes, before it arrives; the post waits for it. */
  onPost: (to: string) => unknown;
  /** A conversation gets another id, under which its messages stand from now on. */
  rename(from: ConversationId, to: ConversationId): void;
  texts(): string[];
}

export function createMemoryPlatform(
  abilities: Partial<Abilities> & { canFind?: boolean; postsDirect?: boolean; rates?: readonly RateLimit[] } = {},
): MemoryPlatform {
  const posts: Posted[] = [];
  const calls: string[] = [];
  const failures: PlatformError[] = [];
  const { canFind, postsDirect, rates, ...others } = abilities;

  function begin(call: string): void {
    calls.push(call);
    const failure = failures.shift();
    if (failure) throw failure;
  }

  function find(ref: MessageRef): Posted | undefined {
    return posts.find((each) => each.ref.conversation === ref.conversation && each.ref.id === ref.id);
  }

  async function arrive(to: ConversationId, message: Message, options: PostOptions): Promise<MessageRef> {
    await platform.onPost(to);
    const ref: MessageRef = { conversation: to, id: asId(`m${posts.length + 1}`) };
    posts.push({ ref, options, message, gone: false });
    if (!platform.loseAnswer) return ref;
    platform.loseAnswer = false;
    throw new Error('connection reset');
  }

  function directOf(person: PersonId): ConversationId {
    return asId(`${person}:direct`);
  }

  const platform: MemoryPlatform = {
    name: 'slack',
    limits: { messageText: 4_000, formTitle: 24, rates: rates ?? [] },
    posts,
    calls,
    failures,
    loseAnswer: false,
    onPost() {},
    abilities: {
      ...others,
      ...(postsDirect && {
        async postDirect(person: PersonId, message: Message, options: PostOptions) {
          begin('postDirect');
          return arrive(directOf(person), message, options);
        },
      }),
      ...(canFind && {
        async findPost(_to: ConversationId, { deliveryId }: Traces) {
          calls.push('findPost');
          return posts.find((each) => each.options.deliveryId === deliveryId)?.ref;
        },
      }),
    },
    async post(to, message, options) {
      begin('post');
      return arrive(to, message, options);
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
      return { id: directOf(person), workspace: asId('slack:T1'), kind: 'direct' };
    },
    async members(): Promise<Person[]> {
      return [];
    },
    async ready() {},
    rename(from, to) {
      for (const each of posts) if (each.ref.conversation === from) each.ref = { ...each.ref, conversation: to };
    },
    texts: () => posts.filter((each) => !each.gone).map((each) => each.message.text),
  };
  return platform;
}
