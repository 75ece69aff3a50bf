import { scopes, subscriptions } from '../bots/slack/access.ts';
import type { SlashCommand } from './menu.ts';
import type { Contents } from './package.ts';
import type { PackageSettings } from './settings.ts';
import { english, fullText } from './words.ts';

/**
 * The manifest from which Slack makes the app (https://docs.slack.dev/reference/app-manifest). The addresses are those
 * of one Outloud; the rest is what the adapter uses, no more.
 */
export function slackManifest(settings: PackageSettings, { commands, shortcuts }: Contents) {
  const events = `${settings.publicUrl}/slack/events`;
  const { community } = settings;
  return {
    _metadata: { major_version: 2 },
    display_information: {
      name: english.name,
      description: english.short,
      long_description: fullText(english, settings),
      background_color: '#0a4a4a',
    },
    features: {
      app_home: { home_tab_enabled: true, messages_tab_enabled: true, messages_tab_read_only_enabled: false },
      bot_user: { display_name: english.name, always_online: true },
      shortcuts: shortcuts.map(({ id, name, says }) => ({
        name,
        type: 'message',
        callback_id: id,
        description: says ?? name,
      })),
      slash_commands: commands.map((each) => slashCommand(each, events)),
    },
    oauth_config: {
      // Where Slack sends the browser of whoever installs it by OAuth; who installs it by hand needs it not.
      redirect_urls: [`${settings.publicUrl}/slack/oauth_redirect`],
      // An optional one is listed in both: asked for, and possible to refuse.
      scopes: {
        bot: scopes.map(({ name }) => name),
        bot_optional: scopes.filter(({ without }) => without !== undefined).map(({ name }) => name),
      },
    },
    settings: {
      event_subscriptions: {
        request_url: events,
        bot_events: subscriptions.filter((each) => community || !each.communityOnly).map(({ name }) => name),
      },
      interactivity: { is_enabled: true, request_url: events },
      // An organisation of several workspaces can install it as a whole.
      org_deploy_enabled: true,
      socket_mode_enabled: false,
      // Cannot be turned off again, and a token that was put in by hand would end after 12 hours.
      token_rotation_enabled: false,
    },
  };
}

function slashCommand({ typed, says, words }: SlashCommand, url: string) {
  return { command: `/${typed}`, url, description: says, usage_hint: words.join(' | '), should_escape: false };
}
