import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { scopes, subscriptions } from '../../src/bots/slack/access.ts';
import { communityPermissions } from '../../src/bots/teams/access.ts';

const page = readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'packages.md'), 'utf8');
const rows = page.split('\n').filter((line) => /^\| .*`/.test(line));

describe('docs/packages.md', () => {
  it('lists every permission and event with its reason, and no other', () => {
    const wanted = [
      ...scopes.map(({ name, why, without }) => `| \`${name}\` | ${why} | ${without ?? 'it does not work'} |`),
      ...subscriptions.map(
        ({ name, why, communityOnly }) => `| ${communityOnly ? 'Slack | ' : ''}\`${name}\` | ${why} |`,
      ),
      ...communityPermissions.map(({ name, why }) => `| Teams | \`${name}\` | ${why} |`),
    ];
    assert.deepEqual(rows.toSorted(), wanted.toSorted());
  });
});
