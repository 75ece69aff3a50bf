import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { methods, scopes, subscriptions } from '../../src/bots/slack/access.ts';
import { readContents } from '../../src/commands/package.ts';
import { slackManifest } from '../../src/packages/slack.ts';
import { slackComplaints } from '../../src/packages/slack-rules.ts';

const root = join(import.meta.dirname, '..', '..');
const adapter = globSync('src/bots/slack/**/*.ts', { cwd: root })
  .filter((file) => !file.endsWith('access.ts'))
  .map((file) => readFileSync(join(root, file), 'utf8'));

const settings = {
  publicUrl: 'https://outloud.example.org',
  publisher: 'Tarren Vale Council',
  privacyUrl: 'https://outloud.example.org',
  termsUrl: 'https://outloud.example.org',
  version: '1.2.3',
  community: false,
};

describe('the package for Slack', () => {
  it('is valid by the rules that Slack publishes', () => {
    for (const community of [false, true]) {
      assert.deepEqual(slackComplaints(slackManifest({ ...settings, community }, readContents())), []);
    }
  });

  it('is checked: each mistake that Slack refuses is found', () => {
    const manifest = slackManifest(settings, readContents());
    const { features, oauth_config: oauth, display_information: display } = manifest;
    const [command] = features.slash_commands;
    const twice = { ...features, slash_commands: [command, command] };
    const wrong: readonly (readonly [object, RegExp])[] = [
      [{ ...manifest, settings: { ...manifest.settings, socket_mode: true } }, /\/settings: .*socket_mode/],
      [{ ...manifest, display_information: { ...display, long_description: 'short' } }, /long_description/],
      [{ ...manifest, features: twice }, /one command twice/],
      [{ ...manifest, features: { ...features, slash_commands: [{ ...command, command: 'outloud' }] } }, /command: /],
      [{ ...manifest, features: { ...features, shortcuts: [] } }, /shortcuts/],
      [
        { ...manifest, oauth_config: { ...oauth, scopes: { ...oauth.scopes, bot_optional: ['admin'] } } },
        /bot_optional/,
      ],
    ];
    for (const [mistaken, found] of wrong) assert.match(slackComplaints(mistaken).join('\n'), found);
    const elsewhere = slackManifest({ ...settings, publicUrl: 'http://outloud.example.org' }, readContents());
    assert.match(slackComplaints(elsewhere).join('\n'), /request_url/);
  });
});

describe('what is asked of Slack', () => {
  it('is every method that is called, and no other', () => {
    const called = adapter.flatMap((text) => [...text.matchAll(/\.call\('([\w.]+)'/g)].map(([, name = '']) => name));
    assert.deepEqual([...new Set(called)].sort(), Object.keys(methods).sort());
  });

  it('is every event that is understood and acted on, and no other', () => {
    // Reactions are understood, but nothing is done about them: they are not asked for.
    const idle = ['reaction_added', 'reaction_removed'];
    const [parser = ''] = adapter.filter((text) => text.includes('export function parseEvent('));
    const switched = parser.slice(parser.indexOf('switch (event.type)'), parser.indexOf('default:'));
    const places = globSync('src/bots/slack/parse-place.ts', { cwd: root }).map((file) =>
      readFileSync(join(root, file), 'utf8'),
    );
    const understood = [switched, ...places]
      .flatMap((text) => [...text.matchAll(/case '(\w+)'/g)].map(([, name = '']) => name))
      .filter((name) => !idle.includes(name));
    const subscribed = subscriptions.map(({ name }) => name.replace(/^message\..*/, 'message'));
    assert.deepEqual([...new Set(subscribed)].sort(), [...new Set(understood)].sort());
  });

  it('is every scope that these need, and no other', () => {
    const known = scopes.map(({ name }) => name);
    const needed = new Set([
      'commands',
      ...Object.values(methods).flat(),
      ...subscriptions.flatMap((each) => each.scopes),
    ]);
    assert.deepEqual([...needed].sort(), [...known].sort());
  });

  it('works without what may be refused: something else then does, or a word says what is lacking', () => {
    const optional = new Set(scopes.filter(({ without }) => without).map(({ name }) => name));
    const stuck = subscriptions.filter(
      ({ scopes: any, communityOnly }) => !communityOnly && any.length > 0 && any.every((each) => optional.has(each)),
    );
    assert.deepEqual(stuck, []);
  });

  it('has a reason in plain words for each', () => {
    for (const { name, why } of [...scopes, ...subscriptions]) {
      assert.match(why, /^[A-Z].*\.$/, name);
      assert.ok(why.split(' ').length <= 25, name);
    }
  });
});
