import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Component, licencesOf, writeInventory } from '../../src/commands/sbom.ts';

const root = join(import.meta.dirname, '..', '..');
const json = async (file: string) => JSON.parse(await readFile(join(root, file), 'utf8'));
const made = (licenses: Component['licenses']): Component => ({
  name: 'a',
  version: '1.0.0',
  licenses,
  properties: [],
});

describe('npm run sbom', function () {
  this.timeout(60_000);

  it('lists every package that Outloud runs on, none under a licence that nobody allowed', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'outloud-sbom-'));
    try {
      const { written, licences } = await writeInventory(folder);
      assert.deepEqual(
        written,
        ['outloud.cdx.json', 'licences.csv'].map((name) => join(folder, name)),
      );
      assert.ok((licences.MIT ?? 0) > 100);
      const { components } = JSON.parse(await readFile(join(folder, 'outloud.cdx.json'), 'utf8')) as {
        components: { name: string; version: string }[];
      };
      const listed = new Set(components.map(({ name, version }) => `${name}@${version}`));
      const { dependencies, devDependencies } = await json('package.json');
      for (const [name, version] of Object.entries(dependencies))
        assert.ok(listed.has(`${name}@${String(version)}`), name);
      assert.ok(!listed.has(`mocha@${devDependencies.mocha}`));
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });

  it('allows what is on the list, in every way of writing it', () => {
    const fine = ['MIT', '(MIT OR GPL-3.0-only)', 'ISC AND CC-BY-3.0'];
    for (const expression of fine) assert.equal(licencesOf([made([{ expression }])])[0]?.allowed, true, expression);
    assert.equal(licencesOf([made([{ license: { id: 'ISC' } }, { license: { id: 'MIT' } }])])[0]?.allowed, true);
  });

  it('refuses what is not, and what nobody can know', () => {
    const wrong = ['AGPL-3.0-only', 'MIT AND GPL-3.0-only', 'SEE LICENSE IN LICENSE.txt', 'UNLICENSED', ''];
    for (const expression of wrong) assert.equal(licencesOf([made([{ expression }])])[0]?.allowed, false, expression);
    assert.equal(licencesOf([made([])])[0]?.allowed, false);
  });
});

describe('docs/dependencies.md', () => {
  it('has a reason for every override, and none for what is not overridden', async () => {
    const { overrides } = (await json('package.json')) as {
      overrides: Record<string, string | Record<string, string>>;
    };
    const named = Object.entries(overrides).flatMap(([name, value]) =>
      typeof value === 'string'
        ? [`${name} ${value}`]
        : Object.entries(value).map(([inner, to]) => `${name} > ${inner} ${to}`),
    );
    const page = await readFile(join(root, 'docs', 'dependencies.md'), 'utf8');
    const rows = [...page.matchAll(/^\| `([^`]+)` \| ([^|]+) \|$/gm)];
    assert.deepEqual(new Set(rows.map(([, name]) => name)), new Set(named));
    assert.ok(rows.every(([, , why = '']) => why.length > 40));
  });

  it('is kept by what is installed: no version with the hole is left', async () => {
    const { packages } = (await json('package-lock.json')) as { packages: Record<string, { version?: string }> };
    const versions = Object.entries(packages)
      .filter(([path]) => path.endsWith('node_modules/uuid'))
      .map(([, { version }]) => version);
    assert.deepEqual(versions, ['11.1.1']);
  });
});
