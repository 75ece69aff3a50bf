import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';

const root = join(import.meta.dirname, '..', '..');

export interface Outcome {
  readonly code: number | null;
  readonly out: string;
  readonly complaint: string;
}

interface Circumstances {
  /** What stands on its standard input. */
  readonly input?: string;
  /** Options of node. */
  readonly hooks?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** Runs the `outloud` command as a process of its own. */
export async function outloud(
  args: readonly string[],
  { input = '', hooks = [], env }: Circumstances = {},
): Promise<Outcome> {
  const child = spawn(process.execPath, [...hooks, join(root, 'src', 'cli.ts'), ...args], {
    cwd: root,
    ...(env && { env: { ...process.env, ...env } }),
  });
  const closed = new Promise<number | null>((resolve) => child.once('close', resolve));
  // A command that refuses a line reads no further.
  const written = pipeline(Readable.from([input]), child.stdin).catch(() => {});
  const [code, out, complaint] = await Promise.all([closed, text(child.stdout), text(child.stderr), written]);
  return { code, out, complaint };
}

/** Node's options that make it name each file that is loaded on standard error. */
export function namingWhatLoads(): string[] {
  const script = `
    import { registerHooks } from 'node:module';
    registerHooks({ load(url, context, next) { console.error(url); return next(url, context); } });
  `;
  return ['--import', `data:text/javascript,${encodeURIComponent(script)}`];
}
