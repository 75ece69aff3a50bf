import { execFile } from 'node:child_process';
import { readFile, realpath, writeFile } from 'node:fs/promises';
import { platform } from 'node:os';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** What a running server writes into its folder (PostgreSQL's `miscinit.h` lists the lines). */
export interface Postmaster {
  readonly pid: number;
  readonly port: number;
  readonly status: string;
}

export async function readPostmaster(pgData: string): Promise<Postmaster | undefined> {
  const text = await readFile(join(pgData, 'postmaster.pid'), 'utf8').catch(() => '');
  const lines = text.split('\n').map((line) => line.trim());
  const pid = Number(lines[0]);
  if (!Number.isInteger(pid) || pid <= 0) return undefined;
  return { pid, port: Number(lines[3] ?? 0), status: lines[7] ?? '' };
}

/** The server on this folder, if its process lives; the file alone proves nothing after a kill. */
export async function findPostmaster(pgData: string): Promise<Postmaster | undefined> {
  const postmaster = await readPostmaster(pgData);
  return postmaster && (await isServerOn(pgData, postmaster.pid)) ? postmaster : undefined;
}

/** Lives, is no zombie, and is PostgreSQL on this very folder (a process id may have gone to somebody else). */
export async function isServerOn(pgData: string, pid: number): Promise<boolean> {
  if (!isAlive(pid)) return false;
  if (platform() === 'linux') return isServerOnLinux(pgData, pid);
  if (platform() === 'win32') return isPostgresOnWindows(pid);
  const { stdout } = await run('ps', ['-p', String(pid), '-o', 'stat=,command=']).catch(() => ({ stdout: '' }));
  return !stdout.trimStart().startsWith('Z') && stdout.includes('postgres') && stdout.includes(pgData);
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // The process lives but belongs to somebody else.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

async function isPostgresOnWindows(pid: number): Promise<boolean> {
  const args = ['/FI', `PID eq ${pid}`, '/FO', 'CSV', '/NH'];
  return run('tasklist', args).then(
    ({ stdout }) => stdout.includes('postgres'),
    () => false,
  );
}

async function isServerOnLinux(pgData: string, pid: number): Promise<boolean> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  const state = stat.slice(stat.lastIndexOf(')') + 2)[0];
  if (state === undefined || state === 'Z' || state === 'X') return false;
  const args = (await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')).split('\0');
  if (!basename(args[0] ?? '').startsWith('postgres')) return false;
  const folder = args[args.indexOf('-D') + 1] ?? '';
  return (await realpath(folder).catch(() => folder)) === (await realpath(pgData));
}

/**
 * A killed server whose process id is a zombie's, or was given to somebody else, makes PostgreSQL refuse ("lock file
 * already exists"). PostgreSQL itself takes a file with its parent's id for stale, so we put ours there instead of
 * deleting the file: its other check, that no shared memory of the dead server is in use, stays in force.
 */
export async function disownStaleFile(pgData: string): Promise<void> {
  const stale = await readPostmaster(pgData);
  if (!stale || !isAlive(stale.pid) || (await isServerOn(pgData, stale.pid))) return;
  const file = join(pgData, 'postmaster.pid');
  const [, ...rest] = (await readFile(file, 'utf8')).split('\n');
  await writeFile(file, [String(process.pid), ...rest].join('\n'));
}
