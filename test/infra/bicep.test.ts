import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Node } from 'web-tree-sitter';
import { readConfig } from '../../src/config.ts';
import { bicepComplaints, parseBicep, readBicep, readList } from './bicep.ts';
import { knownSettings } from './settings.ts';

const file = join(import.meta.dirname, '..', '..', 'infra', 'azure', 'main.bicep');
const guid = '7d1f0a52-7f4f-4b3e-9c55-0123456789ab';

/** What stands in the settings once it is deployed. */
const values: Readonly<Record<string, string>> = {
  PUBLIC_URL: 'https://outloud-app.example.azurecontainerapps.io',
  DATABASE_URL: 'postgres://outloud@outloud.postgres.database.azure.com:5432/outloud?sslmode=verify-full',
  ENCRYPTION_KEY: Buffer.alloc(32, 1).toString('base64'),
  MICROSOFT_APP_ID: guid,
  MICROSOFT_APP_TENANT_ID: guid,
  SLACK_BOT_TOKEN: 'xoxb-1',
  PORT: '3978',
  HOST: '0.0.0.0',
  ORG_TIMEZONE: 'Europe/London',
  ORG_COUNTRY: 'GB',
  ORG_LANGUAGE: 'en',
  COMMUNITY_EDITION: 'off',
};

describe('the Bicep file for Azure', () => {
  let root: Node;
  before(async () => {
    root = await readBicep(file);
  });

  it('is valid: read by its grammar, everything described, used, declared, and no secret told', () => {
    assert.deepEqual(bicepComplaints(root), []);
  });

  for (const hasSlack of [true, false]) {
    for (const hasManagedBot of [true, false]) {
      const what = `${hasSlack ? 'with' : 'without'} Slack, ${hasManagedBot ? 'managed identity' : 'single tenant'}`;
      it(`gives Outloud settings with which it starts: ${what}`, () => {
        const settings = readList(root, 'settings', { hasSlack, hasManagedBot });
        const known = knownSettings();
        assert.deepEqual(
          settings.filter(({ name }) => !known.has(name)),
          [],
        );
        const given = settings.map(({ name }) => [name, values[name] ?? 'a value'] as const);
        const type = hasManagedBot ? 'UserAssignedMSI' : 'SingleTenant';
        const { config } = readConfig({ ...Object.fromEntries(given), MICROSOFT_APP_TYPE: type }, false);
        assert.equal(config.teams?.type, type);
        assert.equal(config.slack !== undefined, hasSlack);
        assert.ok(config.databaseUrl && config.publicUrl && config.encryptionKey);
        assert.equal(config.teams?.password, hasManagedBot ? undefined : 'a value');
      });

      it(`takes every secret from Key Vault: ${what}`, () => {
        const conditions = { hasSlack, hasManagedBot };
        const secrets = readList(root, 'secrets', conditions);
        const referred = readList(root, 'settings', conditions).flatMap(({ secretRef }) => secretRef ?? []);
        assert.deepEqual(referred.toSorted(), secrets.map(({ name }) => name).toSorted());
        assert.ok(
          secrets.every(({ keyVaultUrl = '', identity = '' }) => keyVaultUrl.endsWith('.secretUri') && identity),
        );
        const plain = readList(root, 'settings', conditions).filter(({ secretRef }) => secretRef === undefined);
        assert.deepEqual(
          plain.filter(({ name }) => /PASSWORD|SECRET|TOKEN|KEY/.test(name)),
          [],
        );
      });
    }
  }

  it('registers the bot where Outloud answers, with Teams switched on, and never lets Outloud sleep', () => {
    const text = readFileSync(file, 'utf8');
    assert.match(text, /endpoint: '\$\{address\}\/api\/messages'/);
    assert.match(text, /name: 'MsTeamsChannel'[\s\S]*isEnabled: true/);
    assert.match(text, /minReplicas: 2/);
  });
});

describe('the rules for Bicep', () => {
  const broken: readonly (readonly [string, RegExp])[] = [
    [`param a string = {\n`, /cannot be read/],
    [`@description('x')\nparam a string\n`, /a is not used/],
    [`param a string\nvar b = a\n@description('x')\noutput c string = b\n`, /a has no description/],
    [`resource r 'Microsoft.App/containerApps' = {\n  name: 'x'\n}\n`, /r has no type/],
    [`resource r 'Microsoft.App/containerApps@2025-1-1' = {\n  name: 'x'\n}\n`, /r has no type/],
    [`resource r 'Microsoft.App/apps@2025-01-01' = {\n  name: nowhere.id\n}\n`, /nothing is called nowhere/],
    [`var b = madeUp('x')\n@description('x')\noutput c string = b\n`, /nothing is called madeUp/],
    [`@description('x')\nparam apiToken string\nvar b = apiToken\n`, /apiToken is a secret and not marked/],
    [`@description('x')\n@secure()\nparam apiToken string = 'abc'\nvar b = apiToken\n`, /with a value in the file/],
    [`@description('x')\n@secure()\nparam p string\n@description('x')\noutput c string = p\n`, /c tells a secret/],
  ];
  for (const [text, complaint] of broken) {
    it(`refuse ${JSON.stringify(text.slice(0, 60))}`, async () => {
      assert.match(bicepComplaints(await parseBicep(text)).join('\n'), complaint);
    });
  }
});
