import { z } from 'zod';

/*
 * The rules that Slack publishes for the manifests of apps (schema 2.0.0, https://github.com/slackapi/manifest-schema),
 * for the part of it that ours uses: whatever else is in a manifest is a mistake of ours and refused.
 */

const address = z
  .string()
  .regex(/^https:\/\//)
  .max(3000);
const names = (most: number) =>
  z.array(z.string().min(1).max(50)).max(most).refine(isUnique, { message: 'must not name anything twice' });

const shortcut = z.strictObject({
  name: z.string().min(1).max(24),
  type: z.enum(['message', 'global']),
  callback_id: z.string().min(1).max(255),
  description: z.string().min(1).max(150),
});

const command = z.strictObject({
  command: z
    .string()
    .regex(/^\/[a-z0-9_-]+$/)
    .min(2)
    .max(32),
  url: address,
  description: z.string().min(1).max(2000),
  usage_hint: z.string().min(1).max(1000),
  should_escape: z.boolean(),
});

const scopesRule = z
  .strictObject({ bot: names(255), bot_optional: names(255) })
  .refine(({ bot, bot_optional }) => bot_optional.every((scope) => bot.includes(scope)), {
    message: 'bot_optional must be among the scopes of bot',
  });

const manifest = z.strictObject({
  _metadata: z.strictObject({ major_version: z.literal(2) }),
  display_information: z.strictObject({
    name: z.string().min(1).max(35),
    description: z.string().min(1).max(140),
    long_description: z.string().min(175).max(4000),
    background_color: z.string().regex(/^#[0-9a-fA-F]{3}([0-9a-fA-F]{3})?$/),
  }),
  features: z.strictObject({
    app_home: z.strictObject({
      home_tab_enabled: z.boolean(),
      messages_tab_enabled: z.boolean(),
      messages_tab_read_only_enabled: z.boolean(),
    }),
    bot_user: z.strictObject({ display_name: z.string().min(1).max(80), always_online: z.boolean() }),
    shortcuts: z.array(shortcut).min(1).max(10).refine(areDifferent('callback_id'), { message: 'one id twice' }),
    slash_commands: z.array(command).min(1).max(50).refine(areDifferent('command'), { message: 'one command twice' }),
  }),
  oauth_config: z.strictObject({ redirect_urls: z.array(address).min(1).max(1000), scopes: scopesRule }),
  settings: z.strictObject({
    event_subscriptions: z.strictObject({ request_url: address, bot_events: names(100) }),
    interactivity: z.strictObject({ is_enabled: z.literal(true), request_url: address }),
    org_deploy_enabled: z.boolean(),
    socket_mode_enabled: z.literal(false),
    token_rotation_enabled: z.boolean(),
  }),
});

/** What Slack would refuse, each with its place; nothing where it is fine. */
export function slackComplaints(value: unknown): string[] {
  const { error } = manifest.safeParse(value);
  return (error?.issues ?? []).map(({ path, message }) => `/${path.join('/')}: ${message}`);
}

function isUnique(list: readonly string[]): boolean {
  return new Set(list).size === list.length;
}

function areDifferent<Key extends string>(key: Key) {
  return (list: readonly Readonly<Record<Key, string>>[]) => isUnique(list.map((each) => each[key]));
}
