import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { renderAsync } from '@resvg/resvg-js';
import { listFeatures, shortcuts } from '../all-features.ts';
import { AppError, codeOf, messageOf } from '../base/errors.ts';
import { toZip } from '../base/zip.ts';
import { createOrders } from '../bots/orders.ts';
import { type PackageConfig, readPackageConfig } from '../config.ts';
import { menuFor, slashCommands } from '../packages/menu.ts';
import type { Contents } from '../packages/package.ts';
import type { PackageSettings } from '../packages/settings.ts';
import { slackManifest } from '../packages/slack.ts';
import { slackComplaints } from '../packages/slack-rules.ts';
import { teamsManifest, welshFile, welshStrings } from '../packages/teams.ts';
import { localizationComplaints, teamsComplaints } from '../packages/teams-rules.ts';
import type { Environment } from '../settings/environment.ts';

/** `npm run package`: what an administrator installs, made of the settings and of what the features can do. */

export interface PackageOptions {
  /** Of the Teams app; Outloud's own by default. */
  readonly appVersion?: string;
  /** The edition that hears typed replies in channels. */
  readonly community?: boolean;
  readonly envFile?: string | false;
  /** Where the files go. */
  readonly folder?: string;
}

export interface Packages {
  /** Paths of the files, each checked against its platform's rules. */
  readonly written: readonly string[];
  /** One platform alone is enough: what is missing for the other. */
  readonly notWritten: readonly { readonly package: string; readonly because: string; readonly todo: string }[];
}

const packageFolder = fileURLToPath(new URL('../../appPackage', import.meta.url));

/** Nothing is written unless everything is valid. */
export async function writePackages(environment: Environment, options: PackageOptions = {}): Promise<Packages> {
  const config = readPackageConfig(environment, options.envFile);
  const version = options.appVersion ?? (await ownVersion());
  const settings: PackageSettings = { ...config, version, community: options.community ?? config.community };
  const contents = readContents();
  const edition = settings.community ? '-community' : '';
  const files = new Map<string, string | Uint8Array | undefined>([
    [`outloud-teams${edition}.zip`, await teamsPackage(config, { settings, contents })],
    [`outloud-slack${edition}.json`, slackPackage(settings, contents)],
    // Slack takes no picture in a manifest: it is uploaded by hand, and wants one of at least 512 pixels.
    ['outloud-icon.png', await drawIcon('color', 512)],
  ]);
  const written = await writeFiles(options.folder ?? join(packageFolder, 'build'), files);
  return { written, notWritten: config.appId === undefined ? [noTeams(edition)] : [] };
}

/** The paths of those that are there now; one without content is not. */
async function writeFiles(folder: string, files: ReadonlyMap<string, string | Uint8Array | undefined>) {
  const written: string[] = [];
  try {
    await mkdir(folder, { recursive: true });
    for (const [name, content] of files) {
      const path = join(folder, name);
      // One of before would look as if it were of now.
      if (content === undefined) await rm(path, { force: true });
      else {
        await writeFile(path, content);
        written.push(path);
      }
    }
  } catch (cause) {
    const tell = `Nothing can be written to ${folder} (${String(codeOf(cause))}). Name another folder with --to.`;
    throw new AppError(messageOf(cause), { tell, cause });
  }
  return written;
}

/** What people can type and choose, as the features say it. */
export function readContents(): Contents {
  const features = listFeatures();
  const { commands } = createOrders(features);
  return {
    commands: slashCommands(features, commands),
    direct: menuFor('direct', features, commands),
    channel: menuFor('channel', features, commands),
    shortcuts,
  };
}

interface Parts {
  readonly settings: PackageSettings;
  readonly contents: Contents;
}

async function teamsPackage({ appId }: PackageConfig, { settings, contents }: Parts): Promise<Uint8Array | undefined> {
  if (appId === undefined) return undefined;
  const app = { ...settings, appId };
  const manifest = teamsManifest(app, contents);
  const strings = welshStrings(app, contents);
  refuse('Teams', [...teamsComplaints(manifest), ...localizationComplaints(strings)]);
  return toZip({
    'manifest.json': toText(manifest),
    [manifest.icons.color]: await drawIcon('color'),
    [manifest.icons.outline]: await drawIcon('outline'),
    [welshFile]: toText(strings),
  });
}

function slackPackage(settings: PackageSettings, contents: Contents): string {
  const manifest = slackManifest(settings, contents);
  refuse('Slack', slackComplaints(manifest));
  return toText(manifest);
}

function refuse(platform: string, complaints: readonly string[]): void {
  if (complaints.length === 0) return;
  const lines = complaints.map((complaint) => `- ${complaint}`);
  throw new AppError(`the package for ${platform} is not valid`, {
    tell: [`${platform} would refuse this package, so nothing was written:`, ...lines].join('\n'),
  });
}

function noTeams(edition: string) {
  return {
    package: `outloud-teams${edition}.zip`,
    because: 'MICROSOFT_APP_ID is not set: there is no bot for Teams yet',
    todo: 'To connect Teams, make an Azure Bot (README.md says how), set MICROSOFT_APP_ID, and run this again.',
  };
}

/** The PNG of an icon, the same on every machine: it holds no text. */
export async function drawIcon(name: 'color' | 'outline', width?: number): Promise<Uint8Array> {
  const svg = await readFile(join(packageFolder, 'icons', `${name}.svg`), 'utf8');
  const picture = await renderAsync(svg, {
    font: { loadSystemFonts: false },
    ...(width && { fitTo: { mode: 'width', value: width } }),
  });
  return picture.asPng();
}

async function ownVersion(): Promise<string> {
  const text = await readFile(new URL('../../package.json', import.meta.url), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}

function toText(value: object): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
