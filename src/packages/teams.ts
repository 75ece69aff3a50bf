import { appPermissions, communityPermissions, installScopes } from '../bots/teams/access.ts';
import type { Shortcut } from '../features/feature.ts';
import type { MenuEntry } from './menu.ts';
import type { Contents } from './package.ts';
import type { PackageSettings } from './settings.ts';
import { english, fullText, welsh, welshCommands, welshShortcuts } from './words.ts';

/*
 * The manifest of the Teams app and its Welsh twin. 1.29 is the first version with slash commands; what 1.30 adds is not
 * for bots (https://learn.microsoft.com/microsoftteams/platform/resources/schema/manifest-schema).
 */

export interface TeamsApp extends PackageSettings {
  /** The bot's application id, which is the app's id too. */
  readonly appId: string;
}

const schemaVersion = '1.29';
export const welshFile = 'cy.json';

export function teamsManifest(app: TeamsApp, { direct, channel, shortcuts }: Contents) {
  return {
    $schema: `https://developer.microsoft.com/json-schemas/teams/v${schemaVersion}/MicrosoftTeams.schema.json`,
    manifestVersion: schemaVersion,
    version: app.version,
    id: app.appId,
    localizationInfo: {
      defaultLanguageTag: 'en',
      additionalLanguages: [{ languageTag: 'cy', file: welshFile }],
    },
    developer: {
      name: app.publisher,
      websiteUrl: app.publicUrl,
      privacyUrl: app.privacyUrl,
      termsOfUseUrl: app.termsUrl,
    },
    name: { short: english.name, full: english.name },
    description: { short: english.short, full: fullText(english, app) },
    icons: { color: 'color.png', outline: 'outline.png' },
    accentColor: '#0a4a4a',
    bots: [
      {
        botId: app.appId,
        scopes: installScopes,
        supportsFiles: false,
        isNotificationOnly: false,
        // Without it there are no slash commands.
        supportsTargetedMessages: true,
        commandLists: [
          { scopes: ['personal'], commands: direct.map(toCommand) },
          { scopes: ['team', 'groupChat'], triggers: ['mention', 'slash'], commands: channel.map(toCommand) },
        ],
      },
    ],
    composeExtensions: [
      { botId: app.appId, composeExtensionType: 'botBased', commands: shortcuts.map(toExtensionCommand) },
    ],
    // Asked of an app for teams since 1.25: private and shared channels are fine.
    supportsChannelFeatures: 'tier1',
    defaultInstallScope: 'personal',
    permissions: appPermissions.map(({ name }) => name),
    ...(app.community && communityParts(app)),
  };
}

function communityParts({ appId, publicUrl }: TeamsApp) {
  const resourceSpecific = communityPermissions.map(({ name, type }) => ({ name, type }));
  // `resource` is used for nothing here, but a permission of a resource needs one.
  return {
    webApplicationInfo: { id: appId, resource: publicUrl },
    authorization: { permissions: { resourceSpecific } },
  };
}

function toCommand({ typed, says }: MenuEntry) {
  return { title: typed, description: says };
}

/** Only an action can open a form at once; a slash command of the bot arrives as a message. */
function toExtensionCommand({ id, name, says, anywhere }: Shortcut) {
  return {
    id,
    type: 'action',
    title: name,
    description: says ?? name,
    context: anywhere ? ['compose', 'message'] : ['message'],
    fetchTask: true,
    ...(anywhere && { triggers: ['slash'] }),
  };
}

/** What has no Welsh yet is left out, and Teams shows the English; a test says what is missing. */
export function welshStrings(app: TeamsApp, { direct, channel, shortcuts }: Contents): Record<string, string> {
  return {
    $schema: `https://developer.microsoft.com/json-schemas/teams/v${schemaVersion}/MicrosoftTeams.Localization.schema.json`,
    'name.short': welsh.name,
    'name.full': welsh.name,
    'description.short': welsh.short,
    'description.full': fullText(welsh, app),
    ...Object.fromEntries(
      [direct, channel].flatMap((menu, list) => menu.flatMap((each, at) => inWelsh(each, list, at))),
    ),
    ...Object.fromEntries(shortcuts.flatMap(({ id }, at) => shortcutInWelsh(id, at))),
  };
}

function inWelsh({ typed }: MenuEntry, list: number, at: number): [string, string][] {
  const says = typed === 'help' ? welsh.help : welshCommands[typed];
  return says ? [[`bots[0].commandLists[${list}].commands[${at}].description`, says]] : [];
}

function shortcutInWelsh(id: string, at: number): [string, string][] {
  const found = welshShortcuts[id];
  const key = `composeExtensions[0].commands[${at}]`;
  return found
    ? [
        [`${key}.title`, found.name],
        [`${key}.description`, found.says],
      ]
    : [];
}
