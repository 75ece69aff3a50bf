import type { MessageRef } from '../../chat/ids.ts';
import { teamsIdOf, tenantOf, workspaceOf } from './ids.ts';

/**
 * Where Teams opens a message's thread. The team's own id belongs in it too, but a bot is not told it; Teams finds the
 * channel without (https://learn.microsoft.com/microsoftteams/platform/concepts/build-and-test/deep-link-teams).
 */
export function threadAddress({ conversation, id }: MessageRef): string {
  const channel = encodeURIComponent(teamsIdOf(conversation));
  const query = new URLSearchParams({
    tenantId: tenantOf(workspaceOf(conversation)),
    parentMessageId: id,
    createdTime: id,
  });
  return `https://teams.microsoft.com/l/message/${channel}/${encodeURIComponent(id)}?${query}`;
}
