import { readFile } from 'node:fs/promises';
import { AppError, codeOf, messageOf } from '../base/errors.ts';
import { renderCard, type Surface, UnreadableCard } from '../bots/slack/render-card.ts';
import { linesOf } from './json-lines.ts';

/** `outloud card`: files with Adaptive Cards in, lines of JSON with Block Kit out. */

/** One card as one line of JSON; an `AppError` that tells path and reason where the file holds no readable card. */
export async function translateFile(file: string, surface: Surface): Promise<string> {
  try {
    const { text, blocks, lost } = renderCard(parseJson(await readFile(file)), { surface });
    return `${JSON.stringify({ text, blocks, lost })}\n`;
  } catch (cause) {
    const tell = inOneLine(`${file}: ${reasonOf(cause)}`);
    throw new AppError(tell, { tell, cause });
  }
}

/** A line of JSON for each file named, in order; a refused one is a line too. */
export async function* translateBatch(chunks: AsyncIterable<string>, surface: Surface): AsyncGenerator<string> {
  for await (const file of linesOf(chunks)) {
    if (file !== '') yield await translateFile(file, surface).catch(refusal);
  }
}

function refusal(error: unknown): string {
  return `${JSON.stringify({ error: error instanceof AppError ? error.tell : messageOf(error) })}\n`;
}

/** UTF-8, or what a byte order mark says: PowerShell writes UTF-16. The decoder drops the mark. */
function parseJson(bytes: Uint8Array): unknown {
  const mark = `${bytes[0]} ${bytes[1]}`;
  const encoding = mark === '255 254' ? 'utf-16le' : mark === '254 255' ? 'utf-16be' : 'utf-8';
  return JSON.parse(new TextDecoder(encoding, { fatal: true }).decode(bytes));
}

function reasonOf(error: unknown): string {
  if (error instanceof UnreadableCard) return error.path === '' ? error.reason : error.message;
  if (error instanceof SyntaxError) return `not JSON: ${error.message}`;
  switch (codeOf(error)) {
    case 'ERR_ENCODING_INVALID_ENCODED_DATA':
      return 'not JSON: not UTF-8 text';
    case 'ENOENT':
      return 'no such file';
    case 'EISDIR':
      return 'a folder, not a file';
    case 'EACCES':
      return 'may not be read: permission denied';
    default:
      return `cannot be read: ${messageOf(error)}`;
  }
}

/** A parser's complaint quotes the file, line breaks and all. */
function inOneLine(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029]/gu, ' ');
}
