import { randomBytes } from 'node:crypto';
import { asText, type JsonObject } from '../json.ts';
import type { SlackFile } from '../state.ts';
import type { Records } from '../store.ts';
import { type Exchange, readBody, send, sendJson } from '../web.ts';
import type { Method } from './chat-methods.ts';
import { SlackRefusal } from './errors.ts';

/*
 * Files as an app uploads them: a place to put the bytes, the bytes, and word that they are there
 * (docs.slack.dev/messaging/working-with-files). Only pictures, as nothing else can stand in a block.
 */

export interface SlackFiles {
  readonly methods: Record<string, Method>;
  /** A picture that blocks may show. */
  has(id: string): boolean;
  /** Takes the bytes. */
  upload(id: string, exchange: Exchange): Promise<void>;
  /** Gives the picture to the page. */
  show(id: string, exchange: Exchange): void;
}

const largest = 4 * 1024 * 1024;
/** Older ones go: this is a place to try things, not to keep them. */
const mostKept = 100;

export function createFiles(records: Records, origin: () => string): SlackFiles {
  function found(id: string): SlackFile {
    const file = records.get('slack-file', id);
    if (!file) throw new SlackRefusal('file_not_found');
    return file;
  }

  function dropOldest(): void {
    const ids = [...records.all('slack-file').keys()];
    for (const id of ids.slice(0, Math.max(0, ids.length - mostKept))) records.remove('slack-file', id);
  }

  return {
    methods: {
      'files.getUploadURLExternal'(args) {
        const [name, length] = [args.text('filename'), Number(args.text('length'))];
        if (name === '' || !Number.isInteger(length) || length < 1) throw new SlackRefusal('invalid_arguments');
        if (length > largest) throw new SlackRefusal('file_upload_size_restricted');
        const id = `F${randomBytes(6).toString('hex').toUpperCase()}`;
        records.put('slack-file', id, { id, name, length, title: name, content: '', complete: false });
        dropOldest();
        return { upload_url: `${origin()}/playground/slack/upload/${id}`, file_id: id };
      },

      'files.completeUploadExternal'(args) {
        const wanted = args.objects('files', 'invalid_arguments') ?? [];
        if (wanted.length === 0) throw new SlackRefusal('invalid_arguments');
        const files = wanted.map(({ id, title }) => {
          const file = found(asText(id));
          if (file.content === '') throw new SlackRefusal('file_not_found');
          const complete: SlackFile = { ...file, title: asText(title) || file.name, complete: true };
          records.put('slack-file', file.id, complete);
          return described(complete);
        });
        return { files };
      },
    },

    has: (id) => records.get('slack-file', id)?.complete === true,

    async upload(id, { req, res }) {
      const file = records.get('slack-file', id);
      const body = await readBody(req, largest + 4096);
      const bytes = body && (await fileIn(body, req.headers['content-type'] ?? ''));
      if (!file || file.complete || !bytes) return send(res, 400, 'no file', 'text/plain');
      if (bytes.length !== file.length) return send(res, 400, 'length mismatch', 'text/plain');
      records.put('slack-file', id, { ...file, content: bytes.toString('base64') });
      await records.commit();
      send(res, 200, `OK - ${bytes.length}`, 'text/plain');
    },

    show(id, { res }) {
      const file = records.get('slack-file', id);
      const bytes = Buffer.from(file?.content ?? '', 'base64');
      const type = pictureType(bytes);
      if (!type) return sendJson(res, 404, { ok: false, tell: 'There is no such picture.' });
      send(res, 200, bytes, type);
    },
  };
}

function described({ id, name, title, length, content }: SlackFile): JsonObject {
  return { id, name, title, size: length, mimetype: pictureType(Buffer.from(content, 'base64')) ?? '' };
}

/** The bytes are the body itself, or a part of a form. */
async function fileIn(body: Buffer, type: string): Promise<Buffer | undefined> {
  if (!type.startsWith('multipart/form-data')) return body;
  const form = await new Response(new Uint8Array(body), { headers: { 'content-type': type } })
    .formData()
    .catch(() => undefined);
  const part = form && [...form.values()].find((value) => typeof value !== 'string');
  return part && Buffer.from(await part.arrayBuffer());
}

/** https://docs.slack.dev/reference/block-kit/composition-objects/slack-file-object: PNG, JPEG and GIF. */
function pictureType(bytes: Buffer): string | undefined {
  const start = bytes.subarray(0, 8).toString('latin1');
  if (start === '\x89PNG\r\n\x1a\n') return 'image/png';
  if (start.startsWith('\xff\xd8\xff')) return 'image/jpeg';
  return start.startsWith('GIF8') ? 'image/gif' : undefined;
}
