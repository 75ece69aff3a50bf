import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { strFromU8, unzipSync } from 'fflate';
import { listFeatures, shortcuts } from '../../src/all-features.ts';
import { createOrders } from '../../src/bots/orders.ts';
import { type PackageOptions, type Packages, writePackages } from '../../src/commands/package.ts';
import { ConfigError } from '../../src/config.ts';
import type { Environment } from '../../src/settings/environment.ts';
import { outloud } from '../support/outloud.ts';

const appId = '7D1F0A52-7F4F-4B3E-9C55-0123456789AB';
const settings = { PUBLIC_URL: 'https://outloud.example.org/', MICROSOFT_APP_ID: appId };

interface TeamsManifest {
  readonly version: string;
  readonly id: string;
  readonly developer: Readonly<Record<string, string>>;
  readonly description: { readonly full: string };
  readonly bots: readonly {
    readonly scopes: readonly string[];
    readonly commandLists: readonly { readonly commands: readonly { readonly title: string }[] }[];
  }[];
  readonly composeExtensions: readonly { readonly commands: readonly { readonly id: string }[] }[];
  readonly authorization?: object;
}

interface SlackManifest {
  readonly display_information: { readonly long_description: string };
  readonly features: {
    readonly slash_commands: readonly { readonly command: string; readonly url: string }[];
    readonly shortcuts: readonly { readonly callback_id: string }[];
  };
  readonly settings: { readonly event_subscriptions: { readonly bot_events: readonly string[] } };
}

describe('npm run package', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'outloud-package-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const write = (environment: Environment, options: PackageOptions = {}) =>
    writePackages(environment, { envFile: false, folder, ...options });
  const unzip = async (name = 'outloud-teams.zip') => unzipSync(await readFile(join(folder, name)));
  const teams = async (name?: string) =>
    JSON.parse(strFromU8((await unzip(name))['manifest.json'] ?? new Uint8Array())) as TeamsManifest;
  const slack = async (name = 'outloud-slack.json') =>
    JSON.parse(await readFile(join(folder, name), 'utf8')) as SlackManifest;

  async function complaints(environment: Environment): Promise<string[]> {
    const failed = await write(environment).catch((error: unknown) => error);
    assert.ok(failed instanceof ConfigError);
    assert.match(failed.tell, /^The packages cannot be made/);
    assert.deepEqual(await readdir(folder), []);
    return failed.complaints.map(({ variable }) => variable);
  }

  it('writes both from one set of settings', async () => {
    const { written, notWritten } = await write(settings);
    assert.deepEqual(notWritten, []);
    assert.deepEqual(
      written,
      ['outloud-teams.zip', 'outloud-slack.json', 'outloud-icon.png'].map((name) => join(folder, name)),
    );
    assert.deepEqual(Object.keys(await unzip()), ['manifest.json', 'color.png', 'outline.png', 'cy.json']);
    const { id, developer } = await teams();
    assert.equal(id, appId.toLowerCase());
    assert.equal(developer.websiteUrl, 'https://outloud.example.org');
    const [command] = (await slack()).features.slash_commands;
    assert.equal(command?.url, 'https://outloud.example.org/slack/events');
  });

  it('lists what the features understand, and nothing else', async () => {
    await write(settings);
    const { commands } = createOrders(listFeatures());
    const { features } = await slack();
    assert.deepEqual(
      features.slash_commands.map(({ command }) => command),
      commands.map((command) => `/${command}`),
    );
    const handled = listFeatures().flatMap((feature) => Object.keys(feature.shortcuts ?? {}));
    const listed = features.shortcuts.map((each) => each.callback_id);
    assert.deepEqual([...listed].sort(), [...handled].sort());
    const manifest = await teams();
    assert.deepEqual(
      manifest.composeExtensions[0]?.commands.map(({ id }) => id),
      shortcuts.map(({ id }) => id),
    );
    const words = new Set([
      'help',
      ...commands,
      ...listFeatures().flatMap((each) => (each.words ?? []).map(({ word }) => word)),
    ]);
    const titles = manifest.bots[0]?.commandLists.flatMap((list) => list.commands.map(({ title }) => title)) ?? [];
    assert.ok(titles.length > 10);
    assert.deepEqual(
      titles.filter((title) => !words.has(title)),
      [],
    );
  });

  it('makes the same bytes of the same settings, in any time zone', async () => {
    const zone = process.env.TZ;
    const hashes = new Set<string>();
    try {
      for (const TZ of ['Pacific/Kiritimati', 'America/St_Johns']) {
        process.env.TZ = TZ;
        await write(settings);
        for (const name of ['outloud-teams.zip', 'outloud-slack.json']) {
          hashes.add(
            createHash('sha256')
              .update(await readFile(join(folder, name)))
              .digest('hex'),
          );
        }
      }
    } finally {
      if (zone === undefined) delete process.env.TZ;
      else process.env.TZ = zone;
    }
    assert.equal(hashes.size, 2);
  });

  it('asks for every message of a channel only in the edition that says so', async () => {
    await write(settings);
    await write(settings, { community: true });
    const [ordinary, community] = [await teams(), await teams('outloud-teams-community.zip')];
    assert.equal(ordinary.authorization, undefined);
    assert.match(JSON.stringify(community.authorization), /"ChannelMessage\.Read\.Group"/);
    assert.match(community.description.full, /receives every message/);
    assert.doesNotMatch(ordinary.description.full, /receives every message/);
    const heard = ({ settings: { event_subscriptions } }: SlackManifest) => event_subscriptions.bot_events;
    assert.ok(!heard(await slack()).includes('message.channels'));
    const outspoken = await slack('outloud-slack-community.json');
    assert.ok(heard(outspoken).includes('message.channels'));
    assert.match(outspoken.display_information.long_description, /receives every message/);
    await write({ ...settings, COMMUNITY_EDITION: 'on' });
    assert.deepEqual(await slack('outloud-slack-community.json'), outspoken);
  });

  it('writes for Slack alone while there is no bot for Teams, and leaves no old package lying', async () => {
    await writeFile(join(folder, 'outloud-teams.zip'), 'of before');
    const { written, notWritten } = await write({ PUBLIC_URL: settings.PUBLIC_URL });
    assert.deepEqual(
      written,
      ['outloud-slack.json', 'outloud-icon.png'].map((name) => join(folder, name)),
    );
    assert.deepEqual((await readdir(folder)).sort(), ['outloud-icon.png', 'outloud-slack.json']);
    assert.match(notWritten[0]?.todo ?? '', /MICROSOFT_APP_ID/);
  });

  it('needs no token and no secret: they come after the package', async () => {
    await write({ ...settings, SLACK_SIGNING_SECRET: 'half set up', LOG_LEVEL: 'nonsense' });
    const text = await readFile(join(folder, 'outloud-slack.json'), 'utf8');
    assert.doesNotMatch(text, /half set up/);
  });

  it('refuses settings that no package can be made of, all at once, and writes nothing', async () => {
    assert.deepEqual(await complaints({}), ['PUBLIC_URL']);
    assert.deepEqual(await complaints({ PUBLIC_URL: 'http://127.0.0.1:3978' }), ['PUBLIC_URL']);
    assert.deepEqual(await complaints({ PUBLIC_URL: 'https://localhost' }), ['PUBLIC_URL']);
    assert.deepEqual(await complaints({ PUBLIC_URL: 'https://a.example/?x=1' }), ['PUBLIC_URL']);
    assert.deepEqual(await complaints({ PUBLIC_URL: 'outloud.example.org' }), ['PUBLIC_URL']);
    assert.deepEqual(await complaints({ ...settings, MICROSOFT_APP_ID: 'my bot' }), ['MICROSOFT_APP_ID']);
    const { MICROSOFT_APP_ID: _, ...rest } = settings;
    assert.deepEqual(await complaints({ ...rest, MICROSOFT_APP_TENANT_ID: appId }), ['MICROSOFT_APP_ID']);
    const many = { PUBLISHER_NAME: 'x'.repeat(33), PRIVACY_URL: 'http://a.example', TERMS_URL: 'none' };
    assert.deepEqual((await complaints(many)).sort(), ['PRIVACY_URL', 'PUBLIC_URL', 'PUBLISHER_NAME', 'TERMS_URL']);
  });

  it('takes a version of its own, and refuses what is none', async () => {
    await write(settings, { appVersion: '2.10.0' });
    assert.equal((await teams()).version, '2.10.0');
    const failed = write(settings, { appVersion: '2.10' });
    await assert.rejects(failed, { tell: /Teams would refuse.*\n- \/version: must be three numbers/ });
  });

  it('writes to another folder, where its own is not to be written to, and says so where neither is', async () => {
    const { code, out } = await outloud(['package', '--to', join(folder, 'new')], { env: settings });
    assert.equal(code, 0);
    assert.equal((JSON.parse(out) as Packages).written[0], join(folder, 'new', 'outloud-teams.zip'));
    assert.equal((await readdir(join(folder, 'new'))).length, 3);
    const file = join(folder, 'new', 'outloud-teams.zip');
    const failed = await outloud(['package', '--to', join(file, 'in-a-file')], { env: settings });
    assert.deepEqual([failed.code, failed.out], [1, '']);
    assert.match(failed.complaint, /^Nothing can be written to .*in-a-file \(ENOTDIR\)\. Name another .* --to\.\n$/);
  });
});
