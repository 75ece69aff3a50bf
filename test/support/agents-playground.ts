import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/*
 * Microsoft's own local Teams client (https://github.com/OfficeDev/microsoft-365-agents-playground) as a child process,
 * and the HTTP and WebSocket surface that its page uses, so that tests can do what the page does.
 */

// biome-ignore lint/suspicious/noExplicitAny: what another program shows is looked into as it came.
type Loose = any;

/** A message as it stands there now. */
export interface Shown {
  readonly id: string;
  readonly conversation: string;
  readonly text?: string;
  readonly card?: Loose;
}

export interface AgentsPlayground {
  readonly address: string;
  /** The chat of its user with the app. */
  readonly personal: string;
  /** Its team's first channel. */
  readonly general: string;
  /** What the app has posted, oldest first. */
  readonly messages: readonly Shown[];
  /** Opens a conversation, which adds the app to it, as its page does. */
  install(conversation: string): Promise<void>;
  say(conversation: string, text: string): Promise<void>;
  /** In a channel, to the app, as a new post; gives the post's own conversation. */
  mention(channel: string, text: string): Promise<string>;
  /** A button of a card with what stands in the inputs; gives the card, or the words, that are the answer. */
  press(message: Shown, title: string, inputs?: Readonly<Record<string, string>>): Promise<Loose>;
  /** Sends an `Action.Execute` that no card holds; for the dialogs that it lacks. */
  execute(message: Shown, action: { verb: string; data: object }): Promise<Loose>;
  /** The newest message in which this stands, now or as soon as it does. */
  until(pattern: RegExp, conversation?: string): Promise<Shown>;
  close(): Promise<void>;
}

const cli = join(
  dirname(createRequire(import.meta.url).resolve('@microsoft/m365agentsplayground/package.json')),
  'cli.js',
);
const user = 'user-id-0';
const bot = { id: '00000000-0000-0000-0000-00000000000011', name: 'Test Bot' };
const patienceMs = 20_000;

export async function startAgentsPlayground(endpoint: string): Promise<AgentsPlayground> {
  const folder = await mkdtemp(join(tmpdir(), 'outloud-agents-playground-'));
  const personal = 'personal-chat';
  const child = spawn(
    process.execPath,
    [cli, 'start', '-e', endpoint, '-c', 'msteams', '-p', '0', '--conversation-id', personal, '--disable-telemetry'],
    {
      cwd: folder,
      env: { PATH: process.env.PATH, HOME: folder, TEAMSAPPTESTER_BROWSER: 'none' },
      stdio: ['ignore', 'pipe', 'inherit'],
      detached: true,
    },
  );
  const ended = once(child, 'exit');
  const endNow = () => endGroup(child);
  // It is in a group of its own, which Ctrl-C does not reach.
  process.once('exit', endNow);
  const end = async () => {
    endNow();
    await ended;
    process.off('exit', endNow);
    await rm(folder, { recursive: true, force: true });
  };
  try {
    const address = `http://127.0.0.1:${await portOf(child)}`;
    const stream = new WebSocket(`${address.replace('http', 'ws')}/_ws_conversation/v1/conversations/stream`);
    await once(stream, 'open');
    const { messages, until } = follow(stream);
    const close = async () => {
      stream.close();
      await end();
    };
    return { address, personal, general: 'team-id', messages, until, ...createUser(address), close };
  } catch (error) {
    await end();
    throw error;
  }
}

/** Its output is read to the end, else it would die of writing. */
async function portOf(child: ChildProcess): Promise<string> {
  let said = '';
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  child.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
    said += chunk;
    const [, port] = /Listening on (\d+)/.exec(said) ?? [];
    if (port) resolve(port);
  });
  child.once('exit', () => reject(new Error(`the Agents Playground ended before it was ready: ${said}`)));
  return promise;
}

function endGroup(child: ChildProcess): void {
  const isRunning = child.exitCode === null && child.signalCode === null;
  if (isRunning && child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
}

/** What the stream tells, kept as it stands now. */
function follow(stream: WebSocket): Pick<AgentsPlayground, 'messages' | 'until'> {
  const messages: Shown[] = [];
  const news = new EventTarget();
  stream.addEventListener('message', ({ data }) => {
    const { action, actionConversationId, message } = JSON.parse(String(data));
    if (!message || message.from.id !== bot.id) return;
    const { messageId: id, postConversationId, text, attachments = [] } = message;
    const known = messages.findIndex((each) => each.id === id);
    const conversation = messages[known]?.conversation ?? postConversationId ?? actionConversationId;
    const shown = { id, conversation, ...(text && { text }), ...(attachments[0] && { card: attachments[0].content }) };
    if (action === 'updateMessage' && known >= 0) messages[known] = shown;
    else messages.push(shown);
    news.dispatchEvent(new Event('news'));
  });

  function find(pattern: RegExp, conversation: string | undefined): Shown | undefined {
    const here = messages.filter((each) => conversation === undefined || each.conversation.startsWith(conversation));
    return here.findLast((each) => pattern.test(wordsIn(each)));
  }

  async function until(pattern: RegExp, conversation?: string): Promise<Shown> {
    const timeUp = AbortSignal.timeout(patienceMs);
    for (;;) {
      const found = find(pattern, conversation);
      if (found) return found;
      await once(news, 'news', { signal: timeUp }).catch(() =>
        assert.fail(`never came: ${pattern}; last came: ${wordsIn(messages.at(-1))}`),
      );
    }
  }

  return { messages, until };
}

/** Its user's part of the surface. */
function createUser(address: string): Pick<AgentsPlayground, 'install' | 'say' | 'mention' | 'press' | 'execute'> {
  async function post(path: string, body: object): Promise<Loose> {
    const answer = await fetch(`${address}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    const text = await answer.text();
    assert.equal(answer.status, 200, text);
    return text && JSON.parse(text);
  }

  async function execute(message: Shown, action: { verb: string; data: object }): Promise<Loose> {
    const { value } = await post('/_conversation/v1/invoke', {
      name: 'adaptiveCard/action',
      value: { action: { type: 'Action.Execute', ...action } },
      from: { id: user },
      conversation: { id: message.conversation },
      replyToId: message.id,
    });
    return value;
  }

  const messagesOf = (conversation: string) => `/_conversation/v1/conversations/${conversation}/messages`;
  const plain = { type: 'text', textFormat: 'plain', from: { id: user } };

  return {
    execute,
    async install(conversation) {
      await post(`/_debug/conversation/${conversation}/installation`, {});
    },
    async say(conversation, text) {
      await post(messagesOf(conversation), { ...plain, text });
    },
    async mention(channel, text) {
      const mentioned = `<at>${bot.name}</at>`;
      const mentions = [{ mentioned: bot, text: mentioned }];
      const sent = await post(messagesOf(channel), { ...plain, text: `${mentioned} ${text}`, mentions });
      return sent.postConversationId;
    },
    async press(message, title, inputs = {}) {
      const action = actionsIn(message.card).find((each) => each.title === title);
      assert.ok(action, `no button [${title}] in: ${wordsIn(message)}`);
      return execute(message, { verb: action.verb, data: { ...action.data, ...inputs } });
    },
  };
}

function actionsIn(node: Loose): Loose[] {
  if (typeof node !== 'object' || node === null) return [];
  const here = node.type === 'Action.Execute' ? [node] : [];
  return [...here, ...Object.values(node).flatMap(actionsIn)];
}

/** All that can be read in it. */
export function wordsIn(shown: unknown): string {
  if (typeof shown !== 'object' || shown === null) return '';
  return Object.entries(shown)
    .flatMap(([key, value]) => {
      if (typeof value === 'string')
        return ['text', 'title', 'label', 'value', 'errorMessage'].includes(key) ? [value] : [];
      return key === 'fallback' ? [] : [wordsIn(value)];
    })
    .filter((words) => words !== '')
    .join(' ');
}
