import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { AppError } from '../base/errors.ts';

/** Where settings are written: the environment, the file `.env`, and files that hold one value each. */

export type Environment = Readonly<Record<string, string | undefined>>;
export type Given = Readonly<Record<string, string>>;

/** What is set; what the environment has already wins over the file. */
export function readEnvironment(environment: Environment, envFile: string | false): Given {
  return present({ ...readEnvFile(envFile), ...present(environment) });
}

function readEnvFile(path: string | false): Environment {
  if (!path) return {};
  try {
    return parseEnv(readFileSync(path, 'utf8'));
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code === 'ENOENT') return {};
    throw new AppError(`${path}: ${code}`, {
      tell: `The file ${path} cannot be read (${code}). Check its rights.`,
      cause,
    });
  }
}

/** `NAME=` in a file means "not set". */
function present(environment: Environment): Given {
  const entries = Object.entries(environment).map(([name, value]) => [name, value?.trim() ?? ''] as const);
  return Object.fromEntries(entries.filter(([, value]) => value !== ''));
}

export interface FileComplaint {
  readonly variable: string;
  readonly problem: string;
  readonly todo: string;
}

/**
 * Takes each `NAME_FILE` for the path of a file with the value of `NAME`, as Docker, Kubernetes and Swarm hand out secrets.
 * Only for these names: others have variables that end so, too.
 */
export function readValueFiles(
  given: Given,
  names: readonly string[],
): { readonly given: Given; readonly complaints: readonly FileComplaint[] } {
  const values: Record<string, string> = { ...given };
  const complaints: FileComplaint[] = [];
  for (const name of names) {
    const variable = `${name}_FILE`;
    const path = given[variable];
    if (path === undefined) continue;
    const read = name in given ? { problem: `is set, and ${name} too` } : readValueFile(path);
    if ('value' in read) values[name] = read.value;
    else
      complaints.push({ variable, ...read, todo: `Set ${variable} to a file that holds the value, or set ${name}.` });
  }
  return { given: values, complaints };
}

function readValueFile(path: string): { value: string } | { problem: string } {
  try {
    const value = readFileSync(path, 'utf8').trim();
    return value === '' ? { problem: `is "${path}", which is empty` } : { value };
  } catch (error) {
    return { problem: `is "${path}", which cannot be read (${(error as NodeJS.ErrnoException).code})` };
  }
}
