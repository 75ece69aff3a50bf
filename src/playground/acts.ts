import { z } from 'zod';

/*
 * What a person does on the page. The page sends one of these; the local service makes of it the request that the
 * real one would send.
 */

const text = z.string().max(100_000);
const id = z.string().min(1).max(300);
const json = z.record(z.string(), z.unknown());
const use = { action_id: text, block_id: text, selected: z.unknown().optional(), state: json.optional() };

/** What a channel becomes, or who comes into it (`who`, with `add`). */
const changeChannel = z.object({
  do: z.literal('change-channel'),
  channel: id,
  change: z.enum(['make-private', 'make-open', 'share', 'unshare', 'archive', 'unarchive', 'add']),
  who: id.optional(),
});

const slackAct = z.discriminatedUnion('do', [
  z.object({ do: z.literal('say'), channel: id, text, thread_ts: id.optional() }),
  z.object({ do: z.literal('command'), channel: id, text }),
  z.object({ do: z.literal('press'), channel: id, ts: id, ...use }),
  z.object({ do: z.literal('press-view'), view_id: id, ...use }),
  z.object({ do: z.literal('submit-view'), view_id: id, state: json.optional() }),
  z.object({ do: z.literal('close-view'), view_id: id }),
  z.object({ do: z.literal('shortcut'), callback_id: id, channel: id, ts: id }),
  z.object({ do: z.literal('home') }),
  changeChannel,
]);

const teamsAct = z.discriminatedUnion('do', [
  z.object({ do: z.literal('say'), conversation: id, text, root: id.optional() }),
  z.object({ do: z.literal('execute'), conversation: id, message: id, action: json, inputs: json.optional() }),
  z.object({ do: z.literal('submit'), conversation: id, message: id, action: json, inputs: json.optional() }),
  z.object({ do: z.literal('submit-dialog'), action: json, inputs: json.optional() }),
  z.object({ do: z.literal('close-dialog') }),
  z.object({ do: z.literal('extension'), commandId: id, conversation: id, message: id }),
  changeChannel,
]);

const act = z.union([
  z.object({ platform: z.literal('slack'), as: id }).and(slackAct),
  z.object({ platform: z.literal('teams'), as: id }).and(teamsAct),
]);

export type SlackAct = z.infer<typeof slackAct>;
export type TeamsAct = z.infer<typeof teamsAct>;
export type SlackActOf<Do extends SlackAct['do']> = Extract<SlackAct, { do: Do }>;
export type TeamsActOf<Do extends TeamsAct['do']> = Extract<TeamsAct, { do: Do }>;
export type Act = z.infer<typeof act>;

/** What the person is told: a complaint as plain text, what the app said in its answer as `said`; often nothing. */
export type Tell = string | { readonly said: string } | undefined;

export function parseAct(value: unknown): Act | undefined {
  const parsed = act.safeParse(value);
  return parsed.success ? parsed.data : undefined;
}
