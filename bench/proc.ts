import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What Linux tells about a process. */

/** `sysconf(_SC_CLK_TCK)` is 100 on every Linux that Node runs on. */
const tickUs = 10_000;

/** CPU time that a process has used, all its threads, user and system. */
export function cpuUs(pid: number): number {
  const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
  // The command's name, in parentheses, may hold spaces.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) * tickUs;
}

export function residentMb(pid: number): number {
  return kilobytes(`/proc/${pid}/status`, 'VmRSS') / 1024;
}

export interface Figures {
  readonly memoryMb: number;
  readonly cpuUs: number;
}

/** The built-in database of a data folder; nothing where there is none. */
export function databaseFigures(dataDir: string): Figures {
  const pids = databaseProcesses(dataDir);
  // Most of their memory is shared between them; the proportional size counts it once.
  const memory = pids.map((pid) => attempt(() => kilobytes(`/proc/${pid}/smaps_rollup`, 'Pss')));
  return { memoryMb: sum(memory) / 1024, cpuUs: sum(pids.map((pid) => attempt(() => cpuUs(pid)))) };
}

export function postmasterOf(dataDir: string): number | undefined {
  try {
    const [pid] = readFileSync(join(dataDir, 'database', 'data', 'postmaster.pid'), 'utf8').split('\n');
    return Number(pid) || undefined;
  } catch {
    return undefined;
  }
}

function databaseProcesses(dataDir: string): number[] {
  const postmaster = postmasterOf(dataDir);
  if (postmaster === undefined) return [];
  const all = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  const children = all.filter((pid) => attempt(() => parentOf(pid)) === postmaster).map(Number);
  return [postmaster, ...children];
}

function parentOf(pid: string): number {
  const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
  return Number(text.slice(text.lastIndexOf(')') + 2).split(' ')[1]);
}

function kilobytes(file: string, name: string): number {
  return Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(readFileSync(file, 'utf8'))?.[1]);
}

/** It may have ended since it was listed. */
function attempt(read: () => number): number {
  try {
    return read();
  } catch {
    return 0;
  }
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
