import { z } from 'zod';
import type { JsonObject } from './blocks/json.ts';

/*
 * What Bolt takes for granted of what Slack sends, and breaks over where it is otherwise. Nothing else is looked at here:
 * what a payload lacks beyond this, `parse.ts` ignores.
 */

const object = z.looseObject({});
/** Bolt looks it up in an object of its own, where some names stand for something else. */
const id = z.string().refine((text) => !(text in Object.prototype));
const team = z.looseObject({ id: id.optional(), enterprise_id: id.nullish() });

const event = z.looseObject({
  event: z.looseObject({
    type: z.string(),
    channel: z.union([z.string(), object]).optional(),
    user: z.union([z.string(), object]).optional(),
    item: object.optional(),
    subteam: object.optional(),
  }),
  team_id: id.nullish(),
  enterprise_id: id.nullish(),
  authorizations: z.array(z.looseObject({ team_id: id.nullish(), enterprise_id: id.nullish() })).nullish(),
});

const command = z.looseObject({ command: z.string().min(1), team_id: id.nullish(), enterprise_id: id.nullish() });
const action = z.looseObject({ action_id: z.string().optional(), block_id: z.string().optional() });

/** These say something to us, not about a person. */
const notice = z.looseObject({
  type: z.enum(['event_callback', 'app_rate_limited']),
  name: z.undefined().optional(),
  actions: z.undefined().optional(),
});

const interaction = z
  .looseObject({
    type: z.string(),
    user: z.looseObject({ id: z.string(), team_id: id.nullish() }),
    team: team.nullish(),
    enterprise: z.looseObject({ id: id.optional() }).nullish(),
    channel: object.optional(),
    view: z.looseObject({ callback_id: z.string().optional(), app_installed_team_id: id.nullish() }).optional(),
    actions: z.array(action).min(1).optional(),
    callback_id: z.string().optional(),
    response_urls: z.array(object).optional(),
  })
  .refine(({ type, view }) => !type.startsWith('view_') || view?.callback_id !== undefined)
  .refine(({ type, callback_id }) => !/^(?:shortcut|message_action)$/.test(type) || callback_id !== undefined);

/** Why a body cannot be handed on; nothing where it can. */
export function complaintAbout(body: JsonObject): string | undefined {
  if (body.event !== undefined) return complaint(event, body, 'The event cannot be read');
  if (body.command !== undefined) return complaint(command, body, 'The command cannot be read');
  const kind = z.union([notice, interaction]);
  return complaint(kind, body, 'This is neither an event nor a command nor an interaction');
}

function complaint(shape: z.ZodType, body: JsonObject, what: string): string | undefined {
  const { error } = shape.safeParse(body);
  if (!error) return undefined;
  const [{ path } = { path: [] }] = error.issues;
  return path.length === 0 ? `${what}.` : `${what}: ${path.join('.')} is missing or wrong.`;
}
