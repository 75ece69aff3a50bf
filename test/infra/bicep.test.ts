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
  ENCRYPTION_OTHER_KEYS: Buffer.alloc(32, 2).toString('base64'),
  TEAMS_ALLOWED_TENANTS: guid,
  SLACK_BOT_TOKEN: 'xoxb-1',
  SLACK_CLIENT_ID: '1234.5678',
  SLACK_ALLOWED_WORKSPACES: 'T012AB3C4',
  PRIVACY_URL: 'https://www.example.org/privacy',
  DATA_CONTACT: 'data.protection@example.org',
  LOG_LEVEL: 'info',
  PORT: '3978',
  HOST: '0.0.0.0',
  ORG_TIMEZONE: 'Europe/London',
  ORG_COUNTRY: 'GB',
  ORG_LANGUAGE: 'en',
  COMMUNITY_EDITION: 'off',
};

/** Settings that cannot be chosen there, and why. */
const notInAzure: Readonly<Record<string, string>> = {
  DATA_DIR: 'the database is a server of its own',
  SLACK_API_URL: 'for an emulator',
  TEAMS_AUTH: 'for an emulator',
  TEAMS_OPENID_METADATA_URL:
    'for other clouds than the public one, which have other addresses for all that is deployed',
  TEAMS_LOGIN_URL: 'for other clouds than the public one',
  PUBLISHER_NAME: 'only for `npm run package`, which runs elsewhere',
  TERMS_URL: 'only for `npm run package`, which runs elsewhere',
};

/** The conditions that lists in the file stand behind. */
const nothing = {
  hasSlack: false,
  hasSlackByHand: false,
  hasSlackOAuth: false,
  isSlackLimited: false,
  hasOtherKeys: false,
  hasPrivacyUrl: false,
  hasDataContact: false,
  hasManagedBot: false,
};

describe('the Bicep file for Azure', () => {
  let root: Node;
  before(async () => {
    root = await readBicep(file);
  });

  it('is valid: read by its grammar, everything described, used, declared, and no secret told', () => {
    assert.deepEqual(bicepComplaints(root), []);
  });

  const slacks = {
    'no Slack': {},
    'Slack by hand': { hasSlack: true, hasSlackByHand: true },
    'Slack by OAuth': { hasSlack: true, hasSlackOAuth: true, isSlackLimited: true },
    'Slack by hand and by OAuth': { hasSlack: true, hasSlackByHand: true, hasSlackOAuth: true },
  };
  for (const [slack, chosen] of Object.entries(slacks)) {
    for (const hasManagedBot of [true, false]) {
      const what = `${slack}, ${hasManagedBot ? 'managed identity' : 'single tenant'}`;
      // What else may be set, once with all of it and once without.
      const others = { hasOtherKeys: hasManagedBot, hasPrivacyUrl: hasManagedBot, hasDataContact: hasManagedBot };
      const conditions = { ...nothing, ...chosen, ...others, hasManagedBot };

      it(`gives Outloud settings with which it starts: ${what}`, () => {
        const settings = readList(root, 'settings', conditions);
        const known = knownSettings();
        assert.deepEqual(
          settings.filter(({ name }) => !known.has(name)),
          [],
        );
        const given = settings.map(({ name }) => [name, values[name] ?? 'a value of its own'] as const);
        const type = hasManagedBot ? 'UserAssignedMSI' : 'SingleTenant';
        const { config } = readConfig({ ...Object.fromEntries(given), MICROSOFT_APP_TYPE: type }, false);
        assert.equal(config.teams?.type, type);
        assert.equal(config.teams?.password !== undefined, !hasManagedBot);
        assert.equal(config.slack !== undefined, conditions.hasSlack);
        assert.equal(config.slack?.botToken !== undefined, conditions.hasSlackByHand);
        assert.equal(config.slack?.oauth !== undefined, conditions.hasSlackOAuth);
        assert.equal(config.otherEncryptionKeys?.length, hasManagedBot ? 1 : 0);
        assert.ok(config.databaseUrl && config.publicUrl && config.encryptionKey);
      });

      it(`takes every secret from Key Vault: ${what}`, () => {
        const secrets = readList(root, 'secrets', conditions);
        const settings = readList(root, 'settings', conditions);
        const referred = settings.flatMap(({ secretRef }) => secretRef ?? []);
        assert.deepEqual(referred.toSorted(), secrets.map(({ name }) => name).toSorted());
        assert.ok(
          secrets.every(
            ({ keyVaultUrl = '', identity = '' }) => keyVaultUrl.endsWith('.secretUriWithVersion') && identity,
          ),
        );
        const plain = settings.filter(({ secretRef }) => secretRef === undefined);
        assert.deepEqual(
          plain.filter(({ name }) => /PASSWORD|SECRET|TOKEN|KEY/.test(name)),
          [],
        );
      });
    }
  }

  it('has every setting there is, or a reason why not', () => {
    const everything = Object.fromEntries(Object.keys(nothing).map((name) => [name, true]));
    const settings = [true, false].flatMap((hasManagedBot) =>
      readList(root, 'settings', { ...everything, hasManagedBot }),
    );
    const named = new Set([...settings.map(({ name }) => name), ...Object.keys(notInAzure)]);
    assert.deepEqual([...knownSettings()].toSorted(), [...named].toSorted());
  });

  it('starts Outloud anew with each deployment, so that a secret that was changed counts at once', () => {
    const text = readFileSync(file, 'utf8');
    assert.match(text, /param revision string = utcNow\('yyyyMMddHHmmss'\)/);
    assert.match(text, /revisionSuffix: 'r\$\{revision\}'/);
  });

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
