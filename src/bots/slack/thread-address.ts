import type { MessageRef } from '../../chat/ids.ts';
import { slackIdOf, teamOf, workspaceOf } from './ids.ts';

/** Where Slack's own client opens a thread: beside the channel, as its addresses have it. */
export function threadAddress({ conversation, id }: MessageRef): string {
  const channel = slackIdOf(conversation);
  return `https://app.slack.com/client/${teamOf(workspaceOf(conversation))}/${channel}/thread/${channel}-${id}`;
}
