import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { cleanEnvironment } from './program.ts';

/** A script of the bench as a process of its own, which says in lines of JSON how far it is. */

export interface Script {
  /** Relative to this folder. */
  readonly file: string;
  readonly arguments?: readonly string[];
  readonly settings?: Readonly<Record<string, string>>;
  /** Its clock runs this many times faster than the real one. */
  readonly speed?: number;
}

export interface Child {
  readonly pid: number;
  /** The first thing it says that holds `key`, from its start on; throws where it ends without. */
  says<T extends object>(key: keyof T & string): Promise<T>;
  tell(words: object): void;
  /** At once, as a power cut would. */
  kill(): Promise<void>;
  /** Asks it to end, and waits for that. */
  stop(): Promise<void>;
}

const stopPatienceMs = 15_000;
/** One origin for all, so that the fast clocks of several processes agree. */
const origin = String(Date.now());

export function startChild(script: Script): Child {
  const { speed = 1 } = script;
  const preload = speed === 1 ? [] : ['--import', join(import.meta.dirname, 'fast-clock.ts')];
  const file = join(import.meta.dirname, script.file);
  const child = spawn(process.execPath, [...preload, file, ...(script.arguments ?? [])], {
    env: { ...cleanEnvironment(), BENCH_SPEED: String(speed), BENCH_ORIGIN: origin, ...script.settings },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  // It may be gone when it is told something.
  child.stdin.on('error', () => undefined);
  const said: Record<string, unknown>[] = [];
  let words = '';
  let heard: () => void = () => {};
  child.stderr.on('data', (chunk) => (words = (words + String(chunk)).slice(-2000)));
  const lines = createInterface(child.stdout).on('line', (line) => {
    if (line.startsWith('{')) said.push(JSON.parse(line) as Record<string, unknown>);
    else words = `${words}${line}\n`.slice(-2000);
    heard();
  });
  const ended = once(lines, 'close').then(() => heard());

  return {
    pid: child.pid ?? 0,
    async says<T extends object>(key: keyof T & string) {
      for (;;) {
        const found = said.find((each) => key in each);
        if (found) return found as T;
        if (hasEnded(child)) throw new Error(`${script.file} ended without a word about ${key}:\n${words}`);
        await new Promise<void>((resolve) => {
          heard = resolve;
        });
      }
    },
    tell: (words) => child.stdin.write(`${JSON.stringify(words)}\n`),
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
    async stop() {
      if (hasEnded(child)) return;
      child.kill('SIGTERM');
      const tooLong = setTimeout(() => child.kill('SIGKILL'), stopPatienceMs);
      await ended;
      clearTimeout(tooLong);
    },
  };
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}
