import { createHash } from 'node:crypto';
import type { FormEvent } from '../../chat/event.ts';
import { ignore, type Parsed, type ParseOptions } from './arrival.ts';
import { isObject, type JsonObject, stringOf } from './blocks/json.ts';
import { eventIdOf } from './ids.ts';
import { objectionsTo, readAnswers } from './inputs.ts';
import { readInteraction, readView } from './interaction.ts';
import { readMetadata } from './metadata.ts';
import { conversationOf } from './origin.ts';

/** `view_submission`: a form that was sent. */
export function parseSubmission(body: JsonObject, { at }: ParseOptions): Parsed {
  const from = readInteraction(body);
  if (!from || !isObject(body.view)) return ignore('a form without its sender');
  const view = readView(body.view);
  const { origin, state, inputs } = readMetadata(stringOf(body.view.private_metadata) ?? '');
  const values = isObject(body.view.state) ? body.view.state.values : undefined;
  const digest = createHash('sha256')
    .update(JSON.stringify(values ?? {}))
    .digest('base64url')
    .slice(0, 16);
  const event: FormEvent = {
    // Complaints leave view and hash as they were, so these alone would make the corrected form a repeat.
    id: eventIdOf('form', view.id, stringOf(body.view.hash) ?? '', from.triggerId ?? '', digest),
    platform: 'slack',
    workspace: from.workspace,
    at,
    person: from.person,
    ...(origin.channel !== undefined && { conversation: conversationOf(from.workspace, origin) }),
    answers: { form: true, note: origin.channel !== undefined, replace: false },
    kind: 'form',
    form: stringOf(body.view.callback_id) ?? '',
    state,
    inputs: readAnswers(values, view.blocks, inputs),
    button: 'submit',
  };
  const { workspace, user, triggerId } = from;
  const objections = objectionsTo(values, view.blocks, inputs);
  return { event, way: { from: 'submission', workspace, user, triggerId, origin, view }, objections };
}
