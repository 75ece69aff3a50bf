import { z } from 'zod';

/*
 * What we read of an activity (https://github.com/microsoft/botframework-sdk/blob/main/specs/botframework-activity/botframework-activity.md
 * and Teams' `channelData`). Without its envelope it cannot be handled at all; anything else that has an unexpected shape
 * counts as absent.
 */

const text = z.string().optional().catch(undefined);

/** Teams' own have up to 200 characters; the database looks them up, and can do so with short ones only. */
const id = z.string().min(1).max(300);
const optionalId = id.optional().catch(undefined);

const account = z.object({
  id,
  name: text,
  aadObjectId: optionalId,
  tenantId: optionalId,
  /** `user`, `guest`, `anonymous`, `bot`; each service says it in its own field. */
  role: text,
  userRole: text,
});

const accounts = listOf(account);

const named = z.object({ id: optionalId, name: text }).optional().catch(undefined);
/** `standard`, `private` or `shared`, where it is said. */
const channel = z.object({ id: optionalId, name: text, type: text }).optional().catch(undefined);

const schema = z.object({
  type: z.string().min(1),
  channelId: z.string().min(1),
  serviceUrl: z.url(),
  from: account,
  recipient: z.object({
    id,
    name: text,
    isTargeted: z.boolean().optional().catch(undefined),
  }),
  conversation: z.object({
    id,
    name: text,
    conversationType: text,
    tenantId: optionalId,
    isGroup: z.boolean().optional().catch(undefined),
  }),
  id: optionalId,
  name: text,
  replyToId: optionalId,
  timestamp: text,
  text,
  textFormat: text,
  value: z.unknown().optional(),
  locale: text,
  localTimezone: text,
  action: text,
  /** A group chat's new name. */
  topicName: text,
  membersAdded: accounts,
  membersRemoved: accounts,
  reactionsAdded: listOf(z.object({ type: z.string().min(1) })),
  reactionsRemoved: listOf(z.object({ type: z.string().min(1) })),
  entities: listOf(
    z.object({
      type: z.string(),
      text,
      mentioned: z.object({ id: text, name: text }).optional().catch(undefined),
      timezone: text,
      locale: text,
    }),
  ),
  channelData: z
    .object({
      tenant: named,
      team: named,
      channel,
      /** What happened, of a `conversationUpdate` or a changed message: `channelRenamed`, `editMessage`. */
      eventType: text,
      settings: z.object({ selectedChannel: named }).optional().catch(undefined),
    })
    .optional()
    .catch(undefined),
});

export type Activity = z.infer<typeof schema>;
export type Account = z.infer<typeof account>;

/** The activity in a request's body, or which parts of its envelope are wrong. */
export function readActivity(body: unknown): { readonly activity: Activity } | { readonly wrong: string } {
  const read = schema.safeParse(body);
  if (read.success) return { activity: read.data };
  return { wrong: [...new Set(read.error.issues.map(({ path }) => path.join('.') || 'activity'))].join(', ') };
}

/** The organisation that it comes from; absent only where an emulator does not say. */
export function tenantOfActivity({ conversation, channelData }: Activity): string | undefined {
  return conversation.tenantId ?? channelData?.tenant?.id;
}

/** A list whose unreadable items are left out. */
function listOf<Item extends z.ZodType>(item: Item) {
  return z
    .array(z.unknown())
    .transform((items) =>
      items.flatMap((each) => {
        const read = item.safeParse(each);
        return read.success ? [read.data] : [];
      }),
    )
    .optional()
    .catch(undefined);
}

const record = z.record(z.string(), z.unknown()).catch({});

/** Whatever it is, as an object; an empty one where it is none. */
export function asRecord(value: unknown): Record<string, unknown> {
  return record.parse(value);
}

/** Absent where it could be no id of Teams. */
export function asTeamsId(value: unknown): string | undefined {
  return optionalId.parse(value);
}

export function asText(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
