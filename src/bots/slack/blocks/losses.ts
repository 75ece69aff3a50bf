import { clean } from './characters.ts';
import { isTyped, type JsonObject, step } from './json.ts';

/** What could not be kept: where it stood in the card, what it was, what stands instead. */
export interface Loss {
  readonly path: string;
  readonly what: string;
  readonly instead: string;
}

export interface Ledger {
  readonly losses: Loss[];
  add(path: string, what: string, instead: string): void;
}

/** Says each thing once, in the order in which the card was read. */
export function createLedger(): Ledger {
  const seen = new Set<string>();
  const losses: Loss[] = [];
  return {
    losses,
    add(path, what, instead) {
      const key = `${path}\n${what}`;
      if (seen.has(key)) return;
      seen.add(key);
      losses.push({ path, what, instead });
    },
  };
}

/** "The whole body" tells nobody anything: where a body is one element, it is said of each of its properties. */
export function byProperty(losses: readonly Loss[], { body }: JsonObject): Loss[] {
  const paths = isTyped(body) ? Object.keys(body).map((key) => step('/body', key)) : [];
  return losses.flatMap((loss) => (loss.path === '/body' ? paths.map((path) => ({ ...loss, path })) : [loss]));
}

/** A value in few words, for `what`. */
export function inShort(value: unknown): string {
  if (typeof value === 'string') return `"${clean(value.slice(0, 60))}${value.length > 60 ? '…' : ''}"`;
  if (Array.isArray(value)) return `list of ${value.length}`;
  if (typeof value !== 'object' || value === null) return String(value);
  const type = (value as { type?: unknown }).type;
  return typeof type === 'string' ? inShort(type).slice(1, -1) : 'object';
}
