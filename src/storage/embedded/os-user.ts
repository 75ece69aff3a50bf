import { execFile } from 'node:child_process';
import { access, readFile, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import { AppError } from '../../base/errors.ts';

const run = promisify(execFile);

/** PostgreSQL refuses to run as root, so a root Outloud runs it as this user. */
const userName = 'postgres';

export interface OsUser {
  readonly uid: number;
  readonly gid: number;
}

export interface Command {
  readonly file: string;
  readonly args: readonly string[];
  readonly uid?: number;
  readonly gid?: number;
}

/** Who owns the database's files: nobody special for an ordinary user; for root the files' owner or the `postgres` user. */
export async function serverUser(existingFolder: string | undefined): Promise<OsUser | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  if (existingFolder) {
    const owner = await stat(existingFolder);
    if (owner.uid !== 0) return { uid: owner.uid, gid: owner.gid };
  }
  return (await lookUp()) ?? (await create());
}

async function lookUp(): Promise<OsUser | undefined> {
  try {
    const [uid, gid] = await Promise.all([run('id', ['-u', userName]), run('id', ['-g', userName])]);
    return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
  } catch {
    return undefined;
  }
}

async function create(): Promise<OsUser> {
  try {
    await run('groupadd', ['--system', '--force', userName]);
    await run('useradd', ['--system', '--gid', userName, '--no-create-home', '--shell', '/usr/sbin/nologin', userName]);
  } catch (cause) {
    throw needsUser(cause);
  }
  const user = await lookUp();
  if (!user) throw needsUser(undefined);
  return user;
}

function needsUser(cause: unknown): AppError {
  return new AppError('no operating system user to run PostgreSQL as', {
    tell: `PostgreSQL does not run as root, and the user "${userName}" could not be created. Start Outloud as an ordinary user, create a user named "${userName}", or set DATABASE_URL.`,
    cause,
  });
}

/**
 * The command as it must be run for that user. Where root's own folders are closed to others (`/root` is 0700), the
 * server gets one Linux capability, to pass through folders, instead of anybody's folder being opened.
 */
export async function commandAs(user: OsUser | undefined, file: string, args: readonly string[], paths: string[]) {
  if (!user) return { file, args } satisfies Command;
  const reachable = await Promise.all([file, ...paths].map((path) => canReach(path, user)));
  if (reachable.every(Boolean)) return { file, args, ...user } satisfies Command;
  const capability = await passThroughCapability();
  if (!capability) throw unreachable(file, paths);
  const flags = [`--reuid=${user.uid}`, `--regid=${user.gid}`, '--clear-groups'];
  const caps = [`--inh-caps=+${capability}`, `--ambient-caps=+${capability}`];
  return { file: 'setpriv', args: [...flags, ...caps, file, ...args] } satisfies Command;
}

async function canReach(path: string, user: OsUser): Promise<boolean> {
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    const { mode, uid, gid } = await stat(folder);
    const bit = uid === user.uid ? 0o100 : gid === user.gid ? 0o010 : 0o001;
    if ((mode & bit) === 0) return false;
    if (folder === dirname(folder)) return true;
  }
}

/** Containers often keep the second of the two from root, or the first. Numbers: linux/capability.h. */
const capabilities = [
  { name: 'dac_read_search', bit: 2n },
  { name: 'dac_override', bit: 1n },
];

async function passThroughCapability(): Promise<string | undefined> {
  const hasTool = await Promise.any(
    ['/usr/bin/setpriv', '/bin/setpriv'].map((file) => access(file).then(() => true)),
  ).catch(() => false);
  const status = await readFile('/proc/self/status', 'utf8').catch(() => '');
  const held = BigInt(`0x${/^CapPrm:\s*([0-9a-f]+)/m.exec(status)?.[1] ?? '0'}`);
  return hasTool ? capabilities.find(({ bit }) => (held >> bit) & 1n)?.name : undefined;
}

function unreachable(file: string, paths: string[]): AppError {
  return new AppError(`the user ${userName} cannot reach ${[file, ...paths].join(' or ')}`, {
    tell: `PostgreSQL does not run as root, and the user "${userName}" may not enter the folders of Outloud or of its data. Start Outloud as an ordinary user, move both out of root's home folder (DATA_DIR names the data), or set DATABASE_URL.`,
  });
}
