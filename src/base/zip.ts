import { strToU8, type Zippable, zipSync } from 'fflate';

/** Files in the order given; the same content makes the same bytes. */
export function toZip(files: Readonly<Record<string, string | Uint8Array>>): Uint8Array {
  // A zip's clock begins here and has no time zone: this is the same everywhere, whenever it is made.
  const mtime = new Date(1980, 0, 1, 12);
  const entries: Zippable = {};
  for (const [name, content] of Object.entries(files)) {
    entries[name] = [typeof content === 'string' ? strToU8(content) : content, { mtime, level: 9 }];
  }
  return zipSync(entries);
}
