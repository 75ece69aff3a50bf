import assert from 'node:assert/strict';
import { drawIcon, readContents } from '../../src/commands/package.ts';
import { mostInMenu } from '../../src/packages/menu.ts';
import { type TeamsApp, teamsManifest, welshStrings } from '../../src/packages/teams.ts';
import { localizationComplaints, teamsComplaints } from '../../src/packages/teams-rules.ts';
import { english, fullText, welsh } from '../../src/packages/words.ts';

const contents = readContents();
const app: TeamsApp = {
  appId: '7d1f0a52-7f4f-4b3e-9c55-0123456789ab',
  publicUrl: 'https://outloud.example.org',
  publisher: 'Tarren Vale Council',
  privacyUrl: 'https://outloud.example.org/privacy',
  termsUrl: 'https://outloud.example.org/terms',
  version: '1.2.3',
  community: false,
};

describe('the package for Teams', () => {
  for (const community of [false, true]) {
    it(`is valid by Microsoft's schemas${community ? ', the community edition too' : ''}`, () => {
      const edition = { ...app, community };
      assert.deepEqual(teamsComplaints(teamsManifest(edition, contents)), []);
      assert.deepEqual(localizationComplaints(welshStrings(edition, contents)), []);
    });
  }

  it('is checked: each mistake that Teams refuses is found', () => {
    const manifest = teamsManifest(app, contents);
    const [bot] = manifest.bots;
    const wrong: readonly (readonly [object, RegExp])[] = [
      [{ ...manifest, packageName: 'org.example' }, /additional properties/],
      [{ ...manifest, id: 'outloud' }, /\/id: /],
      [{ ...manifest, version: '1.0' }, /\/version: /],
      [{ ...manifest, accentColor: 'teal' }, /\/accentColor: /],
      [{ ...manifest, supportsChannelFeatures: undefined }, /\/supportsChannelFeatures: /],
      [{ ...manifest, developer: { ...manifest.developer, name: 'x'.repeat(33) } }, /\/developer\/name: /],
      [{ ...manifest, bots: [{ ...bot, supportsTargetedMessages: false }] }, /supportsTargetedMessages/],
      [{ ...manifest, bots: [{ ...bot, scopes: ['everywhere'] }] }, /\/bots\/0\/scopes/],
      [{ ...manifest, authorization: { permissions: {} } }, /\/webApplicationInfo: /],
    ];
    for (const [mistaken, found] of wrong) assert.match(teamsComplaints(mistaken).join('\n'), found);
    assert.match(localizationComplaints({ 'name.short': '' }).join('\n'), /name\.short/);
  });

  it('shows no more commands than every client shows', () => {
    for (const menu of [contents.direct, contents.channel]) {
      assert.ok(menu.length <= mostInMenu);
      assert.equal(menu.at(-1)?.typed, 'help');
    }
  });

  it('has every string in Welsh as well', () => {
    const manifest = teamsManifest(app, contents);
    const strings = welshStrings(app, contents);
    const commands = manifest.bots.flatMap(({ commandLists }) =>
      commandLists.flatMap((list, at) =>
        list.commands.map((each, index) => [`bots[0].commandLists[${at}].commands[${index}].description`, each.title]),
      ),
    );
    const actions = manifest.composeExtensions.flatMap(({ commands: all }) =>
      all.map(({ id }, index) => [`composeExtensions[0].commands[${index}].title`, id]),
    );
    const missing = [...commands, ...actions].filter(([key = '']) => !strings[key]).map(([, name]) => name);
    assert.deepEqual(missing, [], 'add them to src/packages/words.ts');
    // What people type stays as it is: the bot understands no other words.
    assert.deepEqual(
      Object.keys(strings).filter((key) => key.startsWith('bots') && key.endsWith('title')),
      [],
    );
  });

  it('speaks plainly: short sentences, no exclamation marks', () => {
    for (const words of [english, welsh]) {
      for (const community of [false, true]) {
        const text = fullText(words, { community, publicUrl: 'https://outloud.example.org' });
        assert.doesNotMatch(text, /!/);
        const sentences = text.split(/(?<=[.:])\s+/);
        assert.deepEqual(
          sentences.filter((each) => each.split(/\s+/).length > 25),
          [],
        );
      }
    }
  });

  it('has icons of the sizes that Teams wants; the outline is white on nothing', async () => {
    const [color, outline] = [await drawIcon('color'), await drawIcon('outline')];
    assert.deepEqual(sizeOf(color), [192, 192]);
    assert.deepEqual(sizeOf(outline), [32, 32]);
    assert.deepEqual(Buffer.from(await drawIcon('color')), Buffer.from(color));
    const pixels = await pixelsOf('outline');
    const seen = pixels.filter(([, , , alpha = 0]) => alpha > 0);
    assert.ok(seen.length > 100 && seen.length < pixels.length / 2);
    assert.ok(seen.every(([red, green, blue, alpha = 0]) => red === alpha && green === alpha && blue === alpha));
    assert.ok((await pixelsOf('color')).every(([, , , alpha]) => alpha === 255));
  });
});

/** https://www.w3.org/TR/png-3/#11IHDR */
function sizeOf(png: Uint8Array): [number, number] {
  const buffer = Buffer.from(png);
  return [buffer.readUInt32BE(16), buffer.readUInt32BE(20)];
}

/** Red, green, blue and alpha, the colours multiplied by alpha. */
async function pixelsOf(name: 'color' | 'outline'): Promise<number[][]> {
  const { Resvg } = await import('@resvg/resvg-js');
  const { readFile } = await import('node:fs/promises');
  const svg = await readFile(new URL(`../../appPackage/icons/${name}.svg`, import.meta.url), 'utf8');
  const { pixels } = new Resvg(svg).render();
  return Array.from({ length: pixels.length / 4 }, (_, at) => [...pixels.subarray(at * 4, at * 4 + 4)]);
}
