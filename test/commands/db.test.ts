import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { sql } from 'kysely';
import { systemClock } from '../../src/base/clock.ts';
import { AppError } from '../../src/base/errors.ts';
import { backUp, move, restore } from '../../src/commands/db.ts';
import { toFrame } from '../../src/storage/copy/frames.ts';
import { lookAtFolder } from '../../src/storage/embedded.ts';
import { openStorage, type Storage } from '../../src/storage/storage.ts';
import { testDatabaseUrl, testLogger } from '../support/database.ts';

/** Texts in which a copy could stumble: what PostgreSQL's own format marks, and letters of several bytes. */
const texts = ['plain', 'two\nlines\r\n', 'a\ttab', '\\.', '\\N', 'back\\slash', '“Llŷn” 👋🏽', '', ' '];

describe('outloud db', function () {
  this.timeout(60_000);
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'outloud-db-'));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  async function open<T>(place: { databaseUrl?: string; dataDir?: string }, work: (storage: Storage) => Promise<T>) {
    const storage = await openStorage({ dataDir: '', ...place, logger: testLogger, clock: systemClock });
    try {
      await storage.jobs.start();
      return await work(storage);
    } finally {
      await storage.stop();
    }
  }

  async function fill({ db, jobs }: Storage): Promise<void> {
    for (const [index, name] of texts.entries()) {
      await sql`insert into person (id, workspace_id, name, external, refreshed_at)
        values (${`slack:T1:U${index}`}, 'slack:T1', ${name}, ${index % 2 === 0}, now())`.execute(db);
    }
    await sql`insert into calendar (person_id, work_days) values ('slack:T1:U1', '{1,2,5}')`.execute(db);
    await sql`insert into inbox_reply values ('e1', ${JSON.stringify({ text: texts.join('') })}::jsonb, now())`.execute(
      db,
    );
    await sql`insert into secret (name, value) values ('signed-links', decode('00ff10', 'hex'))
      on conflict (name) do update set value = excluded.value`.execute(db);
    await jobs.work('copied', async () => undefined);
    await db
      .transaction()
      .execute((trx) => jobs.send(trx, 'copied', { held: texts }, { startAfter: new Date(Date.now() + 3_600_000) }));
  }

  /** Every table's rows as one hash, and where the counters stand. */
  async function fingerprint({ db }: Storage): Promise<Record<string, string>> {
    const { rows: tables } = await sql<{ name: string }>`
      select format('%I.%I', nspname, relname) as name from pg_class c join pg_namespace n on n.oid = relnamespace
      where nspname in ('public', 'pgboss') and relkind in ('r', 'p') and not relispartition
        and relname not like 'kysely%' and relname not in ('version', 'warning') order by 1`.execute(db);
    const found: Record<string, string> = {};
    for (const { name } of tables) {
      const { rows } = await sql<{ all: string }>`
        select coalesce(string_agg(t::text, '|' order by t::text), '') as all from ${sql.raw(name)} t`.execute(db);
      found[name] = createHash('sha256')
        .update(rows[0]?.all ?? '')
        .digest('hex');
    }
    return found;
  }

  async function constraints({ db }: Storage): Promise<string[]> {
    const { rows } = await sql<{ shown: string }>`
      select conrelid::regclass || ' ' || pg_get_constraintdef(oid) as shown from pg_constraint
      where connamespace = 'public'::regnamespace order by 1`.execute(db);
    return rows.map(({ shown }) => shown);
  }

  async function tellOf(work: Promise<unknown>): Promise<string> {
    const error = await work.catch((failed: unknown) => failed);
    assert.ok(error instanceof AppError, String(error));
    return error.tell;
  }

  it('moves everything from a server into the built-in database, and from there to another server', async () => {
    const [one, other] = [await testDatabaseUrl(), await testDatabaseUrl({ migrated: false })];
    const dataDir = join(folder, 'moved');
    const [before, rules] = await open({ databaseUrl: one }, async (storage) => {
      await fill(storage);
      return [await fingerprint(storage), await constraints(storage)] as const;
    });
    const there = await move({ DATABASE_URL: one }, { to: dataDir });
    assert.ok(there.rows > texts.length && there.tables > 20);
    await move({ DATA_DIR: dataDir }, { from: dataDir, to: other });
    await open({ databaseUrl: other }, async (storage) => {
      const now = await fingerprint(storage);
      // Starting the queue writes down when it last looked; everything else is as it was.
      for (const name of Object.keys(before)) {
        if (!/pgboss\.(queue|schedule|subscription|bam)/.test(name)) assert.equal(now[name], before[name], name);
      }
      assert.deepEqual(await constraints(storage), rules);
      const { rows } = await sql<{ name: string }>`select name from person order by id`.execute(storage.db);
      assert.deepEqual(
        rows.map(({ name }) => name),
        texts,
      );
      await sql`insert into delivery (id, lane, priority, unprompted, state, message, not_before, created_at)
        values (gen_random_uuid(), 'l', 1, false, 'pending', '{}', now(), now())`
        .execute(storage.db)
        .catch((error: unknown) => assert.doesNotMatch(String(error), /duplicate/));
    });
    assert.match(await tellOf(move({ DATA_DIR: dataDir }, { to: one })), /There is something in the database already/);
    assert.deepEqual(await lookAtFolder(dataDir), { exists: true }, 'no server is left on the folder');
  });

  it('backs up while Outloud runs, into a file for its owner alone, and restores it', async () => {
    const [one, other] = [await testDatabaseUrl(), await testDatabaseUrl()];
    const file = join(folder, 'outloud.backup');
    const before = await open({ databaseUrl: one }, async (storage) => {
      await fill(storage);
      await writeFile(`${file}.unfinished`, 'left by a run that was killed', { mode: 0o644 });
      await backUp({ DATABASE_URL: one }, file);
      return fingerprint(storage);
    });
    assert.equal((await stat(file)).mode & 0o777, 0o600);
    await restore({ DATABASE_URL: other }, file);
    const now = await open({ databaseUrl: other }, fingerprint);
    assert.equal(now['public.person'], before['public.person']);
    assert.equal(now['public.secret'], before['public.secret']);
    assert.equal(now['pgboss.job'], before['pgboss.job']);
  });

  describe('loses nothing where it cannot go on', () => {
    let full: string;
    let file: string;
    before(async () => {
      full = await testDatabaseUrl();
      file = join(folder, 'whole.backup');
      await open({ databaseUrl: full }, fill);
      await backUp({ DATABASE_URL: full }, file);
    });

    async function refuses(content: Buffer, what: RegExp): Promise<void> {
      const wrong = join(folder, 'wrong.backup');
      const target = await testDatabaseUrl();
      await writeFile(wrong, content);
      assert.match(await tellOf(restore({ DATABASE_URL: target }, wrong)), what);
      const { rows } = await open({ databaseUrl: target }, ({ db }) =>
        sql<{ count: number }>`select count(*)::int as count from person`.execute(db),
      );
      assert.equal(rows[0]?.count, 0);
    }

    it('with a file that was cut off, packed or unpacked', async () => {
      const bytes = await readFile(file);
      await refuses(bytes.subarray(0, bytes.length - 100), /no complete copy/);
      await refuses(bytes.subarray(0, bytes.length - 1), /no complete copy/);
      const frames = gunzipSync(bytes);
      for (const length of [3, 40, frames.length >> 1, frames.length - 5]) {
        await refuses(gzipSync(frames.subarray(0, length)), /no complete copy/);
      }
    });

    it('with something else', async () => {
      await refuses(Buffer.from('hello'), /no complete copy/);
      await refuses(gzipSync('select 1;'), /no complete copy/);
      const bytes = await readFile(file);
      bytes.writeUInt32LE(0, bytes.length - 8);
      await refuses(bytes, /no complete copy/);
      await refuses(gzipSync(toFrame({ format: 'outloud-copy/1', migrations: ['0099-later'] })), /another version/);
      const missing = restore({ DATABASE_URL: full }, join(folder, 'none'));
      assert.match(await tellOf(missing), /none cannot be used \(ENOENT\)/);
    });

    it('into a database that holds something', async () => {
      assert.match(await tellOf(restore({ DATABASE_URL: full }, file)), /There is something in the database already/);
      assert.match(await tellOf(move({ DATABASE_URL: full }, { to: full })), /There is something|is running/);
    });

    it('while Outloud runs on it', async () => {
      const target = await testDatabaseUrl();
      await open({ databaseUrl: full }, async ({ db }) => {
        // Nobody asked anything for a while; the queue stays connected.
        await db.destroy();
        assert.match(await tellOf(move({ DATABASE_URL: full }, { to: target })), /Outloud is running on that database/);
      });
    });

    it('with a server that is not there, and names the option that said so', async () => {
      const gone = 'postgres://u:hunter2@127.0.0.1:1/d';
      const to = await tellOf(move({ DATABASE_URL: full }, { to: gone }));
      assert.match(to, /127\.0\.0\.1:1 \(--to\) cannot be used/);
      const from = await tellOf(move({}, { from: gone, to: await testDatabaseUrl() }));
      assert.match(from, /127\.0\.0\.1:1 \(--from\) cannot be used/);
      assert.doesNotMatch(to + from, /hunter2/);
      const own = await tellOf(backUp({ DATABASE_URL: gone }, join(folder, 'b.backup')));
      assert.match(own, /127\.0\.0\.1:1 \(DATABASE_URL\) cannot be used/);
    });

    it('into a folder that cannot be written', async () => {
      assert.match(await tellOf(backUp({ DATABASE_URL: full }, join(folder, 'none', 'a.backup'))), /ENOENT/);
      assert.ok(!(await readdir(folder)).some((name) => name.endsWith('.unfinished')));
    });
  });
});
