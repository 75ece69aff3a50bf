import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseEnv, promisify } from 'node:util';
import pg from 'pg';
import { type Config, ConfigError, readConfig } from '../src/config.ts';
import { type Complaint, help } from '../src/settings/complaints.ts';
import type { Environment } from '../src/settings/environment.ts';

const run = promisify(execFile);
const guid = '7d1f0a52-7f4f-4b3e-9c55-0123456789ab';
const slack = { SLACK_SIGNING_SECRET: '8f742231b10e8888abcd99yyyzzz85a5', SLACK_BOT_TOKEN: 'xoxb-1-2-three' };
const teams = { MICROSOFT_APP_ID: guid, MICROSOFT_APP_PASSWORD: 'p~w', MICROSOFT_APP_TENANT_ID: guid };

const read = (environment: Environment): Config => readConfig(environment, false).config;

function complaints(environment: Environment): readonly Complaint[] {
  try {
    read(environment);
  } catch (error) {
    assert.ok(error instanceof ConfigError);
    return error.complaints;
  }
  assert.fail('no complaint');
}

const complainedOf = (environment: Environment): string[] => complaints(environment).map(({ variable }) => variable);

describe('settings', () => {
  it('need nothing: local mode, on this machine alone', () => {
    const config = read({ PATH: '/usr/bin' });
    assert.equal(config.local, true);
    assert.equal(config.port, 3978);
    assert.equal(config.host, '127.0.0.1');
    assert.equal(config.dataDir, './.outloud');
    assert.deepEqual(config.organisation, { timeZone: 'Europe/London', country: 'GB', language: 'en' });
    assert.equal(config.logLevel, 'info');
    assert.deepEqual([config.slack, config.teams, config.databaseUrl], [undefined, undefined, undefined]);
  });

  it('know a country by its usual name', () => {
    assert.equal(read({ ORG_COUNTRY: 'uk' }).organisation.country, 'GB');
    assert.equal(read({ ORG_COUNTRY: 'gb-sct' }).organisation.country, 'GB-SCT');
  });

  it('take an empty value for none', () => {
    assert.equal(read({ SLACK_BOT_TOKEN: '', PORT: ' ', HOST: '' }).local, true);
  });

  it('connect one platform alone, or both, on every address', () => {
    const config = read(slack);
    assert.deepEqual([config.local, config.host, config.teams], [false, '0.0.0.0', undefined]);
    assert.deepEqual(config.slack, {
      signingSecret: slack.SLACK_SIGNING_SECRET,
      botToken: slack.SLACK_BOT_TOKEN,
      apiUrl: undefined,
      oauth: undefined,
    });
    const both = read({ ...slack, ...teams, HOST: '10.0.0.5', PUBLIC_URL: 'https://outloud.example.org/' });
    assert.deepEqual([both.host, both.publicUrl], ['10.0.0.5', 'https://outloud.example.org']);
    assert.equal(both.teams?.type, 'SingleTenant');
    assert.equal(both.teams?.auth, 'on');
    assert.equal(both.teams?.appId, guid);
  });

  it('need no password for a managed identity', () => {
    const { MICROSOFT_APP_PASSWORD: _none, ...rest } = teams;
    assert.equal(read({ ...rest, MICROSOFT_APP_TYPE: 'UserAssignedMSI' }).teams?.type, 'UserAssignedMSI');
  });

  it('take the key as bytes', () => {
    const key = Buffer.alloc(32, 7);
    assert.deepEqual(Buffer.from(read({ ENCRYPTION_KEY: key.toString('base64') }).encryptionKey ?? []), key);
  });

  it('let an emulator have tokens of its own, on this machine only', () => {
    const emulator = { ...slack, SLACK_BOT_TOKEN: 'test-token' };
    assert.equal(read({ ...emulator, SLACK_API_URL: 'http://127.0.0.1:4003/api/' }).slack?.botToken, 'test-token');
    assert.equal(read({ ...emulator, SLACK_API_URL: 'http://[::1]:4003/api/' }).slack?.botToken, 'test-token');
    assert.deepEqual(complainedOf({ ...slack, SLACK_API_URL: 'http://example.org/api/' }), ['SLACK_API_URL']);
    assert.deepEqual(complainedOf(emulator), ['SLACK_BOT_TOKEN']);
  });
});

describe('settings in files of their own', () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'outloud-values-'));
    await writeFile(join(folder, 'token'), 'xoxb-from-a-file\n');
    await writeFile(join(folder, 'empty'), '\n');
  });
  after(() => rm(folder, { recursive: true, force: true }));

  it('are read as they are handed out by Docker and Kubernetes', () => {
    const { SLACK_BOT_TOKEN: _none, ...rest } = slack;
    const config = read({ ...rest, SLACK_BOT_TOKEN_FILE: join(folder, 'token'), SSL_CERT_FILE: '/nowhere' });
    assert.equal(config.slack?.botToken, 'xoxb-from-a-file');
  });

  it('are complained of by the name that was set', () => {
    const { SLACK_BOT_TOKEN: _none, ...rest } = slack;
    for (const [path, why] of [
      [join(folder, 'none'), /cannot be read \(ENOENT\)/],
      [join(folder, 'empty'), /is empty/],
    ] as const) {
      const [complaint, ...more] = complaints({ ...rest, SLACK_BOT_TOKEN_FILE: path });
      assert.deepEqual([complaint?.variable, more], ['SLACK_BOT_TOKEN_FILE', []]);
      assert.match(complaint?.problem ?? '', why);
    }
    assert.deepEqual(complainedOf({ ...slack, SLACK_BOT_TOKEN_FILE: join(folder, 'token') }), ['SLACK_BOT_TOKEN_FILE']);
  });
});

describe('the password of the database', () => {
  const DATABASE_URL = 'postgres://outloud@db:5432/outloud?sslmode=verify-full';

  it('may stand by itself, whatever is in it', () => {
    const password = 'p@ss/w%rd #1:?';
    const { databaseUrl = '' } = read({ ...slack, DATABASE_URL, DATABASE_PASSWORD: password });
    const client = new pg.Client(databaseUrl);
    assert.deepEqual([client.user, client.password, client.host], ['outloud', password, 'db']);
    assert.match(databaseUrl, /\?sslmode=verify-full$/);
  });

  it('belongs to an address, and stands in one place', () => {
    assert.deepEqual(complainedOf({ ...slack, DATABASE_PASSWORD: 'p' }), ['DATABASE_URL']);
    const twice = { ...slack, DATABASE_URL: 'postgres://u:p@h/d', DATABASE_PASSWORD: 'p' };
    assert.deepEqual(complainedOf(twice), ['DATABASE_PASSWORD']);
  });
});

describe('complaints about settings', () => {
  const wrong: readonly (readonly [Environment, string])[] = [
    [{ PORT: 'http' }, 'PORT'],
    [{ PORT: '65536' }, 'PORT'],
    [{ PORT: '-1' }, 'PORT'],
    [{ HOST: 'a b' }, 'HOST'],
    [{ PUBLIC_URL: 'http://outloud.example.org' }, 'PUBLIC_URL'],
    [{ PUBLIC_URL: 'outloud.example.org' }, 'PUBLIC_URL'],
    [{ PUBLIC_URL: 'https://user:word@outloud.example.org' }, 'PUBLIC_URL'],
    [{ PUBLIC_URL: 'https://outloud.example.org/?a=b' }, 'PUBLIC_URL'],
    [{ PUBLIC_URL: 'https://outloud.example.org/#b' }, 'PUBLIC_URL'],
    [{ PUBLIC_URL: '"https://outloud.example.org"' }, 'PUBLIC_URL'],
    [{ DATABASE_URL: 'mysql://u:p@h/d' }, 'DATABASE_URL'],
    [{ DATABASE_URL: 'the database' }, 'DATABASE_URL'],
    [{ ENCRYPTION_KEY: Buffer.alloc(16).toString('base64') }, 'ENCRYPTION_KEY'],
    [{ ENCRYPTION_KEY: 'not base64!' }, 'ENCRYPTION_KEY'],
    [{ ORG_TIMEZONE: 'Europe/Atlantis' }, 'ORG_TIMEZONE'],
    [{ ORG_TIMEZONE: '+01:00' }, 'ORG_TIMEZONE'],
    [{ ORG_COUNTRY: 'Wales' }, 'ORG_COUNTRY'],
    [{ ORG_COUNTRY: 'QX' }, 'ORG_COUNTRY'],
    [{ ORG_COUNTRY: 'GB-XXX' }, 'ORG_COUNTRY'],
    [{ ORG_COUNTRY: 'GB-' }, 'ORG_COUNTRY'],
    [{ ORG_LANGUAGE: 'English please' }, 'ORG_LANGUAGE'],
    [{ LOG_LEVEL: 'loud' }, 'LOG_LEVEL'],
    [{ ...teams, TEAMS_AUTH: 'maybe' }, 'TEAMS_AUTH'],
    [{ ...teams, MICROSOFT_APP_TYPE: 'MultiTenant' }, 'MICROSOFT_APP_TYPE'],
    [{ ...teams, MICROSOFT_APP_ID: 'outloud' }, 'MICROSOFT_APP_ID'],
    [{ ...teams, MICROSOFT_APP_PASSWORD: guid }, 'MICROSOFT_APP_PASSWORD'],
    [{ ...teams, MICROSOFT_APP_PASSWORD: '"p~w"' }, 'MICROSOFT_APP_PASSWORD'],
    [{ ...slack, SLACK_SIGNING_SECRET: "'8f742231b10e8888abcd99'" }, 'SLACK_SIGNING_SECRET'],
    [{ ...teams, TEAMS_LOGIN_URL: 'http://login.example.org' }, 'TEAMS_LOGIN_URL'],
    [{ ...teams, TEAMS_OPENID_METADATA_URL: 'file:///etc/passwd' }, 'TEAMS_OPENID_METADATA_URL'],
    [{ ...slack, SLACK_BOT_TOKEN: 'xoxp-mine' }, 'SLACK_BOT_TOKEN'],
    [{ ...slack, SLACK_BOT_TOKEN: '"xoxb-mine"' }, 'SLACK_BOT_TOKEN'],
  ];
  for (const [environment, variable] of wrong) {
    const [last = ''] = Object.values(environment).slice(-1);
    it(`name ${variable} (${last})`, () => assert.deepEqual(complainedOf(environment), [variable]));
  }

  it('come all at once, each with what to do', () => {
    const environment = { PORT: 'x', SLACK_BOT_TOKEN: 'xoxb-1', MICROSOFT_APP_ID: guid, ORG_TIMEZONE: 'Mars/Base' };
    const found = complaints(environment);
    assert.deepEqual(found.map(({ variable }) => variable).sort(), [
      'MICROSOFT_APP_PASSWORD',
      'MICROSOFT_APP_TENANT_ID',
      'ORG_TIMEZONE',
      'PORT',
      'SLACK_SIGNING_SECRET',
    ]);
    for (const { problem, todo } of found) assert.ok(problem.length > 10 && todo.length > 10);
  });

  it('never show a secret', () => {
    const environment = { ...slack, SLACK_BOT_TOKEN: 'hunter2', ENCRYPTION_KEY: 'hunter2', DATABASE_URL: 'hunter2' };
    assert.equal(complainedOf(environment).length, 3);
    assert.doesNotMatch(JSON.stringify(complaints(environment)), /hunter2/);
  });

  it('refuse the playground on an address that others reach', () => {
    assert.deepEqual(complainedOf({ HOST: '0.0.0.0' }), ['HOST']);
    for (const host of ['localhost', '127.0.0.1', '127.9.9.9', '::1']) assert.equal(read({ HOST: host }).host, host);
  });

  it('refuse unsigned activities except on this machine and outside production', () => {
    assert.deepEqual(complainedOf({ TEAMS_AUTH: 'off' }), ['TEAMS_AUTH']);
    assert.deepEqual(complainedOf({ TEAMS_AUTH: 'off', HOST: '127.0.0.1.example.org' }), ['TEAMS_AUTH']);
    assert.deepEqual(complainedOf({ TEAMS_AUTH: 'off', HOST: 'localhost', NODE_ENV: 'production' }), ['TEAMS_AUTH']);
    const config = read({ TEAMS_AUTH: 'off', HOST: 'localhost' });
    assert.deepEqual([config.local, config.teams?.auth, config.teams?.appId], [false, 'off', undefined]);
  });

  it('say what installing by OAuth needs besides', () => {
    const oauth = { SLACK_CLIENT_ID: '1.2', SLACK_CLIENT_SECRET: 'a', SLACK_STATE_SECRET: 'sixteen letters!' };
    assert.deepEqual(complainedOf(oauth), ['SLACK_SIGNING_SECRET', 'PUBLIC_URL', 'ENCRYPTION_KEY']);
    const key = Buffer.alloc(32, 1).toString('base64');
    const needed = { SLACK_SIGNING_SECRET: 's', PUBLIC_URL: 'https://outloud.example.org', ENCRYPTION_KEY: key };
    const { slack: read_, local } = read({ ...oauth, ...needed });
    assert.deepEqual([local, read_?.botToken, read_?.oauth?.clientId], [false, undefined, '1.2']);
    assert.equal(read({ ...oauth, ...needed, SLACK_BOT_TOKEN: 'xoxb-1' }).slack?.botToken, 'xoxb-1');
    assert.deepEqual(complainedOf({ ...slack, ...needed, SLACK_CLIENT_ID: '1.2' }), [
      'SLACK_CLIENT_SECRET',
      'SLACK_STATE_SECRET',
    ]);
  });

  it('let only the workspaces add it by OAuth that are named, if any are', () => {
    const oauth = {
      SLACK_SIGNING_SECRET: 's',
      SLACK_CLIENT_ID: '1.2',
      SLACK_CLIENT_SECRET: 's',
      SLACK_STATE_SECRET: 'sixteen letters!',
      PUBLIC_URL: 'https://outloud.example.org',
      ENCRYPTION_KEY: Buffer.alloc(32, 1).toString('base64'),
    };
    assert.equal(read(oauth).slack?.oauth?.allowedWorkspaces, undefined);
    const named = read({ ...oauth, SLACK_ALLOWED_WORKSPACES: 'T012AB3C4, e012ab3c4' });
    assert.deepEqual(named.slack?.oauth?.allowedWorkspaces, ['T012AB3C4', 'E012AB3C4']);
    for (const wrong of ['tarren-vale.slack.com', 'T012AB3C4,', 'C012AB3C4', 'T1']) {
      assert.deepEqual(complainedOf({ ...oauth, SLACK_ALLOWED_WORKSPACES: wrong }), ['SLACK_ALLOWED_WORKSPACES']);
    }
    assert.deepEqual(complainedOf({ ...slack, SLACK_ALLOWED_WORKSPACES: 'T012AB3C4' }), ['SLACK_CLIENT_ID']);
  });

  it('take other keys only beside the one that is used', () => {
    const [one, two] = [1, 2].map((fill) => Buffer.alloc(32, fill).toString('base64'));
    assert.deepEqual(complainedOf({ ENCRYPTION_OTHER_KEYS: `${one}` }), ['ENCRYPTION_KEY']);
    assert.deepEqual(complainedOf({ ENCRYPTION_KEY: `${one}`, ENCRYPTION_OTHER_KEYS: 'short' }), [
      'ENCRYPTION_OTHER_KEYS',
    ]);
    const { otherEncryptionKeys = [] } = read({ ENCRYPTION_KEY: `${one}`, ENCRYPTION_OTHER_KEYS: `${two}, ${one}` });
    assert.deepEqual(
      otherEncryptionKeys.map((bytes) => bytes[0]),
      [2, 1],
    );
  });

  it('let only the own organisation in, unless others are named', () => {
    const other = guid.replace(/^./, (digit) => (digit === '1' ? '2' : '1'));
    assert.deepEqual(read(teams).teams?.allowedTenants, [teams.MICROSOFT_APP_TENANT_ID]);
    const both = `${guid},${other}`;
    assert.deepEqual(read({ ...teams, TEAMS_ALLOWED_TENANTS: both }).teams?.allowedTenants, [guid, other]);
    assert.deepEqual(complainedOf({ ...teams, TEAMS_ALLOWED_TENANTS: 'contoso.com' }), ['TEAMS_ALLOWED_TENANTS']);
  });
});

describe('.env', () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'outloud-env-'));
    await writeFile(join(folder, '.env'), 'PORT=4000\nORG_COUNTRY=de\nLOG_LEVEL=loud # not a level\n');
  });
  after(() => rm(folder, { recursive: true, force: true }));

  it('is read, and what the environment sets wins', () => {
    const { config } = readConfig({ LOG_LEVEL: 'warn', ORG_COUNTRY: '' }, join(folder, '.env'));
    assert.deepEqual([config.port, config.organisation.country, config.logLevel], [4000, 'DE', 'warn']);
  });

  it('may be absent', () => {
    assert.equal(readConfig({}, join(folder, 'no.env')).config.port, 3978);
  });

  it('stops the start with exit code 1 and one message when it is wrong', async () => {
    const cli = join(import.meta.dirname, '..', 'src', 'cli.ts');
    const started = run(process.execPath, [cli, 'start'], { cwd: folder, env: { PATH: process.env.PATH, HOST: '::' } });
    const failed = await started.catch((error) => error);
    assert.equal(failed.code, 1);
    assert.match(failed.stderr, /^Outloud cannot start with these settings.*\n- LOG_LEVEL .*\n- HOST .*\n$/);
    assert.equal(failed.stdout, '');
  });

  it('has an example that lists every setting and sets none', async () => {
    const example = await readFile(join(import.meta.dirname, '..', '.env.example'), 'utf8');
    assert.deepEqual(parseEnv(example), {});
    const listed = new Set([...example.matchAll(/^#([A-Z_]+)=/gm)].map((match) => match[1] ?? ''));
    assert.deepEqual(Object.keys(help).sort(), [...listed].sort());
  });
});
