import type { ShortcutEvent } from '../../chat/event.ts';
import type { Person } from '../../chat/person.ts';
import { type Activity, asRecord, asTeamsId, asText } from './activity.ts';
import { htmlToText } from './html-text.ts';
import { messageIdOf, personIdOf } from './ids.ts';
import { base, eventIdFor, inDialog, kindOf, refOf, workspaceOfActivity } from './origin.ts';

/** An entry of a message's menu, with the message that it was chosen on. */
export function parseShortcut(activity: Activity, receivedAt: Date): ShortcutEvent {
  const { commandId, messagePayload } = asRecord(activity.value);
  const shortcut = asText(commandId) ?? '';
  const source = sourceIn(activity, asRecord(messagePayload));
  return {
    ...base(activity, receivedAt),
    kind: 'shortcut',
    id: eventIdFor(activity, receivedAt, { kind: activity.name ?? '', content: activity.value }),
    answers: inDialog,
    shortcut,
    ...(source && { source }),
  };
}

function sourceIn(activity: Activity, payload: Record<string, unknown>): ShortcutEvent['source'] {
  const id = asTeamsId(payload.id);
  if (!id) return undefined;
  const body = asRecord(payload.body);
  const content = asText(body.content) ?? '';
  const author = authorIn(activity, payload);
  const root = asTeamsId(payload.replyToId);
  const ref = refOf(activity, id);
  return {
    text: body.contentType === 'text' ? content.trim() : htmlToText(content),
    message: root && kindOf(activity) === 'channel' ? { ...ref, thread: messageIdOf(root) } : ref,
    ...(author && { author }),
  };
}

/** In a message payload a user's id is the organisation's own id. */
function authorIn(activity: Activity, payload: Record<string, unknown>): Person | undefined {
  const workspace = workspaceOfActivity(activity);
  const { user, application } = asRecord(payload.from);
  const { id: userId, displayName, userIdentityType } = asRecord(user);
  const id = asTeamsId(userId);
  const name = asText(displayName) ?? '';
  if (id) {
    const external = userIdentityType !== undefined && userIdentityType !== 'aadUser';
    return { id: personIdOf(workspace, id), workspace, name, ...(external && { external }) };
  }
  const app = asRecord(application);
  const appId = asTeamsId(app.id);
  if (!appId) return undefined;
  return { id: personIdOf(workspace, `28:${appId}`), workspace, name: asText(app.displayName) ?? '', bot: true };
}
