import { randomBytes } from 'node:crypto';
import type { Clock } from '../../base/clock.ts';
import { asObjects, asText, type JsonObject } from '../json.ts';
import { slackBot } from '../org.ts';
import type { SlackMessage, SlackResponseUrl } from '../state.ts';
import type { Records } from '../store.ts';
import { SlackRefusal } from './errors.ts';
import { checkedContent, cut, mustSaySomething, threadOf } from './messages.ts';
import type { SlackWorkspace } from './workspace.ts';

/** Half an hour and five uses (docs.slack.dev/interactivity/handling-user-interaction). */
const lifeMs = 30 * 60 * 1000;
const mostUses = 5;

/** Addresses at which the app may answer what a person did, for a while and a few times. */
export interface ResponseUrls {
  /** The id of a new one. */
  make(to: Pick<SlackResponseUrl, 'channel' | 'person' | 'ts'>): string;
  /** Does what was posted there; refused as Slack refuses it. */
  use(id: string, body: JsonObject): void;
  /** The same for the immediate answer to a slash command. */
  answer(to: Pick<SlackResponseUrl, 'channel' | 'person' | 'ts'>, body: JsonObject): void;
}

export function createResponseUrls(records: Records, workspace: SlackWorkspace, realClock: Clock): ResponseUrls {
  function forgetExpired(): void {
    const now = realClock.now().getTime();
    for (const [id, url] of records.all('slack-response')) {
      if (url.expiresAtMs < now) records.remove('slack-response', id);
    }
  }

  function original(to: Pick<SlackResponseUrl, 'channel' | 'ts'>): SlackMessage | undefined {
    return to.ts === undefined ? undefined : workspace.message(to.channel, to.ts);
  }

  function answer(to: Pick<SlackResponseUrl, 'channel' | 'person' | 'ts'>, body: JsonObject): void {
    const acted = original(to);
    if (body.delete_original === true) {
      if (acted) workspace.remove(acted);
      return;
    }
    const blocks = Array.isArray(body.blocks) ? asObjects(body.blocks) : undefined;
    const content = checkedContent({ text: cut(asText(body.text)), blocks }, workspace.facts);
    mustSaySomething(content);
    if (body.replace_original === true && acted) {
      const { attachments: _, ...kept } = acted;
      workspace.put({ ...kept, ...content, edited: { user: slackBot.id, ts: workspace.nextTs() } });
      return;
    }
    const conversation = workspace.conversation(to.channel);
    const thread = conversation && threadOf(workspace, conversation, asText(body.thread_ts));
    workspace.put({
      channel: to.channel,
      ts: workspace.nextTs(),
      ...(thread ? { thread_ts: thread } : {}),
      user: slackBot.id,
      ...content,
      ...(body.response_type === 'in_channel' ? {} : { only_for: to.person }),
    });
  }

  return {
    make(to) {
      forgetExpired();
      const id = randomBytes(18).toString('base64url');
      records.put('slack-response', id, { ...to, uses: 0, expiresAtMs: realClock.now().getTime() + lifeMs });
      return id;
    },
    use(id, body) {
      const url = records.get('slack-response', id);
      if (!url || url.expiresAtMs < realClock.now().getTime()) throw new SlackRefusal('expired_url');
      if (url.uses >= mostUses) throw new SlackRefusal('used_url');
      answer(url, body);
      records.put('slack-response', id, { ...url, uses: url.uses + 1 });
    },
    answer,
  };
}
