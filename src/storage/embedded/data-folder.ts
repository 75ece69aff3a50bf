import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmod, chown, mkdir, readdir, readFile, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { AppError, messageOf } from '../../base/errors.ts';
import type { Binaries } from './binaries.ts';
import { commandAs, type OsUser, serverUser } from './os-user.ts';
import { isAlive } from './postmaster.ts';

/*
 * DATA_DIR/                 0700
 *   database/               made elsewhere and renamed, so it is whole or absent
 *     password              0600
 *     server.log
 *     data/                 PostgreSQL's own
 *   database.new-PID/       one being made
 */
const finished = 'database';
const unfinished = /^database\.new-(\d+)$/;
/** A file system's own, at the root of a mounted volume. */
const harmless = new Set(['lost+found', '.DS_Store']);

export const superuser = 'outloud';

export interface DataFolder {
  readonly root: string;
  readonly pgData: string;
  readonly log: string;
  readonly passwordFile: string;
}

function layout(root: string): DataFolder {
  const database = join(root, finished);
  return {
    root,
    pgData: join(database, 'data'),
    log: join(database, 'server.log'),
    passwordFile: join(database, 'password'),
  };
}

/** The folder if a database was ever made there; looks only, changes nothing. */
export async function inspectDataFolder(dataDir: string, major: number): Promise<DataFolder | undefined> {
  const entries = await list(resolve(dataDir));
  if (!entries) return undefined;
  const folder = layout(await realpath(dataDir));
  if (!entries.includes(finished)) {
    refuseForeign(folder.root, entries);
    return undefined;
  }
  await refuseOtherVersion(folder, major);
  return folder;
}

/** The folder with a database in it, made now if there is none. Never writes over anything that is not ours. */
export async function openDataFolder(dataDir: string, binaries: Binaries): Promise<DataFolder> {
  const existing = await inspectDataFolder(dataDir, binaries.major);
  if (existing) {
    await clearUnfinished(existing.root);
    return existing;
  }
  const root = await makeRoot(resolve(dataDir));
  await clearUnfinished(root);
  await makeDatabase(root, binaries);
  return layout(root);
}

export async function readPassword(folder: DataFolder): Promise<string> {
  return (await readFile(folder.passwordFile, 'utf8').catch((cause) => refuseUnreadable(folder.root, cause))).trim();
}

async function list(root: string): Promise<string[] | undefined> {
  try {
    return await readdir(root);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    return refuseUnreadable(root, cause);
  }
}

function refuseUnreadable(root: string, cause: unknown): never {
  const { code } = cause as NodeJS.ErrnoException;
  const why =
    code === 'ENOTDIR' ? 'is a file, not a folder' : `cannot be read or written (${code ?? messageOf(cause)})`;
  throw new AppError(`data folder ${root}: ${messageOf(cause)}`, {
    tell: `The data folder ${root} ${why}. Start Outloud as the user who owns it, give that user the rights to it, or set DATA_DIR to another folder. Nothing was changed.`,
    cause,
  });
}

function refuseForeign(root: string, entries: string[]): void {
  const foreign = entries.filter((name) => !unfinished.test(name) && !harmless.has(name));
  if (foreign.length === 0) return;
  throw new AppError(`data folder ${root} holds something else: ${foreign.slice(0, 5).join(', ')}`, {
    tell: `The folder ${root} is not one of Outloud's and is not empty (it holds ${foreign.slice(0, 3).join(', ')}). Set DATA_DIR to a folder that is empty or does not exist yet. Nothing was changed.`,
  });
}

async function refuseOtherVersion(folder: DataFolder, major: number): Promise<void> {
  const file = join(folder.pgData, 'PG_VERSION');
  const text = await readFile(file, 'utf8').catch((cause: NodeJS.ErrnoException) =>
    cause.code === 'ENOENT' ? '' : refuseUnreadable(folder.root, cause),
  );
  const found = text.trim();
  if (found === String(major)) return;
  if (found === '') {
    throw new AppError(`no database in ${folder.pgData}`, {
      tell: `The data folder ${folder.root} is damaged: ${file} is missing. Put a backup of the folder back, or set DATA_DIR to a new one. Nothing was changed.`,
    });
  }
  throw new AppError(`${folder.pgData} was made by PostgreSQL ${found}, this is ${major}`, {
    tell: `The data in ${folder.root} was made by PostgreSQL ${found}, and this Outloud comes with ${major}. Use the Outloud that made it, or bring the data over with PostgreSQL's pg_dump and set DATABASE_URL or a new DATA_DIR. Nothing was changed.`,
  });
}

async function makeRoot(path: string): Promise<string> {
  try {
    await mkdir(path, { recursive: true, mode: 0o700 });
    await chmod(path, 0o700);
    return await realpath(path);
  } catch (cause) {
    return refuseUnreadable(path, cause);
  }
}

/** What a start that was killed left of a database in the making; another start's, still at work, is let be. */
async function clearUnfinished(root: string): Promise<void> {
  for (const name of await readdir(root)) {
    const pid = Number(unfinished.exec(name)?.[1] ?? 0);
    const abandoned = pid > 0 && (pid === process.pid || !isAlive(pid));
    if (abandoned) await rm(join(root, name), { recursive: true, force: true, maxRetries: 5 });
  }
}

async function makeDatabase(root: string, binaries: Binaries): Promise<void> {
  const making = join(root, `${finished}.new-${process.pid}`);
  try {
    await fill(making, root, binaries);
    await rename(making, join(root, finished));
  } catch (error) {
    await rm(making, { recursive: true, force: true, maxRetries: 5 });
    // Another start was quicker; its database is as good as ours.
    if (['ENOTEMPTY', 'EEXIST', 'EPERM'].includes((error as NodeJS.ErrnoException).code ?? '')) {
      if ((await readdir(root)).includes(finished)) return;
    }
    throw error;
  }
}

async function fill(making: string, root: string, binaries: Binaries): Promise<void> {
  const user = await serverUser(root);
  await mkdir(making, { mode: 0o700 });
  const passwordFile = join(making, 'password');
  await writeFile(passwordFile, `${randomBytes(24).toString('base64url')}\n`, { mode: 0o600 });
  if (user) await Promise.all([root, making, passwordFile].map((path) => chown(path, user.uid, user.gid)));
  await initialise(join(making, 'data'), { passwordFile, binaries, user });
}

interface InitialiseOptions {
  passwordFile: string;
  binaries: Binaries;
  user: OsUser | undefined;
}

async function initialise(pgData: string, options: InitialiseOptions): Promise<void> {
  const args = [
    `--pgdata=${pgData}`,
    `--username=${superuser}`,
    `--pwfile=${options.passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    // PostgreSQL's own locale: the same on every machine, whatever locales it has.
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
  ];
  const command = await commandAs(options.user, options.binaries.initdb, args, [pgData]);
  const { code, output } = await collect(command);
  if (code === 0) return;
  throw new AppError(`initdb failed (${code}): ${output.slice(-800)}`, {
    tell: `The built-in database could not be made: ${lastLine(output)}. Free space in ${dirname(pgData)} may help; or set DATABASE_URL.`,
  });
}

function collect(command: Awaited<ReturnType<typeof commandAs>>): Promise<{ code: number | null; output: string }> {
  return new Promise((done, fail) => {
    const { file, args, ...user } = command;
    const child = spawn(file, args, {
      ...user,
      cwd: '/',
      env: serverEnvironment(),
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let output = '';
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
      output += chunk;
    });
    child.once('error', fail).once('close', (code) => done({ code, output }));
  });
}

export function lastLine(output: string): string {
  return output.trim().split('\n').at(-1) ?? '';
}

/** PostgreSQL needs none of our settings, and our tokens are not its business. */
export function serverEnvironment(): NodeJS.ProcessEnv {
  const { PATH, SystemRoot, TEMP, TMP } = process.env;
  return { PATH, SystemRoot, TEMP, TMP, LC_ALL: 'C' };
}

/** The folder's owner as the server's user, for a start on an existing database. */
export async function userOf(folder: DataFolder): Promise<OsUser | undefined> {
  return serverUser(folder.pgData);
}

export async function sizeOf(file: string): Promise<number> {
  return stat(file).then(
    ({ size }) => size,
    () => 0,
  );
}
