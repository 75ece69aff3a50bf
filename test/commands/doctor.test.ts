import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import pg from 'pg';
import { systemClock } from '../../src/base/clock.ts';
import { asId } from '../../src/base/ids.ts';
import { createGrants } from '../../src/bots/slack/installs/grants.ts';
import { checkUp } from '../../src/commands/doctor.ts';
import type { Check } from '../../src/commands/doctor-check.ts';
import type { Environment } from '../../src/settings/environment.ts';
import { createSealing } from '../../src/storage/sealing.ts';
import { openStorage } from '../../src/storage/storage.ts';
import { testDatabaseUrl, testLogger } from '../support/database.ts';

const guid = '7d1f0a52-7f4f-4b3e-9c55-0123456789ab';
const allScopes =
  'app_mentions:read,channels:history,channels:read,chat:write,commands,files:write,groups:history,groups:read,im:history,im:write,users:read';

/** Where nobody listens (any more). */
async function closedAddress(): Promise<string> {
  const server = createServer();
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const bound = server.address();
  await new Promise((closed) => server.close(closed));
  return `http://127.0.0.1:${typeof bound === 'object' && bound ? bound.port : 0}`;
}

describe('outloud doctor', () => {
  let folder: string;
  let server: Server;
  let address: string;
  let answer: (req: IncomingMessage, res: ServerResponse) => void | Promise<void>;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'outloud-doctor-'));
    server = createServer((req, res) => void answer(req, res));
    await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
    const bound = server.address();
    address = `http://127.0.0.1:${typeof bound === 'object' && bound ? bound.port : 0}`;
  });
  after(async () => {
    server.close();
    await rm(folder, { recursive: true, force: true });
  });

  const find = async (name: string, environment: Environment): Promise<Check> => {
    const checks = await checkUp({ DATA_DIR: join(folder, 'none'), ...environment }, { envFile: false });
    const found = checks.find(({ check }) => check === name);
    assert.ok(found, `no check named ${name}`);
    return found;
  };

  it('finds nothing wrong on a fresh machine, and makes nothing', async () => {
    const checks = await checkUp({ DATA_DIR: join(folder, 'none') }, { envFile: false });
    assert.deepEqual(
      checks.map(({ check, ok }) => [check, ok]),
      [
        ['settings', true],
        ['node', true],
        ['packages', true],
        ['database', true],
      ],
    );
    assert.deepEqual(await readdir(folder), []);
  });

  it('lists every complaint about settings', async () => {
    const checks = await checkUp({ PORT: 'x', LOG_LEVEL: 'y' }, { envFile: false });
    const wrong = checks.filter(({ ok }) => !ok);
    assert.equal(wrong.length, 2);
    assert.ok(wrong.every(({ check, todo }) => check === 'settings' && todo));
  });

  it('finds a setting whose name has a slip, in the environment and in .env, and no other program’s', async () => {
    const envFile = join(folder, 'slips.env');
    await writeFile(envFile, 'SLACK_SIGNING_SECERT=x\nslack-bot-token=y\nORG_COUNTRY=GB\n');
    const environment = { DATA_DIR: join(folder, 'none'), PUBLIC_URL_: 'https://a.example', PATH: '/bin', HOSTS: 'x' };
    const slips = (await checkUp(environment, { envFile })).filter(({ ok }) => !ok);
    assert.deepEqual(slips.map(({ detail, todo }) => `${detail}. ${todo}`).sort(), [
      'PUBLIC_URL_ is no setting. Rename it to PUBLIC_URL.',
      'SLACK_SIGNING_SECERT is no setting. Rename it to SLACK_SIGNING_SECRET.',
      'slack-bot-token is no setting. Rename it to SLACK_BOT_TOKEN.',
    ]);
  });

  it('says what looks wrong and may be meant', async () => {
    const environment = {
      DATA_DIR: join(folder, 'none'),
      SLACK_SIGNING_SECRET: 'xoxb-1',
      SLACK_BOT_TOKEN: 'xoxb-1',
      MICROSOFT_APP_ID: guid,
      MICROSOFT_APP_PASSWORD: 'p',
      MICROSOFT_APP_TENANT_ID: guid,
      ORG_LANGUAGE: 'cy-GB',
      TEAMS_ALLOWED_TENANTS: guid.replace('7', '8'),
    };
    const checks = await checkUp(environment, { envFile: false, fetch: async () => Response.json({}) });
    const hints = checks.filter(({ check, ok, todo }) => check === 'settings' && ok && todo);
    assert.deepEqual(
      hints.map(({ detail }) => detail.split(' ')[0]),
      ['SLACK_SIGNING_SECRET', 'MICROSOFT_APP_TENANT_ID', 'ORG_LANGUAGE'],
    );
  });

  describe('on the address', () => {
    const slack = { SLACK_SIGNING_SECRET: 's', SLACK_BOT_TOKEN: 'xoxb-1' };
    const at = (PUBLIC_URL: string, ask: typeof fetch) =>
      checkUp({ DATA_DIR: join(folder, 'none'), ...slack, PUBLIC_URL }, { envFile: false, fetch: ask });

    async function addressWhere(answered: () => Response | Promise<Response>, url = 'https://outloud.example.org') {
      const asked: string[] = [];
      const checks = await at(url, async (input) => {
        const { url: where } = new Request(input);
        asked.push(where);
        return where.endsWith('/healthz') ? answered() : Response.json({ ok: true });
      });
      const found = checks.find(({ check }) => check === 'address');
      assert.ok(found);
      return { ...found, asked: asked.filter((each) => each.endsWith('/healthz')) };
    }

    const failing = (code: string) => () => Promise.reject(new TypeError('fetch failed', { cause: named(code) }));
    const named = (code: string) => Object.assign(new Error(code), { code });

    it('asks there, and knows an Outloud from something else', async () => {
      const found = await addressWhere(() => Response.json({ ok: true }));
      assert.deepEqual(found.asked, ['https://outloud.example.org/healthz']);
      assert.deepEqual([found.ok, found.detail], [true, 'an Outloud answers at https://outloud.example.org']);
      const other = await addressWhere(() => new Response('<html>', { status: 502 }));
      assert.match(`${other.detail} ${other.todo}`, /status 502, not as Outloud Start Outloud.*proxy/);
    });

    it('tells what is certainly wrong from what is only not seen from here', async () => {
      const unknown = await addressWhere(failing('ENOTFOUND'));
      assert.deepEqual([unknown.ok, /DNS/.test(unknown.todo ?? '')], [false, true]);
      const certificate = await addressWhere(failing('CERT_HAS_EXPIRED'));
      assert.deepEqual([certificate.ok, /valid certificate/.test(certificate.todo ?? '')], [false, true]);
      const refused = await addressWhere(failing('ECONNREFUSED'));
      assert.deepEqual([refused.ok, /Start Outloud/.test(refused.todo ?? '')], [true, true]);
    });

    it('says that this machine alone is not where Slack and Teams look', async () => {
      const found = await addressWhere(() => Response.json({}), 'http://127.0.0.1:3978');
      assert.deepEqual([found.asked, found.detail], [[], 'http://127.0.0.1:3978 is this machine alone']);
    });
  });

  describe('on the database', () => {
    it('sees that Outloud runs on the folder, and leaves it running', async () => {
      const dataDir = join(folder, 'running');
      const storage = await openStorage({ dataDir, logger: testLogger, clock: systemClock });
      try {
        await storage.jobs.start();
        const { ok, detail } = await find('database', { DATA_DIR: dataDir });
        assert.equal(ok, true);
        assert.match(detail, new RegExp(`it answers, migrated; Outloud runs on it \\(process ${process.pid}\\)`));
        await storage.ready();
      } finally {
        await storage.stop();
      }
      const atRest = await find('database', { DATA_DIR: dataDir });
      assert.match(atRest.detail, /it answers, migrated; Outloud is not running on it/);
    });

    it('asks the server that DATABASE_URL names', async () => {
      const migrated = await find('database', { DATABASE_URL: await testDatabaseUrl() });
      assert.deepEqual([migrated.ok, migrated.detail], [true, 'it answers, migrated']);
      const empty = await find('database', { DATABASE_URL: await testDatabaseUrl({ migrated: false }) });
      assert.match(empty.detail, /the next start migrates it \(0001-/);
    });

    it('says what each refusal asks for, and never the password', async () => {
      const url = new URL(await testDatabaseUrl({ migrated: false }));
      const owner = new pg.Client({ connectionString: url.href });
      await owner.connect();
      const role = `limited_${randomUUID().slice(0, 8)}`;
      await owner.query(`create role ${role} login password 'hunter2'`);
      const changed = (change: Partial<URL>) => Object.assign(new URL(url), change).href;
      const cases: readonly (readonly [address: string, detail: RegExp, todo: RegExp])[] = [
        ['postgres://u:hunter2@127.0.0.1:1/d', /ECONNREFUSED/, /Nothing listens there/],
        ['postgres://u:hunter2@localhost:1/d', /ECONNREFUSED/, /Nothing listens there/],
        ['postgres://u:hunter2@no-such-host.invalid/d', /ENOTFOUND|EAI_AGAIN/, /host of that name|DATABASE_URL/],
        [changed({ pathname: '/none' }), /"none" does not exist/, /no such database/],
        [changed({ password: 'hunter2' }), /password authentication failed/, /password in DATABASE_URL/],
        [changed({ username: role, password: 'hunter2' }), /may not make tables/, /alter database .* owner to/],
      ];
      try {
        for (const [DATABASE_URL, detail, todo] of cases) {
          const found = await find('database', { DATABASE_URL });
          assert.equal(found.ok, false, found.detail);
          assert.match(found.detail, detail);
          assert.match(found.todo ?? '', todo);
          assert.doesNotMatch(JSON.stringify(found), /hunter2/);
        }
      } finally {
        await owner.query(`drop role ${role}`);
        await owner.end();
      }
    });

    it('says that the folder is none, or not to be written', async () => {
      const file = join(folder, 'a-file');
      await writeFile(file, '');
      const found = await find('database', { DATA_DIR: file });
      assert.equal(found.ok, false, found.detail);
      assert.match(found.todo ?? '', /DATA_DIR/);
    });

    // The superuser may write everywhere.
    (process.getuid?.() === 0 ? it.skip : it)('says that no folder can be made there', async () => {
      const closed = join(folder, 'closed');
      await mkdir(closed, { mode: 0o500 });
      const within = await find('database', { DATA_DIR: join(closed, 'deeper', 'still') });
      assert.equal(within.ok, false, within.detail);
      assert.match(within.todo ?? '', /closed, or set DATA_DIR/);
    });
  });

  describe('on installs', () => {
    const keys = [1, 2].map((fill) => Buffer.alloc(32, fill).toString('base64'));
    const oauth = () => ({
      SLACK_SIGNING_SECRET: 's',
      SLACK_CLIENT_ID: '1.2',
      SLACK_CLIENT_SECRET: 'hunter2',
      SLACK_STATE_SECRET: 'sixteen letters!',
      SLACK_API_URL: `${address}/api/`,
      PUBLIC_URL: 'https://outloud.example.org',
    });

    it('asks Slack whether it knows the app, without a code', async () => {
      const environment = { ...oauth(), ENCRYPTION_KEY: keys[0] };
      answer = (req, res) => {
        assert.equal(req.url, '/api/oauth.v2.access');
        res.end(JSON.stringify({ ok: false, error: 'invalid_code' }));
      };
      assert.deepEqual(await find('slack-oauth', environment), {
        check: 'slack-oauth',
        ok: true,
        detail: 'Slack knows the client id and secret',
      });
      answer = (_req, res) => void res.end(JSON.stringify({ ok: false, error: 'bad_client_secret' }));
      const refused = await find('slack-oauth', environment);
      assert.equal(refused.ok, false);
      assert.match(refused.detail, /bad_client_secret/);
      assert.doesNotMatch(JSON.stringify(refused), /hunter2/);
    });

    it('tells where it is installed, what is erased when, and which keys are still needed', async () => {
      const databaseUrl = await testDatabaseUrl();
      const storage = await openStorage({ databaseUrl, dataDir: '/nowhere', logger: testLogger, clock: systemClock });
      const [old = '', key = ''] = keys;
      try {
        const at = new Date('2027-03-01T10:00:00Z');
        await storage.db
          .insertInto('installation')
          .values([
            { workspace_id: asId('slack:T1'), name: null, installed_by: null, installed_at: at },
            { workspace_id: asId('slack:T2'), name: null, installed_by: null, installed_at: at, removed_at: at },
          ])
          .execute();
        await createGrants(storage.db, createSealing(Buffer.from(old, 'base64'))).keep({
          workspace: asId('slack:T1'),
          tokens: { access: 'xoxb-1' },
          expiresAt: null,
          grantedAt: at,
          botUser: 'U1',
          scopes: [],
        });
      } finally {
        await storage.stop();
      }
      const environment = { ...oauth(), DATABASE_URL: databaseUrl, ENCRYPTION_KEY: key };
      answer = (_req, res) => void res.end('{}');
      const installs = await find('installs', environment);
      assert.equal(installs.detail, 'installed in 1; slack:T2 was removed and is erased after 2027-03-31');
      const open = await find('slack-list', environment);
      assert.match(`${open.detail} ${open.todo}`, /any Slack workspace .* Set SLACK_ALLOWED_WORKSPACES/);
      const named = await find('slack-list', { ...environment, SLACK_ALLOWED_WORKSPACES: 'T10,E20' });
      assert.equal(named.detail, 'only these may add it: T10, E20; added before, and not named: slack:T1');
      assert.match(named.todo ?? '', /They keep it/);
      const lost = await find('encryption', environment);
      assert.deepEqual([lost.ok, /a key that is not set: [0-9a-f]{12} \(1\)/.test(lost.detail)], [false, true]);
      const both = await find('encryption', { ...environment, ENCRYPTION_OTHER_KEYS: old });
      assert.deepEqual([both.ok, /still encrypted with another key/.test(both.detail)], [true, true]);
      const same = await find('encryption', { ...environment, ENCRYPTION_KEY: old });
      assert.deepEqual([same.ok, same.detail], [true, 'every token is encrypted with ENCRYPTION_KEY']);
    });
  });

  describe('on Slack', () => {
    const slack = () => ({ SLACK_SIGNING_SECRET: 's', SLACK_BOT_TOKEN: 'xoxb-1', SLACK_API_URL: `${address}/api/` });

    function slackAnswers(body: object, scopes?: string): void {
      answer = (req, res) => {
        assert.equal(req.url, '/api/auth.test');
        assert.equal(req.headers.authorization, 'Bearer xoxb-1');
        if (scopes !== undefined) res.setHeader('x-oauth-scopes', scopes);
        res.end(JSON.stringify(body));
      };
    }

    it('is content with every scope', async () => {
      slackAnswers({ ok: true, team: 'Tarren Vale' }, allScopes);
      const { ok, detail } = await find('slack', slack());
      assert.deepEqual([ok, detail], [true, 'connected to Tarren Vale, with every scope']);
    });

    it('names the scopes that are missing', async () => {
      slackAnswers({ ok: true, team: 'Tarren Vale' }, allScopes.replace('im:write,', '').replace('commands,', ''));
      const { ok, todo } = await find('slack', slack());
      assert.equal(ok, false);
      assert.match(todo ?? '', /^Add commands, im:write under OAuth & Permissions/);
    });

    it('tells which scopes are only useful', async () => {
      slackAnswers({ ok: true, team: 'Tarren Vale' }, allScopes.replace('channels:history,', ''));
      const { ok, todo } = await find('slack', slack());
      assert.equal(ok, true);
      assert.match(todo ?? '', /^Add channels:history .*Optional/);
    });

    it('says what to do about a refused token, and about a Slack that is not there', async () => {
      slackAnswers({ ok: false, error: 'invalid_auth' });
      assert.match((await find('slack', slack())).detail, /refuses the bot token: invalid_auth/);
      slackAnswers({ ok: false, error: 'account_inactive' });
      assert.match((await find('slack', slack())).todo ?? '', /install it again/);
      const away = await find('slack', { ...slack(), SLACK_API_URL: `${await closedAddress()}/api/` });
      assert.equal(away.ok, false);
      assert.match(away.detail, /cannot be reached: .*ECONNREFUSED/);
    });
  });

  describe('on Teams', () => {
    const teams = () => ({
      MICROSOFT_APP_ID: guid,
      MICROSOFT_APP_PASSWORD: 'hunter2',
      MICROSOFT_APP_TENANT_ID: guid,
      TEAMS_LOGIN_URL: address,
    });

    it('asks for a token and keeps it to itself', async () => {
      answer = async (req, res) => {
        assert.equal(req.url, `/${guid}/oauth2/v2.0/token`);
        const form = new URLSearchParams(await text(req));
        assert.equal(form.get('client_secret'), 'hunter2');
        assert.equal(form.get('scope'), 'https://api.botframework.com/.default');
        res.end(JSON.stringify({ access_token: 'eyJ-secret' }));
      };
      const check = await find('teams', teams());
      assert.equal(check.ok, true);
      assert.doesNotMatch(JSON.stringify(check), /eyJ|hunter2/);
    });

    it("turns Microsoft's error codes into what to do", async () => {
      answer = (_req, res) => {
        const error_description = 'AADSTS7000222: The provided client secret keys are expired.\r\nTrace ID: 1';
        // restify, loaded by other tests, has its own `writeHead`, which returns nothing.
        res.statusCode = 401;
        res.end(JSON.stringify({ error: 'invalid_client', error_description }));
      };
      const { ok, detail, todo } = await find('teams', teams());
      assert.equal(ok, false);
      assert.match(detail, /secret keys are expired\.$/);
      assert.match(todo ?? '', /make a new one/);
    });

    it('looks whether the keys of what Teams sends can be had', async () => {
      const keys = { ...teams(), TEAMS_OPENID_METADATA_URL: `${address}/keys` };
      const told = async (body: string) => {
        answer = (_req, res) => void res.end(body);
        const { ok, detail } = await find('teams-keys', keys);
        return { ok, detail };
      };
      assert.deepEqual((await told('{"jwks_uri":"https://a.example"}')).ok, true);
      assert.match((await told('{}')).detail, /names no keys/);
      assert.match((await told('<html>')).detail, /is not the service: status 200, and no JSON/);
    });

    it('asks nobody where activities are not signed', async () => {
      const { ok, detail } = await find('teams', { TEAMS_AUTH: 'off', HOST: '127.0.0.1' });
      assert.equal(ok, true);
      assert.match(detail, /emulator/);
    });
  });
});
