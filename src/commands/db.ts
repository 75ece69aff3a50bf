import { createWriteStream } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import { AppError, messageOf } from '../base/errors.ts';
import { createLogger } from '../base/logger.ts';
import { readConfig } from '../config.ts';
import type { Environment } from '../settings/environment.ts';
import { noCopy } from '../storage/copy/frames.ts';
import type { Loaded } from '../storage/copy/load.ts';
import { dumpFrom, loadInto, type Place } from '../storage/copy/place.ts';

/** `outloud db`: copies of everything, and moving from the database that comes with Outloud to a server and back. */

const logger = createLogger({ level: 'error' });

interface Took {
  readonly seconds: number;
}

/** Writes one compressed file that only its owner may read; Outloud may be running. A broken-off one leaves no file. */
export async function backUp(environment: Environment, file: string): Promise<{ readonly file: string } & Took> {
  const begun = performance.now();
  const unfinished = `${file}.unfinished`;
  const frames = Readable.from(dumpFrom(ownPlace(environment), { still: false, logger }));
  try {
    // What an earlier run left might be open to others; the mode counts for a new file alone.
    await rm(unfinished, { force: true });
    await pipeline(frames, createGzip(), createWriteStream(unfinished, { flags: 'wx', mode: 0o600, flush: true }));
    await rename(unfinished, file);
  } catch (error) {
    await rm(unfinished, { force: true });
    throw fileError(error, file);
  }
  return { file, ...since(begun) };
}

/** Into the database that the settings name, which must be empty; Outloud must not be running. */
export async function restore(environment: Environment, file: string): Promise<Loaded & Took> {
  const begun = performance.now();
  try {
    // Before a database is made for it.
    const source = (await open(file)).createReadStream();
    const loaded = await pipeline(source, createGunzip(), (unpacked: AsyncIterable<Buffer>) =>
      loadInto(ownPlace(environment), unpacked, logger),
    );
    return { ...loaded, ...since(begun) };
  } catch (error) {
    throw fileError(error, file);
  }
}

export interface Move {
  /** A folder or an address; what the settings name by default. */
  readonly from?: string;
  readonly to: string;
}

/** Nothing is written on the way; the old database stays as it is. */
export async function move(environment: Environment, { from, to }: Move): Promise<Loaded & Took> {
  const begun = performance.now();
  const source = from === undefined ? ownPlace(environment) : placeOf(from, '--from');
  const loaded = await loadInto(placeOf(to, '--to'), dumpFrom(source, { still: true, logger }), logger);
  return { ...loaded, ...since(begun) };
}

function ownPlace(environment: Environment): Place {
  const { databaseUrl, dataDir } = readConfig(environment).config;
  return { ...(databaseUrl && { databaseUrl }), dataDir };
}

function placeOf(text: string, writtenIn: string): Place {
  return /^postgres(ql)?:/.test(text) ? { databaseUrl: text, writtenIn, dataDir: '' } : { dataDir: text };
}

function since(begun: number): Took {
  return { seconds: Math.round((performance.now() - begun) / 100) / 10 };
}

function fileError(error: unknown, file: string): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code.startsWith('Z_')) return noCopy(code);
  if (!['ENOENT', 'EACCES', 'EPERM', 'EISDIR', 'ENOTDIR', 'ENOSPC', 'EROFS'].includes(code)) return error;
  return new AppError(messageOf(error), { tell: `The file ${file} cannot be used (${code}).`, cause: error });
}
