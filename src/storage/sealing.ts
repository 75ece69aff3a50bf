import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto';
import { AppError } from '../base/errors.ts';

/*
 * What must not be readable in the database, or in a copy of it, is kept sealed: AES-256-GCM, with the place that it
 * belongs to as additional data, so that a sealed value that was moved to another row does not open there.
 * A box is the nonce (12 bytes), the tag (16 bytes), and the encrypted text.
 */

export interface Sealed {
  readonly keyId: string;
  readonly box: Buffer;
}

export interface Sealing {
  /** The key that is used from now on. */
  readonly keyId: string;
  /** Whether what is sealed with this key can be opened here. */
  knows(keyId: string): boolean;
  /** `place`: whose it is, such as a table and the key of its row. */
  seal(text: string, place: string): Sealed;
  /** Throws `CannotOpen` where its key is not known here, or it is not what was sealed for this place. */
  open(sealed: Sealed, place: string): string;
}

export class CannotOpen extends AppError {
  override readonly name = 'CannotOpen';
}

interface Key {
  readonly id: string;
  readonly secret: Buffer;
}

const nonceBytes = 12;
const tagBytes = 16;

/** `secret`: 32 bytes that everything new is sealed with. `others` only open. */
export function createSealing(secret: Uint8Array, others: readonly Uint8Array[] = []): Sealing {
  const current = keyOf(secret);
  const keys = new Map([...others.map(keyOf), current].map((key) => [key.id, key]));

  return {
    keyId: current.id,
    knows: (keyId) => keys.has(keyId),
    seal(text, place) {
      const nonce = randomBytes(nonceBytes);
      const cipher = createCipheriv('aes-256-gcm', current.secret, nonce, { authTagLength: tagBytes });
      cipher.setAAD(Buffer.from(place));
      const encrypted = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      return { keyId: current.id, box: Buffer.concat([nonce, cipher.getAuthTag(), encrypted]) };
    },
    open({ keyId, box }, place) {
      const key = keys.get(keyId);
      if (!key) throw unknownKey(keyId);
      try {
        return decrypt(key, box, place);
      } catch (cause) {
        throw new CannotOpen(`what is sealed for ${place} is not what was sealed there`, {
          tell: 'Something stored encrypted was changed or moved in the database, and is not used.',
          cause,
        });
      }
    },
  };
}

function decrypt({ secret }: Key, box: Buffer, place: string): string {
  const nonce = box.subarray(0, nonceBytes);
  const tag = box.subarray(nonceBytes, nonceBytes + tagBytes);
  const decipher = createDecipheriv('aes-256-gcm', secret, nonce, { authTagLength: tagBytes });
  decipher.setAAD(Buffer.from(place));
  decipher.setAuthTag(tag);
  return decipher.update(box.subarray(nonceBytes + tagBytes), undefined, 'utf8') + decipher.final('utf8');
}

/** A key of its own for this use: links are signed with the same secret. The id tells keys apart and nothing more. */
function keyOf(secret: Uint8Array): Key {
  const derived = Buffer.from(hkdfSync('sha256', secret, '', 'outloud sealing v1', 32));
  const id = createHash('sha256').update('outloud key id v1').update(derived).digest('hex').slice(0, 12);
  return { id, secret: derived };
}

function unknownKey(keyId: string): CannotOpen {
  return new CannotOpen(`sealed with the key ${keyId}, which is not set`, {
    tell: `Something is stored encrypted with a key (${keyId}) that is not set. Put that key into ENCRYPTION_OTHER_KEYS.`,
  });
}
