// @ts-check

/**
 * A card in the address, after `#`, where no server sees it: the text and what it was looked at as, deflated.
 * @typedef {{ source: string, surface: string, charts: boolean }} Shown
 */

/** What every browser and most chats still carry. */
const longestAddress = 30_000;

/**
 * @param {Shown} shown
 * @returns {Promise<string | undefined>} nothing where it would be too long
 */
export async function toHash(shown) {
  const packed = await through(new CompressionStream('deflate-raw'), new TextEncoder().encode(JSON.stringify(shown)));
  let letters = '';
  for (const byte of packed) letters += String.fromCharCode(byte);
  const hash = `#card=${btoa(letters).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')}`;
  return hash.length <= longestAddress ? hash : undefined;
}

/**
 * @param {string} hash
 * @returns {Promise<Shown | undefined>} nothing where it holds no card
 */
export async function fromHash(hash) {
  const [, packed] = /^#card=([\w-]+)$/.exec(hash) ?? [];
  if (!packed) return undefined;
  try {
    const letters = atob(packed.replaceAll('-', '+').replaceAll('_', '/'));
    const bytes = Uint8Array.from(letters, (letter) => letter.charCodeAt(0));
    const text = new TextDecoder().decode(await through(new DecompressionStream('deflate-raw'), bytes));
    const { source, surface, charts } = JSON.parse(text);
    const isSurface = ['message', 'modal', 'home'].includes(surface);
    return typeof source === 'string' && isSurface ? { source, surface, charts: charts !== false } : undefined;
  } catch {
    return undefined;
  }
}

/**
 * @param {CompressionStream | DecompressionStream} stream
 * @param {Uint8Array<ArrayBuffer>} bytes
 */
async function through(stream, bytes) {
  const readable = new Blob([bytes]).stream().pipeThrough(stream);
  return new Uint8Array(await new Response(readable).arrayBuffer());
}
